/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Undo: everything back, or what could not be brought back, and History's view of it. */
#include "config.h"

#include "br-error.h"
#include "br-history-store.h"
#include "fixture.h"

/* An undo, and what came of it. */
typedef struct
{
  BrId change;
  BrId undo;
  GPtrArray *losses; /* owned */
} Undo;

static gboolean
undo_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Undo *self = data;
  BrEditor editor = fixture_editor ("Undo", BR_EDIT_EACH);

  return br_undo_apply (tx, &editor, &self->change, &self->undo, &self->losses, error);
}

/* Undoes and returns how many cells were lost. */
static guint
undo (Fixture *fixture, const BrId *change, BrId *undo_id)
{
  Undo self = { .change = *change };
  guint n;

  fixture_write (fixture, undo_job, &self);
  n = self.losses->len;
  g_ptr_array_unref (self.losses);
  if (undo_id != NULL)
    *undo_id = self.undo;
  return n;
}

/* Sets one text of the record as shown, in a change-set of its own. */
static BrId
set_text (Fixture *fixture, BrKind kind, const BrId *uid, guint field, const char *text)
{
  g_autoptr (BrRecord) before = fixture_load (fixture, kind, uid);
  g_autoptr (BrRecord) after = br_record_copy (before);

  br_value_set_text (&after->cells[field], text);
  return fixture_put (fixture, before, after);
}

/* The one thing that undoing could not restore. */
static const BrUndoLoss *
undo_with_loss (Fixture *fixture, const BrId *change, GPtrArray **losses)
{
  Undo self = { .change = *change };

  fixture_write (fixture, undo_job, &self);
  g_assert_cmpuint (self.losses->len, ==, 1);
  *losses = self.losses;
  return g_ptr_array_index (self.losses, 0);
}

/* A loss says which cell of what, what it is now, what it would have become, who made it so and when. */
static void
test_loss_words (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) one = fixture_record (fixture, BR_KIND_BRAND);
  g_autoptr (BrRecord) two = fixture_record (fixture, BR_KIND_BRAND);
  g_autoptr (BrRecord) product = fixture_record (fixture, BR_KIND_PRODUCT);
  g_autoptr (BrRecord) sku = fixture_record (fixture, BR_KIND_SKU);
  g_autoptr (BrRecord) branded = NULL, rebranded = NULL;
  g_autoptr (GPtrArray) losses = NULL, sku_losses = NULL, gone_losses = NULL;
  const BrUndoLoss *loss;
  BrId first, recode, renote;
  gint64 before_us;

  br_value_set_text (&one->cells[BR_BRAND_NAME], "Brand One");
  br_value_set_text (&two->cells[BR_BRAND_NAME], "Brand Two");
  br_value_set_text (&product->cells[BR_PRODUCT_NAME], "Mug");
  br_value_set_text (&sku->cells[BR_SKU_CODE], "M1");
  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &product->id);
  fixture_put (fixture, NULL, one);
  fixture_put (fixture, NULL, two);
  fixture_put (fixture, NULL, product);
  fixture_put (fixture, NULL, sku);
  branded = br_record_copy (product);
  br_value_set_id (&branded->cells[BR_PRODUCT_BRAND], &one->id);
  first = fixture_put (fixture, product, branded);
  rebranded = br_record_copy (branded);
  br_value_set_id (&rebranded->cells[BR_PRODUCT_BRAND], &two->id);
  before_us = fixture->now_us;
  fixture_put (fixture, branded, rebranded);
  set_text (fixture, BR_KIND_PRODUCT, &product->id, BR_PRODUCT_NAME, "Cup"); /* a later change of another cell is not who it was */

  loss = undo_with_loss (fixture, &first, &losses);
  g_assert_cmpint (loss->field, ==, BR_PRODUCT_BRAND);
  g_assert_cmpstr (loss->name, ==, "Cup");
  g_assert_null (loss->product_name);
  g_assert_cmpstr (loss->now_text, ==, "Brand Two");
  g_assert_cmpint (loss->wanted.type, ==, BR_VALUE_NULL);
  g_assert_cmpstr (loss->person_name, ==, "Ada");
  g_assert_cmpint (loss->at_us, >, before_us);
  g_assert_cmpint (loss->at_us, <, fixture->now_us);
  g_assert_cmpint (loss->why, ==, -1);

  recode = set_text (fixture, BR_KIND_SKU, &sku->id, BR_SKU_CODE, "M2");
  set_text (fixture, BR_KIND_SKU, &sku->id, BR_SKU_CODE, "M3");
  loss = undo_with_loss (fixture, &recode, &sku_losses);
  g_assert_cmpstr (loss->name, ==, "M3");
  g_assert_cmpstr (loss->product_name, ==, "Cup");
  g_assert_cmpstr (loss->wanted.text, ==, "M1");
  g_assert_cmpstr (loss->now.text, ==, "M3");

  /* What was deleted since stays so, and is not changed behind its back. */
  renote = set_text (fixture, BR_KIND_SKU, &sku->id, BR_SKU_STATUS_NOTE, "note");
  {
    g_autoptr (BrRecord) shown = fixture_load (fixture, BR_KIND_SKU, &sku->id);

    fixture_delete (fixture, shown);
  }
  loss = undo_with_loss (fixture, &renote, &gone_losses);
  g_assert_cmpint (loss->field, ==, BR_FIELD_DELETED);
  g_assert_cmpint (loss->now.integer, ==, 1);
  g_assert_cmpstr (loss->name, ==, "M3");
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM sku WHERE status_note = 'note'"), ==, 1);
}

static void
test_losses (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) product = fixture_record (fixture, BR_KIND_PRODUCT);
  g_autoptr (BrRecord) before = NULL;
  g_autoptr (BrRecord) after = NULL;
  g_autoptr (BrRecord) shown = NULL;
  g_autoptr (GError) error = NULL;
  BrId both, creation;
  Undo again;

  br_value_set_text (&product->cells[BR_PRODUCT_NAME], "old name");
  creation = fixture_put (fixture, NULL, product);
  before = fixture_load (fixture, BR_KIND_PRODUCT, &product->id);
  after = br_record_copy (before);
  br_value_set_text (&after->cells[BR_PRODUCT_NAME], "new name");
  br_value_set_text (&after->cells[BR_PRODUCT_DESCRIPTION], "new description");
  both = fixture_put (fixture, before, after);
  set_text (fixture, BR_KIND_PRODUCT, &product->id, BR_PRODUCT_NAME, "somebody else's name");

  g_assert_cmpuint (undo (fixture, &both, NULL), ==, 1);
  shown = fixture_load (fixture, BR_KIND_PRODUCT, &product->id);
  g_assert_cmpstr (br_record_text (shown, BR_PRODUCT_NAME), ==, "somebody else's name");
  g_assert_null (br_record_text (shown, BR_PRODUCT_DESCRIPTION));

  again = (Undo) { .change = both };
  g_assert_false (br_store_write (fixture->store, undo_job, &again, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_EXISTS);
  g_clear_error (&error);
  again.change = fixture_id (fixture);
  g_assert_false (br_store_write (fixture->store, undo_job, &again, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
  /* What it made was changed since: it stays. */
  g_assert_cmpuint (undo (fixture, &creation, NULL), ==, 1);
  g_assert_cmpint (fixture_int (fixture, "SELECT present FROM product"), ==, 1);
}

/* Undo of an undo brings the change back, and then it can be undone again. */
static void
test_redo (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);
  g_autofree char *old = g_strdup (br_record_text (brand, BR_BRAND_NAME));
  BrId change, undo_id, redo_id;

  fixture_put (fixture, NULL, brand);
  change = set_text (fixture, BR_KIND_BRAND, &brand->id, BR_BRAND_NAME, "new");
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (BrRecord) undone = NULL;
      g_autoptr (BrRecord) redone = NULL;

      g_assert_cmpuint (undo (fixture, &change, &undo_id), ==, 0);
      undone = fixture_load (fixture, BR_KIND_BRAND, &brand->id);
      g_assert_cmpstr (br_record_text (undone, BR_BRAND_NAME), ==, old);
      g_assert_cmpuint (undo (fixture, &undo_id, &redo_id), ==, 0);
      redone = fixture_load (fixture, BR_KIND_BRAND, &brand->id);
      g_assert_cmpstr (br_record_text (redone, BR_BRAND_NAME), ==, "new");
    }
}

/* Records of a shop that random edits go to. */
typedef struct
{
  Fixture *fixture;
  GPtrArray *records; /* of BrRecord: keys only */
  GArray *changes; /* of BrId */
} Shop;

static void
link_record (Shop *self, BrRecord *record)
{
  const BrKindInfo *info = br_schema_get (record->kind);

  for (guint i = 1; i < info->n_fields; i++)
    for (guint k = 0; info->fields[i].type == BR_FIELD_REF && k < self->records->len; k++)
      {
        const BrRecord *target = g_ptr_array_index (self->records, k);
        g_autoptr (BrRecord) present = target->kind == info->fields[i].ref ? fixture_load (self->fixture, target->kind, &target->id) : NULL;

        if (present != NULL)
          br_value_set_id (&record->cells[i], &target->id);
      }
  if (record->kind == BR_KIND_PRICE)
    br_value_clear (&record->cells[BR_PRICE_ZONE]); /* for a zone or for a store, not both */
}

static gboolean
has_targets (const BrRecord *record)
{
  const BrKindInfo *info = br_schema_get (record->kind);

  for (guint i = 1; i < info->n_fields; i++)
    if (info->fields[i].required && record->cells[i].type == BR_VALUE_NULL)
      return FALSE;
  return TRUE;
}

static void
create_one (Shop *self)
{
  static const BrKind kinds[] = { BR_KIND_BRAND, BR_KIND_UNIT, BR_KIND_ZONE, BR_KIND_STORE, BR_KIND_PRODUCT, BR_KIND_SKU, BR_KIND_SKU, BR_KIND_PRICE };
  BrKind kind = kinds[br_xorshift_below (&self->fixture->xorshift, G_N_ELEMENTS (kinds))];
  g_autoptr (BrRecord) record = fixture_record (self->fixture, kind);
  BrId change;

  link_record (self, record);
  if (!has_targets (record))
    return;
  change = fixture_put (self->fixture, NULL, record);
  g_array_append_val (self->changes, change);
  g_ptr_array_add (self->records, g_steal_pointer (&record));
}

static void
change_one (Shop *self, gboolean delete)
{
  BrXorshift *random = &self->fixture->xorshift;
  const BrRecord *key = g_ptr_array_index (self->records, br_xorshift_below (random, self->records->len));
  g_autoptr (BrRecord) before = fixture_load (self->fixture, key->kind, &key->id);
  g_autoptr (BrRecord) after = NULL;
  guint field;
  BrId change;

  if (before == NULL)
    return;
  field = (guint) br_xorshift_below (random, br_schema_get (key->kind)->n_fields - 1);
  after = br_record_copy (before);
  for (guint i = 0; i < 2 && !delete; i++) /* two fields, not one twice: two steps of a life may not be one */
    fixture_randomize (self->fixture, after, 1 + (field + i) % (br_schema_get (key->kind)->n_fields - 1));
  change = delete ? fixture_delete (self->fixture, before) : fixture_put (self->fixture, before, after);
  if (!br_id_is_none (&change))
    g_array_append_val (self->changes, change);
}

static void
edit_randomly (Shop *self, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint64 dice = br_xorshift_below (&self->fixture->xorshift, 10);

      if (dice < 3 || self->records->len == 0)
        create_one (self);
      else
        change_one (self, dice == 9);
    }
}

/* Whatever was done, undoing it from the last to the first gives what there was. */
static void
test_undo_everything (void)
{
  guint64 seed = fixture_seed ();

  for (guint round = 0; round < 5; round++)
    {
      g_autoptr (Fixture) fixture = fixture_new (seed + round);
      g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) br_record_free);
      g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (BrId));
      Shop shop = { fixture, records, changes };
      g_autofree char *initial = NULL;
      g_autofree char *final = NULL;

      edit_randomly (&shop, 40);
      g_array_set_size (changes, 0);
      initial = fixture_hash (fixture);
      do /* a draw may have nothing to change */
        edit_randomly (&shop, 60);
      while (changes->len < 20);
      for (guint i = changes->len; i > 0; i--)
        g_assert_cmpuint (undo (fixture, &g_array_index (changes, BrId, i - 1), NULL), ==, 0);
      final = fixture_hash (fixture);
      g_assert_cmpstr (initial, ==, final);
    }
}

/* What History says of the product made below. */
static gboolean
history_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const BrId *product = data;
  g_autoptr (GPtrArray) entries = br_history_store_product (db, product, 100, error);
  g_autoptr (GPtrArray) changes = br_history_store_changes (db, G_MAXINT64, 100, error);
  const BrHistoryEntry *undo_entry, *edit_entry;
  const BrChangeSummary *newest;

  g_assert_no_error (*error);
  g_assert_cmpuint (changes->len, ==, 5);
  newest = g_ptr_array_index (changes, 0);
  g_assert_true (newest->is_undo);
  g_assert_false (newest->undone);
  g_assert_true (((BrChangeSummary *) g_ptr_array_index (changes, 1))->undone);
  undo_entry = g_ptr_array_index (entries, 0);
  edit_entry = g_ptr_array_index (entries, 1);
  g_assert_cmpstr (undo_entry->label, ==, "Undo");
  g_assert_cmpstr (undo_entry->person_name, ==, "Ada");
  g_assert_true (edit_entry->undone);
  g_assert_cmpint (edit_entry->kind, ==, BR_KIND_PRODUCT);
  g_assert_cmpuint (edit_entry->field, ==, BR_PRODUCT_BRAND);
  g_assert_cmpstr (edit_entry->before_text, ==, "Brand One");
  g_assert_cmpstr (edit_entry->after_text, ==, "Brand Two");
  g_assert_cmpstr (edit_entry->name, ==, "Mug");
  for (guint i = 1; i < entries->len; i++)
    g_assert_cmpint (((BrHistoryEntry *) g_ptr_array_index (entries, i - 1))->at_us, >=, ((BrHistoryEntry *) g_ptr_array_index (entries, i))->at_us);
  return TRUE;
}

static void
test_history (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) one = fixture_record (fixture, BR_KIND_BRAND);
  g_autoptr (BrRecord) two = fixture_record (fixture, BR_KIND_BRAND);
  g_autoptr (BrRecord) product = fixture_record (fixture, BR_KIND_PRODUCT);
  g_autoptr (BrRecord) after = NULL;
  BrId change;

  br_value_set_text (&one->cells[BR_BRAND_NAME], "Brand One");
  br_value_set_text (&two->cells[BR_BRAND_NAME], "Brand Two");
  br_value_set_text (&product->cells[BR_PRODUCT_NAME], "Mug");
  br_value_set_id (&product->cells[BR_PRODUCT_BRAND], &one->id);
  fixture_put (fixture, NULL, one);
  fixture_put (fixture, NULL, two);
  fixture_put (fixture, NULL, product);
  after = br_record_copy (product);
  br_value_set_id (&after->cells[BR_PRODUCT_BRAND], &two->id);
  change = fixture_put (fixture, product, after);
  undo (fixture, &change, NULL);
  fixture_read (fixture, history_job, &product->id);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/undo/losses", test_losses);
  g_test_add_func ("/store/undo/loss-words", test_loss_words);
  g_test_add_func ("/store/undo/redo", test_redo);
  g_test_add_func ("/store/undo/everything", test_undo_everything);
  g_test_add_func ("/store/undo/history", test_history);
  return g_test_run ();
}
