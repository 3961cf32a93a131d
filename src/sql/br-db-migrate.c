/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Migrations. PRAGMA user_version is the number of the last step done. A step's text, its number and a check of all foreign
 * keys are one transaction; foreign keys are switched off outside of it, as SQLite demands (https://sqlite.org/lang_altertable.html, 7).
 */
#include "br-db.h"

#include "br-error.h"

#include <errno.h>
#include <glib/gstdio.h>

static gboolean
read_int (BrDb *db, const char *sql, gint64 *out, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL || !br_db_step (db, statement, &has_row, error))
    return FALSE;
  *out = has_row ? sqlite3_column_int64 (statement, 0) : 0;
  sqlite3_reset (statement);
  return TRUE;
}

static gboolean
execute (BrDb *db, const char *sql, GError **error)
{
  return sqlite3_exec (br_db_handle (db), sql, NULL, NULL, NULL) == SQLITE_OK || br_db_error (db, error);
}

static gboolean
apply_step (BrDb *db, gpointer data, GError **error)
{
  const BrMigration *step = data;
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version=%d", step->version);
  sqlite3_stmt *statement;
  gint64 reached;
  gboolean broken;

  if (!read_int (db, "PRAGMA user_version", &reached, error))
    return FALSE;
  if (reached >= step->version)
    return TRUE; /* another program that opens the file just now was first */
  if (!execute (db, step->sql, error) || !execute (db, version, error))
    return FALSE;
  statement = br_db_statement (db, "PRAGMA foreign_key_check", error);
  if (statement == NULL || !br_db_step (db, statement, &broken, error))
    return FALSE;
  if (broken)
    g_set_error (error, BR_ERROR, BR_ERROR_CORRUPT, "migration %d leaves a reference to nothing in table %s", step->version,
                 (const char *) sqlite3_column_text (statement, 0));
  return !broken;
}

/* Copies the file beside itself before it is changed; a copy left by an earlier, failed attempt is replaced. */
static gboolean
back_up (BrDb *db, gint64 version, GError **error)
{
  const char *path = sqlite3_db_filename (br_db_handle (db), "main");
  g_autofree char *copy = NULL;
  sqlite3_stmt *statement;

  if (path == NULL || *path == '\0')
    return TRUE;
  copy = g_strdup_printf ("%s.backup-v%" G_GINT64_FORMAT, path, version);
  if (g_unlink (copy) != 0 && errno != ENOENT)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_IO, "cannot replace the old backup: %s", g_strerror (errno));
      return FALSE;
    }
  statement = br_db_statement (db, "VACUUM INTO :path", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, copy, -1, SQLITE_STATIC);
  return br_db_run (db, statement, error);
}

static gboolean
apply_steps (BrDb *db, const BrMigration *steps, gsize n_steps, gint64 version, GError **error)
{
  if (version > 0 && !back_up (db, version, error))
    return FALSE;
  for (gsize i = (gsize) version; i < n_steps; i++)
    {
      g_assert (steps[i].version == (int) i + 1);
      if (!br_db_transaction (db, apply_step, (gpointer) &steps[i], error))
        {
          g_prefix_error (error, "migration %d: ", steps[i].version);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
br_db_migrate (BrDb *self, const BrMigration *steps, gsize n_steps, GError **error)
{
  gint64 version;
  gboolean done;

  if (!read_int (self, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version > (gint64) n_steps)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_TOO_NEW, "the file has version %" G_GINT64_FORMAT ", this Backroom knows %" G_GSIZE_FORMAT, version, n_steps);
      return FALSE;
    }
  if (version == (gint64) n_steps)
    return TRUE;
  if (!execute (self, "PRAGMA foreign_keys=OFF", error))
    return FALSE;
  done = apply_steps (self, steps, n_steps, version, error);
  return execute (self, "PRAGMA foreign_keys=ON", done ? error : NULL) && done;
}
