/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An OpenEPaperLink access point that is not there, with its radio, its tags and its faults, on whatever clock it is given: the oracle of the
 * shelf tag tests. It shares no code with Backroom's own side of the protocol, so that one mistake cannot hide in both.
 *
 * BrAir is the world: stations, tags, what is due, one source of randomness; the same seed and the same calls give the same log. Nothing here
 * has a thread, sleeps or touches a socket. Whoever owns the clock lets things happen: br_air_run() after the clock was moved, or up to
 * br_air_next_due(). Every function that asks a station or a tag something runs the world up to the clock's now first.
 * All on one thread. Times are microseconds of the clock's wall time; what a station itself believes may differ (its clock can be wrong).
 */
#pragma once

#include "br-clock.h"
#include "br-random.h"

G_BEGIN_DECLS

typedef struct _BrAir BrAir;     /* owns its stations and tags */
typedef struct _BrAp BrAp;
typedef struct _BrApTag BrApTag;
typedef struct _BrApClient BrApClient; /* of a station's WebSocket */

/* The world. */

/** br_air_new: both are borrowed and outlive it. */
BrAir  *br_air_new      (const BrClock *clock, const BrRandom *random);
void    br_air_free     (BrAir *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrAir, br_air_free)
/** br_air_next_due: when something happens next by itself; G_MAXINT64 = never. */
gint64  br_air_next_due (const BrAir *self);
/** br_air_run: lets happen, in order, all that is due until then. The clock itself is not moved: `until_us` is at most its now. */
void    br_air_run      (BrAir *self, gint64 until_us);
/** br_air_now: of its clock, after what was due has happened. */
gint64  br_air_now      (BrAir *self);
/** BrAirLogFunc: one line a decision or event, without time and line end. */
typedef void (*BrAirLogFunc) (gint64 at_us, const char *line, gpointer data);
void    br_air_set_log  (BrAir *self, BrAirLogFunc func, gpointer data);
/** br_air_calm: no fault of any station or tag from now on: rules are removed, dead tags and stations live again, lost connections too. */
void    br_air_calm     (BrAir *self);

/* Stations. */

/** BrApProfile: MODERN answers an upload with an empty 200 whatever became of it; LEGACY says the truth. */
typedef enum { BR_AP_MODERN = 0, BR_AP_LEGACY } BrApProfile;

/** BrApParams: 0 or NULL = as usual. */
typedef struct
{
  const char *name;        /* alias */
  BrApProfile profile;
  guint       channel;     /* 11, 15, 20, 25, 26; default 11 */
  guint       place;       /* stations and tags of one place hear each other */
  guint       lan;         /* stations of one LAN mirror each other's records as external; 0 = alone */
  guint       flash_bytes; /* default 1.25 MB */
  gboolean    no_psram;
  int         utc_offset_s; /* its local time, for the restart at 03:56 */
  guint       steal_per_mille; /* how often a neighbour on the same channel answers a tag of ours first with "no data" */
  gboolean    ready;       /* it has been up for long; else it boots now */
} BrApParams;
BrAp       *br_air_add_ap    (BrAir *self, const BrApParams *params);
/** br_ap_get_address: (transfer none) by which peers name it, "10.0.0.1". */
const char *br_ap_get_address (const BrAp *self);
/** br_ap_set_power: off: nothing answers, all in memory is lost; on: it boots. */
void        br_ap_set_power  (BrAp *self, gboolean on);
/** br_ap_restart: in order: the database is saved, "REBOOTING" is told. */
void        br_ap_restart    (BrAp *self);
/** br_ap_crash: a panic: the database of up to 5 minutes ago comes back, and it rests 30 s. */
void        br_ap_crash      (BrAp *self);
/** br_ap_shift_clock: its own clock goes wrong by that much from now on (added up, but never before 1970); seen through NTP never repaired, by /set_time it is. */
void        br_ap_shift_clock (BrAp *self, gint64 us);
/** br_ap_set_config: one of its settings ("stopsleep", "lock", "maxsleep", "preview", "nightlyreboot", "channel", "showtimestamp", "sleeptime1",
 *  "sleeptime2"...) as if by its web page; FALSE: there is no such. */
gboolean    br_ap_set_config (BrAp *self, const char *name, int value);
int         br_ap_get_config (const BrAp *self, const char *name); /* -1: there is no such */

/* Requests. */

/** BrApOutcome: how a request ended. */
typedef enum
{
  BR_AP_ANSWERED = 1,
  BR_AP_REFUSED,       /* nothing listens */
  BR_AP_DROPPED_EARLY, /* broken off before the last byte of the request: it has no effect */
  BR_AP_DROPPED_LATE,  /* broken off after it, without an answer: it may have had its effect */
  BR_AP_HANGS,         /* taken and never answered; no effect */
} BrApOutcome;

typedef struct
{
  const char *method;       /* "GET" or "POST" */
  const char *path;         /* with its query */
  const char *content_type; /* of the body, or NULL */
  GBytes     *body;         /* or NULL */
  BrApOutcome foreseen;     /* of br_ap_foresee; 0 = it was not asked */
} BrApRequest;

typedef struct
{
  BrApOutcome outcome;
  guint       status;
  char       *content_type; /* owned, or NULL */
  char       *cache;        /* Cache-Control; owned, or NULL */
  char       *etag;         /* owned, or NULL */
  GBytes     *body;         /* owned, never NULL when answered */
  gint64      delay_us;     /* until the answer is there, or until it breaks */
} BrApReply;
void br_ap_reply_clear (BrApReply *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrApReply, br_ap_reply_clear)

/** br_ap_foresee: whether the next request will be refused, break off early, hang, or (ANSWERED) be looked at when it is there: for a server that
 *  must know before the body. Each call decides anew. */
BrApOutcome br_ap_foresee (BrAp *self);
/** br_ap_request: its effect happens now; the answer counts as under way for delay_us. */
void br_ap_request (BrAp *self, const BrApRequest *request, BrApReply *reply);

/* The stream. */

/** br_ap_subscribe: (transfer full) a WebSocket at /ws; NULL: not now (down, booting, 8 clients). Freed before the world. */
BrApClient *br_ap_subscribe        (BrAp *self);
/** br_ap_client_pop: (transfer full) the next message that arrived until now, or NULL. */
char       *br_ap_client_pop       (BrApClient *self);
/** br_ap_client_has_news: a message has arrived, or the station closed it. */
gboolean    br_ap_client_has_news  (BrApClient *self);
/** br_ap_client_is_open: FALSE: the station closed it, or went away. A silent one looks open. */
gboolean    br_ap_client_is_open   (BrApClient *self);
void        br_ap_client_free      (BrApClient *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrApClient, br_ap_client_free)

/* Tags. */

/** BrApTagParams: 0 or NULL = as usual. */
typedef struct
{
  const char *mac;          /* 16 hex digits */
  guint       hw_type;      /* code of the type */
  guint       firmware;     /* record's `ver`; default 0x28: zlib where its type has it */
  guint       place;
  BrAp       *ap;           /* it is known to that one already; NULL: it looks for one, its first boot is in a few seconds */
  int         drift_ppm;    /* of its clock */
  guint       loss_up_per_mille, loss_down_per_mille; /* of packets to and from the station */
  guint       memory_bytes; /* for one picture; default 1 MiB */
  guint       n_stored;     /* pictures it keeps; default 1 */
  int         battery_mv;   /* at the start; default 3000 */
  int         rssi;         /* dBm, default -60 */
  gboolean    is_ble;       /* its station speaks to it by Bluetooth */
  guint       wakes_s;      /* it checks in at least so often, whatever it is told: for showing things; 0 = as told */
} BrApTagParams;
/** br_air_add_tag: NULL: the MAC or type is wrong, or it is there already. */
BrApTag    *br_air_add_tag       (BrAir *self, const BrApTagParams *params);
BrApTag    *br_air_find_tag      (BrAir *self, const char *mac); /* or NULL */
BrApTag    *br_air_nth_tag       (BrAir *self, guint n);         /* in order of adding; NULL after the last */
const char *br_ap_tag_get_mac    (const BrApTag *self);
guint       br_ap_tag_get_hw_type (const BrApTag *self);
/** br_ap_tag_press: its button: it checks in at once and says so. */
void        br_ap_tag_press      (BrApTag *self);
/** br_ap_tag_set_power: without: it keeps showing what it showed; again with: it boots, shows its start screen, and has its pictures still. */
void        br_ap_tag_set_power  (BrApTag *self, gboolean on);
/** br_ap_tag_reset: as new: start screen, no picture kept, first boot. */
void        br_ap_tag_reset      (BrApTag *self);
/** br_ap_tag_move: carried to another place. */
void        br_ap_tag_move       (BrApTag *self, guint place);
/** br_ap_tag_blinks: its LED blinks now. */
gboolean    br_ap_tag_blinks     (BrApTag *self);
/** br_ap_tag_is_lost: it hears no station, and looks for one again in an hour or later, unless its button is pressed. */
gboolean    br_ap_tag_is_lost    (const BrApTag *self);
int         br_ap_tag_get_battery_mv (BrApTag *self);

/** BrApFrame: what a tag shows: the only ground truth. */
typedef struct
{
  guint         width, height; /* as people see it */
  const guint8 *pixels;        /* palette indices, rows from top to bottom, borrowed until the world runs on; NULL: its start screen */
  gint64        since_us;      /* shown since then */
} BrApFrame;
void br_ap_tag_get_frame (BrApTag *self, BrApFrame *frame);

/* Ground truth for invariants. */

typedef struct
{
  guint n_requests, n_posts;
  guint n_uploads;     /* accepted ones */
  guint n_concurrent;  /* requests that began while another one had no answer yet */
  guint n_too_close;   /* uploads that began less than 1 s after one */
  guint n_forbidden;   /* of endpoints and commands nobody may use */
  guint n_no_mac;      /* uploads whose fields could not be read */
  guint n_queued_twice; /* a picture or command queued while another one waited for the same tag, for a second already: an older upload may be made ready between a driver's
                         * question and its upload, and nobody can know. What somebody else sent does not count */
  guint n_radio_lost;  /* offers lost to a full slot table */
  guint n_restarts;
  guint n_discarded;   /* messages of the stream */
  gint64 flash_free;
  guint n_files;
  guint n_streams;     /* open now */
} BrApCounts;
void br_ap_get_counts (BrAp *self, BrApCounts *counts);

typedef struct
{
  guint n_uploads;   /* accepted, by any station */
  guint n_foreign;   /* by somebody else */
  guint n_starts;    /* it fell back to its start screen */
  guint n_hidden;    /* resets that nobody can know: the station discarded all messages that told of one, and lost its record with its database (esl.md 2.8, traps h, i) */
  guint n_undrawn;   /* pictures it acknowledged and did not draw: nobody can know */
  guint n_cut;       /* pictures it acknowledged and lost its power before it had drawn: nobody can know until it has power again, and says so */
  guint n_transfers; /* pictures it fetched */
  guint n_draws;     /* its screen changed */
  guint n_acks;      /* it said complete */
  guint n_blinks, n_stops; /* orders to blink, and to stop, that it obeyed */
} BrApTagCounts;
void br_ap_tag_get_counts (BrApTag *self, BrApTagCounts *counts);

/* Faults. */

/** BrApFault: of a station. `amount` as said; each can be limited in time, number and probability. */
typedef enum
{
  BR_AP_FAULT_SLOW = 1,     /* answers `amount` us later; default 10 s */
  BR_AP_FAULT_DROP_EARLY,
  BR_AP_FAULT_DROP_LATE,    /* the request has its effect */
  BR_AP_FAULT_HALF_REPLY,
  BR_AP_FAULT_GARBAGE_JSON, /* not JSON, NaN, invalid UTF-8 */
  BR_AP_FAULT_HUGE_REPLY,   /* `amount` bytes, default 100 MB */
  BR_AP_FAULT_WRONG_TYPE,   /* a field is missing or of another type */
  BR_AP_FAULT_BUSY,         /* uploads are refused */
  BR_AP_FAULT_HANG,
  BR_AP_FAULT_RADIO_DEAD,   /* apstate 5 while it lasts */
  BR_AP_FAULT_WS_DROP,      /* at the next message */
  BR_AP_FAULT_WS_FLOOD,     /* 64 messages more with each */
  BR_AP_FAULT_WS_REORDER,   /* of different tags */
  BR_AP_FAULT_WS_SILENT,
  BR_AP_FAULT_FLASH_FULL,   /* less than 31,000 bytes are free; writing fails */
  BR_AP_FAULT_XFC_DUP,      /* a tag's "complete" comes twice, and something else was heard between */
  BR_AP_FAULT_XFC_LOST,
  BR_AP_FAULT_XFC_UNSOLICITED, /* at a check-in, of nothing */
  BR_AP_FAULT_XTO,          /* an offer times out at the next check-in instead of being given */
  BR_AP_FAULT_FOREIGN,      /* somebody else uploads to a tag that checks in */
  BR_AP_FAULT_FOREIGN_DELETE, /* somebody else deletes its record */
  BR_AP_FAULT_TYPE_MISSING, /* no /tagtypes, nothing is drawn */
  BR_AP_FAULT_TYPE_CHANGED, /* its rotatebuffer is one more, as it is told or as it is drawn by: not both, for nobody could know */
  BR_AP_FAULT_LOW_MEMORY,   /* a picture is made in two colours, and that is told */
  BR_AP_FAULT_SLOTS,        /* its radio has room for `amount` tags, default 1: offers to others are acknowledged and lost */
  BR_AP_N_FAULTS
} BrApFault;

/** BrApTagFault: of a tag. */
typedef enum
{
  BR_AP_TAG_FAULT_FALSE_ACK = 1, /* it says complete and has nothing */
  BR_AP_TAG_FAULT_ASLEEP,        /* it does not check in while it lasts */
  BR_AP_TAG_FAULT_DEEP,          /* deep sleep: as asleep, and its station knows */
  BR_AP_TAG_FAULT_DEAD,
  BR_AP_TAG_FAULT_LOSSY,         /* `amount` per mille of its packets are lost; default 500 */
  BR_AP_TAG_FAULT_RESET,         /* at a check-in it finds itself as new */
  BR_AP_TAG_FAULT_NO_DRAW,       /* it fetches and acknowledges, and its screen stays: nobody can know */
  BR_AP_TAG_FAULT_BLE_FAILS,     /* of one by Bluetooth: it cannot be given anything; the fifth time its station says that it has it */
  BR_AP_N_TAG_FAULTS
} BrApTagFault;

/** BrApRule: when a fault is. */
typedef struct
{
  guint  per_mille; /* how often; 0 = never: the rule is removed; 1000 = always */
  gint64 from_us, until_us; /* 0 = at once, for ever */
  guint  count;     /* at most so often; 0 = any number */
  gint64 amount;    /* see the fault; 0 = its default */
} BrApRule;
void        br_ap_set_fault      (BrAp *self, BrApFault fault, const BrApRule *rule);
void        br_ap_tag_set_fault  (BrApTag *self, BrApTagFault fault, const BrApRule *rule);
/** br_ap_count_fault: how often it happened; of a state that lasts (a dead radio, a full flash, few slots), how often something met it. */
guint       br_ap_count_fault    (const BrAp *self, BrApFault fault);
guint       br_ap_tag_count_fault (const BrApTag *self, BrApTagFault fault);
/** br_ap_fault_name: "drop-early"; br_ap_fault_find: 0: there is no such. */
const char *br_ap_fault_name     (BrApFault fault);
BrApFault   br_ap_fault_find     (const char *name);
const char *br_ap_tag_fault_name (BrApTagFault fault);
BrApTagFault br_ap_tag_fault_find (const char *name);

G_END_DECLS
