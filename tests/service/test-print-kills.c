/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The printing program as a process of its own, killed with SIGKILL at random moments while it prints to a simulated printer behind a socket. Between
 * two lives a person says which of the uncertain labels they hold. In the end each label is on paper, in order, and twice only where an event says why.
 *
 * BACKROOM_KILLS sets how many kills there are (default 40). The seed is g_test's.
 */
#include "config.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "br-print-draw.h"
#include "br-print-person.h"
#include "br-print-thread.h"
#include "br-printer-store.h"
#include "br-sim-printer.h"
#include "br-worker.h"

#define N_LABELS 60
#define MAX_LIFE_US 400000
#define MOST_LIVES 400

static BrStore *
open_store (const char *dir)
{
  BrStoreParams params = { .dir = dir, .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE };
  g_autoptr (GError) error = NULL;
  BrStore *store = br_store_open (&params, &error);

  g_assert_no_error (error);
  return store;
}

static void
news_cb (const BrPrintNews *news, gpointer data)
{
}

/* The child: prints until it is killed. */
static int
be_printer (const char *dir, const char *key)
{
  BrStore *store = open_store (dir);

  br_thread_set_main ();
  br_print_thread_start (store, key, news_cb, NULL);
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}

typedef struct
{
  char *dir, *key;
  BrStore *store; /* open between two lives */
  BrSimPrinter *sim;
  GSocket *socket;
  GThread *thread;
  GCancellable *stop;
  GPtrArray *pictures; /* of BrBitmap, by seq - 1 */
  gint64 n_requeued;
} World;

static gpointer
serve (gpointer data)
{
  World *self = data;

  while (!g_cancellable_is_cancelled (self->stop))
    {
      g_autoptr (GSocket) one = g_socket_accept (self->socket, self->stop, NULL);

      if (one != NULL)
        br_sim_printer_serve_fd (self->sim, g_socket_get_fd (one), self->stop, NULL);
    }
  return NULL;
}

static void
start_printer (World *self)
{
  const BrSimPrinterParams params = {
    .paper = { .language = BR_LANGUAGE_ZPL, .head = { .dots_num = 8, .dots_den = 1, .width_dots = 320 }, .width = 4000, .height = 3000, .gap = 200 },
    .speed_mm_s = 1000,
  };
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0), bound = NULL;

  self->sim = br_sim_printer_new (&params, br_clock_system ());
  self->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_assert_true (g_socket_bind (self->socket, any, TRUE, NULL) && g_socket_listen (self->socket, NULL));
  bound = g_socket_get_local_address (self->socket, NULL);
  self->key = g_strdup_printf ("tcp:127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  self->stop = g_cancellable_new ();
  self->thread = g_thread_new ("printer", serve, self);
}

static BrLabelTemplate *
new_template (void)
{
  BrLabelTemplate *template = br_label_template_new ();
  BrLabelObject *text = br_label_object_new (BR_LABEL_OBJECT_TEXT);

  template->key = g_strdup ("t");
  template->name = g_strdup ("T");
  template->media = (BrMedia) { .width = 4000, .height = 3000, .gap = 200, .tracking = BR_MEDIA_GAP, .across = 1 };
  template->policy = BR_POLICY_ASK;
  g_ptr_array_add (template->fields, br_label_field_new ("name", BR_LABEL_FIELD_TEXT));
  *text = (BrLabelObject) { .type = text->type,
                            .x = 200,
                            .y = 200,
                            .width = 3600,
                            .height = 2000,
                            .value = g_strdup ("{name}"),
                            .size = 600,
                            .weight = 700,
                            .align = text->align,
                            .valign = text->valign,
                            .fit = text->fit,
                            .ink = text->ink,
                            .children = text->children };
  g_ptr_array_add (template->objects, text);
  return template;
}

/* The printer, and an order of labels with a number each. */
static gboolean
order_job (BrStoreTx *tx, gpointer data, GError **error)
{
  World *self = data;
  g_autoptr (BrPrinter) printer = br_printer_new (self->key);
  g_autoptr (BrLabelTemplate) template = new_template ();
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) br_print_item_free);
  BrPrintOrder order = { .source = BR_PRINT_SELECTION, .template = template, .printer_key = self->key, .items = items };
  gint64 job = 0, written = 0;

  printer->language = BR_LANGUAGE_ZPL;
  printer->head.width_dots = 320;
  for (int i = 1; i <= N_LABELS; i++)
    {
      BrPrintItem *item = g_new0 (BrPrintItem, 1);
      g_autofree char *name = g_strdup_printf ("%d", 1000 + i);

      item->fields = br_label_fields_new ();
      br_label_fields_set (item->fields, "name", name);
      item->copies = 1;
      g_ptr_array_add (items, item);
    }
  return br_printer_store_put (tx, printer, error) && br_print_enqueue (tx, &order, N_LABELS, &job, &written, error);
}

typedef struct
{
  gint64 seq;
  BrPrintLabel *label;
} LabelJob;

static gboolean
label_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  LabelJob *job = data;

  job->label = br_print_load_label (db, 1, job->seq, error);
  return job->label != NULL;
}

static void
draw_all (World *self)
{
  g_autoptr (BrPrintDraw) draw = br_print_draw_new (self->store);
  g_autoptr (BrPrinter) printer = br_printer_new (self->key);

  self->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) br_bitmap_unref);
  for (gint64 seq = 1; seq <= N_LABELS; seq++)
    {
      LabelJob job = { .seq = seq };
      g_autofree char *problem = NULL;
      BrMedia media;
      BrBitmap *bitmap;

      g_assert_true (br_store_read (self->store, label_job, &job, NULL, NULL));
      bitmap = br_print_draw_label (draw, job.label, printer, &media, &problem, NULL);
      g_assert_cmpstr (problem, ==, NULL);
      g_ptr_array_add (self->pictures, bitmap);
      br_print_label_free (job.label);
    }
}

/* Which labels came out whole, in order. */
static GArray *
read_paper (World *self)
{
  GArray *paper = g_array_new (FALSE, FALSE, sizeof (gint64));
  BrSimState state;

  br_sim_printer_get_state (self->sim, &state);
  for (guint i = 0; i < state.n_sheets; i++)
    {
      g_auto (BrSimSheet) sheet = { 0 };
      gint64 seq = 0;

      g_assert_true (br_sim_printer_get_sheet (self->sim, i, &sheet));
      while (seq < N_LABELS && !br_bitmap_equal (sheet.bitmap, self->pictures->pdata[seq]))
        seq++;
      g_assert_cmpint (seq, <, N_LABELS); /* nothing else is ever printed, and nothing torn */
      seq++;
      g_array_append_val (paper, seq);
    }
  return paper;
}

static gboolean
is_on_paper (const GArray *paper, gint64 seq)
{
  for (guint i = 0; i < paper->len; i++)
    if (g_array_index (paper, gint64, i) == seq)
      return TRUE;
  return FALSE;
}

typedef struct
{
  World *world;
  GArray *paper;
  gint64 n_open;
} PersonJob;

/* Says which of the uncertain labels they hold, and looks whether all is printed. */
static gboolean
person_job (BrStoreTx *tx, gpointer data, GError **error)
{
  PersonJob *job = data;
  g_autoptr (GPtrArray) labels = br_print_uncertain (tx->db, job->world->key, error), jobs = NULL;
  guint n_held = 0;

  while (n_held < labels->len && is_on_paper (job->paper, ((const BrPrintLabelView *) labels->pdata[n_held])->seq))
    n_held++;
  if (!br_print_resolve (tx, labels, n_held, error))
    return FALSE;
  jobs = br_print_jobs (tx->db, &(BrPrintJobQuery) { .which = BR_PRINT_JOBS_OPEN, .limit = 10 }, error);
  job->n_open = jobs->len;
  return TRUE;
}

static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
live_and_die (World *self, gint64 life_us)
{
  char *argv[] = { "/proc/self/exe", "--child", self->dir, self->key, NULL };
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GError) error = NULL;
  GPid pid;

  argv[0] = program;
  g_assert_true (g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, die_with_parent, NULL, &pid, &error));
  g_usleep ((gulong) life_us);
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

/* Until the printer has nothing more to do by itself. */
static void
let_rest (World *self)
{
  BrSimState state;

  do
    {
      g_usleep (20000);
      br_sim_printer_get_state (self->sim, &state);
    }
  while (state.sense.printing || state.sense.waiting > 0);
}

static gboolean
meet_person (World *self)
{
  g_autoptr (GArray) paper = read_paper (self);
  PersonJob job = { .world = self, .paper = paper };
  g_autoptr (GError) error = NULL;

  self->store = open_store (self->dir);
  br_store_print_write (self->store, person_job, &job, &error);
  g_assert_no_error (error);
  g_clear_pointer (&self->store, br_store_unref);
  return job.n_open == 0;
}

static gboolean
count_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 *numbers = data;
  sqlite3_stmt *statement = br_db_statement (db, "SELECT count (*) FROM print_event WHERE seq = ?1 AND from_state = 6 AND to_state = 1", error);
  gboolean has_row;

  sqlite3_bind_int64 (statement, 1, numbers[0]);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  numbers[1] = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

static void
check_paper (World *self)
{
  g_autoptr (GArray) paper = read_paper (self);
  gint64 last = 0;

  for (gint64 seq = 1; seq <= N_LABELS; seq++)
    {
      gint64 n = 0, numbers[2] = { seq, 0 };

      for (guint i = 0; i < paper->len; i++)
        n += g_array_index (paper, gint64, i) == seq ? 1 : 0;
      g_assert_true (br_store_read (self->store, count_job, numbers, NULL, NULL));
      g_assert_cmpint (n, >=, 1);
      g_assert_cmpint (n - 1, <=, numbers[1]);
    }
  for (guint i = 0; i < paper->len; i++)
    {
      gint64 seq = g_array_index (paper, gint64, i);

      g_assert_cmpint (seq, <=, last + 1);
      last = MAX (last, seq);
    }
  g_test_message ("%u sheets of %d labels", paper->len, N_LABELS);
}

static void
test_kills (void)
{
  World self = { .dir = g_dir_make_tmp ("br-print-XXXXXX", NULL) };
  const char *text = g_getenv ("BACKROOM_KILLS");
  int n_kills = text != NULL ? atoi (text) : 40, lives = 0;

  start_printer (&self);
  self.store = open_store (self.dir);
  g_assert_true (br_store_print_write (self.store, order_job, &self, NULL));
  draw_all (&self);
  g_clear_pointer (&self.store, br_store_unref);
  do
    {
      g_assert_cmpint (lives, <, MOST_LIVES);
      live_and_die (&self, lives++ < n_kills ? g_test_rand_int_range (1000, MAX_LIFE_US) : 2 * MAX_LIFE_US);
      let_rest (&self);
    }
  while (!meet_person (&self));
  g_test_message ("%d lives", lives);
  self.store = open_store (self.dir);
  check_paper (&self);
  br_store_unref (self.store);
  g_cancellable_cancel (self.stop);
  g_thread_join (self.thread);
  g_object_unref (self.stop);
  g_object_unref (self.socket);
  br_sim_printer_free (self.sim);
  g_ptr_array_unref (self.pictures);
  g_free (self.key);
  g_free (self.dir);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return be_printer (argv[2], argv[3]);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/service/print-kills", test_kills);
  return g_test_run ();
}
