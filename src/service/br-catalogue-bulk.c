/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue service: mass edits: what would change, and changing it as one change-set. */
#include "config.h"

#include "br-catalogue-private.h"
#include "br-edit-store.h"
#include "br-error.h"
#include "br-mass-walk.h"
#include "br-sku-query.h"

#define PROGRESS_STEP 250 /* SKUs between two reports of progress, and looks at the cancellable */

/* Preview */

typedef struct
{
  BrCatalogueJob base;
  BrStore *store;
  BrMassEdit edit;
  BrIdList *skus;
  gsize limit; /* changes listed */
} PreviewJob;

static void
free_preview_job (gpointer data)
{
  PreviewJob *job = data;

  br_catalogue_job_clear (&job->base);
  br_store_unref (job->store);
  br_mass_edit_clear (&job->edit);
  br_id_list_unref (job->skus);
  g_free (job);
}

static void
list_change (BrMassPreview *preview, guint32 sku, const BrMassItem *item, BrKind kind, guint field)
{
  BrMassChange *change = g_new0 (BrMassChange, 1);

  change->sku = sku;
  change->kind = kind;
  change->field = field;
  change->below_floor = item->below_floor;
  if (item->before != NULL)
    br_value_copy (&change->before, &item->before->cells[field]);
  if (item->after != NULL)
    br_value_copy (&change->after, &item->after->cells[field]);
  if (item->problem != NULL)
    change->problem = g_error_copy (item->problem);
  g_ptr_array_add (preview->changes, change);
}

static void
count_step (PreviewJob *job, BrMassPreview *preview, guint32 sku, const BrMassItem *item, BrMassStep step)
{
  BrKind kind;
  guint field;

  if (step == BR_MASS_UNCHANGED)
    preview->n_unchanged++;
  if (step != BR_MASS_CHANGED && step != BR_MASS_IMPOSSIBLE)
    return;
  preview->n_impossible += step == BR_MASS_IMPOSSIBLE;
  preview->n_changes += step == BR_MASS_CHANGED;
  preview->n_below_floor += item->below_floor;
  br_mass_edit_target (&job->edit, &kind, &field);
  if (preview->changes->len < job->limit)
    list_change (preview, sku, item, kind, field);
}

/* Names and codes for the changes that are listed, 64 at a time. */
static gboolean
name_changes (BrDb *db, BrMassPreview *preview, GError **error)
{
  for (guint start = 0; start < preview->changes->len; start += 64)
    {
      guint n = MIN (64, preview->changes->len - start);
      g_autoptr (GPtrArray) rows = NULL;
      guint32 ids[64];

      for (guint i = 0; i < n; i++)
        ids[i] = ((BrMassChange *) preview->changes->pdata[start + i])->sku;
      rows = br_sku_query_rows (db, ids, n, error);
      if (rows == NULL)
        return FALSE;
      for (guint i = 0; i < n; i++)
        {
          BrMassChange *change = preview->changes->pdata[start + i];
          const BrSkuRow *row = rows->pdata[i];

          change->name = g_strdup (row != NULL ? row->name : NULL);
          change->code = g_strdup (row != NULL ? row->code : NULL);
        }
    }
  return TRUE;
}

static gboolean
preview_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PreviewJob *job = data;
  g_autoptr (BrMassPreview) preview = br_mass_preview_new ();
  g_autoptr (BrMassWalk) walk = br_mass_walk_new (db, br_store_get_clock (job->store), br_store_get_random (job->store), &job->edit, error);

  if (walk == NULL)
    return FALSE;
  for (gsize i = 0; i < job->skus->n; i++)
    {
      g_auto (BrMassItem) item = { 0 };
      BrMassStep step;

      if (i % PROGRESS_STEP == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!br_mass_walk_step (walk, job->skus->ids[i], &item, &step, error))
        return FALSE;
      count_step (job, preview, job->skus->ids[i], &item, step);
    }
  if (!name_changes (db, preview, error))
    return FALSE;
  job->base.result = g_steal_pointer (&preview);
  return TRUE;
}

static PreviewJob *
new_preview_job (BrStore *store, const BrMassEdit *edit, BrIdList *skus, gsize limit)
{
  PreviewJob *job = g_new0 (PreviewJob, 1);

  job->base.free_result = (GDestroyNotify) br_mass_preview_free;
  job->store = br_store_ref (store);
  br_mass_edit_copy (&job->edit, edit);
  job->skus = br_id_list_ref (skus);
  job->limit = limit;
  return job;
}

void
br_catalogue_service_preview_async (BrCatalogueService *self, const BrMassEdit *edit, BrIdList *skus, gsize limit, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, br_catalogue_service_preview_async);
  br_catalogue_service_read (task, preview_job, new_preview_job (br_catalogue_service_get_store (self), edit, skus, limit), free_preview_job);
}

BrMassPreview *
br_catalogue_service_preview_finish (BrCatalogueService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
br_catalogue_preview (BrStore *store, const BrMassEdit *edit, BrIdList *skus, gsize limit, BrMassPreview **out, GError **error)
{
  PreviewJob *job = new_preview_job (store, edit, skus, limit);
  gboolean ok = br_store_read (store, preview_job, job, NULL, error);

  *out = g_steal_pointer (&job->base.result);
  free_preview_job (job);
  return ok;
}

/* Statuses */

typedef struct
{
  BrCatalogueJob base;
  BrIdList *skus;
} StatusesJob;

static void
free_statuses_job (gpointer data)
{
  StatusesJob *job = data;

  br_catalogue_job_clear (&job->base);
  br_id_list_unref (job->skus);
  g_free (job);
}

static gboolean
statuses_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  StatusesJob *job = data;
  guint counts[BR_STATUS_RETIRED + 1];

  if (!br_sku_query_count_statuses (db, job->skus, cancellable, counts, error))
    return FALSE;
  job->base.result = g_memdup2 (counts, sizeof counts);
  return TRUE;
}

void
br_catalogue_service_statuses_async (BrCatalogueService *self, BrIdList *skus, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  StatusesJob *job = g_new0 (StatusesJob, 1);

  job->base.free_result = g_free;
  job->skus = br_id_list_ref (skus);
  g_task_set_source_tag (task, br_catalogue_service_statuses_async);
  br_catalogue_service_read (task, statuses_job, job, free_statuses_job);
}

guint *
br_catalogue_service_statuses_finish (BrCatalogueService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Apply */

typedef struct
{
  BrId change;
  GPtrArray *problems; /* of BrEditProblem */
} ApplyResult;

typedef struct
{
  BrCatalogueJob base;
  BrActor actor;
  char *person_name;
  char *label;
  BrMassEdit edit;
  BrIdList *skus;
  BrProgressFunc progress;
  gpointer progress_data;
  GCancellable *cancellable;
} ApplyJob;

static void
free_apply_result (gpointer data)
{
  ApplyResult *result = data;

  g_clear_pointer (&result->problems, g_ptr_array_unref);
  g_free (result);
}

static void
free_apply_job (gpointer data)
{
  ApplyJob *job = data;

  br_catalogue_job_clear (&job->base);
  g_free (job->person_name);
  g_free (job->label);
  br_mass_edit_clear (&job->edit);
  br_id_list_unref (job->skus);
  g_clear_object (&job->cancellable);
  g_free (job);
}

/* A report of progress on its way to main. */
typedef struct
{
  BrProgressFunc func;
  gpointer data;
  gint64 done, total;
  GCancellable *cancellable;
} Progress;

static gboolean
progress_cb (gpointer data)
{
  Progress *progress = data;

  if (progress->cancellable == NULL || !g_cancellable_is_cancelled (progress->cancellable))
    progress->func (progress->done, progress->total, progress->data);
  return G_SOURCE_REMOVE;
}

static void
free_progress (gpointer data)
{
  Progress *progress = data;

  g_clear_object (&progress->cancellable);
  g_free (progress);
}

static void
report_progress (ApplyJob *job, gint64 done)
{
  Progress *progress;

  if (job->progress == NULL)
    return;
  progress = g_new0 (Progress, 1);
  *progress = (Progress) { job->progress, job->progress_data, done, job->skus->n, job->cancellable != NULL ? g_object_ref (job->cancellable) : NULL };
  g_idle_add_full (G_PRIORITY_DEFAULT, progress_cb, progress, free_progress);
}

static void
add_problem (GPtrArray *problems, const BrMassItem *item, GError *error)
{
  BrEditProblem *problem = g_new0 (BrEditProblem, 1);
  const BrRecord *record = item->before != NULL ? item->before : item->after;

  problem->field = -1;
  if (record != NULL)
    {
      problem->kind = record->kind;
      problem->id = record->id;
    }
  problem->error = error;
  g_ptr_array_add (problems, problem);
}

/* A price under the floor needs somebody who may approve it; who does is kept in the entry. */
static gboolean
approve (ApplyJob *job, BrMassItem *item, GPtrArray *problems)
{
  if (!item->below_floor)
    return TRUE;
  if (!br_role_has_right (job->actor.role, BR_RIGHT_APPROVE_BELOW_FLOOR))
    {
      add_problem (problems, item, g_error_new_literal (BR_ERROR, BR_ERROR_REFUSED, "the price is below the floor"));
      return FALSE;
    }
  br_value_set_id (&item->after->cells[BR_PRICE_APPROVED_BY], &job->actor.person);
  return TRUE;
}

static gboolean
apply_step (ApplyJob *job, BrMassWalk *walk, BrEditBatch *batch, gint64 sku, GPtrArray *problems, GError **error)
{
  g_auto (BrMassItem) item = { 0 };
  BrMassStep step;

  if (!br_mass_walk_step (walk, sku, &item, &step, error))
    return FALSE;
  if (step == BR_MASS_IMPOSSIBLE)
    add_problem (problems, &item, g_steal_pointer (&item.problem));
  if (step != BR_MASS_CHANGED || !approve (job, &item, problems))
    return TRUE;
  return br_edit_batch_put (batch, item.before, item.after, error);
}

static gboolean
apply_steps (ApplyJob *job, BrMassWalk *walk, BrEditBatch *batch, GPtrArray *problems, GError **error)
{
  for (gsize i = 0; i < job->skus->n; i++)
    {
      if (i % PROGRESS_STEP == 0)
        {
          if (g_cancellable_set_error_if_cancelled (job->cancellable, error))
            return FALSE;
          report_progress (job, i);
        }
      if (!apply_step (job, walk, batch, job->skus->ids[i], problems, error))
        return FALSE;
    }
  return TRUE;
}

static void
free_problem (gpointer data)
{
  br_edit_problem_free (data);
}

static gboolean
apply_job (BrStoreTx *tx, gpointer data, GError **error)
{
  ApplyJob *job = data;
  BrEditor editor = { .actor = job->actor, .person_name = job->person_name, .label = job->label, .mode = BR_EDIT_EACH };
  g_autoptr (BrMassWalk) walk = br_mass_walk_new (tx->db, tx->clock, tx->random, &job->edit, error);
  g_autoptr (BrEditBatch) batch = NULL;
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (free_problem);
  g_autoptr (GPtrArray) refused = NULL;
  ApplyResult *result;
  BrId change = { 0 };

  if (walk == NULL)
    return FALSE;
  batch = br_edit_batch_begin (tx, &editor);
  if (!apply_steps (job, walk, batch, problems, error) || !br_edit_batch_finish (batch, &change, &refused, error))
    return FALSE;
  result = g_new0 (ApplyResult, 1);
  result->change = change;
  if (refused != NULL)
    g_ptr_array_extend_and_steal (problems, g_steal_pointer (&refused));
  result->problems = g_steal_pointer (&problems);
  job->base.result = result;
  return TRUE;
}

static ApplyJob *
new_apply_job (const BrActor *actor, const char *person_name, const char *label, const BrMassEdit *edit, BrIdList *skus)
{
  ApplyJob *job = g_new0 (ApplyJob, 1);

  job->base.free_result = free_apply_result;
  job->actor = *actor;
  job->person_name = g_strdup (person_name);
  job->label = g_strdup (label);
  br_mass_edit_copy (&job->edit, edit);
  job->skus = br_id_list_ref (skus);
  return job;
}

void
br_catalogue_service_apply_async (BrCatalogueService *self, const BrActor *actor, const char *person_name, const char *label, const BrMassEdit *edit,
                                  BrIdList *skus, BrProgressFunc progress, gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  ApplyJob *job = new_apply_job (actor, person_name, label, edit, skus);

  job->progress = progress;
  job->progress_data = progress_data;
  job->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  g_task_set_source_tag (task, br_catalogue_service_apply_async);
  br_catalogue_service_write (task, apply_job, job, free_apply_job);
}

static void
take_apply_result (ApplyResult *result, BrId *change_id, GPtrArray **problems)
{
  if (change_id != NULL)
    *change_id = result->change;
  if (problems != NULL)
    *problems = g_steal_pointer (&result->problems);
}

gboolean
br_catalogue_service_apply_finish (BrCatalogueService *self, GAsyncResult *result, BrId *change_id, GPtrArray **problems, GError **error)
{
  ApplyResult *applied;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  applied = g_task_propagate_pointer (G_TASK (result), error);
  if (applied == NULL)
    return FALSE;
  take_apply_result (applied, change_id, problems);
  free_apply_result (applied);
  return TRUE;
}

gboolean
br_catalogue_apply (BrStore *store, const BrActor *actor, const char *label, const BrMassEdit *edit, BrIdList *skus, BrId *change_id, GPtrArray **problems,
                    GError **error)
{
  ApplyJob *job = new_apply_job (actor, NULL, label, edit, skus);
  gboolean ok = br_store_write (store, apply_job, job, error);

  if (ok)
    take_apply_result (job->base.result, change_id, problems);
  free_apply_job (job);
  return ok;
}
