/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as modules: sizes by the standards, what a reader gives, what is refused. That the modules are right is what readers tell (test-label-campaign). */
#include "config.h"

#include "br-error.h"
#include "br-label-symbol.h"

static void
test_sizes (void)
{
  static const struct
  {
    BrLabelSymbology symbology;
    const char *value;
    guint width, height;
    const char *text, *people;
  } rows[] = {
    { BR_CODE_EAN13, "6901234567892", 95, 1, "6901234567892", "6901234567892" },
    { BR_CODE_EAN13, "036000291452", 95, 1, "0036000291452", "0036000291452" },   /* a UPC is an EAN with a zero before it */
    { BR_CODE_EAN13, "06901234567892", 95, 1, "6901234567892", "6901234567892" }, /* and so is a GTIN-14 of a single item */
    { BR_CODE_EAN8, "73513537", 67, 1, "73513537", "73513537" },
    { BR_CODE_EAN8, "00000073513537", 67, 1, "73513537", "73513537" },
    { BR_CODE_UPCA, "036000291452", 95, 1, "036000291452", "036000291452" },
    { BR_CODE_UPCA, "0036000291452", 95, 1, "036000291452", "036000291452" },
    { BR_CODE_CODE128, "AB-12", 90, 1, "AB-12", "AB-12" },
    { BR_CODE_GS1_128, "(01)09501101530003", 134, 1, "0109501101530003", "(01)09501101530003" },
    { BR_CODE_ITF14, "15400141288763", 135, 1, "15400141288763", "15400141288763" },
    { BR_CODE_ITF14, "6901234567892", 135, 1, "06901234567892", "06901234567892" },
    { BR_CODE_QR, "HELLO", 21, 21, "HELLO", NULL },
    { BR_CODE_DATAMATRIX, "HELLO", 12, 12, "HELLO", NULL },
    { BR_CODE_GS1_DATAMATRIX, "(01)09501101530003(10)A", 16, 16, "010950110153000310A", NULL },
    { BR_CODE_DATABAR, "(01)09501101530003", 96, 1, "0109501101530003", "09501101530003" },
    { BR_CODE_DATABAR_EXPANDED, "(01)90012345678908(3103)001750", 151, 1, "01900123456789083103001750", "(01)90012345678908(3103)001750" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BrLabelSymbol) symbol = br_label_symbol_new (rows[i].symbology, rows[i].value, 0, &error);

      g_test_message ("%d %s", rows[i].symbology, rows[i].value);
      g_assert_no_error (error);
      g_assert_cmpuint (symbol->modules->width, ==, rows[i].width);
      g_assert_cmpuint (symbol->modules->height, ==, rows[i].height);
      g_assert_cmpstr (symbol->text, ==, rows[i].text);
      g_assert_cmpstr (symbol->people, ==, rows[i].people);
      g_assert_cmpint (br_label_symbol_is_linear (rows[i].symbology), ==, rows[i].height == 1);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    BrLabelSymbology symbology;
    const char *value;
  } rows[] = {
    { BR_CODE_EAN13, "" },
    { BR_CODE_EAN13, "6901234567891" },      /* wrong check digit */
    { BR_CODE_EAN13, "690123456789" },       /* without one: it is not made up */
    { BR_CODE_EAN13, "15400141288763" },     /* more digits than it holds */
    { BR_CODE_EAN13, "69012345678x2" },
    { BR_CODE_EAN8, "6901234567892" },
    { BR_CODE_UPCA, "6901234567892" },
    { BR_CODE_CODE128, "牛奶" },
    { BR_CODE_CODE128, "a\nb" },             /* a scanner would press Enter */
    { BR_CODE_GS1_128, "hello" },
    { BR_CODE_GS1_128, "(01)09501101530004" }, /* wrong check digit inside */
    { BR_CODE_GS1_128, "(17)261332" },         /* no such day */
    { BR_CODE_DATABAR_EXPANDED, "12" },
    { BR_CODE_QR, "\xff\xfe" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%d %s", rows[i].symbology, rows[i].value);
      g_assert_null (br_label_symbol_new (rows[i].symbology, rows[i].value, 0, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
    }
}

/* In rows of two pairs: bars, three rows between, bars; and where they are in a symbol of 200 dots and modules of 2. */
static void
test_stacked (void)
{
  static const int places[][2] = { { 0, 97 }, { 97, 2 }, { 99, 2 }, { 101, 2 }, { 103, 97 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelSymbol) symbol = br_label_symbol_new (BR_CODE_DATABAR_EXPANDED, "(01)90012345678908(3103)001750", 2, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (symbol->modules->width, ==, 102);
  g_assert_cmpuint (symbol->modules->height, ==, 5);
  g_assert_cmpstr (symbol->text, ==, "01900123456789083103001750");
  for (int row = 0; row < 5; row++)
    {
      int top, height;

      br_label_symbol_place_row (symbol, row, 2, 200, &top, &height);
      g_assert_cmpint (top, ==, places[row][0]);
      g_assert_cmpint (height, ==, places[row][1]);
    }
}

/* As long as a value may be: said or refused, never worse. */
static void
test_long (void)
{
  g_autofree char *text = g_strnfill (BR_LABEL_MAX_TEXT, 'x');

  for (BrLabelSymbology i = BR_CODE_EAN13; i < BR_N_CODES; i++)
    {
      g_autoptr (BrLabelSymbol) symbol = br_label_symbol_new (i, text, i == BR_CODE_QR ? 3 : 0, NULL);

      g_assert_null (symbol);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/label-symbol/sizes", test_sizes);
  g_test_add_func ("/render/label-symbol/refused", test_refused);
  g_test_add_func ("/render/label-symbol/stacked", test_stacked);
  g_test_add_func ("/render/label-symbol/long", test_long);
  return g_test_run ();
}
