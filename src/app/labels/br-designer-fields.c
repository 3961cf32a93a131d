/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row a field, opened to edit it. Rows are made anew when fields come or go, and only then: one types in them. */
#include "config.h"

#include "br-designer-fields.h"

#include <glib/gi18n.h>

#include "br-template-words.h"

struct _BrDesignerFields
{
  AdwDialog parent_instance;

  BrDesignerModel *model;
  GPtrArray *rows; /* of GtkWidget, borrowed: one a field */

  AdwPreferencesGroup *group;
};

G_DEFINE_FINAL_TYPE (BrDesignerFields, br_designer_fields, ADW_TYPE_DIALOG)

/* What an edit below does to the field at `index`; each uses what it needs. */
typedef struct
{
  guint index;
  const char *text;
  int number;
} Change;

static BrLabelField *
get_field (BrLabelTemplate *draft, const Change *change)
{
  return change->index < draft->fields->len ? draft->fields->pdata[change->index] : NULL;
}

/* The field a row stands for. */
static guint
index_of (GtkWidget *widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "br-field"));
}

static void
run (BrDesignerFields *self, GtkWidget *widget, const char *series, BrDesignerEdit edit, Change change)
{
  g_autofree char *one = NULL;

  change.index = index_of (widget);
  one = g_strdup_printf ("field %u %s", change.index, series);
  br_designer_model_edit (self->model, one, edit, &change);
}

static const char *
or_null (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

static gboolean
set_name (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  BrLabelField *field = get_field (draft, data);

  return field != NULL && g_set_str (&field->name, ((Change *) data)->text);
}

static gboolean
set_title (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  BrLabelField *field = get_field (draft, data);

  return field != NULL && g_set_str (&field->title, or_null (((Change *) data)->text));
}

static gboolean
set_sample (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  BrLabelField *field = get_field (draft, data);

  return field != NULL && g_set_str (&field->sample, or_null (((Change *) data)->text));
}

static gboolean
set_type (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  BrLabelField *field = get_field (draft, data);

  if (field == NULL || (int) field->type == ((Change *) data)->number)
    return FALSE;
  field->type = ((Change *) data)->number;
  return TRUE;
}

static gboolean
set_required (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  BrLabelField *field = get_field (draft, data);

  if (field == NULL || field->required == ((Change *) data)->number)
    return FALSE;
  field->required = ((Change *) data)->number;
  return TRUE;
}

static gboolean
add_field (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  g_autofree char *name = g_strdup ("field");

  for (guint n = 2; br_label_template_find_field (draft, name) != NULL; n++)
    {
      g_free (name);
      name = g_strdup_printf ("field%u", n);
    }
  if (draft->fields->len >= BR_LABEL_FIELDS_MAX)
    return FALSE;
  g_ptr_array_add (draft->fields, br_label_field_new (name, BR_LABEL_FIELD_TEXT));
  return TRUE;
}

static gboolean
remove_field (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  if (get_field (draft, data) == NULL)
    return FALSE;
  g_ptr_array_remove_index (draft->fields, ((Change *) data)->index);
  return TRUE;
}

/* Rows */

static void show_fields (BrDesignerFields *self);

static void
update_title (GtkWidget *widget, const BrLabelField *field)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), br_template_words_field (field));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (widget), field->name);
}

static void
retitle (BrDesignerFields *self, GtkWidget *widget)
{
  guint index = index_of (widget);

  if (index < self->rows->len)
    update_title (self->rows->pdata[index], br_designer_model_get (self->model)->fields->pdata[index]);
}

static void
name_cb (GtkEditable *entry, BrDesignerFields *self)
{
  run (self, GTK_WIDGET (entry), "name", set_name, (Change) { .text = gtk_editable_get_text (entry) });
  retitle (self, GTK_WIDGET (entry));
}

static void
title_cb (GtkEditable *entry, BrDesignerFields *self)
{
  run (self, GTK_WIDGET (entry), "title", set_title, (Change) { .text = gtk_editable_get_text (entry) });
  retitle (self, GTK_WIDGET (entry));
}

static void
sample_cb (GtkEditable *entry, BrDesignerFields *self)
{
  run (self, GTK_WIDGET (entry), "sample", set_sample, (Change) { .text = gtk_editable_get_text (entry) });
}

static void
type_cb (AdwComboRow *row, GParamSpec *pspec, BrDesignerFields *self)
{
  run (self, GTK_WIDGET (row), "type", set_type, (Change) { .number = BR_LABEL_FIELD_TEXT + (int) adw_combo_row_get_selected (row) });
}

static void
required_cb (AdwSwitchRow *row, GParamSpec *pspec, BrDesignerFields *self)
{
  run (self, GTK_WIDGET (row), "required", set_required, (Change) { .number = adw_switch_row_get_active (row) });
}

static void
remove_cb (GtkButton *button, BrDesignerFields *self)
{
  run (self, GTK_WIDGET (button), "remove", remove_field, (Change) { 0 });
  br_designer_model_end_series (self->model);
  show_fields (self);
}

static GtkWidget *
make_entry (BrDesignerFields *self, guint index, const char *title, const char *text, GCallback callback)
{
  GtkWidget *row = adw_entry_row_new ();

  g_object_set_data (G_OBJECT (row), "br-field", GUINT_TO_POINTER (index));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
  g_signal_connect_object (row, "changed", callback, self, 0);
  return row;
}

static GtkWidget *
make_type (BrDesignerFields *self, guint index, const BrLabelField *field)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

  for (guint i = 0; br_template_field_types[i] != NULL; i++)
    gtk_string_list_append (words, _(br_template_field_types[i]));
  g_object_set_data (G_OBJECT (row), "br-field", GUINT_TO_POINTER (index));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Type"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (words));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), field->type - BR_LABEL_FIELD_TEXT);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (type_cb), self, 0);
  return row;
}

static GtkWidget *
make_required (BrDesignerFields *self, guint index, const BrLabelField *field)
{
  GtkWidget *row = adw_switch_row_new ();

  g_object_set_data (G_OBJECT (row), "br-field", GUINT_TO_POINTER (index));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Required"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("A label without it is not printed"));
  adw_switch_row_set_active (ADW_SWITCH_ROW (row), field->required);
  g_signal_connect_object (row, "notify::active", G_CALLBACK (required_cb), self, 0);
  return row;
}

static GtkWidget *
make_remove (BrDesignerFields *self, guint index)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  g_object_set_data (G_OBJECT (button), "br-field", GUINT_TO_POINTER (index));
  gtk_widget_set_tooltip_text (button, _("Remove this field"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, 0);
  return button;
}

static GtkWidget *
make_row (BrDesignerFields *self, guint index, const BrLabelField *field)
{
  GtkWidget *row = adw_expander_row_new ();
  g_auto (GStrv) lines = g_strsplit (field->sample != NULL ? field->sample : "", "\n", -1);
  g_autofree char *sample = g_strjoinv (" | ", lines); /* the rows of a list, on the one line of an entry */

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  update_title (row, field);
  adw_expander_row_add_suffix (ADW_EXPANDER_ROW (row), make_remove (self, index));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_entry (self, index, _("Name in expressions: a-z, 0-9, _"), field->name, G_CALLBACK (name_cb)));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_type (self, index, field));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_entry (self, index, _("Asked for as"), field->title, G_CALLBACK (title_cb)));
  adw_expander_row_add_row (
      ADW_EXPANDER_ROW (row),
      make_entry (self, index, field->type == BR_LABEL_FIELD_LIST ? _("Sample: name; qty=2 | name; qty=1") : _("Sample"), sample, G_CALLBACK (sample_cb)));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_required (self, index, field));
  return row;
}

static void
show_fields (BrDesignerFields *self)
{
  GPtrArray *fields = br_designer_model_get (self->model)->fields;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < fields->len; i++)
    {
      GtkWidget *row = make_row (self, i, fields->pdata[i]);

      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
    }
}

static void
add_cb (BrDesignerFields *self)
{
  if (!br_designer_model_edit (self->model, NULL, add_field, NULL))
    return;
  show_fields (self);
  adw_expander_row_set_expanded (self->rows->pdata[self->rows->len - 1], TRUE);
  gtk_widget_child_focus (self->rows->pdata[self->rows->len - 1], GTK_DIR_TAB_FORWARD);
}

static void
br_designer_fields_dispose (GObject *object)
{
  BrDesignerFields *self = BR_DESIGNER_FIELDS (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_DESIGNER_FIELDS);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (br_designer_fields_parent_class)->dispose (object);
}

static void
br_designer_fields_class_init (BrDesignerFieldsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_designer_fields_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-designer-fields.ui");
  gtk_widget_class_bind_template_child (widget_class, BrDesignerFields, group);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
br_designer_fields_init (BrDesignerFields *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

BrDesignerFields *
br_designer_fields_new (BrDesignerModel *model)
{
  BrDesignerFields *self = g_object_new (BR_TYPE_DESIGNER_FIELDS, NULL);

  self->model = g_object_ref (model);
  show_fields (self);
  return self;
}
