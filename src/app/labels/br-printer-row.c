/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything in the row is what the printer said last, with who said so in the tooltip; out of silence nothing is made. */
#include "config.h"

#include "br-printer-row.h"

#include "br-chip.h"
#include "br-label-words.h"
#include <glib/gi18n.h>

struct _BrPrinterRow
{
  GtkListBoxRow parent_instance;

  BrAppContext *context;
  BrPrinterItem *printer;

  GtkLabel *title;
  GtkLabel *detail;
  GtkLabel *what;
  GtkLabel *count;
  GtkProgressBar *progress;
  BrChip *chip;
  GtkWidget *decide_button;
};

G_DEFINE_FINAL_TYPE (BrPrinterRow, br_printer_row, GTK_TYPE_LIST_BOX_ROW)

static char *
detail_text (const BrPrinter *printer)
{
  g_autofree char *connection = br_label_words_connection (printer->key);
  g_autofree char *roll = br_label_words_roll (printer);
  GString *text = g_string_new (connection);

  if (printer->model != NULL && g_strcmp0 (printer->model, printer->name) != 0)
    g_string_append_printf (text, " · %s", printer->model);
  if (printer->media_width > 0)
    {
      BrMedia media = { .width = printer->media_width, .height = printer->media_height };
      g_autofree char *size = br_label_words_media (&media);

      g_string_append_printf (text, " · %s", size);
    }
  if (roll != NULL)
    g_string_append_printf (text, " · %s", roll);
  return g_string_free (text, FALSE);
}

/* What stops it, in the words of what to do. */
static char *
what_text (BrPrinterItem *printer, const BrPrinterStatus *status)
{
  const GError *trouble = br_printer_item_get_trouble (printer);

  if (!br_printer_item_is_known (printer))
    return g_strdup (_("A new printer. Set it up to print with it."));
  if (status->state == BR_PRINTER_NO_ACCESS && trouble != NULL)
    return br_label_words_trouble (trouble);
  return br_label_words_printer (status);
}

static void
show_progress (BrPrinterRow *self)
{
  gint64 done, total, job;
  g_autofree char *text = NULL;

  br_printer_item_get_progress (self->printer, &done, &total, &job);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), total > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->count), total > 0);
  if (total <= 0)
    return;
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d of %'d label", "%'d of %'d labels", (gulong) total), (int) done, (int) total);
  gtk_progress_bar_set_fraction (self->progress, (double) done / (double) total);
  gtk_label_set_text (self->count, text);
}

static void
update (BrPrinterRow *self)
{
  const BrPrinter *printer = br_printer_item_get_printer (self->printer);
  BrPrinterStatus status = br_printer_item_get_status (self->printer);
  g_autofree char *detail = detail_text (printer);
  g_autofree char *what = what_text (self->printer, &status);
  g_autofree char *heard = br_label_words_heard (&status, br_app_context_now_us (self->context));
  BrChipState state = br_printer_item_is_known (self->printer) ? br_label_words_printer_chip (status.state) : BR_CHIP_PRINTER_UNSET;
  const char *name = printer->name != NULL && *printer->name != '\0' ? printer->name : printer->model != NULL ? printer->model : _("Label printer");
  g_autofree char *spoken = g_strdup_printf ("%s, %s", name, br_chip_state_get_word (state));

  gtk_label_set_text (self->title, name);
  gtk_label_set_text (self->detail, detail);
  gtk_label_set_text (self->what, what);
  gtk_widget_set_visible (GTK_WIDGET (self->what), *what != '\0');
  br_chip_set_state (self->chip, state);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->chip), heard);
  gtk_widget_set_visible (self->decide_button, br_printer_item_get_uncertain (self->printer) > 0);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->decide_button), "s", printer->key);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, what, -1);
  show_progress (self);
}

static void
br_printer_row_dispose (GObject *object)
{
  BrPrinterRow *self = BR_PRINTER_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), BR_TYPE_PRINTER_ROW);
  g_clear_object (&self->printer);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_printer_row_parent_class)->dispose (object);
}

static void
br_printer_row_class_init (BrPrinterRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_printer_row_dispose;
  g_type_ensure (BR_TYPE_CHIP);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-printer-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BrPrinterRow, title);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterRow, detail);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterRow, what);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterRow, count);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterRow, progress);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterRow, chip);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterRow, decide_button);
}

static void
br_printer_row_init (BrPrinterRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
br_printer_row_new (BrAppContext *context, BrPrinterItem *printer)
{
  BrPrinterRow *self = g_object_new (BR_TYPE_PRINTER_ROW, NULL);

  self->context = g_object_ref (context);
  self->printer = g_object_ref (printer);
  g_signal_connect_object (printer, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

BrPrinterItem *
br_printer_row_get_printer (BrPrinterRow *self)
{
  g_return_val_if_fail (BR_IS_PRINTER_ROW (self), NULL);
  return self->printer;
}
