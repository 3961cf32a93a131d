/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An edited product against what others made of it meanwhile: a three-way merge, cell by cell. */
#include "config.h"

#include "br-draft.h"

#include "br-error.h"
#include "br-life-cycle.h"

void
br_draft_conflict_free (BrDraftConflict *self)
{
  if (self == NULL)
    return;
  br_value_clear (&self->base);
  br_value_clear (&self->mine);
  br_value_clear (&self->theirs);
  g_clear_pointer (&self->record, br_record_free);
  g_free (self);
}

void
br_draft_problem_free (BrDraftProblem *self)
{
  if (self == NULL)
    return;
  g_clear_error (&self->error);
  g_free (self);
}

static void
free_conflict (gpointer data)
{
  br_draft_conflict_free (data);
}

static void
free_problem (gpointer data)
{
  br_draft_problem_free (data);
}

/* Changed? */

static gboolean
records_equal (const BrRecord *a, const BrRecord *b)
{
  guint n = br_schema_get (a->kind)->n_fields;

  for (guint i = 0; i < n; i++)
    if (!br_value_equal (&a->cells[i], &b->cells[i]))
      return FALSE;
  return TRUE;
}

static gboolean
lists_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const BrRecord *record = a->pdata[i];
      const BrRecord *other = br_records_find (b, &record->id);

      if (other == NULL || !records_equal (record, other))
        return FALSE;
    }
  return TRUE;
}

gboolean
br_draft_is_changed (const BrProductDetail *base, const BrProductDetail *draft)
{
  if (base == NULL)
    return TRUE;
  return !records_equal (base->product, draft->product) || !lists_equal (base->skus, draft->skus) || !lists_equal (base->prices, draft->prices);
}

/* Merge */

static void
add_conflict (GPtrArray *conflicts, const BrRecord *base, const BrRecord *mine, const BrRecord *theirs, guint field)
{
  BrDraftConflict *conflict = g_new0 (BrDraftConflict, 1);

  conflict->kind = mine->kind;
  conflict->id = mine->id;
  conflict->field = field;
  br_value_copy (&conflict->base, &base->cells[field]);
  br_value_copy (&conflict->mine, &mine->cells[field]);
  br_value_copy (&conflict->theirs, &theirs->cells[field]);
  g_ptr_array_add (conflicts, conflict);
}

/* Theirs, with my changed cells over it. */
static BrRecord *
merge_record (const BrRecord *base, const BrRecord *mine, const BrRecord *theirs, GPtrArray *conflicts)
{
  BrRecord *merged = br_record_copy (theirs);
  guint n = br_schema_get (mine->kind)->n_fields;

  for (guint i = 0; i < n; i++)
    {
      if (br_value_equal (&base->cells[i], &mine->cells[i]))
        continue;
      if (!br_value_equal (&base->cells[i], &theirs->cells[i]) && !br_value_equal (&mine->cells[i], &theirs->cells[i]))
        add_conflict (conflicts, base, mine, theirs, i);
      br_value_copy (&merged->cells[i], &mine->cells[i]);
    }
  return merged;
}

/* One side removed a record that the other one changed. */
static BrDraftConflict *
add_removal (GPtrArray *conflicts, const BrRecord *record)
{
  BrDraftConflict *conflict = g_new0 (BrDraftConflict, 1);

  conflict->kind = record->kind;
  conflict->id = record->id;
  conflict->field = BR_FIELD_DELETED;
  g_ptr_array_add (conflicts, conflict);
  return conflict;
}

/* Mine, against what there was and what they have of it now. */
static void
merge_mine (GPtrArray *merged, const BrRecord *old, const BrRecord *my, const BrRecord *their, GPtrArray *conflicts)
{
  if (old != NULL && their != NULL)
    g_ptr_array_add (merged, merge_record (old, my, their, conflicts));
  else if (old == NULL)
    g_ptr_array_add (merged, br_record_copy (my)); /* mine alone */
  else if (!records_equal (old, my))
    {
      br_value_set_int (&add_removal (conflicts, my)->theirs, 1);
      g_ptr_array_add (merged, br_record_copy (my));
    }
}

/* Theirs, which I do not have: new, or removed by me. */
static void
merge_theirs (GPtrArray *merged, const BrRecord *old, const BrRecord *their, GPtrArray *conflicts)
{
  BrDraftConflict *conflict;

  if (old == NULL)
    g_ptr_array_add (merged, br_record_copy (their));
  else if (!records_equal (old, their))
    {
      conflict = add_removal (conflicts, their);
      br_value_set_int (&conflict->mine, 1);
      conflict->record = br_record_copy (their);
    }
}

/* In the order of mine, so that the editor's rows stay where they are; what they added comes last. */
static void
merge_lists (GPtrArray *merged, GPtrArray *base, GPtrArray *mine, GPtrArray *theirs, GPtrArray *conflicts)
{
  for (guint i = 0; i < mine->len; i++)
    {
      const BrRecord *my = mine->pdata[i];

      merge_mine (merged, br_records_find (base, &my->id), my, br_records_find (theirs, &my->id), conflicts);
    }
  for (guint i = 0; i < theirs->len; i++)
    {
      const BrRecord *their = theirs->pdata[i];

      if (br_records_find (mine, &their->id) == NULL)
        merge_theirs (merged, br_records_find (base, &their->id), their, conflicts);
    }
}

BrProductDetail *
br_draft_merge (const BrProductDetail *base, const BrProductDetail *mine, const BrProductDetail *theirs, GPtrArray **conflicts)
{
  BrProductDetail *merged = br_product_detail_new ();

  *conflicts = g_ptr_array_new_with_free_func (free_conflict);
  merged->product = merge_record (base->product, mine->product, theirs->product, *conflicts);
  merged->pending = theirs->pending;
  merge_lists (merged->skus, base->skus, mine->skus, theirs->skus, *conflicts);
  merge_lists (merged->prices, base->prices, mine->prices, theirs->prices, *conflicts);
  return merged;
}

BrRecord *
br_draft_find (const BrProductDetail *draft, BrKind kind, const BrId *id)
{
  if (kind == BR_KIND_PRODUCT)
    return br_id_equal (&draft->product->id, id) ? draft->product : NULL;
  return br_records_find (kind == BR_KIND_SKU ? draft->skus : draft->prices, id);
}

static void
remove_prices (BrProductDetail *draft, const BrId *sku)
{
  for (guint i = draft->prices->len; i > 0; i--)
    {
      const BrId *of = br_record_ref (draft->prices->pdata[i - 1], BR_PRICE_SKU);

      if (of != NULL && br_id_equal (of, sku))
        g_ptr_array_remove_index (draft->prices, i - 1);
    }
}

static void
take_removal (BrProductDetail *draft, const BrDraftConflict *conflict, BrRecord *mine)
{
  GPtrArray *list = conflict->kind == BR_KIND_SKU ? draft->skus : draft->prices;

  if (conflict->record != NULL && mine == NULL)
    g_ptr_array_add (list, br_record_copy (conflict->record));
  else if (conflict->record == NULL && mine != NULL)
    {
      if (conflict->kind == BR_KIND_SKU)
        remove_prices (draft, &conflict->id);
      g_ptr_array_remove (list, mine);
    }
}

void
br_draft_take_theirs (BrProductDetail *draft, const BrDraftConflict *conflict)
{
  BrRecord *record = br_draft_find (draft, conflict->kind, &conflict->id);

  if (conflict->field == BR_FIELD_DELETED && conflict->kind != BR_KIND_PRODUCT)
    take_removal (draft, conflict, record);
  else if (record != NULL)
    br_value_copy (&record->cells[conflict->field], &conflict->theirs);
}

/* Check */

static void
take_problem (GPtrArray *problems, const BrRecord *record, guint field, GError *error)
{
  BrDraftProblem *problem = g_new0 (BrDraftProblem, 1);

  problem->kind = record->kind;
  problem->id = record->id;
  problem->field = field;
  problem->error = error;
  g_ptr_array_add (problems, problem);
}

static void
check_record (GPtrArray *problems, const BrRecord *record)
{
  const BrKindInfo *info = br_schema_get (record->kind);
  guint n_before = problems->len;
  g_autoptr (GError) rule = NULL;

  for (guint i = 0; i < info->n_fields; i++)
    {
      GError *error = NULL;

      if (!br_schema_check_cell (info, i, &record->cells[i], &error))
        take_problem (problems, record, i, error);
      else if (info->fields[i].required && record->cells[i].type == BR_VALUE_NULL)
        take_problem (problems, record, i, g_error_new (BR_ERROR, BR_ERROR_INVALID, "%s is required", info->fields[i].name));
    }
  /* Rules between cells name no cell: they are shown at the last one they concern. */
  if (problems->len == n_before && !br_record_check (record, &rule))
    take_problem (problems, record, record->kind == BR_KIND_PRICE ? BR_PRICE_VALID_TO : 1, g_error_copy (rule));
}

static void
check_code (GPtrArray *problems, GHashTable *codes, const BrRecord *sku)
{
  const char *code = br_record_text (sku, BR_SKU_CODE);

  if (code == NULL || g_hash_table_add (codes, (gpointer) code))
    return;
  take_problem (problems, sku, BR_SKU_CODE, g_error_new_literal (BR_ERROR, BR_ERROR_EXISTS, "two SKUs of the product have this code"));
}

GPtrArray *
br_draft_check (const BrProductDetail *draft)
{
  GPtrArray *problems = g_ptr_array_new_with_free_func (free_problem);
  g_autoptr (GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);

  check_record (problems, draft->product);
  /* Nameless products come in by import and are a finding of the doctor; the editor does not make more of them. */
  if (br_record_text (draft->product, BR_PRODUCT_NAME) == NULL)
    take_problem (problems, draft->product, BR_PRODUCT_NAME, g_error_new_literal (BR_ERROR, BR_ERROR_INVALID, "name is required"));
  for (guint i = 0; i < draft->skus->len; i++)
    {
      check_record (problems, draft->skus->pdata[i]);
      check_code (problems, codes, draft->skus->pdata[i]);
    }
  for (guint i = 0; i < draft->prices->len; i++)
    check_record (problems, draft->prices->pdata[i]);
  return problems;
}

void
br_draft_check_notes (const BrProductDetail *base, const BrProductDetail *draft, GPtrArray *problems)
{
  for (guint i = 0; base != NULL && i < draft->skus->len; i++)
    {
      const BrRecord *sku = draft->skus->pdata[i];
      const BrRecord *before = br_records_find (base->skus, &sku->id);
      BrLifeCycle from = before != NULL ? (BrLifeCycle) br_record_int (before, BR_SKU_STATUS) : 0;
      BrLifeCycle to = (BrLifeCycle) br_record_int (sku, BR_SKU_STATUS);

      if (from != 0 && from != to && br_life_cycle_wants_note (from, to) && br_record_text (sku, BR_SKU_STATUS_NOTE) == NULL)
        take_problem (problems, sku, BR_SKU_STATUS_NOTE, g_error_new_literal (BR_ERROR, BR_ERROR_INVALID, "status_note is required"));
    }
}
