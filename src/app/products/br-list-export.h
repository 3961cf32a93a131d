/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The products of a list as a file: asks where, writes CSV or XLSX by the name's ending. */
#pragma once

#include "br-app-context.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** br_list_export_ask: asks for a file over the window of `widget`, then writes the rows of `ids` with progress among the long work. */
void br_list_export_ask (GtkWidget *widget, BrAppContext *context, BrIdList *ids);

G_END_DECLS
