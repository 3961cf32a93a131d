/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What shelves have of articles that are looked at: in the list of goods, and in the editor of one product. */
#include "config.h"

#include "br-tag-service-private.h"

#include "br-sku-query.h"
#include "br-tag-list-store.h"

typedef struct
{
  BrIdList *articles;    /* given, or NULL */
  BrId product;          /* given, when there are no articles */
  guint limit;
  gint64 now_us;
  GPtrArray *truths;     /* found */
  BrProductShelf *shelf; /* found */
} ShelfJob;

void
br_product_shelf_free (BrProductShelf *self)
{
  g_clear_pointer (&self->articles, g_ptr_array_unref);
  g_clear_pointer (&self->truths, g_ptr_array_unref);
  g_clear_pointer (&self->tags, g_ptr_array_unref);
  g_free (self);
}

static void
free_job (gpointer data)
{
  ShelfJob *job = data;

  g_clear_pointer (&job->articles, br_id_list_unref);
  g_clear_pointer (&job->truths, g_ptr_array_unref);
  g_clear_pointer (&job->shelf, br_product_shelf_free);
  g_free (job);
}

static ShelfJob *
new_job (BrTagService *self)
{
  ShelfJob *job = g_new0 (ShelfJob, 1);

  job->now_us = br_clock_now_us (br_store_get_clock (br_tag_service_get_store (self)));
  return job;
}

static GPtrArray *
read_truths (BrDb *db, const BrIdList *articles, gint64 now_us, GError **error)
{
  const BrShelfQuery query = { .least_proof = BR_TAG_PROOF_ACCEPTED, .now_us = now_us };

  return br_shelf_list_of (db, &query, articles->ids, articles->n, error);
}

static gboolean
shelves_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ShelfJob *job = data;

  job->truths = read_truths (db, job->articles, job->now_us, error);
  return job->truths != NULL;
}

void
br_tag_service_shelves_async (BrTagService *self, BrIdList *articles, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  ShelfJob *job = new_job (self);

  job->articles = br_id_list_ref (articles);
  br_tag_task_read (br_tag_task_new (self, job, free_job, cancellable, callback, user_data), shelves_job);
}

GPtrArray *
br_tag_service_shelves_finish (BrTagService *self, GAsyncResult *result, GError **error)
{
  ShelfJob *job = br_tag_task_finish (result, error);

  return job != NULL ? g_steal_pointer (&job->truths) : NULL;
}

static gboolean
of_product_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ShelfJob *job = data;
  g_autoptr (BrProductShelf) shelf = g_new0 (BrProductShelf, 1);
  g_autoptr (BrIdList) articles = NULL, tags = NULL;

  if (!br_tag_list_of_product (db, &job->product, job->limit, &articles, &tags, error))
    return FALSE;
  shelf->articles = br_sku_query_rows (db, articles->ids, articles->n, error);
  shelf->truths = shelf->articles != NULL ? read_truths (db, articles, job->now_us, error) : NULL;
  shelf->tags = shelf->truths != NULL ? br_tag_list_rows (db, tags->ids, tags->n, job->now_us, error) : NULL;
  if (shelf->tags == NULL)
    return FALSE;
  job->shelf = g_steal_pointer (&shelf);
  return TRUE;
}

void
br_tag_service_of_product_async (BrTagService *self, const BrId *product, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  ShelfJob *job = new_job (self);

  job->product = *product;
  job->limit = limit;
  br_tag_task_read (br_tag_task_new (self, job, free_job, cancellable, callback, user_data), of_product_job);
}

BrProductShelf *
br_tag_service_of_product_finish (BrTagService *self, GAsyncResult *result, GError **error)
{
  ShelfJob *job = br_tag_task_finish (result, error);

  return job != NULL ? g_steal_pointer (&job->shelf) : NULL;
}
