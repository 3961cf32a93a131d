/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags as heard, and what each is known to show, as stored in tags.db. Functions with a BrStoreTx run in br_store_tags_write. */
#pragma once

#include "br-station-report.h"
#include "br-store.h"
#include "br-tag-rows.h"

G_BEGIN_DECLS

#define BR_TAG_MAX 200000 /* tags kept, no more are taken in: a station that makes them up must not fill the disk */
#define BR_TAG_MOVE_TIMES 2 /* check-ins in a row at another station, until a tag is that one's */

/** br_tag_store_load, _find: (transfer full) NULL without error when there is none. */
BrTag    *br_tag_store_load (BrDb *db, gint64 id, GError **error);
BrTag    *br_tag_store_find (BrDb *db, const char *driver, const char *key, GError **error);
/** br_tag_store_of_station: (transfer full) of BrTag, by key. */
GPtrArray *br_tag_store_of_station (BrDb *db, gint64 station, GError **error);

/**
 * br_tag_store_hear: what a station said of tags, many in one transaction. A tag never heard of is kept, and is that station's unless it said `elsewhere`. One that
 * another station has goes over after BR_TAG_MOVE_TIMES check-ins in a row here, or at once when that one was forgotten; its job goes with it. What somebody did to its picture
 * (lost_picture, foreign, unconfirmed) is for the caller to act on. Of a station that was forgotten nothing is heard.
 */
gboolean  br_tag_store_hear (BrStoreTx *tx, gint64 station, const BrTagSighting *sightings, guint n, GError **error);
/** br_tag_store_lose: nobody knows any more what it shows (it was reset, or somebody else wrote to it: `foreign`): the job for what is wanted is made anew. */
gboolean  br_tag_store_lose (BrStoreTx *tx, gint64 tag, gboolean foreign, const char *note, GError **error);
/** br_tag_store_prove: what it shows is known better, or worse, than before. Does nothing when nothing is known to be shown. Errors: INVALID (proof NONE: that is _lose). */
gboolean  br_tag_store_prove (BrStoreTx *tx, gint64 tag, BrTagProof proof, const char *note, GError **error);
/** br_tag_store_attend: sets the bits `on` and clears the bits `off` of what a person should look at. */
gboolean  br_tag_store_attend (BrStoreTx *tx, gint64 tag, guint on, guint off, GError **error);
/**
 * br_tag_store_forget: it is not listed or counted any more until it is heard again, or bound. What it showed is kept for as long as of any tag: a certificate of a past moment
 * must not lose a shelf. Errors: IN_USE (it is bound), NOT_FOUND. _unforget: takes that back.
 */
gboolean  br_tag_store_forget   (BrStoreTx *tx, gint64 tag, GError **error);
gboolean  br_tag_store_unforget (BrStoreTx *tx, gint64 tag, GError **error);
/** br_tag_store_delete: the tag, its jobs and all it ever showed. Not of a tag that is bound. */
gboolean  br_tag_store_delete   (BrStoreTx *tx, gint64 tag, GError **error);

G_END_DECLS
