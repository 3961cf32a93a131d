/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comma separated values (RFC 4180, and what spreadsheets make of it): bytes to rows and back. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_CSV_MAX_BYTES      (512 * 1024 * 1024) /* of a file */
#define BR_TABLE_MAX_COLUMNS  1000
#define BR_TABLE_MAX_CELL     (64 * 1024)         /* bytes of one cell */

typedef struct _BrCsvReader BrCsvReader;

/**
 * br_csv_reader_new: (transfer full) finds the encoding (UTF-8 and UTF-16 by their marks; else UTF-8 if valid; else GB18030 or
 * Windows-1252, whichever the text looks like) and the separator (comma, semicolon, tab or bar, whichever stands most in the first line that has one).
 * Errors: INVALID (not text), RANGE (too large).
 */
BrCsvReader *br_csv_reader_new           (GBytes *bytes, GError **error);
void         br_csv_reader_free          (BrCsvReader *self);
/** br_csv_reader_next: *cells (transfer none, of char*, valid until the next call), or NULL at the end. Empty lines are passed over.
 *  Errors: INVALID (a quotation mark is never closed), RANGE (too many columns, too large a cell); the message names the line. */
gboolean     br_csv_reader_next          (BrCsvReader *self, GPtrArray **cells, GError **error);
/** br_csv_reader_get_line: the line, from 1, at which the last row began. */
guint        br_csv_reader_get_line      (BrCsvReader *self);
/** br_csv_reader_get_encoding: (transfer none) "UTF-8", "UTF-16", "GB18030" or "WINDOWS-1252". */
const char  *br_csv_reader_get_encoding  (BrCsvReader *self);
/** br_csv_reader_rewind: back to the first row. */
void         br_csv_reader_rewind        (BrCsvReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrCsvReader, br_csv_reader_free)

/** BrCsvQuoting: whether texts that a spreadsheet would run as a formula (they begin with = + - @, tab or return and are no number) get an
 *  apostrophe in front (CWE-1236). KEEP is for files that Backroom reads again. */
typedef enum { BR_CSV_DEFUSE = 1, BR_CSV_KEEP } BrCsvQuoting;
/** br_csv_write_row: appends one row, comma separated, CRLF. */
void         br_csv_write_row            (GString *out, const char *const *cells, gsize n_cells, BrCsvQuoting quoting);

G_END_DECLS
