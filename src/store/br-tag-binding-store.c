/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables tag_binding, tag_code and tag_design. */
#include "config.h"
#include "br-tag-binding-store.h"

#include <string.h>

#include "br-bind.h"
#include "br-error.h"
#include "br-station-store.h"
#include "br-tag-event-store.h"
#include "br-tag-sql.h"
#include "br-tag-store.h"
#include "br-tag-want-store.h"

#define HALF_MAC 12 /* digits of a MAC without its first two bytes, which are then zero (esl.md 2.3) */

gboolean
br_tag_binding_find (BrDb *db, gint64 tag, BrTagBinding *out, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT sku, store, design, place, bound_by, bound_us FROM tag_binding WHERE tag = ?1", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, tag);
  if (!br_db_step (db, statement, &has_row, error) || !has_row)
    return FALSE;
  *out =
      (BrTagBinding) { .tag = tag, .sku = br_column_id (statement, 0), .store = br_column_id (statement, 1), .bound_us = sqlite3_column_int64 (statement, 5) };
  out->design = g_strdup (br_column_text (statement, 2));
  out->place = g_strdup (br_column_text (statement, 3));
  out->bound_by = g_strdup (br_column_text (statement, 4));
  sqlite3_reset (statement);
  return TRUE;
}

/* A tag beyond what its station can serve would never be told a new price. One that is bound already stays so, whatever it stands before. */
static gboolean
check_station (BrDb *db, gint64 tag, GError **error)
{
  gint64 bound, station;

  return br_tag_sql_number (db, "SELECT count (*) FROM tag_binding WHERE tag = ?1", tag, 0, &bound, error)
         && br_tag_sql_number (db, "SELECT station FROM tag WHERE id = ?1", tag, 0, &station, error)
         && (bound > 0 || br_station_store_admits (db, station, 0, error));
}

static gboolean
check_tag (BrDb *db, gint64 tag, GError **error)
{
  gint64 n;

  if (!br_tag_sql_number (db, "SELECT count (*) FROM tag WHERE id = ?1", tag, 0, &n, error))
    return FALSE;
  if (n == 0)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "no such tag");
  return n > 0;
}

/* A tag that never showed anything stands before goods with an empty face: a person looks until it does. */
static gboolean
attend_never (BrStoreTx *tx, gint64 tag, GError **error)
{
  gint64 n;

  if (!br_tag_sql_number (tx->db, "SELECT count (*) FROM tag_shown WHERE tag = ?1", tag, 0, &n, error))
    return FALSE;
  return n > 0 || br_tag_store_attend (tx, tag, BR_TAG_ATTENTION_NEVER, 0, error);
}

gboolean
br_tag_bind (BrStoreTx *tx, const BrTagBinding *binding, GError **error)
{
  static const char sql[] = "INSERT INTO tag_binding (tag, sku, store, design, place, bound_by, bound_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                            " ON CONFLICT (tag) DO UPDATE SET sku = ?2, store = ?3, design = ?4, place = ?5, bound_by = ?6, bound_us = ?7";
  sqlite3_stmt *statement;

  if (br_id_is_none (&binding->sku))
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "a tag is bound to an article");
      return FALSE;
    }
  if (!check_tag (tx->db, binding->tag, error) || !check_station (tx->db, binding->tag, error))
    return FALSE;
  statement = br_db_statement (tx->db, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, binding->tag);
  br_bind_id (statement, 2, &binding->sku);
  br_bind_id (statement, 3, &binding->store);
  br_bind_text (statement, 4, binding->design);
  br_bind_text (statement, 5, binding->place);
  br_bind_text (statement, 6, binding->bound_by);
  sqlite3_bind_int64 (statement, 7, br_clock_now_us (tx->clock));
  br_store_tx_note_bindings (tx);
  return br_db_run (tx->db, statement, error) && br_tag_next_clear (tx, binding->tag, error) && attend_never (tx, binding->tag, error)
         && br_tag_store_unforget (tx, binding->tag, error) && br_tag_sql_note (tx, BR_TAG_EVENT_BOUND, binding->tag, binding->bound_by, error);
}

/* One that was never to show anything has nothing to take back. */
static gboolean
want_free (BrStoreTx *tx, gint64 tag, GError **error)
{
  BrTagWant want = {
    .tag = tag, .key = (char *) "free", .from_us = br_clock_now_us (tx->clock), .price_minor = G_MININT64, .regular_minor = G_MININT64, .fields = (char *) "{}"
  };
  gint64 gen;

  if (!br_tag_sql_number (tx->db, "SELECT wanted_gen FROM tag WHERE id = ?1", tag, 0, &gen, error))
    return FALSE;
  return gen == 0 || br_tag_want (tx, &want, BR_TAG_PRIORITY_PERSON, error);
}

gboolean
br_tag_unbind (BrStoreTx *tx, gint64 tag, const char *person, GError **error)
{
  const guint settled = BR_TAG_ATTENTION_NEVER | BR_TAG_ATTENTION_GOODS | BR_TAG_ATTENTION_DESIGN | BR_TAG_ATTENTION_PRICE;

  if (!br_tag_sql_run (tx->db, "DELETE FROM tag_binding WHERE tag = ?1", tag, 0, error))
    return FALSE;
  if (sqlite3_changes (br_db_handle (tx->db)) == 0)
    return TRUE;
  br_store_tx_note_bindings (tx);
  return br_tag_next_clear (tx, tag, error) && br_tag_store_attend (tx, tag, 0, settled, error) && want_free (tx, tag, error)
         && br_tag_sql_note (tx, BR_TAG_EVENT_UNBOUND, tag, person, error);
}

gboolean
br_tag_replace (BrStoreTx *tx, gint64 from, gint64 to, const char *person, GError **error)
{
  g_auto (BrTagBinding) binding = { 0 }, taken = { 0 };
  g_autoptr (GError) failure = NULL;

  if (!br_tag_binding_find (tx->db, from, &binding, &failure) && failure == NULL)
    failure = g_error_new_literal (BR_ERROR, BR_ERROR_NOT_FOUND, "the tag is not bound");
  if (failure == NULL && br_tag_binding_find (tx->db, to, &taken, &failure))
    failure = g_error_new_literal (BR_ERROR, BR_ERROR_IN_USE, "the other tag is bound already");
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  binding.tag = to;
  g_set_str (&binding.bound_by, person);
  return br_tag_bind (tx, &binding, error) && br_tag_unbind (tx, from, person, error);
}

gboolean
br_tag_code_learn (BrStoreTx *tx, const char *code, gint64 tag, GError **error)
{
  static const char sql[] = "INSERT INTO tag_code (code, tag, at_us) VALUES (?1, ?2, ?3) ON CONFLICT (code) DO UPDATE SET tag = ?2, at_us = ?3";
  sqlite3_stmt *statement;

  if (*code == '\0' || strlen (code) > BR_TAG_CODE_MAX)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "this cannot be a sticker");
      return FALSE;
    }
  if (!check_tag (tx->db, tag, error))
    return FALSE;
  statement = br_db_statement (tx->db, sql, error);
  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, code);
  sqlite3_bind_int64 (statement, 2, tag);
  sqlite3_bind_int64 (statement, 3, br_clock_now_us (tx->clock));
  br_store_tx_note_tags (tx);
  return br_db_run (tx->db, statement, error);
}

gboolean
br_tag_code_forget (BrStoreTx *tx, const char *code, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "DELETE FROM tag_code WHERE code = ?1", error);

  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, code);
  br_store_tx_note_tags (tx);
  return br_db_run (tx->db, statement, error);
}

/* A scanned key as tags have it: capitals, and the two bytes that stickers leave out. Caller frees. */
static char *
normalise (const char *scan)
{
  g_autofree char *upper = g_ascii_strup (scan, -1);

  if (strlen (upper) == HALF_MAC && strspn (upper, "0123456789ABCDEF") == HALF_MAC)
    return g_strconcat ("0000", upper, NULL);
  return g_steal_pointer (&upper);
}

gboolean
br_tag_code_find (BrDb *db, const char *scan, gint64 *tag, GError **error)
{
  static const char learned[] = "SELECT min (tag), count (*) FROM tag_code WHERE code = ?1";
  static const char keys[] = "SELECT min (id), count (*) FROM tag WHERE key IN (?1, ?2, upper (?1))";
  const char *const steps[] = { learned, keys };
  g_autofree char *key = normalise (scan);

  *tag = 0;
  for (gsize i = 0; *tag == 0 && i < G_N_ELEMENTS (steps); i++)
    {
      sqlite3_stmt *statement = br_db_statement (db, steps[i], error);
      gboolean has_row;

      if (statement == NULL)
        return FALSE;
      br_bind_text (statement, 1, scan);
      if (sqlite3_bind_parameter_count (statement) > 1)
        br_bind_text (statement, 2, key);
      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (sqlite3_column_int (statement, 1) == 1)
        *tag = sqlite3_column_int64 (statement, 0);
      sqlite3_reset (statement);
    }
  return TRUE;
}

static BrTagDesignRule *
read_rule (sqlite3_stmt *row)
{
  BrTagDesignRule *rule = g_new0 (BrTagDesignRule, 1);

  rule->id = sqlite3_column_int64 (row, 0);
  rule->category = br_column_id (row, 1);
  rule->category_name = g_strdup (br_column_text (row, 2));
  rule->width = (guint) sqlite3_column_int64 (row, 3);
  rule->height = (guint) sqlite3_column_int64 (row, 4);
  rule->promotion = sqlite3_column_int (row, 5);
  rule->template_key = g_strdup (br_column_text (row, 6));
  return rule;
}

GPtrArray *
br_tag_design_list (BrDb *db, GError **error)
{
  static const char sql[] =
      "SELECT d.id, d.category, c.name, d.width, d.height, d.promotion, d.design FROM tags.tag_design d LEFT JOIN category c ON c.uid = d.category"
      " ORDER BY d.category IS NULL, d.width = 0, d.promotion = 0, c.name, d.width, d.height, d.id";
  g_autoptr (GPtrArray) rules = g_ptr_array_new_with_free_func ((GDestroyNotify) br_tag_design_rule_free);
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  while (statement != NULL)
    {
      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&rules);
      g_ptr_array_add (rules, read_rule (statement));
    }
  return NULL;
}

static gboolean
write_rule (BrStoreTx *tx, const BrTagDesignRule *rule, GError **error)
{
  static const char sql[] = "INSERT INTO tag_design (category, width, height, promotion, design) VALUES (?1, ?2, ?3, ?4, ?5)"
                            " ON CONFLICT (coalesce (category, x''), width, height, promotion) DO UPDATE SET design = ?5";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  br_bind_id (statement, 1, &rule->category);
  sqlite3_bind_int64 (statement, 2, rule->width);
  sqlite3_bind_int64 (statement, 3, rule->height);
  sqlite3_bind_int (statement, 4, rule->promotion != FALSE);
  br_bind_text (statement, 5, rule->template_key);
  return br_db_run (tx->db, statement, error);
}

gboolean
br_tag_design_put (BrStoreTx *tx, const BrTagDesignRule *rule, GError **error)
{
  if (rule->template_key == NULL || *rule->template_key == '\0' || (rule->width == 0) != (rule->height == 0))
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "a rule names a design, and a whole size or none");
      return FALSE;
    }
  /* A rule that changed what it is for is another one: the old one goes. */
  if (rule->id != 0 && !br_tag_design_delete (tx, rule->id, error))
    return FALSE;
  br_store_tx_note_bindings (tx);
  return write_rule (tx, rule, error);
}

gboolean
br_tag_design_delete (BrStoreTx *tx, gint64 id, GError **error)
{
  br_store_tx_note_bindings (tx);
  return br_tag_sql_run (tx->db, "DELETE FROM tag_design WHERE id = ?1", id, 0, error);
}
