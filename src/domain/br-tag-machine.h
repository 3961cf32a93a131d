/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What happens to one picture on its way to one tag: (state, what was observed) -> (next state, what is to be done). Pure: no clock, no store, no
 * station. Nothing is ever sent from a state in which something of it may be out; only looking, or cancelling, leads away from there.
 */
#pragma once

#include "br-tag.h"

G_BEGIN_DECLS

/** BrTagOn: what was observed or decided. */
typedef enum
{
  BR_TAG_ON_DRAWN = 0,       /* its picture is drawn, and another than the tag shows */
  BR_TAG_ON_SHOWN_ALREADY,   /* its picture is the one the tag is proved to show */
  BR_TAG_ON_UNDRAWABLE,      /* no design, or its design cannot be drawn for this tag */
  BR_TAG_ON_OUTDRAWN,        /* its picture is not kept any more, or the tag is of another type by now */
  BR_TAG_ON_SEND,            /* it is about to be sent */
  BR_TAG_ON_SENT,            /* it was handed over, or may have been: the reply proves nothing */
  BR_TAG_ON_BUSY,            /* the station takes nothing just now: nothing happened */
  BR_TAG_ON_OFFLINE,         /* the station was not reached: nothing happened */
  BR_TAG_ON_REFUSED,         /* the picture cannot be sent, ever */
  /* looked: BrShipmentStage */
  BR_TAG_ON_NOT_TAKEN,
  BR_TAG_ON_ACCEPTED,
  BR_TAG_ON_AT_STATION,
  BR_TAG_ON_TRANSFER,
  BR_TAG_ON_ACKED,           /* the tag says it has it, by a proof that is not accepted */
  BR_TAG_ON_PROVED,          /* by one that is */
  BR_TAG_ON_DROPPED,
  BR_TAG_ON_TIMED_OUT,
  BR_TAG_ON_POPPED,
  BR_TAG_ON_STALE,
  BR_TAG_ON_FOREIGN,
  BR_TAG_ON_BAD,
  /* decided */
  BR_TAG_ON_TOO_WEAK,        /* no better proof will come: it is sent again */
  BR_TAG_ON_NO_BETTER,       /* and that was tried */
  BR_TAG_ON_DUE,             /* the wait is over */
  BR_TAG_ON_STARTED,         /* Backroom was started anew */
  BR_TAG_ON_RESTARTED,       /* the station was */
  BR_TAG_ON_MOVED,           /* the tag went to another station; what was at the old one was cancelled as far as that was possible */
  BR_TAG_ON_NEWER,           /* something newer is wanted */
  BR_TAG_ON_REPLACED,        /* and the station keeps nothing of this one any more */
  BR_TAG_ON_CANCEL,          /* a person wants it no more */
  BR_TAG_ON_WITHDRAWN,       /* and the station keeps nothing of it any more */
  BR_TAG_ON_EXPIRED,         /* its time is over */
  BR_N_TAG_ONS
} BrTagOn;

/** BrTagDelay: when what follows may be done. */
typedef enum
{
  BR_TAG_DELAY_NONE = 0,
  BR_TAG_DELAY_BACK_OFF, /* br_tag_back_off_us */
  BR_TAG_DELAY_SETTLE,   /* BR_STATION_CANCEL_US: the station may still throw away what comes */
  BR_TAG_DELAY_LATER,    /* BR_TAG_LATER_US */
  BR_TAG_DELAY_HEARD,    /* when the tag is heard again */
  BR_TAG_DELAY_STATION,  /* when the station takes pictures again */
} BrTagDelay;
#define BR_TAG_LATER_US (60 * G_USEC_PER_SEC)

/** BrTagTask: what the engine does with a job in that state. */
typedef enum
{
  BR_TAG_TASK_NONE = 0,
  BR_TAG_TASK_DRAW,
  BR_TAG_TASK_SEND,   /* when the scheduler has a place for it */
  BR_TAG_TASK_LOOK,   /* at the station */
  BR_TAG_TASK_CANCEL, /* at the station, then what the state asks for */
  BR_TAG_TASK_WAIT,
} BrTagTask;

/** BrTagStep: an answer. */
typedef struct
{
  BrTagJobState next;    /* 0 = this cannot happen in that state: a bug */
  BrTagTask     task;
  BrTagDelay    delay;
  gboolean      counted; /* a failure that counts: br_tag_count_failure */
} BrTagStep;

/** br_tag_machine_step: defined for every pair. */
BrTagStep br_tag_machine_step  (BrTagJobState state, BrTagOn on);
/** br_tag_machine_can: whether it can happen. */
gboolean  br_tag_machine_can   (BrTagJobState state, BrTagOn on);

#define BR_TAG_MAX_FAILURES   8 /* counted ones in BR_TAG_FAILURES_US: then the job is FAILED */
#define BR_TAG_FAILURES_US    (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)
#define BR_TAG_AGAIN_US       (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC) /* a failed one is tried anew by itself */
#define BR_TAG_MAX_BACK_OFF_US (5 * 60 * G_USEC_PER_SEC)
/** br_tag_count_failure: one more at now_us; older ones than a day are forgotten. *first_us: of the first counted, 0 = none. TRUE: it was one too many. */
gboolean  br_tag_count_failure (guint *attempt, gint64 *first_us, gint64 now_us);
/** br_tag_back_off_us: 2 s x 2^(attempt - 1), 30 % more or less by `random` (any number), at most five minutes. */
gint64    br_tag_back_off_us   (guint attempt, guint32 random);

G_END_DECLS
