/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "tag-shop.h"

#include <string.h>

#include "br-station-store.h"
#include "br-tag-image.h"
#include "br-tag-job-store.h"
#include "br-tag-store.h"
#include "br-tag-want-store.h"

#define TYPE 0x33 /* SoluM M3 2.9", 384 x 168, black, white and red */

void
tag_shop_run (Fixture *fixture, BrStoreFunc body)
{
  g_autoptr (GError) error = NULL;

  br_store_tags_write (fixture->store, body, fixture, &error);
  g_assert_no_error (error);
}

gint64
tag_shop_station (BrStoreTx *tx, const char *address)
{
  g_autoptr (BrStation) station = br_station_new ();
  g_autoptr (GError) error = NULL;
  gint64 id;

  station->driver = g_strdup ("oepl");
  station->name = g_strdup_printf ("Station %s", address);
  station->address = g_strdup (address);
  br_station_store_put (tx, station, &id, &error);
  g_assert_no_error (error);
  return id;
}

void
tag_shop_answered (BrStoreTx *tx, gint64 id, gint64 us)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrStation) station = br_station_store_find (tx->db, id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (station);
  station->state = BR_STATION_UP;
  station->heard_us = us;
  g_assert_true (br_station_store_note (tx, station, &error));
}

BrTagSighting
tag_shop_sighting (BrStoreTx *tx, const char *key)
{
  BrTagSighting sighting = { .type_code = TYPE, .battery_mv = 3000, .rssi = -60, .lqi = 200, .temperature = 21, .firmware = 40 };

  g_strlcpy (sighting.tag, key, sizeof sighting.tag);
  sighting.heard_us = br_clock_now_us (tx->clock);
  sighting.next_us = sighting.heard_us + TAG_SHOP_MINUTE;
  return sighting;
}

gint64
tag_shop_tag (BrStoreTx *tx, gint64 station, const char *key)
{
  BrTagSighting sighting = tag_shop_sighting (tx, key);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTag) tag = NULL;

  br_tag_store_hear (tx, station, &sighting, 1, &error);
  g_assert_no_error (error);
  tag = br_tag_store_find (tx->db, "oepl", key, &error);
  g_assert_no_error (error);
  g_assert_nonnull (tag);
  return tag->id;
}

void
tag_shop_want (BrStoreTx *tx, gint64 tag, const char *key, const BrId *sku, gint64 price_minor)
{
  BrTagWant want = {
    .tag = tag, .key = (char *) key, .sku = *sku, .design = (char *) "tag-296x128", .revision = 1, .price_minor = price_minor, .regular_minor = G_MININT64
  };
  g_autoptr (GError) error = NULL;

  want.title = (char *) "苹果";
  want.code = (char *) "A-1";
  want.fields = (char *) "{\"name\":\"苹果\"}";
  want.from_us = br_clock_now_us (tx->clock);
  br_tag_want (tx, &want, BR_TAG_PRIORITY_PRICE, &error);
  g_assert_no_error (error);
}

char *
tag_shop_digest (char digit)
{
  return g_strnfill (BR_TAG_DIGEST_LENGTH, digit);
}

void
tag_shop_move (BrStoreTx *tx, gint64 job, guint from, BrTagJobState to)
{
  BrTagJobMove move = { .job = job, .from = from, .to = to };
  g_autoptr (GError) error = NULL;

  br_tag_job_move (tx, &move, &error);
  g_assert_no_error (error);
  g_assert_true (move.moved);
}

void
tag_shop_confirm (BrStoreTx *tx, gint64 tag, char digit, BrTagProof proof)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagJob) job = br_tag_job_find_active (tx->db, tag, &error);
  g_autofree char *digest = tag_shop_digest (digit);
  BrTagJobMove move = { .from = G_MAXUINT, .to = BR_TAG_JOB_CONFIRMED, .digest = digest, .proof = proof };

  g_assert_nonnull (job);
  move.job = job->id;
  br_tag_job_move (tx, &move, &error);
  g_assert_no_error (error);
  g_assert_true (move.moved);
}

void
tag_shop_price (Fixture *fixture, TagShopGoods *goods, BrPriceKind kind, gint64 amount, gint64 from_us, gint64 to_us)
{
  g_autoptr (BrRecord) price = fixture_record (fixture, BR_KIND_PRICE);

  for (guint i = BR_PRICE_ZONE; i <= BR_PRICE_APPROVED_BY; i++)
    br_value_clear (&price->cells[i]);
  br_value_set_id (&price->cells[BR_PRICE_SKU], &goods->sku);
  br_value_set_int (&price->cells[BR_PRICE_KIND], kind);
  br_value_set_int (&price->cells[BR_PRICE_PRIORITY], 0);
  br_value_set_int (&price->cells[BR_PRICE_AMOUNT], amount);
  if (from_us != 0)
    br_value_set_int (&price->cells[BR_PRICE_VALID_FROM], from_us);
  if (to_us != 0)
    br_value_set_int (&price->cells[BR_PRICE_VALID_TO], to_us);
  fixture_put (fixture, NULL, price);
  if (kind == BR_PRICE_REGULAR)
    goods->price = price->id;
}

void
tag_shop_goods (Fixture *fixture, TagShopGoods *out, guint n, gint64 amount)
{
  g_autoptr (BrRecord) product = fixture_record (fixture, BR_KIND_PRODUCT), sku = fixture_record (fixture, BR_KIND_SKU);
  g_autofree char *name = g_strdup_printf ("Tea %u", n), *code = g_strdup_printf ("T-%u", n);

  br_value_set_text (&product->cells[BR_PRODUCT_NAME], name);
  fixture_put (fixture, NULL, product);
  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &product->id);
  br_value_set_text (&sku->cells[BR_SKU_CODE], code);
  br_value_set_int (&sku->cells[BR_SKU_STATUS], BR_STATUS_LISTED);
  fixture_put (fixture, NULL, sku);
  *out = (TagShopGoods) { .product = product->id, .sku = sku->id };
  tag_shop_price (fixture, out, BR_PRICE_REGULAR, amount, 0, 0);
}
