/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes scans out of the keys of a window before any widget sees them. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BR_TYPE_SCAN_CONTROLLER (br_scan_controller_get_type ())
/** BrScanController: emits "scanned" (const char *code) on main. */
G_DECLARE_FINAL_TYPE (BrScanController, br_scan_controller, BR, SCAN_CONTROLLER, GObject)

/** br_scan_controller_new: listens in the capture phase of `window` with the limits in `settings`, followed as they change. */
BrScanController *br_scan_controller_new        (GtkWindow *window, GSettings *settings);
/** br_scan_controller_set_active: while it is not, which it is at first, every key goes to the focus. */
void              br_scan_controller_set_active (BrScanController *self, gboolean active);

G_END_DECLS
