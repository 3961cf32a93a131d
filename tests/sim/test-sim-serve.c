/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simulated printer on the system's clock, with other threads: waking it, and serving it at the end of a socket. */
#include "config.h"

#include "br-error.h"
#include "br-sim-printer.h"
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char label[] = "CLS\nBITMAP 0,0,1,4,0,\x01\x01\x01\x01\nPRINT 1\n";

static BrSimPrinterParams
params_of_printer (void)
{
  return (BrSimPrinterParams) {
    .paper = { .language = BR_LANGUAGE_TSPL, .head = { .dots_num = 8, .dots_den = 1, .width_dots = 832 }, .width = 6000, .height = 4000, .gap = 200 },
  };
}

static gpointer
wake_soon (gpointer port)
{
  g_usleep (20000);
  br_port_wake (port);
  return NULL;
}

/* On the system's clock a call that waits ends when it is woken, and when something is mended. */
static void
test_wake (void)
{
  const BrSimPrinterParams params = params_of_printer ();
  g_autoptr (BrSimPrinter) printer = br_sim_printer_new (&params, br_clock_system ());
  g_autoptr (BrPort) port = br_sim_printer_open_port (printer, NULL);
  gint64 begun_us = g_get_monotonic_time ();
  GThread *thread = g_thread_new ("wake", wake_soon, port);
  guint8 byte;
  gsize n;

  g_assert_true (br_port_read (port, &byte, 1, 60000, &n, NULL));
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 30 * G_USEC_PER_SEC);
  g_thread_join (thread);
}

/** Service: a printer at the end of a socket, on its own thread. */
typedef struct
{
  BrSimPrinter *printer;
  int ends[2]; /* ours, the printer's */
  GCancellable *cancellable;
  GError *error;
  GThread *thread;
} Service;

static gpointer
serve (gpointer data)
{
  Service *self = data;

  br_sim_printer_serve_fd (self->printer, self->ends[1], self->cancellable, &self->error);
  return NULL;
}

static void
service_start (Service *self, BrSimPrinter *printer)
{
  *self = (Service) { .printer = printer, .cancellable = g_cancellable_new () };
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, self->ends), ==, 0);
  self->thread = g_thread_new ("printer", serve, self);
}

static void
service_end (Service *self)
{
  g_thread_join (self->thread);
  close (self->ends[1]);
  g_object_unref (self->cancellable);
}

/* Bytes through a socket, answers back; what was sent before the end is still printed. */
static void
test_serve (void)
{
  BrSimPrinterParams params = params_of_printer ();
  g_autoptr (BrSimPrinter) printer = NULL;
  Service service;
  BrSimState state;
  char answer[8];

  params.speed_mm_s = 100000;
  params.max_take = 7;
  params.buffer_bytes = 1;
  printer = br_sim_printer_new (&params, br_clock_system ());
  service_start (&service, printer);
  g_assert_cmpint (write (service.ends[0], "\x1B!S", 3), ==, 3);
  g_assert_cmpint (recv (service.ends[0], answer, 8, MSG_WAITALL), ==, 8);
  for (int i = 0; i < 50; i++)
    g_assert_cmpint (write (service.ends[0], label, strlen (label)), ==, strlen (label));
  close (service.ends[0]);
  service_end (&service);
  g_assert_no_error (service.error);
  br_sim_printer_run (printer, 10 * G_USEC_PER_SEC);
  br_sim_printer_get_state (printer, &state);
  g_assert_cmpuint (state.n_complete, ==, 50);
}

static void
test_serve_ends (void)
{
  BrSimPrinterParams params = params_of_printer ();
  g_autoptr (BrSimPrinter) printer = br_sim_printer_new (&params, br_clock_system ());
  Service service;
  char byte;

  service_start (&service, printer);
  g_cancellable_cancel (service.cancellable);
  service_end (&service);
  g_assert_no_error (service.error);
  close (service.ends[0]);
  service_start (&service, printer);
  g_assert_cmpint (write (service.ends[0], "\x1B!?", 3), ==, 3);
  g_assert_cmpint (read (service.ends[0], &byte, 1), ==, 1); /* now it is joined */
  br_sim_printer_fail (printer, BR_SIM_POWER, -1);
  service_end (&service);
  g_assert_error (service.error, BR_ERROR, BR_ERROR_OFFLINE);
  g_clear_error (&service.error);
  close (service.ends[0]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sim/serve/wake", test_wake);
  g_test_add_func ("/sim/serve/serve", test_serve);
  g_test_add_func ("/sim/serve/ends", test_serve_ends);
  return g_test_run ();
}
