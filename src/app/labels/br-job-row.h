/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One order for labels in a list: how far it is, and what can be done with it. */
#pragma once

#include "br-app-context.h"
#include "br-view-item.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_JOB_ROW (br_job_row_get_type ())
/** BrJobRow: its buttons are the actions "labels.pause", "labels.resume", "labels.cancel", "labels.print-failed" and "labels.reprint" of the page, with the order's id. */
G_DECLARE_FINAL_TYPE (BrJobRow, br_job_row, BR, JOB_ROW, GtkBox)

/** br_view_type_job: of BrPrintJobView. */
extern const BrViewType br_view_type_job;

/** br_job_row_set_item: shows `item` and follows it and its printer; NULL = nothing. list_item: says all of it to who does not see it; or NULL. */
void br_job_row_set_item (BrJobRow *self, BrAppContext *context, BrViewItem *item, GtkListItem *list_item);

G_END_DECLS
