/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goods give to labels, for the window. */
#include "config.h"

#include "br-label-service-private.h"

#include "br-label-source.h"

typedef struct
{
  BrStore *store; /* owned */
  BrIdList *skus; /* owned */
  GPtrArray *goods; /* of BrLabelGoods or NULL */
} GoodsJob;

static void
free_job (gpointer data)
{
  GoodsJob *job = data;

  br_store_unref (job->store);
  br_id_list_unref (job->skus);
  g_clear_pointer (&job->goods, g_ptr_array_unref);
  g_free (job);
}

static gboolean
load_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GoodsJob *job = data;
  g_auto (BrLabelShop) shop = { 0 };

  if (!br_label_shop_load (db, &shop, error))
    return FALSE;
  job->goods = br_label_source_load (db, &shop, job->skus, cancellable, error);
  return job->goods != NULL;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GoodsJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (br_store_read_finish (job->store, result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
br_label_service_items_async (BrLabelService *self, BrIdList *skus, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  GoodsJob *job = g_new0 (GoodsJob, 1);

  *job = (GoodsJob) { .store = br_store_ref (br_label_service_get_store (self)), .skus = br_id_list_ref (skus) };
  g_task_set_source_tag (task, br_label_service_items_async);
  g_task_set_task_data (task, job, free_job);
  br_store_read_async (job->store, G_PRIORITY_DEFAULT, load_job, job, NULL, cancellable, loaded_cb, task);
}

static BrPrintItem *
make_item (BrLabelGoods *goods)
{
  BrPrintItem *item = g_new0 (BrPrintItem, 1);

  *item = (BrPrintItem) { .fields = g_steal_pointer (&goods->fields), .sku = goods->sku, .copies = 1 };
  return item;
}

static void
free_item (gpointer data)
{
  br_print_item_free (data);
}

GPtrArray *
br_label_service_items_finish (BrLabelService *self, GAsyncResult *result, GError **error)
{
  GoodsJob *job = g_task_get_task_data (G_TASK (result));
  GPtrArray *items;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  items = g_ptr_array_new_full (job->goods->len, free_item);
  for (guint i = 0; i < job->goods->len; i++)
    g_ptr_array_add (items, job->goods->pdata[i] != NULL ? make_item (job->goods->pdata[i]) : NULL);
  return items;
}
