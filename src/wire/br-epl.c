/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * EPL2, the language of Eltron and of Zebra's older desktop printers (labels.md 2.3). Lines of ASCII ended by LF.
 *
 *   N                empties the picture             qW         width in dots
 *   QL,G             length, gap; QL,Bm with a mark  D0..15     darkness
 *   GWx,y,bytes a row,rows,<raw>   0 = black, 1 = white; exactly the bytes announced follow the comma
 *   P1               prints: the trigger             C          cuts
 *
 * Speeds are numbers of each model's own, so that none is sent. Rows that are white are left out, for the memories of the first models.
 * Answer to ^ee: two digits, perhaps with more behind a comma, or 07Pnnn: no paper, nnn labels left. It never says that a label came
 * out, and the request waits until the buffer is read.
 */
#include "config.h"

#include "br-raster-private.h"

#include <string.h>

#define BLANK_ROWS 8 /* so many white rows end a picture; fewer cost less than a command */

static void
add_media (const BrPrintSetup *setup, GByteArray *out)
{
  int gap = MAX (br_head_dots (&setup->head, setup->gap), 0), length = MAX (br_head_dots (&setup->head, setup->height), 1);

  if (setup->tracking == BR_MEDIA_CONTINUOUS)
    br_bytes_add_format (out, "Q%d,0\n", length);
  else if (!setup->own_media && setup->tracking != 0)
    br_bytes_add_format (out, setup->tracking == BR_MEDIA_MARK ? "Q%d,B%d\n" : "Q%d,%d\n", length, gap);
}

/* The empty line ends whatever line was begun. */
static void
begin (const BrPrintSetup *setup, GByteArray *out)
{
  br_bytes_add_format (out, "\nN\nq%d\n", MAX (br_head_dots (&setup->head, setup->width), 1));
  add_media (setup, out);
  if (setup->darkness >= 0)
    br_bytes_add_format (out, "D%d\n", (MIN (setup->darkness, 100) * 15 + 50) / 100);
}

static guint
count_blank (const BrBitmap *bitmap, guint y)
{
  guint n = 0;

  while (y + n < bitmap->height && br_bitmap_is_blank_row (bitmap, y + n))
    n++;
  return n;
}

/* Rows from y on until many white ones come, or the end. */
static guint
count_band (const BrBitmap *bitmap, guint y)
{
  guint n = 0;

  while (y + n < bitmap->height)
    {
      guint blank = count_blank (bitmap, y + n);

      if (blank >= BLANK_ROWS || y + n + blank == bitmap->height)
        return n;
      n += blank + 1;
    }
  return n;
}

static void
add_picture (const BrBitmap *placed, GByteArray *out)
{
  g_autoptr (BrBitmap) inverted = br_raster_invert (placed);
  guint y = count_blank (placed, 0);

  while (y < placed->height)
    {
      guint n = count_band (placed, y);

      br_bytes_add_format (out, "GW0,%u,%u,%u,", y, inverted->stride, n);
      br_bytes_add (out, inverted->rows + (gsize) y * inverted->stride, (gsize) inverted->stride * n);
      br_bytes_add_text (out, "\n");
      y += n;
      y += count_blank (placed, y);
    }
}

static gboolean
label (const BrPrintSetup *setup, const BrBitmap *bitmap, gboolean first, gboolean last, GByteArray *data, GByteArray *trigger, GError **error)
{
  g_autoptr (BrBitmap) placed = br_raster_place (setup, bitmap);

  br_bytes_add_text (data, "N\n");
  add_picture (placed, data);
  br_bytes_add_text (trigger, "P1\n");
  return TRUE;
}

static void
end (const BrPrintSetup *setup, GByteArray *out)
{
  if (setup->cut)
    br_bytes_add_text (out, "C\n");
}

/* A GW that was cut off takes the filler as white dots; what is left of the filler is a line without meaning. */
static void
resync (const BrPrintSetup *setup, gsize missing, GByteArray *out)
{
  br_bytes_add_fill (out, 0xFF, missing);
  br_bytes_add_text (out, "\nN\n");
}

static gboolean
query (BrAnswerParser *parser, guint step, GByteArray *out)
{
  if (step > 0)
    return FALSE;
  br_bytes_add_text (out, "^ee\n");
  return TRUE;
}

/* Mistakes in what was sent (01 to 03, 08, 09) stop nothing: the filler of a resync is one. */
static guint
code_conditions (guint code)
{
  switch (code)
    {
    case 4:
    case 5: return BR_COND_OTHER; /* the picture did not fit its memory */
    case 7: return BR_COND_PAPER_OUT; /* or ribbon */
    case 11: return BR_COND_HEAD_OPEN;
    case 12:
    case 92: return BR_COND_PAUSED;
    case 50: return BR_COND_WAIT_TAKE;
    case 62: return BR_COND_HOT;
    case 81: return BR_COND_CUTTER;
    default: return code < 10 ? 0 : BR_COND_OTHER;
    }
}

static void
take_line (BrAnswerParser *parser, BrPrinterReport *report)
{
  const char *line = (const char *) parser->bytes;
  guint n = parser->n;

  parser->n = 0;
  parser->bytes[n] = '\0';
  if (n < 2 || !g_ascii_isdigit (line[0]) || !g_ascii_isdigit (line[1]) || (n > 2 && line[2] != ',' && line[2] != 'P'))
    {
      report->garbage += n;
      return;
    }
  br_answer_begin (report);
  report->conditions = code_conditions ((guint) (line[0] - '0') * 10 + (guint) (line[1] - '0'));
  if (line[2] == 'P' && g_ascii_isdigit (line[3]) && strlen (line) <= 9)
    report->batch_left = (int) g_ascii_strtoull (line + 3, NULL, 10);
}

static void
parse (BrAnswerParser *parser, const guint8 *bytes, gsize n, BrPrinterReport *report)
{
  for (gsize i = 0; i < n; i++)
    if (bytes[i] == '\r' || bytes[i] == '\n')
      take_line (parser, report);
    else if (bytes[i] >= ' ' && bytes[i] < 0x7F && parser->n < BR_ANSWER_MAX - 1)
      parser->bytes[parser->n++] = bytes[i];
    else
      report->garbage++;
}

static void
cancel (GByteArray *out)
{
  br_bytes_add_text (out, "\n^@\n");
}

static void
feed (GByteArray *out)
{
  br_bytes_add_text (out, "\nN\nP1\n");
}

/* These settings outlive the power switch. */
static void
apply (const BrPrintSetup *setup, GByteArray *out)
{
  BrPrintSetup ours = *setup;

  ours.own_media = FALSE;
  begin (&ours, out);
}

const BrPrinterLanguage br_language_epl = {
  .id = BR_LANGUAGE_EPL,
  .name = "epl",
  .title = "EPL2",
  .ack = BR_ACK_NONE,
  .query_while_printing = TRUE, /* the only way to hear that paper is out */
  .begin = begin,
  .area = br_raster_area,
  .label = label,
  .end = end,
  .resync = resync,
  .query = query,
  .parse = parse,
  .cancel = cancel,
  .feed = feed,
  .apply = apply,
};
