/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Headquarters: one open database with its clock and random source. A BrHq belongs to one thread at a time; several may
 * stand on one database file (one writer, some readers). No sockets: br-hq-handle.h answers requests as a pure function.
 */
#pragma once

#include "br-sql.h"

G_BEGIN_DECLS

#define BR_HQ_TOKEN_KEY_BYTES 32   /* HMAC key of access tokens */
#define BR_HQ_OPS_PER_COMMIT  50   /* operations a transaction takes (SYNC.md 3.5) */
#define BR_HQ_PAGE_ROWS       5000 /* most rows of a feed page */
#define BR_HQ_PAGE_BYTES      (4 * 1024 * 1024)

typedef struct _BrHq BrHq;

/** BrHqParams: how to open; the tables outlive the BrHq. */
typedef struct
{
  const char       *database; /* as BrSqlParams */
  BrDbMode          mode;     /* writer, or reader: a reader refuses requests that write */
  const BrClock    *clock;    /* NULL = the system's */
  const BrRandom   *random;   /* NULL = the system's */
  const BrDbFaults *faults;   /* or NULL */
} BrHqParams;

/** br_hq_create: a new HQ called `name`, with a fresh epoch. Errors: EXISTS, and as br_sql_open. */
BrHq         *br_hq_create        (const BrHqParams *params, const char *name, GError **error);
/** br_hq_open: an existing one, brought to this program's schema. Errors: NOT_FOUND, TOO_NEW, and as br_sql_open. */
BrHq         *br_hq_open          (const BrHqParams *params, GError **error);
void          br_hq_close         (BrHq *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrHq, br_hq_close)

BrSql        *br_hq_get_sql       (BrHq *self);
const char   *br_hq_get_epoch     (BrHq *self);
const char   *br_hq_get_name      (BrHq *self);
const guint8 *br_hq_get_token_key (BrHq *self); /* BR_HQ_TOKEN_KEY_BYTES */
gint64        br_hq_now_us        (BrHq *self);
void          br_hq_make_id       (BrHq *self, BrId *out);
void          br_hq_fill_random   (BrHq *self, guint8 *bytes, gsize n_bytes);
/** br_hq_get_changes: grows whenever a commit of this BrHq moved a feed; tells when to look at parked requests. */
guint64       br_hq_get_changes   (BrHq *self);

/** BrHqTx: what one writing transaction remembers until its end. Plain; made by br_hq_write. */
typedef struct
{
  BrHq       *hq;
  BrSql      *sql;
  gint64      now_us;  /* one instant for the whole transaction */
  GHashTable *touched; /* owned: set of records whose place in a feed changes (br-hq-feed.c) */
  GHashTable *places;  /* owned: store id -> the name of its price feed */
  gboolean    moved;   /* whether a feed's head has moved */
} BrHqTx;

/** BrHqBody: the work of one transaction. It may run again from the start. */
typedef gboolean (*BrHqBody) (BrHqTx *tx, gpointer data, GError **error);
/** br_hq_write: body in one transaction whose last statements number what it touched (br_hq_feed_flush). */
gboolean      br_hq_write         (BrHq *self, BrHqBody body, gpointer data, GError **error);
/** br_hq_read: body in one snapshot. */
gboolean      br_hq_read          (BrHq *self, BrSqlBody body, gpointer data, GError **error);

G_END_DECLS
