/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One base station's tags, made to show what they should: a linear, blocking machine that the station's thread steps. Everything it touches comes
 * by tables of functions, so that the same code runs on a virtual clock without threads.
 *
 * What a tag is to show is kept by the store, with a job for each difference. A job's every move is committed: SENDING before the first byte goes
 * out, all others after what was observed. A reply proves nothing: after a picture was handed over, and after every start, it is looked what became of
 * it before anything else is sent. A step makes one request at most.
 */
#pragma once

#include "br-random.h"
#include "br-station-driver.h"
#include "br-store.h"
#include "br-tag-rows.h"

G_BEGIN_DECLS

typedef struct _BrStationEngine BrStationEngine;

/** BrStationEngineParams: what it works with. All functions are called on the thread that steps it. Borrowed; must outlive it. */
typedef struct
{
  BrStore         *store;
  const BrClock   *clock;
  const BrRandom  *random;
  gint64           station;
  BrStationDriver *driver;
  BrTagProof       accepted; /* the least proof that a tag shows its picture; of a kind that never gives it, the best it gives */
  /** draw: (transfer full) what is wanted as a tag of that type shows it, and its JPEG (or NULL), or NULL with *problem (caller frees; why it cannot be drawn).
   *  Errors: as the store; it is tried again. */
  BrTagImage *(*draw) (gpointer data, const BrTagWant *want, const BrTagType *type, GBytes **jpeg, char **problem, GError **error);
  /** minute: of the shop's day (0..1439) at that wall time, for quiet hours. */
  int       (*minute) (gpointer data, gint64 at_us);
  /** moved: tags came here from other stations: their engines are to be refreshed. */
  void      (*moved)  (gpointer data);
  gpointer    data;
} BrStationEngineParams;

/** br_station_engine_new: pictures that were being sent are unknown from now on. Errors: NOT_FOUND (station), as the store. */
BrStationEngine *br_station_engine_new  (const BrStationEngineParams *params, GError **error);
/** br_station_engine_free: what is under way stays so: the next start looks. The driver is not closed. */
void             br_station_engine_free (BrStationEngine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrStationEngine, br_station_engine_free)

/** br_station_engine_step: takes what the station told, makes one request at most, or waits at most `wait_us` for something to do. */
void     br_station_engine_step     (BrStationEngine *self, gint64 wait_us);
/** br_station_engine_due_us: when the next step has something to do if the station tells nothing, by the monotonic clock. After a step. */
gint64   br_station_engine_due_us   (BrStationEngine *self);
/** br_station_engine_refresh: jobs, tags or settings of the station may have changed. */
void     br_station_engine_refresh  (BrStationEngine *self);
/** br_station_engine_blink: at its next check-in the tag blinks; a stop follows by itself. Instead of one ordered before. Errors: REFUSED (this kind of station or tag cannot), NOT_FOUND. */
gboolean br_station_engine_blink    (BrStationEngine *self, const char *tag, BrTagLed led, GError **error);
/** br_station_engine_is_kept: FALSE: what is known of its tags could not be written down last time (a full disk): until it can be, nothing is sent. */
gboolean br_station_engine_is_kept  (BrStationEngine *self);
/** br_station_engine_count_out: pictures that may be at the station or on their way to a tag. */
guint    br_station_engine_count_out (BrStationEngine *self);

G_END_DECLS
