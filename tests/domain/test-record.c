/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells, records, patches, lists, and when two changes conflict. */
#include "config.h"

#include "br-error.h"
#include "br-record.h"

#include <string.h>

static const BrId id_a = { { 1 } };
static const BrId id_b = { { 2 } };

static const struct
{
  BrKind kind;
  guint field;
  const char *text;
  int code; /* 0 = fine */
} texts[] = {
  { BR_KIND_PRODUCT, BR_PRODUCT_NAME, "可口可乐 330ml", 0 },
  { BR_KIND_PRODUCT, BR_PRODUCT_NAME, "e\xcc\x81", 0 },                       /* decomposed: kept as given */
  { BR_KIND_PRODUCT, BR_PRODUCT_NAME, NULL, 0 },                              /* a finding, not an error */
  { BR_KIND_PRODUCT, BR_PRODUCT_NAME, "", BR_ERROR_INVALID },
  { BR_KIND_PRODUCT, BR_PRODUCT_NAME, " a", BR_ERROR_INVALID },
  { BR_KIND_PRODUCT, BR_PRODUCT_NAME, "a\xe3\x80\x80", BR_ERROR_INVALID },    /* ideographic space at the end */
  { BR_KIND_PRODUCT, BR_PRODUCT_NAME, "a\nb", BR_ERROR_INVALID },
  { BR_KIND_PRODUCT, BR_PRODUCT_NAME, "a\x7f", BR_ERROR_INVALID },
  { BR_KIND_PRODUCT, BR_PRODUCT_NAME, "a\xff", BR_ERROR_INVALID },
  { BR_KIND_PRODUCT, BR_PRODUCT_DESCRIPTION, "a\n\tb\n", 0 },
  { BR_KIND_PRODUCT, BR_PRODUCT_DESCRIPTION, "a\r\nb", BR_ERROR_INVALID },
  { BR_KIND_PRODUCT, BR_PRODUCT_OPTIONS, "Size\nColour", 0 },
  { BR_KIND_PRODUCT, BR_PRODUCT_OPTIONS, "Size\nSize", BR_ERROR_INVALID },
  { BR_KIND_PRODUCT, BR_PRODUCT_OPTIONS, "Size\n", BR_ERROR_INVALID },
  { BR_KIND_PRODUCT, BR_PRODUCT_ATTRIBUTES, "a\t1\nb\t1", 0 },
  { BR_KIND_PRODUCT, BR_PRODUCT_ATTRIBUTES, "b\t1\na\t1", BR_ERROR_INVALID }, /* not sorted */
  { BR_KIND_PRODUCT, BR_PRODUCT_ATTRIBUTES, "a\t1\na\t2", BR_ERROR_INVALID },
  { BR_KIND_PRODUCT, BR_PRODUCT_ATTRIBUTES, "a", BR_ERROR_INVALID },
  { BR_KIND_PRODUCT, BR_PRODUCT_PICTURES, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 0 },
  { BR_KIND_PRODUCT, BR_PRODUCT_PICTURES, "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", BR_ERROR_INVALID },
  { BR_KIND_PRODUCT, BR_PRODUCT_CATEGORY, "x", BR_ERROR_INVALID },
  { BR_KIND_SKU, BR_SKU_CODE, NULL, BR_ERROR_INVALID },
  { BR_KIND_SKU, BR_SKU_OPTION_VALUES, "M\nM", 0 },                           /* two options may share a value */
  { BR_KIND_SKU, BR_SKU_BARCODES, "6901234567892\tean\t1000\nX1\tother\t6000", 0 },
  { BR_KIND_SKU, BR_SKU_BARCODES, "6901234567892\tean\t1000\n6901234567892\tean\t2000", BR_ERROR_INVALID },
  { BR_KIND_SKU, BR_SKU_BARCODES, "6901234567892\tean\t0", BR_ERROR_INVALID },
  { BR_KIND_SKU, BR_SKU_BARCODES, "6901234567892\tean\t01000", BR_ERROR_INVALID },
  { BR_KIND_SKU, BR_SKU_BARCODES, "6901234567892\tqr\t1000", BR_ERROR_INVALID },
  { BR_KIND_SKU, BR_SKU_BARCODES, "6901234567892", BR_ERROR_INVALID },
  { BR_KIND_SKU, BR_SKU_CODE, "0123456789012345678901234567890123456789012345678901234567890123x", BR_ERROR_RANGE },
};

static void
test_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      const BrKindInfo *info = br_schema_get (texts[i].kind);
      BrValue value = BR_VALUE_INIT;

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      br_value_set_text (&value, texts[i].text);
      g_assert_cmpint (br_schema_check_cell (info, texts[i].field, &value, &error), ==, texts[i].code == 0);
      g_assert_cmpint (error != NULL ? error->code : 0, ==, texts[i].code);
      if (error != NULL)
        g_assert_true (g_str_has_prefix (error->message, info->name));
      br_value_clear (&value);
    }
}

static void
test_numbers (void)
{
  static const struct
  {
    BrKind kind;
    guint field;
    gint64 value;
    gboolean good;
  } table[] = {
    { BR_KIND_SKU, BR_SKU_COST, 0, TRUE },
    { BR_KIND_SKU, BR_SKU_COST, -1, FALSE },
    { BR_KIND_SKU, BR_SKU_COST, G_MAXINT64, FALSE },
    { BR_KIND_SKU, BR_SKU_STATUS, 1, TRUE },
    { BR_KIND_SKU, BR_SKU_STATUS, 6, TRUE },
    { BR_KIND_SKU, BR_SKU_STATUS, 7, FALSE },
    { BR_KIND_SKU, BR_SKU_STATUS, 0, FALSE },
    { BR_KIND_SKU, BR_FIELD_DELETED, 1, TRUE },
    { BR_KIND_SKU, BR_FIELD_DELETED, 2, FALSE },
    { BR_KIND_TAX_CLASS, BR_TAX_CLASS_RATE, 1300, TRUE },
    { BR_KIND_TAX_CLASS, BR_TAX_CLASS_RATE, -1, FALSE },
    { BR_KIND_PRICE, BR_PRICE_PRIORITY, -5, TRUE },
    { BR_KIND_PRICE, BR_PRICE_VALID_FROM, -1, FALSE },
    { BR_KIND_SKU, BR_SKU_CODE, 5, FALSE },
    { BR_KIND_SKU, BR_SKU_PRODUCT, 5, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      BrValue value = { BR_VALUE_INT, { table[i].value } };

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (br_schema_check_cell (br_schema_get (table[i].kind), table[i].field, &value, NULL), ==, table[i].good);
    }
}

static void
test_schema_table (void)
{
  for (int kind = 1; kind < BR_N_KINDS; kind++)
    {
      const BrKindInfo *info = br_schema_get (kind);

      g_assert_cmpint (info->kind, ==, kind);
      g_assert_true (br_schema_find (info->name) == info);
      g_assert_cmpuint (info->n_fields, <=, BR_MAX_FIELDS);
      g_assert_cmpstr (info->fields[BR_FIELD_DELETED].name, ==, "deleted");
      for (guint i = 0; i < info->n_fields; i++)
        {
          const BrField *field = &info->fields[i];

          g_assert_cmpint (br_schema_find_field (info, field->name), ==, (int) i);
          g_assert_true ((field->type == BR_FIELD_REF) == (field->ref != BR_KIND_NONE));
          g_assert_true ((field->type == BR_FIELD_ENUM) == (field->choices != NULL));
        }
    }
  g_assert_null (br_schema_get (BR_KIND_NONE));
  g_assert_null (br_schema_get (BR_N_KINDS));
  g_assert_null (br_schema_find ("order"));
  g_assert_cmpint (br_schema_find_field (br_schema_get (BR_KIND_SKU), "colour"), ==, -1);
}

static BrRecord *
make_price (void)
{
  BrRecord *price = br_record_new (BR_KIND_PRICE, &id_a);

  br_value_set_id (&price->cells[BR_PRICE_SKU], &id_b);
  br_value_set_int (&price->cells[BR_PRICE_KIND], BR_PRICE_REGULAR);
  br_value_set_int (&price->cells[BR_PRICE_PRIORITY], 0);
  br_value_set_int (&price->cells[BR_PRICE_AMOUNT], 990);
  return price;
}

static void
test_record_rules (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrRecord) price = make_price ();

  g_assert_true (br_record_check (price, &error));
  br_value_set_int (&price->cells[BR_PRICE_VALID_FROM], 10);
  br_value_set_int (&price->cells[BR_PRICE_VALID_TO], 10);
  g_assert_false (br_record_check (price, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
  br_value_set_int (&price->cells[BR_PRICE_VALID_TO], 11);
  g_assert_true (br_record_check (price, NULL));
  br_value_set_id (&price->cells[BR_PRICE_ZONE], &id_a);
  br_value_set_id (&price->cells[BR_PRICE_STORE], &id_a);
  g_assert_false (br_record_check (price, NULL));
  br_value_set_int (&price->cells[BR_FIELD_DELETED], 1);
  g_assert_true (br_record_check (price, NULL)); /* what is deleted needs not be right */
  br_value_clear (&price->cells[BR_FIELD_DELETED]);
  br_value_clear (&price->cells[BR_PRICE_STORE]);
  br_value_clear (&price->cells[BR_PRICE_AMOUNT]);
  g_assert_false (br_record_check (price, NULL));
}

static void
test_hash (void)
{
  g_autoptr (BrRecord) a = make_price ();
  g_autoptr (BrRecord) b = br_record_copy (a);
  guint8 hash_a[32], hash_b[32];

  b->rev = 9;
  b->at_us = 12345;
  br_value_set_int (&b->cells[BR_FIELD_DELETED], 0);
  br_record_hash (a, hash_a);
  br_record_hash (b, hash_b);
  g_assert_cmpmem (hash_a, 32, hash_b, 32);
  br_value_set_int (&b->cells[BR_PRICE_AMOUNT], 991);
  br_record_hash (b, hash_b);
  g_assert_cmpint (memcmp (hash_a, hash_b, 32), !=, 0);
}

static void
test_difference (void)
{
  g_autoptr (BrEdit) edit = br_edit_new (&id_a, "test", BR_EDIT_ATOMIC);
  g_autoptr (BrRecord) before = make_price ();
  g_autoptr (BrRecord) after = br_record_copy (before);
  g_autoptr (BrRecord) again = br_record_copy (before);

  before->rev = 7;
  g_assert_false (br_edit_add_difference (edit, before, after));
  br_value_set_int (&after->cells[BR_PRICE_AMOUNT], 1090);
  br_value_set_text (&after->cells[BR_PRICE_CHANNEL], "app");
  g_assert_true (br_edit_add_difference (edit, before, after));
  g_assert_cmpuint (edit->patches[0].n_cells, ==, 2);
  g_assert_cmpint (edit->patches[0].base_rev, ==, 7);
  g_assert_false (edit->patches[0].create);
  br_patch_apply (&edit->patches[0], again);
  g_assert_false (br_edit_add_difference (edit, after, again));
  g_assert_true (br_edit_add_difference (edit, NULL, after));
  g_assert_true (edit->patches[1].create);
  g_assert_cmpuint (edit->n_patches, ==, 2);
}

static void
test_conflict (void)
{
  static const struct
  {
    guint field;      /* mine */
    guint their_field;
    gint64 their_rev;  /* of their change; I saw 5 */
    const BrId *their_pc;
    gboolean same_value;
    int conflict;
  } table[] = {
    { BR_PRICE_AMOUNT, BR_PRICE_AMOUNT, 5, &id_b, FALSE, -1 },                   /* I had seen it */
    { BR_PRICE_AMOUNT, BR_PRICE_AMOUNT, 6, &id_b, FALSE, BR_PRICE_AMOUNT },
    { BR_PRICE_AMOUNT, BR_PRICE_AMOUNT, 6, &id_a, FALSE, -1 },                   /* my own earlier change */
    { BR_PRICE_AMOUNT, BR_PRICE_AMOUNT, 6, &id_b, TRUE, -1 },                    /* both want the same */
    { BR_PRICE_AMOUNT, BR_PRICE_PRIORITY, 6, &id_b, FALSE, -1 },                 /* different fields merge */
    { BR_PRICE_VALID_FROM, BR_PRICE_VALID_TO, 6, &id_b, FALSE, BR_PRICE_VALID_FROM }, /* one group */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      BrFieldMark marks[BR_MAX_FIELDS] = { { 0 } };
      BrValue mine = { BR_VALUE_INT, { 777 } };
      g_autoptr (BrRecord) current = make_price ();
      g_autoptr (BrEdit) edit = br_edit_new (&id_a, "test", BR_EDIT_ATOMIC);
      BrPatch *patch = br_edit_add_patch (edit, BR_KIND_PRICE, &id_a, 5, FALSE);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      br_patch_add_cell (patch, table[i].field, &current->cells[table[i].field], &mine);
      marks[table[i].their_field] = (BrFieldMark) { table[i].their_rev, *table[i].their_pc };
      if (table[i].same_value)
        br_value_copy (&current->cells[table[i].field], &mine);
      g_assert_cmpint (br_patch_conflict (patch, current, marks, &id_a), ==, table[i].conflict);
    }
}

static void
test_lists (void)
{
  const char *text = "6901234567892\tean\t1000\n16901234567899\titf\t12000";
  g_autoptr (GPtrArray) barcodes = br_barcodes_parse (text, NULL);
  g_autoptr (GPtrArray) none = br_barcodes_parse (NULL, NULL);
  g_autofree char *back = br_barcodes_format (barcodes);
  g_auto (GStrv) empty = br_lines_split (NULL);

  g_assert_cmpuint (barcodes->len, ==, 2);
  g_assert_cmpint (((BrBarcode *) barcodes->pdata[1])->pack_milli, ==, 12000);
  g_assert_cmpstr (back, ==, text);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (br_barcodes_format (none));
  g_assert_null (br_barcodes_parse ("1\t2", NULL));
  g_assert_cmpuint (g_strv_length (empty), ==, 0);
  g_assert_null (br_lines_join ((const char *const[]) { NULL }));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/texts", test_texts);
  g_test_add_func ("/schema/numbers", test_numbers);
  g_test_add_func ("/schema/table", test_schema_table);
  g_test_add_func ("/record/rules", test_record_rules);
  g_test_add_func ("/record/hash", test_hash);
  g_test_add_func ("/edit/difference", test_difference);
  g_test_add_func ("/edit/conflict", test_conflict);
  g_test_add_func ("/lists", test_lists);
  return g_test_run ();
}
