/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue of an office printer on a virtual clock: one document a job, and each way it can end. */
#include "config.h"

#include "br-print-sheets.h"

#include <sqlite3.h>
#include <string.h>

#include "br-db.h"
#include "br-error.h"
#include "br-printer-store.h"
#include "world.h"

#define KEY "cups:office"

typedef struct
{
  char *dir;
  BrClock clock;
  gint64 now_us;
  BrStore *store;
  BrPrintSheets *sheets;
  BrPrintPolicy policy;
  gboolean accepting, there;  /* the queue */
  int submit_error;           /* BrError of the next submission, 0 = taken */
  guint n_submitted;          /* documents taken or tried */
  guint n_pages, n_images;    /* of the last one */
  int page_width;             /* as ordered with it */
  gint64 cancel_at;           /* seq: while it is drawn, a person cancels the job's queued labels; 0 = never */
  BrPrintNews news;
} World;

static gint64
get_us (gpointer data)
{
  return ((World *) data)->now_us;
}

static void
sleep_us (gpointer data, gint64 us)
{
  ((World *) data)->now_us += us;
}

static void
write_store (World *self, BrStoreFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (br_store_print_write (self->store, func, data, &error));
  g_assert_no_error (error);
}

static BrCupsQueue *
look_cb (gpointer data, const char *name, GError **error)
{
  World *self = data;
  BrCupsQueue *queue;

  g_assert_cmpstr (name, ==, "office");
  if (!self->there)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "nobody");
      return NULL;
    }
  queue = g_new0 (BrCupsQueue, 1);
  queue->name = g_strdup (name);
  queue->model = g_strdup ("Maker 9");
  queue->state = BR_CUPS_IDLE;
  queue->accepting = self->accepting;
  return queue;
}

static guint
count_text (const char *bytes, gsize n, const char *text)
{
  guint count = 0;

  for (gsize i = 0; i + strlen (text) <= n; i++)
    count += memcmp (bytes + i, text, strlen (text)) == 0 ? 1 : 0;
  return count;
}

static gboolean
submit_cb (gpointer data, const BrCupsOrder *order, GError **error)
{
  World *self = data;
  g_autofree char *bytes = NULL;
  gsize n;

  g_assert_cmpstr (order->queue, ==, "office");
  g_assert_true (g_file_get_contents (order->path, &bytes, &n, NULL));
  g_assert_true (g_str_has_prefix (bytes, "%PDF-1.4"));
  self->n_submitted++;
  self->n_pages = count_text (bytes, n, "/Type /Page /");
  self->n_images = count_text (bytes, n, "/Subtype /Image");
  self->page_width = order->page_width;
  if (self->submit_error == 0)
    return TRUE;
  g_set_error_literal (error, BR_ERROR, self->submit_error, "not taken");
  return FALSE;
}

static gboolean
cancel_job (BrStoreTx *tx, gpointer data, GError **error)
{
  BrPrintMove move = { .job = 1, .seq = *(gint64 *) data, .from = 1u << BR_LABEL_QUEUED, .to = BR_LABEL_CANCELLED };

  return br_print_move (tx, &move, error);
}

static BrBitmap *
draw_cb (gpointer data, const BrPrintLabel *label, const BrPrinter *printer, BrMedia *media, char **problem, GError **error)
{
  World *self = data;
  BrBitmap *bitmap;

  *media = (BrMedia) { .width = 6000, .height = 4000, .across = 1 };
  if (strstr (label->fields, "bad") != NULL)
    {
      *problem = g_strdup ("it is bad");
      return NULL;
    }
  if (self->cancel_at == label->seq)
    {
      write_store (self, cancel_job, &self->cancel_at);
      self->cancel_at = 0;
    }
  bitmap = br_bitmap_new (480, 320, NULL);
  br_bitmap_fill (bitmap, (int) label->seq, 0, 1, 1);
  return bitmap;
}

static void
wait_cb (gpointer data, gint64 us)
{
  ((World *) data)->now_us += us;
}

static gboolean
is_ending_cb (gpointer data)
{
  return FALSE;
}

static void
news_cb (gpointer data)
{
}

static gboolean
put_printer_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_printer_store_put (tx, data, error);
}

static void
put_printer (World *self, gboolean on_sheets, gboolean paused)
{
  g_autoptr (BrPrinter) printer = br_printer_new (KEY);

  printer->language = BR_LANGUAGE_PDF;
  printer->paused = paused;
  if (on_sheets)
    printer->sheet =
        (BrSheet) { .page_width = 15000, .page_height = 14000, .left = 1000, .top = 500, .columns = 2, .rows = 3, .pitch_x = 6500, .pitch_y = 4500 };
  write_store (self, put_printer_job, printer);
}

static void
start (World *self)
{
  BrPrintSheetsParams params = { .store = self->store,
                                 .clock = &self->clock,
                                 .key = KEY,
                                 .look = look_cb,
                                 .submit = submit_cb,
                                 .draw = draw_cb,
                                 .wait = wait_cb,
                                 .is_ending = is_ending_cb,
                                 .news = news_cb,
                                 .data = self };
  g_autoptr (GError) error = NULL;

  self->sheets = br_print_sheets_new (&params, &error);
  g_assert_no_error (error);
}

static World *
world_new (void)
{
  World *self = g_new0 (World, 1);
  BrStoreParams params = { .clock = &self->clock, .random = br_random_system () };
  g_autoptr (GError) error = NULL;

  self->dir = g_dir_make_tmp ("backroom-sheets-XXXXXX", NULL);
  self->now_us = G_GINT64_CONSTANT (1763800000000000);
  self->clock = (BrClock) { get_us, get_us, sleep_us, self };
  self->accepting = self->there = TRUE;
  self->policy = BR_POLICY_ASK;
  params.dir = self->dir;
  self->store = br_store_open (&params, &error);
  g_assert_no_error (error);
  put_printer (self, TRUE, FALSE);
  return self;
}

static void
world_free (World *self)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", self->dir);

  g_clear_pointer (&self->sheets, br_print_sheets_free);
  br_store_unref (self->store);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  br_print_news_clear (&self->news);
  g_free (self->dir);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* An order of labels, `bad` of them with a problem, written up to `limit`. */
typedef struct
{
  BrPrintOrder order;
  gint64 limit, job, written;
} Order;

static gboolean
order_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Order *order = data;

  return br_print_enqueue (tx, &order->order, order->limit, &order->job, &order->written, error);
}

static void
add_item (GPtrArray *items, const char *name, guint copies)
{
  BrPrintItem *item = g_new0 (BrPrintItem, 1);

  item->fields = br_label_fields_new ();
  br_label_fields_set (item->fields, "name", name);
  item->copies = copies;
  g_ptr_array_add (items, item);
}

/* `parts`: how many labels each part of the order has, ended by 0; between them the printer's thread steps. */
static void
order_parts (World *self, guint n_good, guint n_bad, guint start_cell, const gint64 *parts)
{
  g_autoptr (BrLabelTemplate) template = br_label_template_new ();
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) br_print_item_free);
  Order order = { .order = { .source = BR_PRINT_SELECTION, .template = template, .printer_key = KEY, .items = items, .start_cell = start_cell } };

  template->key = g_strdup ("shelf");
  template->name = g_strdup ("Shelf");
  template->kind = BR_LABEL_SHELF;
  template->policy = self->policy;
  if (n_bad > 0)
    add_item (items, "bad", n_bad);
  if (n_good > 0)
    add_item (items, "good", n_good);
  for (; *parts != 0; parts++)
    {
      order.limit = *parts;
      write_store (self, order_job, &order);
      if (self->sheets != NULL)
        {
          br_print_sheets_refresh (self->sheets);
          br_print_sheets_step (self->sheets, 1000);
        }
    }
}

static void
order_labels (World *self, guint n_good, guint n_bad, guint start_cell)
{
  order_parts (self, n_good, n_bad, start_cell, (const gint64[]) { 1000, 0 });
}

/* Steps for so many seconds of its clock. */
static void
run (World *self, gint64 seconds)
{
  gint64 until = self->now_us + seconds * G_USEC_PER_SEC;

  if (self->sheets == NULL)
    start (self);
  br_print_sheets_refresh (self->sheets);
  for (guint i = 0; self->now_us < until && i < 1000; i++)
    br_print_sheets_step (self->sheets, G_USEC_PER_SEC);
  g_assert_cmpint (self->now_us, >=, until); /* it waits, and does not spin */
  br_print_news_clear (&self->news);
  br_print_sheets_get_news (self->sheets, &self->news);
}

static gint64
count (World *self, BrLabelState state)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM print.print_label WHERE state = %d", (int) state);

  return world_int (self->store, sql);
}

static void
test_delivered (void)
{
  g_autoptr (World) world = world_new ();

  order_labels (world, 8, 0, 4);
  run (world, 5);
  g_assert_cmpuint (world->n_submitted, ==, 1);
  g_assert_cmpuint (world->n_pages, ==, 2); /* two cells are left on the first sheet, six on the second */
  g_assert_cmpuint (world->n_images, ==, 8);
  g_assert_cmpint (world->page_width, ==, 15000);
  g_assert_cmpint (count (world, BR_LABEL_PRINTED), ==, 8);
  g_assert_cmpint (world_int (world->store, "SELECT max (proof) FROM print.print_label"), ==, BR_PROOF_NONE);
  g_assert_cmpint (world_int (world->store, "SELECT count (*) FROM print.print_label WHERE note LIKE 'delivered%' AND attempt = 1"), ==, 8);
  g_assert_cmpint (world_int (world->store, "SELECT count (*) FROM print.print_job WHERE open = 1"), ==, 0);
  g_assert_cmpint (world->news.status.state, ==, BR_PRINTER_READY);
  g_assert_cmpint (world->news.error_code, ==, 0);

  order_labels (world, 3, 0, 0);
  run (world, 5);
  g_assert_cmpuint (world->n_submitted, ==, 2);
  g_assert_cmpuint (world->n_pages, ==, 1);
  g_assert_cmpint (count (world, BR_LABEL_PRINTED), ==, 11);
}

static void
test_pages_of_labels (void)
{
  g_autoptr (World) world = world_new ();

  put_printer (world, FALSE, FALSE);
  order_labels (world, 3, 0, 7);
  run (world, 5);
  g_assert_cmpuint (world->n_pages, ==, 3); /* a label a page, of the label's size */
  g_assert_cmpint (world->page_width, ==, 6000);
}

/* Two orders that wait are two documents, in their order. */
static void
test_two_jobs (void)
{
  g_autoptr (World) world = world_new ();

  order_labels (world, 2, 0, 0);
  order_labels (world, 9, 0, 0);
  run (world, 5);
  g_assert_cmpuint (world->n_submitted, ==, 2);
  g_assert_cmpuint (world->n_pages, ==, 2);
  g_assert_cmpint (count (world, BR_LABEL_PRINTED), ==, 11);
}

static void
test_bad_labels (void)
{
  g_autoptr (World) world = world_new ();

  order_labels (world, 4, 2, 0);
  run (world, 5);
  g_assert_cmpuint (world->n_images, ==, 4);
  g_assert_cmpint (count (world, BR_LABEL_PRINTED), ==, 4);
  g_assert_cmpint (count (world, BR_LABEL_FAILED), ==, 2);
  g_assert_cmpint (world_int (world->store, "SELECT count (*) FROM print.print_label WHERE note = 'it is bad'"), ==, 2);
  order_labels (world, 0, 3, 0); /* a document without pages is none */
  run (world, 5);
  g_assert_cmpuint (world->n_submitted, ==, 1);
  g_assert_cmpint (count (world, BR_LABEL_FAILED), ==, 5);
}

/* Nothing is taken: the labels stay queued, the trouble is told, and they go out when it is over. */
static void
test_not_accepting (void)
{
  g_autoptr (World) world = world_new ();

  world->accepting = FALSE;
  order_labels (world, 2, 0, 0);
  run (world, 5);
  g_assert_cmpuint (world->n_submitted, ==, 0);
  g_assert_cmpint (count (world, BR_LABEL_QUEUED), ==, 2);
  g_assert_cmpint (world->news.error_code, ==, BR_ERROR_BUSY);
  g_assert_cmpint (world->news.status.state, ==, BR_PRINTER_ATTENTION);
  world->there = FALSE;
  run (world, 30);
  g_assert_cmpint (world->news.error_code, ==, BR_ERROR_OFFLINE);
  g_assert_cmpint (world->news.status.state, ==, BR_PRINTER_GONE);
  world->there = world->accepting = TRUE;
  run (world, 30);
  g_assert_cmpuint (world->n_submitted, ==, 1);
  g_assert_cmpint (count (world, BR_LABEL_PRINTED), ==, 2);
  g_assert_cmpint (world->news.error_code, ==, 0);
  g_assert_cmpint (world_int (world->store, "SELECT count (*) FROM print.print_event"), ==, 0);
}

static void
test_refused (void)
{
  g_autoptr (World) world = world_new ();

  world->submit_error = BR_ERROR_PROTOCOL;
  order_labels (world, 2, 0, 0);
  run (world, 5);
  g_assert_cmpuint (world->n_submitted, ==, 1); /* not again and again */
  g_assert_cmpint (count (world, BR_LABEL_QUEUED), ==, 2);
  g_assert_cmpint (world->news.error_code, ==, BR_ERROR_PROTOCOL);
  world->submit_error = 0;
  run (world, 30);
  g_assert_cmpint (count (world, BR_LABEL_PRINTED), ==, 2);
  g_assert_cmpint (world_int (world->store, "SELECT min (attempt) FROM print.print_label"), ==, 2);
}

/* The connection ended without an answer: nobody knows. */
static void
test_unknown (void)
{
  for (BrPrintPolicy policy = BR_POLICY_ASK; policy <= BR_POLICY_AT_MOST_ONCE; policy++)
    {
      g_autoptr (World) world = world_new ();

      world->policy = policy;
      world->submit_error = BR_ERROR_IO;
      order_labels (world, 2, 0, 0);
      run (world, 5);
      world->submit_error = 0;
      run (world, 60);
      g_assert_cmpuint (world->n_submitted, ==, policy == BR_POLICY_AT_LEAST_ONCE ? 2 : 1);
      g_assert_cmpint (count (world, BR_LABEL_UNCERTAIN), ==, policy == BR_POLICY_AT_LEAST_ONCE ? 0 : 2);
      g_assert_cmpint (count (world, BR_LABEL_PRINTED), ==, policy == BR_POLICY_AT_LEAST_ONCE ? 2 : 0);
      g_assert_cmpint (world_int (world->store, "SELECT count (*) FROM print.print_event WHERE to_state = 6"), ==, 2); /* always noted */
    }
}

static gboolean
arm_job (BrStoreTx *tx, gpointer data, GError **error)
{
  for (gint64 seq = 1; seq <= 2; seq++)
    {
      BrPrintMove move = { .job = 1, .seq = seq, .from = 1u << BR_LABEL_QUEUED, .to = BR_LABEL_ARMED };

      if (!br_print_move (tx, &move, error))
        return FALSE;
    }
  return TRUE;
}

/* The program ended between ARMED and the answer. */
static void
test_crash (void)
{
  for (BrPrintPolicy policy = BR_POLICY_ASK; policy <= BR_POLICY_AT_LEAST_ONCE; policy++)
    {
      g_autoptr (World) world = world_new ();

      world->policy = policy;
      order_labels (world, 2, 0, 0);
      write_store (world, arm_job, NULL);
      run (world, 5);
      g_assert_cmpuint (world->n_submitted, ==, policy == BR_POLICY_ASK ? 0 : 1);
      g_assert_cmpint (count (world, BR_LABEL_UNCERTAIN), ==, policy == BR_POLICY_ASK ? 2 : 0);
      g_assert_cmpint (count (world, BR_LABEL_PRINTED), ==, policy == BR_POLICY_ASK ? 0 : 2);
    }
}

/* A large order is written in parts, and is one document all the same. */
static void
test_parts (void)
{
  g_autoptr (World) world = world_new ();

  start (world);
  order_parts (world, 8, 0, 0, (const gint64[]) { 3, 3, 3, 0 });
  run (world, 5);
  g_assert_cmpuint (world->n_submitted, ==, 1);
  g_assert_cmpuint (world->n_images, ==, 8);
  g_assert_cmpint (count (world, BR_LABEL_PRINTED), ==, 8);
}

/* A person cancels a label while its pages are made: they are made again without it. */
static void
test_cancelled_meanwhile (void)
{
  g_autoptr (World) world = world_new ();

  world->cancel_at = 5;
  order_labels (world, 8, 0, 0);
  run (world, 5);
  g_assert_cmpuint (world->n_submitted, ==, 1);
  g_assert_cmpuint (world->n_images, ==, 7);
  g_assert_cmpint (count (world, BR_LABEL_PRINTED), ==, 7);
  g_assert_cmpint (count (world, BR_LABEL_CANCELLED), ==, 1);
}

static void
test_paused (void)
{
  g_autoptr (World) world = world_new ();

  put_printer (world, TRUE, TRUE);
  order_labels (world, 2, 0, 0);
  run (world, 5);
  g_assert_cmpuint (world->n_submitted, ==, 0);
  g_assert_cmpint (world->news.status.state, ==, BR_PRINTER_PAUSED_HERE);
  put_printer (world, TRUE, FALSE);
  run (world, 5);
  g_assert_cmpuint (world->n_submitted, ==, 1);
}

/* A sheet whose cells lie beside the page: told, nothing lost, and mended by a person. */
static void
test_wrong_sheet (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (BrPrinter) printer = br_printer_new (KEY);

  printer->language = BR_LANGUAGE_PDF;
  printer->sheet = (BrSheet) { .page_width = 1000, .page_height = 1000, .columns = 3, .rows = 3, .pitch_x = 6000, .pitch_y = 6000 };
  write_store (world, put_printer_job, printer);
  order_labels (world, 2, 0, 0);
  run (world, 5);
  g_assert_cmpint (world->news.error_code, ==, BR_ERROR_RANGE);
  g_assert_cmpint (count (world, BR_LABEL_QUEUED), ==, 2);
  put_printer (world, TRUE, FALSE);
  run (world, 30);
  g_assert_cmpint (count (world, BR_LABEL_PRINTED), ==, 2);
}

static void
test_command (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *text = NULL, *none = NULL;
  g_autoptr (GError) error = NULL;

  run (world, 1);
  g_assert_true (br_print_sheets_command (world->sheets, BR_PRINTER_IDENTIFY, &text, &error));
  g_assert_cmpstr (text, ==, "Maker 9");
  g_assert_false (br_print_sheets_command (world->sheets, BR_PRINTER_FEED, &none, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/service/print-sheets/delivered", test_delivered);
  g_test_add_func ("/service/print-sheets/pages-of-labels", test_pages_of_labels);
  g_test_add_func ("/service/print-sheets/two-jobs", test_two_jobs);
  g_test_add_func ("/service/print-sheets/bad-labels", test_bad_labels);
  g_test_add_func ("/service/print-sheets/not-accepting", test_not_accepting);
  g_test_add_func ("/service/print-sheets/refused", test_refused);
  g_test_add_func ("/service/print-sheets/unknown", test_unknown);
  g_test_add_func ("/service/print-sheets/crash", test_crash);
  g_test_add_func ("/service/print-sheets/parts", test_parts);
  g_test_add_func ("/service/print-sheets/cancelled-meanwhile", test_cancelled_meanwhile);
  g_test_add_func ("/service/print-sheets/paused", test_paused);
  g_test_add_func ("/service/print-sheets/wrong-sheet", test_wrong_sheet);
  g_test_add_func ("/service/print-sheets/command", test_command);
  return g_test_run ();
}
