/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting for nothing: woken while one waits, and before; and looking without waiting takes nobody's waking away. */
#include "config.h"

#include "br-station-nap.h"

#define LONG_US (20 * G_USEC_PER_SEC) /* never waited for */
#define SHORT_US (30 * 1000)

static gint64
take (BrStationNap *nap, gint64 wait_us)
{
  gint64 begin = g_get_monotonic_time ();

  br_station_nap_take (nap, wait_us);
  return g_get_monotonic_time () - begin;
}

static gpointer
wake (gpointer data)
{
  g_usleep (SHORT_US);
  br_station_nap_wake (data);
  return NULL;
}

static void
test_wake (void)
{
  BrStationNap nap;
  GThread *thread;

  br_station_nap_init (&nap);
  thread = g_thread_new ("wake", wake, &nap);
  g_assert_cmpint (take (&nap, LONG_US), <, LONG_US);
  g_thread_join (thread);
  g_assert_cmpint (take (&nap, SHORT_US), >=, SHORT_US); /* once woken is once */
  br_station_nap_wake (&nap);
  br_station_nap_wake (&nap);
  g_assert_cmpint (take (&nap, LONG_US), <, LONG_US);
  g_assert_cmpint (take (&nap, SHORT_US), >=, SHORT_US);
  br_station_nap_clear (&nap);
}

static void
test_look (void)
{
  BrStationNap nap;

  br_station_nap_init (&nap);
  br_station_nap_wake (&nap);
  g_assert_cmpint (take (&nap, 0), <, LONG_US);
  g_assert_cmpint (take (&nap, LONG_US), <, LONG_US);
  br_station_nap_clear (&nap);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/station-nap/wake", test_wake);
  g_test_add_func ("/station-nap/look", test_look);
  return g_test_run ();
}
