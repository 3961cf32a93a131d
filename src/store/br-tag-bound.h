/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bound tags with all that decides what they are to show but the goods' values. On a reader. */
#pragma once

#include "br-db.h"
#include "br-tag-rows.h"

G_BEGIN_DECLS

/** BrTagBound: one tag. Owned. */
typedef struct
{
  BrTag       *tag;
  BrTagBinding binding;
  guint32      sku_row;     /* of the article in the list; 0 = it is gone */
  gboolean     sold;        /* it is listed, or in clearance, and sold here */
  gint64       category;    /* row of its category, 0 = none */
  char        *key;         /* of what is wanted now, NULL = nothing */
  BrId         wanted_sku;  /* what that is of, none = a free tag's */
  gboolean     held;        /* it waits to be started */
  gboolean     settled;     /* the tag shows it, and nothing is on its way */
  char        *wanted_design; /* it is drawn with, or NULL */
  int          wanted_revision; /* of that design */
  char        *wanted_fields; /* values it shows, as JSON; or NULL */
  gint64       wanted_minor, wanted_regular_minor; /* G_MININT64 = none */
  char        *next_key;    /* of what is wanted next, NULL = nothing */
  gint64       next_from_us, next_due_us;
} BrTagBound;
void       br_tag_bound_free (BrTagBound *self);

/** br_tag_bound_list: (transfer full) of BrTagBound, those of one article together: of the articles `skus` (rows: gint64), NULL = all. Errors: CANCELLED, storage. */
GPtrArray *br_tag_bound_list (BrDb *db, const GArray *skus, GCancellable *cancellable, GError **error);

/** BrTagDesigns: the rules and the tree of categories, for finding designs. */
typedef struct _BrTagDesigns BrTagDesigns;
BrTagDesigns *br_tag_designs_load (BrDb *db, GError **error);
void          br_tag_designs_free (BrTagDesigns *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrTagDesigns, br_tag_designs_free)
/** br_tag_designs_find: (transfer none) the design of the narrowest rule that fits: the nearest category before any, a size before all, promotion before always; NULL = no rule fits. */
const char   *br_tag_designs_find (const BrTagDesigns *self, gint64 category, const BrTagType *type, gboolean promotion);

G_END_DECLS
