/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls that are lost: told by when a tag calls, against when it said it would. */
#include "config.h"

#include "br-tag-calls.h"

#define S G_GINT64_CONSTANT (1000000)
#define HEARD (G_GINT64_CONSTANT (1700000000) * S)

static void
test_table (void)
{
  static const struct
  {
    const char *what;
    gint64 sleeps_s, after_s;
    guint n, n_lost;
  } rows[] = {
    { "as it said", 600, 600, 1, 0 },
    { "its clock is not exact", 600, 615, 1, 0 },
    { "nor is the station's", 600, 585, 1, 0 },
    { "it was not heard, and called again after 40 s", 600, 642, 2, 1 },
    { "not heard three times", 600, 600 + 43 + 86 + 129, 2, 1 },
    { "nobody listened for the whole night", 600, 36000, 0, 0 },
    { "it did not hear the answer, and called again after 40 s", 600, 42, 1, 1 },
    { "it is awake, since a picture waits for it", 60, 43, 0, 0 },
    { "and sent away again and again", 60, 150, 0, 0 },
    { "a clock that was set back", 600, -3600, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrTagCalls calls = { 0 };

      br_tag_calls_note (&calls, HEARD, HEARD + rows[i].sleeps_s * S, HEARD + rows[i].after_s * S);
      g_test_message ("%s: %u lost of %u", rows[i].what, calls.n_lost, calls.n);
      g_assert_cmpuint (calls.n, ==, rows[i].n);
      g_assert_cmpuint (calls.n_lost, ==, rows[i].n_lost);
    }
}

/* Never heard before; or it sleeps until somebody wakes it. */
static void
test_unknown (void)
{
  BrTagCalls calls = { 0 };

  br_tag_calls_note (&calls, 0, HEARD, HEARD);
  br_tag_calls_note (&calls, HEARD, G_MAXINT64, HEARD + S);
  br_tag_calls_note (&calls, HEARD, 0, HEARD + S);
  g_assert_cmpuint (calls.n, ==, 0);
}

/* What was long ago counts less and less. */
static void
test_forget (void)
{
  BrTagCalls calls = { 0 };

  for (guint i = 0; i < 1000; i++)
    br_tag_calls_note (&calls, HEARD, HEARD + 600 * S, HEARD + 42 * S);
  g_assert_cmpuint (calls.n, <, BR_TAG_CALLS_MOST);
  g_assert_cmpuint (calls.n_lost, ==, calls.n);
  for (guint i = 0; i < 1000; i++)
    br_tag_calls_note (&calls, HEARD, HEARD + 600 * S, HEARD + 600 * S);
  g_assert_cmpuint (br_tag_calls_lost_ppm (&calls), <, 10000);
}

static void
test_ppm (void)
{
  static const struct
  {
    BrTagCalls calls;
    guint least_ppm, most_ppm;
  } rows[] = {
    { { 0, 0 }, 0, 0 },
    { { 4000, 0 }, 0, 0 },
    { { 2, 1 }, 10000, 10000 }, /* of two: it may have been chance */
    { { 4000, 400 }, 100000, 100000 },
    { { 4000, 4000 }, BR_TAG_CALLS_WORST_PPM, BR_TAG_CALLS_WORST_PPM },
    { { G_MAXUINT, G_MAXUINT }, BR_TAG_CALLS_WORST_PPM, BR_TAG_CALLS_WORST_PPM },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpuint (br_tag_calls_lost_ppm (&rows[i].calls), >=, rows[i].least_ppm);
      g_assert_cmpuint (br_tag_calls_lost_ppm (&rows[i].calls), <=, rows[i].most_ppm);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tag-calls/table", test_table);
  g_test_add_func ("/tag-calls/unknown", test_unknown);
  g_test_add_func ("/tag-calls/forget", test_forget);
  g_test_add_func ("/tag-calls/ppm", test_ppm);
  return g_test_run ();
}
