/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * DYMO LabelWriter of the 300 and 400 families (labels.md 2.5): 300 dpi, 672 dots (84 bytes a row), the 4XL 1248 (156 bytes).
 *
 *   1B × (bytes a row + 1), 1B 40      whatever row was begun is filled, reset
 *   1B 63|64|65|67   light … dark      1B 68   300 × 300 dpi      1B 42 00   no dots left free
 *   1B 4C hi lo      the longest way to the next label, in dots, high byte first; FFFF = endless
 *   1B 44 n          bytes a row
 *   16 <n bytes>     a row, 1 = black  17 <runs>  a row of runs: bit 7 black, the others length - 1; the shorter of the two is sent
 *   1B 47 / 1B 45    ends the label, feeds a little / the last, feeds to the tear bar: the trigger
 *
 * The printer burns rows as they come: a label whose data was cut off is spoiled.
 * Answers: to 1B 41 one byte: 01 ready, 02 top of form, 20 no paper, 40 jam, 80 error; to 1B 56 ten letters: model and revision.
 *
 * The 500 family (550, 5XL) speaks another language and is left out on purpose: the sources disagree on the width of two of its fields
 * (labels.md 2.5), and it stops for good when one is wrong. It needs a look at a real one first.
 */
#include "config.h"

#include "br-raster-private.h"

#define DEFAULT_BYTES 84
#define MAX_BYTES 255 /* of a row: its number is one byte */
#define MAX_RUN 128
#define SEARCH_DOTS 60 /* 5 mm more than a label and its gap */
#define MODEL_BYTES 10

enum
{
  AWAIT_BYTE = 1,
  AWAIT_MODEL
};

static guint
head_bytes (const BrPrintSetup *setup)
{
  return setup->head.width_dots != 0 ? MIN ((setup->head.width_dots + 7) / 8, MAX_BYTES) : DEFAULT_BYTES;
}

static void
add_escape (GByteArray *out, char command)
{
  br_bytes_add (out, (const char[]) { 0x1B, command }, 2);
}

static void
resync (const BrPrintSetup *setup, gsize missing, GByteArray *out)
{
  br_bytes_add_fill (out, 0x1B, head_bytes (setup) + 1);
  add_escape (out, '@');
}

static void
add_length (const BrPrintSetup *setup, GByteArray *out)
{
  int dots = MIN (br_head_dots (&setup->head, setup->height) + br_head_dots (&setup->head, setup->gap) + SEARCH_DOTS, 0x7FFF);

  if (setup->tracking == BR_MEDIA_CONTINUOUS)
    dots = 0xFFFF;
  add_escape (out, 'L');
  br_bytes_add (out, (const guint8[]) { (guint8) (dots >> 8), (guint8) dots }, 2);
}

static void
begin (const BrPrintSetup *setup, GByteArray *out)
{
  resync (setup, 0, out);
  if (setup->darkness >= 0)
    add_escape (out, "cdeg"[MIN (setup->darkness / 25, 3)]);
  add_escape (out, 'h');
  br_bytes_add (out,
                "\x1B"
                "B\0",
                3);
  add_length (setup, out);
}

static guint
count_dots (const BrBitmap *bitmap, guint x, guint y, gboolean black)
{
  guint n = 1;

  while (n < MAX_RUN && x + n < 8 * bitmap->stride && br_bitmap_get (bitmap, (int) (x + n), (int) y) == black)
    n++;
  return n;
}

/* The runs of a row that cover all of its bytes; no more than `limit`, which is returned when they are not shorter. */
static guint
write_runs (const BrBitmap *bitmap, guint y, guint8 *runs, guint limit)
{
  guint n = 0;

  for (guint x = 0, dots; x < 8 * bitmap->stride; x += dots)
    {
      gboolean black = br_bitmap_get (bitmap, (int) x, (int) y);

      if (n == limit)
        return limit;
      dots = count_dots (bitmap, x, y, black);
      runs[n++] = (guint8) ((black ? 0x80 : 0) | (dots - 1));
    }
  return n;
}

static void
add_row (const BrBitmap *bitmap, guint y, GByteArray *out)
{
  guint8 runs[MAX_BYTES];
  guint n = write_runs (bitmap, y, runs, bitmap->stride);
  gboolean shorter = n < bitmap->stride;

  br_bytes_add (out, shorter ? "\x17" : "\x16", 1);
  br_bytes_add (out, shorter ? runs : bitmap->rows + (gsize) y * bitmap->stride, n);
}

/* A head of which nothing was said is that of most models. */
static BrPrintSetup
with_head (const BrPrintSetup *setup)
{
  BrPrintSetup with = *setup;

  with.head.width_dots = 8 * head_bytes (setup);
  return with;
}

static gboolean
area (const BrPrintSetup *setup, guint width, guint height, BrPrintArea *out, GError **error)
{
  const BrPrintSetup with = with_head (setup);

  return br_raster_area (&with, width, height, out, error);
}

static gboolean
label (const BrPrintSetup *setup, const BrBitmap *bitmap, gboolean first, gboolean last, GByteArray *data, GByteArray *trigger, GError **error)
{
  const BrPrintSetup with = with_head (setup);
  g_autoptr (BrBitmap) placed = br_raster_place (&with, bitmap);

  add_escape (data, 'D');
  br_bytes_add (data, (const guint8[]) { (guint8) placed->stride }, 1);
  for (guint y = 0; y < placed->height; y++)
    add_row (placed, y, data);
  add_escape (trigger, last ? 'E' : 'G');
  return TRUE;
}

static gboolean
query (BrAnswerParser *parser, guint step, GByteArray *out)
{
  if (step > 0)
    return FALSE;
  br_answer_await (parser, AWAIT_BYTE);
  add_escape (out, 'A');
  return TRUE;
}

static void
identify (BrAnswerParser *parser, GByteArray *out)
{
  br_answer_await (parser, AWAIT_MODEL);
  add_escape (out, 'V');
}

static void
take_byte (guint8 byte, BrPrinterReport *report)
{
  br_answer_begin (report);
  report->conditions = (byte & 0x20 ? BR_COND_PAPER_OUT : 0) | (byte & 0x40 ? BR_COND_JAM : 0) | (byte & 0x80 ? BR_COND_OTHER : 0);
  report->idle = report->conditions == 0 && (byte & 3) == 3;
  report->printing = report->conditions == 0 && !report->idle;
}

static void
take_model (const guint8 *bytes, BrPrinterReport *report)
{
  char model[MODEL_BYTES + 1] = "";

  for (guint i = 0; i < MODEL_BYTES && bytes[i] >= ' ' && bytes[i] < 0x7F; i++)
    model[i] = (char) bytes[i];
  br_answer_begin (report);
  g_strlcpy (report->model, g_strstrip (model), sizeof report->model);
}

static void
parse_byte (BrAnswerParser *parser, guint8 byte, BrPrinterReport *report)
{
  if (parser->awaited == 0)
    {
      report->garbage++;
      return;
    }
  if (parser->part == AWAIT_BYTE)
    take_byte (byte, report);
  else
    {
      parser->bytes[parser->n++] = byte;
      if (parser->n < MODEL_BYTES)
        return;
      take_model (parser->bytes, report);
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
  br_bytes_add_fill (out, 0x1B, MAX_BYTES + 1); /* whatever the head */
  add_escape (out, '@');
}

static void
feed (GByteArray *out)
{
  add_escape (out, 'E');
}

const BrPrinterLanguage br_language_dymo = {
  .id = BR_LANGUAGE_DYMO_4XX,
  .name = "dymo",
  .title = "DYMO LabelWriter",
  .ack = BR_ACK_IDLE,
  .streaming = TRUE,
  .begin = begin,
  .area = area,
  .label = label,
  .resync = resync,
  .query = query,
  .identify = identify,
  .parse = parse,
  .cancel = cancel,
  .feed = feed,
};
