/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The raster language of Brother's QL printers (labels.md 2.4): 300 dpi, 720 pins (90 bytes a row) or 1296 (162 bytes).
 *
 *   00 × 400, 1B 40, 1B 69 61 01          whatever was begun is dropped, reset, raster mode
 *   1B 69 7A n1..n10                      the page: CE, 0A endless or 0B die-cut, width and length in mm, rows (32 bit), 0 on the first page
 *   1B 69 4D/41/4B                        cutting          1B 69 64 n n   margin in dots          4D 02/00   packed rows or not
 *   67 00 n <n bytes>                     a row, 1 = black, mirrored: the first bit is the right edge of the label
 *   0C / 1A                               prints the page, more follow / the last: the trigger
 *
 * The paper is one of Brother's rolls: each has its printable dots and how far they are from the first pin. A picture is that of the
 * whole label; its edges, which no QL can print, are cut off: what a template has there, preflight says by area(). Rows are packed only on wide heads: of the narrow ones the QL-500 to
 * QL-570, QL-700 and QL-800 cannot unpack them, and they are short there.
 *
 * Answers are 32 bytes, asked for (1B 69 53, never while it prints) or sent by itself as it prints: "printing completed" for each label.
 * Checked against labels.md only; no other reader of this language is in Debian.
 */
#include "config.h"

#include "br-raster-private.h"

#include "br-error.h"
#include <string.h>

#define NARROW_PINS 720
#define NARROW_BYTES 90
#define WIDE_BYTES 162
#define WIDE_OFFSET 44 /* pins of a wide head before the first of a narrow one */
#define ENDLESS_EDGE 35 /* dots the printer feeds before and after a page by itself */
#define MIN_ROWS 150
#define STATUS_BYTES 32

/* A roll: size in mm (0 = endless), printable dots and rows (0 = endless), pins before the first printable one. */
typedef struct
{
  int width_mm, length_mm;
  guint dots, rows, offset;
} Roll;

static const Roll rolls[] = {
  { 12, 0, 106, 0, 29 },    { 29, 0, 306, 0, 6 },       { 38, 0, 413, 0, 12 },      { 50, 0, 554, 0, 12 },        { 54, 0, 590, 0, 0 },
  { 62, 0, 696, 0, 12 },    { 102, 0, 1164, 0, 12 },    { 17, 54, 165, 566, 0 },    { 17, 87, 165, 956, 0 },      { 23, 23, 202, 202, 42 },
  { 29, 42, 306, 425, 6 },  { 29, 90, 306, 991, 6 },    { 38, 90, 413, 991, 12 },   { 39, 48, 425, 495, 6 },      { 52, 29, 578, 271, 0 },
  { 62, 29, 696, 271, 12 }, { 62, 100, 696, 1109, 12 }, { 102, 51, 1164, 526, 12 }, { 102, 153, 1164, 1660, 12 }, { 12, 12, 94, 94, 113 },
  { 24, 24, 236, 236, 42 }, { 58, 58, 618, 618, 51 },
};

static gboolean
is_about (int length, int millimetres)
{
  return ABS (length - millimetres * BR_LABEL_MM) < BR_LABEL_MM;
}

/* Two rolls of about the same size (38 and 39 mm wide) differ in length. */
static const Roll *
find_roll (const BrPrintSetup *setup)
{
  gboolean endless = setup->tracking == BR_MEDIA_CONTINUOUS;

  for (gsize i = 0; i < G_N_ELEMENTS (rolls); i++)
    if (is_about (setup->width, rolls[i].width_mm) && endless == (rolls[i].length_mm == 0) && (endless || is_about (setup->height, rolls[i].length_mm)))
      return &rolls[i];
  return NULL;
}

static guint
head_bytes (const BrPrintSetup *setup)
{
  return setup->head.width_dots > NARROW_PINS ? WIDE_BYTES : NARROW_BYTES;
}

static guint
roll_offset (const BrPrintSetup *setup, const Roll *roll)
{
  return roll->offset + (head_bytes (setup) == WIDE_BYTES ? WIDE_OFFSET : 0);
}

static gboolean
check (const BrPrintSetup *setup, guint width, const Roll *roll, GError **error)
{
  if (roll == NULL)
    g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "there is no roll of %d × %d hundredths of a millimetre", setup->width, setup->height);
  else if (roll_offset (setup, roll) + roll->dots > 8 * head_bytes (setup))
    g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "a roll of %d mm is wider than the print head", roll->width_mm);
  else if ((int) width > br_head_dots (&setup->head, setup->width + BR_LABEL_MM))
    g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "the label is %u dots wide, its roll %d mm", width, roll->width_mm);
  else
    return TRUE;
  return FALSE;
}

/* The printable middle of a label, moved by the offsets; it may go beyond the label. */
static BrPrintArea
find_page (const BrPrintSetup *setup, guint width, guint height, const Roll *roll)
{
  int rows = roll->rows != 0 ? (int) roll->rows : MAX ((int) height - 2 * ENDLESS_EDGE, MIN_ROWS);
  int x = ((int) width - (int) roll->dots) / 2 - br_raster_offset (&setup->head, setup->offset_x);
  int y = ((int) height - rows) / 2 - br_raster_offset (&setup->head, setup->offset_y);

  return (BrPrintArea) { x, y, (int) roll->dots, rows };
}

static gboolean
area (const BrPrintSetup *setup, guint width, guint height, BrPrintArea *out, GError **error)
{
  const Roll *roll = find_roll (setup);

  if (!check (setup, width, roll, error))
    return FALSE;
  *out = find_page (setup, width, height, roll);
  return TRUE;
}

static void
begin (const BrPrintSetup *setup, GByteArray *out)
{
  br_bytes_add_fill (out, 0x00, 400);
  br_bytes_add_text (out, "\x1B@\x1Bia\x01");
}

static void
add_page (const BrPrintSetup *setup, const Roll *roll, guint rows, gboolean first, GByteArray *out)
{
  gboolean endless = roll->length_mm == 0;
  const guint8 page[] = { 0x1B,
                          'i',
                          'z',
                          0xCE,
                          endless ? 0x0A : 0x0B,
                          (guint8) roll->width_mm,
                          (guint8) roll->length_mm,
                          (guint8) rows,
                          (guint8) (rows >> 8),
                          (guint8) (rows >> 16),
                          0,
                          first ? 0 : 1,
                          0 };
  const guint8 cut[] = { 0x1B, 'i', 'M', setup->cut ? 0x40 : 0, 0x1B, 'i', 'A', 0xFF, 0x1B, 'i', 'K', setup->cut ? 0x08 : 0 };
  const guint8 margin[] = { 0x1B, 'i', 'd', endless ? ENDLESS_EDGE : 0, 0 };

  br_bytes_add (out, page, sizeof page);
  br_bytes_add (out, cut, sizeof cut);
  br_bytes_add (out, margin, sizeof margin);
}

static guint8
reverse (guint8 byte)
{
  byte = (guint8) (byte >> 4 | byte << 4);
  byte = (guint8) ((byte & 0xCC) >> 2 | (byte & 0x33) << 2);
  return (guint8) ((byte & 0xAA) >> 1 | (byte & 0x55) << 1);
}

static void
mirror_row (const BrBitmap *page, guint y, guint offset, guint8 *row, guint n)
{
  int last = (int) page->width - 1 + (int) offset; /* the dot at pin 0 */

  for (int i = 0; i < (int) n; i++)
    row[i] = reverse (br_bitmap_dots (page, last - 8 * i - 7, (int) y));
}

static guint
count_equal (const guint8 *bytes, guint n)
{
  guint run = 1;

  while (run < n && run < 128 && bytes[run] == bytes[0])
    run++;
  return run;
}

/* PackBits: n < 128: n + 1 bytes follow as they are; n > 128: the next byte 257 - n times. */
static guint
pack (const guint8 *row, guint n, guint8 *packed)
{
  guint size = 0;

  for (guint i = 0, run; i < n; i += run)
    {
      run = count_equal (row + i, n - i);
      if (run >= 2)
        {
          packed[size++] = (guint8) (257 - run);
          packed[size++] = row[i];
          continue;
        }
      while (i + run < n && run < 128 && count_equal (row + i + run, n - i - run) < 2)
        run++;
      packed[size++] = (guint8) (run - 1);
      memcpy (packed + size, row + i, run);
      size += run;
    }
  return size;
}

static void
add_rows (const BrBitmap *page, guint offset, guint n, gboolean packs, GByteArray *out)
{
  guint8 row[WIDE_BYTES], packed[2 * WIDE_BYTES];

  for (guint y = 0; y < page->height; y++)
    {
      guint size = n;

      mirror_row (page, y, offset, row, n);
      if (packs)
        size = pack (row, n, packed);
      br_bytes_add (out, (const guint8[]) { 'g', 0, (guint8) size }, 3);
      br_bytes_add (out, packs ? packed : row, size);
    }
}

static gboolean
label (const BrPrintSetup *setup, const BrBitmap *bitmap, gboolean first, gboolean last, GByteArray *data, GByteArray *trigger, GError **error)
{
  const Roll *roll = find_roll (setup);
  gboolean packs = head_bytes (setup) == WIDE_BYTES && !setup->plain;
  g_autoptr (BrBitmap) page = NULL;
  BrPrintArea place;

  if (!check (setup, bitmap->width, roll, error))
    return FALSE;
  place = find_page (setup, bitmap->width, bitmap->height, roll);
  page = br_bitmap_cut (bitmap, place.x, place.y, (guint) place.width, (guint) place.height);
  add_page (setup, roll, page->height, first, data);
  br_bytes_add (data, packs ? "M\x02" : "M\x00", 2);
  add_rows (page, roll_offset (setup, roll), head_bytes (setup), packs, data);
  br_bytes_add (trigger, last ? "\x1A" : "\x0C", 1);
  return TRUE;
}

static void
resync (const BrPrintSetup *setup, gsize missing, GByteArray *out)
{
  br_bytes_add_fill (out, 0x00, 400);
  br_bytes_add_text (out, "\x1B@");
}

static gboolean
query (BrAnswerParser *parser, guint step, GByteArray *out)
{
  if (step > 0)
    return FALSE;
  br_bytes_add_text (out, "\x1BiS");
  return TRUE;
}

static gboolean
is_status_prefix (const guint8 *bytes, guint n)
{
  return memcmp (bytes, "\x80\x20\x42", MIN (n, 3)) == 0;
}

static guint
error_conditions (const guint8 *status)
{
  static const guint first[8] = {
    BR_COND_PAPER_OUT, BR_COND_PAPER_OUT, BR_COND_CUTTER, BR_COND_OTHER, BR_COND_OTHER, BR_COND_OFFLINE, BR_COND_OTHER, BR_COND_OTHER,
  };
  static const guint second[8] = {
    BR_COND_MEDIA_MISMATCH, BR_COND_OTHER, BR_COND_OTHER, BR_COND_OTHER, BR_COND_COVER_OPEN, BR_COND_HOT, BR_COND_JAM, BR_COND_OTHER,
  };
  guint conditions = 0;

  for (guint i = 0; i < 8; i++)
    conditions |= (status[8] & 1 << i ? first[i] : 0) | (status[9] & 1 << i ? second[i] : 0);
  return conditions;
}

enum
{
  TYPE_REPLY = 0,
  TYPE_COMPLETED,
  TYPE_ERROR,
  TYPE_OFF = 4,
  TYPE_NOTIFICATION,
  TYPE_PHASE,
};

static guint
type_conditions (const guint8 *status, guint errors)
{
  if (status[18] == TYPE_ERROR && errors == 0)
    return BR_COND_OTHER;
  if (status[18] == TYPE_OFF)
    return BR_COND_OFFLINE;
  if (status[18] == TYPE_NOTIFICATION)
    return status[22] == 1 ? BR_COND_COVER_OPEN : status[22] == 3 ? BR_COND_HOT : 0;
  return 0;
}

static void
take_status (const guint8 *status, BrPrinterReport *report)
{
  guint errors = error_conditions (status);

  br_answer_begin (report);
  report->conditions = errors | type_conditions (status, errors);
  report->printing = status[19] == 1;
  report->idle = status[19] == 0 && report->conditions == 0 && (status[18] == TYPE_REPLY || status[18] == TYPE_PHASE);
  report->completed += status[18] == TYPE_COMPLETED;
  report->media_width_mm = status[10];
  report->media_height_mm = status[17];
}

static void
parse (BrAnswerParser *parser, const guint8 *bytes, gsize n, BrPrinterReport *report)
{
  for (gsize i = 0; i < n; i++)
    {
      br_answer_add (parser, bytes[i], is_status_prefix, report);
      if (parser->n < STATUS_BYTES)
        continue;
      take_status (parser->bytes, report);
      parser->n = 0;
    }
}

static void
cancel (GByteArray *out)
{
  resync (NULL, 0, out);
}

const BrPrinterLanguage br_language_brother_ql = {
  .id = BR_LANGUAGE_BROTHER_QL,
  .name = "brother-ql",
  .title = "Brother QL",
  .ack = BR_ACK_LABEL,
  .streaming = TRUE, /* a long endless label begins to come out before all of it was sent */
  .begin = begin,
  .area = area,
  .label = label,
  .resync = resync,
  .query = query,
  .parse = parse,
  .cancel = cancel,
};
