/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The designer's actions: save close escape · undo redo · cut copy paste duplicate remove select-all select-next(i) nudge((ii)) open · add(s) choose-picture ·
 * align(s) distribute(s) order(s) turn group ungroup · zoom-in zoom-out zoom-fit zoom-life grid(s) density(s) · fields insert-field(s) goods samples show-object(s)
 */
#include "config.h"

#include "br-label-designer-private.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "br-actions.h"
#include "br-designer-edit.h"
#include "br-designer-fields.h"
#include "br-designer-goods.h"
#include "br-designer-member.h"
#include "br-undo-toast.h"

#define LIFE_SIZE (96 / 25.4)        /* pixels of GTK a millimetre */
#define ZOOM_STEP 1.25
#define MAX_PICTURE (1024 * 1024)    /* bytes of a picture on a label */

/* What was cut or copied last, for all designers of this program; of BrLabelObject, or NULL. */
static GPtrArray *clipboard;

static BrDesignerModel *
model_of (GtkWidget *widget)
{
  return br_label_designer_get_model (BR_LABEL_DESIGNER (widget));
}

static void
keep (GtkWidget *widget)
{
  g_clear_pointer (&clipboard, g_ptr_array_unref);
  clipboard = br_designer_copy (model_of (widget));
  br_designer_actions_update (BR_LABEL_DESIGNER (widget));
}

/* One function for what needs no more than the model. */
static void
edit_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  static const struct
  {
    const char *name;
    gboolean (*edit) (BrDesignerModel *model);
  } edits[] = {
    { "designer.duplicate", br_designer_duplicate }, { "designer.remove", br_designer_remove },   { "designer.turn", br_designer_turn },
    { "designer.group", br_designer_group },         { "designer.ungroup", br_designer_ungroup },
  };
  static const struct
  {
    const char *name;
    void (*step) (BrDesignerModel *model);
  } steps[] = {
    { "designer.undo", br_designer_model_undo },
    { "designer.redo", br_designer_model_redo },
    { "designer.select-all", br_designer_model_select_all },
  };

  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    if (strcmp (edits[i].name, action) == 0)
      edits[i].edit (model_of (widget));
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (strcmp (steps[i].name, action) == 0)
      steps[i].step (model_of (widget));
}

static void
copy_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  keep (widget);
  if (strcmp (action, "designer.cut") == 0)
    br_designer_remove (model_of (widget));
}

static void
paste_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_designer_paste (model_of (widget), clipboard);
}

static void
select_next_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_designer_model_select_next (model_of (widget), g_variant_get_int32 (parameter));
}

static void
nudge_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  int x, y;

  g_variant_get (parameter, "(ii)", &x, &y);
  br_designer_move (model_of (widget), "nudge", x, y);
}

/* The number, from 1, of the word in `parameter`; 0 when it is none of them. */
static int
find_word (const char *const *words, GVariant *parameter)
{
  for (int i = 0; words[i] != NULL; i++)
    if (strcmp (words[i], g_variant_get_string (parameter, NULL)) == 0)
      return i + 1;
  return 0;
}

static void
add_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  static const char *const types[] = { "text", "code", "image", "line", "box", "ellipse", "group", "table", NULL };
  int type = find_word (types, parameter);

  if (type > 0 && br_designer_add (model_of (widget), type))
    br_label_designer_show_panel (BR_LABEL_DESIGNER (widget));
}

static void
align_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  static const char *const ways[] = { "left", "centre", "right", "top", "middle", "bottom", NULL };
  int way = find_word (ways, parameter);

  if (way > 0)
    br_designer_align (model_of (widget), way);
}

static void
distribute_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_designer_distribute (model_of (widget), g_str_equal (g_variant_get_string (parameter, NULL), "down"));
}

static void
order_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  static const char *const ways[] = { "front", "forward", "backward", "back", NULL };
  int way = find_word (ways, parameter);

  if (way > 0)
    br_designer_order (model_of (widget), way);
}

/* Into a group or a table; of a text, to where it is typed. */
static void
open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrDesignerModel *model = model_of (widget);
  const GArray *selection = br_designer_model_get_selection (model);

  if (selection->len != 1 || br_designer_model_enter (model, g_array_index (selection, guint, 0)))
    return;
  br_label_designer_show_panel (BR_LABEL_DESIGNER (widget));
  br_designer_panel_focus_value (br_label_designer_get_panel (BR_LABEL_DESIGNER (widget)));
}

static void
close_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_designer_leave (BR_LABEL_DESIGNER (widget));
}

/* One step out: from the selection, from a group, from the page. */
static void
escape_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrDesignerModel *model = model_of (widget);

  if (br_designer_model_get_selection (model)->len > 0)
    br_designer_model_select (model, NULL, 0);
  else if (!br_designer_model_leave (model))
    br_designer_leave (BR_LABEL_DESIGNER (widget));
  else
    return;
  gtk_widget_grab_focus (GTK_WIDGET (br_label_designer_get_canvas (BR_LABEL_DESIGNER (widget))));
}

static void
save_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_designer_save (BR_LABEL_DESIGNER (widget));
}

/* View */

static void
zoom_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrLabelDesigner *self = BR_LABEL_DESIGNER (widget);
  double now = br_designer_canvas_get_zoom (br_label_designer_get_canvas (self));

  if (strcmp (action, "designer.zoom-in") == 0)
    br_label_designer_zoom (self, ZOOM_STEP);
  else if (strcmp (action, "designer.zoom-out") == 0)
    br_label_designer_zoom (self, 1 / ZOOM_STEP);
  else if (strcmp (action, "designer.zoom-life") == 0)
    br_label_designer_zoom (self, LIFE_SIZE / now);
  else
    br_label_designer_zoom (self, 0);
}

static void
grid_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_designer_canvas_set_grid (br_label_designer_get_canvas (BR_LABEL_DESIGNER (widget)), atoi (g_variant_get_string (parameter, NULL)));
}

static void
density_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_label_designer_set_density (BR_LABEL_DESIGNER (widget), atoi (g_variant_get_string (parameter, NULL)));
}

/* Values */

static void
fields_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_dialog_present (ADW_DIALOG (br_designer_fields_new (model_of (widget))), widget);
}

static void
insert_field_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_designer_panel_insert_field (br_label_designer_get_panel (BR_LABEL_DESIGNER (widget)), g_variant_get_string (parameter, NULL));
}

static void
goods_chosen_cb (guint32 sku, gpointer data)
{
  br_label_designer_set_goods (data, sku);
}

static void
goods_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrAppContext *context = br_label_designer_get_context (BR_LABEL_DESIGNER (widget));

  adw_dialog_present (ADW_DIALOG (br_designer_goods_new (context, goods_chosen_cb, G_OBJECT (widget))), widget);
}

static void
samples_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_label_designer_set_fields (BR_LABEL_DESIGNER (widget), NULL, NULL);
}

static void
show_object_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrDesignerModel *model = model_of (widget);
  GPtrArray *objects;

  while (br_designer_model_leave (model))
    ;
  objects = br_designer_model_get_objects (model);
  for (guint i = 0; i < objects->len; i++)
    if (g_strcmp0 (((BrLabelObject *) objects->pdata[i])->name, g_variant_get_string (parameter, NULL)) == 0)
      br_designer_model_select (model, &i, 1);
}

/* Pictures */

static const BrDesignerMember *
find_image_member (void)
{
  guint n;
  const BrDesignerMember *members = br_designer_members (&n);

  for (guint i = 0; i < n; i++)
    if (members[i].type == BR_MEMBER_ROW_IMAGE)
      return &members[i];
  g_assert_not_reached ();
}

static void
picture_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrLabelDesigner) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (bytes == NULL)
    br_toast_error (GTK_WIDGET (self), error);
  else if (br_label_designer_get_model (self) != NULL) /* else the window went meanwhile */
    br_designer_member_set_bytes (br_label_designer_get_model (self), find_image_member (), bytes);
}

static void
picture_size_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrLabelDesigner) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (info == NULL)
    br_toast_error (GTK_WIDGET (self), error);
  else if (g_file_info_get_size (info) > MAX_PICTURE)
    br_toast_show (GTK_WIDGET (self), _("This picture is too large for a label: at most 1 MB"));
  else
    g_file_load_bytes_async (G_FILE (source), NULL, picture_read_cb, g_object_ref (self));
}

static void
picture_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrLabelDesigner) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL); /* none: the person thought better of it */

  if (file != NULL)
    g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, NULL, picture_size_cb, g_object_ref (self));
}

static void
choose_picture_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_add_mime_type (filter, "image/png");
  gtk_file_filter_add_mime_type (filter, "image/jpeg");
  gtk_file_dialog_set_default_filter (dialog, filter);
  gtk_file_dialog_set_title (dialog, _("Choose a Picture"));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, picture_chosen_cb, g_object_ref (widget));
}

/* What is allowed now */

static gboolean
is_enterable (const BrLabelObject *object)
{
  return object != NULL
         && (object->type == BR_LABEL_OBJECT_TEXT || object->type == BR_LABEL_OBJECT_CODE || object->type == BR_LABEL_OBJECT_GROUP
             || object->type == BR_LABEL_OBJECT_TABLE);
}

void
br_designer_actions_update (BrLabelDesigner *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  BrDesignerModel *model = br_label_designer_get_model (self);
  guint n = br_designer_model_get_selection (model)->len;
  static const char *const need_one[] = { "cut", "copy", "duplicate", "remove", "align", "order", "turn", "nudge" };

  for (guint i = 0; i < G_N_ELEMENTS (need_one); i++)
    {
      g_autofree char *name = g_strconcat ("designer.", need_one[i], NULL);

      br_action_set_enabled (widget, name, n > 0);
    }
  br_action_set_enabled (widget, "designer.distribute", n > 2);
  br_action_set_enabled (widget, "designer.group", n > 1);
  br_action_set_enabled (widget, "designer.ungroup", n == 1 && br_designer_model_get_single (model)->type == BR_LABEL_OBJECT_GROUP);
  br_action_set_enabled (widget, "designer.open", is_enterable (br_designer_model_get_single (model)));
  br_action_set_enabled (widget, "designer.choose-picture", n == 1 && br_designer_model_get_single (model)->type == BR_LABEL_OBJECT_IMAGE);
  br_action_set_enabled (widget, "designer.paste", clipboard != NULL && clipboard->len > 0);
  br_action_set_enabled (widget, "designer.undo", br_designer_model_can_undo (model));
  br_action_set_enabled (widget, "designer.redo", br_designer_model_can_redo (model));
  br_action_set_enabled (widget, "designer.save", br_label_designer_would_lose (self) && !br_label_designer_is_saving (self));
}

void
br_designer_actions_install (GtkWidgetClass *klass)
{
  static const struct
  {
    const char *name, *parameter;
    GtkWidgetActionActivateFunc func;
  } actions[] = {
    { "save", NULL, save_cb },
    { "close", NULL, close_cb },
    { "escape", NULL, escape_cb },
    { "undo", NULL, edit_cb },
    { "redo", NULL, edit_cb },
    { "cut", NULL, copy_cb },
    { "copy", NULL, copy_cb },
    { "paste", NULL, paste_cb },
    { "duplicate", NULL, edit_cb },
    { "remove", NULL, edit_cb },
    { "select-all", NULL, edit_cb },
    { "select-next", "i", select_next_cb },
    { "nudge", "(ii)", nudge_cb },
    { "open", NULL, open_cb },
    { "add", "s", add_cb },
    { "choose-picture", NULL, choose_picture_cb },
    { "align", "s", align_cb },
    { "distribute", "s", distribute_cb },
    { "order", "s", order_cb },
    { "turn", NULL, edit_cb },
    { "group", NULL, edit_cb },
    { "ungroup", NULL, edit_cb },
    { "zoom-in", NULL, zoom_cb },
    { "zoom-out", NULL, zoom_cb },
    { "zoom-fit", NULL, zoom_cb },
    { "zoom-life", NULL, zoom_cb },
    { "grid", "s", grid_cb },
    { "density", "s", density_cb },
    { "fields", NULL, fields_cb },
    { "insert-field", "s", insert_field_cb },
    { "goods", NULL, goods_cb },
    { "samples", NULL, samples_cb },
    { "show-object", "s", show_object_cb },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autofree char *name = g_strconcat ("designer.", actions[i].name, NULL);

      gtk_widget_class_install_action (klass, name, actions[i].parameter, actions[i].func);
    }
}
