/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Previews, and pictures of labels in the queue: drawn on a thread of their own, by the same function as what is printed. */
#include "config.h"

#include "br-label-service-private.h"

#include "br-error.h"
#include "br-label-source.h"
#include "br-print-queue.h"
#include "br-printer-store.h"
#include "br-tag-render.h"
#include "br-wire-template.h"

typedef struct
{
  BrLabelService *service; /* borrowed: the task holds it */
  BrStore *store;          /* owned */
  BrLabelTemplate *template; /* or NULL: of the label */
  BrLabelFields *fields;     /* or NULL */
  BrHead head;
  BrLabelShop shop;          /* read on the drawer */
  gint64 job, seq;           /* a label of the queue, else 0 */
  BrPrintLabel *label;       /* this one */
  BrPrinter *printer;        /* it goes to */
  BrLabelPreview *preview;
} PreviewJob;

static void
free_job (gpointer data)
{
  PreviewJob *job = data;

  g_clear_pointer (&job->template, br_label_template_unref);
  g_clear_pointer (&job->label, br_print_label_free);
  g_clear_pointer (&job->printer, br_printer_free);
  br_label_shop_clear (&job->shop);
  br_store_unref (job->store);
  g_clear_pointer (&job->fields, br_label_fields_free);
  g_clear_pointer (&job->preview, br_label_preview_free);
  g_free (job);
}

void
br_label_preview_free (BrLabelPreview *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->bitmap, br_bitmap_unref);
  g_clear_pointer (&self->image, br_tag_image_unref);
  g_ptr_array_unref (self->problems);
  g_clear_pointer (&self->bounds, g_array_unref);
  g_free (self);
}

BrLabelPreview *
br_label_preview_take (BrLabelPicture *picture, const BrLabelTemplate *template, const BrHead *head)
{
  BrLabelPreview *preview = g_new0 (BrLabelPreview, 1);

  preview->bitmap = br_bitmap_ref (picture->bitmap);
  preview->problems = g_ptr_array_ref (picture->problems);
  preview->bounds = br_label_render_bounds (template, head);
  br_label_picture_free (picture);
  return preview;
}

static gboolean
read_shop (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return br_label_shop_load (db, &((PreviewJob *) data)->shop, error);
}

/* A design for tags, upright, on one that has all colours. */
static BrLabelPreview *
draw_design (const PreviewJob *job, gint64 now_us, GError **error)
{
  g_autoptr (BrLabelTemplate) upright = br_label_template_copy (job->template);
  BrLabelScope scope = { .template = upright, .fields = job->fields, .now_us = now_us, .zone = job->shop.zone, .currency = job->shop.currency };
  g_autoptr (BrTagPicture) picture = NULL;
  BrLabelPreview *preview;
  BrTagType type;

  br_label_template_get_canvas (job->template, &upright->media.width, &upright->media.height);
  upright->turn = 0;
  br_tag_type_for_design (upright, &type);
  picture = br_tag_render (br_label_service_get_renderer (job->service), &scope, &type, error);
  if (picture == NULL)
    return NULL;
  preview = g_new0 (BrLabelPreview, 1);
  preview->image = br_tag_image_ref (picture->image);
  preview->problems = g_ptr_array_ref (picture->problems);
  preview->bounds = br_label_render_bounds (upright, &br_tag_head);
  return preview;
}

static gboolean
draw_job (gpointer data, GCancellable *cancellable, GError **error)
{
  PreviewJob *job = data;
  BrLabelDraw draw = { .template = job->template, .fields = job->fields, .head = &job->head, .now_us = br_clock_now_us (br_store_get_clock (job->store)) };
  BrLabelPicture *picture;

  if (!br_store_read (job->store, read_shop, job, cancellable, error))
    return FALSE;
  draw.currency = job->shop.currency;
  draw.zone = job->shop.zone_name;
  if (job->template->kind == BR_LABEL_TAG)
    {
      job->preview = draw_design (job, draw.now_us, error);
      return job->preview != NULL;
    }
  picture = br_label_draw (br_label_service_get_renderer (job->service), &draw, error);
  if (picture == NULL)
    return FALSE;
  job->preview = br_label_preview_take (picture, job->template, &job->head);
  return TRUE;
}

/* The label with the template it was ordered with, and the printer it goes to; one that is gone leaves the usual one. */
static gboolean
read_label (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PreviewJob *job = data;
  g_autofree char *json = NULL;

  job->label = br_print_load_label (db, job->job, job->seq, error);
  if (job->label == NULL)
    {
      if (*error == NULL)
        g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "the label is not in the queue any more");
      return FALSE;
    }
  json = br_print_load_template (db, job->label->template_id, error);
  job->template = json != NULL ? br_wire_template_read (json, strlen (json), error) : NULL;
  if (job->template == NULL)
    return FALSE;
  job->printer = br_printer_store_find (db, job->label->printer_key, error);
  if (job->printer == NULL)
    job->printer = br_printer_new (job->label->printer_key);
  return *error == NULL;
}

static gboolean
draw_label_job (gpointer data, GCancellable *cancellable, GError **error)
{
  PreviewJob *job = data;
  BrLabelPicture *picture;

  if (!br_store_read (job->store, read_label, job, cancellable, error))
    return FALSE;
  picture = br_label_draw_ordered (br_label_service_get_renderer (job->service), job->template, job->label, job->printer, error);
  if (picture == NULL)
    return FALSE;
  job->preview = br_label_preview_take (picture, job->template, &job->printer->head);
  return TRUE;
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PreviewJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (br_worker_run_finish (BR_WORKER (source), result, &error))
    g_task_return_pointer (task, g_steal_pointer (&job->preview), (GDestroyNotify) br_label_preview_free);
  else
    g_task_return_error (task, error);
}

static void
draw_async (BrLabelService *self, BrWorkerFunc func, const PreviewJob *with, GCancellable *cancellable, GTask *task)
{
  PreviewJob *job = g_memdup2 (with, sizeof *with);

  job->service = self;
  job->store = br_store_ref (br_label_service_get_store (self));
  g_task_set_task_data (task, job, free_job);
  br_worker_run_async (br_label_service_get_drawer (self), G_PRIORITY_DEFAULT, func, job, NULL, cancellable, drawn_cb, task);
}

void
br_label_service_preview_async (BrLabelService *self, BrLabelTemplate *template, const BrLabelFields *fields, const BrHead *head, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  PreviewJob job = { .template = br_label_template_ref (template), .fields = fields != NULL ? br_label_fields_copy (fields) : NULL, .head = *head };

  g_task_set_source_tag (task, br_label_service_preview_async);
  draw_async (self, draw_job, &job, cancellable, task);
}

BrLabelPreview *
br_label_service_preview_finish (BrLabelService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
br_label_service_picture_async (BrLabelService *self, gint64 job, gint64 seq, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  PreviewJob with = { .job = job, .seq = seq };

  g_task_set_source_tag (task, br_label_service_picture_async);
  draw_async (self, draw_label_job, &with, cancellable, task);
}

BrLabelPreview *
br_label_service_picture_finish (BrLabelService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
