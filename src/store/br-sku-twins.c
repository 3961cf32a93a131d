/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "br-sku-twins.h"

#include "br-bind.h"

gboolean
br_sku_twins_note (BrDb *db, gint64 sku, const char *code, GArray *noted, GError **error)
{
  static const char sql[] = "SELECT ?1 UNION SELECT id FROM sku WHERE code = ?2 AND present = 1"
                            " UNION SELECT b.sku FROM barcode a JOIN barcode b ON b.gtin = a.gtin WHERE a.sku = ?1"
                            " UNION SELECT b.sku FROM barcode a JOIN barcode b ON b.code = a.code WHERE a.sku = ?1";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, sku);
  br_bind_text (statement, 2, code);
  while (TRUE)
    {
      gint64 id;

      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      id = sqlite3_column_int64 (statement, 0);
      g_array_append_val (noted, id);
    }
}

gboolean
br_sku_twins_note_new (BrDb *db, gint64 sku, const char *code, GArray *noted, GError **error)
{
  static const char sql[] = "SELECT 1 WHERE EXISTS (SELECT 1 FROM sku WHERE code = ?2 AND id <> ?1 AND present = 1)"
                            " OR EXISTS (SELECT 1 FROM barcode a JOIN barcode b ON b.code = a.code AND b.sku <> ?1 WHERE a.sku = ?1)"
                            " OR EXISTS (SELECT 1 FROM barcode a JOIN barcode b ON b.gtin = a.gtin AND b.sku <> ?1 WHERE a.sku = ?1)";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_twins;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, sku);
  br_bind_text (statement, 2, code);
  if (!br_db_step (db, statement, &has_twins, error))
    return FALSE;
  sqlite3_reset (statement);
  return !has_twins || br_sku_twins_note (db, sku, code, noted, error);
}

static gboolean
find_one (BrDb *db, gint64 sku, GError **error)
{
  /* The two bits of the findings: 1 and 32. */
  static const char sql[] = "WITH found (bits) AS (SELECT"
                            " CASE WHEN EXISTS (SELECT 1 FROM barcode a JOIN barcode b ON b.gtin = a.gtin AND b.sku <> a.sku WHERE a.sku = ?1)"
                            "  OR EXISTS (SELECT 1 FROM barcode a JOIN barcode b ON b.code = a.code AND b.sku <> a.sku WHERE a.sku = ?1) THEN 1 ELSE 0 END"
                            " + CASE WHEN EXISTS (SELECT 1 FROM sku a JOIN sku b ON b.code = a.code AND b.id <> a.id AND b.present = 1 WHERE a.id = ?1)"
                            "  THEN 32 ELSE 0 END)"
                            "UPDATE sku_list SET findings = (findings & ~33) | found.bits FROM found WHERE id = ?1 AND findings & 33 <> found.bits";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, sku);
  return br_db_run (db, statement, error);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

gboolean
br_sku_twins_find (BrStoreTx *tx, GArray *noted, GError **error)
{
  gint64 last = 0;

  G_STATIC_ASSERT (BR_SKU_TWINS_FINDINGS == 33);
  g_array_sort (noted, compare_ids);
  for (guint i = 0; i < noted->len; i++)
    {
      gint64 sku = g_array_index (noted, gint64, i);

      if (sku == last)
        continue;
      last = sku;
      if (!find_one (tx->db, sku, error))
        return FALSE;
      if (sqlite3_changes (br_db_handle (tx->db)) > 0)
        br_store_tx_note_sku (tx, sku);
    }
  return TRUE;
}

gboolean
br_sku_twins_find_all (BrDb *db, GError **error)
{
  static const char *const statements[] = {
    "UPDATE sku_list SET findings = findings | 1 WHERE id IN (SELECT sku FROM barcode WHERE gtin IN"
    " (SELECT gtin FROM barcode WHERE gtin IS NOT NULL GROUP BY gtin HAVING min (sku) <> max (sku)))",
    "UPDATE sku_list SET findings = findings | 1 WHERE id IN (SELECT sku FROM barcode WHERE code IN"
    " (SELECT code FROM barcode GROUP BY code HAVING min (sku) <> max (sku)))",
    "UPDATE sku_list SET findings = findings | 32 WHERE id IN (SELECT id FROM sku WHERE present = 1 AND code IN"
    " (SELECT code FROM sku WHERE present = 1 AND code IS NOT NULL GROUP BY code HAVING count (*) > 1))",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      sqlite3_stmt *statement = br_db_statement (db, statements[i], error);

      if (statement == NULL || !br_db_run (db, statement, error))
        return FALSE;
    }
  return TRUE;
}
