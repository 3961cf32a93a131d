/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One SKU looked at by a search: its row and its texts, each read at most once. */
#include "config.h"
#include "br-sku-probe.h"

#include "br-bind.h"
#include "br-text-fold.h"

#define NONE G_MININT64

static gint64
column_or_none (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL ? NONE : sqlite3_column_int64 (statement, column);
}

gboolean
br_sku_probe_read_row (BrSkuProbe *probe, guint32 id, GError **error)
{
  static const char sql[] =
      "SELECT product, category, brand, supplier, status, price, cost, margin_bp, pending, listed_here, findings, changed_us, barcode IS NOT NULL"
      " FROM sku_list WHERE id = ?1";
  sqlite3_stmt *statement;

  if (probe->id == id)
    return TRUE;
  statement = br_db_statement (probe->db, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  if (!br_db_step (probe->db, statement, &probe->exists, error))
    return FALSE;
  probe->id = id;
  probe->n_read++;
  if (!probe->exists)
    return TRUE;
  probe->product = sqlite3_column_int64 (statement, 0);
  probe->category = column_or_none (statement, 1);
  probe->brand = column_or_none (statement, 2);
  probe->supplier = column_or_none (statement, 3);
  probe->status = sqlite3_column_int64 (statement, 4);
  probe->price = column_or_none (statement, 5);
  probe->cost = column_or_none (statement, 6);
  probe->margin_bp = column_or_none (statement, 7);
  probe->pending = sqlite3_column_int64 (statement, 8);
  probe->listed_here = sqlite3_column_int64 (statement, 9);
  probe->findings = sqlite3_column_int64 (statement, 10);
  probe->changed_us = sqlite3_column_int64 (statement, 11);
  probe->has_barcode = sqlite3_column_int (statement, 12);
  sqlite3_reset (statement);
  return TRUE;
}

void
br_sku_probe_clear (BrSkuProbe *self)
{
  self->text_id = 0;
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->initials, g_free);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->barcodes, g_free);
}

gboolean
br_sku_probe_read_texts (BrSkuProbe *probe, guint32 id, GError **error)
{
  static const char sql[] = "SELECT p.name, s.option_values, p.name_alt, s.code, (SELECT group_concat (code, char (10)) FROM barcode WHERE sku = s.id)"
                            " FROM sku s LEFT JOIN product p ON p.id = s.product AND p.present = 1 WHERE s.id = ?1";
  sqlite3_stmt *statement;
  gboolean has_row;

  if (probe->text_id == id)
    return TRUE;
  br_sku_probe_clear (probe);
  statement = br_db_statement (probe->db, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  if (!br_db_step (probe->db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      g_autofree char *shown = br_text_shown_name (br_column_text (statement, 0), br_column_text (statement, 1));
      g_autofree char *fold = br_text_fold (shown);
      g_autofree char *alt = br_text_fold (br_column_text (statement, 2));

      probe->name = g_strconcat (fold, "\n", alt, NULL);
      probe->initials = br_text_initials (fold);
      probe->code = br_text_fold (br_column_text (statement, 3));
      probe->barcodes = br_text_fold (br_column_text (statement, 4));
      sqlite3_reset (statement);
    }
  probe->text_id = has_row ? id : 0;
  probe->n_read += 8;
  return TRUE;
}
