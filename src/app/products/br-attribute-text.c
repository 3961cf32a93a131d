/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Free attributes as people type them. A full-width colon separates as the ASCII one does. */
#include "config.h"

#include "br-attribute-text.h"

#include <string.h>

/* Where the key ends, and how long the colon is. */
static const char *
find_colon (const char *line, gsize *length)
{
  const char *ascii = strchr (line, ':');
  const char *wide = strstr (line, "：");

  *length = wide != NULL && (ascii == NULL || wide < ascii) ? strlen ("：") : 1;
  return *length > 1 ? wide : ascii;
}

static void
take_line (GTree *values, const char *line)
{
  gsize length;
  const char *colon = find_colon (line, &length);
  char *key = g_strstrip (colon != NULL ? g_strndup (line, colon - line) : g_strdup (line));

  if (*key == '\0')
    g_free (key);
  else
    g_tree_replace (values, key, g_strstrip (g_strdup (colon != NULL ? colon + length : "")));
}

static gboolean
append_cb (gpointer key, gpointer value, gpointer data)
{
  GString *lines = data;

  g_string_append_printf (lines, "%s%s\t%s", lines->len > 0 ? "\n" : "", (const char *) key, (const char *) value);
  return FALSE;
}

static int
compare_keys (gconstpointer a, gconstpointer b, gpointer data)
{
  return strcmp (a, b);
}

char *
br_attribute_text_to_lines (const char *text)
{
  g_autoptr (GTree) values = g_tree_new_full (compare_keys, NULL, g_free, g_free);
  g_autofree char *clean = g_strdelimit (g_strdup (text), "\t\r", ' ');
  g_auto (GStrv) typed = g_strsplit (clean, "\n", -1);
  GString *lines = g_string_new (NULL);

  for (gsize i = 0; typed[i] != NULL; i++)
    take_line (values, typed[i]);
  g_tree_foreach (values, append_cb, lines);
  return g_string_free (lines, lines->len == 0);
}

char *
br_attribute_text_from_lines (const char *lines)
{
  g_auto (GStrv) parts = g_strsplit (lines != NULL ? lines : "", "\t", -1);

  return g_strjoinv (": ", parts);
}
