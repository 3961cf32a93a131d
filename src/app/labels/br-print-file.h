/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many labels, from a delivery note or a stock list. */
#pragma once

#include "br-app-context.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** BrPrintFileFunc: `file` is what was understood, borrowed. */
typedef void (*BrPrintFileFunc) (GtkWidget *widget, const BrLabelFile *file, gpointer user_data);
/** br_print_file_ask: asks for a file and reads it; that it cannot be used at all is told; nothing happens when the person thinks better of it. */
void br_print_file_ask (GtkWidget *widget, BrAppContext *context, BrPrintFileFunc func, gpointer user_data);

G_END_DECLS
