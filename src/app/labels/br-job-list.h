/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orders for labels: those that still move or wait for a person, or those that are done. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** BrJobListKind: which orders. */
typedef enum { BR_JOB_LIST_OPEN = 1, BR_JOB_LIST_DONE } BrJobListKind;

#define BR_TYPE_JOB_LIST (br_job_list_get_type ())
/** BrJobList: emits "open" (BrPrintJobView *job, borrowed) when a person wants to see one; follows the queue by itself while it can be seen. */
G_DECLARE_FINAL_TYPE (BrJobList, br_job_list, BR, JOB_LIST, AdwBin)

/** br_job_list_set_context: before it is first shown. */
void br_job_list_set_context (BrJobList *self, BrAppContext *context, BrJobListKind kind);
/** br_job_list_search: the focus to the search of what is done; nothing for the others. */
void br_job_list_search      (BrJobList *self);

G_END_DECLS
