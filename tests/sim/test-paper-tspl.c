/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The TSPL interpreter, with streams written by hand from the makers' manuals. */
#include "config.h"

#include "paper-bench.h"

#define HEAD "SIZE 60 mm,40 mm\r\nGAP 2 mm,0 mm\r\nDIRECTION 0,0\r\nREFERENCE 0,0\r\nCLS\r\n"

/* The golden picture of labels.md 2.0: F00F / 0000 / 0001, inverted on the way. */
#define GOLDEN "BITMAP 0,0,2,3,0,\x0F\xF0\xFF\xFF\xFF\xFE\r\n"
#define GOLDEN_DOTS "####........####/................/...............#"

static void
test_reference_job (void)
{
  PaperBench bench;
  const BrBitmap *bitmap;

  paper_bench_init (&bench, BR_LANGUAGE_TSPL);
  paper_bench_eat (&bench, HEAD GOLDEN);
  g_assert_cmpuint (bench.bitmaps->len, ==, 0);
  g_assert_cmpuint (br_paper_held (bench.paper), >, 0);
  paper_bench_eat (&bench, "PRINT 1,1\r\n");
  g_assert_cmpuint (bench.bitmaps->len, ==, 1);
  bitmap = bench.bitmaps->pdata[0];
  g_assert_cmpuint (bitmap->width, ==, 480);
  g_assert_cmpuint (bitmap->height, ==, 320);
  paper_bench_assert_dots (&bench, 0, GOLDEN_DOTS);
  g_assert_cmpuint (br_paper_held (bench.paper), ==, 0);
  g_assert_cmpuint (br_paper_counts (bench.paper)->ignored, ==, 0);
  g_assert_false (br_paper_is_partial (bench.paper));
  paper_bench_clear (&bench);
}

/* Each stream prints one label of 8 × 2 dots whose top left is `dots`. */
static void
test_drawing (void)
{
  static const struct
  {
    const char *stream, *dots;
  } cases[] = {
    { "BITMAP 0,0,1,1,0,\x7F\nPRINT 1\n", "#......." },
    { "BITMAP 3,1,1,1,0,\x7F\nPRINT 1\n", "......../...#...." },             /* not on a byte */
    { "BITMAP -7,0,1,1,0,\xFE\nPRINT 1\n", "#......." },                      /* partly left of the label */
    { "BITMAP 70000,0,1,1,0,\x01\nPRINT 1\n", "" },                            /* outside */
    { "BITMAP 0,0,1,1,0,\x0F\nBITMAP 0,0,1,1,0,\x7F\nPRINT 1\n", "#......." }, /* over */
    { "BITMAP 0,0,1,1,0,\x0F\nBITMAP 0,0,1,1,1,\xFE\nPRINT 1\n", "####...#" }, /* or */
    { "BITMAP 0,0,1,1,0,\x0F\nBITMAP 0,0,1,1,2,\x7F\nPRINT 1\n", ".###...." }, /* xor */
    { "REFERENCE 2,1\nBITMAP 0,0,1,1,0,\x7F\nPRINT 1\n", "......../..#....." },
    { "BITMAP 0,0,1,1,0,\x7F\nCLS\nPRINT 1\n", "" },
    { "bitmap 0, 0, 1, 1, 0,\x7F\r\nprint 1\r\n", "#......." },                /* blanks and small letters */
    { "BITMAP 0,0,1,2,0,\r\n\nPRINT 1\n", "####..#./####.#.#" },                /* raw bytes that look like ends of lines */
    { "DIRECTION 1\nBITMAP 0,0,1,1,0,\x7F\nPRINT 1\n", "......../.......#" },
    { "NONSENSE 1\nBITMAP 0,0,1,1,0,\x7F\nPRINT 1\n", "#......." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PaperBench bench;

      g_test_message ("case %zu", i);
      paper_bench_init (&bench, BR_LANGUAGE_TSPL);
      paper_bench_eat (&bench, "SIZE 8 dot,2 dot\n");
      paper_bench_eat (&bench, cases[i].stream);
      g_assert_cmpuint (bench.bitmaps->len, ==, 1);
      paper_bench_assert_dots (&bench, 0, cases[i].dots);
      paper_bench_clear (&bench);
    }
}

/* What firmware would not print is not printed. */
static void
test_refused (void)
{
  static const char *const streams[] = { "PRINT 0\n",        "PRINT\n",          "PRINT x\n", "PRINTS 1\n",        "PRINT 1,1,1\n",
                                         "TEXT 1,1,\"x\"\n", "SIZE 60mm,40mm\n", "SIZE ,\n",  "SIZE nan mm,1 mm\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      PaperBench bench;

      g_test_message ("%s", streams[i]);
      paper_bench_init (&bench, BR_LANGUAGE_TSPL);
      paper_bench_eat (&bench, streams[i]);
      g_assert_cmpuint (bench.bitmaps->len, ==, 0);
      g_assert_cmpuint (br_paper_counts (bench.paper)->ignored, ==, 1);
      paper_bench_clear (&bench);
    }
}

static void
test_copies (void)
{
  static const struct
  {
    const char *line;
    guint copies;
  } cases[] = { { "PRINT 3\n", 3 }, { "PRINT 2,3\n", 6 }, { "PRINT 999999999,999999999\n", 999999999 }, { "PRINT 99999999999999999999\n", 999999999 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PaperBench bench;

      paper_bench_init (&bench, BR_LANGUAGE_TSPL);
      paper_bench_eat (&bench, cases[i].line);
      g_assert_cmpuint (bench.copies->len, ==, 1);
      g_assert_cmpuint (g_array_index (bench.copies, guint, 0), ==, cases[i].copies);
      paper_bench_clear (&bench);
    }
}

static void
test_simple_status (void)
{
  static const struct
  {
    BrPaperSense sense;
    guint8 answer;
  } cases[] = {
    { { 0 }, 0x00 },
    { { .conditions = BR_COND_HEAD_OPEN }, 0x01 },
    { { .conditions = BR_COND_JAM }, 0x02 },
    { { .conditions = BR_COND_PAPER_OUT }, 0x04 },
    { { .conditions = BR_COND_PAPER_OUT | BR_COND_HEAD_OPEN }, 0x05 },
    { { .conditions = BR_COND_RIBBON_OUT }, 0x08 },
    { { .conditions = BR_COND_PAUSED }, 0x10 },
    { { .printing = TRUE }, 0x20 },
    { { .conditions = BR_COND_OTHER }, 0x80 },
  };
  PaperBench bench;

  paper_bench_init (&bench, BR_LANGUAGE_TSPL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      bench.sense = cases[i].sense;
      paper_bench_eat (&bench, "\x1B!?");
      paper_bench_assert_answer (&bench, (const char *) &cases[i].answer, 1);
    }
  g_assert_cmpuint (br_paper_counts (bench.paper)->ignored, ==, 0);
  g_assert_cmpuint (br_paper_counts (bench.paper)->misplaced, ==, 0);
  paper_bench_clear (&bench);
}

static void
test_long_status (void)
{
  static const struct
  {
    BrPaperSense sense;
    const char *answer;
  } cases[] = {
    { { 0 }, "\x02@@@@\x03\r\n" },
    { { .printing = TRUE }, "\x02P@@@\x03\r\n" },
    { { .printing = TRUE, .full = TRUE }, "\x02PH@@\x03\r\n" },
    { { .conditions = BR_COND_PAPER_OUT },
      "\x02"
      "E@@A\x03\r\n" },
    { { .conditions = BR_COND_HEAD_OPEN },
      "\x02"
      "E@@`\x03\r\n" },
    { { .conditions = BR_COND_PAUSED }, "\x02`@@@\x03\r\n" },
    { { .conditions = BR_COND_WAIT_TAKE }, "\x02L@@@\x03\r\n" },
    { { .conditions = BR_COND_HOT },
      "\x02"
      "E@A@\x03\r\n" },
  };
  PaperBench bench;

  paper_bench_init (&bench, BR_LANGUAGE_TSPL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      bench.sense = cases[i].sense;
      paper_bench_eat (&bench, "\x1B!S");
      paper_bench_assert_answer (&bench, cases[i].answer, 8);
    }
  paper_bench_clear (&bench);
}

/* ~! is answered only by a printer that is ready; ESC ! in the middle of a line does not break it. */
static void
test_immediate (void)
{
  static const BrPaperAct acts[] = { BR_PAPER_PAUSE, BR_PAPER_RESUME, BR_PAPER_CANCEL, BR_PAPER_FEED, BR_PAPER_RESET };
  PaperBench bench;

  paper_bench_init (&bench, BR_LANGUAGE_TSPL);
  paper_bench_eat (&bench, "PRI\x1B!?NT 1\r\n");
  g_assert_cmpuint (bench.bitmaps->len, ==, 1);
  paper_bench_assert_answer (&bench, "\0", 1);
  paper_bench_eat (&bench, "~!T");
  g_assert_cmpuint (bench.answers->len, >, 2);
  g_byte_array_set_size (bench.answers, 0);
  bench.sense.conditions = BR_COND_PAPER_OUT;
  paper_bench_eat (&bench, "~!T~!I~!@");
  paper_bench_assert_answer (&bench, "", 0);
  paper_bench_eat (&bench, "\x1B!P\x1B!O\x1B!.\x1B!F\x1B!R");
  g_assert_cmpmem (bench.acts->data, bench.acts->len * sizeof (BrPaperAct), acts, sizeof acts);
  paper_bench_clear (&bench);
}

static void
test_reprint (void)
{
  static const BrPaperAct acts[] = { BR_PAPER_REPRINT, BR_PAPER_NO_REPRINT };
  PaperBench bench;

  paper_bench_init (&bench, BR_LANGUAGE_TSPL);
  paper_bench_eat (&bench, "SET REPRINT ON\r\nSET REPRINT OFF\r\nSET TEAR ON\r\n");
  g_assert_cmpmem (bench.acts->data, bench.acts->len * sizeof (BrPaperAct), acts, sizeof acts);
  paper_bench_clear (&bench);
}

/* A question within raw bytes is dots, and is told. */
static void
test_misplaced (void)
{
  PaperBench bench;

  paper_bench_init (&bench, BR_LANGUAGE_TSPL);
  paper_bench_eat (&bench, "SIZE 8 dot,2 dot\nBITMAP 0,0,1,4,0,\x1B!?\xFF\r\n");
  paper_bench_assert_answer (&bench, "", 0);
  g_assert_cmpuint (br_paper_counts (bench.paper)->misplaced, ==, 1);
  g_assert_false (br_paper_is_partial (bench.paper));
  paper_bench_clear (&bench);
}

/* labels.md 8.4: as many FF as a picture may still wait for, CR LF, CLS: whatever was cut off, the next label is right. */
static void
test_resync (void)
{
  static const char job[] = "SIZE 16 dot,3 dot\r\nCLS\r\nBITMAP 0,0,2,3,0,\x0F\xF0\x0F\xFF\xFF\xFE\r\n";
  static const char next[] = "\xFF\xFF\xFF\xFF\xFF\xFF\r\nCLS\r\nSIZE 16 dot,3 dot\r\nCLS\r\n" GOLDEN "PRINT 1,1\r\n";

  for (gsize cut = 0; cut < sizeof job; cut++)
    {
      PaperBench bench;

      g_test_message ("cut after %zu", cut);
      paper_bench_init (&bench, BR_LANGUAGE_TSPL);
      br_paper_eat (bench.paper, (const guint8 *) job, cut);
      paper_bench_eat (&bench, next);
      g_assert_cmpuint (bench.bitmaps->len, ==, 1);
      paper_bench_assert_dots (&bench, 0, GOLDEN_DOTS);
      paper_bench_clear (&bench);
    }
}

static void
test_power (void)
{
  PaperBench bench;

  paper_bench_init (&bench, BR_LANGUAGE_TSPL);
  paper_bench_eat (&bench, "SIZE 8 dot,2 dot\nBITMAP 0,0,100,100,0,\x01");
  g_assert_true (br_paper_is_partial (bench.paper));
  br_paper_lose_power (bench.paper);
  g_assert_false (br_paper_is_partial (bench.paper));
  paper_bench_eat (&bench, "PRINT 1\n");
  g_assert_cmpuint (((const BrBitmap *) bench.bitmaps->pdata[0])->width, ==, 480); /* the roll, for SIZE is forgotten */
  paper_bench_assert_dots (&bench, 0, "");
  paper_bench_clear (&bench);
}

/* A line longer than firmware reads, a picture of 4 GB, a label wider than the head. */
static void
test_limits (void)
{
  g_autofree char *flood = g_strnfill (100000, 'A');
  PaperBench bench;

  paper_bench_init (&bench, BR_LANGUAGE_TSPL);
  paper_bench_eat (&bench, flood);
  paper_bench_eat (&bench, "\nSIZE 1000 dot,1 dot\nBITMAP 824,0,2,1,0,");
  paper_bench_eat_hex (&bench, "00 00");
  paper_bench_eat (&bench, "\nPRINT 1\n");
  g_assert_cmpuint (br_paper_counts (bench.paper)->ignored, ==, 1);
  g_assert_true (br_bitmap_get (bench.bitmaps->pdata[0], 831, 0));
  g_assert_false (br_bitmap_get (bench.bitmaps->pdata[0], 832, 0));
  paper_bench_eat (&bench, "BITMAP 0,0,65535,65535,0,");
  paper_bench_eat (&bench, flood);
  g_assert_true (br_paper_is_partial (bench.paper));
  paper_bench_clear (&bench);
}

static const char sample[] = HEAD GOLDEN "PRINT 1,1\r\n\x1B!?CLS\r\n" GOLDEN "\x1B!S~!TPRINT 2\r\nSET REPRINT ON\r\nWHAT\r\n" GOLDEN "PRINT 1\n";

static void
test_splits (void)
{
  paper_bench_assert_splits (BR_LANGUAGE_TSPL, (const guint8 *) sample, sizeof sample - 1);
}

static void
test_garbage (void)
{
  paper_bench_assert_garbage (BR_LANGUAGE_TSPL, (const guint8 *) sample, sizeof sample - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/paper/tspl/reference-job", test_reference_job);
  g_test_add_func ("/paper/tspl/drawing", test_drawing);
  g_test_add_func ("/paper/tspl/refused", test_refused);
  g_test_add_func ("/paper/tspl/copies", test_copies);
  g_test_add_func ("/paper/tspl/simple-status", test_simple_status);
  g_test_add_func ("/paper/tspl/long-status", test_long_status);
  g_test_add_func ("/paper/tspl/immediate", test_immediate);
  g_test_add_func ("/paper/tspl/reprint", test_reprint);
  g_test_add_func ("/paper/tspl/misplaced", test_misplaced);
  g_test_add_func ("/paper/tspl/resync", test_resync);
  g_test_add_func ("/paper/tspl/power", test_power);
  g_test_add_func ("/paper/tspl/limits", test_limits);
  g_test_add_func ("/paper/tspl/splits", test_splits);
  g_test_add_func ("/paper/tspl/garbage", test_garbage);
  return g_test_run ();
}
