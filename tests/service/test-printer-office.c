/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An office printer, all the way: found among CUPS's queues, set up, and a test label handed to it as a PDF. */
#include "config.h"

#include "br-print-person.h"
#include "br-printer-service.h"
#include "br-worker.h"
#include "ipp-service.h"

#include <string.h>

#define KEY "cups:office-0"

typedef struct
{
  IppService cups;
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

  ipp_service_init (&self->cups);
  g_setenv ("CUPS_SERVER", self->cups.address, TRUE); /* before any thread asks for it */
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
  ipp_service_clear (&self->cups);
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
  g_autoptr (GPtrArray) jobs = br_print_jobs (db, FALSE, 10, error);

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
  g_assert_cmpstr (world.cups.path, ==, "/printers/office-0");
  g_assert_cmpint (ippGetOperation (world.cups.request), ==, IPP_OP_PRINT_JOB);
  g_assert_true (g_str_has_prefix (g_bytes_get_data (world.cups.document, NULL), "%PDF-1.4"));
  status = br_printer_item_get_status (br_printer_service_find (world.service, KEY));
  g_assert_cmpint (status.state, ==, BR_PRINTER_READY); /* the queue said so */
  g_assert_cmpint (status.source, ==, BR_SOURCE_IN_BAND);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  br_thread_set_main ();
  g_test_add_func ("/service/printer-office/whole-way", test_office);
  return g_test_run ();
}
