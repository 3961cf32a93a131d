/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading feeds: who reads which, and pages. A page is one snapshot of live rows and tombstones merged by number; because the
 * counter row is taken last by every writer, a snapshot with head h holds every row up to h (SYNC.md 3.3). */
#include "config.h"

#include <string.h>

#include "br-error.h"
#include "br-hq-feed.h"
#include "br-hq-record.h"
#include "br-wire-auth.h"
#include "br-wire-feed.h"

static const char *const families[] = { "st:all", "st:", "cat", "price:all", "price:", "asg:" };

/* The order to read feeds in: who and where first, then goods, prices, assortment. */
static int
family_of (const char *feed)
{
  int best = G_N_ELEMENTS (families);

  for (int i = 0; i < (int) G_N_ELEMENTS (families); i++)
    if (g_str_has_prefix (feed, families[i]))
      {
        best = i;
        break;
      }
  return best;
}

static int
compare_feeds (gconstpointer a, gconstpointer b)
{
  const BrFeedState *one = *(BrFeedState *const *) a, *other = *(BrFeedState *const *) b;
  int difference = family_of (one->feed) - family_of (other->feed);

  return difference != 0 ? difference : strcmp (one->feed, other->feed);
}

/* The six feeds of a device that stands in one store. */
static char **
names_for_store (BrSql *sql, const BrId *store, GError **error)
{
  g_auto (BrHqRecord) record = BR_HQ_RECORD_INIT;
  char store_text[BR_ID_STRING_LENGTH + 1], zone_text[BR_ID_STRING_LENGTH + 1];
  const BrId *zone = NULL;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (!br_hq_record_load (sql, BR_KIND_STORE, store, &record, error))
    return NULL;
  if (record.found)
    zone = br_record_ref (&record.record, BR_STORE_ZONE);
  br_id_write (store, store_text);
  br_id_write (zone != NULL ? zone : store, zone_text);
  g_strv_builder_add_many (names, "st:all", "cat", "price:all", NULL);
  g_strv_builder_take (names, g_strconcat ("st:", store_text, NULL));
  g_strv_builder_take (names, g_strconcat ("price:", zone_text, NULL));
  g_strv_builder_take (names, g_strconcat ("asg:", store_text, NULL));
  return g_strv_builder_end (names);
}

static gboolean
add_state (BrSql *sql, const char *feed, GPtrArray *out, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "SELECT head, floor FROM feed WHERE feed_id = $1");
  gboolean found = FALSE;

  br_sql_bind_text (&query, feed);
  if (!br_sql_next (&query, &found, error))
    return FALSE;
  g_ptr_array_add (out, br_feed_state_new (feed, found ? br_sql_int (&query, 0) : 0, found ? br_sql_int (&query, 1) : 0));
  br_sql_end (&query);
  return TRUE;
}

static gboolean
add_all (BrSql *sql, GPtrArray *out, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "SELECT feed_id, head, floor FROM feed");
  gboolean found = FALSE;

  while (br_sql_next (&query, &found, error))
    {
      if (!found)
        return TRUE;
      g_ptr_array_add (out, br_feed_state_new (br_sql_text (&query, 0, NULL), br_sql_int (&query, 1), br_sql_int (&query, 2)));
    }
  return FALSE;
}

GPtrArray *
br_hq_feed_list (BrSql *sql, const BrId *store, GError **error)
{
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func ((GDestroyNotify) br_feed_state_free);
  g_auto (GStrv) names = NULL;

  if (br_id_is_none (store))
    {
      if (!add_all (sql, out, error))
        return NULL;
    }
  else
    {
      names = names_for_store (sql, store, error);
      if (names == NULL)
        return NULL;
      for (char **name = names; *name != NULL; name++)
        if (!add_state (sql, *name, out, error))
          return NULL;
    }
  g_ptr_array_sort (out, compare_feeds);
  return g_steal_pointer (&out);
}

gboolean
br_hq_feed_is_for (BrSql *sql, const char *feed, const BrId *store, gboolean *allowed, GError **error)
{
  g_auto (GStrv) names = NULL;

  *allowed = br_id_is_none (store);
  if (*allowed)
    return TRUE;
  names = names_for_store (sql, store, error);
  if (names == NULL)
    return FALSE;
  *allowed = g_strv_contains ((const char *const *) names, feed);
  return TRUE;
}

/* Which kinds a feed of this name can hold, for the column names at its start. */
static guint
kinds_of_feed (const char *feed, BrKind kinds[BR_N_KINDS])
{
  BrFeedClass class = g_str_has_prefix (feed, "price:") ? BR_FEED_PRICE
                      : g_str_has_prefix (feed, "asg:") ? BR_FEED_ASSORTMENT
                      : g_str_has_prefix (feed, "st:")  ? BR_FEED_STORE
                                                        : BR_FEED_CAT;
  guint n = 0;

  for (int kind = BR_KIND_NONE + 1; kind < BR_N_KINDS; kind++)
    if (br_schema_get (kind)->feed == class)
      kinds[n++] = kind;
  return n;
}

static gboolean
load_counter (BrSql *sql, const char *feed, BrFeedEnd *end, gint64 *floor, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "SELECT head, floor, n, xsum FROM feed WHERE feed_id = $1");
  gboolean found = FALSE;

  *end = (BrFeedEnd) { 0 };
  *floor = 0;
  br_sql_bind_text (&query, feed);
  if (!br_sql_next (&query, &found, error))
    return FALSE;
  if (found)
    {
      *end = (BrFeedEnd) { .head = br_sql_int (&query, 0), .n = br_sql_int (&query, 2), .xsum = (guint64) br_sql_int (&query, 3) };
      *floor = br_sql_int (&query, 1);
    }
  br_sql_end (&query);
  return TRUE;
}

/** Merge: the two ordered streams a page is made of. */
typedef struct
{
  BrSqlQuery rows;
  BrSqlQuery tombstones;
  gboolean has_row;
  gboolean has_tombstone;
} Merge;

static gboolean
start_merge (BrSql *sql, const BrHqPage *page, Merge *merge, GError **error)
{
  *merge = (Merge) { 0 };
  merge->rows = br_sql_query (sql, "SELECT seq, kind, id, body FROM record WHERE feed_id = $1 AND seq > $2 ORDER BY seq LIMIT $3");
  br_sql_bind_text (&merge->rows, page->feed);
  br_sql_bind_int (&merge->rows, page->after);
  br_sql_bind_int (&merge->rows, page->limit);
  if (!br_sql_next (&merge->rows, &merge->has_row, error))
    return FALSE;
  if (page->after == 0)
    return TRUE; /* whoever starts has nothing to forget */
  merge->tombstones = br_sql_query (sql, "SELECT seq, kind, id FROM feed_tombstone WHERE feed_id = $1 AND seq > $2"
                                         " ORDER BY seq LIMIT $3");
  br_sql_bind_text (&merge->tombstones, page->feed);
  br_sql_bind_int (&merge->tombstones, page->after);
  br_sql_bind_int (&merge->tombstones, page->limit);
  return br_sql_next (&merge->tombstones, &merge->has_tombstone, error);
}

static gboolean
write_item (Merge *merge, GString *out, gint64 *seq, GError **error)
{
  gboolean is_row = merge->has_row && (!merge->has_tombstone || br_sql_int (&merge->rows, 0) < br_sql_int (&merge->tombstones, 0));
  BrSqlQuery *from = is_row ? &merge->rows : &merge->tombstones;
  BrKind kind = (BrKind) br_sql_int (from, 1);
  BrId id;

  *seq = br_sql_int (from, 0);
  if (!br_sql_id (from, 2, &id) || br_schema_get (kind) == NULL)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_CORRUPT, "a feed row has no valid kind and id");
      return FALSE;
    }
  if (is_row)
    br_feed_write_row (out, kind, &id, *seq, br_sql_text (from, 3, NULL));
  else
    br_feed_write_tombstone (out, kind, &id, *seq);
  return br_sql_next (from, is_row ? &merge->has_row : &merge->has_tombstone, error);
}

static void
end_merge (Merge *merge)
{
  br_sql_end (&merge->rows);
  if (merge->tombstones.sql != NULL)
    br_sql_end (&merge->tombstones);
}

static gboolean
write_items (BrSql *sql, BrHqPage *page, BrFeedEnd *end, GError **error)
{
  Merge merge;
  gsize start = page->out->len;
  gboolean ok = start_merge (sql, page, &merge, error);
  guint n = 0;

  end->next = page->after;
  while (ok && (merge.has_row || merge.has_tombstone) && n++ < page->limit && page->out->len - start < BR_HQ_PAGE_BYTES)
    ok = write_item (&merge, page->out, &end->next, error);
  end->more = merge.has_row || merge.has_tombstone || n == page->limit;
  end_merge (&merge);
  return ok;
}

/** PageRead: carries a page through br_hq_read. */
typedef struct
{
  BrHqPage *page;
  const char *epoch;
} PageRead;

static gboolean
write_page (BrSql *sql, gpointer data, GError **error)
{
  PageRead *read = data;
  BrHqPage *page = read->page;
  BrKind kinds[BR_N_KINDS];
  guint n_kinds = kinds_of_feed (page->feed, kinds);
  BrFeedEnd end;
  gint64 floor;

  g_string_truncate (page->out, 0);
  if (!load_counter (sql, page->feed, &end, &floor, error))
    return FALSE;
  page->gone = page->after > end.head || (page->after != 0 && page->after < floor);
  if (page->gone)
    return TRUE;
  br_feed_write_head (page->out, page->feed, read->epoch, page->after, kinds, n_kinds);
  if (!write_items (sql, page, &end, error))
    return FALSE;
  if (!end.more || end.next >= end.head)
    {
      end.next = end.head;
      end.more = FALSE;
    }
  br_feed_write_end (page->out, &end);
  return TRUE;
}

gboolean
br_hq_feed_page (BrHq *hq, BrHqPage *page, GError **error)
{
  PageRead read = { .page = page, .epoch = br_hq_get_epoch (hq) };

  return br_hq_read (hq, write_page, &read, error);
}
