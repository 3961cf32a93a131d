/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a Zebra answers (labels.md 2.1), read line by line, since the lines come in pieces. A line begins at STX and ends at ETX, CR or LF.
 *
 *   ~HS    three lines of 12, 11 and 2 numbers with commas:
 *          1: -, paper out, paused, -, formats waiting, buffer full, -, format begun, -, settings lost, too cold, too hot
 *          2: -, -, head open, ribbon out, -, -, -, label waits to be taken, labels left, -, -
 *   ~HQES  "ERRORS: f gggggggg hhhhhhhh" and "WARNINGS: f gggggggg hhhhhhhh", hexadecimal words, after other lines
 *   ~HI    model,version,dots a millimetre,memory,options
 */
#include "config.h"

#include "br-zpl-private.h"

#include <stdio.h>
#include <string.h>

#define MAX_FIELDS 12

/* parser->part: what of an answer has come. */
enum
{
  HAVE_NOTHING = 0,
  HAVE_HS_1,
  HAVE_HS_2,
  HAVE_ERRORS,
};
#define IN_FRAME 0x100 /* STX came: a line may be of any kind */

/* Cuts `line` at its commas; how many numbers it is, 0 when a part is not a number of at most eight digits. */
static guint
read_numbers (const char *line, guint *numbers)
{
  guint n = 0;

  for (const char *p = line; n < MAX_FIELDS; p++)
    {
      gsize digits = strspn (p, "0123456789");

      if (digits == 0 || digits > 8)
        return 0;
      numbers[n++] = (guint) g_ascii_strtoull (p, NULL, 10);
      p += digits;
      if (*p == '\0')
        return n;
      if (*p != ',')
        return 0;
    }
  return 0;
}

static guint
have (const BrAnswerParser *parser)
{
  return parser->part & ~(guint) IN_FRAME;
}

static void
set_have (BrAnswerParser *parser, guint what)
{
  parser->part = (parser->part & IN_FRAME) | what;
}

static guint
when (guint field, BrCondition condition)
{
  return field != 0 ? condition : 0;
}

static void
take_hs_1 (BrAnswerParser *parser, const guint *f)
{
  br_printer_report_init (&parser->pending);
  parser->pending.conditions =
      when (f[1], BR_COND_PAPER_OUT) | when (f[2], BR_COND_PAUSED) | when (f[9], BR_COND_OTHER) | when (f[10], BR_COND_COLD) | when (f[11], BR_COND_HOT);
  parser->pending.formats_waiting = (int) f[4];
  parser->pending.partial = f[7] != 0;
  set_have (parser, HAVE_HS_1);
}

static void
take_hs_2 (BrAnswerParser *parser, const guint *f)
{
  parser->pending.conditions |= when (f[2], BR_COND_HEAD_OPEN) | when (f[3], BR_COND_RIBBON_OUT) | when (f[7], BR_COND_WAIT_TAKE);
  parser->pending.batch_left = (int) f[8];
  set_have (parser, HAVE_HS_2);
}

static void
take_hs_3 (BrAnswerParser *parser, BrPrinterReport *report)
{
  const BrPrinterReport *pending = &parser->pending;

  br_answer_begin (report);
  report->conditions = pending->conditions;
  report->formats_waiting = pending->formats_waiting;
  report->batch_left = pending->batch_left;
  report->partial = pending->partial;
  report->printing = pending->formats_waiting > 0 || pending->batch_left > 0;
  report->idle = !report->printing && !report->partial;
  set_have (parser, HAVE_NOTHING);
}

/* The low word behind "ERRORS:" or "WARNINGS:", or 0 when it says there are none. */
static guint
read_flags (const char *line)
{
  guint flag = 0, high = 0, low = 0;
  const char *colon = strchr (line, ':');

  if (colon == NULL || sscanf (colon + 1, " %1u %8x %8x", &flag, &high, &low) != 3)
    return 0;
  return flag != 0 ? low : 0;
}

static guint
error_conditions (guint flags)
{
  static const struct
  {
    guint flags, condition;
  } rows[] = {
    { 0x1, BR_COND_PAPER_OUT },  { 0x2, BR_COND_RIBBON_OUT },   { 0x4, BR_COND_HEAD_OPEN },
    { 0x8, BR_COND_CUTTER },     { 0x30, BR_COND_HOT },         { 0xD000, BR_COND_JAM }, /* on retract, feed error, path not cleared */
    { 0x10000, BR_COND_PAUSED }, { 0xFFFE2FC0, BR_COND_OTHER },
  };
  guint conditions = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    conditions |= (flags & rows[i].flags) != 0 ? rows[i].condition : 0;
  return conditions;
}

static gboolean
take_hqes (BrAnswerParser *parser, const char *line, BrPrinterReport *report)
{
  if (strstr (line, "ERRORS:") != NULL)
    {
      br_printer_report_init (&parser->pending);
      parser->pending.conditions = error_conditions (read_flags (line));
      set_have (parser, HAVE_ERRORS);
      return TRUE;
    }
  if (strstr (line, "WARNINGS:") == NULL || have (parser) != HAVE_ERRORS)
    return strstr (line, "PRINTER STATUS") != NULL;
  br_answer_begin (report);
  report->conditions = parser->pending.conditions | when (read_flags (line) & 0x8, BR_COND_PAPER_LOW);
  set_have (parser, HAVE_NOTHING);
  return TRUE;
}

static gboolean
take_hi (const char *line, BrPrinterReport *report)
{
  g_auto (GStrv) fields = g_strsplit (line, ",", 6);
  guint n = g_strv_length (fields), dots;

  if (n < 4 || !g_ascii_isalnum (fields[0][0]))
    return FALSE;
  dots = (guint) g_ascii_strtoull (fields[2], NULL, 10);
  if (dots < 6 || dots > 48)
    return FALSE;
  br_answer_begin (report);
  report->dots_per_mm = (int) dots;
  g_strlcpy (report->model, g_strchomp (fields[0]), sizeof report->model);
  return TRUE;
}

static gboolean
take_numbers (BrAnswerParser *parser, const char *line, BrPrinterReport *report)
{
  guint numbers[MAX_FIELDS], n = read_numbers (line, numbers);

  if (n == 12)
    take_hs_1 (parser, numbers);
  else if (n == 11 && have (parser) == HAVE_HS_1)
    take_hs_2 (parser, numbers);
  else if (n == 2 && have (parser) == HAVE_HS_2)
    take_hs_3 (parser, report);
  else
    return FALSE;
  return TRUE;
}

static void
take_line (BrAnswerParser *parser, BrPrinterReport *report)
{
  gboolean framed = (parser->part & IN_FRAME) != 0;
  guint n = parser->n;
  char *line;

  parser->bytes[n] = '\0';
  line = g_strstrip ((char *) parser->bytes);
  parser->n = 0;
  if (*line == '\0' || take_numbers (parser, line, report) || take_hqes (parser, line, report) || (framed && take_hi (line, report)))
    return;
  report->garbage += n;
}

static void
parse_byte (BrAnswerParser *parser, guint8 byte, BrPrinterReport *report)
{
  gboolean ends = byte == '\r' || byte == '\n' || byte == 0x03;

  if (byte == 0x02)
    {
      report->garbage += parser->n;
      parser->n = 0;
      parser->part |= IN_FRAME;
    }
  else if (ends)
    {
      if (parser->n > 0)
        take_line (parser, report);
      if (byte == 0x03)
        parser->part &= ~(guint) IN_FRAME;
    }
  else if (byte >= ' ' && byte < 0x7F && parser->n < BR_ANSWER_MAX - 1)
    parser->bytes[parser->n++] = byte;
  else
    report->garbage++;
}

void
br_zpl_parse (BrAnswerParser *parser, const guint8 *bytes, gsize n, BrPrinterReport *report)
{
  for (gsize i = 0; i < n; i++)
    parse_byte (parser, bytes[i], report);
}
