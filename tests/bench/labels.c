/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "labels.h"

#include <string.h>
#include <sys/resource.h>

#include "bench-data.h"
#include "br-gtin.h"
#include "br-label-draw.h"
#include "br-label-source.h"
#include "br-label-template-list.h"
#include "br-printer-language.h"
#include "br-printer-store.h"
#include "br-sku-query.h"
#include "br-wire-template.h"

#define TEMPLATE "shelf-60x40"
#define PRINTER "file:/dev/null"
#define SKUS 10000 /* in the shop */
#define CHUNK 500   /* SKUs read at once */
#define AHEAD 64    /* labels of the queue read at once */

/* One run. */
typedef struct
{
  BrStore *store;
  gint64 n;
  BrLabelTemplate *template;
  BrIdList *ids;
  GPtrArray *items; /* of BrPrintItem */
  BrPrintOrder order;
  BrLabelShop shop;
  const BrPrinterLanguage *language;
  BrPrinter *printer;
  BrPrintSetup setup;
  BenchLabels *out;
} Run;

static void
fail (const char *what, const GError *error)
{
  g_error ("%s: %s", what, error != NULL ? error->message : "?");
}

gint64
bench_labels_peak_kib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/* A copy of the shop's cache, since ordering writes a queue beside it. */
static char *
copy_shop (void)
{
  g_autofree char *from = bench_data_get (SKUS), *command = NULL;
  char *to = g_dir_make_tmp ("backroom-labels-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;

  command = g_strdup_printf ("cp '%s/cache.db' '%s'", from, to);
  if (!g_spawn_command_line_sync (command, NULL, NULL, NULL, &error))
    fail ("copying the shop", error);
  return to;
}

static void
remove_shop (const char *dir)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", dir);

  g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
}

static gboolean
put_printer_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_printer_store_put (tx, ((const Run *) data)->printer, error);
}

static gboolean
prepare_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Run *run = data;
  gsize offset, length;
  BrSkuQuery query = { br_search_parse ("", 2, &offset, &length, error), BR_SKU_SORT_NAME, FALSE };

  run->template = br_label_templates_find (db, TEMPLATE, error);
  if (run->template == NULL || !br_sku_query_run (db, &query, NULL, NULL, cancellable, &run->ids, error))
    return FALSE;
  br_search_unref (query.search);
  return TRUE;
}

/* Takes the goods that have a price into the order; a shelf label is not printed without one. */
static void
take_goods (Run *run, GPtrArray *goods)
{
  for (guint i = 0; i < goods->len && run->items->len < run->n; i++)
    {
      BrLabelGoods *one = goods->pdata[i];
      BrPrintItem *item;

      if (br_label_fields_get (one->fields, "price") == NULL)
        continue;
      item = g_new0 (BrPrintItem, 1);
      *item = (BrPrintItem) { .fields = g_steal_pointer (&one->fields), .sku = one->sku, .copies = 1 };
      g_ptr_array_add (run->items, item);
    }
}

/* The first goods of the shop, as the window reads them for an order. */
static gboolean
load_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Run *run = data;

  if (!br_label_shop_load (db, &run->shop, error))
    return FALSE;
  for (gsize from = 0; run->items->len < run->n && from < run->ids->n; from += CHUNK)
    {
      gsize n = MIN (CHUNK, run->ids->n - from);
      g_autoptr (BrIdList) ids = br_id_list_new_take (g_memdup2 (run->ids->ids + from, n * sizeof (guint32)), n);
      g_autoptr (GPtrArray) goods = br_label_source_load (db, &run->shop, ids, cancellable, error);

      if (goods == NULL)
        return FALSE;
      take_goods (run, goods);
    }
  return TRUE;
}

typedef struct
{
  const BrPrintOrder *order;
  gint64 job, written;
} Enqueue;

static gboolean
enqueue_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Enqueue *enqueue = data;

  return br_print_enqueue (tx, enqueue->order, BR_PRINT_PART, &enqueue->job, &enqueue->written, error);
}

static void
enqueue (Run *run)
{
  Enqueue data = { .order = &run->order };
  g_autoptr (GError) error = NULL;

  while (data.written < run->items->len)
    {
      if (!br_store_print_write (run->store, enqueue_job, &data, &error))
        fail ("ordering", error);
    }
}

/* A batch of the queue, and the template its labels share. */
typedef struct
{
  gint64 job, seq;
  GPtrArray *labels;
  gint64 template_id;
  char *json;
} Batch;

static gboolean
next_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Batch *batch = data;

  batch->labels = br_print_next (db, PRINTER, batch->job, batch->seq, AHEAD, error);
  if (batch->labels != NULL && batch->labels->len > 0 && batch->json == NULL)
    {
      batch->template_id = ((BrPrintLabel *) batch->labels->pdata[0])->template_id;
      batch->json = br_print_load_template (db, batch->template_id, error);
      return batch->json != NULL;
    }
  return batch->labels != NULL;
}

static void
print_label (Run *run, BrLabelRenderer *renderer, const BrLabelTemplate *template, const BrPrintLabel *label)
{
  g_autoptr (GByteArray) data = g_byte_array_new (), trigger = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelPicture) picture = br_label_draw_ordered (renderer, template, label, run->printer, &error);

  if (picture == NULL)
    fail ("drawing", error);
  if (br_label_picture_stop (picture) != NULL)
    {
      run->out->n_stopped++;
      return;
    }
  if (!run->language->label (&run->setup, picture->bitmap, run->out->n == 0, FALSE, data, trigger, &error))
    fail ("encoding", error);
  run->out->n_bytes += data->len + trigger->len;
  run->out->n++;
}

static void
print_queue (Run *run)
{
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  g_autoptr (BrLabelTemplate) template = NULL;
  g_autoptr (GError) error = NULL;
  Batch batch = { 0 };
  guint n;

  do
    {
      if (!br_store_read (run->store, next_job, &batch, NULL, &error))
        fail ("reading the queue", error);
      if (template == NULL)
        template = br_wire_template_read (batch.json, strlen (batch.json), &error);
      if (template == NULL)
        fail ("the template", error);
      n = batch.labels->len;
      for (guint i = 0; i < n; i++)
        print_label (run, renderer, template, batch.labels->pdata[i]);
      if (n > 0)
        {
          const BrPrintLabel *last = batch.labels->pdata[n - 1];

          batch.job = last->job;
          batch.seq = last->seq;
        }
      g_ptr_array_unref (batch.labels);
    }
  while (n > 0);
  g_free (batch.json);
}

/* The goods for another program; without a number of their own they get one made of their place, since that program needs one. */
static void
write_csv (const Run *run, const char *path)
{
  g_autoptr (GString) text = g_string_new ("name,price,ean\n");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < run->items->len; i++)
    {
      const BrPrintItem *item = run->items->pdata[i];
      const char *gtin = br_label_fields_get (item->fields, "gtin");
      g_autofree char *name = g_strdelimit (g_strdup (br_label_fields_get (item->fields, "name")), "\",\n", ' ');
      g_autofree char *body = g_strdup_printf ("690%09u", i);
      g_autofree char *made = g_strdup_printf ("%s%c", body, br_gtin_check_digit (body));

      g_string_append_printf (text, "%s,%s,%s\n", name, br_label_fields_get (item->fields, "price"), gtin != NULL && strlen (gtin) == 13 ? gtin : made);
    }
  if (!g_file_set_contents (path, text->str, (gssize) text->len, &error))
    fail ("writing the goods", error);
}

static void
prepare (Run *run)
{
  g_autoptr (GError) error = NULL;

  if (!br_store_print_write (run->store, put_printer_job, run, &error) || !br_store_read (run->store, prepare_job, run, NULL, &error))
    fail ("preparing", error);
  br_print_setup_init (&run->setup, run->printer, &run->template->media);
}

static BrPrinter *
make_printer (const char *language)
{
  BrPrinter *printer = br_printer_new (PRINTER);

  printer->name = g_strdup ("Bench");
  printer->language = br_printer_language_find (language)->id;
  printer->head = (BrHead) { 8, 1, 832, 0 };
  return printer;
}

void
bench_labels_run (gint64 n, const char *language, const char *csv, BenchLabels *out)
{
  g_autofree char *dir = copy_shop ();
  g_autoptr (BrStore) store = bench_data_open (dir);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) br_print_item_free);
  g_autoptr (BrPrinter) printer = make_printer (language);
  Run run = { .store = store, .n = n, .items = items, .language = br_printer_language_get (printer->language), .printer = printer, .out = out };
  g_autoptr (GError) error = NULL;
  gint64 times[5];

  *out = (BenchLabels) { 0 };
  prepare (&run);
  times[0] = g_get_monotonic_time ();
  if (!br_store_read (store, load_job, &run, NULL, &error))
    fail ("reading goods", error);
  times[1] = g_get_monotonic_time ();
  if (csv != NULL)
    write_csv (&run, csv);
  times[2] = g_get_monotonic_time ();
  run.order = (BrPrintOrder) { .source = BR_PRINT_SELECTION,
                               .template = run.template,
                               .printer_key = PRINTER,
                               .store = run.shop.uid,
                               .items = items,
                               .currency = run.shop.currency,
                               .zone = run.shop.zone_name };
  enqueue (&run);
  times[3] = g_get_monotonic_time ();
  print_queue (&run);
  times[4] = g_get_monotonic_time ();
  out->load_s = (times[1] - times[0]) / 1e6;
  out->enqueue_s = (times[3] - times[2]) / 1e6;
  out->print_s = (times[4] - times[3]) / 1e6;
  out->peak_kib = bench_labels_peak_kib ();
  br_label_shop_clear (&run.shop);
  br_id_list_unref (run.ids);
  br_label_template_unref (run.template);
  g_clear_pointer (&store, br_store_unref);
  remove_shop (dir);
}
