/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching the list: every query gives what a plain reading of the language gives, in the order asked for. */
#include "config.h"

#include "br-projection.h"
#include "br-record-store.h"
#include "br-sim-shop.h"
#include "br-sku-query.h"
#include "br-sku-term.h"
#include "br-text-fold.h"
#include "fixture.h"
#include "plain-sku.h"

#define N_SKUS 1200
#define N_QUERIES 600

typedef struct
{
  Fixture *fixture;
  GArray *skus; /* of PlainSku, by id */
} World;

static gboolean
put (const BrRecord *record, gpointer data, GError **error)
{
  BrStoreTx *tx = data;
  gint64 id;

  return br_record_store_put (tx, record, 0, &id, error) && br_projection_touch (tx, record->kind, id, NULL, record, error);
}

static gboolean
fill (BrStoreTx *tx, gpointer data, GError **error)
{
  BrSimShopParams params = { .seed = 5, .n_skus = N_SKUS, .at_us = br_clock_now_us (tx->clock) };

  return br_sim_shop_generate (&params, put, tx, error) && br_projection_flush (tx, error);
}

static gboolean
load (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  World *world = data;

  world->skus = plain_sku_load_all (db, error);
  return TRUE;
}

static World *
world_new (void)
{
  World *world = g_new0 (World, 1);

  world->fixture = fixture_new (1);
  fixture_write (world->fixture, fill, NULL);
  fixture_read (world->fixture, load, world);
  g_assert_cmpuint (world->skus->len, ==, N_SKUS);
  return world;
}

static void
world_free (World *world)
{
  fixture_free (world->fixture);
  g_array_unref (world->skus);
  g_free (world);
}

/* A piece of 1 to 5 characters of a text, fit for a bare word of the language. */
static char *
pick_piece (BrXorshift *rng, const char *text)
{
  glong length = g_utf8_strlen (text, -1);
  glong start = length > 1 ? (glong) br_xorshift_below (rng, length) : 0;
  glong wanted = 1 + (glong) br_xorshift_below (rng, br_xorshift_below (rng, 4) == 0 ? 13 : 5); /* apart: MIN evaluates twice */
  glong n = MIN (wanted, length - start);
  g_autofree char *piece = g_utf8_substring (text, start, start + MAX (n, 0));

  for (char *p = piece; *p; p++)
    if ((guint8) *p < 0x80 && !g_ascii_isalnum (*p))
      *p = 'x';
  return *piece && !g_str_equal (piece, "or") ? g_steal_pointer (&piece) : g_strdup ("牛奶");
}

static char *
pick_term (World *world, BrXorshift *rng)
{
  static const char *const fixed[] = {
    "price:5..20",
    "price:<8",
    "price:>=100",
    "cost:1..9",
    "margin:<30",
    "margin:20..40%",
    "status:listed",
    "status:draft",
    "status:清仓",
    "has:brand",
    "has:picture",
    "has:barcode",
    "has:price",
    "doctor:any",
    "doctor:no-unit",
    "doctor:below-cost",
    "doctor:duplicate-barcode",
    "pending:no",
    "here:yes",
    "here:no",
    "cat:牛奶",
    "cat:drinks",
    "cat:粮油调味",
    "supplier:乳业",
    "supplier:s003",
    "attr.产地:云南",
    "changed:<9999",
    "changed:>9999",
    "barcode:69",
    "sku:m",
    "sku:mk",
    "brand:云岭",
    "brand:yl",
    "or",
  };
  static const char *const formats[] = { "%s", "%s", "%s", "name:%s", "sku:%s", "barcode:%s", "\"%s\"", "brand:%s" };
  const PlainSku *plain = &g_array_index (world->skus, PlainSku, br_xorshift_below (rng, world->skus->len));
  const char *texts[] = { plain->both, plain->name, plain->initials, plain->code, plain->barcodes, plain->brand };
  g_autofree char *piece = NULL;
  guint n = br_xorshift_below (rng, G_N_ELEMENTS (fixed) - 1);

  if (br_xorshift_below (rng, 3) == 0)
    return g_strdup (fixed[n]);
  piece = pick_piece (rng, texts[br_xorshift_below (rng, G_N_ELEMENTS (texts))]);
  n = br_xorshift_below (rng, G_N_ELEMENTS (formats));
  return g_strconcat (n == 3 ? "name:" : n == 4 ? "sku:" : n == 5 ? "barcode:" : n == 7 ? "brand:" : n == 6 ? "\"" : "", piece, n == 6 ? "\"" : "", NULL);
}

static char *
pick_query (World *world, BrXorshift *rng)
{
  GString *out = g_string_new (NULL);
  guint n = 1 + br_xorshift_below (rng, 3);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *term = pick_term (world, rng);

      if (i > 0)
        g_string_append (out, br_xorshift_below (rng, 3) == 0 ? " or " : " ");
      if (br_xorshift_below (rng, 5) == 0)
        g_string_append_c (out, '-');
      g_string_append (out, term);
    }
  return g_string_free_and_steal (out);
}

/* A query on its way through a read job. */
typedef struct
{
  BrSkuQuery query;
  BrIdList *list;
  GArray *first;
} Question;

static void
keep_first (const guint32 *ids, gsize n, gpointer data)
{
  Question *question = data;

  g_assert_null (question->first);
  question->first = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_append_vals (question->first, ids, n);
}

static gboolean
query_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  return br_sku_query_run (db, &question->query, keep_first, question, cancellable, &question->list, error);
}

static void
check_answer (World *world, const char *text, Question *question)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (NULL, NULL);
  const BrSearchNode *root = question->query.search ? question->query.search->root : NULL;
  gsize n = 0;

  for (gsize i = 0; i < question->list->n; i++)
    g_assert_true (g_hash_table_add (ids, GUINT_TO_POINTER (question->list->ids[i])));
  for (guint i = 0; i < world->skus->len; i++)
    {
      const PlainSku *plain = &g_array_index (world->skus, PlainSku, i);
      gboolean expected = plain_sku_matches (plain, root);

      n += expected;
      if (expected != g_hash_table_contains (ids, GUINT_TO_POINTER (plain->id)))
        g_error ("query %s: SKU %u %s: %s should be %d", text, plain->id, plain->code, plain->both, expected);
    }
  g_assert_cmpuint (n, ==, question->list->n);
  g_assert_nonnull (question->first);
  g_assert_cmpuint (question->first->len, ==, MIN (question->list->n, 32));
  for (guint i = 0; i < question->first->len; i++)
    g_assert_cmpuint (g_array_index (question->first, guint32, i), ==, question->list->ids[i]);
}

static BrIdList *
ask (World *world, const char *text, BrSkuSort sort, gboolean descending)
{
  g_autoptr (GError) error = NULL;
  gsize offset, length;
  Question question = { .query = { NULL, sort, descending } };

  question.query.search = br_search_parse (text, 2, &offset, &length, &error);
  g_assert_no_error (error);
  fixture_read (world->fixture, query_job, &question);
  check_answer (world, text, &question);
  g_array_unref (question.first);
  br_search_unref (question.query.search);
  return question.list;
}

static void
test_random (void)
{
  World *world = world_new ();
  BrXorshift rng;

  br_xorshift_init (&rng, fixture_seed ());
  for (guint i = 0; i < N_QUERIES; i++)
    {
      g_autofree char *text = pick_query (world, &rng);
      BrSkuSort sort = BR_SKU_SORT_NAME + br_xorshift_below (&rng, BR_SKU_SORT_CHANGED);
      g_autoptr (BrIdList) list = ask (world, text, sort, i % 2);
    }
  world_free (world);
}

/* A term and the world, on their way through a read job. */
typedef struct
{
  World *world;
  const BrSearchNode *node;
  const char *text;
} TermTest;

static gboolean
term_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  TermTest *self = data;
  g_autoptr (BrSkuTerm) term = br_sku_term_new (db, self->node, g_get_real_time (), error);
  BrSkuProbe probe = { .db = db };
  gboolean matches;

  if (term == NULL)
    return FALSE;
  for (guint i = 0; i < self->world->skus->len; i++)
    {
      const PlainSku *plain = &g_array_index (self->world->skus, PlainSku, i);

      if (!br_sku_term_test (term, &probe, plain->id, &matches, error))
        return FALSE;
      if (matches != plain_sku_matches_term (plain, self->node))
        g_error ("term %s: SKU %u %s: %s should not be %d", self->text, plain->id, plain->code, plain->both, matches);
    }
  if (!br_sku_term_test (term, &probe, 4000000000u, &matches, error))
    return FALSE;
  g_assert_false (matches);
  br_sku_probe_clear (&probe);
  return TRUE;
}

/* Wide terms are tested row by row: every term must give the same that way. */
static void
test_rows_of_terms (void)
{
  World *world = world_new ();
  BrXorshift rng;

  br_xorshift_init (&rng, fixture_seed ());
  for (guint i = 0; i < N_QUERIES / 2; i++)
    {
      g_autofree char *text = pick_term (world, &rng);
      gsize offset, length;
      g_autoptr (BrSearch) search = br_search_parse (text, 2, &offset, &length, NULL);
      TermTest test = { world, search ? search->root : NULL, text };

      if (test.node && test.node->op == BR_SEARCH_TERM)
        fixture_read (world->fixture, term_job, &test);
    }
  world_free (world);
}

static const PlainSku *
find_plain (World *world, guint32 id)
{
  for (guint i = 0; i < world->skus->len; i++)
    if (g_array_index (world->skus, PlainSku, i).id == id)
      return &g_array_index (world->skus, PlainSku, i);
  g_assert_not_reached ();
}

static void
test_order (void)
{
  World *world = world_new ();
  g_autoptr (BrIdList) up = ask (world, "", BR_SKU_SORT_PRICE, FALSE);
  g_autoptr (BrIdList) down = ask (world, "", BR_SKU_SORT_PRICE, TRUE);
  g_autoptr (BrIdList) names = ask (world, "", BR_SKU_SORT_NAME, FALSE);
  g_autoptr (BrIdList) statuses = ask (world, "", BR_SKU_SORT_STATUS, FALSE);
  gboolean empty = FALSE;

  g_assert_cmpuint (up->n, ==, N_SKUS);
  for (gsize i = 0; i < up->n; i++)
    {
      gint64 price = find_plain (world, up->ids[i])->price;

      empty |= price == G_MININT64;
      g_assert_true (empty == (price == G_MININT64)); /* those without a price are last */
      if (i > 0 && !empty)
        g_assert_cmpint (price, >=, find_plain (world, up->ids[i - 1])->price);
      if (i > 0 && find_plain (world, down->ids[i])->price != G_MININT64)
        g_assert_cmpint (find_plain (world, down->ids[i])->price, <=, find_plain (world, down->ids[i - 1])->price);
      if (i > 0)
        g_assert_cmpint (find_plain (world, statuses->ids[i])->status, >=, find_plain (world, statuses->ids[i - 1])->status);
    }
  for (gsize i = 1; i < names->n; i++)
    {
      guint8 before[BR_NAME_KEY_MAX] = { 0 }, after[BR_NAME_KEY_MAX] = { 0 };

      br_text_sort_key (find_plain (world, names->ids[i - 1])->name, before);
      br_text_sort_key (find_plain (world, names->ids[i])->name, after);
      g_assert_cmpint (memcmp (before, after, BR_NAME_KEY_MAX), <=, 0);
    }
  world_free (world);
}

static gboolean
rename_job (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (BrRecord) before = NULL;
  g_autoptr (BrRecord) after = NULL;
  gint64 id;

  if (!br_record_store_load_by_row (tx->db, BR_KIND_PRODUCT, 1, &before, error))
    return FALSE;
  after = br_record_copy (before);
  br_value_set_text (&after->cells[BR_PRODUCT_NAME], "阿阿阿独一无二");
  br_value_set_text (&after->cells[BR_PRODUCT_NAME_ALT], "Unique Thing");
  return br_record_store_put (tx, after, 0, &id, error) && br_projection_touch (tx, BR_KIND_PRODUCT, id, before, after, error)
         && br_projection_flush (tx, error);
}

/* Kept orders follow changes. */
static void
test_follows (void)
{
  World *world = world_new ();
  g_autoptr (BrIdList) before = ask (world, "", BR_SKU_SORT_NAME, FALSE);
  g_autoptr (BrIdList) after = NULL;
  g_autoptr (BrIdList) found = NULL;

  fixture_write (world->fixture, rename_job, NULL);
  g_array_unref (world->skus);
  fixture_read (world->fixture, load, world);
  after = ask (world, "", BR_SKU_SORT_NAME, FALSE);
  found = ask (world, "独一", BR_SKU_SORT_NAME, FALSE);
  g_assert_cmpuint (found->n, >, 0);
  g_assert_cmpuint (after->n, ==, before->n);
  g_assert_cmpmem (after->ids, found->n * sizeof (guint32), found->ids, found->n * sizeof (guint32));
  world_free (world);
}

static gboolean
rows_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  World *world = data;
  const PlainSku *plain = &g_array_index (world->skus, PlainSku, 3);
  guint32 ids[] = { plain->id, 4000000000u, g_array_index (world->skus, PlainSku, 0).id };
  g_autoptr (GPtrArray) rows = br_sku_query_rows (db, ids, G_N_ELEMENTS (ids), error);
  const BrSkuRow *row;
  g_autofree char *fold = NULL;

  g_assert_cmpuint (rows->len, ==, 3);
  g_assert_null (g_ptr_array_index (rows, 1));
  row = g_ptr_array_index (rows, 0);
  fold = br_text_fold (row->name);
  g_assert_cmpuint (row->id, ==, plain->id);
  g_assert_cmpstr (fold, ==, plain->name);
  g_assert_cmpint (row->price_minor, ==, plain->price);
  g_assert_cmpint (row->findings, ==, plain->findings);
  return TRUE;
}

static void
test_rows (void)
{
  World *world = world_new ();

  fixture_read (world->fixture, rows_job, world);
  world_free (world);
}

/* A whole code finds its SKU first, whatever the order. */
static void
test_exact (void)
{
  World *world = world_new ();

  for (guint i = 0; i < world->skus->len; i += 97)
    {
      const PlainSku *plain = &g_array_index (world->skus, PlainSku, i);
      g_autoptr (BrIdList) by_code = ask (world, plain->code, BR_SKU_SORT_PRICE, TRUE);

      g_assert_cmpuint (by_code->ids[0], ==, plain->id);
    }
  world_free (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/sku-query/random", test_random);
  g_test_add_func ("/store/sku-query/rows-of-terms", test_rows_of_terms);
  g_test_add_func ("/store/sku-query/order", test_order);
  g_test_add_func ("/store/sku-query/follows", test_follows);
  g_test_add_func ("/store/sku-query/rows", test_rows);
  g_test_add_func ("/store/sku-query/exact", test_exact);
  return g_test_run ();
}
