/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Expressions of label templates: read and worked out in one walk over the text, without a tree in between. What is not to be
 * worked out (the branch not taken, or everything while a text is only checked) is read all the same, "dead".
 *
 *   text       = { letters | "{{" | "}}" | "{" expression "}" }             "{{" is a brace, "}}" the other one
 *   expression = or [ "?" expression ":" expression ]
 *   or         = and { "or" and }                      the right side is worked out only when it matters, as in "and"
 *   and        = not { "and" not }
 *   not        = "not" not | compare
 *   compare    = sum { ( "=" | "==" | "!=" | "<>" | "<" | "<=" | ">" | ">=" ) sum }
 *   sum        = product { ( "+" | "-" ) product }
 *   product    = sign { ( "*" | "/" | "%" ) sign }     "/" is rounded half-up to the sixth digit, "%" is the rest
 *   sign       = "-" sign | member
 *   member     = value { "." name }
 *   value      = number | text in quotes | "true" | "false" | "null" | name | name "(" [ expression { "," expression } ] ")" | "(" expression ")"
 *
 * Values are numbers (fixed point, 12 digits before and 6 after the point), texts, dates (with or without a time of day), flags, lists,
 * rows of lists, and null. A field has the type its template declares; one that is missing, and an empty one that is not a text, is
 * null. A field that is printed as it is keeps the way it was written ("12.30").
 *   + joins when one side is a text (null joins as nothing); a date + or − a number moves by days; a date − a date is days.
 *   Where a number or a date is needed, a text that reads as one will do. Calculations with null give null; null is printed as nothing.
 *   Comparing: null and "" are equal, and neither less nor greater than anything; a number and a text compare as numbers.
 *   True is what is not null, not false, not 0, not "" and not an empty list.
 *   Members: of a date year, month, day, weekday (1 = Monday), hour, minute; of a list count, first, last; of a row its fields; of a text length.
 *
 * Names without brackets that are no declared fields: today, now, copy, copies, index, total (they are functions too).
 * Functions; those in number, text, date, code and count have their rules at the top of br-label-expr-NAME.c:
 *   choice  if(c,a[,b]) · switch(x,a,ra,b,rb…[,other]) · coalesce(a,b…) the first that is neither null nor "" · has(x) whether it is such
 *   number  money num round unit_price percent_off rmb_upper
 *   text    upper lower trim left right mid pad replace join len
 *   date    date add eom weekday today now cn_date
 *   code    gtin check10 luhn ean2x gs1 digital_link
 *   count   seq copy copies index total
 *
 * Limits: text and result 4 KiB, depth 32, 10,000 steps. The message of an error begins with "at character N: ".
 */
#include "config.h"

#include "br-label-value.h"

#include "br-error.h"

#include <string.h>

static void
eval_init (BrLabelEval *self, const char *text, const BrLabelScope *scope, GPtrArray *names)
{
  *self = (BrLabelEval) { .scope = scope, .text = text, .dead = scope == NULL ? 1 : 0, .names = names };
}

static gboolean
eval_finish (BrLabelEval *self, gboolean good, GError **error)
{
  g_clear_pointer (&self->owned, g_ptr_array_unref);
  if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  return good;
}

static gboolean
check_input (const char *text, GError **error)
{
  if (strlen (text) > BR_LABEL_MAX_TEXT)
    g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "the text is longer than %d bytes", BR_LABEL_MAX_TEXT);
  else if (!g_utf8_validate (text, -1, NULL))
    g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "the text is not UTF-8");
  else
    return TRUE;
  return FALSE;
}

/* Works out the expression behind a brace and appends what it says. */
static gboolean
append_expression (BrLabelEval *self, GString *out)
{
  BrLabelValue value;
  const char *text;

  if (!br_label_eval_next (self) || !br_label_eval_expression (self, &value) || !br_label_eval_expect (self, '}'))
    return FALSE;
  text = br_label_value_text (self, &value);
  if (text != NULL)
    g_string_append (out, text);
  return text != NULL;
}

static gboolean
append_text (BrLabelEval *self, GString *out)
{
  while (self->text[self->pos] != '\0')
    {
      const char *p = self->text + self->pos;
      gsize n = strcspn (p, "{}");

      g_string_append_len (out, p, (gssize) n);
      self->pos += (guint) n;
      if (p[n] == '\0')
        break;
      if (p[n + 1] == p[n])
        {
          g_string_append_c (out, p[n]);
          self->pos += 2;
          continue;
        }
      if (p[n] == '}')
        return br_label_eval_fail (self, BR_ERROR_INVALID, self->pos, "“}” closes nothing; write “}}” for a brace");
      self->pos++;
      if (!append_expression (self, out))
        return FALSE;
      if (out->len > BR_LABEL_MAX_TEXT)
        return br_label_eval_fail (self, BR_ERROR_RANGE, self->token.at, "the text gets longer than %d bytes", BR_LABEL_MAX_TEXT);
    }
  return TRUE;
}

char *
br_label_text_eval (const char *text, const BrLabelScope *scope, GError **error)
{
  g_autoptr (GString) out = NULL;
  BrLabelEval eval;

  g_return_val_if_fail (text != NULL && scope != NULL, NULL);
  if (!check_input (text, error))
    return NULL;
  eval_init (&eval, text, scope, NULL);
  out = g_string_new (NULL);
  if (!eval_finish (&eval, append_text (&eval, out), error))
    return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Reads all of `expression`, up to its end. */
static gboolean
read_all (BrLabelEval *self, BrLabelValue *value)
{
  if (!br_label_eval_next (self) || !br_label_eval_expression (self, value))
    return FALSE;
  return self->token.type == BR_TOKEN_END
         || br_label_eval_fail (self, BR_ERROR_INVALID, self->token.at, "expected an operator or the end, found “%.*s”",
                                (int) (self->token.end - self->token.at), self->text + self->token.at);
}

gboolean
br_label_when_eval (const char *expression, const BrLabelScope *scope, gboolean *out, GError **error)
{
  BrLabelEval eval;
  BrLabelValue value;
  gboolean good;

  g_return_val_if_fail (expression != NULL && scope != NULL, FALSE);
  if (!check_input (expression, error))
    return FALSE;
  eval_init (&eval, expression, scope, NULL);
  good = read_all (&eval, &value);
  if (good)
    *out = br_label_value_is_true (&value); /* before the texts made on the way go */
  return eval_finish (&eval, good, error);
}

gboolean
br_label_text_check (const char *text, GPtrArray *names, GError **error)
{
  g_autoptr (GString) out = NULL;
  BrLabelEval eval;

  g_return_val_if_fail (text != NULL, FALSE);
  if (!check_input (text, error))
    return FALSE;
  eval_init (&eval, text, NULL, names);
  out = g_string_new (NULL);
  return eval_finish (&eval, append_text (&eval, out), error);
}

gboolean
br_label_when_check (const char *expression, GPtrArray *names, GError **error)
{
  BrLabelEval eval;
  BrLabelValue value;

  g_return_val_if_fail (expression != NULL, FALSE);
  if (!check_input (expression, error))
    return FALSE;
  eval_init (&eval, expression, NULL, names);
  return eval_finish (&eval, read_all (&eval, &value), error);
}
