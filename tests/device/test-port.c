/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ports on descriptors. A socket pair stands for usblp: a chunk written fills its buffer, and it can be written again only when the
 * other end has read it, as with a transfer on the bus. What only the driver does is tested by test-usb (umockdev) and in a real kernel.
 */
#include "config.h"

#include "br-error.h"
#include "br-port-fd.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  BrPort *port;
  int printer; /* the other end */
} Cable;

static gint64 slept;

static gint64
fake_slept_us (void)
{
  return slept;
}

static void
cable_init (Cable *cable)
{
  int ends[2], size = 8192;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), ==, 0);
  g_assert_cmpint (setsockopt (ends[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size), ==, 0);
  slept = 0;
  cable->port = br_port_usblp_new (ends[0], fake_slept_us);
  cable->printer = ends[1];
}

static void
cable_clear (Cable *cable)
{
  if (cable->printer >= 0)
    close (cable->printer);
  br_port_close (cable->port);
}

static GByteArray *
pattern (gsize n)
{
  GByteArray *bytes = g_byte_array_sized_new (n);

  for (gsize i = 0; i < n; i++)
    g_byte_array_append (bytes, (guint8[]) { (guint8) (i * 7 + i / 251) }, 1);
  return bytes;
}

/* Everything that has arrived by now. */
static gsize
receive (int printer, GByteArray *into)
{
  guint8 bytes[8192];
  gsize before = into->len;
  gssize n;

  while ((n = read (printer, bytes, sizeof bytes)) > 0)
    g_byte_array_append (into, bytes, n);
  return into->len - before;
}

static gpointer
receive_thread (gpointer data)
{
  int printer = GPOINTER_TO_INT (data);
  GByteArray *into = g_byte_array_new ();
  guint8 bytes[1000];
  gssize n;

  fcntl (printer, F_SETFL, 0); /* blocking, to the hang-up */
  while ((n = read (printer, bytes, sizeof bytes)) > 0)
    g_byte_array_append (into, bytes, n);
  return into;
}

static gpointer
wake_thread (gpointer data)
{
  g_usleep (30000);
  br_port_wake (data);
  return NULL;
}

static void
test_write_all (void)
{
  g_autoptr (GByteArray) sent = pattern (100000);
  g_autoptr (GByteArray) got = NULL;
  g_autoptr (GError) error = NULL;
  Cable cable;
  gsize taken = 0;
  GThread *reader;

  cable_init (&cable);
  reader = g_thread_new ("printer", receive_thread, GINT_TO_POINTER (cable.printer));
  g_assert_true (br_port_write (cable.port, sent->data, sent->len, 20000, &taken, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (taken, ==, sent->len);
  g_assert_true (br_port_drain (cable.port, 1000, &error));
  br_port_close (g_steal_pointer (&cable.port));
  got = g_thread_join (reader);
  g_assert_cmpmem (got->data, got->len, sent->data, sent->len);
  cable_clear (&cable);
}

/* A chunk that was written but not taken when time was up is counted later and never sent twice. */
static void
test_chunk_in_flight (void)
{
  g_autoptr (GByteArray) sent = pattern (10000);
  g_autoptr (GByteArray) got = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  Cable cable;
  gsize taken, at = 0;

  cable_init (&cable);
  g_assert_false (br_port_write (cable.port, sent->data, sent->len, 50, &taken, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  g_assert_cmpuint (taken, ==, 0);
  g_clear_error (&error);
  g_assert_false (br_port_drain (cable.port, 20, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  g_clear_error (&error);
  while (at < sent->len)
    {
      receive (cable.printer, got);
      br_port_write (cable.port, sent->data + at, sent->len - at, 50, &taken, NULL);
      at += taken;
    }
  receive (cable.printer, got);
  g_assert_cmpuint (at, ==, sent->len);
  g_assert_cmpmem (got->data, got->len, sent->data, sent->len);
  cable_clear (&cable);
}

/* A write of fewer bytes than are in flight counts only its own. */
static void
test_short_continuation (void)
{
  g_autoptr (GByteArray) sent = pattern (4096);
  g_autoptr (GByteArray) got = g_byte_array_new ();
  Cable cable;
  gsize taken;

  cable_init (&cable);
  g_assert_false (br_port_write (cable.port, sent->data, 4096, 20, &taken, NULL));
  receive (cable.printer, got);
  g_assert_true (br_port_write (cable.port, sent->data, 96, 1000, &taken, NULL));
  g_assert_cmpuint (taken, ==, 96);
  g_assert_true (br_port_write (cable.port, sent->data + 96, 4000, 1000, &taken, NULL));
  g_assert_cmpuint (taken, ==, 4000);
  receive (cable.printer, got);
  g_assert_cmpuint (got->len, ==, 4096);
  cable_clear (&cable);
}

static gpointer
late_reader_thread (gpointer data)
{
  GByteArray *into = g_byte_array_new ();

  g_usleep (200000);
  receive (GPOINTER_TO_INT (data), into);
  return into;
}

/* Closing waits for what is in flight: with usblp it would be lost. */
static void
test_close_waits (void)
{
  g_autoptr (GByteArray) sent = pattern (4096);
  g_autoptr (GByteArray) got = NULL;
  Cable cable;
  gsize taken;
  gint64 started = g_get_monotonic_time ();
  GThread *reader;

  cable_init (&cable);
  g_assert_false (br_port_write (cable.port, sent->data, sent->len, 0, &taken, NULL));
  reader = g_thread_new ("printer", late_reader_thread, GINT_TO_POINTER (cable.printer));
  br_port_close (g_steal_pointer (&cable.port));
  g_assert_cmpint (g_get_monotonic_time () - started, >=, 150000);
  got = g_thread_join (reader);
  g_assert_cmpuint (got->len, ==, sent->len);
  cable_clear (&cable);
}

/* Woken before, it does not wait for a printer that is stuck. */
static void
test_close_woken (void)
{
  g_autofree guint8 *bytes = g_malloc0 (4096);
  gint64 started = g_get_monotonic_time ();
  Cable cable;
  gsize taken;

  cable_init (&cable);
  g_assert_false (br_port_write (cable.port, bytes, 4096, 0, &taken, NULL));
  br_port_wake (cable.port);
  br_port_close (g_steal_pointer (&cable.port));
  g_assert_cmpint (g_get_monotonic_time () - started, <, 4 * G_USEC_PER_SEC);
  cable_clear (&cable);
}

static void
test_wake (void)
{
  g_autoptr (GByteArray) sent = pattern (40000);
  g_autoptr (GError) error = NULL;
  Cable cable;
  gsize n;
  guint8 byte;
  gint64 started = g_get_monotonic_time ();
  GThread *waker;

  cable_init (&cable);
  waker = g_thread_new ("waker", wake_thread, cable.port);
  g_assert_false (br_port_write (cable.port, sent->data, sent->len, 30000, &n, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  g_thread_join (waker);
  waker = g_thread_new ("waker", wake_thread, cable.port);
  g_assert_true (br_port_read (cable.port, &byte, 1, 30000, &n, NULL));
  g_assert_cmpuint (n, ==, 0);
  g_thread_join (waker);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 10 * G_USEC_PER_SEC);
  receive (cable.printer, sent);
  cable_clear (&cable);
}

/* What the printer says while it takes nothing is kept in order; silence is success with no bytes. */
static void
test_answers (void)
{
  g_autoptr (GByteArray) sent = pattern (40000);
  Cable cable;
  guint8 bytes[16];
  gsize n;

  cable_init (&cable);
  g_assert_true (br_port_read (cable.port, bytes, sizeof bytes, 10, &n, NULL));
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpint (write (cable.printer, "paper", 5), ==, 5);
  g_assert_false (br_port_write (cable.port, sent->data, sent->len, 50, &n, NULL));
  g_assert_cmpint (write (cable.printer, " out", 4), ==, 4);
  g_assert_true (br_port_read (cable.port, bytes, 3, 1000, &n, NULL));
  g_assert_cmpmem (bytes, n, "pap", 3);
  g_assert_true (br_port_read (cable.port, bytes, sizeof bytes, 1000, &n, NULL));
  g_assert_cmpmem (bytes, n, "er", 2);
  g_assert_true (br_port_read (cable.port, bytes, sizeof bytes, 1000, &n, NULL));
  g_assert_cmpmem (bytes, n, " out", 4);
  receive (cable.printer, sent);
  cable_clear (&cable);
}

/* A session that is over says so each time, and nothing more is sent; the last answer is still read. */
static void
test_hang_up (void)
{
  g_autoptr (GByteArray) sent = pattern (40000);
  g_autoptr (GError) error = NULL;
  Cable cable;
  guint8 bytes[16];
  gsize n;

  cable_init (&cable);
  g_assert_cmpint (write (cable.printer, "bye", 3), ==, 3);
  close (cable.printer);
  cable.printer = -1;
  g_assert_true (br_port_read (cable.port, bytes, sizeof bytes, 1000, &n, &error));
  g_assert_cmpmem (bytes, n, "bye", 3);
  for (int i = 0; i < 2; i++)
    {
      g_assert_false (br_port_write (cable.port, sent->data, sent->len, 1000, &n, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_OFFLINE);
      g_assert_cmpuint (n, ==, 0);
      g_clear_error (&error);
    }
  g_assert_false (br_port_read (cable.port, bytes, sizeof bytes, 10, &n, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_OFFLINE);
  cable_clear (&cable);
}

/* A suspend drops what is on the wire, without a word from the driver. */
static void
test_sleep (void)
{
  g_autoptr (GByteArray) sent = pattern (100);
  g_autoptr (GError) error = NULL;
  Cable cable;
  gsize taken;

  cable_init (&cable);
  slept = 50000; /* clocks are read one after the other */
  g_assert_true (br_port_write (cable.port, sent->data, sent->len, 0, &taken, NULL) || taken == 0);
  slept = 3 * G_USEC_PER_SEC;
  g_assert_false (br_port_write (cable.port, sent->data, sent->len, 1000, &taken, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_IO);
  receive (cable.printer, sent);
  cable_clear (&cable);
}

/* A descriptor without the driver's questions has no status and no id, which is no error. */
static void
test_no_class_status (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  Cable cable;
  guint bits = 0;

  cable_init (&cable);
  g_assert_false (br_port_class_status (cable.port, &bits, &error));
  g_assert_no_error (error);
  id = br_port_device_id (cable.port);
  g_assert_null (id);
  cable_clear (&cable);
}

static void
test_open_errors (void)
{
  static const struct
  {
    int errno_value, code;
    const char *words;
  } rows[] = {
    { EACCES, BR_ERROR_REFUSED, "usermod -aG lp" }, { EBUSY, BR_ERROR_BUSY, "another program" },    { ENOENT, BR_ERROR_NOT_FOUND, "/dev/usb/lp7" },
    { ENODEV, BR_ERROR_OFFLINE, "unplugged" },      { EMFILE, BR_ERROR_IO, "Too many open files" },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_null (br_port_usblp_fail_open ("/dev/usb/lp7", rows[i].errno_value, &error));
      g_assert_error (error, BR_ERROR, rows[i].code);
      g_assert_nonnull (strstr (error->message, rows[i].words));
      g_clear_error (&error);
    }
  g_assert_null (br_port_open ("usb:1203:0230:1", "/nowhere/lp0", 100, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (br_port_open ("usb:1203:0230:1", NULL, 100, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (br_port_open ("cups:office", NULL, 100, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
}

static void
test_file (void)
{
  g_autofree char *dir = g_dir_make_tmp ("backroom-port-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "labels.prn", NULL);
  g_autofree char *key = g_strconcat ("file:", path, NULL);
  g_autofree char *content = NULL;
  gsize n, length;
  guint bits;

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (BrPort) port = br_port_open (key, NULL, 100, NULL);

      g_assert_nonnull (port);
      g_assert_true (port->one_way);
      g_assert_true (br_port_write (port, (const guint8 *) "PRINT 1\r\n", 9, 100, &n, NULL));
      g_assert_cmpuint (n, ==, 9);
      g_assert_true (br_port_read (port, (guint8[8]) { 0 }, 8, 0, &n, NULL));
      g_assert_cmpuint (n, ==, 0);
      g_assert_false (br_port_class_status (port, &bits, NULL));
      g_assert_true (br_port_drain (port, 100, NULL));
    }
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpmem (content, length, "PRINT 1\r\nPRINT 1\r\n", 18);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

static void
test_file_errors (void)
{
  g_autofree char *dir = g_dir_make_tmp ("backroom-port-XXXXXX", NULL);
  g_autofree char *pipe_path = g_build_filename (dir, "pipe", NULL);
  g_autofree char *pipe_key = g_strconcat ("file:", pipe_path, NULL);
  g_autofree char *none_key = g_strconcat ("file:", dir, "/no/such/folder", NULL);
  g_autoptr (BrPort) full = br_port_open ("file:/dev/full", NULL, 100, NULL);
  g_autoptr (GError) error = NULL;
  gsize taken;

  g_assert_false (br_port_write (full, (const guint8 *) "x", 1, 100, &taken, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_FULL);
  g_clear_error (&error);
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  g_assert_null (br_port_open (pipe_key, NULL, 100, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_OFFLINE);
  g_clear_error (&error);
  g_assert_null (br_port_open (none_key, NULL, 100, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
  g_assert_cmpint (g_unlink (pipe_path), ==, 0);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/port/write-all", test_write_all);
  g_test_add_func ("/port/chunk-in-flight", test_chunk_in_flight);
  g_test_add_func ("/port/short-continuation", test_short_continuation);
  g_test_add_func ("/port/close-waits", test_close_waits);
  g_test_add_func ("/port/close-woken", test_close_woken);
  g_test_add_func ("/port/wake", test_wake);
  g_test_add_func ("/port/answers", test_answers);
  g_test_add_func ("/port/hang-up", test_hang_up);
  g_test_add_func ("/port/sleep", test_sleep);
  g_test_add_func ("/port/no-class-status", test_no_class_status);
  g_test_add_func ("/port/open-errors", test_open_errors);
  g_test_add_func ("/port/file", test_file);
  g_test_add_func ("/port/file-errors", test_file_errors);
  return g_test_run ();
}
