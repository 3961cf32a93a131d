/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the print dialog says about an order. */
#pragma once

#include "br-print-check.h"
#include "br-print-rows.h"

G_BEGIN_DECLS

/** br_print_plan_is_impossible: whether something is wrong that is wrong with every label; FALSE for NULL. */
gboolean br_print_plan_is_impossible (const BrLabelPlan *plan);
/** br_print_words_paper: how much of the roll `n_labels` take, and whether that is there, or how many sheets from `start_cell` on; `printer` may be NULL.
 *  Caller frees. */
char    *br_print_words_paper        (const BrLabelTemplate *template, gint64 n_labels, const BrPrinter *printer, guint start_cell);
/** br_print_words_check: how far the check is and what it came to. Caller frees. */
char    *br_print_words_check        (BrPrintRows *rows, BrPrintCheck *check);
/** br_print_words_file: what a file of quantities comes to; `match`: among the products of a dialog, or NULL. Caller frees. */
char       *br_print_words_file     (const BrLabelFile *file, const BrPrintMatch *match);
/** br_print_words_left_out: why a line of it was left out. */
const char *br_print_words_left_out (const BrLabelProblem *problem);

G_END_DECLS
