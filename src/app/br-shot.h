/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of a window, for `./dev shots` and the headless check. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** BrShotReadyFunc: FALSE = what the picture waits for has not happened yet. */
typedef gboolean (*BrShotReadyFunc) (GtkWindow *window, gpointer user_data);
/** BrShotDoneFunc: `error` is NULL when the file was written. */
typedef void     (*BrShotDoneFunc)  (const GError *error, gpointer user_data);

/** BrShotParams: what br_shot_take needs; everything is copied but `user_data`. */
typedef struct
{
  const char *path;              /* PNG to write */
  guint timeout_s;               /* for all of it, seconds */
  const char *const *actions;    /* detailed names as in "win.shortcuts" or "list.activate-item(uint32 0)", carried out in turn; or NULL */
  BrShotReadyFunc ready;         /* or NULL */
  BrShotDoneFunc done;
  gpointer user_data;
} BrShotParams;

/**
 * br_shot_take: once `ready` says so and nothing has been redrawn for a moment, carries out the actions, each where the window
 * has it and after the last one has settled; then writes `window` as a PNG. Animations should be off.
 * Errors: BUSY when that took longer than `timeout_s`; INVALID for an action that nothing in the window has then; IO.
 */
void br_shot_take (GtkWindow *window, const BrShotParams *params);

G_END_DECLS
