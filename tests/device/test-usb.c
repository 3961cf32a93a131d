/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real watch and the real usblp port on a bus made by umockdev: what is found, what is plugged, and what the driver may do wrong. */
#include "config.h"

#include "br-error.h"
#include "br-port.h"
#include "br-usb-mock.h"
#include "br-usb-scan.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static const char tsc_id[] = "MFG:TSC;CMD:TSPL;MDL:TDP-225;CLS:PRINTER;";
static const UsbMockPrinter tsc = { .number = 1, .vendor = 0x1203, .product = 0x0230, .product_name = "TDP-225", .serial = "TD2-004711", .device_id = tsc_id };

typedef struct
{
  BrUsbWatch *watch;
  GPtrArray *log; /* "+key node" and "-key node" */
} World;

static void
added_cb (BrUsbWatch *watch, BrUsbPrinter *printer, World *world)
{
  g_ptr_array_add (world->log, g_strdup_printf ("+%s %s", printer->key, printer->node));
}

static void
removed_cb (BrUsbWatch *watch, const char *key, const char *node, World *world)
{
  g_ptr_array_add (world->log, g_strdup_printf ("-%s %s", key, node));
}

static void
world_init (World *world)
{
  world->watch = br_usb_watch_new ();
  world->log = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect (world->watch, "added", G_CALLBACK (added_cb), world);
  g_signal_connect (world->watch, "removed", G_CALLBACK (removed_cb), world);
}

static void
world_clear (World *world)
{
  g_assert_finalize_object (world->watch);
  g_ptr_array_unref (world->log);
}

/* Waits until `n` things were told; the log then has exactly these, also after the bus has been quiet. */
static void
world_expect (World *world, const char *const *lines)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  guint n = g_strv_length ((char **) lines);

  while (world->log->len < n && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (world->log->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpstr (world->log->pdata[i], ==, lines[i]);
  g_ptr_array_set_size (world->log, 0);
}

static BrUsbPrinter *
only_printer (BrUsbWatch *watch)
{
  g_autoptr (GPtrArray) all = br_usb_watch_list (watch);

  g_assert_cmpuint (all->len, ==, 1);
  return br_usb_printer_ref (all->pdata[0]);
}

static BrPort *
open_port (void)
{
  g_autoptr (GError) error = NULL;
  BrPort *port = br_port_open ("usb:1203:0230:TD2-004711", "/dev/usb/lp1", 1000, &error);

  g_assert_no_error (error);
  return port;
}

static void
test_serials (void)
{
  static const struct
  {
    const char *serial;
    gboolean usable;
  } rows[] = {
    { NULL, FALSE },
    { "", FALSE },
    { "0", FALSE },
    { "00000000", FALSE },
    { "123456789", FALSE },
    { "1234567890", FALSE },
    { "0123456789ABCDEF", FALSE },
    { "0123456789abcdef", FALSE },
    { "None", FALSE },
    { "N/A", FALSE },
    { "To be filled by O.E.M.", FALSE },
    { "bell\a7", FALSE },
    { "\xe5\xba\x8f"
      "1",
      FALSE },
    { "12345678901234567890123456789012345678901234567890123456789012345", FALSE },
    { "TD2-004711", TRUE },
    { "21G7 1044", TRUE },
    { "120001", TRUE },
    { "C2", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (br_usb_serial_is_usable (rows[i].serial), ==, rows[i].usable);
}

/* What is there at the start is listed, with all that is known of it, and without opening it. */
static void
test_coldplug (void)
{
  g_autoptr (UsbMock) mock = usb_mock_is_possible () ? usb_mock_new () : NULL;
  g_autoptr (BrUsbPrinter) printer = NULL;
  World world;

  if (mock == NULL)
    return;
  usb_mock_plug (mock, &tsc);
  world_init (&world);
  printer = only_printer (world.watch);
  g_assert_cmpstr (printer->key, ==, "usb:1203:0230:TD2-004711");
  g_assert_cmpstr (printer->node, ==, "/dev/usb/lp1");
  g_assert_cmpstr (printer->device_id, ==, tsc_id);
  g_assert_cmpstr (printer->maker, ==, "Maker");
  g_assert_cmpstr (printer->product, ==, "TDP-225");
  g_assert_cmpuint (printer->vendor_id, ==, 0x1203);
  g_assert_false (printer->by_libusb || printer->mass_storage || printer->no_access);
  world_clear (&world);
}

static void
test_hot_plug (void)
{
  g_autoptr (UsbMock) mock = usb_mock_is_possible () ? usb_mock_new () : NULL;
  UsbMockPrinter again = tsc;
  World world;

  if (mock == NULL)
    return;
  world_init (&world);
  usb_mock_plug (mock, &tsc);
  world_expect (&world, (const char *[]) { "+usb:1203:0230:TD2-004711 /dev/usb/lp1", NULL });
  usb_mock_unplug (mock, &tsc);
  world_expect (&world, (const char *[]) { "-usb:1203:0230:TD2-004711 /dev/usb/lp1", NULL });
  again.number = 2; /* in another socket it is the same printer */
  usb_mock_plug (mock, &again);
  world_expect (&world, (const char *[]) { "+usb:1203:0230:TD2-004711 /dev/usb/lp2", NULL });
  world_clear (&world);
}

/* A second printer with the same serial number: from then on both are named by their sockets. */
static void
test_two_alike (void)
{
  g_autoptr (UsbMock) mock = usb_mock_is_possible () ? usb_mock_new () : NULL;
  UsbMockPrinter other = tsc;
  World world;

  if (mock == NULL)
    return;
  other.number = 2;
  usb_mock_plug (mock, &tsc);
  world_init (&world);
  usb_mock_plug (mock, &other);
  world_expect (&world, (const char *[]) { "-usb:1203:0230:TD2-004711 /dev/usb/lp1", "+usb:1203:0230@pci-0000:00:14.0-usb-0:1:1.0 /dev/usb/lp1",
                                           "+usb:1203:0230@pci-0000:00:14.0-usb-0:2:1.0 /dev/usb/lp2", NULL });
  world_clear (&world);
}

static void
test_without_serial (void)
{
  g_autoptr (UsbMock) mock = usb_mock_is_possible () ? usb_mock_new () : NULL;
  UsbMockPrinter clone = { .number = 3, .vendor = 0x2d37, .product = 0x83d7, .serial = "000000000000" };
  g_autoptr (BrUsbPrinter) printer = NULL;
  World world;

  if (mock == NULL)
    return;
  usb_mock_plug (mock, &clone);
  world_init (&world);
  printer = only_printer (world.watch);
  g_assert_cmpstr (printer->key, ==, "usb:2d37:83d7@pci-0000:00:14.0-usb-0:3:1.0");
  g_assert_null (printer->device_id);
  g_assert_null (printer->product);
  world_clear (&world);
}

/* A printer CUPS has left without a driver is found by its usbfs node, once the bus is quiet; a disk of Brother's is told apart. */
static void
test_other_kinds (void)
{
  g_autoptr (UsbMock) mock = usb_mock_is_possible () ? usb_mock_new () : NULL;
  UsbMockPrinter zebra = { .number = 4, .vendor = 0x0a5f, .product = 0x0166, .serial = "50J164301122", .without_driver = TRUE };
  UsbMockPrinter brother = { .number = 5, .vendor = 0x04f9, .product = 0x2049, .product_name = "QL-700", .serial = "000M1Z401370", .is_disk = TRUE };
  UsbMockPrinter stick = { .number = 6, .vendor = 0x0781, .product = 0x5567, .product_name = "Cruzer", .serial = "4C5300", .is_disk = TRUE };
  g_autoptr (GPtrArray) all = NULL;
  World world;

  if (mock == NULL)
    return;
  world_init (&world);
  usb_mock_plug (mock, &zebra);
  world_expect (&world, (const char *[]) { "+usb:0a5f:0166:50J164301122 /dev/bus/usb/001/004", NULL });
  usb_mock_plug (mock, &stick);
  usb_mock_plug (mock, &brother);
  world_expect (&world, (const char *[]) { "+usb:04f9:2049:000M1Z401370 /dev/bus/usb/001/005", NULL });
  all = br_usb_watch_list (world.watch);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_true (((BrUsbPrinter *) all->pdata[0])->by_libusb);
  g_assert_true (((BrUsbPrinter *) all->pdata[1])->mass_storage);
  usb_mock_unplug (mock, &zebra);
  world_expect (&world, (const char *[]) { "-usb:0a5f:0166:50J164301122 /dev/bus/usb/001/004", NULL });
  world_clear (&world);
}

/* A sandbox that has the devices themselves and no driver's nodes: they are used. */
static void
test_sandbox (void)
{
  g_autoptr (UsbMock) mock = usb_mock_is_possible () ? usb_mock_new () : NULL;
  g_autoptr (BrUsbPrinter) printer = NULL;
  g_autofree char *root = NULL, *node = NULL;
  World world;

  if (mock == NULL)
    return;
  usb_mock_plug (mock, &tsc);
  root = umockdev_testbed_get_root_dir (mock->testbed);
  node = g_build_filename (root, "dev", "usb", "lp1", NULL);
  g_assert_cmpint (unlink (node), ==, 0);
  world_init (&world);
  printer = only_printer (world.watch);
  g_assert_cmpstr (printer->key, ==, "usb:1203:0230:TD2-004711");
  g_assert_cmpstr (printer->node, ==, "/dev/bus/usb/001/001");
  g_assert_true (printer->by_libusb);
  world_clear (&world);
}

static gpointer
read_printer_thread (gpointer data)
{
  GByteArray *got = g_byte_array_new ();
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  int *fd_then_wanted = data;
  guint8 bytes[4096];

  while (got->len < (guint) fd_then_wanted[1] && g_get_monotonic_time () < deadline)
    {
      gssize n = read (fd_then_wanted[0], bytes, sizeof bytes);

      if (n > 0)
        g_byte_array_append (got, bytes, n);
      else
        g_usleep (1000);
    }
  return got;
}

static GByteArray *
pattern (gsize n)
{
  GByteArray *bytes = g_byte_array_sized_new (n);

  for (gsize i = 0; i < n; i++)
    g_byte_array_append (bytes, (guint8[]) { (guint8) (i * 13 + i / 255) }, 1);
  return bytes;
}

/* A printer that takes nothing, then goes on: every byte of the picture comes once, all 256 values of it. */
static void
test_stall (void)
{
  g_autoptr (UsbMock) mock = usb_mock_is_possible () ? usb_mock_new () : NULL;
  g_autoptr (GByteArray) sent = pattern (300000), got = NULL;
  g_autoptr (BrPort) port = NULL;
  g_autoptr (GError) error = NULL;
  int fd_then_wanted[2] = { 0, 300000 };
  GThread *printer;
  gsize at, taken;
  guint bits = 0;

  if (mock == NULL)
    return;
  usb_mock_plug (mock, &tsc);
  port = open_port ();
  fd_then_wanted[0] = usb_mock_fd (mock, 1);
  g_assert_false (br_port_write (port, sent->data, sent->len, 200, &at, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  g_assert_cmpuint (at, <, 100000);
  g_clear_error (&error);
  g_atomic_int_set (&mock->status, 0x30); /* meanwhile it says why */
  g_assert_true (br_port_class_status (port, &bits, &error));
  g_assert_cmpuint (bits, ==, BR_CLASS_PAPER_EMPTY | BR_CLASS_SELECTED);
  printer = g_thread_new ("printer", read_printer_thread, fd_then_wanted);
  g_assert_true (br_port_write (port, sent->data + at, sent->len - at, 20000, &taken, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (at + taken, ==, sent->len);
  got = g_thread_join (printer);
  g_assert_cmpmem (got->data, got->len, sent->data, sent->len);
}

static void
test_device_id (void)
{
  g_autoptr (UsbMock) mock = usb_mock_is_possible () ? usb_mock_new () : NULL;
  g_autoptr (BrPort) port = NULL;
  g_autofree char *id = NULL;
  guint8 bytes[8];
  gsize n;

  if (mock == NULL)
    return;
  usb_mock_plug (mock, &tsc);
  port = open_port ();
  id = br_port_device_id (port);
  g_assert_cmpstr (id, ==, tsc_id);
  g_assert_cmpint (write (usb_mock_fd (mock, 1), "\x04", 1), ==, 1);
  g_assert_true (br_port_read (port, bytes, sizeof bytes, 5000, &n, NULL));
  g_assert_cmpmem (bytes, n, "\x04", 1);
}

/* ENOSPC is paper out: nothing is lost and nothing is over; with paper it goes on. */
static void
test_no_paper (void)
{
  g_autoptr (UsbMock) mock = usb_mock_is_possible () ? usb_mock_new () : NULL;
  g_autoptr (BrPort) port = NULL;
  g_autoptr (GError) error = NULL;
  gsize taken;

  if (mock == NULL)
    return;
  usb_mock_plug (mock, &tsc);
  port = open_port ();
  g_atomic_int_set (&mock->write_errno, ENOSPC);
  g_assert_false (br_port_write (port, (const guint8 *) "PRINT 1\r\n", 9, 600, &taken, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  g_assert_cmpuint (taken, ==, 0);
  g_assert_cmpint (g_atomic_int_get (&mock->faults), <, 10); /* it waits between the tries */
  g_clear_error (&error);
  g_atomic_int_set (&mock->write_errno, 0);
  g_assert_true (br_port_write (port, (const guint8 *) "PRINT 1\r\n", 9, 5000, &taken, &error));
  g_assert_cmpuint (taken, ==, 9);
}

static void
test_short_writes (void)
{
  g_autoptr (UsbMock) mock = usb_mock_is_possible () ? usb_mock_new () : NULL;
  g_autoptr (GByteArray) sent = pattern (1000);
  g_autoptr (BrPort) port = NULL;
  gsize taken;

  if (mock == NULL)
    return;
  usb_mock_plug (mock, &tsc);
  port = open_port ();
  g_atomic_int_set (&mock->write_most, 7);
  g_assert_true (br_port_write (port, sent->data, sent->len, 20000, &taken, NULL));
  g_assert_cmpuint (taken, ==, 1000);
  g_assert_cmpint (g_atomic_int_get (&mock->swallowed), ==, 1000);
}

/* EIO and ENODEV end the session, whatever the device says afterwards: what was on its way is unknown. */
static void
test_lost (gconstpointer data)
{
  g_autoptr (UsbMock) mock = usb_mock_is_possible () ? usb_mock_new () : NULL;
  g_autoptr (BrPort) port = NULL;
  g_autoptr (GError) error = NULL;
  int failure = GPOINTER_TO_INT (data), code = failure == EIO ? BR_ERROR_IO : BR_ERROR_OFFLINE;
  gsize taken;
  guint bits;

  if (mock == NULL)
    return;
  usb_mock_plug (mock, &tsc);
  port = open_port ();
  g_atomic_int_set (&mock->write_errno, failure);
  g_assert_false (br_port_write (port, (const guint8 *) "CLS\r\n", 5, 1000, &taken, &error));
  g_assert_error (error, BR_ERROR, code);
  g_clear_error (&error);
  g_atomic_int_set (&mock->write_errno, 0);
  g_assert_false (br_port_write (port, (const guint8 *) "CLS\r\n", 5, 1000, &taken, &error));
  g_assert_error (error, BR_ERROR, code);
  g_clear_error (&error);
  g_assert_false (br_port_class_status (port, &bits, &error));
  g_assert_error (error, BR_ERROR, code);
}

/* A device that answered the status and stops is lost, even when the driver says that the bytes were written. */
static void
test_silent_failure (void)
{
  g_autoptr (UsbMock) mock = usb_mock_is_possible () ? usb_mock_new () : NULL;
  g_autoptr (BrPort) port = NULL;
  g_autoptr (GError) error = NULL;
  gsize taken;

  if (mock == NULL)
    return;
  usb_mock_plug (mock, &tsc);
  port = open_port ();
  g_assert_true (br_port_write (port, (const guint8 *) "CLS\r\n", 5, 1000, &taken, NULL));
  g_atomic_int_set (&mock->status_errno, EIO);
  g_usleep (600000); /* the proof is asked for twice a second */
  g_assert_false (br_port_write (port, (const guint8 *) "PRINT 1\r\n", 9, 1000, &taken, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_IO);
  g_assert_cmpuint (taken, ==, 0);
}

/* A printer that refuses to be read prints all the same, as long as it is there. */
static void
test_refused_read (void)
{
  g_autoptr (UsbMock) mock = usb_mock_is_possible () ? usb_mock_new () : NULL;
  g_autoptr (BrPort) port = NULL;
  g_autoptr (GError) error = NULL;
  guint8 answer[8];
  gsize n;

  if (mock == NULL)
    return;
  usb_mock_plug (mock, &tsc);
  port = open_port ();
  g_atomic_int_set (&mock->read_errno, EIO);
  g_assert_cmpint (write (usb_mock_fd (mock, 1), "x", 1), ==, 1); /* something is there to be read */
  g_assert_true (br_port_read (port, answer, sizeof answer, 400, &n, &error));
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpint (g_atomic_int_get (&mock->faults), <, 10); /* it is not read without pause */
  g_assert_true (br_port_write (port, (const guint8 *) "CLS\r\n", 5, 1000, &n, &error));
  g_assert_no_error (error);
  g_atomic_int_set (&mock->status_errno, EIO);
  g_assert_false (br_port_read (port, answer, sizeof answer, 2000, &n, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_IO);
}

/* A device that never knew the request is no worse for it. */
static void
test_status_unknown (void)
{
  g_autoptr (UsbMock) mock = usb_mock_is_possible () ? usb_mock_new () : NULL;
  g_autoptr (BrPort) port = NULL;
  g_autoptr (GError) error = NULL;
  gsize taken;
  guint bits;

  if (mock == NULL)
    return;
  g_atomic_int_set (&mock->status_errno, EIO);
  usb_mock_plug (mock, &tsc);
  port = open_port ();
  g_assert_true (br_port_write (port, (const guint8 *) "CLS\r\n", 5, 1000, &taken, &error));
  g_assert_false (br_port_class_status (port, &bits, &error));
  g_assert_no_error (error);
}

static gpointer
unplug_thread (gpointer data)
{
  UsbMock *mock = data;

  g_usleep (100000);
  g_atomic_int_set (&mock->status_errno, ENODEV);
  usb_mock_hang_up (mock, 1);
  return NULL;
}

/* Unplugged while it takes nothing: the writing call ends, long before its time is over. How soon is measured by the bench print-unplug. */
static void
test_unplug_while_writing (void)
{
  g_autoptr (UsbMock) mock = usb_mock_is_possible () ? usb_mock_new () : NULL;
  g_autoptr (GByteArray) sent = pattern (300000);
  g_autoptr (BrPort) port = NULL;
  g_autoptr (GError) error = NULL;
  gint64 started = g_get_monotonic_time ();
  GThread *thread;
  gsize taken;

  if (mock == NULL)
    return;
  usb_mock_plug (mock, &tsc);
  port = open_port ();
  thread = g_thread_new ("unplug", unplug_thread, mock);
  g_assert_false (br_port_write (port, sent->data, sent->len, 20000, &taken, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_OFFLINE);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 10 * G_USEC_PER_SEC);
  g_thread_join (thread);
  g_assert_cmpuint (taken, <, sent->len);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/usb/serials", test_serials);
  g_test_add_func ("/usb/coldplug", test_coldplug);
  g_test_add_func ("/usb/hot-plug", test_hot_plug);
  g_test_add_func ("/usb/two-alike", test_two_alike);
  g_test_add_func ("/usb/without-serial", test_without_serial);
  g_test_add_func ("/usb/other-kinds", test_other_kinds);
  g_test_add_func ("/usb/sandbox", test_sandbox);
  g_test_add_func ("/usb/stall", test_stall);
  g_test_add_func ("/usb/device-id", test_device_id);
  g_test_add_func ("/usb/no-paper", test_no_paper);
  g_test_add_func ("/usb/short-writes", test_short_writes);
  g_test_add_data_func ("/usb/lost/eio", GINT_TO_POINTER (EIO), test_lost);
  g_test_add_data_func ("/usb/lost/enodev", GINT_TO_POINTER (ENODEV), test_lost);
  g_test_add_func ("/usb/silent-failure", test_silent_failure);
  g_test_add_func ("/usb/refused-read", test_refused_read);
  g_test_add_func ("/usb/status-unknown", test_status_unknown);
  g_test_add_func ("/usb/unplug-while-writing", test_unplug_while_writing);
  return g_test_run ();
}
