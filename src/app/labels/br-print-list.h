/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of an order for labels as a list: choosing one shows its label, the number beside it is how many it gets. */
#pragma once

#include "br-print-rows.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** br_print_list_attach: fills `view` with `rows`. (transfer none) the selection: what is chosen is looked at. */
GtkSingleSelection *br_print_list_attach (GtkListView *view, BrPrintRows *rows);

G_END_DECLS
