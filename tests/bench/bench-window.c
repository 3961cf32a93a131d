/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Windows for benches. The program's is its real BrWindow: sidebar, sync line, page Products with its pane; only signing in is left
 * out: the gate is opened by hand, since typing a password is nobody's start-up. Its first frame is the first with rows in it. The
 * empty one is an AdwApplicationWindow with an AdwToolbarView, an AdwHeaderBar and nothing below. A child prints "first-frame",
 * "rss" and "frame" and ends. Time for a frame is the main thread's CPU time over the run divided by its frames: the display's rate does
 * not hide it, and rows that come in between two frames count.
 */
#include "config.h"

#include "bench-window.h"

#include "bench-data.h"
#include "br-memory.h"
#include "br-page-table.h"
#include "br-sku-item.h"
#include "br-window.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_FRAMES 240        /* measured */
#define WARM_UP_FRAMES 30   /* not measured */
#define JUMP_EVERY 4        /* each fourth frame jumps, the others scroll on */
#define STEP_PIXELS 117.0   /* three rows */
#define N_IN_MEMORY 10000
#define N_MEMORY_PROFILE 3000 /* SKUs of the profile under the rows in memory */

extern GResource *br_ui_get_resource (void);

typedef struct
{
  const char *kind;
  gboolean scroll;
  gint64 started_us; /* monotonic, before exec */
  AdwApplication *application;
  GtkWindow *window;
  GtkWidget *view;       /* column view, or NULL */
  BrAppContext *context;
  guint n_frames;
  gboolean painted;
  BrXorshift random;
  gint64 cpu_start_us;
} Child;

static gint64
thread_cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gboolean
finish_cb (gpointer data)
{
  Child *child = data;

  printf ("rss %" G_GINT64_FORMAT "\n", bench_rss_kib ());
  fflush (stdout);
  _Exit (0); /* closing a cache of a million is not what is measured */
  (void) child;
  return G_SOURCE_REMOVE;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Child *child = data;
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (child->view));
  double upper = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
  double value = gtk_adjustment_get_value (adjustment) + STEP_PIXELS;

  if (child->n_frames == WARM_UP_FRAMES)
    child->cpu_start_us = thread_cpu_us ();
  if (child->n_frames == WARM_UP_FRAMES + N_FRAMES)
    {
      printf ("frame %.3f\n", (thread_cpu_us () - child->cpu_start_us) / 1000.0 / N_FRAMES);
      g_timeout_add (500, finish_cb, child);
      return G_SOURCE_REMOVE;
    }
  if (child->n_frames % JUMP_EVERY == 0)
    value = upper * (br_xorshift_below (&child->random, 10000) / 10000.0);
  gtk_adjustment_set_value (adjustment, MIN (value, upper));
  gtk_widget_queue_draw (child->view);
  child->n_frames++;
  return G_SOURCE_CONTINUE;
}

static gboolean
begin_cb (gpointer data)
{
  Child *child = data;

  if (!child->scroll)
    return finish_cb (child);
  if (g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (child->view)))) < N_IN_MEMORY)
    return G_SOURCE_CONTINUE; /* the list is still being read */
  gtk_widget_add_tick_callback (child->view, tick_cb, child, NULL);
  return G_SOURCE_REMOVE;
}

/* Whether the rows at the top are there; a frame without them is not what a person waits for. */
static gboolean
shows_rows (Child *child)
{
  GListModel *model = G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (child->view)));
  g_autoptr (BrSkuItem) item = model != NULL ? g_list_model_get_item (model, 0) : NULL;

  return item != NULL && br_sku_item_get_row (item) != NULL;
}

static void
painted_cb (GdkFrameClock *clock, Child *child)
{
  if (child->painted || (child->view != NULL && (!gtk_widget_get_mapped (child->view) || !shows_rows (child))))
    return;
  child->painted = TRUE;
  printf ("first-frame %.1f\n", (g_get_monotonic_time () - child->started_us) / 1000.0);
  g_timeout_add (1500, begin_cb, child);
}

static void
present (Child *child)
{
  gtk_window_set_default_size (child->window, 1280, 800);
  gtk_window_present (child->window);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (child->window)), "after-paint", G_CALLBACK (painted_cb), child);
}

/* The first widget of `type` at or below `widget`; of stacks the one with a child `name`. */
static GtkWidget *
find (GtkWidget *widget, GType type, const char *name)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && (name == NULL || gtk_stack_get_child_by_name (GTK_STACK (widget), name) != NULL))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find (child, type, name);
  return found;
}

/* As if somebody had signed in; the window's own look at who is stays off. */
static void
show_page (Child *child)
{
  GtkWidget *gate = find (GTK_WIDGET (child->window), GTK_TYPE_STACK, "main");
  GtkWidget *main_child = gtk_stack_get_child_by_name (GTK_STACK (gate), "main");
  GtkWidget *content = GTK_WIDGET (adw_navigation_split_view_get_content (ADW_NAVIGATION_SPLIT_VIEW (main_child)));
  GtkWidget *pages = find (content, GTK_TYPE_STACK, NULL);
  GtkWidget *page = br_page_table_find ("products")->create (child->context);

  g_signal_handlers_block_matched (child->context, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, child->window);
  gtk_stack_add_named (GTK_STACK (pages), page, "products");
  gtk_stack_set_visible_child (GTK_STACK (pages), page);
  gtk_stack_set_visible_child_full (GTK_STACK (gate), "main", GTK_STACK_TRANSITION_TYPE_NONE);
  child->view = find (page, GTK_TYPE_COLUMN_VIEW, NULL);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Child *child = data;
  g_autoptr (GError) error = NULL;

  if (!br_app_context_open_finish (child->context, result, &error))
    g_error ("opening the cache: %s", error->message);
  child->window = GTK_WINDOW (br_window_new (child->application, child->context));
  show_page (child);
  present (child);
}

static void
open_profile (Child *child, gsize n, GAsyncReadyCallback callback)
{
  g_autofree char *dir = bench_data_get (n);

  child->context = br_app_context_new (br_clock_system ());
  br_app_context_open_async (child->context, dir, callback, child);
}

static BrSkuRow *
make_row (guint32 i)
{
  BrSkuRow *row = br_sku_row_new ();

  row->id = i + 1;
  row->name = g_strdup_printf ("云岭有机鲜牛奶 %uml", 100 + i % 900);
  row->name_alt = g_strdup_printf ("Cloud Ridge Organic Fresh Milk %u", i);
  row->code = g_strdup_printf ("MK%06u-1", i);
  row->barcode = g_strdup_printf ("690%010u", i);
  row->category = g_strdup ("鲜牛奶");
  row->brand = g_strdup ("云岭");
  row->status = 1 + i % 6;
  row->price_minor = 100 + i * 7;
  row->regular_minor = i % 9 == 0 ? row->price_minor + 100 : G_MININT64;
  row->price_kind = i % 9 == 0 ? BR_PRICE_PROMOTIONAL : BR_PRICE_REGULAR;
  row->cost_minor = row->margin_bp = G_MININT64;
  return row;
}

/* The same page with the same columns; only where its rows come from is another. */
static void
memory_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Child *child = data;
  GListStore *store = g_list_store_new (BR_TYPE_SKU_ITEM);

  opened_cb (source, result, data);
  for (guint32 i = 0; i < N_IN_MEMORY; i++)
    {
      g_autoptr (BrSkuRow) row = make_row (i);
      g_autoptr (BrSkuItem) item = br_sku_item_new (row->id, row);

      g_list_store_append (store, item);
    }
  gtk_column_view_set_model (GTK_COLUMN_VIEW (child->view), GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (store))));
}

/* What one would call an empty window: it can be moved and closed. */
static GtkWidget *
make_empty (void)
{
  GtkWidget *view = adw_toolbar_view_new ();

  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  return view;
}

static void
activate_cb (GtkApplication *application, Child *child)
{
  g_application_hold (G_APPLICATION (application));
  if (child->context != NULL)
    return; /* the window comes when the profile is open */
  child->window = GTK_WINDOW (adw_application_window_new (application));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (child->window), make_empty ());
  present (child);
}

/* As the program does before GTK gets ready (br-application.c, startup). */
static void
set_up (Child *child)
{
  br_memory_set_up ();
  g_resources_register (br_ui_get_resource ());
  if (strcmp (child->kind, "products") == 0)
    open_profile (child, BENCH_DATA_MILLION, opened_cb);
  else
    open_profile (child, N_MEMORY_PROFILE, memory_opened_cb);
}

/* In a child runs the window and returns its exit status; in the parent returns -1 at once. */
static int
run_child (int argc, char **argv)
{
  Child child = { 0 };

  if (argc < 5 || strcmp (argv[1], "--child") != 0)
    return -1;
  child.kind = argv[2];
  child.scroll = strcmp (argv[3], "scroll") == 0;
  child.started_us = g_ascii_strtoll (argv[4], NULL, 10);
  br_xorshift_init (&child.random, 7);
  br_thread_set_main ();
  if (strcmp (child.kind, "empty") != 0)
    set_up (&child);
  child.application = ADW_APPLICATION (adw_application_new ("app.backroom.Backroom.Bench", G_APPLICATION_NON_UNIQUE));
  if (strcmp (child.kind, "empty") != 0)
    g_application_set_resource_base_path (G_APPLICATION (child.application), "/app/backroom/Backroom");
  g_signal_connect (child.application, "activate", G_CALLBACK (activate_cb), &child);
  return g_application_run (G_APPLICATION (child.application), 1, argv);
}

static void
run_window (const char *kind, gboolean scroll, BenchWindowResult *result)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *started = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_monotonic_time ());
  char *argv[] = { self, (char *) "--child", (char *) kind, (char *) (scroll ? "scroll" : "still"), started, NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  *result = (BenchWindowResult) { 0 };
  if (!g_spawn_sync (NULL, argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL, NULL, &error))
    g_error ("starting a window: %s", error->message);
  lines = g_strsplit (output, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      sscanf (lines[i], "first-frame %lf", &result->first_frame_ms);
      sscanf (lines[i], "rss %lf", &result->rss_kib);
      sscanf (lines[i], "frame %lf", &result->frame_ms);
    }
  if (result->rss_kib == 0)
    g_error ("the %s window ended early", kind);
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

int
bench_window_compare (int argc, char **argv, const BenchWindowFigure *figure)
{
  const char *const kinds[] = { figure->against, "products" };
  g_autofree double *values = g_new (double, 2 * figure->rounds);
  double medians[2];
  int status = run_child (argc, argv);

  if (status >= 0)
    return status;
  g_free (bench_data_get (BENCH_DATA_MILLION));
  if (strcmp (figure->against, "memory") == 0)
    g_free (bench_data_get (N_MEMORY_PROFILE));
  for (guint i = 0; i < 2 * figure->rounds; i++)
    {
      BenchWindowResult result;

      run_window (kinds[i % 2], figure->scroll && strcmp (kinds[i % 2], "empty") != 0, &result);
      values[i % 2 * figure->rounds + i / 2] = figure->pick (&result);
    }
  for (guint kind = 0; kind < 2; kind++)
    {
      qsort (values + kind * figure->rounds, figure->rounds, sizeof *values, compare_doubles);
      medians[kind] = values[kind * figure->rounds + figure->rounds / 2];
      printf ("%s-%s %.1f %s\n", figure->name, kinds[kind], medians[kind], figure->unit);
    }
  printf ("%s %.3f x\n", figure->name, medians[1] / medians[0]);
  return 0;
}
