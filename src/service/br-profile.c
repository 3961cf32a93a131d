/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The profile. It is opened on a thread of its own, reads its info on a reader, and tells of commits by signals.
 */
#include "config.h"

#include "br-profile.h"

#include "br-commit-watch.h"
#include "br-list-task.h"
#include "br-projection.h"
#include "br-record-store.h"
#include "br-settings-store.h"
#include "br-store.h"

struct _BrProfile
{
  GObject parent_instance;

  BrStore *store;
  BrCommitWatch *watch;
  BrProfileInfo info;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_COMMITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrProfile, br_profile, G_TYPE_OBJECT)

static void
clear_info (BrProfileInfo *info)
{
  g_clear_pointer (&info->place_name, g_free);
  g_clear_pointer (&info->currency, g_free);
  g_clear_pointer (&info->time_zone, g_free);
  g_clear_pointer (&info->device_name, g_free);
  g_clear_pointer (&info->hq_url, g_free);
  *info = (BrProfileInfo) { 0 };
}

static void
free_info (gpointer data)
{
  clear_info (data);
  g_free (data);
}

static gboolean
read_place (BrDb *db, BrProfileInfo *info, GError **error)
{
  g_autoptr (BrRecord) record = NULL;

  if (br_id_is_none (&info->place))
    return TRUE;
  if (!br_record_store_load (db, BR_KIND_STORE, &info->place, &record, error))
    return FALSE;
  if (record == NULL)
    return TRUE;
  info->place_name = g_strdup (br_record_text (record, BR_STORE_NAME));
  info->currency = g_strdup (br_record_text (record, BR_STORE_CURRENCY));
  info->time_zone = g_strdup (br_record_text (record, BR_STORE_TIME_ZONE));
  return TRUE;
}

static gboolean
read_info_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  BrProfileInfo *info = data;
  g_autofree char *home = NULL;
  BrPriceContext context;

  if (!br_settings_get (db, BR_META_STORE, &home, error) || !br_settings_get (db, BR_META_DEVICE_NAME, &info->device_name, error)
      || !br_settings_get (db, BR_META_HQ_URL, &info->hq_url, error))
    return FALSE;
  if (home != NULL && !br_id_parse (home, &info->home, error))
    return FALSE;
  if (!br_projection_get_place (db, &context, error))
    return FALSE;
  info->place = context.store;
  return read_place (db, info, error);
}

static void
info_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrProfile) self = BR_PROFILE (user_data);
  g_autoptr (GError) error = NULL;
  gpointer data;

  if (self->store == NULL)
    return;
  if (!br_store_read_finish (self->store, result, &data, &error))
    {
      g_warning ("Cannot read what the cache says of itself: %s", error->message);
      return;
    }
  clear_info (&self->info);
  self->info = *(BrProfileInfo *) data;
  *(BrProfileInfo *) data = (BrProfileInfo) { 0 };
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
refresh_info (BrProfile *self)
{
  br_store_read_async (self->store, G_PRIORITY_DEFAULT, read_info_job, g_new0 (BrProfileInfo, 1), free_info, NULL, info_read_cb, g_object_ref (self));
}

static void
committed_cb (gpointer object, const BrChange *change)
{
  BrProfile *self = object;
  guint kinds = change->all ? G_MAXUINT : change->kinds;

  if (br_change_spares_cache (change))
    return;
  if (change->settings || (kinds & (1u << BR_KIND_STORE)) != 0)
    refresh_info (self);
  g_signal_emit (self, signals[SIGNAL_COMMITTED], 0, kinds, change->outbox);
}

static void
br_profile_dispose (GObject *object)
{
  BrProfile *self = BR_PROFILE (object);

  g_clear_pointer (&self->watch, br_commit_watch_free);
  g_clear_pointer (&self->store, br_store_unref);
  G_OBJECT_CLASS (br_profile_parent_class)->dispose (object);
}

static void
br_profile_finalize (GObject *object)
{
  clear_info (&BR_PROFILE (object)->info);
  G_OBJECT_CLASS (br_profile_parent_class)->finalize (object);
}

static void
br_profile_class_init (BrProfileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = br_profile_dispose;
  object_class->finalize = br_profile_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_COMMITTED] =
      g_signal_new ("committed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_BOOLEAN);
}

static void
br_profile_init (BrProfile *self)
{
}

char *
br_profile_default_dir (void)
{
  return g_build_filename (g_get_user_data_dir (), "backroom", NULL);
}

typedef struct
{
  char *dir;
  const BrClock *clock;
  BrProfileInfo info; /* read before the window is made, so that its first frame is right */
} OpenJob;

static void
free_open_job (gpointer data)
{
  OpenJob *job = data;

  g_free (job->dir);
  clear_info (&job->info);
  g_free (job);
}

static void
open_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  OpenJob *job = data;
  BrStoreParams params = { .dir = job->dir, .clock = job->clock, .random = br_random_system (), .threads = TRUE };
  GError *error = NULL;
  BrStore *store = br_store_open (&params, &error);

  if (store == NULL || !br_store_read (store, read_info_job, &job->info, cancellable, &error))
    {
      g_clear_pointer (&store, br_store_unref);
      g_task_return_error (task, error);
      return;
    }
  g_task_return_pointer (task, store, (GDestroyNotify) br_store_unref);
}

void
br_profile_open_async (const char *dir, const BrClock *clock, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  OpenJob *job = g_new0 (OpenJob, 1);

  job->dir = g_strdup (dir);
  job->clock = clock;
  g_task_set_source_tag (task, br_profile_open_async);
  g_task_set_task_data (task, job, free_open_job);
  g_task_run_in_thread (task, open_thread);
}

BrProfile *
br_profile_open_finish (GAsyncResult *result, GError **error)
{
  OpenJob *job = g_task_get_task_data (G_TASK (result));
  BrStore *store = g_task_propagate_pointer (G_TASK (result), error);
  BrProfile *self;

  if (store == NULL)
    return NULL;
  self = g_object_new (BR_TYPE_PROFILE, NULL);
  self->store = store;
  self->info = job->info;
  job->info = (BrProfileInfo) { 0 };
  self->watch = br_commit_watch_new (store, G_OBJECT (self), committed_cb);
  return self;
}

BrStore *
br_profile_get_store (BrProfile *self)
{
  g_return_val_if_fail (BR_IS_PROFILE (self), NULL);
  return self->store;
}

const BrProfileInfo *
br_profile_get_info (BrProfile *self)
{
  g_return_val_if_fail (BR_IS_PROFILE (self), NULL);
  return &self->info;
}

static GPtrArray *
list_stores (BrDb *db, gconstpointer argument, GError **error)
{
  return br_record_store_list (db, BR_KIND_STORE, error);
}

void
br_profile_stores_async (BrProfile *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (BR_IS_PROFILE (self));

  br_list_task_run (G_OBJECT (self), self->store, list_stores, NULL, cancellable, callback, user_data);
}

GPtrArray *
br_profile_stores_finish (BrProfile *self, GAsyncResult *result, GError **error)
{
  return br_list_task_finish (result, error);
}

/* One change of place on its way through the writer. */
typedef struct
{
  BrStore *store; /* owned */
  BrId place;
} PlaceJob;

static void
free_place_job (gpointer data)
{
  PlaceJob *job = data;

  br_store_unref (job->store);
  g_free (job);
}

static gboolean
set_place_job (BrStoreTx *tx, gpointer data, GError **error)
{
  PlaceJob *job = data;

  return br_projection_set_place (tx, br_id_is_none (&job->place) ? NULL : &job->place, error);
}

static void
place_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PlaceJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (!br_store_write_finish (job->store, result, NULL, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  refresh_info (g_task_get_source_object (task));
  g_task_return_boolean (task, TRUE);
}

void
br_profile_set_place_async (BrProfile *self, const BrId *store, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  PlaceJob *job = g_new0 (PlaceJob, 1);

  g_return_if_fail (BR_IS_PROFILE (self));

  *job = (PlaceJob) { br_store_ref (self->store), *store };
  g_task_set_task_data (task, job, free_place_job);
  br_store_write_async (self->store, set_place_job, job, NULL, NULL, place_set_cb, task);
}

gboolean
br_profile_set_place_finish (BrProfile *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
