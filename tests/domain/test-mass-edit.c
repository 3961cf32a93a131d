/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mass edit, the life cycle and the matrix of variants. */
#include "config.h"

#include "br-error.h"
#include "br-life-cycle.h"
#include "br-mass-edit.h"
#include "br-variants.h"

static const struct
{
  BrMassEdit edit;
  gint64 before;
  gint64 after; /* -1: RANGE, -2: INVALID */
} money[] = {
  { { .field = BR_MASS_PRICE, .operation = BR_MASS_ADD, .amount_minor = 50 }, 1000, 1050 },
  { { .field = BR_MASS_PRICE, .operation = BR_MASS_ADD, .amount_minor = -1001 }, 1000, -1 },
  { { .field = BR_MASS_PRICE, .operation = BR_MASS_ADD, .amount_minor = G_MAXINT64 }, 1000, -1 },
  { { .field = BR_MASS_PRICE, .operation = BR_MASS_MULTIPLY, .rate_bp = 11000 }, 995, 1095 }, /* 1094.5 goes up */
  { { .field = BR_MASS_PRICE, .operation = BR_MASS_MULTIPLY, .rate_bp = 11000, .ending_minor = 90, .modulus_minor = 100 }, 995, 1090 },
  { { .field = BR_MASS_COST, .operation = BR_MASS_MULTIPLY, .rate_bp = 0 }, 995, -1 },
  { { .field = BR_MASS_PRICE, .operation = BR_MASS_ROUND, .ending_minor = 90, .modulus_minor = 100 }, 1040, 1090 }, /* a half goes up */
  { { .field = BR_MASS_PRICE, .operation = BR_MASS_ROUND, .ending_minor = 90, .modulus_minor = 100 }, 1039, 990 },
  { { .field = BR_MASS_PRICE, .operation = BR_MASS_ROUND, .ending_minor = 90, .modulus_minor = 100 }, 3, 90 },
  { { .field = BR_MASS_PRICE, .operation = BR_MASS_ROUND, .ending_minor = 90 }, 3, -2 },
  { { .field = BR_MASS_PRICE, .operation = BR_MASS_ROUND, .ending_minor = 100, .modulus_minor = 100 }, 3, -2 },
  { { .field = BR_MASS_STATUS, .operation = BR_MASS_ADD, .amount_minor = 1 }, 1, -2 },
  { { .field = BR_MASS_STATUS, .operation = BR_MASS_SET, .value = { BR_VALUE_INT, { BR_STATUS_LISTED } } }, BR_STATUS_DRAFT, BR_STATUS_LISTED },
  { { .field = BR_MASS_STATUS, .operation = BR_MASS_SET, .value = { BR_VALUE_INT, { BR_STATUS_DRAFT } } }, BR_STATUS_CLEARANCE, -2 },
  { { .field = BR_MASS_STATUS, .operation = BR_MASS_SET, .value = { BR_VALUE_INT, { 77 } } }, BR_STATUS_DRAFT, -1 },
};

static void
test_money (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (money); i++)
    {
      g_autoptr (GError) error = NULL;
      BrValue before = { BR_VALUE_INT, { money[i].before } };
      BrValue after = BR_VALUE_INIT;
      gboolean done = br_mass_edit_apply (&money[i].edit, &before, &after, &error);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (done, ==, money[i].after >= 0);
      if (done)
        g_assert_cmpint (after.integer, ==, money[i].after);
      else
        g_assert_true (g_error_matches (error, BR_ERROR, money[i].after == -1 ? BR_ERROR_RANGE : BR_ERROR_INVALID));
    }
}

/* Ten per cent more in a currency without decimals, with two and with three, to each of its endings: the price ends so. */
static void
test_endings (void)
{
  static const guint digits[] = { 0, 2, 3 };
  static const gint64 amounts[] = { 1, 49, 105, 1980, 12345, 1234567 };

  for (gsize d = 0; d < G_N_ELEMENTS (digits); d++)
    {
      gsize n;
      const BrPriceEnding *endings = br_price_endings (digits[d], &n);

      g_assert_cmpuint (n, >=, 5);
      for (gsize i = 0; i < n * G_N_ELEMENTS (amounts); i++)
        {
          const BrPriceEnding *ending = &endings[i % n];
          BrMassEdit edit = { .field = BR_MASS_PRICE,
                              .operation = BR_MASS_MULTIPLY,
                              .rate_bp = 11000,
                              .ending_minor = ending->ending_minor,
                              .modulus_minor = ending->modulus_minor };
          BrValue before = { BR_VALUE_INT, { amounts[i / n] } };
          BrValue after = BR_VALUE_INIT;

          g_assert_true (br_mass_edit_apply (&edit, &before, &after, NULL));
          g_assert_cmpint (after.integer % ending->modulus_minor, ==, ending->ending_minor);
        }
    }
}

static void
test_names (void)
{
  g_autoptr (GError) error = NULL;
  BrMassEdit edit = { .field = BR_MASS_NAME, .operation = BR_MASS_REPLACE, .find = (char *) "茶", .replacement = (char *) "tea " };
  BrMassEdit copy;
  BrValue before = BR_VALUE_INIT, after = BR_VALUE_INIT;

  br_mass_edit_copy (&copy, &edit);
  br_value_set_text (&before, "绿茶 红茶");
  g_assert_true (br_mass_edit_apply (&copy, &before, &after, &error));
  g_assert_cmpstr (after.text, ==, "绿tea  红tea");
  br_value_set_text (&before, "茶");
  g_free (g_steal_pointer (&copy.replacement));
  g_assert_true (br_mass_edit_apply (&copy, &before, &after, &error));
  g_assert_cmpint (after.type, ==, BR_VALUE_NULL);
  br_value_clear (&before);
  g_assert_true (br_mass_edit_apply (&copy, &before, &after, &error));
  copy.field = BR_MASS_PRICE;
  g_assert_false (br_mass_edit_check (&copy, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
  br_mass_edit_clear (&copy);
}

/* What leaves the shelf needs a reason. */
static void
test_note (void)
{
  g_autoptr (GError) error = NULL;
  BrMassEdit edit = { .field = BR_MASS_STATUS, .operation = BR_MASS_SET, .value = { BR_VALUE_INT, { BR_STATUS_DELISTED } } };
  BrValue before = { BR_VALUE_INT, { BR_STATUS_LISTED } }, after = BR_VALUE_INIT;

  g_assert_false (br_mass_edit_apply (&edit, &before, &after, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
  g_clear_error (&error);
  edit.note = (char *) "the maker stopped";
  g_assert_true (br_mass_edit_apply (&edit, &before, &after, &error));
  edit.note = (char *) " blank first";
  g_assert_false (br_mass_edit_check (&edit, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
}

static void
test_unknown_amount (void)
{
  BrMassEdit edit = { .field = BR_MASS_PRICE, .operation = BR_MASS_MULTIPLY, .rate_bp = 9000 };
  BrValue before = BR_VALUE_INIT, after = BR_VALUE_INIT;

  g_assert_true (br_mass_edit_apply (&edit, &before, &after, NULL));
  g_assert_cmpint (after.type, ==, BR_VALUE_NULL);
}

static void
test_life_cycle (void)
{
  g_autoptr (GError) error = NULL;
  BrLifeCycle next[BR_STATUS_RETIRED];

  for (int status = BR_STATUS_DRAFT; status <= BR_STATUS_RETIRED; status++)
    {
      g_assert_false (br_life_cycle_allows (status, status));
      g_assert_cmpuint (br_life_cycle_next (status, BR_ROLE_HQ_ADMIN, next), >, 0);
      g_assert_cmpuint (br_life_cycle_next (status, BR_ROLE_CLERK, next), ==, 0);
      if (status < BR_STATUS_RETIRED)
        g_assert_true (br_life_cycle_allows (status, status + 1));
    }
  g_assert_false (br_life_cycle_allows (BR_STATUS_RETIRED, BR_STATUS_LISTED));
  g_assert_false (br_life_cycle_allows (0, BR_STATUS_LISTED));
  g_assert_false (br_life_cycle_check (BR_STATUS_RETIRED, BR_STATUS_DELISTED, BR_ROLE_MANAGER, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_REFUSED);
  g_assert_true (br_life_cycle_check (BR_STATUS_RETIRED, BR_STATUS_DELISTED, BR_ROLE_MERCHANDISER, NULL));
}

/* What a role may make of a stored SKU, plainly and by an undo; `from` 0 is a SKU without a status. */
static const struct
{
  int from, to;
  BrRole role;
  gboolean plain, undo;
} record_steps[] = {
  { BR_STATUS_LISTED, BR_STATUS_DELISTED, BR_ROLE_MANAGER, TRUE, TRUE },
  { BR_STATUS_LISTED, BR_STATUS_LISTED, BR_ROLE_CLERK, TRUE, TRUE },        /* staying is no step */
  { BR_STATUS_LISTED, BR_STATUS_DRAFT, BR_ROLE_MANAGER, FALSE, TRUE },      /* back to where "draft → listed" came from */
  { BR_STATUS_RETIRED, BR_STATUS_DELISTED, BR_ROLE_MANAGER, FALSE, TRUE },  /* a manager takes the own step back */
  { BR_STATUS_RETIRED, BR_STATUS_LISTED, BR_ROLE_HQ_ADMIN, FALSE, FALSE },  /* no step in either direction */
  { BR_STATUS_DELISTED, BR_STATUS_LISTED, BR_ROLE_CLERK, FALSE, FALSE },
  { 0, BR_STATUS_RETIRED, BR_ROLE_CLERK, TRUE, TRUE },
};

static void
test_life_cycle_of_records (void)
{
  const BrId id = { { 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (record_steps); i++)
    {
      g_autoptr (BrRecord) before = br_record_new (BR_KIND_SKU, &id);
      g_autoptr (BrRecord) after = br_record_new (BR_KIND_SKU, &id);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      if (record_steps[i].from != 0)
        br_value_set_int (&before->cells[BR_SKU_STATUS], record_steps[i].from);
      br_value_set_int (&after->cells[BR_SKU_STATUS], record_steps[i].to);
      g_assert_cmpint (br_life_cycle_check_record (before, after, record_steps[i].role, NULL), ==, record_steps[i].plain);
      g_assert_cmpint (br_life_cycle_check_undo (before, after, record_steps[i].role, NULL), ==, record_steps[i].undo);
      g_assert_true (br_life_cycle_check_record (NULL, after, record_steps[i].role, NULL));
    }
}

static void
test_life_cycle_notes (void)
{
  g_assert_true (br_life_cycle_wants_note (BR_STATUS_LISTED, BR_STATUS_DELISTED));
  g_assert_true (br_life_cycle_wants_note (BR_STATUS_SUBMITTED, BR_STATUS_DRAFT));
  g_assert_true (br_life_cycle_wants_note (BR_STATUS_LISTED, BR_STATUS_SUBMITTED));
  g_assert_false (br_life_cycle_wants_note (BR_STATUS_DRAFT, BR_STATUS_SUBMITTED));
  g_assert_false (br_life_cycle_wants_note (BR_STATUS_CLEARANCE, BR_STATUS_LISTED));
}

static void
test_variants (void)
{
  g_autoptr (GError) error = NULL;
  const char *const sizes[] = { "S", "M", NULL };
  const char *const colours[] = { "red", "蓝", NULL };
  const char *const twice[] = { "red", "red", NULL };
  const char *const existing[] = { "S\nred", NULL, "XL\nred" };
  BrVariantOption options[] = { { "Size", sizes }, { "Colour", colours } };
  g_autoptr (GPtrArray) missing = br_variants_missing (options, 2, existing, 3, &error);
  g_auto (GStrv) values = br_variants_values (0, existing, 3);

  g_assert_no_error (error);
  g_assert_cmpuint (missing->len, ==, 3);
  g_assert_cmpstr (missing->pdata[0], ==, "S\n蓝");
  g_assert_cmpstr (missing->pdata[1], ==, "M\nred");
  g_assert_cmpstr (missing->pdata[2], ==, "M\n蓝");
  g_assert_cmpstrv (values, ((const char *const[]) { "S", "XL", NULL }));
  options[1].values = twice;
  g_assert_null (br_variants_missing (options, 2, existing, 3, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (br_variants_missing (options, 0, existing, 3, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
}

static void
test_too_many_variants (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) values = NULL;

  for (int i = 0; i < 45; i++)
    g_strv_builder_take (builder, g_strdup_printf ("%d", i));
  values = g_strv_builder_end (builder);
  g_assert_null (
      br_variants_missing ((BrVariantOption[]) { { "A", (const char *const *) values }, { "B", (const char *const *) values } }, 2, NULL, 0, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mass-edit/money", test_money);
  g_test_add_func ("/mass-edit/endings", test_endings);
  g_test_add_func ("/mass-edit/names", test_names);
  g_test_add_func ("/mass-edit/note", test_note);
  g_test_add_func ("/mass-edit/unknown-amount", test_unknown_amount);
  g_test_add_func ("/life-cycle", test_life_cycle);
  g_test_add_func ("/life-cycle-of-records", test_life_cycle_of_records);
  g_test_add_func ("/life-cycle-notes", test_life_cycle_notes);
  g_test_add_func ("/variants/missing", test_variants);
  g_test_add_func ("/variants/too-many", test_too_many_variants);
  return g_test_run ();
}
