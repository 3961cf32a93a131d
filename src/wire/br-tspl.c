/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * TSPL, the language of TSC and of most label printers made in China (labels.md 2.2). Lines of ASCII ended by CR LF.
 *
 *   SIZE w mm,h mm   GAP g mm,0 mm   BLINE g mm,0 mm   DIRECTION 0,0   REFERENCE 0,0   SPEED ips   DENSITY 0..15
 *   CLS              empties the picture
 *   BITMAP x,y,bytes a row,rows,0,<raw>   0 = black, 1 = white: the opposite of ours; exactly the bytes announced follow the comma
 *   PRINT 1,1        the only command here that moves paper
 *
 * ESC ! … is answered and obeyed at any time, and some firmware may look for it inside pictures too: a picture that holds 1B 21 is
 * cut there into several BITMAP commands, so that never both bytes stand side by side.
 * Answers: to ESC !? one byte of bits; to ESC !S eight bytes STX m w e1 e2 ETX CR LF; to ~!T a line of text. Many clones never answer.
 */
#include "config.h"

#include "br-raster-private.h"

#include <string.h>

enum
{
  AWAIT_BYTE = 1,
  AWAIT_FRAME,
  AWAIT_TEXT
};

#define FRAME_BYTES 8

static void
add_lengths (GByteArray *out, const char *command, int first, int second)
{
  br_bytes_add_text (out, command);
  br_bytes_add_hundredths (out, first);
  br_bytes_add_text (out, " mm,");
  br_bytes_add_hundredths (out, second);
  br_bytes_add_text (out, " mm\r\n");
}

static void
add_tracking (const BrPrintSetup *setup, GByteArray *out)
{
  if (setup->tracking == BR_MEDIA_MARK)
    add_lengths (out, "BLINE ", setup->gap, 0);
  else if (setup->tracking != 0)
    add_lengths (out, "GAP ", setup->tracking == BR_MEDIA_GAP ? setup->gap : 0, 0);
}

static void
add_heat_and_speed (const BrPrintSetup *setup, GByteArray *out)
{
  if (setup->speed > 0)
    {
      br_bytes_add_text (out, "SPEED ");
      br_bytes_add_hundredths (out, setup->speed * 10);
      br_bytes_add_text (out, "\r\n");
    }
  if (setup->darkness >= 0)
    br_bytes_add_format (out, "DENSITY %d\r\n", (MIN (setup->darkness, 100) * 15 + 50) / 100);
}

static void
begin (const BrPrintSetup *setup, GByteArray *out)
{
  add_lengths (out, "SIZE ", setup->width, setup->height); /* a picture is cut to it, so it is said even to a printer that knows its paper */
  if (!setup->own_media)
    add_tracking (setup, out);
  br_bytes_add_text (out, "DIRECTION 0,0\r\nREFERENCE 0,0\r\n");
  add_heat_and_speed (setup, out);
}

static void
add_bitmap (const BrBitmap *picture, guint y, guint rows, GByteArray *out)
{
  br_bytes_add_format (out, "BITMAP 0,%u,%u,%u,0,", y, picture->stride, rows);
  br_bytes_add (out, picture->rows + (gsize) y * picture->stride, (gsize) picture->stride * rows);
  br_bytes_add_text (out, "\r\n");
}

static const guint8 *
find_escape (const guint8 *bytes, gsize n)
{
  const guint8 *end = bytes + n, *p = bytes;

  while ((p = memchr (p, 0x1B, (gsize) (end - p))) != NULL && p + 1 < end)
    if (p[1] == 0x21)
      return p;
    else
      p++;
  return NULL;
}

/* One row that holds the escape: pieces that end after each 1B. */
static void
add_split_row (const BrBitmap *picture, guint y, GByteArray *out)
{
  const guint8 *row = picture->rows + (gsize) y * picture->stride;

  for (guint x = 0; x < picture->stride;)
    {
      const guint8 *escape = find_escape (row + x, picture->stride - x);
      guint end = escape != NULL ? (guint) (escape - row) + 1 : picture->stride;

      br_bytes_add_format (out, "BITMAP %u,%u,%u,1,0,", 8 * x, y, end - x);
      br_bytes_add (out, row + x, end - x);
      br_bytes_add_text (out, "\r\n");
      x = end;
    }
}

/* Whole rows as long as there is no escape in them or where two rows meet. */
static void
add_picture (const BrBitmap *picture, GByteArray *out)
{
  for (guint y = 0; y < picture->height;)
    {
      const guint8 *rows = picture->rows + (gsize) y * picture->stride;
      const guint8 *escape = find_escape (rows, (gsize) picture->stride * (picture->height - y));
      guint n = escape != NULL ? (guint) ((gsize) (escape + 1 - rows) / picture->stride) : picture->height - y;

      if (n > 0)
        add_bitmap (picture, y, n, out);
      else
        add_split_row (picture, y, out);
      y += MAX (n, 1);
    }
}

static gboolean
label (const BrPrintSetup *setup, const BrBitmap *bitmap, gboolean first, gboolean last, GByteArray *data, GByteArray *trigger, GError **error)
{
  g_autoptr (BrBitmap) placed = br_raster_place (setup, bitmap), inverted = NULL;

  inverted = br_raster_invert (placed);
  br_bytes_add_text (data, "CLS\r\n");
  add_picture (inverted, data);
  br_bytes_add_text (trigger, "PRINT 1,1\r\n");
  return TRUE;
}

static void
end (const BrPrintSetup *setup, GByteArray *out)
{
  if (setup->cut)
    br_bytes_add_text (out, "CUT\r\n");
}

/* A BITMAP that was cut off takes the filler as white dots; what is left of the filler is a line without meaning. */
static void
resync (const BrPrintSetup *setup, gsize missing, GByteArray *out)
{
  br_bytes_add_fill (out, 0xFF, missing);
  br_bytes_add_text (out, "\r\nCLS\r\n");
}

static gboolean
query (BrAnswerParser *parser, guint step, GByteArray *out)
{
  if (step > 1)
    return FALSE;
  br_answer_await (parser, step == 0 ? AWAIT_BYTE : AWAIT_FRAME);
  br_bytes_add_text (out, step == 0 ? "\x1B!?" : "\x1B!S");
  return TRUE;
}

static void
identify (BrAnswerParser *parser, GByteArray *out)
{
  br_answer_await (parser, AWAIT_TEXT);
  br_bytes_add_text (out, "~!T\r\n");
}

static void
take_byte (guint8 byte, BrPrinterReport *report)
{
  static const guint conditions[8] = {
    BR_COND_HEAD_OPEN, BR_COND_JAM, BR_COND_PAPER_OUT, BR_COND_RIBBON_OUT, BR_COND_PAUSED, 0 /* printing */, BR_COND_COVER_OPEN, BR_COND_OTHER,
  };

  br_answer_begin (report);
  for (guint i = 0; i < 8; i++)
    if (byte & 1 << i)
      report->conditions |= conditions[i];
  report->printing = (byte & 0x20) != 0;
  report->idle = byte == 0;
}

static gboolean
is_frame_prefix (const guint8 *bytes, guint n)
{
  static const guint8 tail[] = { 0x03, '\r', '\n' };

  for (guint i = 0; i < n; i++)
    if ((i == 0 && bytes[i] != 0x02) || (i == 1 && strchr ("@`BCEFKLPW", bytes[i] != 0 ? bytes[i] : '?') == NULL)
        || (i >= 2 && i <= 4 && (bytes[i] & 0xC0) != 0x40) || (i >= 5 && bytes[i] != tail[i - 5]))
      return FALSE;
  return TRUE;
}

static guint
frame_conditions (const guint8 *frame)
{
  static const guint first[6] = { BR_COND_HOT, BR_COND_HOT, BR_COND_OTHER, BR_COND_CUTTER, BR_COND_OTHER, 0 };
  static const guint second[6] = { BR_COND_PAPER_OUT, BR_COND_JAM, BR_COND_RIBBON_OUT, BR_COND_JAM, 0, BR_COND_HEAD_OPEN };
  guint conditions = frame[1] == '`' || frame[1] == 'K' ? BR_COND_PAUSED : frame[1] == 'L' ? BR_COND_WAIT_TAKE : 0;

  for (guint i = 0; i < 6; i++)
    conditions |= (frame[3] & 1 << i ? first[i] : 0) | (frame[4] & 1 << i ? second[i] : 0);
  return frame[1] == 'E' && conditions == 0 ? BR_COND_OTHER : conditions;
}

static void
take_frame (const guint8 *frame, BrPrinterReport *report)
{
  br_answer_begin (report);
  report->conditions = frame_conditions (frame);
  report->printing = strchr ("BCFPW", frame[1]) != NULL;
  report->idle = frame[1] == '@' && report->conditions == 0;
}

/* The model is noted letter by letter, since not every printer ends its line. */
static void
take_letter (BrAnswerParser *parser, guint8 byte, BrPrinterReport *report)
{
  if (byte >= ' ' && byte < 0x7F && parser->n < sizeof report->model - 1)
    {
      parser->bytes[parser->n++] = byte;
      memcpy (report->model, parser->bytes, parser->n);
      report->model[parser->n] = '\0';
    }
  else if ((byte == '\r' || byte == '\n') && parser->n > 0)
    {
      br_answer_begin (report);
      parser->n = parser->awaited = 0;
    }
  else
    report->garbage++;
}

static void
parse_byte (BrAnswerParser *parser, guint8 byte, BrPrinterReport *report)
{
  if (parser->awaited == 0)
    {
      report->garbage++;
      return;
    }
  if (parser->part == AWAIT_TEXT)
    {
      take_letter (parser, byte, report);
      return;
    }
  if (parser->part == AWAIT_BYTE)
    take_byte (byte, report);
  else
    {
      br_answer_add (parser, byte, is_frame_prefix, report);
      if (parser->n < FRAME_BYTES)
        return;
      take_frame (parser->bytes, report);
      parser->n = 0;
    }
  parser->awaited--;
}

static void
parse (BrAnswerParser *parser, const guint8 *bytes, gsize n, BrPrinterReport *report)
{
  for (gsize i = 0; i < n; i++)
    parse_byte (parser, bytes[i], report);
}

static void
cancel (GByteArray *out)
{
  br_bytes_add_text (out, "\x1B!.");
}

static void
calibrate (const BrPrintSetup *setup, GByteArray *out)
{
  br_bytes_add_text (out, setup->tracking == BR_MEDIA_MARK ? "AUTODETECT\r\n" : "GAPDETECT\r\n");
}

static void
feed (GByteArray *out)
{
  br_bytes_add_text (out, "\x1B!F");
}

/* These settings outlive the power switch. */
static void
apply (const BrPrintSetup *setup, GByteArray *out)
{
  add_lengths (out, "SIZE ", setup->width, setup->height);
  add_tracking (setup, out);
  add_heat_and_speed (setup, out);
}

const BrPrinterLanguage br_language_tspl = {
  .id = BR_LANGUAGE_TSPL,
  .name = "tspl",
  .title = "TSPL",
  .ack = BR_ACK_IDLE,
  .query_while_printing = TRUE,
  .begin = begin,
  .area = br_raster_area,
  .label = label,
  .end = end,
  .resync = resync,
  .query = query,
  .identify = identify,
  .parse = parse,
  .cancel = cancel,
  .calibrate = calibrate,
  .feed = feed,
  .apply = apply,
};
