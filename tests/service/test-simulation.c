/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Four devices and one HQ under faults, by seed (SYNC.md 5): people edit the same few goods everywhere, undo, withdraw, answer
 * refusals, while the line loses, doubles, delays and cuts, and devices and HQ are killed at any write. Then the faults stop,
 * everybody syncs, and all must be well:
 *
 *   every outbox is empty, nothing waits in shadow or replay;
 *   every cache holds exactly what HQ holds for it (hash of all content);
 *   every operation stands in HQ's log once, densely numbered;
 *   every operation HQ refused something of has its refusal in the cache of its author;
 *   the self-check found nothing to repair, and counting anew finds the same;
 *   no accepted change overwrote a value its author had not seen (but their own).
 *
 * Tried by hand with one defect each; all were caught within the quick run: HQ ignores the base (br_patch_conflict), HQ forgets the
 * results of operations it is sent again (acknowledge_again), HQ has no dedup (br-hq-push.c), the cursor is committed before its
 * rows (br-sync-pull.c). A change that is based on a version of HQ its author has not seen (br_shadow_lower_base) needs some
 * hundred seeds. Not caught: the engine believing an acknowledgement beyond what it has sent (check_answer), which needs
 * outboxes longer than a push.
 *
 * BACKROOM_SIM_SEEDS=N runs N seeds, BACKROOM_SEED=S starts at S. A failure prints its seed.
 */
#include "config.h"

#include <glib/gstdio.h>

#include "br-edit-store.h"
#include "br-error.h"
#include "br-feed-store.h"
#include "br-hq-feed.h"
#include "br-outbox-store.h"
#include "br-record-store.h"
#include "br-settings-store.h"
#include "br-wire-record.h"
#include "sim-world.h"

#define QUICK_SEEDS 300
#define QUICK_S 20 /* the quick run ends after this, whatever it has done */
#define N_STEPS 60
#define HEAL_ROUNDS 30

static char *founded_dir;

/* One person's edit, as a job. */
typedef struct
{
  SimDevice *device;
  BrId change; /* out */
} Work;

static BrEditor
editor_of (SimDevice *device, BrEditMode mode)
{
  return (BrEditor) { .actor = device->actor, .person_name = "Sim", .label = "sim", .mode = mode };
}

static const BrId *
pick (SimWorld *self, GArray *ids)
{
  return &g_array_index (ids, BrId, sim_below (self, ids->len));
}

/* Changes one cell of a record as somebody at the device would. */
static void
scribble (SimWorld *self, BrRecord *record)
{
  g_autofree char *text = g_strdup_printf ("N%u", sim_below (self, 1000));
  g_autofree char *code = g_strdup_printf ("C-%u", sim_below (self, 12));

  if (record->kind == BR_KIND_PRODUCT)
    br_value_set_text (&record->cells[sim_below (self, 2) ? BR_PRODUCT_NAME : BR_PRODUCT_NAME_ALT], text);
  else if (record->kind == BR_KIND_PRICE && sim_below (self, 8) == 0)
    br_value_set_id (&record->cells[BR_PRICE_ZONE], &self->zones[sim_below (self, 2)]);
  else if (record->kind == BR_KIND_PRICE)
    br_value_set_int (&record->cells[BR_PRICE_AMOUNT], 1 + sim_below (self, 1000));
  else if (sim_below (self, 4) == 0)
    br_value_set_text (&record->cells[BR_SKU_CODE], code);
  else
    br_value_set_int (&record->cells[BR_SKU_COST], 1 + sim_below (self, 300));
  if (sim_below (self, 25) == 0)
    br_value_set_int (&record->cells[BR_FIELD_DELETED], 1);
}

static gboolean
edit_one (BrEditBatch *batch, BrStoreTx *tx, SimWorld *self, GError **error)
{
  static const BrKind kinds[] = { BR_KIND_PRODUCT, BR_KIND_SKU, BR_KIND_SKU, BR_KIND_PRICE };
  BrKind kind = kinds[sim_below (self, G_N_ELEMENTS (kinds))];
  GArray *ids = kind == BR_KIND_PRODUCT ? self->products : kind == BR_KIND_SKU ? self->skus : self->prices;
  g_autoptr (BrRecord) before = NULL, after = NULL;

  if (!br_record_store_load (tx->db, kind, pick (self, ids), &before, error))
    return FALSE;
  if (before == NULL)
    return TRUE;
  after = br_record_copy (before);
  scribble (self, after);
  return br_edit_batch_put (batch, before, after, error);
}

static gboolean
edit_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Work *work = data;
  SimWorld *self = work->device->world;
  BrEditor editor = editor_of (work->device, sim_below (self, 2) ? BR_EDIT_EACH : BR_EDIT_ATOMIC);
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  g_autoptr (GPtrArray) problems = NULL;
  guint n = 1 + sim_below (self, 4);

  for (guint i = 0; i < n; i++)
    if (!edit_one (batch, tx, self, error))
      return FALSE;
  return br_edit_batch_finish (batch, &work->change, &problems, error);
}

static BrRecord *
new_record (SimWorld *self, GArray *ids, BrKind kind)
{
  BrId id = br_id_make (&self->clock, &self->random);

  g_array_append_val (ids, id);
  return br_record_new (kind, &id);
}

static gboolean
create_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Work *work = data;
  SimWorld *self = work->device->world;
  BrEditor editor = editor_of (work->device, BR_EDIT_ATOMIC);
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  g_autoptr (BrRecord) product = new_record (self, self->products, BR_KIND_PRODUCT), sku = new_record (self, self->skus, BR_KIND_SKU);
  g_autoptr (BrRecord) price = new_record (self, self->prices, BR_KIND_PRICE);
  g_autoptr (GPtrArray) problems = NULL;
  g_autofree char *code = g_strdup_printf ("C-%u", sim_below (self, 12));

  br_value_set_text (&product->cells[BR_PRODUCT_NAME], code);
  br_value_set_id (&product->cells[BR_PRODUCT_UNIT], &self->unit);
  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &product->id);
  br_value_set_text (&sku->cells[BR_SKU_CODE], code);
  br_value_set_int (&sku->cells[BR_SKU_STATUS], BR_STATUS_DRAFT);
  br_value_set_id (&price->cells[BR_PRICE_SKU], &sku->id);
  br_value_set_id (&price->cells[BR_PRICE_STORE], &work->device->store_id);
  br_value_set_int (&price->cells[BR_PRICE_KIND], BR_PRICE_REGULAR);
  br_value_set_int (&price->cells[BR_PRICE_PRIORITY], 0);
  br_value_set_int (&price->cells[BR_PRICE_AMOUNT], 900);
  return br_edit_batch_put (batch, NULL, product, error) && br_edit_batch_put (batch, NULL, sku, error) && br_edit_batch_put (batch, NULL, price, error)
         && br_edit_batch_finish (batch, &work->change, &problems, error);
}

static gboolean
undo_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Work *work = data;
  BrEditor editor = editor_of (work->device, BR_EDIT_EACH);
  g_autoptr (GPtrArray) losses = NULL;

  return br_undo_apply (tx, &editor, pick (work->device->world, work->device->changes), &work->change, &losses, error);
}

/* Takes the last change back, and every other time puts it back after all. */
static gboolean
withdraw_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Work *work = data;
  SimDevice *device = work->device;
  BrEditor editor = editor_of (device, BR_EDIT_ATOMIC);
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (BrId));

  return br_outbox_store_withdraw (tx, &g_array_index (device->changes, BrId, device->changes->len - 1), BR_WITHDRAW_WITH_LATER, taken, error)
         && (sim_below (device->world, 2) == 0 || br_outbox_store_put_back (tx, &editor, taken, error));
}

static gboolean
answer_all_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Work *work = data;
  BrEditor editor = editor_of (work->device, BR_EDIT_EACH);
  gint64 n_closed;

  return br_outbox_store_close_all (tx, &editor, sim_below (work->device->world, 3) == 0 ? BR_SETTLE_KEEP_HQ : BR_SETTLE_APPLY_AGAIN, &n_closed, error);
}

static gboolean
answer_refusal_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Work *work = data;
  BrEditor editor = editor_of (work->device, BR_EDIT_EACH);
  g_autoptr (GPtrArray) refusals = br_outbox_store_refusals (tx->db, 1, error);
  BrDecision decision = { 0 };

  if (refusals == NULL || refusals->len == 0)
    return refusals != NULL;
  decision.refusal = ((BrRefusal *) g_ptr_array_index (refusals, 0))->id;
  decision.how = sim_below (work->device->world, 2) ? BR_SETTLE_KEEP_HQ : BR_SETTLE_APPLY_AGAIN;
  return br_outbox_store_close_refusal (tx, &editor, &decision, error);
}

/* What a person does; that the program refuses it is fine, as long as it says so by an error that is theirs. */
static void
work_a_little (SimDevice *device)
{
  SimWorld *self = device->world;
  Work work = { .device = device };
  guint dice = sim_below (self, 20);
  BrStoreFunc job = dice < 12   ? edit_job
                    : dice < 14 ? create_job
                    : dice < 16 ? undo_job
                    : dice < 18 ? withdraw_job
                    : dice < 19 ? answer_refusal_job
                                : answer_all_job;
  g_autoptr (GError) error = NULL;

  if ((job == undo_job || job == withdraw_job) && device->changes->len == 0)
    return;
  if (sim_chance (self, self->chances.kill_device))
    device->writes_left = sim_below (self, 40);
  if (br_store_write (device->store, job, &work, &error) && !br_id_is_none (&work.change))
    g_array_append_val (device->changes, work.change);
  if (error != NULL && !device->dead && (error->domain != BR_ERROR || error->code > BR_ERROR_AUTH) && !g_error_matches (error, BR_ERROR, BR_ERROR_IN_USE))
    g_error ("seed=%" G_GUINT64_FORMAT ": an edit failed: %s", self->seed, error->message);
  if (!device->dead)
    device->writes_left = -1;
  sim_revive (self);
}

static void
run_faulty (SimWorld *self)
{
  self->chances = (SimFaults) { .lose_request = 80, .lose_response = 80, .twice = 80, .late = 50, .cut = 40, .kill_hq = 20, .kill_device = 40 };
  for (guint i = 0; i < N_STEPS; i++)
    {
      SimDevice *device = &self->devices[sim_below (self, SIM_DEVICES)];

      self->now_us += (gint64) sim_below (self, 60) * G_USEC_PER_SEC;
      if (sim_below (self, 5) < 3)
        work_a_little (device);
      else
        sim_step (device);
    }
}

/* How much stands in all feeds: when it stays the same for a round, nobody has anything new to say. */
static gint64
sum_heads (SimWorld *self)
{
  BrSqlQuery query = br_sql_query (br_hq_get_sql (self->hq), "SELECT SUM(head) FROM feed");
  gboolean has_row;
  gint64 sum;

  g_assert_true (br_sql_next (&query, &has_row, NULL) && has_row);
  sum = br_sql_int (&query, 0);
  br_sql_end (&query);
  return sum;
}

static void
heal (SimWorld *self)
{
  self->chances = (SimFaults) { 0 };
  sim_revive (self);
  for (guint i = 0; i < HEAL_ROUNDS; i++)
    {
      gint64 before = sum_heads (self);
      guint n_idle = 0;

      self->now_us += G_GINT64_CONSTANT (400) * G_USEC_PER_SEC; /* so that hello is due again */
      for (guint j = 0; j < SIM_DEVICES; j++)
        n_idle += sim_step (&self->devices[j]);
      if (n_idle == SIM_DEVICES && i > 0 && before == sum_heads (self))
        return;
    }
  g_error ("seed=%" G_GUINT64_FORMAT ": it does not come to rest", self->seed);
}

/* The one number a statement gives. */
typedef struct
{
  const char *sql;
  gint64 value;
} Number;

static gboolean
number_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Number *number = data;
  sqlite3_stmt *statement = br_db_statement (db, number->sql, error);
  gboolean has_row;

  if (statement == NULL || !br_db_step (db, statement, &has_row, error))
    return FALSE;
  number->value = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

static gint64
read_number (SimDevice *device, const char *sql)
{
  Number number = { .sql = sql };
  g_autoptr (GError) error = NULL;

  br_store_read (device->store, number_job, &number, NULL, &error);
  g_assert_no_error (error);
  return number.value;
}

static void
check_zero (SimDevice *device, const char *sql)
{
  gint64 value = read_number (device, sql);

  if (value != 0)
    g_error ("seed=%" G_GUINT64_FORMAT ": device %d: %s gives %" G_GINT64_FORMAT, device->world->seed, (int) (device - device->world->devices), sql, value);
}

static void
check_outbox (SimDevice *device)
{
  static const char *const sqls[] = {
    "SELECT COUNT(*) FROM outbox WHERE state IN (1, 2)",
    "SELECT COUNT(*) FROM replay",
    "SELECT COUNT(*) FROM shadow",
    "SELECT COUNT(*) FROM product WHERE pending <> 0",
    "SELECT COUNT(*) FROM sku WHERE pending <> 0",
    "SELECT COUNT(*) FROM price WHERE pending <> 0",
    "SELECT COUNT(*) FROM (SELECT id FROM sku WHERE present = 1 EXCEPT SELECT id FROM sku_list)",
    "SELECT COUNT(*) FROM (SELECT id FROM sku_list EXCEPT SELECT id FROM sku WHERE present = 1)",
    "SELECT COUNT(*) FROM sync_log WHERE what LIKE 'resync%'",
    "SELECT COUNT(*) FROM feed_cursor WHERE old_id IS NOT NULL",
  };

  for (guint i = 0; i < G_N_ELEMENTS (sqls); i++)
    check_zero (device, sqls[i]);
}

static gboolean
cache_hash_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GChecksum *sum = data;

  for (BrKind kind = 1; kind < BR_N_KINDS; kind++)
    {
      guint8 hash[32];
      gint64 n;

      if (!br_record_store_content_hash (db, kind, hash, &n, error))
        return FALSE;
      g_checksum_update (sum, hash, sizeof hash);
    }
  return TRUE;
}

/* The same of what HQ has in the feeds this device reads. */
static void
hq_hash_kind (SimWorld *self, const BrId *store, BrKind kind, GChecksum *total)
{
  BrSql *sql = br_hq_get_sql (self->hq);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  BrSqlQuery query = br_sql_query (sql, "SELECT id, feed_id, body FROM record WHERE kind = $1 AND deleted = 0 ORDER BY id");
  gboolean has_row, allowed;
  guint8 digest[32];
  gsize length = sizeof digest;

  br_sql_bind_int (&query, kind);
  while (br_sql_next (&query, &has_row, NULL) && has_row)
    {
      BrRecord record;
      BrId id;
      gsize n;
      const char *body = br_sql_text (&query, 2, &n);
      guint8 hash[32];

      g_assert_true (br_sql_id (&query, 0, &id) && br_wire_record_read (body, n, kind, &id, &record, NULL));
      g_assert_true (br_hq_feed_is_for (sql, br_sql_text (&query, 1, NULL), store, &allowed, NULL));
      br_record_hash (&record, hash);
      if (allowed)
        g_checksum_update (sum, hash, sizeof hash);
      br_record_clear (&record);
    }
  g_checksum_get_digest (sum, digest, &length);
  g_checksum_update (total, digest, sizeof digest);
}

static void
check_content (SimDevice *device)
{
  SimWorld *self = device->world;
  g_autoptr (GChecksum) mine = g_checksum_new (G_CHECKSUM_SHA256), theirs = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GError) error = NULL;

  br_store_read (device->store, cache_hash_job, mine, NULL, &error);
  g_assert_no_error (error);
  for (BrKind kind = 1; kind < BR_N_KINDS; kind++)
    hq_hash_kind (self, &device->store_id, kind, theirs);
  if (!g_str_equal (g_checksum_get_string (mine), g_checksum_get_string (theirs)))
    g_error ("seed=%" G_GUINT64_FORMAT ": device %d does not hold what HQ holds", self->seed, (int) (device - self->devices));
}

static gboolean
recount_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) wrong = br_feed_store_recount (db, error);

  if (wrong == NULL)
    return FALSE;
  *(guint *) data = wrong->len;
  return TRUE;
}

static void
check_count (SimDevice *device)
{
  g_autoptr (GError) error = NULL;
  guint n_wrong;

  br_store_read (device->store, recount_job, &n_wrong, NULL, &error);
  g_assert_no_error (error);
  if (n_wrong > 0)
    g_error ("seed=%" G_GUINT64_FORMAT ": device %d has counted %u feeds wrongly", device->world->seed, (int) (device - device->world->devices), n_wrong);
}

static gboolean
is_refused (const char *text, gsize length)
{
  g_autoptr (GBytes) body = g_bytes_new_static (text, length);
  BrPushAnswer answer;
  gboolean refused = FALSE;

  g_assert_true (br_push_answer_read (body, &answer, NULL));
  for (guint i = 0; i < answer.results->len; i++)
    refused |= ((BrOpResult *) g_ptr_array_index (answer.results, i))->refusals != NULL;
  br_push_answer_clear (&answer);
  return refused;
}

/* HQ's log of one device against what the device numbered and was told. */
static void
check_log (SimDevice *device)
{
  SimWorld *self = device->world;
  BrSqlQuery query = br_sql_query (br_hq_get_sql (self->hq), "SELECT seq, result FROM op_log WHERE pc_id = $1 ORDER BY seq");
  gint64 n = 0, n_refused = 0, made, told;
  gboolean has_row;

  br_sql_bind_id (&query, &device->device->pc);
  while (br_sql_next (&query, &has_row, NULL) && has_row)
    {
      gsize length;
      const char *result = br_sql_text (&query, 1, &length);

      g_assert_cmpint (br_sql_int (&query, 0), ==, ++n);
      n_refused += is_refused (result, length);
    }
  made = read_number (device, "SELECT COALESCE((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'next_seq'), 1) - 1");
  told = read_number (device, "SELECT COUNT(DISTINCT part) FROM refusal");
  if (n != made || n_refused != told)
    g_error ("seed=%" G_GUINT64_FORMAT ": device %d made %" G_GINT64_FORMAT " operations, HQ has %" G_GINT64_FORMAT "; refused %" G_GINT64_FORMAT
             ", told %" G_GINT64_FORMAT,
             self->seed, (int) (device - self->devices), made, n, n_refused, told);
}

static void
check_world (SimWorld *self)
{
  for (guint i = 0; i < SIM_DEVICES; i++)
    {
      check_outbox (&self->devices[i]);
      check_content (&self->devices[i]);
      check_count (&self->devices[i]);
      check_log (&self->devices[i]);
    }
  sim_check_unseen (self);
}

static void
test_seeds (void)
{
  const char *n_text = g_getenv ("BACKROOM_SIM_SEEDS"), *first_text = g_getenv ("BACKROOM_SEED");
  guint64 n_seeds = n_text != NULL ? g_ascii_strtoull (n_text, NULL, 0) : QUICK_SEEDS;
  guint64 first = first_text != NULL ? g_ascii_strtoull (first_text, NULL, 0) : br_random_u64 (br_random_system ()) >> 16;
  gint64 begin_us = g_get_monotonic_time ();
  guint n_requests = 0, n_lost = 0, n_kills = 0;
  guint64 n;

  g_test_message ("BACKROOM_SEED=%" G_GUINT64_FORMAT, first);
  for (n = 0; n < n_seeds && (n_text != NULL || g_get_monotonic_time () - begin_us < QUICK_S * G_USEC_PER_SEC); n++)
    {
      SimWorld *self = sim_open (founded_dir, first + n);

      run_faulty (self);
      heal (self);
      check_world (self);
      n_requests += self->n_requests;
      n_lost += self->n_lost;
      n_kills += self->n_kills;
      sim_close (self);
    }
  g_test_message ("%" G_GUINT64_FORMAT " seeds: %u requests, %u lost, %u kills", n, n_requests, n_lost, n_kills);
}

/* Behind the back of a store that is closed meanwhile. */
static void
damage (SimDevice *device, const char *sql)
{
  g_autofree char *path = g_build_filename (device->dir, "cache.db", NULL);
  sqlite3 *handle;

  g_clear_pointer (&device->store, br_store_unref);
  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_changes (handle), >, 0);
  sqlite3_close (handle);
  device->dead = TRUE;
  sim_revive (device->world);
}

/* What can happen to rows on disk or on the way, each with whether the cache must be opened again to see it. */
static void
test_self_check (void)
{
  static const char *const damages[] = {
    "DELETE FROM price WHERE id = (SELECT MIN(id) FROM price WHERE present = 1)",
    "UPDATE sku SET present = 0, cost = 1, deleted = 1 WHERE id = (SELECT MIN(id) FROM sku WHERE present = 1)",
    "UPDATE product SET feed_seq = feed_seq + 1, name = 'damaged' WHERE id = (SELECT MIN(id) FROM product WHERE present = 1)",
    "UPDATE feed_cursor SET n = n + 1 WHERE feed = 'cat'",
  };

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      SimWorld *self = sim_open (founded_dir, i);
      SimDevice *device = &self->devices[0];

      heal (self);
      check_content (device);
      damage (device, damages[i]);
      g_assert_true (sim_step (device));
      check_content (device);
      check_count (device);
      g_assert_cmpint (read_number (device, "SELECT COUNT(*) FROM sync_log WHERE what = 'resync'"), ==, 1);
      g_assert_true (sim_step (device)); /* and then it is well */
      g_assert_cmpint (read_number (device, "SELECT COUNT(*) FROM sync_log WHERE what LIKE 'resync%'"), ==, 1);
      sim_close (self);
    }
}

static void
run_at_hq (SimWorld *self, const char *sql)
{
  BrSqlQuery query = br_sql_query (br_hq_get_sql (self->hq), sql);
  g_autoptr (GError) error = NULL;

  br_sql_run (&query, &error);
  g_assert_no_error (error);
}

/* Changes one price at a device. */
typedef struct
{
  SimDevice *device;
  guint price;  /* which one */
  guint field;
  BrValue value;
} PriceEdit;

static gboolean
price_edit_job (BrStoreTx *tx, gpointer data, GError **error)
{
  PriceEdit *edit = data;
  BrEditor editor = editor_of (edit->device, BR_EDIT_ATOMIC);
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  g_autoptr (BrRecord) before = NULL, after = NULL;
  BrId change;

  if (!br_record_store_load (tx->db, BR_KIND_PRICE, &g_array_index (edit->device->world->prices, BrId, edit->price), &before, error))
    return FALSE;
  after = br_record_copy (before);
  br_value_copy (&after->cells[edit->field], &edit->value);
  return br_edit_batch_put (batch, before, after, error) && br_edit_batch_finish (batch, &change, NULL, error);
}

static void
edit_price (SimDevice *device, guint price, guint field, const BrValue *value)
{
  PriceEdit edit = { device, price, field, *value };
  g_autoptr (GError) error = NULL;

  br_store_write (device->store, price_edit_job, &edit, &error);
  g_assert_no_error (error);
}

/* A device was away until HQ had forgotten what was deleted meanwhile (410): reading anew removes that, and keeps what was edited here. */
static void
test_resync (void)
{
  SimWorld *self = sim_open (founded_dir, 99);
  SimDevice *away = &self->devices[0], *other = &self->devices[3];
  BrValue deleted = { .type = BR_VALUE_INT, .integer = 1 }, amount = { .type = BR_VALUE_INT, .integer = 4321 };
  gint64 n;

  heal (self);
  n = read_number (away, "SELECT COUNT(*) FROM price WHERE present = 1");
  edit_price (away, 1, BR_PRICE_AMOUNT, &amount);
  edit_price (other, 0, BR_FIELD_DELETED, &deleted);
  g_assert_true (sim_step (other));
  run_at_hq (self, "DELETE FROM feed_tombstone");
  run_at_hq (self, "UPDATE feed SET floor = head");
  self->now_us += G_GINT64_CONSTANT (400) * G_USEC_PER_SEC;
  g_assert_true (sim_step (away));
  g_assert_cmpint (read_number (away, "SELECT COUNT(*) FROM sync_log WHERE what = 'resync'"), ==, 1);
  g_assert_cmpint (read_number (away, "SELECT COUNT(*) FROM price WHERE present = 1"), ==, n - 1);
  g_assert_cmpint (read_number (away, "SELECT COUNT(*) FROM price WHERE present = 1 AND amount = 4321 AND pending = 0"), ==, 1);
  check_content (away);
  check_count (away);
  check_log (away);
  sim_close (self);
}

/* A price goes to a zone and back: whichever of the two feeds is read first, those who read both keep it. */
static void
test_moved (void)
{
  SimWorld *self = sim_open (founded_dir, 98);
  BrValue zone = { .type = BR_VALUE_ID, .id = self->zones[1] }, none = { .type = BR_VALUE_NULL };

  heal (self);
  for (guint i = 0; i < 2; i++)
    {
      edit_price (&self->devices[0], 2, BR_PRICE_ZONE, i == 0 ? &zone : &none);
      heal (self);
      check_world (self);
      g_assert_cmpint (read_number (&self->devices[1], "SELECT COUNT(*) FROM price WHERE present = 1"), ==,
                       read_number (&self->devices[3], "SELECT COUNT(*) FROM price WHERE present = 1") - (i == 0));
      for (guint device = 0; device < SIM_DEVICES; device++) /* leaving a feed is no deletion for those who also read the other */
        if (device == 0 || device == 3)
          g_assert_cmpint (read_number (&self->devices[device], "SELECT COUNT(*) FROM price WHERE present = 0"), ==, 0);
    }
  sim_close (self);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  founded_dir = g_dir_make_tmp ("backroom-sim-XXXXXX", NULL);
  sim_found (founded_dir);
  g_test_add_func ("/service/simulation/self-check", test_self_check);
  g_test_add_func ("/service/simulation/resync", test_resync);
  g_test_add_func ("/service/simulation/moved", test_moved);
  g_test_add_func ("/service/simulation/seeds", test_seeds);
  result = g_test_run ();
  sim_remove (founded_dir);
  g_free (founded_dir);
  return result;
}
