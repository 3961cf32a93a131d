/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of record, shelf and till. */
#pragma once

#include "br-view-columns.h"
#include "br-view-item.h"

G_BEGIN_DECLS

/** br_view_type_truth: of BrShelfTruth. */
extern const BrViewType br_view_type_truth;

/** br_truth_columns: of BrShelfTruth; no data. */
extern const BrViewTable br_truth_columns;

G_END_DECLS
