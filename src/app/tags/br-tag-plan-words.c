/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-plan-words.h"

#include "br-words.h"
#include <glib/gi18n.h>

static const BrTagPlanStation *
get_first (const BrTagPlanView *plan)
{
  return plan->stations != NULL && plan->stations->len > 0 ? plan->stations->pdata[0] : NULL;
}

static char *
why_stopped (const BrTagPlanStation *station)
{
  switch (station->stop)
    {
    case BR_TAG_PLAN_PAUSED: return g_strdup_printf (_("The station “%s” is paused."), station->name);
    case BR_TAG_PLAN_LYING: return g_strdup_printf (_("The station “%s” is not trusted."), station->name);
    case BR_TAG_PLAN_FULL: return g_strdup_printf (_("The storage of the station “%s” is full."), station->name);
    case BR_TAG_PLAN_RUNS:
    case BR_TAG_PLAN_DOWN:
    default: return g_strdup_printf (_("The station “%s” is not reached."), station->name);
    }
}

/* What does not depend on time but on a station: its name where it is only one. */
static char *
stopped_words (const BrTagPlanView *plan)
{
  const BrTagPlanStation *only = NULL;
  guint n_stations = 0;

  for (guint i = 0; plan->stations != NULL && i < plan->stations->len; i++)
    if (((const BrTagPlanStation *) plan->stations->pdata[i])->n_stopped > 0)
      {
        only = plan->stations->pdata[i];
        n_stations++;
      }
  if (n_stations != 1)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u tag changes only after its station runs again.",
                                         "%'u tags change only after their stations run again.", plan->n_stopped),
                            plan->n_stopped);
  if (only->stop == BR_TAG_PLAN_PAUSED)
    /* Translators: how many tags, name of a station */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u tag changes only after the station “%s” is resumed.",
                                         "%'u tags change only after the station “%s” is resumed.", plan->n_stopped),
                            plan->n_stopped, only->name);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u tag changes only after the station “%s” runs again.",
                                       "%'u tags change only after the station “%s” runs again.", plan->n_stopped),
                          plan->n_stopped, only->name);
}

/* Of those a time can be said of. NULL = there are none. */
static char *
time_words (const BrTagPlanView *plan, gint64 now_us)
{
  guint n_known = plan->n_changes - plan->n_silent - plan->n_stopped;
  gboolean all = n_known == plan->n_changes;
  g_autofree char *finish = br_words_clock (plan->finish_us, now_us);
  g_autofree char *deadline = plan->deadline_us != 0 ? br_words_clock (plan->deadline_us, now_us) : NULL;

  if (n_known == 0)
    return NULL;
  if (deadline != NULL && !plan->fits && all)
    return g_strdup_printf (_("Not before %s: %'u of %'u tags would have it by then, the rest by about %s."), deadline, plan->n_by_deadline, plan->n_changes,
                            finish);
  if (deadline != NULL && !plan->fits)
    return g_strdup_printf (_("Not before %s: %'u of %'u tags would have it by then."), deadline, plan->n_by_deadline, plan->n_changes);
  if (deadline != NULL)
    return all ? g_strdup_printf (_("Done by about %s, before %s."), finish, deadline)
               : g_strdup_printf (_("%'u of %'u tags are done by about %s, before %s."), n_known, plan->n_changes, finish, deadline);
  return all ? g_strdup_printf (_("Done by about %s."), finish)
             : g_strdup_printf (_("%'u of %'u tags are done by about %s."), n_known, plan->n_changes, finish);
}

char *
br_tag_plan_words_promise (const BrTagPlanView *plan, gint64 now_us)
{
  g_autofree char *time = NULL, *stopped = NULL;

  if (plan->n_changes == 0)
    return g_strdup (_("There is nothing to plan now."));
  time = time_words (plan, now_us);
  stopped = plan->n_stopped > 0 ? stopped_words (plan) : NULL;
  if (time != NULL && stopped != NULL)
    return g_strdup_printf ("%s %s", time, stopped);
  if (time == NULL && stopped == NULL)
    return g_strdup (_("No time can be said."));
  return time != NULL ? g_steal_pointer (&time) : g_steal_pointer (&stopped);
}

char *
br_tag_plan_words_caveat (const BrTagPlanView *plan, gint64 now_us)
{
  GString *text = g_string_new (NULL);

  if (plan->n_silent > 0)
    g_string_append_printf (text,
                            g_dngettext (GETTEXT_PACKAGE, "%'u tag is not heard: no time can be said for it.",
                                         "%'u tags are not heard: no time can be said for them.", plan->n_silent),
                            plan->n_silent);
  if (plan->n_changes > 0 && plan->deadline_us != 0 && !plan->fits)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "",
                            _("Change the prices earlier, fewer at once, or hang up paper labels for what matters most. More stations make it faster."));
  return g_string_free (text, FALSE);
}

/* The station that finishes last, or never, is what it all waits for. */
static char *
bottleneck_words (const BrTagPlanView *plan, gint64 now_us)
{
  const BrTagPlanStation *last = get_first (plan);
  g_autofree char *finish = NULL;

  if (last == NULL || last->name == NULL)
    return g_strdup ("");
  if (last->finish_us == G_MAXINT64)
    return why_stopped (last);
  finish = br_words_clock (last->finish_us, now_us);
  return g_strdup_printf (_("It takes longest at the station “%s”: until about %s."), last->name, finish);
}

/* When all of it would be done that a time can be said of. */
static char *
look_time_words (const BrTagPlanView *plan, gint64 now_us)
{
  g_autofree char *finish = br_words_clock (plan->look_finish_us, now_us);

  if (plan->n_held_unknown == 0)
    return g_strdup_printf (_("Done by about %s."), finish);
  if (plan->n_held_unknown == plan->n_held)
    return g_strdup (_("No time can be said: they are not heard, or their station does not run."));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Done by about %2$s, but for %1$'u that is not heard or whose station does not run.",
                                       "Done by about %2$s, but for %1$'u that are not heard or whose station does not run.", plan->n_held_unknown),
                          plan->n_held_unknown, finish);
}

char *
br_tag_plan_words_look (const BrTagPlanView *plan, gint64 now_us)
{
  g_autofree char *waits = NULL, *late = NULL, *deadline = NULL, *bottleneck = NULL;

  if (plan->n_held == 0)
    return g_strdup ("");
  waits = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u tag has the right price and is to get a new look. It begins when you start it.",
                                        "%'u tags have the right prices and are to get a new look. It begins when you start it.", plan->n_held),
                           plan->n_held);
  if (plan->n_late == 0)
    {
      g_autofree char *done = look_time_words (plan, now_us);

      return g_strdup_printf ("%s %s", waits, done);
    }
  deadline = br_words_clock (plan->deadline_us, now_us);
  bottleneck = bottleneck_words (plan, now_us);
  late = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "It cannot be started for all: %'u tag would not be done before %s.",
                                       "It cannot be started for all: %'u tags would not be done before %s.", plan->n_late),
                          plan->n_late, deadline);
  return g_strdup_printf ("%s\n%s %s", waits, late, bottleneck);
}

char *
br_tag_plan_words_battery (const BrTagPlanView *plan)
{
  /* Translators: share of a new battery, with two decimals */
  return g_strdup_printf (_("It takes about %.2f %% of a new battery for each tag."), plan->battery_ppm / 10000.0);
}

char *
br_tag_plan_words_station (const BrTagPlanStation *station, gint64 now_us)
{
  g_autofree char *tags = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u tag", "%'u tags", station->n_tags), station->n_tags);
  g_autofree char *finish = NULL;

  switch (station->stop)
    {
    case BR_TAG_PLAN_PAUSED: return g_strdup_printf (_("%s · after it is resumed: it is paused"), tags);
    case BR_TAG_PLAN_DOWN: return g_strdup_printf (_("%s · after it runs again: it is not reached"), tags);
    case BR_TAG_PLAN_LYING: return g_strdup_printf (_("%s · after it has behaved for an hour: it is not trusted"), tags);
    case BR_TAG_PLAN_FULL: return g_strdup_printf (_("%s · after there is room: its storage is full"), tags);
    case BR_TAG_PLAN_RUNS:
    default: break;
    }
  if (station->n_silent == station->n_tags)
    return g_strdup_printf (_("%s · not heard: no time can be said"), tags);
  finish = br_words_clock (station->finish_us, now_us);
  if (station->n_silent > 0) /* Translators: how many of how many tags of a station, and when they are done */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u of %'u tag · done by about %s", "%'u of %'u tags · done by about %s", station->n_tags),
                            station->n_tags - station->n_silent, station->n_tags, finish);
  /* Translators: how many tags of a station, and when they are done */
  return g_strdup_printf (_("%s · done by about %s"), tags, finish);
}

gint64
br_tag_words_under_way (const BrTagCounts *counts)
{
  static const BrTagShows states[] = { BR_TAG_SHOWS_BLANKING, BR_TAG_SHOWS_WAITING, BR_TAG_SHOWS_AT_STATION,
                                       BR_TAG_SHOWS_FETCHING, BR_TAG_SHOWS_LOOKING, BR_TAG_SHOWS_AGAIN };
  gint64 n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    n += counts->shows[states[i]];
  return n;
}

/* Takes `part`. */
static void
append_part (GString *text, char *part)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
  g_free (part);
}

char *
br_tag_words_progress (const BrTagCounts *counts)
{
  gint64 to_send = counts->shows[BR_TAG_SHOWS_WAITING] + counts->shows[BR_TAG_SHOWS_AGAIN] + counts->shows[BR_TAG_SHOWS_LOOKING];
  gint64 at_station = counts->shows[BR_TAG_SHOWS_AT_STATION] + counts->shows[BR_TAG_SHOWS_BLANKING];
  gint64 fetching = counts->shows[BR_TAG_SHOWS_FETCHING];
  GString *text = g_string_new (NULL);

  if (fetching > 0)
    append_part (text, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d is being fetched", "%'d are being fetched", (gulong) fetching), (int) fetching));
  if (at_station > 0)
    append_part (text,
                 g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d waits for its tag", "%'d wait for their tags", (gulong) at_station), (int) at_station));
  if (to_send > 0)
    append_part (text, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d to send", "%'d to send", (gulong) to_send), (int) to_send));
  return g_string_free (text, FALSE);
}
