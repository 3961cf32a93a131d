/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long it takes to bring new pictures to many tags, and what it costs: the radio budget. A station gives one picture at a time, and a tag can only be answered when
 * it wakes by itself; so what decides is when each tag wakes, and whether the radio is free just then. Pure: it plays the stations through from the instant it is given.
 */
#pragma once

#include "br-tag.h"

G_BEGIN_DECLS

/** BrTagPlanPause: from (inclusive) until (exclusive) nothing is given to the station but prices and what a person asks for; what it has already may be fetched. */
typedef struct { gint64 from_us, until_us; } BrTagPlanPause;

/** BrTagPlanRadio: one station. Borrowed. */
typedef struct
{
  gboolean down;       /* it gives nothing: no time can be said */
  guint    rate;       /* bytes a second over the air, > 0 */
  guint    block;      /* bytes; its radio is taken as long as whole blocks take, though the last one is shorter; 0 = to the byte */
  gint64   hold_us;    /* and for so long after that; who wakes meanwhile is sent away */
  gint64   again_us;   /* who was sent away, or whose fetch failed, comes again after that or up to a sixth later; 0 = when it wakes next by itself */
  guint    unheard_ppm; /* how often a tag's call, or the answer to it, is lost, below 1,000,000: it comes again as who was sent away, n times as late the n-th time in a row */
  gint64   gap_us;     /* between two pictures given to it, >= 0 */
  gint64   ready_us;   /* from giving it a picture until a tag can fetch it */
  gint64   proof_us;   /* from the last byte until it is known: then it is done, and its place is free */
  guint    window;     /* pictures it may hold at once; 0 = it takes none: no time can be said */
  const BrTagPlanPause *pauses; /* in order, apart from each other */
  guint    n_pauses;
} BrTagPlanRadio;

/*
 * Of OpenEPaperLink; sections are those of its facts. Checked against engine, driver and emulated stations by tests/service/test-tag-scale.c.
 *   rate   5 kB/s, and 140 ms for each block of 4,096 bytes (2.12)
 *   hold   a radio stays with a tag for 1.2 s from the last block asked for (2.12), and a whole block takes 0.96 s of that
 *   again  a tag that was offered a picture is told no time to sleep, and checks in by its own: 40 s, 45 s in practice (2.12)
 *   gap    a second after the last one was handed over (2.2, 5.6), and handing over 20 kB takes a tenth of one
 *   ready  the station looks each second what there is to make ready (2.11)
 *   proof  the record is looked at after the station told of the tag, and what it fetched is read back
 */
#define BR_TAG_PLAN_RADIO_RATE     4270
#define BR_TAG_PLAN_RADIO_BLOCK    4096
#define BR_TAG_PLAN_RADIO_HOLD_US  (G_USEC_PER_SEC * 24 / 100)
#define BR_TAG_PLAN_RADIO_AGAIN_US (40 * G_USEC_PER_SEC)
#define BR_TAG_PLAN_RADIO_GAP_US   (G_USEC_PER_SEC * 11 / 10)
#define BR_TAG_PLAN_RADIO_READY_US (2 * G_USEC_PER_SEC)
#define BR_TAG_PLAN_RADIO_PROOF_US G_USEC_PER_SEC

/** A tag that wakes sooner than this is not given its picture first: it would not be ready. */
#define BR_TAG_PLAN_SOON_US (15 * G_USEC_PER_SEC)

/** BrTagPlanJob: one picture for one tag. */
typedef struct
{
  guint    radio;       /* index of its station */
  BrTagPriority priority; /* the lower the sooner; equal ones by when the tag wakes, then as they come */
  gint64   from_us;     /* not given before; 0 = now */
  gint64   next_us;     /* when it wakes next; 0 = not known: any time within the interval; G_MAXINT64 = not by itself, or not heard: no time can be said */
  gint64   interval_us; /* from waking to waking, > 0 unless no time can be said */
  guint    bytes;       /* over the air */
  guint    loss_ppm;    /* how often fetching it fails, below 1,000,000 */
  gint64   battery_ppm; /* of a new battery, each time it fetches */
  gboolean at_station;  /* given already: it only waits to be fetched */
} BrTagPlanJob;

/** BrTagPlanQuestion: what is asked. Borrowed. */
typedef struct
{
  const BrTagPlanRadio *radios;
  guint    n_radios;
  const BrTagPlanJob *jobs;
  guint    n_jobs;
  gint64   now_us;
  gint64   deadline_us; /* opening; 0 = none */
} BrTagPlanQuestion;

/** BrTagPlanStep: so many tags are done by then. */
typedef struct { gint64 at_us; guint n_done; } BrTagPlanStep;

#define BR_TAG_PLAN_STEPS 120 /* of the curve, at most */

/** BrTagPlan: the answer: what is to be expected, on average. Owned. */
typedef struct
{
  gint64   finish_us;      /* of all that a time can be said of; now when there are none */
  guint    n_unknown;      /* no time can be said: the tag is not heard, or its station is down */
  guint    n_by_deadline;  /* done before it; all that a time can be said of when there is none */
  gboolean fits;           /* all that a time can be said of is done before the deadline */
  gint64   battery_ppm;    /* of a new battery, on average, a tag that a time can be said of */
  GArray  *jobs;           /* gint64 a job: when it is done; G_MAXINT64 = no time can be said */
  GArray  *radios;         /* gint64 a station: when its last one is done; 0 = none is for it; G_MAXINT64 = it is down, and some are */
  GArray  *curve;          /* of BrTagPlanStep, in order */
} BrTagPlan;

/** br_tag_plan_new: (transfer full) the same for the same question. */
BrTagPlan *br_tag_plan_new  (const BrTagPlanQuestion *question);
void       br_tag_plan_free (BrTagPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrTagPlan, br_tag_plan_free)

G_END_DECLS
