/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mismatch: price of record, on the tag, on paper, at the till; where they differ, or nothing proves that they agree. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_TRUTH_LIST (br_truth_list_get_type ())
/** BrTruthList: actions truths.certificate, retry. */
G_DECLARE_FINAL_TYPE (BrTruthList, br_truth_list, BR, TRUTH_LIST, AdwBin)

void br_truth_list_set_context (BrTruthList *self, BrAppContext *context);
void br_truth_list_search      (BrTruthList *self);

G_END_DECLS
