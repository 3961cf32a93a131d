/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows are made anew from the draft's list of names whenever that changes; br_thumbnail_show draws them. */
#include "config.h"

#include "br-editor-pictures.h"

#include "br-error.h"
#include "br-picture-service.h"
#include "br-thumbnail.h"
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n.h>

#define THUMBNAIL_PX 48

struct _BrEditorPictures
{
  AdwBin parent_instance;

  BrDraftModel *model;
  GPtrArray *rows; /* borrowed widgets */

  AdwPreferencesGroup *group;
  GtkLabel *message_label;
};

G_DEFINE_FINAL_TYPE (BrEditorPictures, br_editor_pictures, ADW_TYPE_BIN)

static void show_rows (BrEditorPictures *self);

static BrRecord *
get_product (BrEditorPictures *self)
{
  BrProductDetail *draft = self->model != NULL ? br_draft_model_get (self->model) : NULL;

  return draft != NULL ? draft->product : NULL;
}

/* (transfer full) The names, NULL-terminated. */
static GStrv
get_names (BrEditorPictures *self)
{
  const char *lines = br_record_text (get_product (self), BR_PRODUCT_PICTURES);

  return g_strsplit (lines != NULL ? lines : "", "\n", -1);
}

static void
set_names (BrEditorPictures *self, GStrv names)
{
  g_autofree char *lines = g_strjoinv ("\n", names);

  br_draft_model_set_text (self->model, get_product (self), BR_PRODUCT_PICTURES, lines);
  show_rows (self);
}

static void
show_message (BrEditorPictures *self, const char *message)
{
  gtk_label_set_text (self->message_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), message != NULL);
}

static GtkWidget *
make_thumbnail (BrEditorPictures *self, const char *name)
{
  GtkWidget *image = gtk_image_new ();

  gtk_widget_set_size_request (image, THUMBNAIL_PX, THUMBNAIL_PX);
  br_thumbnail_show (GTK_IMAGE (image), br_app_context_get_store (br_draft_model_get_context (self->model)), name, THUMBNAIL_PX);
  return image;
}

/* Rows */

/* The focus goes with the picture: moving it on is the same key again. */
static void
focus_row (BrEditorPictures *self, guint index)
{
  if (self->rows->len > 0)
    gtk_widget_grab_focus (self->rows->pdata[MIN (index, self->rows->len - 1)]);
}

static void
move (BrEditorPictures *self, guint from, int step)
{
  g_auto (GStrv) names = get_names (self);
  int to = (int) from + step;
  char *name;

  if (to < 0 || (guint) to >= g_strv_length (names))
    return;
  name = names[from];
  names[from] = names[to];
  names[to] = name;
  set_names (self, names);
  focus_row (self, (guint) to);
}

static void
remove_at (BrEditorPictures *self, guint index)
{
  g_auto (GStrv) names = get_names (self);
  g_autoptr (GStrvBuilder) left = g_strv_builder_new ();
  g_auto (GStrv) rest = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    if (i != index)
      g_strv_builder_add (left, names[i]);
  rest = g_strv_builder_end (left);
  set_names (self, rest);
  focus_row (self, index);
}

static guint
index_of (gpointer widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "br-index"));
}

static void
move_up_cb (GtkButton *button, BrEditorPictures *self)
{
  move (self, index_of (button), -1);
}

static void
move_down_cb (GtkButton *button, BrEditorPictures *self)
{
  move (self, index_of (button), 1);
}

static void
remove_cb (GtkButton *button, BrEditorPictures *self)
{
  remove_at (self, index_of (button));
}

/* Alt+Up, Alt+Down and Delete on a row. */
static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, BrEditorPictures *self)
{
  guint index = index_of (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)));
  gboolean alt = (state & gtk_accelerator_get_default_mod_mask ()) == GDK_ALT_MASK;

  if (alt && key == GDK_KEY_Up)
    move (self, index, -1);
  else if (alt && key == GDK_KEY_Down)
    move (self, index, 1);
  else if (key == GDK_KEY_Delete)
    remove_at (self, index);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
add_button (BrEditorPictures *self, GtkWidget *row, guint index, const char *icon, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "br-index", GUINT_TO_POINTER (index));
  g_signal_connect_object (button, "clicked", callback, self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_row (BrEditorPictures *self, GStrv names, guint index)
{
  GtkWidget *row = adw_action_row_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autofree char *title = g_strdup_printf (_("Picture %u"), index + 1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (index == 0)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("Main picture"));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), make_thumbnail (self, names[index]));
  if (index > 0)
    add_button (self, row, index, "go-up-symbolic", _("Move Up (Alt+Up)"), G_CALLBACK (move_up_cb));
  if (names[index + 1] != NULL)
    add_button (self, row, index, "go-down-symbolic", _("Move Down (Alt+Down)"), G_CALLBACK (move_down_cb));
  add_button (self, row, index, "user-trash-symbolic", _("Remove (Delete)"), G_CALLBACK (remove_cb));
  g_object_set_data (G_OBJECT (row), "br-index", GUINT_TO_POINTER (index));
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, 0);
  gtk_widget_add_controller (row, keys);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

static void
show_rows (BrEditorPictures *self)
{
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  if (get_product (self) == NULL)
    return;
  names = get_names (self);
  for (guint i = 0; names[i] != NULL; i++)
    add_row (self, names, i);
}

/* Adding */

/* A picture on its way in: several may be under way. */
typedef struct
{
  BrEditorPictures *self;
  char *name; /* of the file, for messages; NULL: from the clipboard */
} Adding;

static Adding *
new_adding (BrEditorPictures *self, GFile *file)
{
  Adding *adding = g_new0 (Adding, 1);
  g_autofree char *name = file != NULL ? g_file_get_basename (file) : NULL;

  adding->self = g_object_ref (self);
  adding->name = name != NULL ? g_filename_display_name (name) : NULL;
  return adding;
}

static void
free_adding (Adding *adding)
{
  g_object_unref (adding->self);
  g_free (adding->name);
  g_free (adding);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Adding, free_adding)

static const char *
reason_of (const GError *error)
{
  if (g_error_matches (error, BR_ERROR, BR_ERROR_INVALID))
    return _("This is not a PNG, JPEG or WebP picture. It was not added.");
  if (g_error_matches (error, BR_ERROR, BR_ERROR_RANGE))
    return _("This picture is empty or larger than 2 MB. It was not added; make it smaller and try again.");
  if (g_error_matches (error, BR_ERROR, BR_ERROR_CORRUPT))
    return _("This picture is damaged and cannot be shown. It was not added.");
  if (g_error_matches (error, BR_ERROR, BR_ERROR_FULL))
    return _("The disk is full. The picture was not added; free some space and try again.");
  return _("This file cannot be read. It was not added.");
}

/* Of several files each has its line. */
static void
explain (BrEditorPictures *self, const char *name, const GError *error)
{
  const char *before = gtk_label_get_text (self->message_label);
  g_autofree char *line = name != NULL ? g_strdup_printf ("%s: %s", name, reason_of (error)) : g_strdup (reason_of (error));
  g_autofree char *text = *before != '\0' ? g_strdup_printf ("%s\n%s", before, line) : g_strdup (line);

  show_message (self, text);
}

static void
append_name (BrEditorPictures *self, const char *name)
{
  g_auto (GStrv) names = get_names (self);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  if (g_strv_contains ((const char *const *) names, name))
    return;
  g_strv_builder_addv (builder, (const char **) names);
  g_strv_builder_add (builder, name);
  all = g_strv_builder_end (builder);
  set_names (self, all);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Adding) adding = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = br_picture_add_finish (result, &error);

  if (adding->self->group == NULL || get_product (adding->self) == NULL)
    return; /* closed meanwhile */
  if (name != NULL)
    append_name (adding->self, name);
  else
    explain (adding->self, adding->name, error);
}

/* Whether it can be drawn. A format this machine has no loader for passes: another one may have it. On a worker. */
static gboolean
check_drawable (GBytes *bytes, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_stream (stream, NULL, &problem);

  if (pixbuf != NULL || g_error_matches (problem, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_UNKNOWN_TYPE))
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_CORRUPT, "the picture cannot be drawn: %s", problem->message);
  return FALSE;
}

void
br_editor_pictures_add (BrEditorPictures *self, GFile *file)
{
  BrStore *store = br_app_context_get_store (br_draft_model_get_context (self->model));

  if (get_product (self) != NULL)
    br_picture_add_async (store, file, check_drawable, NULL, added_cb, new_adding (self, file));
}

static void
add_files (BrEditorPictures *self, GSList *files)
{
  show_message (self, NULL);
  for (GSList *item = files; item != NULL; item = item->next)
    br_editor_pictures_add (self, item->data);
}

static void
add_texture (BrEditorPictures *self, GdkTexture *texture)
{
  BrStore *store = br_app_context_get_store (br_draft_model_get_context (self->model));
  g_autoptr (GBytes) bytes = gdk_texture_save_to_png_bytes (texture);

  show_message (self, NULL);
  if (get_product (self) != NULL)
    br_picture_add_bytes_async (store, bytes, NULL, NULL, added_cb, new_adding (self, NULL));
}

static void
texture_pasted_cb (GObject *clipboard, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrEditorPictures) self = user_data;
  g_autoptr (GdkTexture) texture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (clipboard), result, NULL); /* no picture: said below */

  if (self->group == NULL)
    return;
  if (texture != NULL)
    add_texture (self, texture);
  else
    show_message (self, _("There is no picture on the clipboard."));
}

static void
files_pasted_cb (GObject *clipboard, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrEditorPictures) self = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (clipboard), result, NULL); /* nothing pasted then */

  if (value != NULL && self->group != NULL)
    add_files (self, gdk_file_list_get_files (g_value_get_boxed (value)));
}

static void
paste_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);

  if (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, files_pasted_cb, g_object_ref (widget));
  else
    gdk_clipboard_read_texture_async (clipboard, NULL, texture_pasted_cb, g_object_ref (widget));
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrEditorPictures) self = BR_EDITOR_PICTURES (user_data);
  g_autoptr (GListModel) files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, NULL); /* none: the person thought better of it */

  if (files != NULL && self->group != NULL)
    show_message (self, NULL);
  for (guint i = 0; files != NULL && self->group != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      br_editor_pictures_add (self, file);
    }
}

static void
add_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Pictures"));
  gtk_file_filter_add_mime_type (filter, "image/png");
  gtk_file_filter_add_mime_type (filter, "image/jpeg");
  gtk_file_filter_add_mime_type (filter, "image/webp");
  g_list_store_append (filters, filter);
  gtk_file_dialog_set_title (dialog, _("Add Pictures"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open_multiple (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, chosen_cb, g_object_ref (widget));
}

/* A file from the file manager, or a picture out of another window. */
static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, BrEditorPictures *self)
{
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    add_files (self, gdk_file_list_get_files (g_value_get_boxed (value)));
  else
    add_texture (self, g_value_get_object (value));
  return TRUE;
}

static void
reloaded_cb (BrDraftModel *model, BrEditorPictures *self)
{
  show_rows (self);
}

void
br_editor_pictures_set_model (BrEditorPictures *self, BrDraftModel *model)
{
  g_set_object (&self->model, model);
  g_signal_connect_object (model, "reloaded", G_CALLBACK (reloaded_cb), self, 0);
}

static void
br_editor_pictures_dispose (GObject *object)
{
  BrEditorPictures *self = BR_EDITOR_PICTURES (object);

  g_clear_object (&self->model);
  g_ptr_array_set_size (self->rows, 0);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_EDITOR_PICTURES);
  G_OBJECT_CLASS (br_editor_pictures_parent_class)->dispose (object);
}

static void
br_editor_pictures_finalize (GObject *object)
{
  g_ptr_array_unref (BR_EDITOR_PICTURES (object)->rows);
  G_OBJECT_CLASS (br_editor_pictures_parent_class)->finalize (object);
}

static void
br_editor_pictures_class_init (BrEditorPicturesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_editor_pictures_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_editor_pictures_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/products-pictures.ui");
  gtk_widget_class_bind_template_child (widget_class, BrEditorPictures, group);
  gtk_widget_class_bind_template_child (widget_class, BrEditorPictures, message_label);
  gtk_widget_class_install_action (widget_class, "pictures.add", NULL, add_action_cb);
  gtk_widget_class_install_action (widget_class, "pictures.paste", NULL, paste_action_cb);
}

static void
br_editor_pictures_init (BrEditorPictures *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType types[] = { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE };

  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
