/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed is drawn at once; the button waits until there is a printer and nothing stops the label. */
#include "config.h"

#include "br-template-print.h"

#include <glib/gi18n.h>

#include "br-label-view.h"
#include "br-label-words.h"
#include "br-print-form.h"
#include "br-print-memory.h"
#include "br-print-start.h"
#include "br-printer-combo.h"
#include "br-template-words.h"
#include "br-undo-toast.h"

struct _BrTemplatePrint
{
  AdwDialog parent_instance;

  BrAppContext *context;
  BrLabelTemplate *template;
  GCancellable *cancellable; /* of the picture being made */
  gboolean stopped;          /* the label as typed cannot be printed */

  BrLabelView *view;
  GtkLabel *problem_label;
  BrPrintForm *form;
  BrPrinterCombo *printer_row;
  AdwSpinRow *copies_row;
};

G_DEFINE_FINAL_TYPE (BrTemplatePrint, br_template_print, ADW_TYPE_DIALOG)

static const BrLabelProblem *
find_stop (GPtrArray *problems)
{
  for (guint i = 0; i < problems->len; i++)
    if (!((BrLabelProblem *) problems->pdata[i])->warning)
      return problems->pdata[i];
  return NULL;
}

static void
show_problem (BrTemplatePrint *self, const BrLabelProblem *problem)
{
  g_autofree char *text = problem != NULL ? br_label_words_problem (problem) : NULL;

  self->stopped = problem != NULL;
  gtk_label_set_text (self->problem_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), text != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "print.print", !self->stopped && br_printer_combo_get_printer (self->printer_row) != NULL);
}

/* It would be held until the right roll is in: better told now. */
static void
show_paper (BrTemplatePrint *self)
{
  BrPrinterItem *printer = br_printer_combo_get_printer (self->printer_row);
  g_autoptr (BrLabelProblem) paper = NULL;
  g_autofree char *text = NULL;

  if (printer == NULL || br_printer_fits_paper (br_printer_item_get_printer (printer), &self->template->media))
    return;
  paper = br_label_problem_new ("media", NULL, TRUE, "another paper");
  text = br_label_words_problem (paper);
  gtk_label_set_text (self->problem_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), TRUE);
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrTemplatePrint) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelPreview) preview = br_label_service_preview_finish (BR_LABEL_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (preview == NULL)
    {
      br_toast_error (GTK_WIDGET (self), error);
      return;
    }
  br_label_view_set_bitmap (self->view, preview->bitmap);
  show_problem (self, find_stop (preview->problems));
  if (!self->stopped)
    show_paper (self);
}

static void
draw (BrTemplatePrint *self)
{
  g_autoptr (BrLabelFields) values = br_label_fields_new ();
  BrHead head;

  if (self->template == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  br_print_form_fill (self->form, values);
  head = br_printer_combo_get_head (self->printer_row);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "print.print", FALSE); /* until it is known whether it can be printed */
  br_label_service_preview_async (br_app_context_get_labels (self->context), self->template, values, &head, self->cancellable, drawn_cb, g_object_ref (self));
}

static void
ordered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrTemplatePrint) self = data;
  g_autoptr (GError) error = NULL;
  gint64 job, taken;

  if (br_label_service_print_finish (BR_LABEL_SERVICE (source), result, &job, &taken, &error) || taken > 0)
    {
      br_print_close (ADW_DIALOG (self), taken, error);
      return;
    }
  br_toast_error (GTK_WIDGET (self), error);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "print.print", TRUE);
}

static void
print_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrTemplatePrint *self = BR_TEMPLATE_PRINT (widget);
  BrLabelOrder *order = br_label_order_new ();
  BrPrintItem *item = g_new0 (BrPrintItem, 1);

  item->fields = br_label_fields_new ();
  item->copies = (guint) adw_spin_row_get_value (self->copies_row);
  order->source = BR_PRINT_SELECTION;
  order->template = br_label_template_ref (self->template);
  order->printer_key = g_strdup (br_printer_item_get_printer (br_printer_combo_get_printer (self->printer_row))->key);
  order->typed = br_print_form_list (self->form);
  order->person = g_strdup (br_session_service_get_person_name (br_app_context_get_session (self->context)));
  g_ptr_array_add (order->items, item);
  br_print_memory_keep_printer (br_app_context_get_settings (self->context), order->template, order->printer_key);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "print.print", FALSE);
  br_label_service_print_async (br_app_context_get_labels (self->context), order, ordered_cb, g_object_ref (self));
}

static void
cancel_cb (BrTemplatePrint *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
br_template_print_dispose (GObject *object)
{
  BrTemplatePrint *self = BR_TEMPLATE_PRINT (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_TEMPLATE_PRINT);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->context);
  g_clear_pointer (&self->template, br_label_template_unref);
  G_OBJECT_CLASS (br_template_print_parent_class)->dispose (object);
}

static void
br_template_print_class_init (BrTemplatePrintClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_template_print_dispose;
  g_type_ensure (BR_TYPE_LABEL_VIEW);
  g_type_ensure (BR_TYPE_PRINT_FORM);
  g_type_ensure (BR_TYPE_PRINTER_COMBO);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-template-print.ui");
  gtk_widget_class_bind_template_child (widget_class, BrTemplatePrint, view);
  gtk_widget_class_bind_template_child (widget_class, BrTemplatePrint, problem_label);
  gtk_widget_class_bind_template_child (widget_class, BrTemplatePrint, form);
  gtk_widget_class_bind_template_child (widget_class, BrTemplatePrint, printer_row);
  gtk_widget_class_bind_template_child (widget_class, BrTemplatePrint, copies_row);
  gtk_widget_class_bind_template_callback (widget_class, draw);
  gtk_widget_class_install_action (widget_class, "print.print", NULL, print_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
br_template_print_init (BrTemplatePrint *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

BrTemplatePrint *
br_template_print_new (BrAppContext *context, BrLabelTemplate *template)
{
  BrTemplatePrint *self = g_object_new (BR_TYPE_TEMPLATE_PRINT, NULL);

  self->context = g_object_ref (context);
  br_printer_combo_set_context (self->printer_row, context);
  br_printer_combo_choose (self->printer_row, template);
  self->template = br_label_template_ref (template);
  adw_dialog_set_title (ADW_DIALOG (self), br_template_words_name (template->key, template->name));
  br_print_form_show (self->form, template);
  draw (self);
  return self;
}
