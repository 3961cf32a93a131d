/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counts of record_use. A count and not a row per reference: a unit is referred to by every product, and a load of goods should
 * not write each of its references down twice. It moves with the record that refers, in the same transaction. */
#include "config.h"

#include "br-hq-use.h"

/* What a live record refers to in a field; NULL when it is deleted, not there, or the field is no reference or a weak one. */
static const BrId *
get_target (const BrRecord *record, const BrField *field, guint index)
{
  if (record == NULL || field->type != BR_FIELD_REF || field->weak || br_record_int (record, BR_FIELD_DELETED) != 0)
    return NULL;
  return br_record_ref (record, index);
}

static gboolean
count (BrSql *sql, BrKind kind, const BrId *id, gint64 step, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "INSERT INTO record_use (kind, id, n) VALUES ($1, $2, $3)"
                                        " ON CONFLICT (kind, id) DO UPDATE SET n = record_use.n + excluded.n");

  br_sql_bind_int (&query, kind);
  br_sql_bind_id (&query, id);
  br_sql_bind_int (&query, step);
  return br_sql_run (&query, error);
}

gboolean
br_hq_use_update (BrSql *sql, const BrRecord *before, const BrRecord *after, GError **error)
{
  const BrKindInfo *info = br_schema_get (after->kind);

  for (guint i = 0; i < info->n_fields; i++)
    {
      const BrField *field = &info->fields[i];
      const BrId *old_target = get_target (before, field, i);
      const BrId *new_target = get_target (after, field, i);

      if (old_target != NULL && new_target != NULL && br_id_equal (old_target, new_target))
        continue;
      if (old_target != NULL && !count (sql, field->ref, old_target, -1, error))
        return FALSE;
      if (new_target != NULL && !count (sql, field->ref, new_target, 1, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
br_hq_use_find (BrSql *sql, BrKind kind, const BrId *id, gboolean *used, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "SELECT n FROM record_use WHERE kind = $1 AND id = $2");
  gboolean found = FALSE;

  br_sql_bind_int (&query, kind);
  br_sql_bind_id (&query, id);
  if (!br_sql_next (&query, &found, error))
    return FALSE;
  *used = found && br_sql_int (&query, 0) > 0;
  br_sql_end (&query);
  return TRUE;
}
