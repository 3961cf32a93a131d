/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page of shelf tags over 100,000 tags (or as many as BR_BENCH_TAGS says): opened, scrolled through, filtered, searched, sorted, all selected, read again since a
 * station spoke. Said of each is how long until its rows are there, and the longest the main loop was away: its thread's CPU time between two looks for
 * events, which a busy computer does not change, and the time of the wall beside it. The last line is the worst of the former.
 */
#include "config.h"

#include "br-tags-page.h"

#include "br-memory.h"
#include "br-page.h"
#include "br-worker.h"
#include "tag-bulk.h"
#include <stdlib.h>
#include <time.h>

#define N_GOODS 20000
#define N_FRAMES 240
#define JUMP_EVERY 4
#define STEP_PIXELS 117.0
#define QUIET_MS 700 /* nothing came for so long: all is there; lists wait half a second before they are read again */
#define WAIT_MS 60000

extern GResource *br_ui_get_resource (void);

/* How long the main loop was away since `away_begin`. */
typedef struct
{
  gint64 cpu_us, wall_us;
} Moment;

static struct
{
  Moment polled;   /* when it went away last */
  Moment longest;
  gint64 changed_us; /* when the list last became another one */
  guint frames_left; /* to be scrolled */
} watch;

static double worst_ms;

static Moment
now (void)
{
  struct timespec cpu;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &cpu);
  return (Moment) { (gint64) cpu.tv_sec * G_USEC_PER_SEC + cpu.tv_nsec / 1000, g_get_monotonic_time () };
}

static int
poll_cb (GPollFD *fds, guint n, int timeout)
{
  Moment at = now ();
  int ready;

  watch.longest.cpu_us = MAX (watch.longest.cpu_us, at.cpu_us - watch.polled.cpu_us);
  watch.longest.wall_us = MAX (watch.longest.wall_us, at.wall_us - watch.polled.wall_us);
  ready = g_poll (fds, n, timeout);
  watch.polled = now ();
  return ready;
}

static void
changed_cb (void)
{
  watch.changed_us = g_get_monotonic_time ();
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until the store has answered all and nothing more comes. */
static void
run_until_quiet (BrStore *store)
{
  gint64 begin_us = g_get_monotonic_time (), idle_us = begin_us;
  guint tick = g_timeout_add (10, tick_cb, NULL);

  watch.polled = now ();
  while (g_get_monotonic_time () - MAX (idle_us, watch.changed_us) < QUIET_MS * 1000 && g_get_monotonic_time () - begin_us < WAIT_MS * 1000)
    {
      g_main_context_iteration (NULL, TRUE);
      if (!br_store_is_idle (store) || watch.frames_left > 0)
        idle_us = g_get_monotonic_time ();
    }
  g_source_remove (tick);
}

static void
say (const char *name, gint64 begin_us)
{
  double ms = (double) watch.longest.cpu_us / 1000;

  g_print ("tags-page-%s %.1f ms until the rows are there, %.1f ms away, %.1f by the wall\n", name, (double) MAX (0, watch.changed_us - begin_us) / 1000, ms,
           (double) watch.longest.wall_us / 1000);
  worst_ms = MAX (worst_ms, ms);
}

/* Something that a person does, and what follows from it. */
typedef void (*Deed) (GtkWidget *page, GtkColumnView *view, const char *what);

static void
measure (BrAppContext *context, GtkWidget *page, GtkColumnView *view, const char *name, Deed deed, const char *what)
{
  gint64 begin_us = g_get_monotonic_time ();

  watch.longest = (Moment) { 0 };
  watch.polled = now ();
  watch.changed_us = 0;
  deed (page, view, what); /* which is away, too: */
  watch.longest.cpu_us = now ().cpu_us - watch.polled.cpu_us;
  run_until_quiet (br_app_context_get_store (context));
  say (name, begin_us);
}

static void
filter (GtkWidget *page, GtkColumnView *view, const char *what)
{
  br_page_show_filter (BR_PAGE (page), what);
}

static void
search (GtkWidget *page, GtkColumnView *view, const char *what)
{
  gtk_widget_activate_action (page, "shelf.search", "s", what);
}

static void
sort (GtkWidget *page, GtkColumnView *view, const char *what)
{
  g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (gtk_column_view_get_columns (view), (guint) atoi (what));

  gtk_column_view_sort_by_column (view, column, GTK_SORT_DESCENDING);
}

static void
select_all (GtkWidget *page, GtkColumnView *view, const char *what)
{
  gtk_selection_model_select_all (gtk_column_view_get_model (view));
}

static void
hear (GtkWidget *page, GtkColumnView *view, const char *what)
{
  g_signal_emit_by_name (g_object_get_data (G_OBJECT (page), "tags"), "tags-changed");
}

static gboolean
frame_cb (GtkWidget *view, GdkFrameClock *clock, gpointer data)
{
  guint n = N_FRAMES - watch.frames_left;
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  double upper = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
  double value = gtk_adjustment_get_value (adjustment) + STEP_PIXELS;

  if (n % JUMP_EVERY == 0)
    value = upper * ((n * 7919) % 10000) / 10000.0;
  gtk_adjustment_set_value (adjustment, MIN (value, upper));
  changed_cb ();
  return --watch.frames_left > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
scroll (GtkWidget *page, GtkColumnView *view, const char *what)
{
  watch.frames_left = N_FRAMES;
  gtk_widget_add_tick_callback (GTK_WIDGET (view), frame_cb, NULL, NULL);
}

static GtkColumnView *
find_view (GtkWidget *widget)
{
  GtkColumnView *found = NULL;

  if (GTK_IS_COLUMN_VIEW (widget) && gtk_widget_get_mapped (widget))
    return GTK_COLUMN_VIEW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_view (child);
  return found;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!br_app_context_open_finish (BR_APP_CONTEXT (source), result, &error))
    g_error ("%s", error->message);
  *(gboolean *) data = TRUE;
}

/* The page over the profile in `dir`. The watch of prices is off: it would make all these tags anew, which is not what is measured. */
static BrAppContext *
open_profile (const char *dir)
{
  BrAppContext *context = br_app_context_new (br_clock_system ());
  gboolean opened = FALSE;

  br_app_context_open_async (context, dir, opened_cb, &opened);
  while (!opened)
    g_main_context_iteration (NULL, TRUE);
  br_tag_service_stop (br_app_context_get_tags (context));
  run_until_quiet (br_app_context_get_store (context));
  return context;
}

static GtkColumnView *
open_page (BrAppContext *context, GtkWidget **page)
{
  GtkWidget *window = gtk_window_new ();
  gint64 begin_us = g_get_monotonic_time ();
  GtkColumnView *view = NULL;

  watch.longest = (Moment) { 0 };
  watch.polled = now ();
  *page = br_tags_page_new (context);
  g_object_set_data (G_OBJECT (*page), "tags", br_app_context_get_tags (context));
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_set_child (GTK_WINDOW (window), *page);
  gtk_window_present (GTK_WINDOW (window));
  while (view == NULL)
    {
      g_main_context_iteration (NULL, TRUE);
      view = find_view (*page);
    }
  g_signal_connect (gtk_column_view_get_model (view), "items-changed", G_CALLBACK (changed_cb), NULL);
  changed_cb ();
  run_until_quiet (br_app_context_get_store (context));
  say ("open", begin_us);
  return view;
}

int
main (void)
{
  static const struct
  {
    const char *name;
    Deed deed;
    const char *what;
  } deeds[] = {
    { "scroll", scroll, NULL },
    { "heard", hear, NULL },
    { "sort-state", sort, "2" },
    { "sort-battery", sort, "4" },
    { "filter-waiting", filter, "waiting" },
    { "filter-all", filter, "all" },
    { "search-many", search, "0" },
    { "search-few", search, "1A2" },
    { "search-none", search, "zzzz" },
    { "all-again", filter, "all" },
    { "select-all", select_all, NULL },
    { "heard-selected", hear, NULL },
  };
  const char *size = g_getenv ("BR_BENCH_TAGS");
  g_autoptr (BrAppContext) context = NULL;
  Bulk bulk;
  GtkWidget *page;
  GtkColumnView *view;

  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  br_memory_set_up ();
  br_thread_set_main ();
  g_resources_register (br_ui_get_resource ());
  adw_init ();
  bulk_open (&bulk, N_GOODS);
  tag_bulk_fill (&bulk, size != NULL ? (guint) atoi (size) : 100000);
  g_clear_pointer (&bulk.store, br_store_unref);
  g_main_context_set_poll_func (NULL, poll_cb);
  context = open_profile (bulk.dir);
  view = open_page (context, &page);
  for (gsize i = 0; i < G_N_ELEMENTS (deeds); i++)
    measure (context, page, view, deeds[i].name, deeds[i].deed, deeds[i].what);
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (page)));
  g_print ("tags-page %.1f ms\n", worst_ms);
  g_clear_object (&context);
  bulk_close (&bulk);
  return 0;
}
