/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goods do not give is asked for; a list is typed as rows (br_label_rows_parse). */
#include "config.h"

#include "br-print-form.h"

#include "br-template-words.h"
#include <glib/gi18n.h>

struct _BrPrintForm
{
  AdwPreferencesGroup parent_instance;

  GPtrArray *rows;   /* of AdwEntryRow, borrowed; each with its field's name as data "br-field", and "br-list" where that is a list */
  GHashTable *typed; /* name -> text */
};

enum
{
  SIGNAL_TYPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrPrintForm, br_print_form, ADW_TYPE_PREFERENCES_GROUP)

static void
changed_cb (BrPrintForm *self, AdwEntryRow *row)
{
  g_hash_table_insert (self->typed, g_strdup (g_object_get_data (G_OBJECT (row), "br-field")), g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
  g_signal_emit (self, signals[SIGNAL_TYPED], 0);
}

static void
add_row (BrPrintForm *self, const BrLabelField *field)
{
  GtkWidget *row = adw_entry_row_new ();
  const char *before = g_hash_table_lookup (self->typed, field->name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), br_template_words_field (field));
  g_object_set_data_full (G_OBJECT (row), "br-field", g_strdup (field->name), g_free);
  if (before != NULL)
    gtk_editable_set_text (GTK_EDITABLE (row), before);
  if (field->type == BR_LABEL_FIELD_DATE)
    gtk_widget_set_tooltip_text (row, _("A date such as 2026-11-23"));
  else if (field->type == BR_LABEL_FIELD_LIST)
    {
      g_object_set_data (G_OBJECT (row), "br-list", GINT_TO_POINTER (TRUE));
      gtk_widget_set_tooltip_text (row, _("Rows with | between them, such as: Tea; qty=2 | Cup; qty=1"));
    }
  g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

void
br_print_form_show (BrPrintForm *self, const BrLabelTemplate *template)
{
  g_return_if_fail (BR_IS_PRINT_FORM (self));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; template != NULL && i < template->fields->len; i++)
    {
      const BrLabelField *field = template->fields->pdata[i];

      if (!br_template_goods_give (field->name))
        add_row (self, field);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

GPtrArray *
br_print_form_list (BrPrintForm *self)
{
  GPtrArray *pairs = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (BR_IS_PRINT_FORM (self), pairs);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const char *text = gtk_editable_get_text (self->rows->pdata[i]);

      if (*text == '\0')
        continue;
      g_ptr_array_add (pairs, g_strdup (g_object_get_data (self->rows->pdata[i], "br-field")));
      g_ptr_array_add (pairs, g_strdup (text));
    }
  return pairs;
}

void
br_print_form_fill (BrPrintForm *self, BrLabelFields *values)
{
  g_return_if_fail (BR_IS_PRINT_FORM (self));

  for (guint i = 0; i < self->rows->len; i++)
    {
      const char *name = g_object_get_data (self->rows->pdata[i], "br-field"), *text = gtk_editable_get_text (self->rows->pdata[i]);

      if (*text == '\0')
        continue;
      if (g_object_get_data (self->rows->pdata[i], "br-list") != NULL)
        br_label_fields_set_list (values, name, br_label_rows_parse (text));
      else
        br_label_fields_set (values, name, text);
    }
}

static void
br_print_form_finalize (GObject *object)
{
  BrPrintForm *self = BR_PRINT_FORM (object);

  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->typed);
  G_OBJECT_CLASS (br_print_form_parent_class)->finalize (object);
}

static void
br_print_form_class_init (BrPrintFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = br_print_form_finalize;
  signals[SIGNAL_TYPED] = g_signal_new ("typed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
br_print_form_init (BrPrintForm *self)
{
  self->rows = g_ptr_array_new ();
  self->typed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("On Every Label"));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
