/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of the interpreters: a body that keeps what its mind says. */
#include "config.h"

#include "paper-bench.h"

#include "br-random.h"
#include <string.h>

static void
print (gpointer data, const BrPaperOrder *order)
{
  PaperBench *self = data;

  g_assert_cmpuint (order->copies, >=, 1);
  g_ptr_array_add (self->bitmaps, br_bitmap_ref (order->bitmap));
  g_array_append_val (self->copies, order->copies);
  self->n_spoiled += order->spoiled;
}

static void
answer (gpointer data, const guint8 *bytes, gsize n)
{
  PaperBench *self = data;

  g_byte_array_append (self->answers, bytes, (guint) n);
}

static void
sense (gpointer data, BrPaperSense *sense_out)
{
  const PaperBench *self = data;

  *sense_out = self->sense;
}

static void
act (gpointer data, BrPaperAct what)
{
  PaperBench *self = data;

  g_array_append_val (self->acts, what);
}

void
paper_bench_init_with (PaperBench *self, const BrPaperProfile *profile)
{
  const BrPaperBody body = { .print = print, .answer = answer, .sense = sense, .act = act, .data = self };

  *self = (PaperBench) { 0 };
  self->bitmaps = g_ptr_array_new_with_free_func ((GDestroyNotify) br_bitmap_unref);
  self->copies = g_array_new (FALSE, FALSE, sizeof (guint));
  self->answers = g_byte_array_new ();
  self->acts = g_array_new (FALSE, FALSE, sizeof (BrPaperAct));
  self->paper = br_paper_new (profile, &body);
  g_assert_nonnull (self->paper);
}

void
paper_bench_init (PaperBench *self, BrPrinterLanguageId language)
{
  const BrPaperProfile profile = {
    .language = language, .head = { .dots_num = 8, .dots_den = 1, .width_dots = 832 }, .width = 6000, .height = 4000, .gap = 200
  };

  paper_bench_init_with (self, &profile);
}

void
paper_bench_clear (PaperBench *self)
{
  br_paper_free (self->paper);
  g_ptr_array_unref (self->bitmaps);
  g_array_unref (self->copies);
  g_byte_array_unref (self->answers);
  g_array_unref (self->acts);
}

void
paper_bench_eat (PaperBench *self, const char *text)
{
  br_paper_eat (self->paper, (const guint8 *) text, strlen (text));
}

void
paper_bench_eat_hex (PaperBench *self, const char *hex)
{
  for (; *hex != '\0'; hex++)
    {
      guint8 byte;

      if (*hex == ' ')
        continue;
      g_assert_true (g_ascii_isxdigit (hex[0]) && g_ascii_isxdigit (hex[1]));
      byte = (guint8) (g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]));
      br_paper_eat (self->paper, &byte, 1);
      hex++;
    }
}

void
paper_bench_assert_dots (const PaperBench *self, guint order, const char *rows)
{
  g_auto (GStrv) lines = g_strsplit (rows, "/", -1);
  g_autoptr (BrBitmap) expected = NULL;
  const BrBitmap *bitmap;

  g_assert_cmpuint (order, <, self->bitmaps->len);
  bitmap = self->bitmaps->pdata[order];
  expected = br_bitmap_new (bitmap->width, bitmap->height, NULL);
  for (int y = 0; lines[y] != NULL; y++)
    for (int x = 0; lines[y][x] != '\0'; x++)
      if (lines[y][x] == '#')
        br_bitmap_fill (expected, x, y, 1, 1);
  for (int y = 0; y < (int) bitmap->height; y++)
    for (int x = 0; x < (int) bitmap->width; x++)
      if (br_bitmap_get (bitmap, x, y) != br_bitmap_get (expected, x, y))
        g_error ("dot %d,%d is %s", x, y, br_bitmap_get (bitmap, x, y) ? "black" : "white");
}

void
paper_bench_assert_answer (PaperBench *self, const char *expected, gssize n)
{
  gsize length = n < 0 ? strlen (expected) : (gsize) n;

  g_assert_cmpmem (self->answers->data, self->answers->len, expected, length);
  g_byte_array_set_size (self->answers, 0);
}

static void
assert_same (const PaperBench *a, const PaperBench *b)
{
  const BrPaperCounts *x = br_paper_counts (a->paper), *y = br_paper_counts (b->paper);

  g_assert_cmpuint (a->bitmaps->len, ==, b->bitmaps->len);
  for (guint i = 0; i < a->bitmaps->len; i++)
    g_assert_true (br_bitmap_equal (a->bitmaps->pdata[i], b->bitmaps->pdata[i]));
  g_assert_cmpmem (a->copies->data, a->copies->len, b->copies->data, b->copies->len);
  g_assert_cmpmem (a->answers->data, a->answers->len, b->answers->data, b->answers->len);
  g_assert_cmpmem (a->acts->data, a->acts->len, b->acts->data, b->acts->len);
  g_assert_cmpmem (x, sizeof *x, y, sizeof *y);
  g_assert_cmpint (br_paper_is_partial (a->paper), ==, br_paper_is_partial (b->paper));
}

void
paper_bench_assert_splits (BrPrinterLanguageId language, const guint8 *bytes, gsize n)
{
  BrXorshift random;
  PaperBench whole;

  br_xorshift_init (&random, 7);
  paper_bench_init (&whole, language);
  br_paper_eat (whole.paper, bytes, n);
  for (guint64 longest = 1; longest <= n; longest = longest * 7 + 3)
    {
      PaperBench split;

      paper_bench_init (&split, language);
      for (gsize at = 0; at < n;)
        {
          gsize piece = 1 + br_xorshift_below (&random, longest);

          br_paper_eat (split.paper, bytes + at, MIN (n - at, piece));
          at = MIN (n, at + piece);
        }
      assert_same (&whole, &split);
      paper_bench_clear (&split);
    }
  paper_bench_clear (&whole);
}

static void
mutilate (BrXorshift *random, const guint8 *sample, gsize n, GByteArray *out)
{
  gsize at = 0;

  g_byte_array_set_size (out, 0);
  while (at < n)
    {
      gsize piece = 1 + br_xorshift_below (random, 64);
      guint64 what = br_xorshift_below (random, 8);

      piece = MIN (n - at, piece);
      if (what > 0)
        g_byte_array_append (out, sample + at, (guint) piece);
      if (what == 1)
        out->data[br_xorshift_below (random, out->len)] = (guint8) br_xorshift_next (random);
      at += piece;
    }
}

void
paper_bench_assert_garbage (BrPrinterLanguageId language, const guint8 *sample, gsize n)
{
  const char *told = g_getenv ("BACKROOM_PAPER_ROUNDS");
  guint rounds = told != NULL ? (guint) g_ascii_strtoull (told, NULL, 10) : 300;
  g_autoptr (GByteArray) stream = g_byte_array_new ();

  for (guint seed = 1; seed <= rounds; seed++)
    {
      BrXorshift random;
      PaperBench bench;
      guint8 noise[256];

      br_xorshift_init (&random, seed);
      g_test_message ("seed %u", seed);
      paper_bench_init (&bench, language);
      for (gsize i = 0; i < sizeof noise; i++)
        noise[i] = (guint8) br_xorshift_next (&random);
      br_paper_eat (bench.paper, noise, br_xorshift_below (&random, sizeof noise));
      mutilate (&random, sample, n, stream);
      br_paper_eat (bench.paper, stream->data, stream->len);
      br_paper_begin (bench.paper);
      br_paper_end (bench.paper);
      br_paper_lose_power (bench.paper);
      g_assert_false (br_paper_is_partial (bench.paper));
      paper_bench_clear (&bench);
    }
}
