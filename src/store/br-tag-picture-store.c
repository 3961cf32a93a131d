/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table tag_picture: content-addressed, so that the same picture on a hundred tags is kept once. */
#include "config.h"
#include "br-tag-picture-store.h"

#include "br-bind.h"
#include "br-tag-sql.h"

#define STEP 100 /* pictures taken out a transaction */

static gboolean
bind_type (sqlite3_stmt *statement, int first, const BrTagType *type, guint8 *colours)
{
  for (guint i = 0; i < type->n_colours; i++)
    colours[i] = (guint8) type->colours[i];
  sqlite3_bind_int64 (statement, first, type->code);
  sqlite3_bind_int64 (statement, first + 1, type->width);
  sqlite3_bind_int64 (statement, first + 2, type->height);
  sqlite3_bind_int64 (statement, first + 3, type->rotate_buffer);
  sqlite3_bind_int64 (statement, first + 4, br_tag_type_get_depth (type));
  return sqlite3_bind_blob (statement, first + 5, colours, (int) type->n_colours, SQLITE_STATIC) == SQLITE_OK;
}

gboolean
br_tag_picture_put (BrStoreTx *tx, const char *digest, const BrTagImage *image, GBytes *jpeg, GError **error)
{
  static const char sql[] =
      "INSERT INTO tag_picture (digest, code, width, height, rotate_buffer, bits, colours, packed, jpeg, bytes, used_us)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (digest) DO UPDATE SET used_us = ?11, jpeg = coalesce (jpeg, ?9),"
      " bytes = length (packed) + coalesce (length (jpeg), length (?9), 0)";
  g_autoptr (GBytes) packed = br_tag_image_pack (image);
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);
  guint8 colours[BR_TAG_MAX_COLOURS];

  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, digest);
  bind_type (statement, 2, &image->type, colours);
  br_bind_bytes (statement, 8, packed);
  if (jpeg != NULL)
    br_bind_bytes (statement, 9, jpeg);
  sqlite3_bind_int64 (statement, 10, (gint64) (g_bytes_get_size (packed) + (jpeg != NULL ? g_bytes_get_size (jpeg) : 0)));
  sqlite3_bind_int64 (statement, 11, br_clock_now_us (tx->clock));
  br_store_tx_note_tags (tx);
  return br_db_run (tx->db, statement, error);
}

/* All that a picture is drawn by; the rest of its kind is not kept with it. */
static BrTagType
read_type (sqlite3_stmt *row)
{
  BrTagType type = { .code = (guint) sqlite3_column_int64 (row, 0),
                     .width = (guint) sqlite3_column_int (row, 1),
                     .height = (guint) sqlite3_column_int (row, 2),
                     .rotate_buffer = (guint) sqlite3_column_int (row, 3) };
  const guint8 *colours = sqlite3_column_blob (row, 5);

  br_tag_type_set_depth (&type, (guint) sqlite3_column_int (row, 4));
  type.n_colours = MIN ((guint) sqlite3_column_bytes (row, 5), BR_TAG_MAX_COLOURS);
  for (guint i = 0; i < type.n_colours; i++)
    type.colours[i] = (BrTagColour) colours[i];
  return type;
}

BrTagImage *
br_tag_picture_load (BrDb *db, const char *digest, GBytes **jpeg, GError **error)
{
  static const char sql[] = "SELECT code, width, height, rotate_buffer, bits, colours, packed, jpeg FROM tag_picture WHERE digest = ?1";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  g_autoptr (GBytes) packed = NULL;
  gboolean has_row;
  BrTagType type;

  if (jpeg != NULL)
    *jpeg = NULL;
  if (statement == NULL)
    return NULL;
  br_bind_text (statement, 1, digest);
  if (!br_db_step (db, statement, &has_row, error) || !has_row)
    return NULL;
  type = read_type (statement);
  packed = br_column_dup_bytes (statement, 6);
  if (jpeg != NULL && sqlite3_column_type (statement, 7) != SQLITE_NULL)
    *jpeg = br_column_dup_bytes (statement, 7);
  sqlite3_reset (statement);
  return br_tag_image_unpack (&type, packed, error);
}

gboolean
br_tag_picture_prune (BrStoreTx *tx, gint64 most, gboolean *more, GError **error)
{
  static const char sql[] =
      "DELETE FROM tag_picture WHERE digest IN (SELECT p.digest FROM tag_picture p WHERE NOT EXISTS (SELECT 1 FROM tag WHERE shown_digest = p.digest)"
      " AND NOT EXISTS (SELECT 1 FROM tag_job WHERE state < 10 AND digest = p.digest) AND NOT EXISTS (SELECT 1 FROM tag_next WHERE digest = p.digest)"
      " ORDER BY p.used_us LIMIT ?1)";
  gint64 bytes;

  *more = FALSE;
  if (!br_tag_sql_number (tx->db, "SELECT sum (bytes) FROM tag_picture", 0, 0, &bytes, error))
    return FALSE;
  if (bytes <= most)
    return TRUE;
  if (!br_tag_sql_run (tx->db, sql, STEP, 0, error))
    return FALSE;
  *more = sqlite3_changes (br_db_handle (tx->db)) == STEP;
  return TRUE;
}
