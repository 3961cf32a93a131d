/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Comma separated values, RFC 4180, read leniently: any of four separators, CR, LF or CRLF, blanks kept, a quotation mark inside an
 * unquoted cell is itself, text after a closing quotation mark belongs to the cell. Only a quotation mark that is never closed is an error.
 */
#include "config.h"

#include "br-csv.h"

#include <string.h>

#include "br-error.h"

struct _BrCsvReader
{
  char *text;      /* owned, UTF-8 */
  gsize length;
  gsize pos;
  guint line;      /* of pos, from 1 */
  guint row_line;  /* at which the last row began */
  char separator;
  const char *encoding;  /* static */
  GString *cell;      /* owned: the cell being read */
  GPtrArray *cells;     /* owned */
};

static char *
convert (const guint8 *data, gsize size, const char *from, gsize *length)
{
  return g_convert ((const char *) data, (gssize) size, "UTF-8", from, NULL, length, NULL);
}

/* Whether most of what is not ASCII is Han, kana or full-width: GB18030 read rightly. Windows-1252 read as GB18030 gives a mixture. */
static gboolean
looks_chinese (const char *text)
{
  gsize han = 0, other = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if ((c >= 0x3000 && c < 0xa000) || (c >= 0xff00 && c < 0xfff0))
        han++;
      else if (c >= 0x80)
        other++;
    }
  return han > 2 * other;
}

static char *
decode_unmarked (BrCsvReader *self, const guint8 *data, gsize size)
{
  g_autofree char *chinese = NULL;

  if (g_utf8_validate_len ((const char *) data, size, NULL))
    {
      self->encoding = "UTF-8";
      self->length = size;
      return g_strndup ((const char *) data, size);
    }
  chinese = convert (data, size, "GB18030", &self->length);
  if (chinese != NULL && looks_chinese (chinese))
    {
      self->encoding = "GB18030";
      return g_steal_pointer (&chinese);
    }
  self->encoding = "WINDOWS-1252";
  return convert (data, size, self->encoding, &self->length);
}

static char *
decode (BrCsvReader *self, const guint8 *data, gsize size)
{
  if (size >= 2 && ((data[0] == 0xff && data[1] == 0xfe) || (data[0] == 0xfe && data[1] == 0xff)))
    {
      self->encoding = "UTF-16";
      return convert (data, size, self->encoding, &self->length);
    }
  if (size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    return decode_unmarked (self, data + 3, size - 3);
  return decode_unmarked (self, data, size);
}

/* Of the first line that has any: above it may stand a title. */
static char
guess_separator (const char *text)
{
  static const char candidates[] = ",;\t|";
  gsize counts[sizeof candidates - 1] = { 0 };
  gboolean quoted = FALSE, any = FALSE;
  guint best = 0;

  for (const char *p = text; *p != '\0' && (quoted || !any || (*p != '\n' && *p != '\r')); p++)
    {
      const char *found = strchr (candidates, *p);

      if (*p == '"')
        quoted = !quoted;
      else if (found != NULL && !quoted)
        {
          counts[found - candidates]++;
          any = TRUE;
        }
    }
  for (guint i = 1; i < G_N_ELEMENTS (counts); i++)
    if (counts[i] > counts[best])
      best = i;
  return candidates[best];
}

BrCsvReader *
br_csv_reader_new (GBytes *bytes, GError **error)
{
  g_autoptr (BrCsvReader) self = g_new0 (BrCsvReader, 1);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  self->cell = g_string_new (NULL);
  self->cells = g_ptr_array_new_with_free_func (g_free);
  if (size > BR_CSV_MAX_BYTES)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "the file is larger than %d MiB", BR_CSV_MAX_BYTES / 1024 / 1024);
      return NULL;
    }
  self->text = decode (self, data, size);
  if (self->text == NULL || memchr (self->text, '\0', self->length) != NULL)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "the file is not a text file");
      return NULL;
    }
  self->separator = guess_separator (self->text);
  br_csv_reader_rewind (self);
  return g_steal_pointer (&self);
}

void
br_csv_reader_free (BrCsvReader *self)
{
  g_free (self->text);
  g_string_free (self->cell, TRUE);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

void
br_csv_reader_rewind (BrCsvReader *self)
{
  self->pos = 0;
  self->line = 1;
  self->row_line = 0;
}

static gboolean
at_line_end (const BrCsvReader *self)
{
  return self->pos >= self->length || self->text[self->pos] == '\n' || self->text[self->pos] == '\r';
}

static void
skip_line_end (BrCsvReader *self)
{
  if (self->pos < self->length && self->text[self->pos] == '\r')
    self->pos++;
  if (self->pos < self->length && self->text[self->pos] == '\n')
    self->pos++;
  self->line++;
}

static gboolean
too_large (const BrCsvReader *self, GError **error, const char *what)
{
  g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "line %u: %s", self->row_line, what);
  return FALSE;
}

/* After an opening quotation mark, up to and over the closing one. */
static gboolean
read_quoted (BrCsvReader *self, GError **error)
{
  while (self->pos < self->length)
    {
      char c = self->text[self->pos++];

      if (c == '"' && (self->pos >= self->length || self->text[self->pos] != '"'))
        return TRUE;
      if (c == '"')
        self->pos++;
      self->line += c == '\n';
      g_string_append_c (self->cell, c);
      if (self->cell->len > BR_TABLE_MAX_CELL)
        break;
    }
  if (self->cell->len > BR_TABLE_MAX_CELL)
    return too_large (self, error, "a cell is too large");
  g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "line %u: a quotation mark is never closed", self->row_line);
  return FALSE;
}

static gboolean
read_cell (BrCsvReader *self, GError **error)
{
  gsize start;

  g_string_truncate (self->cell, 0);
  if (self->pos < self->length && self->text[self->pos] == '"')
    {
      self->pos++;
      if (!read_quoted (self, error))
        return FALSE;
    }
  start = self->pos;
  while (!at_line_end (self) && self->text[self->pos] != self->separator)
    self->pos++;
  g_string_append_len (self->cell, self->text + start, (gssize) (self->pos - start));
  if (self->cell->len > BR_TABLE_MAX_CELL)
    return too_large (self, error, "a cell is too large");
  g_ptr_array_add (self->cells, g_strndup (self->cell->str, self->cell->len));
  return TRUE;
}

gboolean
br_csv_reader_next (BrCsvReader *self, GPtrArray **cells, GError **error)
{
  *cells = NULL;
  g_ptr_array_set_size (self->cells, 0);
  while (self->pos < self->length && at_line_end (self))
    skip_line_end (self);
  if (self->pos >= self->length)
    return TRUE;
  self->row_line = self->line;
  for (;;)
    {
      if (self->cells->len == BR_TABLE_MAX_COLUMNS)
        return too_large (self, error, "too many columns");
      if (!read_cell (self, error))
        return FALSE;
      if (at_line_end (self))
        break;
      self->pos++; /* the separator */
    }
  skip_line_end (self);
  *cells = self->cells;
  return TRUE;
}

guint
br_csv_reader_get_line (BrCsvReader *self)
{
  return self->row_line;
}

const char *
br_csv_reader_get_encoding (BrCsvReader *self)
{
  return self->encoding;
}

static gboolean
is_number (const char *text)
{
  char *end;

  g_ascii_strtod (text, &end);
  return end != text && *end == '\0';
}

void
br_csv_write_row (GString *out, const char *const *cells, gsize n_cells, BrCsvQuoting quoting)
{
  for (gsize i = 0; i < n_cells; i++)
    {
      const char *cell = cells[i] != NULL ? cells[i] : "";
      gboolean formula = quoting == BR_CSV_DEFUSE && *cell != '\0' && strchr ("=+-@\t\r", *cell) != NULL && !is_number (cell);
      gboolean quoted = formula || cell[strcspn (cell, "\",\r\n;\t|")] != '\0';

      if (i > 0)
        g_string_append_c (out, ',');
      if (quoted)
        g_string_append_c (out, '"');
      if (formula)
        g_string_append_c (out, '\'');
      for (const char *p = cell; *p != '\0'; p++)
        {
          if (*p == '"')
            g_string_append_c (out, '"');
          g_string_append_c (out, *p);
        }
      if (quoted)
        g_string_append_c (out, '"');
    }
  g_string_append (out, "\r\n");
}
