/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Thousands of seeded histories: jobs on a simulated printer that runs out of paper, loses power, is unplugged or answers late, twice, wrong or
 * not at all, while the program is killed at any byte sent or any write to the disk. After each history everything is settled, and (labels.md 4.5):
 *
 *   no label lost: each is PRINTED, and of a printer that tells, PRINTED means that it is on paper whole
 *   no label twice but one of which an UNCERTAIN event tells, and never more of those at once than a window holds
 *   the labels of a job come out in order
 *   what is on paper is, dot by dot, what was ordered, and no picture is there that nobody ordered
 *   no question reached the printer within a picture
 *
 * BACKROOM_PRINT_HISTORIES sets how many histories there are, BACKROOM_PRINT_SEED the seed of the first; each one's seed is its number, so one that
 * fails is run again alone with histories 1 and its seed.
 */
#include "config.h"

#include "print-world.h"
#include "world.h"

#include <stdlib.h>

#define SECOND G_USEC_PER_SEC
#define DEFAULT_HISTORIES 1000
#define MAX_HISTORY_US (900 * SECOND)
#define MAX_KILLS 3
#define PERSON_US (20 * SECOND) /* until a person looks */

/* What one history is made of. */
typedef struct
{
  guint64 seed;
  BrXorshift random;
  BrSimPrinterParams sim;
  BrSimAnswers answers;
  guint across;
  guint n_jobs, n_faults, n_kills;
  gboolean tells;  /* its answers prove a label */
} Plan;

/* Over all histories. */
typedef struct
{
  gint64 n_labels, n_sheets, n_doubled, n_uncertain, n_kills, n_cuts, n_resolved, n_untold, n_silenced;
} Totals;

static guint
below (Plan *plan, guint n)
{
  return (guint) br_xorshift_below (&plan->random, n);
}

static gboolean
one_in (Plan *plan, guint n)
{
  return below (plan, n) == 0;
}

static BrHead
head_of (BrPrinterLanguageId language)
{
  if (language == BR_LANGUAGE_BROTHER_QL)
    return (BrHead) { .dots_num = 1181, .dots_den = 100, .width_dots = 720 };
  if (language == BR_LANGUAGE_DYMO_4XX)
    return (BrHead) { .dots_num = 1181, .dots_den = 100, .width_dots = 672 };
  return (BrHead) { .dots_num = 2, .dots_den = 1, .width_dots = 208 };
}

static Plan
make_plan (guint64 seed)
{
  static const BrPrinterLanguageId languages[] = { BR_LANGUAGE_TSPL, BR_LANGUAGE_ZPL, BR_LANGUAGE_EPL, BR_LANGUAGE_BROTHER_QL, BR_LANGUAGE_DYMO_4XX };
  Plan plan = { .seed = seed };

  br_xorshift_init (&plan.random, seed + 1);
  plan.sim.paper.language = languages[below (&plan, G_N_ELEMENTS (languages))];
  plan.sim.paper.head = head_of (plan.sim.paper.language);
  plan.sim.paper.width = WORLD_MEDIA_W;
  plan.sim.paper.height = WORLD_MEDIA_H;
  plan.sim.paper.gap = WORLD_MEDIA_GAP;
  plan.across = plan.sim.paper.language != BR_LANGUAGE_BROTHER_QL && one_in (&plan, 5) ? 2 : 1;
  if (plan.across == 2)
    plan.sim.paper.width = 3200;
  if (plan.sim.paper.language == BR_LANGUAGE_BROTHER_QL)
    plan.sim.paper.width = plan.sim.paper.height = 1200; /* there is such a roll */
  plan.sim.paper.quiet = one_in (&plan, 2);
  plan.sim.reprint = TRUE;
  plan.sim.speed_mm_s = 50 + below (&plan, 150);
  plan.sim.buffer_bytes = one_in (&plan, 3) ? 2048 : 0;
  plan.sim.link_bytes_s = one_in (&plan, 3) ? 20000 : 0;
  plan.sim.max_take = one_in (&plan, 3) ? 1 + below (&plan, 64) : 0;
  plan.sim.status = one_in (&plan, 8) ? BR_SIM_STATUS_SILENT : one_in (&plan, 8) ? BR_SIM_STATUS_CLASS_ONLY : BR_SIM_STATUS_FULL;
  plan.sim.seed = seed;
  if (one_in (&plan, 2))
    plan.answers = (BrSimAnswers) {
      .delay_us = below (&plan, 200000), .split = one_in (&plan, 2), .doubled = below (&plan, 200), .garbage = below (&plan, 100), .missing = below (&plan, 200)
    };
  plan.n_jobs = 1 + below (&plan, 3);
  plan.n_faults = below (&plan, 4);
  plan.n_kills = one_in (&plan, 2) ? 1 + below (&plan, MAX_KILLS) : 0;
  plan.tells = plan.sim.status == BR_SIM_STATUS_FULL && br_printer_language_get (plan.sim.paper.language)->ack != BR_ACK_NONE;
  return plan;
}

static PrintWorld *
make_world (Plan *plan)
{
  PrintWorld *world = print_world_new (&plan->sim, plan->seed);

  br_sim_printer_set_answers (world->sim, &plan->answers);
  for (guint i = 0; i < plan->n_faults; i++)
    br_sim_printer_add_random_fault (world->sim, &plan->random, 12, 6000);
  world->media.across = plan->across;
  world->media.column_gap = plan->across > 1 ? 200 : 0;
  world->media.width = (plan->sim.paper.width - (int) (plan->across - 1) * 200) / (int) plan->across;
  world->media.height = plan->sim.paper.height;
  world->inset = plan->sim.paper.language == BR_LANGUAGE_BROTHER_QL ? 220 : 0;
  for (guint i = 0; i < plan->n_jobs; i++)
    {
      world->policy = (BrPrintPolicy) (BR_POLICY_ASK + (int) below (plan, 3));
      print_world_order (world, 1 + below (plan, 6));
    }
  return world;
}

/* Death at a byte of the cable or at a write to the disk, soon. */
static void
arm_kill (Plan *plan, PrintWorld *world)
{
  if (one_in (plan, 2))
    world->bytes_left = below (plan, 8000);
  else
    world->writes_left = 1 + below (plan, 60);
}

/* Whether a label is on the paper, whole. */
static guint
count_on_paper (const GArray *paper, gint64 job, gint64 seq)
{
  guint n = 0;

  for (guint i = 0; i < paper->len; i++)
    n += g_array_index (paper, gint64, i) == job * 100000 + seq ? 1 : 0;
  return n;
}

typedef struct
{
  PrintWorld *world;
  GPtrArray *labels; /* of BrPrintLabelView */
  guint n_held;
} PersonJob;

static gboolean
look_job (BrStoreTx *tx, gpointer data, GError **error)
{
  PersonJob *self = data;

  self->labels = br_print_uncertain (tx->db, WORLD_KEY, error);
  return self->labels != NULL;
}

static gboolean
resolve_job (BrStoreTx *tx, gpointer data, GError **error)
{
  PersonJob *self = data;

  return br_print_resolve (tx, self->labels, self->n_held, error);
}

/* A person is asked which is the last label they hold, looks at the paper and says so. FALSE: nothing was uncertain. */
static gboolean
be_person (PrintWorld *world, Totals *totals)
{
  PersonJob self = { .world = world };
  g_autoptr (GArray) paper = print_world_paper (world);

  print_world_write (world, look_job, &self);
  for (guint i = 0; i < self.labels->len; i++)
    {
      const BrPrintLabelView *label = self.labels->pdata[i];

      if (count_on_paper (paper, label->job, label->seq) == 0)
        break;
      self.n_held++;
    }
  totals->n_resolved += self.labels->len;
  if (self.labels->len > 0)
    print_world_write (world, resolve_job, &self);
  g_ptr_array_unref (g_steal_pointer (&self.labels));
  return self.n_held > 0 || world->dirty;
}

static gboolean
is_settled (PrintWorld *world)
{
  return print_world_int (world, "SELECT count (*) FROM print_label WHERE state <> 5") == 0;
}

/* Runs until all is printed: dying, starting again, and asking a person in between. FALSE: it did not end. */
static gboolean
live (Plan *plan, PrintWorld *world, Totals *totals)
{
  gint64 until = world->now_us + MAX_HISTORY_US;
  guint kills = plan->n_kills;

  print_world_start (world);
  if (kills > 0)
    arm_kill (plan, world);
  while (world->now_us < until)
    {
      gboolean quiet = print_world_run (world, PERSON_US);

      if (world->dead)
        {
          print_world_die (world);
          totals->n_kills++;
          world->now_us += below (plan, 5 * SECOND);
          print_world_start (world);
          if (--kills > 0)
            arm_kill (plan, world);
          continue;
        }
      if (quiet && is_settled (world))
        return TRUE;
      world->writes_left = -1; /* a person's own writes are not the subject */
      be_person (world, totals);
      if (kills > 0 && world->bytes_left < 0)
        arm_kill (plan, world);
    }
  return FALSE;
}

/* What a history came to, for one that failed. */
static gboolean
tell_job (BrStoreTx *tx, gpointer data, GError **error)
{
  static const char *const sql[] = {
    "SELECT 'label ' || job || '/' || seq || ' state ' || state || ' proof ' || proof || ' attempt ' || attempt"
    " || ' session ' || session || ' sent ' || sent_us || ' done ' || done_us FROM print_label",
    "SELECT 'event ' || at_us || ' ' || coalesce (job, 0) || '/' || coalesce (seq, 0) || ' ' || coalesce (from_state, 0)"
    " || '>' || coalesce (to_state, 0) || ' ' || coalesce (note, '') FROM print_event",
    "SELECT 'printer silent ' || silent || ' session ' || session FROM printer",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sql); i++)
    {
      sqlite3_stmt *statement = br_db_statement (tx->db, sql[i], error);
      gboolean has_row = TRUE;

      while (statement != NULL && has_row)
        if (!br_db_step (tx->db, statement, &has_row, error))
          return FALSE;
        else if (has_row)
          g_printerr ("# %s\n", (const char *) sqlite3_column_text (statement, 0));
    }
  return TRUE;
}

static void
tell (const Plan *plan, PrintWorld *world)
{
  g_autoptr (GArray) paper = print_world_paper (world);
  BrSimState state;
  BrPrintNews news;

  g_printerr ("# seed %" G_GUINT64_FORMAT ": language %d, status %d, %u mm/s, buffer %" G_GSIZE_FORMAT ", %u jobs, %u faults, %u kills, across %u\n",
              plan->seed, plan->sim.paper.language, plan->sim.status, plan->sim.speed_mm_s, plan->sim.buffer_bytes, plan->n_jobs, plan->n_faults, plan->n_kills,
              world->media.across);
  print_world_write (world, tell_job, NULL);
  for (guint i = 0; i < paper->len; i++)
    g_printerr ("# paper %" G_GINT64_FORMAT "\n", g_array_index (paper, gint64, i));
  br_sim_printer_get_state (world->sim, &state);
  g_printerr ("# %u cuts, %u sheets, %u complete\n", state.n_cuts, state.n_sheets, state.n_complete);
  br_print_engine_get_news (world->engine, &news);
  g_printerr ("# state %d, conditions %x, %s\n", news.status.state, news.status.conditions, news.error_text != NULL ? news.error_text : "");
  br_print_news_clear (&news);
}

/* How often a label was queued again after nobody knew of it. */
static gint64
count_requeued (PrintWorld *world, gint64 job, gint64 seq)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count (*) FROM print_event WHERE job = %" G_GINT64_FORMAT " AND seq = %" G_GINT64_FORMAT " AND from_state = 6 AND to_state = 1", job, seq);

  return print_world_int (world, sql);
}

static void
check_label (Plan *plan, PrintWorld *world, const GArray *paper, gint64 job, gint64 seq, Totals *totals)
{
  guint n = count_on_paper (paper, job, seq);
  gboolean silenced = print_world_int (world, "SELECT silent FROM printer") != 0;

  totals->n_labels++;
  if (n == 0 && (!plan->tells || silenced))
    {
      totals->n_untold++; /* sent; this printer gives no confirmation */
      return;
    }
  g_assert_cmpuint (n, >=, 1);
  totals->n_doubled += n - 1;
  if (n > 1)
    g_assert_cmpint (n - 1, <=, count_requeued (world, job, seq));
}

/* The first time each label of a job came out: in order. */
static void
check_order (Plan *plan, const GArray *paper)
{
  gint64 last[8] = { 0 };

  for (guint i = 0; i < paper->len; i++)
    {
      gint64 number = g_array_index (paper, gint64, i), job = number / 100000, seq = number % 100000;
      gboolean first = TRUE;

      g_assert_cmpint (number, >, 0); /* a picture that somebody ordered */
      for (guint k = 0; k < i && first; k++)
        first = g_array_index (paper, gint64, k) != number;
      if (!first)
        continue;
      g_assert_cmpint (job, <, (gint64) G_N_ELEMENTS (last));
      g_assert_cmpint (seq, >, last[job]);
      last[job] = seq;
    }
}

/* Labels of which nothing is known at one moment are never more than a window of pictures. */
static void
check_window (PrintWorld *world)
{
  gint64 most = print_world_int (world, "SELECT coalesce (max (n), 0) FROM (SELECT count (*) AS n FROM print_event WHERE to_state = 6 GROUP BY at_us)");

  g_assert_cmpint (most, <=, 8 * world->media.across);
}

static void
check (Plan *plan, PrintWorld *world, Totals *totals)
{
  g_autoptr (GArray) paper = print_world_paper (world);
  BrSimState state;

  for (gint64 job = 1; job <= (gint64) plan->n_jobs; job++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT total FROM print_job WHERE id = %" G_GINT64_FORMAT, job);
      gint64 total = print_world_int (world, sql);

      for (gint64 seq = 1; seq <= total; seq++)
        check_label (plan, world, paper, job, seq, totals);
    }
  check_order (plan, paper);
  check_window (world);
  br_sim_printer_get_state (world->sim, &state);
  g_assert_cmpuint (state.counts.misplaced, ==, 0);
  totals->n_sheets += paper->len;
  totals->n_cuts += state.n_cuts;
  totals->n_uncertain += print_world_int (world, "SELECT count (*) FROM print_event WHERE to_state = 6");
  totals->n_silenced += plan->tells && print_world_int (world, "SELECT silent FROM printer") != 0;
  g_assert_cmpint (print_world_int (world, "SELECT count (*) FROM print_job WHERE open = 1"), ==, 0);
}

static guint64
env_number (const char *name, guint64 fallback)
{
  const char *text = g_getenv (name);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : fallback;
}

static void
test_campaign (void)
{
  guint64 n = env_number ("BACKROOM_PRINT_HISTORIES", DEFAULT_HISTORIES), first = env_number ("BACKROOM_PRINT_SEED", 1);
  Totals totals = { 0 };

  for (guint64 i = 0; i < n; i++)
    {
      Plan plan = make_plan (first + i);
      g_autoptr (PrintWorld) world = make_world (&plan);

      g_printerr ("# BACKROOM_PRINT_SEED=%" G_GUINT64_FORMAT "\r", plan.seed);
      if (!live (&plan, world, &totals))
        {
          tell (&plan, world);
          g_assert_not_reached ();
        }
      if (g_getenv ("BACKROOM_PRINT_TELL") != NULL)
        tell (&plan, world);
      check (&plan, world, &totals);
    }
  g_test_message ("%" G_GUINT64_FORMAT " histories: %" G_GINT64_FORMAT " labels, %" G_GINT64_FORMAT " on paper, %" G_GINT64_FORMAT
                  " of them again, %" G_GINT64_FORMAT " uncertain, %" G_GINT64_FORMAT " of those asked of a person, %" G_GINT64_FORMAT
                  " cables cut, %" G_GINT64_FORMAT " kills, %" G_GINT64_FORMAT " sent to printers that tell nothing and not out, %" G_GINT64_FORMAT
                  " printers taken for silent",
                  n, totals.n_labels, totals.n_sheets, totals.n_doubled, totals.n_uncertain, totals.n_resolved, totals.n_cuts, totals.n_kills, totals.n_untold,
                  totals.n_silenced);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  world_expect_warnings ();
  g_test_add_func ("/service/print-campaign", test_campaign);
  return g_test_run ();
}
