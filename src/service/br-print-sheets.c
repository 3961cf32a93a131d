/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-print-sheets.h"

#include "br-error.h"
#include "br-label-pdf.h"
#include "br-printer-store.h"

#include <glib/gstdio.h>
#include <string.h>

#define FETCH 64                     /* labels read from the queue at a time */
#define LOOK_US (60 * G_USEC_PER_SEC)  /* between two looks at a queue without work */
#define RETRY_US (15 * G_USEC_PER_SEC)  /* after a refusal */
#define DELIVERED "delivered to the office printer's queue"

struct _BrPrintSheets
{
  BrPrintSheetsParams params;
  BrPrinter *printer;   /* settings as stored */
  gint64 session;
  gboolean begun;       /* what an earlier process left was looked at */
  gboolean stale;       /* settings are to be read again */
  gboolean dirty;       /* worth looking for labels */
  gint64 retry_us;      /* monotonic: nothing is tried before */
  gint64 looked_us;     /* monotonic: when the queue was looked at, 0 = never */
  BrPrinterStatus status;
  gboolean sending;
  GError *trouble;      /* why nothing can be handed over, or NULL */
};

/* A document on its way. */
typedef struct
{
  BrPrintSheets *sheets;
  gint64 job;           /* 0 = none yet */
  char *path;
  BrLabelPdf *pdf;      /* until it is whole */
  GArray *seqs;         /* of gint64: labels in it */
  GPtrArray *failed;    /* of Failed */
  int page_width, page_height;
  guint start_cell;
  BrPrintPolicy policy;
} Document;

typedef struct
{
  gint64 seq;
  char *note;
} Failed;

static void
free_failed (gpointer data)
{
  Failed *failed = data;

  g_free (failed->note);
  g_free (failed);
}

static void
document_clear (Document *self)
{
  g_clear_pointer (&self->pdf, br_label_pdf_free);
  if (self->path != NULL)
    g_unlink (self->path);
  g_free (self->path);
  g_array_unref (self->seqs);
  g_ptr_array_unref (self->failed);
}

static gint64
get_now (BrPrintSheets *self)
{
  return self->params.clock->monotonic_us (self->params.clock->data);
}

static const char *
queue_name (BrPrintSheets *self)
{
  return self->params.key + strlen ("cups:");
}

static void
tell (BrPrintSheets *self)
{
  self->params.news (self->params.data);
}

/* Takes `error` as what keeps labels from being handed over; NULL: nothing does. */
static void
set_trouble (BrPrintSheets *self, GError *error)
{
  g_clear_error (&self->trouble);
  self->trouble = error;
  if (error != NULL)
    self->retry_us = get_now (self) + RETRY_US;
  tell (self);
}

/* The store */

typedef struct
{
  BrPrintSheets *sheets;
  BrPrinter *printer; /* out */
} SettingsJob;

static gboolean
settings_job (BrStoreTx *tx, gpointer data, GError **error)
{
  SettingsJob *job = data;
  GError *failure = NULL;

  job->printer = br_printer_store_find (tx->db, job->sheets->params.key, &failure);
  if (job->printer == NULL && failure == NULL)
    failure = g_error_new_literal (BR_ERROR, BR_ERROR_NOT_FOUND, "no such printer");
  if (failure != NULL)
    g_propagate_error (error, failure);
  return job->printer != NULL;
}

static gboolean
load_settings (BrPrintSheets *self, GError **error)
{
  SettingsJob job = { .sheets = self };

  if (!br_store_print_write (self->params.store, settings_job, &job, error))
    return FALSE;
  g_clear_pointer (&self->printer, br_printer_free);
  self->printer = job.printer;
  self->stale = FALSE;
  return TRUE;
}

/* A label of which nobody knows, and what its policy makes of it. */
static gboolean
doubt (BrStoreTx *tx, gint64 job, gint64 seq, BrPrintPolicy policy, const char *why, GError **error)
{
  BrPrintMove move = { .job = job, .seq = seq, .from = 1u << BR_LABEL_ARMED | 1u << BR_LABEL_SENT, .to = BR_LABEL_UNCERTAIN, .note = why };

  if (!br_print_move (tx, &move, error))
    return FALSE;
  if (policy != BR_POLICY_AT_LEAST_ONCE)
    return TRUE;
  move = (BrPrintMove) { .job = job, .seq = seq, .from = 1u << BR_LABEL_UNCERTAIN, .to = BR_LABEL_QUEUED, .note = "it is printed again, as its template says" };
  return br_print_move (tx, &move, error);
}

/* What an earlier process had ARMED. */
static gboolean
begin_job (BrStoreTx *tx, gpointer data, GError **error)
{
  BrPrintSheets *self = data;
  g_autoptr (GPtrArray) labels = NULL;
  gboolean same;

  if (!br_printer_store_begin (tx, self->params.key, NULL, &self->session, &same, error))
    return FALSE;
  labels = br_print_in_flight (tx->db, self->params.key, error);
  for (guint i = 0; labels != NULL && i < labels->len; i++)
    {
      const BrPrintLabel *label = labels->pdata[i];

      if (!doubt (tx, label->job, label->seq, label->policy, "the program ended while it was being handed over", error))
        return FALSE;
    }
  return labels != NULL;
}

typedef struct
{
  BrPrintSheets *sheets;
  gint64 job, after;
  GPtrArray *labels; /* out */
} FetchJob;

/* The next labels of one job; none as long as its order is still being written: it is one document. */
static gboolean
fetch_job (BrStoreTx *tx, gpointer data, GError **error)
{
  FetchJob *job = data;
  gboolean whole;

  job->labels = br_print_next (tx->db, job->sheets->params.key, job->job, job->after, FETCH, error);
  if (job->labels == NULL || job->labels->len == 0)
    return job->labels != NULL;
  if (!br_print_is_whole (tx->db, ((const BrPrintLabel *) job->labels->pdata[0])->job, &whole, error))
    return FALSE;
  if (!whole)
    g_ptr_array_set_size (job->labels, 0);
  return TRUE;
}

static gboolean
fetch (BrPrintSheets *self, FetchJob *job)
{
  g_autoptr (GError) error = NULL;

  job->labels = NULL;
  if (br_store_print_write (self->params.store, fetch_job, job, &error))
    return TRUE;
  g_clear_pointer (&job->labels, g_ptr_array_unref);
  set_trouble (self, g_steal_pointer (&error));
  return FALSE;
}

static gboolean
fail_labels (BrStoreTx *tx, const Document *document, GError **error)
{
  for (guint i = 0; i < document->failed->len; i++)
    {
      const Failed *failed = document->failed->pdata[i];
      BrPrintMove move = { .job = document->job, .seq = failed->seq, .from = 1u << BR_LABEL_QUEUED, .to = BR_LABEL_FAILED, .note = failed->note };

      if (!br_print_move (tx, &move, error))
        return FALSE;
    }
  return TRUE;
}

/* All labels of the document, or none: the pages of one that was cancelled meanwhile are made anew without it. */
static gboolean
arm_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Document *document = data;

  if (!br_print_check_goes_on (tx->db, document->sheets->params.key, document->job, error) || !fail_labels (tx, document, error))
    return FALSE;
  for (guint i = 0; i < document->seqs->len; i++)
    {
      BrPrintMove move = { .job = document->job, .seq = g_array_index (document->seqs, gint64, i), .from = 1u << BR_LABEL_QUEUED, .to = BR_LABEL_ARMED };

      move.session = document->sheets->session;
      if (!br_print_move (tx, &move, error))
        return FALSE;
      if (!move.moved)
        {
          g_set_error_literal (error, BR_ERROR, BR_ERROR_CONFLICT, "a label was moved meanwhile");
          return FALSE;
        }
    }
  return TRUE;
}

/* What became of the document. */
typedef struct
{
  const Document *document;
  const GError *error; /* NULL = it was taken */
} EndJob;

static gboolean
end_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const EndJob *job = data;
  const Document *document = job->document;
  gboolean unknown = g_error_matches (job->error, BR_ERROR, BR_ERROR_IO);

  for (guint i = 0; i < document->seqs->len; i++)
    {
      BrPrintMove move = { .job = document->job, .seq = g_array_index (document->seqs, gint64, i), .from = 1u << BR_LABEL_ARMED };
      gboolean good;

      move.to = job->error == NULL ? BR_LABEL_PRINTED : BR_LABEL_QUEUED;
      move.note = job->error == NULL ? DELIVERED : job->error->message;
      good = unknown ? doubt (tx, move.job, move.seq, document->policy, job->error->message, error) : br_print_move (tx, &move, error);
      if (!good)
        return FALSE;
    }
  return TRUE;
}

/* Pages */

static gboolean
open_document (Document *self, const BrPrintLabel *first, GError **error)
{
  BrPrintSheets *sheets = self->sheets;
  const BrSheet *sheet = &sheets->printer->sheet;
  guint cells = sheet->columns * sheet->rows;
  int fd = g_file_open_tmp ("backroom-labels-XXXXXX.pdf", &self->path, error);

  if (fd < 0)
    return FALSE;
  g_close (fd, NULL);
  self->job = first->job;
  self->policy = first->policy;
  self->pdf = br_label_pdf_new (self->path, sheet, cells > 0 ? first->start_cell % cells : 0, &sheets->printer->head, error);
  return self->pdf != NULL;
}

static void
note_failed (Document *self, const BrPrintLabel *label, const char *note)
{
  Failed *failed = g_new0 (Failed, 1);

  failed->seq = label->seq;
  failed->note = g_strdup (note);
  g_ptr_array_add (self->failed, failed);
}

/* FALSE: the store or the disk failed. */
static gboolean
add_label (Document *self, const BrPrintLabel *label, GError **error)
{
  const BrPrintSheetsParams *params = &self->sheets->params;
  g_autoptr (BrBitmap) bitmap = NULL;
  g_autofree char *problem = NULL;
  GError *failure = NULL;
  BrMedia media;

  bitmap = params->draw (params->data, label, self->sheets->printer, &media, &problem, &failure);
  if (bitmap != NULL && !br_printer_fits_paper (self->sheets->printer, &media))
    {
      g_autoptr (BrLabelProblem) paper = br_label_problem_new ("media", NULL, FALSE, "the label is larger than a cell of the sheet");
      g_autofree char *note = br_label_problem_write (paper);

      note_failed (self, label, note);
      return TRUE;
    }
  if (bitmap != NULL && br_label_pdf_add (self->pdf, bitmap, &failure))
    {
      self->page_width = media.width;
      self->page_height = media.height;
      g_array_append_val (self->seqs, label->seq);
      return TRUE;
    }
  if (failure != NULL && !g_error_matches (failure, BR_ERROR, BR_ERROR_RANGE))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  note_failed (self, label, problem != NULL ? problem : failure != NULL ? failure->message : "it cannot be drawn");
  g_clear_error (&failure);
  return TRUE;
}

/* Adds all queued labels of the first job that has some. FALSE: given up, the trouble is told. */
static gboolean
fill_document (Document *self)
{
  FetchJob fetched = { .sheets = self->sheets };
  GError *error = NULL;
  gboolean more = TRUE;

  while (more && !self->sheets->params.is_ending (self->sheets->params.data))
    {
      g_autoptr (GPtrArray) labels = NULL;

      if (!fetch (self->sheets, &fetched))
        return FALSE;
      labels = fetched.labels;
      more = labels->len > 0;
      for (guint i = 0; i < labels->len && more; i++)
        {
          const BrPrintLabel *label = labels->pdata[i];

          more = self->job == 0 || label->job == self->job;
          if (more && ((self->job == 0 && !open_document (self, label, &error)) || !add_label (self, label, &error)))
            {
              set_trouble (self->sheets, error);
              return FALSE;
            }
          fetched.job = more ? label->job : fetched.job;
          fetched.after = more ? label->seq : fetched.after;
        }
    }
  return !more;
}

/* The queue of CUPS */

static void
read_status (BrPrintSheets *self, const BrCupsQueue *queue)
{
  BrPrinterStatus *status = &self->status;

  *status = (BrPrinterStatus) { .source = BR_SOURCE_IN_BAND, .at_us = br_clock_now_us (self->params.clock), .conditions = queue->conditions };
  switch (queue->state)
    {
    case BR_CUPS_IDLE: status->state = BR_PRINTER_READY; break;
    case BR_CUPS_PROCESSING: status->state = BR_PRINTER_PRINTING; break;
    case BR_CUPS_STOPPED: status->state = BR_PRINTER_ATTENTION; break;
    case BR_CUPS_UNKNOWN:
    default: status->state = BR_PRINTER_UNKNOWN; break;
    }
}

/* Looks at the queue; FALSE with the trouble set: it takes nothing. */
static gboolean
look (BrPrintSheets *self)
{
  GError *error = NULL;
  BrCupsQueue *queue = self->params.look (self->params.data, queue_name (self), &error);

  self->looked_us = get_now (self);
  if (queue == NULL)
    {
      self->status = (BrPrinterStatus) { .state = BR_PRINTER_GONE, .source = BR_SOURCE_TRANSPORT, .at_us = br_clock_now_us (self->params.clock) };
      set_trouble (self, error);
      return FALSE;
    }
  read_status (self, queue);
  if (!queue->accepting)
    error = g_error_new_literal (BR_ERROR, BR_ERROR_BUSY, "the queue takes no jobs");
  br_cups_queue_free (queue);
  set_trouble (self, error);
  return error == NULL;
}

static void
settle (BrPrintSheets *self, EndJob *end)
{
  g_autoptr (GError) error = NULL;

  /* What cannot be noted stays ARMED, and is found as such by the next start; a full disk is waited out here as long as the program runs. */
  while (!br_store_print_write (self->params.store, end_job, end, &error))
    {
      g_warning ("the print queue cannot be written: %s", error->message);
      g_clear_error (&error);
      if (self->params.is_ending (self->params.data))
        return;
      self->params.clock->sleep_us (self->params.clock->data, G_USEC_PER_SEC);
    }
}

static void
submit (Document *self)
{
  BrPrintSheets *sheets = self->sheets;
  const BrSheet *sheet = &sheets->printer->sheet;
  BrCupsOrder order = {
    .queue = queue_name (sheets), .path = self->path, .title = "Backroom", .page_width = sheet->columns > 0 ? sheet->page_width : self->page_width
  };
  GError *error = NULL;

  order.page_height = sheet->columns > 0 ? sheet->page_height : self->page_height;
  sheets->params.submit (sheets->params.data, &order, &error);
  settle (sheets, &(EndJob) { .document = self, .error = error });
  set_trouble (sheets, error);
}

/* Makes the document durable as ordered, then hands it over. */
static void
deliver (Document *self)
{
  BrPrintSheets *sheets = self->sheets;
  GError *error = NULL;

  if (self->seqs->len > 0 && !br_label_pdf_finish (g_steal_pointer (&self->pdf), &error))
    set_trouble (sheets, error);
  else if (br_store_print_write (sheets->params.store, arm_job, self, &error))
    {
      if (self->seqs->len > 0)
        submit (self);
    }
  else if (g_error_matches (error, BR_ERROR, BR_ERROR_CONFLICT))
    g_error_free (error); /* the next step makes it anew */
  else
    set_trouble (sheets, error);
}

/* FALSE: there was nothing to hand over. */
static gboolean
hand_over (BrPrintSheets *self)
{
  Document document = { .sheets = self, .seqs = g_array_new (FALSE, FALSE, sizeof (gint64)), .failed = g_ptr_array_new_with_free_func (free_failed) };
  gboolean found;

  self->sending = TRUE;
  tell (self);
  if (fill_document (&document) && document.job != 0)
    deliver (&document);
  found = document.job != 0;
  document_clear (&document);
  self->sending = FALSE;
  tell (self);
  return found;
}

static gboolean
has_work (BrPrintSheets *self)
{
  FetchJob job = { .sheets = self };
  gboolean found = fetch (self, &job) && job.labels->len > 0;

  g_clear_pointer (&job.labels, g_ptr_array_unref);
  return found;
}

static gboolean
begin (BrPrintSheets *self)
{
  GError *error = NULL;

  if (!self->begun && !br_store_print_write (self->params.store, begin_job, self, &error))
    set_trouble (self, error);
  else if (self->stale && !load_settings (self, &error))
    set_trouble (self, error);
  else
    self->begun = TRUE;
  return error == NULL;
}

void
br_print_sheets_step (BrPrintSheets *self, gint64 wait_us)
{
  gint64 due_us = self->retry_us - get_now (self);

  if (due_us > 0)
    {
      self->params.wait (self->params.data, MIN (due_us, wait_us));
      return;
    }
  if (!begin (self))
    return;
  if (self->looked_us == 0 || get_now (self) - self->looked_us > LOOK_US)
    look (self);
  if (self->dirty && !self->printer->paused && has_work (self))
    {
      if (!look (self) || hand_over (self))
        return;
    }
  self->dirty = FALSE;
  self->params.wait (self->params.data, wait_us);
}

void
br_print_sheets_refresh (BrPrintSheets *self)
{
  self->stale = self->dirty = TRUE;
}

void
br_print_sheets_get_news (BrPrintSheets *self, BrPrintNews *news)
{
  *news = (BrPrintNews) { .status = self->status, .sending = self->sending };
  if (self->printer->paused && self->trouble == NULL)
    news->status.state = BR_PRINTER_PAUSED_HERE;
  if (self->trouble == NULL)
    return;
  if (news->status.state != BR_PRINTER_GONE)
    news->status.state = BR_PRINTER_ATTENTION;
  news->error_code = self->trouble->code;
  news->error_text = g_strdup (self->trouble->message);
}

gboolean
br_print_sheets_command (BrPrintSheets *self, BrPrinterCommand command, char **text, GError **error)
{
  BrCupsQueue *queue;

  *text = NULL;
  if (command != BR_PRINTER_IDENTIFY)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "an office printer has no such command");
      return FALSE;
    }
  queue = self->params.look (self->params.data, queue_name (self), error);
  if (queue == NULL)
    return FALSE;
  read_status (self, queue);
  *text = g_strdup (queue->model);
  br_cups_queue_free (queue);
  tell (self);
  return TRUE;
}

BrPrintSheets *
br_print_sheets_new (const BrPrintSheetsParams *params, GError **error)
{
  g_autoptr (BrPrintSheets) self = g_new0 (BrPrintSheets, 1);

  g_return_val_if_fail (g_str_has_prefix (params->key, "cups:"), NULL);

  self->params = *params;
  self->dirty = TRUE;
  return load_settings (self, error) ? g_steal_pointer (&self) : NULL;
}

void
br_print_sheets_free (BrPrintSheets *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->printer, br_printer_free);
  g_clear_error (&self->trouble);
  g_free (self);
}
