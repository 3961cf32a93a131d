/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine's state, shared by its files: stepping, jobs, sending, looking, hearing, blinking. All times in it are monotonic unless said otherwise. */
#pragma once

#include "br-error.h"
#include "br-station-engine.h"
#include "br-station-store.h"
#include "br-tag-errand-store.h"
#include "br-tag-event-store.h"
#include "br-tag-job-store.h"
#include "br-tag-machine.h"
#include "br-tag-picture-store.h"
#include "br-tag-store.h"
#include "br-tag-want-store.h"

G_BEGIN_DECLS

#define BR_STATION_SECOND G_GINT64_CONSTANT (1000000)
#define BR_STATION_MINUTE (60 * BR_STATION_SECOND)
#define BR_STATION_HOUR   (60 * BR_STATION_MINUTE)

/** BrTagSpot: a tag of this station, and what is known of it beyond what is stored. Owned by `spots`. */
typedef struct
{
  BrTag   *tag;          /* as last read; NULL: another station has it, and this one is still to be told something of it */
  gint64   id;           /* of the tag */
  gint64   heard_us;     /* wall time; newer than tag->heard_us */
  gint64   next_us;      /* wall time of its next check-in, as BrTag.next_us */
  gint64   rest_us;      /* no picture is sent to it before */
  gboolean hold;         /* nor before it is heard again */
  gboolean cancel;       /* what waits for it at the station is to be thrown away */
  guint    errands;      /* that are stored: bits 1 << BrTagErrandKind */
  gint64   replaced;     /* job that has ended then; 0 = none */
  BrTagLed led;          /* to be ordered; 0 = none */
  gint64   led_due_us;   /* not before */
  gboolean led_blocked;  /* it was refused: a picture that the station has of the tag is in its way */
  BrTagLed led_out;      /* ordered last, and the tag may not have it yet, or blinks; 0 = none */
  gint64   led_out_us;   /* when; wall time */
  gboolean doubt;        /* what it shows is to be looked at */
  guint    n_lost;       /* times that its picture was taken for lost since lost_us */
  gint64   lost_us;      /* of the first of them */
} BrTagSpot;

/** BrTagFlight: a job that is not final. Owned by `flights`. */
typedef struct
{
  BrTagJob *job;         /* as last read */
  gint64    look_us;     /* when it is to be looked at, of one that is out */
  guint     n_bad_looks; /* looks in a row that failed */
  gboolean  must_look;   /* it was out when the engine began: nothing at all is sent before it was looked at */
  gint64    same_gen;    /* what is wanted by now has the same picture, or cannot take its place; 0 = not known */
  gint64    heard_us;    /* the first time its tag was heard while it waited at the station; 0 = not yet */
  gint64    acked_us;    /* when the tag first said it has it; 0 = not yet */
  gint64    ready_by_us; /* of ACCEPTED: the station has made it ready by then; 0 = not worked out yet */
} BrTagFlight;

struct _BrStationEngine
{
  BrStationEngineParams params;
  BrStationDriver *driver;
  BrStation       *station;      /* as stored, and as found last */
  gboolean         stale;        /* settings, tags and jobs are to be read again */
  GHashTable      *spots;        /* key of the tag -> BrTagSpot */
  GHashTable      *flights;      /* id of the job (gint64) -> BrTagFlight */
  BrTagFlight     *sending;      /* SENDING is committed, nothing was handed over yet; or NULL */
  GArray          *heard;        /* of BrTagSighting, to be stored */
  gboolean         heard_strange; /* some of it cannot wait */
  gint64           heard_due_us;
  gint64           due_us;       /* when there is something to do; worked out anew in each step */

  /* The station */
  gboolean         reached;      /* it answered the last probe */
  BrStationHealth  health;
  gboolean         listed;       /* its tags were read since the engine began: until then n_tags is as stored */
  gboolean         open;         /* it takes in tags, as ordered last */
  guint            n_fails;      /* requests in a row that did not reach it */
  guint            n_busy;       /* refusals in a row */
  gint64           back_off_us;  /* nothing is asked before, but a probe */
  gint64           probe_due_us, list_due_us, sweep_due_us;
  gint64           picture_due_us, command_due_us; /* the gaps it needs */
  gint64           noted_us;     /* when its health was stored last */
  gint64           retry_us;     /* the store failed: nothing is done before */
};

/* br-station-engine.c */
gint64     br_station_engine_now    (BrStationEngine *self);
gint64     br_station_engine_wall   (BrStationEngine *self);
/** br_station_engine_is_ahead: a wall time of something that has happened lies in the future: the clock was set back since, and how long ago it was is not known. */
gboolean   br_station_engine_is_ahead (BrStationEngine *self, gint64 wall_us);
/** br_station_engine_wait_until: there is something to do then. FALSE: not yet. */
gboolean   br_station_engine_is_due (BrStationEngine *self, gint64 due_us);
/** br_station_engine_asked: what became of a request: counts, and opens or closes the circuit. */
void       br_station_engine_asked  (BrStationEngine *self, const GError *error);
/** br_station_engine_write: a transaction on tags.db, of the program that has the claim on the stations; a failure is said, and nothing is sent for a while. */
gboolean   br_station_engine_write  (BrStationEngine *self, BrStoreFunc func, gpointer data);
gboolean   br_station_engine_read   (BrStationEngine *self, BrReadFunc func, gpointer data);
/** br_station_engine_note_station: stores what is known of it, when that changed. */
void       br_station_engine_note_station (BrStationEngine *self, BrStationState state, const char *note);
/** br_station_engine_accepted: the least proof that counts at this station. */
BrTagProof br_station_engine_accepted (BrStationEngine *self);
gboolean   br_station_engine_can    (BrStationEngine *self, BrStationCaps cap);

/* br-station-engine-job.c */
gboolean   br_station_engine_load   (BrStationEngine *self);
/** br_station_engine_keep: stores that this is to be done for the tag, or that it is not any more; nothing when that is stored already. FALSE: not stored. */
gboolean   br_station_engine_keep   (BrStationEngine *self, BrTagSpot *spot, BrTagErrandKind kind, gboolean to_do);
BrTagSpot *br_station_engine_spot   (BrStationEngine *self, const char *key); /* or NULL */
/** BrTagKnown: what else is known when a job moves; borrowed. */
typedef struct
{
  const char       *digest, *before, *token, *expect, *note; /* as BrTagJobMove */
  BrTagProof        proof;
  guint             done, total;
  const BrTagImage *image; /* of DRAWN: kept by `digest` */
  GBytes           *jpeg;
} BrTagKnown;
/** br_station_engine_move: what was observed of a job, committed. `known`: or NULL. FALSE: not committed, to be observed again; or the job is not ours
 *  any more. *flight is NULL afterwards when the job ended or is not ours; the next job of its tag, if there is one, has a flight of its own. */
gboolean   br_station_engine_move   (BrStationEngine *self, BrTagFlight **flight, BrTagOn on, const BrTagKnown *known);
/** br_station_engine_wake_jobs: those whose wait is over. */
void       br_station_engine_wake_jobs (BrStationEngine *self);
/** br_station_engine_flight_of: the flight of a tag, or NULL. */
BrTagFlight *br_station_engine_flight_of (BrStationEngine *self, gint64 tag);

/* br-station-engine-send.c: each TRUE when it did something */
gboolean   br_station_engine_submit (BrStationEngine *self);
gboolean   br_station_engine_send   (BrStationEngine *self);
/** br_station_engine_draw: (transfer full) a picture of what a tag is to show at `gen`; NULL: it cannot be drawn (*problem, caller frees), or the store failed. */
BrTagImage *br_station_engine_draw  (BrStationEngine *self, const BrTagSpot *spot, gint64 gen, GBytes **jpeg, char **problem);
/** br_station_engine_ship: the driver's words for a job. They are kept with the station they are of: another one's mean nothing here. */
void       br_station_engine_ship   (BrTagShipment *shipment, const BrTagJob *job);
void       br_station_engine_unship (BrTagShipment *shipment);
/** br_station_engine_is_ours: whether a job that may be out was sent by this station. */
gboolean   br_station_engine_is_ours (BrStationEngine *self, const BrTagJob *job);

/* br-station-engine-look.c: each TRUE when it did something */
/** br_station_engine_look_first: at what nothing is known of. */
gboolean   br_station_engine_look_first (BrStationEngine *self);
gboolean   br_station_engine_look   (BrStationEngine *self);
/** br_station_engine_replace: finds out whether what is out is still what is wanted. */
gboolean   br_station_engine_replace (BrStationEngine *self);
gboolean   br_station_engine_cancel (BrStationEngine *self);

/* br-station-engine-hear.c */
/** br_station_engine_listen: takes one thing the station told, waiting at most `wait_us` for it. FALSE: there was none. */
gboolean   br_station_engine_listen (BrStationEngine *self, gint64 wait_us);
/** br_station_engine_flush: stores what was heard, when it is time to. TRUE: it did. */
gboolean   br_station_engine_flush  (BrStationEngine *self);
gboolean   br_station_engine_list   (BrStationEngine *self);

/* br-station-engine-care.c: each TRUE when it did something */
gboolean   br_station_engine_probe  (BrStationEngine *self);
/** br_station_engine_take_in: lets tags join as long as a person wants. */
gboolean   br_station_engine_take_in (BrStationEngine *self);
gboolean   br_station_engine_led    (BrStationEngine *self);

/* br-station-engine-doubt.c: each TRUE when it did something */
/** br_station_engine_lose: tags that lost their picture, by what was heard and is stored now, are to show what is wanted again. */
void       br_station_engine_lose   (BrStationEngine *self);
/** br_station_engine_recall: tells the driver what its tags were given until the program ended, and known to show. FALSE: the store failed. */
gboolean   br_station_engine_recall (BrStationEngine *self);
/** br_station_engine_doubt: looks at what a tag shows that is said to show something else. */
gboolean   br_station_engine_doubt  (BrStationEngine *self);
/** br_station_engine_sweep: what failed a day ago, or was never proved since, is tried anew. */
gboolean   br_station_engine_sweep  (BrStationEngine *self);

G_END_DECLS
