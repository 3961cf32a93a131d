/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shortcuts window: every command with its keys, which can be changed there. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_SHORTCUTS (br_shortcuts_get_type ())
G_DECLARE_FINAL_TYPE (BrShortcuts, br_shortcuts, BR, SHORTCUTS, AdwDialog)

AdwDialog *br_shortcuts_new (GSettings *settings);

G_END_DECLS
