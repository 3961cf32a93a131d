/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-opticon.h"

#include <string.h>

#include "br-csv.h"
#include "br-error.h"
#include "br-oepl-record.h"

#define MAX_INDEX 255 /* 0 is kept for other things */
#define FORMAT 1      /* how the server sends it: "fixed" */

/* The columns of the list, in no order. */
typedef enum
{
  LABEL = 0,
  VARIANT,
  WIDTH,
  HEIGHT,
  COLOURS,
  GROUP,
  N_COLUMNS
} Column;
static const char *const COLUMNS[] = { "label", "variant", "width", "height", "colours", "group" };

guint
br_opticon_index (guint sequence)
{
  return sequence > 0 ? (sequence - 1) % MAX_INDEX + 1 : 1;
}

static gboolean
fail (BrCsvReader *reader, const char *what, GError **error)
{
  g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "the list of labels, line %u: %s", br_csv_reader_get_line (reader), what);
  return FALSE;
}

/* Where each column is; the head line names them. */
static gboolean
read_head (BrCsvReader *reader, int *columns, GError **error)
{
  GPtrArray *cells = NULL;

  if (!br_csv_reader_next (reader, &cells, error))
    return FALSE;
  for (guint column = 0; column < N_COLUMNS; column++)
    {
      columns[column] = -1;
      for (guint i = 0; cells != NULL && i < cells->len; i++)
        if (g_ascii_strcasecmp (COLUMNS[column], g_strstrip (cells->pdata[i])) == 0)
          columns[column] = (int) i;
      if (columns[column] < 0 && column != GROUP)
        return fail (reader, "the columns label, variant, width, height and colours are needed", error);
    }
  return TRUE;
}

static const char *
cell (GPtrArray *cells, const int *columns, Column column)
{
  int i = columns[column];

  return i >= 0 && (guint) i < cells->len ? g_strstrip (cells->pdata[i]) : "";
}

static gboolean
read_type (GPtrArray *cells, const int *columns, BrTagType *out)
{
  static const BrTagColour colours[] = { BR_TAG_WHITE, BR_TAG_BLACK, BR_TAG_RED };
  const char *names = cell (cells, columns, COLOURS);
  guint n = g_ascii_strcasecmp (names, "BW") == 0 ? 2 : g_ascii_strcasecmp (names, "BWR") == 0 ? 3 : 0;
  guint64 width, height;

  return g_ascii_string_to_unsigned (cell (cells, columns, WIDTH), 10, 1, BR_TAG_MAX_SIDE, &width, NULL)
         && g_ascii_string_to_unsigned (cell (cells, columns, HEIGHT), 10, 1, BR_TAG_MAX_SIDE, &height, NULL)
         && br_tag_type_plain ((guint) width, (guint) height, colours, n, out);
}

static gboolean
read_label (BrCsvReader *reader, GPtrArray *cells, const int *columns, BrOpticonLabel *out, GError **error)
{
  const char *variant = cell (cells, columns, VARIANT), *group = cell (cells, columns, GROUP);

  memset (out, 0, sizeof *out);
  if (!br_oepl_mac_read (cell (cells, columns, LABEL), out->mac))
    return fail (reader, "the label is 16 hexadecimal digits", error);
  if (strlen (variant) != 1 || !g_ascii_isalnum (variant[0]))
    return fail (reader, "the variant is one letter or digit", error);
  if (!read_type (cells, columns, &out->type))
    return fail (reader, "no such size or colours (BW, BWR)", error);
  out->variant[0] = variant[0];
  g_utf8_strncpy (out->group, group, 15); /* at most four bytes each */
  return TRUE;
}

static gboolean
read_rows (BrCsvReader *reader, const int *columns, GArray *labels, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *cells;

  while (br_csv_reader_next (reader, &cells, error))
    {
      BrOpticonLabel label;

      if (cells == NULL)
        return TRUE;
      if (((const char *) cells->pdata[0])[0] == '#')
        continue;
      if (labels->len == BR_OPTICON_MAX_LABELS)
        return fail (reader, "too many labels", error);
      if (!read_label (reader, cells, columns, &label, error))
        return FALSE;
      if (!g_hash_table_add (seen, g_strdup (label.mac)))
        return fail (reader, "this label was listed before", error);
      g_array_append_val (labels, label);
    }
  return FALSE;
}

GArray *
br_opticon_labels_read (GBytes *csv, GError **error)
{
  g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (BrOpticonLabel));
  g_autoptr (BrCsvReader) reader = NULL;
  int columns[N_COLUMNS];

  if (g_bytes_get_size (csv) > BR_OPTICON_MAX_LIST)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_RANGE, "the list of labels is too large");
      return NULL;
    }
  reader = br_csv_reader_new (csv, error);
  if (reader == NULL || !read_head (reader, columns, error) || !read_rows (reader, columns, labels, error))
    return NULL;
  return g_steal_pointer (&labels);
}

/* Characters that no XML may have are left out. */
static void
append_element (GString *out, const char *name, const char *text)
{
  g_autoptr (GString) clean = g_string_new (NULL);
  g_autofree char *escaped = NULL;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if ((c >= 0x20 && c != 0xfffe && c != 0xffff) || c == '\t')
        g_string_append_unichar (clean, c);
    }
  escaped = g_markup_escape_text (clean->str, (gssize) clean->len);
  g_string_append_printf (out, "  <%s>%s</%s>\n", name, escaped, name);
}

static void
append_number (GString *out, const char *name, guint number)
{
  g_string_append_printf (out, "  <%s>%u</%s>\n", name, number, name);
}

static GString *
begin_xml (const BrOpticonLabel *label, const char *image_file, const char *title)
{
  GString *out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<EslImageInfo>\n");

  append_element (out, "ImageFile", image_file);
  append_element (out, "ID", label->mac); /* one product for each label: what it shows is Backroom's matter */
  append_number (out, "X", 0);
  append_number (out, "Y", 0);
  append_number (out, "HOffset", 0);
  append_number (out, "VOffset", 0);
  append_element (out, "Variant", label->variant);
  append_element (out, "Group", label->group);
  append_element (out, "Note", title != NULL ? title : "");
  append_element (out, "Label", label->mac);
  return out;
}

static char *
end_xml (GString *out)
{
  g_string_append (out, "</EslImageInfo>\n");
  return g_string_free (out, FALSE);
}

char *
br_opticon_xml (const BrOpticonLabel *label, const char *image_file, const char *title, guint sequence)
{
  GString *out = begin_xml (label, image_file, title);

  append_number (out, "Width", label->type.width);
  append_number (out, "Height", label->type.height);
  append_number (out, "Ix", br_opticon_index (sequence));
  append_number (out, "Format", FORMAT);
  return end_xml (out);
}

char *
br_opticon_unlink_xml (const BrOpticonLabel *label)
{
  return end_xml (begin_xml (label, "", NULL));
}
