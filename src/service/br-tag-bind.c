/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a clerk does with tags: two scans bind one, and all that follows from it. Committed at once, station or no station. */
#include "config.h"

#include "br-tag-service-private.h"

#include "br-error.h"
#include "br-projection.h"
#include "br-sku-query.h"
#include "br-tag-binding-store.h"
#include "br-tag-event-store.h"
#include "br-tag-finder.h"
#include "br-tag-list-store.h"
#include "br-tag-store.h"
#include "br-tag-want-store.h"

/* What is scanned, on a reader. */
typedef struct
{
  char *code;
  gint64 now_us;
  BrTagScan *scan; /* found */
} ScanJob;

void
br_tag_scan_free (BrTagScan *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->tag, br_tag_view_unref);
  g_clear_pointer (&self->goods, br_sku_row_unref);
  g_free (self);
}

static void
free_scan_job (gpointer data)
{
  ScanJob *job = data;

  br_tag_scan_free (job->scan);
  g_free (job->code);
  g_free (job);
}

static gboolean
take_tag (BrDb *db, ScanJob *job, guint32 tag, GError **error)
{
  g_autoptr (GPtrArray) rows = br_tag_list_rows (db, &tag, 1, job->now_us, error);

  if (rows == NULL)
    return FALSE;
  if (rows->pdata[0] != NULL)
    {
      job->scan->kind = BR_TAG_SCAN_TAG;
      job->scan->tag = br_tag_view_ref (rows->pdata[0]);
    }
  return TRUE;
}

static gboolean
take_goods (BrDb *db, ScanJob *job, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GPtrArray) rows = NULL;

  if (!br_sku_query_by_code (db, job->code, ids, error))
    return FALSE;
  if (ids->len == 0)
    return TRUE;
  rows = br_sku_query_rows (db, (const guint32 *) ids->data, 1, error);
  if (rows == NULL)
    return FALSE;
  if (rows->pdata[0] != NULL)
    {
      job->scan->kind = BR_TAG_SCAN_GOODS;
      job->scan->goods = br_sku_row_ref (rows->pdata[0]);
      job->scan->many = ids->len > 1;
    }
  return TRUE;
}

/* A tag's sticker first: a barcode is on goods by the thousand, a sticker on one tag. */
static gboolean
scan_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ScanJob *job = data;
  gint64 tag = 0;

  job->scan = g_new0 (BrTagScan, 1);
  if (!br_tag_code_find (db, job->code, &tag, error))
    return FALSE;
  return tag != 0 ? take_tag (db, job, (guint32) tag, error) : take_goods (db, job, error);
}

void
br_tag_service_scan_async (BrTagService *self, const char *code, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  ScanJob *job = g_new0 (ScanJob, 1);

  job->code = g_strdup (code);
  job->now_us = br_clock_now_us (br_store_get_clock (br_tag_service_get_store (self)));
  br_tag_task_read (br_tag_task_new (self, job, free_scan_job, cancellable, callback, user_data), scan_job);
}

BrTagScan *
br_tag_service_scan_finish (BrTagService *self, GAsyncResult *result, GError **error)
{
  ScanJob *job = br_tag_task_finish (result, error);

  return job != NULL ? g_steal_pointer (&job->scan) : NULL;
}

/* A write about tags: which of these are used is the writing function's. Owned. */
typedef struct
{
  BrStore *store;
  BrTagBinding binding;
  BrIdList *tags;
  guint32 tag, other;
  gboolean agreed; /* to rebind; that what a person saw was right */
  char *person;
} WriteJob;

static void
free_write_job (gpointer data)
{
  WriteJob *job = data;

  br_store_unref (job->store);
  br_tag_binding_clear (&job->binding);
  g_clear_pointer (&job->tags, br_id_list_unref);
  g_free (job->person);
  g_free (job);
}

static gboolean
bind_job (BrStoreTx *tx, gpointer data, GError **error)
{
  WriteJob *job = data;
  g_auto (BrTagBinding) before = { 0 };
  GError *problem = NULL;

  if (br_tag_binding_find (tx->db, job->binding.tag, &before, &problem) && !job->agreed && !br_id_equal (&before.sku, &job->binding.sku))
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_EXISTS, "the tag stands before another article");
      return FALSE;
    }
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  return br_tag_bind (tx, &job->binding, error);
}

/* The tag stands in the place whose prices lists show. */
static gboolean
read_place_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  BrPriceContext place = { 0 };

  if (!br_projection_get_place (db, &place, error))
    return FALSE;
  ((WriteJob *) data)->binding.store = place.store;
  return TRUE;
}

static gboolean
bind_work (gpointer data, GCancellable *cancellable, GError **error)
{
  WriteJob *job = data;

  return br_store_read (job->store, read_place_job, job, NULL, error) && br_store_tags_write (job->store, bind_job, job, error);
}

static WriteJob *
new_write_job (BrTagService *self, const char *person)
{
  WriteJob *job = g_new0 (WriteJob, 1);

  job->store = br_store_ref (br_tag_service_get_store (self));
  job->person = g_strdup (person);
  return job;
}

void
br_tag_service_bind_async (BrTagService *self, const BrTagBind *bind, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  WriteJob *job = new_write_job (self, NULL);

  job->agreed = bind->rebind;
  job->binding = (BrTagBinding) {
    .tag = bind->tag, .sku = bind->sku, .place = g_strdup (bind->place), .design = g_strdup (bind->template_key), .bound_by = g_strdup (bind->person)
  };
  br_tag_task_work (br_tag_task_new (self, job, free_write_job, NULL, callback, user_data), br_tag_service_get_desk (self), bind_work);
}

static gboolean
unbind_job (BrStoreTx *tx, gpointer data, GError **error)
{
  WriteJob *job = data;

  for (gsize i = 0; i < job->tags->n; i++)
    if (!br_tag_unbind (tx, job->tags->ids[i], job->person, error))
      return FALSE;
  return TRUE;
}

void
br_tag_service_unbind_async (BrTagService *self, BrIdList *tags, const char *person, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  WriteJob *job = new_write_job (self, person);

  job->tags = br_id_list_ref (tags);
  br_tag_task_write (br_tag_task_new (self, job, free_write_job, NULL, callback, user_data), unbind_job);
}

/* What was bound or went while a person looked at the list stays as it is. */
static gboolean
leave_alone (GError **failure)
{
  if (*failure != NULL && !g_error_matches (*failure, BR_ERROR, BR_ERROR_IN_USE) && !g_error_matches (*failure, BR_ERROR, BR_ERROR_NOT_FOUND))
    return FALSE;
  g_clear_error (failure);
  return TRUE;
}

static gboolean
for_each_tag (BrStoreTx *tx, const BrIdList *tags, gboolean (*func) (BrStoreTx *tx, gint64 tag, GError **error), GError **error)
{
  for (gsize i = 0; i < tags->n; i++)
    {
      GError *failure = NULL;

      if (!func (tx, tags->ids[i], &failure) && !leave_alone (&failure))
        {
          g_propagate_error (error, failure);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
forget_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return for_each_tag (tx, ((WriteJob *) data)->tags, br_tag_store_forget, error);
}

static gboolean
unforget_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return for_each_tag (tx, ((WriteJob *) data)->tags, br_tag_store_unforget, error);
}

static void
start_forget (BrTagService *self, BrIdList *tags, BrStoreFunc func, GAsyncReadyCallback callback, gpointer user_data)
{
  WriteJob *job = new_write_job (self, NULL);

  job->tags = br_id_list_ref (tags);
  br_tag_task_write (br_tag_task_new (self, job, free_write_job, NULL, callback, user_data), func);
}

void
br_tag_service_forget_async (BrTagService *self, BrIdList *tags, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  start_forget (self, tags, forget_job, callback, user_data);
}

void
br_tag_service_unforget_async (BrTagService *self, BrIdList *tags, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  start_forget (self, tags, unforget_job, callback, user_data);
}

static gboolean
replace_job (BrStoreTx *tx, gpointer data, GError **error)
{
  WriteJob *job = data;

  return br_tag_replace (tx, job->tag, job->other, job->person, error);
}

void
br_tag_service_replace_async (BrTagService *self, guint32 broken, guint32 with, const char *person, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  WriteJob *job = new_write_job (self, person);

  job->tag = broken;
  job->other = with;
  br_tag_task_write (br_tag_task_new (self, job, free_write_job, NULL, callback, user_data), replace_job);
}

static gboolean
again_job (BrStoreTx *tx, gpointer data, GError **error)
{
  WriteJob *job = data;

  for (gsize i = 0; i < job->tags->n; i++)
    if (!br_tag_want_again (tx, job->tags->ids[i], BR_TAG_PRIORITY_PERSON, error))
      return FALSE;
  return TRUE;
}

void
br_tag_service_again_async (BrTagService *self, BrIdList *tags, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  WriteJob *job = new_write_job (self, NULL);

  job->tags = br_id_list_ref (tags);
  br_tag_task_write (br_tag_task_new (self, job, free_write_job, NULL, callback, user_data), again_job);
}

/* A wrong picture is not known to be any picture of ours: what is wanted is sent anew. */
static gboolean
seen_job (BrStoreTx *tx, gpointer data, GError **error)
{
  WriteJob *job = data;
  BrTagEvent wrong = { .tag = job->tag, .kind = BR_TAG_EVENT_SEEN_WRONG, .note = job->person };

  if (job->agreed)
    return br_tag_store_prove (tx, job->tag, BR_TAG_PROOF_PERSON, job->person, error);
  return br_tag_event_note (tx, &wrong, error) && br_tag_store_lose (tx, job->tag, FALSE, NULL, error);
}

void
br_tag_service_seen_async (BrTagService *self, guint32 tag, gboolean right, const char *person, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  WriteJob *job = new_write_job (self, person);

  job->tag = tag;
  job->agreed = right;
  br_tag_task_write (br_tag_task_new (self, job, free_write_job, NULL, callback, user_data), seen_job);
}

static gboolean
find_picture_job (BrStoreTx *tx, gpointer data, GError **error)
{
  WriteJob *job = data;

  return br_tag_finder_show (tx, job->tag, job->person, error);
}

void
br_tag_service_find_picture_async (BrTagService *self, guint32 tag, const char *person, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  WriteJob *job = new_write_job (self, person);

  job->tag = tag;
  br_tag_task_write (br_tag_task_new (self, job, free_write_job, NULL, callback, user_data), find_picture_job);
}

static gboolean
found_job (BrStoreTx *tx, gpointer data, GError **error)
{
  WriteJob *job = data;

  return br_tag_finder_end (tx, job->tag, job->person, error);
}

void
br_tag_service_found_async (BrTagService *self, guint32 tag, const char *person, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  WriteJob *job = new_write_job (self, person);

  job->tag = tag;
  br_tag_task_write (br_tag_task_new (self, job, free_write_job, NULL, callback, user_data), found_job);
}
