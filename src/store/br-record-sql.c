/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An UPDATE names only the columns that change: SQLite rewrites the entries of every index that has a named column, changed or not,
 * so naming all of them would cost a price change four needless index writes.
 */
#include "config.h"
#include "br-record-sql.h"

/* Masks seen are few (the columns of a form, of a mass edit); a hostile feed may not grow the table for ever. */
#define MAX_UPDATES 512

static BrKindSql texts[BR_N_KINDS];

static char *
write_select (const BrKindInfo *info, const char *tail)
{
  GString *sql = g_string_new ("SELECT t.id, t.uid, t.present, t.rev, t.pending, t.by, t.at_us, t.feed, t.feed_seq");

  for (guint i = 0; i < info->n_fields; i++)
    {
      const BrField *field = &info->fields[i];

      if (field->type == BR_FIELD_REF)
        g_string_append_printf (sql, ", (SELECT uid FROM %s WHERE id = t.%s)", br_schema_get (field->ref)->name, field->name);
      else
        g_string_append_printf (sql, ", t.%s", field->name);
    }
  g_string_append_printf (sql, " FROM %s t %s", info->name, tail);
  return g_string_free (sql, FALSE);
}

static char *
write_insert (const BrKindInfo *info)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "INSERT INTO %s (uid, present, rev, pending, by, at_us, feed, feed_seq", info->name);
  for (guint i = 0; i < info->n_fields; i++)
    g_string_append_printf (sql, ", %s", info->fields[i].name);
  g_string_append (sql, ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8");
  for (guint i = 0; i < info->n_fields; i++)
    g_string_append_printf (sql, ", ?%u", BR_PARAM_FIELDS + i);
  g_string_append (sql, ") ON CONFLICT (uid) DO NOTHING");
  return g_string_free (sql, FALSE);
}

static char *
write_update (const BrKindInfo *info, guint32 mask)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "UPDATE %s SET present = ?2, rev = ?3, pending = ?4, by = ?5, at_us = ?6", info->name);
  for (guint i = 0; i < info->n_fields; i++)
    if (mask & (1u << i))
      g_string_append_printf (sql, ", %s = ?%u", info->fields[i].name, BR_PARAM_FIELDS + i);
  g_string_append (sql, " WHERE id = ?1");
  return g_string_free (sql, FALSE);
}

static char *
write_make_bare (const BrKindInfo *info)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "UPDATE %s SET present = 0, rev = 0, pending = ?2, by = NULL, at_us = 0", info->name);
  for (guint i = 0; i < info->n_fields; i++)
    g_string_append_printf (sql, ", %s = NULL", info->fields[i].name);
  g_string_append (sql, " WHERE id = ?1");
  return g_string_free (sql, FALSE);
}

static char *
write_name (const BrKindInfo *info)
{
  if (br_schema_find_field (info, "name") >= 0)
    return g_strdup_printf ("SELECT name FROM %s WHERE uid = ?1", info->name);
  if (br_schema_find_field (info, "code") >= 0)
    return g_strdup_printf ("SELECT code FROM %s WHERE uid = ?1", info->name);
  return g_strdup_printf ("SELECT s.code FROM %s t JOIN sku s ON s.id = t.sku WHERE t.uid = ?1", info->name);
}

static void
write_places (const BrKindInfo *info, BrKindSql *sql)
{
  sql->find_place = g_strdup_printf ("SELECT id, feed, feed_seq FROM %s WHERE uid = ?1", info->name);
  sql->set_place = g_strdup_printf ("UPDATE %s SET feed = ?2, feed_seq = ?3 WHERE id = ?1", info->name);
  sql->list_of_feed = g_strdup_printf ("SELECT uid FROM %s WHERE feed = ?1", info->name);
  sql->rename_feed = g_strdup_printf ("UPDATE %s SET feed = ?2 WHERE feed = ?1", info->name);
  sql->list_places = g_strdup_printf ("SELECT uid, feed, feed_seq FROM %s WHERE feed IS NOT NULL AND (present = 1 OR pending > 0)", info->name);
}

static void
write_field_texts (const BrKindInfo *info, BrKindSql *sql)
{
  for (guint i = 0; i < info->n_fields; i++)
    {
      const BrField *field = &info->fields[i];

      if (field->type == BR_FIELD_REF)
        {
          g_autofree char *tail = g_strdup_printf ("WHERE t.%s = (SELECT id FROM %s WHERE uid = ?1) AND t.present = 1 ORDER BY t.id", field->name,
                                                   br_schema_get (field->ref)->name);

          sql->children[i] = write_select (info, tail);
        }
      else if (field->type == BR_FIELD_TEXT)
        sql->find_by_text[i] = g_strdup_printf ("SELECT uid FROM %s WHERE %s = ?1 AND present = 1 ORDER BY id LIMIT 1", info->name, field->name);
    }
}

static void
write_kind (BrKind kind)
{
  const BrKindInfo *info = br_schema_get (kind);
  BrKindSql *sql = &texts[kind];
  gboolean has_name = br_schema_find_field (info, "name") >= 0;

  sql->find_id = g_strdup_printf ("SELECT id FROM %s WHERE uid = ?1", info->name);
  sql->is_present = g_strdup_printf ("SELECT present FROM %s WHERE uid = ?1", info->name);
  sql->insert_bare = g_strdup_printf ("INSERT INTO %s (uid) VALUES (?1)", info->name);
  sql->insert = write_insert (info);
  sql->load_by_uid = write_select (info, "WHERE t.uid = ?1");
  sql->load_by_id = write_select (info, "WHERE t.id = ?1");
  sql->list_by_name = write_select (info, has_name ? "WHERE t.present = 1 ORDER BY t.name, t.id" : "WHERE t.present = 1 ORDER BY t.id");
  sql->list_by_uid = write_select (info, "WHERE t.present = 1 ORDER BY t.uid");
  sql->set_pending = g_strdup_printf ("UPDATE %s SET pending = ?2 WHERE id = ?1", info->name);
  sql->make_bare = write_make_bare (info);
  sql->name = write_name (info);
  write_places (info, sql);
  write_field_texts (info, sql);
}

static gpointer
write_all (gpointer data)
{
  for (BrKind kind = 1; kind < BR_N_KINDS; kind++)
    write_kind (kind);
  return texts;
}

const BrKindSql *
br_record_sql_get (BrKind kind)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, write_all, NULL);
  g_assert (kind > BR_KIND_NONE && kind < BR_N_KINDS);
  return &texts[kind];
}

const char *
br_record_sql_update (BrKind kind, guint32 mask)
{
  static GMutex lock; /* two stores in one process have two writers */
  static GHashTable *updates = NULL; /* kind << 32 | mask -> text */
  const BrKindInfo *info = br_schema_get (kind);
  guint32 every = (1u << info->n_fields) - 1;
  gint64 key = (gint64) kind << 32 | mask;
  char *text;

  g_mutex_lock (&lock);
  if (updates == NULL)
    updates = g_hash_table_new (g_int64_hash, g_int64_equal);
  if (g_hash_table_size (updates) >= MAX_UPDATES && !g_hash_table_contains (updates, &key))
    key = (gint64) kind << 32 | every;
  text = g_hash_table_lookup (updates, &key);
  if (text == NULL)
    {
      text = write_update (info, (guint32) key);
      g_hash_table_insert (updates, g_memdup2 (&key, sizeof key), text);
    }
  g_mutex_unlock (&lock);
  return text;
}
