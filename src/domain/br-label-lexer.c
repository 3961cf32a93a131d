/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signs of label expressions: numbers (12, 0.5), texts in single or double quotes (a quote inside is written twice), names
 * (a-z, A-Z, 0-9, _; beginning with a letter), and operators. Blanks between them mean nothing.
 */
#include "config.h"

#include "br-label-value.h"

#include "br-decimal.h"
#include "br-error.h"

#include <string.h>

static gboolean
read_number (BrLabelEval *self, BrLabelToken *token)
{
  const char *start = self->text + token->at;
  gsize n = strspn (start, "0123456789");
  g_autofree char *digits = NULL;
  GError *error = NULL;

  /* A point belongs to the number only when a digit follows. */
  if (start[n] == '.' && g_ascii_isdigit (start[n + 1]))
    n += 1 + strspn (start + n + 1, "0123456789");
  digits = g_strndup (start, n);
  token->type = BR_TOKEN_NUMBER;
  token->end = token->at + (guint) n;
  return br_decimal_parse (digits, &token->number, &error) || br_label_eval_pass (self, token->at, error);
}

static gboolean
read_name (BrLabelEval *self, BrLabelToken *token)
{
  const char *start = self->text + token->at;
  gsize n = 0;

  while (g_ascii_isalnum (start[n]) || start[n] == '_')
    n++;
  if (n >= sizeof token->name)
    return br_label_eval_fail (self, BR_ERROR_INVALID, token->at, "this name is too long");
  memcpy (token->name, start, n);
  token->name[n] = '\0';
  token->type = BR_TOKEN_NAME;
  token->end = token->at + (guint) n;
  return TRUE;
}

static gboolean
read_text (BrLabelEval *self, BrLabelToken *token)
{
  const char *p = self->text + token->at;
  char quote = *p++;
  GString *text = g_string_new (NULL);

  for (; *p != '\0' && (*p != quote || p[1] == quote); p++)
    {
      g_string_append_c (text, *p);
      p += *p == quote ? 1 : 0;
    }
  if (*p == '\0')
    {
      g_string_free (text, TRUE);
      return br_label_eval_fail (self, BR_ERROR_INVALID, token->at, "this text does not end: %c is missing", quote);
    }
  token->type = BR_TOKEN_TEXT;
  token->end = (guint) (p + 1 - self->text);
  token->text = br_label_eval_keep (self, token->at, g_string_free (text, FALSE));
  return token->text != NULL;
}

static gboolean
read_sign (BrLabelEval *self, BrLabelToken *token)
{
  static const struct
  {
    char text[3];
    char sign;
  } doubles[] = { { "<=", 'l' }, { ">=", 'g' }, { "!=", '!' }, { "<>", '!' }, { "==", '=' } };
  const char *p = self->text + token->at;

  token->type = BR_TOKEN_SIGN;
  for (gsize i = 0; i < G_N_ELEMENTS (doubles); i++)
    {
      if (strncmp (p, doubles[i].text, 2) == 0)
        {
          token->sign = doubles[i].sign;
          token->end = token->at + 2;
          return TRUE;
        }
    }
  if (strchr ("+-*/%(),.?:}=<>", *p) == NULL)
    return br_label_eval_fail (self, BR_ERROR_INVALID, token->at, "“%.*s” means nothing here; a text stands in quotes", (int) (g_utf8_next_char (p) - p), p);
  token->sign = *p;
  token->end = token->at + 1;
  return TRUE;
}

gboolean
br_label_eval_next (BrLabelEval *self)
{
  BrLabelToken *token = &self->token;
  const char *p = self->text + self->pos;
  gboolean good;

  while (g_ascii_isspace (*p))
    p++;
  token->at = token->end = (guint) (p - self->text);
  token->type = BR_TOKEN_END;
  token->sign = 0;
  if (*p == '\0')
    good = TRUE;
  else if (g_ascii_isdigit (*p))
    good = read_number (self, token);
  else if (g_ascii_isalpha (*p))
    good = read_name (self, token);
  else if (*p == '\'' || *p == '"')
    good = read_text (self, token);
  else
    good = read_sign (self, token);
  self->pos = token->end;
  return good;
}
