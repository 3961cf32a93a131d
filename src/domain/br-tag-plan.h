/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long it takes to bring new pictures to many tags, and what it costs: the radio budget. A station gives one picture at a time, and a tag can only be answered when
 * it wakes by itself; so what decides is when each tag wakes, and whether the radio is free just then. Pure: it plays the stations through from the instant it is given.
 */
#pragma once

#include "br-tag.h"

G_BEGIN_DECLS

/** BrTagPlanPause: nothing is given to the station from (inclusive) until (exclusive); what it has already may be fetched. */
typedef struct { gint64 from_us, until_us; } BrTagPlanPause;

/** BrTagPlanRadio: one station. Borrowed. */
typedef struct
{
  gboolean down;       /* it gives nothing: no time can be said */
  guint    rate;       /* bytes a second over the air, > 0 */
  gint64   hold_us;    /* how long its radio stays with a tag after the last byte; who wakes meanwhile is sent away until it wakes again */
  gint64   gap_us;     /* between two pictures given to it, >= 0 */
  gint64   ready_us;   /* from giving it a picture until a tag can fetch it */
  guint    window;     /* pictures it may hold at once; 0 = it takes none: no time can be said */
  const BrTagPlanPause *pauses; /* in order, apart from each other */
  guint    n_pauses;
} BrTagPlanRadio;

/** Of OpenEPaperLink: one request a second, 1.2 s of the radio for each tag, about 5 kB/s, made ready within two seconds, 50 at once (sections 2.12 and 5.6 of its facts). */
#define BR_TAG_PLAN_RADIO_RATE     5000
#define BR_TAG_PLAN_RADIO_HOLD_US  (G_USEC_PER_SEC * 12 / 10)
#define BR_TAG_PLAN_RADIO_GAP_US   G_USEC_PER_SEC
#define BR_TAG_PLAN_RADIO_READY_US (2 * G_USEC_PER_SEC)
#define BR_TAG_PLAN_RADIO_WINDOW   50

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
