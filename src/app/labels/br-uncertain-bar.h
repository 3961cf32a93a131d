/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A banner for each printer of whose labels nobody knows whether they came out. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_UNCERTAIN_BAR (br_uncertain_bar_get_type ())
/** BrUncertainBar: its buttons are the action "labels.settle" of the page, with the printer's key. */
G_DECLARE_FINAL_TYPE (BrUncertainBar, br_uncertain_bar, BR, UNCERTAIN_BAR, GtkBox)

/** br_uncertain_bar_set_context: once. */
void br_uncertain_bar_set_context (BrUncertainBar *self, BrAppContext *context);

G_END_DECLS
