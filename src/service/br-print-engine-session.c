/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session: from opening the port to its end, and what is made of labels whose session ended. */
#include "config.h"

#include "br-print-engine-private.h"

#define RETRY_US G_USEC_PER_SEC
#define REOPEN_US (500 * 1000)
#define SETTLE_US (5 * G_USEC_PER_SEC)   /* without a report: what the last session left in it is out */
#define WORKING_US (15 * G_USEC_PER_SEC) /* a printer that must not be asked at work may still print what it has */

void
br_print_engine_move (BrPrintEngine *self, const BrPrintUnit *unit, guint from, BrLabelState to, const char *note)
{
  for (guint i = 0; i < unit->n; i++)
    {
      BrPrintMove move = { .job = unit->job, .seq = unit->seq[i], .from = from, .to = to };

      move.note = note != NULL ? g_string_chunk_insert (self->notes, note) : NULL;
      g_array_append_val (self->moves, move);
    }
}

/* What is committed at once. */
typedef struct
{
  BrPrintEngine *engine;
  const BrPrintUnit *arm; /* or NULL */
  gboolean armed;
  BrStoreTx *tx;
} FlushJob;

/* All labels of the unit, or none: one that was cancelled meanwhile stops its neighbours on the roll, too. The picture may have been ready for long, while
 * the printer was stopped: its order may wait by now. */
static gboolean
arm_all (BrDb *db, gpointer data, GError **error)
{
  FlushJob *job = data;

  if (!br_print_check_goes_on (db, job->engine->params.key, job->arm->job, error))
    return FALSE;
  for (guint i = 0; i < job->arm->n; i++)
    {
      BrPrintMove move = { .job = job->arm->job, .seq = job->arm->seq[i], .from = 1u << BR_LABEL_QUEUED, .to = BR_LABEL_ARMED };

      move.session = job->engine->session;
      if (!br_print_move (job->tx, &move, error))
        return FALSE;
      if (!move.moved)
        {
          g_set_error_literal (error, BR_ERROR, BR_ERROR_CONFLICT, "the label was moved meanwhile");
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
write_moves (BrStoreTx *tx, BrPrintEngine *self, GError **error)
{
  for (guint i = 0; i < self->moves->len; i++)
    if (!br_print_move (tx, &g_array_index (self->moves, BrPrintMove, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
flush_job (BrStoreTx *tx, gpointer data, GError **error)
{
  FlushJob *job = data;
  BrPrintEngine *self = job->engine;
  g_autoptr (GError) conflict = NULL;

  if (!write_moves (tx, self, error))
    return FALSE;
  if (self->no_record && !br_print_note (tx, self->params.key, 0, 0, "the queue could not be written for a while", error))
    return FALSE;
  if (self->fed >= BR_LABEL_MM && !br_printer_store_fed (tx, self->params.key, self->fed / BR_LABEL_MM, error))
    return FALSE;
  if (job->arm == NULL)
    return TRUE;
  job->tx = tx;
  job->armed = br_db_savepoint (tx->db, arm_all, job, &conflict);
  if (job->armed || g_error_matches (conflict, BR_ERROR, BR_ERROR_CONFLICT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&conflict));
  return FALSE;
}

static void
forget_moves (BrPrintEngine *self)
{
  g_array_set_size (self->moves, 0);
  g_string_chunk_clear (self->notes);
}

/* What cannot be noted is not printed: nothing is sent until something was written again. */
static void
set_recorded (BrPrintEngine *self, const GError *error)
{
  self->no_record = error != NULL;
  if (error == NULL)
    return;
  g_warning ("the print queue cannot be written: %s", error->message);
  self->retry_us = br_print_engine_now (self) + RETRY_US;
}

gboolean
br_print_engine_flush (BrPrintEngine *self, const BrPrintUnit *arm, gboolean *armed)
{
  FlushJob job = { .engine = self, .arm = arm };
  g_autoptr (GError) error = NULL;

  if (!br_store_print_write (self->params.store, flush_job, &job, &error))
    {
      set_recorded (self, error);
      return FALSE;
    }
  set_recorded (self, NULL);
  forget_moves (self);
  self->fed %= BR_LABEL_MM;
  if (armed != NULL)
    *armed = job.armed;
  return TRUE;
}

void
br_print_engine_doubt (BrPrintEngine *self, const char *why, gboolean again)
{
  const guint sent = 1u << BR_LABEL_ARMED | 1u << BR_LABEL_SENT;

  self->unsettled = self->unsettled || (self->flight->len > 0 && self->language != NULL && self->language->ack == BR_ACK_LABEL);
  for (guint i = 0; i < self->flight->len; i++)
    {
      const BrPrintUnit *unit = self->flight->pdata[i];

      br_print_engine_move (self, unit, sent, BR_LABEL_UNCERTAIN, why);
      if (again && unit->policy == BR_POLICY_AT_LEAST_ONCE)
        br_print_engine_move (self, unit, 1u << BR_LABEL_UNCERTAIN, BR_LABEL_QUEUED, "it is printed again, as its template says");
    }
  g_ptr_array_set_size (self->flight, 0);
}

/* A head that prints while it reads has spoiled a label when it was cut off; it was never counted as printed. */
static void
note_spoiled (BrPrintEngine *self)
{
  BrPrintMove move = { .from = 1u << BR_LABEL_QUEUED, .to = BR_LABEL_QUEUED, .note = "a label was spoiled" };

  if (self->language == NULL || !self->language->streaming || !br_print_page_cut (self->page, &move.job, &move.seq))
    return;
  g_array_append_val (self->moves, move);
}

/* Of one that must not be asked at work: it has labels of before, or prints what came of a picture that was cut off. */
static gboolean
is_at_work (BrPrintEngine *self, guint n_left)
{
  gint64 job, seq;

  return self->language != NULL && !self->language->query_while_printing && (n_left > 0 || br_print_page_cut (self->page, &job, &seq));
}

void
br_print_engine_lose (BrPrintEngine *self, const char *why)
{
  g_debug ("session %" G_GINT64_FORMAT " of a printer ended: %s", self->session, why);
  g_clear_pointer (&self->port, br_port_close);
  if (is_at_work (self, self->flight->len))
    self->working_until_us = br_print_engine_now (self) + WORKING_US;
  br_print_engine_doubt (self, why, TRUE);
  g_clear_pointer (&self->ready, br_print_unit_free);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  self->queue_dirty = TRUE;
  self->has_setup = self->asking = self->mute = self->held = self->job_open = FALSE;
  self->conditions = self->class_conditions = 0;
  self->answered = FALSE;
  self->open_due_us = br_print_engine_now (self) + REOPEN_US;
  br_print_engine_flush (self, NULL, NULL);
}

gboolean
br_print_engine_resync (BrPrintEngine *self)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  BrPrintSetup setup = self->has_setup ? self->setup : br_print_engine_setup (self, &(BrMedia) { .across = 1, .tracking = BR_MEDIA_GAP });

  if (self->language->resync != NULL)
    self->language->resync (&setup, br_print_page_missing (self->page), bytes);
  self->has_setup = FALSE;
  if (!br_print_engine_write (self, bytes->data, bytes->len))
    return FALSE;
  br_print_page_sent (self->page);
  return TRUE;
}

/* Beginning a session: its number, and what an earlier process left in flight. All in one transaction: were the printer's new identity committed
 * before what it means for those labels, the next start would take the session for the one they were sent in. */
typedef struct
{
  BrPrintEngine *engine;
  const char *identity;
  gboolean same;
  GPtrArray *labels; /* out */
} BeginJob;

/* The printer kept its power while this program was gone: what was SENT is out as soon as it rests. Of what was ARMED nobody knows. */
static void
recover (BrPrintEngine *self, const BeginJob *job)
{
  gboolean provable = job->same && self->reads && !self->printer->silent && self->language->ack != BR_ACK_NONE && self->language->query != NULL;
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; i < job->labels->len; i++)
    {
      const BrPrintLabel *label = job->labels->pdata[i];
      BrPrintUnit *unit = g_new0 (BrPrintUnit, 1);

      unit->job = label->job;
      unit->seq[0] = label->seq;
      unit->n = 1;
      unit->policy = label->policy;
      unit->recovered = TRUE;
      unit->sent_us = unit->end_us = br_print_engine_now (self);
      g_ptr_array_add (provable && label->state == BR_LABEL_SENT ? kept : self->flight, unit);
    }
  if (is_at_work (self, job->labels->len))
    self->ask_due_us = br_print_engine_now (self) + WORKING_US;
  if (self->flight->len > 0)
    br_print_engine_doubt (self, "the program ended while it was being printed", TRUE);
  for (guint i = 0; i < kept->len; i++)
    g_ptr_array_add (self->flight, kept->pdata[i]);
  self->unsettled = self->unsettled && kept->len == 0; /* nothing is sent before these are proved */
}

static gboolean
begin_job (BrStoreTx *tx, gpointer data, GError **error)
{
  BeginJob *job = data;
  BrPrintEngine *self = job->engine;

  if (!br_printer_store_begin (tx, self->params.key, job->identity, &self->session, &job->same, error))
    return FALSE;
  job->labels = br_print_in_flight (tx->db, self->params.key, error);
  if (job->labels == NULL)
    return FALSE;
  note_spoiled (self);
  recover (self, job);
  return write_moves (tx, self, error);
}

static void
reset_session (BrPrintEngine *self)
{
  self->parser = (BrAnswerParser) { 0 };
  br_printer_report_init (&self->report);
  self->answers = self->completed = 0;
  self->completed_us = 0;
  self->us_per_mm = 0;
  self->answered = self->met = self->asking = self->mute = self->has_setup = self->job_open = self->held = FALSE;
  self->conditions = self->class_conditions = 0;
  self->ask_due_us = self->working_until_us;
  self->used_us = br_print_engine_now (self);
  self->reads = !self->port->one_way && self->port->ops->read != NULL && self->language->parse != NULL;
}

static gboolean
begin_session (BrPrintEngine *self, const char *identity)
{
  BeginJob job = { .engine = self, .identity = identity };
  g_autoptr (GError) error = NULL;
  gboolean ok;

  /* A session ended with its moves uncommitted: they come first. */
  if (self->moves->len > 0 && !br_print_engine_flush (self, NULL, NULL))
    return FALSE;
  ok = br_store_print_write (self->params.store, begin_job, &job, &error);
  if (!ok)
    {
      set_recorded (self, error);
      g_ptr_array_set_size (self->flight, 0); /* all is in the store as it was */
    }
  forget_moves (self);
  if (ok && job.labels->len > 0)
    g_clear_pointer (&self->ready, br_print_unit_free); /* it was drawn before these were queued again, or wait for a person */
  g_clear_pointer (&job.labels, g_ptr_array_unref);
  return ok;
}

void
br_print_engine_open (BrPrintEngine *self)
{
  g_autofree char *identity = NULL;

  g_clear_error (&self->trouble);
  self->port = self->params.open (self->params.data, &identity, &self->trouble);
  if (self->port == NULL)
    {
      self->open_due_us = br_print_engine_now (self) + RETRY_US;
      return;
    }
  reset_session (self);
  if (!begin_session (self, identity))
    {
      g_clear_pointer (&self->port, br_port_close);
      self->open_due_us = br_print_engine_now (self) + RETRY_US;
      return;
    }
  if (self->printer->silent && self->ask_due_us > br_print_engine_now (self))
    self->met = TRUE; /* it may be at work, and will not say when it rests: in this session it is not asked whether it still says nothing */
  self->settle_us = self->unsettled ? br_print_engine_now (self) + SETTLE_US : 0;
  self->unsettled = FALSE;
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  self->queue_dirty = TRUE;
  br_print_engine_resync (self);
}
