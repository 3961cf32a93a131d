/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts in label expressions. Everything counts characters, never bytes; null is as "".
 *   upper(s) lower(s) trim(s)       · left(s,n) right(s,n) at most n characters · mid(s,from[,n]) from = 1 is the first
 *   pad(s,n[,with[,side]])          at least n characters: " " is put before it, or with "right" after it
 *   replace(s,what,by)              every `what`; nothing when it is "" · join(between,a,b…) those that are not empty
 *   len(s)                          characters of a text, rows of a list
 */
#include "config.h"

#include "br-label-value.h"

#include "br-decimal.h"
#include "br-error.h"

#include <string.h>

static gboolean
call_upper (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  const char *text = br_label_value_text (eval, &args[0]);

  return text != NULL && br_label_value_take_text (eval, at, g_utf8_strup (text, -1), out);
}

static gboolean
call_lower (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  const char *text = br_label_value_text (eval, &args[0]);

  return text != NULL && br_label_value_take_text (eval, at, g_utf8_strdown (text, -1), out);
}

static gboolean
call_trim (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  const char *text = br_label_value_text (eval, &args[0]), *end;

  if (text == NULL)
    return FALSE;
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  end = text + strlen (text);
  for (const char *p = g_utf8_find_prev_char (text, end); p != NULL && g_unichar_isspace (g_utf8_get_char (p)); p = g_utf8_find_prev_char (text, p))
    end = p;
  return br_label_value_take_text (eval, at, g_strndup (text, (gsize) (end - text)), out);
}

/* A text and a count of characters, the first two arguments of most functions here. */
static const char *
read_text_count (BrLabelEval *eval, const BrLabelValue *args, gint64 least, gint64 *count)
{
  const char *text = br_label_value_text (eval, &args[0]);

  return text != NULL && br_label_value_integer (eval, &args[1], least, BR_LABEL_MAX_TEXT, count) ? text : NULL;
}

static gboolean
take_part (BrLabelEval *eval, guint at, const char *text, glong from, glong n, BrLabelValue *out)
{
  glong length = g_utf8_strlen (text, -1);
  const char *start = g_utf8_offset_to_pointer (text, MIN (from, length));
  const char *end = g_utf8_offset_to_pointer (start, MIN (n, length - MIN (from, length)));

  return br_label_value_take_text (eval, at, g_strndup (start, (gsize) (end - start)), out);
}

static gboolean
call_left (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  gint64 count;
  const char *text = read_text_count (eval, args, 0, &count);

  return text != NULL && take_part (eval, at, text, 0, (glong) count, out);
}

static gboolean
call_right (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  gint64 count;
  const char *text = read_text_count (eval, args, 0, &count);

  return text != NULL && take_part (eval, at, text, MAX (0, g_utf8_strlen (text, -1) - (glong) count), (glong) count, out);
}

static gboolean
call_mid (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  gint64 from, count = BR_LABEL_MAX_TEXT;
  const char *text = read_text_count (eval, args, 1, &from);

  if (text == NULL || (n > 2 && !br_label_value_integer (eval, &args[2], 0, BR_LABEL_MAX_TEXT, &count)))
    return FALSE;
  return take_part (eval, at, text, (glong) from - 1, (glong) count, out);
}

static gboolean
read_padding (BrLabelEval *eval, const BrLabelValue *args, guint n, const char **with, gboolean *after)
{
  const char *side = n > 3 ? br_label_value_text (eval, &args[3]) : "left";

  *with = n > 2 ? br_label_value_text (eval, &args[2]) : " ";
  if (*with == NULL || side == NULL)
    return FALSE;
  if (g_utf8_strlen (*with, -1) != 1)
    return br_label_eval_fail (eval, BR_ERROR_INVALID, args[2].at, "expected one character to fill up with");
  *after = strcmp (side, "right") == 0;
  return *after || strcmp (side, "left") == 0 || br_label_eval_fail (eval, BR_ERROR_INVALID, args[3].at, "expected “left” or “right”");
}

static gboolean
call_pad (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  gint64 count;
  const char *text = read_text_count (eval, args, 0, &count), *with;
  gboolean after;
  GString *padded;

  if (text == NULL || !read_padding (eval, args, n, &with, &after))
    return FALSE;
  padded = g_string_new (after ? text : NULL);
  for (gint64 left = count - g_utf8_strlen (text, -1); left > 0; left--)
    g_string_append (padded, with);
  g_string_append (padded, after ? "" : text);
  return br_label_value_take_text (eval, at, g_string_free (padded, FALSE), out);
}

static gboolean
call_replace (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  const char *text = br_label_value_text (eval, &args[0]), *what, *by, *hit;
  GString *result;

  what = text != NULL ? br_label_value_text (eval, &args[1]) : NULL;
  by = what != NULL ? br_label_value_text (eval, &args[2]) : NULL;
  if (by == NULL)
    return FALSE;
  result = g_string_new (NULL);
  for (; *what != '\0' && result->len <= BR_LABEL_MAX_TEXT && (hit = strstr (text, what)) != NULL; text = hit + strlen (what))
    {
      g_string_append_len (result, text, hit - text);
      g_string_append (result, by);
    }
  g_string_append (result, text);
  return br_label_value_take_text (eval, at, g_string_free (result, FALSE), out);
}

static gboolean
call_join (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  const char *between = br_label_value_text (eval, &args[0]);
  GString *result;

  if (between == NULL)
    return FALSE;
  result = g_string_new (NULL);
  for (guint i = 1; i < n; i++)
    {
      const char *text = br_label_value_text (eval, &args[i]);

      if (text == NULL)
        {
          g_string_free (result, TRUE);
          return FALSE;
        }
      if (*text != '\0')
        g_string_append_printf (result, "%s%s", result->len > 0 ? between : "", text);
    }
  return br_label_value_take_text (eval, at, g_string_free (result, FALSE), out);
}

static gboolean
call_len (BrLabelEval *eval, guint at, const BrLabelValue *args, guint n, BrLabelValue *out)
{
  const char *text;

  if (args[0].type == BR_VALUE_LIST)
    {
      *out = br_label_value_of_number ((gint64) args[0].list->len * BR_DECIMAL_ONE);
      return TRUE;
    }
  text = br_label_value_text (eval, &args[0]);
  if (text != NULL)
    *out = br_label_value_of_number (g_utf8_strlen (text, -1) * BR_DECIMAL_ONE);
  return text != NULL;
}

const BrLabelFunction br_label_functions_text[] = {
  { "upper", 1, 1, 0, call_upper },
  { "lower", 1, 1, 0, call_lower },
  { "trim", 1, 1, 0, call_trim },
  { "left", 2, 2, 0, call_left },
  { "right", 2, 2, 0, call_right },
  { "mid", 2, 3, 0, call_mid },
  { "pad", 2, 4, 0, call_pad },
  { "replace", 3, 3, 0, call_replace },
  { "join", 2, BR_LABEL_MAX_ARGS, 0, call_join },
  { "len", 1, 1, 0, call_len },
  { NULL, 0, 0, 0, NULL },
};
