/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A printer on USB without the kernel's printer driver: where CUPS has taken that away, and in a sandbox that has only /dev/bus/usb.
 * The driver is given back when the port is closed.
 *
 * One bulk transfer out at a time and one in always pending; events are handled only within the calls, on the caller's thread. When
 * time is up, a transfer out stays in flight as with usblp: cancelling and sending again would rest on the controller's count of what
 * went out. On closing it is waited for, then cancelled.
 *
 * Requests of the printer class (USB Device Class Definition for Printing Devices 1.1, 4.2): GET_DEVICE_ID 0, GET_PORT_STATUS 1.
 */
#include "config.h"

#include "br-port-libusb.h"

#include "br-error.h"
#include "br-port-fd.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define CHUNK 16384
#define ANSWER_BYTES 4096 /* a multiple of every packet size */
#define INBOX_MAX 65536
#define TICK_MS 250
#define CONTROL_MS 2000
#define CLOSE_MS 5000
#define CANCEL_MS 1000
#define DEVICE_ID_MAX 1024
#define CLASS_IN (LIBUSB_ENDPOINT_IN | LIBUSB_REQUEST_TYPE_CLASS | LIBUSB_RECIPIENT_INTERFACE)

typedef struct
{
  BrPort port;
  const BrLibusbCalls *calls;
  libusb_context *context;
  libusb_device_handle *handle;
  int fd;
  BrLibusbPlace place;
  struct libusb_transfer *out, *in;
  gboolean out_pending, in_pending;
  gsize credit;    /* bytes of the last transfer out that are taken and not told yet */
  guint8 out_bytes[CHUNK], in_bytes[ANSWER_BYTES];
  GByteArray *inbox;
  GError *lost;
  gint woken;     /* atomic */
  gboolean has_status;
  gint64 slept_at_open_us;
  gint64 listen_from_us; /* it is not listened to before this */
} BrLibusbPort;

static const BrLibusbCalls real_calls = {
  .submit = libusb_submit_transfer,
  .cancel = libusb_cancel_transfer,
  .handle_events = libusb_handle_events_timeout_completed,
  .control = libusb_control_transfer,
  .clear_halt = libusb_clear_halt,
  .interrupt = libusb_interrupt_event_handler,
};

static void
lose (BrLibusbPort *self, int code, const char *why)
{
  if (self->lost == NULL)
    self->lost = g_error_new (BR_ERROR, code, "the printer: %s", why);
}

static void
lose_by_libusb (BrLibusbPort *self, int code)
{
  lose (self, code == LIBUSB_ERROR_NO_DEVICE ? BR_ERROR_OFFLINE : BR_ERROR_IO, libusb_strerror (code));
}

static gboolean
is_alive (BrLibusbPort *self, GError **error)
{
  if (br_port_slept_us () - self->slept_at_open_us > BR_PORT_SLEPT_US)
    lose (self, BR_ERROR_IO, "the computer slept meanwhile: what was on its way may be lost");
  if (self->lost != NULL)
    g_propagate_error (error, g_error_copy (self->lost));
  return self->lost == NULL;
}

/* What a transfer's end means for the session; TRUE when it goes on. */
static gboolean
heed_status (BrLibusbPort *self, const struct libusb_transfer *transfer)
{
  switch (transfer->status)
    {
    case LIBUSB_TRANSFER_COMPLETED:
    case LIBUSB_TRANSFER_CANCELLED:
    case LIBUSB_TRANSFER_TIMED_OUT: return TRUE;
    case LIBUSB_TRANSFER_NO_DEVICE: lose (self, BR_ERROR_OFFLINE, "it was unplugged"); return FALSE;
    case LIBUSB_TRANSFER_STALL: lose (self, BR_ERROR_IO, "it refused a transfer"); return FALSE;
    case LIBUSB_TRANSFER_ERROR:
    case LIBUSB_TRANSFER_OVERFLOW:
    default: lose (self, BR_ERROR_IO, "a transfer failed"); return FALSE;
    }
}

static void LIBUSB_CALL
out_cb (struct libusb_transfer *transfer)
{
  BrLibusbPort *self = transfer->user_data;

  self->out_pending = FALSE;
  self->credit = transfer->actual_length;
  heed_status (self, transfer);
}

static void LIBUSB_CALL
in_cb (struct libusb_transfer *transfer)
{
  BrLibusbPort *self = transfer->user_data;

  self->in_pending = FALSE;
  g_byte_array_append (self->inbox, self->in_bytes, transfer->actual_length);
  /* Some printers refuse to be read while they have nothing to say. */
  if (transfer->status == LIBUSB_TRANSFER_STALL)
    {
      self->port.one_way = self->calls->clear_halt (self->handle, self->place.in) < 0;
      self->listen_from_us = br_port_deadline_us (TICK_MS);
    }
  else
    heed_status (self, transfer);
}

static void
listen_for_answers (BrLibusbPort *self)
{
  int code;

  if (self->port.one_way || self->in_pending || self->lost != NULL || self->inbox->len >= INBOX_MAX || g_get_monotonic_time () < self->listen_from_us)
    return;
  libusb_fill_bulk_transfer (self->in, self->handle, self->place.in, self->in_bytes, ANSWER_BYTES, in_cb, self, 0);
  code = self->calls->submit (self->in);
  if (code < 0)
    lose_by_libusb (self, code);
  self->in_pending = code == 0;
}

static void
handle_events (BrLibusbPort *self, gint64 most_us)
{
  struct timeval timeout = { .tv_sec = most_us / G_USEC_PER_SEC, .tv_usec = most_us % G_USEC_PER_SEC };
  int code = self->calls->handle_events (self->context, &timeout, NULL);

  if (code < 0 && code != LIBUSB_ERROR_INTERRUPTED)
    lose_by_libusb (self, code);
}

static gboolean
is_out_done (BrLibusbPort *self)
{
  return !self->out_pending;
}

static gboolean
has_answer (BrLibusbPort *self)
{
  return self->inbox->len > 0;
}

static gboolean
set_busy (const char *text, GError **error)
{
  g_set_error_literal (error, BR_ERROR, BR_ERROR_BUSY, text);
  return FALSE;
}

/* Handles events until `is_done`. Errors: BUSY, or the session is lost. */
static gboolean
wait_until (BrLibusbPort *self, gboolean (*is_done) (BrLibusbPort *), gint64 deadline_us, GError **error)
{
  while (TRUE)
    {
      gint64 left_us = MAX (0, deadline_us - g_get_monotonic_time ());

      if (is_done (self))
        return TRUE;
      listen_for_answers (self);
      if (!is_alive (self, error))
        return FALSE;
      handle_events (self, MIN (left_us, TICK_MS * 1000));
      if (is_done (self))
        return TRUE;
      if (g_atomic_int_exchange (&self->woken, 0))
        return set_busy ("woken", error);
      if (left_us == 0)
        return set_busy ("the printer takes nothing at the moment", error);
    }
}

static gboolean
submit_out (BrLibusbPort *self, const guint8 *bytes, gsize n, GError **error)
{
  int code;

  memcpy (self->out_bytes, bytes, n);
  libusb_fill_bulk_transfer (self->out, self->handle, self->place.out, self->out_bytes, (int) n, out_cb, self, 0);
  code = self->calls->submit (self->out);
  if (code < 0)
    {
      lose_by_libusb (self, code);
      return is_alive (self, error);
    }
  self->out_pending = TRUE;
  return TRUE;
}

static gboolean
write_port (BrPort *port, const guint8 *bytes, gsize n, int timeout_ms, gsize *taken, GError **error)
{
  BrLibusbPort *self = (BrLibusbPort *) port;
  gint64 deadline_us = br_port_deadline_us (timeout_ms);

  while (TRUE)
    {
      gboolean is_settled = !self->out_pending || wait_until (self, is_out_done, deadline_us, error);
      gsize counted = MIN (self->credit, n - *taken);

      self->credit -= counted;
      *taken += counted;
      if (!is_settled || !is_alive (self, error))
        return FALSE;
      if (*taken == n)
        return TRUE;
      if (!submit_out (self, bytes + *taken, MIN (n - *taken, CHUNK), error))
        return FALSE;
    }
}

static gboolean
read_port (BrPort *port, guint8 *bytes, gsize size, int timeout_ms, gsize *n_read, GError **error)
{
  BrLibusbPort *self = (BrLibusbPort *) port;
  g_autoptr (GError) waiting = NULL;

  if (!wait_until (self, has_answer, br_port_deadline_us (timeout_ms), &waiting) && !g_error_matches (waiting, BR_ERROR, BR_ERROR_BUSY))
    {
      g_propagate_error (error, g_steal_pointer (&waiting));
      return FALSE;
    }
  *n_read = br_port_take_answers (self->inbox, bytes, size);
  return TRUE;
}

static gboolean
get_class_status (BrPort *port, guint *bits, GError **error)
{
  BrLibusbPort *self = (BrLibusbPort *) port;
  unsigned char value = 0;
  int code;

  if (!is_alive (self, error))
    return FALSE;
  code = self->calls->control (self->handle, CLASS_IN, 1, 0, self->place.interface, &value, sizeof value, CONTROL_MS);
  if (code == sizeof value)
    {
      self->has_status = TRUE;
      *bits = value;
      return TRUE;
    }
  /* A device that never answered it lacks the request. */
  if (code == LIBUSB_ERROR_NO_DEVICE || self->has_status)
    lose_by_libusb (self, code < 0 ? code : LIBUSB_ERROR_IO);
  is_alive (self, error);
  return FALSE;
}

static char *
get_device_id (BrPort *port)
{
  BrLibusbPort *self = (BrLibusbPort *) port;
  unsigned char answer[DEVICE_ID_MAX] = { 0 };
  int code =
      self->calls->control (self->handle, CLASS_IN, 0, 0, (uint16_t) (self->place.interface << 8 | self->place.alternate), answer, sizeof answer, CONTROL_MS);

  return code < 2 ? NULL : br_port_device_id_text (answer, code);
}

static gboolean
drain_port (BrPort *port, int timeout_ms, GError **error)
{
  BrLibusbPort *self = (BrLibusbPort *) port;

  return wait_until (self, is_out_done, br_port_deadline_us (timeout_ms), error) && is_alive (self, error);
}

static void
wake_port (BrPort *port)
{
  BrLibusbPort *self = (BrLibusbPort *) port;

  g_atomic_int_set (&self->woken, 1);
  self->calls->interrupt (self->context);
}

/* Cancels both transfers and waits for their ends: libusb must not call back into what is freed. */
static gboolean
cancel_transfers (BrLibusbPort *self)
{
  gint64 deadline_us = br_port_deadline_us (CANCEL_MS);

  if (self->out_pending)
    self->calls->cancel (self->out);
  if (self->in_pending)
    self->calls->cancel (self->in);
  while ((self->out_pending || self->in_pending) && g_get_monotonic_time () < deadline_us)
    handle_events (self, G_USEC_PER_SEC / 20);
  return !self->out_pending && !self->in_pending;
}

static void
close_port (BrPort *port)
{
  BrLibusbPort *self = (BrLibusbPort *) port;

  if (self->out_pending && self->lost == NULL)
    wait_until (self, is_out_done, br_port_deadline_us (CLOSE_MS), NULL);
  if (!cancel_transfers (self))
    {
      /* Better lost memory than memory written to by a controller that does not let go. */
      g_warning ("a USB transfer cannot be cancelled");
      return;
    }
  libusb_free_transfer (self->out);
  libusb_free_transfer (self->in);
  if (self->handle != NULL)
    {
      libusb_release_interface (self->handle, self->place.interface);
      libusb_close (self->handle);
      libusb_exit (self->context);
    }
  g_clear_fd (&self->fd, NULL);
  g_byte_array_unref (self->inbox);
  g_clear_error (&self->lost);
  g_free (self);
}

static const BrPortOps libusb_ops = {
  .write = write_port,
  .read = read_port,
  .class_status = get_class_status,
  .device_id = get_device_id,
  .drain = drain_port,
  .wake = wake_port,
  .close = close_port,
};

BrPort *
br_port_libusb_new (const BrLibusbCalls *calls, libusb_context *context, libusb_device_handle *handle, int fd, const BrLibusbPlace *place)
{
  BrLibusbPort *self = g_new0 (BrLibusbPort, 1);

  self->port.ops = &libusb_ops;
  self->port.one_way = place->in == 0;
  self->calls = calls;
  self->context = context;
  self->handle = handle;
  self->fd = fd;
  self->place = *place;
  self->out = libusb_alloc_transfer (0);
  self->in = libusb_alloc_transfer (0);
  self->inbox = g_byte_array_new ();
  self->slept_at_open_us = br_port_slept_us ();
  return &self->port;
}

/* The bulk endpoints of a printer's interface. */
static gboolean
read_place (const struct libusb_interface_descriptor *interface, BrLibusbPlace *place)
{
  if (interface->bInterfaceClass != LIBUSB_CLASS_PRINTER || interface->bInterfaceSubClass != 1
      || (interface->bInterfaceProtocol != 1 && interface->bInterfaceProtocol != 2))
    return FALSE;
  *place = (BrLibusbPlace) { interface->bInterfaceNumber, interface->bAlternateSetting, 0, 0, interface->bInterfaceProtocol };
  for (int i = 0; i < interface->bNumEndpoints; i++)
    {
      const struct libusb_endpoint_descriptor *endpoint = &interface->endpoint[i];

      if ((endpoint->bmAttributes & LIBUSB_TRANSFER_TYPE_MASK) != LIBUSB_TRANSFER_TYPE_BULK)
        continue;
      *((endpoint->bEndpointAddress & LIBUSB_ENDPOINT_IN) != 0 ? &place->in : &place->out) = endpoint->bEndpointAddress;
    }
  if (place->protocol == 1)
    place->in = 0;
  return place->out != 0;
}

gboolean
br_port_libusb_find (const struct libusb_config_descriptor *config, BrLibusbPlace *place)
{
  BrLibusbPlace one;
  gboolean found = FALSE;

  for (int i = 0; i < config->bNumInterfaces; i++)
    for (int j = 0; j < config->interface[i].num_altsetting; j++)
      if (read_place (&config->interface[i].altsetting[j], &one) && (!found || one.protocol > place->protocol))
        {
          *place = one;
          found = TRUE;
        }
  return found;
}

static gboolean
find_place (libusb_device_handle *handle, BrLibusbPlace *place)
{
  struct libusb_config_descriptor *config = NULL;
  gboolean found;

  if (libusb_get_active_config_descriptor (libusb_get_device (handle), &config) < 0)
    return FALSE;
  found = br_port_libusb_find (config, place);
  libusb_free_config_descriptor (config);
  return found;
}

static int
claim (libusb_device_handle *handle, const BrLibusbPlace *place)
{
  int code;

  /* Closing gives the kernel's driver back. */
  libusb_set_auto_detach_kernel_driver (handle, 1);
  code = libusb_claim_interface (handle, place->interface);
  if (code == 0 && place->alternate != 0)
    code = libusb_set_interface_alt_setting (handle, place->interface, place->alternate);
  return code;
}

/* Opens the printer behind `handle`. */
static BrPort *
open_handle (libusb_context *context, libusb_device_handle *handle, int fd, const char *node, GError **error)
{
  BrLibusbPlace place;
  int code;

  if (!find_place (handle, &place))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "there is no printer at %s", node);
      return NULL;
    }
  code = claim (handle, &place);
  if (code == 0)
    return br_port_libusb_new (&real_calls, context, handle, fd, &place);
  if (code == LIBUSB_ERROR_BUSY)
    return br_port_usblp_fail_open (node, EBUSY, error);
  g_set_error (error, BR_ERROR, code == LIBUSB_ERROR_NO_DEVICE ? BR_ERROR_OFFLINE : BR_ERROR_IO, "opening %s: %s", node, libusb_strerror (code));
  return NULL;
}

BrPort *
br_port_libusb_open (const char *node, GError **error)
{
  const struct libusb_init_option options[] = { { .option = LIBUSB_OPTION_NO_DEVICE_DISCOVERY } };
  libusb_context *context = NULL;
  libusb_device_handle *handle = NULL;
  BrPort *port;
  int fd = open (node, O_RDWR | O_CLOEXEC);

  if (fd < 0)
    return br_port_usblp_fail_open (node, errno, error);
  if (libusb_init_context (&context, options, G_N_ELEMENTS (options)) < 0 || libusb_wrap_sys_device (context, fd, &handle) < 0)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_IO, "opening %s by libusb failed", node);
      g_clear_pointer (&context, libusb_exit);
      close (fd);
      return NULL;
    }
  port = open_handle (context, handle, fd, node, error);
  if (port == NULL)
    {
      libusb_close (handle);
      libusb_exit (context);
      close (fd);
    }
  return port;
}
