/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feeds: after any transactions, whoever pages from any cursor with any limit has all live rows, and n and xsum agree. */
#include "config.h"

#include "br-hq-feed.h"
#include "br-hq-fixture.h"
#include "br-wire-feed.h"

#define N_STEPS 400

/** Reader: a device's copy of one feed. */
typedef struct
{
  char *feed;
  gint64 cursor;
  GHashTable *rows; /* "kind id" -> gint64* seq */
} Reader;

static Reader *
reader_new (const char *feed)
{
  Reader *self = g_new0 (Reader, 1);

  self->feed = g_strdup (feed);
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

static void
reader_free (gpointer data)
{
  Reader *self = data;

  g_free (self->feed);
  g_hash_table_unref (self->rows);
  g_free (self);
}

static char *
row_key (BrKind kind, const BrId *id)
{
  char text[BR_ID_STRING_LENGTH + 1];

  br_id_write (id, text);
  return g_strdup_printf ("%d %s", kind, text);
}

/* The sum a reader makes of its own rows. */
static guint64
sum_rows (Reader *self)
{
  GHashTableIter iter;
  gpointer key, seq;
  guint64 sum = 0;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &key, &seq))
    {
      char *rest;
      BrKind kind = (BrKind) g_ascii_strtoll (key, &rest, 10);
      BrId id;

      g_assert_true (br_id_parse (rest + 1, &id, NULL));
      sum += br_feed_item_sum (kind, &id, *(gint64 *) seq);
    }
  return sum;
}

/* Reads one page. Returns whether there is more. */
static gboolean
read_page (Shop *shop, Reader *self, guint limit)
{
  BrHqPage page = { .feed = self->feed, .after = self->cursor, .limit = limit, .out = g_string_new (NULL) };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (BrFeedReader) reader = NULL;
  gboolean from_start = self->cursor == 0;
  guint n = 0;

  br_hq_feed_page (shop->hq, &page, &error);
  g_assert_no_error (error);
  g_assert_false (page.gone);
  bytes = g_string_free_to_bytes (page.out);
  reader = br_feed_reader_new (bytes, &error);
  g_assert_no_error (error);
  for (;;)
    {
      const BrRecord *record;
      BrFeedRowKind what;
      BrFeedEnd end;
      gint64 seq;

      br_feed_reader_next (reader, &what, &record, &seq, &end, &error);
      g_assert_no_error (error);
      if (what == BR_FEED_END)
        {
          g_assert_cmpuint (n, <=, limit);
          self->cursor = end.next;
          if (!end.more)
            {
              g_assert_cmpint (end.next, ==, end.head);
              g_assert_cmpint (end.n, ==, g_hash_table_size (self->rows));
              g_assert_cmpuint (end.xsum, ==, sum_rows (self));
            }
          return end.more;
        }
      n++;
      g_assert_true (what == BR_FEED_ROW || !from_start);
      if (what == BR_FEED_ROW)
        g_hash_table_replace (self->rows, row_key (record->kind, &record->id), g_memdup2 (&seq, sizeof seq));
      else
        {
          g_autofree char *key = row_key (record->kind, &record->id);

          g_hash_table_remove (self->rows, key);
        }
    }
}

/* What stands in the feed, by its table, is what the reader has. */
static void
assert_complete (Shop *shop, Reader *self)
{
  BrSqlQuery query = br_sql_query (br_hq_get_sql (shop->hq), "SELECT kind, id, seq FROM record WHERE feed_id = $1");
  g_autoptr (GError) error = NULL;
  gboolean found = FALSE;
  guint n = 0;

  br_sql_bind_text (&query, self->feed);
  while (br_sql_next (&query, &found, &error) && found)
    {
      g_autofree char *key = NULL;
      const gint64 *seq;
      BrId id;

      br_sql_id (&query, 1, &id);
      key = row_key ((BrKind) br_sql_int (&query, 0), &id);
      seq = g_hash_table_lookup (self->rows, key);
      g_assert_nonnull (seq);
      g_assert_cmpint (*seq, ==, br_sql_int (&query, 2));
      n++;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, g_hash_table_size (self->rows));
}

/** World: records a test changes at random. */
typedef struct
{
  Shop *shop;
  GPtrArray *records; /* of BrRecord, as HQ has them */
} World;

static guint
below (World *world, guint limit)
{
  return (guint) br_xorshift_below (&world->shop->xorshift, limit);
}

static const BrId *
any_store (World *world)
{
  return below (world, 2) ? &world->shop->store_a : &world->shop->store_b;
}

static const BrId *
any_zone (World *world)
{
  return below (world, 2) ? &world->shop->zone_a : &world->shop->zone_b;
}

static BrRecord *
new_record (World *world)
{
  static const BrKind kinds[] = { BR_KIND_BRAND, BR_KIND_PRICE, BR_KIND_PRICE, BR_KIND_ASSORTMENT, BR_KIND_PERSON };
  BrRecord *record;
  BrId id;

  shop_id (world->shop, &id);
  record = br_record_new (kinds[below (world, G_N_ELEMENTS (kinds))], &id);
  if (record->kind == BR_KIND_PRICE)
    br_value_set_id (&record->cells[BR_PRICE_SKU], &world->shop->sku);
  if (record->kind == BR_KIND_ASSORTMENT)
    br_value_set_id (&record->cells[BR_ASSORTMENT_SKU], &world->shop->sku);
  return record;
}

static void
place_price (World *world, BrRecord *record)
{
  br_value_clear (&record->cells[BR_PRICE_ZONE]);
  br_value_clear (&record->cells[BR_PRICE_STORE]);
  switch (below (world, 3))
    {
    case 0: br_value_set_id (&record->cells[BR_PRICE_ZONE], any_zone (world)); break;
    case 1: br_value_set_id (&record->cells[BR_PRICE_STORE], any_store (world)); break;
    default: break;
    }
}

/* Something else in it, perhaps another place, perhaps deleted or back. */
static void
change_record (World *world, BrRecord *record)
{
  br_value_set_int (&record->cells[BR_FIELD_DELETED], below (world, 5) == 0);
  if (record->kind == BR_KIND_BRAND)
    {
      g_autofree char *name = g_strdup_printf ("Brand %u", below (world, 1000000));

      br_value_set_text (&record->cells[BR_BRAND_NAME], name);
    }
  else if (record->kind == BR_KIND_PRICE)
    {
      br_value_set_int (&record->cells[BR_PRICE_AMOUNT], below (world, 1000000));
      place_price (world, record);
    }
  else if (record->kind == BR_KIND_ASSORTMENT)
    {
      br_value_set_int (&record->cells[BR_ASSORTMENT_LISTED], below (world, 2));
      br_value_set_id (&record->cells[BR_ASSORTMENT_STORE], any_store (world));
    }
  else
    br_value_set_id (&record->cells[BR_PERSON_STORE], below (world, 2) ? any_store (world) : NULL);
}

static gboolean
put_one (BrHqTx *tx, BrRecord *record, GError **error)
{
  g_auto (BrHqRecord) stored = BR_HQ_RECORD_INIT;
  const BrHqAuthor author = { .by = "Test", .at_us = tx->now_us };
  gboolean changed;

  return br_hq_record_load (tx->sql, record->kind, &record->id, &stored, error) && br_hq_record_put (tx, &stored, record, &author, &changed, error);
}

static gboolean
move_store (World *world, BrHqTx *tx, GError **error)
{
  g_auto (BrHqRecord) stored = BR_HQ_RECORD_INIT;
  g_autoptr (BrRecord) next = NULL;

  if (!br_hq_record_load (tx->sql, BR_KIND_STORE, any_store (world), &stored, error))
    return FALSE;
  next = br_record_copy (&stored.record);
  br_value_set_id (&next->cells[BR_STORE_ZONE], below (world, 4) ? any_zone (world) : NULL);
  return put_one (tx, next, error);
}

static gboolean
undone (BrSql *sql, gpointer data, GError **error)
{
  BrHqTx *tx = data;
  g_autoptr (BrRecord) brand = NULL;
  BrId id;

  br_hq_make_id (tx->hq, &id);
  brand = br_record_new (BR_KIND_BRAND, &id);
  br_value_set_text (&brand->cells[BR_BRAND_NAME], "never");
  if (put_one (tx, brand, error))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "undone");
  return FALSE;
}

static gboolean
random_transaction (BrHqTx *tx, gpointer data, GError **error)
{
  World *world = data;
  guint n = 1 + below (world, 6);

  for (guint i = 0; i < n; i++)
    {
      BrRecord *record;

      if (below (world, 20) == 0 && !move_store (world, tx, error))
        return FALSE;
      if (below (world, 5) == 0)
        g_assert_false (br_sql_transaction (tx->sql, BR_SQL_SAVEPOINT, undone, tx, NULL));
      if (world->records->len == 0 || below (world, 3) == 0)
        g_ptr_array_add (world->records, new_record (world));
      record = g_ptr_array_index (world->records, below (world, world->records->len));
      change_record (world, record);
      if (!put_one (tx, record, error))
        return FALSE;
    }
  return TRUE;
}

static void
assert_all_readers (World *world, GPtrArray *readers)
{
  for (guint i = 0; i < readers->len; i++)
    {
      Reader *reader = g_ptr_array_index (readers, i);

      while (read_page (world->shop, reader, 1 + below (world, 20)))
        ;
      assert_complete (world->shop, reader);
    }
}

static void
test_property (void)
{
  guint64 seed = (guint64) g_test_rand_int ();
  g_autoptr (Shop) shop = shop_new (NULL, seed + 1);
  World world = { .shop = shop, .records = g_ptr_array_new_with_free_func ((GDestroyNotify) br_record_free) };
  g_autoptr (GPtrArray) readers = g_ptr_array_new_with_free_func (reader_free);
  g_autoptr (GPtrArray) feeds = NULL;
  g_autoptr (GError) error = NULL;

  g_test_message ("seed=%" G_GUINT64_FORMAT, seed + 1);
  for (int step = 0; step < N_STEPS; step++)
    {
      shop->now_us++;
      br_hq_write (shop->hq, random_transaction, &world, &error);
      g_assert_no_error (error);
      /* A new reader of some feed now and then; each reads a page now and then. */
      if (step % 20 == 0)
        {
          g_clear_pointer (&feeds, g_ptr_array_unref);
          feeds = br_hq_feed_list (br_hq_get_sql (shop->hq), NULL, &error);
          g_assert_no_error (error);
          for (guint i = 0; i < feeds->len; i++)
            g_ptr_array_add (readers, reader_new (((BrFeedState *) g_ptr_array_index (feeds, i))->feed));
        }
      read_page (shop, g_ptr_array_index (readers, below (&world, readers->len)), 1 + below (&world, 10));
    }
  assert_all_readers (&world, readers);
  g_ptr_array_unref (world.records);
}

/* A cursor before the floor, and one HQ cannot have given, must start again. */
static void
test_gone (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (GError) error = NULL;
  BrSqlQuery query = br_sql_query (br_hq_get_sql (shop->hq), "UPDATE feed SET floor = 3 WHERE feed_id = 'cat'");
  static const struct
  {
    gint64 after;
    gboolean gone;
  } rows[] = { { 0, FALSE }, { 1, TRUE }, { 2, TRUE }, { 3, FALSE }, { 4, FALSE }, { 5, TRUE } };

  br_sql_run (&query, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      BrHqPage page = { .feed = "cat", .after = rows[i].after, .limit = 10, .out = out };

      br_hq_feed_page (shop->hq, &page, &error);
      g_assert_no_error (error);
      g_assert_cmpint (page.gone, ==, rows[i].gone);
    }
}

/* Which feeds a device of a store has, and in which order. */
static void
test_list (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) of_store = br_hq_feed_list (br_hq_get_sql (shop->hq), &shop->store_a, &error);
  g_autoptr (GPtrArray) of_all = br_hq_feed_list (br_hq_get_sql (shop->hq), NULL, &error);
  static const char *const expected[] = { "st:all", "st:", "cat", "price:all", "price:", "asg:" };

  g_assert_no_error (error);
  g_assert_cmpuint (of_store->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < of_store->len; i++)
    g_assert_true (g_str_has_prefix (((BrFeedState *) g_ptr_array_index (of_store, i))->feed, expected[i]));
  g_assert_cmpuint (of_all->len, ==, 3 + 2 + 2 + 2); /* the three for all; two zones; two stores with people and assortment */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/hq/feed/property", test_property);
  g_test_add_func ("/hq/feed/gone", test_gone);
  g_test_add_func ("/hq/feed/list", test_list);
  return g_test_run ();
}
