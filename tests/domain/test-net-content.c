/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-net-content.h"

typedef struct
{
  const char *text;
  gint64 milli; /* 0 = none is found */
  const char *unit;
} Case;

static const Case cases[] = {
  { "农夫山泉 550ml×24", 13200000, "ml" },
  { "5kg", 5000, "kg" },
  { "净含量 250 克", 250000, "g" },
  { "1.5 L", 1500, "l" },
  { "２５０ｇ", 250000, "g" },               /* full-width */
  { "6 x 330 ml", 1980000, "ml" },
  { "6*1.25l", 7500, "l" },
  { "330ml x 6", 1980000, "ml" },
  { "330mlx6", 1980000, "ml" },
  { "75 g + 20 g", 20000, "g" },              /* the last one */
  { "2 公斤装", 2000, "kg" },
  { "0.1234 kg", 123, "kg" },                 /* thousandths */
  { "5 lemons", 0, NULL },                    /* a word that only begins like a unit */
  { "5 grapes", 0, NULL },
  { "3层×24", 0, NULL },
  { "iPhone 15", 0, NULL },
  { "0 g", 0, NULL },
  { "99999999999999999999 kg", 0, NULL },
  { "1000000 kg x 1000000000", 0, NULL },     /* too large together */
  { "330 ml x", 330000, "ml" },
  { "", 0, NULL },
  { NULL, 0, NULL },
};

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BrNetContent content;
      gboolean found = br_net_content_parse (cases[i].text, &content);

      g_test_message ("%s", cases[i].text != NULL ? cases[i].text : "(null)");
      g_assert_cmpint (found, ==, cases[i].milli > 0);
      if (!found)
        continue;
      g_assert_cmpint (content.amount_milli, ==, cases[i].milli);
      g_assert_cmpstr (content.unit, ==, cases[i].unit);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/net-content/parse", test_parse);
  return g_test_run ();
}
