/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An office printer, all the way: found among CUPS's queues, set up, and a test label handed to it as a PDF. */
#include "config.h"

#include "br-print-person.h"
#include "br-printer-service.h"
#include "br-worker.h"
#include "ipp-service.h"

#define KEY "cups:office-0"

/* One for all tests: libcups keeps the address of the first in each thread. */
static IppService cups;

typedef struct
{
  char *dir;
  BrStore *store;
  BrPrinterService *service;
  GAsyncResult *result; /* of the last async call */
} World;

static void
world_init (World *self)
{
  BrStoreParams params = { .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE };
  g_autoptr (GError) error = NULL;

  cups.n_queues = 2;
  self->dir = g_dir_make_tmp ("backroom-office-XXXXXX", &error);
  params.dir = self->dir;
  self->store = br_store_open (&params, &error);
  g_assert_no_error (error);
  self->service = br_printer_service_new (self->store);
  br_printer_service_start (self->service);
}

static void
world_clear (World *self)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", self->dir);

  g_clear_object (&self->result);
  br_printer_service_stop (self->service);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->service);
  br_store_unref (self->store);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_free (self->dir);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object (&((World *) user_data)->result, result);
}

static GAsyncResult *
await (World *self)
{
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return self->result;
}

static BrPrinterItem *
await_printer (World *self, gboolean known)
{
  BrPrinterItem *item = NULL;

  while ((item = br_printer_service_find (self->service, KEY)) == NULL || br_printer_item_is_known (item) != known)
    g_main_context_iteration (NULL, TRUE);
  return item;
}

static void
set_up (World *self)
{
  BrPrinterItem *item = await_printer (self, FALSE);
  g_autoptr (BrPrinter) printer = br_printer_copy (br_printer_item_get_printer (item));
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (printer->name, ==, "二楼打印机");
  g_assert_cmpint (printer->language, ==, BR_LANGUAGE_PDF);
  printer->sheet = (BrSheet) { .page_width = 21000, .page_height = 29700, .left = 0, .top = 50, .columns = 1, .rows = 2, .pitch_x = 21000, .pitch_y = 14000 };
  g_clear_object (&self->result);
  br_printer_service_save_async (self->service, printer, NULL, done_cb, self);
  g_assert_true (br_printer_service_write_finish (self->service, await (self), &error));
  g_assert_no_error (error);
  await_printer (self, TRUE);
}

static gboolean
count_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) jobs = br_print_jobs (db, &(BrPrintJobQuery) { .limit = 10 }, error);

  if (jobs == NULL)
    return FALSE;
  *(gint64 *) data = jobs->len > 0 ? ((const BrPrintJobView *) jobs->pdata[0])->n[BR_LABEL_PRINTED] : 0;
  return TRUE;
}

static gint64
count_printed (World *self)
{
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  g_assert_true (br_store_read (self->store, count_job, &n, NULL, &error));
  return n;
}

static void
test_office (void)
{
  World world = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  BrPrinterStatus status;

  world_init (&world);
  set_up (&world);
  g_clear_object (&world.result);
  br_printer_service_command_async (world.service, KEY, BR_PRINTER_TEST_LABEL, NULL, done_cb, &world);
  g_assert_true (br_printer_service_command_finish (world.service, await (&world), &text, &error));
  g_assert_no_error (error);
  while (count_printed (&world) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (cups.path, ==, "/printers/office-0");
  g_assert_cmpint (ippGetOperation (cups.request), ==, IPP_OP_PRINT_JOB);
  g_assert_true (g_str_has_prefix (g_bytes_get_data (cups.document, NULL), "%PDF-1.4"));
  status = br_printer_item_get_status (br_printer_service_find (world.service, KEY));
  g_assert_cmpint (status.state, ==, BR_PRINTER_READY); /* the queue said so */
  g_assert_cmpint (status.source, ==, BR_SOURCE_IN_BAND);
  world_clear (&world);
}

/* Queues come and go while the list is looked at; one that was set up stays. */
static void
test_again (void)
{
  World world = { 0 };

  world_init (&world);
  set_up (&world);
  while (br_printer_service_find (world.service, "cups:office-1") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (br_printer_service_find (world.service, "cups:office-3"));
  cups.n_queues = 4;
  br_printer_service_refresh (world.service);
  br_printer_service_refresh (world.service); /* asked already */
  while (br_printer_service_find (world.service, "cups:office-3") == NULL)
    g_main_context_iteration (NULL, TRUE);
  cups.n_queues = 0;
  br_printer_service_refresh (world.service);
  while (br_printer_service_find (world.service, "cups:office-3") != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (br_printer_service_find (world.service, "cups:office-1"));
  g_assert_nonnull (br_printer_service_find (world.service, KEY));
  world_clear (&world);
}

/* Its settings are lost, and it can be set up again. */
static void
test_forget (void)
{
  World world = { 0 };
  g_autoptr (GError) error = NULL;

  world_init (&world);
  set_up (&world);
  g_clear_object (&world.result);
  br_printer_service_forget_async (world.service, KEY, NULL, done_cb, &world);
  g_assert_true (br_printer_service_write_finish (world.service, await (&world), &error));
  g_assert_no_error (error);
  await_printer (&world, FALSE);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  br_thread_set_main ();
  ipp_service_init (&cups);
  g_setenv ("CUPS_SERVER", cups.address, TRUE); /* before any thread asks for it */
  g_test_add_func ("/service/printer-office/whole-way", test_office);
  g_test_add_func ("/service/printer-office/again", test_again);
  g_test_add_func ("/service/printer-office/forget", test_forget);
  result = g_test_run ();
  ipp_service_clear (&cups);
  return result;
}
