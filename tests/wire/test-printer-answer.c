/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What printers answer: whole, in every split, with rubbish between, and at random. */
#include "config.h"

#include <string.h>

#include "br-printer-language.h"
#include "br-random.h"

typedef enum
{
  ASK_IDENTIFY = -1
} Ask; /* or the step of a query */

typedef struct
{
  BrPrinterLanguageId language;
  int ask;
  int formats, batch;
  const char *bytes;
  guint n;          /* 0 = strlen */
  guint answers;
  guint conditions;
  const char *says; /* "idle", "printing" or "" */
  guint garbage;
  gboolean partial;
  const char *model;
  int dots;
  int media_width, media_height;
  guint completed;
} Row;

#define HS_1(paper, pause, formats, partial, cold, hot)                                                                                                        \
  "\x02"                                                                                                                                                       \
  "030," paper "," pause ",1245," formats ",0,0," partial ",000,0," cold "," hot "\x03\r\n"
#define HS_2(head, ribbon, wait, left)                                                                                                                         \
  "\x02"                                                                                                                                                       \
  "000,0," head "," ribbon ",0,2,4," wait "," left ",1,000\x03\r\n"
#define HS_3                                                                                                                                                   \
  "\x02"                                                                                                                                                       \
  "1234,0\x03\r\n"
#define HQES(errors, warnings) "\x02\r\n\r\n  PRINTER STATUS\r\n   ERRORS:         " errors "\r\n   WARNINGS:       " warnings "\r\n\x03\r\n"
#define ZPL(ask) BR_LANGUAGE_ZPL, ask, -1, -1
#define TSPL(ask) BR_LANGUAGE_TSPL, ask, -1, -1
#define EPL BR_LANGUAGE_EPL, 0, -1, -1
#define DYMO(ask) BR_LANGUAGE_DYMO_4XX, ask, -1, -1
#define QL BR_LANGUAGE_BROTHER_QL, 0, -1, -1
/* 32 bytes: two of errors, width, media, length, type of status, phase, notification. */
#define QL_STATUS(errors, width, media, length, type, phase, notification)                                                                                     \
  "\x80\x20"                                                                                                                                                   \
  "B45000" errors width media "\x00\x00\x00\x00\x00" length type phase "\x00\x00" notification "\x00\x00\x00\x00\x00\x00\x00\x00\x00",                         \
      32

static const Row rows[] = {
  { BR_LANGUAGE_ZPL, 0, 0, 0, HS_1 ("0", "0", "000", "0", "0", "0") HS_2 ("0", "0", "0", "00000000") HS_3, .answers = 1, .says = "idle" },
  { BR_LANGUAGE_ZPL, 0, 3, 2, HS_1 ("0", "0", "003", "0", "0", "0") HS_2 ("0", "0", "0", "00000002") HS_3, .answers = 1, .says = "printing" },
  { BR_LANGUAGE_ZPL, 0, 0, 0, HS_1 ("0", "0", "000", "1", "0", "0") HS_2 ("0", "0", "0", "00000000") HS_3, .answers = 1, .says = "", .partial = TRUE },
  { BR_LANGUAGE_ZPL, 0, 0, 1, HS_1 ("1", "1", "000", "0", "1", "1") HS_2 ("1", "1", "1", "00000001") HS_3, .answers = 1, .says = "printing",
    .conditions = BR_COND_PAPER_OUT | BR_COND_PAUSED | BR_COND_COLD | BR_COND_HOT | BR_COND_HEAD_OPEN | BR_COND_RIBBON_OUT | BR_COND_WAIT_TAKE },
  /* The newest of two; rubbish of other baud rates, a line cut off and begun again, lines out of order. */
  { BR_LANGUAGE_ZPL, 0, 0, 0,
    HS_1 ("1", "0", "001", "0", "0", "0") HS_2 ("0", "0", "0", "00000000") HS_3 HS_1 ("0", "0", "000", "0", "0", "0") HS_2 ("0", "0", "0", "00000000") HS_3,
    .answers = 2, .says = "idle" },
  { BR_LANGUAGE_ZPL, 0, 0, 0, "\xFF\x81hello" HS_1 ("0", "0", "000", "0", "0", "0") "rubbish" HS_2 ("0", "0", "0", "00000000") HS_3, .answers = 1,
    .says = "idle", .garbage = 14 },
  { BR_LANGUAGE_ZPL, 0, 0, 0,
    "\x02"
    "030,0,0,12" HS_1 ("0", "0", "000", "0", "0", "0") HS_2 ("0", "0", "0", "00000000") HS_3,
    .answers = 1, .says = "idle", .garbage = 10 },
  { ZPL (0), HS_2 ("0", "0", "0", "00000000") HS_3, .says = "", .garbage = 38 },
  { ZPL (0), HS_1 ("1", "1", "000", "0", "0", "0") HS_3, .says = "", .garbage = 6 },
  { ZPL (0), HS_1 ("1", "1", "000", "0", "0", "0") HS_2 ("0", "0", "0", "00000000"), .says = "" },
  { ZPL (0), "", .says = "" },
  { ZPL (1), HQES ("0 00000000 00000000", "0 00000000 00000000"), .answers = 1, .says = "" },
  { ZPL (1), HQES ("1 00000000 00000005", "1 00000000 00000008"), .answers = 1, .says = "",
    .conditions = BR_COND_PAPER_OUT | BR_COND_HEAD_OPEN | BR_COND_PAPER_LOW },
  { ZPL (1), HQES ("1 00000000 0001403A", "0 00000000 00000000"), .answers = 1, .says = "",
    .conditions = BR_COND_RIBBON_OUT | BR_COND_CUTTER | BR_COND_HOT | BR_COND_JAM | BR_COND_PAUSED },
  { ZPL (1), HQES ("1 00000000 00000080", "1 00000000 00000002"), .answers = 1, .says = "", .conditions = BR_COND_OTHER },
  { ZPL (1), "   ERRORS: 1 00000000 00000001\r\n   WARNINGS: 0 00000000 00000000\r\n", .answers = 1, .says = "", .conditions = BR_COND_PAPER_OUT },
  { ZPL (1), "WARNINGS: 1 00000000 00000008\r\n", .says = "", .garbage = 29 },
  { ZPL (ASK_IDENTIFY),
    "\x02"
    "ZTC ZD420-203dpi ZPL,V84.20.11Z,8,8176KB\x03\r\n",
    .answers = 1, .says = "", .model = "ZTC ZD420-203dpi ZPL", .dots = 8 },
  { ZPL (ASK_IDENTIFY),
    "\x02"
    "ZT411-300dpi ,V92.21.13Z,12,65536KB,X\x03\r\n",
    .answers = 1, .says = "", .model = "ZT411-300dpi", .dots = 12 },
  { ZPL (ASK_IDENTIFY), "ZT411,V92,12,65536KB\r\n", .says = "", .garbage = 20 },
  { ZPL (ASK_IDENTIFY), "\x02ZT411,V92,99,65536KB\x03", .says = "", .garbage = 20 },
  { TSPL (0), "\x00", 1, .answers = 1, .says = "idle" },
  { TSPL (0), "\x20", 1, .answers = 1, .says = "printing" },
  { TSPL (0), "\x02", 1, .answers = 1, .says = "", .conditions = BR_COND_JAM },
  { TSPL (0), "\xDD", 1, .answers = 1, .says = "",
    .conditions = BR_COND_HEAD_OPEN | BR_COND_PAPER_OUT | BR_COND_RIBBON_OUT | BR_COND_PAUSED | BR_COND_COVER_OPEN | BR_COND_OTHER },
  { TSPL (0), "\x04\x00\x00", 3, .answers = 1, .says = "", .conditions = BR_COND_PAPER_OUT, .garbage = 2 },
  { TSPL (0), "", .says = "" },
  { TSPL (1), "\x02@@@@\x03\r\n", .answers = 1, .says = "idle" },
  { TSPL (1), "\x02P@@@\x03\r\n", .answers = 1, .says = "printing" },
  { TSPL (1),
    "\x02"
    "E@@a\x03\r\n",
    .answers = 1, .says = "", .conditions = BR_COND_PAPER_OUT | BR_COND_HEAD_OPEN, .n = 0 },
  { TSPL (1),
    "\x02"
    "E@@@\x03\r\n",
    .answers = 1, .says = "", .conditions = BR_COND_OTHER },
  { TSPL (1),
    "\x02"
    "EHIB\x03\r\n",
    .answers = 1, .says = "", .conditions = BR_COND_HOT | BR_COND_CUTTER | BR_COND_JAM },
  { TSPL (1), "\x02L@@@\x03\r\n", .answers = 1, .says = "", .conditions = BR_COND_WAIT_TAKE },
  { TSPL (1), "\x02`@@@\x03\r\n", .answers = 1, .says = "", .conditions = BR_COND_PAUSED },
  { TSPL (1), "\x02\x02\x02P@\x02P@@@\x03\r\nxx", .answers = 1, .says = "printing", .garbage = 7 },
  { TSPL (1), "\x02@@@@\x03\r", .says = "" },
  { TSPL (ASK_IDENTIFY), "TTP-244 Pro\r\n", .answers = 1, .says = "", .model = "TTP-244 Pro", .garbage = 1 },
  { EPL, "00\r\n", .answers = 1, .says = "" },
  { EPL, "01\r\n", .answers = 1, .says = "" },
  { EPL, "07\r\n", .answers = 1, .says = "", .conditions = BR_COND_PAPER_OUT },
  { BR_LANGUAGE_EPL, 0, -1, 12, "07P012\r\n", .answers = 1, .says = "", .conditions = BR_COND_PAPER_OUT },
  { EPL, "11,12\r\n", .answers = 1, .says = "", .conditions = BR_COND_HEAD_OPEN },
  { EPL, "50\r\n62\r\n81\r\n99\r\n", .answers = 4, .says = "", .conditions = BR_COND_OTHER },
  { EPL, "92\n", .answers = 1, .says = "", .conditions = BR_COND_PAUSED },
  { EPL, "04\n", .answers = 1, .says = "", .conditions = BR_COND_OTHER },
  { EPL, "\xFF\r\nhello\r\n123\r\n7\r\n0", .says = "", .garbage = 10 },
  { EPL, "07P99999999\n", .answers = 1, .says = "", .conditions = BR_COND_PAPER_OUT },
  { DYMO (0), "\x03", .answers = 1, .says = "idle" },
  { DYMO (0), "\x02", .answers = 1, .says = "printing" },
  { DYMO (0), "\x01", .answers = 1, .says = "printing" },
  { DYMO (0), "\xE3\x03", .answers = 1, .says = "", .conditions = BR_COND_PAPER_OUT | BR_COND_JAM | BR_COND_OTHER, .garbage = 1 },
  { DYMO (ASK_IDENTIFY), "93089v0L  ", .answers = 1, .says = "", .model = "93089v0L" },
  { DYMO (ASK_IDENTIFY),
    "ab\xFF"
    "cdefghij",
    .answers = 1, .says = "", .model = "ab", .garbage = 1 },
  { QL, QL_STATUS ("\x00\x00", "\x3E", "\x0B", "\x1D", "\x00", "\x00", "\x00"), .answers = 1, .says = "idle", .media_width = 62, .media_height = 29 },
  { QL, QL_STATUS ("\x00\x00", "\x3E", "\x0A", "\x00", "\x06", "\x01", "\x00"), .answers = 1, .says = "printing", .media_width = 62 },
  { QL, QL_STATUS ("\x00\x00", "\x3E", "\x0A", "\x00", "\x01", "\x01", "\x00"), .answers = 1, .says = "printing", .media_width = 62, .completed = 1 },
  { QL, QL_STATUS ("\x00\x00", "\x3E", "\x0A", "\x00", "\x06", "\x00", "\x00"), .answers = 1, .says = "idle", .media_width = 62 },
  { QL, QL_STATUS ("\x05\x11", "\x3E", "\x0A", "\x00", "\x02", "\x00", "\x00"), .answers = 1, .says = "", .media_width = 62,
    .conditions = BR_COND_PAPER_OUT | BR_COND_CUTTER | BR_COND_MEDIA_MISMATCH | BR_COND_COVER_OPEN },
  { QL, QL_STATUS ("\x00\x00", "\x00", "\x00", "\x00", "\x02", "\x00", "\x00"), .answers = 1, .says = "", .conditions = BR_COND_OTHER },
  { QL, QL_STATUS ("\x00\x00", "\x00", "\x00", "\x00", "\x04", "\x00", "\x00"), .answers = 1, .says = "", .conditions = BR_COND_OFFLINE },
  { QL, QL_STATUS ("\x00\x00", "\x00", "\x00", "\x00", "\x05", "\x00", "\x03"), .answers = 1, .says = "", .conditions = BR_COND_HOT },
  { QL, "\x80\x80\x20\x80\x20\x42 too short", .says = "", .garbage = 3 },
  { TSPL (ASK_IDENTIFY), "\xFFXP-420B", .says = "", .model = "XP-420B", .garbage = 1 },
};

static void
ask (const BrPrinterLanguage *language, int what, BrAnswerParser *parser)
{
  g_autoptr (GByteArray) question = g_byte_array_new ();

  if (what == ASK_IDENTIFY)
    language->identify (parser, question);
  else
    g_assert_true (language->query (parser, (guint) what, question));
  g_assert_cmpuint (question->len, >, 0);
}

static void
assert_report (const Row *row, const BrPrinterReport *report)
{
  g_assert_cmpuint (report->answers, ==, row->answers);
  g_assert_cmphex (report->conditions, ==, row->conditions);
  g_assert_cmpint (report->idle, ==, g_str_equal (row->says, "idle"));
  g_assert_cmpint (report->printing, ==, g_str_equal (row->says, "printing"));
  g_assert_cmpuint (report->garbage, ==, row->garbage);
  g_assert_cmpint (report->formats_waiting, ==, row->formats);
  g_assert_cmpint (report->batch_left, ==, row->batch);
  g_assert_cmpint (report->partial, ==, row->partial);
  g_assert_cmpstr (report->model, ==, row->model != NULL ? row->model : "");
  g_assert_cmpint (report->dots_per_mm, ==, row->dots);
  g_assert_cmpint (report->media_width_mm, ==, row->media_width);
  g_assert_cmpint (report->media_height_mm, ==, row->media_height);
  g_assert_cmpuint (report->completed, ==, row->completed);
}

/* In two parts, cut at each byte; a cut at 0 is the whole, and then byte by byte. */
static void
test_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const BrPrinterLanguage *language = br_printer_language_get (rows[i].language);
      const guint8 *bytes = (const guint8 *) rows[i].bytes;
      gsize n = rows[i].n != 0 ? rows[i].n : strlen (rows[i].bytes);

      g_test_message ("row %zu", i);
      for (gsize cut = 0; cut <= n; cut++)
        {
          BrAnswerParser parser = { 0 };
          BrPrinterReport report;

          br_printer_report_init (&report);
          ask (language, rows[i].ask, &parser);
          if (cut == n)
            for (gsize k = 0; k < n; k++)
              language->parse (&parser, bytes + k, 1, &report);
          else
            {
              language->parse (&parser, bytes, cut, &report);
              language->parse (&parser, bytes + cut, n - cut, &report);
            }
          assert_report (&rows[i], &report);
        }
    }
}

static void
test_unasked (void)
{
  const BrPrinterLanguage *tspl = br_printer_language_get (BR_LANGUAGE_TSPL);
  BrAnswerParser parser = { 0 };
  BrPrinterReport report;

  br_printer_report_init (&report);
  tspl->parse (&parser, (const guint8 *) "\x01\x02", 2, &report);
  g_assert_cmpuint (report.answers, ==, 0);
  g_assert_cmpuint (report.garbage, ==, 2);
  g_assert_cmpuint (report.conditions, ==, 0);
}

/* Two questions, two late answers; a further byte is nothing. */
static void
test_late (void)
{
  const BrPrinterLanguage *tspl = br_printer_language_get (BR_LANGUAGE_TSPL);
  BrAnswerParser parser = { 0 };
  BrPrinterReport report;

  br_printer_report_init (&report);
  ask (tspl, 0, &parser);
  ask (tspl, 0, &parser);
  tspl->parse (&parser, (const guint8 *) "\x04\x00\x01", 3, &report);
  g_assert_cmpuint (report.answers, ==, 2);
  g_assert_cmpuint (report.conditions, ==, 0);
  g_assert_true (report.idle);
  g_assert_cmpuint (report.garbage, ==, 1);
}

/* Any bytes: no more answers than bytes, the model stays a short text, and byte by byte is the same as at once. */
static void
test_random (void)
{
  guint64 seed = g_test_rand_int ();
  BrXorshift random;

  g_test_message ("seed %" G_GUINT64_FORMAT, seed);
  br_xorshift_init (&random, seed + 1);
  for (guint round = 0; round < 3000; round++)
    {
      const Row *row = &rows[br_xorshift_below (&random, G_N_ELEMENTS (rows))];
      const BrPrinterLanguage *language = br_printer_language_get (row->language);
      gsize n = row->n != 0 ? row->n : strlen (row->bytes), extra = br_xorshift_below (&random, 700);
      g_autofree guint8 *bytes = g_malloc (n + extra + 1);
      BrAnswerParser at_once = { 0 }, singly = { 0 };
      BrPrinterReport a, b;

      memcpy (bytes, row->bytes, n);
      for (gsize i = 0; i < n + extra; i++)
        if (i >= n || br_xorshift_below (&random, 20) == 0)
          bytes[i] = br_xorshift_below (&random, 2) == 0 ? (guint8) br_xorshift_next (&random)
                                                         : (guint8) "\x02\x03\r\n,0189ABCDEF:@\x80 "[br_xorshift_below (&random, 19)];
      br_printer_report_init (&a);
      br_printer_report_init (&b);
      ask (language, row->ask, &at_once);
      ask (language, row->ask, &singly);
      language->parse (&at_once, bytes, n + extra, &a);
      for (gsize i = 0; i < n + extra; i++)
        language->parse (&singly, bytes + i, 1, &b);
      g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
      g_assert_cmpuint (a.answers + a.garbage, <=, n + extra);
      g_assert_cmpuint (strnlen (a.model, sizeof a.model), <, sizeof a.model);
      g_assert_cmpuint (at_once.n, <=, BR_ANSWER_MAX);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/wire/printer-answer/answers", test_answers);
  g_test_add_func ("/wire/printer-answer/unasked", test_unasked);
  g_test_add_func ("/wire/printer-answer/late", test_late);
  g_test_add_func ("/wire/printer-answer/random", test_random);
  return g_test_run ();
}
