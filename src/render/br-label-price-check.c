/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A text shows the price when its expressions read the field "price". One whose only expression is the price itself, or money(), num() or
 * round() of it, must say exactly the price of record. Others may say something made of it (a price a kilogram), or a part (yuan large, fen
 * small): of all texts together, one must say the price, or their digits in the order of the objects must be its digits.
 */
#include "config.h"

#include "br-label-price-check.h"

#include "br-decimal.h"

#include <string.h>

typedef struct
{
  const BrLabelScope *scope;
  gint64 price;     /* of record, millionths */
  GPtrArray *problems;
  gboolean reads;   /* a text reads the price */
  gboolean says;    /* a text says it */
  GString *digits;  /* of all these texts */
} Check;

gboolean
br_label_price_is_read (const char *text)
{
  g_autoptr (GPtrArray) names = NULL;

  if (strstr (text, "price") == NULL)
    return FALSE;
  names = g_ptr_array_new_with_free_func (g_free);
  if (!br_label_text_check (text, names, NULL))
    return FALSE;
  return g_ptr_array_find_with_equal_func (names, "price", g_str_equal, NULL);
}

/* Whether the expression of the text can only mean to say the price. */
static gboolean
must_say_price (const char *text)
{
  static const char *const beginnings[] = { "price}", "money(price", "num(price,", "round(price," };
  const char *brace = strchr (text, '{');

  if (brace == NULL || strchr (brace + 1, '{') != NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      if (g_str_has_prefix (brace + 1, beginnings[i]))
        return strpbrk (brace, "+-*/%?") == NULL;
    }
  return FALSE;
}

/* Reads the number that begins at `p`, without the commas that group it. Returns its length. */
static gsize
read_number (const char *p, gint64 *out)
{
  g_autoptr (GString) number = g_string_new (NULL);
  gsize n = 0;

  for (; g_ascii_isdigit (p[n]) || ((p[n] == '.' || p[n] == ',') && g_ascii_isdigit (p[n + 1])); n++)
    {
      if (p[n] != ',')
        g_string_append_c (number, p[n]);
    }
  if (!br_decimal_parse (number->str, out, NULL))
    *out = G_MININT64;
  return n;
}

static gboolean
says_price (Check *check, const char *text)
{
  gboolean says = FALSE;

  for (const char *p = text; *p != '\0';)
    {
      gint64 number = G_MININT64;
      gsize n = g_ascii_isdigit (*p) ? read_number (p, &number) : 0;

      for (gsize i = 0; i < n; i++)
        {
          if (g_ascii_isdigit (p[i]))
            g_string_append_c (check->digits, p[i]);
        }
      says |= number == check->price;
      p += MAX (n, 1);
    }
  return says;
}

static gboolean
is_shown (const Check *check, const BrLabelObject *object)
{
  gboolean shown = TRUE;

  return object->when == NULL || !br_label_when_eval (object->when, check->scope, &shown, NULL) || shown;
}

static void
check_text (Check *check, const BrLabelObject *object)
{
  g_autofree char *text = NULL;

  if (object->value == NULL || !br_label_price_is_read (object->value))
    return;
  text = br_label_text_eval (object->value, check->scope, NULL);
  if (text == NULL)
    return; /* rendering has said so */
  check->reads = TRUE;
  if (says_price (check, text))
    check->says = TRUE;
  else if (must_say_price (object->value))
    {
      g_ptr_array_add (check->problems, br_label_problem_new ("price", object->name, FALSE, "the text does not say the price of record"));
      check->says = TRUE; /* said once is enough */
    }
}

static void
check_objects (Check *check, const GPtrArray *objects)
{
  for (guint i = 0; objects != NULL && i < objects->len; i++)
    {
      const BrLabelObject *object = objects->pdata[i];

      if (!is_shown (check, object))
        continue;
      if (object->type == BR_LABEL_OBJECT_TEXT)
        check_text (check, object);
      else if (object->type == BR_LABEL_OBJECT_GROUP)
        check_objects (check, object->children);
    }
}

/* Whether the digits are those of the price: 12.30 as "12" and "30". */
static gboolean
are_its_digits (const char *digits, const char *price)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *p = price; *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p))
        g_string_append_c (plain, *p);
    }
  return strcmp (digits, plain->str) == 0;
}

void
br_label_price_check (const BrLabelScope *scope, const char *price, GPtrArray *problems)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  Check check = { .scope = scope, .problems = problems, .digits = digits };

  if (!br_decimal_parse (price, &check.price, NULL))
    {
      g_ptr_array_add (problems, br_label_problem_new ("price", NULL, FALSE, "the price of record is not a number"));
      return;
    }
  check_objects (&check, scope->template->objects);
  if (check.reads && !check.says && !are_its_digits (digits->str, price))
    g_ptr_array_add (problems, br_label_problem_new ("price", NULL, FALSE, "no text of the label says the price of record"));
}
