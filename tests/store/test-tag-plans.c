/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How SQLite finds what the statements on shelf tags ask for: no table is read through, and nothing sorted aside, but where that is meant. */
#include "config.h"

#include "br-station-store.h"
#include "br-tag-binding-store.h"
#include "br-tag-bound.h"
#include "br-tag-errand-store.h"
#include "br-tag-event-store.h"
#include "br-tag-finder.h"
#include "br-tag-job-store.h"
#include "br-tag-list-store.h"
#include "br-tag-picture-store.h"
#include "br-tag-store.h"
#include "br-tag-want-store.h"
#include "tag-shop.h"

#include <string.h>

/* An article with a tag, and a tag that stands before none. */
typedef struct
{
  TagShopGoods goods;
  GString *seen; /* of the case: what its statements read through, and sort aside */
} Shop;

static Shop shop;

/* Looked for by nothing but what is more or less than something: that may be all of it. */
static gboolean
is_range (const char *line)
{
  const char *by = strchr (line, '(');

  return by != NULL && strstr (by, "=?") == NULL;
}

/* SQLite plans without statistics, so that what a table holds does not matter. */
static void
explain (sqlite3 *db, const char *sql)
{
  g_autofree char *text = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  sqlite3_stmt *plan = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, text, -1, &plan, NULL), ==, SQLITE_OK);
  while (sqlite3_step (plan) == SQLITE_ROW)
    {
      const char *line = (const char *) sqlite3_column_text (plan, 3);

      if (g_str_has_prefix (line, "SEARCH") ? !is_range (line) : !g_str_has_prefix (line, "SCAN") && !g_str_has_prefix (line, "USE TEMP B-TREE"))
        continue;
      g_test_message ("%s: %s", line, sql);
      g_string_append_printf (shop.seen, "%s%s", shop.seen->len > 0 ? "; " : "", line);
    }
  sqlite3_finalize (plan);
}

static int
trace_cb (unsigned what, void *list, void *statement, void *text)
{
  if (g_ascii_isalpha (*(const char *) text)) /* else it is the comment that names a trigger's statement */
    g_ptr_array_add (list, g_strdup (sqlite3_sql (statement)));
  return 0;
}

/* A case: something the program asks, or does; and what it is meant to read through or to sort. */
typedef struct
{
  const char *name;
  gboolean (*run) (BrDb *db, BrStoreTx *tx, GError **error); /* tx: NULL where it only reads */
  gboolean writes;
  const char *seen;
} Case;

static gboolean
run_traced (const Case *it, BrDb *db, BrStoreTx *tx, GError **error)
{
  g_autoptr (GPtrArray) statements = g_ptr_array_new_with_free_func (g_free);
  gboolean ok;

  sqlite3_trace_v2 (br_db_handle (db), SQLITE_TRACE_STMT, trace_cb, statements);
  ok = it->run (db, tx, error);
  sqlite3_trace_v2 (br_db_handle (db), 0, NULL, NULL);
  g_assert_cmpuint (statements->len, >, 0);
  for (guint i = 0; i < statements->len; i++)
    explain (br_db_handle (db), statements->pdata[i]);
  return ok;
}

static gboolean
read_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return run_traced (data, db, NULL, error);
}

static gboolean
write_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return run_traced (data, tx->db, tx, error);
}

/* What was asked for is not looked at here. */
static gboolean
drop (gpointer list, void (*unref) (gpointer))
{
  if (list != NULL)
    unref (list);
  return list != NULL;
}
#define DROP(list, unref) drop (list, (void (*) (gpointer)) (unref))

static gboolean
list_tags (BrDb *db, BrStoreTx *tx, GError **error)
{
  BrTagQuery query = { .text = "tea", .type = -1, .sort = BR_TAG_SORT_KEY };

  return DROP (br_tag_list_ids (db, &query, 1, NULL, error), br_id_list_unref);
}

static gboolean
list_rows (BrDb *db, BrStoreTx *tx, GError **error)
{
  return DROP (br_tag_list_rows (db, &(guint32) { 1 }, 1, 1, error), g_ptr_array_unref);
}

static gboolean
list_of_product (BrDb *db, BrStoreTx *tx, GError **error)
{
  BrIdList *articles = NULL, *tags = NULL;

  return br_tag_list_of_product (db, &shop.goods.product, 9, &articles, &tags, error) && DROP (articles, br_id_list_unref) && DROP (tags, br_id_list_unref);
}

static gboolean
count_tags (BrDb *db, BrStoreTx *tx, GError **error)
{
  BrTagCounts counts;

  return br_tag_list_counts (db, 1, &counts, error) && DROP (br_tag_list_failed (db, error), g_hash_table_unref);
}

static gboolean
list_shelf (BrDb *db, BrStoreTx *tx, GError **error)
{
  BrShelfQuery query = { .which = BR_SHELF_ALL, .now_us = 1, .limit = 9 };

  return DROP (br_shelf_list (db, &query, NULL, NULL, error), g_ptr_array_unref);
}

static gboolean
list_shelf_then (BrDb *db, BrStoreTx *tx, GError **error)
{
  BrShelfQuery query = { .which = BR_SHELF_ALL, .now_us = 1, .at_us = 1, .limit = 9 };

  return DROP (br_shelf_list (db, &query, NULL, NULL, error), g_ptr_array_unref);
}

static gboolean
list_shelf_of (BrDb *db, BrStoreTx *tx, GError **error)
{
  return DROP (br_shelf_list_of (db, &(BrShelfQuery) { .now_us = 1 }, &(guint32) { 1 }, 1, error), g_ptr_array_unref);
}

static gboolean
list_bound (BrDb *db, BrStoreTx *tx, GError **error)
{
  return DROP (br_tag_bound_list (db, NULL, NULL, error), g_ptr_array_unref);
}

static gboolean
list_bound_of (BrDb *db, BrStoreTx *tx, GError **error)
{
  g_autoptr (GArray) skus = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (skus, (gint64) { 1 });
  return DROP (br_tag_bound_list (db, skus, NULL, error), g_ptr_array_unref);
}

static gboolean
find_scanned (BrDb *db, BrStoreTx *tx, GError **error)
{
  gint64 tag;

  return br_tag_code_find (db, "no such sticker", &tag, error);
}

static gboolean
list_events (BrDb *db, BrStoreTx *tx, GError **error)
{
  return DROP (br_tag_event_list (db, 1, 0, 0, 9, error), g_ptr_array_unref) && DROP (br_tag_event_list (db, 0, 1, 0, 9, error), g_ptr_array_unref)
         && DROP (br_tag_event_list (db, 0, 0, 0, 9, error), g_ptr_array_unref);
}

static gboolean
ask_of_tag (BrDb *db, BrStoreTx *tx, GError **error)
{
  g_auto (BrTagBinding) binding = { 0 };
  g_auto (BrTagWant) want = { 0 };
  g_autofree char *digest = tag_shop_digest ('a');

  br_tag_want_load (db, 1, 0, &want, error);
  br_tag_picture_load (db, digest, NULL, NULL);
  DROP (br_tag_job_find_active (db, 1, error), br_tag_job_unref);
  return br_tag_binding_find (db, 1, &binding, error) && DROP (br_tag_store_find (db, "oepl", "A", error), br_tag_unref)
         && DROP (br_tag_job_list_of_tag (db, 1, 9, error), g_ptr_array_unref);
}

/* What its engine asks when it begins, and at each look. */
static gboolean
ask_of_station (BrDb *db, BrStoreTx *tx, GError **error)
{
  gint64 counts[BR_N_TAG_JOB_STATES];

  return DROP (br_tag_store_of_station (db, 1, error), g_ptr_array_unref) && br_tag_job_count (db, 1, counts, error)
         && DROP (br_tag_errand_list (db, 1, error), g_array_unref) && DROP (br_station_store_find (db, 1, error), br_station_unref);
}

static gboolean
list_jobs (BrDb *db, BrStoreTx *tx, GError **error)
{
  return DROP (br_tag_job_list_active (db, 1, 0, 9, error), g_ptr_array_unref);
}

static gboolean
ask_what_comes (BrDb *db, BrStoreTx *tx, GError **error)
{
  gint64 due_us;

  return br_tag_next_due (db, &due_us, error) && DROP (br_tag_next_undrawn (db, 0, 1, error), g_array_unref)
         && DROP (br_tag_want_held (db, error), g_array_unref);
}

static gboolean
hear (BrDb *db, BrStoreTx *tx, GError **error)
{
  BrTagSighting sighting = tag_shop_sighting (tx, "A");

  tag_shop_answered (tx, 1, sighting.heard_us);
  return br_tag_store_hear (tx, 1, &sighting, 1, error);
}

static gboolean
want_and_show (BrDb *db, BrStoreTx *tx, GError **error)
{
  guint n;

  tag_shop_want (tx, 1, "first", &shop.goods.sku, 1);
  tag_shop_want (tx, 1, "second", &shop.goods.sku, 2);
  tag_shop_confirm (tx, 1, 'a', BR_TAG_PROOF_TAG);
  return br_tag_job_unsure (tx, 1, &n, error) && br_tag_store_lose (tx, 1, FALSE, "gone", error) && br_tag_want_again (tx, 1, BR_TAG_PRIORITY_PERSON, error);
}

static gboolean
forget (BrDb *db, BrStoreTx *tx, GError **error)
{
  tag_shop_want (tx, 1, "first", &shop.goods.sku, 1);
  return br_tag_finder_show (tx, 1, "Li", error) && br_tag_finder_end (tx, 1, "Li", error) && br_tag_unbind (tx, 1, "Li", error)
         && br_tag_store_delete (tx, 2, error);
}

static gboolean
forget_station (BrDb *db, BrStoreTx *tx, GError **error)
{
  return br_station_store_forget (tx, 1, error);
}

#define SORTED "USE TEMP B-TREE FOR ORDER BY"
#define SORTED_END "USE TEMP B-TREE FOR LAST TERM OF ORDER BY" /* of an article's few tags */
static const Case cases[] = {
  { "list", list_tags, FALSE, "SCAN t; " SORTED }, /* all tags, in an order that a person chose */
  { "rows", list_rows, FALSE, "" },
  { "of-product", list_of_product, FALSE, SORTED "; USE TEMP B-TREE FOR LAST 2 TERMS OF ORDER BY" }, /* a product's few */
  { "counts", count_tags, FALSE, "SCAN t; USE TEMP B-TREE FOR GROUP BY; SEARCH t USING INDEX tag_station (station>?)" }, /* all tags */
  { "shelf", list_shelf, FALSE, "SCAN b USING INDEX tag_binding_sku; " SORTED_END }, /* all that is bound */
  { "shelf-then", list_shelf_then, FALSE, "SCAN u USING COVERING INDEX tag_station; " SORTED }, /* all tags, but not all that they ever showed */
  { "shelf-of", list_shelf_of, FALSE, SORTED_END },
  { "bound", list_bound, FALSE, "SCAN b USING INDEX tag_binding_sku" }, /* all that is bound */
  { "bound-of", list_bound_of, FALSE, "" },
  { "scanned", find_scanned, FALSE, "" },
  { "events", list_events, FALSE, "SEARCH tag_event USING INTEGER PRIMARY KEY (rowid<?)" }, /* the last ones */
  { "tag", ask_of_tag, FALSE, "" },
  { "station", ask_of_station, FALSE, SORTED }, /* its tags */
  { "jobs", list_jobs, FALSE, SORTED }, /* those under way at one station */
  { "next", ask_what_comes, FALSE,
    "SEARCH tag_next USING INDEX tag_next_due (due_us>? AND due_us<?); SCAN w USING INDEX tag_want_held; " SORTED }, /* those due; those held */
  { "hear", hear, TRUE, "" },
  { "want", want_and_show, TRUE, SORTED }, /* the jobs of a station that begins */
  { "forget", forget, TRUE, "" },
  { "forget-station", forget_station, TRUE, "" },
};

static gboolean
open_shop (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 station = tag_shop_station (tx, "a");
  BrTagBinding binding = { .tag = tag_shop_tag (tx, station, "A"), .sku = shop.goods.sku };

  tag_shop_tag (tx, station, "B");
  return br_tag_bind (tx, &binding, error);
}

static void
test_plan (gconstpointer data)
{
  const Case *it = data;
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (GString) seen = shop.seen = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  tag_shop_goods (fixture, &shop.goods, 0, 1000);
  tag_shop_run (fixture, open_shop);
  if (it->writes)
    br_store_tags_write (fixture->store, write_job, (gpointer) it, &error);
  else
    br_store_read (fixture->store, read_job, (gpointer) it, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (seen->str, ==, it->seen);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/store/tag-plans/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_plan);
    }
  return g_test_run ();
}
