/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The encoders of wire against the interpreters of sim, which were written by another hand from the makers' descriptions: what goes in as
 * a picture comes out as the same picture, also after a stream was cut off anywhere, and what one answers the other understands. */
#include "config.h"

#include "br-printer-language.h"
#include "br-random.h"
#include "paper-bench.h"
#include <string.h>

#define ROLL .gap = 200, .tracking = BR_MEDIA_GAP, .own_media = TRUE, .darkness = -1, .speed = -1

static const BrPrintSetup page_setup = { .head = { 8, 1, 832 }, .width = 6000, .height = 4000, ROLL };
static const BrPrintSetup ql_setup = { .head = { 1181, 100, 720 }, .width = 6200, .height = 2900, ROLL };
static const BrPrintSetup wide_setup = { .head = { 1181, 100, 1296 }, .width = 6200, .height = 2900, ROLL };
static const BrPrintSetup dymo_setup = { .head = { 1181, 100, 672 }, .width = 5400, .height = 2500, ROLL };

/* Dots of the largest picture, and of a QL, which needs whole labels, of every picture; where the paper that can be reached begins in it. */
typedef struct
{
  BrPrinterLanguageId id;
  const BrPrintSetup *setup;
  guint width, height;
  int left, top;
  gboolean whole;
  guint says;   /* BrCondition */
  guint n_acts; /* of its orders: cancel, feed, calibrate, where there are such */
} Pair;

static const Pair pairs[] = {
  { BR_LANGUAGE_TSPL, &page_setup, 480, 320, .says = BR_COND_PAPER_OUT | BR_COND_HEAD_OPEN | BR_COND_RIBBON_OUT | BR_COND_JAM | BR_COND_PAUSED, 3 },
  { BR_LANGUAGE_ZPL, &page_setup, 480, 320, .says = BR_COND_PAPER_OUT | BR_COND_HEAD_OPEN | BR_COND_RIBBON_OUT | BR_COND_PAUSED, 3 },
  { BR_LANGUAGE_EPL, &page_setup, 480, 320, .says = BR_COND_PAPER_OUT | BR_COND_HEAD_OPEN | BR_COND_PAUSED, 2 },
  { BR_LANGUAGE_BROTHER_QL, &ql_setup, 732, 342, 18, 35, TRUE, BR_COND_PAPER_OUT | BR_COND_COVER_OPEN | BR_COND_JAM | BR_COND_CUTTER },
  { BR_LANGUAGE_DYMO_4XX, &dymo_setup, 638, 295, .says = BR_COND_PAPER_OUT | BR_COND_JAM },
};

static const BrPrinterLanguage *
bench_open (PaperBench *bench, const Pair *pair)
{
  const BrPrintSetup *setup = pair->setup;
  const BrPaperProfile profile = { .language = pair->id, .head = setup->head, .width = setup->width, .height = setup->height, .gap = setup->gap };

  paper_bench_init_with (bench, &profile);
  return br_printer_language_get (pair->id);
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

static BrBitmap *
draw_for (const Pair *pair, BrXorshift *random)
{
  if (pair->whole)
    return draw (random, pair->width, pair->height);
  return draw (random, 1 + (guint) br_xorshift_below (random, pair->width), 1 + (guint) br_xorshift_below (random, pair->height));
}

static void
assert_on_paper (const PaperBench *bench, guint order, const Pair *pair, const BrBitmap *bitmap, const int *moved)
{
  const BrBitmap *paper;

  g_assert_cmpuint (order, <, bench->bitmaps->len);
  paper = bench->bitmaps->pdata[order];
  g_assert_cmpuint (paper->width + 2 * (guint) pair->left, >=, bitmap->width);
  g_assert_cmpuint (paper->height + 2 * (guint) pair->top + 2, >=, bitmap->height);
  for (int y = 0; y < (int) paper->height; y++)
    for (int x = 0; x < (int) paper->width; x++)
      {
        int from_x = x + pair->left - moved[0], from_y = y + pair->top - moved[1];
        gboolean inside = pair->whole || (x < (int) bitmap->width && y < (int) bitmap->height);

        if (br_bitmap_get (paper, x, y) != (inside && br_bitmap_get (bitmap, from_x, from_y)))
          g_error ("label %u: dot %d,%d is %s", order, x, y, br_bitmap_get (paper, x, y) ? "black" : "white");
      }
}

/* What area() leaves of a picture is what came to paper. */
static void
assert_area (const PaperBench *bench, guint order, const Pair *pair, const BrPrintSetup *setup, const BrBitmap *bitmap)
{
  const BrBitmap *paper = bench->bitmaps->pdata[order];
  BrPrintArea area;

  g_assert_true (br_printer_language_get (pair->id)->area (setup, bitmap->width, bitmap->height, &area, NULL));
  g_assert_cmpuint (br_bitmap_count (paper, 0, 0, (int) paper->width, (int) paper->height), ==,
                    br_bitmap_count (bitmap, area.x, area.y, area.width, area.height));
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

/* A distance of so many dots, so that it rounds to them. */
static int
distance (const BrHead *head, int dots)
{
  int length = (int) ((gint64) dots * 100 * head->dots_den / (int) head->dots_num);

  while (br_head_dots (head, length) != dots)
    length += dots > 0 ? 1 : -1;
  return length;
}

static void
run_job (const Pair *pair, BrXorshift *random)
{
  BrPrintSetup setup = *pair->setup;
  int moved[2] = { 0, 0 };
  guint n = 1 + (guint) br_xorshift_below (random, 3);
  PaperBench bench;
  const BrPrinterLanguage *language = bench_open (&bench, pair);

  setup.plain = br_xorshift_below (random, 2) == 0;
  setup.own_media = br_xorshift_below (random, 2) == 0;
  setup.cut = br_xorshift_below (random, 4) == 0;
  for (guint i = 0; i < 2 && n != 2; i++)
    moved[i] = (int) br_xorshift_below (random, 41) - 20;
  setup.offset_x = distance (&setup.head, moved[0]);
  setup.offset_y = distance (&setup.head, moved[1]);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (BrBitmap) bitmap = draw_for (pair, random);
      g_autoptr (GByteArray) stream = g_byte_array_new ();

      write_label (language, &setup, bitmap, i == 0, i + 1 == n, stream);
      send (&bench, stream);
      g_assert_cmpuint (bench.bitmaps->len, ==, i + 1);
      g_assert_cmpuint (g_array_index (bench.copies, guint, i), ==, 1);
      assert_on_paper (&bench, i, pair, bitmap, moved);
      assert_area (&bench, i, pair, &setup, bitmap);
    }
  g_assert_cmpuint (bench.n_spoiled, ==, 0);
  g_assert_cmpuint (br_paper_counts (bench.paper)->damaged, ==, 0);
  g_assert_cmpuint (br_paper_counts (bench.paper)->ignored, ==, 0);
  g_assert_false (br_paper_is_partial (bench.paper));
  paper_bench_clear (&bench);
}

static void
test_same_picture (gconstpointer pair)
{
  const char *told = g_getenv ("BACKROOM_PAPER_ROUNDS");
  guint rounds = told != NULL ? (guint) g_ascii_strtoull (told, NULL, 10) : 30;

  for (guint seed = 1; seed <= rounds; seed++)
    {
      BrXorshift random;

      g_test_message ("seed %u", seed);
      br_xorshift_init (&random, seed);
      run_job (pair, &random);
    }
}

/* A label's stream is cut off after `cut` bytes and the printer made ready again: nothing of it comes out unless it had been whole (a head
 * that burns as bytes come spoils it), and the next label is right. */
static void
cut_at (const Pair *pair, const BrPrintSetup *setup, BrBitmap *const *labels, gsize cut)
{
  g_autoptr (GByteArray) first = g_byte_array_new (), trigger = g_byte_array_new (), resync = g_byte_array_new (), second = g_byte_array_new ();
  static const int moved[2];
  PaperBench bench;
  const BrPrinterLanguage *language = bench_open (&bench, pair);
  gsize whole;

  language->begin (setup, first);
  language->label (setup, labels[0], TRUE, FALSE, first, trigger, NULL);
  whole = first->len;
  g_byte_array_append (first, trigger->data, trigger->len);
  br_paper_eat (bench.paper, first->data, MIN (cut, first->len));
  language->resync (setup, cut < whole ? first->len : 0, resync);
  send (&bench, resync);
  g_assert_cmpuint (bench.bitmaps->len - bench.n_spoiled, <=, cut > whole ? 1 : 0);
  g_assert_true (bench.n_spoiled == 0 || language->streaming);
  if (cut >= first->len)
    assert_on_paper (&bench, 0, pair, labels[0], moved);
  write_label (language, setup, labels[1], TRUE, TRUE, second);
  g_ptr_array_set_size (bench.bitmaps, 0);
  send (&bench, second);
  g_assert_cmpuint (bench.bitmaps->len, ==, 1);
  assert_on_paper (&bench, 0, pair, labels[1], moved);
  paper_bench_clear (&bench);
}

static void
test_resync (gconstpointer data)
{
  const Pair *pair = data;
  BrPrintSetup setup = *pair->setup;

  for (guint round = 0; round < 4; round++)
    {
      g_autoptr (BrBitmap) small = NULL, large = NULL, next = NULL;
      BrXorshift random;

      br_xorshift_init (&random, round + 1);
      small = draw (&random, pair->whole ? pair->width : 60 - round, 12);
      large = draw (&random, pair->width - round, 200);
      next = draw (&random, pair->whole ? pair->width : 37 + round, pair->whole ? pair->height : 9);
      setup.plain = round % 2 == 0;
      setup.own_media = round / 2 == 0;
      for (gsize cut = 0; cut < 400; cut += pair->whole ? 7 : 1)
        {
          g_test_message ("round %u, cut %zu", round, cut);
          if (!pair->whole)
            cut_at (pair, &setup, (BrBitmap *const[]) { small, next }, cut);
          if (cut % 4 == round)
            cut_at (pair, &setup, (BrBitmap *const[]) { large, next }, cut < 200 ? cut : br_xorshift_below (&random, 25000));
        }
    }
}

/* Every condition the language can say comes back out of its answer. */
static void
test_answers (gconstpointer data)
{
  const Pair *pair = data;
  PaperBench bench;
  const BrPrinterLanguage *language = bench_open (&bench, pair);

  for (guint step = 0; step < 2; step++)
    for (guint bit = 1; bit <= BR_COND_OTHER; bit <<= 1)
      {
        g_autoptr (GByteArray) question = g_byte_array_new ();
        BrAnswerParser parser = { 0 };
        BrPrinterReport report;

        if ((pair->says & bit) == 0 || !language->query (&parser, step, question))
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
  const Pair *pair = data;
  PaperBench bench;
  const BrPrinterLanguage *language = bench_open (&bench, pair);

  for (guint working = 0; working < (pair->id == BR_LANGUAGE_BROTHER_QL ? 1 : 2); working++) /* a QL may not be asked while it works */
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

/* What a person orders at once does what it says, and no order is unknown. */
static void
test_orders (gconstpointer data)
{
  const Pair *pair = data;
  PaperBench bench;
  const BrPrinterLanguage *language = bench_open (&bench, pair);
  g_autoptr (GByteArray) out = g_byte_array_new ();

  language->cancel (out);
  if (language->feed != NULL)
    language->feed (out);
  if (language->calibrate != NULL)
    language->calibrate (pair->setup, out);
  if (language->apply != NULL)
    language->apply (pair->setup, out);
  send (&bench, out);
  g_assert_cmpuint (br_paper_counts (bench.paper)->ignored, ==, 0);
  g_assert_false (br_paper_is_partial (bench.paper));
  for (guint i = 0; i < bench.acts->len; i++)
    g_test_message ("act %d", g_array_index (bench.acts, BrPaperAct, i));
  g_assert_cmpuint (bench.acts->len + bench.bitmaps->len, ==, pair->n_acts);
  paper_bench_clear (&bench);
}

static void
test_identify (gconstpointer data)
{
  const Pair *pair = data;
  PaperBench bench;
  const BrPrinterLanguage *language = bench_open (&bench, pair);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  BrAnswerParser parser = { 0 };
  BrPrinterReport report;

  br_printer_report_init (&report);
  language->identify (&parser, out);
  send (&bench, out);
  language->parse (&parser, bench.answers->data, bench.answers->len, &report);
  g_test_message ("model %s, %d dots", report.model, report.dots_per_mm);
  g_assert_cmpuint (report.answers, ==, 1);
  g_assert_cmpuint (strlen (report.model), >, 0);
  g_assert_cmpint (report.dots_per_mm, ==, pair->id == BR_LANGUAGE_ZPL ? 8 : 0);
  paper_bench_clear (&bench);
}

/* A QL tells by itself that a label begins and is done, and what roll it holds. */
static void
test_label_done (void)
{
  const Pair *pair = &pairs[3];
  g_autoptr (GByteArray) stream = g_byte_array_new ();
  g_autoptr (BrBitmap) bitmap = br_bitmap_new (pair->width, pair->height, NULL);
  PaperBench bench;
  const BrPrinterLanguage *language = bench_open (&bench, pair);
  BrAnswerParser parser = { 0 };
  BrPrinterReport report;

  br_printer_report_init (&report);
  for (guint i = 1; i <= 3; i++)
    {
      write_label (language, pair->setup, bitmap, i == 1, i == 3, stream);
      send (&bench, stream);
      bench.sense.printing = TRUE;
      br_paper_begin (bench.paper);
      language->parse (&parser, bench.answers->data, bench.answers->len, &report);
      g_assert_true (report.printing);
      g_byte_array_set_size (bench.answers, 0);
      bench.sense.printing = FALSE;
      br_paper_end (bench.paper);
      language->parse (&parser, bench.answers->data, bench.answers->len, &report);
      g_assert_cmpuint (report.completed, ==, i);
      g_assert_true (report.idle);
      g_byte_array_set_size (bench.answers, 0);
      g_byte_array_set_size (stream, 0);
    }
  g_assert_cmpuint (br_printer_media_conditions (pair->setup, &report), ==, 0);
  g_assert_cmpuint (br_printer_media_conditions (&page_setup, &report), ==, BR_COND_MEDIA_MISMATCH);
  paper_bench_clear (&bench);
}

/* The wide head, with packed rows: the same page as a narrow one gets, 44 pins further in. */
static void
test_wide_head (void)
{
  const BrPrinterLanguage *language = br_printer_language_get (BR_LANGUAGE_BROTHER_QL);
  const BrPaperProfile profile = { .language = BR_LANGUAGE_BROTHER_QL, .head = { 1181, 100, 1296 }, .width = 6300, .height = 2900 };
  g_autoptr (GByteArray) stream = g_byte_array_new ();
  g_autoptr (BrBitmap) bitmap = NULL;
  const BrBitmap *paper;
  PaperBench bench;
  BrXorshift random;

  br_xorshift_init (&random, 9);
  bitmap = draw (&random, 732, 342);
  paper_bench_init_with (&bench, &profile); /* of a roll it does not know, the interpreter shows the whole head */
  write_label (language, &wide_setup, bitmap, TRUE, TRUE, stream);
  stream->data[400 + 6 + 5] = 63; /* for that roll */
  send (&bench, stream);
  g_assert_cmpuint (bench.bitmaps->len, ==, 1);
  paper = bench.bitmaps->pdata[0];
  g_assert_cmpuint (paper->width, ==, 1296);
  g_assert_cmpuint (paper->height, ==, 271);
  for (int y = 0; y < 271; y++)
    for (int x = 0; x < 696; x++)
      g_assert_cmpint (br_bitmap_get (paper, 1296 - 56 - 696 + x, y), ==, br_bitmap_get (bitmap, 18 + x, 35 + y));
  paper_bench_clear (&bench);
}

static void
add (const char *what, const Pair *pair, GTestDataFunc test)
{
  g_autofree char *path = g_strdup_printf ("/sim/printer-pair/%s/%s", br_printer_language_get (pair->id)->name, what);

  g_test_add_data_func (path, pair, test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      add ("same-picture", &pairs[i], test_same_picture);
      add ("resync", &pairs[i], test_resync);
      add ("answers", &pairs[i], test_answers);
      add ("at-work", &pairs[i], test_at_work);
      add ("orders", &pairs[i], test_orders);
      if (br_printer_language_get (pairs[i].id)->identify != NULL)
        add ("identify", &pairs[i], test_identify);
    }
  g_test_add_func ("/sim/printer-pair/label-done", test_label_done);
  g_test_add_func ("/sim/printer-pair/wide-head", test_wide_head);
  return g_test_run ();
}
