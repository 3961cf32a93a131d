/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What HQ refuses, by example: how it is shown, and what can be decided about it. */
#include "config.h"

#include "br-error.h"
#include "br-outbox-store.h"
#include "br-wire-record.h"
#include "exchange.h"

static gboolean
refusals_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray **refusals = data;

  *refusals = br_outbox_store_refusals (db, 100, error);
  return *refusals != NULL;
}

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

  fixture_enrol (fixture);
  hq->refuse_one_in = 1;
  fixture_put (fixture, NULL, brand);
  exchange_push_all (fixture, hq);
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
  exchange_push_all (fixture, hq);
  exchange_pull_all (fixture, hq);
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

  fixture_enrol (fixture);
  model_hq_put (hq, brand);
  exchange_pull_all (fixture, hq);
  fixture_rename (fixture, BR_KIND_BRAND, &brand->id, "mine");
  hq->refuse_one_in = 1;
  exchange_push_all (fixture, hq);
  then = br_record_copy (brand);
  then->rev = 2;
  br_value_set_text (&then->cells[BR_BRAND_NAME], "then");
  fixture_write (fixture, send_current_job, then);
  g_assert_cmpstr (br_record_text (first_refusal (fixture, &refusals)->theirs, BR_BRAND_NAME), ==, "then"); /* not read here yet */
  model_hq_put (hq, then);
  br_value_set_text (&brand->cells[BR_BRAND_NAME], "now");
  model_hq_put (hq, brand);
  exchange_pull_all (fixture, hq);
  g_assert_cmpstr (br_record_text (first_refusal (fixture, &refusals)->theirs, BR_BRAND_NAME), ==, "now");
  br_value_set_int (&brand->cells[BR_FIELD_DELETED], 1);
  model_hq_put (hq, brand);
  exchange_pull_all (fixture, hq);
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

  fixture_enrol (fixture);
  br_value_set_text (&brand->cells[BR_BRAND_NAME], "HQ's");
  model_hq_put (hq, brand);
  exchange_pull_all (fixture, hq);
  fixture_rename (fixture, BR_KIND_BRAND, &brand->id, "mine");
  hq->refuse_one_in = 1;
  exchange_push_all (fixture, hq);
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
  exchange_push_all (fixture, hq);
  exchange_pull_all (fixture, hq);
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

  fixture_enrol (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);

      ids[i] = brand->id;
      model_hq_put (hq, brand);
    }
  exchange_pull_all (fixture, hq);
  hq->refuse_one_in = 1;
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    fixture_rename (fixture, BR_KIND_BRAND, &ids[i], "mine");
  exchange_push_all (fixture, hq);
  gone = fixture_load (fixture, BR_KIND_BRAND, &ids[0]);
  br_value_set_int (&gone->cells[BR_FIELD_DELETED], 1);
  model_hq_put (hq, gone);
  exchange_pull_all (fixture, hq);
  fixture_write (fixture, close_all_job, &all);
  g_assert_cmpint (all.n_closed, ==, 2);
  g_assert_nonnull (first_refusal (fixture, &refusals));
  g_assert_cmpuint (refusals->len, ==, 1);
  g_assert_true (br_id_equal (&((BrRefusal *) refusals->pdata[0])->uid, &ids[0]));
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM outbox WHERE state = 1"), ==, 1);
  exchange_push_all (fixture, hq); /* refused again */
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

  fixture_enrol (fixture);
  br_value_set_text (&brand->cells[BR_BRAND_NAME], "Lotus");
  br_value_set_text (&product->cells[BR_PRODUCT_NAME], "Bowl");
  br_value_set_id (&product->cells[BR_PRODUCT_BRAND], &brand->id);
  br_value_set_text (&sku->cells[BR_SKU_CODE], "B1");
  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &product->id);
  model_hq_put (hq, brand);
  exchange_pull_all (fixture, hq);
  hq->refuse_one_in = 1;
  fixture_write (fixture, put_pair_job, &(Pair) { product, sku });
  exchange_push_all (fixture, hq);
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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/refusals/creation", test_refused_creation);
  g_test_add_func ("/store/refusals/newest-theirs", test_newest_theirs);
  g_test_add_func ("/store/refusals/change", test_refused_change);
  g_test_add_func ("/store/refusals/close-all", test_close_all);
  g_test_add_func ("/store/refusals/together", test_refused_together);
  return g_test_run ();
}
