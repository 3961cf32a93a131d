/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An amount is NUMBER UNIT, or NUMBER UNIT × COUNT, or COUNT × NUMBER UNIT, with spaces anywhere; × may be written x, X or *.
 * The unit must not go on as a word ("5 litres" is read, "5 lemons" is not).
 */
#include "config.h"

#include "br-net-content.h"

#include <string.h>

#define MAX_AMOUNT_MILLI G_GINT64_CONSTANT (1000000000000)

typedef struct
{
  const char *word; /* folded: NFKC, lower case */
  const char *unit;
} UnitWord;

/* Longer words first: the first that matches is taken. */
static const UnitWord unit_words[] = {
  { "kilograms", "kg" }, { "kilogram", "kg" }, { "grams", "g" }, { "gram", "g" },  { "litres", "l" }, { "liters", "l" },
  { "litre", "l" },      { "liter", "l" },     { "公斤", "kg" }, { "千克", "kg" }, { "毫升", "ml" },  { "克", "g" },
  { "升", "l" },         { "kg", "kg" },       { "ml", "ml" },   { "cl", NULL },   { "g", "g" },      { "l", "l" },
};

static const char *
skip_spaces (const char *at)
{
  while (*at == ' ')
    at++;
  return at;
}

/* Thousandths; more than three decimals are left out. FALSE when there is no number or it is too large. */
static gboolean
read_number (const char **at, gint64 *milli)
{
  const char *text = *at;
  gint64 whole = 0, fraction = 0, weight = 100;

  if (!g_ascii_isdigit (*text))
    return FALSE;
  for (; g_ascii_isdigit (*text); text++)
    if ((whole = whole * 10 + (*text - '0')) > MAX_AMOUNT_MILLI / 1000)
      return FALSE;
  if (*text == '.' && g_ascii_isdigit (text[1]))
    for (text++; g_ascii_isdigit (*text); text++, weight /= 10)
      fraction += (*text - '0') * weight;
  *milli = whole * 1000 + fraction;
  *at = text;
  return TRUE;
}

static const char *
read_unit (const char **at)
{
  for (guint i = 0; i < G_N_ELEMENTS (unit_words); i++)
    {
      gsize length = strlen (unit_words[i].word);

      if (!g_str_has_prefix (*at, unit_words[i].word))
        continue;
      if (g_ascii_isalpha (*unit_words[i].word) && g_ascii_isalpha ((*at)[length]) && (*at)[length] != 'x')
        continue;
      *at += length;
      return unit_words[i].unit;
    }
  return NULL;
}

static gboolean
read_times (const char **at)
{
  const char *text = skip_spaces (*at);

  if (g_str_has_prefix (text, "×"))
    text += strlen ("×");
  else if (*text == 'x' || *text == '*')
    text++;
  else
    return FALSE;
  *at = skip_spaces (text);
  return TRUE;
}

/* [COUNT ×] NUMBER UNIT [× COUNT] at `at`. */
static gboolean
read_amount (const char **at, BrNetContent *out)
{
  const char *text = *at;
  gint64 amount, count = 1000, more;

  if (!read_number (&text, &amount))
    return FALSE;
  if (read_times (&text))
    {
      count = amount;
      if (!read_number (&text, &amount))
        return FALSE;
    }
  text = skip_spaces (text);
  out->unit = read_unit (&text);
  if (out->unit == NULL)
    return FALSE;
  *at = text;
  if (count == 1000 && read_times (&text) && read_number (&text, &more))
    {
      count = more;
      *at = text;
    }
  if (count < 1000 || amount <= 0 || amount > MAX_AMOUNT_MILLI / (count / 1000))
    return FALSE;
  out->amount_milli = amount * (count / 1000);
  return TRUE;
}

gboolean
br_net_content_parse (const char *text, BrNetContent *out)
{
  g_autofree char *wide = text != NULL ? g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE) : NULL;
  g_autofree char *folded = wide != NULL ? g_utf8_strdown (wide, -1) : NULL;
  gboolean found = FALSE;

  if (folded == NULL)
    return FALSE;
  for (const char *at = folded; *at != '\0';)
    {
      BrNetContent amount;
      const char *next = at;

      if (g_ascii_isdigit (*at) && read_amount (&next, &amount))
        {
          *out = amount;
          found = TRUE;
          at = next;
        }
      else if (g_ascii_isdigit (*at))
        while (g_ascii_isdigit (*at) || *at == '.')
          at++;
      else
        at = g_utf8_next_char (at);
    }
  return found;
}
