/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a label shows the price of record. */
#pragma once

#include "br-label-expr.h"
#include "br-print.h"

G_BEGIN_DECLS

/** br_label_price_is_read: whether an expression of the text reads the field "price". */
gboolean br_label_price_is_read (const char *text);
/** br_label_price_check: appends a problem "price" when texts of the template show the field "price" and what they say is not `price` (plain decimal). */
void     br_label_price_check   (const BrLabelScope *scope, const char *price, GPtrArray *problems);

G_END_DECLS
