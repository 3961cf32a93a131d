/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of the interpreters: a body that keeps what its mind says. */
#pragma once

#include "br-paper.h"

typedef struct
{
  GPtrArray *bitmaps;   /* BrBitmap of each order */
  GArray *copies;       /* guint of each order */
  guint n_spoiled;
  GByteArray *answers;
  GArray *acts;         /* BrPaperAct */
  BrPaperSense sense;   /* what the mind is told */
  BrPaper *paper;
} PaperBench;

/** paper_bench_init: a head of 8 dots/mm and 104 mm, a roll of 60 × 40 mm. */
void paper_bench_init (PaperBench *self, BrPrinterLanguageId language);
void paper_bench_init_with (PaperBench *self, const BrPaperProfile *profile);
void paper_bench_clear (PaperBench *self);
void paper_bench_eat (PaperBench *self, const char *text);
/** paper_bench_eat_hex: bytes as "1B 40 00". */
void paper_bench_eat_hex (PaperBench *self, const char *hex);
/** paper_bench_assert_dots: the top left corner of an order is `rows` (one character a dot, '#' black, rows parted by '/'), the rest white. */
void paper_bench_assert_dots (const PaperBench *self, guint order, const char *rows);
void paper_bench_assert_answer (PaperBench *self, const char *expected, gssize n);
/** paper_bench_assert_splits: the stream does the same in one piece, byte by byte and in random pieces. */
void paper_bench_assert_splits (BrPrinterLanguageId language, const guint8 *bytes, gsize n);
/** paper_bench_assert_garbage: random bytes and mutilated streams do no harm. BACKROOM_PAPER_ROUNDS: how many. */
void paper_bench_assert_garbage (BrPrinterLanguageId language, const guint8 *sample, gsize n);
