/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cannot be printed, by row and object. */
#pragma once

#include "br-print-rows.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** br_print_problems_fill: makes `list` show the problems of `plan` (or NULL: none). */
void   br_print_problems_fill    (GtkListBox *list, const BrLabelPlan *plan, BrPrintRows *rows);
/** br_print_problems_get_row: position of the row that an entry of the list is about, -1 = the template. */
gint64 br_print_problems_get_row (GtkListBoxRow *row);
/** br_print_problems_skip: no labels for the rows that cannot be printed. */
void   br_print_problems_skip    (const BrLabelPlan *plan, BrPrintRows *rows);

G_END_DECLS
