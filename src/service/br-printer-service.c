/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of printers: those stored, joined with those on the bus. After each commit of the queue it is read again, as one read for many commits. */
#include "config.h"

#include "br-printer-service-private.h"

#include "br-ieee1284.h"
#include "br-print-queue.h"
#include "br-printer-store.h"

#include <string.h>

enum
{
  SIGNAL_SENDING_CHANGED,
  SIGNAL_READ_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrPrinterService, br_printer_service, G_TYPE_OBJECT)

static void
br_printer_service_finalize (GObject *object)
{
  BrPrinterService *self = BR_PRINTER_SERVICE (object);

  br_printer_service_stop (self);
  g_clear_error (&self->trouble);
  g_clear_object (&self->items);
  g_clear_pointer (&self->store, br_store_unref);
  G_OBJECT_CLASS (br_printer_service_parent_class)->finalize (object);
}

static void
br_printer_service_class_init (BrPrinterServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = br_printer_service_finalize;

  signals[SIGNAL_READ_CHANGED] = g_signal_new ("read-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SENDING_CHANGED] = g_signal_new ("sending-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
br_printer_service_init (BrPrinterService *self)
{
  self->items = g_list_store_new (BR_TYPE_PRINTER_ITEM);
}

BrPrinterService *
br_printer_service_new (BrStore *store)
{
  BrPrinterService *self = g_object_new (BR_TYPE_PRINTER_SERVICE, NULL);

  self->store = br_store_ref (store);
  return self;
}

/* One read: printers and counts, as two arrays of the same length. */
typedef struct
{
  GPtrArray *printers; /* of BrPrinter */
  GArray *counts;      /* of BrPrintCounts */
} ReadJob;

static void
free_read_job (gpointer data)
{
  ReadJob *job = data;

  g_clear_pointer (&job->printers, g_ptr_array_unref);
  g_clear_pointer (&job->counts, g_array_unref);
  g_free (job);
}

static gboolean
read_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ReadJob *job = data;

  job->printers = br_printer_store_list (db, error);
  job->counts = g_array_new (FALSE, TRUE, sizeof (BrPrintCounts));
  for (guint i = 0; job->printers != NULL && i < job->printers->len; i++)
    {
      BrPrintCounts counts;

      if (!br_print_count (db, ((const BrPrinter *) job->printers->pdata[i])->key, &counts, error))
        return FALSE;
      g_array_append_val (job->counts, counts);
    }
  return job->printers != NULL;
}

static int
compare_items (gconstpointer a, gconstpointer b, gpointer data)
{
  BrPrinterItem *left = BR_PRINTER_ITEM ((gpointer) a), *right = BR_PRINTER_ITEM ((gpointer) b);
  const BrPrinter *x = br_printer_item_get_printer (left), *y = br_printer_item_get_printer (right);

  if (br_printer_item_is_known (left) != br_printer_item_is_known (right))
    return br_printer_item_is_known (left) ? -1 : 1;
  if (x->name != NULL && y->name != NULL && g_utf8_collate (x->name, y->name) != 0)
    return g_utf8_collate (x->name, y->name);
  return strcmp (x->key, y->key);
}

static void
sending_cb (BrPrinterItem *item, gpointer data)
{
  BrPrinterService *self = data;
  gboolean sending = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)) && !sending; i++)
    {
      g_autoptr (BrPrinterItem) other = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      sending = br_printer_item_is_sending (other);
    }
  if (self->sending == sending)
    return;
  self->sending = sending;
  g_signal_emit (self, signals[SIGNAL_SENDING_CHANGED], 0);
}

static BrPrinterItem *
add_item (BrPrinterService *self, BrPrinter *printer, gboolean known)
{
  BrPrinterItem *item = br_printer_item_new (self->store, printer, known);

  g_signal_connect_object (item, "changed", G_CALLBACK (sending_cb), self, G_CONNECT_DEFAULT);
  g_list_store_insert_sorted (self->items, item, compare_items, NULL);
  g_object_unref (item); /* the list has it */
  return item;
}

void
br_printer_service_add_new (BrPrinterService *self, BrPrinter *printer)
{
  if (br_printer_service_find (self, printer->key) == NULL)
    add_item (self, printer, FALSE);
  else
    br_printer_free (printer);
}

static void
remove_item (BrPrinterService *self, BrPrinterItem *item)
{
  guint position;

  if (g_list_store_find (self->items, item, &position))
    g_list_store_remove (self->items, position);
}

/* A printer nobody has set up, as it was recognised. */
static BrPrinter *
recognise (const BrUsbPrinter *usb)
{
  BrPrinter *printer = br_printer_new (usb->key);
  g_autoptr (BrDeviceId) id = usb->device_id != NULL ? br_device_id_parse (usb->device_id) : NULL;
  const char *maker = usb->maker != NULL ? usb->maker : id != NULL ? id->maker : NULL;
  const char *model = usb->product != NULL ? usb->product : id != NULL ? id->model : NULL;
  BrHead head = { 0 };
  BrPrinterLanguageId language = BR_LANGUAGE_NONE;

  if (br_language_guess (id, usb->vendor_id, &language, &head) == BR_GUESS_SURE)
    printer->language = language;
  if (head.dots_num > 0)
    printer->head = head;
  printer->model = maker != NULL && model != NULL && !g_str_has_prefix (model, maker) ? g_strdup_printf ("%s %s", maker, model) : g_strdup (model);
  printer->name = g_strdup (printer->model);
  return printer;
}

static void
added_cb (BrUsbWatch *bus, BrUsbPrinter *usb, gpointer data)
{
  BrPrinterService *self = data;
  BrPrinterItem *item = br_printer_service_find (self, usb->key);

  if (item == NULL)
    item = add_item (self, recognise (usb), FALSE);
  br_printer_item_plug (item, usb);
}

static void
removed_cb (BrUsbWatch *bus, const char *key, const char *node, gpointer data)
{
  BrPrinterService *self = data;
  BrPrinterItem *item = br_printer_service_find (self, key);

  if (item == NULL || br_printer_item_get_usb (item) == NULL || g_strcmp0 (br_printer_item_get_usb (item)->node, node) != 0)
    return;
  if (br_printer_item_is_known (item))
    br_printer_item_plug (item, NULL);
  else
    remove_item (self, item);
}

static void
watch_bus (BrPrinterService *self)
{
  g_autoptr (GPtrArray) there = NULL;

  self->bus = br_usb_watch_new ();
  g_signal_connect_object (self->bus, "added", G_CALLBACK (added_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (self->bus, "removed", G_CALLBACK (removed_cb), self, G_CONNECT_DEFAULT);
  there = br_usb_watch_list (self->bus);
  for (guint i = 0; i < there->len; i++)
    added_cb (self->bus, there->pdata[i], self);
}

static gboolean
has_printer (const GPtrArray *printers, const char *key)
{
  for (guint i = 0; i < printers->len; i++)
    if (g_str_equal (((const BrPrinter *) printers->pdata[i])->key, key))
      return TRUE;
  return FALSE;
}

/* Printers that were forgotten: one that is plugged in, or a queue of CUPS's, is a new one again. */
static void
drop_forgotten (BrPrinterService *self, const GPtrArray *printers)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->items)); i > 0; i--)
    {
      g_autoptr (BrPrinterItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i - 1);
      g_autoptr (BrUsbPrinter) usb = br_printer_item_get_usb (item) != NULL ? br_usb_printer_ref (br_printer_item_get_usb (item)) : NULL;

      if (!br_printer_item_is_known (item) || has_printer (printers, br_printer_item_get_printer (item)->key))
        continue;
      remove_item (self, item);
      if (usb != NULL)
        br_printer_item_plug (add_item (self, recognise (usb), FALSE), usb);
      else
        br_printer_service_list_office (self);
    }
}

/* Sorting says that the whole list changed, and whoever shows it begins anew: not after each label. */
static void
sort (BrPrinterService *self, gboolean changed)
{
  GListModel *list = G_LIST_MODEL (self->items);

  for (guint i = 1; !changed && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (BrPrinterItem) before = g_list_model_get_item (list, i - 1);
      g_autoptr (BrPrinterItem) after = g_list_model_get_item (list, i);

      changed = compare_items (before, after, NULL) > 0;
    }
  if (changed)
    g_list_store_sort (self->items, compare_items, NULL);
}

static void
take_printers (BrPrinterService *self, ReadJob *job)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < job->printers->len; i++)
    {
      BrPrinter *printer = job->printers->pdata[i];
      BrPrinterItem *item = br_printer_service_find (self, printer->key);

      changed = changed || (item != NULL && !br_printer_item_is_known (item));
      if (item == NULL)
        item = add_item (self, br_printer_copy (printer), TRUE);
      else
        br_printer_item_set_printer (item, br_printer_copy (printer), TRUE);
      br_printer_item_set_counts (item, &g_array_index (job->counts, BrPrintCounts, i));
    }
  drop_forgotten (self, job->printers);
  sort (self, changed);
}

static void
wake_all (BrPrinterService *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (BrPrinterItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (br_printer_item_get_thread (item) != NULL)
        br_print_thread_wake (br_printer_item_get_thread (item));
    }
}

/* The bus is looked at once the stored printers are known: one that is stored is not to look like a new one. */
static void
printers_read (BrPrinterService *self, ReadJob *job)
{
  take_printers (self, job);
  if (self->bus == NULL)
    {
      watch_bus (self);
      br_printer_service_list_office (self);
    }
}

/* Takes `trouble`, which is NULL when all went well. */
static void
note_read (BrPrinterService *self, GError *trouble)
{
  gboolean same = self->is_read == (self->is_read || trouble == NULL) && (self->trouble != NULL) == (trouble != NULL);

  if (trouble != NULL && self->trouble == NULL)
    g_warning ("the printers cannot be read: %s", trouble->message);
  self->is_read = self->is_read || trouble == NULL;
  g_clear_error (&self->trouble);
  self->trouble = trouble;
  if (!same)
    g_signal_emit (self, signals[SIGNAL_READ_CHANGED], 0);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrPrinterService) self = BR_PRINTER_SERVICE (user_data);
  g_autoptr (GError) error = NULL;
  gpointer job = NULL;
  gboolean ok = br_store_read_finish (self->store, result, &job, &error);

  self->reading = FALSE;
  if (self->stopping == NULL)
    return;
  if (ok)
    printers_read (self, job);
  note_read (self, g_steal_pointer (&error));
  if (self->again)
    br_printer_service_read (self);
}

void
br_printer_service_read (BrPrinterService *self)
{
  self->again = self->reading;
  if (self->reading || self->stopping == NULL)
    return;
  self->reading = TRUE;
  br_store_read_async (self->store, G_PRIORITY_DEFAULT, read_job, g_new0 (ReadJob, 1), free_read_job, self->stopping, read_cb, g_object_ref (self));
}

static void
committed_cb (gpointer object, const BrChange *change)
{
  if (!change->printing)
    return;
  wake_all (object);
  br_printer_service_read (object);
}

/* Of another program that prints, orders may be on their way just now. */
static gboolean
close_torn_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return !br_store_claim_printing (data, NULL) || br_print_close_torn (tx, 0, error);
}

static void
torn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrPrinterService) self = BR_PRINTER_SERVICE (user_data);
  g_autoptr (GError) error = NULL;

  if (!br_store_print_write_finish (self->store, result, NULL, &error))
    g_warning ("unfinished orders cannot be noted: %s", error->message);
}

void
br_printer_service_start (BrPrinterService *self)
{
  br_assert_main ();
  if (self->stopping != NULL)
    return;
  self->stopping = g_cancellable_new ();
  self->watch = br_commit_watch_new (self->store, G_OBJECT (self), committed_cb);
  br_store_print_write_async (self->store, close_torn_job, self->store, NULL, NULL, torn_cb, g_object_ref (self));
  br_printer_service_read (self);
}

void
br_printer_service_stop (BrPrinterService *self)
{
  br_assert_main ();
  if (self->stopping == NULL)
    return;
  g_cancellable_cancel (self->stopping);
  g_clear_object (&self->stopping);
  g_clear_pointer (&self->watch, br_commit_watch_free);
  g_clear_object (&self->bus);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (BrPrinterItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      br_printer_item_stop (item);
    }
  g_list_store_remove_all (self->items);
  self->is_read = FALSE;
  if (self->probe != NULL)
    br_worker_stop (self->probe);
  g_clear_object (&self->probe);
}

GListModel *
br_printer_service_get_printers (BrPrinterService *self)
{
  return G_LIST_MODEL (self->items);
}

gboolean
br_printer_service_is_read (BrPrinterService *self)
{
  return self->is_read;
}

const GError *
br_printer_service_get_trouble (BrPrinterService *self)
{
  return self->trouble;
}

void
br_printer_service_refresh (BrPrinterService *self)
{
  br_assert_main ();
  if (self->trouble != NULL)
    br_printer_service_read (self);
  if (self->bus != NULL)
    br_printer_service_list_office (self);
}

BrPrinterItem *
br_printer_service_find (BrPrinterService *self, const char *key)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (BrPrinterItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (g_str_equal (br_printer_item_get_printer (item)->key, key))
        return item; /* the list keeps it */
    }
  return NULL;
}

static gboolean
is_stopped (BrPrinterItem *item)
{
  const BrPrintCounts *counts = br_printer_item_get_counts (item);
  BrPrinterState state = br_printer_item_get_status (item).state;
  gboolean moves = state == BR_PRINTER_READY || state == BR_PRINTER_PRINTING || state == BR_PRINTER_LEFT
                   || (state == BR_PRINTER_UNKNOWN && br_printer_item_get_trouble (item) == NULL);

  return br_printer_item_is_known (item) && (counts->uncertain > 0 || counts->held > 0 || (counts->waiting > 0 && !moves));
}

guint
br_printer_service_n_stopped (BrPrinterService *self)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (BrPrinterItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      n += is_stopped (item) ? 1 : 0;
    }
  return n;
}

gboolean
br_printer_service_is_sending (BrPrinterService *self)
{
  return self->sending;
}
