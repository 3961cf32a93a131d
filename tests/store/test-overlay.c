/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Server rows + replay, against a model. Random interleavings of local edits, HQ's edits, pushes, answers (late, twice, never), feed
 * pages (again, cut off), reading the feed anew, withdrawals and reopenings; after each step every record shown must equal what the model computes from scratch:
 * the rows delivered so far (less what did not come again when the feed was read anew), and over them in order every operation that is neither settled, refused nor withdrawn.
 */
#include "config.h"

#include "br-bind.h"
#include "br-feed-store.h"
#include "br-outbox-store.h"
#include "br-wire-record.h"
#include "exchange.h"

/* An own operation, as the model knows it. */
typedef struct
{
  BrEdit *edit;      /* owned */
  gboolean withdrawn;
  gboolean answered;
  gint64 applied;   /* feed position after which it is settled */
  gboolean settled;
  guint8 refused[BR_EDIT_MAX_PATCHES];
} ModelOp;

/* A record there ever was. */
typedef struct
{
  BrId uid;
  BrKind kind;
} Known;

typedef struct
{
  Fixture *fixture;
  ModelHq *hq;
  GHashTable *seen;      /* BrId * -> BrRecord: HQ's rows as delivered */
  GHashTable *unmet;     /* of BrId *: not met since the feed is read anew */
  gint64 cursor;
  GPtrArray *ops;       /* of ModelOp, by seq - 1 */
  gint64 acked;
  GPtrArray *exchanges; /* of Exchange */
  GPtrArray *pages;     /* of GBytes: sent before */
  GArray *known;        /* of Known */
  gint64 changes;   /* change-sets seen, for withdrawing */
} World;

static void
free_op (gpointer data)
{
  ModelOp *op = data;

  br_edit_unref (op->edit);
  g_free (op);
}

static void
free_exchange (gpointer data)
{
  Exchange *exchange = data;

  exchange_clear (exchange);
  g_free (exchange);
}

static guint
dice (World *self, guint n)
{
  return (guint) br_xorshift_below (&self->fixture->xorshift, n);
}

static void
know_record (World *self, BrKind kind, const BrId *uid)
{
  Known known = { *uid, kind };

  for (guint i = 0; i < self->known->len; i++)
    if (br_id_equal (&g_array_index (self->known, Known, i).uid, uid))
      return;
  g_array_append_val (self->known, known);
}

/* Learns the operations made since the last call. */
static gboolean
learn_ops_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  World *self = data;
  sqlite3_stmt *statement = br_db_statement (db, "SELECT p.body FROM outbox o JOIN change_part p ON p.id = o.part WHERE o.seq > ?1 ORDER BY o.seq", error);
  gboolean has_row;

  sqlite3_bind_int64 (statement, 1, self->ops->len);
  while (br_db_step (db, statement, &has_row, error) && has_row)
    {
      g_autoptr (GBytes) body = br_column_dup_bytes (statement, 0);
      ModelOp *op = g_new0 (ModelOp, 1);

      op->edit = br_wire_edit_read (body, error);
      g_assert_no_error (*error);
      for (guint i = 0; i < op->edit->n_patches; i++)
        know_record (self, op->edit->patches[i].kind, &op->edit->patches[i].id);
      g_ptr_array_add (self->ops, op);
    }
  return !*error;
}

/* A local batch of one to three records. */
typedef struct
{
  World *world;
  guint n;
} LocalEdit;

static gboolean
put_one (World *self, BrEditBatch *batch, GError **error)
{
  guint choice = dice (self, 10);
  g_autoptr (BrRecord) before = NULL;
  g_autoptr (BrRecord) after = NULL;
  const Known *known;

  if (choice < 3 || self->known->len == 0)
    {
      after = fixture_record (self->fixture, dice (self, 2) ? BR_KIND_BRAND : BR_KIND_PRODUCT);
      know_record (self, after->kind, &after->id);
      return br_edit_batch_put (batch, NULL, after, error);
    }
  known = &g_array_index (self->known, Known, dice (self, self->known->len));
  before = fixture_load (self->fixture, known->kind, &known->uid);
  if (before == NULL)
    return TRUE;
  after = br_record_copy (before);
  if (choice == 9)
    br_value_set_int (&after->cells[BR_FIELD_DELETED], 1);
  else
    fixture_randomize (self->fixture, after, 1 + dice (self, br_schema_get (after->kind)->n_fields - 1));
  return br_edit_batch_put (batch, before, after, error);
}

static gboolean
edit_job (BrStoreTx *tx, gpointer data, GError **error)
{
  LocalEdit *edit = data;
  /* Two puts of one record in one batch conflict for ATOMIC: `before` is what was committed. EACH lists that and goes on. */
  BrEditor editor = fixture_editor ("local", edit->n == 1 && dice (edit->world, 2) ? BR_EDIT_ATOMIC : BR_EDIT_EACH);
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  BrId change;

  for (guint i = 0; i < edit->n; i++)
    if (!put_one (edit->world, batch, error))
      return FALSE;
  return br_edit_batch_finish (batch, &change, NULL, error);
}

static void
edit_locally (World *self)
{
  LocalEdit edit = { self, 1 + dice (self, 3) };

  fixture_write (self->fixture, edit_job, &edit);
  fixture_read (self->fixture, learn_ops_job, self);
}

static void
edit_at_hq (World *self)
{
  HqRow *row = dice (self, 4) ? model_hq_random (self->hq) : NULL;
  g_autoptr (BrRecord) record = row != NULL ? br_record_copy (row->record) : fixture_record (self->fixture, BR_KIND_PRODUCT);

  know_record (self, record->kind, &record->id);
  fixture_randomize (self->fixture, record, 1);
  if (row != NULL && dice (self, 8) == 0)
    br_value_set_int (&record->cells[BR_FIELD_DELETED], 1);
  record->at_us = self->fixture->now_us;
  g_clear_pointer (&record->by, g_ref_string_release);
  record->by = g_ref_string_new ("HQ");
  model_hq_put (self->hq, record);
}

static void
push (World *self)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  *exchange = (Exchange) { .max_ops = 3, .max_bytes = 100000 };
  fixture_write (self->fixture, exchange_take, exchange);
  model_hq_push (self->hq, &exchange->push, &exchange->answer);
  g_ptr_array_add (self->exchanges, exchange);
}

static void
learn_result (World *self, ModelOp *op, const BrOpResult *result, gint64 applied)
{
  gboolean rejected = result != NULL && result->status == BR_OP_REJECTED;

  op->answered = TRUE;
  op->applied = applied;
  for (guint i = 0; i < op->edit->n_patches; i++)
    op->refused[i] = rejected;
  for (guint i = 0; result != NULL && result->refusals != NULL && i < result->refusals->len; i++)
    op->refused[((BrPatchRefusal *) g_ptr_array_index (result->refusals, i))->patch] = TRUE;
}

/* What the model learns of an answer: like the store, only of the operations of that push, in order, once. */
static void
learn_answer (World *self, const Exchange *exchange)
{
  const gint64 *applied = g_hash_table_lookup (exchange->answer.applied, "cat");

  for (guint i = 0; i < exchange->push.ops->len; i++)
    {
      const BrOp *sent = g_ptr_array_index (exchange->push.ops, i);
      const BrOpResult *found = NULL;

      if (sent->seq != self->acked + 1)
        continue;
      for (guint k = 0; k < exchange->answer.results->len; k++)
        if (((BrOpResult *) g_ptr_array_index (exchange->answer.results, k))->seq == sent->seq)
          found = g_ptr_array_index (exchange->answer.results, k);
      learn_result (self, g_ptr_array_index (self->ops, sent->seq - 1), found, *applied);
      self->acked = sent->seq;
    }
}

static void
deliver (World *self, guint i)
{
  Exchange *exchange = g_ptr_array_index (self->exchanges, i);

  fixture_write (self->fixture, exchange_answer, exchange);
  learn_answer (self, exchange);
}

/* Any answer there ever was may come (again). */
static void
deliver_any (World *self)
{
  if (self->exchanges->len > 0)
    deliver (self, dice (self, 2) ? self->exchanges->len - 1 : dice (self, self->exchanges->len));
}

typedef struct
{
  GBytes *page;
  gboolean applied;
  gboolean more;
  gboolean sound;
} Pull;

static gboolean
page_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Pull *pull = data;
  BrFeedEnd end;

  pull->sound = TRUE;
  if (!br_feed_store_apply_page (tx, pull->page, &pull->applied, &pull->more, error))
    return FALSE;
  return !br_feed_peek_end (pull->page, &end, NULL) || br_feed_store_check (tx->db, "cat", &end, &pull->sound, error);
}

static gboolean
restart_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_feed_store_restart (tx, "cat", error);
}

static void
restart (World *self)
{
  GHashTableIter iter;
  gpointer id;

  if (self->cursor == 0)
    return;
  fixture_write (self->fixture, restart_job, NULL);
  self->cursor = 0;
  g_hash_table_iter_init (&iter, self->seen);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_hash_table_add (self->unmet, g_memdup2 (id, sizeof (BrId)));
}

/* The head was reached: what was not met is gone. */
static void
sweep_model (World *self)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->unmet);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    br_value_set_int (&((BrRecord *) g_hash_table_lookup (self->seen, id))->cells[BR_FIELD_DELETED], 1);
  g_hash_table_remove_all (self->unmet);
}

/* The rows are those that were counted as they came. */
static gboolean
recount_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) wrong = br_feed_store_recount (db, error);

  g_assert_no_error (*error);
  g_assert_cmpuint (wrong->len, ==, 0);
  return TRUE;
}

/* The model reads a page as the store should: whole segments only. */
static void
learn_page (World *self, GBytes *page)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrFeedReader) reader = br_feed_reader_new (page, &error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) br_record_free);
  BrFeedRowKind what = BR_FEED_ROW;
  const BrRecord *record;
  BrFeedEnd end;
  gint64 seq;

  while (reader != NULL && what != BR_FEED_END && br_feed_reader_next (reader, &what, &record, &seq, &end, &error))
    if (what == BR_FEED_ROW || what == BR_FEED_TOMBSTONE)
      {
        BrRecord *copy = br_record_copy (record);
        BrRecord *old = g_hash_table_lookup (self->seen, &record->id);

        if (what == BR_FEED_TOMBSTONE && old != NULL)
          {
            br_record_free (copy);
            copy = br_record_copy (old);
          }
        if (what == BR_FEED_TOMBSTONE)
          br_value_set_int (&copy->cells[BR_FIELD_DELETED], 1);
        if (what == BR_FEED_ROW || old != NULL)
          g_ptr_array_add (rows, g_steal_pointer (&copy));
        g_clear_pointer (&copy, br_record_free);
      }
    else
      {
        while (rows->len > 0)
          {
            BrRecord *row = g_ptr_array_steal_index (rows, 0);

            g_hash_table_remove (self->unmet, &row->id);
            g_hash_table_replace (self->seen, g_memdup2 (&row->id, sizeof row->id), row);
          }
        self->cursor = what == BR_FEED_END ? end.next : seq;
        if (what == BR_FEED_END && !end.more)
          sweep_model (self);
      }
}

static void
pull (World *self)
{
  g_autoptr (GBytes) whole = model_hq_page (self->hq, self->cursor, 1 + dice (self, 6), dice (self, 3));
  g_autoptr (GBytes) page = g_bytes_ref (whole);
  g_autoptr (GError) error = NULL;
  Pull pull_data = { 0 };
  gint64 before = self->cursor;

  if (dice (self, 5) == 0) /* cut off somewhere */
    {
      gsize size = g_bytes_get_size (whole);

      g_bytes_unref (page);
      page = g_bytes_new_from_bytes (whole, 0, size / 2 + dice (self, (guint) (size / 2)));
    }
  learn_page (self, page);
  pull_data.page = page;
  if (!br_store_write (self->fixture->store, page_job, &pull_data, &error))
    g_assert_cmpint (self->cursor, ==, before); /* cut off before the first mark: an error, nothing changed */
  else if (self->cursor != before)
    g_assert_true (pull_data.applied);
  g_assert_true (pull_data.sound);
  g_ptr_array_add (self->pages, g_bytes_ref (page));
}

/* A page that came before comes again: its "from" is not the cursor, or it changes nothing. */
static void
pull_again (World *self)
{
  Pull old = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrFeedReader) reader = NULL;

  if (self->pages->len == 0)
    return;
  old.page = g_ptr_array_index (self->pages, dice (self, self->pages->len));
  reader = br_feed_reader_new (old.page, &error);
  if (reader == NULL || br_feed_reader_get_head (reader)->from == self->cursor)
    return;
  fixture_write (self->fixture, page_job, &old);
  g_assert_false (old.applied);
}

static gboolean
withdraw_job (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (BrId));

  return br_outbox_store_withdraw (tx, data, BR_WITHDRAW_WITH_LATER, taken, error);
}

static gboolean
learn_withdrawn_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  World *self = data;
  sqlite3_stmt *statement = br_db_statement (db, "SELECT seq FROM outbox WHERE state = 5", error);
  gboolean has_row;

  while (br_db_step (db, statement, &has_row, error) && has_row)
    ((ModelOp *) g_ptr_array_index (self->ops, sqlite3_column_int64 (statement, 0) - 1))->withdrawn = TRUE;
  return !*error;
}

static void
withdraw (World *self)
{
  const ModelOp *op;

  if (self->ops->len == 0)
    return;
  op = g_ptr_array_index (self->ops, self->ops->len - 1 - dice (self, MIN (3, self->ops->len)));
  br_store_write (self->fixture->store, withdraw_job, &op->edit->change_id, NULL); /* may be refused as sent: then nothing changes */
  fixture_read (self->fixture, learn_withdrawn_job, self);
}

/* Settled: acknowledged, its effect delivered, and no older one still waiting. */
static void
settle_model (World *self)
{
  for (guint i = 0; i < self->ops->len; i++)
    {
      ModelOp *op = g_ptr_array_index (self->ops, i);
      gboolean all_refused = op->answered;

      for (guint k = 0; k < op->edit->n_patches; k++)
        all_refused = all_refused && op->refused[k];
      if (op->withdrawn || op->settled || (all_refused && op->answered))
        continue;
      if (!op->answered || op->applied > self->cursor)
        return;
      op->settled = TRUE;
    }
}

static BrRecord *
model_shown (World *self, const Known *known, gint64 *pending)
{
  const BrRecord *server = g_hash_table_lookup (self->seen, &known->uid);
  BrRecord *shown = server != NULL ? br_record_copy (server) : br_record_new (known->kind, &known->uid);
  gboolean exists = server != NULL;

  *pending = 0;
  for (guint i = 0; i < self->ops->len; i++)
    {
      const ModelOp *op = g_ptr_array_index (self->ops, i);

      for (guint k = 0; k < op->edit->n_patches && !op->withdrawn && !op->settled; k++)
        if (br_id_equal (&op->edit->patches[k].id, &known->uid) && !op->refused[k])
          {
            br_patch_apply (&op->edit->patches[k], shown);
            exists = exists || op->edit->patches[k].create;
            (*pending)++;
          }
    }
  if (!exists || br_record_int (shown, BR_FIELD_DELETED))
    g_clear_pointer (&shown, br_record_free);
  return shown;
}

/* Gives how many operations are pending. */
static gint64
check_record (World *self, const Known *known)
{
  gint64 pending;
  g_autoptr (BrRecord) expected = model_shown (self, known, &pending);
  g_autoptr (BrRecord) shown = fixture_load (self->fixture, known->kind, &known->uid);
  guint8 a[32], b[32];

  g_assert_cmpint (expected != NULL, ==, shown != NULL);
  if (shown == NULL)
    return pending;
  br_record_hash (expected, a);
  br_record_hash (shown, b);
  g_assert_cmpmem (a, sizeof a, b, sizeof b);
  return pending;
}

static void
check (World *self)
{
  gint64 total = 0;

  settle_model (self);
  for (guint i = 0; i < self->known->len; i++)
    total += check_record (self, &g_array_index (self->known, Known, i));
  g_assert_cmpint (fixture_int (self->fixture, "SELECT COUNT(*) FROM replay"), ==, total);
  g_assert_cmpint (fixture_int (self->fixture, "SELECT (SELECT TOTAL(pending) FROM brand) + (SELECT TOTAL(pending) FROM product)"), ==, total);
  g_assert_cmpint (fixture_int (self->fixture, "SELECT COUNT(*) FROM shadow s WHERE NOT EXISTS"
                                               " (SELECT 1 FROM replay r WHERE r.kind = s.kind AND r.uid = s.uid)"),
                   ==, 0);
  fixture_read (self->fixture, recount_job, NULL);
}

/* What may happen; the likelier ones more than once. */
static const struct
{
  const char *name;
  void (*func) (World *);
} steps[] = {
  { "edit", edit_locally }, { "edit", edit_locally },  { "edit", edit_locally },  { "hq", edit_at_hq }, { "push", push },
  { "push", push },         { "answer", deliver_any }, { "answer", deliver_any }, { "pull", pull },     { "pull", pull },
  { "again", pull_again },  { "restart", restart },    { "withdraw", withdraw },
};

static void
step (World *self)
{
  guint i = dice (self, G_N_ELEMENTS (steps));

  g_debug ("%s: ops %u, acked %" G_GINT64_FORMAT ", cursor %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, steps[i].name, self->ops->len, self->acked, self->cursor,
           self->hq->head);
  steps[i].func (self);
  if (dice (self, 30) == 0)
    fixture_open (self->fixture, NULL);
  check (self);
}

/* Until everything is sent, answered and read, a feed begun anew to its very end: both sides must then show the same. */
static void
quiesce (World *self)
{
  for (guint i = 0; i < 200 && (self->acked < (gint64) self->ops->len || self->cursor < self->hq->head || g_hash_table_size (self->unmet) > 0); i++)
    {
      push (self);
      deliver (self, self->exchanges->len - 1);
      pull (self);
      check (self);
    }
  g_assert_cmpint (fixture_int (self->fixture, "SELECT COUNT(*) FROM replay"), ==, 0);
  g_assert_cmpint (fixture_int (self->fixture, "SELECT COUNT(*) FROM shadow"), ==, 0);
  for (guint i = 0; i < self->known->len; i++)
    {
      const Known *known = &g_array_index (self->known, Known, i);
      const HqRow *row = g_hash_table_lookup (self->hq->rows, &known->uid);
      g_autoptr (BrRecord) shown = fixture_load (self->fixture, known->kind, &known->uid);

      g_assert_cmpint (row != NULL && !br_record_int (row->record, BR_FIELD_DELETED), ==, shown != NULL);
      if (shown != NULL)
        g_assert_cmpint (shown->rev, ==, row->record->rev);
    }
}

static void
run_world (guint64 seed, guint n_steps, guint refuse_one_in)
{
  g_autoptr (Fixture) fixture = fixture_new (seed);
  g_autoptr (ModelHq) hq = model_hq_new (&fixture->xorshift);
  World world = { .fixture = fixture, .hq = hq };

  g_test_message ("seed %" G_GUINT64_FORMAT, seed);
  hq->refuse_one_in = refuse_one_in;
  world.seen = g_hash_table_new_full ((GHashFunc) br_id_hash, (GEqualFunc) br_id_equal, g_free, (GDestroyNotify) br_record_free);
  world.unmet = g_hash_table_new_full ((GHashFunc) br_id_hash, (GEqualFunc) br_id_equal, g_free, NULL);
  world.ops = g_ptr_array_new_with_free_func (free_op);
  world.exchanges = g_ptr_array_new_with_free_func (free_exchange);
  world.pages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  world.known = g_array_new (FALSE, FALSE, sizeof (Known));
  fixture_enrol (fixture);
  for (guint i = 0; i < n_steps; i++)
    step (&world);
  quiesce (&world);
  g_hash_table_unref (world.seen);
  g_hash_table_unref (world.unmet);
  g_ptr_array_unref (world.ops);
  g_ptr_array_unref (world.exchanges);
  g_ptr_array_unref (world.pages);
  g_array_unref (world.known);
}

static void
test_seeds (gconstpointer refuse_one_in)
{
  guint64 seed = fixture_seed ();
  guint n = refuse_one_in != NULL ? 10 : 6;

  for (guint i = 0; i < n; i++)
    run_world (seed + i, 80, GPOINTER_TO_UINT (refuse_one_in));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_data_func ("/store/overlay/without-refusals", NULL, test_seeds);
  g_test_add_data_func ("/store/overlay/with-refusals", GUINT_TO_POINTER (4), test_seeds);
  return g_test_run ();
}
