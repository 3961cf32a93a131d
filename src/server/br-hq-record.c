/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loading and putting records. Marks are JSON: {"*":[1,"<pc>"],"cost":[4,"<pc>"]}: the creation under "*", then each field that
 * changed since; a device of null is HQ itself. */
#include "config.h"

#include "br-hq-record.h"

#include <string.h>
#include <yyjson.h>

#include "br-error.h"
#include "br-hq-feed.h"
#include "br-hq-use.h"
#include "br-wire-record.h"

#define MARK_OF_REST "*"

void
br_hq_record_clear (BrHqRecord *self)
{
  if (self->found)
    br_record_clear (&self->record);
  g_free (self->body);
  g_free (self->feed);
  memset (self, 0, sizeof *self);
}

static void
read_mark (yyjson_val *json, BrFieldMark *mark)
{
  const char *pc = yyjson_get_str (yyjson_arr_get (json, 1));

  memset (mark, 0, sizeof *mark);
  mark->rev = yyjson_get_sint (yyjson_arr_get (json, 0));
  if (pc != NULL && !br_id_parse (pc, &mark->pc, NULL))
    memset (&mark->pc, 0, sizeof mark->pc); /* an unreadable device is nobody's own edit: it conflicts, which is the safe side */
}

static gboolean
read_marks (const char *text, gsize length, const BrKindInfo *info, BrFieldMark *marks, GError **error)
{
  yyjson_doc *doc = yyjson_read (text, length, 0);
  yyjson_val *root = yyjson_doc_get_root (doc);
  BrFieldMark rest;

  if (!yyjson_is_obj (root))
    {
      yyjson_doc_free (doc);
      g_set_error (error, BR_ERROR, BR_ERROR_CORRUPT, "the marks of a %s are damaged", info->name);
      return FALSE;
    }
  read_mark (yyjson_obj_get (root, MARK_OF_REST), &rest);
  for (guint i = 0; i < info->n_fields; i++)
    {
      yyjson_val *mark = yyjson_obj_get (root, info->fields[i].name);

      if (mark != NULL)
        read_mark (mark, &marks[i]);
      else
        marks[i] = rest;
    }
  yyjson_doc_free (doc);
  return TRUE;
}

static void
write_mark (GString *out, const char *name, const BrFieldMark *mark)
{
  char pc[BR_ID_STRING_LENGTH + 1];

  if (out->len > 1)
    g_string_append_c (out, ',');
  g_string_append_printf (out, "\"%s\":[%" G_GINT64_FORMAT ",", name, mark->rev);
  if (br_id_is_none (&mark->pc))
    g_string_append (out, "null]");
  else
    {
      br_id_write (&mark->pc, pc);
      g_string_append_printf (out, "\"%s\"]", pc);
    }
}

static gboolean
mark_equal (const BrFieldMark *a, const BrFieldMark *b)
{
  return a->rev == b->rev && br_id_equal (&a->pc, &b->pc);
}

/* The mark most fields share goes under "*": a new record has one mark. `deleted` changes least, so its mark is the rest's. */
static GString *
write_marks (const BrKindInfo *info, const BrFieldMark *marks)
{
  GString *out = g_string_new ("{");
  const BrFieldMark *rest = &marks[BR_FIELD_DELETED];

  write_mark (out, MARK_OF_REST, rest);
  for (guint i = 0; i < info->n_fields; i++)
    if (!mark_equal (&marks[i], rest))
      write_mark (out, info->fields[i].name, &marks[i]);
  g_string_append_c (out, '}');
  return out;
}

static gboolean
read_row (const BrSqlQuery *query, BrKind kind, const BrId *id, BrHqRecord *out, GError **error)
{
  gsize body_length, marks_length;
  const char *body = br_sql_text (query, 0, &body_length);
  const char *marks = br_sql_text (query, 1, &marks_length);

  if (!br_wire_record_read (body, body_length, kind, id, &out->record, error))
    {
      g_prefix_error (error, "stored record: ");
      return FALSE;
    }
  out->found = TRUE;
  out->body = g_strndup (body, body_length);
  out->feed = g_strdup (br_sql_text (query, 2, NULL));
  out->seq = br_sql_int (query, 3);
  return read_marks (marks, marks_length, br_schema_get (kind), out->marks, error);
}

gboolean
br_hq_record_load (BrSql *sql, BrKind kind, const BrId *id, BrHqRecord *out, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "SELECT body, marks, feed_id, seq FROM record WHERE kind = $1 AND id = $2");
  gboolean found = FALSE, ok = TRUE;

  br_hq_record_clear (out);
  br_sql_bind_int (&query, kind);
  br_sql_bind_id (&query, id);
  if (!br_sql_next (&query, &found, error))
    return FALSE;
  if (found)
    ok = read_row (&query, kind, id, out, error);
  br_sql_end (&query);
  return ok;
}

gboolean
br_hq_record_is_live (BrSql *sql, BrKind kind, const BrId *id, gboolean *live, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "SELECT deleted FROM record WHERE kind = $1 AND id = $2");
  gboolean found = FALSE;

  br_sql_bind_int (&query, kind);
  br_sql_bind_id (&query, id);
  if (!br_sql_next (&query, &found, error))
    return FALSE;
  *live = found && br_sql_int (&query, 0) == 0;
  br_sql_end (&query);
  return TRUE;
}

const char *
br_hq_record_key (const BrRecord *record)
{
  if (br_record_int (record, BR_FIELD_DELETED) != 0)
    return NULL;
  if (record->kind == BR_KIND_SKU)
    return br_record_text (record, BR_SKU_CODE);
  if (record->kind == BR_KIND_PERSON)
    return br_record_text (record, BR_PERSON_LOGIN);
  return NULL;
}

gboolean
br_hq_record_find_key (BrSql *sql, BrKind kind, const char *key, BrId *out, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "SELECT id FROM record_key WHERE kind = $1 AND key = $2");
  gboolean found = FALSE;

  memset (out, 0, sizeof *out);
  br_sql_bind_int (&query, kind);
  br_sql_bind_text (&query, key);
  if (!br_sql_next (&query, &found, error))
    return FALSE;
  if (found)
    br_sql_id (&query, 0, out);
  br_sql_end (&query);
  return TRUE;
}

static gboolean
put_key (BrSql *sql, const BrHqRecord *stored, const BrRecord *next, GError **error)
{
  const char *old_key = stored->found ? br_hq_record_key (&stored->record) : NULL;
  const char *new_key = br_hq_record_key (next);
  BrSqlQuery query;

  if (g_strcmp0 (old_key, new_key) == 0)
    return TRUE;
  if (old_key != NULL)
    {
      query = br_sql_query (sql, "DELETE FROM record_key WHERE kind = $1 AND key = $2");
      br_sql_bind_int (&query, next->kind);
      br_sql_bind_text (&query, old_key);
      if (!br_sql_run (&query, error))
        return FALSE;
    }
  if (new_key == NULL)
    return TRUE;
  query = br_sql_query (sql, "INSERT INTO record_key (kind, key, id) VALUES ($1, $2, $3)");
  br_sql_bind_int (&query, next->kind);
  br_sql_bind_text (&query, new_key);
  br_sql_bind_id (&query, &next->id);
  return br_sql_run (&query, error);
}

/* Marks the fields that differ; FALSE when none does. */
static gboolean
mark_changes (const BrHqRecord *stored, const BrRecord *next, const BrHqAuthor *author, BrFieldMark *marks)
{
  static const BrValue nothing = BR_VALUE_INIT;
  const BrFieldMark mark = { .rev = next->rev, .pc = author->pc };
  guint n_fields = br_schema_get (next->kind)->n_fields;
  gboolean changed = !stored->found;

  for (guint i = 0; i < n_fields; i++)
    {
      const BrValue *before = stored->found ? &stored->record.cells[i] : &nothing;
      gboolean differs = !stored->found || !br_value_equal (before, &next->cells[i]);

      marks[i] = differs ? mark : stored->marks[i];
      changed |= differs;
    }
  return changed;
}

static gboolean
write_row (BrHqTx *tx, const BrRecord *next, const char *feed, const BrFieldMark *marks, GError **error)
{
  g_autoptr (GString) body = g_string_sized_new (256);
  g_autoptr (GString) marks_text = write_marks (br_schema_get (next->kind), marks);
  BrSqlQuery query = br_sql_query (tx->sql, "INSERT INTO record (kind, id, rev, deleted, feed_id, seq, body, marks)"
                                            " VALUES ($1, $2, $3, $4, $5, NULL, $6, $7) ON CONFLICT (kind, id) DO UPDATE SET"
                                            " rev = excluded.rev, deleted = excluded.deleted, feed_id = excluded.feed_id,"
                                            " seq = excluded.seq, body = excluded.body, marks = excluded.marks");

  br_wire_record_write (next, body);
  br_sql_bind_int (&query, next->kind);
  br_sql_bind_id (&query, &next->id);
  br_sql_bind_int (&query, next->rev);
  br_sql_bind_int (&query, br_record_int (next, BR_FIELD_DELETED));
  br_sql_bind_text (&query, feed);
  br_sql_bind_string (&query, body->str, body->len);
  br_sql_bind_string (&query, marks_text->str, marks_text->len);
  return br_sql_run (&query, error);
}

static gboolean
move_price (BrHqTx *tx, const BrId *id, gint64 seq, const char *from, const char *to, GError **error)
{
  BrSqlQuery query = br_sql_query (tx->sql, "UPDATE record SET feed_id = $1, seq = NULL WHERE kind = $2 AND id = $3");

  br_hq_feed_touch (tx, BR_KIND_PRICE, id, from, seq);
  br_sql_bind_text (&query, to);
  br_sql_bind_int (&query, BR_KIND_PRICE);
  br_sql_bind_id (&query, id);
  return br_sql_run (&query, error);
}

/** Moving: a price entry that goes to another feed with its store. */
typedef struct
{
  BrId id;
  gint64 seq;
} Moving;

/* The entries of `store` among those of a feed. */
static gboolean
collect_prices (BrSql *sql, const char *feed, const BrId *store, GArray *out, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "SELECT id, seq, body FROM record WHERE feed_id = $1 AND kind = $2");
  gboolean found = FALSE, ok;

  br_sql_bind_text (&query, feed);
  br_sql_bind_int (&query, BR_KIND_PRICE);
  while ((ok = br_sql_next (&query, &found, error)) && found)
    {
      BrRecord record = { 0 };
      Moving moving = { .seq = br_sql_int (&query, 1) };
      gsize length;
      const char *body = br_sql_text (&query, 2, &length);
      const BrId *of;

      br_sql_id (&query, 0, &moving.id);
      if (!br_wire_record_read (body, length, BR_KIND_PRICE, &moving.id, &record, error))
        {
          br_sql_end (&query);
          return FALSE;
        }
      of = br_record_ref (&record, BR_PRICE_STORE);
      if (of != NULL && br_id_equal (of, store))
        g_array_append_val (out, moving);
      br_record_clear (&record);
    }
  return ok;
}

/* A store that goes to another zone takes its own price entries along: they leave one feed and enter another. */
static gboolean
move_prices (BrHqTx *tx, const BrId *store, const BrId *old_zone, const BrId *new_zone, GError **error)
{
  g_autoptr (GArray) prices = g_array_new (FALSE, FALSE, sizeof (Moving));
  char old_text[BR_ID_STRING_LENGTH + 1], new_text[BR_ID_STRING_LENGTH + 1];
  g_autofree char *from = NULL, *to = NULL;

  br_id_write (old_zone != NULL ? old_zone : store, old_text);
  br_id_write (new_zone != NULL ? new_zone : store, new_text);
  from = g_strconcat ("price:", old_text, NULL);
  to = g_strconcat ("price:", new_text, NULL);
  g_hash_table_remove (tx->places, store);
  if (!collect_prices (tx->sql, from, store, prices, error))
    return FALSE;
  for (guint i = 0; i < prices->len; i++)
    {
      const Moving *moving = &g_array_index (prices, Moving, i);

      if (!move_price (tx, &moving->id, moving->seq, from, to, error))
        return FALSE;
    }
  return TRUE;
}

/* What else a changed store or zone brings about in the feeds. */
static gboolean
follow_place (BrHqTx *tx, const BrHqRecord *stored, const BrRecord *next, GError **error)
{
  char id[BR_ID_STRING_LENGTH + 1];
  g_autofree char *feed = NULL;

  br_id_write (&next->id, id);
  if (next->kind == BR_KIND_ZONE && !stored->found)
    {
      feed = g_strconcat ("price:", id, NULL);
      return br_hq_feed_create (tx->sql, feed, error);
    }
  if (next->kind != BR_KIND_STORE)
    return TRUE;
  if (!stored->found)
    {
      g_autofree char *assortment = g_strconcat ("asg:", id, NULL);

      feed = g_strconcat ("st:", id, NULL);
      g_hash_table_remove (tx->places, &next->id);
      return br_hq_feed_create (tx->sql, feed, error) && br_hq_feed_create (tx->sql, assortment, error);
    }
  if (br_value_equal (&stored->record.cells[BR_STORE_ZONE], &next->cells[BR_STORE_ZONE]))
    return TRUE;
  return move_prices (tx, &next->id, br_record_ref (&stored->record, BR_STORE_ZONE), br_record_ref (next, BR_STORE_ZONE), error);
}

static void
set_by (BrRecord *record, const char *by)
{
  g_clear_pointer (&record->by, g_ref_string_release);
  if (by != NULL)
    record->by = g_ref_string_new (by);
}

gboolean
br_hq_record_put (BrHqTx *tx, const BrHqRecord *stored, BrRecord *next, const BrHqAuthor *author, gboolean *changed, GError **error)
{
  BrFieldMark marks[BR_MAX_FIELDS];
  g_autofree char *feed = NULL;

  next->rev = (stored->found ? stored->record.rev : 0) + 1;
  next->at_us = author->at_us;
  set_by (next, author->by);
  *changed = mark_changes (stored, next, author, marks);
  if (!*changed)
    return TRUE;
  if (br_record_int (next, BR_FIELD_DELETED) == 0)
    {
      feed = br_hq_feed_name (tx, next, error);
      if (feed == NULL)
        return FALSE;
    }
  br_hq_feed_touch (tx, next->kind, &next->id, stored->feed, stored->seq);
  return put_key (tx->sql, stored, next, error) && br_hq_use_update (tx->sql, stored->found ? &stored->record : NULL, next, error)
         && write_row (tx, next, feed, marks, error) && follow_place (tx, stored, next, error);
}

gboolean
br_hq_record_each (BrSql *sql, BrKind kind, BrHqEach func, gpointer data, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "SELECT id, body FROM record WHERE kind = $1 AND deleted = 0 ORDER BY id");
  gboolean found = FALSE, ok;

  br_sql_bind_int (&query, kind);
  while ((ok = br_sql_next (&query, &found, error)) && found)
    {
      BrRecord record = { 0 };
      BrId id;
      gsize length;
      const char *body = br_sql_text (&query, 1, &length);

      br_sql_id (&query, 0, &id);
      ok = br_wire_record_read (body, length, kind, &id, &record, error);
      if (ok)
        {
          ok = func (&record, data, error);
          br_record_clear (&record);
        }
      if (!ok)
        {
          br_sql_end (&query);
          return FALSE;
        }
    }
  return ok;
}
