/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plugging and unplugging a USB printer, on a bus made by umockdev. hotplug: from the first event until the printer service shows it as
 * ready, which it does when the printer has answered in its own language. unplug: from the cable's end until the call that is writing says so.
 */
#include "config.h"

#include "br-port.h"
#include "br-printer-service.h"
#include "br-sim-printer.h"
#include "br-store.h"
#include "br-usb-mock.h"
#include "br-worker.h"

#define KEY "usb:1203:0230:TD2-004711"
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

/* A shop that knows the printer; it is not plugged in yet. */
typedef struct
{
  UsbMock *mock;
  BrSimPrinter *sim;
  GCancellable *stop;
  char *dir;
  BrStore *store;
  BrPrinterService *service;
  GAsyncResult *saved;
  int number;
} Shop;

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object (&((Shop *) user_data)->saved, result);
}

static void
save_printer (Shop *shop)
{
  g_autoptr (BrPrinter) printer = br_printer_new (KEY);
  g_autoptr (GError) error = NULL;

  printer->name = g_strdup ("Back room");
  printer->language = BR_LANGUAGE_TSPL;
  printer->head.width_dots = 832;
  br_printer_service_save_async (shop->service, printer, NULL, saved_cb, shop);
  while (shop->saved == NULL || br_printer_service_find (shop->service, KEY) == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (!br_printer_service_write_finish (shop->service, shop->saved, &error))
    g_error ("%s", error->message);
}

static void
shop_init (Shop *shop, int number)
{
  const BrSimPrinterParams sim = {
    .paper = { .language = BR_LANGUAGE_TSPL, .head = { .dots_num = 8, .dots_den = 1, .width_dots = 832 }, .width = 4000, .height = 3000, .gap = 200 },
  };
  BrStoreParams params = { .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE };
  g_autoptr (GError) error = NULL;

  *shop = (Shop) { .mock = usb_mock_new (), .sim = br_sim_printer_new (&sim, br_clock_system ()), .stop = g_cancellable_new (), .number = number };
  shop->dir = g_dir_make_tmp ("backroom-XXXXXX", NULL);
  params.dir = shop->dir;
  shop->store = br_store_open (&params, &error);
  if (shop->store == NULL)
    g_error ("%s", error->message);
  shop->service = br_printer_service_new (shop->store);
  br_printer_service_start (shop->service);
  save_printer (shop);
}

static void
shop_clear (Shop *shop)
{
  g_autofree char *command = g_strdup_printf ("rm -rf %s", shop->dir);

  br_printer_service_stop (shop->service);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (shop->service);
  br_store_unref (shop->store);
  br_sim_printer_free (shop->sim);
  g_object_unref (shop->saved);
  g_object_unref (shop->stop);
  usb_mock_free (shop->mock);
  g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
  g_free (shop->dir);
}

/* A terminal has no other end until it is opened. */
static gpointer
serve_thread (gpointer data)
{
  Shop *shop = data;

  while (!g_cancellable_is_cancelled (shop->stop))
    {
      br_sim_printer_serve_fd (shop->sim, usb_mock_fd (shop->mock, shop->number), shop->stop, NULL);
      g_usleep (1000);
    }
  return NULL;
}

static double
plug_once (int number)
{
  UsbMockPrinter printer = printer_in_socket (number);
  Shop shop;
  BrPrinterItem *item;
  gint64 started, ready;
  GThread *thread;

  shop_init (&shop, number);
  item = br_printer_service_find (shop.service, KEY);
  started = g_get_monotonic_time ();
  usb_mock_plug (shop.mock, &printer);
  thread = g_thread_new ("printer", serve_thread, &shop);
  while (br_printer_item_get_status (item).state != BR_PRINTER_READY)
    g_main_context_iteration (NULL, TRUE);
  ready = g_get_monotonic_time ();
  g_cancellable_cancel (shop.stop);
  g_thread_join (thread);
  shop_clear (&shop);
  return (double) (ready - started) / G_USEC_PER_SEC;
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
  port = br_port_open (KEY, node, 1000, NULL);
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

  br_thread_set_main ();
  for (int round = 1; round <= N_ROUNDS; round++)
    {
      double value = unplugs ? unplug_once (round) : plug_once (round);

      worst = MAX (worst, value);
      g_print ("round-%d %.4f %s\n", round, value, unplugs ? "ms" : "s");
    }
  g_print ("%s %.4f %s\n", unplugs ? "print-unplug" : "print-hotplug", worst, unplugs ? "ms" : "s");
  return 0;
}
