/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists of tags, and what shelves say, over a shop with a few articles and tags in every state. */
#include "config.h"

#include "br-settings-store.h"
#include "br-station-store.h"
#include "br-tag-binding-store.h"
#include "br-tag-job-store.h"
#include "br-tag-list-store.h"
#include "br-tag-store.h"
#include "br-till-price.h"
#include "tag-shop.h"

#define N 8 /* tags; the first five stand before articles, two of them before the same */

/* What each tag is, by its number. */
static const struct
{
  const char *key;
  int sku;              /* -1 = bound to none */
  BrTagJobState state;  /* of its job; 0 = nothing is wanted; CONFIRMED = it shows what is wanted */
  BrTagShows shows;
} tags[N] = { { "AA01", 0, BR_TAG_JOB_CONFIRMED, BR_TAG_SHOWS_WANTED },      { "AA02", 0, BR_TAG_JOB_QUEUED, BR_TAG_SHOWS_WAITING },
              { "AA03", 1, BR_TAG_JOB_AT_STATION, BR_TAG_SHOWS_AT_STATION }, { "AA04", 2, BR_TAG_JOB_FAILED, BR_TAG_SHOWS_FAILED },
              { "BB05", 3, BR_TAG_JOB_RETRY_WAIT, BR_TAG_SHOWS_AGAIN },      { "BB06", -1, 0, BR_TAG_SHOWS_NOTHING },
              { "BB07", -1, BR_TAG_JOB_UNKNOWN, BR_TAG_SHOWS_BLANKING },     { "BB08", -1, BR_TAG_JOB_TRANSFER, BR_TAG_SHOWS_BLANKING } };
static const char *const names[] = { "Apple", "Banana", "Cherry", "Date" };

/* The shop. */
typedef struct
{
  Fixture *fixture;
  BrRecord *skus[G_N_ELEMENTS (names)], *prices[G_N_ELEMENTS (names)];
} World;

static World world;

static BrRecord *
put_price (const BrRecord *sku, BrPriceKind kind, gint64 amount)
{
  BrRecord *price = fixture_record (world.fixture, BR_KIND_PRICE);

  for (guint i = BR_PRICE_ZONE; i <= BR_PRICE_APPROVED_BY; i++)
    br_value_clear (&price->cells[i]);
  br_value_set_id (&price->cells[BR_PRICE_SKU], &sku->id);
  br_value_set_int (&price->cells[BR_PRICE_KIND], kind);
  br_value_set_int (&price->cells[BR_PRICE_PRIORITY], 0);
  br_value_set_int (&price->cells[BR_PRICE_AMOUNT], amount);
  fixture_put (world.fixture, NULL, price);
  return price;
}

static void
put_goods (guint i)
{
  g_autoptr (BrRecord) product = fixture_record (world.fixture, BR_KIND_PRODUCT);
  BrRecord *sku = world.skus[i] = fixture_record (world.fixture, BR_KIND_SKU);
  g_autofree char *code = g_strdup_printf ("S%u", i);

  br_value_set_text (&product->cells[BR_PRODUCT_NAME], names[i]);
  fixture_put (world.fixture, NULL, product);
  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &product->id);
  br_value_set_text (&sku->cells[BR_SKU_CODE], code);
  br_value_set_int (&sku->cells[BR_SKU_STATUS], BR_STATUS_LISTED);
  fixture_put (world.fixture, NULL, sku);
  world.prices[i] = put_price (sku, BR_PRICE_REGULAR, 100 * (i + 1));
}

/* Brings tag `i` where the table says. */
static void
put_tag (BrStoreTx *tx, gint64 station, guint i, GError **error)
{
  gint64 tag = tag_shop_tag (tx, station, tags[i].key);
  BrTagBinding binding = { .tag = tag, .place = (char *) "aisle 3" };
  g_autoptr (BrTagJob) job = NULL;

  binding.sku = world.skus[MAX (0, tags[i].sku)]->id;
  if (tags[i].state == 0)
    return;
  g_assert_true (br_tag_bind (tx, &binding, error));
  tag_shop_want (tx, tag, "k1", &binding.sku, 100 * (MAX (0, tags[i].sku) + 1));
  if (tags[i].sku < 0 || tags[i].state == BR_TAG_JOB_CONFIRMED)
    tag_shop_confirm (tx, tag, 'a', BR_TAG_PROOF_TAG);
  if (tags[i].sku < 0)
    g_assert_true (br_tag_unbind (tx, tag, "Li", error));
  job = br_tag_job_find_active (tx->db, tag, error);
  if (job != NULL && tags[i].state != BR_TAG_JOB_QUEUED)
    tag_shop_move (tx, job->id, G_MAXUINT, tags[i].state);
}

static gboolean
put_tags (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 first = tag_shop_station (tx, "a"), second = tag_shop_station (tx, "b");

  for (guint i = 0; i < N; i++)
    put_tag (tx, i < 4 ? first : second, i, error);
  tag_shop_answered (tx, first, world.fixture->now_us + 24 * 60 * TAG_SHOP_MINUTE); /* both are listened to all the time */
  tag_shop_answered (tx, second, world.fixture->now_us + 24 * 60 * TAG_SHOP_MINUTE);
  return TRUE;
}

static void
world_init (void)
{
  world = (World) { .fixture = fixture_new (3) };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    put_goods (i);
  tag_shop_run (world.fixture, put_tags);
}

static void
world_clear (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      br_record_free (world.skus[i]);
      br_record_free (world.prices[i]);
    }
  fixture_free (world.fixture);
}

/* A question to a reader. */
typedef struct
{
  BrTagQuery query;
  gint64 now_us;
  BrIdList *ids;
  GPtrArray *rows;
  BrTagCounts counts;
  BrShelfQuery shelf;
  BrShelfSum sum;
} Question;

static gboolean
list_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  question->ids = br_tag_list_ids (db, &question->query, question->now_us, cancellable, error);
  question->rows = question->ids != NULL ? br_tag_list_rows (db, question->ids->ids, question->ids->n, question->now_us, error) : NULL;
  return question->rows != NULL && br_tag_list_counts (db, question->now_us, &question->counts, error);
}

/* The last two digits of the tags a query gives, in order. Caller frees. */
static char *
ask (BrTagQuery query, gint64 now_us)
{
  Question question = { .query = query, .now_us = now_us };
  GString *text = g_string_new (NULL);

  fixture_read (world.fixture, list_job, &question);
  for (guint i = 0; i < question.rows->len; i++)
    g_string_append_printf (text, "%s ", ((BrTagView *) question.rows->pdata[i])->key + 2);
  g_ptr_array_unref (question.rows);
  br_id_list_unref (question.ids);
  return g_string_free (text, FALSE);
}

static void
test_filters (void)
{
  gint64 now_us, late_us;

  world_init ();
  now_us = world.fixture->now_us;
  late_us = now_us + 10 * TAG_SHOP_MINUTE;
  {
    const struct
    {
      BrTagQuery query;
      gint64 now_us;
      const char *expected;
    } rows[] = {
      { { .type = -1, .sort = BR_TAG_SORT_KEY }, now_us, "01 02 03 04 05 06 07 08 " },
      { { .type = -1, .sort = BR_TAG_SORT_KEY, .descending = TRUE }, now_us, "08 07 06 05 04 03 02 01 " },
      { { .type = -1, .sort = BR_TAG_SORT_NAME, .bound_only = TRUE }, now_us, "01 02 03 04 05 " },
      { { .type = -1, .sort = BR_TAG_SORT_NAME, .descending = TRUE }, now_us, "05 04 03 02 01 08 07 06 " }, /* without a name: last either way */
      { { .type = -1, .sort = BR_TAG_SORT_PRICE, .descending = TRUE, .bound_only = TRUE }, now_us, "05 04 03 02 01 " },
      { { .type = -1, .sort = BR_TAG_SORT_KEY, .unbound_only = TRUE }, now_us, "06 07 08 " },
      { { .type = -1, .sort = BR_TAG_SORT_KEY, .shows = 1 << BR_TAG_SHOWS_BLANKING | 1 << BR_TAG_SHOWS_FAILED }, now_us, "04 07 08 " },
      { { .type = -1, .sort = BR_TAG_SORT_KEY, .station = 2 }, now_us, "05 06 07 08 " },
      { { .type = 0x34, .sort = BR_TAG_SORT_KEY }, now_us, "" },
      { { .type = -1, .sort = BR_TAG_SORT_KEY, .text = "cherry" }, now_us, "04 " },
      { { .type = -1, .sort = BR_TAG_SORT_KEY, .text = "S0" }, now_us, "01 02 " },
      { { .type = -1, .sort = BR_TAG_SORT_KEY, .text = "bb0" }, now_us, "05 06 07 08 " },
      { { .type = -1, .sort = BR_TAG_SORT_KEY, .text = "AISLE" }, now_us, "01 02 03 04 05 " },
      { { .type = -1, .sort = BR_TAG_SORT_KEY, .text = "%" }, now_us, "" }, /* a sign, not a pattern */
      { { .type = -1, .sort = BR_TAG_SORT_KEY, .attention = BR_TAG_ATTENTION_FAILED }, now_us, "04 " },
      { { .type = -1, .sort = BR_TAG_SORT_KEY, .attention = BR_TAG_ATTENTION_SILENT }, now_us, "" },
      { { .type = -1, .sort = BR_TAG_SORT_KEY, .attention = BR_TAG_ATTENTION_NEVER }, late_us, "" }, /* they may still be on their way */
      { { .type = -1, .sort = BR_TAG_SORT_KEY, .attention = BR_TAG_ATTENTION_NEVER }, now_us + 71 * TAG_SHOP_MINUTE, "02 03 04 05 " },
      { { .type = -1, .sort = BR_TAG_SORT_KEY, .attention = BR_TAG_ATTENTION_SILENT, .station = 1 }, late_us, "01 02 03 04 " },
      { { .type = -1, .sort = BR_TAG_SORT_KEY, .shows = 1 << BR_TAG_SHOWS_SILENT }, late_us, "02 03 05 " },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
      {
        g_autofree char *found = ask (rows[i].query, rows[i].now_us);

        g_test_message ("row %u", (guint) i);
        g_assert_cmpstr (found, ==, rows[i].expected);
      }
  }
  world_clear ();
}

/* A tag, its station and a moment. Minutes since the tag was heard; -1: none, never. */
typedef struct
{
  gint64 interval, deaf, answered, now;
  gboolean woken_by_hand, unheard, silent;
} Hush;
static const Hush hushes[] = {
  { 1, 0, 60, 3, FALSE, FALSE, FALSE },    { 1, 0, 60, 4, FALSE, FALSE, TRUE },    { 1, 0, 60, 4, TRUE, FALSE, FALSE },    { 1, 0, 60, 4, FALSE, TRUE, FALSE },
  { 0, 0, 999, 180, FALSE, FALSE, FALSE }, { 0, 0, 999, 181, FALSE, FALSE, TRUE }, /* nobody knows its interval: an hour */
  { 1, 0, 3, 999, FALSE, FALSE, FALSE },   { 1, 0, 4, 999, FALSE, FALSE, TRUE },                                        /* the station went away then */
  { 1, 0, 0, 999, FALSE, FALSE, FALSE },   { 1, 0, -1, 3, FALSE, FALSE, FALSE },   { 1, 0, -1, 4, FALSE, FALSE, TRUE }, /* it has no station */
  { 1, 90, 93, 93, FALSE, FALSE, FALSE },  { 1, 90, 94, 94, FALSE, FALSE, TRUE },  { 1, 90, 94, 93, FALSE, FALSE, FALSE },
};

static gboolean
put_hush (BrStoreTx *tx, gpointer data, GError **error)
{
  const Hush *hush = data;
  g_autofree char *sql =
      g_strdup_printf ("UPDATE tag SET interval_us = %" G_GINT64_FORMAT ", deaf_us = %" G_GINT64_FORMAT ", heard_us = %s, next_us = %s, station = %s"
                       " WHERE id = 1; UPDATE station SET heard_us = %" G_GINT64_FORMAT " WHERE id = 1",
                       hush->interval * TAG_SHOP_MINUTE, hush->deaf * TAG_SHOP_MINUTE, hush->unheard ? "0" : "10000000",
                       hush->woken_by_hand ? "9223372036854775807" : "20000000", hush->answered < 0 ? "NULL" : "1",
                       hush->answered > 0 ? 10000000 + hush->answered * TAG_SHOP_MINUTE : 0);

  return sqlite3_exec (br_db_handle (tx->db), sql, NULL, NULL, NULL) == SQLITE_OK;
}

static gboolean
load_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  *(BrTag **) data = br_tag_store_load (db, 1, error);
  return *(BrTag **) data != NULL;
}

/* Lists and counts say the same as the one function. */
static void
test_hush (void)
{
  world_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (hushes); i++)
    {
      gint64 now_us = 10000000 + hushes[i].now * TAG_SHOP_MINUTE;
      BrTagQuery query = { .type = -1, .sort = BR_TAG_SORT_KEY, .attention = BR_TAG_ATTENTION_SILENT };
      g_autoptr (BrTag) tag = NULL;
      g_autofree char *found = NULL;

      g_test_message ("row %u", (guint) i);
      g_assert_true (br_store_tags_write (world.fixture->store, put_hush, (gpointer) &hushes[i], NULL));
      fixture_read (world.fixture, load_job, &tag);
      g_assert_cmpint (br_tag_is_silent (tag, now_us), ==, hushes[i].silent);
      g_strlcpy (query.text, tag->key, sizeof query.text);
      found = ask (query, now_us);
      g_assert_cmpint (*found != '\0', ==, hushes[i].silent);
    }
  world_clear ();
}

static void
test_rows (void)
{
  Question question = { .query = { .type = -1, .sort = BR_TAG_SORT_KEY } };
  const BrTagView *view;

  world_init ();
  question.now_us = world.fixture->now_us;
  fixture_read (world.fixture, list_job, &question);
  for (guint i = 0; i < N; i++)
    g_assert_cmpint (((BrTagView *) question.rows->pdata[i])->shows, ==, tags[i].shows);
  view = question.rows->pdata[0];
  g_assert_cmpstr (view->name, ==, "Apple");
  g_assert_cmpstr (view->code, ==, "S0");
  g_assert_cmpstr (view->place, ==, "aisle 3");
  g_assert_cmpstr (view->station_name, ==, "Station a");
  g_assert_cmpstr (view->template_key, ==, "tag-296x128");
  g_assert_false (view->template_chosen);
  g_assert_cmpint (view->wanted_minor, ==, 100);
  g_assert_cmpint (view->shown_minor, ==, 100);
  g_assert_cmpint (view->proof, ==, BR_TAG_PROOF_TAG);
  g_assert_cmpint (view->job, ==, 0);
  view = question.rows->pdata[3];
  g_assert_cmpint (view->job, >, 0);
  g_assert_cmpint (view->shown_minor, ==, G_MININT64);
  view = question.rows->pdata[5];
  g_assert_true (br_id_is_none (&view->sku));
  g_assert_null (view->name);
  g_assert_cmpint (question.counts.tags, ==, N);
  g_assert_cmpint (question.counts.bound, ==, 5);
  g_assert_cmpint (question.counts.shows[BR_TAG_SHOWS_BLANKING], ==, 2);
  g_assert_cmpint (question.counts.attention, ==, 1); /* those bound a moment ago had no chance to show anything yet */ /* those never known to show anything */
  g_ptr_array_unref (question.rows);
  br_id_list_unref (question.ids);
  world_clear ();
}

static gboolean
failed_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) failed = br_tag_list_failed (db, error);
  gint64 first = 1;

  g_assert_cmpuint (g_hash_table_size (failed), ==, 1);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (failed, &first)), ==, 1);
  return TRUE;
}

static void
test_failed (void)
{
  world_init ();
  fixture_read (world.fixture, failed_job, NULL);
  world_clear ();
}

static gboolean
shelf_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  question->rows = br_shelf_list (db, &question->shelf, &question->sum, cancellable, error);
  return question->rows != NULL;
}

/* The row of an article, or NULL; `question` holds it. */
static const BrShelfTruth *
shelf (Question *question, guint sku)
{
  g_clear_pointer (&question->rows, g_ptr_array_unref);
  question->shelf.limit = 100;
  question->shelf.now_us = world.fixture->now_us;
  fixture_read (world.fixture, shelf_job, question);
  for (guint i = 0; i < question->rows->len; i++)
    {
      const BrShelfTruth *truth = question->rows->pdata[i];

      if (br_id_equal (&truth->sku, &world.skus[sku]->id))
        return truth;
    }
  return NULL;
}

static gboolean
prove_both (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (BrTag) second = br_tag_store_find (tx->db, "oepl", "AA02", error);

  tag_shop_confirm (tx, second->id, 'b', BR_TAG_PROOF_STATION);
  return TRUE;
}

static void
test_shelf_tags (void)
{
  Question question = { .shelf.least_proof = BR_TAG_PROOF_TAG };
  const BrShelfTruth *truth;

  world_init ();
  truth = shelf (&question, 0);
  g_assert_cmpint (question.sum.total, ==, 4); /* articles, not tags */
  g_assert_cmpuint (truth->n_tags, ==, 2);
  g_assert_cmpuint (truth->differs, ==, BR_SHELF_TAG_DIFFERS);
  g_assert_cmpstr (truth->tag_key, ==, "AA02"); /* the worse one */
  g_assert_cmpint (truth->record_minor, ==, 100);
  g_assert_cmpint (truth->tag_minor, ==, G_MININT64);
  g_assert_cmpint (truth->since_us, >, 0);
  tag_shop_run (world.fixture, prove_both);
  truth = shelf (&question, 0);
  g_assert_cmpuint (truth->differs, ==, BR_SHELF_NOT_PROVED);
  question.shelf.least_proof = BR_TAG_PROOF_STATION;
  g_assert_null (shelf (&question, 0));
  question.shelf.which = BR_SHELF_ALL;
  truth = shelf (&question, 0);
  g_assert_cmpuint (truth->differs, ==, 0);
  g_assert_cmpint (truth->since_us, ==, 0);
  question.shelf.text = "cherry";
  g_assert_null (shelf (&question, 0));
  g_assert_nonnull (shelf (&question, 2));
  g_ptr_array_unref (question.rows);
  world_clear ();
}

static gboolean
hang_paper (BrStoreTx *tx, gpointer data, GError **error)
{
  static const char sql[] =
      "INSERT INTO shelf_label (store, sku, kind, price_minor, title, template_key, printed_us, job, seq) VALUES (zeroblob (16), ?1, 1, 95, 'Apple', 't', 77, 1, 1)";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  g_assert_nonnull (statement);
  sqlite3_bind_blob (statement, 1, world.skus[GPOINTER_TO_UINT (data)]->id.bytes, 16, SQLITE_STATIC);
  return br_db_run (tx->db, statement, error);
}

/* As if HQ had answered everything, and had it all. */
static gboolean
hear_hq (BrStoreTx *tx, gpointer data, GError **error)
{
  static const char *const steps[] = { "INSERT INTO feed_cursor VALUES ('f', 1, NULL, 'e', 1, 1, 0, 0, 4711)",
                                       "DELETE FROM replay",
                                       "DELETE FROM shadow",
                                       "UPDATE price SET pending = 0, rev = 1",
                                       "UPDATE sku SET pending = 0, rev = 1",
                                       "UPDATE sku_list SET pending = 0" };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      sqlite3_stmt *statement = br_db_statement (tx->db, steps[i], error);

      if (statement == NULL || !br_db_run (tx->db, statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
hear_nothing (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_settings_set_int (tx, BR_TILL_SYNCED, 4712, error);
}

/* The till has HQ's price: a change made here is not there until HQ has answered. Paper is another witness. */
static void
test_shelf_others (void)
{
  Question question = { .shelf = { .least_proof = BR_TAG_PROOF_TAG, .which = BR_SHELF_ALL } };
  g_autoptr (BrRecord) raised = NULL;
  const BrShelfTruth *truth;

  world_init ();
  truth = shelf (&question, 0);
  g_assert_cmpint (truth->till_us, ==, 0); /* no HQ: nothing is known of a till */
  g_assert_cmpint (truth->paper_us, ==, 0);
  fixture_print_write (world.fixture, hang_paper, NULL);
  fixture_enrol (world.fixture);
  fixture_write (world.fixture, hear_hq, NULL);
  tag_shop_run (world.fixture, prove_both);
  truth = shelf (&question, 0);
  g_assert_cmpint (truth->till_minor, ==, 100);
  g_assert_cmpint (truth->till_us, ==, 4711);
  fixture_write (world.fixture, hear_nothing, NULL);
  truth = shelf (&question, 0);
  g_assert_cmpint (truth->till_us, ==, 4712); /* HQ was heard again, and had nothing new */
  g_assert_cmpint (truth->paper_minor, ==, 95);
  g_assert_cmpuint (truth->differs & ~BR_SHELF_NOT_PROVED, ==, BR_SHELF_PAPER_DIFFERS);
  raised = br_record_copy (world.prices[0]);
  br_value_set_int (&raised->cells[BR_PRICE_AMOUNT], 120);
  fixture_put (world.fixture, world.prices[0], raised);
  truth = shelf (&question, 0);
  g_assert_cmpint (truth->record_minor, ==, 120);
  g_assert_cmpint (truth->till_minor, ==, 100);
  g_assert_true (truth->till_waits);
  g_assert_cmpuint (truth->differs, ==, BR_SHELF_TAG_DIFFERS | BR_SHELF_PAPER_DIFFERS | BR_SHELF_TILL_DIFFERS);
  g_ptr_array_unref (question.rows);
  world_clear ();
}

/* What is asked of one article after the other. */
typedef struct
{
  BrId product;
  guint32 articles[G_N_ELEMENTS (names)];
  BrIdList *found, *tags;
  GPtrArray *truths;
} Shelves;

static gboolean
shelves_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const BrShelfQuery query = { .least_proof = BR_TAG_PROOF_TAG, .now_us = world.fixture->now_us };
  Shelves *shelves = data;
  sqlite3_stmt *statement = br_db_statement (db, "SELECT s.id, p.uid FROM sku s JOIN product p ON p.id = s.product WHERE s.uid = ?1", error);
  gboolean has_row;

  g_assert_nonnull (statement);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      sqlite3_bind_blob (statement, 1, world.skus[i]->id.bytes, 16, SQLITE_STATIC);
      g_assert_true (br_db_step (db, statement, &has_row, error) && has_row);
      shelves->articles[i] = (guint32) sqlite3_column_int64 (statement, 0);
      if (i == 0)
        memcpy (shelves->product.bytes, sqlite3_column_blob (statement, 1), 16);
      sqlite3_reset (statement);
    }
  shelves->truths = br_shelf_list_of (db, &query, shelves->articles, G_N_ELEMENTS (names), error);
  return shelves->truths != NULL && br_tag_list_of_product (db, &shelves->product, 10, &shelves->found, &shelves->tags, error);
}

static gboolean
unbind_last (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (BrTag) third = br_tag_store_find (tx->db, "oepl", "AA03", error), fifth = br_tag_store_find (tx->db, "oepl", "BB05", error);

  g_assert_true (br_tag_unbind (tx, third->id, "Li", error));
  g_assert_true (br_tag_unbind (tx, fifth->id, "Li", error));
  return TRUE;
}

/* The same as in the list, and those with nothing but paper, or nothing. */
static void
test_shelf_of (void)
{
  Question question = { .shelf.least_proof = BR_TAG_PROOF_TAG };
  Shelves shelves = { 0 };
  const BrShelfTruth *listed, *truth;

  world_init ();
  fixture_print_write (world.fixture, hang_paper, GUINT_TO_POINTER (1)); /* the second article: 95, and no tag soon */
  tag_shop_run (world.fixture, unbind_last);
  listed = shelf (&question, 0);
  fixture_read (world.fixture, shelves_job, &shelves);
  g_assert_cmpuint (shelves.truths->len, ==, G_N_ELEMENTS (names));
  truth = shelves.truths->pdata[0];
  g_assert_cmpuint (truth->differs, ==, listed->differs);
  g_assert_cmpuint (truth->n_tags, ==, listed->n_tags);
  g_assert_cmpstr (truth->tag_key, ==, listed->tag_key);
  truth = shelves.truths->pdata[1];
  g_assert_cmpuint (truth->n_tags, ==, 0);
  g_assert_cmpint (truth->paper_minor, ==, 95);
  g_assert_cmpuint (truth->differs, ==, BR_SHELF_PAPER_DIFFERS);
  truth = shelves.truths->pdata[2];
  g_assert_cmpuint (truth->n_tags, ==, 1);
  g_assert_null (shelves.truths->pdata[3]);
  g_assert_cmpuint (shelves.tags->n, ==, 2); /* AA01, AA02: both of the first */
  g_assert_cmpuint (shelves.found->n, ==, 1);
  g_assert_cmpuint (shelves.found->ids[0], ==, shelves.articles[0]);
  g_ptr_array_unref (shelves.truths);
  br_id_list_unref (shelves.found);
  br_id_list_unref (shelves.tags);
  g_ptr_array_unref (question.rows);
  world_clear ();
}

static gboolean
reprice (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (BrTag) tag = br_tag_store_find (tx->db, "oepl", "AA01", error);

  tag_shop_want (tx, tag->id, "k2", &world.skus[0]->id, 150);
  ((Fixture *) data)->now_us += TAG_SHOP_MINUTE;
  tag_shop_confirm (tx, tag->id, 'c', BR_TAG_PROOF_PIXELS);
  return TRUE;
}

/* What a shelf showed at a moment, by which proof, whatever happened since. */
static void
test_shelf_then (void)
{
  Question question = { .shelf = { .which = BR_SHELF_ALL, .text = "AA01" } };
  gint64 before_us, between_us;
  const BrShelfTruth *truth;

  world_init ();
  before_us = world.fixture->now_us;
  world.fixture->now_us += TAG_SHOP_MINUTE;
  tag_shop_run (world.fixture, reprice);
  between_us = before_us + TAG_SHOP_MINUTE + TAG_SHOP_MINUTE / 2;
  question.shelf.at_us = before_us;
  truth = shelf (&question, 0);
  g_assert_cmpint (truth->record_minor, ==, 100);
  g_assert_cmpint (truth->tag_minor, ==, 100);
  g_assert_cmpint (truth->tag_proof, ==, BR_TAG_PROOF_TAG);
  g_assert_cmpuint (truth->differs, ==, 0);
  question.shelf.at_us = between_us;
  truth = shelf (&question, 0);
  g_assert_cmpint (truth->record_minor, ==, 150);
  g_assert_cmpint (truth->tag_minor, ==, 100);
  g_assert_cmpuint (truth->differs, ==, BR_SHELF_TAG_DIFFERS);
  question.shelf.at_us = world.fixture->now_us;
  truth = shelf (&question, 0);
  g_assert_cmpint (truth->tag_minor, ==, 150);
  g_assert_cmpint (truth->tag_proof, ==, BR_TAG_PROOF_PIXELS);
  question.shelf.at_us = 1; /* before anything was known */
  g_assert_null (shelf (&question, 0));
  g_ptr_array_unref (question.rows);
  world_clear ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/tag-list/filters", test_filters);
  g_test_add_func ("/store/tag-list/hush", test_hush);
  g_test_add_func ("/store/tag-list/rows", test_rows);
  g_test_add_func ("/store/tag-list/failed", test_failed);
  g_test_add_func ("/store/tag-list/shelf-tags", test_shelf_tags);
  g_test_add_func ("/store/tag-list/shelf-others", test_shelf_others);
  g_test_add_func ("/store/tag-list/shelf-of", test_shelf_of);
  g_test_add_func ("/store/tag-list/shelf-then", test_shelf_then);
  return g_test_run ();
}
