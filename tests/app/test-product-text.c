/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people type in the Products pages, as the draft keeps it: attributes, times, money, chips. */
#include "config.h"

#include "br-attribute-text.h"
#include "br-filter-chips.h"
#include "br-paste-text.h"
#include "br-price-dialog.h"
#include "br-product-text.h"
#include "br-sku-grid.h"

static const struct
{
  const char *typed, *lines;
} attributes[] = {
  { "", NULL },
  { "\n  \n", NULL },
  { "origin: Yunnan", "origin\tYunnan" },
  { "b: 2\na: 1", "a\t1\nb\t2" },          /* sorted by key */
  { "a: 1\na: 2", "a\t2" },                /* the last of a key */
  { "产地：云南", "产地\t云南" },          /* a full-width colon */
  { "time: 12:30", "time\t12:30" },        /* only the first colon separates */
  { "organic", "organic\t" },              /* a key alone */
  { " : nothing", NULL },                  /* no key */
  { "a\tb: c", "a b\tc" },                 /* a tab cannot be in a key */
};

static void
test_attributes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      g_autofree char *lines = br_attribute_text_to_lines (attributes[i].typed);
      g_autofree char *shown = br_attribute_text_from_lines (lines);
      g_autofree char *again = br_attribute_text_to_lines (shown);

      g_assert_cmpstr (lines, ==, attributes[i].lines);
      g_assert_cmpstr (again, ==, lines); /* showing and reading again changes nothing */
    }
}

static const struct
{
  const char *typed;
  gboolean ok;
  gint64 at_s;
} instants[] = {
  { "2026-11-22 08:00", TRUE, 1795334400 },
  { "2026-11-22", TRUE, 1795305600 },
  { " 2026-11-22  08:00 ", TRUE, 1795334400 },
  { "2026-11-22 08", FALSE, 0 },
  { "2026-13-01", FALSE, 0 },
  { "2026-02-30", FALSE, 0 },
  { "22.11.2026", FALSE, 0 },
  { "tomorrow", FALSE, 0 },
  { "2026-11-22 08:00x", FALSE, 0 },
  { "2026-11-22 25:00", FALSE, 0 },
};

static void
test_instants (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (instants); i++)
    {
      gint64 at_us = 0;

      g_test_message ("%s", instants[i].typed);
      g_assert_cmpint (br_price_parse_instant (instants[i].typed, &at_us), ==, instants[i].ok);
      if (instants[i].ok)
        g_assert_cmpint (at_us, ==, instants[i].at_s * G_USEC_PER_SEC);
    }
}

static const struct
{
  gint64 minor;
  guint digits;
  const char *text;
} money[] = {
  { 0, 2, "0.00" },
  { 5, 2, "0.05" },
  { 1290, 2, "12.90" },
  { 123456, 2, "1,234.56" },
  { 100000000, 2, "1,000,000.00" },
  { -50, 2, "-0.50" },
  { -123456, 2, "-1,234.56" },
  { -12345678, 2, "-123,456.78" },
  { 1980, 0, "1,980" },     /* JPY */
  { 1234567, 3, "1,234.567" }, /* KWD */
  { G_MININT64, 2, "—" },
};

static void
test_money (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (money); i++)
    {
      g_autofree char *text = br_text_money (money[i].minor, money[i].digits);

      g_assert_cmpstr (text, ==, money[i].text);
    }
}

static const struct
{
  BrPriceEnding ending;
  guint digits;
  const char *text;
} endings[] = {
  { { 90, 100 }, 2, "x.90" }, { { 0, 10 }, 2, "x.x0" },      { { 0, 100 }, 2, "x.00" }, { { 80, 100 }, 0, "x80" },
  { { 0, 10 }, 0, "x0" },     { { 900, 1000 }, 3, "x.900" }, { { 0, 10 }, 3, "x.xx0" },
};

static void
test_endings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *text = br_text_price_ending (&endings[i].ending, endings[i].digits);

      g_assert_cmpstr (text, ==, endings[i].text);
    }
}

/* Rows are separated by | and cells by ; here. */
static const struct
{
  const char *text;
  const char *rows;
  gboolean is_block;
} pastes[] = {
  { "one", "one", FALSE },
  { "one\n", "one", FALSE },
  { "a\tb\r\nc\td\r\n", "a;b|c;d", TRUE },
  { "\"a\nb\"\tc", "a b;c", TRUE },        /* a line break inside a cell */
  { "\"say \"\"hi\"\"\"\tx", "say \"hi\";x", TRUE },
  { "5\" nail\tx", "5\" nail;x", TRUE },  /* a quote inside is a quote */
  { "\"open\tx\ny", "\"open;x|y", TRUE }, /* never closed: as it stands */
  { "a\n\nb", "a||b", TRUE },              /* an empty row is a row */
  { "\t\t", ";;", TRUE },
  { "", "", FALSE },
};

static void
test_pastes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pastes); i++)
    {
      g_autoptr (GPtrArray) rows = br_paste_text_parse (pastes[i].text, 10);
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint r = 0; r < rows->len; r++)
        {
          g_autofree char *row = g_strjoinv (";", rows->pdata[r]);

          g_string_append_printf (text, "%s%s", r > 0 ? "|" : "", row);
        }
      g_assert_cmpstr (text->str, ==, pastes[i].rows);
      g_assert_cmpint (br_paste_text_is_block (pastes[i].text), ==, pastes[i].is_block);
    }
}

static void
test_barcode_kinds (void)
{
  g_assert_cmpstr (br_sku_grid_barcode_kind ("6901234567892"), ==, "ean");
  g_assert_cmpstr (br_sku_grid_barcode_kind ("2000010000000"), ==, "other"); /* a wrong check digit */
  g_assert_cmpstr (br_sku_grid_barcode_kind ("036000291452"), ==, "upc");
  g_assert_cmpstr (br_sku_grid_barcode_kind ("A-1"), ==, "other");
}

static void
test_chips (void)
{
  g_autoptr (BrFilterChips) chips = br_filter_chips_new ();
  g_autofree char *none = br_filter_chips_combine (chips, " ");
  g_autofree char *typed = br_filter_chips_combine (chips, "tea or milk");
  g_autofree char *one = NULL, *both = NULL, *three = NULL;

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (typed, ==, "tea or milk");
  br_filter_chips_add (chips, "status:draft");
  br_filter_chips_add (chips, "status:listed"); /* takes the place of the other */
  one = br_filter_chips_combine (chips, "");
  g_assert_cmpstr (one, ==, "status:listed");
  both = br_filter_chips_combine (chips, "tea or milk");
  g_assert_cmpstr (both, ==, "(status:listed) (tea or milk)"); /* "or" binds inside what was typed only */
  br_filter_chips_add (chips, "doctor:no-unit");
  three = br_filter_chips_combine (chips, "");
  g_assert_cmpstr (three, ==, "(status:listed) (doctor:no-unit)");
  br_filter_chips_remove (chips, "status:listed");
  br_filter_chips_remove (chips, "doctor:no-unit");
  g_assert_true (br_filter_chips_is_empty (chips));
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/product-text/attributes", test_attributes);
  g_test_add_func ("/product-text/instants", test_instants);
  g_test_add_func ("/product-text/money", test_money);
  g_test_add_func ("/product-text/endings", test_endings);
  g_test_add_func ("/product-text/pastes", test_pastes);
  g_test_add_func ("/product-text/barcode-kinds", test_barcode_kinds);
  g_test_add_func ("/product-text/chips", test_chips);
  return g_test_run ();
}
