/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Check digits and classes of trade item numbers. */
#include "config.h"

#include "br-gtin.h"

static const struct
{
  const char *code;
  BrGtinVerdict verdict;
  const char *full;     /* GTIN-14, or NULL */
  gboolean in_store;
} table[] = {
  { "6901234567892", BR_GTIN_OK, "06901234567892", FALSE },       /* GTIN-13, China */
  { "6901234567893", BR_GTIN_BAD_CHECK, NULL, FALSE },
  { "036000291452", BR_GTIN_OK, "00036000291452", FALSE },        /* GTIN-12, GS1's own example */
  { "0036000291452", BR_GTIN_OK, "00036000291452", FALSE },       /* the same item as a GTIN-13 */
  { "96385074", BR_GTIN_OK, "00000096385074", FALSE },            /* GTIN-8 */
  { "96385075", BR_GTIN_BAD_CHECK, NULL, FALSE },
  { "10614141000415", BR_GTIN_OK, "10614141000415", FALSE },      /* GTIN-14 of a case */
  { "2000000000008", BR_GTIN_OK, "02000000000008", TRUE },        /* prefix 20 */
  { "2912345678906", BR_GTIN_OK, "02912345678906", TRUE },        /* prefix 29 */
  { "0212345678903", BR_GTIN_BAD_CHECK, NULL, FALSE },
  { "0400000000008", BR_GTIN_OK, "00400000000008", TRUE },        /* prefix 04 */
  { "00000000", BR_GTIN_OK, "00000000000000", FALSE },
  { "690123456789", BR_GTIN_BAD_CHECK, NULL, FALSE },             /* 12 digits of a 13-digit number */
  { "123456789", BR_GTIN_NOT_A_GTIN, NULL, FALSE },
  { "690123456789X", BR_GTIN_NOT_A_GTIN, NULL, FALSE },
  { " 6901234567892", BR_GTIN_NOT_A_GTIN, NULL, FALSE },
  { "", BR_GTIN_NOT_A_GTIN, NULL, FALSE },
  { NULL, BR_GTIN_NOT_A_GTIN, NULL, FALSE },
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      char full[15];
      gboolean valid = br_gtin_to_14 (table[i].code, full);

      g_test_message ("%s", table[i].code);
      g_assert_cmpint (br_gtin_check (table[i].code), ==, table[i].verdict);
      g_assert_cmpint (valid, ==, table[i].full != NULL);
      g_assert_cmpstr (valid ? full : NULL, ==, table[i].full);
      g_assert_cmpint (br_gtin_is_in_store (table[i].code), ==, table[i].in_store);
    }
}

static void
test_check_digit (void)
{
  g_assert_cmpint (br_gtin_check_digit ("690123456789"), ==, '2');
  g_assert_cmpint (br_gtin_check_digit ("629104150021"), ==, '3'); /* GS1 General Specifications, 7.9 */
  g_assert_cmpint (br_gtin_check_digit ("37610425002123456"), ==, '9'); /* the SSCC of the same clause */
  g_assert_cmpint (br_gtin_check_digit ("12a"), ==, 0);
  g_assert_cmpint (br_gtin_check_digit (""), ==, 0);
  g_assert_cmpint (br_gtin_check_digit (NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gtin/table", test_table);
  g_test_add_func ("/gtin/check-digit", test_check_digit);
  return g_test_run ();
}
