/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A simulated printer's lock and cable, around its body. */
#include "config.h"

#include "br-sim-printer.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include "br-error.h"
#include "br-sim-body.h"

#define LINK_BYTES_S 1000000           /* a full-speed USB cable's bulk transfers */
#define MAX_FAULT_US (10 * G_USEC_PER_SEC)

struct _BrSimPrinter
{
  GMutex mutex; /* of all below */
  GCond changed;
  guint changes;
  int event_fd; /* -1 = nobody polls */
  const BrClock *clock;
  BrSimBody *body;
  guint link_bytes_s;
  gint64 link_free_us; /* the cable is busy until then */
  guint session;       /* the last one */
  guint session_cuts;  /* n_cuts when it began */
  gboolean joined;
};

/* Everything begins with it: the lock, and what was due. */
static GMutexLocker *
lock_now (BrSimPrinter *self)
{
  GMutexLocker *locker = g_mutex_locker_new (&self->mutex);

  br_sim_body_catch_up (self->body, self->clock->monotonic_us (self->clock->data));
  return locker;
}

static void
tell_change (BrSimPrinter *self)
{
  self->changes++;
  g_cond_broadcast (&self->changed);
  if (self->event_fd >= 0)
    eventfd_write (self->event_fd, 1);
}

BrSimPrinter *
br_sim_printer_new (const BrSimPrinterParams *params, const BrClock *clock)
{
  BrSimBody *body = br_sim_body_new (params, clock->monotonic_us (clock->data));
  BrSimPrinter *self;

  if (body == NULL)
    return NULL;
  self = g_new0 (BrSimPrinter, 1);
  self->body = body;
  self->clock = clock;
  self->link_bytes_s = params->link_bytes_s > 0 ? params->link_bytes_s : LINK_BYTES_S;
  self->event_fd = -1;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  return self;
}

void
br_sim_printer_free (BrSimPrinter *self)
{
  if (self == NULL)
    return;
  br_sim_body_free (self->body);
  if (self->event_fd >= 0)
    close (self->event_fd);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

void
br_sim_printer_fail (BrSimPrinter *self, BrSimTrouble trouble, gint64 for_us)
{
  g_autoptr (GMutexLocker) locker = lock_now (self);

  br_sim_body_fail (self->body, trouble, for_us);
  tell_change (self);
}

void
br_sim_printer_mend (BrSimPrinter *self, BrSimTrouble trouble)
{
  g_autoptr (GMutexLocker) locker = lock_now (self);

  br_sim_body_mend (self->body, trouble);
  tell_change (self);
}

void
br_sim_printer_add_fault (BrSimPrinter *self, const BrSimFault *fault)
{
  g_autoptr (GMutexLocker) locker = lock_now (self);

  g_array_append_val (self->body->faults, *fault);
}

void
br_sim_printer_add_random_fault (BrSimPrinter *self, BrXorshift *random, guint n_labels, gint64 n_bytes)
{
  gboolean by_byte = br_xorshift_below (random, 2) == 0;
  BrSimFault fault = { .trouble = (BrSimTrouble) br_xorshift_below (random, BR_SIM_N_TROUBLES),
                       .at_byte = by_byte ? (gint64) br_xorshift_below (random, (guint64) MAX (n_bytes, 1)) : -1,
                       .at_label = 1 + (guint) br_xorshift_below (random, MAX (n_labels, 1)),
                       .permille = (guint) br_xorshift_below (random, 1000),
                       .for_us = 1 + (gint64) br_xorshift_below (random, MAX_FAULT_US) };

  br_sim_printer_add_fault (self, &fault);
}

void
br_sim_printer_set_answers (BrSimPrinter *self, const BrSimAnswers *answers)
{
  g_autoptr (GMutexLocker) locker = lock_now (self);

  self->body->manner = *answers;
}

void
br_sim_printer_set_link (BrSimPrinter *self, guint bytes_s)
{
  g_autoptr (GMutexLocker) locker = lock_now (self);

  self->link_bytes_s = bytes_s > 0 ? bytes_s : LINK_BYTES_S;
  tell_change (self);
}

void
br_sim_printer_get_state (BrSimPrinter *self, BrSimState *state)
{
  g_autoptr (GMutexLocker) locker = lock_now (self);
  const BrSimBody *body = self->body;

  *state = (BrSimState) { .troubles = br_sim_body_troubles (body),
                          .taken = body->taken,
                          .n_sheets = body->n_sheets,
                          .n_complete = body->n_complete,
                          .n_cuts = body->n_cuts,
                          .counts = *br_paper_counts (body->paper) };
  br_sim_body_sense (body, &state->sense);
}

gboolean
br_sim_printer_get_sheet (BrSimPrinter *self, guint n, BrSimSheet *sheet)
{
  g_autoptr (GMutexLocker) locker = lock_now (self);

  return br_sim_body_get_sheet (self->body, n, sheet);
}

void
br_sim_printer_run (BrSimPrinter *self, gint64 us)
{
  gint64 until_us = br_sim_printer_now_us (self) + us;

  BrSimMoment moment;

  for (br_sim_printer_note (self, &moment); br_sim_printer_next_us (self, &moment) <= until_us && moment.at_us < until_us; br_sim_printer_note (self, &moment))
    br_sim_printer_wait (self, &moment, until_us);
}

guint
br_sim_printer_join (BrSimPrinter *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = lock_now (self);

  if (br_sim_body_troubles (self->body) & BR_SIM_CUTS_CABLE)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "the simulated printer is away");
      return 0;
    }
  if (self->joined && self->session_cuts == self->body->n_cuts)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_BUSY, "the simulated printer has a cable already");
      return 0;
    }
  self->joined = TRUE;
  self->session_cuts = self->body->n_cuts;
  return ++self->session;
}

static gboolean
is_joined (const BrSimPrinter *self, guint session)
{
  return self->joined && session == self->session && self->session_cuts == self->body->n_cuts;
}

void
br_sim_printer_leave (BrSimPrinter *self, guint session)
{
  g_autoptr (GMutexLocker) locker = lock_now (self);

  if (session == self->session)
    self->joined = FALSE;
}

gboolean
br_sim_printer_take (BrSimPrinter *self, guint session, const guint8 *bytes, gsize n, gsize *taken)
{
  g_autoptr (GMutexLocker) locker = lock_now (self);
  gint64 now_us = self->body->at_us;

  *taken = 0;
  if (!is_joined (self, session))
    return FALSE;
  if (n == 0 || now_us < self->link_free_us || self->body->until_us[BR_SIM_STALL] != 0 || br_sim_body_is_full (self->body))
    return TRUE;
  /* A slow cable carries a hundredth of a second at a time, so that its speed can be seen. */
  *taken = br_sim_body_eat (self->body, bytes, MIN (n, MAX (1, self->link_bytes_s / 100)));
  self->link_free_us = now_us + (gint64) *taken * G_USEC_PER_SEC / self->link_bytes_s;
  return is_joined (self, session);
}

gboolean
br_sim_printer_give (BrSimPrinter *self, guint session, guint8 *bytes, gsize size, gsize *given)
{
  g_autoptr (GMutexLocker) locker = lock_now (self);

  *given = 0;
  if (!is_joined (self, session))
    return FALSE;
  *given = br_sim_body_say (self->body, bytes, size);
  return TRUE;
}

gboolean
br_sim_printer_class_bits (BrSimPrinter *self, guint *bits)
{
  g_autoptr (GMutexLocker) locker = lock_now (self);
  guint troubles = br_sim_body_troubles (self->body);

  *bits = BR_CLASS_SELECTED | BR_CLASS_NO_ERROR;
  if (troubles & 1 << BR_SIM_PAPER_OUT)
    *bits |= BR_CLASS_PAPER_EMPTY;
  if (troubles & (1 << BR_SIM_PAPER_OUT | 1 << BR_SIM_HEAD_OPEN | 1 << BR_SIM_RIBBON_OUT))
    *bits &= ~(guint) BR_CLASS_NO_ERROR;
  if (troubles & 1 << BR_SIM_PAUSE)
    *bits &= ~(guint) BR_CLASS_SELECTED;
  return self->body->params.status != BR_SIM_STATUS_SILENT;
}

gint64
br_sim_printer_now_us (BrSimPrinter *self)
{
  return self->clock->monotonic_us (self->clock->data);
}

/* What happens by itself counts as a change, too: another thread's call may have let it happen. */
static guint
count_changes (const BrSimPrinter *self)
{
  return self->changes + self->body->n_events;
}

void
br_sim_printer_note (BrSimPrinter *self, BrSimMoment *moment)
{
  g_autoptr (GMutexLocker) locker = lock_now (self);

  *moment = (BrSimMoment) { .at_us = self->body->at_us, .changes = count_changes (self) };
}

static gint64
find_next (BrSimPrinter *self, const BrSimMoment *moment)
{
  gint64 next_us = br_sim_body_next_us (self->body, moment->at_us);

  if (count_changes (self) != moment->changes)
    return moment->at_us;
  return self->link_free_us > moment->at_us ? MIN (next_us, self->link_free_us) : next_us;
}

gint64
br_sim_printer_next_us (BrSimPrinter *self, const BrSimMoment *moment)
{
  g_autoptr (GMutexLocker) locker = lock_now (self);

  return find_next (self, moment);
}

/* Another clock than the system's is told to sleep: that is how virtual time passes. */
void
br_sim_printer_wait (BrSimPrinter *self, const BrSimMoment *moment, gint64 until_us)
{
  gint64 sleep_us = 0;
  g_autoptr (GMutexLocker) locker = lock_now (self);

  until_us = MIN (until_us, find_next (self, moment));
  if (self->clock == br_clock_system ())
    {
      while (count_changes (self) == moment->changes && g_cond_wait_until (&self->changed, &self->mutex, until_us))
        ;
      return;
    }
  sleep_us = until_us - self->body->at_us;
  g_clear_pointer (&locker, g_mutex_locker_free);
  if (sleep_us > 0)
    self->clock->sleep_us (self->clock->data, sleep_us);
}

void
br_sim_printer_nudge (BrSimPrinter *self)
{
  g_autoptr (GMutexLocker) locker = lock_now (self);

  tell_change (self);
}

int
br_sim_printer_get_fd (BrSimPrinter *self)
{
  g_autoptr (GMutexLocker) locker = lock_now (self);

  if (self->event_fd < 0)
    self->event_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  return self->event_fd;
}
