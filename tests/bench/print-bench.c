/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "print-bench.h"

#include "br-label-template-list.h"
#include "br-printer-store.h"
#include "br-worker.h"

static void
check (gboolean good, const GError *error)
{
  if (!good)
    g_error ("%s", error != NULL ? error->message : "it failed");
}

static gpointer
serve (gpointer data)
{
  PrintBench *self = data;

  while (!g_cancellable_is_cancelled (self->stop))
    {
      g_autoptr (GSocket) one = g_socket_accept (self->socket, self->stop, NULL);

      if (one != NULL)
        br_sim_printer_serve_fd (self->sim, g_socket_get_fd (one), self->stop, NULL);
    }
  return NULL;
}

static void
start_printer (PrintBench *self, BrPrinterLanguageId language, guint speed_mm_s)
{
  const BrSimPrinterParams params = {
    .paper = { .language = language, .head = { .dots_num = 8, .dots_den = 1, .width_dots = 832 }, .width = 4000, .height = 3000, .gap = 200 },
    .speed_mm_s = speed_mm_s,
  };
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0), bound = NULL;
  g_autoptr (GError) error = NULL;

  self->sim = br_sim_printer_new (&params, br_clock_system ());
  self->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, &error);
  check (self->socket != NULL && g_socket_bind (self->socket, any, TRUE, &error) && g_socket_listen (self->socket, &error), error);
  bound = g_socket_get_local_address (self->socket, &error);
  self->key = g_strdup_printf ("tcp:127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  self->stop = g_cancellable_new ();
  self->server = g_thread_new ("printer", serve, self);
}

static gboolean
put_printer_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_printer_store_put (tx, data, error);
}

static gboolean
load_template_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  BrLabelTemplate **template = data;

  *template = br_label_templates_find (db, "shelf-40x30", error);
  return *template != NULL;
}

static GPtrArray *
make_items (guint n)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) br_print_item_free);

  for (guint i = 0; i < n; i++)
    {
      BrPrintItem *item = g_new0 (BrPrintItem, 1);
      g_autofree char *name = g_strdup_printf ("茉莉花茶 %u Jasmine tea", i), *price = g_strdup_printf ("%u.%02u", 1 + i % 90, i % 100);
      g_autofree char *sku = g_strdup_printf ("SKU-%06u", i);

      item->fields = br_label_fields_new ();
      br_label_fields_set (item->fields, "name", name);
      br_label_fields_set (item->fields, "price", price);
      br_label_fields_set (item->fields, "sku", sku);
      br_label_fields_set (item->fields, "barcode", sku);
      br_label_fields_set (item->fields, "currency", "CNY");
      item->copies = 1;
      g_ptr_array_add (items, item);
    }
  return items;
}

PrintBench *
print_bench_new (BrPrinterLanguageId language, guint speed_mm_s, guint n)
{
  PrintBench *self = g_new0 (PrintBench, 1);
  BrStoreParams params = { .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE };
  g_autoptr (BrPrinter) printer = NULL;
  g_autoptr (GError) error = NULL;

  br_thread_set_main ();
  self->dir = g_dir_make_tmp ("backroom-print-XXXXXX", &error);
  params.dir = self->dir;
  self->store = br_store_open (&params, &error);
  check (self->store != NULL, error);
  start_printer (self, language, speed_mm_s);
  printer = br_printer_new (self->key);
  printer->language = language;
  printer->head.width_dots = 832;
  printer->speed = ((int) speed_mm_s * 100 + 127) / 254; /* as a person says it: 8 ips are 203 mm/s */
  check (br_store_print_write (self->store, put_printer_job, printer, &error), error);
  check (br_store_read (self->store, load_template_job, &self->template, NULL, &error), error);
  self->items = make_items (n);
  self->service = br_printer_service_new (self->store);
  br_printer_service_start (self->service);
  return self;
}

void
print_bench_free (PrintBench *self)
{
  br_printer_service_stop (self->service);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (self->service);
  g_cancellable_cancel (self->stop);
  g_thread_join (self->server);
  br_sim_printer_free (self->sim);
  g_object_unref (self->socket);
  g_object_unref (self->stop);
  g_ptr_array_unref (self->items);
  br_label_template_unref (self->template);
  br_store_unref (self->store);
  g_free (self->key);
  g_free (self->dir);
  g_free (self);
}

typedef struct
{
  BrPrintOrder order;
  gint64 job, written;
} OrderJob;

static gboolean
order_job (BrStoreTx *tx, gpointer data, GError **error)
{
  OrderJob *job = data;

  return br_print_enqueue (tx, &job->order, BR_PRINT_PART, &job->job, &job->written, error);
}

void
print_bench_order (PrintBench *self, guint n, gboolean first_only)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  OrderJob job = { .order = { .source = BR_PRINT_SELECTION, .template = self->template, .printer_key = self->key, .items = items, .currency = "CNY" } };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, self->items->pdata[i]);
  do
    check (br_store_print_write (self->store, order_job, &job, &error), error);
  while (!first_only && job.written < (gint64) n);
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
print_bench_await (PrintBench *self, guint n_complete, gint64 us)
{
  gint64 until = g_get_monotonic_time () + us;
  guint tick = g_timeout_add (5, tick_cb, NULL);
  BrSimState state;

  do
    {
      g_main_context_iteration (NULL, TRUE);
      br_sim_printer_get_state (self->sim, &state);
    }
  while (state.n_complete < n_complete && g_get_monotonic_time () < until);
  g_source_remove (tick);
  if (state.n_complete < n_complete)
    g_error ("only %u of %u labels came out in time", state.n_complete, n_complete);
}
