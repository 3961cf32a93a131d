/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One price entry of the draft. */
#pragma once

#include "br-draft-model.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_PRICE_DIALOG (br_price_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BrPriceDialog, br_price_dialog, BR, PRICE_DIALOG, AdwDialog)

/** BrPriceEdited: the dialog closed; the entry may have changed, or gone when it was new and not wanted. */
typedef void (*BrPriceEdited) (gpointer user_data);

/** br_price_dialog_present: edits `price`, a record of the draft; an entry without an amount is taken out again on cancel. */
void br_price_dialog_present (GtkWidget *parent, BrDraftModel *model, BrRecord *price, BrPriceEdited func, GObject *owner);

/** br_price_parse_instant: local "2026-11-22 08:00", or a day (its first minute), to microseconds UTC; FALSE when it is neither. */
gboolean br_price_parse_instant (const char *text, gint64 *at_us);

G_END_DECLS
