/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dots are those of the preview, drawn for a head of 12 dots a millimetre, finer than the eye sees on office paper. */
#include "config.h"

#include "br-print-pdf.h"

#include "br-undo-toast.h"
#include "br-words.h"
#include <adwaita.h>
#include <glib/gi18n.h>

#define A4_WIDTH (210 * BR_LABEL_MM)
#define A4_HEIGHT (297 * BR_LABEL_MM)
#define MARGIN (8 * BR_LABEL_MM) /* office printers leave about 5 mm white */

typedef struct
{
  GtkWidget *widget;
  BrAppContext *context;
  BrLabelOrder *order;
  BrSheet sheet;      /* of A4 */
  AdwComboRow *how;   /* borrowed from the dialog, as the next */
  AdwSpinRow *first;
  BrLabelPages pages;
  GCancellable *cancellable;
  BrTask *task;
} Pdf;

static void
free_pdf (Pdf *self)
{
  g_object_unref (self->widget);
  g_object_unref (self->context);
  br_label_order_free (self->order);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->task);
  g_free (self);
}

BrSheet
br_print_sheet_a4 (const BrMedia *media)
{
  int pitch_x = media->width + media->column_gap, pitch_y = media->height + media->gap;
  BrSheet sheet = { .page_width = A4_WIDTH, .page_height = A4_HEIGHT, .pitch_x = pitch_x, .pitch_y = pitch_y };

  sheet.columns = (guint) MAX (0, (A4_WIDTH - 2 * MARGIN + media->column_gap) / pitch_x);
  sheet.rows = (guint) MAX (0, (A4_HEIGHT - 2 * MARGIN + media->gap) / pitch_y);
  if (sheet.rows == 0)
    sheet.columns = 0;
  sheet.left = (A4_WIDTH - (int) sheet.columns * pitch_x + media->column_gap) / 2;
  sheet.top = (A4_HEIGHT - (int) sheet.rows * pitch_y + media->gap) / 2;
  return sheet;
}

static void
progress_cb (gint64 done, gint64 total, gpointer user_data)
{
  Pdf *self = user_data;

  br_app_context_task_progress (self->context, self->task, done, total);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Pdf *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelPlan) plan = br_label_service_plan_finish (BR_LABEL_SERVICE (source), result, &error);
  g_autofree char *said = NULL;

  if (plan == NULL)
    said = br_words_error (error);
  else if (plan->n_blocked > 0)
    said = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "PDF saved; %'d label that cannot be printed is not in it",
                                         "PDF saved; %'d labels that cannot be printed are not in it", (gulong) plan->n_blocked),
                            (int) plan->n_blocked);
  else
    said = g_strdup (_("PDF saved"));
  br_task_finish (self->task, said);
  if (gtk_widget_get_root (self->widget) != NULL)
    br_toast_show (self->widget, said);
  free_pdf (self);
}

static void
file_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Pdf *self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL); /* NULL: the person thought better of it */
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL)
    {
      free_pdf (self);
      return;
    }
  self->cancellable = g_cancellable_new ();
  self->task = g_object_ref (br_app_context_add_task (self->context, _("Labels as PDF"), self->cancellable));
  br_label_service_pdf_async (br_app_context_get_labels (self->context), self->order, &self->pages, path, progress_cb, self, self->cancellable, written_cb,
                              self);
}

static void
response_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Pdf *self = user_data;
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  if (!g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "save"))
    {
      free_pdf (self);
      return;
    }
  self->pages.head = (BrHead) { .dots_num = 12, .dots_den = 1 };
  if (adw_combo_row_get_selected (self->how) == 1)
    {
      self->pages.sheet = self->sheet;
      self->pages.start_cell = (guint) adw_spin_row_get_value (self->first) - 1;
    }
  gtk_file_dialog_set_title (dialog, _("Save Labels as PDF"));
  gtk_file_dialog_set_initial_name (dialog, _("labels.pdf"));
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (self->widget)), NULL, file_cb, self);
}

static void
how_cb (AdwComboRow *how, GParamSpec *pspec, GtkWidget *first)
{
  gtk_widget_set_sensitive (first, adw_combo_row_get_selected (how) == 1);
}

static GtkWidget *
new_choices (Pdf *self)
{
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  GtkWidget *list = gtk_list_box_new ();
  guint n = self->sheet.columns * self->sheet.rows;

  gtk_string_list_append (words, _("One label a page"));
  if (n > 0)
    gtk_string_list_take (words, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Sheets of A4, %u label", "Sheets of A4, %u labels", n), n));
  self->how = ADW_COMBO_ROW (adw_combo_row_new ());
  self->first = ADW_SPIN_ROW (adw_spin_row_new_with_range (1, MAX (n, 1), 1));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->how), _("Pages"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->first), _("First free place on the sheet"));
  adw_combo_row_set_model (self->how, G_LIST_MODEL (words));
  g_signal_connect_object (self->how, "notify::selected", G_CALLBACK (how_cb), self->first, 0);
  how_cb (self->how, NULL, GTK_WIDGET (self->first));
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->how));
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->first));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  return list;
}

void
br_print_pdf_ask (GtkWidget *widget, BrAppContext *context, BrLabelOrder *order)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (
      _("Save Labels as PDF"), _("For an office printer, or to be sent. It does not count as printed: labels on the shelf stay as they are known.")));
  Pdf *self = g_new0 (Pdf, 1);

  self->widget = g_object_ref (widget);
  self->context = g_object_ref (context);
  self->order = order;
  self->sheet = br_print_sheet_a4 (&order->template->media);
  adw_alert_dialog_set_extra_child (dialog, new_choices (self));
  adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"), "save", _("_Choose File…"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (dialog, "save");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_alert_dialog_choose (dialog, widget, NULL, response_cb, self);
}
