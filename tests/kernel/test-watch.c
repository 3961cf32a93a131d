/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plugging and unplugging with a real kernel and the real udev, which has our rule: what the watch tells, and how soon. Runs as root in a
 * virtual machine of its own: ./dev test --kernel. */
#include "config.h"

#include "br-gadget.h"
#include "br-port.h"
#include "br-usb-watch.h"
#include <sys/stat.h>
#include <unistd.h>

static Gadget gadget;

typedef struct
{
  BrUsbWatch *watch;
  BrUsbPrinter *added; /* the last one */
  guint n_added, n_removed;
} World;

static void
added_cb (BrUsbWatch *watch, BrUsbPrinter *printer, World *world)
{
  g_clear_pointer (&world->added, br_usb_printer_unref);
  world->added = br_usb_printer_ref (printer);
  world->n_added++;
}

static void
removed_cb (BrUsbWatch *watch, const char *key, const char *node, World *world)
{
  g_assert_cmpstr (key, ==, GADGET_KEY);
  world->n_removed++;
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Waits for so many in all; TRUE unless 20 s went by. */
static gboolean
wait_for (const World *world, guint n_added, guint n_removed)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  guint tick = g_timeout_add (10, tick_cb, NULL);

  while ((world->n_added < n_added || world->n_removed < n_removed) && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  return world->n_added == n_added && world->n_removed == n_removed;
}

static gpointer
plug_thread (gpointer data)
{
  gadget_plug (&gadget);
  return NULL;
}

/* Until the port is open: the kernel sets the device up, udev applies its rules, the watch looks, the port opens. */
static void
test_hot_plug (void)
{
  g_autoptr (BrPort) port = NULL;
  g_autoptr (GError) error = NULL;
  World world = { .watch = br_usb_watch_new () };
  gint64 started, ready;
  GThread *thread;

  g_signal_connect (world.watch, "added", G_CALLBACK (added_cb), &world);
  g_signal_connect (world.watch, "removed", G_CALLBACK (removed_cb), &world);
  started = g_get_monotonic_time ();
  thread = g_thread_new ("plug", plug_thread, NULL);
  g_assert_true (wait_for (&world, 1, 0));
  port = br_port_open (world.added->key, world.added->node, 1000, &error);
  ready = g_get_monotonic_time ();
  g_assert_no_error (error);
  g_thread_join (thread);
  g_test_message ("ready after %.0f ms", (double) (ready - started) / 1000);
  g_assert_cmpint (ready - started, <=, 3 * G_USEC_PER_SEC); /* 1 s on a real processor */
  g_assert_cmpstr (world.added->key, ==, GADGET_KEY);
  g_assert_cmpstr (world.added->node, ==, "/dev/usb/lp0");
  g_assert_cmpstr (world.added->device_id, ==, GADGET_ID);
  g_clear_pointer (&port, br_port_close);
  gadget_unplug (&gadget);
  g_assert_true (wait_for (&world, 1, 1));
  br_usb_printer_unref (world.added);
  g_object_unref (world.watch);
}

/* A driver that goes leaves the printer to libusb; one that comes takes it. */
static void
test_driver_goes_and_comes (void)
{
  World world = { .watch = NULL };

  gadget_plug (&gadget);
  world.watch = br_usb_watch_new ();
  g_signal_connect (world.watch, "added", G_CALLBACK (added_cb), &world);
  g_signal_connect (world.watch, "removed", G_CALLBACK (removed_cb), &world);
  write_text ("/sys/bus/usb/drivers/usblp/unbind", "1-1:1.0");
  g_assert_true (wait_for (&world, 1, 1));
  g_assert_true (world.added->by_libusb);
  g_assert_cmpstr (world.added->key, ==, GADGET_KEY);
  write_text ("/sys/bus/usb/drivers/usblp/bind", "1-1:1.0");
  g_assert_true (wait_for (&world, 2, 2));
  g_assert_cmpstr (world.added->node, ==, "/dev/usb/lp0");
  gadget_unplug (&gadget);
  g_assert_true (wait_for (&world, 2, 3));
  br_usb_printer_unref (world.added);
  g_object_unref (world.watch);
}

/* In a sandbox without the driver's nodes the port sends the driver away. That is no unplugging, and what is known stays known. */
static void
test_sandbox (void)
{
  g_autoptr (BrPort) port = NULL;
  g_autoptr (BrUsbPrinter) printer = NULL;
  g_autoptr (GPtrArray) all = NULL;
  World world = { .watch = NULL };
  gint64 quiet_from;

  gadget_plug (&gadget);
  wait_for_file ("/run/udev/tags/uaccess/c180:0", TRUE); /* udev is done with it */
  g_assert_cmpint (unlink ("/dev/usb/lp0"), ==, 0);
  world.watch = br_usb_watch_new ();
  g_signal_connect (world.watch, "added", G_CALLBACK (added_cb), &world);
  g_signal_connect (world.watch, "removed", G_CALLBACK (removed_cb), &world);
  all = br_usb_watch_list (world.watch);
  g_assert_cmpuint (all->len, ==, 1);
  printer = br_usb_printer_ref (all->pdata[0]);
  g_assert_true (printer->by_libusb);
  port = br_port_open (printer->key, printer->node, 1000, NULL);
  g_assert_nonnull (port);
  quiet_from = g_get_monotonic_time () + 2 * G_USEC_PER_SEC;
  while (g_get_monotonic_time () < quiet_from)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (10000);
  g_assert_cmpuint (world.n_added + world.n_removed, ==, 0);
  g_clear_pointer (&all, g_ptr_array_unref);
  all = br_usb_watch_list (world.watch);
  g_assert_cmpstr (((BrUsbPrinter *) all->pdata[0])->device_id, ==, GADGET_ID);
  g_clear_pointer (&port, br_port_close);
  gadget_unplug (&gadget);
  g_clear_pointer (&world.added, br_usb_printer_unref);
  g_object_unref (world.watch);
}

/* Our rule marks both nodes for whoever sits at the computer. */
static void
test_rule (void)
{
  g_autofree char *device = NULL;
  g_autofree char *tag = NULL;
  struct stat node;

  gadget_plug (&gadget);
  g_assert_true (g_file_get_contents ("/sys/bus/usb/devices/1-1/dev", &device, NULL, NULL));
  tag = g_strconcat ("/run/udev/tags/uaccess/c", g_strstrip (device), NULL);
  wait_for_file ("/run/udev/tags/uaccess/c180:0", TRUE);
  wait_for_file (tag, TRUE);
  g_assert_cmpint (stat ("/dev/usb/lp0", &node), ==, 0);
  g_assert_cmpuint (node.st_mode & 0777, ==, 0660);
  gadget_unplug (&gadget);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gadget_make ();
  g_test_add_func ("/udev/hot-plug", test_hot_plug);
  g_test_add_func ("/udev/driver-goes-and-comes", test_driver_goes_and_comes);
  g_test_add_func ("/udev/sandbox", test_sandbox);
  g_test_add_func ("/udev/rule", test_rule);
  return g_test_run ();
}
