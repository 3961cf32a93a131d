/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printer service with its threads, against simulated printers behind real sockets. */
#include "config.h"

#include <sys/socket.h>

#include "br-error.h"
#include "br-printer-service.h"
#include "br-printer-test-label.h"
#include "br-label-draw.h"
#include "br-sim-printer.h"
#include "br-worker.h"

/* A simulated printer that listens on a port of its own and serves one connection after the other. */
typedef struct
{
  BrSimPrinter *sim;
  GSocket *socket;
  GThread *thread;
  GCancellable *stop;
  char *key;
} Net;

static gpointer
serve (gpointer data)
{
  Net *self = data;

  while (!g_cancellable_is_cancelled (self->stop))
    {
      g_autoptr (GSocket) one = g_socket_accept (self->socket, self->stop, NULL);

      if (one != NULL)
        br_sim_printer_serve_fd (self->sim, g_socket_get_fd (one), self->stop, NULL);
    }
  return NULL;
}

static Net *
net_new (BrPrinterLanguageId language)
{
  const BrSimPrinterParams params = {
    .paper = { .language = language, .head = { .dots_num = 8, .dots_den = 1, .width_dots = 832 }, .width = 4000, .height = 3000, .gap = 200 },
    .speed_mm_s = 2000, /* this test runs on the system's clock */
  };
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0), bound = NULL;
  g_autoptr (GError) error = NULL;
  Net *self = g_new0 (Net, 1);

  self->sim = br_sim_printer_new (&params, br_clock_system ());
  self->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_bind (self->socket, any, TRUE, &error) && g_socket_listen (self->socket, &error));
  bound = g_socket_get_local_address (self->socket, &error);
  self->key = g_strdup_printf ("tcp:127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  self->stop = g_cancellable_new ();
  self->thread = g_thread_new ("net", serve, self);
  return self;
}

static void
net_free (Net *self)
{
  g_cancellable_cancel (self->stop);
  g_thread_join (self->thread);
  g_object_unref (self->stop);
  g_object_unref (self->socket);
  br_sim_printer_free (self->sim);
  g_free (self->key);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Net, net_free)

typedef struct
{
  char *dir;
  BrStore *store;
  BrPrinterService *service;
  GAsyncResult *result; /* of the last async call */
} World;

static World *
world_new_in (const char *dir)
{
  World *self = g_new0 (World, 1);
  BrStoreParams params = { .dir = dir, .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE };
  g_autoptr (GError) error = NULL;

  self->dir = g_strdup (dir);
  self->store = br_store_open (&params, &error);
  g_assert_no_error (error);
  self->service = br_printer_service_new (self->store);
  br_printer_service_start (self->service);
  return self;
}

static World *
world_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("br-printer-XXXXXX", &error);

  g_assert_no_error (error);
  return world_new_in (dir);
}

static void
world_free (World *self)
{
  g_clear_object (&self->result);
  br_printer_service_stop (self->service);
  /* Reads and writes under way hold it until they are back. */
  g_object_add_weak_pointer (G_OBJECT (self->service), (gpointer *) &self->service);
  g_object_unref (self->service);
  while (self->service != NULL)
    g_main_context_iteration (NULL, TRUE);
  br_store_unref (self->store);
  g_free (self->dir);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

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

static void
save (World *self, const BrPrinter *printer)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->result);
  br_printer_service_save_async (self->service, printer, NULL, done_cb, self);
  g_assert_true (br_printer_service_write_finish (self->service, await (self), &error));
  g_assert_no_error (error);
  while (br_printer_service_find (self->service, printer->key) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
command (World *self, const char *key, BrPrinterCommand what, char **text, GError **error)
{
  g_clear_object (&self->result);
  br_printer_service_command_async (self->service, key, what, NULL, done_cb, self);
  return br_printer_service_command_finish (self->service, await (self), text, error);
}

static BrPrinter *
new_printer (const Net *net, BrPrinterLanguageId language)
{
  BrPrinter *printer = br_printer_new (net->key);

  printer->name = g_strdup ("Back room");
  printer->language = language;
  printer->head.width_dots = 832;
  return printer;
}

static gboolean
count_printed (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT count (*) FILTER (WHERE state = 5), max (note) FILTER (WHERE state = 7) FROM print_label", error);
  gboolean has_row;

  if (statement == NULL || !br_db_step (db, statement, &has_row, error))
    return FALSE;
  *(gint64 *) data = sqlite3_column_int64 (statement, 0);
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 1), ==, NULL); /* none failed */
  sqlite3_reset (statement);
  return TRUE;
}

static void
await_printed (World *self, gint64 n)
{
  gint64 printed = 0;

  while (printed < n)
    {
      g_main_context_iteration (NULL, TRUE); /* each commit wakes it */
      g_assert_true (br_store_read (self->store, count_printed, &printed, NULL, NULL));
    }
}

/* A printer is saved, tested, answers, prints again after a restart of the service, and is forgotten. */
static void
test_life (gconstpointer data)
{
  BrPrinterLanguageId language = (BrPrinterLanguageId) GPOINTER_TO_INT (data);
  g_autoptr (World) world = world_new ();
  g_autoptr (Net) net = net_new (language);
  g_autoptr (BrPrinter) printer = new_printer (net, language);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  BrPrinterItem *item;
  BrSimState state;

  save (world, printer);
  g_assert_true (command (world, printer->key, BR_PRINTER_TEST_LABEL, NULL, &error));
  await_printed (world, 1);
  br_sim_printer_get_state (net->sim, &state);
  g_assert_cmpuint (state.n_complete, ==, 1);
  item = br_printer_service_find (world->service, printer->key);
  g_assert_true (br_printer_item_is_known (item));
  command (world, printer->key, BR_PRINTER_IDENTIFY, &text, &error); /* what it says is the language's */
  g_clear_error (&error);
  br_printer_service_stop (world->service);
  br_printer_service_start (world->service);
  g_clear_object (&world->result);
  while (br_printer_service_find (world->service, printer->key) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (command (world, printer->key, BR_PRINTER_TEST_LABEL, NULL, &error));
  await_printed (world, 2);
  g_clear_object (&world->result);
  br_printer_service_forget_async (world->service, printer->key, NULL, done_cb, world);
  g_assert_true (br_printer_service_write_finish (world->service, await (world), &error));
  while (br_printer_service_find (world->service, printer->key) != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Out of silence and without a cable it is never ready; labels wait, and it shows as stopped. */
static void
test_gone (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (BrPrinter) printer = br_printer_new ("tcp:127.0.0.1:9"); /* discard: nobody listens */
  g_autoptr (GError) error = NULL;
  BrPrinterItem *item;

  printer->language = BR_LANGUAGE_TSPL;
  save (world, printer);
  item = br_printer_service_find (world->service, printer->key);
  g_assert_cmpint (br_printer_item_get_status (item).state, ==, BR_PRINTER_UNKNOWN);
  g_assert_true (command (world, printer->key, BR_PRINTER_TEST_LABEL, NULL, &error));
  while (br_printer_item_get_trouble (item) == NULL || br_printer_service_n_stopped (world->service) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (br_printer_item_get_status (item).state, ==, BR_PRINTER_GONE);
  g_assert_false (command (world, printer->key, BR_PRINTER_FEED, NULL, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_OFFLINE);
  g_clear_error (&error);
  g_clear_object (&world->result);
  br_printer_service_forget_async (world->service, printer->key, NULL, done_cb, world);
  g_assert_false (br_printer_service_write_finish (world->service, await (world), &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_IN_USE);
}

/* Two programs on one profile: the first drives the printers. The second says so, keeps what is ordered, and prints it once the first has ended. */
static void
test_two_programs (void)
{
  g_autoptr (World) first = world_new ();
  g_autoptr (World) second = NULL;
  g_autoptr (Net) net = net_new (BR_LANGUAGE_TSPL);
  g_autoptr (BrPrinter) printer = new_printer (net, BR_LANGUAGE_TSPL);
  g_autoptr (GError) error = NULL;
  BrPrinterItem *item;
  BrSimState state;

  save (first, printer);
  g_assert_true (command (first, printer->key, BR_PRINTER_TEST_LABEL, NULL, &error));
  await_printed (first, 1);
  second = world_new_in (first->dir);
  while (br_printer_service_find (second->service, printer->key) == NULL)
    g_main_context_iteration (NULL, TRUE);
  item = br_printer_service_find (second->service, printer->key);
  while (br_printer_item_get_trouble (item) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (br_printer_item_get_trouble (item), BR_ERROR, BR_ERROR_BUSY);
  g_assert_false (command (second, printer->key, BR_PRINTER_FEED, NULL, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_true (command (second, printer->key, BR_PRINTER_TEST_LABEL, NULL, &error));
  br_sim_printer_get_state (net->sim, &state);
  g_assert_cmpuint (state.n_complete, ==, 1);
  g_clear_pointer (&first, world_free);
  await_printed (second, 2);
  br_sim_printer_get_state (net->sim, &state);
  g_assert_cmpuint (state.n_complete, ==, 2);
}

/* A printer whose language nobody chose: asked, it says; nothing else is done with it. */
static void
test_probe (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (Net) net = net_new (BR_LANGUAGE_ZPL);
  g_autoptr (BrPrinter) printer = new_printer (net, BR_LANGUAGE_NONE);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  save (world, printer);
  g_assert_cmpint (br_printer_item_get_status (br_printer_service_find (world->service, printer->key)).state, ==, BR_PRINTER_UNSET);
  g_assert_false (command (world, printer->key, BR_PRINTER_FEED, NULL, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (command (world, printer->key, BR_PRINTER_IDENTIFY, &text, &error));
  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, "ZPL"));
  while (br_printer_item_get_printer (br_printer_service_find (world->service, printer->key))->language != BR_LANGUAGE_ZPL)
    g_main_context_iteration (NULL, TRUE); /* it is read again from the store */
}

static gboolean
run_sql (BrStoreTx *tx, gpointer sql, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  return statement != NULL && br_db_run (tx->db, statement, error);
}

/* That it cannot be read is no "no printer": it is said, and mended by reading again. */
static void
test_unreadable (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (BrPrinter) printer = br_printer_new ("file:/nowhere/at/all");
  g_autoptr (GError) error = NULL;
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL); /* the service warns: that is the subject */

  printer->name = g_strdup ("Counter");
  printer->language = BR_LANGUAGE_TSPL;
  save (world, printer);
  g_assert_true (br_printer_service_is_read (world->service));
  g_assert_no_error (br_printer_service_get_trouble (world->service));
  br_printer_service_stop (world->service);
  br_store_print_write (world->store, run_sql, (gpointer) "ALTER TABLE printer RENAME TO away", &error);
  g_assert_no_error (error);
  br_printer_service_start (world->service);
  while (br_printer_service_get_trouble (world->service) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (br_printer_service_is_read (world->service));
  g_assert_cmpuint (g_list_model_get_n_items (br_printer_service_get_printers (world->service)), ==, 0);
  br_store_print_write (world->store, run_sql, (gpointer) "ALTER TABLE away RENAME TO printer", &error);
  g_assert_no_error (error);
  br_printer_service_refresh (world->service);
  while (br_printer_service_get_trouble (world->service) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (br_printer_service_find (world->service, printer->key));
  g_log_set_always_fatal (fatal);
}

static void
items_changed_cb (GListModel *list, guint position, guint n_removed, guint n_added, guint *n)
{
  (*n)++;
}

/* Whoever looks at the list does not begin anew with each label. */
static void
test_steady (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (Net) net = net_new (BR_LANGUAGE_ZPL);
  g_autoptr (BrPrinter) printer = new_printer (net, BR_LANGUAGE_ZPL);
  g_autoptr (BrPrinter) other = br_printer_new ("file:/nowhere/at/all");
  guint n = 0;

  other->name = g_strdup ("Zebra");
  save (world, printer);
  save (world, other);
  g_signal_connect (br_printer_service_get_printers (world->service), "items-changed", G_CALLBACK (items_changed_cb), &n);
  g_assert_true (command (world, printer->key, BR_PRINTER_TEST_LABEL, NULL, NULL));
  await_printed (world, 1);
  g_assert_cmpuint (n, ==, 0);
  g_free (other->name);
  other->name = g_strdup ("Aisle");
  save (world, other);
  while (n == 0)
    g_main_context_iteration (NULL, TRUE); /* by name */
  g_signal_handlers_disconnect_by_func (br_printer_service_get_printers (world->service), items_changed_cb, &n);
}

/* Each paper's test label can be drawn and read back. */
static void
test_label (void)
{
  static const struct
  {
    int width, height, dots;
  } rows[] = { { 0, 0, 8 }, { 6000, 4000, 8 }, { 4000, 3000, 12 }, { 10000, 15000, 8 }, { 3000, 2000, 12 }, { 2000, 1200, 24 } };
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrPrinter) printer = br_printer_new ("usb:1");
      g_autoptr (BrLabelTemplate) template = NULL;
      g_autoptr (BrLabelPicture) picture = NULL;
      g_autoptr (GError) error = NULL;
      BrLabelDraw draw = { .head = &printer->head };
      const BrLabelProblem *stop;

      printer->media_width = rows[i].width;
      printer->media_height = rows[i].height;
      printer->head.dots_num = (guint) rows[i].dots;
      template = br_printer_test_label (printer);
      draw.template = template;
      g_assert_true (br_label_template_check (template, &error));
      g_assert_no_error (error);
      picture = br_label_draw (renderer, &draw, &error);
      g_assert_no_error (error);
      stop = br_label_picture_stop (picture);
      g_assert_cmpstr (stop != NULL ? stop->text : NULL, ==, NULL);
    }
}

static void
test_label_of_sheet (void)
{
  g_autoptr (BrPrinter) printer = br_printer_new ("cups:office");
  g_autoptr (BrLabelTemplate) template = NULL;

  printer->language = BR_LANGUAGE_PDF;
  printer->sheet = (BrSheet) { .columns = 5, .rows = 13, .pitch_x = 4060, .pitch_y = 2120 };
  template = br_printer_test_label (printer);
  g_assert_true (br_printer_fits_paper (printer, &template->media));
  g_assert_true (br_label_template_check (template, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  br_thread_set_main ();
  g_test_add_data_func ("/service/printer/zpl", GINT_TO_POINTER (BR_LANGUAGE_ZPL), test_life);
  g_test_add_data_func ("/service/printer/tspl", GINT_TO_POINTER (BR_LANGUAGE_TSPL), test_life);
  g_test_add_func ("/service/printer/gone", test_gone);
  g_test_add_func ("/service/printer/two-programs", test_two_programs);
  g_test_add_func ("/service/printer/probe", test_probe);
  g_test_add_func ("/service/printer/unreadable", test_unreadable);
  g_test_add_func ("/service/printer/steady", test_steady);
  g_test_add_func ("/service/printer/test-label", test_label);
  g_test_add_func ("/service/printer/test-label-of-sheet", test_label_of_sheet);
  return g_test_run ();
}
