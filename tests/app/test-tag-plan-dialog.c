/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan of a mass change: its words never promise what depends on something else, its dialog and card show it. */
#include "config.h"

#include "fixture.h"

#include "br-actions.h"
#include "br-tag-curve.h"
#include "br-tag-plan-card.h"
#include "br-tag-plan-dialog.h"
#include "br-tag-plan-words.h"
#include "br-tag-rise-row.h"
#include <string.h>

#define MINUTE (60ll * G_USEC_PER_SEC)

/* A time is promised only for what has one; what waits for a station says which, and what has to happen. */
static void
test_plan_words (void)
{
  static const struct
  {
    guint n_changes, n_silent, n_stopped, n_stations; /* `n_stopped` of each station */
    BrTagPlanStop stop;
    gint64 deadline_us;
    gboolean fits;
    const char *says, *also, *caveat;
  } cases[] = {
    { 0, 0, 0, 0, BR_TAG_PLAN_RUNS, 0, TRUE, "nothing to plan", "", "" },
    { 24, 0, 0, 1, BR_TAG_PLAN_RUNS, 0, TRUE, "Done by about", "", "" },
    { 24, 0, 0, 1, BR_TAG_PLAN_RUNS, 60 * MINUTE, TRUE, "Done by about", ", before ", "" },
    { 24, 0, 0, 1, BR_TAG_PLAN_RUNS, 30 * MINUTE, FALSE, "18 of 24 tags would have it by then", "the rest by about", "paper labels" },
    { 24, 2, 0, 1, BR_TAG_PLAN_RUNS, 0, TRUE, "22 of 24 tags are done by about", "", "2 tags are not heard" },
    { 24, 24, 0, 1, BR_TAG_PLAN_RUNS, 0, TRUE, "No time can be said", "", "24 tags are not heard" },
    { 24, 2, 6, 1, BR_TAG_PLAN_PAUSED, 60 * MINUTE, TRUE, "16 of 24 tags are done by about", "6 tags change only after the station “A1” is resumed",
      "2 tags are not heard" },
    { 24, 2, 6, 1, BR_TAG_PLAN_DOWN, 30 * MINUTE, FALSE, "18 of 24 tags would have it by then", "the station “A1” runs again", "paper labels" },
    { 24, 0, 24, 1, BR_TAG_PLAN_DOWN, 0, TRUE, "24 tags change only after the station “A1” runs again", "", "" },
    { 24, 0, 12, 2, BR_TAG_PLAN_LYING, 0, TRUE, "24 tags change only after their stations run again", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BrTagPlanStation rows[] = { { .name = (char *) "A1", .n_stopped = cases[i].n_stopped, .stop = cases[i].stop },
                                  { .name = (char *) "A2", .n_stopped = cases[i].n_stopped, .stop = cases[i].stop } };
      g_autoptr (GPtrArray) stations = g_ptr_array_new ();
      BrTagPlanView plan = { .n_changes = cases[i].n_changes,
                             .n_silent = cases[i].n_silent,
                             .n_stopped = cases[i].n_stopped * cases[i].n_stations,
                             .finish_us = 40 * MINUTE,
                             .deadline_us = cases[i].deadline_us,
                             .fits = cases[i].fits,
                             .n_by_deadline = 18,
                             .stations = stations };
      g_autofree char *promise = NULL, *caveat = NULL;

      for (guint j = 0; j < cases[i].n_stations; j++)
        g_ptr_array_add (stations, &rows[j]);
      promise = br_tag_plan_words_promise (&plan, 0);
      caveat = br_tag_plan_words_caveat (&plan, 0);
      g_test_message ("case %u: %s %s", i, promise, caveat);
      g_assert_nonnull (strstr (promise, cases[i].says));
      g_assert_nonnull (strstr (promise, cases[i].also));
      g_assert_nonnull (strstr (caveat, cases[i].caveat));
      g_assert_true (cases[i].n_silent == 0 || strstr (promise, "Done by") == NULL);
      g_assert_true (cases[i].n_stopped > 0 || strstr (promise, "only after") == NULL);
      g_assert_true (cases[i].n_stopped * cases[i].n_stations < 24 || strstr (promise, "by about") == NULL);
    }
}

/* Of one station: why no time can be said of it. */
static void
test_station_plan_words (void)
{
  static const struct
  {
    BrTagPlanStop stop;
    guint n_silent;
    const char *says;
  } cases[] = {
    { BR_TAG_PLAN_RUNS, 0, "5 tags · done by about" },       { BR_TAG_PLAN_RUNS, 2, "3 of 5 tags · done by about" },
    { BR_TAG_PLAN_RUNS, 5, "5 tags · not heard" },           { BR_TAG_PLAN_PAUSED, 0, "5 tags · after it is resumed" },
    { BR_TAG_PLAN_DOWN, 0, "5 tags · after it runs again" }, { BR_TAG_PLAN_LYING, 0, "5 tags · after it has behaved" },
    { BR_TAG_PLAN_FULL, 0, "5 tags · after there is room" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BrTagPlanStation station = { .name = (char *) "A1",
                                   .n_tags = 5,
                                   .n_silent = cases[i].n_silent,
                                   .stop = cases[i].stop,
                                   .finish_us = cases[i].stop != BR_TAG_PLAN_RUNS ? G_MAXINT64 : 40 * MINUTE };
      g_autofree char *text = br_tag_plan_words_station (&station, 0);

      g_assert_true (g_str_has_prefix (text, cases[i].says));
    }
}

/* Why it cannot be started stands there: how many, which station. */
static void
test_look_words (void)
{
  static const struct
  {
    guint n_held, n_unknown, n_late;
    BrTagPlanStop stop;
    const char *says[2];
  } cases[] = {
    { 0, 0, 0, BR_TAG_PLAN_RUNS, { "", "" } },
    { 24, 0, 0, BR_TAG_PLAN_RUNS, { "24 tags have the right prices", "Done by about" } },
    { 24, 3, 0, BR_TAG_PLAN_DOWN, { "Done by about", "but for 3 that are not heard" } },
    { 24, 24, 0, BR_TAG_PLAN_DOWN, { "24 tags have the right prices", "No time can be said" } },
    { 24, 0, 5, BR_TAG_PLAN_RUNS, { "5 tags would not be done before", "longest at the station “Aisle”" } },
    { 1, 1, 1, BR_TAG_PLAN_DOWN, { "1 tag would not be done before", "“Aisle” is not reached" } },
    { 1, 1, 1, BR_TAG_PLAN_PAUSED, { "1 tag would not be done before", "“Aisle” is paused" } },
    { 1, 1, 1, BR_TAG_PLAN_LYING, { "1 tag would not be done before", "“Aisle” is not trusted" } },
    { 1, 1, 1, BR_TAG_PLAN_FULL, { "1 tag would not be done before", "storage of the station “Aisle” is full" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BrTagPlanStation station = { .name = (char *) "Aisle", .stop = cases[i].stop, .finish_us = cases[i].stop != BR_TAG_PLAN_RUNS ? G_MAXINT64 : 90 * MINUTE };
      g_autoptr (GPtrArray) stations = g_ptr_array_new ();
      BrTagPlanView plan = { .n_changes = 24,
                             .n_held = cases[i].n_held,
                             .n_held_unknown = cases[i].n_unknown,
                             .n_late = cases[i].n_late,
                             .look_finish_us = 50 * MINUTE,
                             .deadline_us = 60 * MINUTE,
                             .stations = stations };
      g_autofree char *text = NULL;

      g_ptr_array_add (stations, &station);
      text = br_tag_plan_words_look (&plan, 0);
      for (guint j = 0; j < 2; j++)
        g_assert_nonnull (strstr (text, cases[i].says[j]));
      g_assert_true (cases[i].n_held != 0 || *text == '\0');
      g_assert_true (cases[i].n_late != 0 || strstr (text, "cannot be started") == NULL);
    }
}

/* A new look is started as a whole only when all of it is done in time. */
static void
test_plan_start (void)
{
  static const struct
  {
    guint n_held, n_late;
    gboolean start, in_time, anyway;
  } cases[] = { { 0, 0, FALSE, FALSE, FALSE }, { 24, 0, TRUE, FALSE, FALSE }, { 24, 5, FALSE, TRUE, TRUE }, { 24, 24, FALSE, FALSE, TRUE } };
  g_autoptr (BrAppContext) context = fixture_context ();
  GtkWidget *window = adw_window_new ();
  BrTagPlanDialog *dialog = br_tag_plan_dialog_new (context);

  gtk_window_present (GTK_WINDOW (window));
  adw_dialog_present (ADW_DIALOG (dialog), window);
  settle ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) curve = g_array_new (FALSE, FALSE, sizeof (gint64));
      BrTagPlanView plan = {
        .n_changes = 24, .finish_us = 90 * MINUTE, .deadline_us = 60 * MINUTE, .n_held = cases[i].n_held, .n_late = cases[i].n_late, .curve = curve
      };

      br_tag_plan_dialog_show_plan (dialog, &plan);
      g_assert_true ((br_action_find (GTK_WIDGET (dialog), "plan.start") != NULL) == cases[i].start);
      g_assert_true ((br_action_find (GTK_WIDGET (dialog), "plan.start-in-time") != NULL) == cases[i].in_time);
      g_assert_true ((br_action_find (GTK_WIDGET (dialog), "plan.start-anyway") != NULL) == cases[i].anyway);
    }
  adw_dialog_force_close (ADW_DIALOG (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

/* The card is there while something is on its way, and says how much of it is. */
static void
test_plan_card (void)
{
  BrTagPlanCard *card = g_object_ref_sink (g_object_new (BR_TYPE_TAG_PLAN_CARD, NULL));
  BrTagCounts counts = { .tags = 100 };

  br_tag_plan_card_show (card, &counts, NULL, 0);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (card)));
  counts.shows[BR_TAG_SHOWS_WAITING] = 24;
  br_tag_plan_card_show (card, &counts, NULL, 0);
  counts.shows[BR_TAG_SHOWS_WAITING] = 2;
  counts.shows[BR_TAG_SHOWS_AT_STATION] = 4;
  br_tag_plan_card_show (card, &counts, NULL, 0);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (card)));
  g_assert_true (has_text (GTK_WIDGET (card), "6 tags are to show something new"));
  g_assert_true (has_text (GTK_WIDGET (card), "4 wait for their tags · 2 to send"));
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (find_widget (GTK_WIDGET (card), GTK_TYPE_PROGRESS_BAR, NULL))), ==, 18.0 / 24);
  counts = (BrTagCounts) { .tags = 100, .shows = { [BR_TAG_SHOWS_HELD] = 30 } };
  br_tag_plan_card_show (card, &counts, NULL, 0);
  g_assert_true (has_text (GTK_WIDGET (card), "new look of 30 tags waits"));
  g_assert_finalize_object (card);
}

static void
test_plan_dialog (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autoptr (GArray) curve = g_array_new (FALSE, FALSE, sizeof (gint64));
  const gint64 points[] = { MINUTE, 10, 30 * MINUTE, 24 };
  BrTagPlanView plan = { .n_changes = 24, .finish_us = 30 * MINUTE, .fits = TRUE, .battery_ppm = 300, .curve = curve };
  GtkWidget *window = adw_window_new ();
  BrTagPlanDialog *dialog = br_tag_plan_dialog_new (context);
  AdwComboRow *rise;

  g_array_append_vals (curve, points, G_N_ELEMENTS (points));
  gtk_window_present (GTK_WINDOW (window));
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  adw_dialog_present (ADW_DIALOG (dialog), window);
  settle ();
  g_assert_true (has_text (GTK_WIDGET (dialog), "nothing to plan"));
  br_tag_plan_dialog_show_plan (dialog, &plan);
  g_assert_true (has_text (GTK_WIDGET (dialog), "0.03 %"));
  plan.battery_ppm = 0; /* nobody can say how often they try: their station is paused */
  br_tag_plan_dialog_show_plan (dialog, &plan);
  g_assert_null (find_widget (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "It takes about 0.00 % of a new battery for each tag."));
  g_assert_nonnull (find_widget (GTK_WIDGET (dialog), BR_TYPE_TAG_CURVE, NULL));
  rise = ADW_COMBO_ROW (find_widget (GTK_WIDGET (dialog), BR_TYPE_TAG_RISE_ROW, NULL));
  g_assert_cmpuint (adw_combo_row_get_selected (rise), ==, 1); /* 15 minutes before */
  adw_combo_row_set_selected (rise, 2);
  while (br_tag_service_get_rise_lead (br_app_context_get_tags (context)) != 30)
    g_main_context_iteration (NULL, TRUE);
  settle ();
  adw_dialog_force_close (ADW_DIALOG (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  g_assert_null (dialog);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/tag-plan-dialog/words", test_plan_words);
  g_test_add_func ("/tag-plan-dialog/station-words", test_station_plan_words);
  g_test_add_func ("/tag-plan-dialog/look-words", test_look_words);
  g_test_add_func ("/tag-plan-dialog/start", test_plan_start);
  g_test_add_func ("/tag-plan-dialog/card", test_plan_card);
  g_test_add_func ("/tag-plan-dialog/dialog", test_plan_dialog);
  return g_test_run ();
}
