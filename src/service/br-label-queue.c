/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue, for the window: lists, pictures of labels, and what a person orders of it. */
#include "config.h"

#include "br-label-service-private.h"

#include "br-error.h"
#include "br-label-source.h"
#include "br-list-task.h"
#include "br-print-person.h"

/* What a list is asked for. */
typedef struct
{
  guint limit;
  gint64 job, after_seq;
  BrLabelState state;
  char printer_key[BR_PRINTER_KEY_MAX + 1];
} Question;

static GPtrArray *
list_jobs (BrDb *db, gconstpointer argument, GError **error)
{
  return br_print_jobs (db, argument, error);
}

static GPtrArray *
list_labels (BrDb *db, gconstpointer argument, GError **error)
{
  const Question *question = argument;

  return br_print_labels (db, question->job, question->state, question->after_seq, question->limit, error);
}

static GPtrArray *
list_uncertain (BrDb *db, gconstpointer argument, GError **error)
{
  return br_print_uncertain (db, ((const Question *) argument)->printer_key, error);
}

static void
ask (BrLabelService *self, BrListFunc func, const Question *question, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  br_list_task_run (G_OBJECT (self), br_label_service_get_store (self), func, g_memdup2 (question, sizeof *question), cancellable, callback, user_data);
}

void
br_label_service_jobs_async (BrLabelService *self, const BrPrintJobQuery *query, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  br_list_task_run (G_OBJECT (self), br_label_service_get_store (self), list_jobs, g_memdup2 (query, sizeof *query), cancellable, callback, user_data);
}

GPtrArray *
br_label_service_jobs_finish (BrLabelService *self, GAsyncResult *result, GError **error)
{
  GError *failure = NULL;
  GPtrArray *jobs = br_list_task_finish (result, &failure);

  if (g_error_matches (failure, BR_ERROR, BR_ERROR_CORRUPT))
    br_store_distrust_print (br_label_service_get_store (self));
  if (failure != NULL)
    g_propagate_error (error, failure);
  return jobs;
}

const char *
br_label_service_get_set_aside (BrLabelService *self)
{
  return br_store_get_print_aside (br_label_service_get_store (self));
}

void
br_label_service_labels_async (BrLabelService *self, gint64 job, BrLabelState state, gint64 after_seq, guint limit, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  ask (self, list_labels, &(Question) { .limit = limit, .job = job, .after_seq = after_seq, .state = state }, cancellable, callback, user_data);
}

/* The numbers of labels. */
typedef struct
{
  BrStore *store; /* owned */
  gint64 job;
  BrLabelState state;
  BrIdList *seqs;
} SeqsJob;

static void
free_seqs (gpointer data)
{
  SeqsJob *job = data;

  br_store_unref (job->store);
  g_clear_pointer (&job->seqs, br_id_list_unref);
  g_free (job);
}

static gboolean
seqs_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  SeqsJob *job = data;

  job->seqs = br_print_label_seqs (db, job->job, job->state, error);
  return job->seqs != NULL;
}

static void
seqs_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SeqsJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (br_store_read_finish (job->store, result, NULL, &error))
    g_task_return_pointer (task, g_steal_pointer (&job->seqs), (GDestroyNotify) br_id_list_unref);
  else
    g_task_return_error (task, error);
}

void
br_label_service_seqs_async (BrLabelService *self, gint64 job, BrLabelState state, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  SeqsJob *seqs = g_new0 (SeqsJob, 1);

  *seqs = (SeqsJob) { br_store_ref (br_label_service_get_store (self)), job, state, NULL };
  g_task_set_source_tag (task, br_label_service_seqs_async);
  g_task_set_task_data (task, seqs, free_seqs);
  br_store_read_async (seqs->store, G_PRIORITY_DEFAULT, seqs_job, seqs, NULL, cancellable, seqs_cb, task);
}

BrIdList *
br_label_service_seqs_finish (BrLabelService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
br_label_service_uncertain_async (BrLabelService *self, const char *printer_key, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Question question = { 0 };

  g_strlcpy (question.printer_key, printer_key, sizeof question.printer_key);
  ask (self, list_uncertain, &question, cancellable, callback, user_data);
}

GPtrArray *
br_label_service_labels_finish (BrLabelService *self, GAsyncResult *result, GError **error)
{
  return br_list_task_finish (result, error);
}

/* One order of a person about the queue. */
typedef struct
{
  BrStore *store; /* owned */
  gint64 job, from, to;
  BrQueueCommand command;
  char *person, *printer_key; /* or NULL */
  GPtrArray *labels; /* of BrPrintLabelView, of which a person holds the first `to`; or NULL */
  GArray *skus; /* of BrId, or NULL */
  BrShelfMark mark; /* of `skus` */
  BrLabelShop shop; /* of `skus`: where their labels hang */
  gint64 new_job;
} Order;

static void
free_order (gpointer data)
{
  Order *order = data;

  br_store_unref (order->store);
  g_free (order->person);
  g_free (order->printer_key);
  g_clear_pointer (&order->labels, g_ptr_array_unref);
  g_clear_pointer (&order->skus, g_array_unref);
  br_label_shop_clear (&order->shop);
  g_free (order);
}

static gboolean
command_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Order *order = data;
  gint64 n;

  switch (order->command)
    {
    case BR_QUEUE_CANCEL: return br_print_cancel (tx, order->job, &n, error);
    case BR_QUEUE_PAUSE: return br_print_pause (tx, order->job, TRUE, error);
    case BR_QUEUE_RESUME: return br_print_pause (tx, order->job, FALSE, error);
    case BR_QUEUE_REPRINT_FAILED: return br_print_retry_failed (tx, order->job, &n, error);
    default: g_return_val_if_reached (FALSE);
    }
}

static gboolean
resolve_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Order *order = data;

  return br_print_resolve (tx, order->labels, (gsize) order->to, error);
}

static gboolean
give_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Order *order = data;

  return br_print_give (tx, order->job, order->printer_key, error);
}

static gboolean
reprint_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Order *order = data;

  return br_print_reprint (tx, order->job, order->from, order->to, order->person, &order->new_job, error);
}

static gboolean
mark_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Order *order = data;

  return br_print_mark_shelf (tx, &order->shop.uid, (const BrId *) order->skus->data, order->skus->len, order->mark, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Order *order = g_task_get_task_data (task);
  GError *error = NULL;

  if (br_store_print_write_finish (order->store, result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Takes what `with` owns. What was begun is not cancelled: it is one short transaction. */
static GTask *
new_task (BrLabelService *self, const Order *with, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Order *order = g_memdup2 (with, sizeof *with);

  order->store = br_store_ref (br_label_service_get_store (self));
  g_task_set_source_tag (task, new_task);
  g_task_set_task_data (task, order, free_order);
  return task;
}

static void
give_order (BrLabelService *self, BrStoreFunc func, const Order *with, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = new_task (self, with, callback, user_data);
  Order *order = g_task_get_task_data (task);

  br_store_print_write_async (order->store, func, order, NULL, NULL, written_cb, task);
}

void
br_label_service_command_async (BrLabelService *self, gint64 job, BrQueueCommand command, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  give_order (self, command_job, &(Order) { .job = job, .command = command }, callback, user_data);
}

void
br_label_service_give_async (BrLabelService *self, gint64 job, const char *printer_key, GAsyncReadyCallback callback, gpointer user_data)
{
  give_order (self, give_job, &(Order) { .job = job, .printer_key = g_strdup (printer_key) }, callback, user_data);
}

void
br_label_service_resolve_async (BrLabelService *self, GPtrArray *labels, guint n_held, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  give_order (self, resolve_job, &(Order) { .labels = g_ptr_array_ref (labels), .to = n_held }, callback, user_data);
}

void
br_label_service_reprint_async (BrLabelService *self, gint64 job, gint64 from, gint64 to, const char *person, GAsyncReadyCallback callback, gpointer user_data)
{
  give_order (self, reprint_job, &(Order) { .job = job, .from = from, .to = to, .person = g_strdup (person) }, callback, user_data);
}

gboolean
br_label_service_reprint_finish (BrLabelService *self, GAsyncResult *result, gint64 *new_job, GError **error)
{
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *new_job = ((Order *) g_task_get_task_data (G_TASK (result)))->new_job;
  return TRUE;
}

static gboolean
read_shop (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return br_label_shop_load (db, &((Order *) data)->shop, error);
}

static void
shop_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Order *order = g_task_get_task_data (task);
  GError *error = NULL;

  if (br_store_read_finish (order->store, result, NULL, &error))
    br_store_print_write_async (order->store, mark_job, order, NULL, NULL, written_cb, g_object_ref (task));
  else
    g_task_return_error (task, error);
}

void
br_label_service_mark_shelf_async (BrLabelService *self, const BrId *skus, gsize n_skus, BrShelfMark mark, GAsyncReadyCallback callback, gpointer user_data)
{
  GArray *copy = g_array_new (FALSE, FALSE, sizeof (BrId));
  GTask *task = new_task (self, &(Order) { .skus = copy, .mark = mark }, callback, user_data);
  Order *order = g_task_get_task_data (task);

  g_array_append_vals (copy, skus, n_skus);
  br_store_read_async (order->store, G_PRIORITY_DEFAULT, read_shop, order, NULL, NULL, shop_read_cb, task);
}

gboolean
br_label_service_write_finish (BrLabelService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
