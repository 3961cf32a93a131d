/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The EPL2 interpreter, with streams written by hand from the makers' manuals. */
#include "config.h"

#include "paper-bench.h"

#define HEAD "\nN\nq16\nQ3,16\n"
#define GOLDEN "\x0F\xF0\xFF\xFF\xFF\xFE"
#define GOLDEN_DOTS "####........####/................/...............#"

static void
test_reference_job (void)
{
  PaperBench bench;
  const BrBitmap *bitmap;

  paper_bench_init (&bench, BR_LANGUAGE_EPL);
  paper_bench_eat (&bench, "\nN\nq480\nQ320,16\nGW0,0,2,3," GOLDEN "\n");
  g_assert_cmpuint (bench.bitmaps->len, ==, 0);
  paper_bench_eat (&bench, "P1\n");
  g_assert_cmpuint (bench.bitmaps->len, ==, 1);
  bitmap = bench.bitmaps->pdata[0];
  g_assert_cmpuint (bitmap->width, ==, 480);
  g_assert_cmpuint (bitmap->height, ==, 320);
  paper_bench_assert_dots (&bench, 0, GOLDEN_DOTS);
  g_assert_cmpuint (br_paper_counts (bench.paper)->ignored, ==, 0);
  g_assert_false (br_paper_is_partial (bench.paper));
  paper_bench_clear (&bench);
}

static void
test_drawing (void)
{
  static const struct
  {
    const char *stream, *dots;
  } cases[] = {
    { HEAD "GW0,0,2,3\n" GOLDEN "\nP1\n", GOLDEN_DOTS },               /* the other separator */
    { HEAD "GW0,0,2,3\r\n" GOLDEN "\r\nP1\r\n", GOLDEN_DOTS },
    { HEAD "GW8,1,1,1,\x7F\nP1\n", "................/........#......." },
    { HEAD "R8,1\nGW0,0,1,1,\x7F\nP1\n", "................/........#......." },
    { HEAD "GW0,0,1,1,\x0F\nGW0,0,1,1,\x7F\nP1\n", "#......." },       /* over */
    { HEAD "GW0,0,1,1,\x7F\nN\nP1\n", "" },
    { HEAD "ZB\nGW0,0,1,1,\x7F\nP1\n", "................/................/...............#" },
    { HEAD "A10,10,0,1,1,1,N,\"text\"\nGW0,0,1,1,\x7F\nP1\n", "#......." },
    { HEAD "GW0,0,1,3,\n,\r\nP1\n", "####.#.#/##.#..##/####..#." },   /* raw bytes that look like something */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PaperBench bench;

      g_test_message ("case %zu", i);
      paper_bench_init (&bench, BR_LANGUAGE_EPL);
      paper_bench_eat (&bench, cases[i].stream);
      g_assert_cmpuint (bench.bitmaps->len, ==, 1);
      paper_bench_assert_dots (&bench, 0, cases[i].dots);
      paper_bench_clear (&bench);
    }
}

static void
test_copies (void)
{
  static const struct
  {
    const char *line;
    guint copies; /* 0 = not printed */
  } cases[] = { { "P1\n", 1 }, { "P2,3\n", 6 }, { "P0\n", 0 }, { "P\n", 0 }, { "p1\n", 0 }, { "Px\n", 0 }, { "P999999999,9\n", 999999999 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PaperBench bench;

      g_test_message ("%s", cases[i].line);
      paper_bench_init (&bench, BR_LANGUAGE_EPL);
      paper_bench_eat (&bench, cases[i].line);
      g_assert_cmpuint (bench.copies->len, ==, cases[i].copies > 0);
      if (cases[i].copies > 0)
        g_assert_cmpuint (g_array_index (bench.copies, guint, 0), ==, cases[i].copies);
      paper_bench_clear (&bench);
    }
}

static void
test_errors (void)
{
  static const struct
  {
    BrPaperSense sense;
    const char *answer;
  } cases[] = {
    { { 0 }, "00\r\n" },
    { { .printing = TRUE }, "00\r\n" },
    { { .conditions = BR_COND_PAPER_OUT, .batch_left = 7 }, "07P007\r\n" },
    { { .conditions = BR_COND_RIBBON_OUT }, "07P000\r\n" },
    { { .conditions = BR_COND_HEAD_OPEN }, "11\r\n" },
    { { .conditions = BR_COND_PAUSED }, "12\r\n" },
    { { .conditions = BR_COND_WAIT_TAKE }, "50\r\n" },
    { { .conditions = BR_COND_HOT }, "62\r\n" },
    { { .conditions = BR_COND_CUTTER }, "81\r\n" },
    { { .conditions = BR_COND_OTHER }, "99\r\n" },
    { { .full = TRUE }, "" },
  };
  PaperBench bench;

  paper_bench_init (&bench, BR_LANGUAGE_EPL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      bench.sense = cases[i].sense;
      paper_bench_eat (&bench, "^ee\n");
      paper_bench_assert_answer (&bench, cases[i].answer, -1);
    }
  paper_bench_eat (&bench, "^@\n");
  g_assert_cmpint (g_array_index (bench.acts, BrPaperAct, 0), ==, BR_PAPER_RESET);
  paper_bench_clear (&bench);
}

/* labels.md 8.4: FF, LF, N LF. */
static void
test_resync (void)
{
  static const char job[] = "\nN\nq16\nQ3,16\nGW0,0,2,3,\x01\x02\x03\x04\x05\x06\n";

  for (gsize cut = 0; cut < sizeof job; cut++)
    {
      PaperBench bench;

      g_test_message ("cut after %zu", cut);
      paper_bench_init (&bench, BR_LANGUAGE_EPL);
      br_paper_eat (bench.paper, (const guint8 *) job, cut);
      paper_bench_eat (&bench, "\xFF\xFF\xFF\xFF\xFF\xFF\nN\n" HEAD "GW0,0,2,3," GOLDEN "\nP1\n");
      g_assert_cmpuint (bench.bitmaps->len, ==, 1);
      paper_bench_assert_dots (&bench, 0, GOLDEN_DOTS);
      paper_bench_clear (&bench);
    }
}

static const char sample[] = HEAD "GW0,0,2,3," GOLDEN "\nP2\n^ee\nJUNK\nGW1,1,1,1\n\x55\nP1\n^@\nGW0,0,9,9,abc";

static void
test_splits (void)
{
  paper_bench_assert_splits (BR_LANGUAGE_EPL, (const guint8 *) sample, sizeof sample - 1);
}

static void
test_garbage (void)
{
  paper_bench_assert_garbage (BR_LANGUAGE_EPL, (const guint8 *) sample, sizeof sample - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/paper/epl/reference-job", test_reference_job);
  g_test_add_func ("/paper/epl/drawing", test_drawing);
  g_test_add_func ("/paper/epl/copies", test_copies);
  g_test_add_func ("/paper/epl/errors", test_errors);
  g_test_add_func ("/paper/epl/resync", test_resync);
  g_test_add_func ("/paper/epl/splits", test_splits);
  g_test_add_func ("/paper/epl/garbage", test_garbage);
  return g_test_run ();
}
