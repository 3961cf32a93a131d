/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One put: load what is stored, see which cells change and whether somebody else changed them meanwhile, ask the rules, and only then
 * write: HQ's version into shadow (the first time), the entity row, the patch into the part, the projection's note. A refused record
 * has written nothing, so an EACH batch goes on.
 */
#include "config.h"
#include "br-edit-store.h"

#include "br-change-writer.h"
#include "br-edit-batch-private.h"
#include "br-edit-check.h"
#include "br-error.h"
#include "br-projection.h"
#include "br-settings-store.h"
#include "br-shadow.h"

#define MAX_PROBLEMS 100000 /* a file with more bad rows than this is the wrong file */

struct _BrEditBatch
{
  BrStoreTx *tx;
  BrActor actor;
  BrEditMode mode;
  BrId undo_of;
  char *label;
  char *person_name; /* GRefString, or NULL */
  char *device;      /* or NULL */
  gint64 at_us;
  gboolean begun;       /* the two below are ready */
  BrEditRules rules;
  BrChangeWriter writer;
  GPtrArray *problems;    /* of BrEditProblem */
};

BrEditBatch *
br_edit_batch_begin (BrStoreTx *tx, const BrEditor *editor)
{
  BrEditBatch *self = g_new0 (BrEditBatch, 1);

  self->tx = tx;
  self->actor = editor->actor;
  self->mode = editor->mode;
  self->undo_of = editor->undo_of;
  self->label = g_strdup (editor->label != NULL ? editor->label : "");
  self->person_name = editor->person_name != NULL ? g_ref_string_new (editor->person_name) : NULL;
  self->at_us = br_clock_now_us (tx->clock);
  self->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) br_edit_problem_free);
  return self;
}

/* What needs the database, on the first put: begin cannot fail. */
static gboolean
make_ready (BrEditBatch *self, GError **error)
{
  BrChangeHead head = { .label = self->label, .person = self->actor.person, .at_us = self->at_us, .origin = BR_ORIGIN_HERE, .mode = self->mode };

  if (self->begun)
    return TRUE;
  if (!br_settings_get (self->tx->db, BR_META_DEVICE_NAME, &self->device, error))
    return FALSE;
  if (!br_id_is_none (&self->undo_of) && !br_change_find_row (self->tx->db, &self->undo_of, &head.undo_of, error))
    return FALSE;
  head.person_name = self->person_name;
  head.device = self->device;
  br_edit_rules_init (&self->rules, self->tx, &self->actor);
  self->rules.undo = head.undo_of != 0;
  br_change_writer_init (&self->writer, self->tx, &head);
  self->begun = TRUE;
  return TRUE;
}

/* Whether an error is about the record, not about the storage. */
static gboolean
is_about_record (const GError *error)
{
  static const BrError codes[] = {
    BR_ERROR_INVALID, BR_ERROR_RANGE, BR_ERROR_REFUSED, BR_ERROR_CONFLICT, BR_ERROR_NOT_FOUND, BR_ERROR_EXISTS, BR_ERROR_IN_USE
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, BR_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

/* In an EACH batch a bad record is listed and the batch goes on. Takes `problem`. */
static gboolean
handle_problem (BrEditBatch *self, const BrRecord *record, int field, GError *problem, GError **error)
{
  BrEditProblem *entry;

  if (self->mode != BR_EDIT_EACH || !is_about_record (problem) || self->problems->len >= MAX_PROBLEMS)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  entry = g_new0 (BrEditProblem, 1);
  *entry = (BrEditProblem) { .kind = record->kind, .id = record->id, .field = field, .error = problem };
  g_ptr_array_add (self->problems, entry);
  return TRUE;
}

/* What the author saw, for the patch: where own changes under way cover the cells, HQ's version behind them was not seen. */
static BrRecord *
copy_seen (BrEditBatch *self, const BrRecord *stored, guint32 mask, GError **error)
{
  g_autoptr (BrRecord) seen = br_record_copy (stored);

  return br_shadow_lower_base (self->tx, stored->kind, &stored->id, mask, &seen->rev, error) ? g_steal_pointer (&seen) : NULL;
}

static gboolean
write_record (BrEditBatch *self, const BrRecord *stored, const BrStoredRow *row, const BrRecord *shown, guint32 mask, GError **error)
{
  BrStoreTx *tx = self->tx;
  gboolean known = br_record_is_known (stored, row);
  gint64 id = row->id;
  g_autoptr (BrRecord) seen = NULL;

  if (stored != NULL && row->pending > 0)
    {
      seen = copy_seen (self, stored, mask, error);
      if (seen == NULL)
        return FALSE;
    }

  if (row->pending == 0 && !br_shadow_keep (tx, shown->kind, &shown->id, known ? stored : NULL, error))
    return FALSE;
  if (stored == NULL ? !br_record_store_put (tx, shown, 1, &id, error) : !br_record_store_update (tx, id, shown, mask, row->pending + 1, error))
    return FALSE;
  return br_change_writer_add (&self->writer, seen != NULL ? seen : stored, shown, mask, !known, id, error)
         && br_projection_touch (tx, shown->kind, id, row->present ? stored : NULL, shown, error);
}

/* Copies the cells of `mask` that differ; returns which did. "Not deleted" is NULL, never 0. */
static guint32
take_cells (BrRecord *shown, const BrRecord *after, guint32 mask)
{
  static const BrValue nothing = BR_VALUE_INIT;
  guint32 taken = 0;

  for (guint i = 0; i < br_schema_get (after->kind)->n_fields; i++)
    {
      const BrValue *value = i == BR_FIELD_DELETED && !br_record_is_deleted (after) ? &nothing : &after->cells[i];

      if (!(mask & (1u << i)) || br_value_equal (&shown->cells[i], value))
        continue;
      br_value_copy (&shown->cells[i], value);
      taken |= 1u << i;
    }
  return taken;
}

gboolean
br_edit_batch_set (BrEditBatch *self, const BrRecord *stored, const BrStoredRow *row, const BrRecord *after, guint32 mask, GError **error)
{
  g_autoptr (BrRecord) shown = stored != NULL ? br_record_copy (stored) : br_record_new (after->kind, &after->id);
  GError *problem = NULL;
  guint32 changed;

  if (!make_ready (self, error))
    return FALSE;
  mask = take_cells (shown, after, mask);
  if (mask == 0 && !br_record_is_known (stored, row))
    return handle_problem (self, after, -1, g_error_new (BR_ERROR, BR_ERROR_INVALID, "a record without any content"), error);
  if (mask == 0)
    return TRUE;
  changed = mask;
  if (!br_edit_rules_check (&self->rules, br_record_is_known (stored, row) ? stored : NULL, shown, &changed, &problem))
    return handle_problem (self, after, -1, problem, error);
  g_clear_pointer (&shown->by, g_ref_string_release);
  shown->by = self->person_name != NULL ? g_ref_string_acquire (self->person_name) : NULL;
  shown->at_us = self->at_us;
  return write_record (self, stored, row, shown, changed, error);
}

/* The first cell that both this change and somebody else changed, differently; -1 = none. */
static int
find_conflict (const BrRecord *stored, const BrRecord *before, const BrRecord *after, guint32 mask)
{
  for (guint i = 0; i < BR_MAX_FIELDS; i++)
    if ((mask & (1u << i)) && !br_value_equal (&stored->cells[i], &before->cells[i]) && !br_value_equal (&stored->cells[i], &after->cells[i]))
      return (int) i;
  return -1;
}

static GError *
find_problem (const BrRecord *stored, const BrStoredRow *row, const BrRecord *before, const BrRecord *after, guint32 mask, int *field)
{
  const BrKindInfo *info = br_schema_get (after->kind);

  *field = -1;
  if (before == NULL)
    return row->present ? g_error_new (BR_ERROR, BR_ERROR_CONFLICT, "this %s exists already", info->name) : NULL;
  if (!row->present)
    return g_error_new (BR_ERROR, BR_ERROR_NOT_FOUND, "this %s does not exist any more", info->name);
  *field = find_conflict (stored, before, after, mask);
  if (*field >= 0)
    return g_error_new (BR_ERROR, BR_ERROR_CONFLICT, "%s.%s was changed meanwhile", info->name, info->fields[*field].name);
  return NULL;
}

gboolean
br_edit_batch_put (BrEditBatch *self, const BrRecord *before, const BrRecord *after, GError **error)
{
  g_autoptr (BrRecord) stored = NULL;
  BrStoredRow row;
  GError *problem;
  guint32 mask;
  int field;

  g_return_val_if_fail (before == NULL || (before->kind == after->kind && br_id_equal (&before->id, &after->id)), FALSE);
  if (!br_record_store_load_any (self->tx->db, after->kind, &after->id, &stored, &row, error))
    return FALSE;
  mask = before != NULL ? br_record_difference (before, after) : G_MAXUINT32;
  if (mask == 0)
    return TRUE;
  problem = find_problem (stored, &row, before, after, mask, &field);
  if (problem != NULL)
    return handle_problem (self, after, field, problem, error);
  return br_edit_batch_set (self, stored, &row, after, mask, error);
}

gboolean
br_edit_batch_finish (BrEditBatch *self, BrId *change_id, GPtrArray **problems, GError **error)
{
  *change_id = (BrId) { 0 };
  if (self->begun && !br_change_writer_finish (&self->writer, error))
    return FALSE;
  if (!br_projection_flush (self->tx, error))
    return FALSE;
  if (self->begun && self->writer.row != 0)
    *change_id = self->writer.uid;
  if (problems != NULL)
    *problems = g_ptr_array_ref (self->problems);
  return TRUE;
}

void
br_edit_batch_free (BrEditBatch *self)
{
  if (self->begun)
    {
      br_change_writer_clear (&self->writer);
      br_edit_rules_clear (&self->rules);
    }
  g_ptr_array_unref (self->problems);
  g_clear_pointer (&self->person_name, g_ref_string_release);
  g_free (self->label);
  g_free (self->device);
  g_free (self);
}
