/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the Products list, fetched by id. */
#include "config.h"
#include "br-sku-query.h"

#include <string.h>

#include "br-bind.h"
#include "br-price-rows.h"
#include "br-text-fold.h"

static gint64
column_or_none (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL ? G_MININT64 : sqlite3_column_int64 (statement, column);
}

static char *
dup_first_line (const char *lines)
{
  return lines && *lines ? g_strndup (lines, strcspn (lines, "\n")) : NULL;
}

static BrSkuRow *
read_row (sqlite3_stmt *statement, guint32 id)
{
  BrSkuRow *row = br_sku_row_new ();

  row->id = id;
  row->uid = br_column_id (statement, 0);
  row->product_uid = br_column_id (statement, 1);
  row->name = br_text_shown_name (br_column_text (statement, 2), br_column_text (statement, 4));
  row->name_alt = g_strdup (br_column_text (statement, 3));
  row->code = g_strdup (br_column_text (statement, 5));
  row->barcode = g_strdup (br_column_text (statement, 6));
  row->category = g_strdup (br_column_text (statement, 7));
  row->brand = g_strdup (br_column_text (statement, 8));
  row->picture = dup_first_line (br_column_text (statement, 9));
  row->status = sqlite3_column_int (statement, 10);
  row->price_minor = column_or_none (statement, 11);
  row->price_kind = sqlite3_column_int (statement, 12);
  row->cost_minor = column_or_none (statement, 13);
  row->margin_bp = column_or_none (statement, 14);
  row->findings = (guint32) sqlite3_column_int64 (statement, 15);
  row->pending = sqlite3_column_int (statement, 16);
  row->changed_us = sqlite3_column_int64 (statement, 17);
  row->regular_minor = G_MININT64;
  return row;
}

static gboolean
load_row (BrDb *db, guint32 id, BrSkuRow **out, GError **error)
{
  static const char sql[] =
      "SELECT s.uid, p.uid, p.name, p.name_alt, s.option_values, l.code, l.barcode, c.name, b.name, p.pictures, l.status, l.price, e.kind,"
      " l.cost, l.margin_bp, l.findings, l.pending, l.changed_us"
      " FROM sku_list l JOIN sku s ON s.id = l.id LEFT JOIN product p ON p.id = s.product AND p.present = 1"
      " LEFT JOIN category c ON c.id = l.category LEFT JOIN brand b ON b.id = l.brand LEFT JOIN price e ON e.id = l.price_entry"
      " WHERE l.id = ?1";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  *out = NULL;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      *out = read_row (statement, id);
      sqlite3_reset (statement);
    }
  return TRUE;
}

/* What the SKU would cost without its promotion or clearance. */
static gboolean
load_regular (BrDb *db, BrSkuRow *row, GError **error)
{
  BrPricePlace place;
  BrPriceRows rows;
  const BrRecord *winner = NULL;
  gboolean ok;

  br_price_rows_init (&rows);
  ok = br_price_place_load (&place, db, br_clock_now_us (br_clock_system ()), error) && br_price_rows_load (&rows, db, row->id, error);
  if (ok)
    {
      br_price_rows_keep_kind (&rows, BR_PRICE_REGULAR);
      br_price_rows_resolve (&rows, &place, &winner);
    }
  if (winner && br_record_int (winner, BR_PRICE_AMOUNT) != row->price_minor)
    row->regular_minor = br_record_int (winner, BR_PRICE_AMOUNT);
  br_price_rows_clear (&rows);
  return ok;
}

static void
unref_row (gpointer data)
{
  if (data)
    br_sku_row_unref (data);
}

GPtrArray *
br_sku_query_rows (BrDb *db, const guint32 *ids, gsize n, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (unref_row);

  for (gsize i = 0; i < n; i++)
    {
      BrSkuRow *row;

      if (!load_row (db, ids[i], &row, error))
        return NULL;
      g_ptr_array_add (rows, row);
      if (row && row->price_minor != G_MININT64 && row->price_kind != BR_PRICE_REGULAR && !load_regular (db, row, error))
        return NULL;
    }
  return g_steal_pointer (&rows);
}

#define CANCEL_STEP 4096 /* rows between two looks at the cancellable */

gboolean
br_sku_query_count_statuses (BrDb *db, const BrIdList *ids, GCancellable *cancellable, guint counts[BR_STATUS_RETIRED + 1], GError **error)
{
  memset (counts, 0, sizeof (guint) * (BR_STATUS_RETIRED + 1));
  for (gsize i = 0; i < ids->n; i++)
    {
      sqlite3_stmt *statement = br_db_statement (db, "SELECT status FROM sku_list WHERE id = ?1", error);
      gboolean has_row;
      int status;

      if (statement == NULL || (i % CANCEL_STEP == 0 && g_cancellable_set_error_if_cancelled (cancellable, error)))
        return FALSE;
      sqlite3_bind_int64 (statement, 1, ids->ids[i]);
      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        continue;
      status = sqlite3_column_int (statement, 0);
      counts[status >= BR_STATUS_DRAFT && status <= BR_STATUS_RETIRED ? status : BR_STATUS_DRAFT]++;
      sqlite3_reset (statement);
    }
  return TRUE;
}
