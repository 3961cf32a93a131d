/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "world.h"

static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  return level == G_LOG_LEVEL_WARNING ? G_LOG_WRITER_HANDLED : g_log_writer_default (level, fields, n_fields, data);
}

void
world_expect_warnings (void)
{
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_log_set_writer_func (write_log, NULL, NULL);
}

typedef struct
{
  const char *sql;
  gint64 number;
} IntJob;

static gboolean
int_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  IntJob *job = data;
  sqlite3_stmt *statement = br_db_statement (db, job->sql, error);
  gboolean has_row;

  if (statement == NULL || !br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  job->number = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

gint64
world_int (BrStore *store, const char *sql)
{
  IntJob job = { sql, G_MININT64 };
  g_autoptr (GError) error = NULL;

  g_assert_true (br_store_read (store, int_job, &job, NULL, &error));
  g_assert_no_error (error);
  return job.number;
}
