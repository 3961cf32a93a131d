/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV and XLSX files: rows or an error, whatever the bytes. */
#include "config.h"

#include "br-table.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTable) table = br_table_new (bytes, &error);
  GPtrArray *cells = NULL;

  g_assert_true ((table != NULL) == (error == NULL));
  while (table != NULL && br_table_next (table, &cells, &error) && cells != NULL)
    for (guint i = 0; i < cells->len; i++)
      g_assert_true (g_utf8_validate (cells->pdata[i], -1, NULL));
  return 0;
}
