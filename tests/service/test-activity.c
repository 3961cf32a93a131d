/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The activity service over a real cache and a made-up HQ: what waits, what was refused and every decision about it, the log. */
#include "config.h"

#include <string.h>

#include "br-activity-service.h"
#include "br-error.h"
#include "br-outbox-store.h"
#include "br-record-store.h"
#include "br-settings-store.h"
#include "br-wire-record.h"

#define LATE_S 30

typedef struct
{
  char *dir;
  BrStore *store;
  BrActivityService *service;
  BrActivityPerson person;
} Fixture;

static gboolean
enrol_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_settings_set (tx, BR_META_PC, "01234567-89ab-7cde-8f01-23456789abcd", error) && br_settings_set (tx, BR_META_EPOCH, "e1", error);
}

static void
write_now (Fixture *fixture, BrStoreFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  br_store_write (fixture->store, func, data, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  BrStoreParams params = { .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE };

  fixture->dir = g_dir_make_tmp ("backroom-activity-XXXXXX", NULL);
  params.dir = fixture->dir;
  fixture->store = br_store_open (&params, &error);
  g_assert_no_error (error);
  fixture->service = br_activity_service_new (fixture->store);
  fixture->person = (BrActivityPerson) { .actor = { .role = BR_ROLE_HQ_ADMIN }, .name = "Ada", .label = "Again" };
  write_now (fixture, enrol_job, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", fixture->dir);

  g_assert_finalize_object (fixture->service);
  br_store_unref (fixture->store);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_free (fixture->dir);
}

static gboolean
late_cb (gpointer data)
{
  g_error ("nothing came back in %d s", LATE_S);
  return G_SOURCE_REMOVE;
}

static void
got_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* Runs the main loop until the result is there. */
static GAsyncResult *
await (GAsyncResult **result)
{
  guint late = g_timeout_add_seconds (LATE_S, late_cb, NULL);

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late);
  return *result;
}

typedef void (*ListAsync) (BrActivityService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

static GPtrArray *
list (Fixture *fixture, ListAsync func)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *entries;

  func (fixture->service, NULL, got_cb, &result);
  entries = br_activity_service_list_finish (fixture->service, await (&result), &error);
  g_assert_no_error (error);
  return entries;
}

/* One saved record. */
typedef struct
{
  const BrRecord *before, *after;
  BrId change;
} Save;

static gboolean
save_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Save *save = data;
  BrEditor editor = { .actor = { .role = BR_ROLE_HQ_ADMIN }, .person_name = "Ada", .label = "Edit", .mode = BR_EDIT_ATOMIC };
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);

  return br_edit_batch_put (batch, save->before, save->after, error) && br_edit_batch_finish (batch, &save->change, NULL, error);
}

static BrId
save (Fixture *fixture, const BrRecord *before, const BrRecord *after)
{
  Save job = { before, after };

  write_now (fixture, save_job, &job);
  return job.change;
}

static BrRecord *
new_brand (const char *name)
{
  BrId id = br_id_make (br_clock_system (), br_random_system ());
  BrRecord *brand = br_record_new (BR_KIND_BRAND, &id);

  br_value_set_text (&brand->cells[BR_BRAND_NAME], name);
  return brand;
}

static BrRecord *
with_name (const BrRecord *brand, const char *name)
{
  BrRecord *copy = br_record_copy (brand);

  br_value_set_text (&copy->cells[BR_BRAND_NAME], name);
  return copy;
}

/* What HQ says to everything that waits. */
typedef struct
{
  const char *code;       /* NULL = yes */
  const BrRecord *theirs; /* sent along, or NULL */
  guint n_ops;
} Verdict;

static void
add_verdict (BrPushAnswer *answer, const BrOp *op, const Verdict *verdict)
{
  g_autoptr (GString) body = NULL;
  BrOpResult *result = br_push_answer_add_result (answer, op->seq, BR_OP_REJECTED);

  if (verdict->theirs != NULL)
    {
      body = g_string_new (NULL);
      br_wire_record_write (verdict->theirs, body);
    }
  br_op_result_add_refusal (result, 0, verdict->code, "because", body != NULL ? body->str : NULL);
}

static gboolean
push_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Verdict *verdict = data;
  BrPush push;
  BrPushAnswer answer;
  gboolean empty, ok;

  if (!br_outbox_store_take (tx, 500, G_MAXSIZE, &push, &empty, error))
    return FALSE;
  verdict->n_ops = push.ops->len;
  br_push_answer_init (&answer);
  g_set_str (&answer.epoch, "e1");
  br_push_answer_set_applied (&answer, "cat", 1); /* which is never read here: what HQ took goes on being shown as waiting for it */
  answer.acked = answer.durable = push.first + push.ops->len - 1;
  for (guint i = 0; i < push.ops->len && verdict->code != NULL; i++)
    add_verdict (&answer, g_ptr_array_index (push.ops, i), verdict);
  ok = br_outbox_store_answer (tx, &push, &answer, error);
  br_push_answer_clear (&answer);
  br_push_clear (&push);
  return ok;
}

/* A brand's name as it is shown; NULL = there is no such brand. */
typedef struct
{
  const BrId *brand;
  char *name;
} Name;

static gboolean
name_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Name *name = data;
  g_autoptr (BrRecord) record = NULL;

  if (!br_record_store_load (db, BR_KIND_BRAND, name->brand, &record, error))
    return FALSE;
  name->name = record != NULL ? g_strdup (br_record_text (record, BR_BRAND_NAME)) : NULL;
  return TRUE;
}

static char *
name_of (Fixture *fixture, const BrId *brand)
{
  Name name = { .brand = brand };
  g_autoptr (GError) error = NULL;

  br_store_read (fixture->store, name_job, &name, NULL, &error);
  g_assert_no_error (error);
  return name.name;
}

/* Every kind of row and what it becomes. */
static void
test_rows (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *code;       /* HQ's answer; NULL = accepted */
    gboolean with_record;   /* HQ sends what it has */
    gboolean deleted;       /* which it has deleted */
    guint n_cards;
  } rows[] = {
    { NULL, FALSE, FALSE, 0 },
    { "conflict", TRUE, FALSE, 1 },
    { "conflict", TRUE, TRUE, 1 },
    { "refused_role", TRUE, FALSE, 1 },
    { "refused_place", FALSE, FALSE, 1 },
    { "invalid", FALSE, FALSE, 1 },
    { "a_code_of_tomorrow", FALSE, FALSE, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrRecord) brand = new_brand ("base");
      g_autoptr (BrRecord) mine = with_name (brand, "mine");
      g_autoptr (BrRecord) theirs = with_name (brand, "theirs");
      g_autoptr (GPtrArray) waiting = NULL, refusals = NULL;
      const BrRefusal *refusal;
      Verdict verdict = { rows[i].code, rows[i].with_record ? theirs : NULL };

      g_test_message ("%s%s", rows[i].code != NULL ? rows[i].code : "accepted", rows[i].deleted ? ", deleted" : "");
      if (rows[i].deleted)
        br_value_set_int (&theirs->cells[BR_FIELD_DELETED], 1);
      save (fixture, NULL, brand);
      write_now (fixture, push_job, &(Verdict) { NULL });
      save (fixture, brand, mine);
      waiting = list (fixture, br_activity_service_waiting_async);
      g_assert_cmpuint (waiting->len, ==, 1);
      g_assert_cmpint (((BrOutboxEntry *) waiting->pdata[0])->state, ==, BR_OUTBOX_QUEUED);
      write_now (fixture, push_job, &verdict);
      g_assert_cmpuint (verdict.n_ops, ==, 1);
      g_ptr_array_unref (waiting);
      waiting = list (fixture, br_activity_service_waiting_async);
      g_assert_cmpuint (waiting->len, ==, 0);
      refusals = list (fixture, br_activity_service_refusals_async);
      g_assert_cmpuint (refusals->len, ==, rows[i].n_cards);
      if (refusals->len == 0)
        continue;
      refusal = refusals->pdata[0];
      g_assert_cmpstr (refusal->code, ==, rows[i].code);
      g_assert_cmpstr (refusal->patch->cells[0].before.text, ==, "base");
      g_assert_cmpstr (refusal->patch->cells[0].after.text, ==, "mine");
      g_assert_cmpstr (br_record_text (refusal->theirs, BR_BRAND_NAME), ==, rows[i].with_record ? "theirs" : "base"); /* else as it is here */
      g_assert_true (br_refusal_is_gone (refusal) == rows[i].deleted);
      {
        g_autoptr (GAsyncResult) result = NULL;
        g_autoptr (GError) error = NULL;

        br_activity_service_settle_async (fixture->service, &fixture->person, &(BrDecision) { refusal->id, BR_SETTLE_KEEP_HQ }, got_cb, &result);
        br_activity_service_write_finish (fixture->service, await (&result), &error);
        g_assert_no_error (error);
      }
    }
}

static gboolean
decide (Fixture *fixture, const BrDecision *decision, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  br_activity_service_settle_async (fixture->service, &fixture->person, decision, got_cb, &result);
  return br_activity_service_write_finish (fixture->service, await (&result), error);
}

/* Each decision does what it says, and what goes out next is that. */
static void
test_decisions (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    BrSettle how;
    const char *shown; /* what the brand is called then */
    guint n_ops;       /* that go out */
  } rows[] = {
    { BR_SETTLE_KEEP_HQ, "base", 0 },
    { BR_SETTLE_APPLY_AGAIN, "mine", 1 },
    { BR_SETTLE_EDITED, "third", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrRecord) brand = new_brand ("base");
      g_autoptr (BrRecord) mine = with_name (brand, "mine"), third = with_name (brand, "third");
      g_autoptr (BrEdit) edited = br_edit_new (&brand->id, "edited", BR_EDIT_ATOMIC);
      g_autoptr (GPtrArray) refusals = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *shown = NULL;
      BrDecision decision = { .how = rows[i].how };
      Verdict verdict = { "conflict" };

      save (fixture, NULL, brand);
      write_now (fixture, push_job, &(Verdict) { NULL });
      save (fixture, brand, mine);
      write_now (fixture, push_job, &verdict);
      refusals = list (fixture, br_activity_service_refusals_async);
      br_edit_add_difference (edited, brand, third);
      decision.refusal = ((BrRefusal *) refusals->pdata[0])->id;
      decision.edited = rows[i].how == BR_SETTLE_EDITED ? edited : NULL;
      g_assert_true (decide (fixture, &decision, &error));
      shown = name_of (fixture, &brand->id);
      g_assert_cmpstr (shown, ==, rows[i].shown);
      verdict = (Verdict) { NULL };
      write_now (fixture, push_job, &verdict);
      g_assert_cmpuint (verdict.n_ops, ==, rows[i].n_ops);
      g_assert_false (decide (fixture, &decision, &error)); /* it is closed */
      g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
    }
}

/* Dropping mine can be undone. */
static void
test_reopen (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrRecord) brand = new_brand ("base");
  g_autoptr (GPtrArray) refusals = NULL, again = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BrDecision decision = { .how = BR_SETTLE_KEEP_HQ };

  save (fixture, NULL, brand);
  write_now (fixture, push_job, &(Verdict) { "invalid" });
  refusals = list (fixture, br_activity_service_refusals_async);
  decision.refusal = ((BrRefusal *) refusals->pdata[0])->id;
  g_assert_true (decide (fixture, &decision, &error));
  br_activity_service_reopen_async (fixture->service, decision.refusal, got_cb, &result);
  g_assert_true (br_activity_service_write_finish (fixture->service, await (&result), &error));
  again = list (fixture, br_activity_service_refusals_async);
  g_assert_cmpuint (again->len, ==, 1);
}

/* What HQ refused as one thing is one card; each of what it refused one by one is a card of its own. */
static void
test_group (void)
{
  static const struct
  {
    BrEditMode mode;
    guint n_cards;
  } rows[] = { { BR_EDIT_ATOMIC, 2 }, { BR_EDIT_EACH, 4 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrEdit) edit = br_edit_new (&(BrId) { 0 }, "x", rows[i].mode), other = br_edit_new (&(BrId) { 0 }, "y", rows[i].mode);
      GPtrArray *refusals = g_ptr_array_new_with_free_func ((GDestroyNotify) br_refusal_free);
      g_autoptr (GPtrArray) cards = NULL;
      guint n = 0;

      for (guint k = 0; k < 4; k++)
        {
          BrRefusal *refusal = g_new0 (BrRefusal, 1);

          refusal->edit = br_edit_ref (k < 3 ? edit : other);
          g_ptr_array_add (refusals, refusal);
        }
      cards = br_activity_group_refusals (refusals);
      g_assert_cmpuint (cards->len, ==, rows[i].n_cards);
      for (guint k = 0; k < cards->len; k++)
        n += ((GPtrArray *) cards->pdata[k])->len;
      g_assert_cmpuint (n, ==, 4);
    }
}

static gboolean
withdraw (Fixture *fixture, const BrId *change, BrWithdraw how, GArray **changes, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  br_activity_service_withdraw_async (fixture->service, change, how, NULL, got_cb, &result);
  return br_activity_service_withdraw_finish (fixture->service, await (&result), changes, error);
}

/* Withdrawing says what would go along, takes it along when told to, and can be taken back; what was sent stays. */
static void
test_withdraw (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrRecord) brand = new_brand ("base");
  g_autoptr (BrRecord) renamed = with_name (brand, "renamed");
  g_autoptr (GArray) alone = NULL, taken = NULL, back = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *gone = NULL, *shown = NULL;
  BrId change = save (fixture, NULL, brand);

  save (fixture, brand, renamed);
  g_assert_false (withdraw (fixture, &change, BR_WITHDRAW_ALONE, &alone, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_IN_USE);
  g_clear_error (&error);
  g_assert_cmpuint (alone->len, ==, 2);
  g_assert_true (withdraw (fixture, &change, BR_WITHDRAW_WITH_LATER, &taken, &error));
  g_assert_cmpuint (taken->len, ==, 2);
  gone = name_of (fixture, &brand->id);
  g_assert_null (gone);
  changes = list (fixture, br_activity_service_changes_async);
  g_assert_true (((BrChangeSummary *) changes->pdata[0])->withdrawn);

  br_activity_service_put_back_async (fixture->service, &fixture->person, taken, got_cb, &result);
  g_assert_true (br_activity_service_write_finish (fixture->service, await (&result), &error));
  shown = name_of (fixture, &brand->id);
  g_assert_cmpstr (shown, ==, "renamed");
  write_now (fixture, push_job, &(Verdict) { NULL });
  g_assert_false (withdraw (fixture, &change, BR_WITHDRAW_ALONE, &back, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_CONFLICT);
}

/* A change in words, and as it is sent. */
static void
test_change (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrRecord) brand = new_brand ("base");
  g_autoptr (BrRecord) renamed = with_name (brand, "renamed");
  g_autoptr (GAsyncResult) words = NULL, raw = NULL, missing = NULL;
  g_autoptr (GPtrArray) entries = NULL, none = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const BrHistoryEntry *entry;
  BrId change;

  save (fixture, NULL, brand);
  change = save (fixture, brand, renamed);
  br_activity_service_change_async (fixture->service, &change, NULL, got_cb, &words);
  entries = br_activity_service_list_finish (fixture->service, await (&words), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 1);
  entry = entries->pdata[0];
  g_assert_false (entry->create);
  g_assert_cmpstr (entry->name, ==, "renamed");
  g_assert_cmpstr (entry->before.text, ==, "base");
  g_assert_cmpstr (entry->after.text, ==, "renamed");
  br_activity_service_preview_async (fixture->service, &change, NULL, got_cb, &raw);
  text = br_activity_service_preview_finish (fixture->service, await (&raw), &error);
  g_assert_nonnull (strstr (text, "\"renamed\""));
  br_activity_service_change_async (fixture->service, &brand->id, NULL, got_cb, &missing);
  none = br_activity_service_list_finish (fixture->service, await (&missing), &error);
  g_assert_null (none);
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
}

static gboolean
log_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_sync_log_append (tx, BR_SYNC_LOG_INFO, "run", "sent=1", error) && br_sync_log_append (tx, BR_SYNC_LOG_ERROR, "attention", NULL, error);
}

static void
test_log (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *text = NULL;

  write_now (fixture, log_job, NULL);
  entries = list (fixture, br_activity_service_log_async);
  g_assert_cmpuint (entries->len, ==, 2);
  ((BrSyncLogEntry *) entries->pdata[0])->at_us = 1000 * G_USEC_PER_SEC;
  ((BrSyncLogEntry *) entries->pdata[1])->at_us = 0;
  text = br_activity_log_text (entries);
  g_assert_cmpstr (text, ==, "1970-01-01T00:16:40Z error attention\n1970-01-01T00:00:00Z info run sent=1\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/service/activity/rows", Fixture, NULL, set_up, test_rows, tear_down);
  g_test_add ("/service/activity/decisions", Fixture, NULL, set_up, test_decisions, tear_down);
  g_test_add ("/service/activity/reopen", Fixture, NULL, set_up, test_reopen, tear_down);
  g_test_add_func ("/service/activity/group", test_group);
  g_test_add ("/service/activity/withdraw", Fixture, NULL, set_up, test_withdraw, tear_down);
  g_test_add ("/service/activity/change", Fixture, NULL, set_up, test_change, tear_down);
  g_test_add ("/service/activity/log", Fixture, NULL, set_up, test_log, tear_down);
  return g_test_run ();
}
