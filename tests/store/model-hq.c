/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of SYNC.md 3.1-3.5 in their simplest form, without conflicts: those are HQ's own tests. */
#include "config.h"
#include "model-hq.h"

#include "br-wire-record.h"

static void
free_row (gpointer data)
{
  HqRow *row = data;

  br_record_free (row->record);
  g_free (row);
}

static void
free_result (gpointer data)
{
  BrOpResult *result = data;

  g_clear_pointer (&result->refusals, g_ptr_array_unref);
  g_free (result);
}

static void
free_refusal (gpointer data)
{
  BrPatchRefusal *refusal = data;

  g_free (refusal->code);
  g_free (refusal->text);
  g_free (refusal->current);
  g_free (refusal);
}

ModelHq *
model_hq_new (BrXorshift *random)
{
  ModelHq *self = g_new0 (ModelHq, 1);

  self->random = random;
  self->rows = g_hash_table_new_full ((GHashFunc) br_id_hash, (GEqualFunc) br_id_equal, g_free, free_row);
  self->results = g_ptr_array_new_with_free_func (free_result);
  return self;
}

void
model_hq_free (ModelHq *self)
{
  g_hash_table_unref (self->rows);
  g_ptr_array_unref (self->results);
  g_free (self);
}

void
model_hq_put (ModelHq *self, const BrRecord *record)
{
  HqRow *old = g_hash_table_lookup (self->rows, &record->id);
  HqRow *row = g_new0 (HqRow, 1);

  row->record = br_record_copy (record);
  row->record->rev = old != NULL ? old->record->rev + 1 : 1;
  row->seq = ++self->head;
  g_hash_table_replace (self->rows, g_memdup2 (&record->id, sizeof record->id), row);
}

static void
refuse (BrOpResult *result, guint index, const char *code)
{
  BrPatchRefusal *refusal = g_new0 (BrPatchRefusal, 1);

  if (result->refusals == NULL)
    result->refusals = g_ptr_array_new_with_free_func (free_refusal);
  *refusal = (BrPatchRefusal) { .patch = index, .code = g_strdup (code), .text = g_strdup ("because") };
  g_ptr_array_add (result->refusals, refusal);
}

static void
apply_patch (ModelHq *self, const BrPatch *patch)
{
  const HqRow *row = g_hash_table_lookup (self->rows, &patch->id);
  g_autoptr (BrRecord) record = row != NULL ? br_record_copy (row->record) : br_record_new (patch->kind, &patch->id);

  br_patch_apply (patch, record);
  model_hq_put (self, record);
}

static BrOpResult *
apply_op (ModelHq *self, const BrOp *op)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrEdit) edit = NULL;
  BrOpResult *result = g_new0 (BrOpResult, 1);

  *result = (BrOpResult) { .seq = op->seq, .status = BR_OP_OK };
  if (g_str_equal (op->type, "void"))
    return result;
  edit = br_wire_edit_read (op->body, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < edit->n_patches; i++)
    if (!edit->patches[i].create && g_hash_table_lookup (self->rows, &edit->patches[i].id) == NULL)
      refuse (result, i, "unknown_record");
    else if (self->refuse_one_in != 0 && br_xorshift_below (self->random, self->refuse_one_in) == 0)
      refuse (result, i, "conflict");
  if (result->refusals != NULL)
    result->status = edit->mode == BR_EDIT_ATOMIC || result->refusals->len == edit->n_patches ? BR_OP_REJECTED : BR_OP_MERGED;
  for (guint i = 0; i < edit->n_patches && result->status != BR_OP_REJECTED; i++)
    {
      gboolean refused = FALSE;

      for (guint k = 0; result->refusals != NULL && k < result->refusals->len; k++)
        refused = refused || ((BrPatchRefusal *) g_ptr_array_index (result->refusals, k))->patch == i;
      if (!refused)
        apply_patch (self, &edit->patches[i]);
    }
  return result;
}

/* The answer owns its results: a copy by way of the wire. */
static void
copy_answer (const BrPushAnswer *from, BrPushAnswer *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = br_push_answer_write (from);

  br_push_answer_read (bytes, to, &error);
  g_assert_no_error (error);
}

void
model_hq_push (ModelHq *self, const BrPush *push, BrPushAnswer *answer)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new ();
  g_autoptr (GHashTable) applied = g_hash_table_new (g_str_hash, g_str_equal);
  BrPushAnswer draft = { .epoch = (char *) "e1", .results = results, .applied = applied };

  for (guint i = 0; i < push->ops->len; i++)
    {
      const BrOp *op = g_ptr_array_index (push->ops, i);
      BrOpResult *result;

      if (op->seq == self->last_seq + 1)
        {
          g_ptr_array_add (self->results, apply_op (self, op));
          self->last_seq = op->seq;
        }
      g_assert_cmpint (op->seq, <=, self->last_seq); /* dense */
      result = g_ptr_array_index (self->results, op->seq - 1);
      if (result->status != BR_OP_OK)
        g_ptr_array_add (results, result);
    }
  draft.acked = self->last_seq;
  draft.durable = self->last_seq;
  g_hash_table_insert (applied, (char *) "cat", &self->head);
  copy_answer (&draft, answer);
}

static int
compare_seq (gconstpointer a, gconstpointer b)
{
  const HqRow *x = *(HqRow *const *) a, *y = *(HqRow *const *) b;

  return x->seq < y->seq ? -1 : x->seq > y->seq;
}

static void
write_row (GString *out, const HqRow *row)
{
  g_autoptr (GString) body = g_string_new (NULL);

  if (br_record_int (row->record, BR_FIELD_DELETED))
    {
      br_feed_write_tombstone (out, row->record->kind, &row->record->id, row->seq);
      return;
    }
  br_wire_record_write (row->record, body);
  br_feed_write_row (out, row->record->kind, &row->record->id, row->seq, body->str);
}

static void
sum_rows (GPtrArray *rows, BrFeedEnd *end)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const HqRow *row = g_ptr_array_index (rows, i);

      if (br_record_int (row->record, BR_FIELD_DELETED))
        continue;
      end->n++;
      end->xsum += br_feed_item_sum (row->record->kind, &row->record->id, row->seq);
    }
}

GBytes *
model_hq_page (ModelHq *self, gint64 from, guint limit, guint mark_after)
{
  static const BrKind kinds[] = { BR_KIND_BRAND, BR_KIND_PRODUCT, BR_KIND_SKU, BR_KIND_PRICE };
  g_autoptr (GPtrArray) rows = g_hash_table_get_values_as_ptr_array (self->rows);
  GString *out = g_string_new (NULL);
  BrFeedEnd end = { .next = from, .head = self->head };
  guint n = 0;

  g_ptr_array_sort (rows, compare_seq);
  br_feed_write_head (out, "cat", "e1", from, kinds, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < rows->len && n < limit; i++)
    {
      const HqRow *row = g_ptr_array_index (rows, i);

      if (row->seq <= from || (from == 0 && br_record_int (row->record, BR_FIELD_DELETED)))
        continue; /* whoever starts has nothing to forget */
      write_row (out, row);
      end.next = row->seq;
      if (++n == mark_after)
        g_string_append_printf (out, "{\"page\":%" G_GINT64_FORMAT "}\n", row->seq);
    }
  if (n < limit)
    end.next = self->head;
  end.more = end.next < self->head;
  sum_rows (rows, &end);
  br_feed_write_end (out, &end);
  return g_string_free_to_bytes (out);
}

HqRow *
model_hq_random (ModelHq *self)
{
  g_autoptr (GPtrArray) rows = g_hash_table_get_values_as_ptr_array (self->rows);

  if (rows->len == 0)
    return NULL;
  g_ptr_array_sort (rows, compare_seq); /* hash order depends on nothing the seed controls */
  return g_ptr_array_index (rows, br_xorshift_below (self->random, rows->len));
}
