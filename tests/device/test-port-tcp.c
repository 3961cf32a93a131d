/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The port to a printer on the network, against real sockets on this machine. */
#include "config.h"

#include "br-error.h"
#include "br-port.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#define N_BYTES 3000000 /* more than both ends buffer */

typedef struct
{
  BrPort *port;
  int listener, printer;
  char *key;
} Net;

static void
net_listen (Net *net)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  int small = 4096;

  *net = (Net) { .listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), .printer = -1 };
  g_assert_cmpint (setsockopt (net->listener, SOL_SOCKET, SO_RCVBUF, &small, sizeof small), ==, 0);
  g_assert_cmpint (bind (net->listener, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (net->listener, 1), ==, 0);
  g_assert_cmpint (getsockname (net->listener, (struct sockaddr *) &address, &size), ==, 0);
  net->key = g_strdup_printf ("tcp:127.0.0.1:%u", ntohs (address.sin_port));
}

static void
net_connect (Net *net)
{
  g_autoptr (GError) error = NULL;

  net_listen (net);
  net->port = br_port_open (net->key, NULL, 5000, &error);
  g_assert_no_error (error);
  net->printer = accept (net->listener, NULL, NULL);
  g_assert_cmpint (net->printer, >=, 0);
}

static void
net_clear (Net *net)
{
  if (net->printer >= 0)
    close (net->printer);
  close (net->listener);
  br_port_close (net->port);
  g_free (net->key);
}

static gpointer
read_all_thread (gpointer data)
{
  guint8 *bytes = g_malloc (65536);
  gsize total = 0;
  gssize n;

  while ((n = read (GPOINTER_TO_INT (data), bytes, 65536)) > 0)
    total += n;
  g_free (bytes);
  return GSIZE_TO_POINTER (total);
}

/* A printer that stops taking is BUSY at the right offset; going on there brings every byte once. */
static void
test_stall_and_go_on (void)
{
  g_autofree guint8 *bytes = g_malloc0 (N_BYTES);
  g_autoptr (GError) error = NULL;
  gsize taken, at;
  GThread *reader;
  Net net;

  net_connect (&net);
  g_assert_false (br_port_write (net.port, bytes, N_BYTES, 100, &at, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  g_assert_cmpuint (at, <, N_BYTES);
  g_clear_error (&error);
  g_assert_false (br_port_drain (net.port, 50, &error)); /* it has not confirmed them */
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  g_clear_error (&error);
  reader = g_thread_new ("printer", read_all_thread, GINT_TO_POINTER (net.printer));
  g_assert_true (br_port_write (net.port, bytes + at, N_BYTES - at, 20000, &taken, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (at + taken, ==, N_BYTES);
  g_assert_true (br_port_drain (net.port, 5000, &error));
  g_assert_no_error (error);
  br_port_close (g_steal_pointer (&net.port));
  g_assert_cmpuint (GPOINTER_TO_SIZE (g_thread_join (reader)), ==, N_BYTES);
  net_clear (&net);
}

static void
test_answers (void)
{
  guint8 bytes[8];
  gsize n;
  guint bits;
  Net net;

  net_connect (&net);
  g_assert_false (br_port_class_status (net.port, &bits, NULL));
  g_assert_cmpint (write (net.printer, "\x00\x20", 2), ==, 2);
  g_assert_true (br_port_read (net.port, bytes, sizeof bytes, 5000, &n, NULL));
  g_assert_cmpmem (bytes, n, "\x00\x20", 2);
  net_clear (&net);
}

/* A lost connection does not count what the other end never confirmed. */
static void
test_lost (void)
{
  g_autofree guint8 *bytes = g_malloc0 (N_BYTES);
  g_autoptr (GError) error = NULL;
  gsize at, taken, received = 0;
  Net net;

  net_connect (&net);
  g_assert_false (br_port_write (net.port, bytes, N_BYTES, 100, &at, NULL));
  received = (gsize) MAX (0, read (net.printer, bytes, 1000));
  g_assert_cmpuint (received, >, 0);
  close (net.printer); /* with bytes unread: a reset */
  net.printer = -1;
  g_assert_false (br_port_write (net.port, bytes + at, N_BYTES - at, 5000, &taken, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_OFFLINE);
  g_assert_cmpuint (taken, ==, 0);
  g_clear_error (&error);
  g_assert_false (br_port_drain (net.port, 1000, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_OFFLINE);
  net_clear (&net);
}

/* A printer that only shuts its side is gone, too. */
static void
test_shut (void)
{
  g_autoptr (GError) error = NULL;
  guint8 byte;
  gsize n;
  Net net;

  net_connect (&net);
  close (net.printer);
  net.printer = -1;
  g_assert_false (br_port_read (net.port, &byte, 1, 5000, &n, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_OFFLINE);
  net_clear (&net);
}

static void
test_open_errors (void)
{
  static const struct
  {
    const char *key;
    int code;
    const char *words;
  } rows[] = {
    { "tcp:", BR_ERROR_NOT_FOUND, "no network address" },
    { "tcp:[::1", BR_ERROR_NOT_FOUND, "no network address" },
    { "tcp:127.0.0.1:99999", BR_ERROR_NOT_FOUND, "no network address" },
  };
  g_autoptr (GError) error = NULL;
  Net net;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_null (br_port_open (rows[i].key, NULL, 2000, &error));
      g_assert_error (error, BR_ERROR, rows[i].code);
      g_assert_nonnull (strstr (error->message, rows[i].words));
      g_clear_error (&error);
    }
  net_listen (&net);
  close (net.listener);
  net.listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_null (br_port_open (net.key, NULL, 2000, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_OFFLINE);
  g_assert_nonnull (strstr (error->message, "connection refused"));
  net_clear (&net);
}

static gpointer
cancel_thread (gpointer data)
{
  g_usleep (50 * 1000);
  g_cancellable_cancel (data);
  return NULL;
}

/* A printer that does not answer is not waited for once nobody wants it. */
static void
test_open_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gint64 began = g_get_monotonic_time ();
  BrPort *ports[2] = { NULL }; /* fill the queue of connections nobody takes */
  GThread *thread;
  Net net;

  net_listen (&net);
  for (gsize i = 0; i < G_N_ELEMENTS (ports); i++)
    ports[i] = br_port_open (net.key, NULL, 5000, NULL);
  thread = g_thread_new ("cancel", cancel_thread, cancellable);
  g_cancellable_push_current (cancellable);
  net.port = br_port_open (net.key, NULL, 120 * 1000, &error);
  g_cancellable_pop_current (cancellable);
  g_thread_join (thread);
  g_assert_null (net.port);
  g_assert_error (error, BR_ERROR, BR_ERROR_OFFLINE);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 60 * G_USEC_PER_SEC);
  for (gsize i = 0; i < G_N_ELEMENTS (ports); i++)
    br_port_close (ports[i]);
  close (net.listener);
  g_free (net.key);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/port-tcp/stall-and-go-on", test_stall_and_go_on);
  g_test_add_func ("/port-tcp/answers", test_answers);
  g_test_add_func ("/port-tcp/lost", test_lost);
  g_test_add_func ("/port-tcp/shut", test_shut);
  g_test_add_func ("/port-tcp/open-errors", test_open_errors);
  g_test_add_func ("/port-tcp/open-cancelled", test_open_cancelled);
  return g_test_run ();
}
