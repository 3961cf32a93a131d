/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A simulated printer on the network. */
#include "config.h"

#include "br-sim-socket.h"

#include <gio/gio.h>
#include <poll.h>
#include <sys/eventfd.h>

struct _BrSimSocket
{
  BrSimPrinter *printer;
  guint16 port;
  GSocket *listener; /* NULL while the printer is away; the thread's own */
  GCancellable *cancellable;
  GThread *thread;
};

static GSocket *
listen_on (guint16 port, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, port);

  if (socket == NULL || !g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

static gboolean
is_away (BrSimSocket *self)
{
  BrSimState state;

  br_sim_printer_get_state (self->printer, &state);
  return (state.troubles & (1 << BR_SIM_POWER | 1 << BR_SIM_UNPLUG)) != 0;
}

/* Waits for a computer, for somebody at the printer, and for what happens there by itself, at most a second; returns whether a computer
 * came. */
static gboolean
wait_for_computer (BrSimSocket *self, const BrSimMoment *moment, int event_fd)
{
  gint64 next_us = br_sim_printer_next_us (self->printer, moment), wait_us = CLAMP (next_us - br_sim_printer_now_us (self->printer), 0, G_USEC_PER_SEC);
  const struct timespec wait = { .tv_sec = wait_us / G_USEC_PER_SEC, .tv_nsec = wait_us % G_USEC_PER_SEC * 1000 };
  struct pollfd fds[3] = { { .fd = self->listener != NULL ? g_socket_get_fd (self->listener) : -1, .events = POLLIN },
                           { .fd = event_fd, .events = POLLIN },
                           { .fd = g_cancellable_get_fd (self->cancellable), .events = POLLIN } };
  eventfd_t count;

  ppoll (fds, 3, &wait, NULL);
  g_cancellable_release_fd (self->cancellable);
  if (fds[1].revents != 0)
    eventfd_read (event_fd, &count);
  return fds[0].revents != 0;
}

/* A computer that came while the printer went is let go at once; so is one after the cable failed. */
static void
serve_computer (BrSimSocket *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) connection = g_socket_accept (self->listener, self->cancellable, &error);

  if (connection != NULL && !br_sim_printer_serve_fd (self->printer, g_socket_get_fd (connection), self->cancellable, &error))
    g_debug ("a computer was let go: %s", error->message);
}

static gpointer
serve (gpointer data)
{
  BrSimSocket *self = data;
  int event_fd = br_sim_printer_get_fd (self->printer);

  while (!g_cancellable_is_cancelled (self->cancellable))
    {
      BrSimMoment moment;

      br_sim_printer_note (self->printer, &moment);
      if (is_away (self))
        g_clear_object (&self->listener);
      else if (self->listener == NULL)
        self->listener = listen_on (self->port, NULL); /* if somebody took the port meanwhile, it is tried again */
      if (wait_for_computer (self, &moment, event_fd))
        serve_computer (self);
    }
  return NULL;
}

BrSimSocket *
br_sim_socket_new (BrSimPrinter *printer, guint16 port, GError **error)
{
  g_autoptr (GSocket) listener = listen_on (port, error);
  g_autoptr (GSocketAddress) address = listener != NULL ? g_socket_get_local_address (listener, error) : NULL;
  BrSimSocket *self;

  if (address == NULL)
    {
      g_prefix_error (error, "port %u of this computer: ", port);
      return NULL;
    }
  self = g_new0 (BrSimSocket, 1);
  self->printer = printer;
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  self->listener = g_steal_pointer (&listener);
  self->cancellable = g_cancellable_new ();
  self->thread = g_thread_new ("sim-printer", serve, self);
  return self;
}

guint16
br_sim_socket_get_port (const BrSimSocket *self)
{
  return self->port;
}

void
br_sim_socket_free (BrSimSocket *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  g_clear_object (&self->listener);
  g_object_unref (self->cancellable);
  g_free (self);
}
