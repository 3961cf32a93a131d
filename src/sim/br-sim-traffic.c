/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Price changes of the demo shop. */
#include "config.h"

#include "br-sim-traffic.h"

#include <glib/gstdio.h>

#include "br-error.h"
#include "br-money.h"
#include "br-random.h"
#include "br-record.h"
#include "br-sim-hq.h"
#include "br-sim-shop.h"
#include "br-wire-feed.h"
#include "br-wire-record.h"

#define MAX_PRICES 2000
#define MAX_CHANGES 3

struct _BrSimTraffic
{
  char *program;
  char *database;
  char *file;   /* what is imported */
  GPtrArray *prices; /* of BrRecord: base entries, as last sent */
  BrXorshift rng;
};

static gboolean
is_base_price (const BrRecord *record)
{
  return record->kind == BR_KIND_PRICE && br_record_int (record, BR_PRICE_KIND) == BR_PRICE_REGULAR && br_record_ref (record, BR_PRICE_ZONE) == NULL
         && br_record_ref (record, BR_PRICE_STORE) == NULL && br_record_text (record, BR_PRICE_CHANNEL) == NULL
         && br_record_text (record, BR_PRICE_TIER) == NULL;
}

/* Stops the generator by an error of its own when there are enough. */
static gboolean
collect_price (const BrRecord *record, gpointer data, GError **error)
{
  GPtrArray *prices = data;

  if (is_base_price (record))
    g_ptr_array_add (prices, br_record_copy (record));
  if (prices->len < MAX_PRICES)
    return TRUE;
  g_set_error_literal (error, BR_ERROR, BR_ERROR_CANCELLED_BY_USER, "enough");
  return FALSE;
}

/* The same zones and stores as the shop was made with, so that the same prices come out. */
static gboolean
collect_prices (BrSimTraffic *self, const BrSimDemoParams *params, GError **error)
{
  g_autoptr (GArray) zones = br_sim_demo_list_places (params->program, self->database, "zone", error);
  g_autoptr (GArray) stores = zones != NULL ? br_sim_demo_list_places (params->program, self->database, "store", error) : NULL;
  BrSimShopParams shop = { .seed = params->seed, .n_skus = params->n_skus, .at_us = br_clock_now_us (br_clock_system ()) };
  g_autoptr (GError) stopped = NULL;

  if (stores == NULL)
    return FALSE;
  shop.zones = (const BrId *) (gpointer) zones->data;
  shop.n_zones = zones->len;
  shop.stores = (const BrId *) (gpointer) stores->data;
  shop.n_stores = stores->len;
  if (br_sim_shop_generate (&shop, collect_price, self->prices, &stopped) || self->prices->len >= MAX_PRICES)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&stopped));
  return FALSE;
}

BrSimTraffic *
br_sim_traffic_new (const BrSimDemoParams *params, const char *database, GError **error)
{
  BrSimTraffic *self = g_new0 (BrSimTraffic, 1);

  self->program = g_strdup (params->program);
  self->database = g_strdup (database);
  self->file = g_build_filename (params->folder, "traffic.ndjson", NULL);
  self->prices = g_ptr_array_new_with_free_func ((GDestroyNotify) br_record_free);
  br_xorshift_init (&self->rng, params->seed + 1);
  if (collect_prices (self, params, error))
    return self;
  br_sim_traffic_free (self);
  return NULL;
}

void
br_sim_traffic_free (BrSimTraffic *self)
{
  g_free (self->program);
  g_free (self->database);
  g_free (self->file);
  g_ptr_array_unref (self->prices);
  g_free (self);
}

static gboolean
change_price (BrSimTraffic *self, BrRecord *price, GError **error)
{
  gint64 amount;

  if (!br_money_mul_ratio (br_record_int (price, BR_PRICE_AMOUNT), 95 + (gint64) br_xorshift_below (&self->rng, 11), 100, BR_ROUND_HALF_UP, &amount, error))
    return FALSE;
  br_value_set_int (&price->cells[BR_PRICE_AMOUNT], MAX (amount, 1));
  return TRUE;
}

static gboolean
write_changes (BrSimTraffic *self, GError **error)
{
  static const BrKind kinds[] = { BR_KIND_PRICE };
  g_autoptr (GString) page = g_string_new (NULL);
  gint64 n = 1 + (gint64) br_xorshift_below (&self->rng, MAX_CHANGES);
  const BrFeedEnd end = { .next = n, .head = n, .n = n };

  br_feed_write_head (page, "import", "-", 0, kinds, G_N_ELEMENTS (kinds));
  for (gint64 seq = 1; seq <= n; seq++)
    {
      BrRecord *price = g_ptr_array_index (self->prices, (guint) br_xorshift_below (&self->rng, self->prices->len));
      g_autoptr (GString) body = g_string_new (NULL);

      if (!change_price (self, price, error))
        return FALSE;
      br_wire_record_write (price, body);
      br_feed_write_row (page, BR_KIND_PRICE, &price->id, seq, body->str);
    }
  br_feed_write_end (page, &end);
  return g_file_set_contents (self->file, page->str, (gssize) page->len, error);
}

gboolean
br_sim_traffic_step (BrSimTraffic *self, GError **error)
{
  const char *const arguments[] = { "import", self->file, "--database", self->database, NULL };
  g_autofree char *report = NULL;

  if (self->prices->len == 0)
    return TRUE;
  if (!write_changes (self, error))
    return FALSE;
  report = br_sim_hq_run (self->program, arguments, NULL, error);
  g_unlink (self->file);
  return report != NULL;
}
