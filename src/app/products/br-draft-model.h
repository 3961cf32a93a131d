/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the groups of the editor share: the product as it was, the draft, and the choices for references. */
#pragma once

#include "br-app-context.h"
#include "br-draft.h"

G_BEGIN_DECLS

#define BR_TYPE_DRAFT_MODEL (br_draft_model_get_type ())
/**
 * BrDraftModel: emits "changed" when a cell of the draft changed, "reloaded" when the draft is another, "choices" when the
 * choices of a kind were read.
 */
G_DECLARE_FINAL_TYPE (BrDraftModel, br_draft_model, BR, DRAFT_MODEL, GObject)

BrDraftModel    *br_draft_model_new         (BrAppContext *context);
BrAppContext    *br_draft_model_get_context (BrDraftModel *self);
/** br_draft_model_get_digits: decimals of the currency prices are in. */
guint            br_draft_model_get_digits  (BrDraftModel *self);
/** br_draft_model_take: (transfer full) both; `base` NULL = a new product. */
void             br_draft_model_take        (BrDraftModel *self, BrProductDetail *base, BrProductDetail *draft);
/** br_draft_model_get_base: NULL for a new product. */
const BrProductDetail *br_draft_model_get_base (BrDraftModel *self);
/** br_draft_model_get: (transfer none) the draft; change records by set_* and touch only. */
BrProductDetail *br_draft_model_get         (BrDraftModel *self);
/** br_draft_model_is_changed: also when something typed cannot be read yet. */
gboolean         br_draft_model_is_changed  (BrDraftModel *self);
/** br_draft_model_may_save: changed, without problems, and nothing typed is unread. */
gboolean         br_draft_model_may_save    (BrDraftModel *self);
/** br_draft_model_get_problems: (transfer none) of BrDraftProblem, as of the last change. */
GPtrArray       *br_draft_model_get_problems (BrDraftModel *self);
/** br_draft_model_first_problem: the row of the first SKU (or, for BR_KIND_PRICE, price) with a problem; G_MAXUINT when there is none. */
guint            br_draft_model_first_problem (BrDraftModel *self, BrKind kind);
/** br_draft_model_find_problem: the sentence for a cell, or NULL. Caller frees. */
char            *br_draft_model_find_problem (BrDraftModel *self, const BrRecord *record, guint field);
/** br_draft_model_set_unread: keeps what was typed into a column of a SKU and cannot be read; NULL: it was read. */
void             br_draft_model_set_unread  (BrDraftModel *self, const BrId *sku, guint column, const char *text);
/** br_draft_model_get_unread: (transfer none) that text, or NULL. */
const char      *br_draft_model_get_unread  (BrDraftModel *self, const BrId *sku, guint column);
guint            br_draft_model_count_unread (BrDraftModel *self);
/** br_draft_model_first_unread: (transfer none) the topmost of them, the row of its SKU and its column; NULL when there is none. */
const char      *br_draft_model_first_unread (BrDraftModel *self, guint *row, guint *column);
/** br_draft_model_may_set: whether who is signed in may change the cell; nobody signed in may draft, not save. */
gboolean         br_draft_model_may_set     (BrDraftModel *self, const BrRecord *record, guint field);
/** br_draft_model_set_text: "" is NULL. set_id: NULL id is NULL. */
void             br_draft_model_set_text    (BrDraftModel *self, BrRecord *record, guint field, const char *text);
void             br_draft_model_set_int     (BrDraftModel *self, BrRecord *record, guint field, gint64 integer);
void             br_draft_model_set_id      (BrDraftModel *self, BrRecord *record, guint field, const BrId *id);
void             br_draft_model_set_null    (BrDraftModel *self, BrRecord *record, guint field);
/** br_draft_model_hold: nothing is checked or told until as many calls of release: for many changes at once. */
void             br_draft_model_hold        (BrDraftModel *self);
void             br_draft_model_release     (BrDraftModel *self);
/** br_draft_model_touch: says that the draft changed. */
void             br_draft_model_touch       (BrDraftModel *self);
/** br_draft_model_touch_lists: says that SKUs or prices came or went. */
void             br_draft_model_touch_lists (BrDraftModel *self);
/** br_draft_model_get_choices: (transfer none) of BrRecord, or NULL while they are read. */
GPtrArray       *br_draft_model_get_choices (BrDraftModel *self, BrKind kind);
/** br_draft_model_name: (transfer none) the name of a choice, or NULL. */
const char      *br_draft_model_name        (BrDraftModel *self, BrKind kind, const BrId *id);
/** br_draft_model_add_sku: (transfer none) a new SKU with the given option values (LINES or NULL), draft status. */
BrRecord        *br_draft_model_add_sku     (BrDraftModel *self, const char *option_values);
/** br_draft_model_add_price: (transfer none) a new regular base entry of a SKU, without amount. */
BrRecord        *br_draft_model_add_price   (BrDraftModel *self, const BrId *sku);
/** br_draft_model_base_price: (transfer none) the regular base entry of a SKU, or NULL. */
BrRecord        *br_draft_model_base_price  (BrDraftModel *self, const BrId *sku);

G_END_DECLS
