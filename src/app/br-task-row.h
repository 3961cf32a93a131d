/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One long task in the progress button's list. */
#pragma once

#include "br-task.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BR_TYPE_TASK_ROW (br_task_row_get_type ())
G_DECLARE_FINAL_TYPE (BrTaskRow, br_task_row, BR, TASK_ROW, GtkListBoxRow)

GtkWidget *br_task_row_new (BrTask *task);

G_END_DECLS
