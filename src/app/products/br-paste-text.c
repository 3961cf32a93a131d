/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cells end at a tab, rows at a line feed, with or without a carriage return before it. A cell with one of these inside stands in
 * quotes, which are doubled inside it (LibreOffice Calc, Excel and Google Sheets agree). A quote that does not begin such a cell is a
 * quote: 5" stays 5". Line breaks inside a cell become blanks: no cell of the grid has two lines.
 */
#include "config.h"

#include "br-paste-text.h"

#include <string.h>

static gboolean
is_end (char c)
{
  return c == '\0' || c == '\t' || c == '\n' || c == '\r';
}

/* The cell in quotes at `text`, and where it ends; NULL when the quote is not closed before an end of cell. */
static char *
read_quoted (const char *text, const char **end)
{
  GString *cell = g_string_new (NULL);

  for (const char *p = text + 1; *p != '\0'; p++)
    {
      if (*p == '"' && p[1] == '"')
        g_string_append_c (cell, *p++);
      else if (*p == '"' && is_end (p[1]))
        {
          *end = p + 1;
          return g_string_free (cell, FALSE);
        }
      else if (*p == '"')
        break;
      else
        g_string_append_c (cell, *p);
    }
  g_string_free (cell, TRUE);
  return NULL;
}

static char *
read_cell (const char *text, const char **end)
{
  char *cell = *text == '"' ? read_quoted (text, end) : NULL;

  if (cell == NULL)
    {
      *end = text + strcspn (text, "\t\r\n");
      cell = g_strndup (text, *end - text);
    }
  g_strdelimit (cell, "\t\r\n", ' ');
  return cell;
}

GPtrArray *
br_paste_text_parse (const char *text, guint max_rows)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  while (*text != '\0' && rows->len < max_rows)
    {
      g_autoptr (GStrvBuilder) row = g_strv_builder_new ();

      g_strv_builder_take (row, read_cell (text, &text));
      while (*text == '\t')
        g_strv_builder_take (row, read_cell (text + 1, &text));
      if (*text == '\r')
        text++;
      if (*text == '\n')
        text++;
      g_ptr_array_add (rows, g_strv_builder_end (row));
    }
  return rows;
}

gboolean
br_paste_text_is_block (const char *text)
{
  g_autoptr (GPtrArray) rows = br_paste_text_parse (text, 2);

  return rows->len > 1 || (rows->len == 1 && g_strv_length (rows->pdata[0]) > 1);
}
