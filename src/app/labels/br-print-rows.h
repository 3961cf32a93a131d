/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The goods of an order for labels: read in parts while the dialog is open already, each with how many labels it gets. */
#pragma once

#include "br-app-context.h"
#include "br-print.h"

G_BEGIN_DECLS

#define BR_PRINT_MAX_COPIES 10000 /* of one article, as BrPrintItem says */

#define BR_TYPE_PRINT_ROW (br_print_row_get_type ())
/** BrPrintRow: one article. Emits notify::copies. */
G_DECLARE_FINAL_TYPE (BrPrintRow, br_print_row, BR, PRINT_ROW, GObject)
/** br_print_row_get_name, _get_code: (transfer none) or NULL while it is being read. */
const char          *br_print_row_get_name   (BrPrintRow *self);
const char          *br_print_row_get_code   (BrPrintRow *self);
/** br_print_row_get_fields: (transfer none) what stands on its label, or NULL while it is being read. */
const BrLabelFields *br_print_row_get_fields (BrPrintRow *self);
guint                br_print_row_get_copies (BrPrintRow *self);

/** BrPrintMatch: rows that a file names, rows it does not, and articles that get labels by the file and have no row. */
typedef struct { guint n_named, n_unnamed, n_elsewhere; } BrPrintMatch;

#define BR_TYPE_PRINT_ROWS (br_print_rows_get_type ())
/** BrPrintRows: a GListModel of BrPrintRow. Emits "read" after each part that was read, "counted" when a number of labels changed, "failed" (GError *error). */
G_DECLARE_FINAL_TYPE (BrPrintRows, br_print_rows, BR, PRINT_ROWS, GObject)

/** br_print_rows_new: begins to read at once; one label of each. */
BrPrintRows *br_print_rows_new          (BrAppContext *context, BrIdList *ids);
/** br_print_rows_is_complete: everything was read; what is gone meanwhile is not in the list any more. */
gboolean     br_print_rows_is_complete  (BrPrintRows *self);
/** br_print_rows_count_labels: of all rows. */
gint64       br_print_rows_count_labels (BrPrintRows *self);
/** br_print_rows_set_copies: 0 = none of this article; clamped to BR_PRINT_MAX_COPIES. */
void         br_print_rows_set_copies   (BrPrintRows *self, BrPrintRow *row, guint copies);
void         br_print_rows_set_all      (BrPrintRows *self, guint copies);
/** br_print_rows_set_quantities: as many labels of each article as `file` says, none of those it does not name. */
BrPrintMatch br_print_rows_set_quantities (BrPrintRows *self, const BrLabelFile *file);
/** br_print_rows_take_items: (transfer full) BrPrintItem of the rows that get labels; the rows have no values any more. */
GPtrArray   *br_print_rows_take_items   (BrPrintRows *self);
/** br_print_rows_list_items: (transfer container) BrPrintItem of all rows, in their order. */
GPtrArray   *br_print_rows_list_items   (BrPrintRows *self);
/** br_print_rows_dup_items: (transfer full) as take_items, but copies: the rows keep theirs. */
GPtrArray   *br_print_rows_dup_items    (BrPrintRows *self);
/** br_print_rows_reload: reads the values again after they were taken. */
void         br_print_rows_reload       (BrPrintRows *self);

G_END_DECLS
