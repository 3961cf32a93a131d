/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An order for labels: what it would come to (plan), and placing it (print). */
#include "config.h"

#include "br-label-service-private.h"

#include "br-error.h"
#include "br-label-source.h"
#include "br-print-queue.h"
#include "br-printer-store.h"

#define PROGRESS_STEP 16 /* labels between two words of progress */

BrLabelOrder *
br_label_order_new (void)
{
  BrLabelOrder *self = g_new0 (BrLabelOrder, 1);

  self->source = BR_PRINT_SELECTION;
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) br_print_item_free);
  return self;
}

void
br_label_order_free (BrLabelOrder *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->template, br_label_template_unref);
  g_free (self->printer_key);
  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->typed, g_ptr_array_unref);
  g_free (self->person);
  g_free (self);
}

void
br_label_plan_free (BrLabelPlan *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->problems);
  g_free (self);
}

gint64
br_label_order_count (const BrLabelOrder *self)
{
  gint64 n = 0;

  for (guint i = 0; i < self->items->len; i++)
    n += ((const BrPrintItem *) g_ptr_array_index (self->items, i))->copies;
  return n;
}

/* Where and with what an order is printed, read in one go. */
typedef struct
{
  const char *printer_key;
  BrLabelShop shop;
  BrPrinter *printer; /* or NULL */
} Place;

static void
clear_place (Place *place)
{
  br_label_shop_clear (&place->shop);
  g_clear_pointer (&place->printer, br_printer_free);
}

static gboolean
load_place (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Place *place = data;
  GError *problem = NULL;

  if (!br_label_shop_load (db, &place->shop, error))
    return FALSE;
  place->printer = br_printer_store_find (db, place->printer_key, &problem);
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}

/* One plan on its way, with copies of what it needs of the order. */
typedef struct
{
  BrStore *store; /* owned */
  BrLabelTemplate *template;
  char *printer_key;
  GPtrArray *items; /* of BrLabelFields, owned copies */
  gint64 n_labels;
  BrLabelProgress progress;
  gpointer progress_data;
  int n_done; /* atomic */
  BrLabelPlan *plan;
} PlanJob;

static void
free_plan_job (gpointer data)
{
  PlanJob *job = data;

  br_store_unref (job->store);
  br_label_template_unref (job->template);
  g_free (job->printer_key);
  g_ptr_array_unref (job->items);
  g_clear_pointer (&job->plan, br_label_plan_free);
  g_free (job);
}

/* The problems of one row, told by its number. */
static void
gather (BrLabelPlan *plan, BrLabelPicture *picture, gint64 row)
{
  if (br_label_picture_stop (picture) != NULL)
    plan->n_blocked++;
  g_ptr_array_set_free_func (picture->problems, NULL); /* the plan owns them now */
  for (guint i = 0; i < picture->problems->len; i++)
    {
      BrLabelProblem *problem = g_ptr_array_index (picture->problems, i);

      problem->row = row;
      g_ptr_array_add (plan->problems, problem);
    }
  g_ptr_array_set_size (picture->problems, 0);
  g_ptr_array_set_free_func (picture->problems, (GDestroyNotify) br_label_problem_free);
}

static gboolean
progress_cb (gpointer data)
{
  GTask *task = data;
  PlanJob *job = g_task_get_task_data (task);

  if (!g_task_get_completed (task) && !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    job->progress (g_atomic_int_get (&job->n_done), job->items->len, job->progress_data);
  return G_SOURCE_REMOVE;
}

/* A renderer of its own: a plan of thousands of rows does not keep previews waiting. */
static gboolean
check_rows (PlanJob *job, const Place *place, GTask *task, GError **error)
{
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  BrLabelDraw draw = { .template = job->template,
                       .head = &place->printer->head,
                       .now_us = br_clock_now_us (br_store_get_clock (job->store)),
                       .currency = place->shop.currency,
                       .zone = place->shop.zone_name,
                       .total = job->items->len };

  for (guint i = 0; i < job->items->len; i++)
    {
      BrLabelPicture *picture;

      if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), error))
        return FALSE;
      draw.fields = g_ptr_array_index (job->items, i);
      draw.index = i + 1;
      picture = br_label_draw (renderer, &draw, error);
      if (picture == NULL)
        return FALSE;
      gather (job->plan, picture, i);
      br_label_picture_free (picture);
      job->plan->n_checked++;
      g_atomic_int_set (&job->n_done, (int) (i + 1));
      if (job->progress != NULL && (i + 1) % PROGRESS_STEP == 0)
        g_idle_add_full (G_PRIORITY_DEFAULT, progress_cb, g_object_ref (task), g_object_unref);
    }
  return TRUE;
}

/* Whether the paper in the printer is the template's. */
static void
check_media (BrLabelPlan *plan, const BrLabelTemplate *template, const BrPrinter *printer)
{
  const BrMedia *media = &template->media;
  int width = (int) (media->width * media->across + media->column_gap * (media->across - 1)), head_width = br_head_dots (&printer->head, width);

  if (printer->media_width > 0 && ABS (printer->media_width - width) > BR_LABEL_MM)
    g_ptr_array_add (plan->problems, br_label_problem_new ("media", NULL, TRUE, "the label is %d wide, the paper %d", width, printer->media_width));
  else if (printer->media_height > 0 && ABS (printer->media_height - media->height) > BR_LABEL_MM)
    g_ptr_array_add (plan->problems, br_label_problem_new ("media", NULL, TRUE, "the label is %d long, the paper %d", media->height, printer->media_height));
  if (printer->head.width_dots > 0 && head_width > (int) printer->head.width_dots)
    g_ptr_array_add (plan->problems,
                     br_label_problem_new ("head", NULL, FALSE, "the label is %d dots wide, the head %u", head_width, printer->head.width_dots));
}

static BrLabelPlan *
new_plan (const PlanJob *job)
{
  const BrMedia *media = &job->template->media;
  guint across = MAX (media->across, 1);
  BrLabelPlan *plan = g_new0 (BrLabelPlan, 1);

  plan->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_problem_free);
  plan->n_labels = job->n_labels;
  plan->roll_mm = (job->n_labels + across - 1) / across * (media->height + media->gap) / BR_LABEL_MM;
  return plan;
}

static gboolean
make_plan (PlanJob *job, const Place *place, GTask *task, GError **error)
{
  if (place->printer == NULL)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "there is no such printer");
      return FALSE;
    }
  job->plan = new_plan (job);
  check_media (job->plan, job->template, place->printer);
  return check_rows (job, place, task, error);
}

static void
plan_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PlanJob *job = data;
  Place place = { .printer_key = job->printer_key };
  GError *error = NULL;

  if (br_store_read (job->store, load_place, &place, cancellable, &error) && make_plan (job, &place, task, &error))
    g_task_return_pointer (task, g_steal_pointer (&job->plan), (GDestroyNotify) br_label_plan_free);
  else
    g_task_return_error (task, error);
  clear_place (&place);
}

/* What a person typed stands on every label. */
static BrLabelFields *
dup_fields (const BrLabelFields *fields, const GPtrArray *typed)
{
  BrLabelFields *copy = fields != NULL ? br_label_fields_copy (fields) : br_label_fields_new ();

  for (guint i = 0; typed != NULL && i + 1 < typed->len; i += 2)
    br_label_fields_set (copy, g_ptr_array_index (typed, i), g_ptr_array_index (typed, i + 1));
  return copy;
}

void
br_label_service_plan_async (BrLabelService *self, const BrLabelOrder *order, BrLabelProgress progress, gpointer progress_data, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  PlanJob *job = g_new0 (PlanJob, 1);

  *job = (PlanJob) { .store = br_store_ref (br_label_service_get_store (self)),
                     .template = br_label_template_ref (order->template),
                     .printer_key = g_strdup (order->printer_key),
                     .items = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_fields_free),
                     .n_labels = br_label_order_count (order),
                     .progress = progress,
                     .progress_data = progress_data };
  for (guint i = 0; i < order->items->len; i++)
    g_ptr_array_add (job->items, dup_fields (((BrPrintItem *) g_ptr_array_index (order->items, i))->fields, order->typed));
  g_task_set_source_tag (task, br_label_service_plan_async);
  g_task_set_task_data (task, job, free_plan_job);
  g_task_run_in_thread (task, plan_thread);
}

BrLabelPlan *
br_label_service_plan_finish (BrLabelService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* One order on its way: first where it is printed is read, then it is written. */
typedef struct
{
  BrStore *store; /* owned */
  BrLabelOrder *order; /* owned */
  Place place;
  gint64 job, written;
} PrintJob;

static void
free_print_job (gpointer data)
{
  PrintJob *job = data;

  br_store_unref (job->store);
  br_label_order_free (job->order);
  clear_place (&job->place);
  g_free (job);
}

static BrPrintOrder
to_store (const PrintJob *job)
{
  const BrLabelOrder *order = job->order;

  return (BrPrintOrder) { .source = order->source,
                          .template = order->template,
                          .printer_key = order->printer_key,
                          .items = order->items,
                          .person = order->person,
                          .store = job->place.shop.uid,
                          .currency = job->place.shop.currency,
                          .zone = job->place.shop.zone_name };
}

static gboolean
enqueue_job (BrStoreTx *tx, gpointer data, GError **error)
{
  PrintJob *job = data;
  BrPrintOrder order = to_store (job);

  return br_print_enqueue (tx, &order, BR_PRINT_PART, &job->job, &job->written, error);
}

/* The first part prints while the next are written. */
static void
enqueued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PrintJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (!br_store_print_write_finish (job->store, result, NULL, &error))
    g_task_return_error (task, error);
  else if (job->written < br_label_order_count (job->order))
    br_store_print_write_async (job->store, enqueue_job, job, NULL, NULL, enqueued_cb, g_object_ref (task));
  else
    g_task_return_boolean (task, TRUE);
}

static void
placed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PrintJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (br_store_read_finish (job->store, result, NULL, &error))
    br_store_print_write_async (job->store, enqueue_job, job, NULL, NULL, enqueued_cb, g_object_ref (task));
  else
    g_task_return_error (task, error);
}

static void
merge_typed (BrLabelOrder *order)
{
  for (guint i = 0; order->typed != NULL && i < order->items->len; i++)
    {
      BrPrintItem *item = g_ptr_array_index (order->items, i);
      BrLabelFields *fields = dup_fields (item->fields, order->typed);

      br_label_fields_free (item->fields);
      item->fields = fields;
    }
}

void
br_label_service_print_async (BrLabelService *self, BrLabelOrder *order, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  PrintJob *job = g_new0 (PrintJob, 1);

  merge_typed (order);
  *job = (PrintJob) { .store = br_store_ref (br_label_service_get_store (self)), .order = order, .place.printer_key = order->printer_key };
  g_task_set_source_tag (task, br_label_service_print_async);
  g_task_set_task_data (task, job, free_print_job);
  br_store_read_async (job->store, G_PRIORITY_HIGH, load_place, &job->place, NULL, NULL, placed_cb, task);
}

gboolean
br_label_service_print_finish (BrLabelService *self, GAsyncResult *result, gint64 *job, GError **error)
{
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *job = ((PrintJob *) g_task_get_task_data (G_TASK (result)))->job;
  return TRUE;
}
