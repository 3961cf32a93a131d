/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "label-world.h"

#include "br-label-service-private.h"
#include "br-printer-store.h"

static const char goods[] = "SKU,name,barcode,price\n"
                            "A-1,Tea,6901234567892,10.50\n"
                            "A-2,Rice,6909876543210,20\n"
                            "B-1,Milk,4006381333931,3\n";

static gboolean
put_printer (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (BrPrinter) printer = br_printer_new (LABEL_WORLD_PRINTER);

  printer->name = g_strdup ("Till");
  printer->language = BR_LANGUAGE_TSPL;
  printer->head.width_dots = 832;
  printer->media_width = 6000;
  printer->media_height = 4000;
  return br_printer_store_put (tx, printer, error);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static BrStore *
open_threaded (const char *name)
{
  g_autofree char *dir = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autoptr (GError) error = NULL;
  BrStore *store = br_store_open (&(BrStoreParams) { .dir = dir, .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE }, &error);

  g_assert_no_error (error);
  return store;
}

void
label_world_init (LabelWorld *world, const char *name)
{
  g_autoptr (BrImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  *world = (LabelWorld) { .store = open_threaded (name) };
  report = run_text (goods, world->store, BR_IMPORT_REJECT_ALL);
  g_assert_cmpint (report->n_created, ==, 3);
  br_store_print_write (world->store, put_printer, NULL, &error);
  g_assert_no_error (error);
  world->service = br_label_service_new (world->store);
  g_signal_connect_swapped (world->service, "queue-changed", G_CALLBACK (count_cb), &world->n_queue);
  g_signal_connect_swapped (world->service, "templates-changed", G_CALLBACK (count_cb), &world->n_templates);
  g_signal_connect_swapped (world->service, "stale-changed", G_CALLBACK (count_cb), &world->n_stale);
}

void
label_world_clear (LabelWorld *world)
{
  BrWorker *drawer = br_label_service_get_drawer (world->service), *planner = br_label_service_get_planner (world->service);

  g_clear_object (&world->result);
  g_object_add_weak_pointer (G_OBJECT (drawer), (gpointer *) &drawer);
  g_object_add_weak_pointer (G_OBJECT (planner), (gpointer *) &planner);
  g_object_add_weak_pointer (G_OBJECT (world->service), (gpointer *) &world->service);
  g_object_unref (world->service);
  while (world->service != NULL || drawer != NULL || planner != NULL) /* a count under way holds it until it is done, and its threads draw to the end */
    g_main_context_iteration (NULL, TRUE);
  br_store_unref (world->store);
}

void
label_world_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object (&((LabelWorld *) user_data)->result, result);
}

GAsyncResult *
label_world_wait (LabelWorld *world)
{
  while (world->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return world->result;
}

void
label_world_next (LabelWorld *world)
{
  g_clear_object (&world->result);
}

static BrIdList *
find_skus (LabelWorld *world, const char *const *codes)
{
  g_autoptr (GString) text = g_string_new ("SKU\n");
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "codes.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelFile) found = NULL;
  guint32 *ids;

  for (guint i = 0; codes[i] != NULL; i++)
    g_string_append_printf (text, "%s\n", codes[i]);
  g_file_set_contents (path, text->str, -1, &error);
  g_assert_no_error (error);
  br_label_service_file_async (world->service, file, NULL, label_world_ready_cb, world);
  found = br_label_service_file_finish (world->service, label_world_wait (world), &error);
  g_assert_no_error (error);
  label_world_next (world);
  ids = g_new (guint32, found->lines->len);
  for (guint i = 0; i < found->lines->len; i++)
    ids[i] = g_array_index (found->lines, BrLabelFileLine, i).sku;
  return br_id_list_new_take (ids, found->lines->len);
}

BrLabelTemplate *
label_world_template (LabelWorld *world, const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) templates = NULL;
  BrLabelTemplate *found = NULL;

  br_label_service_templates_async (world->service, NULL, label_world_ready_cb, world);
  templates = br_label_service_templates_finish (world->service, label_world_wait (world), &error);
  g_assert_no_error (error);
  label_world_next (world);
  for (guint i = 0; i < templates->len; i++)
    if (g_str_equal (((BrLabelTemplate *) templates->pdata[i])->key, key))
      found = br_label_template_ref (templates->pdata[i]);
  return found;
}

BrLabelOrder *
label_world_order (LabelWorld *world, const char *const *codes)
{
  g_autoptr (BrIdList) skus = find_skus (world, codes);
  g_autoptr (GError) error = NULL;
  BrLabelOrder *order = br_label_order_new ();

  br_label_service_items_async (world->service, skus, NULL, label_world_ready_cb, world);
  g_ptr_array_unref (order->items);
  order->items = br_label_service_items_finish (world->service, label_world_wait (world), &error);
  g_assert_no_error (error);
  label_world_next (world);
  g_assert_cmpuint (order->items->len, ==, skus->n);
  order->template = label_world_template (world, "shelf-60x40");
  g_assert_nonnull (order->template);
  order->printer_key = g_strdup (LABEL_WORLD_PRINTER);
  order->person = g_strdup ("Lin");
  return order;
}

gint64
label_world_print (LabelWorld *world, BrLabelOrder *order)
{
  g_autoptr (GError) error = NULL;
  gint64 job = 0, taken, n = br_label_order_count (order);

  br_label_service_print_async (world->service, order, label_world_ready_cb, world);
  br_label_service_print_finish (world->service, label_world_wait (world), &job, &taken, &error);
  g_assert_no_error (error);
  g_assert_cmpint (taken, ==, n);
  label_world_next (world);
  return job;
}

GPtrArray *
label_world_labels (LabelWorld *world, gint64 job, BrLabelState state)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *labels;

  br_label_service_labels_async (world->service, job, state, 0, 1000, NULL, label_world_ready_cb, world);
  labels = br_label_service_labels_finish (world->service, label_world_wait (world), &error);
  g_assert_no_error (error);
  label_world_next (world);
  return labels;
}

void
label_world_command (LabelWorld *world, gint64 job, BrQueueCommand what)
{
  g_autoptr (GError) error = NULL;

  br_label_service_command_async (world->service, job, what, NULL, label_world_ready_cb, world);
  br_label_service_write_finish (world->service, label_world_wait (world), &error);
  g_assert_no_error (error);
  label_world_next (world);
}
