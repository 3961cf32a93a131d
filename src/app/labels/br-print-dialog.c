/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Template, printer and numbers are choices of the person; everything else shown follows from them: preview, paper, what cannot be
 * printed. A change starts the check again; the order may be placed before it is done, since every label is checked again on its way.
 */
#include "config.h"

#include "br-print-dialog.h"

#include "br-actions.h"
#include "br-file-report.h"
#include "br-print-check.h"
#include "br-print-file.h"
#include "br-print-form.h"
#include "br-print-list.h"
#include "br-print-memory.h"
#include "br-print-pdf.h"
#include "br-print-preview.h"
#include "br-print-problems.h"
#include "br-print-rows.h"
#include "br-print-start.h"
#include "br-print-words.h"
#include "br-printer-combo.h"
#include "br-template-words.h"
#include "br-undo-toast.h"
#include <glib/gi18n.h>

#define CHECK_MS 300 /* after the last change */

struct _BrPrintDialog
{
  AdwDialog parent_instance;

  BrAppContext *context;
  BrPrintSource source;
  GCancellable *cancellable;
  BrPrintRows *rows;
  GtkSingleSelection *selection; /* borrowed from the list */
  BrPrintCheck *check;
  GPtrArray *templates; /* of BrLabelTemplate, as in the row; NULL = not read yet */
  GPtrArray *left_out;  /* of BrLabelProblem: lines of a file of quantities; or NULL */
  guint check_id;
  gboolean filling;     /* the rows are being filled: nobody chose */
  gboolean placing;     /* the order is on its way */

  AdwBanner *banner;
  GtkButton *print_button;
  AdwComboRow *template_row;
  BrPrinterCombo *printer_row;
  AdwSpinRow *copies_row, *cell_row;
  AdwActionRow *file_row; /* where the numbers are from */
  BrPrintForm *form;
  AdwActionRow *paper_row, *check_row;
  GtkWidget *check_spinner;
  AdwPreferencesGroup *problems_group;
  GtkButton *skip_button;
  GtkListBox *problems_list;
  BrPrintPreview *preview;
  GtkLabel *position_label;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (BrPrintDialog, br_print_dialog, ADW_TYPE_DIALOG)

static BrLabelTemplate *
get_template (BrPrintDialog *self)
{
  guint chosen = adw_combo_row_get_selected (self->template_row);

  return self->templates != NULL && chosen < self->templates->len ? self->templates->pdata[chosen] : NULL;
}

/* What follows from the choices */

static void
show_preview (BrPrintDialog *self)
{
  BrPrintRow *row = gtk_single_selection_get_selected_item (self->selection);
  const BrLabelFields *fields = row != NULL ? br_print_row_get_fields (row) : NULL;
  g_autoptr (BrLabelFields) all = fields != NULL ? br_label_fields_copy (fields) : NULL;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows)), at = gtk_single_selection_get_selected (self->selection);
  g_autofree char *position = g_strdup_printf (_("%'u of %'u"), n > 0 ? at + 1 : 0, n);
  BrHead head = br_printer_combo_get_head (self->printer_row);

  if (all != NULL)
    br_print_form_fill (self->form, all);
  gtk_label_set_text (self->position_label, position);
  br_action_set_enabled (GTK_WIDGET (self), "print.previous", n > 0 && at > 0);
  br_action_set_enabled (GTK_WIDGET (self), "print.next", at + 1 < n);
  if (all != NULL || row == NULL)
    br_print_preview_show (self->preview, self->context, get_template (self), all, &head);
}

static guint
get_start_cell (BrPrintDialog *self)
{
  return (guint) adw_spin_row_get_value (self->cell_row) - 1;
}

static void
show_paper (BrPrintDialog *self)
{
  BrLabelTemplate *template = get_template (self);
  BrPrinterItem *item = br_printer_combo_get_printer (self->printer_row);
  const BrPrinter *printer = item != NULL ? br_printer_item_get_printer (item) : NULL;
  g_autofree char *text =
      template != NULL ? br_print_words_paper (template, br_print_rows_count_labels (self->rows), printer, get_start_cell (self)) : g_strdup ("");

  adw_action_row_set_subtitle (self->paper_row, text);
}

/* Only sheets of an office printer have cells. */
static void
show_cells (BrPrintDialog *self)
{
  BrPrinterItem *item = br_printer_combo_get_printer (self->printer_row);
  const BrPrinter *printer = item != NULL ? br_printer_item_get_printer (item) : NULL;
  guint n = printer != NULL && printer->language == BR_LANGUAGE_PDF ? printer->sheet.columns * printer->sheet.rows : 0;

  gtk_widget_set_visible (GTK_WIDGET (self->cell_row), n > 1);
  adw_spin_row_set_range (self->cell_row, 1, MAX (n, 1));
}

static void
update (BrPrintDialog *self)
{
  gint64 n = br_print_rows_count_labels (self->rows);
  gboolean complete = br_print_rows_is_complete (self->rows);
  g_autofree char *label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_Print %'d Label", "_Print %'d Labels", (gulong) n), (int) n);

  gtk_button_set_label (self->print_button, n > 0 ? label : _("_Print"));
  br_action_set_enabled (GTK_WIDGET (self), "print.print",
                         n > 0 && complete && !self->placing && get_template (self) != NULL && br_printer_combo_get_printer (self->printer_row) != NULL
                             && !br_print_plan_is_impossible (br_print_check_get_plan (self->check)));
  br_action_set_enabled (GTK_WIDGET (self), "print.pdf", n > 0 && complete && !self->placing && get_template (self) != NULL);
  adw_banner_set_title (self->banner, br_printer_service_get_trouble (br_app_context_get_printers (self->context)) != NULL
                                          ? _("The printers could not be read. Labels, Printers says why; a PDF can be saved all the same.")
                                          : _("There is no label printer yet. Set one up under Labels, Printers."));
  adw_banner_set_revealed (self->banner, br_printer_combo_get_printer (self->printer_row) == NULL);
  show_paper (self);
}

static void
show_check (BrPrintDialog *self)
{
  const BrLabelPlan *plan = br_print_check_get_plan (self->check);
  g_autofree char *text = br_print_words_check (self->rows, self->check);
  g_autofree char *skip = NULL;
  gint64 done, total;

  adw_action_row_set_subtitle (self->check_row, text);
  gtk_widget_set_visible (self->check_spinner, br_print_check_get_progress (self->check, &done, &total));
  br_print_problems_fill (self->problems_list, plan, self->rows);
  gtk_widget_set_visible (GTK_WIDGET (self->problems_group), plan != NULL && plan->problems->len > 0);
  if (plan != NULL) /* some only warn */
    adw_preferences_group_set_title (self->problems_group,
                                     plan->n_blocked > 0 || br_print_plan_is_impossible (plan) ? _("Cannot Be Printed") : _("Please Note"));
  gtk_widget_set_visible (GTK_WIDGET (self->skip_button), plan != NULL && plan->n_blocked > 0);
  if (plan != NULL && plan->n_blocked > 0)
    {
      skip = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Skip That %'d", "Skip Those %'d", (gulong) plan->n_blocked), (int) plan->n_blocked);
      gtk_button_set_label (self->skip_button, skip);
    }
  update (self);
}

/* The check */

static BrLabelOrder *
new_order (BrPrintDialog *self)
{
  BrLabelOrder *order = br_label_order_new ();
  BrPrinterItem *printer = br_printer_combo_get_printer (self->printer_row);

  order->source = self->source;
  order->template = br_label_template_ref (get_template (self));
  order->printer_key = printer != NULL ? g_strdup (br_printer_item_get_printer (printer)->key) : NULL;
  order->typed = br_print_form_list (self->form);
  order->start_cell = get_start_cell (self);
  order->person = g_strdup (br_session_service_get_person_name (br_app_context_get_session (self->context)));
  return order;
}

static gboolean
check_cb (gpointer user_data)
{
  BrPrintDialog *self = BR_PRINT_DIALOG (user_data);
  BrLabelOrder *order;

  self->check_id = 0;
  if (get_template (self) == NULL || br_printer_combo_get_printer (self->printer_row) == NULL || !br_print_rows_is_complete (self->rows) || self->placing)
    return G_SOURCE_REMOVE;
  order = new_order (self);
  g_ptr_array_unref (order->items);
  order->items = br_print_rows_list_items (self->rows);
  br_print_check_start (self->check, order);
  return G_SOURCE_REMOVE;
}

static void
queue_check (BrPrintDialog *self)
{
  br_print_check_stop (self->check);
  show_check (self);
  g_clear_handle_id (&self->check_id, g_source_remove);
  self->check_id = g_timeout_add (CHECK_MS, check_cb, self);
}

/* Choices */

static void
cancel_cb (BrPrintDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
changed (BrPrintDialog *self)
{
  show_cells (self);
  show_preview (self);
  queue_check (self);
}

static void
template_cb (BrPrintDialog *self)
{
  if (self->filling)
    return;
  self->filling = TRUE;
  if (get_template (self) != NULL)
    br_printer_combo_choose (self->printer_row, get_template (self));
  br_print_form_show (self->form, get_template (self));
  self->filling = FALSE;
  changed (self);
}

static void
choices_cb (BrPrintDialog *self)
{
  if (!self->filling)
    changed (self);
}

static void
copies_cb (BrPrintDialog *self)
{
  if (!self->filling && self->rows != NULL)
    br_print_rows_set_all (self->rows, (guint) adw_spin_row_get_value (self->copies_row));
}

/* What was used last; else the first that fits the paper in a printer. */
static guint
find_template (BrPrintDialog *self)
{
  g_autofree char *key = br_print_memory_template (br_app_context_get_settings (self->context), self->source);

  for (guint i = 0; i < self->templates->len; i++)
    if (g_strcmp0 (((BrLabelTemplate *) self->templates->pdata[i])->key, key) == 0)
      return i;
  for (guint i = 0; i < self->templates->len; i++)
    if (br_printer_combo_has_paper (self->printer_row, self->templates->pdata[i]))
      return i;
  return 0;
}

/* Waybills and member cards are not about goods, and designs for shelf tags are not printed. */
static gboolean
is_of_goods (const BrLabelTemplate *template)
{
  return template->kind != BR_LABEL_WAYBILL && template->kind != BR_LABEL_MEMBER && template->kind != BR_LABEL_TAG;
}

static void
templates_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrPrintDialog) self = BR_PRINT_DIALOG (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) templates = br_label_service_templates_finish (BR_LABEL_SERVICE (source), result, &error);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (templates == NULL)
    {
      br_toast_error (GTK_WIDGET (self), error);
      return;
    }
  self->filling = TRUE;
  self->templates = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_template_unref);
  for (guint i = 0; i < templates->len; i++)
    if (is_of_goods (templates->pdata[i]))
      {
        BrLabelTemplate *template = templates->pdata[i];

        g_ptr_array_add (self->templates, br_label_template_ref (template));
        gtk_string_list_append (names, br_template_words_name (template->key, template->name));
      }
  adw_combo_row_set_model (self->template_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->template_row, find_template (self));
  self->filling = FALSE;
  template_cb (self);
}

static void
rows_read_cb (BrPrintDialog *self)
{
  if (br_print_rows_is_complete (self->rows))
    queue_check (self);
  show_check (self);
  show_preview (self);
}

static void
rows_failed_cb (BrPrintDialog *self, const GError *error)
{
  br_toast_error (GTK_WIDGET (self), error);
}

/* Actions */

static void
ordered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrPrintDialog) self = BR_PRINT_DIALOG (user_data);
  g_autoptr (GError) error = NULL;
  gint64 job, taken;

  self->placing = FALSE;
  if (br_label_service_print_finish (BR_LABEL_SERVICE (source), result, &job, &taken, &error) || taken > 0)
    {
      br_print_close (ADW_DIALOG (self), taken, error);
      return;
    }
  br_toast_error (GTK_WIDGET (self), error);
  br_print_rows_reload (self->rows);
  update (self);
}

static void
print_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrPrintDialog *self = BR_PRINT_DIALOG (widget);
  BrLabelOrder *order;

  g_clear_handle_id (&self->check_id, g_source_remove);
  br_print_check_stop (self->check);
  order = new_order (self);
  g_ptr_array_unref (order->items);
  order->items = br_print_rows_take_items (self->rows);
  br_print_memory_keep (br_app_context_get_settings (self->context), self->source, order->template, order->printer_key);
  self->placing = TRUE;
  update (self);
  br_label_service_print_async (br_app_context_get_labels (self->context), order, ordered_cb, g_object_ref (self));
}

static void
pdf_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrPrintDialog *self = BR_PRINT_DIALOG (widget);
  BrLabelOrder *order = new_order (self);

  g_ptr_array_unref (order->items);
  order->items = br_print_rows_dup_items (self->rows);
  br_print_pdf_ask (widget, self->context, order);
}

static void
step_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrPrintDialog *self = BR_PRINT_DIALOG (widget);
  guint at = gtk_single_selection_get_selected (self->selection);

  gtk_list_view_scroll_to (self->list, g_str_equal (action, "print.next") ? at + 1 : at - 1, GTK_LIST_SCROLL_SELECT, NULL);
}

static void
skip_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrPrintDialog *self = BR_PRINT_DIALOG (widget);

  br_print_problems_skip (br_print_check_get_plan (self->check), self->rows);
  gtk_widget_set_visible (GTK_WIDGET (self->skip_button), FALSE);
}

static void
problem_cb (BrPrintDialog *self, GtkListBoxRow *row)
{
  gint64 at = br_print_problems_get_row (row);

  if (at >= 0 && at < g_list_model_get_n_items (G_LIST_MODEL (self->rows)))
    gtk_list_view_scroll_to (self->list, (guint) at, GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS, NULL);
}

static void
show_left_out (BrPrintDialog *self)
{
  const char *name = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->file_row)), *words = adw_action_row_get_subtitle (self->file_row);

  adw_dialog_present (ADW_DIALOG (br_file_report_new (name, words, self->left_out)), GTK_WIDGET (self));
}

static void
left_out_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_left_out (BR_PRINT_DIALOG (widget));
}

static void
file_read_cb (GtkWidget *widget, const BrLabelFile *file, gpointer user_data)
{
  br_print_dialog_set_quantities (BR_PRINT_DIALOG (widget), file);
}

static void
choose_file_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_print_file_ask (widget, BR_PRINT_DIALOG (widget)->context, file_read_cb, NULL);
}

static void
br_print_dialog_dispose (GObject *object)
{
  BrPrintDialog *self = BR_PRINT_DIALOG (object);

  g_clear_handle_id (&self->check_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->check != NULL)
    br_print_check_stop (self->check);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_PRINT_DIALOG);
  g_clear_object (&self->check);
  g_clear_object (&self->rows);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_print_dialog_parent_class)->dispose (object);
}

static void
br_print_dialog_finalize (GObject *object)
{
  BrPrintDialog *self = BR_PRINT_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->templates, g_ptr_array_unref);
  g_clear_pointer (&self->left_out, g_ptr_array_unref);
  G_OBJECT_CLASS (br_print_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, BrPrintDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, BrPrintDialog, print_button);
  gtk_widget_class_bind_template_child (widget_class, BrPrintDialog, template_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrintDialog, printer_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrintDialog, copies_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrintDialog, cell_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrintDialog, file_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrintDialog, form);
  gtk_widget_class_bind_template_child (widget_class, BrPrintDialog, paper_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrintDialog, check_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrintDialog, check_spinner);
  gtk_widget_class_bind_template_child (widget_class, BrPrintDialog, problems_group);
  gtk_widget_class_bind_template_child (widget_class, BrPrintDialog, skip_button);
  gtk_widget_class_bind_template_child (widget_class, BrPrintDialog, problems_list);
  gtk_widget_class_bind_template_child (widget_class, BrPrintDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, BrPrintDialog, position_label);
  gtk_widget_class_bind_template_child (widget_class, BrPrintDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, template_cb);
  gtk_widget_class_bind_template_callback (widget_class, choices_cb);
  gtk_widget_class_bind_template_callback (widget_class, copies_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_paper);
  gtk_widget_class_bind_template_callback (widget_class, problem_cb);
}

static void
br_print_dialog_class_init (BrPrintDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_print_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_print_dialog_finalize;
  g_type_ensure (BR_TYPE_PRINT_FORM);
  g_type_ensure (BR_TYPE_PRINT_PREVIEW);
  g_type_ensure (BR_TYPE_PRINTER_COMBO);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-print.ui");
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "print.print", NULL, print_cb);
  gtk_widget_class_install_action (widget_class, "print.pdf", NULL, pdf_cb);
  gtk_widget_class_install_action (widget_class, "print.previous", NULL, step_cb);
  gtk_widget_class_install_action (widget_class, "print.next", NULL, step_cb);
  gtk_widget_class_install_action (widget_class, "print.skip", NULL, skip_cb);
  gtk_widget_class_install_action (widget_class, "print.choose-file", NULL, choose_file_cb);
  gtk_widget_class_install_action (widget_class, "print.left-out", NULL, left_out_cb);
}

static void
br_print_dialog_init (BrPrintDialog *self)
{
  self->filling = TRUE;
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

BrPrintDialog *
br_print_dialog_new (BrAppContext *context, BrPrintSource source, BrIdList *ids)
{
  BrPrintDialog *self = g_object_new (BR_TYPE_PRINT_DIALOG, NULL);

  self->context = g_object_ref (context);
  self->source = source;
  self->check = br_print_check_new (context);
  self->rows = br_print_rows_new (context, ids);
  self->selection = br_print_list_attach (self->list, self->rows);
  g_signal_connect_object (self->check, "changed", G_CALLBACK (show_check), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rows, "read", G_CALLBACK (rows_read_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rows, "counted", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rows, "failed", G_CALLBACK (rows_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (show_preview), self, G_CONNECT_SWAPPED);
  br_printer_combo_set_context (self->printer_row, context);
  self->filling = FALSE;
  changed (self);
  br_label_service_templates_async (br_app_context_get_labels (context), self->cancellable, templates_cb, g_object_ref (self));
  return self;
}

void
br_print_dialog_present (GtkWidget *widget, BrAppContext *context, BrPrintSource source, BrIdList *ids)
{
  if (ids->n > 0)
    adw_dialog_present (ADW_DIALOG (br_print_dialog_new (context, source, ids)), widget);
}

void
br_print_dialog_set_quantities (BrPrintDialog *self, const BrLabelFile *file)
{
  g_autofree char *words = NULL;
  BrPrintMatch match;

  g_return_if_fail (BR_IS_PRINT_DIALOG (self));

  match = br_print_rows_set_quantities (self->rows, file);
  words = br_print_words_file (file, &match);
  g_clear_pointer (&self->left_out, g_ptr_array_unref);
  self->left_out = g_ptr_array_ref (file->problems);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->file_row), file->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->file_row), words);
  gtk_widget_set_visible (GTK_WIDGET (self->file_row), TRUE);
  br_action_set_enabled (GTK_WIDGET (self), "print.left-out", file->problems->len > 0);
  if (file->problems->len > 0)
    show_left_out (self);
}
