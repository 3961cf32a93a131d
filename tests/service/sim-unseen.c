/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The check that no accepted change overwrote a value its author had not seen: HQ's log is replayed in the order in which it was
 * written, cell by cell. An accepted change of a cell must start from the value the cell then had, arrive at it, or follow a
 * change of the same device (whose later operations build on its own earlier ones). A value that was only seen on the author's
 * own device, because HQ refused the change that made it, counts as the value that change started from.
 */
#include "config.h"

#include "br-wire-push.h"
#include "br-wire-record.h"
#include "sim-world.h"

/* What a cell held last, and who wrote it. */
typedef struct
{
  BrValue value;
  BrId pc;
} Cell;

static void
free_cell (gpointer data)
{
  br_value_clear (&((Cell *) data)->value);
  g_free (data);
}

/* Everything known while the log is replayed. */
typedef struct
{
  GHashTable *cells;  /* "kind|id|field" -> Cell */
  GHashTable *origin; /* "pc|kind|id|field|value" -> text of the value a refused change started from */
} Replay;

static char *
value_text (const BrValue *value)
{
  char id[BR_ID_STRING_LENGTH + 1];

  switch (value->type)
    {
    case BR_VALUE_INT: return g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);
    case BR_VALUE_TEXT: return g_strdup_printf ("\"%s\"", value->text);
    case BR_VALUE_ID: br_id_write (&value->id, id); return g_strdup (id);
    case BR_VALUE_NULL:
    default: return g_strdup ("null");
    }
}

static char *
cell_key (const BrPatch *patch, guint field)
{
  char id[BR_ID_STRING_LENGTH + 1];

  br_id_write (&patch->id, id);
  return g_strdup_printf ("%d|%s|%u", patch->kind, id, field);
}

static char *
origin_key (const BrId *pc, const char *key, const char *value)
{
  char id[BR_ID_STRING_LENGTH + 1];

  br_id_write (pc, id);
  return g_strdup_printf ("%s|%s|%s", id, key, value);
}

/* The value HQ had when the device saw `value`; caller frees. */
static char *
seen_value (const Replay *self, const BrId *pc, const char *key, const BrValue *value)
{
  g_autofree char *text = value_text (value);
  g_autofree char *name = origin_key (pc, key, text);
  const char *origin = g_hash_table_lookup (self->origin, name);

  return g_strdup (origin != NULL ? origin : text);
}

static void
note_refused (Replay *self, const BrPatch *patch, const BrId *pc)
{
  for (guint i = 0; i < patch->n_cells; i++)
    {
      g_autofree char *key = cell_key (patch, patch->cells[i].field), *after = value_text (&patch->cells[i].after);

      g_hash_table_replace (self->origin, origin_key (pc, key, after), seen_value (self, pc, key, &patch->cells[i].before));
    }
}

static void
replay_patch (SimWorld *world, Replay *self, const BrPatch *patch, const BrId *pc)
{
  for (guint i = 0; i < patch->n_cells; i++)
    {
      const BrCell *cell = &patch->cells[i];
      g_autofree char *key = cell_key (patch, cell->field), *seen = seen_value (self, pc, key, &cell->before);
      const Cell *last = g_hash_table_lookup (self->cells, key);
      g_autofree char *current = last != NULL ? value_text (&last->value) : NULL;
      Cell *now;

      if (last != NULL && br_value_equal (&last->value, &cell->after))
        continue; /* nothing changes, so HQ goes on counting it as the other's */
      if (last != NULL && !g_str_equal (current, seen) && !br_value_equal (&last->value, &cell->before) && !br_id_equal (&last->pc, pc))
        g_error ("seed=%" G_GUINT64_FORMAT ": %s: %s was overwritten by a device that had seen %s", world->seed, key, current, seen);
      now = g_new0 (Cell, 1);
      br_value_copy (&now->value, &cell->after);
      now->pc = *pc;
      g_hash_table_replace (self->cells, g_steal_pointer (&key), now);
    }
}

/* Which patches of the operation HQ refused; all of them when it was rejected whole. */
static gboolean
is_refused (const BrPushAnswer *answer, guint patch)
{
  for (guint i = 0; i < answer->results->len; i++)
    {
      const BrOpResult *result = g_ptr_array_index (answer->results, i);

      if (result->status == BR_OP_REJECTED || result->status == BR_OP_QUARANTINED)
        return TRUE;
      for (guint j = 0; result->refusals != NULL && j < result->refusals->len; j++)
        if (((BrPatchRefusal *) g_ptr_array_index (result->refusals, j))->patch == patch)
          return TRUE;
    }
  return FALSE;
}

static GBytes *
column_bytes (BrSqlQuery *query, int column)
{
  gsize length;
  const char *text = br_sql_text (query, column, &length);

  return g_bytes_new (text, length);
}

void
sim_check_unseen (SimWorld *self)
{
  g_autoptr (GHashTable) cells = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_cell);
  g_autoptr (GHashTable) origin = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Replay replay = { cells, origin };
  BrSqlQuery query = br_sql_query (br_hq_get_sql (self->hq), "SELECT pc_id, body, result FROM op_log WHERE type = 'edit' ORDER BY rowid");
  gboolean has_row;

  while (br_sql_next (&query, &has_row, NULL) && has_row)
    {
      g_autoptr (GBytes) body = column_bytes (&query, 1), result = column_bytes (&query, 2);
      g_autoptr (BrEdit) edit = br_wire_edit_read (body, NULL);
      BrPushAnswer answer;
      BrId pc;

      g_assert_nonnull (edit);
      g_assert_true (br_sql_id (&query, 0, &pc) && br_push_answer_read (result, &answer, NULL));
      for (guint i = 0; i < edit->n_patches; i++)
        if (is_refused (&answer, i))
          note_refused (&replay, &edit->patches[i], &pc);
        else
          replay_patch (self, &replay, &edit->patches[i], &pc);
      br_push_answer_clear (&answer);
    }
}
