/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The OpenEPaperLink driver's state, shared by its files: asking, settings, tags, the stream, sending, looking. All of it may be lost at any moment: what
 * must survive is with the engine. Times ending in `_mono_us` are monotonic, others are wall time.
 */
#pragma once

#include "br-error.h"
#include "br-oepl-driver.h"
#include "br-oepl-image.h"
#include "br-oepl-message.h"
#include "br-oepl-request.h"

G_BEGIN_DECLS

#define BR_OEPL_MAX_BLOCKS 256 /* a block's number has 8 bits */
#define BR_OEPL_BLOCK      4096
#define BR_OEPL_GUARD_US   (100 * G_USEC_PER_SEC) /* so long settings are taken to be as they were read: a stream may empty batteries for 2 minutes, not more */
#define BR_OEPL_N_DOUBTS   3
#define BR_OEPL_N_DAMAGES  8

/** BrOeplFault: what the station said was wrong with the file it was given. */
typedef enum { BR_OEPL_FAULT_NONE = 0, BR_OEPL_FAULT_MISSING, BR_OEPL_FAULT_JPEG, BR_OEPL_FAULT_MEMORY } BrOeplFault;

/** BrOeplTag: what is remembered of a tag. */
typedef struct
{
  BrOeplRecord record;         /* as told last */
  gboolean     told;           /* `record` is of this life of the stream */
  guint        told_life;      /* and of this life of the station */
  gint64       heard_us;       /* when last_seen_s was told to be another one; 0 = not known */
  gint64       heard_mono_us;

  /* Whose picture it has: a change by others is seen by these two. */
  gboolean     based;
  char         ours[96];       /* name of the file we gave it last, or that it had when it was first seen */
  char         older[96];      /* the one before: a station that lost its latest minutes goes back to it */
  gboolean     out;            /* handed over, and not looked at since: the name may change */

  /* What it is known to show. */
  char         hash[17];       /* of the picture confirmed, first 16 digits; "" = none in this life of the program */
  char         excused[17];    /* a hash that is not `hash`, but the picture was read back and is the one confirmed (traps d, h) */
  char         suspect[17];    /* one that was read back, and the picture is not there */
  char         doubted[17];    /* the expected one under which something else was kept, said already since it was sent */
  gboolean     unsure;         /* it came unheard since, and did something: it may have been reset */
  char         led_hash[17];   /* what the hash becomes by the blink sent last (trap c); "" = none */

  /* What is on its way. */
  gint64       sent_mono_us;   /* 0 = nothing in this life of the program */
  guint        sent_life;      /* life of the station it was sent in */
  gint64       sent_count;     /* record's update_count before */
  char         completed[17];  /* the hash told first with a higher one; "" = not yet */
  gboolean     waited;         /* it was seen to wait for the tag */
  gint64       waiting_mono_us; /* since when something waits, 0 = nothing does */
  gint64       read_mono_us;   /* when what waits was read back */
  gboolean     timed_out;      /* the station gave up (trap f) */
  gboolean     same;           /* the station says that it is the picture the tag has (trap k) */
  gboolean     forget;         /* `prepare` must make the station forget the hash first */
  gboolean     forgotten;      /* it did: a hash of zeros is no loss */
  guint        n_lost;         /* times in a row it vanished without a trace */
  BrOeplFault  fault;
  char         block_file[96]; /* what it fetches */
  guint8       blocks[BR_OEPL_MAX_BLOCKS / 8];
  gint64       block_mono_us;  /* the last request of one */
} BrOeplTag;

/** BrOeplTypeSource: whose word a type is. OURS: the station could not be asked yet; NONE: it has no file for it, and never draws for such tags. */
typedef enum { BR_OEPL_TYPE_OURS = 1, BR_OEPL_TYPE_THEIRS, BR_OEPL_TYPE_NONE } BrOeplTypeSource;
typedef struct
{
  BrOeplTypeSource source;
  BrTagType        type;          /* code 0 and no colours when there is none */
  gboolean         differs;       /* theirs is not what Backroom knows */
  gint64           asked_mono_us; /* OURS: when it was tried to ask */
} BrOeplTypeEntry;

/** BrOeplDriver: a driver. */
typedef struct
{
  BrStationDriver base;
  const BrClock  *clock;
  BrStationLink  *link;
  gint64          post_mono_us;    /* the last POST ended; 0 = none yet */
  gint64          largest;         /* bytes of the largest JPEG and payload given, for what fits in its storage */

  GHashTable     *tags;            /* MAC -> BrOeplTag */
  GHashTable     *types;           /* code -> BrOeplTypeEntry */
  gint64          backup_mono_us;  /* the last /backup_db; 0 = none yet */

  /* The station */
  BrOeplInfo      info;
  gboolean        has_info;
  BrOeplConfig    config;
  gboolean        has_config;
  GTimeZone      *zone;            /* of `zone_name`, or NULL: not needed yet; kept, since making one takes long */
  char            zone_name[64];   /* as config.time_zone */
  gint64          guard_mono_us;   /* when its settings were last read and right */
  gboolean        may_listen;      /* an open stream does no harm (settings) */
  guint           config_troubles; /* BrStationTrouble: settings that could not be put right */
  gboolean        open;            /* strangers' tags may join, because somebody wants them to */
  BrOeplSys       sys;
  gboolean        has_sys;
  gint64          told_mono_us;    /* when it was told */
  gint64          clock_off_us;    /* its clock minus ours; with has_sys */
  gint64          set_time_mono_us;
  guint           life;            /* counts its restarts */

  /* The stream */
  gboolean        listening;
  gboolean        sys_since_open;
  gint64          sys_mono_us;     /* when it last said how it is, or was opened */
  gint64          guard_again_mono_us; /* settings are not read again here before */
  gint64          reopen_mono_us;  /* not before */
  gint64          backoff_us;
  char            updating[17];    /* the tag whose picture it makes ready now */
  GQueue          events;          /* of BrStationEvent */

  /* Doubt */
  gint64          doubts[BR_OEPL_N_DOUBTS];   /* monotonic, a ring: contradictions */
  gint64          damages[BR_OEPL_N_DAMAGES]; /* answers that were none */
  guint64         damaged_told[BR_OEPL_N_DAMAGES]; /* n_told by then */
  guint64         n_told;                     /* answers to requests, ever */
  guint           n_doubts, n_damages;        /* ever */

  int             woken;           /* atomic: somebody wants the thread while there is no stream */
} BrOeplDriver;

/* Time and asking: br-oepl-driver-ask.c. */
gint64     br_oepl_driver_now  (BrOeplDriver *self);
gint64     br_oepl_driver_mono (BrOeplDriver *self);
/** br_oepl_driver_ask: one exchange; at least a second after the POST before. Whatever HTTP status comes is an answer. Errors: OFFLINE (nothing happened),
 *  IO (a POST that may have been taken), PROTOCOL (counted as damage), G_IO_ERROR_CANCELLED. */
gboolean   br_oepl_driver_ask  (BrOeplDriver *self, const BrOeplRequest *request, GBytes *jpeg, gsize max_bytes, BrLinkAnswer *answer, GError **error);
/** br_oepl_driver_get: (transfer full) the body of an answer 200. Errors: also NOT_FOUND (404), BUSY (409, 503), PROTOCOL (any other status). */
GBytes    *br_oepl_driver_get  (BrOeplDriver *self, const BrOeplRequest *request, gsize max_bytes, GError **error);
/** br_oepl_driver_post: a command or setting that is as it should be when 200 comes. Errors: as get. */
gboolean   br_oepl_driver_post (BrOeplDriver *self, const BrOeplRequest *request, GError **error);

/* Doubt: br-oepl-driver-doubt.c. */
/** br_oepl_driver_doubt: what it says cannot be true; damage: what it says is no answer. Both only count. */
void       br_oepl_driver_doubt   (BrOeplDriver *self, const char *tag, const char *what);
void       br_oepl_driver_damage  (BrOeplDriver *self, const char *what);
/** br_oepl_driver_is_doubted: too much of either lately. */
gboolean   br_oepl_driver_is_doubted (BrOeplDriver *self);

/* Settings and health: br-oepl-driver-station.c. */
/** br_oepl_driver_guard: reads the settings that matter and puts them right; sets may_listen, closes the stream when it may not be open. Errors: those of asking;
 *  a setting that stays wrong is no error. */
gboolean   br_oepl_driver_guard   (BrOeplDriver *self, GError **error);
gboolean   br_oepl_driver_probe   (BrStationDriver *driver, BrStationHealth *health, GError **error);
gboolean   br_oepl_driver_take_in (BrStationDriver *driver, gboolean open, GError **error);
/** br_oepl_driver_health: as far as it is known. */
void       br_oepl_driver_health  (BrOeplDriver *self, BrStationHealth *health);

/* Tags: br-oepl-driver-tag.c, br-oepl-driver-type.c, br-oepl-driver-list.c. */
BrOeplTag *br_oepl_driver_tag     (BrOeplDriver *self, const char *mac); /* remembered, new when it was not */
BrOeplTag *br_oepl_driver_peek    (BrOeplDriver *self, const char *mac); /* or NULL */
/** br_oepl_driver_take: remembers a record and says what is to be told of it. TRUE: something about what is on its way may have changed. */
gboolean   br_oepl_driver_take    (BrOeplDriver *self, const BrOeplRecord *record, BrTagSighting *sighting);
/** br_oepl_driver_type: (transfer none) what a tag of that code can show; asks the station when it was not asked yet. */
const BrOeplTypeEntry *br_oepl_driver_type (BrOeplDriver *self, guint code);
/** br_oepl_driver_read: the record of one tag, remembered. Errors: of asking, NOT_FOUND, PROTOCOL. */
BrOeplTag *br_oepl_driver_read    (BrOeplDriver *self, const char *mac, BrTagSighting *sighting, GError **error);
gboolean   br_oepl_driver_list    (BrStationDriver *driver, BrSightingFunc func, gpointer data, GError **error);
gboolean   br_oepl_driver_find    (BrStationDriver *driver, const char *mac, BrTagSighting *sighting, GError **error);
guint      br_oepl_driver_n_tags  (BrOeplDriver *self); /* it serves itself */

/* The stream: br-oepl-driver-stream.c. */
gboolean   br_oepl_driver_wait    (BrStationDriver *driver, gint64 wait_us, BrStationEvent *event, GError **error);
void       br_oepl_driver_wake    (BrStationDriver *driver);
void       br_oepl_driver_stop    (BrStationDriver *driver);
/** br_oepl_driver_retell: puts what is known of a tag among what is told, since it may be known otherwise there. */
void       br_oepl_driver_retell  (BrOeplDriver *self, const BrOeplRecord *record);
/** br_oepl_driver_hang_up: closes the stream, if it is open; opened again not before `again_us` from now. */
void       br_oepl_driver_hang_up (BrOeplDriver *self, gint64 again_us);

/* What a tag has or waits for: br-oepl-driver-payload.c. */
/** BrOeplPayload: bytes read back. */
typedef struct
{
  gboolean      there;    /* FALSE: the station has none, and nothing else is set */
  BrOeplReading reading;
  char          hash[17]; /* first 16 digits, lower case */
  gsize         size;     /* bytes */
} BrOeplPayload;
/** br_oepl_payload_measure: of bytes there are. */
void       br_oepl_payload_measure (GBytes *bytes, BrTagImage *image, BrOeplPayload *out);
/** br_oepl_driver_read_queued, _shown: what waits first for a tag; what it fetched last. `image` is what it is compared with, NULL = nothing. Errors: of asking. */
gboolean   br_oepl_driver_read_queued (BrOeplDriver *self, const char *mac, BrTagImage *image, BrOeplPayload *out, GError **error);
gboolean   br_oepl_driver_read_shown  (BrOeplDriver *self, const char *mac, BrTagImage *image, BrOeplPayload *out, GError **error);

/* Sending and looking: br-oepl-driver-send.c, br-oepl-driver-look.c, br-oepl-driver-proof.c. */
/** br_oepl_driver_read_own: as read; errors: also CONFLICT when another station has it now (trap n). */
BrOeplTag *br_oepl_driver_read_own (BrOeplDriver *self, const char *mac, GError **error);
/** BrOeplBefore: what the station had of a tag before, as text "HASH UPDATES FILE". */
typedef struct
{
  char   hash[17];
  gint64 update_count;
  char   file_name[96]; /* may be "" */
} BrOeplBefore;
gboolean   br_oepl_before_read    (const char *text, BrOeplBefore *out);
gboolean   br_oepl_driver_prepare (BrStationDriver *driver, BrTagShipment *shipment, GError **error);
gboolean   br_oepl_driver_submit  (BrStationDriver *driver, BrTagShipment *shipment, GError **error);
gboolean   br_oepl_driver_cancel  (BrStationDriver *driver, const char *mac, GError **error);
gboolean   br_oepl_driver_led     (BrStationDriver *driver, const char *mac, BrTagLed led, GError **error);
/** BrOeplExpect: what the tag will say when it has the picture, as text "HASH BYTES". */
typedef struct
{
  char  hash[17];
  gsize size; /* of the payload, bytes */
} BrOeplExpect;
gboolean   br_oepl_expect_read    (const char *text, BrOeplExpect *out);
char      *br_oepl_expect_write   (const BrOeplPayload *payload);
/** br_oepl_driver_count_blocks: how many of a payload of `size` bytes the tag was seen to fetch. */
guint      br_oepl_driver_count_blocks (const BrOeplTag *tag, gsize size, guint *total);
/** br_oepl_driver_grade: the tag says it has what is expected: by which proof. Sets SHOWN, proof and note. Errors: of asking. */
gboolean   br_oepl_driver_grade   (BrOeplDriver *self, BrOeplTag *tag, const BrTagShipment *shipment, const BrOeplExpect *expect, BrShipmentReport *report, GError **error);
/** br_oepl_driver_confirm: from now on the tag is known to show that. */
void       br_oepl_driver_confirm (BrOeplTag *tag, const char *hash);
/** br_oepl_driver_name: by that name (NULL: not known) the station took what we gave the tag last. */
void       br_oepl_driver_name    (BrOeplTag *tag, const char *token);
void       br_oepl_driver_recall  (BrStationDriver *driver, const BrTagShipment *shipment);
gboolean   br_oepl_driver_look    (BrStationDriver *driver, BrTagShipment *shipment, BrShipmentReport *report, GError **error);

G_END_DECLS
