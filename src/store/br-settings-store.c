/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small tables of names and texts. */
#include "config.h"
#include "br-settings-store.h"

#include "br-bind.h"
#include "br-error.h"

#define SYNC_LOG_KEPT "2000"
#define MAPPINGS_KEPT "200"

/* Text parameters in order, NULL for the rest. */
static sqlite3_stmt *
prepare (BrDb *db, const char *sql, const char *first, const char *second, const char *third, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  const char *texts[] = { first, second, third };

  if (statement != NULL)
    for (int i = 0; i < (int) G_N_ELEMENTS (texts) && texts[i] != NULL; i++)
      br_bind_text (statement, i + 1, texts[i]);
  return statement;
}

static gboolean
run (BrStoreTx *tx, sqlite3_stmt *statement, GError **error)
{
  if (statement == NULL)
    return FALSE;
  br_store_tx_note_settings (tx);
  return br_db_run (tx->db, statement, error);
}

/* The one text a statement gives, or NULL. */
static gboolean
read_text (BrDb *db, sqlite3_stmt *statement, char **out, GError **error)
{
  gboolean has_row;

  *out = NULL;
  if (statement == NULL || !br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *out = g_strdup (br_column_text (statement, 0));
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
br_settings_get (BrDb *db, const char *key, char **value, GError **error)
{
  return read_text (db, prepare (db, "SELECT value FROM meta WHERE key = ?1", key, NULL, NULL, error), value, error);
}

gboolean
br_settings_set (BrStoreTx *tx, const char *key, const char *value, GError **error)
{
  static const char put[] = "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
  static const char drop[] = "DELETE FROM meta WHERE key = ?1";

  return run (tx, prepare (tx->db, value != NULL ? put : drop, key, value, NULL, error), error);
}

gboolean
br_settings_get_int (BrDb *db, const char *key, gint64 fallback, gint64 *value, GError **error)
{
  g_autofree char *text = NULL;

  *value = fallback;
  if (!br_settings_get (db, key, &text, error))
    return FALSE;
  if (text == NULL || g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, value, NULL))
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_CORRUPT, "the setting %s is not a number", key);
  return FALSE;
}

gboolean
br_settings_set_int (BrStoreTx *tx, const char *key, gint64 value, GError **error)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
  return br_settings_set (tx, key, text, error);
}

void
br_saved_filter_free (BrSavedFilter *self)
{
  g_free (self->name);
  g_free (self->query);
  g_free (self);
}

GPtrArray *
br_saved_filter_list (BrDb *db, const char *page, GError **error)
{
  g_autoptr (GPtrArray) filters = g_ptr_array_new_with_free_func ((GDestroyNotify) br_saved_filter_free);
  sqlite3_stmt *statement = prepare (db, "SELECT name, query FROM saved_filter WHERE page = ?1 ORDER BY name", page, NULL, NULL, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (TRUE)
    {
      BrSavedFilter *filter;

      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&filters);
      filter = g_new0 (BrSavedFilter, 1);
      filter->name = g_strdup (br_column_text (statement, 0));
      filter->query = g_strdup (br_column_text (statement, 1));
      g_ptr_array_add (filters, filter);
    }
}

gboolean
br_saved_filter_put (BrStoreTx *tx, const char *page, const char *name, const char *query, GError **error)
{
  static const char sql[] = "INSERT INTO saved_filter (page, name, query) VALUES (?1, ?2, ?3)"
                            " ON CONFLICT (page, name) DO UPDATE SET query = excluded.query";

  return run (tx, prepare (tx->db, sql, page, name, query, error), error);
}

gboolean
br_saved_filter_remove (BrStoreTx *tx, const char *page, const char *name, GError **error)
{
  return run (tx, prepare (tx->db, "DELETE FROM saved_filter WHERE page = ?1 AND name = ?2", page, name, NULL, error), error);
}

gboolean
br_import_mapping_get (BrDb *db, const char *shape, char **mapping, GError **error)
{
  return read_text (db, prepare (db, "SELECT mapping FROM import_mapping WHERE shape = ?1", shape, NULL, NULL, error), mapping, error);
}

gboolean
br_import_mapping_put (BrStoreTx *tx, const char *shape, const char *mapping, GError **error)
{
  static const char put[] = "INSERT INTO import_mapping (shape, mapping, used_us) VALUES (?1, ?2, ?3)"
                            " ON CONFLICT (shape) DO UPDATE SET mapping = excluded.mapping, used_us = excluded.used_us";
  static const char trim[] = "DELETE FROM import_mapping WHERE shape NOT IN"
                             " (SELECT shape FROM import_mapping ORDER BY used_us DESC, shape LIMIT " MAPPINGS_KEPT ")";
  sqlite3_stmt *statement = prepare (tx->db, put, shape, mapping, NULL, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 3, br_clock_now_us (tx->clock));
  return run (tx, statement, error) && run (tx, prepare (tx->db, trim, NULL, NULL, NULL, error), error);
}

void
br_sync_log_entry_free (BrSyncLogEntry *self)
{
  g_free (self->what);
  g_free (self->detail);
  g_free (self);
}

gboolean
br_sync_log_append (BrStoreTx *tx, BrSyncLogLevel level, const char *what, const char *detail, GError **error)
{
  static const char put[] = "INSERT INTO sync_log (what, detail, at_us, level) VALUES (?1, ?2, ?3, ?4)";
  static const char trim[] = "DELETE FROM sync_log WHERE id <= (SELECT MAX(id) FROM sync_log) - " SYNC_LOG_KEPT;
  sqlite3_stmt *statement = prepare (tx->db, put, what, detail, NULL, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 3, br_clock_now_us (tx->clock));
  sqlite3_bind_int (statement, 4, level);
  return run (tx, statement, error) && run (tx, prepare (tx->db, trim, NULL, NULL, NULL, error), error);
}

GPtrArray *
br_sync_log_list (BrDb *db, guint limit, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) br_sync_log_entry_free);
  sqlite3_stmt *statement = br_db_statement (db, "SELECT at_us, level, what, detail FROM sync_log ORDER BY id DESC LIMIT ?1", error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, limit);
  while (TRUE)
    {
      BrSyncLogEntry *entry;

      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&entries);
      entry = g_new0 (BrSyncLogEntry, 1);
      entry->at_us = sqlite3_column_int64 (statement, 0);
      entry->level = sqlite3_column_int (statement, 1);
      entry->what = g_strdup (br_column_text (statement, 2));
      entry->detail = g_strdup (br_column_text (statement, 3));
      g_ptr_array_add (entries, entry);
    }
}
