/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON for the files of this folder: strict reading by yyjson with limits, canonical writing. */
#pragma once

#include <yyjson.h>
#include "br-record.h"

G_BEGIN_DECLS

#define BR_JSON_MAX_DEPTH 16 /* nested arrays and objects (SYNC.md 3.10) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_doc, yyjson_doc_free)

/** br_json_is_shallow: whether no value in `json` nests deeper than BR_JSON_MAX_DEPTH; for any bytes. */
gboolean    br_json_is_shallow   (const char *json, gsize length);
/** br_json_parse: one JSON value of at most `max_bytes`. Errors: PROTOCOL, RANGE. */
yyjson_doc *br_json_parse        (const char *json, gsize length, gsize max_bytes, GError **error);
/** br_json_fail: sets a PROTOCOL error that names what is wrong; returns FALSE. */
gboolean    br_json_fail         (GError **error, const char *what);

/* Members of an object: each is required and of its type, else PROTOCOL; texts hold no zero byte and are (transfer none). */
gboolean    br_json_get_text     (yyjson_val *object, const char *name, gsize max_bytes, const char **out, GError **error);
gboolean    br_json_dup_text     (yyjson_val *object, const char *name, gsize max_bytes, char **out, GError **error);
gboolean    br_json_get_int      (yyjson_val *object, const char *name, gint64 min, gint64 max, gint64 *out, GError **error);
gboolean    br_json_get_id       (yyjson_val *object, const char *name, BrId *out, GError **error);
gboolean    br_json_get_id_or_none (yyjson_val *object, const char *name, BrId *out, GError **error); /* null = none */
gboolean    br_json_get_bytes    (yyjson_val *object, const char *name, guint8 *out, gsize n_bytes, GError **error); /* hexadecimal */
gboolean    br_json_get_array    (yyjson_val *object, const char *name, gsize max_items, yyjson_val **out, GError **error);

/* Values. */
gboolean    br_json_as_int       (yyjson_val *value, gint64 *out); /* FALSE when it is no integer or does not fit */
gboolean    br_json_as_id        (yyjson_val *value, BrId *out);   /* canonical form only */
gboolean    br_json_as_text      (yyjson_val *value, const char **out); /* FALSE when no string, or with a zero byte inside */

/* Writing. */
void        br_json_append_text  (GString *out, const char *text); /* quoted; NULL gives null */
void        br_json_append_int   (GString *out, gint64 value);
void        br_json_append_id    (GString *out, const BrId *id);   /* quoted; none gives null */
void        br_json_append_bytes (GString *out, const guint8 *bytes, gsize n_bytes);
void        br_json_append_value (GString *out, yyjson_val *value);

/* Cells, shared by records, edits and feed rows. */
/** br_wire_cell_append: null, integer, text, id, or the choice's name. */
void        br_wire_cell_append  (GString *out, const BrField *field, const BrValue *value);
/** br_wire_cell_read: FALSE when the JSON value is not of the field's type; `out` must be NULL before. */
gboolean    br_wire_cell_read    (const BrField *field, yyjson_val *value, BrValue *out);

G_END_DECLS
