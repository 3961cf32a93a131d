/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interpreters of the printers whose labels come row by row: Brother QL and DYMO LabelWriter. */
#include "config.h"

#include "paper-bench.h"

/* A head of 16 pins and an unknown roll: what the bits say is what is seen. */
static void
init_small (PaperBench *bench, BrPrinterLanguageId language)
{
  const BrPaperProfile profile = { .language = language, .head = { .dots_num = 1181, .dots_den = 100, .width_dots = 16 }, .width = 150, .height = 150 };

  paper_bench_init_with (bench, &profile);
}

static void
init_roll (PaperBench *bench, int width, int height)
{
  const BrPaperProfile profile = {
    .language = BR_LANGUAGE_BROTHER_QL, .head = { .dots_num = 1181, .dots_den = 100, .width_dots = 720 }, .width = width, .height = height, .gap = 300
  };

  paper_bench_init_with (bench, &profile);
}

/* The golden picture of labels.md 2.0 in its mirrored form: F00F is the same both ways, 0001 becomes 8000. */
static void
test_ql_forms (void)
{
  static const struct
  {
    const char *hex, *dots;
  } cases[] = {
    { "1B40 67 00 02 F00F 67 00 02 0000 67 00 02 8000 1A", "####........####/................/...............#" },
    { "1B40 4D02 67 00 03 01F00F 67 00 02 FF00 67 00 03 018000 1A", "####........####/................/...............#" },
    { "67 00 02 F00F 5A 67 00 02 8000 1A", "####........####/................/...............#" },
    { "67 00 01 80 0C", "...............#" },
    { "77 01 02 8000 77 02 02 0001 1A", "#..............#" },         /* two colours on one row */
    { "4D02 67 00 02 FF80 4D00 67 00 02 0000 1A", ".......#.......#" }, /* 80 twice */
    { "67 00 04 8000FFFF 1A", "...............#" },                     /* wider than the head */
    { "4D02 67 00 04 80 01 8000 1A", "...............#" },              /* 80 in a control byte is nothing */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PaperBench bench;

      g_test_message ("%s", cases[i].hex);
      init_small (&bench, BR_LANGUAGE_BROTHER_QL);
      paper_bench_eat_hex (&bench, cases[i].hex);
      g_assert_cmpuint (bench.bitmaps->len, ==, 1);
      paper_bench_assert_dots (&bench, 0, cases[i].dots);
      g_assert_cmpuint (br_paper_counts (bench.paper)->ignored, ==, 0);
      g_assert_false (br_paper_is_partial (bench.paper));
      paper_bench_clear (&bench);
    }
}

/* A 62 mm roll: pins 12..707, the first of them the right edge. */
static void
test_ql_roll (void)
{
  PaperBench bench;
  guint8 row[93] = { 0x67, 0x00, 90 };
  const BrBitmap *bitmap;

  init_roll (&bench, 6200, 2900);
  paper_bench_eat_hex (&bench, "1B40 1B6961 01 1B697A CE0B3E1D 01000000 0000 1B694D40 1B6941 01 1B694B 08 1B6964 0000 4D00");
  row[3 + 1] = 0x08; /* pin 12 */
  br_paper_eat (bench.paper, row, sizeof row);
  paper_bench_eat_hex (&bench, "1A");
  bitmap = bench.bitmaps->pdata[0];
  g_assert_cmpuint (bitmap->width, ==, 696);
  g_assert_cmpuint (bitmap->height, ==, 1);
  g_assert_true (br_bitmap_get (bitmap, 695, 0));
  g_assert_false (br_bitmap_get (bitmap, 694, 0));
  g_assert_cmpuint (br_paper_counts (bench.paper)->ignored, ==, 0);
  paper_bench_clear (&bench);
}

/* The roll a job was made for is another than the loaded one: nothing is printed, the printer says so. */
static void
test_ql_wrong_roll (void)
{
  static const struct
  {
    const char *media;
    guint prints;
  } cases[] = { { "8E0B3E1D", 1 }, { "8E0B1D1D", 0 }, { "8E0A3E00", 0 }, { "8E0B3E64", 0 }, { "800A0000", 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PaperBench bench;

      g_test_message ("%s", cases[i].media);
      init_roll (&bench, 6200, 2900);
      paper_bench_eat_hex (&bench, "1B40 1B697A");
      paper_bench_eat_hex (&bench, cases[i].media);
      paper_bench_eat_hex (&bench, "01000000 0000 67 00 01 01 1A");
      g_assert_cmpuint (bench.bitmaps->len, ==, cases[i].prints);
      g_assert_cmpuint (bench.answers->len, ==, cases[i].prints == 1 ? 0 : 32);
      if (cases[i].prints == 0)
        {
          g_assert_cmphex (bench.answers->data[18], ==, 0x02);
          g_assert_cmphex (bench.answers->data[9], ==, 0x01);
        }
      paper_bench_clear (&bench);
    }
}

static void
test_ql_status (void)
{
  PaperBench bench;
  const guint8 *status;

  init_roll (&bench, 6200, 2900);
  paper_bench_eat_hex (&bench, "1B6953");
  g_assert_cmpuint (bench.answers->len, ==, 32);
  status = bench.answers->data;
  g_assert_cmpmem (status, 3,
                   "\x80\x20"
                   "B",
                   3);
  g_assert_cmpuint (status[10], ==, 62);
  g_assert_cmphex (status[11], ==, 0x0B);
  g_assert_cmpuint (status[17], ==, 29);
  g_assert_cmphex (status[8] | status[9] | status[18] | status[19], ==, 0);
  g_byte_array_set_size (bench.answers, 0);
  bench.sense.conditions = BR_COND_PAPER_OUT | BR_COND_HEAD_OPEN;
  br_paper_change (bench.paper);
  g_assert_cmpuint (bench.answers->len, ==, 32);
  g_assert_cmphex (bench.answers->data[8], ==, 0x02);
  g_assert_cmphex (bench.answers->data[9], ==, 0x10);
  g_assert_cmphex (bench.answers->data[18], ==, 0x02);
  paper_bench_clear (&bench);
}

/* Unasked: a page begins, is completed, the printer receives again. Asking meanwhile is not allowed. */
static void
test_ql_acknowledges (void)
{
  PaperBench bench;

  init_roll (&bench, 6200, 0);
  bench.sense.printing = TRUE;
  br_paper_begin (bench.paper);
  g_assert_cmpuint (bench.answers->len, ==, 32);
  g_assert_cmphex (bench.answers->data[11], ==, 0x0A);
  g_assert_cmphex (bench.answers->data[18], ==, 0x06);
  g_assert_cmphex (bench.answers->data[19], ==, 0x01);
  g_byte_array_set_size (bench.answers, 0);
  paper_bench_eat_hex (&bench, "1B6953");
  g_assert_cmpuint (bench.answers->len, ==, 0);
  g_assert_cmpuint (br_paper_counts (bench.paper)->misplaced, ==, 1);
  bench.sense.printing = FALSE;
  br_paper_end (bench.paper);
  g_assert_cmpuint (bench.answers->len, ==, 64);
  g_assert_cmphex (bench.answers->data[18], ==, 0x01);
  g_assert_cmphex (bench.answers->data[32 + 18], ==, 0x06);
  g_assert_cmphex (bench.answers->data[32 + 19], ==, 0x00);
  paper_bench_clear (&bench);
}

/* The golden picture in rows and in runs. */
static void
test_dymo_forms (void)
{
  static const struct
  {
    const char *hex, *dots;
  } cases[] = {
    { "1B40 1B42 00 1B44 02 1B4C 0010 16 F00F 16 0000 16 0001 1B45", "####........####/................/...............#" },
    { "1B44 02 17 83 07 83 17 0F 17 0E 80 1B47", "####........####/................/...............#" },
    { "1B44 02 16 F00F 1B66 0101 16 0001 1B47", "####........####/................/...............#" },
    { "1B42 01 1B44 01 16 80 1B47", "........#......." },
    { "1B42 01 1B44 02 16 8080 1B47", "........#......." },  /* beyond the head */
    { "1B44 02 17 FF 1B47", "################" },             /* a run beyond the row */
    { "1B65 1B68 1B71 30 1B44 01 16 01 1B47", ".......#" },
    { "1B44 02 16 1B41 1B47", "...##.##.#.....#" },          /* raw bytes that look like a question */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PaperBench bench;

      g_test_message ("%s", cases[i].hex);
      init_small (&bench, BR_LANGUAGE_DYMO_4XX);
      paper_bench_eat_hex (&bench, cases[i].hex);
      g_assert_cmpuint (bench.bitmaps->len, ==, 1);
      g_assert_cmpuint (bench.n_spoiled, ==, 0);
      paper_bench_assert_dots (&bench, 0, cases[i].dots);
      g_assert_cmpuint (br_paper_counts (bench.paper)->ignored, ==, 0);
      g_assert_cmpuint (bench.answers->len, ==, 0);
      paper_bench_clear (&bench);
    }
}

static void
test_dymo_status (void)
{
  static const struct
  {
    BrPaperSense sense;
    guint8 answer;
  } cases[] = {
    { { 0 }, 0x03 },
    { { .printing = TRUE }, 0x01 },
    { { .conditions = BR_COND_PAPER_OUT }, 0x20 },
    { { .conditions = BR_COND_JAM }, 0x40 },
    { { .conditions = BR_COND_HEAD_OPEN }, 0x80 },
  };
  PaperBench bench;

  init_small (&bench, BR_LANGUAGE_DYMO_4XX);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      bench.sense = cases[i].sense;
      paper_bench_eat_hex (&bench, "1B41");
      paper_bench_assert_answer (&bench, (const char *) &cases[i].answer, 1);
    }
  paper_bench_eat_hex (&bench, "1B56");
  g_assert_cmpuint (bench.answers->len, ==, 10);
  paper_bench_clear (&bench);
}

/* A label that is cut off is on the paper, spoiled; after bytes/row + 1 escapes and a reset the next is right. */
static void
test_dymo_resync (void)
{
  static const guint8 job[] = { 0x1B, 0x44, 0x02, 0x16, 0xF0, 0x0F, 0x16, 0x00, 0x00, 0x17, 0x83, 0x07, 0x83 };

  for (gsize cut = 0; cut <= sizeof job; cut++)
    {
      PaperBench bench;
      guint spoiled = cut > 3;

      g_test_message ("cut after %zu", cut);
      init_small (&bench, BR_LANGUAGE_DYMO_4XX);
      br_paper_eat (bench.paper, job, cut);
      paper_bench_eat_hex (&bench, "1B1B1B 1B40 1B44 02 16 F00F 16 0000 16 0001 1B45");
      g_assert_cmpuint (bench.n_spoiled, ==, spoiled);
      g_assert_cmpuint (bench.bitmaps->len, ==, 1 + spoiled);
      paper_bench_assert_dots (&bench, spoiled, "####........####/................/...............#");
      paper_bench_clear (&bench);
    }
}

static void
test_dymo_power (void)
{
  PaperBench bench;

  init_small (&bench, BR_LANGUAGE_DYMO_4XX);
  paper_bench_eat_hex (&bench, "1B44 02 16 F00F");
  g_assert_true (br_paper_is_partial (bench.paper));
  br_paper_lose_power (bench.paper);
  g_assert_false (br_paper_is_partial (bench.paper));
  g_assert_cmpuint (bench.n_spoiled, ==, 1);
  paper_bench_assert_dots (&bench, 0, "####........####");
  paper_bench_clear (&bench);
}

/* A page without end is cut off, not kept in memory for ever. */
static void
test_too_long (void)
{
  PaperBench bench;

  init_small (&bench, BR_LANGUAGE_BROTHER_QL);
  for (int i = 0; i < 70000; i++)
    paper_bench_eat_hex (&bench, "67 00 01 80");
  paper_bench_eat_hex (&bench, "1A");
  g_assert_cmpuint (((const BrBitmap *) bench.bitmaps->pdata[0])->height, ==, BR_BITMAP_MAX_SIDE);
  g_assert_cmpuint (br_paper_counts (bench.paper)->damaged, ==, 70000 - BR_BITMAP_MAX_SIDE);
  paper_bench_clear (&bench);
}

static const guint8 ql_sample[] = { 0,    0,    0x1B, 0x40, 0x1B, 0x69, 0x53, 0x1B, 0x69, 0x7A, 0x80, 0x0B, 0x3E, 0x1D,
                                    3,    0,    0,    0,    0,    0,    0x4D, 0x02, 0x67, 0x00, 0x03, 0x01, 0xF0, 0x0F,
                                    0x67, 0x00, 0x02, 0xFF, 0x00, 0x5A, 0x0C, 0x77, 0x01, 0x02, 0xFF, 0x80, 0x1A, 0x99 };
static const guint8 dymo_sample[] = { 0x1B, 0x1B, 0x1B, 0x40, 0x1B, 0x42, 0x01, 0x1B, 0x44, 0x02, 0x16, 0xF0, 0x0F, 0x17, 0x83, 0x07,
                                      0x83, 0x1B, 0x66, 0x01, 0x05, 0x1B, 0x41, 0x1B, 0x47, 0x16, 0x01, 0x02, 0x1B, 0x40, 0x16, 0x01 };

static void
test_splits (void)
{
  paper_bench_assert_splits (BR_LANGUAGE_BROTHER_QL, ql_sample, sizeof ql_sample);
  paper_bench_assert_splits (BR_LANGUAGE_DYMO_4XX, dymo_sample, sizeof dymo_sample);
}

static void
test_garbage (void)
{
  paper_bench_assert_garbage (BR_LANGUAGE_BROTHER_QL, ql_sample, sizeof ql_sample);
  paper_bench_assert_garbage (BR_LANGUAGE_DYMO_4XX, dymo_sample, sizeof dymo_sample);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/paper/ql/forms", test_ql_forms);
  g_test_add_func ("/paper/ql/roll", test_ql_roll);
  g_test_add_func ("/paper/ql/wrong-roll", test_ql_wrong_roll);
  g_test_add_func ("/paper/ql/status", test_ql_status);
  g_test_add_func ("/paper/ql/acknowledges", test_ql_acknowledges);
  g_test_add_func ("/paper/dymo/forms", test_dymo_forms);
  g_test_add_func ("/paper/dymo/status", test_dymo_status);
  g_test_add_func ("/paper/dymo/resync", test_dymo_resync);
  g_test_add_func ("/paper/dymo/power", test_dymo_power);
  g_test_add_func ("/paper/rows/too-long", test_too_long);
  g_test_add_func ("/paper/rows/splits", test_splits);
  g_test_add_func ("/paper/rows/garbage", test_garbage);
  return g_test_run ();
}
