/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads label expressions by the grammar at the top of br-label-expr.c and works them out on the way. */
#include "config.h"

#include "br-label-value.h"

#include "br-error.h"

#include <string.h>

enum
{
  LEVEL_OR = 1,
  LEVEL_AND,
  LEVEL_COMPARE,
  LEVEL_SUM,
  LEVEL_PRODUCT,
  LEVEL_SIGN
};

static gboolean
is_sign (const BrLabelEval *self, char sign)
{
  return self->token.type == BR_TOKEN_SIGN && self->token.sign == sign;
}

static gboolean
is_name (const BrLabelEval *self, const char *name)
{
  return self->token.type == BR_TOKEN_NAME && strcmp (self->token.name, name) == 0;
}

gboolean
br_label_eval_expect (BrLabelEval *self, char sign)
{
  if (is_sign (self, sign))
    return TRUE;
  if (self->token.type == BR_TOKEN_END)
    return br_label_eval_fail (self, BR_ERROR_INVALID, self->token.at, "the expression ends too early: “%c” is missing", sign);
  return br_label_eval_fail (self, BR_ERROR_INVALID, self->token.at, "expected “%c”, found “%.*s”", sign, (int) (self->token.end - self->token.at),
                             self->text + self->token.at);
}

static gboolean
skip_sign (BrLabelEval *self, char sign)
{
  return br_label_eval_expect (self, sign) && br_label_eval_next (self);
}

static gboolean
enter (BrLabelEval *self)
{
  return ++self->depth <= BR_LABEL_EVAL_DEPTH || br_label_eval_fail (self, BR_ERROR_RANGE, self->token.at, "this is nested too deeply");
}

/* Functions */

static const BrLabelFunction *
find_function (const char *name)
{
  static const BrLabelFunction *const tables[] = { br_label_functions_number, br_label_functions_text, br_label_functions_date, br_label_functions_code,
                                                   br_label_functions_count };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      for (const BrLabelFunction *function = tables[i]; function->name != NULL; function++)
        {
          if (strcmp (function->name, name) == 0)
            return function;
        }
    }
  return NULL;
}

/* Reads arguments up to the closing bracket. */
static gboolean
read_arguments (BrLabelEval *self, BrLabelValue *args, guint *n)
{
  for (*n = 0; *n > 0 || !is_sign (self, ')');)
    {
      if (*n == BR_LABEL_MAX_ARGS)
        return br_label_eval_fail (self, BR_ERROR_INVALID, self->token.at, "there are too many values");
      if (!br_label_eval_expression (self, &args[(*n)++]))
        return FALSE;
      if (!is_sign (self, ','))
        break;
      if (!br_label_eval_next (self))
        return FALSE;
    }
  return skip_sign (self, ')');
}

static gboolean
check_count (BrLabelEval *self, guint at, const char *name, guint n, guint least, guint most)
{
  if (n >= least && n <= most)
    return TRUE;
  if (least == most)
    return br_label_eval_fail (self, BR_ERROR_INVALID, at, "%s() takes %u values, not %u", name, least, n);
  return br_label_eval_fail (self, BR_ERROR_INVALID, at, "%s() takes %u to %u values, not %u", name, least, most, n);
}

static gboolean
call_function (BrLabelEval *self, const BrLabelFunction *function, guint at, BrLabelValue *out)
{
  BrLabelValue args[BR_LABEL_MAX_ARGS];
  guint n;

  *out = (BrLabelValue) { .type = BR_VALUE_NULL };
  if (!read_arguments (self, args, &n) || !check_count (self, at, function->name, n, function->min_args, function->max_args))
    return FALSE;
  if (self->dead > 0)
    return TRUE;
  for (guint i = 0; i < n; i++)
    {
      if ((function->nulls & 1u << i) != 0 && br_label_value_is_empty (&args[i]))
        return TRUE;
    }
  return function->call (self, at, args, n, out);
}

/* Choices work out only what they choose. */
typedef enum
{
  CHOICE_NONE = 0,
  CHOICE_IF,
  CHOICE_SWITCH,
  CHOICE_COALESCE,
  CHOICE_HAS
} Choice;
typedef struct
{
  Choice choice;
  BrLabelValue first;  /* IF: the condition; SWITCH: what is looked for */
  gboolean matched;    /* SWITCH: the next value is the result */
  gboolean taken;      /* `result` is there */
  BrLabelValue result;
} Chooser;

static Choice
find_choice (const char *name)
{
  static const char *const names[] = { "", "if", "switch", "coalesce", "has" };

  for (guint i = 1; i < G_N_ELEMENTS (names); i++)
    {
      if (strcmp (names[i], name) == 0)
        return (Choice) i;
    }
  return CHOICE_NONE;
}

static gboolean
skips_value (const Chooser *chooser, guint i)
{
  switch (chooser->choice)
    {
    case CHOICE_IF: return i > 0 && br_label_value_is_true (&chooser->first) != (i == 1);
    case CHOICE_SWITCH: return chooser->taken || (i > 0 && i % 2 == 0 && !chooser->matched);
    case CHOICE_COALESCE: return chooser->taken;
    case CHOICE_HAS:
    case CHOICE_NONE:
    default: return FALSE;
    }
}

static gboolean
take_switch_value (BrLabelEval *self, Chooser *chooser, guint i, const BrLabelValue *value)
{
  BrLabelValue equal;

  if (i == 0)
    chooser->first = *value;
  else if (i % 2 == 0 || is_sign (self, ')')) /* the last one without a partner is for everything else */
    {
      chooser->result = *value;
      chooser->taken = TRUE;
    }
  else
    {
      if (!br_label_value_compare (self, '=', &chooser->first, value, &equal))
        return FALSE;
      chooser->matched = equal.number != 0;
    }
  return TRUE;
}

static gboolean
take_value (BrLabelEval *self, Chooser *chooser, guint i, const BrLabelValue *value)
{
  if (chooser->choice == CHOICE_SWITCH)
    return take_switch_value (self, chooser, i, value);
  if (chooser->choice == CHOICE_IF && i == 0)
    chooser->first = *value;
  else if (chooser->choice == CHOICE_HAS)
    chooser->result = br_label_value_of_flag (!br_label_value_is_empty (value));
  else
    {
      chooser->result = *value;
      chooser->taken = !br_label_value_is_empty (value);
    }
  return TRUE;
}

static gboolean
read_choice (BrLabelEval *self, Choice choice, const char *name, guint at, BrLabelValue *out)
{
  static const guint least[] = { 0, 2, 3, 1, 1 }, most[] = { 0, 3, 64, 64, 1 };
  Chooser chooser = { .choice = choice };
  guint n = 0;

  for (gboolean more = !is_sign (self, ')'); more; n++)
    {
      gboolean skip = skips_value (&chooser, n);
      BrLabelValue value;

      self->dead += skip ? 1 : 0;
      if (!br_label_eval_expression (self, &value))
        return FALSE;
      self->dead -= skip ? 1 : 0;
      if (!skip && self->dead == 0 && !take_value (self, &chooser, n, &value))
        return FALSE;
      more = is_sign (self, ',');
      if (more && !br_label_eval_next (self))
        return FALSE;
    }
  *out = chooser.result;
  return skip_sign (self, ')') && check_count (self, at, name, n, least[choice], most[choice]);
}

/* Values */

static gboolean
read_call (BrLabelEval *self, const char *name, guint at, BrLabelValue *out)
{
  Choice choice = find_choice (name);
  const BrLabelFunction *function = choice == CHOICE_NONE ? find_function (name) : NULL;

  if (choice == CHOICE_NONE && function == NULL)
    return br_label_eval_fail (self, BR_ERROR_INVALID, at, "there is no function “%s”", name);
  if (!br_label_eval_next (self))
    return FALSE;
  return choice != CHOICE_NONE ? read_choice (self, choice, name, at, out) : call_function (self, function, at, out);
}

static gboolean
read_constant (const char *name, BrLabelValue *out)
{
  gboolean is_true = strcmp (name, "true") == 0;

  *out = (BrLabelValue) { .type = BR_VALUE_NULL };
  if (is_true || strcmp (name, "false") == 0)
    *out = br_label_value_of_flag (is_true);
  else if (strcmp (name, "null") != 0)
    return FALSE;
  return TRUE;
}

static gboolean
is_bare_function (const char *name)
{
  static const char *const names[] = { "today", "now", "copy", "copies", "index", "total", NULL };

  return g_strv_contains (names, name);
}

static gboolean
read_name (BrLabelEval *self, BrLabelValue *out)
{
  static const char *const words[] = { "and", "or", "not", NULL };
  g_autofree char *name = g_strdup (self->token.name);
  guint at = self->token.at;

  if (g_strv_contains (words, name))
    return br_label_eval_fail (self, BR_ERROR_INVALID, at, "expected a value, found “%s”", name);
  if (!br_label_eval_next (self))
    return FALSE;
  if (is_sign (self, '('))
    return read_call (self, name, at, out);
  if (read_constant (name, out))
    return TRUE;
  if (is_bare_function (name) && br_label_eval_declared (self->scope, name) == NULL)
    return self->dead > 0 || find_function (name)->call (self, at, NULL, 0, out);
  if (self->names != NULL)
    g_ptr_array_add (self->names, g_strdup (name));
  return self->dead > 0 || br_label_eval_field (self, name, at, out);
}

static gboolean
read_value (BrLabelEval *self, BrLabelValue *out)
{
  const BrLabelToken token = self->token;

  *out = (BrLabelValue) { .type = BR_VALUE_NULL };
  if (!br_label_eval_step (self, 1))
    return FALSE;
  if (token.type == BR_TOKEN_NAME)
    return read_name (self, out);
  if (is_sign (self, '('))
    return br_label_eval_next (self) && br_label_eval_expression (self, out) && skip_sign (self, ')');
  if (token.type == BR_TOKEN_END)
    return br_label_eval_fail (self, BR_ERROR_INVALID, token.at, "the expression ends too early: a value is missing");
  if (token.type == BR_TOKEN_SIGN)
    return br_label_eval_fail (self, BR_ERROR_INVALID, token.at, "expected a value, found “%.*s”", (int) (token.end - token.at), self->text + token.at);
  if (token.type == BR_TOKEN_NUMBER)
    *out = br_label_value_of_number (token.number);
  else
    *out = (BrLabelValue) { .type = BR_VALUE_TEXT, .text = token.text };
  return br_label_eval_next (self);
}

static gboolean
read_member (BrLabelEval *self, BrLabelValue *out)
{
  guint at = self->token.at;

  if (!read_value (self, out))
    return FALSE;
  while (is_sign (self, '.'))
    {
      BrLabelValue of = *out;

      if (!br_label_eval_next (self))
        return FALSE;
      if (self->token.type != BR_TOKEN_NAME)
        return br_label_eval_fail (self, BR_ERROR_INVALID, self->token.at, "expected the name of a part after the point");
      if ((self->dead == 0 && !br_label_value_member (self, &of, out)) || !br_label_eval_next (self))
        return FALSE;
    }
  out->at = at;
  return TRUE;
}

static guint
find_level (const BrLabelEval *self)
{
  if (self->token.type == BR_TOKEN_NAME)
    return is_name (self, "or") ? LEVEL_OR : is_name (self, "and") ? LEVEL_AND : 0;
  if (self->token.type != BR_TOKEN_SIGN)
    return 0;
  if (strchr ("=!<>lg", self->token.sign) != NULL)
    return LEVEL_COMPARE;
  if (strchr ("+-", self->token.sign) != NULL)
    return LEVEL_SUM;
  return strchr ("*/%", self->token.sign) != NULL ? LEVEL_PRODUCT : 0;
}

static gboolean read_binary (BrLabelEval *self, guint least, BrLabelValue *out);

static gboolean
read_prefixed (BrLabelEval *self, BrLabelValue *out)
{
  gboolean is_not = is_name (self, "not");
  BrLabelValue zero = br_label_value_of_number (0), value;
  guint at = self->token.at;

  if (!is_not && !is_sign (self, '-'))
    return read_member (self, out);
  if (!enter (self) || !br_label_eval_next (self) || !read_binary (self, is_not ? LEVEL_COMPARE : LEVEL_SIGN, &value))
    return FALSE;
  self->depth--;
  *out = (BrLabelValue) { .type = BR_VALUE_NULL, .at = at };
  if (self->dead > 0)
    return TRUE;
  if (is_not)
    *out = br_label_value_of_flag (!br_label_value_is_true (&value));
  else if (!br_label_value_is_empty (&value) && !br_label_value_calculate (self, '-', &zero, &value, out))
    return FALSE;
  out->at = at;
  return TRUE;
}

/* Reads the right side of `and` and `or`, dead when the left side has decided. */
static gboolean
read_logic (BrLabelEval *self, guint level, BrLabelValue *out)
{
  gboolean left = br_label_value_is_true (out), decided = left == (level == LEVEL_OR);
  BrLabelValue right;

  self->dead += decided ? 1 : 0;
  if (!read_binary (self, level + 1, &right))
    return FALSE;
  self->dead -= decided ? 1 : 0;
  *out = br_label_value_of_flag (decided ? left : br_label_value_is_true (&right));
  return TRUE;
}

/* Reads operators of at least level `least`; those of one level from left to right. */
static gboolean
read_binary (BrLabelEval *self, guint least, BrLabelValue *out)
{
  guint at = self->token.at, level;

  if (!read_prefixed (self, out))
    return FALSE;
  while ((level = find_level (self)) >= least && level > 0)
    {
      char sign = self->token.sign;
      BrLabelValue left = *out, right;

      if (!br_label_eval_step (self, 1) || !br_label_eval_next (self))
        return FALSE;
      if (level <= LEVEL_AND)
        {
          if (!read_logic (self, level, out))
            return FALSE;
          continue;
        }
      if (!read_binary (self, level + 1, &right))
        return FALSE;
      if (self->dead == 0 && !(level == LEVEL_COMPARE ? br_label_value_compare : br_label_value_calculate) (self, sign, &left, &right, out))
        return FALSE;
      out->at = at;
    }
  return TRUE;
}

gboolean
br_label_eval_expression (BrLabelEval *self, BrLabelValue *out)
{
  BrLabelValue yes, no;
  gboolean is_true;

  if (!enter (self) || !read_binary (self, LEVEL_OR, out))
    return FALSE;
  if (is_sign (self, '?'))
    {
      is_true = br_label_value_is_true (out);
      self->dead += is_true ? 0 : 1;
      if (!br_label_eval_next (self) || !br_label_eval_expression (self, &yes))
        return FALSE;
      self->dead -= is_true ? 0 : 1;
      self->dead += is_true ? 1 : 0;
      if (!skip_sign (self, ':') || !br_label_eval_expression (self, &no))
        return FALSE;
      self->dead -= is_true ? 1 : 0;
      *out = is_true ? yes : no;
    }
  self->depth--;
  return TRUE;
}
