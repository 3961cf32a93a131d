/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading endpoints: each answers from one snapshot. */
#include "config.h"

#include "br-hq-hello.h"

#include "br-hq-feed.h"
#include "br-wire-auth.h"

/** Reading: a request and its answer, through br_hq_read. */
typedef struct
{
  BrHq *hq;
  const BrHqDevice *device;
  GPtrArray *feeds;       /* owned */
  gint64 last_seq;
  gint64 durable_seq;
} Reading;

static gboolean
read_standing (BrSql *sql, gpointer data, GError **error)
{
  Reading *self = data;
  BrSqlQuery query = br_sql_query (sql, "SELECT last_seq, durable_seq FROM pc WHERE pc_id = $1");
  gboolean found = FALSE;

  br_sql_bind_id (&query, &self->device->pc);
  if (!br_sql_next (&query, &found, error))
    return FALSE;
  self->last_seq = found ? br_sql_int (&query, 0) : 0;
  self->durable_seq = found ? br_sql_int (&query, 1) : 0;
  br_sql_end (&query);
  g_clear_pointer (&self->feeds, g_ptr_array_unref);
  self->feeds = br_hq_feed_list (sql, &self->device->store, error);
  return self->feeds != NULL;
}

static gboolean
read_heads (BrSql *sql, gpointer data, GError **error)
{
  Reading *self = data;

  g_clear_pointer (&self->feeds, g_ptr_array_unref);
  self->feeds = br_hq_feed_list (sql, &self->device->store, error);
  return self->feeds != NULL;
}

gboolean
br_hq_hello (BrHq *hq, const BrHqDevice *device, BrHqResponse *response, GError **error)
{
  Reading self = { .hq = hq, .device = device };
  BrHello hello = { .wire = BR_WIRE_VERSION, .schema_min = 1, .schema_max = BR_WIRE_SCHEMA, .inc = device->inc, .store = device->store };

  if (!br_hq_read (hq, read_standing, &self, error))
    return FALSE;
  hello.epoch = (char *) br_hq_get_epoch (hq);
  hello.now_us = br_hq_now_us (hq);
  hello.feeds = self.feeds;
  hello.last_seq = self.last_seq;
  hello.durable_seq = self.durable_seq;
  hello.limits = (BrLimits) { .push_ops = 500, .push_bytes = BR_HQ_MAX_PUSH_BYTES, .op_bytes = 256 * 1024, .page_rows = BR_HQ_PAGE_ROWS };
  br_hq_respond (response, 200, "application/json", br_hello_write (&hello));
  g_ptr_array_unref (self.feeds);
  return TRUE;
}

static gboolean
query_number (GHashTable *query, const char *name, gint64 otherwise, gint64 *out)
{
  const char *text = query != NULL ? g_hash_table_lookup (query, name) : NULL;

  *out = otherwise;
  return text == NULL || g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, out, NULL);
}

gboolean
br_hq_feed (BrHq *hq, const BrHqDevice *device, const char *feed, GHashTable *query, BrHqResponse *response, GError **error)
{
  BrHqPage page = { .feed = feed };
  gint64 limit;
  gboolean allowed;

  if (!br_hq_feed_is_for (br_hq_get_sql (hq), feed, &device->store, &allowed, error))
    return FALSE;
  if (!allowed)
    br_hq_respond_problem (response, 403, "scope", "This feed is not for this device.");
  else if (!query_number (query, "after", 0, &page.after) || !query_number (query, "limit", 0, &limit))
    br_hq_respond_problem (response, 400, "invalid", "after and limit are numbers from 0.");
  if (response->status != 0)
    return TRUE;
  page.limit = limit == 0 ? BR_HQ_PAGE_ROWS : (guint) MIN (limit, BR_HQ_PAGE_ROWS);
  page.out = g_string_sized_new (256 * 1024);
  if (!br_hq_feed_page (hq, &page, error))
    {
      g_string_free (page.out, TRUE);
      return FALSE;
    }
  if (page.gone)
    br_hq_respond_problem (response, 410, "resync", "The cursor is too old; start this feed again.");
  else
    br_hq_respond (response, 200, "application/x-ndjson", g_string_free_to_bytes (g_steal_pointer (&page.out)));
  if (page.out != NULL)
    g_string_free (page.out, TRUE);
  return TRUE;
}

gboolean
br_hq_wait (BrHq *hq, const BrHqDevice *device, GHashTable *query, BrHqResponse *response, GError **error)
{
  Reading self = { .hq = hq, .device = device };
  const char *known = query != NULL ? g_hash_table_lookup (query, "heads") : NULL;
  g_autofree char *digest = NULL;

  if (!br_hq_read (hq, read_heads, &self, error))
    return FALSE;
  digest = br_heads_digest (self.feeds);
  if (g_strcmp0 (digest, known) == 0)
    br_hq_respond (response, 204, NULL, NULL);
  else
    br_hq_respond (response, 200, "application/json", br_heads_write (self.feeds));
  g_ptr_array_unref (self.feeds);
  return TRUE;
}
