/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The print queue forgets orders that are done, by age and by number, in short steps; never what hangs on the shelves. */
#include "config.h"

#include "br-print-history.h"
#include "br-print-person.h"
#include "fixture.h"
#include <glib/gstdio.h>

#define DAY ((gint64) 86400 * G_USEC_PER_SEC)

static gboolean
sql_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const char *const *texts = data;

  for (; *texts != NULL; texts++)
    {
      sqlite3_stmt *statement = br_db_statement (tx->db, *texts, error);

      if (statement == NULL || !br_db_run (tx->db, statement, error))
        return FALSE;
    }
  return TRUE;
}

static void
write_sql (Fixture *fixture, const char *const *texts)
{
  g_autoptr (GError) error = NULL;

  br_store_print_write (fixture->store, sql_job, (gpointer) texts, &error);
  g_assert_no_error (error);
}

/* Orders `first`.. of `n_labels` labels each, a day apart from day `first` on, done; every label of goods of its own, with an event. */
static void
put_orders (Fixture *fixture, gint64 first, gint64 n_orders, gint64 n_labels)
{
  g_autofree char *template =
      g_strdup_printf ("INSERT INTO job_template VALUES (%" G_GINT64_FORMAT ", 'd' || %" G_GINT64_FORMAT ", 'shelf', 0, 'Shelf', 1, '{}')", first, first);
  g_autofree char *jobs = g_strdup_printf ("WITH RECURSIVE k (i) AS (VALUES (%" G_GINT64_FORMAT ") UNION ALL SELECT i + 1 FROM k LIMIT %" G_GINT64_FORMAT ")"
                                           " INSERT INTO print_job (id, at_us, now_us, source, printer, template, policy, title, total, whole, taken, open)"
                                           " SELECT i, i * 86400000000, 0, 1, 'file:/x', %" G_GINT64_FORMAT ", 1, 'goods', %" G_GINT64_FORMAT
                                           ", %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ", 0 FROM k",
                                           first, n_orders, first, n_labels, n_labels, n_labels);
  g_autofree char *items =
      g_strdup_printf ("WITH RECURSIVE k (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM k LIMIT %" G_GINT64_FORMAT ")"
                       " INSERT INTO print_item SELECT j.id, i, randomblob (16), 1, 'Lotus tea, 250 g', 'LT-' || i, '12.30', 1230, NULL,"
                       " '{\"name\":\"Lotus tea, 250 g\",\"price\":\"12.30\",\"unit\":\"pcs\",\"gtin\":\"6901234567892\",\"brand\":\"House\"}'"
                       " FROM print_job j, k WHERE j.id >= %" G_GINT64_FORMAT,
                       n_labels, first);
  g_autofree char *labels =
      g_strdup_printf ("INSERT INTO print_label (job, seq, item, copy, state, proof, attempt, session, sent_us, done_us)"
                       " SELECT job, item, item, 1, 5, 3, 1, 1, 1000000000000000, 1000000000400000 FROM print_item WHERE job >= %" G_GINT64_FORMAT,
                       first);
  g_autofree char *events = g_strdup_printf (
      "INSERT INTO print_event (at_us, job, seq, note) SELECT 1, job, 1, 'x' FROM print_item WHERE job >= %" G_GINT64_FORMAT " AND item = 1", first);

  write_sql (fixture, (const char *[]) { template, jobs, items, labels, events, NULL });
}

typedef struct
{
  BrPrintKeep keep;
  gint64 last;
  gboolean more;
  GPtrArray *jobs;
} Call;

static gboolean
find_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return br_print_history_find (db, &call->keep, &call->last, error);
}

static gint64
find (Fixture *fixture, gint64 before_us, gint64 least, gint64 most)
{
  Call call = { .keep = { before_us, least, most } };

  fixture_read (fixture, find_job, &call);
  return call.last;
}

static gboolean
prune_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return br_print_history_prune (tx, call->last, &call->more, error);
}

static gboolean
prune_step (Fixture *fixture, gint64 last)
{
  Call call = { .last = last };
  g_autoptr (GError) error = NULL;

  br_store_print_write (fixture->store, prune_job, &call, &error);
  g_assert_no_error (error);
  return call.more;
}

static gint64
count (Fixture *fixture, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM print.%s", table);

  return fixture_int (fixture, sql);
}

static gboolean
list_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  call->jobs = br_print_jobs (db, &(BrPrintJobQuery) { .limit = 100 }, error);
  return call->jobs != NULL;
}

static guint
count_listed (Fixture *fixture)
{
  Call call = { 0 };
  guint n;

  fixture_read (fixture, list_job, &call);
  n = call.jobs->len;
  g_ptr_array_unref (call.jobs);
  return n;
}

/* Ten orders of ten labels, one a day from day 1 on; none is open but the third. */
static void
test_find (void)
{
  static const struct
  {
    gint64 before_day, least, most, last;
  } rows[] = {
    { 0, 0, 1000, 0 },   /* all are young enough */
    { 6, 0, 1000, 5 },   /* those of the first five days are old */
    { 6, 60, 1000, 4 },  /* but the newest 60 labels stay at any age */
    { 6, 1000, 1000, 0 }, { 0, 0, 40, 6 },     /* young, but too many */
    { 99, 0, 1000, 10 }, /* all are old */
    { 99, 10, 1000, 9 },  { 6, 10, 20, 8 },
  };
  g_autoptr (Fixture) fixture = fixture_new (1);

  put_orders (fixture, 1, 10, 10);
  write_sql (fixture, (const char *[]) { "UPDATE print_job SET open = 1 WHERE id = 3", NULL });
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (find (fixture, rows[i].before_day * DAY, rows[i].least, rows[i].most), ==, rows[i].last);
  /* An order of a day when the clock was wrong: its elders are not older for that. */
  write_sql (fixture, (const char *[]) { "UPDATE print_job SET at_us = 0 WHERE id = 9", NULL });
  g_assert_cmpint (find (fixture, 6 * DAY, 0, 1000), ==, 5);
}

/* Events go with their order, never alone; what waits for a person stays with all of its own. */
static void
test_prune (void)
{
  static const char *const shelf[] = { "INSERT INTO shelf_label (store, sku, kind, price_minor, title, code, template_key, printed_us, job, seq)"
                                       " SELECT zeroblob (16), sku, 1, price_minor, title, code, 'shelf', 5, job, item FROM print_item WHERE job = 1",
                                       "UPDATE print_job SET open = 1 WHERE id = 2", "UPDATE print_label SET state = 6 WHERE job = 2 AND seq = 7", NULL };
  static const char *const removal[] = { "DELETE FROM print_event", NULL };
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (GError) error = NULL;

  put_orders (fixture, 1, 4, 10);
  write_sql (fixture, shelf);
  put_orders (fixture, 10, 1, 5);
  g_assert_false (br_store_print_write (fixture->store, sql_job, (gpointer) removal, &error));
  g_assert_nonnull (error);
  g_assert_false (prune_step (fixture, 4));
  g_assert_cmpint (count (fixture, "print_job"), ==, 2); /* the one that waits, and the young one */
  g_assert_cmpint (count (fixture, "print_label"), ==, 15);
  g_assert_cmpint (count (fixture, "print_item"), ==, 15);
  g_assert_cmpint (count (fixture, "print_event"), ==, 2);
  g_assert_cmpint (count (fixture, "job_template"), ==, 2);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print.shelf_label WHERE price_minor = 1230 AND title LIKE 'Lotus%' AND code LIKE 'LT-%'"), ==,
                   10);
  g_assert_false (prune_step (fixture, 4));
  write_sql (fixture, (const char *[]) { "UPDATE print_job SET open = 0", NULL });
  g_assert_false (prune_step (fixture, 4));
  g_assert_cmpint (count (fixture, "job_template"), ==, 1);
}

/* A large order goes in parts; from the first part on it is not listed, and the program may end in between. */
static void
test_parts (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  gint64 left = 2500;
  guint n_steps = 0;
  gboolean more;

  put_orders (fixture, 1, 1, left);
  put_orders (fixture, 2, 1, 3);
  g_assert_cmpuint (count_listed (fixture), ==, 2);
  do
    {
      more = prune_step (fixture, 1);
      g_assert_cmpint (left - count (fixture, "print_label") + 3, <=, 1000);
      left = count (fixture, "print_label") - 3;
      g_assert_cmpuint (count_listed (fixture), ==, 1);
      fixture_close (fixture);
      fixture_open (fixture, NULL);
      n_steps++;
    }
  while (more);
  g_assert_cmpuint (n_steps, >=, 6); /* labels and items */
  g_assert_cmpint (count (fixture, "print_job"), ==, 1);
  g_assert_cmpint (count (fixture, "print_item"), ==, 3);
}

static gint64
file_size (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->dir, "print.db", NULL);
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_size;
}

/* Prunes to the newest 250,000 labels; the longest step, in microseconds. */
static gint64
prune_most (Fixture *fixture)
{
  gint64 last = find (fixture, 0, 0, 250000), longest = 0;
  gboolean more;

  do
    {
      gint64 begin = g_get_monotonic_time ();

      more = prune_step (fixture, last);
      longest = MAX (longest, g_get_monotonic_time () - begin);
    }
  while (more);
  return longest;
}

/* A million labels: no step makes a label wait long, and the room they had is used again. */
static void
test_million (void)
{
  g_autoptr (Fixture) fixture = NULL;
  gint64 begin, before, longest;

  if (!g_test_slow ())
    {
      g_test_skip ("a million labels: run with -m slow");
      return;
    }
  fixture = fixture_new (1);
  put_orders (fixture, 1, 2000, 500);
  fixture_close (fixture);
  before = file_size (fixture);
  fixture_open (fixture, NULL);
  begin = g_get_monotonic_time ();
  g_assert_cmpint (find (fixture, 0, 0, 250000), ==, 1500);
  g_test_message ("%.0f MB; found in %.3f s", before / 1e6, (g_get_monotonic_time () - begin) / 1e6);
  begin = g_get_monotonic_time ();
  longest = prune_most (fixture);
  g_test_message ("750,000 labels taken out in %.1f s, the longest step %.3f s", (g_get_monotonic_time () - begin) / 1e6, longest / 1e6);
  g_assert_cmpint (longest, <, G_USEC_PER_SEC / 2);
  g_assert_cmpint (count (fixture, "print_label"), ==, 250000);
  put_orders (fixture, 3001, 1400, 500);
  prune_most (fixture);
  fixture_close (fixture);
  g_assert_cmpint (file_size (fixture), <=, before + before / 50);
  fixture_open (fixture, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/print-history/find", test_find);
  g_test_add_func ("/store/print-history/prune", test_prune);
  g_test_add_func ("/store/print-history/parts", test_parts);
  g_test_add_func ("/store/print-history/million", test_million);
  return g_test_run ();
}
