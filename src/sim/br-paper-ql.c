/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Brother QL raster, after Brother's command references (labels.md 2.4).
 *
 * Bytes: 00 nothing · 1B 40 begin anew · 1B 69 x … settings · 4D n PackBits on (02) or off · 67 00 n a row of n bytes · 77 c n a row of
 * colour c · 5A a white row · 0C prints, more pages follow · 1A prints the last one. In a row 1 is black and the first bit is the right
 * edge. Status is 32 bytes: on question, and unasked when a page begins, is done, or something stops it.
 */
#include "config.h"

#include "br-paper-private.h"
#include "br-paper-rows.h"

#include <string.h>

#define DEFAULT_PINS 720
#define MAX_SETTINGS 10

/** Ql: what it is in the middle of. */
typedef struct
{
  enum
  {
    COMMAND = 0,
    ESCAPED,
    SETTING,
    SETTINGS,
    MODE,
    ROW_HEAD,
    ROW
  } state;
  guint8 letter;      /* of ESC i */
  guint8 values[MAX_SETTINGS];
  guint n_values, n_wanted;
  gboolean packed;
  guint8 row_kind;    /* 67 or 77 */
  guint8 row[256];
  guint n_row, row_size;
  BrPaperRows page;
  guint8 media[10];   /* the values of ESC i z, all 0 = none came */
} Ql;

/* Printable dots and the blank pins before them, by DK roll: hundredths of a millimetre of width and length, 0 = continuous. */
static const struct
{
  int width, height;
  guint dots, first;
} rolls[] = {
  { 1200, 0, 106, 29 },     { 2900, 0, 306, 6 },       { 3800, 0, 413, 12 },       { 5000, 0, 554, 12 },    { 5400, 0, 590, 0 },     { 6200, 0, 696, 12 },
  { 10200, 0, 1164, 12 },   { 1700, 5400, 165, 0 },    { 1700, 8700, 165, 0 },     { 2300, 2300, 202, 42 }, { 2900, 4200, 306, 6 },  { 2900, 9000, 306, 6 },
  { 3900, 9000, 413, 12 },  { 3900, 4800, 425, 6 },    { 5200, 2900, 578, 0 },     { 5400, 2900, 598, 59 }, { 6000, 8600, 672, 18 }, { 6200, 2900, 696, 12 },
  { 6200, 10000, 696, 12 }, { 10200, 5100, 1164, 12 }, { 10200, 15200, 1164, 12 },
};

static guint
count_pins (const BrPaper *self)
{
  return self->profile.head.width_dots > 0 ? self->profile.head.width_dots : DEFAULT_PINS;
}

/* An unknown roll is as wide as the head. */
static BrBitmap *
cut_page (const BrPaper *self)
{
  const Ql *ql = self->mind;

  for (gsize i = 0; i < G_N_ELEMENTS (rolls); i++)
    if (rolls[i].width == self->profile.width && rolls[i].height == self->profile.height)
      return br_paper_rows_cut_mirrored (&ql->page, rolls[i].first, rolls[i].dots);
  return br_paper_rows_cut_mirrored (&ql->page, 0, count_pins (self));
}

/** Report: what a status says besides what the printer senses. */
typedef enum
{
  REPLY = 0x00,
  COMPLETED = 0x01,
  ERROR = 0x02,
  PHASE = 0x06
} Report;

static void
send_status (BrPaper *self, Report type, guint8 wrong_media)
{
  BrPaperSense sense;
  guint8 status[32] = { 0x80, 0x20, 'B', '4', '8', '0' };

  br_paper_sense (self, &sense);
  status[8] = (guint8) ((sense.conditions & BR_COND_PAPER_OUT ? 0x02 : 0) | (sense.conditions & BR_COND_CUTTER ? 0x04 : 0));
  status[9] = (guint8) (wrong_media | (sense.conditions & (BR_COND_HEAD_OPEN | BR_COND_COVER_OPEN) ? 0x10 : 0) | (sense.conditions & BR_COND_JAM ? 0x40 : 0));
  status[10] = (guint8) (self->profile.width / 100);
  status[11] = self->profile.height > 0 ? 0x0B : 0x0A;
  status[17] = (guint8) (self->profile.height / 100);
  status[18] = (guint8) type;
  status[19] = sense.printing && type != COMPLETED ? 0x01 : 0x00;
  br_paper_answer (self, (const char *) status, sizeof status);
}

/* The roll a job was made for must be the one that is loaded, as far as the job says. */
static gboolean
fits_roll (const BrPaper *self)
{
  const guint8 *media = ((const Ql *) self->mind)->media;
  int height = self->profile.height / 100;

  return ((media[0] & 0x02) == 0 || (media[1] == 0x0A || media[1] == 0x4A) == (height == 0))
         && ((media[0] & 0x04) == 0 || media[2] == self->profile.width / 100) && ((media[0] & 0x08) == 0 || height == 0 || media[3] == height);
}

static void
print_page (BrPaper *self)
{
  Ql *ql = self->mind;
  g_autoptr (BrBitmap) bitmap = cut_page (self);

  br_paper_rows_empty (&ql->page);
  if (bitmap == NULL)
    self->counts.ignored++;
  else if (fits_roll (self))
    br_paper_order_bitmap (self, bitmap, 1, FALSE);
  else
    {
      self->held = 0;
      send_status (self, ERROR, 0x01);
    }
}

static void
unpack_row (const Ql *ql, guint8 *row, gsize size)
{
  gsize at = 0;

  for (guint i = 0; i < ql->row_size;)
    {
      guint control = ql->row[i++];
      guint n = control < 128 ? control + 1 : control > 128 ? 257 - control : 0;

      for (guint k = 0; k < n && i < ql->row_size; k++, at++)
        {
          if (at < size)
            row[at] |= ql->row[i];
          i += control < 128;
        }
      i += control > 128;
    }
}

/* The second colour falls on the row of the first: the paper here is black on white. */
static void
end_row (BrPaper *self)
{
  Ql *ql = self->mind;
  gboolean second = ql->row_kind == 0x77 && ql->values[0] == 0x02;
  guint8 *row = second ? br_paper_rows_last (&ql->page) : br_paper_rows_add (&ql->page);

  if (row == NULL)
    self->counts.damaged++;
  else if (ql->packed)
    unpack_row (ql, row, ql->page.row_bytes);
  else
    for (guint i = 0; i < ql->row_size && i < ql->page.row_bytes; i++)
      row[i] |= ql->row[i];
}

static void
begin_anew (BrPaper *self)
{
  Ql *ql = self->mind;

  br_paper_rows_empty (&ql->page);
  ql->packed = FALSE;
  memset (ql->media, 0, sizeof ql->media);
}

static void
answer_question (BrPaper *self)
{
  BrPaperSense sense;

  br_paper_sense (self, &sense);
  if (sense.printing)
    self->counts.misplaced++;
  else
    send_status (self, REPLY, 0);
}

static void
eat_letter (BrPaper *self, guint8 byte)
{
  static const struct
  {
    guint8 letter;
    guint n;
  } settings[] = { { 'z', 10 }, { 'a', 1 }, { 'M', 1 }, { 'A', 1 }, { 'K', 1 }, { 'd', 2 }, { '!', 1 }, { 'k', 1 } };
  Ql *ql = self->mind;

  ql->state = COMMAND;
  if (byte == 'S')
    {
      answer_question (self);
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    if (settings[i].letter == byte)
      {
        ql->state = SETTINGS;
        ql->letter = byte;
        ql->n_values = 0;
        ql->n_wanted = settings[i].n;
        return;
      }
  self->counts.ignored++;
}

static void
eat_settings (BrPaper *self, guint8 byte)
{
  Ql *ql = self->mind;

  ql->values[ql->n_values++] = byte;
  if (ql->n_values < ql->n_wanted)
    return;
  ql->state = COMMAND;
  if (ql->letter == 'z')
    memcpy (ql->media, ql->values, sizeof ql->media);
}

static void
eat_escaped (BrPaper *self, guint8 byte)
{
  Ql *ql = self->mind;

  ql->state = byte == 'i' ? SETTING : COMMAND;
  if (byte == '@')
    begin_anew (self);
  else if (byte != 'i')
    self->counts.ignored++;
}

static void
eat_command (BrPaper *self, guint8 byte)
{
  Ql *ql = self->mind;

  if (byte == 0x1B)
    ql->state = ESCAPED;
  else if (byte == 'M')
    ql->state = MODE;
  else if (byte == 0x67 || byte == 0x77)
    {
      ql->state = ROW_HEAD;
      ql->row_kind = byte;
      ql->n_values = 0;
    }
  else if (byte == 'Z')
    br_paper_rows_add (&ql->page);
  else if (byte == 0x0C || byte == 0x1A)
    print_page (self);
  else if (byte != 0x00)
    self->counts.ignored++;
}

/* 67 00 n, 77 colour n */
static void
eat_row_head (BrPaper *self, guint8 byte)
{
  Ql *ql = self->mind;

  ql->values[ql->n_values++] = byte;
  if (ql->n_values < 2)
    return;
  ql->row_size = byte;
  ql->n_row = 0;
  ql->state = ROW;
  if (byte == 0)
    {
      ql->state = COMMAND;
      end_row (self);
    }
}

static void
eat_row (BrPaper *self, guint8 byte)
{
  Ql *ql = self->mind;

  ql->row[ql->n_row++] = byte;
  if (ql->n_row < ql->row_size)
    return;
  ql->state = COMMAND;
  end_row (self);
}

static void
eat (BrPaper *self, guint8 byte)
{
  Ql *ql = self->mind;

  switch (ql->state)
    {
    case COMMAND: eat_command (self, byte); break;
    case ESCAPED: eat_escaped (self, byte); break;
    case SETTING: eat_letter (self, byte); break;
    case SETTINGS: eat_settings (self, byte); break;
    case MODE:
      ql->packed = byte == 0x02;
      ql->state = COMMAND;
      break;
    case ROW_HEAD: eat_row_head (self, byte); break;
    case ROW: eat_row (self, byte); break;
    default: g_assert_not_reached ();
    }
}

static gboolean
is_partial (const BrPaper *self)
{
  const Ql *ql = self->mind;

  return ql->state != COMMAND || ql->page.n > 0;
}

static void
begin (BrPaper *self)
{
  send_status (self, PHASE, 0);
}

static void
end (BrPaper *self)
{
  send_status (self, COMPLETED, 0);
  send_status (self, PHASE, 0);
}

static void
change (BrPaper *self)
{
  BrPaperSense sense;

  br_paper_sense (self, &sense);
  if (sense.conditions & BR_COND_STOPS)
    send_status (self, ERROR, 0);
}

static void
wake (BrPaper *self)
{
  Ql *ql = self->mind;

  br_paper_rows_init (&ql->page, (count_pins (self) + 7) / 8);
}

static void
go_to_sleep (BrPaper *self)
{
  Ql *ql = self->mind;

  br_paper_rows_clear (&ql->page);
}

const BrPaperLanguage br_paper_ql = {
  .mind_size = sizeof (Ql),
  .wake = wake,
  .sleep = go_to_sleep,
  .eat = eat,
  .is_partial = is_partial,
  .begin = begin,
  .end = end,
  .change = change,
};
