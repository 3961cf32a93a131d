/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One term of a search, asked in either of two ways: for all SKUs that match (by an index), or whether one SKU matches (by
 * its row). The first is quick for narrow terms, the second for wide ones, whose matches are met soon in any order.
 *
 * What a text matches, all folded (br_text_fold):
 *   three characters or more: any part of the name shown, the other name, the code, a barcode; the brand's name; unless quoted
 *     and only for ASCII: the pinyin initials of the name and of the brand;
 *   eight digits or more, from anywhere or as a barcode: the beginning of a barcode or code;
 *   one or two characters, one of them Han: anywhere in a name; else the beginning of a word of a name, of the code
 *     (of a barcode only when asked for by field), of the initials; any part of the brand's name.
 */
#pragma once

#include "br-db.h"
#include "br-id-set.h"
#include "br-search.h"
#include "br-sku-probe.h"

G_BEGIN_DECLS

/** BrSkuTerm: a term made ready. One owner, one thread. */
typedef struct _BrSkuTerm BrSkuTerm;

/** br_sku_term_new: reads names of categories, brands and suppliers where the term needs them. Errors: storage. */
BrSkuTerm *br_sku_term_new     (BrDb *db, const BrSearchNode *node, gint64 now_us, GError **error);
void       br_sku_term_free    (BrSkuTerm *self);
/** br_sku_term_fill: adds the ids that match to `set`, at most `limit` of them; *complete = FALSE when that was not all (the set
 *  is then of no use). */
gboolean   br_sku_term_fill    (BrSkuTerm *self, BrDb *db, gsize limit, BrIdSet *set, gboolean *complete, GError **error);
/** br_sku_term_is_text: whether it looks at texts: its index is the better way to ask, its rows are slow to read. */
gboolean   br_sku_term_is_text (const BrSkuTerm *self);

/** br_sku_term_test: whether SKU `id` matches. */
gboolean   br_sku_term_test    (BrSkuTerm *self, BrSkuProbe *probe, guint32 id, gboolean *matches, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrSkuTerm, br_sku_term_free)

G_END_DECLS
