/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the interpreters of all languages share: the canvas, blocks of raw rows, numbers. */
#include "config.h"

#include "br-paper-private.h"

#include <string.h>

#define MAX_NUMBER 1000000000

static const BrPaperLanguage *
find_language (BrPrinterLanguageId id)
{
  static const BrPaperLanguage *const languages[BR_N_LANGUAGES] = {
    [BR_LANGUAGE_TSPL] = &br_paper_tspl,     [BR_LANGUAGE_ZPL] = &br_paper_zpl,       [BR_LANGUAGE_EPL] = &br_paper_epl,
    [BR_LANGUAGE_BROTHER_QL] = &br_paper_ql, [BR_LANGUAGE_DYMO_4XX] = &br_paper_dymo,
  };

  return id < BR_N_LANGUAGES ? languages[id] : NULL;
}

int
br_paper_dots (const BrPaper *self, double length)
{
  double dots = length * self->profile.head.dots_num / (100.0 * self->profile.head.dots_den);

  return (int) CLAMP (dots + 0.5, 0, BR_BITMAP_MAX_SIDE);
}

/* Its state stays where it is: a language may restart itself while it reads. */
static void
wake (BrPaper *self)
{
  memset (self->mind, 0, self->language->mind_size);
  self->width = br_paper_dots (self, self->profile.width);
  self->height = br_paper_dots (self, self->profile.height);
  self->held = 0;
  if (self->language->wake != NULL)
    self->language->wake (self);
}

static void
fall_asleep (BrPaper *self)
{
  if (self->language->sleep != NULL)
    self->language->sleep (self);
  br_paper_clear (self);
}

BrPaper *
br_paper_new (const BrPaperProfile *profile, const BrPaperBody *body)
{
  const BrPaperLanguage *language = find_language (profile->language);
  BrPaper *self;

  if (language == NULL)
    return NULL;
  self = g_new0 (BrPaper, 1);
  self->profile = *profile;
  self->body = *body;
  self->language = language;
  self->mind = g_malloc0 (language->mind_size);
  wake (self);
  return self;
}

void
br_paper_free (BrPaper *self)
{
  if (self == NULL)
    return;
  self->body = (BrPaperBody) { 0 };
  fall_asleep (self);
  g_free (self->mind);
  g_free (self);
}

void
br_paper_lose_power (BrPaper *self)
{
  fall_asleep (self);
  wake (self);
}

void
br_paper_eat (BrPaper *self, const guint8 *bytes, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      self->counts.eaten++;
      self->held++;
      self->language->eat (self, bytes[i]);
    }
}

void
br_paper_begin (BrPaper *self)
{
  if (self->language->begin != NULL)
    self->language->begin (self);
}

void
br_paper_end (BrPaper *self)
{
  if (self->language->end != NULL)
    self->language->end (self);
}

void
br_paper_change (BrPaper *self)
{
  if (self->language->change != NULL)
    self->language->change (self);
}

gboolean
br_paper_is_partial (const BrPaper *self)
{
  return self->language->is_partial (self);
}

gsize
br_paper_held (const BrPaper *self)
{
  return self->held;
}

const BrPaperCounts *
br_paper_counts (const BrPaper *self)
{
  return &self->counts;
}

void
br_paper_clear (BrPaper *self)
{
  g_clear_pointer (&self->canvas, br_bitmap_unref);
}

/* Limits are met by trying: a size that is none leaves the canvas away, and nothing is drawn. */
static BrBitmap *
get_canvas (BrPaper *self)
{
  if (self->canvas == NULL)
    self->canvas = br_bitmap_new ((guint) self->width, (guint) self->height, NULL);
  return self->canvas;
}

void
br_paper_set_size (BrPaper *self, int width, int height)
{
  g_autoptr (BrBitmap) before = g_steal_pointer (&self->canvas);
  gsize row_bytes, rows;

  self->width = width;
  self->height = height;
  if (before == NULL || get_canvas (self) == NULL)
    return;
  row_bytes = MIN (before->stride, self->canvas->stride);
  rows = MIN (before->height, self->canvas->height);
  for (gsize y = 0; y < rows; y++)
    memcpy (self->canvas->rows + y * self->canvas->stride, before->rows + y * before->stride, row_bytes);
}

static void
draw_dot (BrBitmap *canvas, int x, int y, gboolean black, BrPaperDraw how)
{
  guint8 bit = 0x80 >> (x % 8), *byte = canvas->rows + (gsize) y * canvas->stride + x / 8;

  if (how == BR_PAPER_XOR)
    *byte ^= black ? bit : 0;
  else if (black)
    *byte |= bit;
  else if (how == BR_PAPER_OVER)
    *byte &= (guint8) ~bit;
}

void
br_paper_draw (BrPaper *self, int x, int y, guint8 dots, BrPaperDraw how)
{
  BrBitmap *canvas = get_canvas (self);
  int right;

  if (canvas == NULL || y < 0 || y >= (int) canvas->height || x <= -8)
    return;
  right = (int) (self->profile.head.width_dots > 0 ? MIN (canvas->width, self->profile.head.width_dots) : canvas->width);
  if (how == BR_PAPER_OVER && x >= 0 && x % 8 == 0 && x + 8 <= right)
    {
      canvas->rows[(gsize) y * canvas->stride + x / 8] = dots;
      return;
    }
  for (int i = MAX (0, -x); i < 8 && x + i < right; i++)
    draw_dot (canvas, x + i, y, (dots >> (7 - i)) & 1, how);
}

gboolean
br_paper_eat_raw (BrPaper *self, BrPaperRaw *raw, guint8 byte)
{
  gint64 x = raw->x + (gint64) raw->column * 8, y = raw->y + (gint64) raw->row;

  if (x <= BR_BITMAP_MAX_SIDE && y <= BR_BITMAP_MAX_SIDE)
    br_paper_draw (self, (int) x, (int) y, byte ^ raw->flip, raw->draw);
  raw->before = byte;
  raw->at++;
  if (++raw->column == raw->row_bytes)
    {
      raw->column = 0;
      raw->row++;
    }
  return raw->at < raw->size;
}

void
br_paper_order_bitmap (BrPaper *self, BrBitmap *bitmap, guint copies, gboolean spoiled)
{
  const BrPaperOrder order = { .bitmap = bitmap, .copies = CLAMP (copies, 1, BR_PAPER_MAX_COPIES), .bytes = self->held, .spoiled = spoiled };

  self->held = 0;
  if (self->body.print != NULL)
    self->body.print (self->body.data, &order);
}

void
br_paper_order (BrPaper *self, guint copies, guint quarters)
{
  BrBitmap *canvas = get_canvas (self);
  g_autoptr (BrBitmap) shown = NULL;

  if (canvas == NULL)
    return;
  /* A copy: the canvas may be drawn on again while the body still prints. */
  if (quarters != 0)
    shown = br_bitmap_turn (canvas, quarters);
  else
    {
      shown = br_bitmap_new (canvas->width, canvas->height, NULL);
      memcpy (shown->rows, canvas->rows, (gsize) canvas->stride * canvas->height);
    }
  br_paper_order_bitmap (self, shown, copies, FALSE);
}

void
br_paper_answer (BrPaper *self, const char *bytes, gssize n)
{
  if (self->body.answer != NULL)
    self->body.answer (self->body.data, (const guint8 *) bytes, n < 0 ? strlen (bytes) : (gsize) n);
}

void
br_paper_sense (BrPaper *self, BrPaperSense *sense)
{
  *sense = (BrPaperSense) { 0 };
  if (self->body.sense != NULL)
    self->body.sense (self->body.data, sense);
}

void
br_paper_act (BrPaper *self, BrPaperAct act)
{
  if (self->body.act != NULL)
    self->body.act (self->body.data, act);
}

guint
br_paper_numbers (const char *text, int *values, guint max)
{
  for (guint n = 0; n < max; n++)
    {
      char *end;
      gint64 value;

      value = g_ascii_strtoll (text, &end, 10);
      if (end == text)
        return 0;
      values[n] = (int) CLAMP (value, -MAX_NUMBER, MAX_NUMBER);
      while (*end == ' ')
        end++;
      if (*end == '\0')
        return n + 1;
      if (*end != ',')
        return 0;
      text = end + 1;
    }
  return 0;
}
