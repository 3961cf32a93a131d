/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog. What cannot be typed (references, dates, lists) goes out as it was. */
#include "config.h"

#include "br-refusal-fix.h"

#include "br-money.h"
#include "br-refusal-words.h"
#include "br-words.h"
#include <glib/gi18n.h>

/* An entry and the cell it stands for. */
typedef struct
{
  const BrRefusal *refusal; /* borrowed */
  const BrCell *cell;       /* borrowed */
  GtkEditable *entry;       /* borrowed */
} Field;

struct _BrRefusalFix
{
  AdwDialog parent_instance;

  BrAppContext *context;
  GPtrArray *refusals;
  GArray *fields; /* of Field */
  BrRefusalFixed func;
  GObject *owner;

  GtkWidget *send_button;
  AdwPreferencesPage *page;
};

G_DEFINE_FINAL_TYPE (BrRefusalFix, br_refusal_fix, ADW_TYPE_DIALOG)

/* Decimals of a number that is typed. */
static guint
field_digits (BrRefusalFix *self, BrFieldType type)
{
  if (type == BR_FIELD_MONEY)
    return br_app_context_get_digits (self->context);
  return type == BR_FIELD_QUANTITY ? 3 : type == BR_FIELD_RATE ? 2 : 0;
}

static const BrField *
field_info (const Field *field)
{
  return &br_schema_get (field->refusal->kind)->fields[field->cell->field];
}

static gboolean
is_text (const BrField *info)
{
  return info->type == BR_FIELD_TEXT || info->type == BR_FIELD_MULTILINE;
}

/* What is typed, as a value; an empty entry is no value. */
static gboolean
read_value (BrRefusalFix *self, const Field *field, BrValue *value)
{
  const BrField *info = field_info (field);
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (field->entry)));
  gint64 number;

  if (*text == '\0')
    return !info->required;
  if (is_text (info))
    br_value_set_text (value, text);
  else if (br_money_parse (text, field_digits (self, info->type), &number, NULL))
    br_value_set_int (value, number);
  else
    return FALSE;
  return br_schema_check_cell (br_schema_get (field->refusal->kind), field->cell->field, value, NULL);
}

static char *
write_value (BrRefusalFix *self, const Field *field)
{
  const BrValue *value = &field->cell->after;

  if (value->type == BR_VALUE_TEXT)
    return g_strdup (value->text);
  return value->type == BR_VALUE_INT ? br_money_format (value->integer, field_digits (self, field_info (field)->type)) : g_strdup ("");
}

static void
check_cb (BrRefusalFix *self)
{
  gboolean valid = TRUE;

  for (guint i = 0; i < self->fields->len; i++)
    {
      const Field *field = &g_array_index (self->fields, Field, i);
      BrValue value = BR_VALUE_INIT;
      gboolean good = read_value (self, field, &value);

      br_value_clear (&value);
      if (good)
        gtk_widget_remove_css_class (GTK_WIDGET (field->entry), "error");
      else
        gtk_widget_add_css_class (GTK_WIDGET (field->entry), "error");
      valid = valid && good;
    }
  gtk_widget_set_sensitive (self->send_button, valid);
}

static void
add_cell (BrRefusalFix *self, BrPatch *patch, const BrRefusal *refusal, const BrCell *cell)
{
  BrValue value = BR_VALUE_INIT;

  br_value_copy (&value, &cell->after);
  for (guint i = 0; i < self->fields->len; i++)
    {
      const Field *field = &g_array_index (self->fields, Field, i);

      if (field->refusal != refusal || field->cell != cell)
        continue;
      br_value_clear (&value);
      read_value (self, field, &value);
    }
  br_patch_add_cell (patch, cell->field, &cell->before, &value);
  br_value_clear (&value);
}

static BrEdit *
make_edit (BrRefusalFix *self)
{
  const BrRefusal *first = g_ptr_array_index (self->refusals, 0);
  BrEdit *edit = br_edit_new (&first->change_id, first->label, BR_EDIT_ATOMIC);

  for (guint i = 0; i < self->refusals->len; i++)
    {
      const BrRefusal *refusal = g_ptr_array_index (self->refusals, i);
      BrPatch *patch = br_edit_add_patch (edit, refusal->kind, &refusal->uid, refusal->patch->base_rev, refusal->patch->create);

      for (guint k = 0; k < refusal->patch->n_cells; k++)
        add_cell (self, patch, refusal, &refusal->patch->cells[k]);
    }
  return edit;
}

static void
send_cb (BrRefusalFix *self)
{
  g_autoptr (BrEdit) edit = make_edit (self);

  self->func (edit, self->owner);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
cancel_cb (BrRefusalFix *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static char *
field_title (BrRefusalFix *self, const BrRefusal *refusal, guint field)
{
  const char *name = br_words_field (refusal->kind, field);
  g_autofree char *theirs = NULL;

  if (refusal->theirs == NULL)
    return g_strdup (name);
  theirs = br_refusal_value (refusal, field, &refusal->theirs->cells[field], br_app_context_get_digits (self->context));
  /* Translators: the name of a field, and what HQ has in it */
  return g_strdup_printf (_("%s (HQ: %s)"), name, theirs);
}

static void
add_entry (BrRefusalFix *self, AdwPreferencesGroup *group, const BrRefusal *refusal, const BrCell *cell)
{
  GtkWidget *row = adw_entry_row_new ();
  Field field = { refusal, cell, GTK_EDITABLE (row) };
  g_autofree char *title = field_title (self, refusal, cell->field);
  g_autofree char *text = write_value (self, &field);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  g_array_append_val (self->fields, field);
  g_signal_connect_object (row, "changed", G_CALLBACK (check_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, row);
}

static void
add_group (BrRefusalFix *self, const BrRefusal *refusal)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autofree char *title = br_words_record (refusal->kind, refusal->name, refusal->product_name);
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  guint before = self->fields->len;

  adw_preferences_group_set_title (group, escaped);
  for (guint i = 0; i < refusal->patch->n_cells; i++)
    if (br_refusal_is_editable (refusal->kind, refusal->patch->cells[i].field)
        && br_app_context_sees_field (self->context, refusal->kind, refusal->patch->cells[i].field))
      add_entry (self, group, refusal, &refusal->patch->cells[i]);
  if (self->fields->len > before)
    adw_preferences_page_add (self->page, group);
  else
    g_object_unref (g_object_ref_sink (group));
}

static void
br_refusal_fix_dispose (GObject *object)
{
  BrRefusalFix *self = BR_REFUSAL_FIX (object);

  g_array_set_size (self->fields, 0);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_REFUSAL_FIX);
  g_clear_object (&self->context);
  g_clear_object (&self->owner);
  G_OBJECT_CLASS (br_refusal_fix_parent_class)->dispose (object);
}

static void
br_refusal_fix_finalize (GObject *object)
{
  BrRefusalFix *self = BR_REFUSAL_FIX (object);

  g_array_unref (self->fields);
  g_clear_pointer (&self->refusals, g_ptr_array_unref);
  G_OBJECT_CLASS (br_refusal_fix_parent_class)->finalize (object);
}

static void
br_refusal_fix_class_init (BrRefusalFixClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_refusal_fix_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_refusal_fix_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/activity-refusal-fix.ui");
  gtk_widget_class_bind_template_child (widget_class, BrRefusalFix, send_button);
  gtk_widget_class_bind_template_child (widget_class, BrRefusalFix, page);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
br_refusal_fix_init (BrRefusalFix *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->fields = g_array_new (FALSE, FALSE, sizeof (Field));
}

BrRefusalFix *
br_refusal_fix_new (BrAppContext *context, GPtrArray *refusals, BrRefusalFixed func, GObject *owner)
{
  BrRefusalFix *self = g_object_new (BR_TYPE_REFUSAL_FIX, NULL);

  self->context = g_object_ref (context);
  self->refusals = g_ptr_array_ref (refusals);
  self->func = func;
  self->owner = g_object_ref (owner);
  for (guint i = 0; i < refusals->len; i++)
    add_group (self, g_ptr_array_index (refusals, i));
  check_cb (self);
  return self;
}
