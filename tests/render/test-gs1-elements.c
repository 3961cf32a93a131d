/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-error.h"
#include "br-gs1-elements.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *text, *brackets, *people, *reader; /* brackets NULL = refused */
  } rows[] = {
    { "(01)09501101530003", "[01]09501101530003", "(01)09501101530003", "0109501101530003" },
    { "(01)09501101530003(17)260930(10)AB1", "[01]09501101530003[17]260930[10]AB1", "(01)09501101530003(17)260930(10)AB1", "01095011015300031726093010AB1" },
    { "(10)AB1(21)7", "[10]AB1[21]7", "(10)AB1(21)7",
      "10AB1\x1D"
      "217" },             /* FNC1 after a value of no fixed length */
    { "10AB1\x1D"
      "217",
      "[10]AB1[21]7", "(10)AB1(21)7",
      "10AB1\x1D"
      "217" },           /* as a reader gives it */
    { "\x1D"
      "0109501101530003"
      "17260930"
      "10AB1",
      "[01]09501101530003[17]260930[10]AB1", "(01)09501101530003(17)260930(10)AB1", "01095011015300031726093010AB1" },
    { "17260930\x1D"
      "10A",
      "[17]260930[10]A", "(17)260930(10)A", "1726093010A" },      /* one FNC1 too many does no harm */
    { "(3103)001750", "[3103]001750", "(3103)001750", "3103001750" },
    { "(4300)ABC", "[4300]ABC", "(4300)ABC", "4300ABC" },
    { "(10)A\\(17\\)260101(21)x", "[10]A(17)260101[21]x", "(10)A(17)260101(21)x",
      "10A(17)260101\x1D"
      "21x" }, /* a lot cannot bring an element with it */
    { "[01]09501101530003[10]A(17)260101", "[01]09501101530003[10]A(17)260101", "(01)09501101530003(10)A(17)260101", "010950110153000310A(17)260101" },
    { "[10]A\\(", NULL },
    { "[10]A[", NULL },
    { "[10)A", NULL },
    { "(10)", NULL },
    { "()", NULL },
    { "", NULL },
    { "(1)5", NULL },
    { "(01)0950110153000", NULL },  /* too short */
    { "(05)123", NULL },            /* no such identifier */
    { "(10)A B", NULL },
    { "(10)A[17]260101", NULL },    /* brackets are the encoder's */
    { "(10)A\n", NULL },
    { "(10)牛", NULL },
    { "(10)A(x)", NULL },
    { "(10", NULL },
    { "abc", NULL },
    { "01", NULL },
    { "1", NULL },
    { "0109501101", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (BrGs1Elements) elements = { NULL };
      g_autoptr (GError) error = NULL;
      gboolean ok = br_gs1_elements_parse (&elements, rows[i].text, &error);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpstr (elements.brackets, ==, rows[i].brackets);
      g_assert_cmpstr (elements.people, ==, rows[i].people);
      g_assert_cmpstr (elements.reader, ==, rows[i].reader);
      g_assert_cmpint (ok, ==, rows[i].brackets != NULL);
      if (!ok)
        g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/gs1-elements/parse", test_parse);
  return g_test_run ();
}
