/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The port by libusb on a bus that is a few variables: which transfers are sent, counted, kept in flight and cancelled. The real bus is
 * in ./dev test --kernel. */
#include "config.h"

#include "br-error.h"
#include "br-port-libusb.h"

/* The bus, as a printer and a controller make it. */
static struct
{
  struct libusb_transfer *out, *in; /* pending, or NULL */
  GByteArray *received;
  gsize room;       /* bytes the printer still takes */
  const char *answer;     /* what it says next, or NULL */
  int end;        /* status of the next transfer out, when not completed: with `part` bytes */
  gsize part;
  int in_end;     /* status the pending transfer in ends with, 0 = none */
  int control;    /* what control requests return */
  guint8 status;
  gint interrupted;/* atomic */
  guint cancelled, halts_cleared;
} bus;

static int
submit (struct libusb_transfer *transfer)
{
  *((transfer->endpoint & LIBUSB_ENDPOINT_IN) != 0 ? &bus.in : &bus.out) = transfer;
  return 0;
}

static void
finish (struct libusb_transfer **transfer, int status, gsize n)
{
  struct libusb_transfer *done = g_steal_pointer (transfer);

  done->status = status;
  done->actual_length = (int) n;
  done->callback (done);
}

static int
cancel (struct libusb_transfer *transfer)
{
  bus.cancelled++;
  finish (transfer == bus.out ? &bus.out : &bus.in, LIBUSB_TRANSFER_CANCELLED, 0);
  return 0;
}

static gboolean
finish_out (void)
{
  gsize n = bus.out == NULL ? 0 : (gsize) bus.out->length;

  if (bus.out == NULL || (bus.end == 0 && n > bus.room))
    return FALSE;
  if (bus.end != 0)
    n = bus.part;
  g_byte_array_append (bus.received, bus.out->buffer, n);
  bus.room -= MIN (n, bus.room);
  finish (&bus.out, bus.end, n);
  return TRUE;
}

static gboolean
finish_in (void)
{
  gsize n = bus.answer == NULL ? 0 : strlen (bus.answer);

  if (bus.in == NULL || (n == 0 && bus.in_end == 0))
    return FALSE;
  memcpy (bus.in->buffer, bus.answer == NULL ? "" : bus.answer, n);
  bus.answer = NULL;
  finish (&bus.in, bus.in_end, n);
  return TRUE;
}

static int
handle_events (libusb_context *context, struct timeval *timeout, int *completed)
{
  gint64 end = g_get_monotonic_time () + (gint64) timeout->tv_sec * G_USEC_PER_SEC + timeout->tv_usec;

  do
    if (finish_in () || finish_out () || g_atomic_int_exchange (&bus.interrupted, 0))
      return 0;
    else
      g_usleep (1000);
  while (g_get_monotonic_time () < end);
  return 0;
}

static int
control (libusb_device_handle *handle, uint8_t type, uint8_t request, uint16_t value, uint16_t index, unsigned char *data, uint16_t size, unsigned timeout_ms)
{
  g_assert_cmpuint (type, ==, 0xa1);
  if (bus.control <= 0)
    return bus.control;
  if (request == 0)
    {
      g_assert_cmpuint (index, ==, 0x0100);
      memcpy (data,
              "\x00\x0b"
              "MFG:TSC;\x00",
              11);
      return 11;
    }
  g_assert_cmpuint (request, ==, 1);
  data[0] = bus.status;
  return 1;
}

static int
clear_halt (libusb_device_handle *handle, unsigned char endpoint)
{
  bus.halts_cleared++;
  return 0;
}

static void
interrupt (libusb_context *context)
{
  g_atomic_int_set (&bus.interrupted, 1);
}

static const BrLibusbCalls calls = { submit, cancel, handle_events, control, clear_halt, interrupt };
static const BrLibusbPlace place = { .interface = 1, .alternate = 0, .out = 0x01, .in = 0x82, .protocol = 2 };

static BrPort *
open_port (void)
{
  g_clear_pointer (&bus.received, g_byte_array_unref);
  memset (&bus, 0, sizeof bus);
  bus.received = g_byte_array_new ();
  bus.room = G_MAXSIZE;
  bus.control = 1;
  bus.status = 0x18;
  return br_port_libusb_new (&calls, NULL, NULL, -1, &place);
}

static guint8 *
pattern (gsize n)
{
  guint8 *bytes = g_malloc (n);

  for (gsize i = 0; i < n; i++)
    bytes[i] = (guint8) (i * 7 + i / 251);
  return bytes;
}

/* In pieces, in order, whole. */
static void
test_write (void)
{
  g_autofree guint8 *bytes = pattern (100000);
  g_autoptr (BrPort) port = open_port ();
  gsize taken;

  g_assert_true (br_port_write (port, bytes, 100000, 5000, &taken, NULL));
  g_assert_cmpuint (taken, ==, 100000);
  g_assert_cmpmem (bus.received->data, bus.received->len, bytes, 100000);
  g_assert_true (br_port_drain (port, 0, NULL));
}

/* A transfer the printer does not take stays, and is neither cancelled nor sent again. */
static void
test_stall_and_go_on (void)
{
  g_autofree guint8 *bytes = pattern (50000);
  g_autoptr (BrPort) port = open_port ();
  g_autoptr (GError) error = NULL;
  gsize at, taken;

  bus.room = 20000;
  g_assert_false (br_port_write (port, bytes, 50000, 30, &at, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  g_assert_cmpuint (at, ==, 16384);
  g_clear_error (&error);
  g_assert_false (br_port_drain (port, 10, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  bus.room = G_MAXSIZE;
  g_assert_true (br_port_write (port, bytes + at, 100, 5000, &taken, NULL)); /* fewer than are in flight */
  g_assert_cmpuint (taken, ==, 100);
  at += taken;
  g_assert_true (br_port_write (port, bytes + at, 50000 - at, 5000, &taken, NULL));
  g_assert_cmpmem (bus.received->data, bus.received->len, bytes, 50000);
  g_assert_cmpuint (bus.cancelled, ==, 0);
}

/* What went out before the failure is counted; then the session is over. */
static void
test_failures (void)
{
  static const struct
  {
    int end, code;
  } rows[] = {
    { LIBUSB_TRANSFER_NO_DEVICE, BR_ERROR_OFFLINE },
    { LIBUSB_TRANSFER_ERROR, BR_ERROR_IO },
    { LIBUSB_TRANSFER_STALL, BR_ERROR_IO },
  };
  g_autofree guint8 *bytes = pattern (1000);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrPort) port = open_port ();
      g_autoptr (GError) error = NULL;
      gsize taken;

      bus.end = rows[i].end;
      bus.part = 64;
      g_assert_false (br_port_write (port, bytes, 1000, 5000, &taken, &error));
      g_assert_error (error, BR_ERROR, rows[i].code);
      g_assert_cmpuint (taken, ==, 64);
      bus.end = 0;
      g_clear_error (&error);
      g_assert_false (br_port_write (port, bytes, 1000, 5000, &taken, &error));
      g_assert_error (error, BR_ERROR, rows[i].code);
      g_assert_cmpuint (taken, ==, 0);
      g_clear_error (&error);
      g_assert_false (br_port_read (port, (guint8[4]) { 0 }, 4, 0, &taken, &error));
      g_assert_error (error, BR_ERROR, rows[i].code);
    }
}

static void
test_answers (void)
{
  g_autofree guint8 *bytes = pattern (1000);
  g_autoptr (BrPort) port = open_port ();
  guint8 answer[8];
  gsize n;

  g_assert_true (br_port_read (port, answer, sizeof answer, 5, &n, NULL));
  g_assert_cmpuint (n, ==, 0);
  bus.room = 0;
  bus.answer = "paper";
  g_assert_false (br_port_write (port, bytes, 1000, 20, &n, NULL));
  g_assert_true (br_port_read (port, answer, 2, 0, &n, NULL));
  g_assert_cmpmem (answer, n, "pa", 2);
  g_assert_true (br_port_read (port, answer, sizeof answer, 0, &n, NULL));
  g_assert_cmpmem (answer, n, "per", 3);
  bus.answer = " out";
  g_assert_true (br_port_read (port, answer, sizeof answer, 1000, &n, NULL));
  g_assert_cmpmem (answer, n, " out", 4);
  bus.room = G_MAXSIZE;
}

/* A printer that refuses to be read has nothing to say; it prints all the same. */
static void
test_refused_read (void)
{
  g_autofree guint8 *bytes = pattern (1000);
  g_autoptr (BrPort) port = open_port ();
  guint8 answer[8];
  gsize n;

  bus.in_end = LIBUSB_TRANSFER_STALL;
  g_assert_true (br_port_read (port, answer, sizeof answer, 5, &n, NULL));
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpuint (bus.halts_cleared, >, 0);
  bus.in_end = 0;
  g_assert_true (br_port_write (port, bytes, 1000, 5000, &n, NULL));
}

static gpointer
wake_thread (gpointer data)
{
  g_usleep (30000);
  br_port_wake (data);
  return NULL;
}

static void
test_wake (void)
{
  g_autofree guint8 *bytes = pattern (1000);
  g_autoptr (BrPort) port = open_port ();
  g_autoptr (GError) error = NULL;
  gint64 started = g_get_monotonic_time ();
  GThread *thread;
  gsize n;

  bus.room = 0;
  thread = g_thread_new ("waker", wake_thread, port);
  g_assert_false (br_port_write (port, bytes, 1000, 30000, &n, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 10 * G_USEC_PER_SEC);
  g_thread_join (thread);
  bus.room = G_MAXSIZE;
}

static void
test_status_and_id (void)
{
  g_autoptr (BrPort) port = open_port ();
  g_autoptr (GError) error = NULL;
  g_autofree char *id = br_port_device_id (port);
  guint bits = 0;

  g_assert_cmpstr (id, ==, "MFG:TSC;");
  bus.control = LIBUSB_ERROR_PIPE; /* it does not know the request: no worse for it */
  g_assert_false (br_port_class_status (port, &bits, &error));
  g_assert_no_error (error);
  bus.control = 1;
  g_assert_true (br_port_class_status (port, &bits, &error));
  g_assert_cmpuint (bits, ==, 0x18);
  bus.control = LIBUSB_ERROR_PIPE; /* it did know it */
  g_assert_false (br_port_class_status (port, &bits, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_IO);
}

/* Closing waits for a transfer in flight; what is listened for is cancelled. */
static void
test_close (void)
{
  g_autofree guint8 *bytes = pattern (1000);
  BrPort *port = open_port ();
  gsize n;

  bus.room = 0;
  g_assert_false (br_port_write (port, bytes, 1000, 0, &n, NULL));
  bus.room = G_MAXSIZE;
  br_port_close (port);
  g_assert_cmpuint (bus.received->len, ==, 1000);
  g_assert_null (bus.out);
  g_assert_null (bus.in);
  g_assert_cmpuint (bus.cancelled, ==, 1);
}

/* Of several interfaces and settings the two-way printer is taken. */
static void
test_find (void)
{
  const struct libusb_endpoint_descriptor both[] = { { .bEndpointAddress = 0x02, .bmAttributes = 2 }, { .bEndpointAddress = 0x81, .bmAttributes = 2 } };
  const struct libusb_endpoint_descriptor slow[] = { { .bEndpointAddress = 0x83, .bmAttributes = 3 } };
  const struct libusb_interface_descriptor disk[] = { { .bInterfaceClass = 8, .bNumEndpoints = 2, .endpoint = both } };
  const struct libusb_interface_descriptor printer[] = {
    { .bInterfaceNumber = 1,
      .bAlternateSetting = 0,
      .bInterfaceClass = 7,
      .bInterfaceSubClass = 1,
      .bInterfaceProtocol = 1,
      .bNumEndpoints = 2,
      .endpoint = both },
    { .bInterfaceNumber = 1,
      .bAlternateSetting = 1,
      .bInterfaceClass = 7,
      .bInterfaceSubClass = 1,
      .bInterfaceProtocol = 2,
      .bNumEndpoints = 2,
      .endpoint = both },
    { .bInterfaceNumber = 1,
      .bAlternateSetting = 2,
      .bInterfaceClass = 7,
      .bInterfaceSubClass = 1,
      .bInterfaceProtocol = 4,
      .bNumEndpoints = 2,
      .endpoint = both },
    { .bInterfaceNumber = 1,
      .bAlternateSetting = 3,
      .bInterfaceClass = 7,
      .bInterfaceSubClass = 1,
      .bInterfaceProtocol = 2,
      .bNumEndpoints = 1,
      .endpoint = slow },
  };
  const struct libusb_interface interfaces[] = { { disk, 1 }, { printer, 4 } };
  const struct libusb_config_descriptor config = { .bNumInterfaces = 2, .interface = interfaces };
  const struct libusb_config_descriptor only_disk = { .bNumInterfaces = 1, .interface = interfaces };
  BrLibusbPlace found;

  g_assert_true (br_port_libusb_find (&config, &found));
  g_assert_cmpuint (found.interface, ==, 1);
  g_assert_cmpuint (found.alternate, ==, 1);
  g_assert_cmpuint (found.out, ==, 0x02);
  g_assert_cmpuint (found.in, ==, 0x81);
  g_assert_false (br_port_libusb_find (&only_disk, &found));
}

static void
test_open_errors (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (br_port_open ("usb:1203:0230:1", "/dev/bus/usb/999/999", 100, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/port-libusb/write", test_write);
  g_test_add_func ("/port-libusb/stall-and-go-on", test_stall_and_go_on);
  g_test_add_func ("/port-libusb/failures", test_failures);
  g_test_add_func ("/port-libusb/answers", test_answers);
  g_test_add_func ("/port-libusb/refused-read", test_refused_read);
  g_test_add_func ("/port-libusb/wake", test_wake);
  g_test_add_func ("/port-libusb/status-and-id", test_status_and_id);
  g_test_add_func ("/port-libusb/close", test_close);
  g_test_add_func ("/port-libusb/find", test_find);
  g_test_add_func ("/port-libusb/open-errors", test_open_errors);
  return g_test_run ();
}
