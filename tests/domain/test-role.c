/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-error.h"
#include "br-role.h"

static const BrId mine = { .bytes = { 1 } }, theirs = { .bytes = { 2 } }, thing = { .bytes = { 9 } };

/* Every role against every kind: may it edit a record of the kind (one that belongs to its own store, where kinds do)? */
static void
test_kinds (void)
{
  static const struct
  {
    BrRole role;
    guint kinds;
  } rows[] = {
    { BR_ROLE_MANAGER, 1 << BR_KIND_BRAND | 1 << BR_KIND_SUPPLIER | 1 << BR_KIND_PRODUCT | 1 << BR_KIND_SKU | 1 << BR_KIND_PRICE | 1 << BR_KIND_ASSORTMENT },
    { BR_ROLE_CLERK, 0 },
    { BR_ROLE_MERCHANDISER, ((1 << BR_KIND_ZONE) - 2) },
    { BR_ROLE_HQ_ADMIN, ((1 << BR_N_KINDS) - 2) },
    { 0, 0 },
    { 99, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (int kind = 1; kind < BR_N_KINDS; kind++)
      {
        BrActor actor = { .person = thing, .role = rows[i].role, .store = mine };
        g_autoptr (BrRecord) record = br_record_new (kind, &thing);
        BrPatch patch = { .kind = kind, .id = thing, .create = TRUE };
        g_autoptr (GError) error = NULL;
        gboolean expected = (rows[i].kinds & 1 << kind) != 0;

        if (kind == BR_KIND_PRICE)
          br_value_set_id (&record->cells[BR_PRICE_STORE], &mine);
        if (kind == BR_KIND_ASSORTMENT)
          br_value_set_id (&record->cells[BR_ASSORTMENT_STORE], &mine);
        g_test_message ("role %d kind %d", rows[i].role, kind);
        g_assert_cmpint (br_role_check_patch (&actor, &patch, record, &error), ==, expected);
        if (!expected)
          g_assert_error (error, BR_ERROR, BR_ERROR_REFUSED);
      }
}

static void
test_own_store (void)
{
  BrActor manager = { .person = thing, .role = BR_ROLE_MANAGER, .store = mine };
  BrActor everywhere = { .person = thing, .role = BR_ROLE_MANAGER };
  g_autoptr (BrRecord) record = br_record_new (BR_KIND_PRICE, &thing);
  BrCell moved = { .field = BR_PRICE_STORE };
  BrPatch create = { .kind = BR_KIND_PRICE, .id = thing, .create = TRUE };
  BrPatch move = { .kind = BR_KIND_PRICE, .id = thing, .n_cells = 1, .cells = &moved };

  g_assert_false (br_role_check_patch (&manager, &create, record, NULL)); /* a base price */
  br_value_set_id (&record->cells[BR_PRICE_STORE], &theirs);
  g_assert_false (br_role_check_patch (&manager, &create, record, NULL));
  br_value_set_id (&record->cells[BR_PRICE_STORE], &mine);
  g_assert_true (br_role_check_patch (&manager, &create, record, NULL));
  g_assert_false (br_role_check_patch (&everywhere, &create, record, NULL));
  br_value_set_id (&moved.before, &theirs); /* taking over another store's entry */
  g_assert_false (br_role_check_patch (&manager, &move, record, NULL));
  br_value_set_id (&moved.before, &mine);
  g_assert_true (br_role_check_patch (&manager, &move, record, NULL));
}

static void
test_clerk_fields (void)
{
  static const struct
  {
    BrKind kind;
    guint8 field;
    gboolean expected;
  } rows[] = {
    { BR_KIND_SKU, BR_SKU_BARCODES, TRUE },         { BR_KIND_SKU, BR_SKU_COST, FALSE },         { BR_KIND_SKU, BR_SKU_STATUS, FALSE },
    { BR_KIND_PRODUCT, BR_PRODUCT_PICTURES, TRUE }, { BR_KIND_PRODUCT, BR_PRODUCT_NAME, FALSE }, { BR_KIND_SKU, BR_FIELD_DELETED, FALSE },
  };
  BrActor clerk = { .person = thing, .role = BR_ROLE_CLERK, .store = mine };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrRecord) record = br_record_new (rows[i].kind, &thing);
      BrCell cell = { .field = rows[i].field };
      BrPatch patch = { .kind = rows[i].kind, .id = thing, .base_rev = 1, .n_cells = 1, .cells = &cell };

      g_assert_cmpint (br_role_check_patch (&clerk, &patch, record, NULL), ==, rows[i].expected);
    }
}

static void
test_rights (void)
{
  g_assert_false (br_role_has_right (BR_ROLE_CLERK, BR_RIGHT_SEE_COST));
  g_assert_true (br_role_has_right (BR_ROLE_MERCHANDISER, BR_RIGHT_SEE_COST));
  g_assert_false (br_role_has_right (BR_ROLE_MERCHANDISER, BR_RIGHT_APPROVE_BELOW_FLOOR));
  g_assert_true (br_role_has_right (BR_ROLE_MANAGER, BR_RIGHT_APPROVE_BELOW_FLOOR));
  g_assert_false (br_role_has_right (BR_ROLE_MANAGER, BR_RIGHT_MANAGE_PEOPLE));
  g_assert_true (br_role_has_right (BR_ROLE_HQ_ADMIN, BR_RIGHT_MANAGE_PEOPLE));
  g_assert_false (br_role_has_right (77, BR_RIGHT_IMPORT));
  g_assert_false (br_role_sees_field (BR_ROLE_CLERK, BR_KIND_SKU, BR_SKU_COST));
  g_assert_false (br_role_sees_field (BR_ROLE_CLERK, BR_KIND_CATEGORY, BR_CATEGORY_MARGIN_FLOOR));
  g_assert_true (br_role_sees_field (BR_ROLE_CLERK, BR_KIND_SKU, BR_SKU_CODE));
  g_assert_true (br_role_sees_field (BR_ROLE_MANAGER, BR_KIND_SKU, BR_SKU_COST));
  g_assert_false (br_role_sees_field (0, BR_KIND_SKU, BR_SKU_COST)); /* nobody is signed in */
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/role/kinds", test_kinds);
  g_test_add_func ("/domain/role/own-store", test_own_store);
  g_test_add_func ("/domain/role/clerk-fields", test_clerk_fields);
  g_test_add_func ("/domain/role/rights", test_rights);
  return g_test_run ();
}
