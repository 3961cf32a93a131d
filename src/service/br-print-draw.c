/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The template is read once a job: the next label of the same job has the same one. */
#include "config.h"

#include "br-print-draw.h"

#include "br-label-draw.h"
#include "br-wire-template.h"

#include <string.h>

struct _BrPrintDraw
{
  BrStore *store;
  BrLabelRenderer *renderer;
  gint64 template_id;        /* of `template` */
  BrLabelTemplate *template; /* or NULL */
};

BrPrintDraw *
br_print_draw_new (BrStore *store)
{
  BrPrintDraw *self = g_new0 (BrPrintDraw, 1);

  self->store = br_store_ref (store);
  self->renderer = br_label_renderer_new ();
  return self;
}

void
br_print_draw_free (BrPrintDraw *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->template, br_label_template_unref);
  br_label_renderer_free (self->renderer);
  br_store_unref (self->store);
  g_free (self);
}

typedef struct
{
  gint64 id;
  char *json; /* out */
} LoadJob;

static gboolean
load_job (BrStoreTx *tx, gpointer data, GError **error)
{
  LoadJob *job = data;

  job->json = br_print_load_template (tx->db, job->id, error);
  return job->json != NULL;
}

/* FALSE with `error`: the store failed. TRUE with `problem`: the template cannot be read. */
static gboolean
load_template (BrPrintDraw *self, gint64 id, char **problem, GError **error)
{
  LoadJob job = { id, NULL };
  g_autoptr (GError) unreadable = NULL;

  if (self->template != NULL && self->template_id == id)
    return TRUE;
  g_clear_pointer (&self->template, br_label_template_unref);
  if (!br_store_print_write (self->store, load_job, &job, error))
    return FALSE;
  self->template = br_wire_template_read (job.json, strlen (job.json), &unreadable);
  self->template_id = id;
  g_free (job.json);
  if (self->template == NULL)
    *problem = g_strdup (unreadable->message);
  return TRUE;
}

BrBitmap *
br_print_draw_label (BrPrintDraw *self, const BrPrintLabel *label, const BrPrinter *printer, BrMedia *media, char **problem, GError **error)
{
  g_autoptr (BrLabelPicture) picture = NULL;
  g_autoptr (GError) failure = NULL;
  const BrLabelProblem *stop;

  if (!load_template (self, label->template_id, problem, error) || self->template == NULL)
    return NULL;
  *media = self->template->media;
  picture = br_label_draw_ordered (self->renderer, self->template, label, printer, &failure);
  if (picture == NULL)
    {
      *problem = g_strdup (failure->message);
      return NULL;
    }
  stop = br_label_picture_stop (picture);
  if (stop != NULL)
    {
      *problem = br_label_problem_write (stop);
      return NULL;
    }
  return br_bitmap_ref (picture->bitmap);
}
