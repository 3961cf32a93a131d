/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The actions tags.… of a widget that shows tags: what each does, and of how many tags at once. */
#pragma once

#include "br-app-context.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** br_tag_actions_install: all of them; `activate` ends in br_tag_actions_run. */
void br_tag_actions_install (GtkWidgetClass *klass, GtkWidgetActionActivateFunc activate);
/** br_tag_actions_update: which are allowed for n_tags chosen tags. */
void br_tag_actions_update  (GtkWidget *widget, gsize n_tags);
/** br_tag_actions_run: does it to the tags of these rows, which are read first: also those nobody scrolled to. Errors are told in a toast. */
void br_tag_actions_run     (GtkWidget *widget, BrAppContext *context, const char *action, BrIdList *tags);

G_END_DECLS
