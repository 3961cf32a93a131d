/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shop's own label templates. Those that come with Backroom are in its data; labels that were ordered keep theirs in job_template. */
#include "config.h"
#include "br-template-store.h"

#include "br-bind.h"
#include "br-error.h"
#include "br-wire-template.h"

void
br_template_row_free (BrTemplateRow *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->json);
  g_free (self);
}

GPtrArray *
br_template_store_list (BrDb *db, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) br_template_row_free);
  sqlite3_stmt *statement = br_db_statement (db, "SELECT key, revision, json FROM label_template ORDER BY name, key", error);
  gboolean has_row;

  while (statement != NULL)
    {
      BrTemplateRow *row;

      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&rows);
      row = g_new0 (BrTemplateRow, 1);
      row->key = g_strdup (br_column_text (statement, 0));
      row->revision = sqlite3_column_int (statement, 1);
      row->json = g_strdup (br_column_text (statement, 2));
      g_ptr_array_add (rows, row);
    }
  return NULL;
}

gboolean
br_template_store_put (BrStoreTx *tx, const BrLabelTemplate *template, int base_revision, GError **error)
{
  /* Of a key that is not there yet only revision 1 is written, of one that is there only the next one. */
  static const char sql[] = "INSERT INTO label_template (key, revision, name, json, at_us)"
                            " SELECT ?1, ?2, ?3, ?4, ?5 WHERE ?2 = 1 OR EXISTS (SELECT 1 FROM label_template WHERE key = ?1)"
                            " ON CONFLICT (key) DO UPDATE SET revision = excluded.revision, name = excluded.name, json = excluded.json, at_us = excluded.at_us"
                            " WHERE revision = excluded.revision - 1";
  g_autofree char *json = br_wire_template_write (template);
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, template->key);
  sqlite3_bind_int (statement, 2, base_revision + 1);
  br_bind_text (statement, 3, template->name);
  br_bind_text (statement, 4, json);
  sqlite3_bind_int64 (statement, 5, br_clock_now_us (tx->clock));
  if (!br_db_run (tx->db, statement, error))
    return FALSE;
  br_store_tx_note_templates (tx);
  if (sqlite3_changes (br_db_handle (tx->db)) > 0)
    return TRUE;
  g_set_error_literal (error, BR_ERROR, BR_ERROR_CONFLICT, "the template was changed meanwhile");
  return FALSE;
}

gboolean
br_template_store_delete (BrStoreTx *tx, const char *key, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "DELETE FROM label_template WHERE key = ?1", error);

  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, key);
  br_store_tx_note_templates (tx);
  return br_db_run (tx->db, statement, error);
}
