/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts are folded before they are put in, and the search folds the query the same way, so the tokenizers need not. */
#include "config.h"
#include "br-projection-text.h"

#include "br-bind.h"
#include "br-gtin.h"
#include "br-text-fold.h"

static gboolean
run_with_id (BrDb *db, const char *sql, gint64 id, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  return br_db_run (db, statement, error);
}

static char *
join_codes (GPtrArray *barcodes)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < barcodes->len; i++)
    {
      const BrBarcode *barcode = g_ptr_array_index (barcodes, i);

      if (i > 0)
        g_string_append_c (out, '\n');
      g_string_append (out, barcode->code);
    }
  return g_string_free_and_steal (out);
}

static gboolean
insert_text (BrDb *db, gint64 sku, const BrSearchTexts *texts, const char *name, const char *initials, GError **error)
{
  static const char sql[] = "INSERT INTO sku_text (rowid, name, code, barcodes, initials) VALUES (?1, ?2, ?3, ?4, ?5)";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  g_autofree char *code = br_text_fold (texts->code);
  g_autofree char *joined = join_codes (texts->barcodes);
  g_autofree char *barcodes = br_text_fold (joined);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, sku);
  br_bind_text (statement, 2, name);
  br_bind_text (statement, 3, code);
  br_bind_text (statement, 4, barcodes);
  br_bind_text (statement, 5, initials);
  return br_db_run (db, statement, error);
}

static gboolean
insert_grams (BrDb *db, gint64 sku, const char *name, const char *initials, GError **error)
{
  static const char sql[] = "INSERT INTO sku_grams (rowid, name, initials) VALUES (?1, ?2, ?3)";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  g_autoptr (GString) grams = g_string_new (NULL);

  if (statement == NULL)
    return FALSE;
  br_text_add_grams (grams, name);
  sqlite3_bind_int64 (statement, 1, sku);
  sqlite3_bind_text (statement, 2, grams->str, (int) grams->len, SQLITE_STATIC);
  sqlite3_bind_text (statement, 3, initials, MIN ((int) strlen (initials), 2), SQLITE_STATIC);
  return br_db_run (db, statement, error);
}

gboolean
br_projection_text_write (BrStoreTx *tx, gint64 sku, const BrSearchTexts *texts, gboolean replace, GError **error)
{
  g_autofree char *both = texts->name_alt ? g_strconcat (texts->name, "\n", texts->name_alt, NULL) : NULL;
  g_autofree char *name = br_text_fold (both ? both : texts->name);
  g_autofree char *shown = br_text_fold (texts->name);
  g_autofree char *initials = br_text_initials (shown);

  return (!replace || br_projection_text_remove (tx, sku, error)) && insert_text (tx->db, sku, texts, name, initials, error)
         && insert_grams (tx->db, sku, name, initials, error);
}

gboolean
br_projection_text_remove (BrStoreTx *tx, gint64 sku, GError **error)
{
  return run_with_id (tx->db, "DELETE FROM sku_text WHERE rowid = ?1", sku, error)
         && run_with_id (tx->db, "DELETE FROM sku_grams WHERE rowid = ?1", sku, error);
}

gboolean
br_gtin_number (const char *code, gint64 *out)
{
  char digits[15];

  if (!br_gtin_to_14 (code, digits))
    return FALSE;
  *out = g_ascii_strtoll (digits, NULL, 10);
  return TRUE;
}

gboolean
br_projection_barcodes_write (BrStoreTx *tx, gint64 sku, GPtrArray *barcodes, gboolean replace, GError **error)
{
  static const char sql[] = "INSERT OR IGNORE INTO barcode (sku, code, gtin, pack) VALUES (?1, ?2, ?3, ?4)";

  if (replace && !run_with_id (tx->db, "DELETE FROM barcode WHERE sku = ?1", sku, error))
    return FALSE;
  for (guint i = 0; i < barcodes->len; i++)
    {
      const BrBarcode *barcode = g_ptr_array_index (barcodes, i);
      sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);
      gint64 gtin;

      if (statement == NULL)
        return FALSE;
      sqlite3_bind_int64 (statement, 1, sku);
      br_bind_text (statement, 2, barcode->code);
      if (br_gtin_number (barcode->code, &gtin))
        sqlite3_bind_int64 (statement, 3, gtin);
      sqlite3_bind_int64 (statement, 4, barcode->pack_milli);
      if (!br_db_run (tx->db, statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
insert_attribute (BrDb *db, gint64 product, const char *line, GError **error)
{
  static const char sql[] = "INSERT OR IGNORE INTO attribute (product, key, value) VALUES (?1, ?2, ?3)";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  g_auto (GStrv) parts = g_strsplit (line, "\t", 2);
  g_autofree char *key = br_text_fold (parts[0]);
  g_autofree char *value = br_text_fold (parts[0] ? parts[1] : NULL);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, product);
  br_bind_text (statement, 2, key);
  br_bind_text (statement, 3, value);
  return br_db_run (db, statement, error);
}

gboolean
br_projection_attributes_write (BrStoreTx *tx, gint64 product, GError **error)
{
  sqlite3_stmt *statement;
  g_auto (GStrv) lines = NULL;
  gboolean has_row;

  if (!run_with_id (tx->db, "DELETE FROM attribute WHERE product = ?1", product, error))
    return FALSE;
  statement = br_db_statement (tx->db, "SELECT attributes FROM product WHERE id = ?1 AND present = 1 AND attributes IS NOT NULL", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, product);
  if (!br_db_step (tx->db, statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  lines = br_lines_split (br_column_text (statement, 0));
  sqlite3_reset (statement);
  for (guint i = 0; lines[i]; i++)
    if (!insert_attribute (tx->db, product, lines[i], error))
      return FALSE;
  return TRUE;
}

gboolean
br_projection_text_clear (BrStoreTx *tx, GError **error)
{
  static const char *const statements[] = {
    "INSERT INTO sku_text (sku_text) VALUES ('delete-all')",
    "INSERT INTO sku_grams (sku_grams) VALUES ('delete-all')",
    "DELETE FROM barcode",
    "DELETE FROM attribute",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      sqlite3_stmt *statement = br_db_statement (tx->db, statements[i], error);

      if (statement == NULL || !br_db_run (tx->db, statement, error))
        return FALSE;
    }
  return TRUE;
}
