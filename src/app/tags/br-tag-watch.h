/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of shelf tags waits for a person, counted as it changes: for badges and Today. */
#pragma once

#include "br-tag-service.h"

G_BEGIN_DECLS

#define BR_TYPE_TAG_WATCH (br_tag_watch_get_type ())
/** BrTagWatch: emits "changed" when one of its numbers changed. */
G_DECLARE_FINAL_TYPE (BrTagWatch, br_tag_watch, BR, TAG_WATCH, GObject)

/** BrTagWatchCounts: what waits. */
typedef struct
{
  gint64 attention; /* tags to be looked at */
  gint64 failed;    /* of them, those that could not be changed */
  gint64 mismatch;  /* articles of which shelf, record and till differ or are not proved to agree */
  gint64 down;      /* stations that are not reached or not trusted */
  gint64 troubled;  /* those, and stations with something wrong */
} BrTagWatchCounts;

BrTagWatch             *br_tag_watch_new (BrTagService *tags);
/** br_tag_watch_get: (transfer none) the numbers now. */
const BrTagWatchCounts *br_tag_watch_get (BrTagWatch *self);

G_END_DECLS
