/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-gs1-elements.h"

#include "br-error.h"
#include <string.h>

/* Which identifiers begin with two digits: how long they are, and how long they and their value are together when that is fixed (the
 * identifiers after which no FNC1 is needed; General Specifications, 7.8). 0 = not fixed. Others do not exist. */
static const struct
{
  char first[3], last[3];
  guint identifier, fixed;
} identifiers[] = {
  { "00", "00", 2, 20 }, { "01", "03", 2, 16 }, { "04", "04", 2, 18 }, { "10", "10", 2, 0 }, { "11", "19", 2, 8 }, { "20", "20", 2, 4 }, { "21", "22", 2, 0 },
  { "23", "25", 3, 0 },  { "30", "30", 2, 0 },  { "31", "36", 4, 10 }, { "37", "37", 2, 0 }, { "39", "39", 4, 0 }, { "40", "40", 3, 0 }, { "41", "41", 3, 16 },
  { "42", "42", 3, 0 },  { "43", "43", 4, 0 },  { "70", "70", 4, 0 },  { "71", "71", 3, 0 }, { "72", "72", 4, 0 }, { "80", "82", 4, 0 }, { "90", "99", 2, 0 },
};

static gboolean
find_identifier (const char *digits, guint *length, guint *fixed)
{
  for (gsize i = 0; i < G_N_ELEMENTS (identifiers); i++)
    if (strncmp (digits, identifiers[i].first, 2) >= 0 && strncmp (digits, identifiers[i].last, 2) <= 0)
      {
        *length = identifiers[i].identifier;
        *fixed = identifiers[i].fixed;
        return TRUE;
      }
  return FALSE;
}

/* The element string as it grows. */
typedef struct
{
  GString *brackets, *people, *reader;
  gboolean open; /* the last element ends with FNC1 if another follows */
} Forms;

/* The 82 characters of the standard (figure 7.11-1): printable ASCII without a few. */
static gboolean
is_value (const char *value, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (value[i] <= ' ' || value[i] > 'z' || strchr ("#$@[\\]^`", value[i]) != NULL)
      return FALSE;
  return n > 0;
}

static gboolean
add_element (Forms *forms, const char *identifier, const char *value, gsize n, GError **error)
{
  guint length, fixed;

  if (!find_identifier (identifier, &length, &fixed) || strlen (identifier) != length)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "(%s) is not an application identifier", identifier);
      return FALSE;
    }
  if (!is_value (value, n) || (fixed != 0 && length + n != fixed))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "the value of (%s) has characters or a length it may not have", identifier);
      return FALSE;
    }
  if (forms->open)
    g_string_append_c (forms->reader, '\x1D');
  forms->open = fixed == 0;
  g_string_append_printf (forms->brackets, "[%s]%.*s", identifier, (int) n, value);
  g_string_append_printf (forms->people, "(%s)%.*s", identifier, (int) n, value);
  g_string_append_printf (forms->reader, "%s%.*s", identifier, (int) n, value);
  return TRUE;
}

/* "[01]…[10]…" or "(01)…(10)…". Brackets are never part of a value; parentheses may be, after a backslash. */
static gboolean
parse_enclosed (Forms *forms, const char *p, GError **error)
{
  g_autoptr (GString) value = g_string_new (NULL);
  const char open = *p, close = open == '[' ? ']' : ')';

  while (*p == open)
    {
      gsize n = strspn (p + 1, "0123456789");
      g_autofree char *identifier = g_strndup (p + 1, n);

      if (n < 2 || p[1 + n] != close)
        break;
      g_string_truncate (value, 0);
      for (p += n + 2; *p != '\0' && *p != open; p++)
        {
          if (open == '(' && *p == '\\' && (p[1] == '(' || p[1] == ')' || p[1] == '\\'))
            p++;
          g_string_append_c (value, *p);
        }
      if (!add_element (forms, identifier, value->str, value->len, error))
        return FALSE;
    }
  if (*p == '\0')
    return TRUE;
  g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "an application identifier is expected, like (01)");
  return FALSE;
}

/* "01…10…\x1D21…" */
static gboolean
parse_read (Forms *forms, const char *p, GError **error)
{
  if (*p == '\x1D')
    p++;
  while (*p != '\0')
    {
      guint length, fixed;
      gsize n = strcspn (p, "\x1D");
      g_autofree char *identifier = NULL;

      if (n < 2 || !find_identifier (p, &length, &fixed) || n < length || (fixed != 0 && n < fixed))
        {
          g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "the element string is not made of application identifiers");
          return FALSE;
        }
      identifier = g_strndup (p, length);
      n = fixed != 0 ? fixed : n;
      if (!add_element (forms, identifier, p + length, n - length, error))
        return FALSE;
      p += n;
      if (*p == '\x1D')
        p++;
    }
  return TRUE;
}

gboolean
br_gs1_elements_parse (BrGs1Elements *self, const char *text, GError **error)
{
  Forms forms = { g_string_new (NULL), g_string_new (NULL), g_string_new (NULL), FALSE };
  gboolean ok = text[0] == '(' || text[0] == '[' ? parse_enclosed (&forms, text, error) : parse_read (&forms, text, error);

  if (ok && forms.reader->len == 0)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "the element string is empty");
      ok = FALSE;
    }
  self->brackets = g_string_free (forms.brackets, !ok);
  self->people = g_string_free (forms.people, !ok);
  self->reader = g_string_free (forms.reader, !ok);
  return ok;
}

void
br_gs1_elements_clear (BrGs1Elements *self)
{
  g_clear_pointer (&self->brackets, g_free);
  g_clear_pointer (&self->people, g_free);
  g_clear_pointer (&self->reader, g_free);
}
