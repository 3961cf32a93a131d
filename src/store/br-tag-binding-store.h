/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which article a tag stands before, what scanned stickers mean, and which design articles get. Functions with a BrStoreTx run in br_store_tags_write. */
#pragma once

#include "br-store.h"
#include "br-tag-rows.h"
#include "br-tag-view.h"

G_BEGIN_DECLS

/** br_tag_binding_find: FALSE without error = not bound. `out` is zeroed or cleared by the caller. */
gboolean   br_tag_binding_find    (BrDb *db, gint64 tag, BrTagBinding *out, GError **error);
/** br_tag_bind: also of one that is bound: it is bound anew. What it then shows is worked out by whoever hears of the change (service/br-tag-wanted). bound_us is set by the clock.
 *  Errors: NOT_FOUND (no such tag), INVALID (no article), CROWDED (it is free, and its station cannot serve all it has). */
gboolean   br_tag_bind            (BrStoreTx *tx, const BrTagBinding *binding, GError **error);
/** br_tag_unbind: and it is to show that it is free: an orphan keeps showing an old price. Does nothing when it is not bound. */
gboolean   br_tag_unbind          (BrStoreTx *tx, gint64 tag, const char *person, GError **error);
/** br_tag_replace: `to` stands where `from` stood: its article, store, place and design. `from` is free. Errors: NOT_FOUND (`from` is not bound, no tag `to`), IN_USE (`to` is bound), CROWDED. */
gboolean   br_tag_replace         (BrStoreTx *tx, gint64 from, gint64 to, const char *person, GError **error);

/** br_tag_code_learn: from now on this sticker is that tag; also one that meant another. Errors: INVALID (too long or empty), NOT_FOUND. */
gboolean   br_tag_code_learn      (BrStoreTx *tx, const char *code, gint64 tag, GError **error);
/** br_tag_code_forget: from now on this sticker means no tag. Does nothing when it meant none. */
gboolean   br_tag_code_forget     (BrStoreTx *tx, const char *code, GError **error);
/** br_tag_code_find: what a scan means: learned, else the tag's key, in capitals or not; twelve hexadecimal digits also with 0000 before. 0 = no tag, or several. */
gboolean   br_tag_code_find       (BrDb *db, const char *scan, gint64 *tag, GError **error);

/** br_tag_design_list: (transfer full) of BrTagDesignRule, the narrowest first. On a reader: with the categories' names. */
GPtrArray *br_tag_design_list     (BrDb *db, GError **error);
/** br_tag_design_put: one rule a category, size and promotion: another one replaces it. Errors: INVALID (no design, half a size). */
gboolean   br_tag_design_put      (BrStoreTx *tx, const BrTagDesignRule *rule, GError **error);
gboolean   br_tag_design_delete   (BrStoreTx *tx, gint64 id, GError **error);

G_END_DECLS
