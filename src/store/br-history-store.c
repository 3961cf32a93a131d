/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Change-sets are read back from the bodies of their parts; change_touch says which parts speak of a record. */
#include "config.h"
#include "br-history-store.h"

#include "br-bind.h"
#include "br-error.h"
#include "br-record-key.h"
#include "br-record-store.h"
#include "br-wire-record.h"

#define MAX_AUTHOR_PARTS 50 /* parts looked through for who changed a cell */
#define MAX_NAMED_PATCHES 50 /* of a change by HQ that is called after its first record */
#define MAX_UNDO_DEPTH 64 /* undo of undo of …; more than a person will ever do */

/* Whether every operation of the change-set was withdrawn. */
static gboolean
is_withdrawn (BrDb *db, gint64 change, gboolean *withdrawn, GError **error)
{
  static const char sql[] = "SELECT MIN(o.state) FROM change_part p JOIN outbox o ON o.part = p.id WHERE p.change = ?1";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, change);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  *withdrawn = has_row && sqlite3_column_int (statement, 0) == 5;
  sqlite3_reset (statement);
  return TRUE;
}

static GArray *
list_undos (BrDb *db, gint64 change, GError **error)
{
  g_autoptr (GArray) undos = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *statement = br_db_statement (db, "SELECT id FROM change_set WHERE undo_of = ?1", error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, change);
  while (TRUE)
    {
      gint64 id;

      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&undos);
      id = sqlite3_column_int64 (statement, 0);
      g_array_append_val (undos, id);
    }
}

static gboolean
find_undone (BrDb *db, gint64 change, guint depth, gboolean *undone, GError **error)
{
  g_autoptr (GArray) undos = NULL;

  if (!is_withdrawn (db, change, undone, error))
    return FALSE;
  if (*undone || depth == MAX_UNDO_DEPTH)
    return TRUE;
  undos = list_undos (db, change, error);
  if (undos == NULL)
    return FALSE;
  for (guint i = 0; i < undos->len && !*undone; i++)
    {
      gboolean undo_undone;

      if (!find_undone (db, g_array_index (undos, gint64, i), depth + 1, &undo_undone, error))
        return FALSE;
      *undone = !undo_undone;
    }
  return TRUE;
}

gboolean
br_history_store_is_undone (BrDb *db, gint64 change, gboolean *undone, GError **error)
{
  return find_undone (db, change, 0, undone, error);
}

/* What is known of a part before its body is read. */
typedef struct
{
  gint64 id;     /* of the part */
  gint64 change; /* row id of the change-set */
  gboolean undone;
} Part;

/* The numbers are BR_KIND_PRODUCT, _SKU, _PRICE and _ASSORTMENT. */
#define RECORDS_OF_PRODUCT                                                                                                                                     \
  "WITH s(id, uid) AS (SELECT id, uid FROM sku WHERE product = (SELECT id FROM product WHERE uid = ?1)),"                                                      \
  " r(kind, record, uid) AS (SELECT 6, id, uid FROM product WHERE uid = ?1 UNION ALL SELECT 7, id, uid FROM s"                                                 \
  " UNION ALL SELECT 8, t.id, t.uid FROM price t JOIN s ON s.id = t.sku"                                                                                       \
  " UNION ALL SELECT 9, t.id, t.uid FROM assortment t JOIN s ON s.id = t.sku) "

static gboolean
load_records (BrDb *db, const BrId *product, GHashTable *records, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, RECORDS_OF_PRODUCT "SELECT kind, uid FROM r", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  br_bind_id (statement, 1, product);
  while (TRUE)
    {
      BrId uid;

      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      uid = br_column_id (statement, 1);
      br_record_set_add (records, sqlite3_column_int (statement, 0), &uid);
    }
}

/* What a bound statement gives: id and change of parts. */
static GArray *
read_parts (BrDb *db, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Part));
  gboolean has_row;

  while (TRUE)
    {
      Part part;

      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&parts);
      part = (Part) { sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1), FALSE };
      g_array_append_val (parts, part);
    }
}

static GArray *
load_parts (BrDb *db, const BrId *product, guint limit, GError **error)
{
  static const char sql[] = RECORDS_OF_PRODUCT "SELECT DISTINCT p.id, p.change FROM r JOIN change_touch t ON t.kind = r.kind AND t.record = r.record"
                                               " JOIN change_part p ON p.id = t.part ORDER BY p.id DESC LIMIT ?2";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);

  if (statement == NULL)
    return NULL;
  br_bind_id (statement, 1, product);
  sqlite3_bind_int64 (statement, 2, limit);
  return read_parts (db, statement, error);
}

/* Adds an entry for a cell; what stands in the head is copied from `model`. */
static gboolean
add_entry (BrDb *db, GPtrArray *entries, const BrHistoryEntry *model, const BrPatch *patch, const BrCell *cell, GError **error)
{
  BrHistoryEntry *entry = g_new0 (BrHistoryEntry, 1);

  g_ptr_array_add (entries, entry);
  *entry = (BrHistoryEntry) { .change_id = model->change_id, .at_us = model->at_us, .from_hq = model->from_hq, .undone = model->undone };
  entry->kind = patch->kind;
  entry->uid = patch->id;
  entry->create = patch->create;
  entry->field = cell->field;
  entry->label = g_strdup (model->label);
  entry->person_name = g_strdup (model->person_name);
  entry->device = g_strdup (model->device);
  br_value_copy (&entry->before, &cell->before);
  br_value_copy (&entry->after, &cell->after);
  entry->name = g_strdup (model->name);
  entry->product_name = g_strdup (model->product_name);
  return br_record_store_dup_value_name (db, patch->kind, cell->field, &cell->before, &entry->before_text, error)
         && br_record_store_dup_value_name (db, patch->kind, cell->field, &cell->after, &entry->after_text, error);
}

/* The cells of the patches that speak of one of `records` (NULL: of all), at most `limit` of them. */
static gboolean
add_patches (BrDb *db, GPtrArray *entries, BrHistoryEntry *model, const BrEdit *edit, GHashTable *records, guint limit, GError **error)
{
  for (guint i = 0; i < edit->n_patches && entries->len < limit; i++)
    {
      const BrPatch *patch = &edit->patches[i];

      if (records != NULL && !br_record_set_has (records, patch->kind, &patch->id))
        continue;
      g_clear_pointer (&model->name, g_free);
      g_clear_pointer (&model->product_name, g_free);
      if (!br_record_store_name_patch (db, edit, patch, &model->name, &model->product_name, error))
        return FALSE;
      for (guint k = 0; k < patch->n_cells && entries->len < limit; k++)
        if (!add_entry (db, entries, model, patch, &patch->cells[k], error))
          return FALSE;
    }
  return TRUE;
}

/* Reads the head of a part's change-set into `model` (texts owned) and its body. */
static BrEdit *
load_part (BrDb *db, const Part *part, BrHistoryEntry *model, GError **error)
{
  static const char sql[] = "SELECT c.uid, c.label, c.person_name, c.device, c.at_us, c.origin, p.body"
                            " FROM change_part p JOIN change_set c ON c.id = p.change WHERE p.id = ?1";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  g_autoptr (GBytes) body = NULL;
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, part->id);
  if (!br_db_step (db, statement, &has_row, error))
    return NULL;
  model->change_id = br_column_id (statement, 0);
  model->label = g_strdup (br_column_text (statement, 1));
  model->person_name = g_strdup (br_column_text (statement, 2));
  model->device = g_strdup (br_column_text (statement, 3));
  model->at_us = sqlite3_column_int64 (statement, 4);
  model->from_hq = sqlite3_column_int (statement, 5) == 2;
  model->undone = part->undone;
  body = br_column_dup_bytes (statement, 6);
  sqlite3_reset (statement);
  return br_wire_edit_read (body, error);
}

static gboolean
add_part (BrDb *db, GPtrArray *entries, Part *part, GHashTable *records, guint limit, GError **error)
{
  BrHistoryEntry *model = g_new0 (BrHistoryEntry, 1);
  g_autoptr (BrEdit) edit = NULL;
  gboolean ok = br_history_store_is_undone (db, part->change, &part->undone, error);

  if (ok)
    edit = load_part (db, part, model, error);
  ok = ok && edit != NULL && add_patches (db, entries, model, edit, records, limit, error);
  br_history_entry_free (model);
  return ok;
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const BrHistoryEntry *x = *(BrHistoryEntry *const *) a, *y = *(BrHistoryEntry *const *) b;

  return x->at_us < y->at_us ? 1 : x->at_us > y->at_us ? -1 : 0;
}

GPtrArray *
br_history_store_product (BrDb *db, const BrId *product, guint limit, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) br_history_entry_free);
  g_autoptr (GHashTable) records = br_record_set_new ();
  g_autoptr (GArray) parts = NULL;

  if (!load_records (db, product, records, error) || (parts = load_parts (db, product, limit, error)) == NULL)
    return NULL;
  for (guint i = 0; i < parts->len && entries->len < limit; i++)
    if (!add_part (db, entries, &g_array_index (parts, Part, i), records, G_MAXUINT, error))
      return NULL;
  g_ptr_array_sort (entries, compare_newest_first); /* stable: cells of one patch stay in order */
  if (entries->len > limit)
    g_ptr_array_set_size (entries, (int) limit);
  return g_steal_pointer (&entries);
}

/* The parts of a change-set, in its order. */
static GArray *
list_parts (BrDb *db, const BrId *change, GError **error)
{
  static const char sql[] = "SELECT p.id, p.change FROM change_part p JOIN change_set c ON c.id = p.change WHERE c.uid = ?1 ORDER BY p.id";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);

  if (statement == NULL)
    return NULL;
  br_bind_id (statement, 1, change);
  return read_parts (db, statement, error);
}

GPtrArray *
br_history_store_change (BrDb *db, const BrId *change, guint limit, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) br_history_entry_free);
  g_autoptr (GArray) parts = list_parts (db, change, error);

  if (parts == NULL)
    return NULL;
  if (parts->len == 0)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "there is no such change");
      return NULL;
    }
  for (guint i = 0; i < parts->len && entries->len < limit; i++)
    if (!add_part (db, entries, &g_array_index (parts, Part, i), NULL, limit, error))
      return NULL;
  return g_steal_pointer (&entries);
}

static gboolean
has_cell (const BrEdit *edit, BrKind kind, const BrId *uid, guint field)
{
  for (guint i = 0; i < edit->n_patches; i++)
    {
      const BrPatch *patch = &edit->patches[i];

      if (patch->kind != kind || !br_id_equal (&patch->id, uid))
        continue;
      for (guint k = 0; k < patch->n_cells; k++)
        if (field == BR_FIELD_DELETED || patch->cells[k].field == field)
          return TRUE;
    }
  return FALSE;
}

/* Fills `out` when the part a row gives wrote the cell. */
static gboolean
read_author (sqlite3_stmt *statement, const BrCellKey *cell, BrCellAuthor *out, gboolean *found, GError **error)
{
  g_autoptr (GBytes) body = br_column_dup_bytes (statement, 0);
  g_autoptr (BrEdit) edit = br_wire_edit_read (body, error);

  if (edit == NULL)
    return FALSE;
  *found = has_cell (edit, cell->kind, &cell->id, cell->field);
  if (!*found)
    return TRUE;
  out->person_name = g_strdup (br_column_text (statement, 1));
  out->at_us = sqlite3_column_int64 (statement, 2);
  out->from_hq = sqlite3_column_int (statement, 3) == 2;
  return TRUE;
}

gboolean
br_history_store_find_author (BrDb *db, const BrCellKey *cell, BrCellAuthor *out, GError **error)
{
  /* Refused (4) and withdrawn (5) operations wrote nothing that stands. */
  static const char sql[] = "SELECT p.body, c.person_name, c.at_us, c.origin FROM change_touch t JOIN change_part p ON p.id = t.part"
                            " JOIN change_set c ON c.id = p.change LEFT JOIN outbox o ON o.part = p.id"
                            " WHERE t.kind = ?1 AND t.record = ?2 AND (o.state IS NULL OR o.state < 4) ORDER BY p.id DESC LIMIT ?3";
  sqlite3_stmt *statement;
  gboolean has_row, found = FALSE;
  gint64 record;

  *out = (BrCellAuthor) { 0 };
  if (!br_record_store_find_id (db, cell->kind, &cell->id, &record, error) || (statement = br_db_statement (db, sql, error)) == NULL)
    return FALSE;
  sqlite3_bind_int (statement, 1, (int) cell->kind);
  sqlite3_bind_int64 (statement, 2, record);
  sqlite3_bind_int (statement, 3, MAX_AUTHOR_PARTS);
  while (!found)
    {
      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (!read_author (statement, cell, out, &found, error))
        break;
    }
  sqlite3_reset (statement);
  return found;
}

void
br_cell_author_clear (BrCellAuthor *self)
{
  g_clear_pointer (&self->person_name, g_free);
}

static BrChangeSummary *
read_summary (sqlite3_stmt *statement)
{
  BrChangeSummary *summary = g_new0 (BrChangeSummary, 1);

  summary->change_id = br_column_id (statement, 0);
  summary->label = g_strdup (br_column_text (statement, 1));
  summary->person_name = g_strdup (br_column_text (statement, 2));
  summary->device = g_strdup (br_column_text (statement, 3));
  summary->at_us = sqlite3_column_int64 (statement, 4);
  summary->n_patches = sqlite3_column_int64 (statement, 5);
  summary->from_hq = sqlite3_column_int (statement, 6) == 2;
  summary->is_undo = sqlite3_column_type (statement, 7) != SQLITE_NULL;
  return summary;
}

/* HQ gives its changes no label: what they are about says more than that they are HQ's. */
static gboolean
name_first_record (BrDb *db, gint64 change, BrChangeSummary *summary, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT body FROM change_part WHERE change = ?1 ORDER BY id LIMIT 1", error);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (BrEdit) edit = NULL;
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, change);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  body = br_column_dup_bytes (statement, 0);
  sqlite3_reset (statement);
  edit = br_wire_edit_read (body, error);
  if (edit == NULL || edit->n_patches == 0)
    return edit != NULL;
  summary->kind = edit->patches[0].kind;
  return br_record_store_name_patch (db, edit, &edit->patches[0], &summary->name, &summary->product_name, error);
}

/* What is not in the change-set's own row. */
static gboolean
complete_summary (BrDb *db, gint64 change, BrChangeSummary *summary, GError **error)
{
  if (summary->from_hq && summary->n_patches <= MAX_NAMED_PATCHES && !name_first_record (db, change, summary, error))
    return FALSE;
  return is_withdrawn (db, change, &summary->withdrawn, error) && br_history_store_is_undone (db, change, &summary->undone, error);
}

GPtrArray *
br_history_store_changes (BrDb *db, gint64 before_us, guint limit, GError **error)
{
  static const char sql[] = "SELECT uid, label, person_name, device, at_us, n_patches, origin, undo_of, id FROM change_set"
                            " WHERE at_us < ?1 ORDER BY at_us DESC, id DESC LIMIT ?2";
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) br_change_summary_free);
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, before_us);
  sqlite3_bind_int64 (statement, 2, limit);
  while (TRUE)
    {
      BrChangeSummary *summary;

      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&changes);
      summary = read_summary (statement);
      g_ptr_array_add (changes, summary);
      if (!complete_summary (db, sqlite3_column_int64 (statement, 8), summary, error))
        return NULL;
    }
}
