/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page of shelf tags over 5,000 tags, which is a large shop, and over 100,000: opened, scrolled through, filtered, searched, sorted, all selected, read
 * again since a station spoke. Said of each is how long until its rows are there, how long the main thread worked for it (CPU time, which a busy
 * computer does not change), and the longest that it was away from the window in one go, with painting told apart: there is no graphics card here. The
 * last line is the main thread's work with the many ÷ with the few, of scrolling or of all the rest, whichever is worse: the page must not feel how
 * many there are.
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
#define N_FEW 5000
#define N_MANY 100000
#define N_FRAMES 240
#define JUMP_EVERY 4
#define STEP_PIXELS 117.0
#define QUIET_MS 700 /* nothing came for so long: all is there; lists wait half a second before they are read again */
#define WAIT_MS 60000

extern GResource *br_ui_get_resource (void);

/* By the main thread's CPU time, and by the wall. */
typedef struct
{
  gint64 cpu_us, wall_us;
} Moment;

static struct
{
  gint64 polled_us; /* when the main loop went away last */
  gint64 paint_begin_us, paint_us; /* painting since then */
  gint64 longest_us, longest_paint_us; /* all of these by CPU time */
  gint64 changed_us; /* when the list last became another one, by the wall */
  guint frames_left; /* to be scrolled */
} watch;

/* What the main thread worked, in ms. */
typedef struct
{
  double scroll, rest;
} Work;

static Moment
now (void)
{
  struct timespec cpu;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &cpu);
  return (Moment) { (gint64) cpu.tv_sec * G_USEC_PER_SEC + cpu.tv_nsec / 1000, g_get_monotonic_time () };
}

static void
note_away (void)
{
  watch.longest_us = MAX (watch.longest_us, now ().cpu_us - watch.polled_us - watch.paint_us);
  watch.longest_paint_us = MAX (watch.longest_paint_us, watch.paint_us);
}

static int
poll_cb (GPollFD *fds, guint n, int timeout)
{
  int ready;

  note_away ();
  ready = g_poll (fds, n, timeout);
  watch.polled_us = now ().cpu_us;
  watch.paint_us = 0;
  return ready;
}

static void
watch_begin (void)
{
  watch.longest_us = watch.longest_paint_us = watch.paint_us = watch.changed_us = 0;
  watch.polled_us = now ().cpu_us;
}

static void
paint_begin_cb (void)
{
  watch.paint_begin_us = now ().cpu_us;
}

static void
paint_end_cb (void)
{
  watch.paint_us += now ().cpu_us - watch.paint_begin_us;
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

  watch.polled_us = now ().cpu_us;
  while (g_get_monotonic_time () - MAX (idle_us, watch.changed_us) < QUIET_MS * 1000 && g_get_monotonic_time () - begin_us < WAIT_MS * 1000)
    {
      g_main_context_iteration (NULL, TRUE);
      if (!br_store_is_idle (store) || watch.frames_left > 0)
        idle_us = g_get_monotonic_time ();
    }
  g_source_remove (tick);
}

/* The work since then. */
static double
say (const char *name, Moment begin)
{
  double ms = (double) (now ().cpu_us - begin.cpu_us) / 1000;

  g_print ("  %-14s %8.1f ms until the rows are there, %8.1f ms of work, away %6.1f ms and painting %5.1f ms at the longest\n", name,
           (double) MAX (0, watch.changed_us - begin.wall_us) / 1000, ms, (double) watch.longest_us / 1000, (double) watch.longest_paint_us / 1000);
  return ms;
}

/* Something that a person does, and what follows from it. */
typedef void (*Deed) (GtkWidget *page, GtkColumnView *view, const char *what);

static double
measure (BrAppContext *context, GtkWidget *page, GtkColumnView *view, const char *name, Deed deed, const char *what)
{
  Moment begin = now ();

  watch_begin ();
  deed (page, view, what);
  note_away (); /* with that, too */
  run_until_quiet (br_app_context_get_store (context));
  return say (name, begin);
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
open_page (BrAppContext *context, GtkWidget **page, Work *work)
{
  GtkWidget *window = gtk_window_new ();
  Moment begin = now ();
  GtkColumnView *view = NULL;
  GdkFrameClock *clock;

  watch_begin ();
  *page = br_tags_page_new (context);
  g_object_set_data (G_OBJECT (*page), "tags", br_app_context_get_tags (context));
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_set_child (GTK_WINDOW (window), *page);
  gtk_widget_realize (window);
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect_after (clock, "layout", G_CALLBACK (paint_begin_cb), NULL);
  g_signal_connect_after (clock, "paint", G_CALLBACK (paint_end_cb), NULL);
  gtk_window_present (GTK_WINDOW (window));
  while (view == NULL)
    {
      g_main_context_iteration (NULL, TRUE);
      view = find_view (*page);
    }
  g_signal_connect (gtk_column_view_get_model (view), "items-changed", G_CALLBACK (changed_cb), NULL);
  changed_cb ();
  run_until_quiet (br_app_context_get_store (context));
  work->rest += say ("open", begin);
  return view;
}

/* All of it over `n` tags. */
static Work
play (guint n)
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
  g_autoptr (BrAppContext) context = NULL;
  Work work = { 0 };
  Bulk bulk;
  GtkWidget *page;
  GtkColumnView *view;

  g_print ("%u tags\n", n);
  bulk_open (&bulk, N_GOODS);
  tag_bulk_fill (&bulk, n);
  g_clear_pointer (&bulk.store, br_store_unref);
  context = open_profile (bulk.dir);
  view = open_page (context, &page, &work);
  for (gsize i = 0; i < G_N_ELEMENTS (deeds); i++)
    *(deeds[i].deed == scroll ? &work.scroll : &work.rest) += measure (context, page, view, deeds[i].name, deeds[i].deed, deeds[i].what);
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (page)));
  g_clear_object (&context);
  bulk_close (&bulk);
  return work;
}

int
main (void)
{
  Work few, many;

  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  br_memory_set_up ();
  br_thread_set_main ();
  g_resources_register (br_ui_get_resource ());
  adw_init ();
  g_main_context_set_poll_func (NULL, poll_cb);
  few = play (N_FEW);
  many = play (N_MANY);
  g_print ("tags-page-few %.0f ms scrolling, %.0f ms for the rest\n", few.scroll, few.rest);
  g_print ("tags-page-many %.0f ms scrolling, %.0f ms for the rest\n", many.scroll, many.rest);
  g_print ("tags-page %.2f x\n", MAX (many.scroll / few.scroll, many.rest / few.rest));
  return 0;
}
