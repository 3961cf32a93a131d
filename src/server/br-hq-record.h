/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records at HQ: canonical JSON body, a mark (revision, device) for each field, unique keys. */
#pragma once

#include "br-hq.h"
#include "br-record.h"

G_BEGIN_DECLS

/** BrHqRecord: a record as stored. On the stack; clear with br_hq_record_clear. */
typedef struct
{
  gboolean    found;                 /* whether HQ has it, live or deleted */
  BrRecord    record;                /* valid when found */
  BrFieldMark marks[BR_MAX_FIELDS];  /* by field index */
  char       *body;                  /* owned: the JSON body, or NULL */
  char       *feed;                  /* owned: where it stands, NULL = nowhere (deleted) */
  gint64      seq;                   /* its number there, 0 = not numbered yet */
} BrHqRecord;

#define BR_HQ_RECORD_INIT { .found = FALSE }

void     br_hq_record_clear     (BrHqRecord *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrHqRecord, br_hq_record_clear)

/** br_hq_record_load: reads one; out->found says whether it is there. Clears `out` first. Errors: CORRUPT, storage. */
gboolean br_hq_record_load      (BrSql *sql, BrKind kind, const BrId *id, BrHqRecord *out, GError **error);
/** br_hq_record_is_live: whether it is there and not deleted, without reading its body. */
gboolean br_hq_record_is_live   (BrSql *sql, BrKind kind, const BrId *id, gboolean *live, GError **error);
/** br_hq_record_key: (transfer none) the key of a live record that no other of its kind may have, or NULL. */
const char *br_hq_record_key    (const BrRecord *record);
/** br_hq_record_find_key: the live record that has the key; none if nobody has. */
gboolean br_hq_record_find_key  (BrSql *sql, BrKind kind, const char *key, BrId *out, GError **error);

/** BrHqAuthor: who changes a record. */
typedef struct
{
  const char *by;    /* display name, or NULL */
  BrId        pc;    /* none = HQ itself */
  gint64      at_us; /* when */
} BrHqAuthor;

/**
 * br_hq_record_put: makes `next` the record, as the revision after `stored` (as loaded in this transaction). Sets next's rev,
 * by and at; marks the fields that differ; keeps record_key and notes the record's move in the feeds. A record without a
 * difference is left alone (*changed = FALSE). The record has been checked; a key another record has is an error (EXISTS).
 */
gboolean br_hq_record_put       (BrHqTx *tx, const BrHqRecord *stored, BrRecord *next, const BrHqAuthor *author, gboolean *changed, GError **error);

/** BrHqEach: called for each live record of a kind. */
typedef gboolean (*BrHqEach) (const BrRecord *record, gpointer data, GError **error);
/** br_hq_record_each: in order of id. For the small kinds (stores, zones, people). */
gboolean br_hq_record_each      (BrSql *sql, BrKind kind, BrHqEach func, gpointer data, GError **error);

G_END_DECLS
