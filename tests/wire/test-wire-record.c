/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records and edits: golden text, round trips of random ones, hostile input. */
#include "config.h"

#include "br-wire-record.h"

#include <string.h>

#include "br-error.h"
#include "wire-samples.h"

#define ID_1 "01890000-0000-7000-8000-000000000001"
#define ID_2 "01890000-0000-7000-8000-000000000002"

static void
parse_id (const char *text, BrId *out)
{
  g_autoptr (GError) error = NULL;

  br_id_parse (text, out, &error);
  g_assert_no_error (error);
}

static void
test_record_golden (void)
{
  BrId id, product;
  g_autoptr (BrRecord) record = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  parse_id (ID_1, &id);
  parse_id (ID_2, &product);
  record = br_record_new (BR_KIND_SKU, &id);
  record->rev = 7;
  record->at_us = 1780000000000000;
  record->by = g_ref_string_new ("Ann");
  br_value_set_id (&record->cells[BR_SKU_PRODUCT], &product);
  br_value_set_text (&record->cells[BR_SKU_CODE], "A\"1");
  br_value_set_int (&record->cells[BR_SKU_COST], -5);
  br_value_set_int (&record->cells[BR_SKU_STATUS], BR_STATUS_LISTED);
  br_wire_record_write (record, out);
  g_assert_cmpstr (out->str, ==, "[7,\"Ann\",1780000000000000,null,\"" ID_2 "\",\"A\\\"1\",null,null,-5,\"listed\",null]");
}

static void
test_record_round_trip (void)
{
  BrXorshift random;

  br_xorshift_init (&random, sample_seed ());
  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr (BrRecord) record = sample_record (&random);
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      BrRecord back;

      br_wire_record_write (record, out);
      br_wire_record_read (out->str, out->len, record->kind, &record->id, &back, &error);
      g_assert_no_error (error);
      g_assert_true (sample_equal (record, &back));
      br_record_clear (&back);
    }
}

static void
test_record_bad (void)
{
  static const char *const bodies[] = {
    "",
    "null",
    "{}",
    "[",
    "[]",
    "[1]",
    "[1,null]",
    "[\"1\",null,0]",
    "[-1,null,0]",
    "[1.5,null,0]",
    "[1,2,0]",
    "[1,null,\"x\"]",
    "[1,null,0,2]",                     /* deleted is 0 or 1 */
    "[1,null,0,null,5]",                /* a number where a text belongs */
    "[1,null,0,null,\"a\\u0000b\"]",    /* a zero byte in a text */
    "[1,null,0,null,\"a\xff\"]",        /* not UTF-8 */
    "[1,null,0,null,\"a\",1]",          /* longer than the schema */
    "[9223372036854775808,null,0]",     /* beyond int64 */
    "[1,null,0,null,[\"a\"]]",
  };
  BrId id = { .bytes = { 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GError) error = NULL;
      BrRecord record;

      g_assert_false (br_wire_record_read (bodies[i], strlen (bodies[i]), BR_KIND_BRAND, &id, &record, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
    }
}

/* A body written before a column was added. */
static void
test_record_shorter (void)
{
  static const char body[] = "[3,null,9,null]";
  BrId id = { .bytes = { 1 } };
  BrRecord record;
  g_autoptr (GError) error = NULL;

  br_wire_record_read (body, strlen (body), BR_KIND_BRAND, &id, &record, &error);
  g_assert_no_error (error);
  g_assert_cmpint (record.rev, ==, 3);
  g_assert_null (br_record_text (&record, BR_BRAND_NAME));
  br_record_clear (&record);
}

static BrEdit *
golden_edit (void)
{
  BrId change, sku;
  BrValue old = BR_VALUE_INIT, new = BR_VALUE_INIT;
  BrEdit *edit;
  BrPatch *patch;

  parse_id (ID_1, &change);
  parse_id (ID_2, &sku);
  edit = br_edit_new (&change, "成本", BR_EDIT_EACH);
  patch = br_edit_add_patch (edit, BR_KIND_SKU, &sku, 4, FALSE);
  br_value_set_int (&old, 100);
  br_value_set_int (&new, 120);
  br_patch_add_cell (patch, BR_SKU_COST, &old, &new);
  br_value_clear (&old);
  br_value_set_int (&new, BR_STATUS_CLEARANCE);
  br_patch_add_cell (patch, BR_SKU_STATUS, &old, &new);
  return edit;
}

#define GOLDEN_EDIT                                                                                                                                            \
  "{\"cs\":\"" ID_1 "\",\"label\":\"成本\",\"each\":1,\"p\":[[\"sku\",\"" ID_2 "\",4,0,{\"cost\":[100,120],\"status\":[null,\"clearance\"]}]]}"

/* An undo says so; anything but 1 is not an answer. */
static void
test_edit_undo (void)
{
  g_autoptr (BrEdit) edit = golden_edit (), back = NULL;
  g_autoptr (GBytes) body = NULL, odd = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = NULL;

  edit->undo = TRUE;
  body = br_wire_edit_write (edit, &error);
  g_assert_no_error (error);
  back = br_wire_edit_read (body, &error);
  g_assert_no_error (error);
  g_assert_true (back->undo);
  text = g_string_new_len (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body));
  g_assert_cmpuint (g_string_replace (text, "\"undo\":1", "\"undo\":0", 0), ==, 1);
  odd = g_bytes_new (text->str, text->len);
  g_assert_null (br_wire_edit_read (odd, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
}

static void
test_edit_golden (void)
{
  g_autoptr (BrEdit) edit = golden_edit (), back = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = br_wire_edit_write (edit, &error), again = NULL;

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), GOLDEN_EDIT, strlen (GOLDEN_EDIT));
  back = br_wire_edit_read (body, &error);
  g_assert_no_error (error);
  g_assert_cmpint (back->mode, ==, BR_EDIT_EACH);
  g_assert_cmpuint (back->patches[0].n_cells, ==, 2);
  g_assert_cmpint (back->patches[0].base_rev, ==, 4);
  again = br_wire_edit_write (back, &error);
  g_assert_true (g_bytes_equal (body, again));
}

static void
assert_edit_refused (const char *json, gsize length)
{
  g_autoptr (GBytes) body = g_bytes_new_static (json, length);
  g_autoptr (GError) error = NULL;
  BrEdit *edit = br_wire_edit_read (body, &error);

  g_assert_null (edit);
  g_assert_true (error->domain == BR_ERROR && (error->code == BR_ERROR_INVALID || error->code == BR_ERROR_RANGE));
}

static void
test_edit_bad (void)
{
#define EDIT(patches) "{\"cs\":\"" ID_1 "\",\"label\":\"x\",\"each\":0,\"p\":[" patches "]}"
  static const char *const bodies[] = {
    "",
    "[]",
    "null",
    "{}",
    "{\"cs\":\"" ID_1 "\",\"label\":\"x\",\"each\":0}",
    "{\"cs\":1,\"label\":\"x\",\"each\":0,\"p\":[]}",
    "{\"cs\":\"" ID_1 "\",\"label\":null,\"each\":0,\"p\":[]}",
    "{\"cs\":\"" ID_1 "\",\"label\":\"x\",\"each\":2,\"p\":[]}",
    "{\"cs\":\"" ID_1 "\",\"label\":\"x\",\"each\":0,\"p\":{}}",
    "{\"cs\":\"" ID_1 "\",\"label\":\"x\",\"each\":0,\"p\":[],\"new\":1}",               /* a member of a newer peer */
    EDIT ("[]"),
    EDIT ("[\"sku\",\"" ID_2 "\",1,0,{}]"),                                 /* a patch of nothing */
    EDIT ("[\"ship\",\"" ID_2 "\",1,0,{\"cost\":[1,2]}]"),                               /* no such kind */
    EDIT ("[\"sku\",\"" ID_2 "\",1,0,{\"colour\":[1,2]}]"),                              /* no such field */
    EDIT ("[\"sku\",\"" ID_2 "\",1,0,{\"cost\":[1,\"2\"]}]"),                            /* wrong type */
    EDIT ("[\"sku\",\"" ID_2 "\",1,0,{\"cost\":[1]}]"),
    EDIT ("[\"sku\",\"" ID_2 "\",1,0,{\"cost\":2}]"),
    EDIT ("[\"sku\",\"" ID_2 "\",1,0,{\"status\":[null,\"sold\"]}]"),                    /* no such choice */
    EDIT ("[\"sku\",\"" ID_2 "\",1,0,{\"status\":[null,\"listed\"],\"cost\":[1,2]}]"),   /* out of order */
    EDIT ("[\"sku\",\"" ID_2 "\",1,0,{\"cost\":[1,2],\"cost\":[1,3]}]"),                 /* twice */
    EDIT ("[\"sku\",\"" ID_2 "\",-1,0,{\"cost\":[1,2]}]"),
    EDIT ("[\"sku\",\"" ID_2 "\",1,true,{\"cost\":[1,2]}]"),
    EDIT ("[\"sku\",\"00000000-0000-0000-0000-000000000000\",1,0,{\"cost\":[1,2]}]"),    /* no id */
    EDIT ("[\"sku\",\"" ID_2 "\",1,0,{\"code\":[null,\"a\\nb\"]}]"),                     /* br_schema_check_cell speaks */
    "[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_test_message ("%s", bodies[i]);
      assert_edit_refused (bodies[i], strlen (bodies[i]));
    }
  for (gsize n = 0; n < strlen (GOLDEN_EDIT); n++)
    assert_edit_refused (GOLDEN_EDIT, n);
}

static void
test_edit_limits (void)
{
  g_autoptr (BrEdit) edit = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *huge = g_strnfill (300 * 1024, ' ');
  BrId id = { .bytes = { 1 } };
  BrValue none = BR_VALUE_INIT, text = BR_VALUE_INIT;
  g_autofree char *words = g_strnfill (2000, 'w');

  assert_edit_refused (huge, 300 * 1024);
  edit = br_edit_new (&id, "big", BR_EDIT_ATOMIC);
  br_value_set_text (&text, words);
  for (guint i = 0; i < 200; i++)
    br_patch_add_cell (br_edit_add_patch (edit, BR_KIND_PRODUCT, &id, 0, TRUE), BR_PRODUCT_DESCRIPTION, &none, &text);
  g_assert_null (br_wire_edit_write (edit, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
  br_value_clear (&text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/wire/record/golden", test_record_golden);
  g_test_add_func ("/wire/record/round-trip", test_record_round_trip);
  g_test_add_func ("/wire/record/bad", test_record_bad);
  g_test_add_func ("/wire/record/shorter", test_record_shorter);
  g_test_add_func ("/wire/edit/golden", test_edit_golden);
  g_test_add_func ("/wire/edit/undo", test_edit_undo);
  g_test_add_func ("/wire/edit/bad", test_edit_bad);
  g_test_add_func ("/wire/edit/limits", test_edit_limits);
  return g_test_run ();
}
