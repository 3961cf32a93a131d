/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ids and seeded randomness. */
#include "config.h"

#include "br-error.h"
#include "br-id.h"

#include <string.h>

static gint64
fixed_now (gpointer data)
{
  return *(gint64 *) data;
}

static void
test_id_layout (void)
{
  gint64 now = G_GINT64_CONSTANT (1645557742000) * 1000; /* RFC 9562, A.6: 2022-02-22 19:22:22 */
  BrClock clock = { .now_us = fixed_now, .data = &now };
  BrXorshift state;
  BrRandom random;
  BrId a, b, back;
  char text[BR_ID_STRING_LENGTH + 1];

  br_xorshift_init (&state, 7);
  random = br_xorshift_random (&state);
  a = br_id_make (&clock, &random);
  now += 1000;
  b = br_id_make (&clock, &random);
  br_id_write (&a, text);
  g_assert_true (g_str_has_prefix (text, "017f22e2-79b0-7"));
  g_assert_nonnull (strchr ("89ab", text[19]));
  g_assert_cmpint (br_id_compare (&a, &b), <, 0);
  g_assert_false (br_id_equal (&a, &b));
  g_assert_true (br_id_parse (text, &back, NULL));
  g_assert_true (br_id_equal (&a, &back));
}

static void
test_id_parse (void)
{
  static const char *const bad[] = {
    "",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398ff",
    "017f22e2x79b0-7cc3-98c4-dc0c0c07398f",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
    "----",
  };
  BrId id;

  g_assert_true (br_id_parse ("017F22E2-79B0-7CC3-98C4-DC0C0C07398F", &id, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (br_id_parse (bad[i], &id, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
    }
  g_assert_false (br_id_parse (NULL, &id, NULL));
  g_assert_true (br_id_is_none (NULL));
  g_assert_false (br_id_is_none (&id));
  g_assert_true (br_id_is_none (&(BrId) { { 0 } }));
}

static void
test_random (void)
{
  BrXorshift a, b;
  guint counts[10] = { 0 };

  br_xorshift_init (&a, 42);
  br_xorshift_init (&b, 42);
  for (int i = 0; i < 10000; i++)
    {
      guint64 n = br_xorshift_below (&a, 10);

      g_assert_cmpuint (n, ==, br_xorshift_below (&b, 10));
      counts[n]++;
    }
  for (int i = 0; i < 10; i++)
    g_assert_cmpuint (counts[i], >, 850);
  br_xorshift_init (&a, 0);
  g_assert_cmpuint (br_xorshift_next (&a), !=, br_xorshift_next (&a));
  g_assert_cmpuint (br_random_u64 (br_random_system ()), !=, br_random_u64 (br_random_system ()));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/id/layout", test_id_layout);
  g_test_add_func ("/id/parse", test_id_parse);
  g_test_add_func ("/random", test_random);
  return g_test_run ();
}
