/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox and the feeds by example: what is taken, answered, refused, withdrawn and noted. The rest is test-overlay's. */
#include "config.h"

#include <string.h>

#include "br-error.h"
#include "br-feed-store.h"
#include "br-history-store.h"
#include "br-outbox-store.h"
#include "br-settings-store.h"
#include "br-wire-record.h"
#include "model-hq.h"

/* What HQ sends with a refusal: its record. */
static gboolean
send_current_job (BrStoreTx *tx, gpointer data, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "UPDATE refusal SET current = ?1", error);
  g_autoptr (GString) body = g_string_new (NULL);

  br_wire_record_write (data, body);
  sqlite3_bind_blob (statement, 1, body->str, (int) body->len, SQLITE_TRANSIENT);
  return br_db_run (tx->db, statement, error);
}

static gboolean
enrol_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_settings_set (tx, BR_META_PC, "01234567-89ab-7cde-8f01-23456789abcd", error) && br_settings_set (tx, BR_META_EPOCH, "e1", error);
}

/* A push and its answer. */
typedef struct
{
  guint max_ops;
  gsize max_bytes;
  BrPush push;
  BrPushAnswer answer;
  gboolean empty;
} Exchange;

static gboolean
take_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Exchange *self = data;

  return br_outbox_store_take (tx, self->max_ops, self->max_bytes, &self->push, &self->empty, error);
}

static gboolean
answer_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Exchange *self = data;

  return br_outbox_store_answer (tx, &self->push, &self->answer, error);
}

static void
clear_exchange (Exchange *self)
{
  br_push_clear (&self->push);
  br_push_answer_clear (&self->answer);
}

/* Sends everything to HQ and stores its answer. */
static void
push_all (Fixture *fixture, ModelHq *hq)
{
  Exchange exchange = { .max_ops = 500, .max_bytes = G_MAXSIZE };

  fixture_write (fixture, take_job, &exchange);
  model_hq_push (hq, &exchange.push, &exchange.answer);
  fixture_write (fixture, answer_job, &exchange);
  clear_exchange (&exchange);
}

typedef struct
{
  GBytes *page; /* owned */
  gboolean applied, more;
} Pull;

static gboolean
page_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Pull *pull = data;

  return br_feed_store_apply_page (tx, pull->page, &pull->applied, &pull->more, error);
}

static void
pull_all (Fixture *fixture, ModelHq *hq)
{
  Pull pull = { .more = TRUE };

  while (pull.more)
    {
      gint64 cursor = fixture_int (fixture, "SELECT COALESCE ((SELECT seq FROM feed_cursor WHERE feed = 'cat'), 0)");

      pull.page = model_hq_page (hq, cursor, 100, 0);
      fixture_write (fixture, page_job, &pull);
      g_assert_true (pull.applied);
      g_bytes_unref (pull.page);
    }
}

static BrId
rename_record (Fixture *fixture, BrKind kind, const BrId *uid, const char *name)
{
  g_autoptr (BrRecord) before = fixture_load (fixture, kind, uid);
  g_autoptr (BrRecord) after = br_record_copy (before);

  br_value_set_text (&after->cells[1], name);
  return fixture_put (fixture, before, after);
}

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
  rename_record (fixture, BR_KIND_BRAND, &brand->id, "first");
  rename_record (fixture, BR_KIND_BRAND, &brand->id, "second");
  fixture_write (fixture, take_job, &nobody);
  g_assert_true (nobody.empty);
  fixture_write (fixture, enrol_job, NULL);
  fixture_read (fixture, counts_job, &counts);
  g_assert_cmpint (counts.n_changes, ==, 3);
  g_assert_cmpint (counts.n_ops, ==, 3);
  g_assert_cmpint (counts.oldest_us, >, 0);
  fixture_write (fixture, take_job, &two);
  g_assert_cmpuint (two.push.ops->len, ==, 2);
  g_assert_cmpint (two.push.first, ==, 1);
  g_assert_cmpint (two.push.head, ==, 3);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM outbox WHERE state = 2"), ==, 2);
  fixture_write (fixture, take_job, &tiny);
  g_assert_cmpuint (tiny.push.ops->len, ==, 1); /* never nothing */
  g_assert_cmpint (tiny.push.first, ==, 1);
  clear_exchange (&nobody);
  clear_exchange (&two);
  clear_exchange (&tiny);
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
  change = rename_record (fixture, BR_KIND_BRAND, &brand->id, "second");
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

  fixture_write (fixture, enrol_job, NULL);
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
  push_all (fixture, hq);
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

static gboolean
refusals_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray **refusals = data;

  *refusals = br_outbox_store_refusals (db, 100, error);
  return *refusals != NULL;
}

static gboolean
close_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const BrDecision *decision = data;
  BrEditor editor = fixture_editor ("again", BR_EDIT_EACH);

  return br_outbox_store_close_refusal (tx, &editor, decision, error);
}

static gboolean
reopen_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_outbox_store_reopen_refusal (tx, *(gint64 *) data, error);
}

/* The refused change with another text in its first cell. */
static BrEdit *
edit_refused (const BrRefusal *refusal, const char *text)
{
  BrEdit *edit = br_edit_new (&refusal->change_id, "edited", BR_EDIT_ATOMIC);
  BrPatch *patch = br_edit_add_patch (edit, refusal->kind, &refusal->uid, refusal->patch->base_rev, refusal->patch->create);
  BrValue value = BR_VALUE_INIT;

  br_value_set_text (&value, text);
  br_patch_add_cell (patch, refusal->patch->cells[0].field, &refusal->patch->cells[0].before, &value);
  br_value_clear (&value);
  return edit;
}

static const BrRefusal *
first_refusal (Fixture *fixture, GPtrArray **refusals)
{
  g_clear_pointer (refusals, g_ptr_array_unref);
  fixture_read (fixture, refusals_job, refusals);
  return (*refusals)->len > 0 ? g_ptr_array_index (*refusals, 0) : NULL;
}

/* A creation HQ refuses vanishes from the list and becomes a card with its name; applied again, it is a creation again. */
static void
test_refused_creation (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (ModelHq) hq = model_hq_new (&fixture->xorshift);
  g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);
  g_autoptr (GPtrArray) refusals = NULL;
  g_autoptr (BrRecord) gone = NULL;
  g_autoptr (BrRecord) back = NULL;
  const BrRefusal *refusal;
  BrDecision decision = { .how = BR_SETTLE_APPLY_AGAIN };
  g_autoptr (GError) error = NULL;

  fixture_write (fixture, enrol_job, NULL);
  hq->refuse_one_in = 1;
  fixture_put (fixture, NULL, brand);
  push_all (fixture, hq);
  gone = fixture_load (fixture, BR_KIND_BRAND, &brand->id);
  g_assert_null (gone);
  refusal = first_refusal (fixture, &refusals);
  g_assert_cmpuint (refusals->len, ==, 1);
  g_assert_cmpstr (refusal->name, ==, br_record_text (brand, BR_BRAND_NAME));
  g_assert_cmpstr (refusal->code, ==, "conflict");
  g_assert_cmpstr (refusal->text, ==, "because");
  g_assert_null (refusal->theirs);
  g_assert_true (refusal->patch->create);

  hq->refuse_one_in = 0;
  decision.refusal = refusal->id;
  fixture_write (fixture, close_job, &decision);
  g_assert_null (first_refusal (fixture, &refusals));
  g_assert_false (br_store_write (fixture->store, close_job, &decision, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
  push_all (fixture, hq);
  pull_all (fixture, hq);
  back = fixture_load (fixture, BR_KIND_BRAND, &brand->id);
  g_assert_cmpint (back->rev, ==, 1);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM replay"), ==, 0);
}

/* A card shows the newest of HQ's versions: the one that came with the refusal, one that a feed brought since, or that it is deleted by now. */
static void
test_newest_theirs (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (ModelHq) hq = model_hq_new (&fixture->xorshift);
  g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);
  g_autoptr (BrRecord) then = NULL;
  g_autoptr (GPtrArray) refusals = NULL;

  fixture_write (fixture, enrol_job, NULL);
  model_hq_put (hq, brand);
  pull_all (fixture, hq);
  rename_record (fixture, BR_KIND_BRAND, &brand->id, "mine");
  hq->refuse_one_in = 1;
  push_all (fixture, hq);
  then = br_record_copy (brand);
  then->rev = 2;
  br_value_set_text (&then->cells[BR_BRAND_NAME], "then");
  fixture_write (fixture, send_current_job, then);
  g_assert_cmpstr (br_record_text (first_refusal (fixture, &refusals)->theirs, BR_BRAND_NAME), ==, "then"); /* not read here yet */
  model_hq_put (hq, then);
  br_value_set_text (&brand->cells[BR_BRAND_NAME], "now");
  model_hq_put (hq, brand);
  pull_all (fixture, hq);
  g_assert_cmpstr (br_record_text (first_refusal (fixture, &refusals)->theirs, BR_BRAND_NAME), ==, "now");
  br_value_set_int (&brand->cells[BR_FIELD_DELETED], 1);
  model_hq_put (hq, brand);
  pull_all (fixture, hq);
  g_assert_true (br_refusal_is_gone (first_refusal (fixture, &refusals)));
}

/* A change HQ refuses goes back to HQ's value; the card says base and mine. */
static void
test_refused_change (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (ModelHq) hq = model_hq_new (&fixture->xorshift);
  g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);
  g_autoptr (GPtrArray) refusals = NULL;
  g_autoptr (BrRecord) shown = NULL;
  const BrRefusal *refusal;
  BrDecision decision = { .how = BR_SETTLE_KEEP_HQ };

  fixture_write (fixture, enrol_job, NULL);
  br_value_set_text (&brand->cells[BR_BRAND_NAME], "HQ's");
  model_hq_put (hq, brand);
  pull_all (fixture, hq);
  rename_record (fixture, BR_KIND_BRAND, &brand->id, "mine");
  hq->refuse_one_in = 1;
  push_all (fixture, hq);
  shown = fixture_load (fixture, BR_KIND_BRAND, &brand->id);
  g_assert_cmpstr (br_record_text (shown, BR_BRAND_NAME), ==, "HQ's");
  refusal = first_refusal (fixture, &refusals);
  g_assert_cmpstr (refusal->patch->cells[0].before.text, ==, "HQ's");
  g_assert_cmpstr (refusal->patch->cells[0].after.text, ==, "mine");
  g_assert_cmpint (refusal->patch->base_rev, ==, 1);
  decision.refusal = refusal->id;
  fixture_write (fixture, close_job, &decision);
  g_assert_null (first_refusal (fixture, &refusals));
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM outbox WHERE state IN (1, 2)"), ==, 0);
  /* On second thoughts: the card is there again, and what is sent is neither mine nor HQ's. */
  fixture_write (fixture, reopen_job, &decision.refusal);
  refusal = first_refusal (fixture, &refusals);
  g_assert_nonnull (refusal);
  decision.how = BR_SETTLE_EDITED;
  decision.edited = edit_refused (refusal, "third");
  hq->refuse_one_in = 0;
  fixture_write (fixture, close_job, &decision);
  br_edit_unref (decision.edited);
  fixture_write (fixture, reopen_job, &decision.refusal); /* it was sent: it does not come back */
  g_assert_null (first_refusal (fixture, &refusals));
  push_all (fixture, hq);
  pull_all (fixture, hq);
  br_record_free (g_steal_pointer (&shown));
  shown = fixture_load (fixture, BR_KIND_BRAND, &brand->id);
  g_assert_cmpstr (br_record_text (shown, BR_BRAND_NAME), ==, "third");
}

/* Two new records that are saved together. */
typedef struct
{
  const BrRecord *product, *sku;
} Pair;

static gboolean
put_pair_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Pair *pair = data;
  BrEditor editor = fixture_editor ("pair", BR_EDIT_ATOMIC);
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  BrId change;

  return br_edit_batch_put (batch, NULL, pair->product, error) && br_edit_batch_put (batch, NULL, pair->sku, error)
         && br_edit_batch_finish (batch, &change, NULL, error);
}

typedef struct
{
  BrSettle how;
  gint64 n_closed;
} CloseAll;

static gboolean
close_all_job (BrStoreTx *tx, gpointer data, GError **error)
{
  CloseAll *self = data;
  BrEditor editor = fixture_editor ("all", BR_EDIT_EACH);

  return br_outbox_store_close_all (tx, &editor, self->how, &self->n_closed, error);
}

/* All at once: what can be applied is one new change, what cannot stays open; dropping them all leaves none. */
static void
test_close_all (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (ModelHq) hq = model_hq_new (&fixture->xorshift);
  g_autoptr (GPtrArray) refusals = NULL;
  g_autoptr (BrRecord) gone = NULL;
  CloseAll all = { .how = BR_SETTLE_APPLY_AGAIN };
  BrId ids[3];

  fixture_write (fixture, enrol_job, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);

      ids[i] = brand->id;
      model_hq_put (hq, brand);
    }
  pull_all (fixture, hq);
  hq->refuse_one_in = 1;
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    rename_record (fixture, BR_KIND_BRAND, &ids[i], "mine");
  push_all (fixture, hq);
  gone = fixture_load (fixture, BR_KIND_BRAND, &ids[0]);
  br_value_set_int (&gone->cells[BR_FIELD_DELETED], 1);
  model_hq_put (hq, gone);
  pull_all (fixture, hq);
  fixture_write (fixture, close_all_job, &all);
  g_assert_cmpint (all.n_closed, ==, 2);
  g_assert_nonnull (first_refusal (fixture, &refusals));
  g_assert_cmpuint (refusals->len, ==, 1);
  g_assert_true (br_id_equal (&((BrRefusal *) refusals->pdata[0])->uid, &ids[0]));
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM outbox WHERE state = 1"), ==, 1);
  push_all (fixture, hq); /* refused again */
  all.how = BR_SETTLE_KEEP_HQ;
  fixture_write (fixture, close_all_job, &all);
  g_assert_cmpint (all.n_closed, ==, 3);
  g_assert_null (first_refusal (fixture, &refusals));
}

/* What HQ refuses as a whole is one card: every record has its names and HQ's version, and one decision closes all. */
static void
test_refused_together (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (ModelHq) hq = model_hq_new (&fixture->xorshift);
  g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);
  g_autoptr (BrRecord) product = fixture_record (fixture, BR_KIND_PRODUCT);
  g_autoptr (BrRecord) sku = fixture_record (fixture, BR_KIND_SKU);
  g_autoptr (GPtrArray) refusals = NULL;
  const BrRefusal *first, *second;
  BrDecision decision = { .how = BR_SETTLE_KEEP_HQ };

  fixture_write (fixture, enrol_job, NULL);
  br_value_set_text (&brand->cells[BR_BRAND_NAME], "Lotus");
  br_value_set_text (&product->cells[BR_PRODUCT_NAME], "Bowl");
  br_value_set_id (&product->cells[BR_PRODUCT_BRAND], &brand->id);
  br_value_set_text (&sku->cells[BR_SKU_CODE], "B1");
  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &product->id);
  model_hq_put (hq, brand);
  pull_all (fixture, hq);
  hq->refuse_one_in = 1;
  fixture_write (fixture, put_pair_job, &(Pair) { product, sku });
  push_all (fixture, hq);
  first = first_refusal (fixture, &refusals);
  g_assert_cmpuint (refusals->len, ==, 2);
  second = g_ptr_array_index (refusals, 1);
  g_assert_true (first->edit == second->edit);
  g_assert_cmpstr (first->name, ==, "Bowl");
  g_assert_cmpstr (g_hash_table_lookup (first->names, &brand->id), ==, "Lotus");
  g_assert_cmpstr (second->name, ==, "B1");
  g_assert_cmpstr (second->product_name, ==, "Bowl"); /* which never came to be */
  g_assert_cmpstr (first->person_name, ==, "Ada");
  decision.refusal = second->id;
  fixture_write (fixture, close_job, &decision);
  g_assert_null (first_refusal (fixture, &refusals));
  fixture_write (fixture, reopen_job, &decision.refusal);
  g_assert_nonnull (first_refusal (fixture, &refusals));
  g_assert_cmpuint (refusals->len, ==, 2);
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

  fixture_write (fixture, enrol_job, NULL);
  fixture_put (fixture, NULL, brand);
  fixture_write (fixture, take_job, &exchange);
  model_hq_push (hq, &exchange.push, &exchange.answer);
  exchange.answer.acked = 7;
  g_assert_false (br_store_write (fixture->store, answer_job, &exchange, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_FORK);
  exchange.answer.acked = 1;
  exchange.push.inc = 2; /* of another incarnation: ignored */
  fixture_write (fixture, answer_job, &exchange);
  g_assert_cmpint (fixture_int (fixture, "SELECT state FROM outbox"), ==, BR_OUTBOX_SENT);
  clear_exchange (&exchange);
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

  fixture_write (fixture, enrol_job, NULL);
  product->by = g_ref_string_new ("Mei");
  product->at_us = 5;
  model_hq_put (hq, product);
  pull_all (fixture, hq);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM change_set"), ==, 0);
  br_value_set_text (&product->cells[BR_PRODUCT_NAME], "renamed by HQ");
  product->at_us = 6;
  model_hq_put (hq, product);
  pull_all (fixture, hq);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM change_set WHERE origin = 2 AND person_name = 'Mei' AND at_us = 6 AND n_patches = 1"), ==, 1);
  fixture_read (fixture, author_job, &product->id);
  fixture_read (fixture, summary_job, NULL);
  rename_record (fixture, BR_KIND_PRODUCT, &product->id, "renamed here");
  push_all (fixture, hq);
  pull_all (fixture, hq);
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

  fixture_write (fixture, enrol_job, NULL);
  br_value_set_text (&brand->cells[BR_BRAND_NAME], "old");
  fixture_put (fixture, NULL, brand);
  change = rename_record (fixture, BR_KIND_BRAND, &brand->id, "new");
  withdrawing.change = fixture_put (fixture, NULL, other);
  fixture_write (fixture, withdraw_job, &withdrawing);
  push_all (fixture, hq);
  pull_all (fixture, hq);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM outbox"), ==, 3);
  fixture->now_us += BR_OUTBOX_KEEP_DAYS * G_TIME_SPAN_DAY + G_TIME_SPAN_HOUR;
  rename_record (fixture, BR_KIND_BRAND, &brand->id, "newer");
  push_all (fixture, hq);
  pull_all (fixture, hq);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM outbox WHERE state = 3"), ==, 1); /* the last one */
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM outbox WHERE state = 5"), ==, 1);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM change_set"), ==, 4);
  rename_record (fixture, BR_KIND_BRAND, &brand->id, "new");
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

  fixture_write (fixture, enrol_job, NULL);
  fixture_put (fixture, NULL, brand);
  fixture_write (fixture, take_job, &exchange);
  model_hq_push (hq, &exchange.push, &exchange.answer);
  exchange.answer.durable = 0;
  fixture->now_us += 2 * BR_OUTBOX_KEEP_DAYS * G_TIME_SPAN_DAY;
  fixture_write (fixture, answer_job, &exchange);
  clear_exchange (&exchange);
  pull_all (fixture, hq);
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
  g_test_add_func ("/store/outbox/close-all", test_close_all);
  g_test_add_func ("/store/outbox/refused-together", test_refused_together);
  g_test_add_func ("/store/outbox/refused-creation", test_refused_creation);
  g_test_add_func ("/store/outbox/newest-theirs", test_newest_theirs);
  g_test_add_func ("/store/outbox/refused-change", test_refused_change);
  g_test_add_func ("/store/outbox/trim", test_trim);
  g_test_add_func ("/store/outbox/not-durable", test_not_durable);
  g_test_add_func ("/store/outbox/fork", test_fork);
  g_test_add_func ("/store/outbox/hq-audit", test_hq_audit);
  return g_test_run ();
}
