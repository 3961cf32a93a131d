/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interpreters of the printer languages: the first byte chooses one, the rest is its stream. */
#include "config.h"

#include "br-paper.h"

static void
print (gpointer data, const BrPaperOrder *order)
{
  g_assert_true (order->copies >= 1 && order->bitmap != NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static const BrPrinterLanguageId languages[] = { BR_LANGUAGE_TSPL, BR_LANGUAGE_ZPL, BR_LANGUAGE_EPL, BR_LANGUAGE_BROTHER_QL, BR_LANGUAGE_DYMO_4XX };
  const BrPaperBody body = { .print = print };
  g_autoptr (BrPaper) paper = NULL;

  if (size == 0)
    return 0;
  /* A small roll: a copy of the canvas for each order would be all the work. */
  paper = br_paper_new (&(BrPaperProfile) { .language = languages[data[0] % G_N_ELEMENTS (languages)],
                                            .head = { .dots_num = 8, .dots_den = 1, .width_dots = 64 },
                                            .width = 800,
                                            .height = 600,
                                            .gap = 200 },
                        &body);
  br_paper_eat (paper, data + 1, size - 1);
  br_paper_begin (paper);
  br_paper_end (paper);
  br_paper_change (paper);
  br_paper_lose_power (paper);
  g_assert_false (br_paper_is_partial (paper));
  return 0;
}
