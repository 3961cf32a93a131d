/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forgiving reading of a station's JSON: tables of members, each of which is right or "not told". */
#pragma once

#include "br-json-private.h"
#include "br-oepl-record.h"

G_BEGIN_DECLS

/** BrOeplMemberType: what a member is in the struct. */
typedef enum
{
  BR_OEPL_INT = 1, /* int */
  BR_OEPL_BIG,     /* gint64 */
  BR_OEPL_TEXT,    /* char[max], valid UTF-8, cut to size */
  BR_OEPL_FLAG,    /* gboolean; true, false, 1 or 0 */
} BrOeplMemberType;

/** BrOeplMember: one key. */
typedef struct
{
  const char      *key;
  BrOeplMemberType type;
  gsize            offset; /* in the struct */
  gint64           min, max, missing; /* of numbers; `max` of a text is its room in bytes */
} BrOeplMember;

/** br_oepl_json_parse: any JSON of at most `max_bytes`, nested no deeper than BR_JSON_MAX_DEPTH; broken UTF-8, NaN and numbers of any size are left to the members. Errors: PROTOCOL. */
yyjson_doc *br_oepl_json_parse   (const char *json, gsize length, gsize max_bytes, GError **error);
/** br_oepl_json_object: the same of bytes, when it is an object. Errors: PROTOCOL. */
yyjson_doc *br_oepl_json_object  (GBytes *json, gsize max_bytes, GError **error);
/** br_oepl_members_read: sets every member of the table. */
void        br_oepl_members_read (const BrOeplMember *members, gsize n_members, yyjson_val *object, gpointer out);
/** br_oepl_json_int: a whole number, or a string of decimal digits, within limits; else `missing`. */
gint64      br_oepl_json_int     (yyjson_val *value, gint64 min, gint64 max, gint64 missing);
/** br_oepl_json_text: a text, made valid UTF-8 and cut to `room` bytes with its end; else "". */
void        br_oepl_json_text    (yyjson_val *value, char *out, gsize room);
/** br_oepl_json_name: the same when it fits whole; else "": cut, two names could seem one. */
void        br_oepl_json_name    (yyjson_val *value, char *out, gsize room);

/** br_oepl_record_read: one record. FALSE when it is none (no MAC). */
gboolean    br_oepl_record_read  (yyjson_val *value, BrOeplRecord *out);
/** br_oepl_records_read: appends those of an array to `records`, counts what is no record. Errors: PROTOCOL (too many). */
gboolean    br_oepl_records_read (yyjson_val *array, GArray *records, guint *n_bad, GError **error);

G_END_DECLS
