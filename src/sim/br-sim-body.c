/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The stream is read as it comes in, so that questions are answered at once; what it orders waits in a queue. The bytes of waiting orders
 * are what fills the receive buffer. A label in motion has a beginning and a length in time; a trouble that stops the motor tears it.
 */
#include "config.h"

#include "br-sim-body.h"

#include <string.h>

#define NEVER G_MAXINT64
#define TOLERANCE_UM 1000 /* a label may be so much longer than the roll's */
#define STOPS_MOTOR (1 << BR_SIM_PAPER_OUT | 1 << BR_SIM_HEAD_OPEN | 1 << BR_SIM_RIBBON_OUT | 1 << BR_SIM_POWER)

/** Order: labels to be printed. */
typedef struct
{
  BrBitmap *bitmap;
  guint number; /* 1..; 0 = a feed */
  guint copies, done;
  gsize bytes; /* of the stream */
} Order;

/** Answer: bytes on their way back. */
typedef struct
{
  gint64 due_us;
  GBytes *bytes;
} Answer;

guint
br_sim_body_troubles (const BrSimBody *self)
{
  guint troubles = 0;

  for (int i = 0; i < BR_SIM_N_TROUBLES; i++)
    if (self->until_us[i] != 0)
      troubles |= 1u << i;
  return troubles;
}

static gsize
count_bytes (const BrSimBody *self)
{
  gsize bytes = br_paper_held (self->paper);

  for (const GList *item = self->moving ? self->orders.head->next : self->orders.head; item != NULL; item = item->next)
    bytes += ((const Order *) item->data)->bytes;
  return bytes;
}

/* Without a label waiting there is always room: its own picture is drawn as it comes. */
gboolean
br_sim_body_is_full (const BrSimBody *self)
{
  return self->orders.length > (self->moving ? 1 : 0) && count_bytes (self) >= self->params.buffer_bytes;
}

static void
free_order (gpointer data)
{
  Order *order = data;

  br_bitmap_unref (order->bitmap);
  g_free (order);
}

static void
free_answer (gpointer data)
{
  Answer *answer = data;

  g_bytes_unref (answer->bytes);
  g_free (answer);
}

void
br_sim_sheet_clear (BrSimSheet *self)
{
  g_clear_pointer (&self->bitmap, br_bitmap_unref);
}

static void
free_sheet (gpointer data)
{
  br_sim_sheet_clear (data);
  g_free (data);
}

static void
log_sheet (BrSimBody *self, const BrSimSheet *sheet)
{
  g_queue_push_tail (&self->sheets, g_memdup2 (sheet, sizeof *sheet));
  self->n_sheets++;
  self->n_complete += sheet->complete && sheet->order != 0;
  if (self->params.max_sheets > 0 && self->sheets.length > self->params.max_sheets)
    free_sheet (g_queue_pop_head (&self->sheets));
}

/* What is above the tear. */
static BrBitmap *
tear (const BrBitmap *whole, gint64 permille)
{
  BrBitmap *torn = br_bitmap_new (whole->width, whole->height, NULL);

  memcpy (torn->rows, whole->rows, (gsize) whole->stride * (gsize) (whole->height * permille / 1000));
  return torn;
}

static void
drop_order (BrSimBody *self)
{
  free_order (g_queue_pop_head (&self->orders));
}

static gint64
travel_us (const BrSimBody *self, const BrBitmap *bitmap)
{
  const BrPaperProfile *paper = &self->params.paper;
  gint64 length_um = (gint64) bitmap->height * 1000 * paper->head.dots_den / paper->head.dots_num;
  gint64 pitch_um = (gint64) (paper->height + paper->gap) * 10;

  /* Cut labels move on to the next gap: whole pitches, whatever the picture's length. */
  if (paper->height > 0)
    length_um = MAX (1, (length_um - TOLERANCE_UM + pitch_um - 1) / pitch_um) * pitch_um;
  return length_um * 1000 / self->params.speed_mm_s;
}

static void
begin_label (BrSimBody *self)
{
  const Order *order = self->orders.head->data;
  gboolean stood = self->end_us != self->at_us;

  self->moving = TRUE;
  self->begun_us = self->at_us + (stood ? self->params.start_us : 0);
  self->end_us = self->begun_us + travel_us (self, order->bitmap);
  self->n_begun++;
  br_paper_begin (self->paper);
}

static void
begin_if_possible (BrSimBody *self)
{
  guint stops = STOPS_MOTOR | 1 << BR_SIM_PAUSE;

  if (!self->moving && self->orders.length > 0 && (br_sim_body_troubles (self) & stops) == 0)
    begin_label (self);
}

/* The label in motion is done with: `permille` of it is on the paper. */
static void
end_label (BrSimBody *self, gint64 permille)
{
  Order *order = self->orders.head->data;
  gboolean complete = permille >= 1000;
  const BrSimSheet sheet = { .begun_us = self->begun_us,
                             .ended_us = self->at_us,
                             .bitmap = complete ? br_bitmap_ref (order->bitmap) : tear (order->bitmap, permille),
                             .order = order->number,
                             .copy = order->done + 1,
                             .complete = complete };

  log_sheet (self, &sheet);
  self->moving = FALSE;
  if (complete || !self->params.reprint)
    order->done++;
  if (order->done == order->copies)
    drop_order (self);
  if (complete)
    br_paper_end (self->paper);
}

static void
stop_motor (BrSimBody *self)
{
  gint64 length_us = self->end_us - self->begun_us;

  if (self->moving)
    end_label (self, CLAMP ((self->at_us - self->begun_us) * 1000 / MAX (length_us, 1), 0, 999));
}

static void
forget_all (BrSimBody *self)
{
  g_queue_clear_full (&self->orders, free_order);
  g_queue_clear_full (&self->answers, free_answer);
  self->until_us[BR_SIM_PAUSE] = 0;
}

void
br_sim_body_fail (BrSimBody *self, BrSimTrouble trouble, gint64 for_us)
{
  if (STOPS_MOTOR & 1 << trouble)
    stop_motor (self);
  self->until_us[trouble] = for_us < 0 ? NEVER : self->at_us + MAX (for_us, 1);
  br_paper_change (self->paper);
  if (trouble == BR_SIM_POWER)
    {
      br_paper_lose_power (self->paper);
      forget_all (self);
    }
  if (BR_SIM_CUTS_CABLE & 1 << trouble)
    {
      self->n_cuts++;
      g_queue_clear_full (&self->answers, free_answer);
    }
}

void
br_sim_body_mend (BrSimBody *self, BrSimTrouble trouble)
{
  self->until_us[trouble] = 0;
  br_paper_change (self->paper);
  begin_if_possible (self);
}

static gint64
fault_us (const BrSimBody *self, const BrSimFault *fault)
{
  if (fault->at_byte >= 0 || !self->moving || fault->at_label != self->n_begun)
    return NEVER;
  return self->begun_us + (self->end_us - self->begun_us) * MIN (fault->permille, 999) / 1000;
}

/** Event: the next thing that happens by itself. */
typedef struct
{
  gint64 at_us;
  enum
  {
    NOTHING,
    MEND,
    FAULT,
    LABEL_END
  } what;
  guint index;
} Event;

static Event
find_event (const BrSimBody *self)
{
  Event event = { .at_us = NEVER };

  for (guint i = 0; i < BR_SIM_N_TROUBLES; i++)
    if (self->until_us[i] != 0 && self->until_us[i] < event.at_us)
      event = (Event) { self->until_us[i], MEND, i };
  for (guint i = 0; i < self->faults->len; i++)
    {
      gint64 at_us = fault_us (self, &g_array_index (self->faults, BrSimFault, i));

      if (at_us < event.at_us)
        event = (Event) { at_us, FAULT, i };
    }
  if (self->moving && self->end_us < event.at_us)
    event = (Event) { self->end_us, LABEL_END, 0 };
  return event;
}

static void
happen (BrSimBody *self, const Event *event)
{
  self->at_us = MAX (self->at_us, event->at_us);
  self->n_events++;
  if (event->what == MEND)
    br_sim_body_mend (self, (BrSimTrouble) event->index);
  else if (event->what == FAULT)
    {
      BrSimFault fault = g_array_index (self->faults, BrSimFault, event->index);

      g_array_remove_index (self->faults, event->index);
      br_sim_body_fail (self, fault.trouble, fault.for_us);
    }
  else
    end_label (self, 1000);
  begin_if_possible (self);
}

/* Lets happen what was due until now. */
void
br_sim_body_catch_up (BrSimBody *self, gint64 now_us)
{
  for (Event event = find_event (self); event.at_us <= now_us; event = find_event (self))
    happen (self, &event);
  self->at_us = MAX (self->at_us, now_us);
}

static void
print (gpointer data, const BrPaperOrder *order)
{
  BrSimBody *self = data;
  Order *waiting;

  self->n_orders++;
  if (order->spoiled)
    {
      const BrSimSheet sheet = {
        .begun_us = self->at_us, .ended_us = self->at_us, .bitmap = br_bitmap_ref (order->bitmap), .order = self->n_orders, .copy = 1
      };

      log_sheet (self, &sheet);
      return;
    }
  waiting = g_new0 (Order, 1);
  *waiting = (Order) { .bitmap = br_bitmap_ref (order->bitmap), .number = self->n_orders, .copies = order->copies, .bytes = order->bytes };
  g_queue_push_tail (&self->orders, waiting);
  begin_if_possible (self);
}

static gboolean
by_chance (BrSimBody *self, guint permille)
{
  return permille > 0 && br_xorshift_below (&self->random, 1000) < permille;
}

static void
send_answer (BrSimBody *self, const guint8 *bytes, gsize n, gint64 due_us)
{
  Answer *answer = g_new0 (Answer, 1);

  *answer = (Answer) { .due_us = due_us, .bytes = g_bytes_new (bytes, n) };
  g_queue_push_tail (&self->answers, answer);
}

static void
send_garbage (BrSimBody *self, gint64 due_us)
{
  guint8 noise[8];

  for (gsize i = 0; i < sizeof noise; i++)
    noise[i] = (guint8) br_xorshift_next (&self->random);
  send_answer (self, noise, 1 + br_xorshift_below (&self->random, sizeof noise), due_us);
}

static void
answer (gpointer data, const guint8 *bytes, gsize n)
{
  BrSimBody *self = data;
  gint64 due_us = self->at_us + self->manner.delay_us;

  if (self->params.status != BR_SIM_STATUS_FULL || (br_sim_body_troubles (self) & BR_SIM_CUTS_CABLE) != 0 || by_chance (self, self->manner.missing))
    return;
  if (by_chance (self, self->manner.garbage))
    send_garbage (self, due_us);
  for (int times = by_chance (self, self->manner.doubled) ? 2 : 1; times > 0; times--)
    if (by_chance (self, self->manner.split))
      for (gsize i = 0; i < n; i++)
        send_answer (self, bytes + i, 1, due_us + (gint64) i * 1000);
    else
      send_answer (self, bytes, n, due_us);
}

static guint
list_conditions (guint troubles)
{
  static const guint conditions[BR_SIM_N_TROUBLES] = {
    [BR_SIM_PAPER_OUT] = BR_COND_PAPER_OUT,
    [BR_SIM_HEAD_OPEN] = BR_COND_HEAD_OPEN,
    [BR_SIM_RIBBON_OUT] = BR_COND_RIBBON_OUT,
    [BR_SIM_PAUSE] = BR_COND_PAUSED,
  };
  guint all = 0;

  for (int i = 0; i < BR_SIM_N_TROUBLES; i++)
    if (troubles & 1u << i)
      all |= conditions[i];
  return all;
}

void
br_sim_body_sense (const BrSimBody *self, BrPaperSense *sensed)
{
  const Order *order = self->orders.head != NULL ? self->orders.head->data : NULL;
  gboolean begun = self->moving || (order != NULL && order->done > 0);

  *sensed = (BrPaperSense) { .conditions = list_conditions (br_sim_body_troubles (self)),
                             .printing = self->moving,
                             .full = br_sim_body_is_full (self),
                             .waiting = self->orders.length - (begun ? 1 : 0),
                             .batch_left = begun ? order->copies - order->done : 0 };
}

static void
sense (gpointer data, BrPaperSense *sensed)
{
  br_sim_body_sense (data, sensed);
}

static void
add_feed (BrSimBody *self, guint n)
{
  const BrPaperProfile *paper = &self->params.paper;
  guint width = MAX (1, (guint) br_head_dots (&paper->head, paper->width)), height = MAX (1, (guint) br_head_dots (&paper->head, paper->height));
  Order *order = g_new0 (Order, 1);

  *order = (Order) { .bitmap = br_bitmap_new (width, height, NULL), .copies = n };
  g_queue_push_tail (&self->orders, order);
  begin_if_possible (self);
}

/* The label in motion still comes out: its copies and what waits do not. */
static void
cancel_orders (BrSimBody *self)
{
  Order *moving = self->moving ? g_queue_pop_head (&self->orders) : NULL;

  g_queue_clear_full (&self->orders, free_order);
  if (moving == NULL)
    return;
  moving->copies = moving->done + 1;
  g_queue_push_head (&self->orders, moving);
}

static void
act (gpointer data, BrPaperAct what)
{
  BrSimBody *self = data;

  switch (what)
    {
    case BR_PAPER_CANCEL: cancel_orders (self); break;
    case BR_PAPER_PAUSE: self->until_us[BR_SIM_PAUSE] = NEVER; break;
    case BR_PAPER_RESUME: self->until_us[BR_SIM_PAUSE] = 0; break;
    case BR_PAPER_RESET:
      cancel_orders (self);
      self->until_us[BR_SIM_PAUSE] = 0;
      break;
    case BR_PAPER_FEED: add_feed (self, 1); break;
    case BR_PAPER_CALIBRATE: add_feed (self, 2); break;
    case BR_PAPER_REPRINT: self->params.reprint = TRUE; break;
    case BR_PAPER_NO_REPRINT: self->params.reprint = FALSE; break;
    default: g_assert_not_reached ();
    }
}

/* The cable's end: the next fault that lies on a byte keeps the piece from going beyond it. */
static gsize
limit_piece (const BrSimBody *self, gsize n)
{
  for (guint i = 0; i < self->faults->len; i++)
    {
      const BrSimFault *fault = &g_array_index (self->faults, BrSimFault, i);

      if (fault->at_byte >= 0)
        n = MIN (n, (gsize) MAX (0, fault->at_byte - (gint64) self->taken));
    }
  return n;
}

static void
meet_faults (BrSimBody *self)
{
  for (guint i = 0; i < self->faults->len;)
    {
      BrSimFault fault = g_array_index (self->faults, BrSimFault, i);

      if (fault.at_byte >= 0 && fault.at_byte <= (gint64) self->taken)
        {
          g_array_remove_index (self->faults, i);
          br_sim_body_fail (self, fault.trouble, fault.for_us);
        }
      else
        i++;
    }
}

gsize
br_sim_body_eat (BrSimBody *self, const guint8 *bytes, gsize n)
{
  gsize piece = limit_piece (self, MIN (n, self->params.max_take));

  br_paper_eat (self->paper, bytes, piece);
  self->taken += piece;
  begin_if_possible (self);
  meet_faults (self);
  return piece;
}

gsize
br_sim_body_say (BrSimBody *self, guint8 *bytes, gsize size)
{
  Answer *next = self->answers.head != NULL ? self->answers.head->data : NULL;
  gsize n, left;

  if (next == NULL || next->due_us > self->at_us || size == 0)
    return 0;
  n = MIN (size, g_bytes_get_size (next->bytes));
  left = g_bytes_get_size (next->bytes) - n;
  memcpy (bytes, g_bytes_get_data (next->bytes, NULL), n);
  if (left > 0)
    {
      GBytes *rest = g_bytes_new_from_bytes (next->bytes, n, left);

      g_bytes_unref (next->bytes);
      next->bytes = rest;
      return n;
    }
  free_answer (g_queue_pop_head (&self->answers));
  return n;
}

gint64
br_sim_body_next_us (const BrSimBody *self, gint64 since_us)
{
  const Answer *next = self->answers.head != NULL ? self->answers.head->data : NULL;
  Event event = find_event (self);

  return next != NULL && next->due_us > since_us ? MIN (next->due_us, event.at_us) : event.at_us;
}

gboolean
br_sim_body_get_sheet (const BrSimBody *self, guint n, BrSimSheet *sheet)
{
  guint first = self->n_sheets - self->sheets.length;

  if (n < first || n >= self->n_sheets)
    return FALSE;
  *sheet = *(const BrSimSheet *) g_queue_peek_nth ((GQueue *) &self->sheets, n - first);
  br_bitmap_ref (sheet->bitmap);
  return TRUE;
}

BrSimBody *
br_sim_body_new (const BrSimPrinterParams *params, gint64 now_us)
{
  BrSimBody *self = g_new0 (BrSimBody, 1);
  const BrPaperBody body = { .print = print, .answer = answer, .sense = sense, .act = act, .data = self };

  self->paper = br_paper_new (&params->paper, &body);
  if (self->paper == NULL)
    {
      g_free (self);
      return NULL;
    }
  self->params = *params;
  self->params.buffer_bytes = params->buffer_bytes > 0 ? params->buffer_bytes : 131072;
  self->params.speed_mm_s = params->speed_mm_s > 0 ? params->speed_mm_s : 100;
  self->params.max_take = params->max_take > 0 ? params->max_take : 4096;
  self->at_us = now_us;
  self->end_us = -1;
  self->faults = g_array_new (FALSE, FALSE, sizeof (BrSimFault));
  br_xorshift_init (&self->random, params->seed);
  return self;
}

void
br_sim_body_free (BrSimBody *self)
{
  br_paper_free (self->paper);
  forget_all (self);
  g_queue_clear_full (&self->sheets, free_sheet);
  g_array_unref (self->faults);
  g_free (self);
}
