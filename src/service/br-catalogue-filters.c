/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue service: saved filters of a page. */
#include "config.h"

#include "br-catalogue-private.h"
#include "br-settings-store.h"

typedef struct
{
  BrCatalogueJob base;
  char *page;
  char *name;
  char *query; /* NULL removes */
} FilterJob;

static void
free_filter_job (gpointer data)
{
  FilterJob *job = data;

  br_catalogue_job_clear (&job->base);
  g_free (job->page);
  g_free (job->name);
  g_free (job->query);
  g_free (job);
}

static void
free_filter (gpointer data)
{
  BrNamedFilter *filter = data;

  g_free (filter->name);
  g_free (filter->query);
  g_free (filter);
}

static gboolean
list_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  FilterJob *job = data;
  g_autoptr (GPtrArray) saved = br_saved_filter_list (db, job->page, error);
  GPtrArray *filters;

  if (saved == NULL)
    return FALSE;
  filters = g_ptr_array_new_with_free_func (free_filter);
  for (guint i = 0; i < saved->len; i++)
    {
      const BrSavedFilter *from = saved->pdata[i];
      BrNamedFilter *filter = g_new0 (BrNamedFilter, 1);

      filter->name = g_strdup (from->name);
      filter->query = g_strdup (from->query);
      g_ptr_array_add (filters, filter);
    }
  job->base.result = filters;
  return TRUE;
}

void
br_catalogue_service_filters_async (BrCatalogueService *self, const char *page, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  FilterJob *job = g_new0 (FilterJob, 1);

  job->base.free_result = (GDestroyNotify) g_ptr_array_unref;
  job->page = g_strdup (page);
  g_task_set_source_tag (task, br_catalogue_service_filters_async);
  br_catalogue_service_read (task, list_job, job, free_filter_job);
}

GPtrArray *
br_catalogue_service_filters_finish (BrCatalogueService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
put_job (BrStoreTx *tx, gpointer data, GError **error)
{
  FilterJob *job = data;

  job->base.result = g_memdup2 ("", 1); /* done: a pointer that is not NULL */
  if (job->query == NULL)
    return br_saved_filter_remove (tx, job->page, job->name, error);
  return br_saved_filter_put (tx, job->page, job->name, job->query, error);
}

void
br_catalogue_service_put_filter_async (BrCatalogueService *self, const char *page, const char *name, const char *query, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  FilterJob *job = g_new0 (FilterJob, 1);

  job->base.free_result = g_free;
  job->page = g_strdup (page);
  job->name = g_strdup (name);
  job->query = g_strdup (query);
  g_task_set_source_tag (task, br_catalogue_service_put_filter_async);
  br_catalogue_service_write (task, put_job, job, free_filter_job);
}

gboolean
br_catalogue_service_put_filter_finish (BrCatalogueService *self, GAsyncResult *result, GError **error)
{
  g_autofree char *done = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  done = g_task_propagate_pointer (G_TASK (result), error);
  return done != NULL;
}
