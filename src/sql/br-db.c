/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One SQLite connection. What must be set is set and read back in open(); BEGIN and COMMIT are here and nowhere else, so
 * that neither a pragma inside a transaction nor a failed migration ended by COMMIT can happen (STYLE.md, end).
 */
#include "br-db.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "br-db-faults.h"
#include "br-error.h"

#define MAX_STATEMENTS 512        /* kept prepared; beyond it the one unused for longest goes */
#define DEFAULT_CACHE_KIB 8192
#define BUSY_TIMEOUT_MS 5000
#define WAL_RETRY_MS 10
#define N_RECENT 64               /* statements found by the address of their text, before the table is asked */
#define INTERRUPT_STEPS 4000      /* virtual machine steps between two looks at the cancellable: well below 1 ms */

typedef struct
{
  sqlite3_stmt *statement; /* owned */
  guint64 used;      /* tick of the last use */
} CachedStatement;

/* A statement found by the address of its text last time. */
typedef struct
{
  const char *text;   /* as the caller gave it; static by contract, compared all the same */
  CachedStatement *cached;
} RecentStatement;

struct _BrDb
{
  sqlite3 *handle;
  BrFaultVfs *faults;     /* owned, or NULL */
  GHashTable *statements; /* text (of the statement) -> CachedStatement */
  RecentStatement recent[N_RECENT]; /* hashing a long text costs as much as a short statement */
  guint64 tick;
  GCancellable *cancellable; /* owned, or NULL */
};

static void
cached_statement_free (CachedStatement *cached)
{
  sqlite3_finalize (cached->statement);
  g_free (cached);
}

/* What a caller can do about an SQLite result code. */
static BrError
map_code (int extended)
{
  switch (extended & 0xff)
    {
    case SQLITE_FULL: return BR_ERROR_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return BR_ERROR_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return BR_ERROR_CORRUPT;
    case SQLITE_CONSTRAINT: return extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY ? BR_ERROR_EXISTS : BR_ERROR_INVALID;
    case SQLITE_TOOBIG: return BR_ERROR_RANGE;
    default: return BR_ERROR_IO;
    }
}

gboolean
br_db_error (BrDb *self, GError **error)
{
  int code = sqlite3_extended_errcode (self->handle);

  if ((code & 0xff) == SQLITE_INTERRUPT)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "interrupted");
  else
    g_set_error (error, BR_ERROR, map_code (code), "SQLite: %s (%d)", sqlite3_errmsg (self->handle), code);
  return FALSE;
}

static gboolean
execute (BrDb *self, const char *sql, GError **error)
{
  return sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK || br_db_error (self, error);
}

/* Runs a pragma and checks that it now gives `expected` (NULL: whatever). */
static gboolean
set_pragma (BrDb *self, const char *set, const char *get, const char *expected, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean good;

  if (!execute (self, set, error))
    return FALSE;
  if (sqlite3_prepare_v2 (self->handle, get, -1, &statement, NULL) != SQLITE_OK || sqlite3_step (statement) != SQLITE_ROW)
    {
      br_db_error (self, error);
      sqlite3_finalize (statement);
      return FALSE;
    }
  good = g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), expected) == 0;
  if (!good)
    g_set_error (error, BR_ERROR, BR_ERROR_IO, "SQLite: \"%s\" had no effect", set);
  sqlite3_finalize (statement);
  return good;
}

/* Two that open a new file at once: while one makes it a WAL file, SQLite tells the other BUSY without waiting its timeout. */
static gboolean
set_wal (BrDb *self, GError **error)
{
  for (int waited_ms = 0;; waited_ms += WAL_RETRY_MS)
    {
      GError *problem = NULL;

      if (set_pragma (self, "PRAGMA journal_mode=WAL", "PRAGMA journal_mode", "wal", &problem))
        return TRUE;
      if (waited_ms >= BUSY_TIMEOUT_MS || !g_error_matches (problem, BR_ERROR, BR_ERROR_BUSY))
        {
          g_propagate_error (error, problem);
          return FALSE;
        }
      g_error_free (problem);
      g_usleep (WAL_RETRY_MS * 1000);
    }
}

static gboolean
set_pragmas (BrDb *self, const BrDbParams *params, GError **error)
{
  int kib = params->cache_kib > 0 ? params->cache_kib : DEFAULT_CACHE_KIB;
  g_autofree char *cache = g_strdup_printf ("PRAGMA cache_size=-%d", kib);
  g_autofree char *size = g_strdup_printf ("-%d", kib);
  gboolean is_file = g_strcmp0 (params->path, ":memory:") != 0;

  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  if (!set_pragma (self, "PRAGMA foreign_keys=ON", "PRAGMA foreign_keys", "1", error)
      || !set_pragma (self, "PRAGMA trusted_schema=OFF", "PRAGMA trusted_schema", "0", error)
      || !set_pragma (self, "PRAGMA temp_store=MEMORY", "PRAGMA temp_store", "2", error)
      || !set_pragma (self, "PRAGMA synchronous=FULL", "PRAGMA synchronous", "2", error) || !set_pragma (self, cache, "PRAGMA cache_size", size, error))
    return FALSE;
  if (params->mode == BR_DB_READER)
    return set_pragma (self, "PRAGMA query_only=ON", "PRAGMA query_only", "1", error);
  return !is_file || set_wal (self, error);
}

/* A database is its owner's alone: it holds prices, people and what their passwords hash to. SQLite gives its side files the same mode. */
static void
make_private (const char *path)
{
  int fd = g_str_equal (path, ":memory:") ? -1 : g_open (path, O_CREAT | O_EXCL | O_CLOEXEC | O_RDWR, 0600);

  if (fd >= 0) /* else it exists, or opening it will say why it cannot be made */
    close (fd);
}

BrDb *
br_db_open (const BrDbParams *params, GError **error)
{
  BrDb *self = g_new0 (BrDb, 1);
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_READWRITE;

  if (params->mode == BR_DB_WRITER)
    {
      flags |= SQLITE_OPEN_CREATE;
      make_private (params->path);
    }
  if (params->faults != NULL)
    self->faults = br_fault_vfs_new (params->faults);
  /* The text of a statement is its key: it lives exactly as long as the statement. */
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) cached_statement_free);
  if (sqlite3_open_v2 (params->path, &self->handle, flags, self->faults != NULL ? br_fault_vfs_get_name (self->faults) : NULL) != SQLITE_OK)
    br_db_error (self, error);
  else if (set_pragmas (self, params, error))
    return self;
  g_prefix_error (error, "opening the database: ");
  br_db_close (self);
  return NULL;
}

void
br_db_close (BrDb *self)
{
  if (self == NULL)
    return;
  br_db_interrupt_on (self, NULL);
  g_hash_table_unref (self->statements);
  if (sqlite3_close (self->handle) != SQLITE_OK)
    g_warning ("a statement of a closed database is still open");
  g_clear_pointer (&self->faults, br_fault_vfs_free);
  g_free (self);
}

sqlite3 *
br_db_handle (BrDb *self)
{
  return self->handle;
}

gboolean
br_db_has_moved (BrDb *self)
{
  int moved = 0;

  return sqlite3_file_control (self->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0;
}

/* Makes room for one more statement. */
static void
drop_oldest_statement (BrDb *self)
{
  GHashTableIter iter;
  CachedStatement *cached;
  CachedStatement *oldest = NULL;

  g_hash_table_iter_init (&iter, self->statements);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &cached))
    {
      if (!sqlite3_stmt_busy (cached->statement) && (oldest == NULL || cached->used < oldest->used))
        oldest = cached;
    }
  memset (self->recent, 0, sizeof self->recent);
  if (oldest != NULL)
    g_hash_table_remove (self->statements, sqlite3_sql (oldest->statement));
}

static CachedStatement *
find_cached (BrDb *self, const char *sql)
{
  RecentStatement *recent = &self->recent[GPOINTER_TO_SIZE (sql) / 8 % N_RECENT];

  if (recent->cached == NULL || recent->text != sql || strcmp (sql, sqlite3_sql (recent->cached->statement)) != 0)
    *recent = (RecentStatement) { sql, g_hash_table_lookup (self->statements, sql) };
  return recent->cached;
}

sqlite3_stmt *
br_db_statement (BrDb *self, const char *sql, GError **error)
{
  CachedStatement *cached = find_cached (self, sql);
  sqlite3_stmt *statement;

  if (cached != NULL)
    {
      cached->used = ++self->tick;
      sqlite3_reset (cached->statement);
      sqlite3_clear_bindings (cached->statement);
      return cached->statement;
    }
  if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    {
      br_db_error (self, error);
      return NULL;
    }
  if (g_hash_table_size (self->statements) >= MAX_STATEMENTS)
    drop_oldest_statement (self);
  cached = g_new (CachedStatement, 1);
  *cached = (CachedStatement) { statement, ++self->tick };
  g_hash_table_insert (self->statements, (gpointer) sqlite3_sql (statement), cached);
  return statement;
}

gboolean
br_db_step (BrDb *self, sqlite3_stmt *statement, gboolean *has_row, GError **error)
{
  int code = sqlite3_step (statement);

  *has_row = code == SQLITE_ROW;
  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    br_db_error (self, error);
  sqlite3_reset (statement);
  return code == SQLITE_DONE;
}

gboolean
br_db_run (BrDb *self, sqlite3_stmt *statement, GError **error)
{
  gboolean has_row;

  do
    {
      if (!br_db_step (self, statement, &has_row, error))
        return FALSE;
    }
  while (has_row);
  return TRUE;
}

/* A statement left half-read would keep its locks after the transaction. */
static void
reset_statements (BrDb *self)
{
  sqlite3_stmt *statement = NULL;

  while ((statement = sqlite3_next_stmt (self->handle, statement)) != NULL)
    {
      if (sqlite3_stmt_busy (statement))
        sqlite3_reset (statement);
    }
}

/* SQLite rolls back by itself after some errors (FULL, IOERR): then there is nothing left to do. */
static void
roll_back (BrDb *self)
{
  reset_statements (self);
  br_db_interrupt_on (self, NULL);
  if (!sqlite3_get_autocommit (self->handle) && !execute (self, "ROLLBACK", NULL))
    g_warning ("rollback failed: %s", sqlite3_errmsg (self->handle));
}

static gboolean
run_between (BrDb *self, const char *begin, const char *end, BrDbFunc func, gpointer data, GError **error)
{
  g_assert (sqlite3_get_autocommit (self->handle));
  if (!execute (self, begin, error))
    return FALSE;
  if (!func (self, data, error))
    {
      roll_back (self);
      return FALSE;
    }
  reset_statements (self);
  if (execute (self, end, error))
    return TRUE;
  roll_back (self);
  return FALSE;
}

gboolean
br_db_transaction (BrDb *self, BrDbFunc func, gpointer data, GError **error)
{
  return run_between (self, "BEGIN IMMEDIATE", "COMMIT", func, data, error);
}

gboolean
br_db_dry_run (BrDb *self, BrDbFunc func, gpointer data, GError **error)
{
  return run_between (self, "BEGIN IMMEDIATE", "ROLLBACK", func, data, error);
}

gboolean
br_db_read (BrDb *self, BrDbFunc func, gpointer data, GError **error)
{
  return run_between (self, "BEGIN DEFERRED", "ROLLBACK", func, data, error);
}

gboolean
br_db_savepoint (BrDb *self, BrDbFunc func, gpointer data, GError **error)
{
  g_assert (!sqlite3_get_autocommit (self->handle));
  if (!execute (self, "SAVEPOINT br", error))
    return FALSE;
  if (func (self, data, error))
    return execute (self, "RELEASE br", error);
  /* When SQLite has already rolled back everything, the savepoint is gone too and the transaction's caller finds out. */
  if (!sqlite3_get_autocommit (self->handle) && !execute (self, "ROLLBACK TO br; RELEASE br", NULL))
    g_warning ("rollback to savepoint failed: %s", sqlite3_errmsg (self->handle));
  return FALSE;
}

static int
progress_cb (gpointer data)
{
  return g_cancellable_is_cancelled (data);
}

void
br_db_interrupt_on (BrDb *self, GCancellable *cancellable)
{
  if (cancellable == self->cancellable)
    return;
  g_set_object (&self->cancellable, cancellable);
  sqlite3_progress_handler (self->handle, cancellable != NULL ? INTERRUPT_STEPS : 0, cancellable != NULL ? progress_cb : NULL, cancellable);
}
