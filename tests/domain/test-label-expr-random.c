/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random label expressions: each is worked out or refused, twice alike, and numbers agree with exact fractions. */
#include "config.h"

#include "br-random.h"
#include "label-scope.h"

#include <string.h>

#define N_RANDOM 4000

static const char *const parts[] = {
  "{",
  "}",
  "{{",
  "}}",
  "(",
  ")",
  ",",
  ".",
  "?",
  ":",
  "+",
  "-",
  "*",
  "/",
  "%",
  "<",
  "<=",
  "=",
  "!=",
  " and ",
  " or ",
  " not ",
  "'",
  "\"",
  "'a'",
  "'茶'",
  "''",
  "0",
  "1",
  "2.5",
  "999999999999",
  "0.000001",
  "null",
  "true",
  "name",
  "price",
  "regular",
  "qty",
  "unit",
  "gtin",
  "best",
  "lines",
  "missing",
  "today",
  "now",
  "copy",
  "'kg'",
  "'d'",
  "'01'",
  "'10'",
  "'2026-11-23'",
  "year",
  "first",
  "count",
  "length",
  "money(",
  "num(",
  "round(",
  "unit_price(",
  "percent_off(",
  "rmb_upper(",
  "upper(",
  "lower(",
  "trim(",
  "left(",
  "right(",
  "mid(",
  "pad(",
  "replace(",
  "join(",
  "len(",
  "date(",
  "add(",
  "eom(",
  "weekday(",
  "cn_date(",
  "gtin(",
  "check10(",
  "luhn(",
  "ean2x(",
  "gs1(",
  "digital_link(",
  "seq(",
  "coalesce(",
  "if(",
  "switch(",
  "has(",
  " ",
  "\n",
  "\x01",
  "\xf0\x9f\x8d\xb5",
  "&",
};

static void
evaluate_twice (const char *text, const BrLabelScope *scope)
{
  g_autoptr (GError) error = NULL, again_error = NULL, check_error = NULL;
  g_autofree char *result = br_label_text_eval (text, scope, &error);
  g_autofree char *again = br_label_text_eval (text, scope, &again_error);
  gboolean checked = br_label_text_check (text, NULL, &check_error);

  g_assert_true ((result != NULL) == (error == NULL));
  g_assert_true (checked == (check_error == NULL));
  g_assert_cmpstr (result, ==, again);
  if (error != NULL)
    g_assert_cmpstr (error->message, ==, again_error->message);
  else
    {
      g_assert_true (g_utf8_validate (result, -1, NULL));
      g_assert_cmpuint (strlen (result), <=, BR_LABEL_MAX_TEXT);
      g_assert_true (checked); /* what can be worked out also passes the check */
    }
}

static void
test_soup (void)
{
  guint64 seed = (guint64) (guint32) g_test_rand_int () + 1;
  g_autoptr (LabelScope) label = label_scope_new ();
  BrXorshift random;

  g_test_message ("seed %" G_GUINT64_FORMAT, seed);
  br_xorshift_init (&random, seed);
  for (guint i = 0; i < N_RANDOM; i++)
    {
      g_autoptr (GString) text = g_string_new ("{");

      for (guint64 n = br_xorshift_below (&random, 24); n > 0; n--)
        g_string_append (text, parts[br_xorshift_below (&random, G_N_ELEMENTS (parts))]);
      if (br_xorshift_below (&random, 2) == 0)
        g_string_append_c (text, '}');
      evaluate_twice (text->str, &label->scope);
    }
}

/* Expressions that read well, with the right number of arguments of any kind. */
static void
append_random (BrXorshift *random, guint depth, GString *out)
{
  static const char *const values[] = { "0",       "1",   "-3",   "2.5",   "'x'",  "'茶叶'",           "''",    "null", "true", "name", "price",
                                        "regular", "qty", "best", "lines", "gtin", "lines.first.name", "today", "now" };
  static const char *const signs[] = { " + ", " - ", " * ", " / ", " % ", " < ", " <= ", " = ", " != ", " and ", " or " };
  static const struct
  {
    const char *name;
    guint n;
  } functions[] = { { "money", 1 },        { "money", 2 },   { "num", 2 },      { "round", 2 }, { "unit_price", 4 }, { "percent_off", 2 }, { "rmb_upper", 1 },
                    { "upper", 1 },        { "lower", 1 },   { "trim", 1 },     { "left", 2 },  { "right", 2 },      { "mid", 3 },         { "pad", 2 },
                    { "replace", 3 },      { "join", 3 },    { "len", 1 },      { "date", 1 },  { "date", 2 },       { "add", 3 },         { "eom", 1 },
                    { "weekday", 1 },      { "cn_date", 1 }, { "gtin", 1 },     { "luhn", 1 },  { "ean2x", 3 },      { "gs1", 2 },         { "check10", 1 },
                    { "digital_link", 3 }, { "seq", 2 },     { "coalesce", 3 }, { "if", 3 },    { "switch", 4 },     { "has", 1 } };
  guint64 kind = depth == 0 ? 0 : br_xorshift_below (random, 4);

  if (kind == 0)
    g_string_append (out, values[br_xorshift_below (random, G_N_ELEMENTS (values))]);
  else if (kind == 1)
    {
      g_string_append_c (out, '(');
      append_random (random, depth - 1, out);
      g_string_append (out, signs[br_xorshift_below (random, G_N_ELEMENTS (signs))]);
      append_random (random, depth - 1, out);
      g_string_append_c (out, ')');
    }
  else
    {
      gsize f = br_xorshift_below (random, G_N_ELEMENTS (functions));

      g_string_append_printf (out, "%s(", functions[f].name);
      for (guint i = 0; i < functions[f].n; i++)
        {
          g_string_append (out, i > 0 ? ", " : "");
          append_random (random, depth - 1, out);
        }
      g_string_append_c (out, ')');
    }
}

static void
test_trees (void)
{
  guint64 seed = (guint64) (guint32) g_test_rand_int () + 1;
  g_autoptr (LabelScope) label = label_scope_new ();
  BrXorshift random;

  g_test_message ("seed %" G_GUINT64_FORMAT, seed);
  br_xorshift_init (&random, seed);
  for (guint i = 0; i < N_RANDOM; i++)
    {
      g_autoptr (GString) text = g_string_new ("{");

      append_random (&random, 3, text);
      g_string_append_c (text, '}');
      if (text->len > BR_LABEL_MAX_TEXT)
        continue;
      g_assert_true (br_label_text_check (text->str, NULL, NULL)); /* the grammar takes all of them */
      evaluate_twice (text->str, &label->scope);
    }
}

/* A sum of products of small decimals is exact, so that the result must be equal to that of fractions. */
static gint64
append_exact (BrXorshift *random, guint depth, GString *out, guint *decimals)
{
  gint64 left, right;
  guint left_decimals, right_decimals;
  gboolean product;

  if (depth == 0)
    {
      left = (gint64) br_xorshift_below (random, 1000);
      g_string_append_printf (out, "%d.%d", (int) left / 10, (int) left % 10);
      *decimals = 1;
      return left;
    }
  product = br_xorshift_below (random, 2) == 0;
  g_string_append_c (out, '(');
  left = append_exact (random, product ? 0 : depth - 1, out, &left_decimals);
  g_string_append (out, product ? "*" : "-");
  right = append_exact (random, depth - 1, out, &right_decimals);
  g_string_append_c (out, ')');
  if (product)
    {
      *decimals = left_decimals + right_decimals;
      return left * right;
    }
  for (; left_decimals < right_decimals; left_decimals++)
    left *= 10;
  for (; right_decimals < left_decimals; right_decimals++)
    right *= 10;
  *decimals = left_decimals;
  return left - right;
}

static void
test_exact (void)
{
  guint64 seed = (guint64) (guint32) g_test_rand_int () + 1;
  g_autoptr (LabelScope) label = label_scope_new ();
  BrXorshift random;

  g_test_message ("seed %" G_GUINT64_FORMAT, seed);
  br_xorshift_init (&random, seed);
  for (guint i = 0; i < N_RANDOM; i++)
    {
      g_autoptr (GString) expression = g_string_new (NULL);
      g_autofree char *text = NULL, *result = NULL;
      guint decimals;
      gint64 exact = append_exact (&random, 4, expression, &decimals);
      gboolean negative = exact < 0;

      for (; decimals < 6; decimals++)
        exact *= 10;
      g_assert_cmpuint (decimals, ==, 6);
      text = g_strdup_printf ("{%s = %s%" G_GINT64_FORMAT ".%06d}", expression->str, negative ? "-" : "", ABS (exact) / 1000000, (int) (ABS (exact) % 1000000));
      result = br_label_text_eval (text, &label->scope, NULL);
      g_assert_cmpstr (result, ==, "1");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/label-expr/random/soup", test_soup);
  g_test_add_func ("/label-expr/random/trees", test_trees);
  g_test_add_func ("/label-expr/random/exact", test_exact);
  return g_test_run ();
}
