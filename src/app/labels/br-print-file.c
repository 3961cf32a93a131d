/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service finds the columns; here the file is chosen and what it did not understand is said. */
#include "config.h"

#include "br-print-file.h"

#include "br-error.h"
#include "br-undo-toast.h"
#include "br-words.h"
#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_TOLD 5 /* lines named one by one */

typedef struct
{
  GtkWidget *widget;
  BrAppContext *context;
  BrPrintFileFunc func;
  gpointer user_data;
} Ask;

static void
free_ask (Ask *ask)
{
  g_object_unref (ask->widget);
  g_object_unref (ask->context);
  g_free (ask);
}

static void
tell (GtkWidget *widget, const char *title, const char *text)
{
  AdwDialog *dialog = adw_alert_dialog_new (title, text);

  adw_alert_dialog_set_body_use_markup (ADW_ALERT_DIALOG (dialog), FALSE);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, widget);
}

static const char *
problem_sentence (const char *what)
{
  if (g_strcmp0 (what, "file-unknown") == 0)
    return _("no product has this code");
  if (g_strcmp0 (what, "file-ambiguous") == 0)
    return _("several products have this code");
  return _("this is no quantity");
}

char *
br_print_file_words (const BrLabelFile *file)
{
  GString *text;

  if (file->problems->len == 0)
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < MIN (file->problems->len, MAX_TOLD); i++)
    {
      const BrLabelProblem *problem = file->problems->pdata[i];

      g_string_append_printf (text, _("Line %d, %s: %s"), (int) problem->row, problem->object != NULL ? problem->object : "—",
                              problem_sentence (problem->what));
      g_string_append_c (text, '\n');
    }
  if (file->problems->len > MAX_TOLD)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "and %u more line", "and %u more lines", file->problems->len - MAX_TOLD),
                            file->problems->len - MAX_TOLD);
  return g_string_free (text, FALSE);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Ask *ask = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelFile) file = br_label_service_file_finish (BR_LABEL_SERVICE (source), result, &error);
  g_autofree char *words = file != NULL ? br_print_file_words (file) : NULL;
  g_autofree char *sentence = NULL;

  if (file == NULL)
    {
      sentence = g_error_matches (error, BR_ERROR, BR_ERROR_INVALID)
                     ? g_strdup (_("No column of the file is called like a code: SKU, barcode, 货号 or 条码. Nothing was taken from it."))
                     : br_words_error (error);
      tell (ask->widget, _("The File Cannot Be Used"), sentence);
    }
  else
    {
      ask->func (ask->widget, file, ask->user_data);
      if (words != NULL)
        tell (ask->widget, _("Some Lines Were Left Out"), words);
    }
  free_ask (ask);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Ask *ask = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL); /* NULL: the person thought better of it */

  if (file != NULL)
    br_label_service_file_async (br_app_context_get_labels (ask->context), file, NULL, read_cb, ask);
  else
    free_ask (ask);
}

void
br_print_file_ask (GtkWidget *widget, BrAppContext *context, BrPrintFileFunc func, gpointer user_data)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) tables = gtk_file_filter_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  Ask *ask = g_new0 (Ask, 1);

  *ask = (Ask) { g_object_ref (widget), g_object_ref (context), func, user_data };
  gtk_file_filter_set_name (tables, _("Delivery notes and stock lists"));
  gtk_file_filter_add_suffix (tables, "csv");
  gtk_file_filter_add_suffix (tables, "xlsx");
  gtk_file_filter_add_suffix (tables, "txt");
  g_list_store_append (filters, tables);
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_set_title (dialog, _("Quantities from a File"));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, chosen_cb, ask);
}
