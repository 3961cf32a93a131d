/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ZPL II, after Zebra's programming guide (labels.md 2.1).
 *
 * `^XA` … `^XZ` is a format, one label. A command is `^` and two characters, its parameters end where the next command begins. Commands
 * with `~` are obeyed at once, wherever they come, even within the text of another. A format without a field prints nothing.
 */
#include "config.h"

#include "br-paper-private.h"
#include "br-paper-zpl-graphic.h"

#include <string.h>

#define STX "\x02"
#define ETX "\x03"
#define MAX_TEXT (16 * 1024 * 1024) /* characters of one command's parameters */
#define MAX_TILDE 4
#define QUIET (BR_COND_PAPER_OUT | BR_COND_RIBBON_OUT | BR_COND_HEAD_OPEN | BR_COND_HOT)

/** Zpl: what it is in the middle of. */
typedef struct
{
  enum
  {
    OUTSIDE = 0,
    NAME,
    TEXT,
    RAW
  } state;
  gboolean tilde;             /* a ~ command is being read; `state` goes on after it */
  char tilde_name[MAX_TILDE + 1];
  guint n_tilde;
  char name[3];
  guint n_name;
  GString *text;              /* parameters of the command */
  gboolean too_long;
  BrPaperRaw raw;
  gboolean open;              /* within ^XA … ^XZ */
  gboolean drawn;             /* the format has a field */
  gboolean upside_down;
  int home_x, home_y, top, x, y;
  int copies;
} Zpl;

static void
drop_format (BrPaper *self)
{
  Zpl *zpl = self->mind;

  zpl->open = FALSE;
  zpl->drawn = FALSE;
  zpl->copies = 1;
  zpl->x = zpl->y = 0;
  br_paper_clear (self);
}

static void
end_text (Zpl *zpl)
{
  zpl->state = OUTSIDE;
  zpl->n_name = 0;
  zpl->too_long = FALSE;
  g_string_truncate (zpl->text, 0);
  /* A long picture's memory is not kept. */
  if (zpl->text->allocated_len > 65536)
    {
      g_string_free (zpl->text, TRUE);
      zpl->text = g_string_new (NULL);
    }
}

static void
begin_format (BrPaper *self)
{
  Zpl *zpl = self->mind;

  drop_format (self);
  zpl->open = TRUE;
}

static void
end_format (BrPaper *self)
{
  Zpl *zpl = self->mind;

  if (zpl->open && zpl->drawn)
    br_paper_order (self, (guint) zpl->copies, zpl->upside_down ? 2 : 0);
  drop_format (self);
}

/* Newer firmware knows more parameters after the first. */
static gboolean
read_side (const char *text, int *side)
{
  gint64 value = g_ascii_strtoll (text, NULL, 10);

  *side = (int) CLAMP (value, 0, BR_BITMAP_MAX_SIDE);
  return value == *side && value > 0;
}

static gboolean
set_width (BrPaper *self, const char *text)
{
  int width;

  if (!read_side (text, &width))
    return FALSE;
  br_paper_set_size (self, width, self->height);
  return TRUE;
}

static gboolean
set_length (BrPaper *self, const char *text)
{
  int height;

  if (!read_side (text, &height))
    return FALSE;
  br_paper_set_size (self, self->width, height);
  return TRUE;
}

static gboolean
read_point (const char *text, int *x, int *y)
{
  int values[3];
  guint n = br_paper_numbers (text, values, 3);

  if (n < 2 || ABS (values[0]) > BR_BITMAP_MAX_SIDE || ABS (values[1]) > BR_BITMAP_MAX_SIDE)
    return FALSE;
  *x = values[0];
  *y = values[1];
  return TRUE;
}

static gboolean
set_home (BrPaper *self, const char *text)
{
  Zpl *zpl = self->mind;

  return read_point (text, &zpl->home_x, &zpl->home_y);
}

static gboolean
set_origin (BrPaper *self, const char *text)
{
  Zpl *zpl = self->mind;

  return read_point (text, &zpl->x, &zpl->y);
}

static gboolean
set_top (BrPaper *self, const char *text)
{
  Zpl *zpl = self->mind;
  int top;

  if (br_paper_numbers (text, &top, 1) != 1 || ABS (top) > 120)
    return FALSE;
  zpl->top = top;
  return TRUE;
}

static gboolean
set_orientation (BrPaper *self, const char *text)
{
  Zpl *zpl = self->mind;

  zpl->upside_down = text[0] == 'I';
  return text[0] == 'I' || text[0] == 'N';
}

/* ^PQtotal,pause,replicates,override */
static gboolean
set_quantity (BrPaper *self, const char *text)
{
  Zpl *zpl = self->mind;
  gint64 copies = g_ascii_strtoll (text, NULL, 10);

  if (copies < 1)
    return FALSE;
  zpl->copies = (int) MIN (copies, BR_PAPER_MAX_COPIES);
  return TRUE;
}

static gboolean
set_reprint (BrPaper *self, const char *text)
{
  br_paper_act (self, text[0] == 'N' ? BR_PAPER_NO_REPRINT : BR_PAPER_REPRINT);
  return text[0] == 'N' || text[0] == 'Y';
}

static gboolean
end_field (BrPaper *self, const char *text)
{
  Zpl *zpl = self->mind;

  zpl->x = zpl->y = 0;
  return TRUE;
}

static BrPaperRaw
place_graphic (const Zpl *zpl, const int *values)
{
  return (BrPaperRaw) {
    .x = zpl->home_x + zpl->x, .y = zpl->home_y + zpl->top + zpl->y, .row_bytes = (gsize) values[2], .size = (guint64) values[1], .draw = BR_PAPER_OR
  };
}

/* The numbers b, c, d of `^GFa,b,c,d,`; FALSE unless they describe a picture. */
static gboolean
read_graphic_size (const char *numbers, int values[3])
{
  return br_paper_numbers (numbers, values, 3) == 3 && values[0] > 0 && values[1] > 0 && values[2] > 0 && values[1] <= BR_ZPL_MAX_GRAPHIC
         && values[2] <= values[1];
}

static const char *
skip_commas (const char *text, guint n)
{
  for (; n > 0 && text != NULL; n--)
    {
      text = strchr (text, ',');
      if (text != NULL)
        text++;
    }
  return text;
}

static gboolean
draw_graphic (BrPaper *self, const char *text)
{
  Zpl *zpl = self->mind;
  const char *data = skip_commas (text, 4);
  g_autofree char *numbers = NULL;
  g_autofree guint8 *bytes = NULL;
  int values[3];
  BrPaperRaw raw;

  if (data == NULL || text[0] != 'A' || text[1] != ',')
    return FALSE;
  numbers = g_strndup (text + 2, (gsize) (data - text) - 3);
  if (!read_graphic_size (numbers, values))
    return FALSE;
  bytes = br_zpl_graphic_decode (data, strlen (data), (gsize) values[1], (gsize) values[2]);
  if (bytes == NULL)
    {
      self->counts.damaged++;
      return TRUE;
    }
  raw = place_graphic (zpl, values);
  zpl->drawn = TRUE;
  for (gsize i = 0; i < (gsize) values[1]; i++)
    br_paper_eat_raw (self, &raw, bytes[i]);
  return TRUE;
}

/* What changes nothing a picture of the paper would show. */
static gboolean
accept (BrPaper *self, const char *text)
{
  return TRUE;
}

static const struct
{
  const char name[3];
  gboolean (*obey) (BrPaper *self, const char *text);
} commands[] = {
  { "PW", set_width },    { "LL", set_length },  { "LH", set_home },  { "FO", set_origin },   { "LT", set_top }, { "PO", set_orientation },
  { "PQ", set_quantity }, { "JZ", set_reprint }, { "FS", end_field }, { "GF", draw_graphic }, { "LS", accept },  { "MN", accept },
  { "MT", accept },       { "MM", accept },      { "MD", accept },    { "PR", accept },       { "PM", accept },  { "XB", accept },
  { "JU", accept },       { "CI", accept },      { "FX", accept },    { "MF", accept },       { "ML", accept },
};

/* The next command begins: the one before has all its parameters. */
static void
obey (BrPaper *self)
{
  Zpl *zpl = self->mind;
  gboolean understood = FALSE;

  while (zpl->text->len > 0 && g_ascii_isspace (zpl->text->str[zpl->text->len - 1]))
    g_string_truncate (zpl->text, zpl->text->len - 1);
  if (zpl->too_long)
    self->counts.damaged++;
  for (gsize i = 0; i < G_N_ELEMENTS (commands) && !zpl->too_long; i++)
    if (memcmp (zpl->name, commands[i].name, 2) == 0)
      understood = commands[i].obey (self, zpl->text->str);
  if (!understood)
    self->counts.ignored++;
}

/* ^XA and ^XZ have no parameters and do not wait for the next command. */
static void
eat_name (BrPaper *self, guint8 byte)
{
  Zpl *zpl = self->mind;

  zpl->name[zpl->n_name++] = (char) g_ascii_toupper ((char) byte);
  if (zpl->n_name < 2)
    return;
  zpl->state = TEXT;
  if (memcmp (zpl->name, "XA", 2) == 0)
    begin_format (self);
  else if (memcmp (zpl->name, "XZ", 2) == 0)
    end_format (self);
  else
    return;
  end_text (zpl);
}

/* `^GFB,b,c,d,` is followed by b raw bytes. */
static void
begin_raw (BrPaper *self)
{
  Zpl *zpl = self->mind;
  int values[3];

  if (memcmp (zpl->name, "GF", 2) != 0 || !g_str_has_prefix (zpl->text->str, "B,") || skip_commas (zpl->text->str, 4) == NULL)
    return;
  g_string_truncate (zpl->text, zpl->text->len - 1);
  if (!read_graphic_size (zpl->text->str + 2, values))
    {
      self->counts.ignored++;
      end_text (zpl);
      return;
    }
  zpl->raw = place_graphic (zpl, values);
  zpl->raw.size = (guint64) values[0];
  zpl->drawn = TRUE;
  end_text (zpl);
  zpl->state = RAW;
}

static void
eat_text (BrPaper *self, guint8 byte)
{
  Zpl *zpl = self->mind;

  if (zpl->text->len >= MAX_TEXT)
    {
      zpl->too_long = TRUE;
      return;
    }
  if (byte == '\0' || (zpl->text->len == 0 && g_ascii_isspace ((char) byte)))
    return;
  g_string_append_c (zpl->text, (char) byte);
  if (byte == ',')
    begin_raw (self);
}

static void
answer_host_status (BrPaper *self)
{
  const Zpl *zpl = self->mind;
  BrPaperSense sense;
  g_autofree char *answer = NULL;

  br_paper_sense (self, &sense);
  if (self->profile.quiet && (sense.conditions & QUIET) != 0)
    return;
  answer = g_strdup_printf (STX "030,%d,%d,%04d,%03u,%d,0,%d,000,0,0,%d" ETX "\r\n" STX "001,0,%d,%d,0,2,4,%d,%08u,1,000" ETX "\r\n" STX "1234,0" ETX "\r\n",
                            (sense.conditions & BR_COND_PAPER_OUT) != 0, (sense.conditions & BR_COND_PAUSED) != 0, MIN (self->height, 9999),
                            MIN (sense.waiting, 999), sense.full, zpl->open, (sense.conditions & BR_COND_HOT) != 0, (sense.conditions & BR_COND_HEAD_OPEN) != 0,
                            (sense.conditions & BR_COND_RIBBON_OUT) != 0, (sense.conditions & BR_COND_WAIT_TAKE) != 0, MIN (sense.batch_left, 99999999));
  br_paper_answer (self, answer, -1);
}

static guint
list_errors (guint conditions)
{
  static const struct
  {
    guint condition, bit;
  } bits[] = { { BR_COND_PAPER_OUT, 0x1 }, { BR_COND_RIBBON_OUT, 0x2 }, { BR_COND_HEAD_OPEN | BR_COND_COVER_OPEN, 0x4 },
               { BR_COND_CUTTER, 0x8 },    { BR_COND_HOT, 0x10 },       { BR_COND_PAUSED, 0x10000 },
               { BR_COND_JAM, 0x4000 } };
  guint errors = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (bits); i++)
    if (conditions & bits[i].condition)
      errors |= bits[i].bit;
  return errors;
}

static void
answer_errors (BrPaper *self)
{
  BrPaperSense sense;
  guint errors, warnings;
  g_autofree char *answer = NULL;

  br_paper_sense (self, &sense);
  errors = list_errors (sense.conditions);
  warnings = sense.conditions & BR_COND_PAPER_LOW ? 0x8 : 0;
  answer = g_strdup_printf (STX "\r\n\r\n  PRINTER STATUS\r\n   ERRORS:         %d 00000000 %08X\r\n   WARNINGS:       %d 00000000 %08X\r\n" ETX, errors != 0,
                            errors, warnings != 0, warnings);
  br_paper_answer (self, answer, -1);
}

static void
answer_identity (BrPaper *self)
{
  const BrHead *head = &self->profile.head;
  g_autofree char *answer = g_strdup_printf (STX "Backroom ZPL,V1.0,%u,8192KB" ETX "\r\n", (head->dots_num + head->dots_den / 2) / head->dots_den);

  br_paper_answer (self, answer, -1);
}

static void
cancel_partial (BrPaper *self)
{
  drop_format (self);
  end_text (self->mind);
}

static void
cancel_all (BrPaper *self)
{
  cancel_partial (self);
  br_paper_act (self, BR_PAPER_CANCEL);
}

static void
reset (BrPaper *self)
{
  br_paper_act (self, BR_PAPER_RESET);
  br_paper_lose_power (self);
}

static void
pause_printer (BrPaper *self)
{
  br_paper_act (self, BR_PAPER_PAUSE);
}

static void
resume_printer (BrPaper *self)
{
  br_paper_act (self, BR_PAPER_RESUME);
}

static void
feed (BrPaper *self)
{
  br_paper_act (self, BR_PAPER_FEED);
}

static void
calibrate (BrPaper *self)
{
  br_paper_act (self, BR_PAPER_CALIBRATE);
}

static void
answer_serial (BrPaper *self)
{
  br_paper_answer (self, STX "\r\n  SERIAL NUMBER: 0000000001\r\n" ETX, -1);
}

static void
do_nothing (BrPaper *self)
{
}

/* Longer names first: ~HQ alone is not a command. Parameters of ~SD and ~TA are digits, passed over as text outside of commands. */
static const struct
{
  const char *name;
  void (*obey) (BrPaper *self);
} immediates[] = {
  { "HQES", answer_errors }, { "HQSN", answer_serial }, { "HS", answer_host_status }, { "HI", answer_identity }, { "JX", cancel_partial },
  { "JA", cancel_all },      { "JR", reset },           { "PP", pause_printer },      { "PS", resume_printer },  { "PH", feed },
  { "JC", calibrate },       { "JK", do_nothing },      { "SD", do_nothing },         { "TA", do_nothing },      { "JG", calibrate },
};

static void
eat_tilde (BrPaper *self, guint8 byte)
{
  Zpl *zpl = self->mind;

  zpl->tilde_name[zpl->n_tilde++] = (char) g_ascii_toupper ((char) byte);
  zpl->tilde_name[zpl->n_tilde] = '\0';
  for (gsize i = 0; i < G_N_ELEMENTS (immediates); i++)
    if (g_str_equal (zpl->tilde_name, immediates[i].name))
      {
        zpl->tilde = FALSE;
        /* A question in a picture's data is answered, but a careful sender does not ask there. */
        if (zpl->state == TEXT && memcmp (zpl->name, "GF", 2) == 0 && zpl->tilde_name[0] == 'H')
          self->counts.misplaced++;
        immediates[i].obey (self);
        return;
      }
  if (zpl->n_tilde == MAX_TILDE || (zpl->n_tilde == 2 && memcmp (zpl->tilde_name, "HQ", 2) != 0))
    {
      zpl->tilde = FALSE;
      self->counts.ignored++;
    }
}

static void
eat_outside (BrPaper *self, guint8 byte)
{
  /* Digits are those of ~SD and ~TA; a format's text between commands is nothing. */
  if (!g_ascii_isspace ((char) byte) && !g_ascii_isdigit ((char) byte))
    self->counts.ignored++;
}

static void
eat (BrPaper *self, guint8 byte)
{
  Zpl *zpl = self->mind;

  if (zpl->state == RAW)
    {
      if (!br_paper_eat_raw (self, &zpl->raw, byte))
        zpl->state = OUTSIDE;
    }
  else if (byte == '~')
    {
      zpl->tilde = TRUE;
      zpl->n_tilde = 0;
    }
  else if (zpl->tilde)
    eat_tilde (self, byte);
  else if (byte == '^')
    {
      if (zpl->state == TEXT)
        obey (self);
      end_text (zpl);
      zpl->state = NAME;
    }
  else if (zpl->state == NAME)
    eat_name (self, byte);
  else if (zpl->state == TEXT)
    eat_text (self, byte);
  else
    eat_outside (self, byte);
}

static gboolean
is_partial (const BrPaper *self)
{
  const Zpl *zpl = self->mind;

  return zpl->open || zpl->tilde || zpl->state != OUTSIDE;
}

static void
wake (BrPaper *self)
{
  Zpl *zpl = self->mind;

  zpl->text = g_string_new (NULL);
  zpl->copies = 1;
}

static void
go_to_sleep (BrPaper *self)
{
  Zpl *zpl = self->mind;

  g_string_free (zpl->text, TRUE);
}

const BrPaperLanguage br_paper_zpl = {
  .mind_size = sizeof (Zpl),
  .wake = wake,
  .sleep = go_to_sleep,
  .eat = eat,
  .is_partial = is_partial,
};
