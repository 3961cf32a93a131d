/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A tag sleeps as long as it was told. Whose call nobody heard calls again after 40 s (esl.md 2.12), so it comes later than it said; who did not hear the answer calls again
 * after 40 s as well, and its station, which has answered, expects it much later: it comes sooner. A tag that a picture waits for is awake, and says nothing of when it comes.
 */
#include "config.h"

#include "br-tag-calls.h"

#define SLEEPS_US (2 * 60 * G_TIME_SPAN_SECOND) /* one that is to call sooner is awake */
#define SLACK_US (20 * G_TIME_SPAN_SECOND)      /* half of what a tag waits before it calls again */

void
br_tag_calls_note (BrTagCalls *self, gint64 heard_us, gint64 next_us, gint64 at_us)
{
  gint64 sleeps_us = next_us - heard_us, late_us = at_us - next_us;

  if (heard_us <= 0 || next_us == G_MAXINT64 || sleeps_us < SLEEPS_US || at_us <= heard_us || late_us > sleeps_us / 2)
    return; /* awake, or nobody listened when it called */
  self->n += late_us > SLACK_US ? 2 : 1;
  self->n_lost += ABS (late_us) > SLACK_US ? 1 : 0;
  if (self->n < BR_TAG_CALLS_MOST)
    return;
  self->n /= 2;
  self->n_lost /= 2;
}

guint
br_tag_calls_lost_ppm (const BrTagCalls *self)
{
  return (guint) MIN ((guint64) self->n_lost * 1000000 / MAX (self->n, BR_TAG_CALLS_FEW), BR_TAG_CALLS_WORST_PPM);
}
