/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks through an order before it is placed: each label is drawn and its barcodes are read back, while the dialog stays usable. */
#pragma once

#include "br-app-context.h"

G_BEGIN_DECLS

#define BR_TYPE_PRINT_CHECK (br_print_check_get_type ())
/** BrPrintCheck: emits "changed" when it got further or is done. */
G_DECLARE_FINAL_TYPE (BrPrintCheck, br_print_check, BR, PRINT_CHECK, GObject)

BrPrintCheck      *br_print_check_new      (BrAppContext *context);
/** br_print_check_start: instead of what was being checked. Takes `order`, whose items may be borrowed: nothing of it is kept after this call. */
void               br_print_check_start    (BrPrintCheck *self, BrLabelOrder *order);
/** br_print_check_stop: there is nothing to check. */
void               br_print_check_stop     (BrPrintCheck *self);
/** br_print_check_get_plan: (transfer none) what it came to; NULL while it is checking, and when it could not. */
const BrLabelPlan *br_print_check_get_plan (BrPrintCheck *self);
/** br_print_check_get_progress: FALSE while nothing is being checked. */
gboolean           br_print_check_get_progress (BrPrintCheck *self, gint64 *done, gint64 *total);

G_END_DECLS
