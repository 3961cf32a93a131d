/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stations, tags, bindings, wishes and jobs as they are kept. Times are microseconds UTC, 0 = not known; texts are owned, or NULL when there is none. */
#pragma once

#include "br-id.h"
#include "br-tag-type.h"

G_BEGIN_DECLS

#define BR_STATION_MAX           500  /* stations kept */
#define BR_STATION_CAPACITY      100  /* tags an OpenEPaperLink access point is trusted with: its radio loses what is beyond 128 */
#define BR_STATION_MAX_CAPACITY  100000
#define BR_TAG_CLOCK_SLACK_US    (G_GINT64_CONSTANT (5) * 60 * G_USEC_PER_SEC) /* what was noted for a moment later than that was noted before the clock was set back */
#define BR_STATION_DEAF_US       (G_GINT64_CONSTANT (20) * 60 * G_USEC_PER_SEC) /* between two answers: nobody listened to it, or it was away */
#define BR_TAG_CODE_MAX          127  /* bytes of a scanned sticker */

/** BrStation: a base station: as a person set it up, and how it was found last. Immutable once shared, atomically reference counted. */
typedef struct
{
  gint64  id;               /* 0 = new */
  char   *driver;           /* "oepl", "opticon", "exec" */
  char   *name;             /* for people */
  char   *address;          /* host and port, folder or command: what the driver makes of it; never two alike of one driver */
  char   *settings;         /* JSON only the driver understands */
  gboolean paused;          /* by a person: nothing is sent */
  guint   capacity;         /* tags it is trusted with; more is refused */
  int     quiet_from, quiet_to; /* minutes of the shop's day between which nothing is sent that can wait; -1 = always sent */
  gint64  take_in_until_us; /* until then it takes in tags it does not know */
  /* as found last: br_station_store_note */
  BrStationState state;
  gint64  state_us;         /* since when */
  guint   troubles;         /* BrStationTrouble */
  char   *note;             /* English, for the log and the detail pane */
  char   *firmware;
  gint64  free_bytes, free_memory; /* -1 = not known */
  gint64  boot_us;          /* when it was started */
  int     rssi;             /* dBm, 0 = not known */
  guint   n_tags;           /* it says it serves */
  guint   channel;
  gint64  heard_us;         /* when it answered last */
} BrStation;
BrStation *br_station_new   (void);
BrStation *br_station_ref   (BrStation *self);
void       br_station_unref (BrStation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrStation, br_station_unref)
/** br_station_most: tags it has at most: beyond its capacity it is crowded, and with a fifth more it takes none in. */
guint      br_station_most (const BrStation *self);
/** br_station_was_deaf: whether, when it answers at `now_us`, nobody listened to it for a while (BR_STATION_DEAF_US). */
gboolean   br_station_was_deaf (const BrStation *self, gint64 now_us);
/** br_station_is_quiet: whether `minute` (0..1439) of the shop's day lies in its quiet hours, which may go over midnight. */
gboolean   br_station_is_quiet (const BrStation *self, int minute);

/** BrTag: a tag, as heard last, and what it shows. Immutable once shared, atomically reference counted. */
typedef struct
{
  gint64     id;
  char      *driver, *key;      /* by both it is known */
  gint64     station;           /* that has it, 0 = none */
  BrTagType  type;              /* as its station told, else as Backroom knows; n_colours 0 = unknown, code as told */
  char      *alias;
  gint64     first_us, heard_us;
  gint64     next_us;           /* G_MAXINT64 = sleeps until woken by hand */
  gint64     interval_us;       /* it sleeps between two check-ins, as seen; 0 = not known */
  gint64     deaf_us;           /* so much of the time since heard_us nobody listened to its station */
  gint64     listened_us;       /* until when its station is known to have been listened to; G_MAXINT64 = it has none, and nothing excuses it */
  int        battery_mv;        /* 0 = not known */
  gboolean   battery_or_more;
  int        rssi, lqi;         /* 0 = not known */
  int        temperature;       /* G_MININT = not known */
  guint      firmware, wake;    /* wake: BrTagWake */
  char      *hash;
  guint      attention;         /* BrTagAttention, without SILENT: br_tag_is_silent */
  gint64     wanted_gen;        /* counts what it was to show; 0 = nothing ever */
  gint64     shown_gen;         /* which of them it shows; 0 = not known */
  char      *shown_digest;
  BrTagProof shown_proof;
  gint64     shown_us;          /* since when it is known to */
  guint      sequence;          /* pictures sent to it so far */
} BrTag;
BrTag   *br_tag_new       (void);
BrTag   *br_tag_ref       (BrTag *self);
void     br_tag_unref     (BrTag *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrTag, br_tag_unref)
#define BR_TAG_SILENT_TIMES       3                                       /* intervals without a word */
#define BR_TAG_INTERVAL_UNKNOWN_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC) /* taken where none was seen yet */
/** br_tag_is_silent: it was heard once, and not for three times as long as it sleeps, by a station that was listened to so long: while Backroom is closed, the computer
 *  sleeps or the station is away, nothing is said against a tag. */
gboolean br_tag_is_silent (const BrTag *self, gint64 now_us);

/** BrTagBinding: which article a tag stands before. */
typedef struct
{
  gint64 tag;
  BrId   sku, store;  /* store: whose prices it shows; none = HQ's view */
  char  *design;      /* key of a template, NULL = by the rules */
  char  *place;       /* where it hangs, as typed, or NULL */
  char  *bound_by;
  gint64 bound_us;
} BrTagBinding;
void br_tag_binding_clear (BrTagBinding *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrTagBinding, br_tag_binding_clear)

#define BR_TAG_KEY_FINDER "finder" /* BrTagWant.key of the picture a tag is found by; its other values are those of the picture it stands for */

/** BrTagWant: what a tag is to show: values as they were read, so that it can be drawn at any time and said afterwards. */
typedef struct
{
  gint64 tag, gen;      /* gen: 0 of one that is not written yet */
  char  *key;           /* digest over the design and the values it reads; another key, perhaps another picture */
  gint64 at_us;         /* since when it is wanted */
  gint64 from_us;       /* since when its values hold */
  BrId   sku, store;    /* sku none = a free tag's picture */
  char  *design;        /* key of the template, NULL of a free tag */
  int    revision;      /* of it */
  gint64 price_minor, regular_minor; /* as shown; G_MININT64 = none, or the design shows none */
  char  *title, *code;
  char  *fields;        /* JSON (br_wire_fields_read), NULL = nobody draws it any more */
  char  *digest;        /* of its picture, NULL until it is drawn */
  gboolean held;        /* only its look is new, for many tags at once: it begins when a person starts it */
} BrTagWant;
void br_tag_want_clear (BrTagWant *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrTagWant, br_tag_want_clear)

/** BrTagJob: a picture on its way, and what of its tag matters for that. Immutable once shared, atomically reference counted. */
typedef struct
{
  gint64        id;
  gint64        tag, station;  /* station 0 = its tag has none */
  gint64        gen;           /* of the BrTagWant */
  char         *digest;        /* NULL until drawn */
  BrTagPriority priority;
  BrTagJobState state;
  BrTagProof    proof;
  guint         attempt;       /* failures counted since first_us */
  gint64        first_us;      /* of the first of them */
  gint64        not_before_us; /* of RETRY_WAIT */
  guint         sequence;      /* BrTagShipment.sequence */
  char         *before, *token, *expect; /* the driver's texts */
  guint         done, total;   /* blocks fetched */
  char         *note;
  gint64        created_us, state_us, sent_us;
  /* of the tag */
  char         *key;
  gint64        next_us, heard_us;
  gint64        wanted_gen;    /* more than gen: something newer is wanted already */
  char         *shown_digest;
  BrTagProof    shown_proof;
} BrTagJob;
BrTagJob *br_tag_job_new   (void);
BrTagJob *br_tag_job_ref   (BrTagJob *self);
void      br_tag_job_unref (BrTagJob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrTagJob, br_tag_job_unref)

/** BrTagEventKind: stored; append only. */
typedef enum
{
  BR_TAG_EVENT_JOB = 1,    /* a job moved in a way that is not the ordinary one: from, to */
  BR_TAG_EVENT_STATION,    /* a station's state changed: from, to */
  BR_TAG_EVENT_BOUND, BR_TAG_EVENT_UNBOUND,
  BR_TAG_EVENT_MOVED,      /* the tag went to another station */
  BR_TAG_EVENT_LOST,       /* what it showed is not known any more */
  BR_TAG_EVENT_FOREIGN,    /* somebody else gave it something to show */
  BR_TAG_EVENT_PROOF,      /* what it shows is known better, or worse, than before: from, to */
  BR_TAG_EVENT_NOTE,
  BR_TAG_EVENT_SEEN_WRONG, /* a person stood before it and saw another picture */
  BR_TAG_EVENT_STARTED,    /* a person started its new look */
  BR_TAG_EVENT_STARTED_LATE, /* knowing that it would not be done in time */
  BR_TAG_EVENT_FINDER,     /* a person is looking for it by its picture */
  BR_TAG_EVENT_FOUND,      /* and found it */
  BR_TAG_EVENT_STUCK,      /* its station took a picture and does not make it ready: note says why, where that is known */
  BR_TAG_EVENT_TROUBLE,    /* something more is wrong with a station: from, to: BrStationTrouble */
} BrTagEventKind;

/** BrTagEvent: something that happened. */
typedef struct
{
  gint64         id, at_us;
  gint64         station, tag, job; /* 0 = none */
  BrTagEventKind kind;
  int            from, to;          /* BrTagJobState, BrStationState or BrTagProof, by kind; 0 = none */
  char          *note;              /* who did it, of BOUND, UNBOUND, SEEN_WRONG to FOUND and of a person's PROOF; else English, for the log */
} BrTagEvent;
void br_tag_event_free (BrTagEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrTagEvent, br_tag_event_free)

G_END_DECLS
