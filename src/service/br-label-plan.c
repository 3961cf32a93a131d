/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an order would come to, without printing: every row drawn and read back. */
#include "config.h"

#include "br-label-service-private.h"

#include "br-error.h"
#include "br-label-source.h"
#include "br-printer-store.h"

#define PROGRESS_STEP 16 /* rows between two words of progress */

void
br_label_plan_free (BrLabelPlan *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->problems);
  g_free (self);
}

/* Where and with what an order is printed, read in one go. */
typedef struct
{
  const char *printer_key; /* or NULL */
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
  if (place->printer_key == NULL)
    return TRUE;
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
  GPtrArray *items; /* of BrPrintItem, owned copies */
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

static gboolean
check_row (PlanJob *job, BrLabelRenderer *renderer, const BrLabelDraw *draw, GError **error)
{
  BrLabelPicture *picture = br_label_draw (renderer, draw, error);

  if (picture == NULL)
    return FALSE;
  gather (job->plan, picture, draw->index - 1);
  br_label_picture_free (picture);
  return TRUE;
}

/* A renderer of its own: a plan of thousands of rows does not keep previews waiting. */
static gboolean
check_rows (PlanJob *job, const Place *place, const BrHead *head, GTask *task, GError **error)
{
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  BrLabelDraw draw = { .template = job->template,
                       .head = head,
                       .now_us = br_clock_now_us (br_store_get_clock (job->store)),
                       .currency = place->shop.currency,
                       .zone = place->shop.zone_name,
                       .total = job->items->len };

  for (guint i = 0; i < job->items->len; i++)
    {
      const BrPrintItem *item = g_ptr_array_index (job->items, i);

      draw.fields = item->fields;
      draw.index = i + 1;
      if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), error) || !check_row (job, renderer, &draw, error))
        return FALSE;
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
  check_media (job->plan, job->template, place->printer);
  return check_rows (job, place, &place->printer->head, task, error);
}

static void
plan_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PlanJob *job = data;
  Place place = { .printer_key = job->printer_key };
  GError *error = NULL;

  job->plan = new_plan (job);
  if (br_store_read (job->store, load_place, &place, cancellable, &error) && make_plan (job, &place, task, &error))
    g_task_return_pointer (task, g_steal_pointer (&job->plan), (GDestroyNotify) br_label_plan_free);
  else
    g_task_return_error (task, error);
  clear_place (&place);
}

static void
copy_items (PlanJob *job, const BrLabelOrder *order)
{
  job->items = g_ptr_array_new_full (order->items->len, (GDestroyNotify) br_print_item_free);
  for (guint i = 0; i < order->items->len; i++)
    {
      const BrPrintItem *item = g_ptr_array_index (order->items, i);
      BrPrintItem *copy = g_memdup2 (item, sizeof *item);

      copy->fields = br_label_order_dup_fields (item->fields, order->typed);
      g_ptr_array_add (job->items, copy);
    }
}

static PlanJob *
new_job (BrLabelService *self, const BrLabelOrder *order, BrLabelProgress progress, gpointer progress_data)
{
  PlanJob *job = g_new0 (PlanJob, 1);

  *job = (PlanJob) { .store = br_store_ref (br_label_service_get_store (self)),
                     .template = br_label_template_ref (order->template),
                     .printer_key = g_strdup (order->printer_key),
                     .n_labels = br_label_order_count (order),
                     .progress = progress,
                     .progress_data = progress_data };
  copy_items (job, order);
  return job;
}

void
br_label_service_plan_async (BrLabelService *self, const BrLabelOrder *order, BrLabelProgress progress, gpointer progress_data, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, br_label_service_plan_async);
  g_task_set_task_data (task, new_job (self, order, progress, progress_data), free_plan_job);
  g_task_run_in_thread (task, plan_thread);
}

BrLabelPlan *
br_label_service_plan_finish (BrLabelService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
