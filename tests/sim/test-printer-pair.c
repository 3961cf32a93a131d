/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The encoders of wire against the interpreters of sim, which were written by another hand from the makers' descriptions: what goes in as
 * a picture comes out as the same picture, also after a stream was cut off anywhere, and what one answers the other understands. */
#include "config.h"

#include "br-printer-language.h"
#include "br-random.h"
#include "paper-bench.h"
#include <string.h>

static const BrPrintSetup page_setup = {
  .head = { .dots_num = 8, .dots_den = 1, .width_dots = 832 },
  .width = 6000,
  .height = 4000,
  .gap = 200,
  .tracking = BR_MEDIA_GAP,
  .own_media = TRUE,
  .darkness = -1,
  .speed = -1,
};

static const BrPrinterLanguageId pages[] = { BR_LANGUAGE_TSPL, BR_LANGUAGE_ZPL, BR_LANGUAGE_EPL };

static gboolean
bench_open (PaperBench *bench, BrPrinterLanguageId id)
{
  const BrPaperProfile profile = { .language = id, .head = page_setup.head, .width = 6000, .height = 4000, .gap = 200 };
  static const BrPaperBody nobody;
  g_autoptr (BrPaper) probe = br_paper_new (&profile, &nobody);

  if (probe == NULL)
    return FALSE;
  paper_bench_init_with (bench, &profile);
  return TRUE;
}

/* Bytes that make trouble on the way: ESC !, ESC, CR LF, ^, ~, and their opposites, more often than chance has them. */
static BrBitmap *
draw (BrXorshift *random, guint width, guint height)
{
  static const guint8 troubles[] = { 0xE4, 0xDE, 0x1B, 0x21, '\r', '\n', '^', '~', '"', 0x00, 0xFF, 0xF2, 0xF5, 0x02, 0x03, 0x1A };
  BrBitmap *bitmap = br_bitmap_new (width, height, NULL);
  guint kind = (guint) br_xorshift_below (random, 4);

  for (gsize i = 0; i < (gsize) bitmap->stride * height; i++)
    if (kind == 0)
      bitmap->rows[i] = (guint8) br_xorshift_next (random);
    else if (kind == 1)
      bitmap->rows[i] = troubles[br_xorshift_below (random, G_N_ELEMENTS (troubles))];
    else if (br_xorshift_below (random, 30) == 0)
      bitmap->rows[i] = (guint8) br_xorshift_next (random);
    else
      bitmap->rows[i] = kind == 2 && i > 0 && i % 7 != 0 ? bitmap->rows[i - 1] : 0;
  for (guint y = 0; y < height && width % 8 != 0; y++)
    bitmap->rows[(gsize) (y + 1) * bitmap->stride - 1] &= (guint8) (0xFF << (8 - width % 8));
  return bitmap;
}

static void
assert_on_paper (const PaperBench *bench, guint order, const BrBitmap *bitmap, int dx, int dy)
{
  const BrBitmap *paper;

  g_assert_cmpuint (order, <, bench->bitmaps->len);
  paper = bench->bitmaps->pdata[order];
  for (int y = 0; y < (int) paper->height; y++)
    for (int x = 0; x < (int) paper->width; x++)
      {
        gboolean inside = x < (int) bitmap->width && y < (int) bitmap->height;

        if (br_bitmap_get (paper, x, y) != (inside && br_bitmap_get (bitmap, x - dx, y - dy)))
          g_error ("label %u: dot %d,%d is %s", order, x, y, br_bitmap_get (paper, x, y) ? "black" : "white");
      }
}

static void
send (PaperBench *bench, const GByteArray *bytes)
{
  br_paper_eat (bench->paper, bytes->data, bytes->len);
}

/* The stream of one label, data and trigger; before the first of a job also what comes before. */
static void
write_label (const BrPrinterLanguage *language, const BrPrintSetup *setup, const BrBitmap *bitmap, gboolean first, gboolean last, GByteArray *out)
{
  g_autoptr (GByteArray) trigger = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  if (first)
    language->begin (setup, out);
  language->label (setup, bitmap, first, last, out, trigger, &error);
  g_assert_no_error (error);
  g_byte_array_append (out, trigger->data, trigger->len);
  if (last && language->end != NULL)
    language->end (setup, out);
}

static void
run_job (const BrPrinterLanguage *language, BrXorshift *random)
{
  BrPrintSetup setup = page_setup;
  int dx = (int) br_xorshift_below (random, 41) - 20, dy = (int) br_xorshift_below (random, 41) - 20;
  guint n = 1 + (guint) br_xorshift_below (random, 3);
  PaperBench bench;

  setup.plain = br_xorshift_below (random, 2) == 0;
  setup.own_media = br_xorshift_below (random, 2) == 0;
  setup.cut = br_xorshift_below (random, 4) == 0;
  if (br_xorshift_below (random, 2) == 0)
    dx = dy = 0;
  setup.offset_x = dx * 100 / 8;
  setup.offset_y = dy * 100 / 8;
  setup.offset_x += dx * 100 % 8 > 0 ? 1 : dx * 100 % 8 < 0 ? -1 : 0; /* so that it rounds to the dot meant */
  setup.offset_y += dy * 100 % 8 > 0 ? 1 : dy * 100 % 8 < 0 ? -1 : 0;
  g_assert_true (bench_open (&bench, language->id));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (BrBitmap) bitmap = draw (random, 1 + (guint) br_xorshift_below (random, 480), 1 + (guint) br_xorshift_below (random, 320));
      g_autoptr (GByteArray) stream = g_byte_array_new ();

      write_label (language, &setup, bitmap, i == 0, i + 1 == n, stream);
      send (&bench, stream);
      g_assert_cmpuint (bench.bitmaps->len, ==, i + 1);
      g_assert_cmpuint (g_array_index (bench.copies, guint, i), ==, 1);
      assert_on_paper (&bench, i, bitmap, dx, dy);
    }
  g_assert_cmpuint (br_paper_counts (bench.paper)->damaged, ==, 0);
  g_assert_cmpuint (br_paper_counts (bench.paper)->ignored, ==, 0);
  g_assert_false (br_paper_is_partial (bench.paper));
  paper_bench_clear (&bench);
}

static void
test_same_picture (gconstpointer data)
{
  const BrPrinterLanguage *language = br_printer_language_get (GPOINTER_TO_UINT (data));
  const char *told = g_getenv ("BACKROOM_PAPER_ROUNDS");
  guint rounds = told != NULL ? (guint) g_ascii_strtoull (told, NULL, 10) : 60;
  PaperBench bench;

  if (!bench_open (&bench, language->id))
    {
      g_test_skip ("no interpreter");
      return;
    }
  paper_bench_clear (&bench);
  for (guint seed = 1; seed <= rounds; seed++)
    {
      BrXorshift random;

      g_test_message ("seed %u", seed);
      br_xorshift_init (&random, seed);
      run_job (language, &random);
    }
}

/* A label's stream is cut off after `cut` bytes and the printer made ready again: nothing of it is printed unless it had been whole, and
 * the next label is right. */
static void
cut_at (const BrPrinterLanguage *language, const BrPrintSetup *setup, BrBitmap *const *labels, gsize cut)
{
  g_autoptr (GByteArray) first = g_byte_array_new (), trigger = g_byte_array_new (), resync = g_byte_array_new (), second = g_byte_array_new ();
  PaperBench bench;
  gsize whole;

  language->begin (setup, first);
  language->label (setup, labels[0], TRUE, FALSE, first, trigger, NULL);
  whole = first->len;
  g_byte_array_append (first, trigger->data, trigger->len);
  g_assert_true (bench_open (&bench, language->id));
  br_paper_eat (bench.paper, first->data, MIN (cut, first->len));
  language->resync (setup, cut < whole ? first->len : 0, resync);
  send (&bench, resync);
  g_assert_cmpuint (bench.bitmaps->len, <=, cut > whole ? 1 : 0);
  if (cut >= first->len)
    {
      g_assert_cmpuint (bench.bitmaps->len, ==, 1);
      assert_on_paper (&bench, 0, labels[0], 0, 0);
    }
  write_label (language, setup, labels[1], TRUE, TRUE, second);
  g_ptr_array_set_size (bench.bitmaps, 0);
  send (&bench, second);
  g_assert_cmpuint (bench.bitmaps->len, ==, 1);
  assert_on_paper (&bench, 0, labels[1], 0, 0);
  paper_bench_clear (&bench);
}

static void
test_resync (gconstpointer data)
{
  const BrPrinterLanguage *language = br_printer_language_get (GPOINTER_TO_UINT (data));
  BrPrintSetup setup = page_setup;
  PaperBench bench;

  if (!bench_open (&bench, language->id))
    {
      g_test_skip ("no interpreter");
      return;
    }
  paper_bench_clear (&bench);
  for (guint round = 0; round < 4; round++)
    {
      g_autoptr (BrBitmap) small = NULL, large = NULL, next = NULL;
      BrXorshift random;

      br_xorshift_init (&random, round + 1);
      small = draw (&random, 60 - round, 12);
      large = draw (&random, 480 - round, 200);
      next = draw (&random, 37 + round, 9);
      setup.plain = round % 2 == 0;
      setup.own_media = round / 2 == 0;
      for (gsize cut = 0; cut < 400; cut++)
        {
          g_test_message ("round %u, cut %zu", round, cut);
          cut_at (language, &setup, (BrBitmap *const[]) { small, next }, cut);
          cut_at (language, &setup, (BrBitmap *const[]) { large, next }, cut < 200 ? cut : br_xorshift_below (&random, 13000));
        }
    }
}

/* Every condition the interpreter can be in comes back out of its answer, if the language can say it. */
static void
test_answers (gconstpointer data)
{
  const BrPrinterLanguage *language = br_printer_language_get (GPOINTER_TO_UINT (data));
  static const guint said[BR_N_LANGUAGES] = {
    [BR_LANGUAGE_TSPL] = BR_COND_PAPER_OUT | BR_COND_HEAD_OPEN | BR_COND_RIBBON_OUT | BR_COND_JAM | BR_COND_PAUSED,
    [BR_LANGUAGE_ZPL] = BR_COND_PAPER_OUT | BR_COND_HEAD_OPEN | BR_COND_RIBBON_OUT | BR_COND_PAUSED,
    [BR_LANGUAGE_EPL] = BR_COND_PAPER_OUT | BR_COND_HEAD_OPEN | BR_COND_PAUSED,
  };
  PaperBench bench;

  if (!bench_open (&bench, language->id))
    {
      g_test_skip ("no interpreter");
      return;
    }
  for (guint step = 0; step < 2; step++)
    for (guint bit = 1; bit <= BR_COND_OTHER; bit <<= 1)
      {
        g_autoptr (GByteArray) question = g_byte_array_new ();
        BrAnswerParser parser = { 0 };
        BrPrinterReport report;

        if ((said[language->id] & bit) == 0 || !language->query (&parser, step, question))
          continue;
        bench.sense = (BrPaperSense) { .conditions = bit };
        g_byte_array_set_size (bench.answers, 0);
        send (&bench, question);
        br_printer_report_init (&report);
        language->parse (&parser, bench.answers->data, bench.answers->len, &report);
        g_test_message ("question %u, condition %x", step, bit);
        g_assert_cmpuint (report.answers, ==, 1);
        g_assert_cmphex (report.conditions, ==, bit);
        g_assert_cmpuint (report.garbage, ==, 0);
      }
  paper_bench_clear (&bench);
}

/* An idle printer says so where its language can, and one at work that it is. */
static void
test_at_work (gconstpointer data)
{
  const BrPrinterLanguage *language = br_printer_language_get (GPOINTER_TO_UINT (data));
  PaperBench bench;

  if (!bench_open (&bench, language->id))
    {
      g_test_skip ("no interpreter");
      return;
    }
  for (guint working = 0; working < 2; working++)
    {
      g_autoptr (GByteArray) question = g_byte_array_new ();
      BrAnswerParser parser = { 0 };
      BrPrinterReport report;

      bench.sense = (BrPaperSense) { .printing = working != 0, .waiting = working * 2, .batch_left = working };
      g_byte_array_set_size (bench.answers, 0);
      language->query (&parser, 0, question);
      send (&bench, question);
      br_printer_report_init (&report);
      language->parse (&parser, bench.answers->data, bench.answers->len, &report);
      g_assert_cmpuint (report.answers, ==, 1);
      g_assert_cmphex (report.conditions, ==, 0);
      g_assert_cmpint (report.idle, ==, working == 0 && language->ack >= BR_ACK_IDLE);
      g_assert_cmpint (report.printing, ==, working != 0 && language->ack >= BR_ACK_IDLE);
      g_assert_cmpint (report.formats_waiting, ==, language->ack == BR_ACK_COUNTER ? (int) working * 2 : -1);
    }
  paper_bench_clear (&bench);
}

static void
add (const char *what, const BrPrinterLanguage *language, GTestDataFunc test)
{
  g_autofree char *path = g_strdup_printf ("/sim/printer-pair/%s/%s", language->name, what);

  g_test_add_data_func (path, GUINT_TO_POINTER (language->id), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      const BrPrinterLanguage *language = br_printer_language_get (pages[i]);

      add ("same-picture", language, test_same_picture);
      add ("resync", language, test_resync);
      add ("answers", language, test_answers);
      add ("at-work", language, test_at_work);
    }
  return g_test_run ();
}
