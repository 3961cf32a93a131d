/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One SQLite connection: opened in one way, statements cached by text, transactions by one function, migrations.
 * The cache (store) and HQ (server) both stand on it. A connection belongs to one thread at a time. */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct _BrDb BrDb;

/** BrDbMode: writer (creates the file), or reader (query_only). */
typedef enum { BR_DB_WRITER = 1, BR_DB_READER } BrDbMode;

/** BrDbFaults: the storage faults' table of functions (SYNC.md 3.12, 5.1): asked before each write, sync and truncate
 *  of any file of the database; returns SQLITE_OK or the error to inject (SQLITE_FULL, SQLITE_IOERR_WRITE, ...). NULL: none. */
typedef struct
{
  int (*before_io) (gpointer data, const char *path, const char *what, gint64 offset, int n_bytes);
  gpointer data; /* borrowed */
} BrDbFaults;

/** BrDbParams: how to open. */
typedef struct
{
  const char       *path;       /* file, or ":memory:" */
  BrDbMode          mode;
  const BrDbFaults *faults;     /* or NULL; must outlive the connection */
  int               cache_kib;  /* page cache, KiB; 0 = default of 8192 */
} BrDbParams;

/**
 * br_db_open: opens, sets and reads back: foreign_keys=ON, journal_mode=WAL (writer, files), synchronous=FULL,
 * busy_timeout=5000, trusted_schema=OFF, temp_store=MEMORY. Errors: IO, FULL, BUSY, CORRUPT.
 */
BrDb         *br_db_open         (const BrDbParams *params, GError **error);
void          br_db_close        (BrDb *self);
sqlite3      *br_db_handle       (BrDb *self);
/** br_db_has_moved: the file that was opened is not found by its name any more: what is written to it is lost to the next program. */
gboolean      br_db_has_moved    (BrDb *self);

/** br_db_statement: (transfer none) the cached statement for static text `sql`, reset, its bindings cleared. Errors: as br_db_error. */
sqlite3_stmt *br_db_statement    (BrDb *self, const char *sql, GError **error);
/** br_db_step: steps; *has_row says whether there is a row. Resets on end and on error. */
gboolean      br_db_step         (BrDb *self, sqlite3_stmt *statement, gboolean *has_row, GError **error);
/** br_db_run: steps a statement that gives no rows to its end. */
gboolean      br_db_run          (BrDb *self, sqlite3_stmt *statement, GError **error);
/** br_db_error: sets `error` from the connection's last SQLite error, code mapped to BrError. Returns FALSE. */
gboolean      br_db_error        (BrDb *self, GError **error);

/** BrDbFunc: the body of one transaction. */
typedef gboolean (*BrDbFunc) (BrDb *db, gpointer data, GError **error);
/** br_db_transaction: BEGIN IMMEDIATE, func, COMMIT; ROLLBACK on any error. The only place that begins and commits. Not nested. */
gboolean      br_db_transaction  (BrDb *self, BrDbFunc func, gpointer data, GError **error);
/** br_db_dry_run: the same, but always rolled back; TRUE if func succeeded. */
gboolean      br_db_dry_run      (BrDb *self, BrDbFunc func, gpointer data, GError **error);
/** br_db_read: func within one read snapshot (BEGIN DEFERRED … ROLLBACK). */
gboolean      br_db_read         (BrDb *self, BrDbFunc func, gpointer data, GError **error);
/** br_db_savepoint: func inside a savepoint of a running transaction: undone alone when it fails. */
gboolean      br_db_savepoint    (BrDb *self, BrDbFunc func, gpointer data, GError **error);
/** br_db_interrupt_on: from now until the next call, `cancellable` interrupts running statements (progress handler); NULL = none. */
void          br_db_interrupt_on (BrDb *self, GCancellable *cancellable);

/** BrMigration: one numbered step; versions are 1, 2, 3 … without gaps. */
typedef struct
{
  int         version; /* user_version after this step */
  const char *sql;     /* the text of data/sql/<area>/NNNN-what.sql */
} BrMigration;

/**
 * br_db_migrate: brings the file to the last version: each step one transaction with its user_version and
 * foreign_key_check; foreign keys are off (set outside the transaction) meanwhile; a file of version > 0 that needs steps is
 * first copied by VACUUM INTO "<path>.backup-v<N>". A newer file: TOO_NEW, untouched. Errors: CORRUPT, IO, FULL, TOO_NEW.
 */
gboolean      br_db_migrate      (BrDb *self, const BrMigration *steps, gsize n_steps, GError **error);

G_END_DECLS
