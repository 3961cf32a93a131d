/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mass edit dialog: form to BrMassEdit, preview after a pause, apply. */
#include "config.h"

#include "br-mass-dialog.h"

#include "br-mass-apply.h"
#include "br-mass-row.h"
#include "br-money.h"
#include "br-product-text.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define PREVIEW_PAUSE_MS 250
#define MAX_PREVIEWED 2000 /* cells listed; all are counted */

struct _BrMassDialog
{
  AdwDialog parent_instance;

  BrAppContext *context;
  BrIdList *skus;
  GCancellable *cancellable; /* of the running preview and the choices */
  guint pause_id;
  gint64 n_changes; /* of the preview that is shown */
  BrMassField fields[BR_MASS_NAME]; /* shown in field_row, in order */
  GPtrArray *choices;     /* of BrRecord, for references; or NULL */
  GListStore *rows;        /* of BrMassRow */

  AdwWindowTitle *title_widget;
  GtkWidget *apply_button;
  AdwComboRow *field_row;
  AdwComboRow *operation_row;
  GtkEditable *amount_row;
  AdwComboRow *choice_row;
  GtkEditable *find_row;
  GtkEditable *replacement_row;
  AdwComboRow *rounding_row;
  GtkEditable *note_row;
  GtkLabel *summary_label;
  GtkListView *preview_view;
};

G_DEFINE_FINAL_TYPE (BrMassDialog, br_mass_dialog, ADW_TYPE_DIALOG)

/* What a field's references are of; NONE where the value is not one. */
static BrKind
choice_kind (BrMassField field)
{
  static const BrKind kinds[] = {
    [BR_MASS_CATEGORY] = BR_KIND_CATEGORY, [BR_MASS_BRAND] = BR_KIND_BRAND,         [BR_MASS_SUPPLIER] = BR_KIND_SUPPLIER,
    [BR_MASS_UNIT] = BR_KIND_UNIT,         [BR_MASS_TAX_CLASS] = BR_KIND_TAX_CLASS, [BR_MASS_NAME] = BR_KIND_NONE,
  };

  return kinds[field];
}

static gboolean
is_money (BrMassField field)
{
  return field == BR_MASS_PRICE || field == BR_MASS_COST;
}

static BrMassField
get_field (BrMassDialog *self)
{
  return self->fields[adw_combo_row_get_selected (self->field_row)];
}

static BrMassOperation
get_operation (BrMassDialog *self)
{
  static const BrMassOperation operations[] = { BR_MASS_SET, BR_MASS_ADD, BR_MASS_MULTIPLY, BR_MASS_ROUND };

  if (get_field (self) == BR_MASS_NAME)
    return BR_MASS_REPLACE;
  return is_money (get_field (self)) ? operations[MIN (adw_combo_row_get_selected (self->operation_row), 3)] : BR_MASS_SET;
}

/* The form as a request; FALSE while something is missing. */

static gboolean
read_rounding (BrMassDialog *self, BrMassEdit *edit)
{
  gsize n;
  const BrPriceEnding *endings = br_price_endings (br_app_context_get_digits (self->context), &n);
  guint selected = adw_combo_row_get_selected (self->rounding_row); /* the first one is no rounding */

  if (selected > 0 && selected <= n)
    {
      edit->ending_minor = endings[selected - 1].ending_minor;
      edit->modulus_minor = endings[selected - 1].modulus_minor;
    }
  return edit->operation != BR_MASS_ROUND || edit->modulus_minor > 0;
}

static gboolean
read_money (BrMassDialog *self, BrMassEdit *edit)
{
  const char *text = gtk_editable_get_text (self->amount_row);
  gint64 amount = 0;

  if (!read_rounding (self, edit))
    return FALSE;
  if (edit->operation == BR_MASS_ROUND)
    return TRUE;
  if (edit->operation == BR_MASS_MULTIPLY)
    return br_money_parse (text, 2, &edit->rate_bp, NULL); /* per cent with two decimals is basis points */
  if (!br_money_parse (text, br_app_context_get_digits (self->context), &amount, NULL))
    return FALSE;
  if (edit->operation == BR_MASS_ADD)
    edit->amount_minor = amount;
  else
    br_value_set_int (&edit->value, amount);
  return TRUE;
}

static void
read_status (BrMassDialog *self, BrMassEdit *edit, BrLifeCycle status)
{
  g_autofree char *note = g_strstrip (g_strdup (gtk_editable_get_text (self->note_row)));

  br_value_set_int (&edit->value, status);
  if (*note != '\0')
    edit->note = g_steal_pointer (&note);
}

static gboolean
read_choice (BrMassDialog *self, BrMassEdit *edit)
{
  guint selected = adw_combo_row_get_selected (self->choice_row);

  if (selected == GTK_INVALID_LIST_POSITION)
    return FALSE;
  if (edit->field == BR_MASS_STATUS)
    read_status (self, edit, BR_STATUS_DRAFT + selected);
  else if (self->choices == NULL || selected >= self->choices->len)
    return FALSE;
  else
    br_value_set_id (&edit->value, &((BrRecord *) self->choices->pdata[selected])->id);
  return TRUE;
}

static gboolean
read_form (BrMassDialog *self, BrMassEdit *edit)
{
  edit->field = get_field (self);
  edit->operation = get_operation (self);
  if (is_money (edit->field) && !read_money (self, edit))
    return FALSE;
  if (edit->operation == BR_MASS_REPLACE)
    {
      edit->find = g_strdup (gtk_editable_get_text (self->find_row));
      edit->replacement = g_strdup (gtk_editable_get_text (self->replacement_row));
    }
  else if (!is_money (edit->field) && !read_choice (self, edit))
    return FALSE;
  return br_mass_edit_check (edit, NULL); /* what is missing shows as an empty preview */
}

/* Preview */

static gboolean
may_approve (BrMassDialog *self)
{
  const BrActor *actor = br_app_context_get_actor (self->context);

  return actor != NULL && br_role_has_right (actor->role, BR_RIGHT_APPROVE_BELOW_FLOOR);
}

static void
show_preview (BrMassDialog *self, const BrMassPreview *preview)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  self->n_changes = preview->n_changes - (may_approve (self) ? 0 : preview->n_below_floor);
  g_string_append_printf (text, ngettext ("%'d change", "%'d changes", self->n_changes), (int) self->n_changes);
  g_string_append_printf (text, ngettext (" · %'d unchanged", " · %'d unchanged", preview->n_unchanged), (int) preview->n_unchanged);
  if (preview->n_impossible > 0)
    g_string_append_printf (text, ngettext (" · %'d not possible", " · %'d not possible", preview->n_impossible), (int) preview->n_impossible);
  if (preview->n_below_floor > 0 && may_approve (self))
    g_string_append_printf (text, ngettext (" · %'d below the margin floor", " · %'d below the margin floor", preview->n_below_floor),
                            (int) preview->n_below_floor);
  else if (preview->n_below_floor > 0)
    g_string_append_printf (text,
                            ngettext (" · %'d below the margin floor stays as it is", " · %'d below the margin floor stay as they are", preview->n_below_floor),
                            (int) preview->n_below_floor);
  gtk_label_set_text (self->summary_label, text->str);
  for (guint i = 0; i < preview->changes->len; i++)
    g_ptr_array_add (rows, br_mass_row_new (preview->changes->pdata[i], self->choices, br_app_context_get_digits (self->context)));
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), rows->pdata, rows->len);
  gtk_widget_set_sensitive (self->apply_button, self->n_changes > 0);
}

static void
previewed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrMassDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrMassPreview) preview = br_catalogue_service_preview_finish (BR_CATALOGUE_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (preview != NULL)
    show_preview (self, preview);
  else
    {
      g_autofree char *sentence = br_words_error (error);

      gtk_label_set_text (self->summary_label, sentence);
    }
}

static void
start_preview (BrMassDialog *self)
{
  BrMassEdit edit = { 0 };

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (read_form (self, &edit))
    {
      gtk_label_set_text (self->summary_label, _("Working out what would change…"));
      br_catalogue_service_preview_async (br_app_context_get_catalogue (self->context), &edit, self->skus, MAX_PREVIEWED, self->cancellable, previewed_cb,
                                          g_object_ref (self));
    }
  br_mass_edit_clear (&edit);
}

static gboolean
pause_over_cb (gpointer data)
{
  BrMassDialog *self = data;

  self->pause_id = 0;
  start_preview (self);
  return G_SOURCE_REMOVE;
}

static void
input_changed_cb (BrMassDialog *self)
{
  if (self->context == NULL)
    return;
  gtk_widget_set_sensitive (self->apply_button, FALSE);
  gtk_label_set_text (self->summary_label, _("What would change is shown here before anything is kept."));
  g_list_store_remove_all (self->rows);
  g_clear_handle_id (&self->pause_id, g_source_remove);
  self->pause_id = g_timeout_add (PREVIEW_PAUSE_MS, pause_over_cb, self);
}

/* Form */

static void
update_rows (BrMassDialog *self)
{
  gboolean money = is_money (get_field (self));
  BrMassOperation operation = get_operation (self);

  gtk_widget_set_visible (GTK_WIDGET (self->operation_row), money);
  gtk_widget_set_visible (GTK_WIDGET (self->amount_row), money && operation != BR_MASS_ROUND);
  gtk_widget_set_visible (GTK_WIDGET (self->rounding_row), money && operation != BR_MASS_SET);
  gtk_widget_set_visible (GTK_WIDGET (self->choice_row), !money && operation == BR_MASS_SET);
  gtk_widget_set_visible (GTK_WIDGET (self->note_row), get_field (self) == BR_MASS_STATUS);
  gtk_widget_set_visible (GTK_WIDGET (self->find_row), operation == BR_MASS_REPLACE);
  gtk_widget_set_visible (GTK_WIDGET (self->replacement_row), operation == BR_MASS_REPLACE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->amount_row), operation == BR_MASS_MULTIPLY ? _("Per cent of the old value") : _("Amount"));
}

static void
set_choices (BrMassDialog *self, const char *const *words)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (words);

  adw_combo_row_set_model (self->choice_row, G_LIST_MODEL (list));
  adw_combo_row_set_selected (self->choice_row, GTK_INVALID_LIST_POSITION);
}

static void
choices_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrMassDialog) self = data;
  g_autoptr (GPtrArray) records = br_catalogue_service_choices_finish (BR_CATALOGUE_SERVICE (source), result, NULL); /* an empty list then */
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  if (records == NULL || self->context == NULL || records->len == 0 || ((BrRecord *) records->pdata[0])->kind != choice_kind (get_field (self)))
    return;
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (words, (gpointer) br_record_text (records->pdata[i], 1)); /* field 1 is the name in each of these kinds */
  g_ptr_array_add (words, NULL);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  self->choices = g_ptr_array_ref (records);
  set_choices (self, (const char *const *) words->pdata);
}

static void
field_changed_cb (BrMassDialog *self)
{
  const char *statuses[BR_STATUS_RETIRED + 1] = { NULL };

  if (self->context == NULL)
    return;
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  if (get_field (self) == BR_MASS_STATUS)
    {
      for (guint i = 0; i < BR_STATUS_RETIRED; i++)
        statuses[i] = br_text_status (BR_STATUS_DRAFT + i);
      set_choices (self, statuses);
    }
  else if (choice_kind (get_field (self)) != BR_KIND_NONE)
    {
      set_choices (self, statuses);
      br_catalogue_service_choices_async (br_app_context_get_catalogue (self->context), choice_kind (get_field (self)), NULL, choices_cb, g_object_ref (self));
    }
  update_rows (self);
  input_changed_cb (self);
}

static void
operation_changed_cb (BrMassDialog *self)
{
  if (self->context == NULL)
    return;
  update_rows (self);
  input_changed_cb (self);
}

static void
cancel_cb (BrMassDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

/* Apply */

static char *
make_label (BrMassDialog *self, const BrMassEdit *edit)
{
  BrKind kind;
  guint field;

  br_mass_edit_target (edit, &kind, &field);
  return g_strdup_printf (ngettext ("%s of %'u product", "%s of %'u products", (gulong) self->n_changes), br_words_field (kind, field),
                          (guint) self->n_changes);
}

static void
apply_cb (BrMassDialog *self)
{
  BrMassEdit edit = { 0 };

  if (read_form (self, &edit))
    {
      g_autofree char *label = make_label (self, &edit);

      br_mass_apply_start (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), self->context, label, &edit, self->skus);
      adw_dialog_close (ADW_DIALOG (self));
    }
  br_mass_edit_clear (&edit);
}

/* Object */

static void
br_mass_dialog_dispose (GObject *object)
{
  BrMassDialog *self = BR_MASS_DIALOG (object);

  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->context);
  g_clear_pointer (&self->skus, br_id_list_unref);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_MASS_DIALOG);
  g_clear_object (&self->rows);
  G_OBJECT_CLASS (br_mass_dialog_parent_class)->dispose (object);
}

static void
br_mass_dialog_class_init (BrMassDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_mass_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/products-mass.ui");
  gtk_widget_class_bind_template_child (widget_class, BrMassDialog, title_widget);
  gtk_widget_class_bind_template_child (widget_class, BrMassDialog, apply_button);
  gtk_widget_class_bind_template_child (widget_class, BrMassDialog, field_row);
  gtk_widget_class_bind_template_child (widget_class, BrMassDialog, operation_row);
  gtk_widget_class_bind_template_child (widget_class, BrMassDialog, amount_row);
  gtk_widget_class_bind_template_child (widget_class, BrMassDialog, choice_row);
  gtk_widget_class_bind_template_child (widget_class, BrMassDialog, find_row);
  gtk_widget_class_bind_template_child (widget_class, BrMassDialog, replacement_row);
  gtk_widget_class_bind_template_child (widget_class, BrMassDialog, rounding_row);
  gtk_widget_class_bind_template_child (widget_class, BrMassDialog, note_row);
  gtk_widget_class_bind_template_child (widget_class, BrMassDialog, summary_label);
  gtk_widget_class_bind_template_child (widget_class, BrMassDialog, preview_view);
  gtk_widget_class_bind_template_callback (widget_class, field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, operation_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, input_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
}

static void
br_mass_dialog_init (BrMassDialog *self)
{
  self->rows = g_list_store_new (BR_TYPE_MASS_ROW);
  gtk_widget_init_template (GTK_WIDGET (self));
  br_mass_row_set_up_view (self->preview_view, G_LIST_MODEL (self->rows));
}

static void
fill_fields (BrMassDialog *self, gboolean sees_cost)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n = 0;

  for (BrMassField field = BR_MASS_PRICE; field <= BR_MASS_NAME; field++)
    {
      BrMassEdit edit = { .field = field };
      BrKind kind;
      guint index;

      if (field == BR_MASS_COST && !sees_cost)
        continue;
      br_mass_edit_target (&edit, &kind, &index);
      gtk_string_list_append (names, br_words_field (kind, index));
      self->fields[n++] = field;
    }
  adw_combo_row_set_model (self->field_row, G_LIST_MODEL (names));
}

static void
fill_combos (BrMassDialog *self, BrAppContext *context)
{
  const char *operations[] = { _("Set to"), _("Add"), _("Multiply"), _("Round"), NULL };
  g_autoptr (GtkStringList) operation_list = gtk_string_list_new (operations);
  g_autoptr (GtkStringList) ending_list = gtk_string_list_new (NULL);
  guint digits = br_app_context_get_digits (context);
  gsize n;
  const BrPriceEnding *endings = br_price_endings (digits, &n);

  gtk_string_list_append (ending_list, _("No rounding"));
  for (gsize i = 0; i < n; i++)
    gtk_string_list_take (ending_list, br_text_price_ending (&endings[i], digits));
  adw_combo_row_set_model (self->operation_row, G_LIST_MODEL (operation_list));
  adw_combo_row_set_model (self->rounding_row, G_LIST_MODEL (ending_list));
}

BrMassDialog *
br_mass_dialog_new (BrAppContext *context, BrIdList *skus)
{
  BrMassDialog *self = g_object_new (BR_TYPE_MASS_DIALOG, NULL);
  const BrActor *actor = br_app_context_get_actor (context);
  g_autofree char *subtitle = g_strdup_printf (ngettext ("%'u selected", "%'u selected", skus->n), (guint) skus->n);

  self->skus = br_id_list_ref (skus);
  fill_fields (self, actor != NULL && br_role_has_right (actor->role, BR_RIGHT_SEE_COST));
  fill_combos (self, context);
  adw_window_title_set_subtitle (self->title_widget, subtitle);
  self->context = g_object_ref (context);
  field_changed_cb (self);
  return self;
}

void
br_mass_dialog_choose (BrMassDialog *self, BrMassField field, int status)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->fields); i++)
    if (self->fields[i] == field)
      adw_combo_row_set_selected (self->field_row, i);
  adw_dialog_set_focus (ADW_DIALOG (self), is_money (field) ? GTK_WIDGET (self->amount_row) : GTK_WIDGET (self->choice_row));
  if (status < BR_STATUS_DRAFT)
    return;
  adw_combo_row_set_selected (self->choice_row, status - BR_STATUS_DRAFT);
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->note_row));
}
