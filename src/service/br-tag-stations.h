/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The base stations of a profile, as last read from the store, each with its thread. On main. */
#pragma once

#include "br-station-thread.h"
#include "br-tag-view.h"
#include <glib-object.h>

G_BEGIN_DECLS

#define BR_TYPE_TAG_STATIONS (br_tag_stations_get_type ())
/** BrTagStations: emits "changed" after it was read and is another. */
G_DECLARE_FINAL_TYPE (BrTagStations, br_tag_stations, BR, TAG_STATIONS, GObject)

/** br_tag_stations_new: reads nothing yet. `open` makes drivers: br_station_kind_open, or a test's own. */
BrTagStations *br_tag_stations_new   (BrStore *store, BrStationOpen open);
/** start: reads them, and runs their threads as long as no other program of this profile does. stop: ends the threads. */
void           br_tag_stations_start (BrTagStations *self);
void           br_tag_stations_stop  (BrTagStations *self);
/** refresh: something in tags.db changed: reads again soon, once for many commits. `wakes`: the engines are to look too; what one of them wrote itself concerns no other. */
void           br_tag_stations_refresh (BrTagStations *self, gboolean wakes);
/** list: (transfer full) of BrStationView, by name. */
GPtrArray     *br_tag_stations_list  (BrTagStations *self);
/** are_kept: FALSE: what is known of the tags cannot be written down (a full disk, or one that only reads), so that nothing is sent. */
gboolean       br_tag_stations_are_kept  (BrTagStations *self);
/** has_other: another program drives them. */
gboolean       br_tag_stations_has_other (BrTagStations *self);
/** find_thread: (transfer none) of a station, or NULL: none runs. */
BrStationThread *br_tag_stations_find_thread (BrTagStations *self, gint64 station);
BrStationOpen  br_tag_stations_get_open (BrTagStations *self);

G_END_DECLS
