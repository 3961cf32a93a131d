/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An order for labels, and placing it. What it would come to is in br-label-plan.c. */
#include "config.h"

#include "br-label-service-private.h"

#include "br-error.h"
#include "br-label-source.h"
#include "br-print-queue.h"

BrLabelOrder *
br_label_order_new (void)
{
  BrLabelOrder *self = g_new0 (BrLabelOrder, 1);

  self->source = BR_PRINT_SELECTION;
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) br_print_item_free);
  return self;
}

void
br_label_order_free (BrLabelOrder *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->template, br_label_template_unref);
  g_free (self->printer_key);
  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->typed, g_ptr_array_unref);
  g_free (self->person);
  g_free (self);
}

gint64
br_label_order_count (const BrLabelOrder *self)
{
  gint64 n = 0;

  for (guint i = 0; i < self->items->len; i++)
    n += ((const BrPrintItem *) g_ptr_array_index (self->items, i))->copies;
  return n;
}

/* What a person typed stands on every label; a list was typed as rows. */
BrLabelFields *
br_label_order_dup_fields (const BrLabelOrder *order, const BrLabelFields *fields)
{
  BrLabelFields *copy = fields != NULL ? br_label_fields_copy (fields) : br_label_fields_new ();

  for (guint i = 0; order->typed != NULL && i + 1 < order->typed->len; i += 2)
    {
      const char *name = g_ptr_array_index (order->typed, i), *text = g_ptr_array_index (order->typed, i + 1);
      const BrLabelField *field = order->template != NULL ? br_label_template_find_field (order->template, name) : NULL;

      if (field != NULL && field->type == BR_LABEL_FIELD_LIST && text != NULL)
        br_label_fields_set_list (copy, name, br_label_rows_parse (text));
      else
        br_label_fields_set (copy, name, text);
    }
  return copy;
}

/* One order on its way: where it is printed is read, then, part by part, what the goods are now is read and written. */
typedef struct
{
  BrStore *store; /* owned */
  BrLabelOrder *order; /* owned */
  BrLabelShop shop;
  gint64 job, written; /* of the parts so far, the last of which may not be committed */
  gint64 taken; /* labels of parts that are */
  GError *failure; /* of a later part, or NULL */
} PrintJob;

static void
free_print_job (gpointer data)
{
  PrintJob *job = data;

  br_store_unref (job->store);
  br_label_order_free (job->order);
  br_label_shop_clear (&job->shop);
  g_clear_error (&job->failure);
  g_free (job);
}

/* Goods of the next part, and their rows in the list beside them. */
static gboolean
find_goods (BrDb *db, const PrintJob *job, GPtrArray *items, GArray *rows, GError **error)
{
  gint64 seq = 0;

  for (guint i = 0; i < job->order->items->len && seq < job->written + BR_PRINT_PART; i++)
    {
      BrPrintItem *item = job->order->items->pdata[i];
      guint32 row = 0;

      seq += item->copies;
      if (seq <= job->written || br_id_is_none (&item->sku))
        continue;
      if (!br_label_source_find (db, &item->sku, &row, error))
        return FALSE;
      if (row == 0)
        continue; /* gone since it was chosen: it is printed as it was */
      g_ptr_array_add (items, item);
      g_array_append_val (rows, row);
    }
  return TRUE;
}

/* The order was put together a while ago, from what the goods were then: a label says what they are when it is ordered. */
static gboolean
refresh_goods (BrDb *db, const PrintJob *job, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new (), goods = NULL;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (BrIdList) ids = NULL;
  gsize n;

  if (!find_goods (db, job, items, rows, error))
    return FALSE;
  n = rows->len;
  ids = br_id_list_new_take ((guint32 *) g_array_free (g_steal_pointer (&rows), FALSE), n);
  goods = br_label_source_load (db, &job->shop, ids, cancellable, error);
  for (guint i = 0; goods != NULL && i < goods->len; i++)
    {
      const BrLabelGoods *now = goods->pdata[i];
      BrPrintItem *item = items->pdata[i];

      if (now == NULL)
        continue;
      br_label_fields_free (item->fields);
      item->fields = br_label_order_dup_fields (job->order, now->fields);
    }
  return goods != NULL;
}

static gboolean
read_part (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PrintJob *job = data;

  return (job->written > 0 || br_label_shop_load (db, &job->shop, error)) && refresh_goods (db, job, cancellable, error);
}

static BrPrintOrder
to_store (const PrintJob *job)
{
  const BrLabelOrder *order = job->order;

  return (BrPrintOrder) { .source = order->source,
                          .template = order->template,
                          .printer_key = order->printer_key,
                          .items = order->items,
                          .person = order->person,
                          .store = job->shop.uid,
                          .currency = job->shop.currency,
                          .zone = job->shop.zone_name,
                          .start_cell = order->start_cell };
}

static gboolean
enqueue_job (BrStoreTx *tx, gpointer data, GError **error)
{
  PrintJob *job = data;
  BrPrintOrder order = to_store (job);

  return br_print_enqueue (tx, &order, BR_PRINT_PART, &job->job, &job->written, error);
}

static gboolean
tear_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_print_close_torn (tx, ((const PrintJob *) data)->job, error);
}

/* What kept the rest from being written is the task's; that it will not be is noted, now or by the next start. */
static void
torn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PrintJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!br_store_print_write_finish (job->store, result, NULL, &error))
    g_debug ("an unfinished order cannot be noted: %s", error->message);
  g_task_return_error (task, g_steal_pointer (&job->failure));
}

/* Takes `error`: what kept the next part from being taken. */
static void
fail (GTask *task, GError *error)
{
  PrintJob *job = g_task_get_task_data (task);

  if (job->taken == 0)
    {
      g_task_return_error (task, error);
      return;
    }
  job->failure = error;
  br_store_print_write_async (job->store, tear_job, job, NULL, NULL, torn_cb, g_object_ref (task));
}

static void place_part (GTask *task);

/* The first part prints while the next are written. */
static void
enqueued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PrintJob *job = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean ok = br_store_print_write_finish (job->store, result, NULL, &error);

  if (ok)
    job->taken = job->written;
  if (ok && job->taken < br_label_order_count (job->order))
    place_part (g_object_ref (task));
  else if (ok || g_error_matches (error, BR_ERROR, BR_ERROR_CANCELLED_BY_USER))
    g_task_return_boolean (task, TRUE);
  else
    fail (task, g_steal_pointer (&error));
  g_clear_error (&error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PrintJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (br_store_read_finish (job->store, result, NULL, &error))
    br_store_print_write_async (job->store, enqueue_job, job, NULL, NULL, enqueued_cb, g_object_ref (task));
  else
    fail (task, error);
}

/* Takes `task`. */
static void
place_part (GTask *task)
{
  PrintJob *job = g_task_get_task_data (task);

  br_store_read_async (job->store, G_PRIORITY_HIGH, read_part, job, NULL, NULL, read_cb, task);
}

static void
merge_typed (BrLabelOrder *order)
{
  for (guint i = 0; order->typed != NULL && i < order->items->len; i++)
    {
      BrPrintItem *item = g_ptr_array_index (order->items, i);
      BrLabelFields *fields = br_label_order_dup_fields (order, item->fields);

      br_label_fields_free (item->fields);
      item->fields = fields;
    }
}

void
br_label_service_print_async (BrLabelService *self, BrLabelOrder *order, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  PrintJob *job = g_new0 (PrintJob, 1);

  merge_typed (order);
  *job = (PrintJob) { .store = br_store_ref (br_label_service_get_store (self)), .order = order };
  g_task_set_source_tag (task, br_label_service_print_async);
  g_task_set_task_data (task, job, free_print_job);
  place_part (task);
}

gboolean
br_label_service_print_finish (BrLabelService *self, GAsyncResult *result, gint64 *job, gint64 *taken, GError **error)
{
  const PrintJob *placed = g_task_get_task_data (G_TASK (result));

  *job = placed->taken > 0 ? placed->job : 0;
  *taken = placed->taken;
  return g_task_propagate_boolean (G_TASK (result), error);
}
