/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Enrolment, tokens, hello, wait and error answers: one JSON object each (SYNC.md 3.4, 3.10). Ids in canonical form,
 * bytes as lower-case hexadecimal, times in microseconds UTC. Unknown members are ignored, missing ones are an error.
 *
 *   POST /v1/enrol  {"code":"7K2M9QX4TB","public_key":"<64 hex>","device":"Back office","app":"0.1.0"}
 *     200 {"pc":"<uuid>","inc":1,"refresh":"..","epoch":"..","store":"<uuid>"|null,"name":"HQ","feeds":["st:<uuid>","cat",…]}
 *     401 code wrong, used or too old
 *   POST /v1/token  {"pc":"<uuid>","refresh":"..","at":<us>,"signature":"<128 hex>"}
 *     200 {"access":"..","expires_in":900,"refresh":".."}      401 wrong; 403 revoked; 409 clock
 *     signature: Ed25519 (RFC 8032) by the device's key over br_token_request_text.
 *   GET /v1/hello
 *     200 {"epoch":"..","wire":1,"schema":[1,1],"now":<us>,"inc":1,"store":"<uuid>"|null,"feeds":[["cat",head,floor],…],
 *          "last_seq":412,"durable_seq":400,"limits":{"push_ops":500,"push_bytes":8388608,"op_bytes":262144,"page_rows":5000}}
 *   GET /v1/feed/<feed id, percent-encoded>?after=<seq>&limit=<rows>    200 as br-wire-feed.h; 403 not yours; 409 epoch; 410 resync
 *   POST /v1/push                                          200 as br-wire-push.h; 409 epoch | fork; 413 too large
 *   GET /v1/wait?heads=<br_heads_digest>&t=<seconds <= 50>  200 {"heads":[["cat",8123],…]} when they differ, else 204
 *   Every other status has the body {"error":"<code>","text":"<English sentence>"}.
 */
#pragma once

#include <gio/gio.h>
#include "br-id.h"

G_BEGIN_DECLS

#define BR_WIRE_VERSION         1     /* X-Wire: major version, must match */
#define BR_WIRE_SCHEMA          1     /* X-Schema: newest schema this side knows */
#define BR_PUBLIC_KEY_BYTES     32    /* Ed25519 public key */
#define BR_SIGNATURE_BYTES      64    /* Ed25519 signature */
#define BR_AUTH_MAX_BYTES       65536 /* no body of this file is larger */
#define BR_MAX_FEEDS            4096  /* feeds a device may have */
#define BR_WAIT_MAX_S           50    /* longest long-poll, seconds */

/** BrEnrolRequest: a device introduces itself. */
typedef struct
{
  char   *code;                            /* owned: shown by HQ, upper case, no separators */
  guint8  public_key[BR_PUBLIC_KEY_BYTES]; /* of the device */
  char   *device;                          /* owned: what people call it, <= 100 bytes */
  char   *app;                             /* owned: program version */
} BrEnrolRequest;
void     br_enrol_request_clear (BrEnrolRequest *self);
GBytes  *br_enrol_request_write (const BrEnrolRequest *self);
gboolean br_enrol_request_read  (GBytes *body, BrEnrolRequest *out, GError **error); /* Errors: PROTOCOL, RANGE */

/** BrEnrolAnswer: who the device is from now on. */
typedef struct
{
  BrId   pc;      /* the device's id */
  gint64 inc;     /* its incarnation, from 1 */
  char  *refresh; /* owned: opaque refresh token */
  char  *epoch;   /* owned: of HQ's database */
  BrId   store;   /* none = all stores */
  char  *name;    /* owned: what HQ calls itself */
  char **feeds;   /* owned, NULL-terminated: ids of the feeds it reads */
} BrEnrolAnswer;
void     br_enrol_answer_clear (BrEnrolAnswer *self);
GBytes  *br_enrol_answer_write (const BrEnrolAnswer *self);
gboolean br_enrol_answer_read  (GBytes *body, BrEnrolAnswer *out, GError **error);

/** BrTokenRequest: a refresh token for an access token. */
typedef struct
{
  BrId   pc;
  char  *refresh;                       /* owned */
  gint64 at_us;                         /* the device's clock; HQ answers 409 clock when it is a day off */
  guint8 signature[BR_SIGNATURE_BYTES]; /* over br_token_request_text */
} BrTokenRequest;
void     br_token_request_clear (BrTokenRequest *self);
GBytes  *br_token_request_write (const BrTokenRequest *self);
gboolean br_token_request_read  (GBytes *body, BrTokenRequest *out, GError **error);
/** br_token_request_text: what is signed: "backroom-token-1\n<pc>\n<refresh>\n<at>"; caller frees. */
char    *br_token_request_text  (const BrTokenRequest *self);

/** BrTokenAnswer: the device keeps `refresh` before it uses `access`; HQ accepts the previous refresh token until then. */
typedef struct
{
  char  *access;       /* owned: bearer token */
  gint64 expires_in_s; /* seconds from now */
  char  *refresh;      /* owned: replaces the one sent */
} BrTokenAnswer;
void     br_token_answer_clear (BrTokenAnswer *self);
GBytes  *br_token_answer_write (const BrTokenAnswer *self);
gboolean br_token_answer_read  (GBytes *body, BrTokenAnswer *out, GError **error);

/** BrFeedState: a feed as hello and wait tell of it. */
typedef struct
{
  char  *feed;  /* owned */
  gint64 head;  /* newest sequence number */
  gint64 floor; /* cursors below it must start again; 0 in wait answers */
} BrFeedState;
BrFeedState *br_feed_state_new  (const char *feed, gint64 head, gint64 floor);
void         br_feed_state_free (BrFeedState *self);

/** BrLimits: what HQ takes at most. */
typedef struct
{
  gint64 push_ops;   /* operations a push */
  gint64 push_bytes; /* bytes a push */
  gint64 op_bytes;   /* bytes an operation */
  gint64 page_rows;  /* rows a feed page */
} BrLimits;

/** BrHello: where HQ stands, and where it thinks this device stands. */
typedef struct
{
  char      *epoch;       /* owned */
  gint64     wire;        /* major version */
  gint64     schema_min;  /* oldest schema HQ still serves */
  gint64     schema_max;  /* newest */
  gint64     now_us;      /* HQ's clock */
  gint64     inc;         /* incarnation HQ knows */
  BrId       store;       /* none = all stores */
  GPtrArray *feeds;       /* owned, of BrFeedState, in the order to read them */
  gint64     last_seq;    /* last operation HQ has of this device */
  gint64     durable_seq; /* last one that is in a backup */
  BrLimits   limits;
} BrHello;
void     br_hello_clear (BrHello *self);
GBytes  *br_hello_write (const BrHello *self);
gboolean br_hello_read  (GBytes *body, BrHello *out, GError **error);

/** br_heads_digest: (transfer full) 16 hex digits, the first 8 bytes of SHA-256 over "<feed>=<head>\n" of each feed in
 *  byte order of the names: what /v1/wait compares. `feeds` of BrFeedState, any order. */
char      *br_heads_digest (GPtrArray *feeds);
/** br_heads_write, br_heads_read: the body of /v1/wait, of BrFeedState. */
GBytes    *br_heads_write  (GPtrArray *feeds);
GPtrArray *br_heads_read   (GBytes *body, GError **error);

/** BrWireError: the body of an error answer. */
typedef struct
{
  char *code; /* owned: lower case, a-z and _: "epoch", "fork", "clock", "revoked", "code", "token", "role", "too_large", … */
  char *text; /* owned: English, for the log */
} BrWireError;
void    br_wire_error_clear (BrWireError *self);
GBytes *br_wire_error_write (const char *code, const char *text);
/** br_wire_error_read: of any bytes: what cannot be read gives code "unknown". */
void    br_wire_error_read  (GBytes *body, BrWireError *out);

G_END_DECLS
