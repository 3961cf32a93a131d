/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading a workbook (ECMA-376 part 1, SpreadsheetML, 18.2 workbook, 18.3 worksheets, 18.4 shared strings): the first sheet named by
 * xl/workbook.xml, its cells in document order. Entities are not expanded and nothing outside the file is fetched.
 */
#include "config.h"

#include "br-xlsx.h"

#include <libxml/xmlreader.h>
#include <math.h>
#include <string.h>

#include "br-csv.h"
#include "br-error.h"
#include "br-zip-parts.h"

struct _BrXlsxReader
{
  GHashTable *parts;   /* owned: part name -> GBytes */
  GPtrArray *strings; /* owned: shared strings, of char* */
  GBytes *sheet;   /* borrowed from parts */
  xmlTextReaderPtr xml;     /* owned, over the sheet */
  GPtrArray *cells;   /* owned */
  guint line;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlTextReader, xmlFreeTextReader)

gboolean
br_xlsx_is (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return size >= 4 && memcmp (data, "PK\3\4", 4) == 0;
}

static gboolean
invalid (GError **error, const char *why)
{
  g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "the workbook cannot be read: %s", why);
  return FALSE;
}

static gboolean
is_wanted (const char *name)
{
  return g_str_equal (name, "xl/workbook.xml") || g_str_equal (name, "xl/_rels/workbook.xml.rels") || g_str_equal (name, "xl/sharedStrings.xml")
         || (g_str_has_prefix (name, "xl/worksheets/") && g_str_has_suffix (name, ".xml"));
}

static xmlTextReaderPtr
open_part (GBytes *part)
{
  gsize size;
  const char *data = g_bytes_get_data (part, &size);

  /* Errors are asked for, not printed. */
  return xmlReaderForMemory (data, (int) size, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT);
}

static gboolean
is_element (xmlTextReaderPtr xml, const char *name)
{
  return xmlTextReaderNodeType (xml) == XML_READER_TYPE_ELEMENT && xmlStrEqual (xmlTextReaderConstLocalName (xml), BAD_CAST name);
}

static gboolean
is_end (xmlTextReaderPtr xml, const char *name)
{
  return xmlTextReaderNodeType (xml) == XML_READER_TYPE_END_ELEMENT && xmlStrEqual (xmlTextReaderConstLocalName (xml), BAD_CAST name);
}

/* The value of an attribute by its local name, or NULL; caller frees. */
static char *
dup_attribute (xmlTextReaderPtr xml, const char *name)
{
  char *value = NULL;

  while (value == NULL && xmlTextReaderMoveToNextAttribute (xml) == 1)
    if (xmlStrEqual (xmlTextReaderConstLocalName (xml), BAD_CAST name))
      value = g_strdup ((const char *) xmlTextReaderConstValue (xml));
  xmlTextReaderMoveToElement (xml);
  return value;
}

/* Of the first element `element` whose attribute `key` equals `wanted` (NULL: any), the attribute `result`. */
static char *
look_up (GHashTable *parts, const char *part, const char *element, const char *key, const char *wanted, const char *result)
{
  GBytes *bytes = g_hash_table_lookup (parts, part);
  g_autoptr (xmlTextReader) xml = bytes != NULL ? open_part (bytes) : NULL;

  while (xml != NULL && xmlTextReaderRead (xml) == 1)
    {
      g_autofree char *value = is_element (xml, element) ? dup_attribute (xml, key) : NULL;

      if (value != NULL && (wanted == NULL || g_str_equal (value, wanted)))
        return dup_attribute (xml, result);
    }
  return NULL;
}

/* "worksheets/sheet1.xml" or "/xl/worksheets/sheet1.xml" as the part's name. */
static GBytes *
find_sheet (GHashTable *parts)
{
  /* r:id shares its local name with no other attribute of <sheet>. */
  g_autofree char *relation = look_up (parts, "xl/workbook.xml", "sheet", "name", NULL, "id");
  g_autofree char *target = relation != NULL ? look_up (parts, "xl/_rels/workbook.xml.rels", "Relationship", "Id", relation, "Target") : NULL;
  g_autofree char *name = NULL;

  if (target == NULL)
    return g_hash_table_lookup (parts, "xl/worksheets/sheet1.xml");
  name = *target == '/' ? g_strdup (target + 1) : g_strconcat ("xl/", target, NULL);
  return g_hash_table_lookup (parts, name);
}

/* Whether the reader has entered or left `element`; *inside follows. */
static void
follow (xmlTextReaderPtr xml, const char *element, gboolean *inside)
{
  if (is_element (xml, element))
    *inside = !xmlTextReaderIsEmptyElement (xml);
  else if (is_end (xml, element))
    *inside = FALSE;
}

/* Reads on to the end of the current element, gathering the text of its <t> elements, but not of phonetic runs <rPh>. FALSE: malformed or too large. */
static gboolean
gather_text (xmlTextReaderPtr xml, const char *element, GString *out)
{
  gboolean in_text = FALSE, in_phonetic = FALSE;

  if (xmlTextReaderIsEmptyElement (xml))
    return TRUE;
  while (out->len <= BR_TABLE_MAX_CELL && xmlTextReaderRead (xml) == 1)
    {
      if (is_end (xml, element))
        return TRUE;
      follow (xml, "t", &in_text);
      follow (xml, "rPh", &in_phonetic);
      if (in_text && !in_phonetic && xmlTextReaderNodeType (xml) != XML_READER_TYPE_ELEMENT && xmlTextReaderHasValue (xml))
        g_string_append (out, (const char *) xmlTextReaderConstValue (xml));
    }
  return FALSE;
}

static gboolean
read_strings (BrXlsxReader *self, GError **error)
{
  GBytes *bytes = g_hash_table_lookup (self->parts, "xl/sharedStrings.xml");
  g_autoptr (xmlTextReader) xml = bytes != NULL ? open_part (bytes) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  int status = 0;

  while (xml != NULL && (status = xmlTextReaderRead (xml)) == 1)
    if (is_element (xml, "si"))
      {
        g_string_truncate (text, 0);
        if (!gather_text (xml, "si", text))
          return invalid (error, "a text is malformed or too large");
        g_ptr_array_add (self->strings, g_strdup (text->str));
      }
  return status == 0 || invalid (error, "its texts are damaged");
}

BrXlsxReader *
br_xlsx_reader_new (GBytes *bytes, GError **error)
{
  g_autoptr (BrXlsxReader) self = g_new0 (BrXlsxReader, 1);

  self->strings = g_ptr_array_new_with_free_func (g_free);
  self->cells = g_ptr_array_new_with_free_func (g_free);
  self->parts = br_zip_parts_read (bytes, is_wanted, error);
  if (self->parts == NULL || !read_strings (self, error))
    return NULL;
  self->sheet = find_sheet (self->parts);
  if (self->sheet == NULL)
    {
      invalid (error, "it has no sheet");
      return NULL;
    }
  return br_xlsx_reader_rewind (self, error) ? g_steal_pointer (&self) : NULL;
}

void
br_xlsx_reader_free (BrXlsxReader *self)
{
  g_clear_pointer (&self->xml, xmlFreeTextReader);
  g_clear_pointer (&self->parts, g_hash_table_unref);
  g_ptr_array_unref (self->strings);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

gboolean
br_xlsx_reader_rewind (BrXlsxReader *self, GError **error)
{
  g_clear_pointer (&self->xml, xmlFreeTextReader);
  self->line = 0;
  self->xml = open_part (self->sheet);
  return self->xml != NULL || invalid (error, "its sheet is empty");
}

/* Column of a reference such as "BC12", from 0; -1 when there is none. */
static int
column_of (const char *reference)
{
  int column = 0;

  if (reference == NULL || !g_ascii_isupper (*reference))
    return -1;
  for (const char *p = reference; g_ascii_isupper (*p) && column <= BR_TABLE_MAX_COLUMNS; p++)
    column = column * 26 + (*p - 'A' + 1);
  return column - 1;
}

/* "6.901234567892E12" as "6901234567892", "0.30000000000000004" as "0.3": spreadsheets keep 15 significant digits. */
static char *
plain_number (const char *text)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE], *end;
  double number = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !isfinite (number))
    return g_strdup (text);
  if (number == floor (number) && fabs (number) < 1e15)
    return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.0f", number));
  if (strpbrk (text, "eE") == NULL && strlen (text) <= 16)
    return g_strdup (text);
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.15g", number));
}

static char *
cell_text (BrXlsxReader *self, const char *type, const char *raw)
{
  guint64 index;

  if (g_strcmp0 (type, "s") == 0)
    return g_strdup (g_ascii_string_to_unsigned (raw, 10, 0, G_MAXUINT, &index, NULL) && index < self->strings->len ? self->strings->pdata[index] : "");
  if (g_strcmp0 (type, "e") == 0)
    return g_strdup ("");
  if (g_strcmp0 (type, "b") == 0)
    return g_strdup (g_str_equal (raw, "1") ? "TRUE" : "FALSE");
  if (type == NULL || g_str_equal (type, "n"))
    return plain_number (raw);
  return g_strdup (raw);
}

/* Reads on to the end of the current <c>, gathering the text of its <v>. FALSE: malformed or too large. */
static gboolean
gather_value (xmlTextReaderPtr xml, GString *out)
{
  gboolean in_value = FALSE;

  if (xmlTextReaderIsEmptyElement (xml))
    return TRUE;
  while (out->len <= BR_TABLE_MAX_CELL && xmlTextReaderRead (xml) == 1)
    {
      if (is_end (xml, "c"))
        return TRUE;
      follow (xml, "v", &in_value);
      if (in_value && xmlTextReaderNodeType (xml) != XML_READER_TYPE_ELEMENT && xmlTextReaderHasValue (xml))
        g_string_append (out, (const char *) xmlTextReaderConstValue (xml));
    }
  return FALSE;
}

/* Reads one <c>; cells that were left out before it become empty. */
static gboolean
read_cell (BrXlsxReader *self, GError **error)
{
  g_autofree char *reference = dup_attribute (self->xml, "r"), *type = dup_attribute (self->xml, "t");
  g_autoptr (GString) raw = g_string_new (NULL);
  gboolean is_inline = g_strcmp0 (type, "inlineStr") == 0;
  int column = column_of (reference);

  if (column < 0)
    column = (int) self->cells->len;
  if (column >= BR_TABLE_MAX_COLUMNS || column < (int) self->cells->len)
    return invalid (error, "its columns are out of order or too many");
  if (!(is_inline ? gather_text (self->xml, "c", raw) : gather_value (self->xml, raw)))
    return invalid (error, "a cell is malformed or too large");
  while ((int) self->cells->len < column)
    g_ptr_array_add (self->cells, g_strdup (""));
  g_ptr_array_add (self->cells, raw->len > 0 ? cell_text (self, type, raw->str) : g_strdup (""));
  return TRUE;
}

static gboolean
has_text (GPtrArray *cells)
{
  for (guint i = 0; i < cells->len; i++)
    if (*(const char *) cells->pdata[i] != '\0')
      return TRUE;
  return FALSE;
}

/* Reads the cells of the <row> the reader stands on. */
static gboolean
read_row (BrXlsxReader *self, GError **error)
{
  g_autofree char *number = dup_attribute (self->xml, "r");
  guint64 line;

  g_ptr_array_set_size (self->cells, 0);
  self->line = number != NULL && g_ascii_string_to_unsigned (number, 10, 1, BR_XLSX_MAX_ROWS, &line, NULL) ? (guint) line : self->line + 1;
  if (self->line > BR_XLSX_MAX_ROWS)
    return invalid (error, "it has too many rows");
  if (xmlTextReaderIsEmptyElement (self->xml))
    return TRUE;
  for (;;)
    {
      if (xmlTextReaderRead (self->xml) != 1)
        return invalid (error, "its sheet is damaged");
      if (is_end (self->xml, "row"))
        return TRUE;
      if (is_element (self->xml, "c") && !read_cell (self, error))
        return FALSE;
    }
}

gboolean
br_xlsx_reader_next (BrXlsxReader *self, GPtrArray **cells, GError **error)
{
  int status;

  *cells = NULL;
  while ((status = xmlTextReaderRead (self->xml)) == 1)
    {
      if (!is_element (self->xml, "row"))
        continue;
      if (!read_row (self, error))
        return FALSE;
      if (has_text (self->cells))
        {
          *cells = self->cells;
          return TRUE;
        }
    }
  return status == 0 || invalid (error, "its sheet is damaged");
}

guint
br_xlsx_reader_get_line (BrXlsxReader *self)
{
  return self->line;
}
