/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * TSPL and TSPL2, after the programming manuals of TSC and Gprinter (labels.md 2.2).
 *
 * Lines of ASCII end with LF, a CR before it does not count. `BITMAP x,y,bytes,rows,mode,` is followed by bytes * rows raw bytes, where
 * 0 is black. `ESC !` and one more byte is obeyed at any time but within raw bytes, and without an end of line; `~!` and one more byte
 * only when the printer is ready.
 */
#include "config.h"

#include "br-paper-private.h"

#include <string.h>

#define ESCAPE 0x1B
#define INCH 2540 /* hundredths of a millimetre */
#define MAX_ROW 65535

/** Tspl: what it is in the middle of. */
typedef struct
{
  enum
  {
    LINE = 0,
    RAW,
    IMMEDIATE,
    QUESTION
  } state;
  guint n_prefix;   /* bytes of `ESC !` or `~!` read */
  char line[BR_PAPER_MAX_LINE + 1];
  guint n, commas;
  gboolean too_long;
  BrPaperRaw raw;
  int origin_x, origin_y;
  gboolean upside_down;
} Tspl;

/* SIZE 60 mm,40 mm; SIZE 480 dot,320 dot; SIZE 2.4,1.6 in inches. The blank before the unit is part of the language. */
static const char *
parse_length (const BrPaper *self, const char *text, int *dots)
{
  char *end;
  double value = g_ascii_strtod (text, &end);

  if (end == text || !(value >= 0 && value < 100000))
    return NULL;
  if (g_ascii_strncasecmp (end, " mm", 3) == 0)
    {
      *dots = br_paper_dots (self, value * 100);
      return end + 3;
    }
  if (g_ascii_strncasecmp (end, " dot", 4) == 0)
    {
      *dots = (int) MIN (value, BR_BITMAP_MAX_SIDE);
      return end + 4;
    }
  *dots = br_paper_dots (self, value * INCH);
  return end;
}

static gboolean
set_size (BrPaper *self, const char *rest)
{
  int width = 0, height = self->height;
  const char *end = parse_length (self, rest, &width);

  if (end != NULL && *end == ',')
    end = parse_length (self, end + 1, &height);
  if (end == NULL || *end != '\0' || width < 1 || height < 1)
    return FALSE;
  br_paper_set_size (self, width, height);
  return TRUE;
}

static gboolean
clear (BrPaper *self, const char *rest)
{
  br_paper_clear (self);
  return *rest == '\0';
}

/* DIRECTION d[,mirror]: mirrored labels are for windows, and not understood here. */
static gboolean
set_direction (BrPaper *self, const char *rest)
{
  Tspl *tspl = self->mind;
  int values[2] = { 0, 0 };

  if (br_paper_numbers (rest, values, 2) == 0 || values[0] < 0 || values[0] > 1 || values[1] != 0)
    return FALSE;
  tspl->upside_down = values[0] == 1;
  return TRUE;
}

static gboolean
set_reference (BrPaper *self, const char *rest)
{
  Tspl *tspl = self->mind;
  int values[2];

  if (br_paper_numbers (rest, values, 2) != 2)
    return FALSE;
  tspl->origin_x = CLAMP (values[0], -BR_BITMAP_MAX_SIDE, BR_BITMAP_MAX_SIDE);
  tspl->origin_y = CLAMP (values[1], -BR_BITMAP_MAX_SIDE, BR_BITMAP_MAX_SIDE);
  return TRUE;
}

static gboolean
set_option (BrPaper *self, const char *rest)
{
  if (g_ascii_strcasecmp (rest, "REPRINT ON") == 0)
    br_paper_act (self, BR_PAPER_REPRINT);
  else if (g_ascii_strcasecmp (rest, "REPRINT OFF") == 0)
    br_paper_act (self, BR_PAPER_NO_REPRINT);
  return TRUE;
}

/* PRINT sets[,copies]: the picture stays in memory. */
static gboolean
print (BrPaper *self, const char *rest)
{
  const Tspl *tspl = self->mind;
  int values[2] = { 1, 1 };

  if (br_paper_numbers (rest, values, 2) == 0 || values[0] < 1 || values[1] < 1)
    return FALSE;
  br_paper_order (self, (guint) MIN ((gint64) values[0] * values[1], BR_PAPER_MAX_COPIES), tspl->upside_down ? 2 : 0);
  return TRUE;
}

static gboolean
feed (BrPaper *self, const char *rest)
{
  br_paper_act (self, BR_PAPER_FEED);
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

static const struct
{
  const char *word;
  gboolean (*obey) (BrPaper *self, const char *rest);
} commands[] = {
  { "SIZE", set_size },
  { "CLS", clear },
  { "DIRECTION", set_direction },
  { "REFERENCE", set_reference },
  { "SET", set_option },
  { "PRINT", print },
  { "FEED", feed },
  { "FORMFEED", feed },
  { "GAPDETECT", calibrate },
  { "AUTODETECT", calibrate },
  { "BLINEDETECT", calibrate },
  { "GAP", accept },
  { "BLINE", accept },
  { "SPEED", accept },
  { "DENSITY", accept },
  { "CODEPAGE", accept },
  { "COUNTRY", accept },
  { "SHIFT", accept },
  { "OFFSET", accept },
  { "HOME", accept },
  { "CUT", accept },
  { "SOUND", accept },
  { "LIMITFEED", accept },
  { "SELFTEST", accept },
};

/* The word may be followed by blanks; what is left begins at the first other byte. */
static const char *
match_word (const char *line, const char *word)
{
  gsize n = strlen (word);

  if (g_ascii_strncasecmp (line, word, n) != 0 || g_ascii_isalpha (line[n]))
    return NULL;
  return line + n + strspn (line + n, " ");
}

static void
obey_line (BrPaper *self)
{
  Tspl *tspl = self->mind;
  gboolean understood = FALSE;

  if (tspl->n > 0 && tspl->line[tspl->n - 1] == '\r')
    tspl->n--;
  tspl->line[tspl->n] = '\0';
  if (tspl->n == 0 && !tspl->too_long)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (commands) && !tspl->too_long && memchr (tspl->line, '\0', tspl->n) == NULL; i++)
    {
      const char *rest = match_word (tspl->line, commands[i].word);

      if (rest != NULL)
        understood = commands[i].obey (self, rest);
    }
  if (!understood)
    self->counts.ignored++;
}

static void
begin_line (Tspl *tspl)
{
  tspl->n = 0;
  tspl->commas = 0;
  tspl->too_long = FALSE;
}

/* After the fifth comma of BITMAP raw bytes begin. */
static gboolean
begin_raw (BrPaper *self)
{
  Tspl *tspl = self->mind;
  const char *rest;
  int values[5];

  tspl->line[tspl->n] = '\0';
  rest = match_word (tspl->line, "BITMAP");
  if (rest == NULL || br_paper_numbers (rest, values, 5) != 5 || values[2] < 1 || values[2] > MAX_ROW || values[3] < 1 || values[3] > MAX_ROW || values[4] < 0
      || values[4] > 2)
    return FALSE;
  tspl->raw = (BrPaperRaw) { .x = tspl->origin_x + values[0],
                             .y = tspl->origin_y + values[1],
                             .row_bytes = (gsize) values[2],
                             .size = (guint64) values[2] * (guint64) values[3],
                             .draw = (BrPaperDraw) values[4],
                             .flip = 0xFF };
  begin_line (tspl);
  tspl->state = RAW;
  return TRUE;
}

static void
eat_line (BrPaper *self, guint8 byte)
{
  Tspl *tspl = self->mind;

  if (byte == '\n')
    {
      obey_line (self);
      begin_line (tspl);
      return;
    }
  if (tspl->n >= BR_PAPER_MAX_LINE)
    {
      tspl->too_long = TRUE;
      return;
    }
  if (byte == ',' && ++tspl->commas == 5 && begin_raw (self))
    return;
  tspl->line[tspl->n++] = (char) byte;
}

static guint8
describe_simply (const BrPaperSense *sense)
{
  static const struct
  {
    guint condition;
    guint8 bit;
  } bits[] = { { BR_COND_HEAD_OPEN, 1 << 0 }, { BR_COND_JAM | BR_COND_CUTTER, 1 << 1 }, { BR_COND_PAPER_OUT, 1 << 2 },          { BR_COND_RIBBON_OUT, 1 << 3 },
               { BR_COND_PAUSED, 1 << 4 },    { BR_COND_COVER_OPEN, 1 << 6 },           { BR_COND_HOT | BR_COND_OTHER, 1 << 7 } };
  guint8 status = sense->printing ? 1 << 5 : 0;

  for (gsize i = 0; i < G_N_ELEMENTS (bits); i++)
    if (sense->conditions & bits[i].condition)
      status |= bits[i].bit;
  return status;
}

static char
describe_state (const BrPaperSense *sense)
{
  if (sense->conditions & BR_COND_PAUSED)
    return '`';
  if (sense->conditions & BR_COND_WAIT_TAKE)
    return 'L';
  if (sense->conditions & BR_COND_STOPS)
    return 'E';
  return sense->printing || sense->waiting > 0 ? 'P' : '@';
}

/* ESC !S: STX, state, warning, two bytes of errors, ETX CR LF. */
static void
answer_status (BrPaper *self)
{
  BrPaperSense sense;
  char answer[8] = { 0x02, 0, 0x40, 0x40, 0x40, 0x03, '\r', '\n' };

  br_paper_sense (self, &sense);
  answer[1] = describe_state (&sense);
  answer[2] |= sense.full ? 1 << 3 : 0;
  answer[3] |= (sense.conditions & BR_COND_HOT ? 1 << 0 : 0) | (sense.conditions & BR_COND_CUTTER ? 1 << 3 : 0);
  answer[4] |= (sense.conditions & BR_COND_PAPER_OUT ? 1 << 0 : 0) | (sense.conditions & BR_COND_JAM ? 1 << 1 : 0)
               | (sense.conditions & BR_COND_RIBBON_OUT ? 1 << 2 : 0) | (sense.conditions & (BR_COND_HEAD_OPEN | BR_COND_COVER_OPEN) ? 1 << 5 : 0);
  br_paper_answer (self, answer, sizeof answer);
}

static void
answer_simply (BrPaper *self)
{
  BrPaperSense sense;
  char answer;

  br_paper_sense (self, &sense);
  answer = (char) describe_simply (&sense);
  br_paper_answer (self, &answer, 1);
}

static void
obey_at_once (BrPaper *self, guint8 byte)
{
  if (byte == '?')
    answer_simply (self);
  else if (byte == 'S')
    answer_status (self);
  else if (byte == 'P')
    br_paper_act (self, BR_PAPER_PAUSE);
  else if (byte == 'O')
    br_paper_act (self, BR_PAPER_RESUME);
  else if (byte == '.')
    br_paper_act (self, BR_PAPER_CANCEL);
  else if (byte == 'R')
    {
      br_paper_act (self, BR_PAPER_RESET);
      br_paper_lose_power (self);
    }
  else if (byte == 'F')
    br_paper_act (self, BR_PAPER_FEED);
  else
    self->counts.ignored++;
}

/* ~!: only a printer that is ready answers. */
static void
answer_question (BrPaper *self, guint8 byte)
{
  BrPaperSense sense;

  br_paper_sense (self, &sense);
  if (sense.conditions & BR_COND_STOPS)
    return;
  if (byte == 'T')
    br_paper_answer (self, "Backroom TSPL\r\n", -1);
  else if (byte == 'I')
    br_paper_answer (self, "850, 001\r\n", -1);
  else if (byte == '@')
    br_paper_answer (self, "0\r\n", -1);
  else
    self->counts.ignored++;
}

/* The byte after ESC or ~ tells whether they were a prefix at all. */
static void
eat_prefixed (BrPaper *self, guint8 byte)
{
  Tspl *tspl = self->mind;
  gboolean immediate = tspl->state == IMMEDIATE;

  if (tspl->n_prefix == 1 && byte == '!')
    {
      tspl->n_prefix = 2;
      return;
    }
  tspl->state = LINE;
  if (tspl->n_prefix == 1)
    {
      eat_line (self, immediate ? ESCAPE : '~');
      tspl->n_prefix = 0;
      self->language->eat (self, byte);
    }
  else if (immediate)
    obey_at_once (self, byte);
  else
    answer_question (self, byte);
}

static void
eat (BrPaper *self, guint8 byte)
{
  Tspl *tspl = self->mind;

  if (tspl->state == RAW)
    {
      /* Some firmware is said to obey ESC ! even here: a stream that is sure to be harmless has none. */
      if (tspl->raw.before == ESCAPE && byte == '!')
        self->counts.misplaced++;
      if (!br_paper_eat_raw (self, &tspl->raw, byte))
        tspl->state = LINE;
    }
  else if (tspl->state != LINE)
    eat_prefixed (self, byte);
  else if (byte == ESCAPE || (byte == '~' && tspl->n == 0))
    {
      tspl->state = byte == ESCAPE ? IMMEDIATE : QUESTION;
      tspl->n_prefix = 1;
    }
  else
    eat_line (self, byte);
}

static gboolean
is_partial (const BrPaper *self)
{
  const Tspl *tspl = self->mind;

  return tspl->state != LINE || tspl->n > 0;
}

const BrPaperLanguage br_paper_tspl = { .mind_size = sizeof (Tspl), .eat = eat, .is_partial = is_partial };
