/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stations are still to be told of tags (tags.db): kept until it is done, so that it is done by the next program if this one ends. A tag that goes to another station leaves
 * word at the old one to throw away what waits there, in the same transaction. Functions with a BrStoreTx run in br_store_tags_write.
 */
#pragma once

#include "br-store.h"
#include "br-tag.h"

G_BEGIN_DECLS

/** BrTagErrandKind: stored; append only. */
typedef enum
{
  BR_TAG_ERRAND_CANCEL = 1, /* throw away what waits for the tag */
  BR_TAG_ERRAND_DARK,       /* it is to stop blinking; at_us: when it was ordered to begin */
} BrTagErrandKind;

/** BrTagErrand: one. */
typedef struct
{
  gint64          tag;
  char            key[BR_TAG_KEY_MAX + 1]; /* of the tag */
  BrTagErrandKind kind;
  gint64          at_us;
} BrTagErrand;

/** br_tag_errand_list: (transfer full) of BrTagErrand: a station's. */
GArray  *br_tag_errand_list (BrDb *db, gint64 station, GError **error);
/** br_tag_errand_put: to be done from now on; one that is there already begins anew. */
gboolean br_tag_errand_put  (BrStoreTx *tx, gint64 station, gint64 tag, BrTagErrandKind kind, GError **error);
/** br_tag_errand_done: it is not to be done any more. */
gboolean br_tag_errand_done (BrStoreTx *tx, gint64 station, gint64 tag, BrTagErrandKind kind, GError **error);

G_END_DECLS
