/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person orders of a printer: settings and the queue's switches by the store, the rest by the printer's thread, or by the probe when it has none. */
#include "config.h"

#include "br-printer-service-private.h"

#include "br-error.h"
#include "br-print-queue.h"
#include "br-printer-probe.h"
#include "br-printer-store.h"
#include "br-printer-test-label.h"

/* A write: what it is about. Owned. */
typedef struct
{
  BrPrinter *printer; /* settings to save, or of the printer a command is for */
  BrPrinterCommand command;
} WriteJob;

static void
free_write_job (gpointer data)
{
  WriteJob *job = data;

  br_printer_free (job->printer);
  g_free (job);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BrPrinterService *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (br_store_print_write_finish (self->store, result, NULL, &error))
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_error (task, error);
}

static void
write_async (GTask *task, BrStoreFunc func, BrPrinter *printer, BrPrinterCommand command)
{
  BrPrinterService *self = g_task_get_source_object (task);
  WriteJob *job = g_new0 (WriteJob, 1);

  job->printer = printer;
  job->command = command;
  br_store_print_write_async (self->store, func, job, free_write_job, NULL, written_cb, task);
}

static gboolean
save_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_printer_store_put (tx, ((WriteJob *) data)->printer, error);
}

void
br_printer_service_save_async (BrPrinterService *self, const BrPrinter *printer, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  write_async (g_task_new (self, cancellable, callback, user_data), save_job, br_printer_copy (printer), 0);
}

static gboolean
forget_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_printer_store_forget (tx, ((WriteJob *) data)->printer->key, error);
}

void
br_printer_service_forget_async (BrPrinterService *self, const char *key, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  write_async (g_task_new (self, cancellable, callback, user_data), forget_job, br_printer_new (key), 0);
}

gboolean
br_printer_service_write_finish (BrPrinterService *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) own = NULL;

  g_free (g_task_propagate_pointer (G_TASK (result), &own));
  if (own == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&own));
  return FALSE;
}

static gboolean
order_test_label (BrStoreTx *tx, const BrPrinter *printer, GError **error)
{
  g_autoptr (BrLabelTemplate) template = br_printer_test_label (printer);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) br_print_item_free);
  BrPrintItem *item = g_new0 (BrPrintItem, 1);
  BrPrintOrder order = { .source = BR_PRINT_TEST, .template = template, .printer_key = printer->key, .items = items };
  gint64 job = 0, written = 0;

  item->fields = br_label_fields_new ();
  br_label_fields_set (item->fields, "name", printer->name);
  item->copies = 1;
  g_ptr_array_add (items, item);
  return br_print_enqueue (tx, &order, 1, &job, &written, error);
}

static gboolean
command_job (BrStoreTx *tx, gpointer data, GError **error)
{
  WriteJob *job = data;
  const char *key = job->printer->key;

  if (job->command == BR_PRINTER_TEST_LABEL)
    return order_test_label (tx, job->printer, error);
  if (job->command == BR_PRINTER_NEW_ROLL)
    return br_printer_store_fed (tx, key, -1, error);
  return br_printer_store_pause (tx, key, job->command == BR_PRINTER_PAUSE, error);
}

/* Asking a printer that has no thread. */
typedef struct
{
  BrPrinter *printer;
  char *node; /* or NULL */
  BrPrinterCommand command;
  BrPrinterProbe *answer; /* out */
} ProbeJob;

static void
free_probe_job (gpointer data)
{
  ProbeJob *job = data;

  br_printer_free (job->printer);
  br_printer_probe_free (job->answer);
  g_free (job->node);
  g_free (job);
}

static gboolean
probe_job (gpointer data, GCancellable *cancellable, GError **error)
{
  ProbeJob *job = data;

  if (job->command == BR_PRINTER_LANGUAGE_STRIP)
    return br_printer_probe_strip (job->printer, job->node, error);
  job->answer = br_printer_probe (job->printer->key, job->node, error);
  return job->answer != NULL;
}

/* (transfer full) a printer without a language as it said of itself: that it answered in one is the proof that it speaks it. NULL: a person has chosen. */
static BrPrinter *
take_answer (BrPrinterItem *item, const BrPrinterProbe *answer)
{
  BrPrinter *printer;

  if (item == NULL || br_printer_item_get_printer (item)->language != BR_LANGUAGE_NONE)
    return NULL;
  printer = br_printer_copy (br_printer_item_get_printer (item));
  printer->language = answer->language;
  if (answer->dots_per_mm > 0)
    printer->head.dots_num = (guint) answer->dots_per_mm * printer->head.dots_den;
  if (printer->model == NULL)
    printer->model = g_strdup (answer->model);
  return printer;
}

/* The words are the task's data. */
static void
answer_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (br_printer_service_write_finish (BR_PRINTER_SERVICE (source), result, &error))
    g_task_return_pointer (task, g_strdup (g_task_get_task_data (task)), g_free);
  else
    g_task_return_error (task, error);
}

/* A printer that is stored is stored anew; of a new one its page shows the answer, to be saved by a person. */
static void
tell (GTask *task, const ProbeJob *job, char *text)
{
  BrPrinterService *self = g_task_get_source_object (task);
  BrPrinterItem *item = br_printer_service_find (self, job->printer->key);
  BrPrinter *printer = job->answer != NULL ? take_answer (item, job->answer) : NULL;

  if (printer != NULL && br_printer_item_is_known (item))
    {
      g_task_set_task_data (task, text, g_free);
      br_printer_service_save_async (self, printer, NULL, answer_saved_cb, g_object_ref (task));
      br_printer_free (printer);
      return;
    }
  if (printer != NULL)
    br_printer_item_set_printer (item, printer, FALSE);
  g_task_return_pointer (task, text, g_free);
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const ProbeJob *job = br_worker_get_job_data (result);
  GError *error = NULL;
  char *text = NULL;

  if (!br_worker_run_finish (BR_WORKER (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (job->answer != NULL)
    text = g_strdup_printf ("%s%s%s", job->answer->model != NULL ? job->answer->model : "", job->answer->model != NULL ? ", " : "",
                            job->answer->language == BR_LANGUAGE_ZPL ? "ZPL II" : "TSPL");
  tell (task, job, text);
}

static void
probe (GTask *task, BrPrinterItem *item, BrPrinterCommand command)
{
  BrPrinterService *self = g_task_get_source_object (task);
  BrUsbPrinter *usb = br_printer_item_get_usb (item);
  ProbeJob *job;

  if (command != BR_PRINTER_IDENTIFY && command != BR_PRINTER_LANGUAGE_STRIP)
    {
      g_task_return_new_error (task, BR_ERROR, BR_ERROR_INVALID, "the printer's language is not chosen yet");
      g_object_unref (task);
      return;
    }
  if (self->probe == NULL)
    self->probe = br_worker_new ("print-probe");
  job = g_new0 (ProbeJob, 1);
  job->printer = br_printer_copy (br_printer_item_get_printer (item));
  job->node = usb != NULL ? g_strdup (usb->node) : NULL;
  job->command = command;
  br_worker_run_async (self->probe, G_PRIORITY_DEFAULT, probe_job, job, free_probe_job, NULL, probed_cb, task);
}

void
br_printer_service_command_async (BrPrinterService *self, const char *key, BrPrinterCommand command, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  BrPrinterItem *item = br_printer_service_find (self, key);

  br_assert_main ();
  if (item == NULL)
    {
      g_task_return_new_error (task, BR_ERROR, BR_ERROR_NOT_FOUND, "no such printer");
      g_object_unref (task);
    }
  else if (command == BR_PRINTER_PAUSE || command == BR_PRINTER_RESUME || command == BR_PRINTER_NEW_ROLL || command == BR_PRINTER_TEST_LABEL)
    write_async (task, command_job, br_printer_copy (br_printer_item_get_printer (item)), command);
  else if (br_printer_item_get_thread (item) != NULL)
    br_print_thread_command (br_printer_item_get_thread (item), command, task);
  else
    probe (task, item, command);
}

gboolean
br_printer_service_command_finish (BrPrinterService *self, GAsyncResult *result, char **text, GError **error)
{
  g_autoptr (GError) own = NULL;
  g_autofree char *said = g_task_propagate_pointer (G_TASK (result), &own);

  if (text != NULL)
    *text = g_steal_pointer (&said);
  if (own == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&own));
  return FALSE;
}
