/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nothing selected means the label itself. Rows of an object are made anew when an object of another type is selected. */
#include "config.h"

#include "br-designer-panel.h"

#include <glib/gi18n.h>
#include <math.h>

#include "br-designer-edit.h"
#include "br-designer-rows.h"
#include "br-template-words.h"

struct _BrDesignerPanel
{
  AdwBin parent_instance;

  BrDesignerModel *model;
  BrDesignerRows *rows; /* or NULL */
  gboolean showing;     /* the draft is being shown: changes are not the person's */

  AdwComboRow *object_row;
  GtkWidget *several_label;
  GtkBox *object_box;
  GtkWidget *label_box;
  AdwEntryRow *name_row;
  AdwComboRow *kind_row;
  AdwComboRow *policy_row;
  AdwSpinRow *width_row;
  AdwSpinRow *height_row;
  AdwComboRow *tracking_row;
  AdwSpinRow *gap_row;
  AdwSpinRow *across_row;
  AdwSpinRow *column_gap_row;
  AdwSpinRow *corner_row;
  AdwComboRow *turn_row;
};

G_DEFINE_FINAL_TYPE (BrDesignerPanel, br_designer_panel, ADW_TYPE_BIN)

/* What a person does */

static void
object_chosen_cb (BrDesignerPanel *self)
{
  guint index = adw_combo_row_get_selected (self->object_row);

  if (self->showing || index == GTK_INVALID_LIST_POSITION)
    return;
  index--;
  br_designer_model_select (self->model, &index, index == G_MAXUINT ? 0 : 1);
}

static gboolean
set_name (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  return g_set_str (&draft->name, data);
}

static void
name_cb (BrDesignerPanel *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));

  if (!self->showing)
    br_designer_model_edit (self->model, "name", set_name, name);
}

static gboolean
set_kind (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  draft->kind = GPOINTER_TO_INT (data);
  return TRUE;
}

static void
kind_cb (BrDesignerPanel *self)
{
  if (!self->showing)
    br_designer_model_edit (self->model, NULL, set_kind, GINT_TO_POINTER (BR_LABEL_SHELF + adw_combo_row_get_selected (self->kind_row)));
}

static gboolean
set_policy (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  draft->policy = GPOINTER_TO_INT (data);
  return TRUE;
}

static void
policy_cb (BrDesignerPanel *self)
{
  if (!self->showing)
    br_designer_model_edit (self->model, NULL, set_policy, GINT_TO_POINTER (BR_POLICY_ASK + adw_combo_row_get_selected (self->policy_row)));
}

static int
get_length (AdwSpinRow *row)
{
  return (int) lround (adw_spin_row_get_value (row) * BR_LABEL_MM);
}

static void
paper_cb (BrDesignerPanel *self)
{
  BrMedia media;

  if (self->showing)
    return;
  media = br_designer_model_get (self->model)->media;
  media.width = get_length (self->width_row);
  media.height = get_length (self->height_row);
  media.tracking = BR_MEDIA_GAP + adw_combo_row_get_selected (self->tracking_row);
  media.gap = get_length (self->gap_row);
  media.across = (guint) adw_spin_row_get_value (self->across_row);
  media.column_gap = get_length (self->column_gap_row);
  media.corner = get_length (self->corner_row);
  br_designer_set_paper (self->model, &media, adw_combo_row_get_selected (self->turn_row));
}

/* Showing */

static void
set_length (AdwSpinRow *row, int length)
{
  adw_spin_row_set_value (row, length / (double) BR_LABEL_MM);
}

static void
show_label (BrDesignerPanel *self)
{
  const BrLabelTemplate *template = br_designer_model_get (self->model);
  const BrMedia *media = &template->media;
  const char *name = template->name != NULL ? br_template_words_name (template->key, template->name) : "";
  g_autofree char *shown = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));

  if (g_strcmp0 (shown, name) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
  adw_combo_row_set_selected (self->kind_row, template->kind - BR_LABEL_SHELF);
  adw_combo_row_set_selected (self->policy_row, template->policy - BR_POLICY_ASK);
  set_length (self->width_row, media->width);
  set_length (self->height_row, media->height);
  adw_combo_row_set_selected (self->tracking_row, media->tracking - BR_MEDIA_GAP);
  set_length (self->gap_row, media->gap);
  adw_spin_row_set_value (self->across_row, media->across);
  set_length (self->column_gap_row, media->column_gap);
  set_length (self->corner_row, media->corner);
  adw_combo_row_set_selected (self->turn_row, template->turn);
}

static void
show_objects (BrDesignerPanel *self)
{
  GPtrArray *objects = br_designer_model_get_objects (self->model);
  const GArray *selection = br_designer_model_get_selection (self->model);
  g_autoptr (GtkStringList) titles = gtk_string_list_new ((const char *[]) { _("The label"), NULL });

  for (guint i = 0; i < objects->len; i++)
    gtk_string_list_take (titles, br_template_words_title (objects->pdata[i]));
  adw_combo_row_set_model (self->object_row, G_LIST_MODEL (titles));
  adw_combo_row_set_selected (self->object_row, selection->len == 1   ? g_array_index (selection, guint, 0) + 1
                                                : selection->len == 0 ? 0
                                                                      : GTK_INVALID_LIST_POSITION);
}

static void
show_rows (BrDesignerPanel *self)
{
  const BrLabelObject *object = br_designer_model_get_single (self->model);

  if (self->rows != NULL && (object == NULL || object->type != br_designer_rows_get_object_type (self->rows)))
    g_clear_pointer (&self->rows, br_designer_rows_free);
  if (object != NULL && self->rows == NULL)
    self->rows = br_designer_rows_new (self->model, self->object_box);
  else if (object != NULL)
    br_designer_rows_update (self->rows);
}

static void
update (BrDesignerPanel *self)
{
  guint n = br_designer_model_get_selection (self->model)->len;

  self->showing = TRUE;
  show_objects (self);
  show_label (self);
  gtk_widget_set_visible (self->label_box, n == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->object_box), n == 1);
  gtk_widget_set_visible (self->several_label, n > 1);
  self->showing = FALSE;
  show_rows (self);
}

/* Object */

static void
fill_choice (AdwComboRow *row, const char *const *words)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    gtk_string_list_append (list, _(words[i]));
  adw_combo_row_set_model (row, G_LIST_MODEL (list));
}

static void
br_designer_panel_dispose (GObject *object)
{
  BrDesignerPanel *self = BR_DESIGNER_PANEL (object);

  g_clear_pointer (&self->rows, br_designer_rows_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_DESIGNER_PANEL);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (br_designer_panel_parent_class)->dispose (object);
}

static void
br_designer_panel_class_init (BrDesignerPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_designer_panel_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-designer-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, BrDesignerPanel, object_row);
  gtk_widget_class_bind_template_child (widget_class, BrDesignerPanel, several_label);
  gtk_widget_class_bind_template_child (widget_class, BrDesignerPanel, object_box);
  gtk_widget_class_bind_template_child (widget_class, BrDesignerPanel, label_box);
  gtk_widget_class_bind_template_child (widget_class, BrDesignerPanel, name_row);
  gtk_widget_class_bind_template_child (widget_class, BrDesignerPanel, kind_row);
  gtk_widget_class_bind_template_child (widget_class, BrDesignerPanel, policy_row);
  gtk_widget_class_bind_template_child (widget_class, BrDesignerPanel, width_row);
  gtk_widget_class_bind_template_child (widget_class, BrDesignerPanel, height_row);
  gtk_widget_class_bind_template_child (widget_class, BrDesignerPanel, tracking_row);
  gtk_widget_class_bind_template_child (widget_class, BrDesignerPanel, gap_row);
  gtk_widget_class_bind_template_child (widget_class, BrDesignerPanel, across_row);
  gtk_widget_class_bind_template_child (widget_class, BrDesignerPanel, column_gap_row);
  gtk_widget_class_bind_template_child (widget_class, BrDesignerPanel, corner_row);
  gtk_widget_class_bind_template_child (widget_class, BrDesignerPanel, turn_row);
  gtk_widget_class_bind_template_callback (widget_class, object_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, policy_cb);
  gtk_widget_class_bind_template_callback (widget_class, paper_cb);
}

static void
br_designer_panel_init (BrDesignerPanel *self)
{
  self->showing = TRUE; /* until there is a draft */
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_choice (self->kind_row, br_template_kinds);
  fill_choice (self->policy_row, br_template_policies);
  fill_choice (self->tracking_row, br_template_trackings);
  fill_choice (self->turn_row, br_template_turns);
}

void
br_designer_panel_set_model (BrDesignerPanel *self, BrDesignerModel *model)
{
  g_return_if_fail (self->model == NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "selected", G_CALLBACK (update), self, G_CONNECT_SWAPPED); /* also after every change */
  update (self);
}

gboolean
br_designer_panel_focus_value (BrDesignerPanel *self)
{
  return self->rows != NULL && br_designer_rows_focus_value (self->rows);
}

void
br_designer_panel_insert_field (BrDesignerPanel *self, const char *name)
{
  g_autofree char *text = g_strdup_printf ("{%s}", name);

  if (self->rows != NULL)
    br_designer_rows_insert (self->rows, text);
}
