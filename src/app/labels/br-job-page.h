/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One order: every label of it, with what is known of each. */
#pragma once

#include "br-app-context.h"
#include "br-print.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_JOB_PAGE (br_job_page_get_type ())
/** BrJobPage: to be pushed inside the Labels page, whose actions its buttons use. */
G_DECLARE_FINAL_TYPE (BrJobPage, br_job_page, BR, JOB_PAGE, AdwNavigationPage)

BrJobPage *br_job_page_new (BrAppContext *context, BrPrintJobView *job);

G_END_DECLS
