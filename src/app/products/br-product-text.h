/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and figures of the Products pages; those of records in general are in br-words.h. */
#pragma once

#include "br-mass-edit.h"
#include "br-price.h"
#include "br-record.h"
#include "br-sku-row.h"

G_BEGIN_DECLS

/** br_text_money: "1,234.50" with the `digits` of the currency; "—" for G_MININT64 (unknown). Caller frees. */
char       *br_text_money        (gint64 minor, guint digits);
/** br_text_price_ending: how prices look that end so: "x.90", "x80". Caller frees. */
char       *br_text_price_ending (const BrPriceEnding *ending, guint digits);
/** br_text_percent: basis points as "23.4 %"; "—" for G_MININT64. Caller frees. */
char       *br_text_percent      (gint64 basis_points);
/** br_text_status: the word, the chip's style class ("success", …, or NULL) and its icon. */
const char *br_text_status       (BrLifeCycle status);
const char *br_text_status_style (BrLifeCycle status);
const char *br_text_status_icon  (BrLifeCycle status);
/** br_text_finding: what the doctor found, for bit number `bit`. */
const char *br_text_finding      (guint bit);
const char *br_text_price_kind   (BrPriceKind kind);
const char *br_text_price_reason (BrPriceReason reason);
/** br_text_mass_problem: why a bulk change leaves a record of `kind` as it is. Caller frees. */
char       *br_text_mass_problem (BrKind kind, const GError *error);
/** br_text_cell_error: a sentence for under the field. Caller frees. */
char       *br_text_cell_error   (BrKind kind, guint field, const GError *error);

G_END_DECLS
