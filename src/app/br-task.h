/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One piece of long work, as the activity button shows it: title, progress, rate, remaining time, cancel. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BR_TYPE_TASK (br_task_get_type ())
/** BrTask: properties "title", "detail", "fraction", "finished", "cancellable" change on main only. */
G_DECLARE_FINAL_TYPE (BrTask, br_task, BR, TASK, GObject)

/** br_task_new: `cancellable` (or NULL) is what the Cancel button cancels. `now_us`: monotonic time, microseconds. */
BrTask      *br_task_new          (const char *title, GCancellable *cancellable, gint64 now_us);
/** br_task_set_progress: `done` of `total` units; total 0 = unknown. `now_us` as above. */
void         br_task_set_progress (BrTask *self, gint64 done, gint64 total, gint64 now_us);
/** br_task_finish: it ended; `outcome` is a translated sentence for the row. */
void         br_task_finish       (BrTask *self, const char *outcome);
const char  *br_task_get_title    (BrTask *self);
/** br_task_get_detail: "1,200 of 100,000 · 5,400 a second · 18 s left", or the outcome. */
const char  *br_task_get_detail   (BrTask *self);
double       br_task_get_fraction (BrTask *self); /* 0..1, negative = unknown */
gboolean     br_task_is_finished  (BrTask *self);
/** br_task_cancel: asks the work to stop; does nothing when it cannot. */
void         br_task_cancel       (BrTask *self);
gboolean     br_task_can_cancel   (BrTask *self);

G_END_DECLS
