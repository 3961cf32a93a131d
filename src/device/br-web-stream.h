/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The receiving side of a WebSocket (RFC 6455) on a main context its owner iterates: texts of a limited size, one read at a time, a ping every 20 s.
 * libsoup's own knows no limit on a message that comes in parts and does not return while bytes come. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BrWebStream BrWebStream;

/** BrWebStreamFunc: (transfer full) the next text; NULL: it ended, and nothing comes any more. */
typedef void (*BrWebStreamFunc) (char *text, gpointer data);

/** br_web_stream_open: blocks, iterating `context`, until `cancellable` is cancelled, which a source of that context does. `max_message`: bytes. Errors: OFFLINE,
 *  PROTOCOL (it does not begin one). */
BrWebStream *br_web_stream_open  (GMainContext *context, const char *host_and_port, const char *path, gsize max_message, GCancellable *cancellable, GError **error);
/** br_web_stream_listen: `func` is called from the context's iterations; not closed from within it. */
void         br_web_stream_listen (BrWebStream *self, BrWebStreamFunc func, gpointer data);
/** br_web_stream_is_broken: it ended because the other side broke the rules. */
gboolean     br_web_stream_is_broken (const BrWebStream *self);
/** br_web_stream_close: says goodbye, and frees it. */
void         br_web_stream_close (BrWebStream *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrWebStream, br_web_stream_close)

G_END_DECLS
