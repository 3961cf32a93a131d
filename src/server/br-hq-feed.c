/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing feeds: which feed a record stands in, and the numbering at the end of a transaction. */
#include "config.h"

#include "br-hq-feed.h"

#include <string.h>

#include "br-hq-record.h"
#include "br-wire-feed.h"

/** Touch: one record whose place in the feeds changes. */
typedef struct
{
  BrKind kind;
  BrId id;
  char *old_feed; /* or NULL */
  gint64 old_seq;  /* 0 = none */
  char *new_feed; /* filled by the flush; NULL = in no feed */
  gboolean changed;  /* filled by the flush: not rolled back */
} Touch;

static guint
touch_hash (gconstpointer key)
{
  const Touch *touch = key;

  return br_id_hash (&touch->id) ^ (guint) touch->kind;
}

static gboolean
touch_equal (gconstpointer a, gconstpointer b)
{
  const Touch *one = a, *other = b;

  return one->kind == other->kind && br_id_equal (&one->id, &other->id);
}

static void
touch_free (gpointer data)
{
  Touch *touch = data;

  g_free (touch->old_feed);
  g_free (touch->new_feed);
  g_free (touch);
}

GHashTable *
br_hq_feed_touched_new (void)
{
  return g_hash_table_new_full (touch_hash, touch_equal, touch_free, NULL);
}

static guint
id_hash (gconstpointer key)
{
  return br_id_hash (key);
}

static gboolean
id_equal (gconstpointer a, gconstpointer b)
{
  return br_id_equal (a, b);
}

GHashTable *
br_hq_feed_places_new (void)
{
  return g_hash_table_new_full (id_hash, id_equal, g_free, g_free);
}

gboolean
br_hq_feed_create (BrSql *sql, const char *feed, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "INSERT INTO feed (feed_id, head, floor, n, xsum) VALUES ($1, 0, 0, 0, 0)"
                                        " ON CONFLICT (feed_id) DO NOTHING");

  br_sql_bind_text (&query, feed);
  return br_sql_run (&query, error);
}

static char *
feed_of_id (const char *family, const BrId *id)
{
  char text[BR_ID_STRING_LENGTH + 1];

  br_id_write (id, text);
  return g_strconcat (family, text, NULL);
}

/* The price feed of a store is its zone's; it is asked for often within a transaction. */
static char *
price_feed_of_store (BrHqTx *tx, const BrId *store, GError **error)
{
  const char *known = g_hash_table_lookup (tx->places, store);
  g_auto (BrHqRecord) record = BR_HQ_RECORD_INIT;
  const BrId *zone = NULL;
  char *feed;

  if (known != NULL)
    return g_strdup (known);
  if (!br_hq_record_load (tx->sql, BR_KIND_STORE, store, &record, error))
    return NULL;
  if (record.found)
    zone = br_record_ref (&record.record, BR_STORE_ZONE);
  feed = feed_of_id ("price:", zone != NULL ? zone : store);
  g_hash_table_insert (tx->places, g_memdup2 (store, sizeof *store), g_strdup (feed));
  return feed;
}

static char *
price_feed (BrHqTx *tx, const BrRecord *record, GError **error)
{
  const BrId *store = br_record_ref (record, BR_PRICE_STORE);
  const BrId *zone = br_record_ref (record, BR_PRICE_ZONE);

  if (store != NULL)
    return price_feed_of_store (tx, store, error);
  return zone != NULL ? feed_of_id ("price:", zone) : g_strdup ("price:all");
}

char *
br_hq_feed_name (BrHqTx *tx, const BrRecord *record, GError **error)
{
  static const BrId none = { { 0 } };
  const BrId *store;

  switch (br_schema_get (record->kind)->feed)
    {
    case BR_FEED_CAT: return g_strdup ("cat");
    case BR_FEED_PRICE: return price_feed (tx, record, error);
    case BR_FEED_ASSORTMENT: store = br_record_ref (record, BR_ASSORTMENT_STORE); return feed_of_id ("asg:", store != NULL ? store : &none);
    case BR_FEED_STORE:
      store = record->kind == BR_KIND_PERSON ? br_record_ref (record, BR_PERSON_STORE) : NULL;
      return store != NULL ? feed_of_id ("st:", store) : g_strdup ("st:all");
    default: g_assert_not_reached ();
    }
}

void
br_hq_feed_touch (BrHqTx *tx, BrKind kind, const BrId *id, const char *old_feed, gint64 old_seq)
{
  Touch *touch = g_new0 (Touch, 1);

  touch->kind = kind;
  touch->id = *id;
  if (g_hash_table_contains (tx->touched, touch))
    {
      g_free (touch); /* the place before the transaction is the one that counts */
      return;
    }
  touch->old_feed = g_strdup (old_feed);
  touch->old_seq = old_seq;
  g_hash_table_add (tx->touched, touch);
}

/* Reads back where the record's row wants to be: what was rolled back did not change. */
static gboolean
load_touch (BrSql *sql, Touch *touch, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "SELECT feed_id, seq FROM record WHERE kind = $1 AND id = $2");
  gboolean found = FALSE;

  br_sql_bind_int (&query, touch->kind);
  br_sql_bind_id (&query, &touch->id);
  if (!br_sql_next (&query, &found, error))
    return FALSE;
  touch->changed = found && br_sql_int (&query, 1) == 0;
  g_clear_pointer (&touch->new_feed, g_free);
  if (touch->changed)
    touch->new_feed = g_strdup (br_sql_text (&query, 0, NULL));
  br_sql_end (&query);
  return TRUE;
}

/** Counter: a feed's row while its items are numbered. */
typedef struct
{
  const char *feed;
  gint64 next; /* the next number to give */
  gint64 head;
  gint64 n;
  guint64 xsum;
} Counter;

static gboolean
take_counter (BrSql *sql, const char *feed, gint64 count, Counter *counter, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "INSERT INTO feed (feed_id, head, floor, n, xsum) VALUES ($1, $2, 0, 0, 0)"
                                        " ON CONFLICT (feed_id) DO UPDATE SET head = feed.head + excluded.head"
                                        " RETURNING head, n, xsum");
  gboolean found = FALSE;

  br_sql_bind_text (&query, feed);
  br_sql_bind_int (&query, count);
  if (!br_sql_next (&query, &found, error))
    return FALSE;
  g_assert (found);
  counter->feed = feed;
  counter->head = br_sql_int (&query, 0);
  counter->n = br_sql_int (&query, 1);
  counter->xsum = (guint64) br_sql_int (&query, 2);
  counter->next = counter->head - count + 1;
  br_sql_end (&query);
  return TRUE;
}

static gboolean
put_counter (BrSql *sql, const Counter *counter, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "UPDATE feed SET n = $1, xsum = $2 WHERE feed_id = $3");

  br_sql_bind_int (&query, counter->n);
  br_sql_bind_int (&query, (gint64) counter->xsum);
  br_sql_bind_text (&query, counter->feed);
  return br_sql_run (&query, error);
}

static gboolean
delete_tombstone (BrSql *sql, const Counter *counter, const Touch *touch, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "DELETE FROM feed_tombstone WHERE feed_id = $1 AND kind = $2 AND id = $3");

  br_sql_bind_text (&query, counter->feed);
  br_sql_bind_int (&query, touch->kind);
  br_sql_bind_id (&query, &touch->id);
  return br_sql_run (&query, error);
}

static gboolean
number_row (BrSql *sql, Counter *counter, const Touch *touch, GError **error)
{
  BrSqlQuery query;
  gint64 seq = counter->next++;

  if (g_strcmp0 (touch->old_feed, counter->feed) == 0)
    counter->xsum -= br_feed_item_sum (touch->kind, &touch->id, touch->old_seq);
  else
    {
      counter->n++;
      if (!delete_tombstone (sql, counter, touch, error))
        return FALSE;
    }
  counter->xsum += br_feed_item_sum (touch->kind, &touch->id, seq);
  query = br_sql_query (sql, "UPDATE record SET seq = $1 WHERE kind = $2 AND id = $3");
  br_sql_bind_int (&query, seq);
  br_sql_bind_int (&query, touch->kind);
  br_sql_bind_id (&query, &touch->id);
  return br_sql_run (&query, error);
}

static gboolean
number_tombstone (BrSql *sql, Counter *counter, const Touch *touch, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "INSERT INTO feed_tombstone (feed_id, kind, id, seq) VALUES ($1, $2, $3, $4)"
                                        " ON CONFLICT (feed_id, kind, id) DO UPDATE SET seq = excluded.seq");

  counter->n--;
  counter->xsum -= br_feed_item_sum (touch->kind, &touch->id, touch->old_seq);
  br_sql_bind_text (&query, counter->feed);
  br_sql_bind_int (&query, touch->kind);
  br_sql_bind_id (&query, &touch->id);
  br_sql_bind_int (&query, counter->next++);
  return br_sql_run (&query, error);
}

static gboolean
number_feed (BrSql *sql, const char *feed, GPtrArray *touches, gint64 *head, GError **error)
{
  Counter counter;

  if (!take_counter (sql, feed, touches->len, &counter, error))
    return FALSE;
  for (guint i = 0; i < touches->len; i++)
    {
      const Touch *touch = g_ptr_array_index (touches, i);
      gboolean stays = g_strcmp0 (touch->new_feed, feed) == 0;

      if (stays ? !number_row (sql, &counter, touch, error) : !number_tombstone (sql, &counter, touch, error))
        return FALSE;
    }
  *head = counter.head;
  return put_counter (sql, &counter, error);
}

static int
compare_touches (gconstpointer a, gconstpointer b)
{
  const Touch *one = *(Touch *const *) a, *other = *(Touch *const *) b;

  if (one->kind != other->kind)
    return one->kind < other->kind ? -1 : 1;
  return br_id_compare (&one->id, &other->id);
}

static void
add_to_feed (GTree *feeds, const char *feed, Touch *touch)
{
  GPtrArray *touches = g_tree_lookup (feeds, feed);

  if (touches == NULL)
    {
      touches = g_ptr_array_new ();
      g_tree_insert (feeds, g_strdup (feed), touches);
    }
  g_ptr_array_add (touches, touch);
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer data)
{
  return strcmp (a, b);
}

/* Sorts the touches by feed: categories before products before SKUs within each, so that a reader meets what is referred to first. */
static GTree *
plan (BrHqTx *tx, GError **error)
{
  g_autoptr (GTree) feeds = g_tree_new_full (compare_names, NULL, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) touches = g_hash_table_get_keys_as_ptr_array (tx->touched);

  g_ptr_array_sort (touches, compare_touches);
  for (guint i = 0; i < touches->len; i++)
    {
      Touch *touch = g_ptr_array_index (touches, i);

      if (!load_touch (tx->sql, touch, error))
        return NULL;
      if (touch->changed && touch->new_feed != NULL)
        add_to_feed (feeds, touch->new_feed, touch);
      if (touch->changed && touch->old_feed != NULL && g_strcmp0 (touch->old_feed, touch->new_feed) != 0)
        add_to_feed (feeds, touch->old_feed, touch);
    }
  return g_steal_pointer (&feeds);
}

gboolean
br_hq_feed_flush (BrHqTx *tx, GHashTable *applied, GError **error)
{
  g_autoptr (GTree) feeds = plan (tx, error);

  if (feeds == NULL)
    return FALSE;
  for (GTreeNode *node = g_tree_node_first (feeds); node != NULL; node = g_tree_node_next (node))
    {
      const char *feed = g_tree_node_key (node);
      gint64 head;

      if (!number_feed (tx->sql, feed, g_tree_node_value (node), &head, error))
        return FALSE;
      tx->moved = TRUE;
      if (applied != NULL)
        g_hash_table_replace (applied, g_strdup (feed), g_memdup2 (&head, sizeof head));
    }
  g_hash_table_remove_all (tx->touched);
  return TRUE;
}
