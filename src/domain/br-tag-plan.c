/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each station is played through event by event: pictures are given to it (most important first, then whose tag wakes first), tags wake and fetch when the radio is free.
 * Chance (a fetch that fails, a call that is lost, a tag nobody knows the rhythm of) is drawn from the numbers of the job and the try, so the answer is always the same;
 * where there is chance, it is played often and the mean is taken, since the last of many tags decides when it is over, and that one is later than the mean of one.
 */
#include "config.h"

#include "br-tag-plan.h"

#define AGAIN 0x8000 /* draws of coming again */
#define CALL 0x4000  /* of being heard; those below are of fetching */
#define N_PLAYS 64   /* where there is chance: the mean of the last one's time is then known to about 3 % of an interval */

/* A job in a heap: the first is the one of the lowest `priority`, then `at_us`, then `job`. */
typedef struct
{
  guint priority;
  gint64 at_us;
  guint job;
} Entry;

/* One station being played. */
typedef struct
{
  const BrTagPlanQuestion *question;
  const BrTagPlanRadio *radio;
  guint play;      /* which one of N_PLAYS */
  GArray *later;   /* heap: by when they may be given */
  GArray *waiting; /* heap: to be given */
  GArray *flying;  /* heap: at the station, by when their tag wakes */
  GArray *proving; /* heap: fetched, by when that is known */
  guint *tries;    /* of each job of the question */
  guint *unheard;  /* and how often in a row its tag was not */
  gint64 give_us;  /* the next may be given from then on */
  gint64 free_us;  /* the radio is free from then on */
} Play;

/* What is summed up over all plays. */
typedef struct
{
  double *jobs, *radios; /* sums of microseconds since now */
  double finish;
  double battery_ppm;
  GArray *done; /* gint64 since now, of every job of every play */
} Sums;

static gboolean
is_before (const Entry *a, const Entry *b)
{
  if (a->priority != b->priority)
    return a->priority < b->priority;
  return a->at_us != b->at_us ? a->at_us < b->at_us : a->job < b->job;
}

static void
swap (Entry *a, Entry *b)
{
  Entry other = *a;

  *a = *b;
  *b = other;
}

static void
push (GArray *heap, Entry entry)
{
  Entry *entries;
  guint i = heap->len;

  g_array_append_val (heap, entry);
  entries = (Entry *) heap->data;
  for (; i > 0 && is_before (&entries[i], &entries[(i - 1) / 2]); i = (i - 1) / 2)
    swap (&entries[i], &entries[(i - 1) / 2]);
}

static const Entry *
peek (const GArray *heap)
{
  return heap->len > 0 ? &g_array_index (heap, Entry, 0) : NULL;
}

static Entry
pop (GArray *heap)
{
  Entry *entries = (Entry *) heap->data;
  Entry first = entries[0];
  guint n = heap->len - 1;

  entries[0] = entries[n];
  g_array_set_size (heap, n);
  for (guint i = 0, next = 1; next < n; i = next, next = 2 * i + 1)
    {
      if (next + 1 < n && is_before (&entries[next + 1], &entries[next]))
        next++;
      if (!is_before (&entries[next], &entries[i]))
        break;
      swap (&entries[i], &entries[next]);
    }
  return first;
}

/* A number below a million that depends on nothing but these (splitmix64's last step). */
static guint
draw (guint play, guint job, guint nth)
{
  guint64 x = ((guint64) play << 48) ^ ((guint64) nth << 32) ^ job;

  x += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return (guint) ((x ^ (x >> 31)) % 1000000);
}

static gboolean
is_off (const BrTagPlanRadio *radio)
{
  return radio->down || radio->window == 0;
}

static gboolean
is_known (const BrTagPlanQuestion *question, const BrTagPlanJob *job)
{
  return job->next_us != G_MAXINT64 && job->interval_us > 0 && !is_off (&question->radios[job->radio]);
}

/* When the tag wakes first at or after `at_us`. */
static gint64
wakes (const Play *self, guint job, gint64 at_us)
{
  const BrTagPlanJob *it = &self->question->jobs[job];
  gint64 next_us = it->next_us;

  if (next_us == 0)
    next_us = self->question->now_us + it->interval_us / 1000000 * draw (self->play, job, 0);
  if (next_us >= at_us)
    return next_us;
  return next_us + (at_us - next_us + it->interval_us - 1) / it->interval_us * it->interval_us;
}

/* The first instant at or after `at_us` at which the most important one that waits may be given: a price in a pause, too. In a pause in which none may, when one more can be asked. */
static gint64
skip_pauses (const Play *self, gint64 at_us)
{
  const Entry *first = peek (self->waiting), *later = peek (self->later);
  gint64 end_us = at_us;

  if (first != NULL && first->priority <= BR_TAG_PRIORITY_PRICE)
    return at_us;
  for (guint i = 0; i < self->radio->n_pauses; i++)
    if (end_us >= self->radio->pauses[i].from_us && end_us < self->radio->pauses[i].until_us)
      end_us = self->radio->pauses[i].until_us;
  return later != NULL && later->at_us < end_us ? MAX (at_us, later->at_us) : end_us;
}

static void
fly (Play *self, guint job, gint64 from_us)
{
  push (self->flying, (Entry) { 0, wakes (self, job, from_us), job });
}

/* When something can be given next; G_MAXINT64 = nothing can before a tag fetches. */
static gint64
next_give (Play *self)
{
  const Entry *later = peek (self->later);
  gint64 at_us = self->give_us;

  if (self->waiting->len == 0 && later == NULL)
    return G_MAXINT64;
  if (self->waiting->len == 0)
    at_us = MAX (at_us, later->at_us);
  while (self->flying->len < self->radio->window && self->flying->len + self->proving->len >= self->radio->window)
    {
      gint64 proved_us = pop (self->proving).at_us;

      at_us = self->give_us = MAX (at_us, proved_us); /* there is room only then */
    }
  return self->flying->len < self->radio->window ? skip_pauses (self, at_us) : G_MAXINT64;
}

/* Times of waking only move forward, so an entry whose time is too soon by now is put back with its next one. */
static void
give (Play *self, gint64 at_us)
{
  const Entry *first;

  while ((first = peek (self->later)) != NULL && first->at_us <= at_us)
    {
      Entry due = pop (self->later);

      push (self->waiting, (Entry) { self->question->jobs[due.job].priority, wakes (self, due.job, at_us + BR_TAG_PLAN_SOON_US), due.job });
    }
  self->give_us = at_us;
  if (skip_pauses (self, at_us) > at_us)
    return;
  while ((first = peek (self->waiting))->at_us < at_us + BR_TAG_PLAN_SOON_US)
    {
      Entry soon = pop (self->waiting);

      soon.at_us = wakes (self, soon.job, at_us + BR_TAG_PLAN_SOON_US);
      push (self->waiting, soon);
    }
  self->give_us = at_us + self->radio->gap_us;
  fly (self, pop (self->waiting).job, at_us + self->radio->ready_us);
}

/* The tag of a picture that is at the station did not get it by then, so many times in a row because it was not heard. */
static void
fly_again (Play *self, guint job, gint64 at_us)
{
  gint64 again_us = self->radio->again_us * MAX (self->unheard[job], 1);

  if (again_us == 0)
    fly (self, job, at_us + 1);
  else
    push (self->flying, (Entry) { 0, at_us + again_us + again_us / 6 * draw (self->play, job, AGAIN | (guint) (at_us / 1000000 % AGAIN)) / 1000000, job });
}

/* Whether a call, or the answer to it, is lost. */
static gboolean
is_unheard (Play *self, guint job, gint64 at_us)
{
  if (draw (self->play, job, CALL | (guint) (at_us / 1000000 % CALL)) < self->radio->unheard_ppm)
    self->unheard[job]++;
  else
    self->unheard[job] = 0;
  return self->unheard[job] > 0;
}

static gint64
take_us (const BrTagPlanRadio *radio, guint bytes)
{
  return (gint64) bytes * G_USEC_PER_SEC / radio->rate;
}

/* How long the radio is taken by a fetch. */
static gint64
hold_us (const BrTagPlanRadio *radio, guint bytes)
{
  guint block = MAX (radio->block, 1);

  return take_us (radio, (bytes + block - 1) / block * block) + radio->hold_us;
}

/* A tag wakes: it fetches, or is sent away. TRUE: it is done, at *done_us. */
static gboolean
meet (Play *self, guint *job, gint64 *done_us)
{
  Entry awake = pop (self->flying);
  const BrTagPlanJob *it = &self->question->jobs[awake.job];
  gint64 fetched_us = awake.at_us + take_us (self->radio, it->bytes);

  *job = awake.job;
  *done_us = fetched_us + self->radio->proof_us;
  if (is_unheard (self, awake.job, awake.at_us) || awake.at_us < self->free_us)
    {
      fly_again (self, awake.job, awake.at_us);
      return FALSE;
    }
  self->free_us = awake.at_us + hold_us (self->radio, it->bytes);
  self->tries[awake.job]++;
  if (draw (self->play, awake.job, self->tries[awake.job]) < it->loss_ppm)
    {
      fly_again (self, awake.job, fetched_us);
      return FALSE;
    }
  push (self->proving, (Entry) { 0, *done_us, awake.job });
  return TRUE;
}

static void
note_done (Sums *sums, const Play *self, guint job, gint64 since_us)
{
  sums->jobs[job] += (double) since_us;
  sums->battery_ppm += (double) self->tries[job] * (double) self->question->jobs[job].battery_ppm;
  g_array_append_val (sums->done, since_us);
}

static void
fill (Play *self, guint radio)
{
  const BrTagPlanQuestion *question = self->question;

  for (guint i = 0; i < question->n_jobs; i++)
    {
      const BrTagPlanJob *job = &question->jobs[i];

      if (job->radio != radio || !is_known (question, job))
        continue;
      self->tries[i] = self->unheard[i] = 0;
      if (job->at_station)
        fly (self, i, question->now_us);
      else
        push (self->later, (Entry) { 0, MAX (job->from_us, question->now_us), i });
    }
}

/* When the last one of this station is done, since now. */
static gint64
play (Play *self, guint radio, Sums *sums)
{
  gint64 last_us = 0;

  self->radio = &self->question->radios[radio];
  self->give_us = self->question->now_us;
  self->free_us = 0;
  g_array_set_size (self->proving, 0);
  fill (self, radio);
  while (self->later->len + self->waiting->len + self->flying->len > 0)
    {
      const Entry *awake = peek (self->flying);
      gint64 give_us = next_give (self), done_us;
      guint job;

      if (awake == NULL || give_us <= awake->at_us)
        give (self, give_us);
      else if (meet (self, &job, &done_us))
        {
          last_us = MAX (last_us, done_us - self->question->now_us);
          note_done (sums, self, job, done_us - self->question->now_us);
        }
    }
  return last_us;
}

static void
play_all (Play *self, Sums *sums)
{
  gint64 last_us = 0;

  for (guint i = 0; i < self->question->n_radios; i++)
    {
      gint64 radio_us = play (self, i, sums);

      sums->radios[i] += (double) radio_us;
      last_us = MAX (last_us, radio_us);
    }
  sums->finish += (double) last_us;
}

/* Jobs that a time can be said of. *chance: any of them depends on it. */
static guint
count_known (const BrTagPlanQuestion *question, gboolean *chance)
{
  guint n = 0;

  *chance = FALSE;
  for (guint i = 0; i < question->n_jobs; i++)
    {
      const BrTagPlanJob *job = &question->jobs[i];

      if (!is_known (question, job))
        continue;
      n++;
      *chance = *chance || job->loss_ppm > 0 || question->radios[job->radio].unheard_ppm > 0 || job->next_us == 0;
    }
  return n;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

static void
read_times (BrTagPlan *self, const BrTagPlanQuestion *question, const Sums *sums, guint n_plays)
{
  for (guint i = 0; i < question->n_jobs; i++)
    {
      gint64 *radio_us = &g_array_index (self->radios, gint64, question->jobs[i].radio);
      gboolean known = is_known (question, &question->jobs[i]);
      gint64 at_us = known ? question->now_us + (gint64) (sums->jobs[i] / n_plays) : G_MAXINT64;

      g_array_append_val (self->jobs, at_us);
      if (is_off (&question->radios[question->jobs[i].radio]))
        *radio_us = G_MAXINT64;
      else if (known)
        *radio_us = question->now_us + (gint64) (sums->radios[question->jobs[i].radio] / n_plays);
    }
}

/* The curve, and how many are done before the deadline: from every time of every play. */
static void
read_done (BrTagPlan *self, const BrTagPlanQuestion *question, GArray *done, guint n_plays)
{
  guint n = done->len / n_plays, n_steps = MIN (n, BR_TAG_PLAN_STEPS), in_time = 0;

  g_array_sort (done, compare_times);
  for (guint i = 1; i <= n_steps; i++)
    {
      guint n_done = (guint) ((guint64) n * i / n_steps);
      BrTagPlanStep step = { question->now_us + g_array_index (done, gint64, n_done * n_plays - 1), n_done };

      g_array_append_val (self->curve, step);
    }
  while (in_time < done->len && (question->deadline_us == 0 || question->now_us + g_array_index (done, gint64, in_time) <= question->deadline_us))
    in_time++;
  self->n_by_deadline = in_time / n_plays;
}

static BrTagPlan *
new_plan (const BrTagPlanQuestion *question)
{
  BrTagPlan *self = g_new0 (BrTagPlan, 1);

  self->jobs = g_array_new (FALSE, TRUE, sizeof (gint64));
  self->radios = g_array_new (FALSE, TRUE, sizeof (gint64));
  self->curve = g_array_new (FALSE, TRUE, sizeof (BrTagPlanStep));
  g_array_set_size (self->radios, question->n_radios);
  return self;
}

static void
sum_up (const BrTagPlanQuestion *question, guint n_plays, Sums *sums)
{
  g_autoptr (GArray) later = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (GArray) flying = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (GArray) proving = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autofree guint *tries = g_new0 (guint, question->n_jobs + 1);
  g_autofree guint *unheard = g_new0 (guint, question->n_jobs + 1);
  Play self = { .question = question, .later = later, .waiting = waiting, .flying = flying, .proving = proving, .tries = tries, .unheard = unheard };

  for (self.play = 0; self.play < n_plays; self.play++)
    play_all (&self, sums);
}

BrTagPlan *
br_tag_plan_new (const BrTagPlanQuestion *question)
{
  g_autofree double *jobs = g_new0 (double, question->n_jobs + 1);
  g_autofree double *radios = g_new0 (double, question->n_radios + 1);
  g_autoptr (GArray) done = g_array_new (FALSE, FALSE, sizeof (gint64));
  Sums sums = { .jobs = jobs, .radios = radios, .done = done };
  BrTagPlan *self = new_plan (question);
  gboolean chance;
  guint n_known = count_known (question, &chance), n_plays = chance ? N_PLAYS : 1;

  sum_up (question, n_plays, &sums);
  self->n_unknown = question->n_jobs - n_known;
  self->finish_us = question->now_us + (gint64) (sums.finish / n_plays);
  self->fits = question->deadline_us == 0 || n_known == 0 || self->finish_us <= question->deadline_us;
  self->battery_ppm = n_known > 0 ? (gint64) (sums.battery_ppm / n_plays / n_known) : 0;
  read_times (self, question, &sums, n_plays);
  read_done (self, question, done, n_plays);
  return self;
}

void
br_tag_plan_free (BrTagPlan *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->jobs);
  g_array_unref (self->radios);
  g_array_unref (self->curve);
  g_free (self);
}
