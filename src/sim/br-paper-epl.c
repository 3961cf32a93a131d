/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * EPL2, after Eltron's, Zebra's and Postek's programming guides (labels.md 2.3).
 *
 * Lines of ASCII end with LF; a small letter is another command than a capital one. `GWx,y,bytes,rows` is followed by a comma or the end of
 * the line and then bytes * rows raw bytes, where 0 is black. `^ee` asks for errors.
 */
#include "config.h"

#include "br-paper-private.h"

#include <string.h>

#define MAX_ROW 65535

/** Epl: what it is in the middle of. */
typedef struct
{
  gboolean in_raw;
  char line[BR_PAPER_MAX_LINE + 1];
  guint n, commas;
  gboolean too_long;
  BrPaperRaw raw;
  int origin_x, origin_y;
  gboolean from_bottom;
} Epl;

static gboolean
clear (BrPaper *self, const char *rest)
{
  br_paper_clear (self);
  return *rest == '\0';
}

static gboolean
set_width (BrPaper *self, const char *rest)
{
  int width;

  if (br_paper_numbers (rest, &width, 1) != 1 || width < 1 || width > BR_BITMAP_MAX_SIDE)
    return FALSE;
  br_paper_set_size (self, width, self->height);
  return TRUE;
}

/* Qlength,gap; a second number with a sign or a B before it moves the mark and is of no matter here. */
static gboolean
set_length (BrPaper *self, const char *rest)
{
  gint64 height = g_ascii_strtoll (rest, NULL, 10);

  if (height < 1 || height > BR_BITMAP_MAX_SIDE)
    return FALSE;
  br_paper_set_size (self, self->width, (int) height);
  return TRUE;
}

static gboolean
set_reference (BrPaper *self, const char *rest)
{
  Epl *epl = self->mind;
  int values[2];

  if (br_paper_numbers (rest, values, 2) != 2)
    return FALSE;
  epl->origin_x = CLAMP (values[0], 0, BR_BITMAP_MAX_SIDE);
  epl->origin_y = CLAMP (values[1], 0, BR_BITMAP_MAX_SIDE);
  return TRUE;
}

static gboolean
set_direction (BrPaper *self, const char *rest)
{
  Epl *epl = self->mind;

  epl->from_bottom = rest[0] == 'B';
  return g_str_equal (rest, "B") || g_str_equal (rest, "T");
}

/* Psets[,copies] */
static gboolean
print (BrPaper *self, const char *rest)
{
  const Epl *epl = self->mind;
  int values[2] = { 1, 1 };

  if (br_paper_numbers (rest, values, 2) == 0 || values[0] < 1 || values[1] < 1)
    return FALSE;
  br_paper_order (self, (guint) MIN ((gint64) values[0] * values[1], BR_PAPER_MAX_COPIES), epl->from_bottom ? 2 : 0);
  return TRUE;
}

/* The gravest one; none while it takes no bytes. */
static gboolean
answer_errors (BrPaper *self, const char *rest)
{
  static const struct
  {
    guint conditions;
    const char *code;
  } codes[] = { { BR_COND_HEAD_OPEN | BR_COND_COVER_OPEN, "11" },
                { BR_COND_CUTTER, "81" },
                { BR_COND_HOT, "62" },
                { BR_COND_PAUSED, "12" },
                { BR_COND_WAIT_TAKE, "50" },
                { BR_COND_STOPS, "99" } };
  BrPaperSense sense;
  g_autofree char *answer = NULL;

  br_paper_sense (self, &sense);
  if (sense.full)
    return TRUE;
  if (sense.conditions & (BR_COND_PAPER_OUT | BR_COND_RIBBON_OUT))
    answer = g_strdup_printf ("07P%03u\r\n", MIN (sense.batch_left, 999));
  for (gsize i = 0; i < G_N_ELEMENTS (codes) && answer == NULL; i++)
    if (sense.conditions & codes[i].conditions)
      answer = g_strconcat (codes[i].code, "\r\n", NULL);
  br_paper_answer (self, answer != NULL ? answer : "00\r\n", -1);
  return TRUE;
}

static gboolean
reset (BrPaper *self, const char *rest)
{
  br_paper_act (self, BR_PAPER_RESET);
  br_paper_lose_power (self);
  return TRUE;
}

static gboolean
calibrate (BrPaper *self, const char *rest)
{
  br_paper_act (self, BR_PAPER_CALIBRATE);
  return TRUE;
}

/* What changes nothing a picture of the paper would show. */
static gboolean
accept (BrPaper *self, const char *rest)
{
  return TRUE;
}

/* Longer words first: what follows a word may be its parameter. */
static const struct
{
  const char *word;
  gboolean (*obey) (BrPaper *self, const char *rest);
} commands[] = {
  { "^ee", answer_errors }, { "^@", reset },    { "xa", calibrate }, { "US", accept },       { "UN", accept },       { "JF", accept }, { "JB", accept },
  { "N", clear },           { "q", set_width }, { "Q", set_length }, { "R", set_reference }, { "Z", set_direction }, { "P", print },   { "S", accept },
  { "D", accept },          { "O", accept },    { "C", accept },     { "I", accept },        { "W", accept },
};

static void
begin_line (Epl *epl)
{
  epl->n = 0;
  epl->commas = 0;
  epl->too_long = FALSE;
}

static gboolean
begin_raw (BrPaper *self)
{
  Epl *epl = self->mind;
  int values[4];

  epl->line[epl->n] = '\0';
  if (strncmp (epl->line, "GW", 2) != 0 || br_paper_numbers (epl->line + 2, values, 4) != 4 || values[2] < 1 || values[2] > MAX_ROW || values[3] < 1
      || values[3] > MAX_ROW)
    return FALSE;
  epl->raw = (BrPaperRaw) { .x = epl->origin_x + values[0],
                            .y = epl->origin_y + values[1],
                            .row_bytes = (gsize) values[2],
                            .size = (guint64) values[2] * (guint64) values[3],
                            .draw = BR_PAPER_OVER,
                            .flip = 0xFF };
  begin_line (epl);
  epl->in_raw = TRUE;
  return TRUE;
}

static void
obey_line (BrPaper *self)
{
  Epl *epl = self->mind;

  epl->line[epl->n] = '\0';
  if (epl->n == 0 && !epl->too_long)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (commands) && !epl->too_long && memchr (epl->line, '\0', epl->n) == NULL; i++)
    if (g_str_has_prefix (epl->line, commands[i].word))
      {
        if (commands[i].obey (self, epl->line + strlen (commands[i].word)))
          return;
        break;
      }
  self->counts.ignored++;
}

static void
eat_line (BrPaper *self, guint8 byte)
{
  Epl *epl = self->mind;

  if (byte == '\n')
    {
      if (epl->n > 0 && epl->line[epl->n - 1] == '\r')
        epl->n--;
      if (epl->commas == 3 && !epl->too_long && begin_raw (self))
        return;
      obey_line (self);
      begin_line (epl);
      return;
    }
  if (epl->n >= BR_PAPER_MAX_LINE)
    {
      epl->too_long = TRUE;
      return;
    }
  if (byte == ',' && ++epl->commas == 4 && begin_raw (self))
    return;
  epl->line[epl->n++] = (char) byte;
}

static void
eat (BrPaper *self, guint8 byte)
{
  Epl *epl = self->mind;

  if (!epl->in_raw)
    eat_line (self, byte);
  else if (!br_paper_eat_raw (self, &epl->raw, byte))
    epl->in_raw = FALSE;
}

static gboolean
is_partial (const BrPaper *self)
{
  const Epl *epl = self->mind;

  return epl->in_raw || epl->n > 0;
}

const BrPaperLanguage br_paper_epl = { .mind_size = sizeof (Epl), .eat = eat, .is_partial = is_partial };
