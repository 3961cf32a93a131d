/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: command line, windows, actions of the whole program. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_APPLICATION (br_application_get_type ())
G_DECLARE_FINAL_TYPE (BrApplication, br_application, BR, APPLICATION, AdwApplication)

BrApplication *br_application_new        (void);
/** br_application_get_status: exit status of the run, for main. */
int            br_application_get_status (BrApplication *self);

G_END_DECLS
