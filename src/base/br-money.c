/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checked integer arithmetic (DOMAIN.md, Money). Products are exact in 128 bits, so nothing is rounded twice. */
#include "br-money.h"

#include "br-error.h"

#include <string.h>

#define MAX_DIGITS 3
#define MAX_PARSE_BYTES 64 /* of a number as text; longer is not an amount */

typedef __int128 Wide;

static gboolean
fail_range (GError **error)
{
  g_set_error_literal (error, BR_ERROR, BR_ERROR_RANGE, "amount is out of range");
  return FALSE;
}

static gboolean
fail_invalid (GError **error, const char *message)
{
  g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
narrow (Wide value, gint64 *out, GError **error)
{
  if (value > G_MAXINT64 || value < G_MININT64)
    return fail_range (error);
  *out = (gint64) value;
  return TRUE;
}

gboolean
br_money_add (gint64 a, gint64 b, gint64 *out, GError **error)
{
  return narrow ((Wide) a + b, out, error);
}

/* Rounds the magnitude, so that both signs round alike. */
static Wide
divide (Wide product, gint64 den, BrRounding rounding)
{
  Wide magnitude = product < 0 ? -product : product;
  Wide quotient = magnitude / den;
  Wide rest = magnitude % den;

  if (rounding == BR_ROUND_UP ? rest > 0 : rounding == BR_ROUND_HALF_UP && rest * 2 >= den)
    quotient++;
  return product < 0 ? -quotient : quotient;
}

gboolean
br_money_mul_ratio (gint64 a, gint64 num, gint64 den, BrRounding rounding, gint64 *out, GError **error)
{
  g_return_val_if_fail (den > 0, FALSE);

  return narrow (divide ((Wide) a * num, den, rounding), out, error);
}

gboolean
br_money_gross (gint64 price_minor, gint64 quantity_milli, gint64 *out, GError **error)
{
  return br_money_mul_ratio (price_minor, quantity_milli, BR_QUANTITY_ONE, BR_ROUND_HALF_UP, out, error);
}

/* One part of a split, while the left-over units are given out. */
typedef struct
{
  gsize index;
  gint64 weight;
  Wide rest;   /* total * weight mod sum of weights */
} Share;

static int
compare_shares (const void *a, const void *b)
{
  const Share *x = a, *y = b;

  if (x->rest != y->rest)
    return x->rest > y->rest ? -1 : 1;
  if (x->weight != y->weight)
    return x->weight > y->weight ? -1 : 1;
  return x->index < y->index ? -1 : 1;
}

gboolean
br_money_split (gint64 total_minor, const gint64 *weights, gsize n, gint64 *parts, GError **error)
{
  g_autofree Share *shares = g_new (Share, MAX (n, 1));
  Wide sum = 0;
  gint64 left = total_minor;

  if (total_minor < 0)
    return fail_invalid (error, "cannot split a negative amount");
  for (gsize i = 0; i < n; i++)
    {
      if (weights[i] < 0)
        return fail_invalid (error, "cannot split by a negative weight");
      sum += weights[i];
    }
  if (sum == 0)
    return fail_invalid (error, "cannot split without weights");
  if (sum > G_MAXINT64)
    return fail_range (error);
  for (gsize i = 0; i < n; i++)
    {
      Wide product = (Wide) total_minor * weights[i];

      parts[i] = (gint64) (product / sum);
      shares[i] = (Share) { i, weights[i], product % sum };
      left -= parts[i];
    }
  qsort (shares, n, sizeof *shares, compare_shares);
  /* The remainders sum to left × sum and each is below sum, so at least `left` of them are positive. */
  for (gint64 i = 0; i < left; i++)
    parts[shares[i].index]++;
  return TRUE;
}

gboolean
br_money_round_to_ending (gint64 amount_minor, gint64 ending_minor, gint64 modulus_minor, gint64 *out, GError **error)
{
  Wide below, above;

  if (modulus_minor <= 0 || ending_minor < 0 || ending_minor >= modulus_minor)
    return fail_invalid (error, "the ending does not fit its modulus");
  if (amount_minor <= ending_minor)
    {
      *out = ending_minor;
      return TRUE;
    }
  below = ((Wide) amount_minor - ending_minor) / modulus_minor * modulus_minor + ending_minor;
  above = below + modulus_minor;
  return narrow (amount_minor - below < above - amount_minor ? below : above, out, error);
}

/* Copies the number in `text` as ASCII: full-width forms folded, currency signs, blanks around and grouping commas dropped. */
static gboolean
fold_number (const char *text, char out[MAX_PARSE_BYTES + 1])
{
  gsize n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0xff01 && c <= 0xff5e)
        c = c - 0xff01 + '!';
      if (c == 0x2212)
        c = '-';
      if (c == 0xa5 || c == 0xffe5 || c == '$' || c == 0x20ac || c == 0xa3 || c == 0x5143)
        continue;
      if (c > 0x7e || n == MAX_PARSE_BYTES)
        return FALSE;
      out[n++] = (char) c;
    }
  out[n] = '\0';
  g_strstrip (out);
  return TRUE;
}

/* Commas must group by three before the point: "1,234.5" but neither "1,23" nor "12,34.5". */
static gboolean
drop_grouping (char *number)
{
  char *point = strchr (number, '.');
  char *end = point != NULL ? point : number + strlen (number);
  char *to = number;

  for (char *from = number; *from != '\0'; from++)
    {
      if (*from != ',')
        *to++ = *from;
      else if (from > end || from == number || !g_ascii_isdigit (from[-1]) || (end - from) % 4 != 0)
        return FALSE;
    }
  *to = '\0';
  return TRUE;
}

/* Reads the digits before the point; more than 19 are out of range whatever they are. */
static const char *
read_whole (const char *p, Wide *value, guint *n)
{
  while (*p == '0' && g_ascii_isdigit (p[1]))
    p++;
  for (*n = 0; g_ascii_isdigit (*p); p++)
    {
      if (++*n <= 19)
        *value = *value * 10 + (*p - '0');
    }
  return p;
}

/* Reads at most `digits` decimals and skips zeros after them; fills up to exactly `digits`. */
static const char *
read_decimals (const char *p, guint digits, Wide *value, guint *n)
{
  guint kept = 0;

  for (*n = 0; g_ascii_isdigit (*p) && (kept < digits || *p == '0'); p++, ++*n)
    {
      if (kept < digits)
        {
          *value = *value * 10 + (*p - '0');
          kept++;
        }
    }
  for (; kept < digits; kept++)
    *value *= 10;
  return p;
}

gboolean
br_money_parse (const char *text, guint digits, gint64 *out_minor, GError **error)
{
  char number[MAX_PARSE_BYTES + 1];
  const char *p = number;
  Wide value = 0;
  guint n_whole, n_decimals;
  gboolean negative;

  g_return_val_if_fail (digits <= MAX_DIGITS, FALSE);
  if (text == NULL || !g_utf8_validate (text, -1, NULL) || !fold_number (text, number) || !drop_grouping (number))
    return fail_invalid (error, "not an amount");
  negative = *p == '-';
  if (negative || *p == '+')
    p++;
  p = read_whole (p, &value, &n_whole);
  if (n_whole > 19)
    return fail_range (error);
  p = read_decimals (*p == '.' ? p + 1 : p, digits, &value, &n_decimals);
  if (g_ascii_isdigit (*p))
    return fail_invalid (error, "too many decimals");
  if (*p != '\0' || n_whole + n_decimals == 0)
    return fail_invalid (error, "not an amount");
  return narrow (negative ? -value : value, out_minor, error);
}

guint
br_money_digits (const char *currency)
{
  static const char *const none[] = { "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF", NULL };
  static const char *const three[] = { "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND", NULL };

  if (currency == NULL)
    return 2;
  return g_strv_contains (none, currency) ? 0 : g_strv_contains (three, currency) ? 3 : 2;
}

char *
br_money_format (gint64 minor, guint digits)
{
  static const guint64 scales[] = { 1, 10, 100, 1000 };
  guint64 magnitude = minor < 0 ? 0 - (guint64) minor : (guint64) minor;

  g_return_val_if_fail (digits <= MAX_DIGITS, NULL);
  if (digits == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, minor);
  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%0*" G_GUINT64_FORMAT, minor < 0 ? "-" : "", magnitude / scales[digits], (int) digits,
                          magnitude % scales[digits]);
}
