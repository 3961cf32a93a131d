/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A way to a printer, as a table of functions: usblp, libusb, TCP, a file, or a simulated one. All calls block, on the printer's own
 * thread, at most for the time given. Nothing here retries: what happened is told, with the bytes that were taken.
 */
#pragma once

#include "br-clock.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BrPort BrPort;

/** USB class status (LPGETSTATUS), as the device sends it. */
#define BR_CLASS_PAPER_EMPTY 0x20
#define BR_CLASS_SELECTED    0x10
#define BR_CLASS_NO_ERROR    0x08

/** BrPortOps: what a kind of port does. */
typedef struct
{
  /** write: at most `timeout_ms`; *taken = bytes taken, also when it fails. After BUSY the next write must go on with the very bytes that follow.
   *  Taken: by USB the printer has them; by TCP this computer's network has them, and `drain` tells when the printer's has; in a file: written.
   *  Errors: BUSY (time is up, woken, or paper is out; the rest was not taken), IO (the session is lost: bytes beyond *taken are unknown), OFFLINE (unplugged,
   *  or the connection ended: as IO), FULL (a file: the disk). After IO, OFFLINE and FULL every call fails: close it and open anew. */
  gboolean (*write)        (BrPort *self, const guint8 *bytes, gsize n, int timeout_ms, gsize *taken, GError **error);
  /** read: what has come, waiting at most `timeout_ms`; *n_read 0 = nothing came. Errors: IO, OFFLINE. A port that cannot read says so by NULL here. */
  gboolean (*read)         (BrPort *self, guint8 *bytes, gsize size, int timeout_ms, gsize *n_read, GError **error);
  /** class_status: USB class status byte; works while a write is stuck. NULL = there is none. Errors: IO, OFFLINE. */
  gboolean (*class_status) (BrPort *self, guint *bits, GError **error);
  /** device_id: (transfer full) the IEEE 1284 text. NULL = it says none, or there is no such question. */
  char    *(*device_id)    (BrPort *self);
  /** drain: waits until all taken bytes have left this machine, and by TCP until the other end confirmed them. Errors: as write. NULL = nothing is held back. */
  gboolean (*drain)        (BrPort *self, int timeout_ms, GError **error);
  /** wake: from any thread: makes a waiting call return at once (with BUSY or 0 bytes). */
  void     (*wake)         (BrPort *self);
  /** close: frees it; by USB and TCP waits at most 5 s for what is on its way, or until woken: not at all when it was woken just before. */
  void     (*close)        (BrPort *self);
} BrPortOps;

/** BrPort: first member of every kind of port. */
struct _BrPort
{
  const BrPortOps *ops;
  gboolean one_way;      /* it cannot be read */
};

/** br_port_open: by key ("usb:…" needs `node`, the device file; "tcp:host:port"; "file:/path"). Waiting for the network ends when the
 *  thread's current GCancellable (g_cancellable_push_current) is cancelled. Errors: NOT_FOUND, BUSY (another program has it), REFUSED (no permission; the message has the remedy), OFFLINE, IO. */
BrPort  *br_port_open         (const char *key, const char *node, int timeout_ms, GError **error);
gboolean br_port_write        (BrPort *self, const guint8 *bytes, gsize n, int timeout_ms, gsize *taken, GError **error);
gboolean br_port_read         (BrPort *self, guint8 *bytes, gsize size, int timeout_ms, gsize *n_read, GError **error);
/** br_port_class_status: FALSE with no error: the port has none. */
gboolean br_port_class_status (BrPort *self, guint *bits, GError **error);
/** br_port_device_id: (transfer full) or NULL. */
char    *br_port_device_id    (BrPort *self);
gboolean br_port_drain        (BrPort *self, int timeout_ms, GError **error);
void     br_port_wake         (BrPort *self);
void     br_port_close        (BrPort *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrPort, br_port_close)

G_END_DECLS
