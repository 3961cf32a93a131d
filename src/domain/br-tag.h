/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shelf tags' words: tags, what they can show, stations, jobs, and how well it is known what a tag shows. */
#pragma once

#include <glib.h>

#include "br-id.h"

G_BEGIN_DECLS

#define BR_TAG_KEY_MAX 63 /* bytes of a tag's key: of OpenEPaperLink the MAC as 16 upper-case hex digits */
/** br_tag_sticker_key: a tag's key as its sticker has it: of sixteen hexadecimal digits without the four zeros that fill twelve up (esl.md 2.3), which
 *  br_tag_code_find does not need either. (transfer none) */
const char *br_tag_sticker_key (const char *key);

/** BrTagColour: a colour a tag's ink can have. Stored; append only. */
typedef enum { BR_TAG_WHITE = 1, BR_TAG_BLACK, BR_TAG_RED, BR_TAG_YELLOW, BR_TAG_GREEN, BR_TAG_BLUE, BR_TAG_ORANGE, BR_N_TAG_COLOURS } BrTagColour;

/** BrTagProof: how well it is known that a tag shows a picture; the higher the better. Stored; append only. */
typedef enum
{
  BR_TAG_PROOF_NONE = 0,
  BR_TAG_PROOF_STATION, /* the station has it; no tag was seen to take it */
  BR_TAG_PROOF_WEAK,    /* the tag is said to have it, by a way known to say so wrongly */
  BR_TAG_PROOF_TAG,     /* the tag was seen to fetch it and said it has all of it */
  BR_TAG_PROOF_PIXELS,  /* and what it fetched was read back and is our picture, dot for dot */
  BR_TAG_PROOF_PERSON,  /* somebody stood before it and looked */
} BrTagProof;

/** BrTagJobState: of one picture on its way to one tag. Stored; append only. At most one job of a tag is not final. */
typedef enum
{
  BR_TAG_JOB_QUEUED = 1,  /* the tag is to show something else than it shows */
  BR_TAG_JOB_RENDERED,    /* its picture is drawn and kept */
  BR_TAG_JOB_SENDING,     /* committed before the first byte: what the station had before is noted in `before` */
  BR_TAG_JOB_UNKNOWN,     /* it may or may not have been taken: looked at before anything is sent again */
  BR_TAG_JOB_ACCEPTED,    /* the station was seen to have taken it */
  BR_TAG_JOB_AT_STATION,  /* it is made ready and waits for the tag */
  BR_TAG_JOB_TRANSFER,    /* the tag fetches it */
  BR_TAG_JOB_ACKED,       /* the tag says it has it; the proof is being read */
  BR_TAG_JOB_RETRY_WAIT,  /* nothing of it is on its way; tried again at `not_before` */
  BR_TAG_JOB_CONFIRMED,   /* final: shown, by the proof in `proof` */
  BR_TAG_JOB_SUPERSEDED,  /* final: something newer is wanted */
  BR_TAG_JOB_EXPIRED,     /* final: its time was over before it got there */
  BR_TAG_JOB_FAILED,      /* final: needs a person, see its note */
  BR_TAG_JOB_CANCELLED,   /* final: unbound, or by a person */
  BR_N_TAG_JOB_STATES
} BrTagJobState;
/** br_tag_job_is_final: nothing more happens to it. */
gboolean br_tag_job_is_final (BrTagJobState state);
/** br_tag_job_may_be_out: something of it may be at the station or the tag: it must be found out before anything else is sent. SENDING..ACKED. */
gboolean br_tag_job_may_be_out (BrTagJobState state);

/** BrTagPriority: the lower the sooner. Stored. */
typedef enum { BR_TAG_PRIORITY_PERSON = 0, BR_TAG_PRIORITY_PRICE, BR_TAG_PRIORITY_DESIGN, BR_TAG_PRIORITY_CHECK } BrTagPriority;

/** BrStationState: how a station is. Stored. */
typedef enum
{
  BR_STATION_NEW = 0,    /* never reached yet */
  BR_STATION_UP,
  BR_STATION_DEGRADED,   /* reached, but it cannot do all: see its note */
  BR_STATION_DOWN,       /* not reached */
  BR_STATION_LYING,      /* what it says cannot be true: nothing is sent until it behaves again, a person looks */
  BR_STATION_PAUSED,     /* by a person */
} BrStationState;

/** BrStationTrouble: what is wrong with it; bits. */
typedef enum
{
  BR_STATION_TROUBLE_STORAGE = 1 << 0,  /* its storage is nearly full */
  BR_STATION_TROUBLE_RADIO = 1 << 1,    /* its radio does not work */
  BR_STATION_TROUBLE_CROWDED = 1 << 2,  /* more tags than it serves well */
  BR_STATION_TROUBLE_CLOCK = 1 << 3,    /* its clock is wrong */
  BR_STATION_TROUBLE_CONFIG = 1 << 4,   /* a setting that empties batteries or spoils pictures, and could not be put right */
  BR_STATION_TROUBLE_FOREIGN = 1 << 5,  /* somebody else writes to our tags */
  BR_STATION_TROUBLE_TYPE = 1 << 6,     /* tags of a type neither it nor Backroom knows */
  BR_STATION_TROUBLE_ANSWERS = 1 << 7,  /* its answers are damaged or cannot be true */
  BR_STATION_TROUBLE_OPEN = 1 << 8,     /* it takes in tags of strangers */
  BR_STATION_TROUBLE_FILES = 1 << 9,    /* what a person wrote for it (a list of labels, names of folders), or its database, cannot be read */
  BR_STATION_TROUBLE_TYPES_DIFFER = 1 << 10, /* it describes a type of tags otherwise than Backroom does: its word counts */
} BrStationTrouble;
#define BR_N_STATION_TROUBLES 11

/** BrTagAttention: what a person should look at; bits, of a tag. */
typedef enum
{
  BR_TAG_ATTENTION_BATTERY = 1 << 0,      /* below 2.4 V, three readings over a day */
  BR_TAG_ATTENTION_BATTERY_OUT = 1 << 1,  /* below 2.25 V */
  BR_TAG_ATTENTION_SIGNAL = 1 << 2,       /* below -85 dBm */
  BR_TAG_ATTENTION_SILENT = 1 << 3,       /* not heard for three times as long as expected */
  BR_TAG_ATTENTION_FAILED = 1 << 4,       /* a job of it failed */
  BR_TAG_ATTENTION_FOREIGN = 1 << 5,      /* somebody else changed it again and again */
  BR_TAG_ATTENTION_TYPE = 1 << 6,         /* type unknown */
  BR_TAG_ATTENTION_NEVER = 1 << 7,        /* bound, and never known to show anything */
  BR_TAG_ATTENTION_GOODS = 1 << 8,        /* its article is gone or not sold here any more */
  BR_TAG_ATTENTION_DESIGN = 1 << 9,       /* no design fits it, or its design cannot be drawn */
  BR_TAG_ATTENTION_PRICE = 1 << 10,       /* its article has no price here */
  BR_TAG_ATTENTION_STUCK = 1 << 11,       /* its station took its picture and does not make it ready */
} BrTagAttention;
#define BR_N_TAG_ATTENTIONS 12

/** BrTagLed: how a tag blinks, for finding it. */
typedef enum { BR_TAG_LED_SHORT = 1, BR_TAG_LED_LONG, BR_TAG_LED_STOP } BrTagLed;

G_END_DECLS
