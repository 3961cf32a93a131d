/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of a window, for `./dev shots` and the headless check. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** BrShotFunc: FALSE = what the picture waits for has not happened yet. */
typedef gboolean (*BrShotReadyFunc) (GtkWindow *window, gpointer user_data);
/** BrShotDoneFunc: `error` is NULL when the file was written. */
typedef void     (*BrShotDoneFunc)  (const GError *error, gpointer user_data);

/**
 * br_shot_take: writes `window` as a PNG once `ready` (or NULL) says so and nothing has been redrawn for a moment.
 * Errors: BUSY when that took longer than `timeout_s`; IO. Animations should be off.
 */
void br_shot_take (GtkWindow *window, const char *path, guint timeout_s, BrShotReadyFunc ready, BrShotDoneFunc done, gpointer user_data);

G_END_DECLS
