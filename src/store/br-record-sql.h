/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statements of the entity tables, made once from br-schema. Identifiers come from that static table only; values are bound. */
#pragma once

#include "br-schema.h"

G_BEGIN_DECLS

/* Columns of every loading statement; the kind's fields follow in schema order (references as uids). */
enum { BR_COLUMN_ID = 0, BR_COLUMN_UID, BR_COLUMN_PRESENT, BR_COLUMN_REV, BR_COLUMN_PENDING, BR_COLUMN_BY, BR_COLUMN_AT, BR_COLUMN_FEED, BR_COLUMN_SEQ, BR_COLUMN_FIELDS };
/* Parameters of INSERT and UPDATE; ?1 is the uid to insert or the row id to update; an UPDATE leaves the
 * feed alone; field i is BR_PARAM_FIELDS + i. */
enum { BR_PARAM_KEY = 1, BR_PARAM_PRESENT, BR_PARAM_REV, BR_PARAM_PENDING, BR_PARAM_BY, BR_PARAM_AT, BR_PARAM_FEED, BR_PARAM_SEQ, BR_PARAM_FIELDS };

/** BrKindSql: the texts for one kind; static for the life of the process. */
typedef struct
{
  char *find_id;                     /* id by uid ?1 */
  char *is_present;                  /* present by uid ?1 */
  char *insert_bare;                 /* a row that is only referred to: uid ?1 */
  char *insert;                      /* a full row, nothing when the uid is there */
  char *load_by_uid;                 /* any row by uid ?1 */
  char *load_by_id;                  /* any row by id ?1 */
  char *list_by_name;                /* present rows by name (by id where there is no name) */
  char *list_by_uid;                 /* present rows by uid */
  char *set_pending;                 /* pending ?2 of id ?1 */
  char *make_bare;                   /* id ?1 becomes a row that is only referred to, pending ?2 */
  char *find_place;                  /* id, feed, feed_seq by uid ?1 */
  char *set_place;                   /* feed ?2, feed_seq ?3 of id ?1 */
  char *list_of_feed;                /* uids of the rows of feed ?1 */
  char *rename_feed;                 /* rows of feed ?1 become rows of feed ?2 */
  char *list_places;                 /* uid, feed, feed_seq of all rows that are in a feed and not lost: shown, or hidden by an own change */
  char *name;                        /* what the record of uid ?1 is called */
  char *children[BR_MAX_FIELDS];     /* present rows whose REF field is the record of uid ?1; NULL for other fields */
  char *find_by_text[BR_MAX_FIELDS]; /* uid of the present row whose text field is ?1; NULL for other fields */
} BrKindSql;

const BrKindSql *br_record_sql_get    (BrKind kind);
/** br_record_sql_update: (transfer none) the statement that writes the header and the fields of `mask` (bit 1 << field). */
const char      *br_record_sql_update (BrKind kind, guint32 mask);

G_END_DECLS
