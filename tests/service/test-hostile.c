/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stations that mean no good, over real sockets, with the program's own link and threads: all at once, so that what takes half a minute to be given up does
 * so together. The main loop is never held up, memory stays, each can be put away at any moment, and each is found to be what it is.
 */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "br-station-kind.h"
#include "hostile-station.h"
#include "tag-desk.h"

#define LIMIT_US (200 * G_USEC_PER_SEC) /* it takes one minute: three times ten seconds of silence, and what lies between; more is the machine's */
#define FLOOD_US (2 * G_USEC_PER_SEC)
#define STOP_US (5 * G_USEC_PER_SEC) /* two that a driver may take (br-station-driver.h), and the machine */
#define TICK_MS 10
#define MAX_STATIONS 64
#define WORKED_US (50 * 1000)
#define WAITED_US (1000 * 1000) /* a silent station keeps whoever waits for it for ten seconds; a thread that has a lock and no processor, for much less */
#define GROWN_KIB (64 * 1024)

#ifdef __SANITIZE_ADDRESS__
size_t __sanitizer_get_current_allocated_bytes (void); /* of its allocator_interface.h, which not every compiler brings */
#endif

/*
 * What main did at a stretch, from one poll to the next: the time it worked, and the time it neither worked nor could have, which is what it waited for others.
 * The time it could have worked and was not let to is the machine's, and in neither.
 */
typedef struct
{
  gint64 wall_us, worked_us, kept_us; /* kept: could have worked, and was not let to */
} Times;

static struct
{
  Times since;
  gint64 worked_us, waited_us; /* the longest */
} busy;

static gint64
read_kept_us (void)
{
  char text[128] = "";
  guint64 kept_ns = 0;
  char *end;
  int fd = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);

  if (fd >= 0 && read (fd, text, sizeof text - 1) > 0)
    {
      g_ascii_strtoull (text, &end, 10);
      kept_ns = g_ascii_strtoull (end, NULL, 10);
    }
  if (fd >= 0)
    close (fd);
  return (gint64) (kept_ns / 1000);
}

static Times
read_times (void)
{
  struct timespec worked;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &worked);
  return (Times) { g_get_monotonic_time (), worked.tv_sec * G_USEC_PER_SEC + worked.tv_nsec / 1000, read_kept_us () };
}

static int
poll_cb (GPollFD *fds, guint n, int timeout)
{
  Times now = read_times ();
  gint64 worked_us = now.worked_us - busy.since.worked_us;
  int result;

  if (busy.since.wall_us != 0)
    {
      busy.worked_us = MAX (busy.worked_us, worked_us);
      busy.waited_us = MAX (busy.waited_us, now.wall_us - busy.since.wall_us - worked_us - (now.kept_us - busy.since.kept_us));
    }
  result = g_poll (fds, n, timeout);
  busy.since = read_times ();
  return result;
}

/* What is held. A sanitizer keeps of what was freed, too, as much as it likes, so that with it only the heap tells. */
static gint64
read_held_kib (void)
{
#ifdef __SANITIZE_ADDRESS__
  return (gint64) (__sanitizer_get_current_allocated_bytes () / 1024);
#else
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmRSS:");
  return g_ascii_strtoll (line + strlen ("VmRSS:"), NULL, 10);
#endif
}

/** Siege: stations and the desk they are attached to. */
typedef struct
{
  TagDesk desk;
  const HostileWay *ways[MAX_STATIONS];
  HostileStation *stations[MAX_STATIONS];
  guint n;
  guint ticker;
  gint64 end_us;
  gint64 first_kib, most_kib;
} Siege;

static gboolean
tick_cb (gpointer data)
{
  Siege *siege = data;

  siege->most_kib = MAX (siege->most_kib, read_held_kib ());
  return G_SOURCE_CONTINUE;
}

static void
siege_begin (Siege *siege, const char *name, gboolean floods)
{
  *siege = (Siege) { 0 };
  tag_desk_init_with (&siege->desk, name, br_station_kind_open);
  for (const HostileWay *way = hostile_ways (); way->name != NULL; way++)
    if (way->floods == floods)
      {
        g_assert_cmpuint (siege->n, <, MAX_STATIONS);
        siege->ways[siege->n] = way;
        siege->stations[siege->n++] = hostile_station_new (way);
      }
  siege->first_kib = read_held_kib ();
  siege->ticker = g_timeout_add (TICK_MS, tick_cb, siege);
  busy.since.wall_us = busy.worked_us = busy.waited_us = 0;
  g_main_context_set_poll_func (NULL, poll_cb);
  for (guint i = 0; i < siege->n; i++)
    tag_desk_add_station (&siege->desk, hostile_station_address (siege->stations[i]));
}

/* Stopping waits on main, as the program does when it ends. */
static void
siege_end (Siege *siege)
{
  gint64 begin = g_get_monotonic_time ();

  g_main_context_set_poll_func (NULL, NULL);
  g_source_remove (siege->ticker);
  br_tag_service_stop (siege->desk.service);
  g_test_message ("stopped within %.1f ms; worked %.1f ms, waited %.1f ms at a stretch; grown by %.1f MiB at most",
                  (double) (g_get_monotonic_time () - begin) / 1000, (double) busy.worked_us / 1000, (double) busy.waited_us / 1000,
                  (double) (siege->most_kib - siege->first_kib) / 1024);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, STOP_US);
  g_assert_cmpint (busy.worked_us, <, WORKED_US);
  g_assert_cmpint (busy.waited_us, <, WAITED_US);
  g_assert_cmpint (siege->most_kib - siege->first_kib, <, GROWN_KIB);
  tag_desk_clear (&siege->desk);
  for (guint i = 0; i < siege->n; i++)
    {
      g_assert_false (hostile_station_is_strayed (siege->stations[i]));
      hostile_station_free (siege->stations[i]);
    }
}

static const BrStationView *
find_view (GPtrArray *views, HostileStation *station)
{
  for (guint i = 0; i < views->len; i++)
    if (g_str_equal (((const BrStationView *) views->pdata[i])->address, hostile_station_address (station)))
      return views->pdata[i];
  return NULL;
}

static gboolean
is_found_out (const HostileWay *way, const BrStationView *view)
{
  gboolean is_off = view->state == BR_STATION_DOWN || view->state == BR_STATION_LYING;

  switch (way->sign)
    {
    case HOSTILE_DOWN: return is_off;
    case HOSTILE_DAMAGED: return is_off && (view->troubles & BR_STATION_TROUBLE_ANSWERS) != 0;
    case HOSTILE_ANY:
    default: return TRUE;
    }
}

/* (transfer full) those that are not found out or never came to misbehave. */
static char *
list_undetected (Siege *siege)
{
  g_autoptr (GPtrArray) views = br_tag_service_get_stations (siege->desk.service);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < siege->n; i++)
    {
      const BrStationView *view = find_view (views, siege->stations[i]);

      if (view == NULL || hostile_station_n_met (siege->stations[i]) == 0 || !is_found_out (siege->ways[i], view))
        g_string_append_printf (names, "%s (%d, %u met)\n", siege->ways[i]->name, view != NULL ? (int) view->state : -1,
                                hostile_station_n_met (siege->stations[i]));
    }
  return g_string_free (names, FALSE);
}

static gboolean
are_found_out (TagDesk *desk)
{
  Siege *siege = (Siege *) desk; /* its first member */
  g_autofree char *undetected = list_undetected (siege);

  return g_get_monotonic_time () > siege->end_us || *undetected == '\0';
}

static void
test_found_out (void)
{
  Siege siege;
  g_autofree char *undetected = NULL;

  siege_begin (&siege, "hostile", FALSE);
  siege.end_us = g_get_monotonic_time () + LIMIT_US;
  tag_desk_until (&siege.desk, are_found_out);
  undetected = list_undetected (&siege);
  g_assert_cmpstr (undetected, ==, "");
  siege_end (&siege);
}

/* In the first second of each: connecting, waiting, reading, listening. */
static void
test_put_away (void)
{
  Siege siege;

  siege_begin (&siege, "put-away", FALSE);
  siege.end_us = g_get_monotonic_time () + G_USEC_PER_SEC;
  tag_desk_until (&siege.desk, are_found_out);
  siege_end (&siege);
}

static gboolean
is_over (TagDesk *desk)
{
  return g_get_monotonic_time () > ((Siege *) desk)->end_us;
}

static void
test_floods (void)
{
  Siege siege;

  siege_begin (&siege, "floods", TRUE);
  siege.end_us = g_get_monotonic_time () + FLOOD_US;
  tag_desk_until (&siege.desk, is_over);
  siege_end (&siege);
}

/* What GIO has to say of each connection is written by one thread at a time, and main waits for that. */
static void
ignore_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_log_set_handler ("GLib-GIO", G_LOG_LEVEL_DEBUG, ignore_cb, NULL);
  g_test_add_func ("/hostile/put-away", test_put_away);
  g_test_add_func ("/hostile/floods", test_floods);
  g_test_add_func ("/hostile/found-out", test_found_out);
  return g_test_run ();
}
