/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Delta: 1,000 products changed in one store; from its commit until the other store's cache has them all, over loopback HTTP. */
#include "config.h"

#include "br-edit-store.h"
#include "br-record-store.h"
#include "br-sync-service.h"
#include "sync-hq.h"

#define N_CHANGED 1000
#define N_RUNS 5

static void
check (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

typedef struct
{
  const SyncHq *hq;
  guint run;
} Work;

static gboolean
change_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Work *work = data;
  BrEditor editor = { .actor = { .person = work->hq->person, .role = BR_ROLE_MERCHANDISER }, .label = "bench", .mode = BR_EDIT_EACH };
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  g_autofree char *description = g_strdup_printf ("delta %u", work->run);
  BrId change;

  for (guint i = 0; i < N_CHANGED; i++)
    {
      g_autoptr (BrRecord) before = NULL, after = NULL;

      if (!br_record_store_load (tx->db, BR_KIND_PRODUCT, &g_array_index (work->hq->products, BrId, i), &before, error))
        return FALSE;
      after = br_record_copy (before);
      br_value_set_text (&after->cells[BR_PRODUCT_DESCRIPTION], description);
      if (!br_edit_batch_put (batch, before, after, error))
        return FALSE;
    }
  return br_edit_batch_finish (batch, &change, NULL, error);
}

/* How many products carry the run's mark. */
static gboolean
count_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 *run_then_count = data;
  g_autofree char *description = g_strdup_printf ("delta %" G_GINT64_FORMAT, *run_then_count);
  sqlite3_stmt *statement = br_db_statement (db, "SELECT COUNT(*) FROM product WHERE description = ?1", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, description, -1, SQLITE_TRANSIENT);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  *run_then_count = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

static gint64
count (BrStore *store, guint run)
{
  g_autoptr (GError) error = NULL;
  gint64 value = run;

  br_store_read (store, count_job, &value, NULL, &error);
  check (error);
  return value;
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
person_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gboolean found;

  return br_record_store_find_by_text (db, BR_KIND_PERSON, BR_PERSON_LOGIN, "mei", data, &found, error);
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  br_sync_service_enrol_finish (BR_SYNC_SERVICE (source), result, &error);
  check (error);
}

static BrSyncService *
join (SyncHq *hq, BrStore *store, guint number)
{
  BrSyncService *service = br_sync_service_new (store);

  br_sync_service_enrol_async (service, hq->url, hq->codes[number], "bench", NULL, enrolled_cb, NULL);
  while (br_sync_service_get_status (service)->state != BR_SYNC_IDLE)
    g_main_context_iteration (NULL, TRUE);
  return service;
}

static double
run_once (SyncHq *hq, BrStore *first, BrStore *second, guint run)
{
  Work work = { hq, run };
  g_autoptr (GError) error = NULL;
  gint64 begin_us;

  br_store_write (first, change_job, &work, &error);
  check (error);
  begin_us = g_get_monotonic_time ();
  while (count (second, run) < N_CHANGED)
    g_main_context_iteration (NULL, TRUE);
  return (g_get_monotonic_time () - begin_us) / 1e6;
}

int
main (void)
{
  SyncHq hq = { 0 };
  BrStore *stores[2];
  BrSyncService *services[2];
  g_autoptr (GError) error = NULL;
  double worst = 0;

  sync_hq_start (&hq, sync_hq_size (20000));
  for (guint i = 0; i < 2; i++)
    {
      stores[i] = sync_hq_open_store (&hq, i == 0 ? "first" : "second");
      services[i] = join (&hq, stores[i], i);
    }
  br_store_read (stores[0], person_job, &hq.person, NULL, &error);
  check (error);
  g_timeout_add (2, tick_cb, NULL);
  for (guint run = 1; run <= N_RUNS; run++)
    {
      double seconds = run_once (&hq, stores[0], stores[1], run);

      g_print ("run-%u %.3f s\n", run, seconds);
      worst = MAX (worst, seconds);
      while (br_sync_service_get_status (services[0])->waiting_changes > 0)
        g_main_context_iteration (NULL, TRUE);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_object_unref (services[i]);
      br_store_unref (stores[i]);
    }
  g_print ("delta %.3f s\n", worst);
  sync_hq_stop (&hq);
  return 0;
}
