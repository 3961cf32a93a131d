/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An export at work: the file, the ids when all products are wanted, writing, and how it went. */
#include "config.h"

#include "br-list-export.h"

#include "br-error.h"
#include "br-undo-toast.h"
#include "br-words.h"
#include <glib/gi18n.h>

typedef struct
{
  BrAppContext *context;
  GtkWidget *widget;
  BrIdList *ids; /* NULL: all products, until they are looked up */
  BrExportColumn *columns; /* owned with their titles */
  gsize n_columns;
  BrExportFormat format;
  char *path;       /* NULL before the file is chosen */
  BrTask *task;     /* the same */
  GCancellable *cancellable;
} Export;

static void
free_export (Export *export)
{
  g_object_unref (export->context);
  g_object_unref (export->widget);
  g_clear_pointer (&export->ids, br_id_list_unref);
  for (gsize i = 0; i < export->n_columns; i++)
    g_free ((char *) export->columns[i].title);
  g_free (export->columns);
  g_free (export->path);
  g_clear_object (&export->task);
  g_object_unref (export->cancellable);
  g_free (export);
}

static Export *
new_export (GtkWidget *widget, BrAppContext *context, const BrListExport *from)
{
  Export *export = g_new0 (Export, 1);

  export->context = g_object_ref (context);
  export->widget = g_object_ref (widget);
  export->ids = from->skus != NULL ? br_id_list_ref (from->skus) : NULL;
  export->columns = g_memdup2 (from->columns, from->n_columns * sizeof *from->columns);
  export->n_columns = from->n_columns;
  for (gsize i = 0; i < from->n_columns; i++)
    export->columns[i].title = g_strdup (from->columns[i].title);
  export->format = from->format;
  export->cancellable = g_cancellable_new ();
  return export;
}

/* How it went, in the row of the long work and as a toast. Ends the export. */
static void
finish (Export *export, char *said)
{
  br_task_finish (export->task, said);
  br_toast_show (export->widget, said);
  g_free (said);
  free_export (export);
}

static char *
explain (Export *export, const GError *error)
{
  g_autofree char *folder = g_path_get_dirname (export->path);
  g_autofree char *shown = g_filename_display_name (folder);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_strdup (_("Export stopped: no file was written"));
  if (g_error_matches (error, BR_ERROR, BR_ERROR_IO))
    return g_strdup_printf (_("The file cannot be written in “%s”. Choose another folder."), shown);
  if (g_error_matches (error, BR_ERROR, BR_ERROR_RANGE))
    return g_strdup (_("These are more rows than a workbook holds. Export them as text (.csv)."));
  return br_words_error (error);
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
  g_autofree char *name = g_path_get_basename (export->path);
  g_autofree char *shown = g_filename_display_name (name);

  if (br_export_skus_finish (result, &error))
    finish (export, g_strdup_printf (ngettext ("%'u row written to “%s”", "%'u rows written to “%s”", export->ids->n), (guint) export->ids->n, shown));
  else
    finish (export, explain (export, error));
}

static void
write_file (Export *export)
{
  BrExportParams params = {
    .skus = export->ids,
    .columns = export->columns,
    .n_columns = export->n_columns,
    .format = export->format,
    .digits = br_app_context_get_digits (export->context),
    .path = export->path,
  };

  br_export_skus_async (br_app_context_get_store (export->context), &params, progress_cb, export, export->cancellable, exported_cb, export);
}

static void
all_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Export *export = data;
  g_autoptr (GError) error = NULL;

  export->ids = br_catalogue_service_query_finish (BR_CATALOGUE_SERVICE (source), result, &error);
  if (export->ids != NULL)
    write_file (export);
  else
    finish (export, explain (export, error));
}

/* A name that says what it is, is believed. */
static void
take_path (Export *export, const char *path)
{
  export->path = g_strdup (path);
  if (g_str_has_suffix (path, ".xlsx"))
    export->format = BR_EXPORT_XLSX;
  else if (g_str_has_suffix (path, ".csv"))
    export->format = BR_EXPORT_CSV;
}

static void
start (Export *export, const char *path)
{
  BrSkuQuery all = { .sort = BR_SKU_SORT_NAME };

  take_path (export, path);
  export->task = g_object_ref (br_app_context_add_task (export->context, _("Export of products"), export->cancellable));
  if (export->ids != NULL)
    write_file (export);
  else
    br_catalogue_service_query_async (br_app_context_get_catalogue (export->context), &all, NULL, NULL, export->cancellable, all_found_cb, export);
}

void
br_list_export_start (GtkWidget *widget, BrAppContext *context, const BrListExport *export, const char *path)
{
  start (new_export (widget, context, export), path);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Export *export = data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL); /* nothing chosen: nothing to do */
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    start (export, path);
  else
    free_export (export);
}

void
br_list_export_ask (GtkWidget *widget, BrAppContext *context, const BrListExport *export)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root = gtk_widget_get_root (widget);

  gtk_file_dialog_set_title (dialog, _("Export Products"));
  gtk_file_dialog_set_initial_name (dialog, export->format == BR_EXPORT_XLSX ? "products.xlsx" : "products.csv");
  gtk_file_dialog_save (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, chosen_cb, new_export (widget, context, export));
}
