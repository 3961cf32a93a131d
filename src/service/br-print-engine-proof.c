/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the printer says, and what that proves. Answers can be late, doubled, damaged or missing, so one answer proves nothing: a label is out
 * when two answers in a row, each to a question asked after it was sent, say so. What an answer says of a label:
 *
 *   at rest            all that was sent before the question is out; a printer that only knows rest must be so for 300 ms
 *   counts             so many are waiting or begun: the older ones are out
 *   at work, no error  a label is out whose time has passed, with a margin; only once the pace was learned from the printer itself
 *
 * A printer that reports each label proves them one by one. Of one that says nothing, or only what is wrong with it, time is all there is.
 */
#include "config.h"

#include "br-print-engine-private.h"

#define MS 1000
#define FIRST_ANSWER_US (500 * MS)
#define ANSWER_US (1000 * MS)
#define REST_US (300 * MS)       /* at rest for so long */
#define IDLE_ASK_US (5000 * MS)  /* a printer without work */
#define STOPPED_ASK_US (1000 * MS)
#define LEARN_ASK_US (50 * MS)   /* while its pace is being learned: once a session, for a window of labels */
#define MIN_ASK_US (50 * MS)
#define MAX_ASK_US (1000 * MS)
#define TIME_MARGIN_US (60 * MS)
#define SILENT_MARGIN_US (300 * MS)
#define LATE_US (15000 * MS)     /* a printer that must not be asked at work, and should have reported long ago */
#define SETTLE_US (2000 * MS)    /* after a report of a label that an earlier session left in it: the next one would have come */
#define DONE_US (500 * MS)       /* one that reports nothing by itself, and should be at rest */
#define FASTEST_MM_S 350         /* no label comes out faster: a report that says so is a repetition */

gboolean
br_print_engine_stops (BrPrintEngine *self)
{
  gboolean meeting = !self->answered && self->asking && !self->printer->silent; /* the first question is still open */

  return ((self->conditions | self->class_conditions) & BR_COND_STOPS) != 0 || self->mute || meeting;
}

static void
hear (BrPrintEngine *self, BrStatusSource source)
{
  self->said_us = br_clock_now_us (self->clock);
  self->source = source;
}

static gboolean
silence_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const BrPrinter *printer = data;

  return br_printer_store_set_silent (tx, printer->key, printer->silent, error);
}

static void
set_silent (BrPrintEngine *self, gboolean silent)
{
  g_autoptr (GError) error = NULL;

  if ((self->printer->silent != 0) == silent)
    return;
  self->printer->silent = silent;
  if (!br_store_print_write (self->params.store, silence_job, self->printer, &error))
    g_warning ("a printer's silence cannot be noted: %s", error->message);
}

/* How many of the oldest labels the last answer says are out; units sent after the question are not spoken of. */
static guint
count_out (BrPrintEngine *self, guint n_asked)
{
  const BrPrinterReport *report = &self->report;
  guint left, out = 0;

  if (report->idle)
    return n_asked;
  if (report->formats_waiting >= 0 && report->batch_left >= 0)
    {
      left = (guint) MAX (1, report->formats_waiting + report->batch_left);
      return n_asked > left ? n_asked - left : 0;
    }
  if (!report->printing || self->us_per_mm == 0)
    return 0;
  while (out < n_asked)
    {
      const BrPrintUnit *unit = self->flight->pdata[out];

      if (unit->end_us + br_print_engine_label_us (self, unit->length, BR_PRINT_USUAL_MM_S) / 4 + TIME_MARGIN_US > self->asked_us)
        break;
      out++;
    }
  return out;
}

static void
take_claims (BrPrintEngine *self)
{
  gboolean stopped = ((self->conditions | self->class_conditions) & BR_COND_STOPS) != 0;
  guint n_asked = 0, n_out;

  while (n_asked < self->flight->len && ((BrPrintUnit *) self->flight->pdata[n_asked])->sent_us <= self->asked_us)
    n_asked++;
  n_out = stopped ? 0 : count_out (self, n_asked);
  for (guint i = 0; i < self->flight->len; i++)
    {
      BrPrintUnit *unit = self->flight->pdata[i];
      gboolean claimed = i < n_out && (!unit->recovered || self->report.idle);

      unit->n_claims = claimed ? unit->n_claims + 1 : 0;
      if (unit->n_claims == 1)
        unit->claimed_us = self->asked_us;
    }
}

/* A label leaves the window by two answers; both must come while the labels behind it still keep the head moving. */
static gint64
ask_interval_us (BrPrintEngine *self)
{
  const BrPrintUnit *unit;
  gint64 label_us, slack_us;

  if (((self->conditions | self->class_conditions) & BR_COND_STOPS) != 0 || self->mute)
    return STOPPED_ASK_US;
  if (self->flight->len == 0)
    return IDLE_ASK_US;
  if (self->language->ack == BR_ACK_IDLE && self->us_per_mm == 0)
    return LEARN_ASK_US;
  unit = self->flight->pdata[0];
  label_us = br_print_engine_label_us (self, unit->length, BR_PRINT_FAST_MM_S);
  slack_us = (br_print_engine_window (self, unit) - 1) * label_us - label_us / 4 - TIME_MARGIN_US;
  return CLAMP (slack_us / 3, MIN_ASK_US, MAX_ASK_US);
}

static void
take_answer (BrPrintEngine *self)
{
  guint before = self->conditions;

  self->conditions = self->report.conditions;
  hear (self, BR_SOURCE_IN_BAND);
  set_silent (self, FALSE); /* its first answers went astray */
  self->spoke = TRUE;
  if (!self->asking)
    return; /* it spoke by itself, or late: what it says of labels may be of before */
  self->asking = FALSE;
  self->answered = TRUE;
  self->mute = FALSE;
  self->ask_due_us = br_print_engine_now (self) + ask_interval_us (self);
  if (self->conditions != before)
    self->busy_clean = FALSE;
  take_claims (self);
}

gboolean
br_print_engine_listen (BrPrintEngine *self, gint64 wait_us)
{
  guint8 bytes[512];
  gsize n = 0;
  g_autoptr (GError) error = NULL;

  if (!self->reads)
    {
      if (wait_us > 0)
        self->params.wait (self->params.data, wait_us);
      return TRUE;
    }
  if (!br_port_read (self->port, bytes, sizeof bytes, (int) ((wait_us + 999) / 1000), &n, &error))
    {
      br_print_engine_lose (self, error->message);
      return FALSE;
    }
  if (n == 0)
    return TRUE;
  self->language->parse (&self->parser, bytes, n, &self->report);
  if (self->report.answers != self->answers)
    {
      self->answers = self->report.answers;
      take_answer (self);
    }
  return TRUE;
}

/* The oldest label is out. */
static void
confirm (BrPrintEngine *self, BrPrintProof proof)
{
  g_autofree BrPrintUnit *unit = g_ptr_array_steal_index (self->flight, 0);
  guint first = self->moves->len;

  br_print_engine_move (self, unit, 1u << BR_LABEL_ARMED | 1u << BR_LABEL_SENT, BR_LABEL_PRINTED, NULL);
  for (guint i = first; i < self->moves->len; i++)
    g_array_index (self->moves, BrPrintMove, i).proof = proof;
  self->fed += unit->length;
  if (self->flight->len == 0)
    br_print_page_arrived (self->page);
  if (unit->recovered && self->flight->len == 0 && self->language->ack == BR_ACK_LABEL)
    self->settle_us = br_print_engine_now (self) + SETTLE_US; /* one that was only ARMED may report, too */
}

/* The pace of the printer: from the first order to the first answer that it rests, over the paper between. It is a little too slow rather than too
 * fast, as proofs by time need it. The speed it was told is exact, and believed where this bears it out. */
static void
learn_pace (BrPrintEngine *self, gint64 rested_us)
{
  gint64 pace, told = br_print_engine_set_pace (self);

  if (!self->busy_clean || self->busy_mm <= 0 || rested_us <= self->busy_since_us)
    return;
  pace = (rested_us - self->busy_since_us) / self->busy_mm;
  if (pace > told && pace * 100 <= told * 140)
    pace = told;
  self->us_per_mm = self->us_per_mm == 0 ? pace : MIN (pace, self->us_per_mm);
}

static BrPrintProof
claimed_proof (BrPrintEngine *self)
{
  if (self->report.formats_waiting >= 0)
    return BR_PROOF_COUNTER;
  return self->report.idle ? BR_PROOF_IDLE : BR_PROOF_TIME;
}

static void
prove_by_claims (BrPrintEngine *self)
{
  while (self->flight->len > 0)
    {
      const BrPrintUnit *unit = self->flight->pdata[0];
      gint64 since = unit->claimed_us;
      BrPrintProof proof = claimed_proof (self);

      if (unit->n_claims < 2 || (proof == BR_PROOF_IDLE && self->asked_us - since < REST_US))
        return;
      if (proof == BR_PROOF_IDLE && self->flight->len == 1 && !unit->recovered)
        learn_pace (self, since);
      confirm (self, proof);
    }
}

/* Reports of labels that an earlier session left in the printer, which became UNCERTAIN with it: they prove nothing of those sent now. */
static gboolean
settle (BrPrintEngine *self, gint64 now)
{
  if (now >= self->settle_us)
    return FALSE;
  if (self->completed != self->report.completed || br_print_engine_stops (self))
    self->settle_us = now + SETTLE_US;
  self->completed = self->report.completed;
  return TRUE;
}

static void
prove_by_reports (BrPrintEngine *self)
{
  gint64 now = br_print_engine_now (self);

  if (settle (self, now))
    return;
  while (self->completed < self->report.completed)
    {
      const BrPrintUnit *unit = self->flight->len > 0 ? self->flight->pdata[0] : NULL;
      gint64 since = unit != NULL ? MAX (self->completed_us, unit->sent_us) : 0;

      self->completed++;
      hear (self, BR_SOURCE_IN_BAND);
      self->answered = self->spoke = TRUE;
      if (unit == NULL || now - since < unit->length * (gint64) G_USEC_PER_SEC / (FASTEST_MM_S * BR_LABEL_MM))
        continue;
      self->completed_us = now;
      confirm (self, BR_PROOF_LABEL);
    }
}

/* What this computer's network still holds cannot be on paper: it is looked at again a while later. FALSE, too, when the session is lost. */
static gboolean
has_arrived (BrPrintEngine *self, BrPrintUnit *unit)
{
  g_autoptr (GError) error = NULL;

  if (br_port_drain (self->port, 0, &error))
    return TRUE;
  if (g_error_matches (error, BR_ERROR, BR_ERROR_BUSY))
    unit->end_us = br_print_engine_now (self);
  else
    br_print_engine_lose (self, error->message);
  return FALSE;
}

static void
prove_by_time (BrPrintEngine *self)
{
  gint64 now = br_print_engine_now (self);

  while (self->flight->len > 0)
    {
      BrPrintUnit *unit = self->flight->pdata[0];

      if (unit->end_us + SILENT_MARGIN_US > now || unit->sent_us > now)
        return;
      if (!has_arrived (self, unit))
        return;
      confirm (self, self->reads ? BR_PROOF_TIME : BR_PROOF_NONE);
    }
}

/* Once what stopped it is over, what it holds takes its time again. */
static void
follow_stops (BrPrintEngine *self)
{
  gboolean stops = br_print_engine_stops (self);
  gint64 end_us = br_print_engine_now (self);

  if (stops)
    self->busy_clean = FALSE;
  if (self->held && !stops)
    for (guint i = 0; i < self->flight->len; i++)
      {
        BrPrintUnit *unit = self->flight->pdata[i];

        end_us += br_print_engine_label_us (self, unit->length, BR_PRINT_USUAL_MM_S);
        unit->end_us = MAX (unit->end_us, end_us);
      }
  self->held = stops;
}

void
br_print_engine_prove (BrPrintEngine *self)
{
  follow_stops (self);
  if (!self->reads || self->printer->silent || self->language->ack == BR_ACK_NONE)
    {
      if (!self->held)
        prove_by_time (self);
      return;
    }
  prove_by_reports (self);
  prove_by_claims (self);
}

gboolean
br_print_engine_look (BrPrintEngine *self)
{
  g_autoptr (GError) error = NULL;
  guint bits = 0, conditions = 0;

  if (!br_port_class_status (self->port, &bits, &error))
    {
      if (error != NULL)
        br_print_engine_lose (self, error->message);
      return error == NULL;
    }
  if ((bits & BR_CLASS_SELECTED) == 0)
    conditions |= BR_COND_OFFLINE;
  if ((bits & BR_CLASS_PAPER_EMPTY) != 0)
    conditions |= BR_COND_PAPER_OUT;
  if ((bits & BR_CLASS_NO_ERROR) == 0 && conditions == 0)
    conditions |= BR_COND_OTHER;
  self->class_conditions = conditions;
  if (!self->answered)
    hear (self, BR_SOURCE_CLASS);
  return TRUE;
}

static gboolean
put_question (BrPrintEngine *self, guint step)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean mute = self->mute;

  if (!self->language->query (&self->parser, step, bytes))
    return FALSE;
  self->ask_step = step;
  self->asking = self->met = TRUE;
  if (!br_print_engine_write (self, bytes->data, bytes->len))
    return TRUE;
  self->mute = mute; /* that it takes a question is no answer */
  self->asked_us = br_print_engine_now (self);
  return TRUE;
}

/* No answer to any question. At the first meeting: it never answers, and is asked once a session from now on: it may have been starting, or its head
 * open. Later: something is wrong with it. */
static void
take_silence (BrPrintEngine *self)
{
  self->asking = FALSE;
  self->ask_due_us = br_print_engine_now (self) + STOPPED_ASK_US;
  self->mute = !self->printer->silent && (self->spoke || self->class_conditions != 0);
  if (!self->mute)
    set_silent (self, TRUE);
}

static gboolean
may_ask (BrPrintEngine *self)
{
  const BrPrintUnit *last;

  if (self->flight->len == 0 || self->language->query_while_printing || ((const BrPrintUnit *) self->flight->pdata[0])->recovered)
    return TRUE;
  last = self->flight->pdata[self->flight->len - 1];
  return br_print_engine_now (self) > MAX (last->end_us, self->completed_us) + (self->language->ack == BR_ACK_LABEL ? LATE_US : DONE_US);
}

void
br_print_engine_ask (BrPrintEngine *self)
{
  gint64 now = br_print_engine_now (self);
  gboolean asks = self->reads && self->language->query != NULL && !(self->printer->silent && self->met);

  if (self->asking)
    {
      if (now - self->asked_us > (self->answered ? ANSWER_US : FIRST_ANSWER_US) && !put_question (self, self->ask_step + 1))
        take_silence (self);
      return;
    }
  if (now < self->ask_due_us)
    return;
  self->ask_due_us = now + ask_interval_us (self);
  if (!br_print_engine_look (self) || !asks || !may_ask (self))
    return;
  self->parser = (BrAnswerParser) { 0 };
  put_question (self, 0);
}

gint64
br_print_engine_ask_in_us (BrPrintEngine *self)
{
  gint64 due = self->asking ? self->asked_us + (self->answered ? ANSWER_US : FIRST_ANSWER_US) + 1 : self->ask_due_us;

  return MAX (due - br_print_engine_now (self), 0);
}
