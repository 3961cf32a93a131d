/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed is drawn at once; the button waits until there is a printer and nothing stops the label. */
#include "config.h"

#include "br-template-print.h"

#include <glib/gi18n.h>

#include "br-label-view.h"
#include "br-label-words.h"
#include "br-print-form.h"
#include "br-print-start.h"
#include "br-template-words.h"
#include "br-undo-toast.h"

struct _BrTemplatePrint
{
  AdwDialog parent_instance;

  BrAppContext *context;
  BrLabelTemplate *template;
  GPtrArray *printers;       /* of BrPrinterItem, as in the row */
  GCancellable *cancellable; /* of the picture being made */
  gboolean stopped;          /* the label as typed cannot be printed */

  BrLabelView *view;
  GtkLabel *problem_label;
  BrPrintForm *form;
  AdwComboRow *printer_row;
  AdwSpinRow *copies_row;
};

G_DEFINE_FINAL_TYPE (BrTemplatePrint, br_template_print, ADW_TYPE_DIALOG)

static BrPrinterItem *
get_printer (BrTemplatePrint *self)
{
  guint index = adw_combo_row_get_selected (self->printer_row);

  return index < self->printers->len ? self->printers->pdata[index] : NULL;
}

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
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "print.print", !self->stopped && get_printer (self) != NULL);
}

/* It would be held until the right roll is in: better told now. */
static void
show_paper (BrTemplatePrint *self)
{
  BrPrinterItem *printer = get_printer (self);
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

/* What was typed, as the label will have it. */
static BrLabelFields *
make_values (BrTemplatePrint *self)
{
  g_autoptr (GPtrArray) typed = br_print_form_list (self->form);
  BrLabelFields *values = br_label_fields_new ();

  for (guint i = 0; i + 1 < typed->len; i += 2)
    {
      const BrLabelField *field = br_label_template_find_field (self->template, typed->pdata[i]);

      if (field != NULL && field->type == BR_LABEL_FIELD_LIST)
        br_label_fields_set_list (values, typed->pdata[i], br_label_rows_parse (typed->pdata[i + 1]));
      else
        br_label_fields_set (values, typed->pdata[i], typed->pdata[i + 1]);
    }
  return values;
}

static void
draw (BrTemplatePrint *self)
{
  static const BrHead usual = { .dots_num = 8, .dots_den = 1 };
  g_autoptr (BrLabelFields) values = NULL;
  BrPrinterItem *printer;

  if (self->template == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  values = make_values (self);
  printer = get_printer (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "print.print", FALSE); /* until it is known whether it can be printed */
  br_label_service_preview_async (br_app_context_get_labels (self->context), self->template, values,
                                  printer != NULL ? &br_printer_item_get_printer (printer)->head : &usual, self->cancellable, drawn_cb, g_object_ref (self));
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
  order->printer_key = g_strdup (br_printer_item_get_printer (get_printer (self))->key);
  order->typed = br_print_form_list (self->form);
  order->person = g_strdup (br_session_service_get_person_name (br_app_context_get_session (self->context)));
  g_ptr_array_add (order->items, item);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "print.print", FALSE);
  br_label_service_print_async (br_app_context_get_labels (self->context), order, ordered_cb, g_object_ref (self));
}

static void
cancel_cb (BrTemplatePrint *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
fill_printers (BrTemplatePrint *self)
{
  GListModel *all = br_printer_service_get_printers (br_app_context_get_printers (self->context));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (BrPrinterItem) item = g_list_model_get_item (all, i);

      if (!br_printer_item_is_known (item))
        continue;
      gtk_string_list_append (names, br_printer_item_get_printer (item)->name);
      g_ptr_array_add (self->printers, g_steal_pointer (&item));
    }
  adw_combo_row_set_model (self->printer_row, G_LIST_MODEL (names));
  if (self->printers->len == 0)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->printer_row), _("No printer is set up yet"));
}

static void
br_template_print_dispose (GObject *object)
{
  BrTemplatePrint *self = BR_TEMPLATE_PRINT (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_TEMPLATE_PRINT);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->context);
  g_clear_pointer (&self->printers, g_ptr_array_unref);
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
  self->printers = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

BrTemplatePrint *
br_template_print_new (BrAppContext *context, BrLabelTemplate *template)
{
  BrTemplatePrint *self = g_object_new (BR_TYPE_TEMPLATE_PRINT, NULL);

  self->context = g_object_ref (context);
  fill_printers (self);
  self->template = br_label_template_ref (template);
  adw_dialog_set_title (ADW_DIALOG (self), br_template_words_name (template->key, template->name));
  br_print_form_show (self->form, template);
  draw (self);
  return self;
}
