/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An order whose printer is gone, or has other paper, goes on with another one. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** br_job_give_count: how many printers could take an order of printer `key`. */
guint br_job_give_count   (BrAppContext *context, const char *key);
/** br_job_give_present: over `widget`; asks which of the others takes the order. */
void  br_job_give_present (GtkWidget *widget, BrAppContext *context, gint64 job, const char *key);

G_END_DECLS
