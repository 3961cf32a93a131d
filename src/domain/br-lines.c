/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists in LINES cells (br-record.h): items separated by line feeds, their parts by tabs. */
#include "br-record.h"

#include "br-error.h"

void
br_barcode_free (BrBarcode *self)
{
  if (self == NULL)
    return;
  g_free (self->code);
  g_free (self->kind);
  g_free (self);
}

static BrBarcode *
parse_barcode (const char *line, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (line, "\t", -1);
  gint64 pack;
  BrBarcode *barcode;

  if (g_strv_length (parts) != 3 || *parts[0] == '\0' || !g_ascii_string_to_signed (parts[2], 10, 1, G_MAXINT64, &pack, NULL))
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "not a list of barcodes");
      return NULL;
    }
  barcode = g_new (BrBarcode, 1);
  *barcode = (BrBarcode) { g_strdup (parts[0]), g_strdup (parts[1]), pack };
  return barcode;
}

GPtrArray *
br_barcodes_parse (const char *lines, GError **error)
{
  g_autoptr (GPtrArray) barcodes = g_ptr_array_new_with_free_func ((GDestroyNotify) br_barcode_free);
  g_auto (GStrv) items = br_lines_split (lines);

  for (guint i = 0; items[i] != NULL; i++)
    {
      BrBarcode *barcode = parse_barcode (items[i], error);

      if (barcode == NULL)
        return NULL;
      g_ptr_array_add (barcodes, barcode);
    }
  return g_steal_pointer (&barcodes);
}

char *
br_barcodes_format (GPtrArray *barcodes)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < barcodes->len; i++)
    {
      const BrBarcode *barcode = barcodes->pdata[i];

      g_string_append_printf (lines, "%s%s\t%s\t%" G_GINT64_FORMAT, i > 0 ? "\n" : "", barcode->code, barcode->kind, barcode->pack_milli);
    }
  return g_string_free (lines, barcodes->len == 0);
}

char **
br_lines_split (const char *lines)
{
  return g_strsplit (lines != NULL ? lines : "", "\n", -1);
}

char *
br_lines_join (const char *const *items)
{
  return items != NULL && items[0] != NULL ? g_strjoinv ("\n", (char **) items) : NULL;
}
