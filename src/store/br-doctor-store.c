/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts over the list's projection. */
#include "config.h"
#include "br-doctor-store.h"

#include "br-bind.h"

gboolean
br_doctor_store_counts (BrDb *db, BrDoctorCounts *out, GError **error)
{
  static const char sql[] = "SELECT findings, count (*) FROM sku_list GROUP BY findings";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  *out = (BrDoctorCounts) { 0 };
  if (statement == NULL)
    return FALSE;
  while (TRUE)
    {
      gint64 findings, n;

      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      findings = sqlite3_column_int64 (statement, 0);
      n = sqlite3_column_int64 (statement, 1);
      out->n_skus += n;
      out->n_any += findings != 0 ? n : 0;
      for (guint bit = 0; bit < BR_N_FINDINGS; bit++)
        out->n[bit] += findings & 1 << bit ? n : 0;
    }
}

GArray *
br_category_store_counts (BrDb *db, GError **error)
{
  static const char sql[] =
      "SELECT c.uid, t.n FROM (SELECT category, count (*) AS n FROM sku_list GROUP BY category) t LEFT JOIN category c ON c.id = t.category";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (BrCategoryCount));
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  while (TRUE)
    {
      BrCategoryCount count;

      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&counts);
      count = (BrCategoryCount) { br_column_id (statement, 0), sqlite3_column_int64 (statement, 1) };
      g_array_append_val (counts, count);
    }
}
