/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at the outbox and taking operations out to send. meta.acked_seq is how far HQ has answered; answers are in br-outbox-answer.c. */
#include "config.h"
#include "br-outbox-store.h"

#include <string.h>
#include <yyjson.h>

#include "br-bind.h"
#include "br-error.h"
#include "br-settings-store.h"

#define PREVIEW_OPS 20
#define OP_HEAD_BYTES 300 /* of an operation's line, without its body */

#define OP_COLUMNS "SELECT o.seq, o.op_id, o.state, o.person, o.at_us, p.type, p.version, p.body FROM outbox o JOIN change_part p ON p.id = o.part"

gboolean
br_outbox_store_counts (BrDb *db, BrOutboxCounts *out, GError **error)
{
  static const char sql[] = "SELECT COUNT(DISTINCT p.change), COUNT(*), MIN(o.at_us), (SELECT COUNT(*) FROM refusal WHERE settled = 0)"
                            " FROM outbox o JOIN change_part p ON p.id = o.part WHERE o.state IN (1, 2)";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  *out = (BrOutboxCounts) { 0 };
  if (statement == NULL || !br_db_step (db, statement, &has_row, error))
    return FALSE;
  out->n_changes = sqlite3_column_int64 (statement, 0);
  out->n_ops = sqlite3_column_int64 (statement, 1);
  out->oldest_us = sqlite3_column_int64 (statement, 2);
  out->n_refused = sqlite3_column_int64 (statement, 3);
  sqlite3_reset (statement);
  return TRUE;
}

static BrOutboxEntry *
read_entry (sqlite3_stmt *statement)
{
  BrOutboxEntry *entry = g_new0 (BrOutboxEntry, 1);

  entry->change_id = br_column_id (statement, 0);
  entry->label = g_strdup (br_column_text (statement, 1));
  entry->person_name = g_strdup (br_column_text (statement, 2));
  entry->at_us = sqlite3_column_int64 (statement, 3);
  entry->n_patches = (guint) sqlite3_column_int64 (statement, 4);
  entry->first_seq = sqlite3_column_int64 (statement, 5);
  entry->last_seq = sqlite3_column_int64 (statement, 6);
  entry->n_ops = (guint) sqlite3_column_int64 (statement, 7);
  entry->state = sqlite3_column_int (statement, 8);
  return entry;
}

GPtrArray *
br_outbox_store_list (BrDb *db, gint64 before_seq, guint limit, GError **error)
{
  static const char sql[] = "SELECT c.uid, c.label, c.person_name, c.at_us, c.n_patches, MIN(o.seq), MAX(o.seq), COUNT(*), MIN(o.state)"
                            " FROM outbox o JOIN change_part p ON p.id = o.part JOIN change_set c ON c.id = p.change"
                            " WHERE p.change IN (SELECT q.change FROM outbox w JOIN change_part q ON q.id = w.part WHERE w.state IN (1, 2)"
                            " OR (w.seq > ?3 AND w.state = 3))"
                            " GROUP BY c.id HAVING MAX(o.seq) < ?1 ORDER BY MAX(o.seq) DESC LIMIT ?2";
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) br_outbox_entry_free);
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;
  gint64 durable;

  if (statement == NULL || !br_settings_get_int (db, BR_META_DURABLE_SEQ, 0, &durable, error))
    return NULL;
  sqlite3_bind_int64 (statement, 1, before_seq);
  sqlite3_bind_int64 (statement, 2, limit);
  sqlite3_bind_int64 (statement, 3, durable);
  while (TRUE)
    {
      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&entries);
      g_ptr_array_add (entries, read_entry (statement));
    }
}

static BrOp *
read_op (sqlite3_stmt *statement)
{
  BrOp *op = g_new0 (BrOp, 1);
  gboolean withdrawn = sqlite3_column_int (statement, 2) == BR_OUTBOX_WITHDRAWN;

  op->seq = sqlite3_column_int64 (statement, 0);
  op->op_id = br_column_id (statement, 1);
  op->actor = br_column_id (statement, 3);
  op->at_us = sqlite3_column_int64 (statement, 4);
  op->type = g_strdup (withdrawn ? "void" : br_column_text (statement, 5));
  op->version = withdrawn ? 1 : sqlite3_column_int (statement, 6);
  op->body = withdrawn ? g_bytes_new_static ("{}", 2) : br_column_dup_bytes (statement, 7);
  return op;
}

/* Adds the operations a bound statement gives, until their lines would exceed max_bytes; the first is always taken. */
static gboolean
read_ops (BrDb *db, sqlite3_stmt *statement, gsize max_bytes, GPtrArray *ops, GError **error)
{
  gsize n_bytes = 0;
  gboolean has_row;

  while (TRUE)
    {
      BrOp *op;

      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      op = read_op (statement);
      n_bytes += OP_HEAD_BYTES + g_bytes_get_size (op->body);
      if (ops->len > 0 && n_bytes > max_bytes)
        {
          br_op_free (op);
          sqlite3_reset (statement);
          return TRUE;
        }
      g_ptr_array_add (ops, op);
    }
}

/* Who this device is at HQ; *enrolled = FALSE when it is nobody yet. */
static gboolean
read_identity (BrDb *db, BrPush *push, gboolean *enrolled, GError **error)
{
  g_autofree char *pc = NULL;
  gint64 next;

  if (!br_settings_get (db, BR_META_PC, &pc, error) || !br_settings_get (db, BR_META_EPOCH, &push->epoch, error)
      || !br_settings_get_int (db, BR_META_INC, 1, &push->inc, error) || !br_settings_get_int (db, BR_META_NEXT_SEQ, 1, &next, error))
    return FALSE;
  push->head = next - 1;
  *enrolled = pc != NULL;
  if (push->epoch == NULL)
    push->epoch = g_strdup ("");
  return pc == NULL || br_id_parse (pc, &push->pc, error);
}

static gboolean
mark_sent (BrStoreTx *tx, gint64 first, gint64 last, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "UPDATE outbox SET state = 2 WHERE seq BETWEEN ?1 AND ?2 AND state = 1", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, first);
  sqlite3_bind_int64 (statement, 2, last);
  if (!br_db_run (tx->db, statement, error))
    return FALSE;
  if (sqlite3_changes (br_db_handle (tx->db)) > 0)
    br_store_tx_note_outbox (tx);
  return TRUE;
}

static gboolean
fill_push (BrStoreTx *tx, guint max_ops, gsize max_bytes, BrPush *push, GError **error)
{
  sqlite3_stmt *statement;
  gint64 acked;

  if (!br_settings_get_int (tx->db, BR_META_ACKED_SEQ, 0, &acked, error)
      || (statement = br_db_statement (tx->db, OP_COLUMNS " WHERE o.seq > ?1 ORDER BY o.seq LIMIT ?2", error)) == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, acked);
  sqlite3_bind_int64 (statement, 2, max_ops);
  push->first = acked + 1;
  return read_ops (tx->db, statement, max_bytes, push->ops, error) && mark_sent (tx, push->first, push->first + (gint64) push->ops->len - 1, error);
}

gboolean
br_outbox_store_take (BrStoreTx *tx, guint max_ops, gsize max_bytes, BrPush *push, gboolean *empty, GError **error)
{
  gboolean enrolled;

  *push = (BrPush) { .ops = g_ptr_array_new_with_free_func ((GDestroyNotify) br_op_free) };
  if (!read_identity (tx->db, push, &enrolled, error) || (enrolled && !fill_push (tx, max_ops, max_bytes, push, error)))
    {
      br_push_clear (push);
      return FALSE;
    }
  *empty = push->ops->len == 0;
  return TRUE;
}

/* NDJSON lines, each indented. */
static char *
indent_lines (const char *lines, gsize length)
{
  GString *out = g_string_new (NULL);
  const char *end = lines + length;

  for (const char *line = lines; line < end;)
    {
      const char *stop = memchr (line, '\n', end - line);
      gsize n = (stop != NULL ? stop : end) - line;
      yyjson_doc *doc = yyjson_read (line, n, 0);
      char *text = doc != NULL ? yyjson_write (doc, YYJSON_WRITE_PRETTY_TWO_SPACES, NULL) : NULL;

      if (text != NULL)
        g_string_append (out, text);
      else
        g_string_append_len (out, line, (gssize) n);
      g_string_append_c (out, '\n');
      free (text);
      yyjson_doc_free (doc);
      line += n + 1;
    }
  return g_string_free (out, FALSE);
}

char *
br_outbox_store_preview (BrDb *db, const BrId *change, GError **error)
{
  static const char sql[] = OP_COLUMNS " JOIN change_set c ON c.id = p.change WHERE c.uid = ?1 ORDER BY o.seq LIMIT ?2";
  BrPush push = { .ops = g_ptr_array_new_with_free_func ((GDestroyNotify) br_op_free) };
  sqlite3_stmt *statement;
  gboolean enrolled;
  char *text = NULL;

  if (read_identity (db, &push, &enrolled, error) && (statement = br_db_statement (db, sql, error)) != NULL)
    {
      br_bind_id (statement, 1, change);
      sqlite3_bind_int (statement, 2, PREVIEW_OPS);
      if (read_ops (db, statement, G_MAXSIZE, push.ops, error) && push.ops->len == 0)
        g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "no operation belongs to this change");
    }
  if (push.ops->len > 0)
    {
      g_autoptr (GBytes) body = NULL;

      push.first = ((BrOp *) g_ptr_array_index (push.ops, 0))->seq;
      body = br_push_write (&push);
      text = indent_lines (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
    }
  br_push_clear (&push);
  return text;
}
