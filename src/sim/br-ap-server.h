/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An emulated access point on a real socket of 127.0.0.1: HTTP, and its WebSocket at /ws. On the thread with the main loop. */
#pragma once

#include "br-ap.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BrApServer BrApServer;

/**
 * br_ap_server_new: the world must have a clock that goes by itself; the server lets happen what is due. Both are borrowed. Port 0 = any
 * free one. Faults are done on the socket: what breaks off early is closed before the body was read, what hangs is never answered.
 * Errors: IO.
 */
BrApServer *br_ap_server_new      (BrAir *air, BrAp *ap, guint16 port, GError **error);
guint16     br_ap_server_get_port (const BrApServer *self);
void        br_ap_server_free     (BrApServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrApServer, br_ap_server_free)

G_END_DECLS
