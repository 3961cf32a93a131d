/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of any length of the snapshots a service hands out: positions at once, items only for what is looked at. */
#pragma once

#include "br-sku-row.h"
#include "br-view-item.h"

G_BEGIN_DECLS

#define BR_VIEW_MODEL_PAGE 64 /* snapshots asked for at a time */

#define BR_TYPE_VIEW_MODEL (br_view_model_get_type ())
/**
 * BrViewModel: a BrIdModel of BrViewItem. Emits "wanted" (guint start, guint n): somebody looks at items of these positions that have no snapshot
 * yet, or an old one; whoever fills the model answers by br_view_model_fill.
 */
G_DECLARE_FINAL_TYPE (BrViewModel, br_view_model, BR, VIEW_MODEL, GObject)

BrViewModel *br_view_model_new  (const BrViewType *type);
/**
 * br_view_model_show: the list from now on, by the ids of its things, each once; only the difference is announced, and things that stay keep their
 * items, so selection, focus and scrolling survive. views: the snapshots in the same order, or NULL: they are asked for as they are looked at,
 * and what is looked at now keeps its old one until then.
 */
void         br_view_model_show (BrViewModel *self, BrIdList *ids, GPtrArray *views);
/** br_view_model_replace: the same of a list that has little to do with the one before: told at once, not as its many differences. */
void br_view_model_replace (BrViewModel *self, BrIdList *ids);
/** br_view_model_fill: snapshots that were asked for. */
void         br_view_model_fill (BrViewModel *self, GPtrArray *views);

G_END_DECLS
