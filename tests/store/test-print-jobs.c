/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which orders a list shows: open or done, searched for, by pages. */
#include "config.h"

#include "br-print-person.h"
#include "fixture.h"

#define DAY ((gint64) 86400 * G_USEC_PER_SEC)

/* Five orders, one a day: 2 and 4 are open, 5 is being taken out. */
static gboolean
fill_job (BrStoreTx *tx, gpointer data, GError **error)
{
  static const char *const texts[] = {
    "INSERT INTO job_template VALUES (1, 'd1', 'shelf-60x40', 0, 'Shelf label', 1, '{}'), (2, 'd2', 'own', 1, 'Window 50% off', 1, '{}')",
    "WITH RECURSIVE k (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM k LIMIT 5)"
    " INSERT INTO print_job (id, at_us, now_us, source, person, printer, template, policy, title, total, whole, taken, items, open)"
    " SELECT i, i * 86400000000, 0, 1, iif (i = 3, '李 Lin', 'Mei'), 'file:/x', iif (i = 4, 2, 1), 1, 'Tea ' || i, 2, 2, 2, 2,"
    " CASE WHEN i = 5 THEN -1 ELSE i % 2 = 0 END FROM k",
    "INSERT INTO print_item SELECT id, n.column1, NULL, 1, iif (n.column1 = 0, title, 'Rice 5_kg'), 'C-' || id || n.column1, NULL, NULL, NULL, '{}'"
    " FROM print_job, (VALUES (0), (1)) n",
    "INSERT INTO print_label (job, seq, item, copy, state) SELECT job, item + 1, item, 1, 5 FROM print_item",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      sqlite3_stmt *statement = br_db_statement (tx->db, texts[i], error);

      if (statement == NULL || !br_db_run (tx->db, statement, error))
        return FALSE;
    }
  return TRUE;
}

static Fixture *
new_shop (void)
{
  Fixture *fixture = fixture_new (1);
  g_autoptr (GError) error = NULL;

  br_store_print_write (fixture->store, fill_job, NULL, &error);
  g_assert_no_error (error);
  return fixture;
}

typedef struct
{
  BrPrintJobQuery query;
  char *found;
} Call;

static gboolean
list_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autoptr (GPtrArray) jobs = br_print_jobs (db, &call->query, error);
  GString *found = g_string_new (NULL);

  for (guint i = 0; jobs != NULL && i < jobs->len; i++)
    {
      const BrPrintJobView *job = jobs->pdata[i];

      g_assert_cmpint (job->n_items, ==, 2);
      g_assert_cmpint (job->n[BR_LABEL_PRINTED], ==, 2);
      g_string_append_printf (found, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", job->id);
    }
  call->found = g_string_free (found, FALSE);
  return jobs != NULL;
}

static void
assert_found (Fixture *fixture, BrPrintJobQuery query, const char *expected)
{
  Call call = { .query = query };

  query.limit = call.query.limit = query.limit != 0 ? query.limit : 10;
  fixture_read (fixture, list_job, &call);
  g_assert_cmpstr (call.found, ==, expected);
  g_free (call.found);
}

static void
test_which (void)
{
  g_autoptr (Fixture) fixture = new_shop ();

  assert_found (fixture, (BrPrintJobQuery) { .which = BR_PRINT_JOBS_ALL }, "4 3 2 1");
  assert_found (fixture, (BrPrintJobQuery) { .which = BR_PRINT_JOBS_OPEN }, "4 2");
  assert_found (fixture, (BrPrintJobQuery) { .which = BR_PRINT_JOBS_DONE }, "3 1");
  assert_found (fixture, (BrPrintJobQuery) { .limit = 2 }, "4 3");
  assert_found (fixture, (BrPrintJobQuery) { .before = 3 }, "2 1");
  assert_found (fixture, (BrPrintJobQuery) { .job = 2 }, "2");
  assert_found (fixture, (BrPrintJobQuery) { .job = 5 }, "");
  assert_found (fixture, (BrPrintJobQuery) { .job = 6 }, "");
}

static void
test_search (void)
{
  g_autoptr (Fixture) fixture = new_shop ();

  assert_found (fixture, (BrPrintJobQuery) { .text = "tea 3" }, "3");
  assert_found (fixture, (BrPrintJobQuery) { .text = "rice" }, "4 3 2 1");         /* not the first on the order */
  assert_found (fixture, (BrPrintJobQuery) { .text = "c-21" }, "2");               /* a code */
  assert_found (fixture, (BrPrintJobQuery) { .text = "李" }, "3");                 /* a person */
  assert_found (fixture, (BrPrintJobQuery) { .text = "50% off" }, "4");            /* a template's own name */
  assert_found (fixture, (BrPrintJobQuery) { .text = "5%" }, "");                  /* no pattern */
  assert_found (fixture, (BrPrintJobQuery) { .text = "5_k" }, "4 3 2 1");
  assert_found (fixture, (BrPrintJobQuery) { .text = "a_3" }, "");
  assert_found (fixture, (BrPrintJobQuery) { .text = "货架", .templates = "\nshelf-60x40\nx\n" }, "3 2 1"); /* a name in the person's language */
  assert_found (fixture, (BrPrintJobQuery) { .text = "x", .from_us = 2 * DAY, .to_us = 3 * DAY }, "2");     /* a day */
  assert_found (fixture, (BrPrintJobQuery) { .text = "rice", .which = BR_PRINT_JOBS_DONE, .before = 3 }, "1");
  assert_found (fixture, (BrPrintJobQuery) { .text = "rice", .which = BR_PRINT_JOBS_OPEN, .limit = 1 }, "4");
}

static gboolean
seqs_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autoptr (BrIdList) seqs = br_print_label_seqs (db, call->query.job, (BrLabelState) call->query.limit, error);

  call->found = g_strdup_printf ("%u", (guint) seqs->n);
  for (gsize i = 1; i < seqs->n; i++)
    g_assert_cmpuint (seqs->ids[i - 1], <, seqs->ids[i]);
  return TRUE;
}

static void
test_seqs (void)
{
  static const struct
  {
    gint64 job;
    BrLabelState state;
    const char *n;
  } rows[] = { { 1, 0, "2" }, { 1, BR_LABEL_PRINTED, "2" }, { 1, BR_LABEL_QUEUED, "0" }, { 9, 0, "0" } };
  g_autoptr (Fixture) fixture = new_shop ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Call call = { .query = { .job = rows[i].job, .limit = rows[i].state } };

      fixture_read (fixture, seqs_job, &call);
      g_assert_cmpstr (call.found, ==, rows[i].n);
      g_free (call.found);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/print-jobs/which", test_which);
  g_test_add_func ("/store/print-jobs/search", test_search);
  g_test_add_func ("/store/print-jobs/seqs", test_seqs);
  return g_test_run ();
}
