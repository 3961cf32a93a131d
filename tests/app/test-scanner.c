/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scanner's state machine: a table of cases, and random mixes of scans and typing that must come out whole. */
#include "config.h"

#include "br-random.h"
#include "br-scanner.h"

#define INTERVAL_MS 35
#define HOLD_MS 50 /* when the program calls time */

/* What a run of keys came to. */
typedef struct
{
  BrScanner scanner;
  GString *typed; /* what reached the focus; Enter is '\n' */
  GString *held;  /* what is held back, for replaying */
  GString *codes; /* scans, each followed by ';' */
  guint32 now_ms;
} Bench;

static void
bench_init (Bench *bench)
{
  *bench = (Bench) { .typed = g_string_new (NULL), .held = g_string_new (NULL), .codes = g_string_new (NULL) };
  bench->now_ms = G_MAXUINT32 - 20; /* the time in events wraps every 49 days: here at once */
  br_scanner_init (&bench->scanner, 4, INTERVAL_MS);
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

static void
time_out (Bench *bench)
{
  carry_out (bench, br_scanner_timeout (&bench->scanner), 0, NULL);
}

/* The timer fires when nothing comes for long enough, as in the program. */
static void
wait_ms (Bench *bench, guint32 ms)
{
  if (ms >= HOLD_MS)
    time_out (bench);
  bench->now_ms += ms;
}

static void
press (Bench *bench, char key)
{
  g_autofree char *code = NULL;
  BrScanKey kind = key == '\n' ? BR_SCAN_KEY_END : key == '\b' ? BR_SCAN_KEY_OTHER : BR_SCAN_KEY_TEXT;
  BrScanVerdict verdict = br_scanner_key (&bench->scanner, kind, (gunichar) key, bench->now_ms, &code);

  g_assert_true ((code != NULL) == ((verdict & BR_SCAN_CODE) != 0));
  carry_out (bench, verdict, key, code);
}

/* '~' = the next key is pressed too late for the burst; '!' = it is in time, but on its way for so long that time is called. */
static void
press_all (Bench *bench, const char *keys, guint32 gap_ms)
{
  for (const char *key = keys; *key != '\0'; key++)
    if (*key == '!')
      time_out (bench);
    else if (*key == '~')
      wait_ms (bench, INTERVAL_MS + 1 - gap_ms);
    else
      {
        wait_ms (bench, gap_ms);
        press (bench, *key);
      }
}

static void
test_table (void)
{
  static const struct
  {
    const char *keys;
    guint32 gap_ms;
    const char *typed;
    const char *codes;
  } cases[] = {
    { "6901234567892\n", 5, "", "6901234567892;" },         /* a scan */
    { "6901234567892\n", 0, "", "6901234567892;" },         /* all at once */
    { "6901234567892\n", 35, "", "6901234567892;" },        /* as slow as a scan may be */
    { "6901234567892\n", 36, "6901234567892\n", "" },       /* a person */
    { "6901234567892\n", 80, "6901234567892\n", "" },       /* a slower one */
    { "690123456789~2\n", 5, "6901234567892\n", "" },       /* one pause too long */
    { "6901234567892~\n", 5, "6901234567892\n", "" },       /* before the end key, too */
    { "69012~345~6789\n", 5, "69012345", "6789;" },         /* the scan is what follows the last pause */
    { "123\n", 5, "123\n", "" },                            /* too short: a fast person */
    { "1234\n", 5, "", "1234;" },                           /* just long enough */
    { "1234", 5, "1234", "" },                              /* no end key: typing */
    { "\n", 5, "\n", "" },                                  /* Enter alone */
    { "\n\n\n", 5, "\n\n\n", "" },                          /* Enter, quickly */
    { "12345\b678\n", 5, "12345\b678\n", "" },             /* another key in between: typing, in order */
    { "\b6789\n", 1, "\b", "6789;" },                      /* a scanner's prefix key */
    { "1234\n5678\n", 2, "", "1234;5678;" },               /* one scan after the other */
    { "12\n5678\n", 2, "12\n", "5678;" },                  /* also after what was none */
    { "A-1 b\n", 5, "", "A-1 b;" },                         /* codes are not only digits */
    { " 1234\n", 5, " 1234\n", "" },                        /* but do not begin with a space */
    { "69012!34567892\n", 5, "6901234567892\n", "" },       /* delayed on its way: never half a code */
    { "69012!34567892\n1234\n", 5, "6901234567892\n", "1234;" }, /* and the next is a scan again */
    { "6901234567892!\n", 5, "6901234567892\n", "" },       /* the end key delayed */
    { "69!~6789\n", 5, "69", "6789;" },                     /* typed, then a scan */
    { "6901\n\n", 5, "", "6901;" },                         /* ended by two keys */
    { "6901\n\n6902\n\n", 5, "", "6901;6902;" },            /* each of two scans */
    { "6901\n~\n", 5, "\n", "6901;" },                      /* a person's Enter after it */
    { "6901\n\b\n", 5, "\b\n", "6901;" },                  /* another key between */
    { "69\n\n", 5, "69\n\n", "" },                         /* too short for a scan */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Bench bench;

      bench_init (&bench);
      press_all (&bench, cases[i].keys, cases[i].gap_ms);
      time_out (&bench);
      g_assert_cmpstr (bench.typed->str, ==, cases[i].typed);
      g_assert_cmpstr (bench.codes->str, ==, cases[i].codes);
      g_assert_cmpuint (bench.held->len, ==, 0);
      bench_clear (&bench);
    }
}

/* A burst longer than any code is let through whole, and its tail is no scan. */
static void
test_too_long (void)
{
  Bench bench;

  bench_init (&bench);
  for (int i = 0; i < 3 * BR_SCANNER_MAX_LENGTH / 2; i++)
    press_all (&bench, "7", 1);
  press_all (&bench, "\n", 1);
  g_assert_cmpuint (bench.typed->len, ==, 3 * BR_SCANNER_MAX_LENGTH / 2 + 1);
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
  wait_ms (bench, INTERVAL_MS + 1);
  for (gsize i = 0; i < keys->len; i++)
    {
      wait_ms (bench, scan ? (guint32) br_xorshift_below (random, 3) : INTERVAL_MS + 1 + (guint32) br_xorshift_below (random, 200));
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
  time_out (&bench);
  g_assert_cmpstr (bench.typed->str, ==, typed->str);
  g_assert_cmpstr (bench.codes->str, ==, codes->str);
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
