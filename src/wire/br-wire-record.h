/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records and edits as JSON.
 * Cell: null, integer, or string (ids in canonical form; enums by choice name).
 * Record body (also a feed row's last element): [rev, by|null, at_us, cell, cell, …] in the order of "cols".
 * Edit body, operation type "edit", v 1:
 *   {"cs":"<change-set uuid>","label":"…","each":0|1,"p":[["<kind>","<uuid>",base_rev,create 0|1,{"field":[old,new],…}],…]}
 *   and "undo":1 behind "each" when the edit takes an earlier one back.
 * Limits: 256 KiB an operation, depth 16, 500 patches; unknown fields of a newer peer are an error in edits, ignored in rows.
 */
#pragma once

#include "br-record.h"

G_BEGIN_DECLS

/** br_wire_edit_write: (transfer full) the canonical body. Errors: RANGE when over 256 KiB. */
GBytes   *br_wire_edit_write   (const BrEdit *edit, GError **error);
/** br_wire_edit_read: checks everything it can without a database (types, br_schema_check_cell of after-values). Errors: INVALID, RANGE. */
BrEdit   *br_wire_edit_read    (GBytes *body, GError **error);
/** br_wire_record_write: appends the record's body array (all fields in schema order) to `out`. */
void      br_wire_record_write (const BrRecord *record, GString *out);
/** br_wire_record_read: reads a body array written by br_wire_record_write. Errors: INVALID. */
gboolean  br_wire_record_read  (const char *json, gsize length, BrKind kind, const BrId *id, BrRecord *out, GError **error);

G_END_DECLS
