/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a kind of base station is spoken to, as a table of blocking functions called on the station's thread. A driver keeps nothing that
 * must survive: the engine commits what it needs again (`before`, `token`, `expect`: texts only the driver understands). It never repeats
 * a request by itself, and never takes a reply for proof: what became of a picture is found out by looking.
 */
#pragma once

#include "br-clock.h"
#include "br-station-report.h"
#include "br-tag-image.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BrStationDriver BrStationDriver;

#define BR_STATION_CANCEL_US (30 * G_USEC_PER_SEC)

/** BrStationCaps: what it can do; bits. */
typedef enum
{
  BR_STATION_CAN_IMAGE = 1 << 0, BR_STATION_CAN_LED = 1 << 1, BR_STATION_CAN_BATTERY = 1 << 2, BR_STATION_CAN_SIGNAL = 1 << 3,
  BR_STATION_CAN_READ_BACK = 1 << 4, BR_STATION_CAN_CANCEL = 1 << 5, BR_STATION_CAN_LIST = 1 << 6, BR_STATION_CAN_PUSH = 1 << 7, BR_STATION_CAN_BULK = 1 << 8,
} BrStationCaps;

/** BrTagShipment: one picture for one tag. `before`, `token`, `expect` are the driver's texts, kept by the engine with the job; owned, or NULL. */
typedef struct
{
  const char *tag;       /* borrowed */
  BrTagImage *image;     /* borrowed */
  GBytes     *jpeg;      /* borrowed, or NULL when the driver takes none */
  const char *title;     /* what people call it there; borrowed, or NULL */
  char       *before;    /* what the station had before it was sent */
  char       *token;     /* by which what was taken is known again */
  char       *expect;    /* what the tag will say when it has it */
  guint       sequence;  /* counts the pictures of this tag, from 1 */
  gboolean    is_free;   /* the picture says that the tag belongs to nothing; set for `look` */
} BrTagShipment;

/** BrShipmentStage: where it is, as looked at. What is gone says how, since that decides whether and when it is sent again. */
typedef enum
{
  BR_STAGE_NOT_TAKEN = 1, /* looked, and the station has nothing of it */
  BR_STAGE_ACCEPTED,      /* taken, not made ready yet */
  BR_STAGE_AT_STATION,    /* ready, waits for the tag */
  BR_STAGE_TRANSFER,      /* the tag fetches it */
  BR_STAGE_SHOWN,         /* done, by `proof` */
  BR_STAGE_DROPPED,       /* it was taken, and the station lost it (restart, storage): again at once, no attempt of the tag's */
  BR_STAGE_TIMED_OUT,     /* the station gave up waiting for the tag: `cancel`, then again when the tag is heard */
  BR_STAGE_POPPED,        /* gone from the station, and nothing shows that the tag has it: once more, after a while */
  BR_STAGE_STALE,         /* the tag or station takes it for the one it has already: `cancel`, then again after a while */
  BR_STAGE_FOREIGN,       /* somebody else's picture is on its way in its place */
  BR_STAGE_BAD,           /* the station cannot work with it: our mistake, not to be sent again */
} BrShipmentStage;

/** BrShipmentReport: the answer of `look`. */
typedef struct
{
  BrShipmentStage stage;
  BrTagProof      proof;
  guint           done, total; /* blocks fetched, 0, 0 = not known */
  gboolean        stuck;       /* of ACCEPTED: it is not made ready, and will not be by itself: `note` says why */
  char            note[128];   /* for the log, and why the proof is not a better one; English */
} BrShipmentReport;

/** BrStationEventKind: what `wait` gives. */
typedef enum
{
  BR_STATION_EVENT_TAG = 1,   /* `sighting` */
  BR_STATION_EVENT_SHIPMENT,  /* something happened to what is on its way to `tag`: look at it */
  BR_STATION_EVENT_HEALTH,    /* `health` */
  BR_STATION_EVENT_RESTARTED, /* the station began anew: all that was on its way is to be looked at */
  BR_STATION_EVENT_MISSED,    /* the stream broke or lost messages: look at all that is on its way, and list all tags */
} BrStationEventKind;
typedef struct
{
  BrStationEventKind kind;
  char            tag[BR_TAG_KEY_MAX + 1];
  BrTagSighting   sighting;
  BrStationHealth health;
} BrStationEvent;

typedef void (*BrSightingFunc) (const BrTagSighting *sighting, gpointer data);

/**
 * BrStationDriverOps. Errors of all: BUSY (try later, nothing happened), OFFLINE (not reached, nothing happened), IO (it may have been taken: look),
 * NOT_FOUND (no such tag), CONFLICT (the tag is at another station), INVALID (the picture cannot be sent), FULL (its storage), PROTOCOL (an answer
 * that makes no sense; counted by the driver), REFUSED (this kind cannot do that, or may not), AUTH.
 */
typedef struct
{
  const char *id;            /* "oepl", "opticon", "exec"; stored */
  guint       caps;          /* BrStationCaps */
  BrTagProof  best_proof;    /* it can ever give */
  gint64      request_gap_us, command_gap_us; /* between two pictures, two commands */
  gboolean (*probe)  (BrStationDriver *self, BrStationHealth *health, GError **error); /* also repairs its settings; what could not be repaired is a trouble */
  gboolean (*list)   (BrStationDriver *self, BrSightingFunc func, gpointer data, GError **error);
  gboolean (*find)   (BrStationDriver *self, const char *tag, BrTagSighting *sighting, GError **error);
  /** prepare: reads what the station has of the tag and sets `before`; committed before submit. What the station wrongly takes the tag to have is forgotten
   *  first. Errors: EXISTS (something of ours or of others still waits there for the tag: `cancel`, wait, then again). */
  gboolean (*prepare) (BrStationDriver *self, BrTagShipment *shipment, GError **error);
  /** submit: hands it over. TRUE or IO: look at what became of it. */
  gboolean (*submit) (BrStationDriver *self, BrTagShipment *shipment, GError **error);
  /** look: what became of it; may set `token` and `expect`. Not reached is an error, never a stage. */
  gboolean (*look)   (BrStationDriver *self, BrTagShipment *shipment, BrShipmentReport *report, GError **error);
  /** recall: the program begins, and the program before it handed this over for that tag, with `expect` only where the tag was known to show it; told once for each,
   *  the oldest first, before anything else. The driver then knows of its tags what it would if it had been there all the time. Asks nothing. NULL: it would not know. */
  void     (*recall) (BrStationDriver *self, const BrTagShipment *shipment);
  /** cancel: what waits there for the tag is thrown away, as far as the station can. Nothing is sent for BR_STATION_CANCEL_US after it: the station may throw
   *  away what comes meanwhile. */
  gboolean (*cancel) (BrStationDriver *self, const char *tag, GError **error);
  gboolean (*led)    (BrStationDriver *self, const char *tag, BrTagLed led, GError **error);
  /** take_in: whether tags it does not know yet may join. */
  gboolean (*take_in) (BrStationDriver *self, gboolean open, GError **error);
  /** wait: the next event, waiting at most `wait_us` (0 = only what came already); FALSE without error = none. Opens what it listens to when it is not open. */
  gboolean (*wait)   (BrStationDriver *self, gint64 wait_us, BrStationEvent *event, GError **error);
  void     (*wake)   (BrStationDriver *self); /* any thread: the wait of the moment ends, or else the next one that waits at all */
  /** stop: any thread; the program ends. What is under way ends within two seconds (four where a database is read, br-odbc.h), as if the station had gone, and what is asked after it fails at once. */
  void     (*stop)   (BrStationDriver *self);
  void     (*close)  (BrStationDriver *self);
} BrStationDriverOps;

struct _BrStationDriver
{
  const BrStationDriverOps *ops;
};

G_END_DECLS
