/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scanner's state machine: a table of cases, and random mixes of scans and typing that must come out whole. */
#include "config.h"

#include "br-random.h"
#include "br-scanner.h"

#define MS 1000

/* What a run of keys came to. */
typedef struct
{
  BrScanner scanner;
  GString *typed; /* what reached the focus; Enter is '\n' */
  GString *held;  /* what is held back, for replaying */
  GString *codes; /* scans, each followed by ';' */
  gint64 worst_us; /* longest time a typed key was held back */
  gint64 held_since_us;
  gint64 now_us;
} Bench;

static void
bench_init (Bench *bench)
{
  *bench = (Bench) { .typed = g_string_new (NULL), .held = g_string_new (NULL), .codes = g_string_new (NULL) };
  br_scanner_init (&bench->scanner, 4, 35 * MS);
}

static void
bench_clear (Bench *bench)
{
  br_scanner_clear (&bench->scanner);
  g_string_free (bench->typed, TRUE);
  g_string_free (bench->held, TRUE);
  g_string_free (bench->codes, TRUE);
}

static void
carry_out (Bench *bench, BrScanVerdict verdict, char key, const char *code)
{
  if (verdict & BR_SCAN_FLUSH)
    {
      g_string_append (bench->typed, bench->held->str);
      g_string_truncate (bench->held, 0);
    }
  if (verdict & BR_SCAN_CODE)
    {
      g_string_append_printf (bench->codes, "%s;", code);
      g_string_truncate (bench->held, 0);
    }
  if (verdict & BR_SCAN_HOLD)
    g_string_append_c (bench->held, key);
  if (verdict & BR_SCAN_PASS)
    g_string_append_c (bench->typed, key);
}

/* The timer fires when the interval passes between two keys, as in the program. */
static void
wait_us (Bench *bench, gint64 us)
{
  if (us > bench->scanner.max_interval_us && bench->held->len > 0)
    {
      bench->worst_us = MAX (bench->worst_us, bench->scanner.max_interval_us);
      carry_out (bench, br_scanner_timeout (&bench->scanner), 0, NULL);
    }
  bench->now_us += us;
}

static void
press (Bench *bench, char key)
{
  g_autofree char *code = NULL;
  BrScanKey kind = key == '\n' ? BR_SCAN_KEY_END : key == '\b' ? BR_SCAN_KEY_OTHER : BR_SCAN_KEY_TEXT;
  BrScanVerdict verdict = br_scanner_key (&bench->scanner, kind, (gunichar) key, bench->now_us, &code);

  g_assert_true ((code != NULL) == ((verdict & BR_SCAN_CODE) != 0));
  carry_out (bench, verdict, key, code);
}

static void
press_all (Bench *bench, const char *keys, gint64 gap_us)
{
  for (const char *key = keys; *key != '\0'; key++)
    {
      wait_us (bench, gap_us);
      press (bench, *key);
    }
}

static void
test_table (void)
{
  static const struct
  {
    const char *keys;
    gint64 gap_us;
    const char *typed;
    const char *codes;
  } cases[] = {
    { "6901234567892\n", 5 * MS, "", "6901234567892;" },  /* a scan */
    { "6901234567892\n", 35 * MS, "", "6901234567892;" }, /* as slow as a scan may be */
    { "6901234567892\n", 36 * MS, "6901234567892\n", "" }, /* a person */
    { "123\n", 5 * MS, "123\n", "" },                      /* too short: a fast person */
    { "1234\n", 5 * MS, "", "1234;" },                     /* just long enough */
    { "1234", 5 * MS, "1234", "" },                        /* no end key: typing, after the interval */
    { "\n", 5 * MS, "\n", "" },                            /* Enter alone */
    { "12345\b678\n", 5 * MS, "12345\b678\n", "" },        /* another key in between: typing, in order */
    { "1234\n5678\n", 2 * MS, "", "1234;5678;" },          /* one scan after the other */
    { "A-1 b\n", 5 * MS, "", "A-1 b;" },                   /* codes are not only digits */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Bench bench;

      bench_init (&bench);
      press_all (&bench, cases[i].keys, cases[i].gap_us);
      wait_us (&bench, 100 * MS);
      g_assert_cmpstr (bench.typed->str, ==, cases[i].typed);
      g_assert_cmpstr (bench.codes->str, ==, cases[i].codes);
      bench_clear (&bench);
    }
}

/* A burst longer than any code is let through whole. */
static void
test_too_long (void)
{
  Bench bench;

  bench_init (&bench);
  for (int i = 0; i < 3 * BR_SCANNER_MAX_LENGTH; i++)
    press_all (&bench, "7", 1 * MS);
  wait_us (&bench, 100 * MS);
  g_assert_cmpuint (bench.typed->len, ==, 3 * BR_SCANNER_MAX_LENGTH);
  g_assert_cmpstr (bench.codes->str, ==, "");
  bench_clear (&bench);
}

static void
append_random (BrXorshift *random, GString *text, guint length)
{
  for (guint i = 0; i < length; i++)
    g_string_append_c (text, (char) ('0' + br_xorshift_below (random, 10)));
}

/* One scan (20 of them fit in a second) or one stretch of typing. */
static void
press_random (Bench *bench, BrXorshift *random, GString *typed, GString *codes)
{
  g_autoptr (GString) keys = g_string_new (NULL);
  gboolean scan = br_xorshift_below (random, 3) > 0;

  append_random (random, keys, scan ? 4 + (guint) br_xorshift_below (random, 10) : 1 + (guint) br_xorshift_below (random, 12));
  if (scan)
    g_string_append_printf (codes, "%s;", keys->str);
  if (scan || br_xorshift_below (random, 2) == 0)
    g_string_append_c (keys, '\n');
  if (!scan)
    g_string_append (typed, keys->str);
  wait_us (bench, 40 * MS);
  for (gsize i = 0; i < keys->len; i++)
    {
      wait_us (bench, scan ? (gint64) br_xorshift_below (random, 3 * MS) : 45 * MS + (gint64) br_xorshift_below (random, 200 * MS));
      press (bench, keys->str[i]);
    }
}

static void
test_random (void)
{
  guint64 seed = br_random_u64 (br_random_system ());
  g_autoptr (GString) typed = g_string_new (NULL);
  g_autoptr (GString) codes = g_string_new (NULL);
  BrXorshift random;
  Bench bench;

  g_test_message ("seed=%" G_GUINT64_FORMAT, seed);
  br_xorshift_init (&random, seed | 1);
  bench_init (&bench);
  for (int i = 0; i < 2000; i++)
    press_random (&bench, &random, typed, codes);
  wait_us (&bench, 100 * MS);
  g_assert_cmpstr (bench.typed->str, ==, typed->str);
  g_assert_cmpstr (bench.codes->str, ==, codes->str);
  g_assert_cmpint (bench.worst_us, <=, 40 * MS);
  bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scanner/table", test_table);
  g_test_add_func ("/scanner/too-long", test_too_long);
  g_test_add_func ("/scanner/random", test_random);
  return g_test_run ();
}
