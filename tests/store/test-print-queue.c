/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The print queue: ordering, counters, moves that compare first, a person's orders, templates, what hangs on the shelves. */
#include "config.h"

#include "br-error.h"
#include "br-print-person.h"
#include "br-printer-store.h"
#include "fixture.h"

#define PRINTER "file:/tmp/x"
#define BIT(state) (1u << (state))

static gboolean
put_printer_job (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (BrPrinter) printer = br_printer_new (PRINTER);

  return br_printer_store_put (tx, printer, error);
}

static Fixture *
new_shop (void)
{
  Fixture *fixture = fixture_new (1);

  fixture_print_write (fixture, put_printer_job, NULL);
  return fixture;
}

/* A shelf label that shows a price, and a counter when asked for. */
static BrLabelTemplate *
new_template (gboolean counted)
{
  BrLabelTemplate *template = br_label_template_new ();
  BrLabelObject *text = br_label_object_new (BR_LABEL_OBJECT_TEXT);

  template->key = g_strdup ("shelf");
  template->name = g_strdup ("Shelf");
  template->kind = BR_LABEL_SHELF;
  template->policy = BR_POLICY_ASK;
  g_ptr_array_add (template->fields, br_label_field_new ("name", BR_LABEL_FIELD_TEXT));
  g_ptr_array_add (template->fields, br_label_field_new ("price", BR_LABEL_FIELD_DECIMAL));
  text->width = text->height = 1000;
  text->value = g_strdup (counted ? "{seq('no', 100, 5, 4)} {seq('no', 100, 5, 4)}" : "{name}");
  g_ptr_array_add (template->objects, text);
  return template;
}

typedef struct
{
  BrPrintOrder order;
  gint64 limit, job, written;
} OrderJob;

static gboolean
order_job (BrStoreTx *tx, gpointer data, GError **error)
{
  OrderJob *job = data;

  return br_print_enqueue (tx, &job->order, job->limit, &job->job, &job->written, error);
}

static GPtrArray *
new_items (guint n, guint copies, const BrId *sku)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) br_print_item_free);

  for (guint i = 0; i < n; i++)
    {
      BrPrintItem *item = g_new0 (BrPrintItem, 1);
      g_autofree char *name = g_strdup_printf ("goods %u", i);

      item->fields = br_label_fields_new ();
      br_label_fields_set (item->fields, "name", name);
      br_label_fields_set (item->fields, "price", "12.30");
      br_label_fields_set (item->fields, "regular", "15.00");
      item->copies = copies;
      if (sku != NULL)
        item->sku = *sku;
      g_ptr_array_add (items, item);
    }
  return items;
}

/* Orders n × copies labels in parts of `limit`; the job. */
static gint64
order (Fixture *fixture, BrLabelTemplate *template, guint n, guint copies, gint64 limit, const BrId *sku)
{
  g_autoptr (GPtrArray) items = new_items (n, copies, sku);
  OrderJob job = { .order = { .source = BR_PRINT_SELECTION, .template = template, .printer_key = PRINTER, .items = items, .currency = "CNY" }, .limit = limit };

  do
    fixture_print_write (fixture, order_job, &job);
  while (job.written < (gint64) n * copies);
  return job.job;
}

typedef struct
{
  BrPrintMove move;
  gint64 job, seq, number;
  gboolean flag;
  GPtrArray *list;
  BrPrintCounts counts;
} Call;

static gboolean
next_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  g_clear_pointer (&call->list, g_ptr_array_unref);
  call->list = br_print_next (tx->db, PRINTER, call->job, call->seq, 4, error);
  return call->list != NULL;
}

static gboolean
move_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_print_move (tx, &((Call *) data)->move, error);
}

static gboolean
move (Fixture *fixture, gint64 job, gint64 seq, guint from, BrLabelState to)
{
  Call call = { .move = { .job = job, .seq = seq, .from = from, .to = to, .session = 7 } };

  fixture_print_write (fixture, move_job, &call);
  return call.move.moved;
}

/* The labels that come next, as "job/seq job/seq". */
static void
assert_next (Fixture *fixture, gint64 after_job, gint64 after_seq, const char *expected)
{
  Call call = { .job = after_job, .seq = after_seq };
  g_autoptr (GString) text = g_string_new (NULL);

  fixture_print_write (fixture, next_job, &call);
  for (guint i = 0; i < call.list->len; i++)
    {
      const BrPrintLabel *label = call.list->pdata[i];

      g_string_append_printf (text, "%s%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, i > 0 ? " " : "", label->job, label->seq);
    }
  g_ptr_array_unref (call.list);
  g_assert_cmpstr (text->str, ==, expected);
}

/* Parts of any size give the same rows; a job that was never finished shows what is missing as failed. */
static void
test_parts (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (BrLabelTemplate) template = new_template (FALSE);
  gint64 whole = order (fixture, template, 5, 3, 1000, NULL), parts = order (fixture, template, 5, 3, 4, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM print_label a JOIN print_label b ON b.seq = a.seq AND b.item = a.item AND b.copy = a.copy"
                                          " WHERE a.job = %" G_GINT64_FORMAT " AND b.job = %" G_GINT64_FORMAT,
                                          whole, parts);

  g_assert_cmpint (fixture_int (fixture, sql), ==, 15);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_item"), ==, 10);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM job_template"), ==, 1);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_job WHERE taken = total"), ==, 2);
}

static gboolean
torn_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_print_close_torn (tx, 0, error);
}

static gboolean
jobs_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  call->list = br_print_jobs (db, &(BrPrintJobQuery) { .limit = 10 }, error);
  return call->list != NULL;
}

static void
test_torn (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (BrLabelTemplate) template = new_template (FALSE);
  g_autoptr (GPtrArray) items = new_items (1, 10, NULL);
  OrderJob job = { .order = { .source = BR_PRINT_SELECTION, .template = template, .printer_key = PRINTER, .items = items }, .limit = 4 };
  Call call = { 0 };
  const BrPrintJobView *view;

  fixture_print_write (fixture, order_job, &job);
  fixture_print_write (fixture, torn_job, NULL);
  fixture_print_write (fixture, torn_job, NULL); /* said once */
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_event"), ==, 1);
  fixture_read (fixture, jobs_job, &call);
  view = call.list->pdata[0];
  g_assert_cmpint (view->total, ==, 10);
  g_assert_cmpint (view->n[BR_LABEL_QUEUED], ==, 4);
  g_assert_cmpint (view->n[BR_LABEL_FAILED], ==, 6);
  g_assert_cmpint (view->missing, ==, 6);
  g_ptr_array_unref (call.list);
}

/* Reserved once a label, kept with it, never given twice. */
static void
test_counter (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (BrLabelTemplate) template = new_template (TRUE);

  order (fixture, template, 2, 2, 3, NULL);
  order (fixture, template, 1, 1, 100, NULL);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (DISTINCT sequences) FROM print_label"), ==, 5);
  g_assert_cmpint (fixture_int (fixture, "SELECT next FROM label_sequence WHERE name = 'no'"), ==, 125);
  g_assert_cmpint (fixture_int (fixture, "SELECT json_extract (sequences, '$.no') FROM print_label WHERE job = 1 AND seq = 4"), ==, 115);
}

static void
test_limits (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (BrLabelTemplate) template = new_template (FALSE);
  g_autoptr (GPtrArray) none = new_items (0, 1, NULL), zero = new_items (1, 0, NULL), million = new_items (100, 10000, NULL), one = new_items (1, 1, NULL);
  struct
  {
    GPtrArray *items;
    const char *printer;
    int code;
  } rows[] = {
    { none, PRINTER, BR_ERROR_RANGE }, { zero, PRINTER, BR_ERROR_RANGE }, { million, PRINTER, BR_ERROR_RANGE }, { one, "file:/tmp/y", BR_ERROR_NOT_FOUND }
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OrderJob job = { .order = { .source = BR_PRINT_SELECTION, .template = template, .printer_key = rows[i].printer, .items = rows[i].items }, .limit = 100 };
      g_autoptr (GError) error = NULL;

      g_assert_false (br_store_print_write (fixture->store, order_job, &job, &error));
      g_assert_error (error, BR_ERROR, rows[i].code);
    }
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_job"), ==, 0);
}

/* In order of jobs; a job waits while one of its labels waits for a person, the others go on. */
static void
test_next (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (BrLabelTemplate) template = new_template (FALSE);

  order (fixture, template, 1, 3, 10, NULL);
  order (fixture, template, 1, 2, 10, NULL);
  assert_next (fixture, 0, 0, "1/1 1/2 1/3");
  assert_next (fixture, 1, 2, "1/3");
  assert_next (fixture, 1, 3, "2/1 2/2");
  g_assert_true (move (fixture, 1, 1, BIT (BR_LABEL_QUEUED), BR_LABEL_ARMED));
  assert_next (fixture, 0, 0, "1/2 1/3");
  g_assert_true (move (fixture, 1, 1, BIT (BR_LABEL_ARMED), BR_LABEL_UNCERTAIN));
  assert_next (fixture, 0, 0, "2/1 2/2");
  g_assert_true (move (fixture, 1, 1, BIT (BR_LABEL_UNCERTAIN), BR_LABEL_QUEUED));
  assert_next (fixture, 0, 0, "1/1 1/2 1/3");
}

/* Only from where it is said to be; attempts are counted, what is out of the ordinary is an event, a job closes by its last label. */
static void
test_moves (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (BrLabelTemplate) template = new_template (FALSE);

  order (fixture, template, 1, 1, 10, NULL);
  g_assert_false (move (fixture, 1, 1, BIT (BR_LABEL_ARMED), BR_LABEL_SENT));
  g_assert_false (move (fixture, 1, 9, ~0u, BR_LABEL_SENT));
  g_assert_true (move (fixture, 1, 1, BIT (BR_LABEL_QUEUED), BR_LABEL_ARMED));
  g_assert_true (move (fixture, 1, 1, BIT (BR_LABEL_ARMED), BR_LABEL_SENT));
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_event"), ==, 0);
  g_assert_true (move (fixture, 1, 1, BIT (BR_LABEL_SENT), BR_LABEL_UNCERTAIN));
  g_assert_true (move (fixture, 1, 1, BIT (BR_LABEL_UNCERTAIN), BR_LABEL_QUEUED));
  g_assert_true (move (fixture, 1, 1, BIT (BR_LABEL_QUEUED), BR_LABEL_ARMED));
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_event"), ==, 2);
  g_assert_cmpint (fixture_int (fixture, "SELECT attempt * 10 + session FROM print_label"), ==, 27);
  g_assert_cmpint (fixture_int (fixture, "SELECT open FROM print_job"), ==, 1);
  g_assert_true (move (fixture, 1, 1, BIT (BR_LABEL_ARMED), BR_LABEL_PRINTED));
  g_assert_cmpint (fixture_int (fixture, "SELECT open FROM print_job"), ==, 0);
}

static gboolean
tamper_job (BrStoreTx *tx, gpointer data, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, data, error);

  return statement != NULL && br_db_run (tx->db, statement, error);
}

static void
test_events_stay (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (BrLabelTemplate) template = new_template (FALSE);
  static const char *const rows[] = { "DELETE FROM print_event", "UPDATE print_event SET note = 'x'" };

  order (fixture, template, 1, 1, 10, NULL);
  g_assert_true (move (fixture, 1, 1, BIT (BR_LABEL_QUEUED), BR_LABEL_FAILED));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_false (br_store_print_write (fixture->store, tamper_job, (gpointer) rows[i], NULL));
}

static gboolean
cancel_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return br_print_cancel (tx, call->job, &call->number, error);
}

static gboolean
pause_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return br_print_pause (tx, call->job, call->flag, error);
}

static gboolean
retry_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return br_print_retry_failed (tx, call->job, &call->number, error);
}

static gboolean
resolve_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return br_print_resolve (tx, call->list, (gsize) call->number, error);
}

static gboolean
reprint_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Call *call = data;

  return br_print_reprint (tx, call->job, 2, 3, "Ann", &call->number, error);
}

static gboolean
count_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return br_print_count (db, PRINTER, &((Call *) data)->counts, error);
}

/* Cancelling leaves what the printer has; HELD goes on by resuming, FAILED by trying again. */
static void
test_person (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (BrLabelTemplate) template = new_template (FALSE);
  Call call = { .job = order (fixture, template, 1, 5, 10, NULL) };

  move (fixture, 1, 1, ~0u, BR_LABEL_SENT);
  move (fixture, 1, 2, ~0u, BR_LABEL_FAILED);
  move (fixture, 1, 3, ~0u, BR_LABEL_HELD);
  fixture_read (fixture, count_job, &call);
  g_assert_cmpint (call.counts.sent * 1000 + call.counts.done * 100 + call.counts.held * 10 + call.counts.waiting, ==, 1112);
  call.flag = TRUE;
  fixture_print_write (fixture, pause_job, &call);
  assert_next (fixture, 0, 0, "");
  call.flag = FALSE;
  fixture_print_write (fixture, pause_job, &call);
  assert_next (fixture, 0, 0, "1/3 1/4 1/5");
  fixture_print_write (fixture, retry_job, &call);
  g_assert_cmpint (call.number, ==, 1);
  assert_next (fixture, 0, 0, "1/2 1/3 1/4 1/5");
  fixture_print_write (fixture, cancel_job, &call);
  g_assert_cmpint (call.number, ==, 4);
  g_assert_cmpint (fixture_int (fixture, "SELECT state FROM print_label WHERE seq = 1"), ==, BR_LABEL_SENT);
  g_assert_cmpint (fixture_int (fixture, "SELECT open FROM print_job"), ==, 1);
}

static gboolean
uncertain_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  call->list = br_print_uncertain (db, PRINTER, error);
  return call->list != NULL;
}

static void
make_uncertain (Fixture *fixture, gint64 job, gint64 seq)
{
  move (fixture, job, seq, ~0u, BR_LABEL_ARMED);
  move (fixture, job, seq, ~0u, BR_LABEL_UNCERTAIN);
}

/* "This is the last one I hold": it and those sent before are out, those sent after it are printed again. */
static void
test_resolve (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (BrLabelTemplate) template = new_template (FALSE);
  Call call = { .number = 2 };

  order (fixture, template, 1, 4, 10, NULL);
  order (fixture, template, 1, 1, 10, NULL);
  make_uncertain (fixture, 2, 1); /* the first order was paused meanwhile */
  make_uncertain (fixture, 1, 1);
  make_uncertain (fixture, 1, 2);
  fixture_read (fixture, uncertain_job, &call);
  g_assert_cmpuint (call.list->len, ==, 3);
  fixture_print_write (fixture, resolve_job, &call);
  g_ptr_array_unref (call.list);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_label WHERE state = 5 AND proof = 5 AND seq = 1"), ==, 2);
  assert_next (fixture, 0, 0, "1/2 1/3 1/4");
}

/* The answer is about what was shown: what became uncertain since, also by being sent again, is asked about anew. */
static void
test_resolve_late (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (BrLabelTemplate) template = new_template (FALSE);
  Call call = { .number = 2 };

  order (fixture, template, 1, 4, 10, NULL);
  make_uncertain (fixture, 1, 1);
  make_uncertain (fixture, 1, 2);
  fixture_read (fixture, uncertain_job, &call);
  make_uncertain (fixture, 1, 2);
  make_uncertain (fixture, 1, 3);
  fixture_print_write (fixture, resolve_job, &call);
  g_ptr_array_unref (call.list);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_label WHERE state = 5 AND seq = 1"), ==, 1);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_label WHERE state = 6 AND seq IN (2, 3)"), ==, 2);
}

static gboolean
whole_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return br_print_is_whole (db, ((Call *) data)->job, &((Call *) data)->flag, error);
}

/* Cancelled while it is being written: no part follows, and what was never written counts as cancelled. */
static void
test_cancel_unwritten (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (BrLabelTemplate) template = new_template (FALSE);
  g_autoptr (GPtrArray) items = new_items (1, 10, NULL);
  OrderJob job = { .order = { .source = BR_PRINT_SELECTION, .template = template, .printer_key = PRINTER, .items = items }, .limit = 4 };
  g_autoptr (GError) error = NULL;
  Call call = { .job = 1 };
  const BrPrintJobView *view;

  fixture_print_write (fixture, order_job, &job);
  fixture_print_write (fixture, cancel_job, &call);
  g_assert_cmpint (call.number, ==, 10);
  g_assert_false (br_store_print_write (fixture->store, order_job, &job, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_CANCELLED_BY_USER);
  assert_next (fixture, 0, 0, "");
  fixture_read (fixture, whole_job, &call);
  g_assert_true (call.flag); /* an office printer does not wait for more */
  fixture_read (fixture, jobs_job, &call);
  view = call.list->pdata[0];
  g_assert_cmpint (view->n[BR_LABEL_CANCELLED], ==, 10);
  g_assert_cmpint (view->missing, ==, 0);
  g_ptr_array_unref (call.list);
}

static gboolean
give_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_print_give (tx, 1, data, error);
}

static gboolean
put_other_job (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (BrPrinter) printer = br_printer_new (data);

  return br_printer_store_put (tx, printer, error);
}

/* Another printer goes on with what its own does not have; what was held for its paper is tried anew. */
static void
test_give (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (BrLabelTemplate) template = new_template (FALSE);
  g_autoptr (GError) error = NULL;
  char other[] = "file:/tmp/other";

  order (fixture, template, 1, 3, 10, NULL);
  g_assert_false (br_store_print_write (fixture->store, give_job, other, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
  g_clear_error (&error);
  fixture_print_write (fixture, put_other_job, other);
  move (fixture, 1, 1, ~0u, BR_LABEL_SENT);
  move (fixture, 1, 2, ~0u, BR_LABEL_HELD);
  g_assert_false (br_store_print_write (fixture->store, give_job, other, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  move (fixture, 1, 1, ~0u, BR_LABEL_PRINTED);
  fixture_print_write (fixture, give_job, other);
  assert_next (fixture, 0, 0, "");
  g_assert_cmpint (
      fixture_int (fixture, "SELECT count (*) FROM print_label l JOIN print_job j ON j.id = l.job AND j.printer = 'file:/tmp/other' WHERE l.state = 1"), ==, 2);
}

static gboolean
forget_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_printer_store_forget (tx, PRINTER, error);
}

/* A printer stays as long as labels wait for it, written or not; afterwards nothing can be ordered of it any more. */
static void
test_forgotten (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (BrLabelTemplate) template = new_template (FALSE);
  g_autoptr (GPtrArray) items = new_items (1, 4, NULL);
  OrderJob job = { .order = { .source = BR_PRINT_SELECTION, .template = template, .printer_key = PRINTER, .items = items }, .limit = 2 };
  static const BrStoreFunc refused[] = { retry_job, reprint_job };
  Call call = { .job = 1 };

  fixture_print_write (fixture, order_job, &job);
  move (fixture, 1, 1, ~0u, BR_LABEL_FAILED);
  move (fixture, 1, 2, ~0u, BR_LABEL_PRINTED);
  g_assert_false (br_store_print_write (fixture->store, forget_job, NULL, NULL)); /* the next part is on its way */
  fixture_print_write (fixture, torn_job, NULL);
  fixture_print_write (fixture, forget_job, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (br_store_print_write (fixture->store, refused[i], &call, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
    }
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_job WHERE open = 1"), ==, 0);
}

/* With the values and counters of then. */
static void
test_reprint (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (BrLabelTemplate) template = new_template (TRUE);
  Call call = { .job = order (fixture, template, 4, 1, 10, NULL) };
  g_autoptr (GError) error = NULL;

  fixture_print_write (fixture, reprint_job, &call);
  g_assert_cmpint (call.number, ==, 2);
  g_assert_cmpint (
      fixture_int (fixture,
                   "SELECT count (*) FROM print_label a JOIN print_label b ON b.job = 1 AND b.seq = a.seq + 1 AND b.sequences = a.sequences WHERE a.job = 2"),
      ==, 2);
  g_assert_cmpint (fixture_int (fixture, "SELECT total * 10 + source FROM print_job WHERE id = 2"), ==, 20 + BR_PRINT_REPRINT);
  g_assert_cmpint (
      fixture_int (fixture, "SELECT count (*) FROM print_job a JOIN print_job b ON b.id = 1 AND b.now_us = a.now_us AND b.at_us < a.at_us WHERE a.id = 2"), ==,
      1);
  g_assert_true (move (fixture, 1, 1, ~0u, BR_LABEL_FAILED)); /* no label of the first job comes next */
  fixture_print_write (fixture, cancel_job, &(Call) { .job = 1 });
  fixture_print_write (fixture, next_job, &call);
  g_assert_cmpuint (call.list->len, ==, 2); /* the second of two, and the third of four of then */
  g_assert_cmpint (((const BrPrintLabel *) call.list->pdata[1])->seq * 10 + ((const BrPrintLabel *) call.list->pdata[1])->total, ==, 22);
  g_assert_cmpint (((const BrPrintLabel *) call.list->pdata[1])->index * 10 + ((const BrPrintLabel *) call.list->pdata[1])->whole, ==, 34);
  g_ptr_array_unref (call.list);
  call.job = 99;
  g_assert_false (br_store_print_write (fixture->store, reprint_job, &call, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
}

/* The last one out is what hangs there; only what the template shows counts. */
static void
test_shelf (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (BrLabelTemplate) template = new_template (FALSE), bare = new_template (FALSE);
  const BrId sku = fixture_id (fixture);

  order (fixture, template, 1, 2, 10, &sku);
  g_ptr_array_set_size (bare->fields, 1);
  order (fixture, bare, 1, 1, 10, &sku);
  move (fixture, 2, 1, ~0u, BR_LABEL_PRINTED); /* it shows no price */
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM shelf_label"), ==, 0);
  move (fixture, 1, 1, ~0u, BR_LABEL_PRINTED);
  move (fixture, 1, 2, ~0u, BR_LABEL_PRINTED);
  g_assert_cmpint (fixture_int (fixture, "SELECT price_minor FROM shelf_label WHERE job = 1 AND seq = 2 AND regular_minor IS NULL"), ==, 1230);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM shelf_label"), ==, 1);
}

/* The clock was an hour ahead and is set right: what comes out now hangs on the shelf all the same. */
static void
test_shelf_clock (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (BrLabelTemplate) template = new_template (FALSE);
  const BrId sku = fixture_id (fixture);

  order (fixture, template, 1, 2, 10, &sku);
  move (fixture, 1, 1, ~0u, BR_LABEL_PRINTED);
  fixture->now_us -= (gint64) 3600 * G_USEC_PER_SEC;
  move (fixture, 1, 2, ~0u, BR_LABEL_PRINTED);
  g_assert_cmpint (fixture_int (fixture, "SELECT seq FROM shelf_label"), ==, 2);
}

/* An order keeps the template it was made with. */
static void
test_kept_template (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (BrLabelTemplate) template = new_template (FALSE);

  order (fixture, template, 1, 1, 10, NULL);
  order (fixture, template, 1, 1, 10, NULL);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (DISTINCT template) FROM print_job"), ==, 1);
  template->media.gap++;
  order (fixture, template, 1, 1, 10, NULL);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (DISTINCT template) FROM print_job"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/print-queue/parts", test_parts);
  g_test_add_func ("/store/print-queue/torn", test_torn);
  g_test_add_func ("/store/print-queue/counter", test_counter);
  g_test_add_func ("/store/print-queue/limits", test_limits);
  g_test_add_func ("/store/print-queue/next", test_next);
  g_test_add_func ("/store/print-queue/moves", test_moves);
  g_test_add_func ("/store/print-queue/events-stay", test_events_stay);
  g_test_add_func ("/store/print-queue/person", test_person);
  g_test_add_func ("/store/print-queue/resolve", test_resolve);
  g_test_add_func ("/store/print-queue/resolve-late", test_resolve_late);
  g_test_add_func ("/store/print-queue/cancel-unwritten", test_cancel_unwritten);
  g_test_add_func ("/store/print-queue/give", test_give);
  g_test_add_func ("/store/print-queue/forgotten", test_forgotten);
  g_test_add_func ("/store/print-queue/reprint", test_reprint);
  g_test_add_func ("/store/print-queue/shelf", test_shelf);
  g_test_add_func ("/store/print-queue/shelf-clock", test_shelf_clock);
  g_test_add_func ("/store/print-queue/kept-template", test_kept_template);
  return g_test_run ();
}
