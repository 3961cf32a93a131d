/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binding and reading the column types SQLite has no call for: ids, optional texts, byte blocks. */
#pragma once

#include <sqlite3.h>
#include <string.h>

#include "br-id.h"

G_BEGIN_DECLS

/** br_bind_id: 16 bytes, NULL for none. The id must live until the statement is reset. */
static inline void
br_bind_id (sqlite3_stmt *statement, int parameter, const BrId *id)
{
  if (br_id_is_none (id))
    sqlite3_bind_null (statement, parameter);
  else
    sqlite3_bind_blob (statement, parameter, id->bytes, sizeof id->bytes, SQLITE_STATIC);
}

/** br_bind_text: NULL for NULL. The text must live until the statement is reset. */
static inline void
br_bind_text (sqlite3_stmt *statement, int parameter, const char *text)
{
  sqlite3_bind_text (statement, parameter, text, -1, SQLITE_STATIC);
}

/** br_bind_bytes: a block. It must live until the statement is reset. */
static inline void
br_bind_bytes (sqlite3_stmt *statement, int parameter, GBytes *bytes)
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  sqlite3_bind_blob64 (statement, parameter, data, size, SQLITE_STATIC);
}

/** br_like_pattern: `text`, found anywhere, as a pattern of LIKE … ESCAPE '\'. Caller frees. */
static inline char *
br_like_pattern (const char *text)
{
  GString *pattern = g_string_new ("%");

  for (; *text != '\0'; text++)
    {
      if (strchr ("%_\\", *text) != NULL)
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, *text);
    }
  g_string_append_c (pattern, '%');
  return g_string_free (pattern, FALSE);
}

/** br_column_id: none for NULL and for anything that is not 16 bytes. */
static inline BrId
br_column_id (sqlite3_stmt *statement, int column)
{
  BrId id = { 0 };

  if (sqlite3_column_bytes (statement, column) == sizeof id.bytes)
    memcpy (id.bytes, sqlite3_column_blob (statement, column), sizeof id.bytes);
  return id;
}

/** br_column_text: (transfer none) valid until the next step; NULL for NULL. */
static inline const char *
br_column_text (sqlite3_stmt *statement, int column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

/** br_column_dup_bytes: (transfer full) a copy. */
static inline GBytes *
br_column_dup_bytes (sqlite3_stmt *statement, int column)
{
  const void *data = sqlite3_column_blob (statement, column);

  return g_bytes_new (data, sqlite3_column_bytes (statement, column));
}

G_END_DECLS
