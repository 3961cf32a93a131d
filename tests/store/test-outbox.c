/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox and the feeds by example: what is taken, answered, withdrawn, noted and let go. Refusals are test-refusals', the rest is test-overlay's. */
#include "config.h"

#include <string.h>

#include "br-error.h"
#include "br-history-store.h"
#include "br-outbox-store.h"
#include "exchange.h"

static gboolean
counts_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return br_outbox_store_counts (db, data, error);
}

static gboolean
preview_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const BrId *change = data;
  g_autofree char *text = br_outbox_store_preview (db, change, error);
  g_autoptr (GPtrArray) list = br_outbox_store_list (db, G_MAXINT64, 10, error);
  const BrOutboxEntry *newest;

  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, "\"t\": \"edit\""));
  g_assert_nonnull (strstr (text, "second"));
  g_assert_null (strstr (text, "\"q\": 1"));
  g_assert_cmpuint (list->len, ==, 3);
  newest = g_ptr_array_index (list, 0);
  g_assert_true (br_id_equal (&newest->change_id, change));
  g_assert_cmpint (newest->first_seq, ==, 3);
  g_assert_cmpuint (newest->n_ops, ==, 1);
  g_assert_cmpint (newest->state, ==, BR_OUTBOX_QUEUED);
  return TRUE;
}

/* Limits of a push; nothing is taken before the device is enrolled; what was sent is sent again until it is answered. */
static void
test_take (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);
  Exchange nobody = { .max_ops = 10, .max_bytes = G_MAXSIZE };
  Exchange two = { .max_ops = 2, .max_bytes = G_MAXSIZE };
  Exchange tiny = { .max_ops = 10, .max_bytes = 1 };
  BrOutboxCounts counts;

  fixture_put (fixture, NULL, brand);
  fixture_rename (fixture, BR_KIND_BRAND, &brand->id, "first");
  fixture_rename (fixture, BR_KIND_BRAND, &brand->id, "second");
  fixture_write (fixture, exchange_take, &nobody);
  g_assert_true (nobody.empty);
  fixture_enrol (fixture);
  fixture_read (fixture, counts_job, &counts);
  g_assert_cmpint (counts.n_changes, ==, 3);
  g_assert_cmpint (counts.n_ops, ==, 3);
  g_assert_cmpint (counts.oldest_us, >, 0);
  fixture_write (fixture, exchange_take, &two);
  g_assert_cmpuint (two.push.ops->len, ==, 2);
  g_assert_cmpint (two.push.first, ==, 1);
  g_assert_cmpint (two.push.head, ==, 3);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM outbox WHERE state = 2"), ==, 2);
  fixture_write (fixture, exchange_take, &tiny);
  g_assert_cmpuint (tiny.push.ops->len, ==, 1); /* never nothing */
  g_assert_cmpint (tiny.push.first, ==, 1);
  exchange_clear (&nobody);
  exchange_clear (&two);
  exchange_clear (&tiny);
}

static void
test_preview (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);
  g_autoptr (BrRecord) other = fixture_record (fixture, BR_KIND_BRAND);
  BrId change;

  fixture_put (fixture, NULL, brand);
  fixture_put (fixture, NULL, other);
  change = fixture_rename (fixture, BR_KIND_BRAND, &brand->id, "second");
  fixture_read (fixture, preview_job, &change);
}

/* A withdrawal, and what went with it. */
typedef struct
{
  BrId change;
  BrWithdraw how;
  GArray *taken; /* of BrId */
} Withdrawing;

static gboolean
withdraw_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Withdrawing *self = data;

  g_array_set_size (self->taken, 0);
  return br_outbox_store_withdraw (tx, &self->change, self->how, self->taken, error);
}

static gboolean
put_back_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Withdrawing *self = data;
  BrEditor editor = fixture_editor ("back", BR_EDIT_ATOMIC);

  return br_outbox_store_put_back (tx, &editor, self->taken, error);
}

/* Withdrawing a product takes along its SKU (refers to it) and the SKU's renaming (touches it), not the brand between them; the sequence
 * stays dense by empty operations. */
static void
test_withdraw (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (ModelHq) hq = model_hq_new (&fixture->xorshift);
  g_autoptr (BrRecord) product = fixture_record (fixture, BR_KIND_PRODUCT);
  g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);
  g_autoptr (BrRecord) sku = fixture_record (fixture, BR_KIND_SKU);
  g_autoptr (BrRecord) recosted = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (BrId));
  Withdrawing withdrawing = { .how = BR_WITHDRAW_ALONE, .taken = taken };

  fixture_enrol (fixture);
  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &product->id);
  withdrawing.change = fixture_put (fixture, NULL, product);
  fixture_put (fixture, NULL, brand);
  fixture_put (fixture, NULL, sku);
  recosted = br_record_copy (sku);
  br_value_set_int (&recosted->cells[BR_SKU_COST], 5);
  fixture_put (fixture, sku, recosted);
  g_assert_false (br_store_write (fixture->store, withdraw_job, &withdrawing, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_IN_USE);
  g_clear_error (&error);
  g_assert_cmpuint (taken->len, ==, 3);
  g_assert_cmpint (fixture_int (fixture, "SELECT SUM(present) FROM sku"), ==, 1);
  withdrawing.how = BR_WITHDRAW_WITH_LATER;
  fixture_write (fixture, withdraw_job, &withdrawing);
  g_assert_cmpuint (taken->len, ==, 3);
  g_assert_true (br_id_equal (&g_array_index (taken, BrId, 0), &withdrawing.change));
  g_assert_cmpint (fixture_int (fixture, "SELECT (SELECT SUM(present) FROM product) + (SELECT SUM(present) FROM sku)"), ==, 0);
  g_assert_cmpint (fixture_int (fixture, "SELECT SUM(present) FROM brand"), ==, 1);
  exchange_push_all (fixture, hq);
  g_assert_cmpint (hq->last_seq, ==, 4);
  g_assert_cmpuint (g_hash_table_size (hq->rows), ==, 1);
  g_assert_false (br_store_write (fixture->store, withdraw_job, &withdrawing, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_CONFLICT);
}

/* What was withdrawn is made again: the product, its SKU and the SKU's new cost. What was never withdrawn cannot be. */
static void
test_put_back (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) product = fixture_record (fixture, BR_KIND_PRODUCT);
  g_autoptr (BrRecord) sku = fixture_record (fixture, BR_KIND_SKU);
  g_autoptr (BrRecord) recosted = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (BrId));
  g_autofree char *before = NULL, *after = NULL;
  Withdrawing withdrawing = { .how = BR_WITHDRAW_WITH_LATER, .taken = taken };
  BrId kept;

  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &product->id);
  withdrawing.change = fixture_put (fixture, NULL, product);
  fixture_put (fixture, NULL, sku);
  recosted = br_record_copy (sku);
  br_value_set_int (&recosted->cells[BR_SKU_COST], 5);
  kept = fixture_put (fixture, sku, recosted);
  before = fixture_hash (fixture);
  g_array_append_val (taken, kept);
  g_assert_false (br_store_write (fixture->store, put_back_job, &withdrawing, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
  fixture_write (fixture, withdraw_job, &withdrawing);
  fixture_write (fixture, put_back_job, &withdrawing);
  after = fixture_hash (fixture);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(DISTINCT p.change) FROM outbox o JOIN change_part p ON p.id = o.part WHERE o.state = 1"), ==, 1);
}

/* HQ says it has more than this device ever made: this device is a copy, or an old backup. */
static void
test_fork (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (ModelHq) hq = model_hq_new (&fixture->xorshift);
  g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);
  Exchange exchange = { .max_ops = 10, .max_bytes = G_MAXSIZE };
  g_autoptr (GError) error = NULL;

  fixture_enrol (fixture);
  fixture_put (fixture, NULL, brand);
  fixture_write (fixture, exchange_take, &exchange);
  model_hq_push (hq, &exchange.push, &exchange.answer);
  exchange.answer.acked = 7;
  g_assert_false (br_store_write (fixture->store, exchange_answer, &exchange, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_FORK);
  exchange.answer.acked = 1;
  exchange.push.inc = 2; /* of another incarnation: ignored */
  fixture_write (fixture, exchange_answer, &exchange);
  g_assert_cmpint (fixture_int (fixture, "SELECT state FROM outbox"), ==, BR_OUTBOX_SENT);
  exchange_clear (&exchange);
}

/* HQ's change is called after what it is about; own ones have their label. */
static gboolean
summary_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) changes = br_history_store_changes (db, G_MAXINT64, 10, error);
  const BrChangeSummary *summary = g_ptr_array_index (changes, 0);

  g_assert_cmpuint (changes->len, ==, 1);
  g_assert_true (summary->from_hq);
  g_assert_cmpint (summary->kind, ==, BR_KIND_PRODUCT);
  g_assert_cmpstr (summary->name, ==, "renamed by HQ");
  return TRUE;
}

/* The name's change is Mei's, by HQ; nobody changed the brand. */
static gboolean
author_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const BrId *product = data;
  BrCellAuthor author, nobody;
  gboolean ok = br_history_store_find_author (db, &(BrCellKey) { BR_KIND_PRODUCT, *product, BR_PRODUCT_NAME }, &author, error)
                && br_history_store_find_author (db, &(BrCellKey) { BR_KIND_PRODUCT, *product, BR_PRODUCT_BRAND }, &nobody, error);

  g_assert_cmpstr (author.person_name, ==, "Mei");
  g_assert_cmpint (author.at_us, ==, 6);
  g_assert_true (author.from_hq);
  g_assert_null (nobody.person_name);
  g_assert_cmpint (nobody.at_us, ==, 0);
  br_cell_author_clear (&author);
  return ok;
}

/* HQ's change of a known record is noted with old and new; new records and the echo of own changes are not. */
static void
test_hq_audit (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (ModelHq) hq = model_hq_new (&fixture->xorshift);
  g_autoptr (BrRecord) product = fixture_record (fixture, BR_KIND_PRODUCT);

  fixture_enrol (fixture);
  product->by = g_ref_string_new ("Mei");
  product->at_us = 5;
  model_hq_put (hq, product);
  exchange_pull_all (fixture, hq);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM change_set"), ==, 0);
  br_value_set_text (&product->cells[BR_PRODUCT_NAME], "renamed by HQ");
  product->at_us = 6;
  model_hq_put (hq, product);
  exchange_pull_all (fixture, hq);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM change_set WHERE origin = 2 AND person_name = 'Mei' AND at_us = 6 AND n_patches = 1"), ==, 1);
  fixture_read (fixture, author_job, &product->id);
  fixture_read (fixture, summary_job, NULL);
  fixture_rename (fixture, BR_KIND_PRODUCT, &product->id, "renamed here");
  exchange_push_all (fixture, hq);
  exchange_pull_all (fixture, hq);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM change_set WHERE origin = 2"), ==, 1);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM outbox"), ==, 1); /* HQ's changes are not sent back */
}

static gboolean
undo_trimmed_job (BrStoreTx *tx, gpointer data, GError **error)
{
  BrEditor editor = fixture_editor ("undo", BR_EDIT_EACH);
  g_autoptr (GPtrArray) losses = NULL;
  BrId undo;
  gboolean ok = br_undo_apply (tx, &editor, data, &undo, &losses, error);

  g_assert_true (!ok || losses->len == 0);
  return ok;
}

/* What HQ has for good goes after its time, and not before; History and undo do not miss it. What was withdrawn stays, so that it is not
 * taken for something that was done. */
static void
test_trim (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (ModelHq) hq = model_hq_new (&fixture->xorshift);
  g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);
  g_autoptr (BrRecord) other = fixture_record (fixture, BR_KIND_BRAND);
  g_autoptr (BrRecord) shown = NULL;
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (BrId));
  Withdrawing withdrawing = { .how = BR_WITHDRAW_ALONE, .taken = taken };
  BrId change;

  fixture_enrol (fixture);
  br_value_set_text (&brand->cells[BR_BRAND_NAME], "old");
  fixture_put (fixture, NULL, brand);
  change = fixture_rename (fixture, BR_KIND_BRAND, &brand->id, "new");
  withdrawing.change = fixture_put (fixture, NULL, other);
  fixture_write (fixture, withdraw_job, &withdrawing);
  exchange_push_all (fixture, hq);
  exchange_pull_all (fixture, hq);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM outbox"), ==, 3);
  fixture->now_us += BR_OUTBOX_KEEP_DAYS * G_TIME_SPAN_DAY + G_TIME_SPAN_HOUR;
  fixture_rename (fixture, BR_KIND_BRAND, &brand->id, "newer");
  exchange_push_all (fixture, hq);
  exchange_pull_all (fixture, hq);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM outbox WHERE state = 3"), ==, 1); /* the last one */
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM outbox WHERE state = 5"), ==, 1);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM change_set"), ==, 4);
  fixture_rename (fixture, BR_KIND_BRAND, &brand->id, "new");
  fixture_write (fixture, undo_trimmed_job, &change);
  shown = fixture_load (fixture, BR_KIND_BRAND, &brand->id);
  g_assert_cmpstr (br_record_text (shown, BR_BRAND_NAME), ==, "old");
}

/* What is not in a backup of HQ is kept however old it is, and listed as such. */
static gboolean
not_durable_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) list = br_outbox_store_list (db, G_MAXINT64, 10, error);

  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpint (((BrOutboxEntry *) g_ptr_array_index (list, 0))->state, ==, BR_OUTBOX_ACKED);
  return TRUE;
}

static void
test_not_durable (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (ModelHq) hq = model_hq_new (&fixture->xorshift);
  g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);
  Exchange exchange = { .max_ops = 500, .max_bytes = G_MAXSIZE };

  fixture_enrol (fixture);
  fixture_put (fixture, NULL, brand);
  fixture_write (fixture, exchange_take, &exchange);
  model_hq_push (hq, &exchange.push, &exchange.answer);
  exchange.answer.durable = 0;
  fixture->now_us += 2 * BR_OUTBOX_KEEP_DAYS * G_TIME_SPAN_DAY;
  fixture_write (fixture, exchange_answer, &exchange);
  exchange_clear (&exchange);
  exchange_pull_all (fixture, hq);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM outbox WHERE state = 3"), ==, 1);
  fixture_read (fixture, not_durable_job, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/outbox/take", test_take);
  g_test_add_func ("/store/outbox/preview", test_preview);
  g_test_add_func ("/store/outbox/withdraw", test_withdraw);
  g_test_add_func ("/store/outbox/put-back", test_put_back);
  g_test_add_func ("/store/outbox/trim", test_trim);
  g_test_add_func ("/store/outbox/not-durable", test_not_durable);
  g_test_add_func ("/store/outbox/fork", test_fork);
  g_test_add_func ("/store/outbox/hq-audit", test_hq_audit);
  return g_test_run ();
}
