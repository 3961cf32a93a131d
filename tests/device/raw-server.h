/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server on 127.0.0.1 that answers what a test says, byte for byte: for what no proper server would do. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _RawServer RawServer;

/** RawFunc: one connection, on a thread of its own; `head` is the request up to its empty line. The connection is closed after it. */
typedef void (*RawFunc) (RawServer *server, GSocketConnection *connection, const char *head);

/** raw_server_new: accepts at once. */
RawServer  *raw_server_new           (RawFunc func);
/** raw_server_free: ends what runs (raw_hang), and waits for it. */
void        raw_server_free          (RawServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawServer, raw_server_free)
/** raw_server_address: "127.0.0.1:port". */
const char *raw_server_address       (RawServer *self);
/** raw_server_get_n: connections so far. */
guint       raw_server_get_n         (RawServer *self);
/** raw_server_get_body: (transfer full) of the last request that was read by raw_read_body. */
char       *raw_server_get_body      (RawServer *self);

/** raw_server_is_ending: it is about to be freed. */
gboolean    raw_server_is_ending     (RawServer *self);

/** raw_say: FALSE when the other side is gone. */
gboolean    raw_say                  (GSocketConnection *connection, gconstpointer bytes, gssize length);
/** raw_read_body: as many bytes as the head says, less `missing`. */
void        raw_read_body            (RawServer *self, GSocketConnection *connection, const char *head, gsize missing);
/** raw_hang: until the server is freed or the other side is gone; TRUE when it is gone. */
gboolean    raw_hang                 (RawServer *self, GSocketConnection *connection);
/** raw_reset: closes so that the other side gets a reset. */
void        raw_reset                (GSocketConnection *connection);
/** raw_upgrade: answers the request for a WebSocket. */
void        raw_upgrade              (GSocketConnection *connection, const char *head);
/** raw_frame: one frame, not masked; `first` is its first byte (0x81 = a whole text). */
gboolean    raw_frame                (GSocketConnection *connection, guint8 first, const char *payload, gsize length);

G_END_DECLS
