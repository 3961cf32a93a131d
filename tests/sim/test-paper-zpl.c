/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ZPL interpreter, with streams written by hand from Zebra's guide. */
#include "config.h"

#include "br-paper-zpl-graphic.h"
#include "paper-bench.h"
#include <string.h>

/* The golden picture of labels.md 2.0: F00F / 0000 / 0001. */
#define DOTS "####........####/................/...............#"
#define Z64 ":Z64:eJz7wM/AwMAIAAXyAQE=:6322"
#define B64 ":B64:8A8AAAAB:C0B2"
#define SMALL "^XA^PW16^LL3^LH0,0^FO0,0^GFA,6,6,2,"
#define END "^FS^PQ1,0,1,Y^XZ"

static void
test_crc (void)
{
  g_assert_cmphex (br_zpl_crc ("123456789", 9), ==, 0x31C3);
  g_assert_cmphex (br_zpl_crc ("", 0), ==, 0);
}

/* One picture in every form there is. */
static void
test_forms (void)
{
  static const struct
  {
    const char *data, *dots;
  } cases[] = {
    { "F00F00000001", DOTS },
    { "f00f\r\n0000\r\n0001", DOTS },
    { "F00F,0001", DOTS },
    { "FH0F,I01", DOTS },             /* H = twice, I = thrice */
    { "FG0G0F,H0G01", DOTS },         /* G = once */
    { Z64, DOTS },
    { B64, DOTS },
    { ":B64:8A8AAAAB:c0b2", DOTS },
    { "F00F::", "####........####/####........####/####........####" },
    { "8,!,", "#.............../################/................" },
    { "gF", "################/################/################" }, /* g = 20 times: more than there is room for */
    { "F00F", "####........####" },     /* cut off: the rest is white */
    { ",,,F", "" },                     /* too much */
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *stream = g_strconcat (SMALL, cases[i].data, END, NULL);
      PaperBench bench;

      g_test_message ("%s", cases[i].data);
      paper_bench_init (&bench, BR_LANGUAGE_ZPL);
      paper_bench_eat (&bench, stream);
      g_assert_cmpuint (bench.bitmaps->len, ==, 1);
      paper_bench_assert_dots (&bench, 0, cases[i].dots);
      g_assert_cmpuint (br_paper_counts (bench.paper)->ignored + br_paper_counts (bench.paper)->damaged, ==, 0);
      g_assert_false (br_paper_is_partial (bench.paper));
      paper_bench_clear (&bench);
    }
}

/* A picture that is damaged is dropped whole, and a format without a field prints nothing. */
static void
test_damaged (void)
{
  static const char *const forms[] = {
    ":Z64:eJz7wM/AwMAIAAXyAQE=:6323", /* checksum */
    ":Z64:eJz7wM/AwMBIAAXyAQE=:6322", /* a character */
    ":Z64:eJz7wM/AwMAIAAXyAQE=:",     /* no checksum */
    ":Z64:eJz7wM/AwMAIAAXyAQE=",
    ":Z64:",
    ":Z64:8A8AAAAB:C0B2",             /* not a zlib stream */
    ":B64:8A8AAAAB:zzzz",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *stream = g_strconcat (SMALL, forms[i], END, NULL);
      PaperBench bench;

      g_test_message ("%s", forms[i]);
      paper_bench_init (&bench, BR_LANGUAGE_ZPL);
      paper_bench_eat (&bench, stream);
      g_assert_cmpuint (bench.bitmaps->len, ==, 0);
      g_assert_cmpuint (br_paper_counts (bench.paper)->damaged, ==, 1);
      paper_bench_clear (&bench);
    }
}

static void
test_places (void)
{
  static const struct
  {
    const char *stream, *dots;
  } cases[] = {
    { "^XA^FO2,1^GFA,1,1,1,80^FS^XZ", "................/..#............." },
    { "^XA^LH1,1^FO2,1^GFA,1,1,1,80^FS^XZ", "................/................/...#............" },
    { "^XA^LT1^FO0,0^GFA,1,1,1,80^FS^XZ", "................/#..............." },
    { "^XA^FO0,0^GFA,1,1,1,80^FS^FO8,2^GFA,1,1,1,FF^FS^XZ", "#.............../................/........########" },
    { "^XA^POI^FO0,0^GFA,1,1,1,80^FS^XZ", "................/................/...............#" },
    { "^XA\r\n^FO0,0\r\n^GFA,1,1,1,80^FS\r\n^XZ\r\n", "#..............." },
    { "^XA^FO0,0^GFB,1,1,1,^^FS^XZ", ".#.####........." }, /* 5E is ^: raw bytes are not commands */
    { "^xa^fo0,0^gfA,1,1,1,80^fs^xz", "#..............." },
    { "^XA^FO0,0^BEN,50,Y,N^FD2100000000005^FS^FO0,0^GFA,1,1,1,80^FS^XZ", "#..............." }, /* what it cannot draw does not disturb */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PaperBench bench;

      g_test_message ("%s", cases[i].stream);
      paper_bench_init (&bench, BR_LANGUAGE_ZPL);
      paper_bench_eat (&bench, "^XA^PW16^LL3^XZ");
      paper_bench_eat (&bench, cases[i].stream);
      g_assert_cmpuint (bench.bitmaps->len, ==, 1);
      paper_bench_assert_dots (&bench, 0, cases[i].dots);
      paper_bench_clear (&bench);
    }
}

static void
test_formats (void)
{
  PaperBench bench;
  const BrBitmap *bitmap;

  paper_bench_init (&bench, BR_LANGUAGE_ZPL);
  paper_bench_eat (&bench, "^XA^MD5^JUS^XZ~SD15^XZ");
  g_assert_cmpuint (bench.bitmaps->len, ==, 0); /* only settings */
  paper_bench_eat (&bench, "^XA^FO0,0^GFA,1,1,1,80^FS^PQ3,0,1,Y^XZ");
  bitmap = bench.bitmaps->pdata[0];
  g_assert_cmpuint (bitmap->width, ==, 480); /* the roll */
  g_assert_cmpuint (bitmap->height, ==, 320);
  g_assert_cmpuint (g_array_index (bench.copies, guint, 0), ==, 3);
  paper_bench_eat (&bench, "^XA^FO0,0^GFA,1,1,1,80^FS^XZ");
  g_assert_cmpuint (g_array_index (bench.copies, guint, 1), ==, 1); /* a quantity is its format's own */
  g_assert_cmpuint (br_paper_counts (bench.paper)->ignored, ==, 0);
  paper_bench_clear (&bench);
}

/* ~JX drops the partial format and nothing else, whatever was cut off; the next format is right. */
static void
test_cancel_partial (void)
{
  static const char job[] = "^XA^PW16^LL3^LH0,0^FO0,0^GFA,6,6,2,FFFFFFFFFFFF^FS^PQ1,0,1,Y^X";

  for (gsize cut = 0; cut < sizeof job; cut++)
    {
      PaperBench bench;

      g_test_message ("cut after %zu", cut);
      paper_bench_init (&bench, BR_LANGUAGE_ZPL);
      br_paper_eat (bench.paper, (const guint8 *) job, cut);
      paper_bench_eat (&bench, "~JX");
      g_assert_false (br_paper_is_partial (bench.paper));
      paper_bench_eat (&bench, SMALL "F00F,0001" END);
      g_assert_cmpuint (bench.bitmaps->len, ==, 1);
      paper_bench_assert_dots (&bench, 0, DOTS);
      paper_bench_clear (&bench);
    }
}

static void
test_host_status (void)
{
  PaperBench bench;

  paper_bench_init (&bench, BR_LANGUAGE_ZPL);
  paper_bench_eat (&bench, "~HS");
  paper_bench_assert_answer (&bench,
                             "\x02"
                             "030,0,0,0320,000,0,0,0,000,0,0,0\x03\r\n\x02"
                             "001,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x02"
                             "1234,0\x03\r\n",
                             -1);
  bench.sense = (BrPaperSense) { .conditions = BR_COND_PAPER_OUT | BR_COND_HEAD_OPEN, .waiting = 2, .batch_left = 5, .full = TRUE };
  paper_bench_eat (&bench, "^XA~HS");
  paper_bench_assert_answer (&bench,
                             "\x02"
                             "030,1,0,0320,002,1,0,1,000,0,0,0\x03\r\n\x02"
                             "001,0,1,0,0,2,4,0,00000005,1,000\x03\r\n\x02"
                             "1234,0\x03\r\n",
                             -1);
  g_assert_cmpuint (br_paper_counts (bench.paper)->misplaced, ==, 0);
  paper_bench_clear (&bench);
}

static void
test_errors (void)
{
  static const struct
  {
    guint conditions;
    const char *errors;
  } cases[] = { { 0, "ERRORS:         0 00000000 00000000" },
                { BR_COND_PAPER_OUT, "ERRORS:         1 00000000 00000001" },
                { BR_COND_RIBBON_OUT, "ERRORS:         1 00000000 00000002" },
                { BR_COND_HEAD_OPEN | BR_COND_PAPER_OUT, "ERRORS:         1 00000000 00000005" },
                { BR_COND_PAUSED, "ERRORS:         1 00000000 00010000" },
                { BR_COND_PAPER_LOW, "WARNINGS:       1 00000000 00000008" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PaperBench bench;
      const guint8 end = '\0';

      paper_bench_init (&bench, BR_LANGUAGE_ZPL);
      bench.sense.conditions = cases[i].conditions;
      paper_bench_eat (&bench, "~HQES");
      g_byte_array_append (bench.answers, &end, 1);
      g_assert_nonnull (strstr ((const char *) bench.answers->data, cases[i].errors));
      paper_bench_clear (&bench);
    }
}

/* Obeyed within the text of another command, which goes on; told, if that was a picture. */
static void
test_immediate (void)
{
  static const BrPaperAct acts[] = { BR_PAPER_PAUSE, BR_PAPER_RESUME, BR_PAPER_CANCEL, BR_PAPER_NO_REPRINT, BR_PAPER_FEED, BR_PAPER_CALIBRATE, BR_PAPER_RESET };
  PaperBench bench;

  paper_bench_init (&bench, BR_LANGUAGE_ZPL);
  paper_bench_eat (&bench, SMALL "F00F~HI00000001" END);
  paper_bench_assert_dots (&bench, 0, DOTS);
  paper_bench_assert_answer (&bench,
                             "\x02"
                             "Backroom ZPL,V1.0,8,8192KB\x03\r\n",
                             -1);
  g_assert_cmpuint (br_paper_counts (bench.paper)->misplaced, ==, 1);
  paper_bench_eat (&bench, "~PP~PS~JA^XA^JZN^XZ~PH~JC~JR");
  g_assert_cmpmem (bench.acts->data, bench.acts->len * sizeof (BrPaperAct), acts, sizeof acts);
  g_assert_cmpuint (br_paper_counts (bench.paper)->ignored, ==, 0);
  paper_bench_eat (&bench, "~XX~HQXX");
  g_assert_cmpuint (br_paper_counts (bench.paper)->ignored, ==, 2);
  paper_bench_clear (&bench);
}

static void
test_power (void)
{
  PaperBench bench;

  paper_bench_init (&bench, BR_LANGUAGE_ZPL);
  paper_bench_eat (&bench, SMALL "FF");
  g_assert_true (br_paper_is_partial (bench.paper));
  br_paper_lose_power (bench.paper);
  g_assert_false (br_paper_is_partial (bench.paper));
  paper_bench_eat (&bench, END);
  g_assert_cmpuint (bench.bitmaps->len, ==, 0);
  paper_bench_clear (&bench);
}

/* Sizes that are lies. */
static void
test_limits (void)
{
  static const char *const streams[] = {
    "^XA^GFA,1,4294967296,1,FF^FS^XZ", "^XA^GFA,1,-5,1,FF^FS^XZ", "^XA^GFA,1,1,0,FF^FS^XZ", "^XA^GFA,1,1,2,FF^FS^XZ", "^XA^GFA,FF^FS^XZ",
    "^XA^GFC,1,1,1,FF^FS^XZ",          "^XA^GFB,0,0,0,^FS^XZ",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      PaperBench bench;

      g_test_message ("%s", streams[i]);
      paper_bench_init (&bench, BR_LANGUAGE_ZPL);
      paper_bench_eat (&bench, streams[i]);
      g_assert_cmpuint (bench.bitmaps->len, ==, 0);
      g_assert_cmpuint (br_paper_counts (bench.paper)->ignored, ==, 1);
      paper_bench_clear (&bench);
    }
}

static const char sample[] = "~JX~HS^XA^PW480^LH0,0^FO0,0^GFA,6,6,2," Z64 END "^XA^LL99^FO3,3^GFA,6,6,2," B64 END
                             "\r\n~HQES^XA^FO0,0^GFB,3,3,1,^~\x01^FS~HI^PQ2^XZ" SMALL "F00F,0001~HS^FS^POI^XZ^XA^GFA,1";

static void
test_splits (void)
{
  paper_bench_assert_splits (BR_LANGUAGE_ZPL, (const guint8 *) sample, sizeof sample - 1);
}

static void
test_garbage (void)
{
  paper_bench_assert_garbage (BR_LANGUAGE_ZPL, (const guint8 *) sample, sizeof sample - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/paper/zpl/crc", test_crc);
  g_test_add_func ("/paper/zpl/forms", test_forms);
  g_test_add_func ("/paper/zpl/damaged", test_damaged);
  g_test_add_func ("/paper/zpl/places", test_places);
  g_test_add_func ("/paper/zpl/formats", test_formats);
  g_test_add_func ("/paper/zpl/cancel-partial", test_cancel_partial);
  g_test_add_func ("/paper/zpl/host-status", test_host_status);
  g_test_add_func ("/paper/zpl/errors", test_errors);
  g_test_add_func ("/paper/zpl/immediate", test_immediate);
  g_test_add_func ("/paper/zpl/power", test_power);
  g_test_add_func ("/paper/zpl/limits", test_limits);
  g_test_add_func ("/paper/zpl/splits", test_splits);
  g_test_add_func ("/paper/zpl/garbage", test_garbage);
  return g_test_run ();
}
