/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue service: saving one product, undo, history. */
#include "config.h"

#include "br-catalogue-private.h"
#include "br-edit-store.h"
#include "br-history-store.h"

/* Save */

typedef struct
{
  BrCatalogueJob base;
  BrActor actor;
  char *person_name;
  char *label;
  BrProductDetail *before; /* NULL = new */
  BrProductDetail *after;
  BrId change;
} SaveJob;

static void
clear_save_job (SaveJob *job)
{
  br_catalogue_job_clear (&job->base);
  g_free (job->person_name);
  g_free (job->label);
  br_product_detail_free (job->before);
  br_product_detail_free (job->after);
}

static void
free_save_job (gpointer data)
{
  clear_save_job (data);
  g_free (data);
}

static gboolean
put_deleted (BrEditBatch *batch, const BrRecord *before, GError **error)
{
  g_autoptr (BrRecord) after = br_record_copy (before);

  br_value_set_int (&after->cells[BR_FIELD_DELETED], 1);
  return br_edit_batch_put (batch, before, after, error);
}

/* Records of `before` that are not in `after` any more are deleted. */
static gboolean
put_missing (BrEditBatch *batch, GPtrArray *before, GPtrArray *after, GError **error)
{
  for (guint i = 0; i < before->len; i++)
    {
      const BrRecord *record = before->pdata[i];

      if (br_records_find (after, &record->id) == NULL && !put_deleted (batch, record, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
put_records (BrEditBatch *batch, GPtrArray *before, GPtrArray *after, GError **error)
{
  for (guint i = 0; i < after->len; i++)
    {
      const BrRecord *record = after->pdata[i];

      if (!br_edit_batch_put (batch, before != NULL ? br_records_find (before, &record->id) : NULL, record, error))
        return FALSE;
    }
  return TRUE;
}

/* Parents first when making, children first when deleting: at no point does a reference dangle. */
static gboolean
put_product (BrEditBatch *batch, const BrProductDetail *before, const BrProductDetail *after, GError **error)
{
  gboolean deletes = br_record_int (after->product, BR_FIELD_DELETED) != 0;

  if ((!deletes && !br_edit_batch_put (batch, before != NULL ? before->product : NULL, after->product, error))
      || !put_records (batch, before != NULL ? before->skus : NULL, after->skus, error)
      || !put_records (batch, before != NULL ? before->prices : NULL, after->prices, error))
    return FALSE;
  if (before == NULL)
    return TRUE;
  return put_missing (batch, before->prices, after->prices, error) && put_missing (batch, before->skus, after->skus, error)
         && (!deletes || br_edit_batch_put (batch, before->product, after->product, error));
}

static gboolean
save_job (BrStoreTx *tx, gpointer data, GError **error)
{
  SaveJob *job = data;
  BrEditor editor = { .actor = job->actor, .person_name = job->person_name, .label = job->label, .mode = BR_EDIT_ATOMIC };
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);

  if (!put_product (batch, job->before, job->after, error) || !br_edit_batch_finish (batch, &job->change, NULL, error))
    return FALSE;
  job->base.result = g_memdup2 (&job->change, sizeof job->change);
  return TRUE;
}

static void
fill_save_job (SaveJob *job, const BrActor *actor, const char *person_name, const char *label, const BrProductDetail *before, const BrProductDetail *after)
{
  job->base.free_result = g_free;
  job->actor = *actor;
  job->person_name = g_strdup (person_name);
  job->label = g_strdup (label);
  job->before = before != NULL ? br_product_detail_copy (before) : NULL;
  job->after = br_product_detail_copy (after);
}

void
br_catalogue_service_save_product_async (BrCatalogueService *self, const BrActor *actor, const char *person_name, const char *label,
                                         const BrProductDetail *before, const BrProductDetail *after, GCancellable *cancellable, GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  SaveJob *job = g_new0 (SaveJob, 1);

  fill_save_job (job, actor, person_name, label, before, after);
  g_task_set_source_tag (task, br_catalogue_service_save_product_async);
  br_catalogue_service_write (task, save_job, job, free_save_job);
}

gboolean
br_catalogue_service_save_product_finish (BrCatalogueService *self, GAsyncResult *result, BrId *change_id, GError **error)
{
  g_autofree BrId *change = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  change = g_task_propagate_pointer (G_TASK (result), error);
  if (change != NULL && change_id != NULL)
    *change_id = *change;
  return change != NULL;
}

gboolean
br_catalogue_save_product (BrStore *store, const BrActor *actor, const char *label, const BrProductDetail *before, const BrProductDetail *after,
                           BrId *change_id, GError **error)
{
  SaveJob job = { 0 };
  gboolean ok;

  fill_save_job (&job, actor, NULL, label, before, after);
  ok = br_store_write (store, save_job, &job, error);
  if (ok && change_id != NULL)
    *change_id = job.change;
  clear_save_job (&job);
  return ok;
}

/* Undo */

typedef struct
{
  BrId undo;
  GPtrArray *losses; /* of BrUndoLoss */
} UndoResult;

typedef struct
{
  BrCatalogueJob base;
  BrActor actor;
  char *person_name;
  char *label;
  BrId change;
} UndoJob;

static void
free_undo_result (gpointer data)
{
  UndoResult *result = data;

  g_clear_pointer (&result->losses, g_ptr_array_unref);
  g_free (result);
}

static void
free_undo_job (gpointer data)
{
  UndoJob *job = data;

  br_catalogue_job_clear (&job->base);
  g_free (job->person_name);
  g_free (job->label);
  g_free (job);
}

static gboolean
undo_job (BrStoreTx *tx, gpointer data, GError **error)
{
  UndoJob *job = data;
  BrEditor editor = { .actor = job->actor, .person_name = job->person_name, .label = job->label, .mode = BR_EDIT_EACH, .undo_of = job->change };
  UndoResult *result = g_new0 (UndoResult, 1);

  job->base.result = result;
  return br_undo_apply (tx, &editor, &job->change, &result->undo, &result->losses, error);
}

void
br_catalogue_service_undo_async (BrCatalogueService *self, const BrActor *actor, const char *person_name, const char *label, const BrId *change,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  UndoJob *job = g_new0 (UndoJob, 1);

  job->base.free_result = free_undo_result;
  job->actor = *actor;
  job->person_name = g_strdup (person_name);
  job->label = g_strdup (label);
  job->change = *change;
  g_task_set_source_tag (task, br_catalogue_service_undo_async);
  br_catalogue_service_write (task, undo_job, job, free_undo_job);
}

gboolean
br_catalogue_service_undo_finish (BrCatalogueService *self, GAsyncResult *result, BrId *undo_id, GPtrArray **losses, GError **error)
{
  UndoResult *undo;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  undo = g_task_propagate_pointer (G_TASK (result), error);
  if (undo == NULL)
    return FALSE;
  if (undo_id != NULL)
    *undo_id = undo->undo;
  if (losses != NULL)
    *losses = g_steal_pointer (&undo->losses);
  free_undo_result (undo);
  return TRUE;
}

gboolean
br_catalogue_undo (BrStore *store, const BrActor *actor, const char *label, const BrId *change, BrId *undo_id, GPtrArray **losses, GError **error)
{
  UndoJob job = { .base.free_result = free_undo_result, .actor = *actor, .label = (char *) label, .change = *change };
  gboolean ok = br_store_write (store, undo_job, &job, error);

  if (ok)
    {
      UndoResult *result = job.base.result;

      if (undo_id != NULL)
        *undo_id = result->undo;
      if (losses != NULL)
        *losses = g_steal_pointer (&result->losses);
    }
  br_catalogue_job_clear (&job.base);
  return ok;
}

/* History */

typedef struct
{
  BrCatalogueJob base;
  BrId product; /* history of one product */
  guint limit;  /* cells */
} HistoryJob;

static void
free_history_job (gpointer data)
{
  HistoryJob *job = data;

  br_catalogue_job_clear (&job->base);
  g_free (job);
}

static gboolean
history_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  HistoryJob *job = data;

  job->base.result = br_history_store_product (db, &job->product, job->limit, error);
  return job->base.result != NULL;
}

void
br_catalogue_service_history_async (BrCatalogueService *self, const BrId *product, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  HistoryJob *job = g_new0 (HistoryJob, 1);

  job->base.free_result = (GDestroyNotify) g_ptr_array_unref;
  job->product = *product;
  job->limit = limit;
  g_task_set_source_tag (task, br_catalogue_service_history_async);
  br_catalogue_service_read (task, history_job, job, free_history_job);
}

GPtrArray *
br_catalogue_service_history_finish (BrCatalogueService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
