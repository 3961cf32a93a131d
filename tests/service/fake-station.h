/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stations and tags that are nothing but what a driver's table says of them, for trying the engine: no bytes, no radio. What can go wrong is a number a
 * thousand each, drawn from one seed. What a tag shows is the one number in its picture.
 */
#pragma once

#include "br-random.h"
#include "br-station-driver.h"

G_BEGIN_DECLS

/** FakeFaults: per mille of requests, check-ins or transfers. */
typedef struct
{
  guint offline, late, busy, garbage;   /* a request: not reached; reached, but no answer; refused; nonsense */
  guint restart;                        /* at a check-in: the station begins anew and has lost what waited */
  guint silent_restart;                 /* the same, and it does not tell */
  guint loss;                           /* a check-in leads to nothing */
  guint weak;                           /* a transfer is proved weakly only */
  guint pop;                            /* what waits is gone, and the tag never had it */
  guint time_out;                       /* the station gives up waiting */
  guint stale;                          /* the station takes it for what the tag has */
  guint reset;                          /* a tag loses its picture at a check-in */
  guint foreign;                        /* somebody else writes to it */
  guint roam;                           /* the tag goes to the next station */
  guint quiet;                          /* the station's word does not come */
} FakeFaults;

/** FakeTag: what there is. */
typedef struct
{
  char     key[17];
  guint    station;
  gint64   interval_us, next_us;
  gboolean asleep;       /* it does not come */
  gint64   shown;        /* number of the picture; 0 = its start screen */
  gint64   newest;       /* highest number it ever showed of ours */
  guint    n_older;      /* times an older picture replaced a newer one */
  guint    n_transfers, n_submits, n_blinks, n_stops;
  gint64   heard_us;
  gboolean lost, foreign; /* to be told with the next word */
  gint64   spoke_us;     /* nobody knows how old the word "lost" is, but that it is no younger; 0 = that is known */
  BrTagLed led, last_led; /* waits for it; it had last */
  /* at its station */
  gint64   waiting;      /* number of the picture that waits, 0 = none */
  char     file[16];     /* taken last; "" = never */
  char     acked[16];    /* of the picture it says to have */
  BrTagProof acked_proof;
  BrShipmentStage gone;  /* how the last one was lost, 0 = it was not */
  gint64   ready_us;     /* when it is made ready */
} FakeTag;

typedef struct _FakeAir FakeAir;

FakeAir         *fake_air_new      (const BrClock *clock, guint64 seed);
void             fake_air_free     (FakeAir *self);
void             fake_air_add_station (FakeAir *self);
FakeTag         *fake_air_add_tag  (FakeAir *self, guint station, gint64 interval_us);
FakeTag         *fake_air_find     (FakeAir *self, const char *key);
FakeTag         *fake_air_nth      (FakeAir *self, guint n); /* NULL after the last */
FakeFaults      *fake_air_faults   (FakeAir *self);
/** fake_air_set_down: nothing reaches that station. */
void             fake_air_set_down (FakeAir *self, guint station, gboolean down);
/** fake_air_restart: it begins anew. */
void             fake_air_restart  (FakeAir *self, guint station);
/** fake_air_open: (transfer full) a driver for one of them. */
BrStationDriver *fake_air_open     (FakeAir *self, guint station, const BrClock *clock);
/** fake_air_sight: what its station says of a tag. */
void             fake_air_sight    (const FakeTag *tag, BrTagSighting *out);
gint64           fake_air_next_due (FakeAir *self);
void             fake_air_run      (FakeAir *self, gint64 until_us);
gboolean         fake_air_has_news (FakeAir *self, guint station);

/** FakeCounts: what must not happen, and how much did. */
typedef struct
{
  guint n_requests, n_submits, n_cancels, n_lists, n_probes;
  guint n_twice;     /* a picture handed over while another one waits for the tag */
  guint n_too_close; /* pictures less than a second apart */
  gboolean open;     /* it takes in tags it does not know */
} FakeCounts;
/** fake_air_counts: NULL after the last station. */
const FakeCounts *fake_air_counts  (FakeAir *self, guint station);

#define FAKE_SIDE 32 /* pixels of a picture */

G_END_DECLS
