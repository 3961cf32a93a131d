/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue service: lists, codes, whole products, choices. All run on the store's readers. */
#include "config.h"

#include "br-catalogue-private.h"
#include "br-error.h"
#include "br-record-store.h"
#include "br-sku-query.h"

/* Query */

typedef struct
{
  BrCatalogueJob base;
  BrSkuQuery query; /* search owned */
  BrFirstRowsFunc first;
  gpointer first_data;
  GTask *task;  /* borrowed: outlives the job; NULL for the blocking call */
  BrDb *db;     /* while it runs */
} QueryJob;

/* The first ids and rows, on their way from a reader to main. */
typedef struct
{
  GTask *task;
  BrIdList *ids;
  GPtrArray *rows;
} FirstRows;

static void
free_first_rows (gpointer data)
{
  FirstRows *self = data;

  g_object_unref (self->task);
  br_id_list_unref (self->ids);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static gboolean
first_rows_cb (gpointer data)
{
  FirstRows *first = data;
  QueryJob *job = g_task_get_task_data (first->task);
  GCancellable *cancellable = g_task_get_cancellable (first->task);

  if (!g_task_get_completed (first->task) && !(cancellable != NULL && g_cancellable_is_cancelled (cancellable)))
    job->first (first->ids, first->rows, job->first_data);
  return G_SOURCE_REMOVE;
}

/* Always by a source: g_main_context_invoke would call on the reader's own thread whenever nobody iterates the context just then. */
static void
send_first_rows (FirstRows *first)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, first_rows_cb, first, free_first_rows);
  g_source_set_static_name (source, "br-catalogue first rows");
  g_source_attach (source, g_task_get_context (first->task));
}

/* On a reader. Rows that cannot be read now are asked for later, and their error is told then. */
static void
query_first_cb (const guint32 *ids, gsize n, gpointer data)
{
  QueryJob *job = data;
  g_autoptr (GPtrArray) rows = br_sku_query_rows (job->db, ids, n, NULL);
  FirstRows *first = g_new0 (FirstRows, 1);

  first->rows = rows != NULL ? g_steal_pointer (&rows) : g_ptr_array_new ();
  first->task = g_object_ref (job->task);
  first->ids = br_id_list_new_take (g_memdup2 (ids, n * sizeof *ids), n);
  send_first_rows (first);
}

static void
free_query_job (gpointer data)
{
  QueryJob *job = data;

  br_catalogue_job_clear (&job->base);
  g_clear_pointer (&job->query.search, br_search_unref);
  g_free (job);
}

static gboolean
query_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  QueryJob *job = data;

  job->db = db;
  return br_sku_query_run (db, &job->query, job->first != NULL ? query_first_cb : NULL, job, cancellable, (BrIdList **) &job->base.result, error);
}

void
br_catalogue_service_query_async (BrCatalogueService *self, const BrSkuQuery *query, BrFirstRowsFunc first, gpointer first_data, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  QueryJob *job = g_new0 (QueryJob, 1);

  job->base.free_result = (GDestroyNotify) br_id_list_unref;
  job->query = *query;
  if (query->search != NULL)
    job->query.search = br_search_ref (query->search);
  job->first = first;
  job->first_data = first_data;
  job->task = task;
  g_task_set_source_tag (task, br_catalogue_service_query_async);
  /* The task owns the job: an announcement of first rows may run after the store is done with it. */
  g_task_set_task_data (task, job, free_query_job);
  br_catalogue_service_read (task, query_job, job, NULL);
}

BrIdList *
br_catalogue_service_query_finish (BrCatalogueService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
br_catalogue_query (BrStore *store, const BrSkuQuery *query, BrIdList **out, GError **error)
{
  QueryJob job = { .query = *query };
  gboolean ok = br_store_read (store, query_job, &job, NULL, error);

  *out = job.base.result;
  return ok;
}

/* Rows */

typedef struct
{
  BrCatalogueJob base;
  gsize n;
  guint32 *ids;
} RowsJob;

static void
free_rows_job (gpointer data)
{
  RowsJob *job = data;

  br_catalogue_job_clear (&job->base);
  g_free (job->ids);
  g_free (job);
}

static gboolean
rows_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  RowsJob *job = data;

  job->base.result = br_sku_query_rows (db, job->ids, job->n, error);
  return job->base.result != NULL;
}

void
br_catalogue_service_rows_async (BrCatalogueService *self, const guint32 *ids, gsize n, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  RowsJob *job = g_new0 (RowsJob, 1);

  job->base.free_result = (GDestroyNotify) g_ptr_array_unref;
  job->n = n;
  job->ids = g_memdup2 (ids, n * sizeof *ids);
  g_task_set_source_tag (task, br_catalogue_service_rows_async);
  br_catalogue_service_read (task, rows_job, job, free_rows_job);
}

GPtrArray *
br_catalogue_service_rows_finish (BrCatalogueService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Codes */

typedef struct
{
  BrCatalogueJob base;
  char *code;
} CodeJob;

static void
free_code_job (gpointer data)
{
  CodeJob *job = data;

  br_catalogue_job_clear (&job->base);
  g_free (job->code);
  g_free (job);
}

#define MAX_CODE_MATCHES 64

static gboolean
code_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  CodeJob *job = data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));

  if (!br_sku_query_by_code (db, job->code, ids, error))
    return FALSE;
  job->base.result = br_sku_query_rows (db, (const guint32 *) ids->data, MIN (ids->len, MAX_CODE_MATCHES), error);
  return job->base.result != NULL;
}

void
br_catalogue_service_find_code_async (BrCatalogueService *self, const char *code, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  CodeJob *job = g_new0 (CodeJob, 1);

  job->base.free_result = (GDestroyNotify) g_ptr_array_unref;
  job->code = g_strdup (code);
  g_task_set_source_tag (task, br_catalogue_service_find_code_async);
  br_catalogue_service_read (task, code_job, job, free_code_job);
}

GPtrArray *
br_catalogue_service_find_code_finish (BrCatalogueService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* One product, whole */

typedef struct
{
  BrCatalogueJob base;
  BrId product;
} ProductJob;

static void
free_product_job (gpointer data)
{
  ProductJob *job = data;

  br_catalogue_job_clear (&job->base);
  g_free (job);
}

static gboolean
load_children (BrDb *db, BrProductDetail *detail, GError **error)
{
  g_autoptr (GPtrArray) skus = br_record_store_list_children (db, BR_KIND_SKU, BR_SKU_PRODUCT, &detail->product->id, error);

  if (skus == NULL)
    return FALSE;
  for (guint i = 0; i < skus->len; i++)
    {
      const BrRecord *sku = skus->pdata[i];
      g_autoptr (GPtrArray) prices = br_record_store_list_children (db, BR_KIND_PRICE, BR_PRICE_SKU, &sku->id, error);

      if (prices == NULL)
        return FALSE;
      g_ptr_array_add (detail->skus, br_record_copy (sku));
      for (guint j = 0; j < prices->len; j++)
        g_ptr_array_add (detail->prices, br_record_copy (prices->pdata[j]));
    }
  return TRUE;
}

static gboolean
product_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ProductJob *job = data;
  g_autoptr (BrProductDetail) detail = br_product_detail_new ();

  if (!br_record_store_load (db, BR_KIND_PRODUCT, &job->product, &detail->product, error))
    return FALSE;
  if (detail->product == NULL)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "the product is not in the catalogue");
      return FALSE;
    }
  if (!load_children (db, detail, error))
    return FALSE;
  job->base.result = g_steal_pointer (&detail);
  return TRUE;
}

void
br_catalogue_service_load_product_async (BrCatalogueService *self, const BrId *product, GCancellable *cancellable, GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  ProductJob *job = g_new0 (ProductJob, 1);

  job->base.free_result = (GDestroyNotify) br_product_detail_free;
  job->product = *product;
  g_task_set_source_tag (task, br_catalogue_service_load_product_async);
  br_catalogue_service_read (task, product_job, job, free_product_job);
}

BrProductDetail *
br_catalogue_service_load_product_finish (BrCatalogueService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
br_catalogue_load_product (BrStore *store, const BrId *product, BrProductDetail **out, GError **error)
{
  ProductJob job = { .product = *product };
  gboolean ok = br_store_read (store, product_job, &job, NULL, error);

  *out = job.base.result;
  return ok;
}

/* The product of a SKU or of a price entry */

typedef struct
{
  BrCatalogueJob base;
  BrKind kind;
  BrId id;
} OwnerJob;

static void
free_owner_job (gpointer data)
{
  OwnerJob *job = data;

  br_catalogue_job_clear (&job->base);
  g_free (job);
}

static gboolean
owner_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  OwnerJob *job = data;
  BrKind kind = job->kind;
  BrId id = job->id;

  while (kind != BR_KIND_PRODUCT)
    {
      g_autoptr (BrRecord) record = NULL;
      const BrId *owner;

      if (!br_record_store_load (db, kind, &id, &record, error))
        return FALSE;
      owner = record != NULL ? br_record_ref (record, kind == BR_KIND_PRICE ? BR_PRICE_SKU : BR_SKU_PRODUCT) : NULL;
      if (owner == NULL)
        {
          g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "the record has no product");
          return FALSE;
        }
      id = *owner;
      kind = kind == BR_KIND_PRICE ? BR_KIND_SKU : BR_KIND_PRODUCT;
    }
  job->base.result = g_memdup2 (&id, sizeof id);
  return TRUE;
}

void
br_catalogue_service_find_product_async (BrCatalogueService *self, BrKind kind, const BrId *id, GCancellable *cancellable, GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  OwnerJob *job = g_new0 (OwnerJob, 1);

  job->base.free_result = g_free;
  job->kind = kind;
  job->id = *id;
  g_task_set_source_tag (task, br_catalogue_service_find_product_async);
  br_catalogue_service_read (task, owner_job, job, free_owner_job);
}

gboolean
br_catalogue_service_find_product_finish (BrCatalogueService *self, GAsyncResult *result, BrId *product, GError **error)
{
  g_autofree BrId *found = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  found = g_task_propagate_pointer (G_TASK (result), error);
  if (found != NULL)
    *product = *found;
  return found != NULL;
}

/* Choices */

typedef struct
{
  BrCatalogueJob base;
  BrKind kind;
} ChoicesJob;

static void
free_choices_job (gpointer data)
{
  ChoicesJob *job = data;

  br_catalogue_job_clear (&job->base);
  g_free (job);
}

static gboolean
choices_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ChoicesJob *job = data;

  job->base.result = br_record_store_list (db, job->kind, error);
  return job->base.result != NULL;
}

void
br_catalogue_service_choices_async (BrCatalogueService *self, BrKind kind, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  ChoicesJob *job = g_new0 (ChoicesJob, 1);

  job->base.free_result = (GDestroyNotify) g_ptr_array_unref;
  job->kind = kind;
  g_task_set_source_tag (task, br_catalogue_service_choices_async);
  br_catalogue_service_read (task, choices_job, job, free_choices_job);
}

GPtrArray *
br_catalogue_service_choices_finish (BrCatalogueService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
