/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ways to the print dialog from elsewhere: a product, a scanned code, prices that were changed. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** br_print_product: labels of the articles of a product; `skus`: its records of kind SKU, which are stored. */
void br_print_product      (GtkWidget *widget, BrAppContext *context, GPtrArray *skus);
/** br_print_code: labels of what has this code; says so when nothing has. */
void br_print_code         (GtkWidget *widget, BrAppContext *context, const char *code);
/** br_print_offer_change: a toast that offers the shelf labels a change-set made out of date; nothing when it made none so. */
void br_print_offer_change (GtkWidget *widget, BrAppContext *context, const BrId *change);
/** br_print_file: asks for a delivery note or stock list, then prints what it says, in its quantities. */
void br_print_file         (GtkWidget *widget, BrAppContext *context);
/** br_print_close: closes a dialog whose order was taken. `error`: what kept the rest of a large order from being taken, or NULL: then it is said what was
 *  taken, so that nobody orders that twice. */
void br_print_close        (AdwDialog *dialog, gint64 taken, const GError *error);

G_END_DECLS
