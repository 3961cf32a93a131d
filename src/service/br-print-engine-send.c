/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sending: the next picture drawn while the printer is busy, and the two phases of each. */
#include "config.h"

#include "br-print-engine-private.h"

#include <string.h>

#define WRITE_MS 250
#define STUCK_US (3 * G_USEC_PER_SEC / 2) /* so long no byte was taken: the printer is asked by its class what it has */
#define LOOK_US G_USEC_PER_SEC
#define ENDING_US (2 * G_USEC_PER_SEC)    /* of grace for a write when the program ends */
#define FETCH 16                          /* labels read from the queue at a time */
#define MAX_FAILED 16                     /* labels that cannot be drawn, passed over in one step */
#define WINDOW_US (3 * G_USEC_PER_SEC / 2)

gint64
br_print_engine_set_pace (BrPrintEngine *self)
{
  return self->printer->speed > 0 ? (gint64) G_USEC_PER_SEC * 100 / (254 * self->printer->speed) : 0;
}

gint64
br_print_engine_label_us (BrPrintEngine *self, gint64 length, int usual_mm_s)
{
  gint64 us_per_mm = self->us_per_mm;

  if (us_per_mm == 0)
    us_per_mm = br_print_engine_set_pace (self);
  if (us_per_mm == 0)
    us_per_mm = G_USEC_PER_SEC / usual_mm_s;
  return MAX (length * us_per_mm / BR_LABEL_MM, 1000);
}

BrPrintSetup
br_print_engine_setup (BrPrintEngine *self, const BrMedia *media)
{
  BrPrintSetup setup;

  br_print_setup_init (&setup, self->printer, media);
  return setup;
}

/* What to do while the printer takes nothing. FALSE: the session is over. */
static gboolean
endure (BrPrintEngine *self, gint64 stuck_since_us, gint64 *looked_us)
{
  gint64 now = br_print_engine_now (self);

  if (self->params.is_ending (self->params.data) && now - stuck_since_us > ENDING_US)
    {
      /* What is in flight stays as it is in the store; the page says what the printer may wait for. */
      g_clear_pointer (&self->port, br_port_close);
      return FALSE;
    }
  if (now - stuck_since_us < STUCK_US || now - *looked_us < LOOK_US)
    return TRUE;
  *looked_us = now;
  if (!br_print_engine_look (self))
    return FALSE;
  self->mute = self->class_conditions == 0; /* it is there, says nothing is wrong, and takes nothing */
  br_print_engine_tell (self);
  return TRUE;
}

gboolean
br_print_engine_write (BrPrintEngine *self, const guint8 *bytes, gsize n)
{
  gint64 since = br_print_engine_now (self), looked = since;
  gsize at = 0;

  while (at < n)
    {
      g_autoptr (GError) error = NULL;
      gsize taken = 0;
      gboolean ok = br_port_write (self->port, bytes + at, n - at, WRITE_MS, &taken, &error);

      at += taken;
      if (!ok && !g_error_matches (error, BR_ERROR, BR_ERROR_BUSY))
        {
          br_print_engine_lose (self, error->message);
          return FALSE;
        }
      if (taken > 0)
        since = br_print_engine_now (self);
      else if (!ok && !endure (self, since, &looked))
        return FALSE;
    }
  self->mute = FALSE;
  return TRUE;
}

/* Fetching: on the queue's own lane, so that it never waits behind a long list. */
typedef struct
{
  const char *key;
  gint64 after_job, after_seq;
  GPtrArray *labels; /* out */
  gboolean held;     /* out: a label waits for other paper */
} FetchJob;

static gboolean
fetch_job (BrStoreTx *tx, gpointer data, GError **error)
{
  FetchJob *job = data;

  if (!br_print_has_held (tx->db, job->key, &job->held, error))
    return FALSE;
  job->labels = br_print_next (tx->db, job->key, job->after_job, job->after_seq, FETCH, error);
  return job->labels != NULL;
}

/* The next label behind those in `unit`. */
static const BrPrintLabel *
peek_label (BrPrintEngine *self, const BrPrintUnit *unit)
{
  FetchJob job = { .key = self->params.key, .after_job = unit->job, .after_seq = unit->n > 0 ? unit->seq[unit->n - 1] : 0 };
  g_autoptr (GError) error = NULL;

  if (self->labels != NULL && self->next < self->labels->len)
    return self->labels->pdata[self->next];
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  if (!self->queue_dirty)
    return NULL;
  /* What was passed over must be committed first, or it would be found again. */
  if (self->moves->len > 0 && !br_print_engine_flush (self, NULL, NULL))
    return NULL;
  if (!br_store_print_write (self->params.store, fetch_job, &job, &error))
    {
      g_warning ("the print queue cannot be read: %s", error->message);
      self->retry_us = br_print_engine_now (self) + G_USEC_PER_SEC;
      return NULL;
    }
  self->next = 0;
  self->mismatch = job.held;
  self->queue_dirty = job.labels->len > 0 || unit->n > 0;
  if (job.labels->len > 0)
    self->labels = job.labels;
  else
    g_ptr_array_unref (job.labels);
  return self->labels != NULL ? self->labels->pdata[0] : NULL;
}

static void
pass_over (BrPrintEngine *self, const BrPrintLabel *label, BrLabelState to, const char *note)
{
  BrPrintMove move = { .job = label->job, .seq = label->seq, .from = 1u << BR_LABEL_QUEUED, .to = to };

  move.note = g_string_chunk_insert (self->notes, note);
  g_array_append_val (self->moves, move);
}

/* What keeps a label's paper from being the printer's, or NULL. */
static const char *
find_mismatch (BrPrintEngine *self, const BrMedia *media)
{
  const BrPrinter *printer = self->printer;
  BrPrintSetup setup = br_print_engine_setup (self, media);
  int dots = (int) ((printer->head.dots_num + printer->head.dots_den / 2) / printer->head.dots_den);

  if (!br_printer_fits_paper (printer, media))
    return "the label is for paper of another size";
  if (br_printer_media_conditions (&setup, &self->report) != 0)
    return "the printer holds another paper";
  if (self->report.dots_per_mm != 0 && self->report.dots_per_mm != dots)
    return "the printer says its head has other dots";
  return NULL;
}

/* The dots of the next label; NULL: it was passed over, or the store failed. */
static BrBitmap *
draw_label (BrPrintEngine *self, const BrPrintLabel *label, BrMedia *media)
{
  g_autofree char *problem = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrBitmap) bitmap = self->params.draw (self->params.data, label, self->printer, media, &problem, &error);
  const char *mismatch;

  if (error != NULL)
    {
      g_warning ("a label cannot be drawn: %s", error->message);
      self->retry_us = br_print_engine_now (self) + G_USEC_PER_SEC;
      return NULL;
    }
  self->next++;
  if (bitmap == NULL)
    {
      pass_over (self, label, BR_LABEL_FAILED, problem != NULL ? problem : "it cannot be drawn");
      return NULL;
    }
  mismatch = find_mismatch (self, media);
  if (mismatch == NULL)
    return g_steal_pointer (&bitmap);
  pass_over (self, label, BR_LABEL_HELD, mismatch);
  g_clear_pointer (&self->labels, g_ptr_array_unref); /* its job waits from now on */
  return NULL;
}

/* Adds a label to the right of those in `unit`. */
static gboolean
put_beside (BrPrintEngine *self, BrPrintUnit *unit, const BrBitmap *bitmap)
{
  const BrMedia *media = &unit->media;
  guint width = (guint) br_head_dots (&self->printer->head, (int) media->across * media->width + ((int) media->across - 1) * media->column_gap);
  guint x = (guint) br_head_dots (&self->printer->head, (int) unit->n * (media->width + media->column_gap));
  g_autoptr (BrBitmap) wide = br_bitmap_new (MAX (width, x + bitmap->width), MAX (bitmap->height, unit->bitmap != NULL ? unit->bitmap->height : 1), NULL);

  if (wide == NULL)
    return FALSE;
  if (unit->bitmap != NULL)
    br_bitmap_stamp (wide, unit->bitmap, 0, 0, BR_INK_BLACK);
  br_bitmap_stamp (wide, bitmap, (int) x, 0, BR_INK_BLACK);
  g_clear_pointer (&unit->bitmap, br_bitmap_unref);
  unit->bitmap = g_steal_pointer (&wide);
  return TRUE;
}

static gboolean
add_label (BrPrintEngine *self, BrPrintUnit *unit, const BrPrintLabel *label, BrBitmap *bitmap)
{
  if (unit->media.across <= 1)
    unit->bitmap = br_bitmap_ref (bitmap);
  else if (!put_beside (self, unit, bitmap))
    return FALSE;
  unit->job = label->job;
  unit->policy = label->policy;
  unit->last = label->seq == label->total;
  unit->seq[unit->n++] = label->seq;
  return TRUE;
}

/* One label more for `unit`. FALSE: there is none that belongs to it now. */
static gboolean
draw_one (BrPrintEngine *self, BrPrintUnit *unit, guint *n_failed)
{
  const BrPrintLabel *label = peek_label (self, unit);
  g_autoptr (BrBitmap) bitmap = NULL;
  gint64 failed_before = self->moves->len;
  BrMedia media;

  if (label == NULL || (unit->n > 0 && label->job != unit->job) || self->retry_us > br_print_engine_now (self))
    return FALSE;
  bitmap = draw_label (self, label, &media);
  if (bitmap == NULL)
    return self->moves->len > failed_before && ++*n_failed < MAX_FAILED;
  unit->media = media;
  unit->length = media.height + (media.tracking != BR_MEDIA_CONTINUOUS ? media.gap : 0);
  return add_label (self, unit, label, bitmap);
}

void
br_print_engine_prepare (BrPrintEngine *self)
{
  BrPrintUnit *unit;
  guint n_failed = 0;

  if (self->ready != NULL || self->language == NULL || self->retry_us > br_print_engine_now (self))
    return;
  unit = g_new0 (BrPrintUnit, 1);
  do
    if (!draw_one (self, unit, &n_failed))
      break;
  while (unit->n < MIN (unit->media.across, BR_PRINT_ACROSS_MAX) || unit->n == 0);
  if (unit->n > 0)
    self->ready = unit;
  else
    br_print_unit_free (unit);
}

guint
br_print_engine_window (BrPrintEngine *self, const BrPrintUnit *unit)
{
  gint64 label_us = br_print_engine_label_us (self, unit->length, BR_PRINT_FAST_MM_S);
  guint cap = unit->length < 20 * BR_LABEL_MM ? BR_PRINT_WINDOW_MAX : 4;

  if (unit->policy == BR_POLICY_AT_MOST_ONCE)
    return 1;
  return (guint) CLAMP ((WINDOW_US + label_us - 1) / label_us, 2, cap);
}

gboolean
br_print_engine_can_send (BrPrintEngine *self)
{
  const BrPrintUnit *oldest = self->flight->len > 0 ? self->flight->pdata[0] : NULL;

  if (self->port == NULL || self->ready == NULL || self->no_record || self->printer->paused || br_print_engine_stops (self)
      || MAX (self->retry_us, self->settle_us) > br_print_engine_now (self))
    return FALSE;
  /* What a session before left is proved by a printer at rest; of a label that is to be out at most once nothing follows before it is. */
  if (oldest != NULL && (oldest->recovered || oldest->policy == BR_POLICY_AT_MOST_ONCE))
    return FALSE;
  return self->flight->len < br_print_engine_window (self, self->ready);
}

/* Tells the printer about the job, where that is new to it. */
static gboolean
send_setup (BrPrintEngine *self, const BrPrintSetup *setup)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (self->has_setup && memcmp (setup, &self->setup, sizeof *setup) == 0)
    return TRUE;
  if (self->language->begin != NULL)
    self->language->begin (setup, bytes);
  self->setup = *setup;
  self->has_setup = TRUE;
  return br_print_engine_write (self, bytes->data, bytes->len);
}

static void
fail_unit (BrPrintEngine *self, const BrPrintUnit *unit, const char *note)
{
  br_print_engine_move (self, unit, 1u << BR_LABEL_QUEUED, BR_LABEL_FAILED, note);
}

/* Phase B: the order to print, in a write of its own; from the commit before it until its proof the label may be on paper. */
static void
order_print (BrPrintEngine *self, BrPrintUnit *unit, const GByteArray *trigger)
{
  gint64 now = br_print_engine_now (self);
  const BrPrintUnit *before = self->flight->len > 0 ? self->flight->pdata[self->flight->len - 1] : NULL;

  if (before == NULL)
    {
      self->busy_since_us = now;
      self->busy_mm = 0;
      self->busy_clean = TRUE;
    }
  unit->end_us = MAX (now, before != NULL ? before->end_us : 0) + br_print_engine_label_us (self, unit->length, BR_PRINT_USUAL_MM_S);
  unit->sent_us = G_MAXINT64;
  g_ptr_array_add (self->flight, unit);
  if (!br_print_engine_write (self, trigger->data, trigger->len))
    return; /* lost: it is UNCERTAIN now; ending: the next start finds it ARMED */
  unit->sent_us = br_print_engine_now (self);
  self->busy_mm += unit->length / BR_LABEL_MM;
  self->job_open = TRUE;
  br_print_page_sent (self->page);
  br_print_engine_move (self, unit, 1u << BR_LABEL_ARMED, BR_LABEL_SENT, NULL);
  if (self->flight->len == 1)
    self->ask_due_us = 0; /* a printer at rest is not asked often; now it is at work */
}

/* Commits ARMED; FALSE: it could not be, or somebody cancelled it meanwhile, and its picture is made harmless. */
static gboolean
arm (BrPrintEngine *self, BrPrintUnit *unit)
{
  gboolean armed = FALSE, committed = br_print_engine_flush (self, unit, &armed);

  if (committed && armed)
    return TRUE;
  self->has_setup = FALSE;
  br_print_engine_refresh (self);
  br_print_engine_resync (self);
  return FALSE;
}

void
br_print_engine_send (BrPrintEngine *self)
{
  BrPrintUnit *unit = g_steal_pointer (&self->ready);
  g_autoptr (GByteArray) data = g_byte_array_new (), trigger = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  BrPrintSetup setup = br_print_engine_setup (self, &unit->media);

  if (!self->language->label (&setup, unit->bitmap, !self->job_open, unit->last, data, trigger, &error))
    fail_unit (self, unit, error->message);
  else if (send_setup (self, &setup))
    {
      g_clear_pointer (&unit->bitmap, br_bitmap_unref);
      br_print_page_begin (self->page, unit->job, unit->seq[0], data->len);
      if (br_print_engine_write (self, data->data, data->len) && arm (self, unit))
        {
          order_print (self, unit, trigger);
          return; /* it is in flight */
        }
    }
  br_print_unit_free (unit);
}

void
br_print_engine_end_job (BrPrintEngine *self)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (!self->job_open)
    return;
  self->job_open = FALSE;
  if (self->language->end == NULL)
    return;
  self->language->end (&self->setup, bytes);
  br_print_engine_write (self, bytes->data, bytes->len);
}
