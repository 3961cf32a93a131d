/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A value is a count of millionths. Products and quotients are exact in 128 bits (base/br-money.h) before they are rounded once. */
#include "config.h"

#include "br-decimal.h"

#include "br-error.h"
#include "br-money.h"

#include <string.h>

#define MAX_PATTERN_DIGITS 18

static gboolean
fail (GError **error, BrError code, const char *message)
{
  g_set_error_literal (error, BR_ERROR, code, message);
  return FALSE;
}

static gboolean
limit (gint64 value, gint64 *out, GError **error)
{
  if (value > BR_DECIMAL_MAX || value < -BR_DECIMAL_MAX)
    return fail (error, BR_ERROR_RANGE, "the number is too large");
  *out = value;
  return TRUE;
}

static gint64
power_of_ten (guint n)
{
  gint64 power = 1;

  while (n-- > 0)
    power *= 10;
  return power;
}

/* Reads digits into `value`, which stays within 19 digits because the caller limits `max`; returns how many there were. */
static guint
read_digits (const char **p, guint max, guint64 *value)
{
  guint n = 0;

  for (; g_ascii_isdigit (**p); (*p)++, n++)
    {
      if (n < max)
        *value = *value * 10 + (guint64) (**p - '0');
    }
  return n;
}

/* What follows the point, as millionths; FALSE when a digit that is not 0 comes after the sixth. */
static gboolean
read_fraction (const char **p, guint64 *value, guint *n)
{
  *n = 0;
  for (; g_ascii_isdigit (**p); (*p)++, ++*n)
    {
      if (*n < BR_DECIMAL_DIGITS)
        *value = *value * 10 + (guint64) (**p - '0');
      else if (**p != '0')
        return FALSE;
    }
  for (guint i = *n; i < BR_DECIMAL_DIGITS; i++)
    *value *= 10;
  return TRUE;
}

gboolean
br_decimal_parse (const char *text, gint64 *out, GError **error)
{
  const char *p = text;
  gboolean negative = *p == '-';
  guint64 value = 0;
  guint n_whole, n_fraction = 0;

  p += negative ? 1 : 0;
  while (*p == '0' && g_ascii_isdigit (p[1]))
    p++;
  n_whole = read_digits (&p, 12, &value);
  if (n_whole > 12)
    return fail (error, BR_ERROR_RANGE, "the number is too large");
  if (*p == '.')
    {
      p++;
      if (!read_fraction (&p, &value, &n_fraction))
        return fail (error, BR_ERROR_INVALID, "the number has more than 6 digits after the point");
      if (n_fraction == 0)
        return fail (error, BR_ERROR_INVALID, "a digit is missing after the point");
    }
  else
    value *= BR_DECIMAL_ONE;
  if (*p != '\0' || n_whole == 0)
    return fail (error, BR_ERROR_INVALID, "this is not a number");
  *out = negative ? -(gint64) value : (gint64) value;
  return TRUE;
}

char *
br_decimal_to_text (gint64 value)
{
  guint64 magnitude = value < 0 ? 0 - (guint64) value : (guint64) value;
  guint64 fraction = magnitude % BR_DECIMAL_ONE;
  int digits = BR_DECIMAL_DIGITS;

  if (fraction == 0)
    return g_strdup_printf ("%s%" G_GUINT64_FORMAT, value < 0 ? "-" : "", magnitude / BR_DECIMAL_ONE);
  for (; fraction % 10 == 0; fraction /= 10)
    digits--;
  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%0*" G_GUINT64_FORMAT, value < 0 ? "-" : "", magnitude / BR_DECIMAL_ONE, digits, fraction);
}

gboolean
br_decimal_add (gint64 a, gint64 b, gint64 *out, GError **error)
{
  gint64 sum;

  return br_money_add (a, b, &sum, error) && limit (sum, out, error);
}

gboolean
br_decimal_sub (gint64 a, gint64 b, gint64 *out, GError **error)
{
  return br_decimal_add (a, -b, out, error);
}

gboolean
br_decimal_mul (gint64 a, gint64 b, gint64 *out, GError **error)
{
  gint64 product;

  return br_money_mul_ratio (a, b, BR_DECIMAL_ONE, BR_ROUND_HALF_UP, &product, error) && limit (product, out, error);
}

gboolean
br_decimal_div (gint64 a, gint64 b, gint64 *out, GError **error)
{
  gint64 quotient;

  if (b == 0)
    return fail (error, BR_ERROR_INVALID, "division by zero");
  return br_money_mul_ratio (b < 0 ? -a : a, BR_DECIMAL_ONE, ABS (b), BR_ROUND_HALF_UP, &quotient, error) && limit (quotient, out, error);
}

gboolean
br_decimal_mod (gint64 a, gint64 b, gint64 *out, GError **error)
{
  if (b == 0)
    return fail (error, BR_ERROR_INVALID, "division by zero");
  *out = a % b;
  return TRUE;
}

/* Whether the magnitude `quotient` × unit + rest goes up to the next multiple. */
static gboolean
rounds_up (gint64 quotient, gint64 rest, gint64 unit, gboolean negative, BrDecimalRounding rounding)
{
  switch (rounding)
    {
    case BR_DECIMAL_UP: return rest > 0;
    case BR_DECIMAL_DOWN: return FALSE;
    case BR_DECIMAL_FLOOR: return rest > 0 && negative;
    case BR_DECIMAL_CEIL: return rest > 0 && !negative;
    case BR_DECIMAL_HALF_EVEN: return rest > unit - rest || (rest == unit - rest && quotient % 2 != 0);
    case BR_DECIMAL_HALF_UP:
    default: return rest >= unit - rest;
    }
}

gboolean
br_decimal_round (gint64 value, int digits, BrDecimalRounding rounding, gint64 *out, GError **error)
{
  gint64 unit, quotient, rest, rounded;

  if (digits < -12 || digits > BR_DECIMAL_DIGITS)
    return fail (error, BR_ERROR_RANGE, "a number can be rounded to between -12 and 6 digits after the point");
  unit = power_of_ten ((guint) (BR_DECIMAL_DIGITS - digits));
  quotient = ABS (value) / unit;
  rest = ABS (value) % unit;
  if (rounds_up (quotient, rest, unit, value < 0, rounding))
    quotient++;
  return br_money_mul_ratio (value < 0 ? -quotient : quotient, unit, 1, BR_ROUND_DOWN, &rounded, error) && limit (rounded, out, error);
}

/* A pattern taken apart. */
typedef struct
{
  const char *start, *end; /* of the part made of # , 0 . */
  guint whole;             /* digits before the point that are always there */
  guint least, most;       /* digits after the point */
  gboolean groups;
} Pattern;

static gboolean
read_pattern (const char *text, Pattern *pattern)
{
  const char *p = text + strcspn (text, "#0");

  *pattern = (Pattern) { .start = p };
  for (; *p == '#' || *p == '0' || *p == ','; p++)
    {
      pattern->groups |= *p == ',';
      pattern->whole += *p == '0';
    }
  if (*p == '.' && (p[1] == '0' || p[1] == '#'))
    {
      for (p++; *p == '0' || *p == '#'; p++)
        {
          pattern->most++;
          pattern->least = *p == '0' ? pattern->most : pattern->least;
        }
    }
  pattern->end = p;
  return pattern->end > pattern->start && pattern->whole <= MAX_PATTERN_DIGITS && pattern->most <= BR_DECIMAL_DIGITS;
}

static void
append_whole (GString *out, guint64 whole, const Pattern *pattern)
{
  char digits[32];
  int n = whole == 0 && pattern->whole == 0 ? 0 : g_snprintf (digits, sizeof digits, "%0*" G_GUINT64_FORMAT, (int) pattern->whole, whole);

  for (int i = 0; i < n; i++)
    {
      if (i > 0 && pattern->groups && (n - i) % 3 == 0)
        g_string_append_c (out, ',');
      g_string_append_c (out, digits[i]);
    }
}

char *
br_decimal_format (gint64 value, const char *pattern, GError **error)
{
  GString *out;
  Pattern parts;
  gint64 rounded;
  char fraction[8];
  guint n_fraction;

  if (!read_pattern (pattern, &parts))
    {
      fail (error, BR_ERROR_INVALID, "the pattern of a number looks like #,##0.00, with at most 6 digits after the point");
      return NULL;
    }
  if (!br_decimal_round (value, (int) parts.most, BR_DECIMAL_HALF_UP, &rounded, error))
    return NULL;
  out = g_string_new_len (pattern, parts.start - pattern);
  if (rounded < 0)
    g_string_append_c (out, '-');
  append_whole (out, (guint64) ABS (rounded) / BR_DECIMAL_ONE, &parts);
  g_snprintf (fraction, sizeof fraction, "%06d", (int) (ABS (rounded) % BR_DECIMAL_ONE));
  for (n_fraction = parts.most; n_fraction > parts.least && fraction[n_fraction - 1] == '0';)
    n_fraction--;
  if (n_fraction > 0)
    {
      g_string_append_c (out, '.');
      g_string_append_len (out, fraction, (gssize) n_fraction);
    }
  g_string_append (out, parts.end);
  return g_string_free (out, FALSE);
}
