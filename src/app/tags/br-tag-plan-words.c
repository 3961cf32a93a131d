/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-plan-words.h"

#include "br-words.h"
#include <glib/gi18n.h>

char *
br_tag_plan_words_promise (const BrTagPlanView *plan, gint64 now_us)
{
  g_autofree char *finish = NULL, *deadline = NULL;

  if (plan->n_changes == 0)
    return g_strdup (_("There is nothing to plan now."));
  if (plan->finish_us == G_MAXINT64)
    return g_strdup (_("No time can be promised: a station with tags to change is not reached."));
  finish = br_words_clock (plan->finish_us, now_us);
  if (plan->deadline_us == 0)
    return g_strdup_printf (_("Done by about %s."), finish);
  deadline = br_words_clock (plan->deadline_us, now_us);
  if (plan->fits)
    return g_strdup_printf (_("Done by about %s, before %s."), finish, deadline);
  return g_strdup_printf (_("Not before %s: %'u of %'u tags would have it by then, the rest by about %s."), deadline, plan->n_by_deadline, plan->n_changes,
                          finish);
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
  if (plan->n_changes > 0 && (plan->finish_us == G_MAXINT64 || (plan->deadline_us != 0 && !plan->fits)))
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "",
                            _("Change the prices earlier, fewer at once, or hang up paper labels for what matters most. More stations make it faster."));
  return g_string_free (text, FALSE);
}

/* The station that finishes last, or never, is what it all waits for. */
static char *
bottleneck_words (const BrTagPlanView *plan, gint64 now_us)
{
  const BrTagPlanStation *last = plan->stations != NULL && plan->stations->len > 0 ? plan->stations->pdata[0] : NULL;
  g_autofree char *finish = NULL;

  if (last == NULL || last->name == NULL)
    return g_strdup ("");
  if (last->finish_us == G_MAXINT64)
    return g_strdup_printf (_("The station “%s” is not reached."), last->name);
  finish = br_words_clock (last->finish_us, now_us);
  return g_strdup_printf (_("It takes longest at the station “%s”: until about %s."), last->name, finish);
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
      g_autofree char *finish = br_words_clock (plan->look_finish_us, now_us);
      g_autofree char *done = g_strdup_printf (_("Done by about %s."), finish);

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

  if (station->finish_us == G_MAXINT64)
    return g_strdup_printf (_("%s · it is not reached: no time can be said"), tags);
  finish = br_words_clock (station->finish_us, now_us);
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
