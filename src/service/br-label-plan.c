/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an order would come to, without printing: every row drawn and read back; and the same labels as a PDF. */
#include "config.h"

#include "br-label-service-private.h"

#include "br-error.h"
#include "br-label-pdf.h"
#include "br-label-source.h"
#include "br-print-sequence.h"
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
  BrLabelService *service; /* borrowed: the task holds it */
  BrStore *store; /* owned */
  BrLabelTemplate *template;
  char *printer_key;
  GPtrArray *items; /* of BrPrintItem, owned copies */
  gint64 n_labels;
  BrLabelPages *pages; /* what is written besides, or NULL */
  char *path;          /* of the PDF */
  BrLabelPdf *pdf;     /* being written */
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
  g_free (job->pages);
  g_free (job->path);
  g_clear_pointer (&job->pdf, br_label_pdf_free);
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

/* Numbers for one label on a page, which is paper like any other: none is given twice. */
typedef struct
{
  const BrLabelScope *scope;
  BrPrintLabel label; /* with what was reserved */
} Counting;

static gboolean
count_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Counting *counting = data;

  return br_print_reserve_sequences (tx, counting->scope, &counting->label.sequences, error);
}

/* Onto the pages; a row that is stopped is left out. */
static gboolean
write_label (PlanJob *job, const BrLabelPicture *picture, GError **error)
{
  return job->pdf == NULL || br_label_picture_stop (picture) != NULL || br_label_pdf_add (job->pdf, picture->bitmap, error);
}

/* One label of a row; the problems of a row are those of its first. */
static gboolean
check_label (PlanJob *job, const Place *place, BrLabelDraw *draw, gint64 row, GError **error)
{
  const BrLabelScope scope = { .template = job->template,
                               .fields = draw->fields,
                               .now_us = draw->now_us,
                               .zone = place->shop.zone,
                               .currency = draw->currency,
                               .copy = draw->copy,
                               .copies = draw->copies,
                               .index = draw->index,
                               .total = draw->total };
  Counting counting = { .scope = &scope };
  BrLabelPicture *picture;
  gboolean ok;

  if (job->pdf != NULL && br_print_has_sequence (job->template))
    {
      if (!br_store_print_write (job->store, count_job, &counting, error))
        return FALSE;
      draw->sequence = br_print_label_sequence;
      draw->sequence_data = &counting.label;
    }
  picture = br_label_draw (br_label_service_get_renderer (job->service), draw, error);
  ok = picture != NULL && write_label (job, picture, error);
  if (ok && draw->copy == 1)
    gather (job->plan, picture, row);
  g_clear_pointer (&picture, br_label_picture_free);
  g_free (counting.label.sequences);
  return ok;
}

/* All labels of a row that are pages, else its first. */
static gboolean
check_row (PlanJob *job, const Place *place, BrLabelDraw *draw, gint64 row, GError **error)
{
  gint64 n = job->pdf != NULL ? draw->copies : 1;

  for (draw->copy = 1; draw->copy <= n; draw->copy++, draw->index++)
    if (!check_label (job, place, draw, row, error))
      return FALSE;
  return TRUE;
}

/* `printer`: for it, or NULL: for pages. */
static gboolean
check_rows (PlanJob *job, const Place *place, const BrPrinter *printer, GTask *task, GError **error)
{
  gint64 seq = 1;

  for (guint i = 0; i < job->items->len; i++)
    {
      const BrPrintItem *item = g_ptr_array_index (job->items, i);
      BrLabelDraw draw = { .template = job->template,
                           .fields = item->fields,
                           .head = printer != NULL ? &printer->head : &job->pages->head,
                           .printer = printer,
                           .now_us = br_clock_now_us (br_store_get_clock (job->store)),
                           .currency = place->shop.currency,
                           .zone = place->shop.zone_name,
                           .copies = item->copies,
                           .index = seq,
                           .total = job->n_labels };

      if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), error) || !check_row (job, place, &draw, i, error))
        return FALSE;
      seq += item->copies;
      job->plan->n_checked++;
      g_atomic_int_set (&job->n_done, (int) (i + 1));
      if (job->progress != NULL && (i + 1) % PROGRESS_STEP == 0)
        g_idle_add_full (G_PRIORITY_DEFAULT, progress_cb, g_object_ref (task), g_object_unref);
    }
  return TRUE;
}

/* Whether the paper in the printer is the template's. A label waits for its roll, but not for other sheets. */
static void
check_media (BrLabelPlan *plan, const BrLabelTemplate *template, const BrPrinter *printer)
{
  const BrMedia *media = &template->media;
  int width = (int) (media->width * media->across + media->column_gap * (media->across - 1));

  if (!br_printer_fits_paper (printer, media))
    g_ptr_array_add (plan->problems,
                     br_label_problem_new ("media", NULL, printer->language != BR_LANGUAGE_PDF, "the label is for %d × %d, the paper is %d × %d", width,
                                           media->height, printer->media_width, printer->media_height));
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
  return check_rows (job, place, place->printer, task, error);
}

static gboolean
make_pages (PlanJob *job, const Place *place, GTask *task, GError **error)
{
  const BrLabelPages *pages = job->pages;

  job->pdf = br_label_pdf_new (job->path, &pages->sheet, pages->start_cell, &pages->head, error);
  return job->pdf != NULL && check_rows (job, place, NULL, task, error) && br_label_pdf_finish (g_steal_pointer (&job->pdf), error);
}

static gboolean
plan_job (gpointer data, GCancellable *cancellable, GError **error)
{
  GTask *task = data;
  PlanJob *job = g_task_get_task_data (task);
  Place place = { .printer_key = job->printer_key };
  gboolean ok;

  job->plan = new_plan (job);
  ok = br_store_read (job->store, load_place, &place, cancellable, error)
       && (job->pages != NULL ? make_pages (job, &place, task, error) : make_plan (job, &place, task, error));
  clear_place (&place);
  return ok;
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PlanJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (br_worker_run_finish (BR_WORKER (source), result, &error))
    g_task_return_pointer (task, g_steal_pointer (&job->plan), (GDestroyNotify) br_label_plan_free);
  else
    g_task_return_error (task, error);
}

/* On a thread that draws no previews: a plan of thousands of rows keeps none waiting. */
static void
run_plan (BrLabelService *self, GTask *task)
{
  br_worker_run_async (br_label_service_get_planner (self), G_PRIORITY_DEFAULT, plan_job, task, NULL, g_task_get_cancellable (task), planned_cb, task);
}

static void
copy_items (PlanJob *job, const BrLabelOrder *order)
{
  job->items = g_ptr_array_new_full (order->items->len, (GDestroyNotify) br_print_item_free);
  for (guint i = 0; i < order->items->len; i++)
    {
      const BrPrintItem *item = g_ptr_array_index (order->items, i);
      BrPrintItem *copy = g_memdup2 (item, sizeof *item);

      copy->fields = br_label_order_dup_fields (order, item->fields);
      g_ptr_array_add (job->items, copy);
    }
}

static PlanJob *
new_job (BrLabelService *self, const BrLabelOrder *order, BrLabelProgress progress, gpointer progress_data)
{
  PlanJob *job = g_new0 (PlanJob, 1);

  *job = (PlanJob) { .service = self,
                     .store = br_store_ref (br_label_service_get_store (self)),
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
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, br_label_service_plan_async);
  g_task_set_task_data (task, new_job (self, order, progress, progress_data), free_plan_job);
  run_plan (self, task);
}

void
br_label_service_pdf_async (BrLabelService *self, const BrLabelOrder *order, const BrLabelPages *pages, const char *path, BrLabelProgress progress,
                            gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  PlanJob *job = new_job (self, order, progress, progress_data);

  job->pages = g_memdup2 (pages, sizeof *pages);
  job->path = g_strdup (path);
  g_task_set_source_tag (task, br_label_service_pdf_async);
  g_task_set_task_data (task, job, free_plan_job);
  run_plan (self, task);
}

BrLabelPlan *
br_label_service_plan_finish (BrLabelService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
