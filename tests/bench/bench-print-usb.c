/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plugging and unplugging a USB printer, on a bus made by umockdev. hotplug: from the first event until its port is open, by the watch
 * that the program uses. unplug: from the cable's end until the call that is writing says so.
 */
#include "config.h"

#include "br-port.h"
#include "br-usb-mock.h"
#include "br-usb-watch.h"

#define N_ROUNDS 9
#define N_BYTES 300000 /* more than a terminal holds: the write is stuck */

static UsbMockPrinter
printer_in_socket (int number)
{
  return (UsbMockPrinter) { .number = number,
                            .vendor = 0x1203,
                            .product = 0x0230,
                            .product_name = "TDP-225",
                            .serial = "TD2-004711",
                            .device_id = "MFG:TSC;CMD:TSPL;MDL:TDP-225;CLS:PRINTER;" };
}

static void
open_cb (BrUsbWatch *watch, BrUsbPrinter *printer, BrPort **port)
{
  g_autoptr (GError) error = NULL;

  *port = br_port_open (printer->key, printer->node, 1000, &error);
  if (*port == NULL)
    g_error ("%s", error->message);
}

static double
plug_once (int number)
{
  g_autoptr (UsbMock) mock = usb_mock_new ();
  g_autoptr (BrUsbWatch) watch = br_usb_watch_new ();
  g_autoptr (BrPort) port = NULL;
  UsbMockPrinter printer = printer_in_socket (number);
  gint64 started = g_get_monotonic_time ();

  g_signal_connect (watch, "added", G_CALLBACK (open_cb), &port);
  usb_mock_plug (mock, &printer);
  while (port == NULL)
    g_main_context_iteration (NULL, TRUE);
  return (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;
}

typedef struct
{
  UsbMock *mock;
  int number;
  gint64 pulled_us;
} Pull;

static gpointer
pull_thread (gpointer data)
{
  Pull *pull = data;

  g_usleep (200000);
  pull->pulled_us = g_get_monotonic_time ();
  usb_mock_hang_up (pull->mock, pull->number);
  return NULL;
}

static double
unplug_once (int number)
{
  g_autoptr (UsbMock) mock = usb_mock_new ();
  g_autoptr (BrPort) port = NULL;
  g_autofree guint8 *bytes = g_malloc0 (N_BYTES);
  g_autofree char *node = g_strdup_printf ("/dev/usb/lp%d", number);
  UsbMockPrinter printer = printer_in_socket (number);
  Pull pull = { .mock = mock, .number = number };
  GThread *thread;
  gint64 noticed_us;
  gsize taken;

  usb_mock_plug (mock, &printer);
  port = br_port_open ("usb:1203:0230:TD2-004711", node, 1000, NULL);
  thread = g_thread_new ("pull", pull_thread, &pull);
  if (br_port_write (port, bytes, N_BYTES, 20000, &taken, NULL))
    g_error ("it was written to the end");
  noticed_us = g_get_monotonic_time ();
  g_thread_join (thread);
  return (double) (noticed_us - pull.pulled_us) / 1000;
}

int
main (int argc, char **argv)
{
  gboolean unplugs = argc > 1 && g_str_equal (argv[1], "unplug");
  double worst = 0;

  for (int round = 1; round <= N_ROUNDS; round++)
    {
      double value = unplugs ? unplug_once (round) : plug_once (round);

      worst = MAX (worst, value);
      g_print ("round-%d %.4f %s\n", round, value, unplugs ? "ms" : "s");
    }
  g_print ("%s %.4f %s\n", unplugs ? "print-unplug" : "print-hotplug", worst, unplugs ? "ms" : "s");
  return 0;
}
