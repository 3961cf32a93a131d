/* SPDX-License-Identifier: GPL-3.0-or-later */
/* English, since it is for developers. No name a person gave, no serial number, no address. */
#include "config.h"

#include "br-printer-report.h"

#include "br-undo-toast.h"
#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  GtkWidget *widget;
  BrAppContext *context;
  BrPrinterItem *item;
  GFile *file;
  GString *answers;
  guint step;
} Report;

static const struct
{
  BrPrinterCommand command;
  const char *title;
} steps[] = { { BR_PRINTER_IDENTIFY, "identify" }, { BR_PRINTER_TEST_LABEL, "test label" } };

static void
free_report (Report *self)
{
  g_object_unref (self->widget);
  g_object_unref (self->context);
  g_object_unref (self->item);
  g_clear_object (&self->file);
  g_string_free (self->answers, TRUE);
  g_free (self);
}

/* "usb:1203:0230:SERIAL" without what tells one printer of the model from another; of the others only the kind. */
static char *
anonymous_key (const char *key)
{
  g_auto (GStrv) parts = g_strsplit_set (key, ":@", 4);

  return g_str_has_prefix (key, "usb:") && g_strv_length (parts) >= 3 ? g_strdup_printf ("usb:%.4s:%.4s", parts[1], parts[2]) : g_strdup (parts[0]);
}

char *
br_printer_report_text (const BrPrinter *printer, const BrPrinterStatus *status, const char *answers)
{
  g_autofree char *key = anonymous_key (printer->key);
  GString *text = g_string_new ("Backroom printer self-test 1\n");

  g_string_append_printf (text, "backroom: %s\nconnection: %s\nmodel: %s\nlanguage: %d\n", BR_VERSION, key, printer->model != NULL ? printer->model : "-",
                          printer->language);
  g_string_append_printf (text, "dots/mm: %u/%u\nhead: %u dots\nbar reduction: %u\n", printer->head.dots_num, printer->head.dots_den, printer->head.width_dots,
                          printer->head.bar_reduction);
  g_string_append_printf (text, "media: %d x %d, gap %d (0.01 mm), tracking %d\n", printer->media_width, printer->media_height, printer->media_gap,
                          printer->tracking);
  g_string_append_printf (text, "darkness: %d\nspeed: %d\nsilent: %d\n", printer->darkness, printer->speed, printer->silent);
  g_string_append_printf (text, "state: %d, conditions 0x%x, source %d, media said: %d x %d mm\n", status->state, status->conditions, status->source,
                          status->media_width_mm, status->media_height_mm);
  g_string_append (text, answers != NULL ? answers : "");
  return g_string_free (text, FALSE);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Report *self = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    br_toast_show (self->widget, _("Report saved. It names neither your shop nor the printer’s serial number."));
  else
    br_toast_error (self->widget, error);
  free_report (self);
}

static void
write_report (Report *self)
{
  BrPrinterStatus status = br_printer_item_get_status (self->item);
  char *text = br_printer_report_text (br_printer_item_get_printer (self->item), &status, self->answers->str);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  g_file_replace_contents_bytes_async (self->file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, written_cb, self);
}

static void next_step (Report *self);

/* That it does not answer is a result too. */
static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Report *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean ok = br_printer_service_command_finish (BR_PRINTER_SERVICE (source), result, &text, &error);

  g_string_append_printf (self->answers, "%s: %s\n", steps[self->step].title, ok ? (text != NULL ? text : "ordered") : error->message);
  self->step++;
  next_step (self);
}

static void
next_step (Report *self)
{
  if (self->step < G_N_ELEMENTS (steps))
    br_printer_service_command_async (br_app_context_get_printers (self->context), br_printer_item_get_printer (self->item)->key, steps[self->step].command,
                                      NULL, answered_cb, self);
  else
    write_report (self);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Report *self = user_data;

  self->file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL); /* NULL: the person thought better of it */
  if (self->file == NULL)
    {
      free_report (self);
      return;
    }
  br_toast_show (self->widget, _("The printer is asked what it is, and prints a test label."));
  next_step (self);
}

void
br_printer_report_ask (GtkWidget *widget, BrAppContext *context, BrPrinterItem *item)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  Report *self = g_new0 (Report, 1);

  self->widget = g_object_ref (widget);
  self->context = g_object_ref (context);
  self->item = g_object_ref (item);
  self->answers = g_string_new (NULL);
  gtk_file_dialog_set_title (dialog, _("Save Self-Test Report"));
  gtk_file_dialog_set_initial_name (dialog, "backroom-printer.txt");
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, chosen_cb, self);
}
