/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First run: connect to an HQ with its address and a code, or try the demo shop. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_FIRST_RUN (br_first_run_get_type ())
G_DECLARE_FINAL_TYPE (BrFirstRun, br_first_run, BR, FIRST_RUN, AdwBin)

void br_first_run_set_context (BrFirstRun *self, BrAppContext *context);
/** br_first_run_enrol_demo: as if the demo button had been pressed. */
void br_first_run_enrol_demo  (BrFirstRun *self);

G_END_DECLS
