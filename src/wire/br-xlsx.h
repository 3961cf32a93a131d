/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Office Open XML workbooks (ECMA-376): the first sheet to rows, and rows to a workbook. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_XLSX_MAX_INFLATED (1024 * 1024 * 1024) /* bytes of all parts read */
#define BR_XLSX_MAX_RATIO    200                  /* inflated : packed, above 16 MiB */
#define BR_XLSX_MAX_ROWS     1048576

typedef struct _BrXlsxReader BrXlsxReader;

/** br_xlsx_is: whether the bytes look like a ZIP container. */
gboolean      br_xlsx_is              (GBytes *bytes);
/** br_xlsx_reader_new: (transfer full) opens the first sheet. Numbers become plain decimal text (barcodes stay exact to 15 digits, more as stored text);
 *  booleans TRUE and FALSE; error cells empty; dates their serial number. Errors: INVALID (not a workbook, damaged), RANGE (too large). */
BrXlsxReader *br_xlsx_reader_new      (GBytes *bytes, GError **error);
void          br_xlsx_reader_free     (BrXlsxReader *self);
/** br_xlsx_reader_next: *cells as br_csv_reader_next; rows without any text are passed over. Errors: INVALID, RANGE. */
gboolean      br_xlsx_reader_next     (BrXlsxReader *self, GPtrArray **cells, GError **error);
/** br_xlsx_reader_get_line: row number, from 1, of the last row. */
guint         br_xlsx_reader_get_line (BrXlsxReader *self);
gboolean      br_xlsx_reader_rewind   (BrXlsxReader *self, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrXlsxReader, br_xlsx_reader_free)

typedef struct _BrXlsxWriter BrXlsxWriter;

/** BrXlsxCell: one cell to write. */
typedef struct
{
  const char *text;   /* UTF-8, or NULL for a number or an empty cell */
  double      number; /* used when `is_number` */
  gboolean    is_number;
  guint       digits; /* decimals shown, 0..3 */
} BrXlsxCell;

/** br_xlsx_writer_new: a workbook with one sheet of this name (<= 31 characters). */
BrXlsxWriter *br_xlsx_writer_new      (const char *sheet);
void          br_xlsx_writer_add_row  (BrXlsxWriter *self, const BrXlsxCell *cells, gsize n_cells);
/** br_xlsx_writer_finish: (transfer full) the file's bytes; frees the writer. Errors: IO, FULL, RANGE (too many rows). */
GBytes       *br_xlsx_writer_finish   (BrXlsxWriter *self, GError **error);
void          br_xlsx_writer_free     (BrXlsxWriter *self);

G_END_DECLS
