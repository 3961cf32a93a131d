/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is too old is found on a reader, then taken out step by step: each step is a job of its own in the lane of the labels, which go between them. */
#include "config.h"

#include "br-label-history.h"

#include "br-print-history.h"

#define FIRST_S 60 /* the start of the window has better things to do */
#define AGAIN_S (24 * 60 * 60)
#define MONTH_US ((gint64) 2629800 * G_USEC_PER_SEC) /* a twelfth of 365.25 days */

typedef struct
{
  BrStore *store; /* owned */
  BrPrintKeep keep;
  gint64 last;
  gboolean more;
} Prune;

static void
free_prune (gpointer data)
{
  Prune *prune = data;

  br_store_unref (prune->store);
  g_free (prune);
}

static gboolean
find_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Prune *prune = data;

  return br_print_history_find (db, &prune->keep, &prune->last, error);
}

static gboolean
prune_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Prune *prune = data;

  return br_print_history_prune (tx, prune->last, &prune->more, error);
}

static void
stepped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Prune *prune = g_task_get_task_data (task);
  GError *error = NULL;

  if (!br_store_print_write_finish (prune->store, result, NULL, &error))
    g_task_return_error (task, error);
  else if (!prune->more)
    g_task_return_boolean (task, TRUE);
  else
    br_store_print_write_async (prune->store, prune_job, prune, NULL, g_task_get_cancellable (task), stepped_cb, g_object_ref (task));
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Prune *prune = g_task_get_task_data (task);
  GError *error = NULL;

  if (!br_store_read_finish (prune->store, result, NULL, &error))
    g_task_return_error (task, error);
  else if (prune->last == 0)
    g_task_return_boolean (task, TRUE);
  else
    br_store_print_write_async (prune->store, prune_job, prune, NULL, g_task_get_cancellable (task), stepped_cb, g_object_ref (task));
}

void
br_label_history_prune_async (BrStore *store, const BrPrintKeep *keep, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Prune *prune = g_new0 (Prune, 1);

  *prune = (Prune) { .store = br_store_ref (store), .keep = *keep };
  g_task_set_source_tag (task, br_label_history_prune_async);
  g_task_set_task_data (task, prune, free_prune);
  br_store_read_async (store, G_PRIORITY_LOW, find_job, prune, NULL, cancellable, found_cb, task);
}

gboolean
br_label_history_prune_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

struct _BrLabelHistory
{
  BrStore *store;            /* owned */
  GCancellable *cancellable; /* of the pruning under way */
  int months;
  guint source;
};

BrLabelHistory *
br_label_history_new (BrStore *store)
{
  BrLabelHistory *self = g_new0 (BrLabelHistory, 1);

  self->store = br_store_ref (store);
  self->cancellable = g_cancellable_new ();
  return self;
}

void
br_label_history_free (BrLabelHistory *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  br_store_unref (self->store);
  g_free (self);
}

/* Nobody waits for it, and it is tried again tomorrow. */
static void
pruned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!br_label_history_prune_finish (result, &error) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("Cannot shorten the history of printing: %s", error->message);
}

static gboolean
prune_cb (gpointer data)
{
  BrLabelHistory *self = data;
  BrPrintKeep keep = { br_clock_now_us (br_store_get_clock (self->store)) - self->months * MONTH_US, BR_PRINT_HISTORY_LEAST, BR_PRINT_HISTORY_MOST };

  self->source = g_timeout_add_seconds (AGAIN_S, prune_cb, self);
  br_label_history_prune_async (self->store, &keep, self->cancellable, pruned_cb, NULL);
  return G_SOURCE_REMOVE;
}

void
br_label_history_keep (BrLabelHistory *self, int months)
{
  g_return_if_fail (months > 0);

  self->months = months;
  g_clear_handle_id (&self->source, g_source_remove);
  self->source = g_timeout_add_seconds (FIRST_S, prune_cb, self);
}
