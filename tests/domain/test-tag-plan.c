/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The radio budget: by hand where it can be counted, by its properties where not, and against stations played tick by tick by other code. */
#include "config.h"

#include "br-tag-plan.h"

#include <math.h>

#define S G_GINT64_CONSTANT (1000000)
#define NOW (G_GINT64_CONSTANT (1700000000) * S)

static const BrTagPlanRadio plain = { .rate = 5000, .hold_us = S, .gap_us = S, .ready_us = 2 * S, .window = 50 };

static BrTagPlanJob
job (gint64 next_s, gint64 interval_s)
{
  return (BrTagPlanJob) { .next_us = NOW + next_s * S, .interval_us = interval_s * S, .bytes = 10000, .battery_ppm = 7, .priority = BR_TAG_PRIORITY_PRICE };
}

static BrTagPlanJob
look (gint64 next_s, gint64 from_s)
{
  return (
      BrTagPlanJob) { .next_us = NOW + next_s * S, .from_us = NOW + from_s * S, .interval_us = 600 * S, .bytes = 10000, .priority = BR_TAG_PRIORITY_DESIGN };
}

static gint64
done_s (const BrTagPlan *plan, guint nth)
{
  gint64 at_us = g_array_index (plan->jobs, gint64, nth);

  return at_us == G_MAXINT64 ? -1 : (at_us - NOW) / S;
}

/* Two tags of one station, and when each is done: fetching takes 2 s, the radio stays 1 s longer. */
static void
test_table (void)
{
  static const BrTagPlanPause pause = { NOW + 0 * S, NOW + 100 * S }, soon = { NOW + 10 * S, NOW + 100 * S };
  const BrTagPlanJob late = { .priority = BR_TAG_PRIORITY_PRICE, .from_us = NOW + 20 * S, .next_us = NOW + 60 * S, .interval_us = 600 * S, .bytes = 10000 };
  const BrTagPlanRadio paused = { .rate = 5000, .hold_us = S, .gap_us = S, .window = 50, .pauses = &pause, .n_pauses = 1 };
  const BrTagPlanRadio pausing = { .rate = 5000, .hold_us = S, .gap_us = S, .window = 50, .pauses = &soon, .n_pauses = 1 };
  const struct
  {
    const char *what;
    BrTagPlanRadio radio;
    BrTagPlanJob first, second;
    gint64 first_s, second_s;
  } rows[] = {
    { "each when it wakes", plain, job (30, 600), job (60, 600), 32, 62 },
    { "who wakes too soon is given its picture last, and fetches all the same", plain, job (5, 600), job (60, 600), 7, 62 },
    { "who wakes before it is ready waits until it wakes again", plain, job (1, 600), job (60, 600), 603, 62 },
    { "two that wake together: one is sent away", plain, job (30, 600), job (30, 600), 32, 632 },
    { "the radio stays with a tag for a while", plain, job (30, 600), job (32, 600), 32, 634 },
    { "and is free then", plain, job (30, 600), job (33, 600), 32, 35 },
    { "a pause holds back a new look", paused, look (30, 0), look (120, 0), 632, 122 },
    { "but no price", paused, job (30, 600), job (120, 600), 32, 122 },
    { "and only what is less important", paused, look (30, 0), job (40, 600), 632, 42 },
    { "nor one that begins meanwhile, behind a new look", paused, look (30, 0), late, 632, 62 },
    { "a new look that begins in a pause", paused, look (30, 20), look (120, 20), 632, 122 },
    { "or in one that begins later", pausing, look (30, 20), look (120, 20), 632, 122 },
    { "one at a time", { .rate = 5000, .hold_us = S, .gap_us = S, .ready_us = 2 * S, .window = 1 }, job (23, 600), job (20, 600), 625, 22 },
    { "the radio is taken for whole blocks",
      { .rate = 5000, .block = 15000, .hold_us = S, .gap_us = S, .ready_us = 2 * S, .window = 50 },
      job (30, 600),
      job (33, 600),
      32,
      635 },
    { "what is fetched is done when that is known",
      { .rate = 5000, .hold_us = S, .gap_us = S, .proof_us = 4 * S, .window = 50 },
      job (30, 600),
      job (60, 600),
      36,
      66 },
    { "and keeps its place until then", { .rate = 5000, .hold_us = S, .gap_us = S, .proof_us = 20 * S, .window = 1 }, job (20, 600), job (40, 600), 42, 662 },
    { "the gap between two", { .rate = 5000, .hold_us = S, .gap_us = 45 * S, .ready_us = 2 * S, .window = 50 }, job (30, 600), job (40, 600), 32, 642 },
    { "down", { .down = TRUE, .rate = 5000, .window = 50 }, job (30, 600), job (60, 600), -1, -1 },
    { "it takes none", { .rate = 5000 }, job (30, 600), job (60, 600), -1, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrTagPlanJob jobs[2] = { rows[i].first, rows[i].second };
      BrTagPlanQuestion question = { .radios = &rows[i].radio, .n_radios = 1, .jobs = jobs, .n_jobs = 2, .now_us = NOW };
      g_autoptr (BrTagPlan) plan = br_tag_plan_new (&question);

      g_test_message ("%s: %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT, rows[i].what, done_s (plan, 0), done_s (plan, 1));
      g_assert_cmpint (done_s (plan, 0), ==, rows[i].first_s);
      g_assert_cmpint (done_s (plan, 1), ==, rows[i].second_s);
    }
}

/* Who is sent away, or fetches in vain, comes again when that is said: after 40 s to a sixth more. */
static void
test_again (void)
{
  BrTagPlanJob jobs[] = { job (30, 600), job (31, 600) };
  BrTagPlanRadio radio = plain;
  BrTagPlanQuestion question = { .radios = &radio, .n_radios = 1, .jobs = jobs, .n_jobs = 2, .now_us = NOW };
  g_autoptr (BrTagPlan) plan = NULL;

  radio.again_us = 40 * S;
  plan = br_tag_plan_new (&question);
  g_assert_cmpint (done_s (plan, 0), ==, 32);
  g_assert_cmpint (done_s (plan, 1), >=, 31 + 40 + 2);
  g_assert_cmpint (done_s (plan, 1), <=, 31 + 40 + 7 + 2);
}

/*
 * Calls that are lost cost what waiting longer each time does: the n-th in a row n times 43 s, and it comes to that with a chance of p^n. Tags that do not meet each other, so
 * that nothing else makes them late.
 */
static void
test_unheard (void)
{
  enum
  {
    TAGS = 40
  };
  const double p = 0.5, expected_s = 40 * (1 + 1 / 12.0) * p / ((1 - p) * (1 - p));
  BrTagPlanRadio radio = { .rate = 5000000, .window = TAGS, .again_us = 40 * S, .unheard_ppm = (guint) (p * 1000000) };
  BrTagPlanJob jobs[TAGS];
  BrTagPlanQuestion question = { .radios = &radio, .n_radios = 1, .jobs = jobs, .n_jobs = TAGS, .now_us = NOW };
  g_autoptr (BrTagPlan) plan = NULL;
  double late_s = 0;

  for (guint i = 0; i < TAGS; i++)
    {
      jobs[i] = job (60 + 997 * i, 100000);
      jobs[i].bytes = 1;
    }
  plan = br_tag_plan_new (&question);
  for (guint i = 0; i < TAGS; i++)
    late_s += (double) (g_array_index (plan->jobs, gint64, i) - jobs[i].next_us) / S / TAGS;
  g_test_message ("%.1f s late, %.1f expected", late_s, expected_s);
  g_assert_cmpfloat (fabs (late_s - expected_s), <, 0.1 * expected_s);
}

static void
test_importance (void)
{
  BrTagPlanJob jobs[] = { job (40, 600), job (60, 600), job (50, 600) };
  BrTagPlanRadio one = plain;
  BrTagPlanQuestion question = { .radios = &one, .n_radios = 1, .jobs = jobs, .n_jobs = 3, .now_us = NOW };
  g_autoptr (BrTagPlan) plan = NULL;

  one.window = 1; /* so that order matters: who is given later misses its turn */
  jobs[1].priority = BR_TAG_PRIORITY_PERSON;
  jobs[2].priority = BR_TAG_PRIORITY_CHECK;
  plan = br_tag_plan_new (&question);
  g_assert_cmpint (done_s (plan, 1), ==, 62);
  g_assert_cmpint (done_s (plan, 0), ==, 642);
  g_assert_cmpint (done_s (plan, 2), ==, 652);
}

static void
test_later (void)
{
  BrTagPlanJob jobs[] = { job (30, 60), job (30, 60) };
  BrTagPlanQuestion question = { .radios = &plain, .n_radios = 1, .jobs = jobs, .n_jobs = 2, .now_us = NOW };
  g_autoptr (BrTagPlan) plan = NULL;

  jobs[0].from_us = NOW + 3600 * S;
  jobs[1].at_station = TRUE;
  jobs[1].next_us = NOW + S; /* given already: it need not be made ready */
  plan = br_tag_plan_new (&question);
  g_assert_cmpint (done_s (plan, 0), ==, 3632);
  g_assert_cmpint (done_s (plan, 1), ==, 3);
}

/* Refusing says how much could be done. */
static void
test_deadline (void)
{
  BrTagPlanJob jobs[] = { job (30, 600), job (100, 600), job (300, 600), job (400, 600) };
  BrTagPlanQuestion question = { .radios = &plain, .n_radios = 1, .jobs = jobs, .n_jobs = 4, .now_us = NOW, .deadline_us = NOW + 200 * S };
  g_autoptr (BrTagPlan) late = NULL, fits = NULL, open = NULL;

  jobs[3].next_us = G_MAXINT64; /* nobody hears it: it does not count */
  late = br_tag_plan_new (&question);
  g_assert_false (late->fits);
  g_assert_cmpuint (late->n_by_deadline, ==, 2);
  g_assert_cmpuint (late->n_unknown, ==, 1);
  g_assert_cmpint (late->finish_us, ==, NOW + 302 * S);
  g_assert_cmpint (late->battery_ppm, ==, 7);
  g_assert_cmpint (g_array_index (late->radios, gint64, 0), ==, late->finish_us);
  question.deadline_us = NOW + 302 * S;
  fits = br_tag_plan_new (&question);
  g_assert_true (fits->fits);
  g_assert_cmpuint (fits->n_by_deadline, ==, 3);
  question.deadline_us = 0;
  open = br_tag_plan_new (&question);
  g_assert_true (open->fits);
  g_assert_cmpuint (open->n_by_deadline, ==, 3);
}

static void
test_nothing (void)
{
  BrTagPlanQuestion question = { .radios = &plain, .n_radios = 1, .now_us = NOW, .deadline_us = NOW - S };
  g_autoptr (BrTagPlan) plan = br_tag_plan_new (&question);

  g_assert_true (plan->fits);
  g_assert_cmpint (plan->finish_us, ==, NOW);
  g_assert_cmpuint (plan->curve->len, ==, 0);
  g_assert_cmpint (g_array_index (plan->radios, gint64, 0), ==, 0);
}

/* A site by chance. */
typedef struct
{
  BrTagPlanRadio radios[6];
  BrTagPlanJob jobs[400];
  BrTagPlanQuestion question;
} Site;

static void
make_site (Site *site, GRand *rand, guint n_radios, guint n_jobs, guint loss_ppm)
{
  static const gint64 intervals_s[] = { 45, 300, 600 };
  gint64 interval_s = intervals_s[g_rand_int_range (rand, 0, 3)];

  for (guint i = 0; i < n_radios; i++)
    site->radios[i] =
        (BrTagPlanRadio) { .rate = 5000, .hold_us = S * 12 / 10, .gap_us = S, .ready_us = 2 * S, .window = (guint) g_rand_int_range (rand, 10, 60) };
  for (guint i = 0; i < n_jobs; i++)
    site->jobs[i] = (BrTagPlanJob) { .radio = i % n_radios,
                                     .priority = (BrTagPriority) g_rand_int_range (rand, 0, 3),
                                     .next_us = NOW + g_rand_int_range (rand, 0, (gint32) interval_s * 1000) * (S / 1000),
                                     .interval_us = interval_s * S,
                                     .bytes = (guint) g_rand_int_range (rand, 2888, 9473),
                                     .loss_ppm = loss_ppm,
                                     .battery_ppm = 10 };
  site->question = (BrTagPlanQuestion) { .radios = site->radios, .n_radios = n_radios, .jobs = site->jobs, .n_jobs = n_jobs, .now_us = NOW };
}

static void
check_plan (const Site *site, const BrTagPlan *plan)
{
  gint64 last_us = 0, before_us = 0, busy_us[6] = { 0 };
  guint before = 0;

  for (guint i = 0; i < site->question.n_jobs; i++)
    {
      const BrTagPlanJob *it = &site->jobs[i];
      gint64 at_us = g_array_index (plan->jobs, gint64, i), took_us = (gint64) it->bytes * S / 5000;

      last_us = MAX (last_us, at_us);
      busy_us[it->radio] += took_us;
      g_assert_cmpint (at_us, >=, it->next_us + took_us - 1);
      g_assert_cmpint (at_us, <=, g_array_index (plan->radios, gint64, it->radio) + 1);
    }
  for (guint i = 0; i < site->question.n_radios; i++)
    g_assert_cmpint (g_array_index (plan->radios, gint64, i), >=, busy_us[i] > 0 ? NOW + busy_us[i] : 0); /* never more than one at a time */
  g_assert_cmpint (plan->finish_us, >=, last_us - 1);
  for (guint i = 0; i < plan->curve->len; i++)
    {
      const BrTagPlanStep *step = &g_array_index (plan->curve, BrTagPlanStep, i);

      g_assert_cmpint (step->at_us, >=, before_us);
      g_assert_cmpuint (step->n_done, >, before);
      before_us = step->at_us;
      before = step->n_done;
    }
  g_assert_cmpuint (before, ==, site->question.n_jobs);
  g_assert_cmpint (plan->battery_ppm, >=, 10);
}

static void
test_properties (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 24; i++)
    {
      Site site;
      g_autoptr (BrTagPlan) plan = NULL, again = NULL;

      make_site (&site, rand, (guint) g_rand_int_range (rand, 1, 7), (guint) g_rand_int_range (rand, 1, 200), i % 3 == 0 ? 0 : 40000);
      plan = br_tag_plan_new (&site.question);
      again = br_tag_plan_new (&site.question);
      check_plan (&site, plan);
      g_assert_cmpint (plan->finish_us, ==, again->finish_us);
      g_assert_cmpmem (plan->jobs->data, plan->jobs->len * sizeof (gint64), again->jobs->data, again->jobs->len * sizeof (gint64));
    }
}

/* The same site, tick by tick: a tag's state, no queue of events. */
typedef struct
{
  gboolean given, done;
  gint64 ready_us, wakes_us, done_us;
} TickTag;

#define TICK (S / 10)

static int
pick (const Site *site, const TickTag *tags, guint radio, gint64 now_us)
{
  int best = -1;

  for (guint i = 0; i < site->question.n_jobs; i++)
    {
      const BrTagPlanJob *it = &site->jobs[i], *other = best >= 0 ? &site->jobs[best] : NULL;
      gint64 wakes_us = tags[i].wakes_us, best_us = best >= 0 ? tags[best].wakes_us : 0;

      if (it->radio != radio || tags[i].given)
        continue;
      wakes_us += wakes_us < now_us + BR_TAG_PLAN_SOON_US ? it->interval_us : 0;
      best_us += other != NULL && best_us < now_us + BR_TAG_PLAN_SOON_US ? other->interval_us : 0;
      if (other == NULL || it->priority < other->priority || (it->priority == other->priority && wakes_us < best_us))
        best = (int) i;
    }
  return best;
}

static gint64
tick_station (const Site *site, guint radio, GRand *rand)
{
  g_autofree TickTag *tags = g_new0 (TickTag, site->question.n_jobs);
  gint64 now_us = NOW, give_us = NOW, free_us = 0, last_us = NOW;
  guint n_left = 0, n_held = 0;

  for (guint i = 0; i < site->question.n_jobs; i++)
    {
      n_left += site->jobs[i].radio == radio ? 1 : 0;
      tags[i].wakes_us = site->jobs[i].next_us;
    }
  for (; n_left > 0; now_us += TICK)
    {
      int next = now_us >= give_us && n_held < site->radios[radio].window ? pick (site, tags, radio, now_us) : -1;

      if (next >= 0)
        {
          tags[next].given = TRUE;
          tags[next].ready_us = now_us + 2 * S;
          give_us = now_us + S;
          n_held++;
        }
      for (guint i = 0; i < site->question.n_jobs; i++)
        {
          const BrTagPlanJob *it = &site->jobs[i];

          if (it->radio != radio || tags[i].wakes_us > now_us)
            continue;
          tags[i].wakes_us += it->interval_us;
          if (tags[i].done || !tags[i].given || tags[i].ready_us > now_us || free_us > now_us)
            continue;
          last_us = now_us + (gint64) it->bytes * S / 5000;
          free_us = last_us + S * 12 / 10;
          tags[i].done = (guint) g_rand_int_range (rand, 0, 1000000) >= it->loss_ppm;
          n_left -= tags[i].done ? 1 : 0;
          n_held -= tags[i].done ? 1 : 0;
        }
    }
  return last_us - NOW;
}

static void
compare (guint32 seed, guint n_radios, guint n_jobs, guint loss_ppm)
{
  enum
  {
    TIMES = 24
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (BrTagPlan) plan = NULL;
  double sum = 0, planned;
  Site site;

  make_site (&site, rand, n_radios, n_jobs, loss_ppm);
  plan = br_tag_plan_new (&site.question);
  for (guint i = 0; i < (loss_ppm > 0 ? TIMES : 1); i++)
    {
      gint64 last_us = 0;

      for (guint k = 0; k < n_radios; k++)
        last_us = MAX (last_us, tick_station (&site, k, rand));
      sum += (double) last_us / (loss_ppm > 0 ? TIMES : 1);
    }
  planned = (double) (plan->finish_us - NOW);
  g_test_message ("seed %u, %u stations, %u tags, %u ppm lost: plan %.1f s, played %.1f s", seed, n_radios, n_jobs, loss_ppm, planned / S, sum / S);
  g_assert_cmpfloat (fabs (planned - sum), <=, sum * 0.05 + 2 * S);
}

static void
test_agrees (void)
{
  static const guint losses[] = { 0, 10000, 50000 };

  for (guint i = 0; i < 3; i++)
    {
      compare (100 + i, 1, 20, losses[i]);
      compare (200 + i, 1, 90, losses[i]);
      compare (300 + i, 4, 160, losses[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tag-plan/table", test_table);
  g_test_add_func ("/tag-plan/again", test_again);
  g_test_add_func ("/tag-plan/unheard", test_unheard);
  g_test_add_func ("/tag-plan/importance", test_importance);
  g_test_add_func ("/tag-plan/later", test_later);
  g_test_add_func ("/tag-plan/deadline", test_deadline);
  g_test_add_func ("/tag-plan/nothing", test_nothing);
  g_test_add_func ("/tag-plan/properties", test_properties);
  g_test_add_func ("/tag-plan/agrees", test_agrees);
  return g_test_run ();
}
