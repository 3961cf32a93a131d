/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The header's button that lists long work; put one into every header bar. Finds its context by the window. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_PROGRESS_BUTTON (br_progress_button_get_type ())
G_DECLARE_FINAL_TYPE (BrProgressButton, br_progress_button, BR, PROGRESS_BUTTON, AdwBin)

G_END_DECLS
