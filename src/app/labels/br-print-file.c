/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service finds the columns; here the file is chosen. */
#include "config.h"

#include "br-print-file.h"

#include "br-error.h"
#include "br-words.h"
#include <adwaita.h>
#include <glib/gi18n.h>

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

static char *
refusal_sentence (const GError *error)
{
  if (g_error_matches (error, BR_ERROR, BR_ERROR_NOT_FOUND))
    return g_strdup (_("No column of the file is called like a code: SKU, barcode, 货号 or 条码. Nothing was taken from it; name the column and try again."));
  if (g_error_matches (error, BR_ERROR, BR_ERROR_RANGE))
    return g_strdup (_("The file has more than 100,000 lines or 64 MB. Nothing was taken from it; make several files of it."));
  if (error->domain == BR_ERROR)
    return g_strdup (_("This is no table. Nothing was taken from it; save it as CSV or Excel workbook (.xlsx) and try again."));
  return br_words_error (error);
}

static void
tell_refusal (GtkWidget *widget, const GError *error)
{
  g_autofree char *sentence = refusal_sentence (error);
  AdwDialog *dialog = adw_alert_dialog_new (_("The File Cannot Be Used"), sentence);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, widget);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Ask *ask = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelFile) file = br_label_service_file_finish (BR_LABEL_SERVICE (source), result, &error);

  if (gtk_widget_get_root (ask->widget) == NULL)
    ; /* whoever asked is gone */
  else if (file != NULL)
    ask->func (ask->widget, file, ask->user_data);
  else
    tell_refusal (ask->widget, error);
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
  gtk_file_filter_add_suffix (tables, "tsv");
  gtk_file_filter_add_suffix (tables, "txt");
  g_list_store_append (filters, tables);
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_set_title (dialog, _("Quantities from a File"));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, chosen_cb, ask);
}
