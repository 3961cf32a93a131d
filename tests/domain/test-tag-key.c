/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag.h"

/* A key is said as its sticker has it. */
static void
test_key (void)
{
  static const char *const cases[][2] = {
    { "0000021A4B3C9D10", "021A4B3C9D10" },
    { "0A3F67CF91000001", "0A3F67CF91000001" },
    { "00001234", "00001234" },
    { "0000-SHELF-0017X", "0000-SHELF-0017X" }, /* a program's own */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (br_tag_sticker_key (cases[i][0]), ==, cases[i][1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/tag-key/sticker", test_key);
  return g_test_run ();
}
