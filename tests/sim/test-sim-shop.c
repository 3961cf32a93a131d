/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo shop: every record is valid, refers only to what came before, and is the same each time. */
#include "config.h"

#include "br-error.h"
#include "br-gtin.h"
#include "br-sim-shop.h"

#define AT_US G_GINT64_CONSTANT (1795305600000000) /* 2026-11-22T08:00:00Z */

typedef struct
{
  GHashTable *ids;               /* of BrId seen so far */
  GHashTable *codes;             /* of SKU codes */
  guint n[BR_N_KINDS];
  guint n_current, n_coming, n_over;
  guint n_with_alt;
  guint n_bad_barcodes;
  guint stop_after;        /* 0 = never */
  GChecksum *sum;
} Seen;

static void
seen_init (Seen *seen)
{
  *seen = (Seen) { 0 };
  seen->ids = g_hash_table_new_full ((GHashFunc) br_id_hash, (GEqualFunc) br_id_equal, g_free, NULL);
  seen->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  seen->sum = g_checksum_new (G_CHECKSUM_SHA256);
}

static void
seen_clear (Seen *seen)
{
  g_hash_table_unref (seen->ids);
  g_hash_table_unref (seen->codes);
  g_checksum_free (seen->sum);
}

static void
check_references (Seen *seen, const BrRecord *record)
{
  const BrKindInfo *info = br_schema_get (record->kind);

  for (guint i = 1; i < info->n_fields; i++)
    if (info->fields[i].type == BR_FIELD_REF && br_record_ref (record, i))
      g_assert_true (g_hash_table_contains (seen->ids, br_record_ref (record, i)));
}

static void
check_sku (Seen *seen, const BrRecord *record)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) barcodes = br_barcodes_parse (br_record_text (record, BR_SKU_BARCODES), &error);

  g_assert_no_error (error);
  g_assert_true (g_hash_table_add (seen->codes, g_strdup (br_record_text (record, BR_SKU_CODE))));
  for (guint i = 0; i < barcodes->len; i++)
    {
      BrBarcode *barcode = g_ptr_array_index (barcodes, i);

      if (br_gtin_check (barcode->code) != BR_GTIN_OK)
        seen->n_bad_barcodes++;
      else if (g_str_equal (barcode->kind, "internal"))
        g_assert_true (br_gtin_is_in_store (barcode->code));
      else
        g_assert_false (br_gtin_is_in_store (barcode->code));
    }
}

static void
check_price (Seen *seen, const BrRecord *record)
{
  g_assert_cmpint (br_record_int (record, BR_PRICE_AMOUNT), >, 0);
  if (br_record_int (record, BR_PRICE_KIND) != BR_PRICE_PROMOTIONAL)
    return;
  if (br_record_int (record, BR_PRICE_VALID_FROM) > AT_US)
    seen->n_coming++;
  else if (br_record_int (record, BR_PRICE_VALID_TO) <= AT_US)
    seen->n_over++;
  else
    seen->n_current++;
}

static gboolean
see (const BrRecord *record, gpointer data, GError **error)
{
  Seen *seen = data;
  guint8 hash[32];
  g_autoptr (GError) local = NULL;

  br_record_check (record, &local);
  g_assert_no_error (local);
  check_references (seen, record);
  g_assert_true (g_hash_table_add (seen->ids, g_memdup2 (&record->id, sizeof record->id)));
  seen->n[record->kind]++;
  if (record->kind == BR_KIND_SKU)
    check_sku (seen, record);
  if (record->kind == BR_KIND_PRICE)
    check_price (seen, record);
  if (record->kind == BR_KIND_CATEGORY && br_record_text (record, BR_CATEGORY_NAME_ALT))
    seen->n_with_alt++;
  br_record_hash (record, hash);
  g_checksum_update (seen->sum, hash, sizeof hash);
  if (seen->stop_after > 0 && --seen->stop_after == 0)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_FULL, "enough");
      return FALSE;
    }
  return TRUE;
}

static BrSimShopParams
params_for (gsize n_skus, guint64 seed, BrId *places)
{
  for (guint i = 0; i < 4; i++)
    memset (&places[i], i + 1, sizeof places[i]);
  return (BrSimShopParams) { .seed = seed, .n_skus = n_skus, .at_us = AT_US, .zones = places, .n_zones = 2, .stores = places + 2, .n_stores = 2 };
}

static char *
run (const BrSimShopParams *params, Seen *seen)
{
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < params->n_zones + params->n_stores; i++)
    g_hash_table_add (seen->ids, g_memdup2 (&params->zones[i], sizeof (BrId)));
  br_sim_shop_generate (params, see, seen, &error);
  g_assert_no_error (error);
  return g_strdup (g_checksum_get_string (seen->sum));
}

static void
test_valid (void)
{
  BrId places[4];
  BrSimShopParams params = params_for (BR_SIM_SHOP_DEFAULT_SKUS, 1, places);
  Seen seen;
  g_autofree char *sum = NULL;

  seen_init (&seen);
  sum = run (&params, &seen);
  g_assert_cmpuint (seen.n[BR_KIND_SKU], ==, BR_SIM_SHOP_DEFAULT_SKUS);
  g_assert_cmpuint (seen.n[BR_KIND_PRODUCT], >, BR_SIM_SHOP_DEFAULT_SKUS / 4);
  g_assert_cmpuint (seen.n[BR_KIND_CATEGORY], >=, 55);
  g_assert_cmpuint (seen.n_with_alt, ==, seen.n[BR_KIND_CATEGORY]);
  g_assert_cmpuint (seen.n[BR_KIND_BRAND], >=, 80);
  g_assert_cmpuint (seen.n[BR_KIND_ASSORTMENT], >, 0);
  g_assert_cmpuint (seen.n_current, >, 0);
  g_assert_cmpuint (seen.n_coming, >, 0);
  g_assert_cmpuint (seen.n_over, >, 0);
  g_assert_cmpuint (seen.n_bad_barcodes, >, 0);
  g_assert_cmpuint (seen.n_bad_barcodes, <, 30);
  seen_clear (&seen);
}

static void
test_repeatable (void)
{
  BrId places[4];
  BrSimShopParams one = params_for (500, 7, places), other = params_for (500, 8, places);
  Seen first, second, third;
  g_autofree char *first_sum = NULL;
  g_autofree char *second_sum = NULL;
  g_autofree char *third_sum = NULL;

  seen_init (&first);
  seen_init (&second);
  seen_init (&third);
  first_sum = run (&one, &first);
  second_sum = run (&one, &second);
  third_sum = run (&other, &third);
  g_assert_cmpstr (first_sum, ==, second_sum);
  g_assert_cmpstr (first_sum, !=, third_sum);
  seen_clear (&first);
  seen_clear (&second);
  seen_clear (&third);
}

/* A larger shop contains the products of a smaller one, but for the last, which may have been cut short. */
static void
test_prefix (void)
{
  BrId places[4];
  BrSimShopParams small = params_for (200, 7, places), large = params_for (400, 7, places);
  Seen first, second;
  GHashTableIter iter;
  gpointer code;
  guint n_missing = 0;

  seen_init (&first);
  seen_init (&second);
  g_free (run (&small, &first));
  g_free (run (&large, &second));
  g_hash_table_iter_init (&iter, first.codes);
  while (g_hash_table_iter_next (&iter, &code, NULL))
    n_missing += !g_hash_table_contains (second.codes, code);
  g_assert_cmpuint (n_missing, <=, 6);
  seen_clear (&first);
  seen_clear (&second);
}

static void
test_stops (void)
{
  BrId places[4];
  BrSimShopParams params = params_for (200, 7, places);
  Seen seen;
  g_autoptr (GError) error = NULL;

  seen_init (&seen);
  seen.stop_after = 5;
  g_assert_false (br_sim_shop_generate (&params, see, &seen, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_FULL);
  g_clear_error (&error);
  params.n_skus = 0;
  g_assert_false (br_sim_shop_generate (&params, see, &seen, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
  seen_clear (&seen);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/shop/valid", test_valid);
  g_test_add_func ("/sim/shop/repeatable", test_repeatable);
  g_test_add_func ("/sim/shop/prefix", test_prefix);
  g_test_add_func ("/sim/shop/stops", test_stops);
  return g_test_run ();
}
