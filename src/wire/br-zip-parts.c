/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ZIP parts by libarchive, which reads from memory and never writes; sizes are counted while inflating, headers are not believed. */
#include "config.h"

#include "br-zip-parts.h"

#include <archive.h>
#include <archive_entry.h>

#include "br-error.h"
#include "br-xlsx.h"

#define CHUNK_BYTES (256 * 1024)
#define RATIO_FREE (16 * 1024 * 1024) /* bytes a file may inflate to whatever its ratio */
#define MAX_ENTRIES 10000

typedef struct archive Archive;

static void
archive_free_read (Archive *archive)
{
  archive_read_free (archive);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_free_read)

static gboolean
damaged (GError **error)
{
  g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "the file is damaged or not a workbook");
  return FALSE;
}

static gboolean
is_bomb (gsize inflated, gsize packed)
{
  return inflated > BR_XLSX_MAX_INFLATED || (inflated > RATIO_FREE && inflated / BR_XLSX_MAX_RATIO > packed);
}

/* Inflates the current entry; *total counts over all entries. */
static GBytes *
read_part (Archive *archive, gsize packed, gsize *total, GError **error)
{
  g_autoptr (GByteArray) part = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);

  for (;;)
    {
      la_ssize_t n = archive_read_data (archive, chunk, CHUNK_BYTES);

      if (n == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&part));
      if (n < 0)
        {
          damaged (error);
          return NULL;
        }
      *total += (gsize) n;
      if (is_bomb (*total, packed))
        {
          g_set_error_literal (error, BR_ERROR, BR_ERROR_RANGE, "the workbook inflates to more than is allowed");
          return NULL;
        }
      g_byte_array_append (part, chunk, (guint) n);
    }
}

static gboolean
read_entries (Archive *archive, gsize packed, BrZipWanted wanted, GHashTable *parts, GError **error)
{
  struct archive_entry *entry;
  gsize total = 0;
  int status;

  for (guint n = 0; (status = archive_read_next_header (archive, &entry)) == ARCHIVE_OK || status == ARCHIVE_WARN; n++)
    {
      const char *name = archive_entry_pathname (entry);
      GBytes *part;

      if (n >= MAX_ENTRIES)
        return damaged (error);
      if (name == NULL || !wanted (name))
        continue;
      part = read_part (archive, packed, &total, error);
      if (part == NULL)
        return FALSE;
      g_hash_table_replace (parts, g_strdup (name), part);
    }
  return status == ARCHIVE_EOF || damaged (error);
}

GHashTable *
br_zip_parts_read (GBytes *bytes, BrZipWanted wanted, GError **error)
{
  g_autoptr (Archive) archive = archive_read_new ();
  g_autoptr (GHashTable) parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  archive_read_support_format_zip_seekable (archive);
  if (archive_read_open_memory (archive, data, size) != ARCHIVE_OK)
    {
      damaged (error);
      return NULL;
    }
  return read_entries (archive, size, wanted, parts, error) ? g_steal_pointer (&parts) : NULL;
}
