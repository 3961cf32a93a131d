/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The products of a list as a file. */
#include "config.h"

#include "br-list-export.h"

#include "br-export.h"
#include "br-undo-toast.h"
#include "br-words.h"
#include <glib/gi18n.h>

typedef struct
{
  BrAppContext *context;
  GtkWidget *widget;
  BrIdList *ids;
  BrTask *task; /* NULL before the file is chosen */
} Export;

static void
free_export (Export *export)
{
  g_object_unref (export->context);
  g_object_unref (export->widget);
  br_id_list_unref (export->ids);
  g_clear_object (&export->task);
  g_free (export);
}

static void
progress_cb (gint64 done, gint64 total, gpointer data)
{
  Export *export = data;

  br_app_context_task_progress (export->context, export->task, done, export->ids->n);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Export *export = data;
  g_autoptr (GError) error = NULL;

  if (br_export_skus_finish (result, &error))
    {
      g_autofree char *said = g_strdup_printf (ngettext ("%'u row written", "%'u rows written", export->ids->n), (guint) export->ids->n);

      br_task_finish (export->task, said);
      br_toast_show (export->widget, said);
    }
  else
    {
      g_autofree char *sentence = br_words_error (error);

      br_task_finish (export->task, sentence);
      br_toast_show (export->widget, sentence);
    }
  free_export (export);
}

static void
start_export (Export *export, const char *path)
{
  const BrExportColumn columns[] = {
    { BR_EXPORT_NAME, _("Product") },      { BR_EXPORT_NAME_ALT, _("Second name") }, { BR_EXPORT_CODE, _("SKU code") }, { BR_EXPORT_BARCODE, _("Barcode") },
    { BR_EXPORT_CATEGORY, _("Category") }, { BR_EXPORT_BRAND, _("Brand") },          { BR_EXPORT_STATUS, _("Status") }, { BR_EXPORT_PRICE, _("Price") },
    { BR_EXPORT_COST, _("Cost") },         { BR_EXPORT_MARGIN, _("Margin") },
  };
  const BrActor *actor = br_app_context_get_actor (export->context);
  gboolean sees_cost = actor != NULL && br_role_has_right (actor->role, BR_RIGHT_SEE_COST);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  BrExportParams params = {
    .skus = export->ids,
    .columns = columns,
    .n_columns = G_N_ELEMENTS (columns) - (sees_cost ? 0 : 2), /* cost and margin are last */
    .format = g_str_has_suffix (path, ".xlsx") ? BR_EXPORT_XLSX : BR_EXPORT_CSV,
    .digits = br_app_context_get_digits (export->context),
    .path = path,
  };

  export->task = g_object_ref (br_app_context_add_task (export->context, _("Export of products"), cancellable));
  br_export_skus_async (br_app_context_get_store (export->context), &params, progress_cb, export, cancellable, exported_cb, export);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Export *export = data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL); /* nothing chosen: nothing to do */
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    start_export (export, path);
  else
    free_export (export);
}

void
br_list_export_ask (GtkWidget *widget, BrAppContext *context, BrIdList *ids)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root = gtk_widget_get_root (widget);
  Export *export = g_new0 (Export, 1);

  *export = (Export) { g_object_ref (context), GTK_WIDGET (g_object_ref (widget)), br_id_list_ref (ids), NULL };
  gtk_file_dialog_set_title (dialog, _("Export Products (.csv or .xlsx)"));
  gtk_file_dialog_set_initial_name (dialog, "products.xlsx");
  gtk_file_dialog_save (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, chosen_cb, export);
}
