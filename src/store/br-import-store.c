/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Look-ups of an import, each by an index. */
#include "config.h"
#include "br-import-store.h"

#include "br-bind.h"
#include "br-gtin.h"

static gboolean
read_ids (BrDb *db, sqlite3_stmt *statement, BrFoundSkus *out, GError **error)
{
  gboolean has_row;

  for (out->n = 0; out->n < G_N_ELEMENTS (out->ids); out->n++)
    {
      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      out->ids[out->n] = sqlite3_column_int64 (statement, 0);
    }
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
br_import_store_find_by_code (BrDb *db, const char *code, BrFoundSkus *out, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT id FROM sku WHERE code = ?1 AND present = 1 LIMIT 2", error);

  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, code);
  return read_ids (db, statement, out, error);
}

gboolean
br_import_store_find_by_barcode (BrDb *db, const char *code, BrFoundSkus *out, GError **error)
{
  char full[15];
  sqlite3_stmt *statement;

  if (br_gtin_to_14 (code, full))
    {
      statement = br_db_statement (db, "SELECT DISTINCT sku FROM barcode WHERE gtin = ?1 LIMIT 2", error);
      if (statement != NULL)
        sqlite3_bind_int64 (statement, 1, g_ascii_strtoll (full, NULL, 10));
    }
  else
    {
      statement = br_db_statement (db, "SELECT sku FROM barcode WHERE code = ?1 LIMIT 2", error);
      if (statement != NULL)
        br_bind_text (statement, 1, code);
    }
  return statement != NULL && read_ids (db, statement, out, error);
}

gboolean
br_import_store_find_price (BrDb *db, gint64 sku, gint64 *price, GError **error)
{
  static const char sql[] = "SELECT id FROM price WHERE sku = ?1 AND present = 1 AND kind = 1 AND zone IS NULL AND store IS NULL AND channel IS NULL"
                            " AND tier IS NULL AND valid_from IS NULL AND valid_to IS NULL ORDER BY priority DESC, id DESC LIMIT 1";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  BrFoundSkus found;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, sku);
  if (!read_ids (db, statement, &found, error))
    return FALSE;
  *price = found.n > 0 ? found.ids[0] : 0;
  return TRUE;
}
