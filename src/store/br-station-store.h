/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Base stations, as stored in tags.db. Functions with a BrStoreTx run in br_store_tags_write. */
#pragma once

#include "br-store.h"
#include "br-tag-calls.h"
#include "br-tag-rows.h"

G_BEGIN_DECLS

/** br_station_store_list: (transfer full) of BrStation, by name. */
GPtrArray *br_station_store_list   (BrDb *db, GError **error);
/** br_station_store_find: (transfer full) NULL without error when there is none. */
BrStation *br_station_store_find   (BrDb *db, gint64 id, GError **error);
/** br_station_store_put: what a person set up, of a new one (id 0) or a known one; *id is its number. Its health is left alone. Errors: INVALID, RANGE, NOT_FOUND,
 *  EXISTS (another one of this driver has this address), FULL. */
gboolean   br_station_store_put    (BrStoreTx *tx, const BrStation *station, gint64 *id, GError **error);
/** br_station_store_forget: its tags stay, with no station until another one hears them. */
gboolean   br_station_store_forget (BrStoreTx *tx, gint64 id, GError **error);
/** br_station_store_admits: whether it can serve its tags and `n_more` (esl.md 2.12: refuse to enrol at 120). Nothing is said against a station nobody knows. Errors: CROWDED. */
gboolean   br_station_store_admits (BrDb *db, gint64 id, guint n_more, GError **error);
/** br_station_store_take_in: until then it takes in tags it does not know; 0 = no more. Errors: CROWDED (it cannot serve one more). */
gboolean   br_station_store_take_in (BrStoreTx *tx, gint64 id, gint64 until_us, GError **error);
/** br_station_store_note: how it was found: state, troubles, note, firmware, free_*, boot_us, rssi, n_tags, channel, heard_us of `station`. Another state begins now and is
 *  noted as an event; so is what was not wrong with it before. When nobody listened to it for a while, that is taken off the time its tags said nothing. */
gboolean   br_station_store_note   (BrStoreTx *tx, const BrStation *station, GError **error);
/** br_station_store_calls: of its tags, together. */
gboolean   br_station_store_calls  (BrDb *db, gint64 id, BrTagCalls *out, GError **error);

G_END_DECLS
