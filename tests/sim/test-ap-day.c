/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days of many emulated tags: quick, and the same from the same seed. */
#include "config.h"

#include <string.h>

#include "ap-world.h"

#define N_APS 20

/* One picture for each tag, and a day: what was logged. */
static char *
run_day (guint64 seed, guint n_tags)
{
  g_autoptr (ApWorld) world = ap_world_new (seed);
  BrAp *aps[N_APS];
  guint n_shown = 0;

  for (guint i = 0; i < N_APS; i++)
    {
      aps[i] = br_air_add_ap (world->air, &(BrApParams) { .place = i, .ready = TRUE, .flash_bytes = 5 * 1024 * 1024 });
      br_ap_set_config (aps[i], "stopsleep", 0);
    }
  for (guint i = 0; i < n_tags; i++)
    {
      g_autofree char *mac = g_strdup_printf ("%016X", 0x10000 + i);
      BrApTag *tag = br_air_add_tag (
          world->air,
          &(BrApTagParams) {
              .mac = mac, .hw_type = 0x33, .ap = aps[i % N_APS], .drift_ppm = (int) (i % 100) - 50, .loss_up_per_mille = 50, .loss_down_per_mille = 50 });

      g_assert_true (ap_send_pattern (world, aps[i % N_APS], tag, i % 4));
    }
  for (guint hour = 0; hour < 24; hour++)
    ap_world_wait (world, 3600);
  for (guint i = 0; i < n_tags; i++)
    n_shown += ap_shows (br_air_nth_tag (world->air, i), i % 4) ? 1 : 0;
  g_assert_cmpuint (n_shown, ==, n_tags);
  return g_strdup (g_checksum_get_string (world->log));
}

static void
test_day (void)
{
  gint64 begin = g_get_monotonic_time ();
  g_autofree char *log = run_day (7, 2000);

  g_test_message ("a day of 2,000 tags took %.1f s", (double) (g_get_monotonic_time () - begin) / 1e6);
  g_assert_cmpuint (strlen (log), ==, 64);
}

static void
test_same_seed (void)
{
  g_autofree char *first = run_day (11, 60), *again = run_day (11, 60), *other = run_day (12, 60);

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ap-day/2000-tags", test_day);
  g_test_add_func ("/ap-day/same-seed", test_same_seed);
  return g_test_run ();
}
