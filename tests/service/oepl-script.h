/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A station that does exactly what a test tells it, behind a link on a clock of its own: its settings, its tags' records, what waits and what was shown are
 * plain members to be changed; any request can be given another answer or be broken. It draws nothing and has no radio: see the emulated one for that.
 */
#pragma once

#include "br-oepl-driver.h"
#include "br-oepl-record.h"

G_BEGIN_DECLS

#define SCRIPT_MAC "00007E1F25C0A1B2"
#define SCRIPT_START_US (G_GINT64_CONSTANT (1790000000) * G_USEC_PER_SEC)

/** ScriptTag: a record as it is told, and the bytes behind it. */
typedef struct
{
  char    mac[17];
  char    hash[33];
  gint64  last_seen_s, next_update_s, next_checkin_s;
  int     pending, content_mode, rssi, battery_mv, type_code, wakeup, firmware;
  guint   capabilities;
  gint64  update_count;
  char    file_name[64];
  gboolean external;
  const char *leave_out; /* name of a member that is not told, or NULL */
  GBytes *queued, *shown; /* owned, or NULL */
} ScriptTag;

/** ScriptAnswer: another answer than the usual one. */
typedef struct
{
  char      *begins;  /* "GET /get_db", owned */
  guint      status;  /* 0 = it breaks */
  GBytes    *body;    /* owned */
  BrLinkFate fate;    /* of one that breaks */
  int        code;    /* BrError of one that breaks */
  guint      n_left;  /* times */
} ScriptAnswer;

typedef struct
{
  BrStationDriver *driver;
  BrClock      clock;
  gint64       now_us;      /* of both clocks */
  GPtrArray   *tags;        /* of ScriptTag */
  GPtrArray   *answers;     /* of ScriptAnswer; the first that fits is used up first */
  GRand       *spoiler;     /* owned: answers and messages are spoilt by it; NULL = they are not */
  GPtrArray   *log;         /* of char *: "POST /save_apcfg stopsleep=0" */
  GQueue       messages;    /* of char *: of the stream, to come */
  guint        n_lost;      /* messages to be said lost */
  gboolean     has_stream;  /* it is open */
  gboolean     refuses_stream;
  gboolean     breaks_stream; /* and by what is no answer at all */
  guint        n_opened;    /* times the stream was */
  gboolean     opened_awake; /* it was opened while stopsleep kept tags awake */
  int          stopsleep, showtimestamp, preview, lock;
  gboolean     keeps_settings; /* it takes them, and does nothing */
  gboolean     keeps_uploads;  /* it answers 200 to an upload, and does nothing */
  guint        page_size;   /* records a page */
  gboolean     wraps;       /* pages begin again after the last */
  guint        n_uploads;
  gint64       boot_us;
  gint64       clock_off_s; /* of its clock */
  gint64       free_bytes, free_memory;
  int          state, run;
} Script;

Script    *script_new      (void);
void       script_free     (Script *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Script, script_free)
/** script_add_tag: heard a minute ago, of type 01, never given anything. */
ScriptTag *script_add_tag  (Script *self, const char *mac);
void       script_advance  (Script *self, gint64 us);
/** script_answer: the next `n` requests that begin so are answered so. */
void       script_answer   (Script *self, guint n, const char *begins, guint status, const char *body);
void       script_break    (Script *self, guint n, const char *begins, BrLinkFate fate, int code);
/** script_say: a message of the stream; printf. script_say_sys, _tag: the usual ones. */
void       script_say      (Script *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void       script_say_sys  (Script *self);
void       script_say_tag  (Script *self, const ScriptTag *tag);
/** script_count: requests in the log that begin so. */
guint      script_count    (Script *self, const char *begins);
/** script_wait: takes all events there are; how many of that kind. `last` (or NULL) gets the last of them. */
guint      script_wait     (Script *self, BrStationEventKind kind, BrStationEvent *last);
/** script_listen: probes and opens the stream, which says how it is; no event is left. */
void       script_listen   (Script *self);

/** ScriptPicture: a picture for a tag, on its way. Owned. */
typedef struct
{
  BrTagShipment shipment;
  char          mac[17];
  BrTagImage   *image;
  GBytes       *jpeg;     /* not one, but the station does not look */
  GBytes       *payload;  /* what the station makes of it, not compressed */
  char          hash[33]; /* of it */
} ScriptPicture;
/** script_picture: (transfer full) for type 01, of a pattern by its number. */
ScriptPicture *script_picture  (const char *mac, guint pattern);
void           script_picture_free (ScriptPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScriptPicture, script_picture_free)
/** script_send: prepares and submits, without an error. script_look: what became of it, without an error. */
void             script_send (Script *self, ScriptPicture *picture);
BrShipmentReport script_look (Script *self, ScriptPicture *picture);
/** script_deliver: sent, converted, fetched whole, acknowledged, and looked at: PIXELS. */
void             script_deliver (Script *self, ScriptTag *tag, ScriptPicture *picture);
/** script_convert: the station makes the last upload ready: it waits for the tag. script_fetch: the tag asks for its first `n_blocks` blocks.
 *  script_complete: it says that it has all. */
void       script_convert  (Script *self, ScriptTag *tag, GBytes *payload);
void       script_fetch    (Script *self, ScriptTag *tag, guint n_blocks);
void       script_complete (Script *self, ScriptTag *tag);

G_END_DECLS
