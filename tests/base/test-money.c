/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checked money: limits, rounding, splitting (against exact reference vectors and by properties), reading and writing. */
#include "config.h"

#include "br-error.h"
#include "br-money.h"
#include "br-random.h"

static void
test_ratio (void)
{
  static const struct
  {
    gint64 a, num, den;
    BrRounding rounding;
    gint64 out;
    gboolean good;
  } table[] = {
    { 5, 1, 2, BR_ROUND_HALF_UP, 3, TRUE },
    { -5, 1, 2, BR_ROUND_HALF_UP, -3, TRUE },   /* halves away from zero on both sides */
    { 5, 1, 2, BR_ROUND_DOWN, 2, TRUE },
    { -5, 1, 2, BR_ROUND_DOWN, -2, TRUE },
    { 4, 1, 3, BR_ROUND_UP, 2, TRUE },
    { 6, 1, 3, BR_ROUND_UP, 2, TRUE },
    { G_MAXINT64, G_MAXINT64, G_MAXINT64, BR_ROUND_HALF_UP, G_MAXINT64, TRUE }, /* the product needs 126 bits */
    { G_MININT64, 1, 1, BR_ROUND_DOWN, G_MININT64, TRUE },
    { G_MININT64, -1, 1, BR_ROUND_DOWN, 0, FALSE },
    { G_MAXINT64, 2, 1, BR_ROUND_DOWN, 0, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 out = 0;

      g_assert_cmpint (br_money_mul_ratio (table[i].a, table[i].num, table[i].den, table[i].rounding, &out, &error), ==, table[i].good);
      g_assert_cmpint (out, ==, table[i].out);
      if (!table[i].good)
        g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
    }
}

static void
test_add_gross (void)
{
  gint64 out;

  g_assert_true (br_money_add (G_MAXINT64 - 1, 1, &out, NULL));
  g_assert_cmpint (out, ==, G_MAXINT64);
  g_assert_false (br_money_add (G_MAXINT64, 1, &out, NULL));
  g_assert_false (br_money_add (G_MININT64, -1, &out, NULL));
  g_assert_true (br_money_gross (1999, 1250, &out, NULL)); /* 1.25 kg at 19.99: 24.9875 */
  g_assert_cmpint (out, ==, 2499);
  g_assert_true (br_money_gross (1, 500, &out, NULL));
  g_assert_cmpint (out, ==, 1);
}

static void
test_ending (void)
{
  static const struct
  {
    gint64 amount, out;
  } table[] = {
    { 0, 90 }, { 90, 90 }, { 91, 90 }, { 139, 90 }, { 140, 190 }, { 141, 190 }, { 190, 190 }, { 1000, 990 }, { -500, 90 },
  };
  gint64 out;

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_assert_true (br_money_round_to_ending (table[i].amount, 90, 100, &out, NULL));
      g_assert_cmpint (out, ==, table[i].out);
    }
  g_assert_false (br_money_round_to_ending (1, 100, 100, &out, NULL));
  g_assert_false (br_money_round_to_ending (1, 0, 0, &out, NULL));
  g_assert_false (br_money_round_to_ending (G_MAXINT64, 6, 10, &out, NULL) && out < 0);
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    guint digits;
    gint64 out;
    int code;
  } table[] = {
    { "12", 2, 1200, 0 },
    { "12.3", 2, 1230, 0 },
    { "1,234.50", 2, 123450, 0 },
    { "¥12.30", 2, 1230, 0 },
    { "-3.00", 2, -300, 0 },
    { "１２．３４", 2, 1234, 0 },
    { "￥1,000", 2, 100000, 0 },
    { " 5 ", 2, 500, 0 },
    { ".5", 2, 50, 0 },
    { "5.", 2, 500, 0 },
    { "0.000", 2, 0, 0 },
    { "007", 0, 7, 0 },
    { "+1", 0, 1, 0 },
    { "12元", 2, 1200, 0 },
    { "1,234,567", 0, 1234567, 0 },
    { "−1.5", 1, -15, 0 },
    { "92233720368547758.07", 2, G_MAXINT64, 0 },
    { "-92233720368547758.08", 2, G_MININT64, 0 },
    { "92233720368547758.08", 2, 0, BR_ERROR_RANGE },
    { "100000000000000000000", 0, 0, BR_ERROR_RANGE },
    { "99999999999999999999", 2, 0, BR_ERROR_RANGE },
    { "1.234", 2, 0, BR_ERROR_INVALID },
    { "", 2, 0, BR_ERROR_INVALID },
    { "-", 2, 0, BR_ERROR_INVALID },
    { ".", 2, 0, BR_ERROR_INVALID },
    { "1,23", 2, 0, BR_ERROR_INVALID },
    { ",123", 2, 0, BR_ERROR_INVALID },
    { "1.2,345", 2, 0, BR_ERROR_INVALID },
    { "1.2.3", 2, 0, BR_ERROR_INVALID },
    { "--1", 2, 0, BR_ERROR_INVALID },
    { "1e3", 2, 0, BR_ERROR_INVALID },
    { "twelve", 2, 0, BR_ERROR_INVALID },
    { "1 2", 2, 0, BR_ERROR_INVALID },
    { "\xff", 2, 0, BR_ERROR_INVALID },
    { NULL, 2, 0, BR_ERROR_INVALID },
    { "0000000000000000000000000000000000000000000000000000000000000000000000001", 0, 0, BR_ERROR_INVALID }, /* longer than any amount */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 out = 0;

      g_test_message ("row %" G_GSIZE_FORMAT, i); /* not the text: some of it is not UTF-8 */
      g_assert_cmpint (br_money_parse (table[i].text, table[i].digits, &out, &error), ==, table[i].code == 0);
      g_assert_cmpint (out, ==, table[i].out);
      g_assert_cmpint (error != NULL ? error->code : 0, ==, table[i].code);
    }
}

static void
test_format_round_trip (void)
{
  static const gint64 amounts[] = { 0, 1, -1, 99, -99, 100, 123456789, G_MAXINT64, G_MININT64 };

  for (gsize i = 0; i < G_N_ELEMENTS (amounts); i++)
    {
      for (guint digits = 0; digits <= 3; digits++)
        {
          g_autofree char *text = br_money_format (amounts[i], digits);
          gint64 back;

          g_assert_true (br_money_parse (text, digits, &back, NULL));
          g_assert_cmpint (back, ==, amounts[i]);
        }
    }
}

static void
test_digits (void)
{
  g_assert_cmpuint (br_money_digits ("CNY"), ==, 2);
  g_assert_cmpuint (br_money_digits ("JPY"), ==, 0);
  g_assert_cmpuint (br_money_digits ("KWD"), ==, 3);
  g_assert_cmpuint (br_money_digits ("???"), ==, 2);
  g_assert_cmpuint (br_money_digits (NULL), ==, 2);
}

/* "100 200" into `out`; returns how many. */
static gsize
read_numbers (const char *text, gint64 *out, gsize max)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  gsize n = g_strv_length (words);

  g_assert_cmpuint (n, <=, max);
  for (gsize i = 0; i < n; i++)
    out[i] = g_ascii_strtoll (words[i], NULL, 10);
  return n;
}

static void
test_split_vectors (void)
{
  const char *data = g_getenv ("BACKROOM_TEST_DATA");
  g_autofree char *path = data != NULL ? g_build_filename (data, "reference", "allocation_vectors.csv", NULL)
                                       : g_build_filename (g_getenv ("BR_SOURCE_DIR"), "..", "shared", "data", "reference", "allocation_vectors.csv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_cases = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("no reference data");
      return;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++, n_cases++)
    {
      g_auto (GStrv) cells = g_strsplit (g_strchomp (lines[i]), ",", -1);
      gint64 weights[200], expected[200], parts[200];
      gsize n = read_numbers (cells[1], weights, 200);

      g_assert_cmpuint (read_numbers (cells[3], expected, 200), ==, n);
      g_assert_true (br_money_split (g_ascii_strtoll (cells[2], NULL, 10), weights, n, parts, NULL));
      g_assert_cmpmem (parts, n * sizeof *parts, expected, n * sizeof *parts);
    }
  g_assert_cmpuint (n_cases, >=, 500);
}

static void
test_split_properties (void)
{
  guint64 seed = g_test_rand_int ();
  BrXorshift random;

  g_test_message ("seed=%" G_GUINT64_FORMAT, seed);
  br_xorshift_init (&random, seed);
  for (int round = 0; round < 2000; round++)
    {
      gint64 weights[40], parts[40], sum = 0, weight_sum = 0;
      gsize n = 1 + br_xorshift_below (&random, 40);
      gint64 total = (gint64) (br_xorshift_next (&random) >> (1 + br_xorshift_below (&random, 62)));

      for (gsize i = 0; i < n; i++)
        weight_sum += weights[i] = (gint64) br_xorshift_below (&random, round % 2 == 0 ? 3 : G_MAXINT64 / 64);
      if (weight_sum == 0)
        continue;
      g_assert_true (br_money_split (total, weights, n, parts, NULL));
      for (gsize i = 0; i < n; i++)
        {
          gint64 floor = (gint64) ((__int128) total * weights[i] / weight_sum);

          sum += parts[i];
          g_assert_true (parts[i] == floor || parts[i] == floor + 1);
          g_assert_true (weights[i] > 0 || parts[i] == 0);
        }
      g_assert_cmpint (sum, ==, total);
    }
}

static void
test_split_errors (void)
{
  gint64 parts[2];

  g_assert_false (br_money_split (-1, (gint64[]) { 1, 1 }, 2, parts, NULL));
  g_assert_false (br_money_split (1, (gint64[]) { 0, 0 }, 2, parts, NULL));
  g_assert_false (br_money_split (1, (gint64[]) { 2, -1 }, 2, parts, NULL));
  g_assert_false (br_money_split (1, NULL, 0, parts, NULL));
  g_assert_false (br_money_split (1, (gint64[]) { G_MAXINT64, 1 }, 2, parts, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/money/ratio", test_ratio);
  g_test_add_func ("/money/add-gross", test_add_gross);
  g_test_add_func ("/money/ending", test_ending);
  g_test_add_func ("/money/parse", test_parse);
  g_test_add_func ("/money/format-round-trip", test_format_round_trip);
  g_test_add_func ("/money/digits", test_digits);
  g_test_add_func ("/money/split-vectors", test_split_vectors);
  g_test_add_func ("/money/split-properties", test_split_properties);
  g_test_add_func ("/money/split-errors", test_split_errors);
  return g_test_run ();
}
