/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A way to a base station, as a table of functions: HTTP requests one after the other, and a stream of text messages. libsoup in production,
 * an emulated station on a virtual clock in tests. All calls block, on the station's own thread. Nothing is ever repeated here by itself, no
 * redirect followed, no cookie, cache or proxy used.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BR_LINK_MAX_JSON    (64 * 1024)       /* bytes of an answer, by what it is */
#define BR_LINK_MAX_PAYLOAD (1024 * 1024)
#define BR_LINK_MAX_BACKUP  (8 * 1024 * 1024)
#define BR_LINK_MAX_MESSAGE (64 * 1024)       /* of one message of the stream; a longer one ends the stream */
#define BR_LINK_MAX_QUEUE   1024              /* messages that wait to be read; older ones are dropped and `n_lost` says so */

/** BrLinkField: a field of a form; text, UTF-8. */
typedef struct { const char *name; const char *value; } BrLinkField;

/** BrLinkRequest: one request. Borrowed. */
typedef struct
{
  const char        *method;   /* "GET" or "POST" */
  const char        *path;     /* with its query, percent-encoded */
  const BrLinkField *fields;   /* of a POST, in this order; or NULL */
  gsize              n_fields;
  GBytes            *file;     /* sent as multipart/form-data after the fields (else they are application/x-www-form-urlencoded), or NULL */
  const char        *file_name; /* of it */
  const char        *file_type; /* its media type */
  gsize              max_bytes; /* of the answer; more is an error */
  int                timeout_ms; /* for all of it */
} BrLinkRequest;

/** BrLinkFate: what is known of a request that failed. */
typedef enum
{
  BR_LINK_NOT_SENT = 1, /* its last byte did not go out: the station has nothing */
  BR_LINK_NOT_KNOWN,    /* all of it went out: the station may have taken it */
} BrLinkFate;

/** BrLinkAnswer: what came back. */
typedef struct
{
  guint      status; /* HTTP status; 0 when it failed */
  GBytes    *body;   /* owned, or NULL */
  BrLinkFate fate;   /* when it failed */
} BrLinkAnswer;
void br_link_answer_clear (BrLinkAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrLinkAnswer, br_link_answer_clear)

typedef struct _BrStationLink BrStationLink;

/** BrStationLinkOps: what a kind of link does. */
typedef struct
{
  /** request: an HTTP error status is an answer. Errors: OFFLINE (not reached, broken off, time is up: see `fate`), RANGE (the answer is longer than max_bytes), PROTOCOL (not HTTP). */
  gboolean (*request) (BrStationLink *self, const BrLinkRequest *request, BrLinkAnswer *answer, GError **error);
  /** open_stream: the WebSocket at `path`; one at a time. Errors: OFFLINE, PROTOCOL. */
  gboolean (*open_stream) (BrStationLink *self, const char *path, GError **error);
  /** receive: (transfer full) the next message (valid UTF-8), waiting at most `wait_us`; NULL without error = none came, or woken. *n_lost: messages dropped since the last
   *  call because they were not read in time. Errors: OFFLINE (no stream, or it ended), PROTOCOL (it ended because it broke the rules). */
  char    *(*receive) (BrStationLink *self, gint64 wait_us, guint *n_lost, GError **error);
  /** close_stream: also when there is none. */
  void     (*close_stream) (BrStationLink *self);
  /** wake: from any thread: a waiting receive returns at once. */
  void     (*wake) (BrStationLink *self);
  /** stop: from any thread: what is under way ends soon with OFFLINE (see `fate`), and so does at once all that is asked after it. */
  void     (*stop) (BrStationLink *self);
  /** close: frees it. */
  void     (*close) (BrStationLink *self);
} BrStationLinkOps;

/** BrStationLink: first member of every kind of link. */
struct _BrStationLink
{
  const BrStationLinkOps *ops;
};

/** br_station_link_http: (transfer full) by HTTP to `address`, "host" or "host:port"; nothing is opened yet. Errors: INVALID. */
BrStationLink *br_station_link_http (const char *address, GError **error);

gboolean br_station_link_request      (BrStationLink *self, const BrLinkRequest *request, BrLinkAnswer *answer, GError **error);
gboolean br_station_link_open_stream  (BrStationLink *self, const char *path, GError **error);
char    *br_station_link_receive      (BrStationLink *self, gint64 wait_us, guint *n_lost, GError **error);
void     br_station_link_close_stream (BrStationLink *self);
void     br_station_link_wake         (BrStationLink *self);
void     br_station_link_stop         (BrStationLink *self);
void     br_station_link_close        (BrStationLink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrStationLink, br_station_link_close)

G_END_DECLS
