/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-load-file.h"

#include "br-error.h"

GBytes *
br_load_file (GFile *file, gint64 max_bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, cancellable, error);

  if (info == NULL)
    return NULL;
  if (g_file_info_get_size (info) > max_bytes)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_RANGE, "the file is too large");
      return NULL;
    }
  return g_file_load_bytes (file, cancellable, NULL, error);
}
