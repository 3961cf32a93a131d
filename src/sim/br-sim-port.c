/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A BrPort to a simulated printer in the same process. */
#include "config.h"

#include "br-sim-printer.h"

#include "br-error.h"

/** SimPort: the computer's end of the cable. */
typedef struct
{
  BrPort port;
  BrSimPrinter *printer;
  guint session;
  int woken; /* atomic: the next call that waits returns at once */
} SimPort;

static gboolean
fail_offline (GError **error)
{
  g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "the simulated printer went away");
  return FALSE;
}

static gint64
find_deadline (SimPort *self, int timeout_ms)
{
  return br_sim_printer_now_us (self->printer) + (gint64) MAX (timeout_ms, 0) * 1000;
}

/* FALSE: time is up, or somebody wants attention. */
static gboolean
wait_for_change (SimPort *self, const BrSimMoment *moment, gint64 deadline_us)
{
  if (g_atomic_int_compare_and_exchange (&self->woken, TRUE, FALSE) || br_sim_printer_now_us (self->printer) >= deadline_us)
    return FALSE;
  br_sim_printer_wait (self->printer, moment, deadline_us);
  return TRUE;
}

static gboolean
write_port (BrPort *port, const guint8 *bytes, gsize n, int timeout_ms, gsize *taken, GError **error)
{
  SimPort *self = (SimPort *) port;
  gint64 deadline_us = find_deadline (self, timeout_ms);

  while (*taken < n)
    {
      BrSimMoment moment;
      gsize piece;

      br_sim_printer_note (self->printer, &moment);
      /* The piece during which the cable failed is not counted: who writes cannot know how much of it arrived. */
      if (!br_sim_printer_take (self->printer, self->session, bytes + *taken, n - *taken, &piece))
        return fail_offline (error);
      *taken += piece;
      if (piece == 0 && !wait_for_change (self, &moment, deadline_us))
        {
          g_set_error_literal (error, BR_ERROR, BR_ERROR_BUSY, "the simulated printer takes no more now");
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_port (BrPort *port, guint8 *bytes, gsize size, int timeout_ms, gsize *n_read, GError **error)
{
  SimPort *self = (SimPort *) port;
  gint64 deadline_us = find_deadline (self, timeout_ms);
  BrSimMoment moment;

  do
    {
      br_sim_printer_note (self->printer, &moment);
      if (!br_sim_printer_give (self->printer, self->session, bytes, size, n_read))
        return fail_offline (error);
    }
  while (*n_read == 0 && wait_for_change (self, &moment, deadline_us));
  return TRUE;
}

static gboolean
read_class_status (BrPort *port, guint *bits, GError **error)
{
  SimPort *self = (SimPort *) port;
  gsize given;
  guint8 none;

  /* Asks for nothing: whether the session is still good. */
  if (!br_sim_printer_give (self->printer, self->session, &none, 0, &given))
    return fail_offline (error);
  return br_sim_printer_class_bits (self->printer, bits);
}

static void
wake_port (BrPort *port)
{
  SimPort *self = (SimPort *) port;

  g_atomic_int_set (&self->woken, TRUE);
  br_sim_printer_nudge (self->printer);
}

static void
close_port (BrPort *port)
{
  SimPort *self = (SimPort *) port;

  br_sim_printer_leave (self->printer, self->session);
  g_free (self);
}

BrPort *
br_sim_printer_open_port (BrSimPrinter *printer, GError **error)
{
  static const BrPortOps ops = {
    .write = write_port,
    .read = read_port,
    .class_status = read_class_status,
    .wake = wake_port,
    .close = close_port,
  };
  guint session = br_sim_printer_join (printer, error);
  SimPort *self;

  if (session == 0)
    return NULL;
  self = g_new0 (SimPort, 1);
  *self = (SimPort) { .port = { .ops = &ops }, .printer = printer, .session = session };
  return &self->port;
}
