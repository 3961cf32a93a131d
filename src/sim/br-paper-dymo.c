/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * DYMO LabelWriter 400 and 450, after DYMO's technical references (labels.md 2.5).
 *
 * ESC @ reset · ESC B n blank bytes at the left · ESC D n bytes a row · ESC L hi lo length · ESC f 01 n skips rows · ESC G ends a label,
 * ESC E too and feeds to the tear bar · ESC A and ESC V ask · SYN (16) and a row of bytes · ETB (17) and a row as runs: bit 7 black, the
 * rest the run less one. The head burns while rows come: a label that is begun is on the paper.
 */
#include "config.h"

#include "br-paper-private.h"
#include "br-paper-rows.h"

#include <string.h>

#define ESCAPE 0x1B
#define SYN 0x16
#define ETB 0x17
#define DEFAULT_DOTS 672

/** Dymo: what it is in the middle of. */
typedef struct
{
  enum
  {
    COMMAND = 0,
    ESCAPED,
    SETTINGS,
    ROW,
    RUNS
  } state;
  guint8 letter;
  guint8 values[2];
  guint n_values, n_wanted;
  guint tab, row_size; /* bytes */
  guint n_row;         /* bytes of a row, dots of runs */
  guint8 *row;           /* in label, NULL: too long already */
  BrPaperRows label;
} Dymo;

static guint
count_dots (const BrPaper *self)
{
  return self->profile.head.width_dots > 0 ? self->profile.head.width_dots : DEFAULT_DOTS;
}

/* What was burnt so far becomes a sheet of paper. */
static void
order_label (BrPaper *self, gboolean spoiled)
{
  Dymo *dymo = self->mind;
  guint roll = (guint) br_paper_dots (self, self->profile.width), head = count_dots (self);
  g_autoptr (BrBitmap) bitmap = br_paper_rows_cut (&dymo->label, 0, roll > 0 ? MIN (roll, head) : head);

  br_paper_rows_empty (&dymo->label);
  if (bitmap != NULL)
    br_paper_order_bitmap (self, bitmap, 1, spoiled);
}

static void
begin_anew (BrPaper *self)
{
  Dymo *dymo = self->mind;

  order_label (self, TRUE);
  dymo->tab = 0;
  dymo->row_size = (count_dots (self) + 7) / 8;
}

static void
put_dot (const Dymo *dymo, guint dot)
{
  guint bit = dymo->tab * 8 + dot;

  if (dymo->row != NULL && bit < dymo->label.row_bytes * 8)
    dymo->row[bit / 8] |= (guint8) (0x80 >> (bit % 8));
}

static void
begin_row (BrPaper *self, guint8 how)
{
  Dymo *dymo = self->mind;

  dymo->row = br_paper_rows_add (&dymo->label);
  dymo->n_row = 0;
  dymo->state = how == SYN ? ROW : RUNS;
  if (dymo->row == NULL)
    self->counts.damaged++;
  if (dymo->row_size == 0)
    dymo->state = COMMAND;
}

static void
eat_row (Dymo *dymo, guint8 byte)
{
  for (guint i = 0; i < 8; i++)
    if (byte & 0x80 >> i)
      put_dot (dymo, dymo->n_row * 8 + i);
  if (++dymo->n_row == dymo->row_size)
    dymo->state = COMMAND;
}

static void
eat_run (Dymo *dymo, guint8 byte)
{
  for (guint run = (byte & 0x7F) + 1; run > 0 && dymo->n_row < dymo->row_size * 8; run--, dymo->n_row++)
    if (byte & 0x80)
      put_dot (dymo, dymo->n_row);
  if (dymo->n_row >= dymo->row_size * 8)
    dymo->state = COMMAND;
}

/* 01 ready, 02 top of form, 20 no paper, 40 jam, 80 error. */
static void
answer_status (BrPaper *self)
{
  BrPaperSense sense;
  char status;

  br_paper_sense (self, &sense);
  status = (char) (sense.conditions & BR_COND_PAPER_OUT ? 0x20 : sense.conditions & BR_COND_JAM ? 0x40 : sense.conditions & BR_COND_STOPS ? 0x80 : 0);
  if (status == 0)
    status = sense.printing ? 0x01 : 0x03;
  br_paper_answer (self, &status, 1);
}

static void
want_values (Dymo *dymo, guint8 letter, guint n)
{
  dymo->letter = letter;
  dymo->n_values = 0;
  dymo->n_wanted = n;
  dymo->state = SETTINGS;
}

static void
eat_escaped (BrPaper *self, guint8 byte)
{
  Dymo *dymo = self->mind;

  if (byte == ESCAPE)
    return;
  dymo->state = COMMAND;
  if (byte == '@')
    begin_anew (self);
  else if (byte == 'G' || byte == 'E')
    order_label (self, FALSE);
  else if (byte == 'A')
    answer_status (self);
  else if (byte == 'V')
    br_paper_answer (self, "93089v0001", 10);
  else if (byte == 'B' || byte == 'D' || byte == 'q')
    want_values (dymo, byte, 1);
  else if (byte == 'L' || byte == 'f')
    want_values (dymo, byte, 2);
  else if (memchr ("cdeghi", byte, 6) == NULL)
    self->counts.ignored++;
}

static void
eat_settings (BrPaper *self, guint8 byte)
{
  Dymo *dymo = self->mind;

  dymo->values[dymo->n_values++] = byte;
  if (dymo->n_values < dymo->n_wanted)
    return;
  dymo->state = COMMAND;
  if (dymo->letter == 'B')
    dymo->tab = dymo->values[0];
  else if (dymo->letter == 'D')
    dymo->row_size = dymo->values[0];
  else if (dymo->letter == 'f' && dymo->values[0] == 1)
    for (guint i = 0; i < dymo->values[1]; i++)
      br_paper_rows_add (&dymo->label);
}

static void
eat (BrPaper *self, guint8 byte)
{
  Dymo *dymo = self->mind;

  if (dymo->state == ROW)
    eat_row (dymo, byte);
  else if (dymo->state == RUNS)
    eat_run (dymo, byte);
  else if (dymo->state == ESCAPED)
    eat_escaped (self, byte);
  else if (dymo->state == SETTINGS)
    eat_settings (self, byte);
  else if (byte == ESCAPE)
    dymo->state = ESCAPED;
  else if (byte == SYN || byte == ETB)
    begin_row (self, byte);
  else
    self->counts.ignored++;
}

static gboolean
is_partial (const BrPaper *self)
{
  const Dymo *dymo = self->mind;

  return dymo->state != COMMAND || dymo->label.n > 0;
}

static void
wake (BrPaper *self)
{
  Dymo *dymo = self->mind;

  br_paper_rows_init (&dymo->label, (count_dots (self) + 7) / 8);
  dymo->row_size = (guint) dymo->label.row_bytes;
}

static void
go_to_sleep (BrPaper *self)
{
  Dymo *dymo = self->mind;

  order_label (self, TRUE);
  br_paper_rows_clear (&dymo->label);
}

const BrPaperLanguage br_paper_dymo = {
  .mind_size = sizeof (Dymo),
  .wake = wake,
  .sleep = go_to_sleep,
  .eat = eat,
  .is_partial = is_partial,
};
