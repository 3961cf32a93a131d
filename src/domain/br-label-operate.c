/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operators of label expressions, and the parts of values: the rules are at the top of br-label-expr.c. */
#include "config.h"

#include "br-label-value.h"

#include "br-decimal.h"
#include "br-error.h"

#include <string.h>

#define DAY 86400

#define UNORDERED -2

/* A text beside a number or a date is read as one. */
static gboolean
read_as (BrLabelValueType type, BrLabelValue *value)
{
  if (value->type != BR_VALUE_TEXT)
    return TRUE;
  if (type == BR_VALUE_DATE)
    return br_label_date_parse (value->text, value);
  if (type != BR_VALUE_DECIMAL)
    return TRUE;
  value->type = BR_VALUE_DECIMAL;
  return br_decimal_parse (value->text, &value->number, NULL);
}

/* −1, 0, 1, or UNORDERED. */
static int
order_values (const BrLabelValue *left, const BrLabelValue *right)
{
  BrLabelValue a = *left, b = *right;

  if (!read_as (b.type, &a) || !read_as (a.type, &b) || a.type != b.type)
    return UNORDERED;
  switch (a.type)
    {
    case BR_VALUE_TEXT: return CLAMP (strcmp (a.text, b.text), -1, 1);
    case BR_VALUE_DECIMAL:
    case BR_VALUE_DATE: return (a.number > b.number) - (a.number < b.number);
    case BR_VALUE_FLAG: return a.number == b.number ? 0 : UNORDERED;
    case BR_VALUE_NULL:
    case BR_VALUE_LIST:
    case BR_VALUE_ROW:
    default: return UNORDERED;
    }
}

static gboolean
agrees (char sign, int order)
{
  switch (sign)
    {
    case '<': return order < 0;
    case '>': return order > 0;
    case 'l': return order <= 0;
    case 'g':
    default: return order >= 0;
    }
}

gboolean
br_label_value_compare (BrLabelEval *eval, char sign, const BrLabelValue *a, const BrLabelValue *b, BrLabelValue *out)
{
  gboolean a_empty = br_label_value_is_empty (a), b_empty = br_label_value_is_empty (b), empty = a_empty || b_empty;
  int order = empty ? 0 : order_values (a, b);

  if (sign == '=' || sign == '!')
    *out = br_label_value_of_flag ((empty ? a_empty && b_empty : order == 0) == (sign == '='));
  else if (order == UNORDERED)
    return br_label_eval_fail (eval, BR_ERROR_INVALID, b->at, "these two values cannot be put in order: compare numbers, texts or dates with their like");
  else
    *out = br_label_value_of_flag (!empty && agrees (sign, order));
  return TRUE;
}

static gboolean
calculate_numbers (BrLabelEval *self, char sign, const BrLabelValue *a, const BrLabelValue *b, BrLabelValue *out)
{
  gboolean (*calculate) (gint64, gint64, gint64 *, GError **) = sign == '+'   ? br_decimal_add
                                                                : sign == '-' ? br_decimal_sub
                                                                : sign == '*' ? br_decimal_mul
                                                                : sign == '/' ? br_decimal_div
                                                                              : br_decimal_mod;
  GError *error = NULL;
  gint64 x, y, result;

  if (!br_label_value_decimal (self, a, &x) || !br_label_value_decimal (self, b, &y))
    return FALSE;
  if (!calculate (x, y, &result, &error))
    return br_label_eval_pass (self, b->at, error);
  *out = br_label_value_of_number (result);
  return TRUE;
}

static gboolean
calculate_dates (BrLabelEval *self, char sign, const BrLabelValue *a, const BrLabelValue *b, BrLabelValue *out)
{
  gint64 days;

  if (sign == '-' && b->type == BR_VALUE_DATE)
    {
      BrLabelValue from;

      if (!br_label_value_date (self, a, &from))
        return FALSE;
      *out = br_label_value_of_number ((from.number / DAY - b->number / DAY) * BR_DECIMAL_ONE);
      return TRUE;
    }
  if (b->type == BR_VALUE_DATE && a->type != BR_VALUE_DATE && sign == '+')
    return calculate_dates (self, sign, b, a, out);
  if (a->type != BR_VALUE_DATE || b->type == BR_VALUE_DATE || (sign != '+' && sign != '-'))
    return br_label_eval_fail (self, BR_ERROR_INVALID, b->at, "a date can only be moved by days, or taken from another");
  if (!br_label_value_integer (self, b, -BR_LABEL_MAX_DAYS, BR_LABEL_MAX_DAYS, &days))
    return FALSE;
  return br_label_date_move (self, b->at, a, sign == '+' ? days : -days, out);
}

gboolean
br_label_value_calculate (BrLabelEval *self, char sign, const BrLabelValue *a, const BrLabelValue *b, BrLabelValue *out)
{
  const char *left, *right;

  if (sign == '+' && (a->type == BR_VALUE_TEXT || b->type == BR_VALUE_TEXT))
    {
      left = br_label_value_text (self, a);
      right = left != NULL ? br_label_value_text (self, b) : NULL;
      return right != NULL && br_label_value_take_text (self, b->at, g_strconcat (left, right, NULL), out);
    }
  *out = (BrLabelValue) { .type = BR_VALUE_NULL };
  if (br_label_value_is_empty (a) || br_label_value_is_empty (b))
    return TRUE;
  if (a->type == BR_VALUE_DATE || b->type == BR_VALUE_DATE)
    return calculate_dates (self, sign, a, b, out);
  return calculate_numbers (self, sign, a, b, out);
}

static gboolean
get_list_member (const BrLabelValue *of, const char *name, BrLabelValue *out)
{
  gboolean is_first = strcmp (name, "first") == 0;

  if (strcmp (name, "count") == 0)
    *out = br_label_value_of_number ((gint64) of->list->len * BR_DECIMAL_ONE);
  else if (!is_first && strcmp (name, "last") != 0)
    return FALSE;
  else if (of->list->len > 0)
    *out = (BrLabelValue) { .type = BR_VALUE_ROW, .row = of->list->pdata[is_first ? 0 : of->list->len - 1] };
  return TRUE;
}

gboolean
br_label_value_member (BrLabelEval *self, const BrLabelValue *of, BrLabelValue *out)
{
  const char *name = self->token.name;
  guint at = self->token.at;
  gboolean found = FALSE;

  *out = (BrLabelValue) { .type = BR_VALUE_NULL };
  if (of->type == BR_VALUE_NULL)
    return TRUE;
  if (of->type == BR_VALUE_ROW)
    return br_label_eval_find (self, of->row, name, at, out);
  if (of->type == BR_VALUE_DATE)
    found = br_label_date_part (of, name, out);
  else if (of->type == BR_VALUE_LIST)
    found = get_list_member (of, name, out);
  else if (of->type == BR_VALUE_TEXT && strcmp (name, "length") == 0)
    {
      *out = br_label_value_of_number (g_utf8_strlen (of->text, -1) * BR_DECIMAL_ONE);
      found = TRUE;
    }
  return found || br_label_eval_fail (self, BR_ERROR_INVALID, at, "this value has no part “%s”", name);
}
