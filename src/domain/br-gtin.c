/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Check digit: from the right of the body, weights 3, 1, 3, 1 …; the digit completes the sum to a multiple of ten. */
#include "br-gtin.h"

#include <string.h>

static gboolean
is_digits (const char *text)
{
  return text != NULL && *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

static gboolean
has_gtin_shape (const char *code)
{
  gsize n = code != NULL ? strlen (code) : 0;

  return (n == 8 || (n >= 12 && n <= 14)) && is_digits (code);
}

static char
check_digit (const char *body, gsize n)
{
  guint sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (guint) (body[n - 1 - i] - '0') * (i % 2 == 0 ? 3 : 1);
  return (char) ('0' + (10 - sum % 10) % 10);
}

BrGtinVerdict
br_gtin_check (const char *code)
{
  gsize n;

  if (!has_gtin_shape (code))
    return BR_GTIN_NOT_A_GTIN;
  n = strlen (code);
  return check_digit (code, n - 1) == code[n - 1] ? BR_GTIN_OK : BR_GTIN_BAD_CHECK;
}

char
br_gtin_check_digit (const char *body)
{
  return is_digits (body) && strlen (body) <= 17 ? check_digit (body, strlen (body)) : 0;
}

gboolean
br_gtin_to_14 (const char *code, char out[15])
{
  gsize n;

  if (br_gtin_check (code) != BR_GTIN_OK)
    return FALSE;
  n = strlen (code);
  memset (out, '0', 14 - n);
  memcpy (out + 14 - n, code, n + 1);
  return TRUE;
}

gboolean
br_gtin_is_in_store (const char *code)
{
  char full[15];

  /* As a GTIN-14 the GTIN-13 begins at the second digit; a GTIN-12 has one more zero, a GTIN-8 has its own prefixes. */
  if (strlen (code != NULL ? code : "") == 8 || !br_gtin_to_14 (code, full) || full[0] != '0')
    return FALSE;
  return full[1] == '2' || (full[1] == '0' && (full[2] == '2' || full[2] == '4'));
}
