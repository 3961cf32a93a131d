/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows are made anew from the draft's list of names whenever that changes; br_thumbnail_show draws them. */
#include "config.h"

#include "br-editor-pictures.h"

#include "br-error.h"
#include "br-picture-service.h"
#include "br-thumbnail.h"
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

static void
move_cb (GtkButton *button, BrEditorPictures *self)
{
  guint from = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "br-index"));
  guint to = from + GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "br-step"));
  g_auto (GStrv) names = get_names (self);
  char *name = names[from];

  names[from] = names[to];
  names[to] = name;
  set_names (self, names);
}

static void
remove_cb (GtkButton *button, BrEditorPictures *self)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "br-index"));
  g_auto (GStrv) names = get_names (self);
  g_autoptr (GStrvBuilder) left = g_strv_builder_new ();
  g_auto (GStrv) rest = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    if (i != index)
      g_strv_builder_add (left, names[i]);
  rest = g_strv_builder_end (left);
  set_names (self, rest);
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
  g_object_set_data (G_OBJECT (button), "br-step", GUINT_TO_POINTER (1));
  g_signal_connect_object (button, "clicked", callback, self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

/* Moving a picture up is moving the one above it down. */
static void
add_row (BrEditorPictures *self, GStrv names, guint index)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_strdup_printf (_("Picture %u"), index + 1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (index == 0)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("Main picture"));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), make_thumbnail (self, names[index]));
  if (index > 0)
    add_button (self, row, index - 1, "go-up-symbolic", _("Move Up"), G_CALLBACK (move_cb));
  if (names[index + 1] != NULL)
    add_button (self, row, index, "go-down-symbolic", _("Move Down"), G_CALLBACK (move_cb));
  add_button (self, row, index, "user-trash-symbolic", _("Remove"), G_CALLBACK (remove_cb));
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
  show_message (self, NULL);
  if (get_product (self) == NULL)
    return;
  names = get_names (self);
  for (guint i = 0; names[i] != NULL; i++)
    add_row (self, names, i);
}

/* Adding */

static void
explain (BrEditorPictures *self, const GError *error)
{
  if (g_error_matches (error, BR_ERROR, BR_ERROR_INVALID))
    show_message (self, _("This file is not a PNG, JPEG or WebP picture. Nothing was added."));
  else if (g_error_matches (error, BR_ERROR, BR_ERROR_RANGE))
    show_message (self, _("This picture is larger than 2 MB. Nothing was added; make it smaller and try again."));
  else if (g_error_matches (error, BR_ERROR, BR_ERROR_FULL))
    show_message (self, _("The disk is full. Nothing was added; free some space and try again."));
  else
    show_message (self, _("This file cannot be read. Nothing was added."));
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrEditorPictures) self = BR_EDITOR_PICTURES (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = br_picture_add_finish (result, &error);
  g_auto (GStrv) names = NULL;
  g_autofree char *lines = NULL;

  if (self->group == NULL || get_product (self) == NULL)
    return; /* closed meanwhile */
  if (name == NULL)
    {
      explain (self, error);
      return;
    }
  names = get_names (self);
  if (g_strv_contains ((const char *const *) names, name))
    return;
  lines = g_strjoinv ("\n", names);
  g_strfreev (names);
  names = g_new0 (char *, 3);
  names[0] = *lines != '\0' ? g_steal_pointer (&lines) : g_strdup (name);
  names[1] = g_str_equal (names[0], name) ? NULL : g_strdup (name);
  set_names (self, names);
}

void
br_editor_pictures_add (BrEditorPictures *self, GFile *file)
{
  show_message (self, NULL);
  if (get_product (self) != NULL)
    br_picture_add_async (br_app_context_get_store (br_draft_model_get_context (self->model)), file, NULL, added_cb, g_object_ref (self));
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrEditorPictures) self = BR_EDITOR_PICTURES (user_data);
  g_autoptr (GListModel) files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, NULL); /* none: the person thought better of it */

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

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, BrEditorPictures *self)
{
  for (GSList *item = gdk_file_list_get_files (g_value_get_boxed (value)); item != NULL; item = item->next)
    br_editor_pictures_add (self, item->data);
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
}

static void
br_editor_pictures_init (BrEditorPictures *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
