/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-machine.h"

#define FIRST_BACK_OFF_US (2 * G_USEC_PER_SEC)
#define JITTER 0.3

/* A rule: in any of these states this leads there. What is in no rule cannot happen. */
typedef struct
{
  BrTagOn on;
  guint from; /* bits 1 << BrTagJobState */
  BrTagJobState to;   /* 0 = it stays */
  BrTagTask task; /* NONE = what the state asks for */
  BrTagDelay delay;
  gboolean counted;
} Rule;

#define BIT(state) (1u << BR_TAG_JOB_##state)
#define WAITS (BIT (QUEUED) | BIT (RENDERED) | BIT (RETRY_WAIT))
#define AT (BIT (ACCEPTED) | BIT (AT_STATION) | BIT (TRANSFER))
#define LOOKED (BIT (UNKNOWN) | AT | BIT (ACKED)) /* a look may find anything: stations lose, repeat and mix up */
#define OUT (BIT (SENDING) | LOOKED)
#define FINAL (BIT (CONFIRMED) | BIT (SUPERSEDED) | BIT (EXPIRED) | BIT (FAILED) | BIT (CANCELLED))

static const Rule rules[] = {
  { BR_TAG_ON_DRAWN, BIT (QUEUED), BR_TAG_JOB_RENDERED, 0, 0, FALSE },
  { BR_TAG_ON_SHOWN_ALREADY, BIT (QUEUED) | BIT (RENDERED), BR_TAG_JOB_CONFIRMED, 0, 0, FALSE },
  { BR_TAG_ON_UNDRAWABLE, BIT (QUEUED), BR_TAG_JOB_FAILED, 0, 0, FALSE },
  { BR_TAG_ON_OUTDRAWN, BIT (RENDERED), BR_TAG_JOB_QUEUED, 0, 0, FALSE },
  { BR_TAG_ON_SEND, BIT (RENDERED), BR_TAG_JOB_SENDING, 0, 0, FALSE },
  { BR_TAG_ON_SENT, BIT (SENDING), BR_TAG_JOB_UNKNOWN, 0, 0, FALSE },
  { BR_TAG_ON_BUSY, BIT (SENDING), BR_TAG_JOB_RENDERED, 0, BR_TAG_DELAY_STATION, FALSE },
  { BR_TAG_ON_OFFLINE, BIT (SENDING), BR_TAG_JOB_RETRY_WAIT, 0, BR_TAG_DELAY_BACK_OFF, TRUE },
  { BR_TAG_ON_REFUSED, BIT (SENDING) | BIT (RENDERED), BR_TAG_JOB_FAILED, 0, 0, FALSE },
  { BR_TAG_ON_NOT_TAKEN, LOOKED, BR_TAG_JOB_RETRY_WAIT, 0, BR_TAG_DELAY_BACK_OFF, TRUE },
  { BR_TAG_ON_ACCEPTED, LOOKED, BR_TAG_JOB_ACCEPTED, 0, 0, FALSE },
  { BR_TAG_ON_AT_STATION, LOOKED, BR_TAG_JOB_AT_STATION, 0, 0, FALSE },
  { BR_TAG_ON_TRANSFER, LOOKED, BR_TAG_JOB_TRANSFER, 0, 0, FALSE },
  { BR_TAG_ON_ACKED, LOOKED, BR_TAG_JOB_ACKED, 0, 0, FALSE },
  { BR_TAG_ON_PROVED, LOOKED, BR_TAG_JOB_CONFIRMED, 0, 0, FALSE },
  { BR_TAG_ON_DROPPED, LOOKED, BR_TAG_JOB_QUEUED, 0, 0, FALSE },
  { BR_TAG_ON_TIMED_OUT, LOOKED, BR_TAG_JOB_RETRY_WAIT, BR_TAG_TASK_CANCEL, BR_TAG_DELAY_HEARD, TRUE },
  { BR_TAG_ON_POPPED, LOOKED, BR_TAG_JOB_RETRY_WAIT, 0, BR_TAG_DELAY_LATER, TRUE },
  { BR_TAG_ON_STALE, LOOKED, BR_TAG_JOB_RETRY_WAIT, BR_TAG_TASK_CANCEL, BR_TAG_DELAY_SETTLE, TRUE },
  { BR_TAG_ON_FOREIGN, LOOKED, BR_TAG_JOB_RETRY_WAIT, BR_TAG_TASK_CANCEL, BR_TAG_DELAY_SETTLE, TRUE },
  { BR_TAG_ON_BAD, LOOKED, BR_TAG_JOB_FAILED, 0, 0, FALSE },
  { BR_TAG_ON_TOO_WEAK, BIT (ACKED), BR_TAG_JOB_RETRY_WAIT, 0, BR_TAG_DELAY_BACK_OFF, TRUE }, /* nothing waits there to cancel; its tag is awake for a moment */
  { BR_TAG_ON_NO_BETTER, BIT (ACKED), BR_TAG_JOB_CONFIRMED, 0, 0, FALSE },
  { BR_TAG_ON_DUE, BIT (RETRY_WAIT), BR_TAG_JOB_QUEUED, 0, 0, FALSE },
  { BR_TAG_ON_STARTED, BIT (SENDING), BR_TAG_JOB_UNKNOWN, 0, 0, FALSE },
  { BR_TAG_ON_STARTED, WAITS | LOOKED | FINAL, 0, 0, 0, FALSE },
  { BR_TAG_ON_RESTARTED, BIT (SENDING) | BIT (UNKNOWN) | AT, BR_TAG_JOB_UNKNOWN, 0, 0, FALSE },
  { BR_TAG_ON_RESTARTED, WAITS | BIT (ACKED) | FINAL, 0, 0, 0, FALSE },
  { BR_TAG_ON_MOVED, OUT, BR_TAG_JOB_QUEUED, 0, 0, FALSE },
  { BR_TAG_ON_MOVED, WAITS | FINAL, 0, 0, 0, FALSE },
  { BR_TAG_ON_NEWER, WAITS, BR_TAG_JOB_SUPERSEDED, 0, 0, FALSE },
  { BR_TAG_ON_NEWER, OUT, 0, 0, 0, FALSE },
  { BR_TAG_ON_REPLACED, LOOKED, BR_TAG_JOB_SUPERSEDED, 0, 0, FALSE },
  { BR_TAG_ON_CANCEL, WAITS, BR_TAG_JOB_CANCELLED, 0, 0, FALSE },
  { BR_TAG_ON_CANCEL, OUT, 0, BR_TAG_TASK_CANCEL, 0, FALSE },
  { BR_TAG_ON_CANCEL, FINAL, 0, 0, 0, FALSE },
  { BR_TAG_ON_WITHDRAWN, LOOKED, BR_TAG_JOB_CANCELLED, 0, 0, FALSE },
  { BR_TAG_ON_EXPIRED, WAITS, BR_TAG_JOB_EXPIRED, 0, 0, FALSE },
  { BR_TAG_ON_EXPIRED, OUT, 0, BR_TAG_TASK_CANCEL, 0, FALSE },
  { BR_TAG_ON_EXPIRED, FINAL, 0, 0, 0, FALSE },
};

static const BrTagTask tasks[BR_N_TAG_JOB_STATES] = {
  [BR_TAG_JOB_QUEUED] = BR_TAG_TASK_DRAW,    [BR_TAG_JOB_RENDERED] = BR_TAG_TASK_SEND,   [BR_TAG_JOB_SENDING] = BR_TAG_TASK_SEND,
  [BR_TAG_JOB_UNKNOWN] = BR_TAG_TASK_LOOK,   [BR_TAG_JOB_ACCEPTED] = BR_TAG_TASK_LOOK,   [BR_TAG_JOB_AT_STATION] = BR_TAG_TASK_LOOK,
  [BR_TAG_JOB_TRANSFER] = BR_TAG_TASK_LOOK,  [BR_TAG_JOB_ACKED] = BR_TAG_TASK_LOOK,      [BR_TAG_JOB_RETRY_WAIT] = BR_TAG_TASK_WAIT,
  [BR_TAG_JOB_CONFIRMED] = BR_TAG_TASK_NONE, [BR_TAG_JOB_SUPERSEDED] = BR_TAG_TASK_NONE, [BR_TAG_JOB_EXPIRED] = BR_TAG_TASK_NONE,
  [BR_TAG_JOB_FAILED] = BR_TAG_TASK_NONE,    [BR_TAG_JOB_CANCELLED] = BR_TAG_TASK_NONE,
};

BrTagStep
br_tag_machine_step (BrTagJobState state, BrTagOn on)
{
  BrTagStep step = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].on == on && (rules[i].from & 1u << state) != 0)
      {
        step.next = rules[i].to != 0 ? rules[i].to : state;
        step.task = rules[i].task != BR_TAG_TASK_NONE ? rules[i].task : tasks[step.next];
        step.delay = rules[i].delay;
        step.counted = rules[i].counted;
        break;
      }
  return step;
}

gboolean
br_tag_machine_can (BrTagJobState state, BrTagOn on)
{
  return br_tag_machine_step (state, on).next != 0;
}

gboolean
br_tag_count_failure (guint *attempt, gint64 *first_us, gint64 now_us)
{
  if (*first_us == 0 || now_us - *first_us > BR_TAG_FAILURES_US)
    {
      *attempt = 0;
      *first_us = now_us;
    }
  return ++*attempt >= BR_TAG_MAX_FAILURES;
}

gint64
br_tag_back_off_us (guint attempt, guint32 random)
{
  gint64 us = FIRST_BACK_OFF_US;
  double factor = 1 - JITTER + 2 * JITTER * (double) random / (double) G_MAXUINT32;

  for (guint i = 1; i < attempt && us < BR_TAG_MAX_BACK_OFF_US; i++)
    us *= 2;
  return MIN ((gint64) ((double) us * factor), BR_TAG_MAX_BACK_OFF_US);
}
