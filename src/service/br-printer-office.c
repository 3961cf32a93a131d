/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Office printers: CUPS's queues, listed at the start and whenever somebody looks, on a thread of its own, since CUPS may take seconds. */
#include "config.h"

#include "br-printer-service-private.h"

#include "br-cups.h"

#include <string.h>

#define PREFIX "cups:" /* of the key, before the queue's name */

/* Most office printers have 600 dots an inch, or twice that: bars on this grid stay whole dots. */
#define OFFICE_DOTS { .dots_num = 11811, .dots_den = 500 }

static BrPrinter *
recognise (const BrCupsQueue *queue)
{
  g_autofree char *key = g_strconcat (PREFIX, queue->name, NULL);
  BrPrinter *printer = br_printer_new (key);

  printer->name = g_strdup (queue->title);
  printer->model = g_strdup (queue->model);
  printer->language = BR_LANGUAGE_PDF;
  printer->head = (BrHead) OFFICE_DOTS;
  return printer;
}

static void
list_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *queues = br_cups_list (NULL, &error);

  /* A computer without CUPS has no office printers, which is nothing to complain about. */
  if (queues == NULL)
    g_debug ("office printers: %s", error->message);
  g_task_return_pointer (task, queues, (GDestroyNotify) g_ptr_array_unref);
}

static gboolean
has_queue (const GPtrArray *queues, const char *key)
{
  for (guint i = 0; i < queues->len; i++)
    if (g_str_equal (((const BrCupsQueue *) queues->pdata[i])->name, key + strlen (PREFIX)))
      return TRUE;
  return FALSE;
}

/* One that was set up stays, and says itself that its queue is gone. */
static void
drop_gone (BrPrinterService *self, const GPtrArray *queues)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->items)); i > 0; i--)
    {
      g_autoptr (BrPrinterItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i - 1);
      const char *key = br_printer_item_get_printer (item)->key;

      if (!br_printer_item_is_known (item) && g_str_has_prefix (key, PREFIX) && !has_queue (queues, key))
        g_list_store_remove (self->items, i - 1);
    }
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GWeakRef *weak = data;
  g_autoptr (BrPrinterService) self = g_weak_ref_get (weak);
  g_autoptr (GPtrArray) queues = g_task_propagate_pointer (G_TASK (result), NULL);

  g_weak_ref_clear (weak);
  g_free (weak);
  if (self == NULL)
    return;
  self->listing = FALSE;
  if (queues == NULL || self->stopping == NULL)
    return;
  for (guint i = 0; i < queues->len; i++)
    br_printer_service_add_new (self, recognise (queues->pdata[i]));
  drop_gone (self, queues);
}

/* The task does not hold the service, which may end while CUPS is still waited for. */
void
br_printer_service_list_office (BrPrinterService *self)
{
  g_autoptr (GTask) task = NULL;
  GWeakRef *weak;

  if (self->listing)
    return;
  self->listing = TRUE;
  weak = g_new0 (GWeakRef, 1);
  task = g_task_new (NULL, self->stopping, listed_cb, weak);
  g_weak_ref_init (weak, self);
  g_task_set_source_tag (task, br_printer_service_list_office);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, list_thread);
}
