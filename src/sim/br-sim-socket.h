/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A simulated printer on the network: raw bytes over TCP, as on port 9100, on 127.0.0.1 only, one computer at a time. */
#pragma once

#include "br-sim-printer.h"

G_BEGIN_DECLS

typedef struct _BrSimSocket BrSimSocket;

/** br_sim_socket_new: port 0 = any free one. Runs on a thread of its own; while the printer is away nobody listens. Errors: IO (the port is taken). */
BrSimSocket *br_sim_socket_new      (BrSimPrinter *printer, guint16 port, GError **error);
guint16      br_sim_socket_get_port (const BrSimSocket *self);
/** br_sim_socket_free: ends the thread and what is joined. */
void         br_sim_socket_free     (BrSimSocket *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrSimSocket, br_sim_socket_free)

G_END_DECLS
