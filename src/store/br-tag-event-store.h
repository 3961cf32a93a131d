/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened to tags and stations, and how long tags.db remembers. Functions with a BrStoreTx run in br_store_tags_write. */
#pragma once

#include "br-store.h"
#include "br-tag-rows.h"

G_BEGIN_DECLS

#define BR_TAG_EVENT_MOST      200000                                                     /* events, about 20 MB; the oldest go first */
#define BR_TAG_EVENT_MOST_US   (G_GINT64_CONSTANT (90) * 24 * 3600 * G_USEC_PER_SEC)      /* and how old they get */
#define BR_TAG_HISTORY_MOST    500000                                                     /* rows of what was shown */
#define BR_TAG_HISTORY_MOST_US (G_GINT64_CONSTANT (400) * 24 * 3600 * G_USEC_PER_SEC)     /* a year and a month: what did this shelf show then? */

/** br_tag_event_note: id is not used; at_us is set by the clock. */
gboolean   br_tag_event_note  (BrStoreTx *tx, const BrTagEvent *event, GError **error);
/** br_tag_event_list: (transfer full) of BrTagEvent, newest first: of a tag, of a station (else 0); older than `before` (an id, 0 = from the newest on). */
GPtrArray *br_tag_event_list  (BrDb *db, gint64 tag, gint64 station, gint64 before, guint limit, GError **error);
/** br_tag_event_prune: one step of about a thousand rows: events, final jobs, what was shown and wanted, beyond the limits above. *more: there is something left to do. */
gboolean   br_tag_event_prune (BrStoreTx *tx, gboolean *more, GError **error);

G_END_DECLS
