/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HQ's database, behind one thin table of functions: prepare, bind, step, column, transaction. One SQL text serves every
 * driver: $1, $2 … placeholders, each used once and in order, and the subset SQLite and PostgreSQL share (upsert,
 * RETURNING, CTE). SQLite is built in (br-sql-sqlite.c); a PostgreSQL driver is one more table.
 * A connection belongs to one thread at a time.
 */
#pragma once

#include "br-db.h"
#include "br-id.h"

G_BEGIN_DECLS

typedef struct _BrSql BrSql;

/** BrSqlScope: how br_sql_transaction encloses its body. */
typedef enum
{
  BR_SQL_WRITE = 1, /* a transaction, committed if the body succeeds, retried when another writer was in the way */
  BR_SQL_READ,      /* one snapshot, never committed */
  BR_SQL_SAVEPOINT, /* inside a running transaction, undone alone if the body fails */
} BrSqlScope;

/** BrSqlParams: how to open. */
typedef struct
{
  const char       *database; /* file name, ":memory:", later postgresql://… */
  BrDbMode          mode;     /* writer, or reader */
  const BrDbFaults *faults;   /* or NULL; must outlive the connection */
} BrSqlParams;

/** BrSqlBody: what runs inside a transaction; may run again from the start, so it must not keep state of a failed run. */
typedef gboolean (*BrSqlBody) (BrSql *sql, gpointer data, GError **error);

/** BrSqlDriver: the table of functions of one database engine. Statements belong to the driver, cached by their text. */
typedef struct
{
  gpointer      (*open)        (const BrSqlParams *params, GError **error);
  void          (*close)       (gpointer db);
  gboolean      (*migrate)     (gpointer db, const BrMigration *steps, gsize n_steps, GError **error);
  gboolean      (*enclose)     (gpointer db, BrSqlScope scope, BrSql *sql, BrSqlBody body, gpointer data, GError **error);
  gpointer      (*prepare)     (gpointer db, const char *text, GError **error);
  void          (*bind_int)    (gpointer statement, int index, gint64 value);
  void          (*bind_text)   (gpointer statement, int index, const char *value, gssize length);
  void          (*bind_blob)   (gpointer statement, int index, const void *value, gsize length);
  gboolean      (*step)        (gpointer db, gpointer statement, gboolean *has_row, GError **error);
  void          (*reset)       (gpointer statement);
  gint64        (*column_int)  (gpointer statement, int column);
  const char   *(*column_text) (gpointer statement, int column, gsize *length);
  const guint8 *(*column_blob) (gpointer statement, int column, gsize *length);
} BrSqlDriver;

/** br_sql_sqlite_driver: SQLite over BrDb. */
const BrSqlDriver *br_sql_sqlite_driver (void);

/** br_sql_open: the driver is chosen by the database's name. Errors: INVALID (no such driver), and as br_db_open. */
BrSql   *br_sql_open        (const BrSqlParams *params, GError **error);
void     br_sql_close       (BrSql *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrSql, br_sql_close)
/** br_sql_migrate: as br_db_migrate. */
gboolean br_sql_migrate     (BrSql *self, const BrMigration *steps, gsize n_steps, GError **error);
/** br_sql_transaction: body inside `scope`. Errors: the body's, and the database's. */
gboolean br_sql_transaction (BrSql *self, BrSqlScope scope, BrSqlBody body, gpointer data, GError **error);

/** BrSqlQuery: one use of a statement. Values are bound in the order of the placeholders; what goes wrong on the way is told
 *  by br_sql_next or br_sql_run. Two uses of the same text must not overlap. */
typedef struct
{
  BrSql   *sql;       /* borrowed */
  gpointer statement; /* the driver's, NULL when preparing failed */
  int      n_bound;   /* placeholders bound so far */
  GError  *error;     /* owned: why preparing failed, until the first step */
} BrSqlQuery;

/** br_sql_query: starts one use of static text. Every query is ended by br_sql_run, a br_sql_next without a row or with an
 *  error, or br_sql_end. */
BrSqlQuery br_sql_query       (BrSql *self, const char *text);
void       br_sql_bind_int    (BrSqlQuery *query, gint64 value);
void       br_sql_bind_text   (BrSqlQuery *query, const char *value);                 /* NULL binds NULL; copied */
void       br_sql_bind_string (BrSqlQuery *query, const char *value, gsize length);   /* copied */
void       br_sql_bind_blob   (BrSqlQuery *query, const void *value, gsize length);   /* NULL value binds NULL; copied */
void       br_sql_bind_id     (BrSqlQuery *query, const BrId *id);                    /* none binds NULL */
/** br_sql_next: steps to the next row, if any. */
gboolean   br_sql_next        (BrSqlQuery *query, gboolean *has_row, GError **error);
/** br_sql_run: runs a statement that gives no rows. */
gboolean   br_sql_run         (BrSqlQuery *query, GError **error);
/** br_sql_end: gives the statement back before its last row. */
void       br_sql_end         (BrSqlQuery *query);

/* Columns of the row br_sql_next stands on, from 0; text and bytes are valid until the next step. */
gint64        br_sql_int  (const BrSqlQuery *query, int column);                    /* 0 when NULL */
const char   *br_sql_text (const BrSqlQuery *query, int column, gsize *length);     /* NULL when NULL; length or NULL */
const guint8 *br_sql_blob (const BrSqlQuery *query, int column, gsize *length);
/** br_sql_id: FALSE, and none, when the column is NULL or not 16 bytes. */
gboolean      br_sql_id   (const BrSqlQuery *query, int column, BrId *out);

G_END_DECLS
