/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ways to a USB printer through a real kernel: usblp or libusb on one side, the kernel's printer gadget on the other. Runs as root in a
 * virtual machine of its own: ./dev test --kernel.
 */
#include "config.h"

#include "br-error.h"
#include "br-gadget.h"
#include "br-paper.h"
#include "br-port.h"
#include "br-printer-language.h"
#include "br-usb-watch.h"
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define NODE "/dev/usb/lp0"
#define MANY 262144 /* more than both ends hold */

/* The two ways to one printer. */
typedef struct
{
  gboolean by_libusb;
  gsize chunk; /* what may be in flight */
} Way;
static const Way by_usblp = { FALSE, 4096 }, by_libusb = { TRUE, 16384 };

static Gadget gadget;

/* The device itself, for libusb: its name counts up with each plugging. */
static const char *
node_of (const Way *way)
{
  static char node[64];
  g_autofree char *number = NULL;

  if (!way->by_libusb)
    return NODE;
  if (g_file_get_contents ("/sys/bus/usb/devices/1-1/devnum", &number, NULL, NULL))
    g_snprintf (node, sizeof node, "/dev/bus/usb/001/%03d", atoi (number));
  return node;
}

static BrPort *
open_port (const Way *way)
{
  g_autoptr (GError) error = NULL;
  BrPort *port = br_port_open (GADGET_KEY, node_of (way), 1000, &error);

  g_assert_no_error (error);
  return port;
}

static guint8 *
pattern (gsize n)
{
  guint8 *bytes = g_malloc (n);

  for (gsize i = 0; i < n; i++)
    bytes[i] = (guint8) (i * 31 + i / 253 + i / 65521);
  return bytes;
}

static void
plug (gpointer fixture, gconstpointer data)
{
  gadget_plug (&gadget);
}

static void
unplug (gpointer fixture, gconstpointer data)
{
  gadget_unplug (&gadget);
}

/* Writes until the printer takes no more; returns how many bytes it took. */
static gsize
write_until_stuck (BrPort *port, const guint8 *bytes, gsize n)
{
  g_autoptr (GError) error = NULL;
  gsize taken;

  g_assert_false (br_port_write (port, bytes, n, 1000, &taken, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  g_assert_cmpuint (taken, <, n);
  return taken;
}

/* Who it is, from sysfs, while another program has it open. */
static void
test_identity (gpointer fixture, gconstpointer data)
{
  g_autoptr (BrPort) other = open_port (data);
  g_autoptr (BrUsbWatch) watch = br_usb_watch_new ();
  g_autoptr (GPtrArray) all = br_usb_watch_list (watch);
  const BrUsbPrinter *printer;

  g_assert_cmpuint (all->len, ==, 1);
  printer = all->pdata[0];
  g_assert_cmpstr (printer->key, ==, GADGET_KEY);
  g_assert_cmpstr (printer->node, ==, NODE);
  g_assert_cmpstr (printer->device_id, ==, GADGET_ID);
  g_assert_cmpstr (printer->maker, ==, "TSC");
  g_assert_false (printer->by_libusb || printer->no_access);
}

static void
test_write_read_status (gpointer fixture, gconstpointer data)
{
  g_autofree guint8 *bytes = pattern (100000);
  g_autoptr (BrPort) port = open_port (data);
  g_autofree char *id = br_port_device_id (port);
  g_autoptr (GError) error = NULL;
  guint8 answer[16];
  guint bits = 0;
  gsize n;

  g_assert_cmpstr (id, ==, GADGET_ID);
  g_assert_true (br_port_class_status (port, &bits, &error));
  g_assert_cmpuint (bits, ==, BR_CLASS_SELECTED | BR_CLASS_NO_ERROR);
  g_assert_true (br_port_write (port, bytes, 100000, 20000, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 100000);
  gadget_expect (&gadget, bytes, 100000);
  g_assert_true (br_port_read (port, answer, sizeof answer, 50, &n, &error));
  g_assert_cmpuint (n, ==, 0);
  gadget_answer (&gadget, "\x00\x20", 2);
  g_assert_true (br_port_read (port, answer, sizeof answer, 5000, &n, &error));
  g_assert_cmpmem (answer, n, "\x00\x20", 2);
}

/* Paper out in the middle of a picture, a new roll, and on: no byte lost, none twice, all by one session. */
static void
test_paper_out (gpointer fixture, gconstpointer data)
{
  g_autofree guint8 *bytes = pattern (MANY);
  g_autoptr (BrPort) port = open_port (data);
  g_autoptr (GError) error = NULL;
  gsize at, taken;
  guint bits = 0;

  g_atomic_int_set (&gadget.paused, 1);
  gadget_set_status (&gadget, BR_CLASS_PAPER_EMPTY | BR_CLASS_SELECTED);
  at = write_until_stuck (port, bytes, MANY);
  at += write_until_stuck (port, bytes + at, MANY - at);
  g_assert_true (br_port_class_status (port, &bits, &error));
  g_assert_cmpuint (bits & BR_CLASS_PAPER_EMPTY, !=, 0);
  g_atomic_int_set (&gadget.paused, 0);
  gadget_set_status (&gadget, BR_CLASS_NO_ERROR | BR_CLASS_SELECTED);
  g_assert_true (br_port_write (port, bytes + at, MANY - at, 20000, &taken, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (at + taken, ==, MANY);
  gadget_expect (&gadget, bytes, MANY);
}

static void
test_busy (gpointer fixture, gconstpointer data)
{
  g_autoptr (BrPort) port = open_port (data);
  g_autoptr (GError) error = NULL;

  g_assert_null (br_port_open (GADGET_KEY, node_of (data), 1000, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
}

static gpointer
resume_thread (gpointer data)
{
  g_usleep (300000);
  g_atomic_int_set (&gadget.paused, 0);
  return NULL;
}

/* A chunk in flight is not counted; closing waits until the printer has it. The driver would drop it. */
static void
test_close_loses_nothing (gpointer fixture, gconstpointer data)
{
  g_autofree guint8 *bytes = pattern (MANY);
  g_autoptr (BrPort) again = NULL;
  BrPort *port = open_port (data);
  const Way *way = data;
  GThread *thread;
  gsize taken, n;

  g_atomic_int_set (&gadget.paused, 1);
  taken = write_until_stuck (port, bytes, MANY);
  thread = g_thread_new ("resume", resume_thread, NULL);
  br_port_close (port);
  g_thread_join (thread);
  /* The gadget hands bytes over when it is 8192 bytes long or ends in a short packet. */
  again = open_port (data);
  g_assert_true (br_port_write (again, bytes + taken + way->chunk, 1, 5000, &n, NULL));
  gadget_expect (&gadget, bytes, taken + way->chunk + 1);
}

/* A slow printer gets all that was taken, closed at once after the last byte was. */
static void
test_close_after_slow (gpointer fixture, gconstpointer data)
{
  g_autofree guint8 *bytes = pattern (150000);
  BrPort *port = open_port (data);
  gsize taken;

  g_atomic_int_set (&gadget.nap_us, 20000);
  g_assert_true (br_port_write (port, bytes, 150000, 20000, &taken, NULL));
  br_port_close (port);
  gadget_expect (&gadget, bytes, 150000);
}

static gpointer
unplug_thread (gpointer data)
{
  g_usleep (300000);
  *(gint64 *) data = g_get_monotonic_time ();
  gadget_unplug (&gadget);
  return NULL;
}

/* The cable is pulled while the printer takes nothing. It is noticed at once, stays so, and a new session works. */
static void
test_unplug_while_writing (gpointer fixture, gconstpointer data)
{
  g_autofree guint8 *bytes = pattern (MANY);
  g_autoptr (BrPort) again = NULL;
  g_autoptr (GError) error = NULL;
  BrPort *port = open_port (data);
  gint64 pulled = 0, noticed;
  GThread *thread;
  gsize taken;

  g_atomic_int_set (&gadget.paused, 1);
  thread = g_thread_new ("unplug", unplug_thread, &pulled);
  g_assert_false (br_port_write (port, bytes, MANY, 20000, &taken, &error));
  noticed = g_get_monotonic_time ();
  g_assert_true (g_error_matches (error, BR_ERROR, BR_ERROR_OFFLINE) || g_error_matches (error, BR_ERROR, BR_ERROR_IO));
  g_test_message ("noticed after %.1f ms: %s", (double) (noticed - pulled) / 1000, error->message);
  g_assert_cmpint (noticed - pulled, <=, 300000);
  g_clear_error (&error);
  g_assert_false (br_port_write (port, bytes, 10, 1000, &taken, &error));
  g_assert_cmpuint (taken, ==, 0);
  br_port_close (port);
  g_thread_join (thread);
  g_clear_error (&error);
  g_assert_null (br_port_open (GADGET_KEY, node_of (data), 1000, &error));
  /* Its node may still be there for a moment. */
  g_assert_true (g_error_matches (error, BR_ERROR, BR_ERROR_NOT_FOUND) || g_error_matches (error, BR_ERROR, BR_ERROR_OFFLINE));
  gadget_plug (&gadget);
  again = open_port (data);
  g_assert_true (br_port_write (again, bytes, 10, 5000, &taken, NULL));
  gadget_expect (&gadget, bytes, 10);
}

static gpointer
detach_thread (gpointer data)
{
  g_usleep (300000);
  write_text ("/sys/bus/usb/drivers/usblp/unbind", "1-1:1.0");
  return NULL;
}

/* Another program takes the device away from the driver in the middle of a job, as CUPS does. */
static void
test_detach (gpointer fixture, gconstpointer data)
{
  g_autofree guint8 *bytes = pattern (MANY);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (BrUsbWatch) watch = NULL;
  BrPort *port = open_port (data);
  GThread *thread;
  gsize taken;

  g_atomic_int_set (&gadget.paused, 1);
  thread = g_thread_new ("detach", detach_thread, NULL);
  g_assert_false (br_port_write (port, bytes, MANY, 20000, &taken, &error));
  g_assert_true (g_error_matches (error, BR_ERROR, BR_ERROR_OFFLINE) || g_error_matches (error, BR_ERROR, BR_ERROR_IO));
  g_thread_join (thread);
  br_port_close (port);
  watch = br_usb_watch_new ();
  all = br_usb_watch_list (watch);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_true (((BrUsbPrinter *) all->pdata[0])->by_libusb);
  g_assert_cmpstr (((BrUsbPrinter *) all->pdata[0])->key, ==, GADGET_KEY);
  write_text ("/sys/bus/usb/drivers/usblp/bind", "1-1:1.0");
  wait_for_file (NODE, TRUE);
}

/* The printer's mind for the test below. */
typedef struct
{
  GMutex lock;
  BrPaper *paper;
  GPtrArray *printed; /* of BrBitmap */
} Mind;

static void
print_cb (gpointer data, const BrPaperOrder *order)
{
  g_ptr_array_add (((Mind *) data)->printed, br_bitmap_ref (order->bitmap));
}

static void
answer_cb (gpointer data, const guint8 *bytes, gsize n)
{
}

static void
sense_cb (gpointer data, BrPaperSense *sense)
{
  *sense = (BrPaperSense) { 0 };
}

static void
act_cb (gpointer data, BrPaperAct act)
{
}

static void
eat_cb (gpointer data, const guint8 *bytes, gsize n)
{
  Mind *mind = data;

  g_mutex_lock (&mind->lock);
  br_paper_eat (mind->paper, bytes, n);
  g_mutex_unlock (&mind->lock);
}

static guint
n_printed (Mind *mind)
{
  guint n;

  g_mutex_lock (&mind->lock);
  n = mind->printed->len;
  g_mutex_unlock (&mind->lock);
  return n;
}

static BrBitmap *
picture (int x)
{
  BrBitmap *bitmap = br_bitmap_new (480, 320, NULL);

  br_bitmap_fill (bitmap, x, 10, 50, 200);
  br_bitmap_fill (bitmap, 0, 300, 480, 4);
  return bitmap;
}

static void
encode (const BrPrinterLanguage *language, const BrPrintSetup *setup, int x, GByteArray *data, GByteArray *trigger)
{
  g_autoptr (BrBitmap) bitmap = picture (x);

  g_assert_true (language->label (setup, bitmap, TRUE, TRUE, data, trigger, NULL));
}

/* Another Backroom, which is killed when part of a picture is at the printer. */
static pid_t
write_half_a_label (const char *node, const GByteArray *begun)
{
  pid_t child = fork ();

  if (child == 0)
    {
      BrPort *port = br_port_open (GADGET_KEY, node, 1000, NULL);
      gsize taken;

      br_port_write (port, begun->data, begun->len, 5000, &taken, NULL);
      while (TRUE)
        pause ();
    }
  return child;
}

static void
test_killed_then_resync (gpointer fixture, gconstpointer data)
{
  const BrPrinterLanguage *language = br_printer_language_get (BR_LANGUAGE_TSPL);
  BrPrintSetup setup = { .head = { 8, 1, 832, 0 }, .width = 6000, .height = 4000, .gap = 200, .tracking = BR_MEDIA_GAP, .darkness = -1, .speed = -1 };
  BrPaperProfile profile = { .language = BR_LANGUAGE_TSPL, .head = { 8, 1, 832, 0 }, .width = 6000, .height = 4000, .gap = 200 };
  g_autoptr (GByteArray) first = g_byte_array_new (), second = g_byte_array_new (), trigger = g_byte_array_new (), ignored = g_byte_array_new ();
  g_autoptr (GPtrArray) printed = g_ptr_array_new_with_free_func ((GDestroyNotify) br_bitmap_unref);
  Mind mind = { .printed = printed };
  BrPaperBody body = { .print = print_cb, .answer = answer_cb, .sense = sense_cb, .act = act_cb, .data = &mind };
  g_autoptr (BrPaper) paper = br_paper_new (&profile, &body);
  g_autoptr (BrBitmap) wanted = picture (300);
  g_autoptr (BrPort) port = NULL;
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  gsize whole, taken;
  pid_t child;

  mind.paper = paper;
  gadget.eat_data = &mind;
  gadget.eat = eat_cb;
  language->begin (&setup, first);
  encode (language, &setup, 20, first, ignored);
  whole = first->len;
  g_byte_array_set_size (first, (whole / 2) | 1);
  child = write_half_a_label (node_of (data), first);
  gadget_expect (&gadget, first->data, first->len);
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);

  port = open_port (data);
  language->resync (&setup, whole - first->len, second);
  language->begin (&setup, second);
  encode (language, &setup, 300, second, trigger);
  g_assert_true (br_port_write (port, second->data, second->len, 20000, &taken, NULL));
  g_assert_cmpuint (n_printed (&mind), ==, 0);
  g_assert_true (br_port_write (port, trigger->data, trigger->len, 5000, &taken, NULL));
  while (n_printed (&mind) == 0 && g_get_monotonic_time () < deadline)
    g_usleep (2000);
  g_assert_cmpuint (n_printed (&mind), ==, 1);
  g_assert_true (br_bitmap_equal (mind.printed->pdata[0], wanted));
}

/* With libusb the kernel's driver is sent away, and given back on closing. */
static void
test_driver_given_back (gpointer fixture, gconstpointer data)
{
  BrPort *port = open_port (data);
  g_autoptr (BrUsbWatch) watch = br_usb_watch_new ();
  g_autoptr (GPtrArray) all = br_usb_watch_list (watch);

  wait_for_file (NODE, FALSE);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_true (((BrUsbPrinter *) all->pdata[0])->by_libusb);
  br_port_close (port);
  wait_for_file (NODE, TRUE);
}

static const struct
{
  const char *name;
  const Way *way;
  void (*run) (gpointer fixture, gconstpointer data);
} tests[] = {
  { "/usblp/identity", &by_usblp, test_identity },
  { "/usblp/write-read-status", &by_usblp, test_write_read_status },
  { "/usblp/paper-out", &by_usblp, test_paper_out },
  { "/usblp/busy", &by_usblp, test_busy },
  { "/usblp/close-loses-nothing", &by_usblp, test_close_loses_nothing },
  { "/usblp/close-after-slow", &by_usblp, test_close_after_slow },
  { "/usblp/unplug-while-writing", &by_usblp, test_unplug_while_writing },
  { "/usblp/detach", &by_usblp, test_detach },
  { "/usblp/killed-then-resync", &by_usblp, test_killed_then_resync },
  { "/libusb/driver-given-back", &by_libusb, test_driver_given_back },
  { "/libusb/write-read-status", &by_libusb, test_write_read_status },
  { "/libusb/paper-out", &by_libusb, test_paper_out },
  { "/libusb/busy", &by_libusb, test_busy },
  { "/libusb/close-loses-nothing", &by_libusb, test_close_loses_nothing },
  { "/libusb/close-after-slow", &by_libusb, test_close_after_slow },
  { "/libusb/unplug-while-writing", &by_libusb, test_unplug_while_writing },
  { "/libusb/killed-then-resync", &by_libusb, test_killed_then_resync },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gadget_make ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_vtable (tests[i].name, 0, tests[i].way, plug, tests[i].run, unplug);
  return g_test_run ();
}
