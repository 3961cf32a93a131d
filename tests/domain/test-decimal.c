/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fixed-point decimals against exact arithmetic in 128 bits. */
#include "config.h"

#include "br-decimal.h"
#include "br-error.h"
#include "br-random.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    gint64 value;
    int code; /* BrError, 0 = it is a number */
    const char *back;
  } table[] = {
    { "0", 0, 0, "0" },
    { "-0", 0, 0, "0" },
    { "12.30", 12300000, 0, "12.3" },
    { "-0.000001", -1, 0, "-0.000001" },
    { "000123", 123000000, 0, "123" },
    { "1.50000000000", 1500000, 0, "1.5" },
    { "999999999999.999999", BR_DECIMAL_MAX, 0, "999999999999.999999" },
    { "-999999999999.999999", -BR_DECIMAL_MAX, 0, "-999999999999.999999" },
    { "1000000000000", 0, BR_ERROR_RANGE, NULL },
    { "99999999999999999999999999", 0, BR_ERROR_RANGE, NULL },
    { "0.0000001", 0, BR_ERROR_INVALID, NULL },
    { "", 0, BR_ERROR_INVALID, NULL },
    { "-", 0, BR_ERROR_INVALID, NULL },
    { ".5", 0, BR_ERROR_INVALID, NULL },
    { "5.", 0, BR_ERROR_INVALID, NULL },
    { "1,5", 0, BR_ERROR_INVALID, NULL },
    { " 1", 0, BR_ERROR_INVALID, NULL },
    { "1e3", 0, BR_ERROR_INVALID, NULL },
    { "+1", 0, BR_ERROR_INVALID, NULL },
    { "NaN", 0, BR_ERROR_INVALID, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *back = NULL;
      gint64 value = 0;
      gboolean good = br_decimal_parse (table[i].text, &value, &error);

      g_test_message ("“%s”", table[i].text);
      g_assert_cmpint (good, ==, table[i].code == 0);
      g_assert_cmpint (value, ==, table[i].value);
      if (!good)
        g_assert_error (error, BR_ERROR, table[i].code);
      back = br_decimal_to_text (value);
      g_assert_cmpstr (back, ==, table[i].back != NULL ? table[i].back : "0");
    }
}

static void
test_round (void)
{
  static const struct
  {
    gint64 value;
    int digits;
    gint64 half_up, half_even, up, down, floor, ceil;
  } table[] = {
    { 2500000, 0, 3000000, 2000000, 3000000, 2000000, 2000000, 3000000 },
    { -2500000, 0, -3000000, -2000000, -3000000, -2000000, -3000000, -2000000 },
    { 3500000, 0, 4000000, 4000000, 4000000, 3000000, 3000000, 4000000 },
    { 1234567, 2, 1230000, 1230000, 1240000, 1230000, 1230000, 1240000 },
    { 1234567, 6, 1234567, 1234567, 1234567, 1234567, 1234567, 1234567 },
    { 1250000000, -2, 1300000000, 1200000000, 1300000000, 1200000000, 1200000000, 1300000000 },
    { 0, 3, 0, 0, 0, 0, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const gint64 expected[] = { 0, table[i].half_up, table[i].half_even, table[i].up, table[i].down, table[i].floor, table[i].ceil };

      for (int mode = BR_DECIMAL_HALF_UP; mode <= BR_DECIMAL_CEIL; mode++)
        {
          gint64 value;

          g_assert_true (br_decimal_round (table[i].value, table[i].digits, (BrDecimalRounding) mode, &value, NULL));
          g_assert_cmpint (value, ==, expected[mode]);
        }
    }
  g_assert_false (br_decimal_round (0, 7, BR_DECIMAL_UP, &(gint64) { 0 }, NULL));
  g_assert_false (br_decimal_round (0, -13, BR_DECIMAL_UP, &(gint64) { 0 }, NULL));
  g_assert_false (br_decimal_round (BR_DECIMAL_MAX, 0, BR_DECIMAL_UP, &(gint64) { 0 }, NULL));
}

static void
test_format (void)
{
  static const struct
  {
    gint64 value;
    const char *pattern, *text; /* NULL: no pattern */
  } table[] = {
    { 1234567890000, "#,##0.00", "1,234,567.89" },
    { 999995000, "0.00", "1000.00" },
    { -1000, "0.00", "0.00" }, /* no minus before nothing */
    { -5000, "0.00", "-0.01" },
    { 500000, "#.0", ".5" },
    { 0, "#", "" },
    { 12000000, "(0)kg", "(12)kg" },
    { 12345600, "0.0#####", "12.3456" },
    { 1000000, "0.", "1." }, /* a point without digits is a letter */
    { 1000000, "", NULL },
    { 1000000, "abc", NULL },
    { 1000000, "0.0000000", NULL },
    { 1000000, "0000000000000000000", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = br_decimal_format (table[i].value, table[i].pattern, NULL);

      g_assert_cmpstr (text, ==, table[i].text);
    }
}

typedef __int128 Wide;

static Wide
round_ratio (Wide num, Wide den)
{
  Wide magnitude = num < 0 ? -num : num, width = den < 0 ? -den : den;
  Wide quotient = magnitude / width;

  if (magnitude % width * 2 >= width)
    quotient++;
  return (num < 0) != (den < 0) ? -quotient : quotient;
}

static void
check_result (gboolean good, gint64 value, Wide exact)
{
  gboolean fits = exact <= BR_DECIMAL_MAX && exact >= -BR_DECIMAL_MAX;

  g_assert_cmpint (good, ==, fits);
  if (good)
    g_assert_true (value == exact);
}

/* Numbers of all lengths, so that many results are at the limits. */
static gint64
random_number (BrXorshift *random)
{
  gint64 limit = BR_DECIMAL_MAX;

  for (guint64 n = br_xorshift_below (random, 18); n > 0; n--)
    limit /= 10;
  return (gint64) br_xorshift_below (random, (guint64) limit + 1) * (br_xorshift_below (random, 2) == 0 ? 1 : -1);
}

static void
test_exact (void)
{
  guint64 seed = (guint32) g_test_rand_int ();
  BrXorshift random;

  g_test_message ("seed %" G_GUINT64_FORMAT, seed);
  br_xorshift_init (&random, seed + 1);
  for (guint i = 0; i < 20000; i++)
    {
      gint64 a = random_number (&random), b = random_number (&random), value = 0;
      g_autofree char *text = br_decimal_to_text (a);
      gboolean good;

      good = br_decimal_add (a, b, &value, NULL);
      check_result (good, value, (Wide) a + b);
      good = br_decimal_sub (a, b, &value, NULL);
      check_result (good, value, (Wide) a - b);
      good = br_decimal_mul (a, b, &value, NULL);
      check_result (good, value, round_ratio ((Wide) a * b, BR_DECIMAL_ONE));
      if (b != 0)
        {
          good = br_decimal_div (a, b, &value, NULL);
          check_result (good, value, round_ratio ((Wide) a * BR_DECIMAL_ONE, b));
          good = br_decimal_mod (a, b, &value, NULL);
          check_result (good, value, (Wide) a - (Wide) (a / b) * b);
        }
      g_assert_true (br_decimal_parse (text, &value, NULL));
      g_assert_cmpint (value, ==, a);
    }
  g_assert_false (br_decimal_div (1, 0, &(gint64) { 0 }, NULL));
  g_assert_false (br_decimal_mod (1, 0, &(gint64) { 0 }, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decimal/parse", test_parse);
  g_test_add_func ("/decimal/round", test_round);
  g_test_add_func ("/decimal/format", test_format);
  g_test_add_func ("/decimal/exact", test_exact);
  return g_test_run ();
}
