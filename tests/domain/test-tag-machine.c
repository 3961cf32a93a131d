/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine of a tag's job: every pair of state and event, written down a second time as one table, and what must hold of all of them. */
#include "config.h"

#include "br-tag-machine.h"

/* One row an event, one letter a state, in the order of BrTagJobState from QUEUED on:
 * Q queued R rendered S sending U unknown A accepted G at station T transfer K acked W retry wait C confirmed P superseded E expired F failed X cancelled
 * '-' it cannot happen, '.' it stays. */
static const char letters[] = "QRSUAGTKWCPEFX";
static const struct
{
  BrTagOn on;
  const char *next;
} expected[BR_N_TAG_ONS] = {
  /*                        QRSUAGTKWCPEFX */
  { BR_TAG_ON_DRAWN, "R-------------" },     { BR_TAG_ON_SHOWN_ALREADY, "CC------------" }, { BR_TAG_ON_UNDRAWABLE, "F-------------" },
  { BR_TAG_ON_OUTDRAWN, "-Q------------" },  { BR_TAG_ON_SEND, "-S------------" },          { BR_TAG_ON_SENT, "--U-----------" },
  { BR_TAG_ON_BUSY, "--R-----------" },      { BR_TAG_ON_OFFLINE, "--W-----------" },       { BR_TAG_ON_REFUSED, "-FF-----------" },
  { BR_TAG_ON_NOT_TAKEN, "---WWWWW------" }, { BR_TAG_ON_ACCEPTED, "---A.AAA------" },      { BR_TAG_ON_AT_STATION, "---GG.GG------" },
  { BR_TAG_ON_TRANSFER, "---TTT.T------" },  { BR_TAG_ON_ACKED, "---KKKK.------" },         { BR_TAG_ON_PROVED, "---CCCCC------" },
  { BR_TAG_ON_DROPPED, "---QQQQQ------" },   { BR_TAG_ON_TIMED_OUT, "---WWWWW------" },     { BR_TAG_ON_POPPED, "---WWWWW------" },
  { BR_TAG_ON_STALE, "---WWWWW------" },     { BR_TAG_ON_FOREIGN, "---WWWWW------" },       { BR_TAG_ON_BAD, "---FFFFF------" },
  { BR_TAG_ON_TOO_WEAK, "-------W------" },  { BR_TAG_ON_NO_BETTER, "-------C------" },     { BR_TAG_ON_DUE, "--------Q-----" },
  { BR_TAG_ON_STARTED, "..U..........." },   { BR_TAG_ON_RESTARTED, "..U.UUU......." },     { BR_TAG_ON_MOVED, "..QQQQQQ......" },
  { BR_TAG_ON_NEWER, "PP......P-----" },     { BR_TAG_ON_REPLACED, "---PPPPP------" },      { BR_TAG_ON_CANCEL, "XX......X....." },
  { BR_TAG_ON_WITHDRAWN, "---XXXXX------" }, { BR_TAG_ON_EXPIRED, "EE......E....." },
};

static void
test_every_pair (void)
{
  for (guint i = 0; i < BR_N_TAG_ONS; i++)
    {
      g_assert_cmpuint (expected[i].on, ==, i);
      for (guint state = BR_TAG_JOB_QUEUED; state < BR_N_TAG_JOB_STATES; state++)
        {
          BrTagStep step = br_tag_machine_step (state, i);
          char letter = step.next == 0 ? '-' : step.next == state ? '.' : letters[step.next - 1];

          g_test_message ("event %u in state %u", i, state);
          g_assert_cmpint (letter, ==, expected[i].next[state - 1]);
          g_assert_cmpint (br_tag_machine_can (state, i), ==, step.next != 0);
        }
    }
}

/* Nothing is sent while something may be out; what is final stays; every state that is not final asks for something. */
static void
test_laws (void)
{
  for (guint on = 0; on < BR_N_TAG_ONS; on++)
    for (guint state = BR_TAG_JOB_QUEUED; state < BR_N_TAG_JOB_STATES; state++)
      {
        BrTagStep step = br_tag_machine_step (state, on);

        if (step.next == 0)
          continue;
        if (br_tag_job_is_final (state))
          g_assert_cmpint (step.next, ==, state);
        if (step.next == BR_TAG_JOB_SENDING && state != BR_TAG_JOB_SENDING)
          g_assert_cmpint (state, ==, BR_TAG_JOB_RENDERED);
        if (br_tag_job_may_be_out (state) && step.next == BR_TAG_JOB_RENDERED)
          g_assert_cmpint (on, ==, BR_TAG_ON_BUSY);
        g_assert_cmpint (step.task == BR_TAG_TASK_NONE, ==, br_tag_job_is_final (step.next));
        if (step.counted)
          g_assert_cmpint (step.next, ==, BR_TAG_JOB_RETRY_WAIT);
        if (step.next == BR_TAG_JOB_RETRY_WAIT && state != BR_TAG_JOB_RETRY_WAIT)
          g_assert_cmpint (step.delay, !=, BR_TAG_DELAY_NONE);
      }
}

static void
test_what_to_do (void)
{
  static const struct
  {
    BrTagJobState state;
    BrTagOn on;
    BrTagTask task;
    BrTagDelay delay;
    gboolean counted;
  } rows[] = {
    { BR_TAG_JOB_QUEUED, BR_TAG_ON_DRAWN, BR_TAG_TASK_SEND, BR_TAG_DELAY_NONE, FALSE },
    { BR_TAG_JOB_SENDING, BR_TAG_ON_SENT, BR_TAG_TASK_LOOK, BR_TAG_DELAY_NONE, FALSE },
    { BR_TAG_JOB_SENDING, BR_TAG_ON_STARTED, BR_TAG_TASK_LOOK, BR_TAG_DELAY_NONE, FALSE },
    { BR_TAG_JOB_SENDING, BR_TAG_ON_BUSY, BR_TAG_TASK_SEND, BR_TAG_DELAY_STATION, FALSE },
    { BR_TAG_JOB_UNKNOWN, BR_TAG_ON_NOT_TAKEN, BR_TAG_TASK_WAIT, BR_TAG_DELAY_BACK_OFF, TRUE },
    { BR_TAG_JOB_AT_STATION, BR_TAG_ON_TIMED_OUT, BR_TAG_TASK_CANCEL, BR_TAG_DELAY_HEARD, TRUE },
    { BR_TAG_JOB_AT_STATION, BR_TAG_ON_POPPED, BR_TAG_TASK_WAIT, BR_TAG_DELAY_LATER, TRUE },
    { BR_TAG_JOB_ACCEPTED, BR_TAG_ON_STALE, BR_TAG_TASK_CANCEL, BR_TAG_DELAY_SETTLE, TRUE },
    { BR_TAG_JOB_TRANSFER, BR_TAG_ON_DROPPED, BR_TAG_TASK_DRAW, BR_TAG_DELAY_NONE, FALSE },
    { BR_TAG_JOB_ACCEPTED, BR_TAG_ON_CANCEL, BR_TAG_TASK_CANCEL, BR_TAG_DELAY_NONE, FALSE },
    { BR_TAG_JOB_RETRY_WAIT, BR_TAG_ON_DUE, BR_TAG_TASK_DRAW, BR_TAG_DELAY_NONE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrTagStep step = br_tag_machine_step (rows[i].state, rows[i].on);

      g_test_message ("row %zu", i);
      g_assert_cmpint (step.task, ==, rows[i].task);
      g_assert_cmpint (step.delay, ==, rows[i].delay);
      g_assert_cmpint (step.counted, ==, rows[i].counted);
    }
}

/* Numbers that are neither a state nor an event are none, and harm nothing. */
static void
test_nonsense (void)
{
  g_assert_cmpint (br_tag_machine_step (0, BR_TAG_ON_DRAWN).next, ==, 0);
  g_assert_cmpint (br_tag_machine_step (BR_N_TAG_JOB_STATES, BR_TAG_ON_STARTED).next, ==, 0);
  g_assert_cmpint (br_tag_machine_step (BR_TAG_JOB_QUEUED, BR_N_TAG_ONS).next, ==, 0);
}

static void
test_failures (void)
{
  guint attempt = 0;
  gint64 first_us = 0, now_us = 1000;

  for (guint i = 1; i < BR_TAG_MAX_FAILURES; i++)
    g_assert_false (br_tag_count_failure (&attempt, &first_us, now_us++));
  g_assert_cmpint (first_us, ==, 1000);
  g_assert_true (br_tag_count_failure (&attempt, &first_us, now_us));
  g_assert_cmpuint (attempt, ==, BR_TAG_MAX_FAILURES);
  now_us = first_us + BR_TAG_FAILURES_US + 1; /* a day later it begins anew */
  g_assert_false (br_tag_count_failure (&attempt, &first_us, now_us));
  g_assert_cmpuint (attempt, ==, 1);
  g_assert_cmpint (first_us, ==, now_us);
}

static void
test_back_off (void)
{
  static const struct
  {
    guint attempt;
    double seconds;
  } rows[] = { { 0, 2 }, { 1, 2 }, { 2, 4 }, { 3, 8 }, { 7, 128 }, { 8, 256 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpint (ABS (br_tag_back_off_us (rows[i].attempt, 0) - (gint64) (rows[i].seconds * 0.7 * G_USEC_PER_SEC)), <=, 1);
      g_assert_cmpint (
          ABS (br_tag_back_off_us (rows[i].attempt, G_MAXUINT32) - MIN ((gint64) (rows[i].seconds * 1.3 * G_USEC_PER_SEC), BR_TAG_MAX_BACK_OFF_US)), <=,
          1); /* a double's last digit */
    }
  g_assert_cmpint (br_tag_back_off_us (G_MAXUINT, G_MAXUINT32), ==, BR_TAG_MAX_BACK_OFF_US);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tag-machine/every-pair", test_every_pair);
  g_test_add_func ("/tag-machine/laws", test_laws);
  g_test_add_func ("/tag-machine/what-to-do", test_what_to_do);
  g_test_add_func ("/tag-machine/nonsense", test_nonsense);
  g_test_add_func ("/tag-machine/failures", test_failures);
  g_test_add_func ("/tag-machine/back-off", test_back_off);
  return g_test_run ();
}
