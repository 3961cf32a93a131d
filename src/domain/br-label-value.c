/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of label expressions and how they turn into each other; the limits and the first error of an evaluation. */
#include "config.h"

#include "br-label-value.h"

#include "br-decimal.h"
#include "br-error.h"

#include <string.h>

#define BYTES_A_STEP 64 /* making a text costs a step for so many bytes, so that the limit of steps also limits memory */

gboolean
br_label_eval_fail (BrLabelEval *self, BrError code, guint at, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  if (self->error != NULL)
    return FALSE;
  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  self->error = g_error_new (BR_ERROR, (int) code, "at character %ld: %s", g_utf8_pointer_to_offset (self->text, self->text + at) + 1, what);
  return FALSE;
}

gboolean
br_label_eval_pass (BrLabelEval *self, guint at, GError *error)
{
  br_label_eval_fail (self, (BrError) error->code, at, "%s", error->message);
  g_error_free (error);
  return FALSE;
}

gboolean
br_label_eval_step (BrLabelEval *self, guint n)
{
  self->steps += n;
  return self->steps <= BR_LABEL_EVAL_STEPS || br_label_eval_fail (self, BR_ERROR_RANGE, self->token.at, "this is too much work for a label");
}

const char *
br_label_eval_keep (BrLabelEval *self, guint at, char *text)
{
  gsize n = strlen (text);

  if (n > BR_LABEL_MAX_TEXT || !br_label_eval_step (self, (guint) (n / BYTES_A_STEP)))
    {
      br_label_eval_fail (self, BR_ERROR_RANGE, at, "the text gets longer than %d bytes", BR_LABEL_MAX_TEXT);
      g_free (text);
      return NULL;
    }
  if (self->owned == NULL)
    self->owned = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->owned, text);
  return text;
}

gboolean
br_label_value_is_empty (const BrLabelValue *value)
{
  return value->type == BR_VALUE_NULL || (value->type == BR_VALUE_TEXT && *value->text == '\0');
}

gboolean
br_label_value_is_true (const BrLabelValue *value)
{
  switch (value->type)
    {
    case BR_VALUE_FLAG:
    case BR_VALUE_DECIMAL: return value->number != 0;
    case BR_VALUE_TEXT: return *value->text != '\0';
    case BR_VALUE_LIST: return value->list->len > 0;
    case BR_VALUE_DATE:
    case BR_VALUE_ROW: return TRUE;
    case BR_VALUE_NULL:
    default: return FALSE;
    }
}

static const char *
name_type (BrLabelValueType type)
{
  static const char *const names[] = { "nothing", "yes or no", "a number", "a text", "a date", "a list", "a row" };

  return names[type];
}

gboolean
br_label_value_decimal (BrLabelEval *eval, const BrLabelValue *value, gint64 *out)
{
  if (value->type == BR_VALUE_DECIMAL)
    {
      *out = value->number;
      return TRUE;
    }
  if (value->type == BR_VALUE_TEXT)
    return br_decimal_parse (value->text, out, NULL) || br_label_eval_fail (eval, BR_ERROR_INVALID, value->at, "expected a number, found a text that is none");
  return br_label_eval_fail (eval, BR_ERROR_INVALID, value->at, "expected a number, found %s", name_type (value->type));
}

gboolean
br_label_value_integer (BrLabelEval *eval, const BrLabelValue *value, gint64 least, gint64 most, gint64 *out)
{
  gint64 number;

  if (!br_label_value_decimal (eval, value, &number))
    return FALSE;
  if (number % BR_DECIMAL_ONE != 0 || number / BR_DECIMAL_ONE < least || number / BR_DECIMAL_ONE > most)
    return br_label_eval_fail (eval, BR_ERROR_RANGE, value->at, "expected a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, least, most);
  *out = number / BR_DECIMAL_ONE;
  return TRUE;
}

gboolean
br_label_value_date (BrLabelEval *eval, const BrLabelValue *value, BrLabelValue *out)
{
  if (value->type == BR_VALUE_DATE)
    {
      *out = *value;
      return TRUE;
    }
  if (value->type == BR_VALUE_TEXT && br_label_date_parse (value->text, out))
    return TRUE;
  return br_label_eval_fail (eval, BR_ERROR_INVALID, value->at, "expected a date such as 2026-11-23, found %s",
                             value->type == BR_VALUE_TEXT ? "another text" : name_type (value->type));
}

const char *
br_label_value_text (BrLabelEval *eval, const BrLabelValue *value)
{
  if (value->text != NULL)
    return value->text;
  switch (value->type)
    {
    case BR_VALUE_NULL: return "";
    case BR_VALUE_FLAG: return value->number != 0 ? "1" : "0";
    case BR_VALUE_DECIMAL: return br_label_eval_keep (eval, value->at, br_decimal_to_text (value->number));
    case BR_VALUE_DATE: return br_label_eval_keep (eval, value->at, br_label_date_text (value));
    case BR_VALUE_TEXT:
    case BR_VALUE_LIST:
    case BR_VALUE_ROW:
    default: br_label_eval_fail (eval, BR_ERROR_INVALID, value->at, "expected a text, found %s", name_type (value->type)); return NULL;
    }
}

BrLabelValue
br_label_value_of_number (gint64 number)
{
  return (BrLabelValue) { .type = BR_VALUE_DECIMAL, .number = number };
}

BrLabelValue
br_label_value_of_flag (gboolean flag)
{
  return (BrLabelValue) { .type = BR_VALUE_FLAG, .number = flag ? 1 : 0 };
}

gboolean
br_label_value_take_text (BrLabelEval *eval, guint at, char *text, BrLabelValue *out)
{
  *out = (BrLabelValue) { .type = BR_VALUE_TEXT, .text = br_label_eval_keep (eval, at, text) };
  return out->text != NULL;
}
