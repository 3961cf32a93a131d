/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A carrier's waybill 100×150 with its Code 128, QR code and list of goods, at 8 dots/mm: drawn, read back and encoded as TSPL; milliseconds each. */
#include "config.h"

#include <stdio.h>

#include "br-label-draw.h"
#include "br-label-template-list.h"
#include "br-printer-language.h"
#include "bench-data.h"

#define WAYBILLS 500
#define LINES 7

static gboolean
find_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  BrLabelTemplate **template = data;

  *template = br_label_templates_find (db, "waybill-100x150", error);
  return *template != NULL;
}

static GPtrArray *
make_lines (guint waybill)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_fields_free);

  for (guint i = 0; i < LINES; i++)
    {
      g_autofree char *name = g_strdup_printf ("福鼎白茶 Jasmine green tea %u g", (waybill * 7 + i) % 900 + 50);
      g_autofree char *quantity = g_strdup_printf ("%u", i + 1);
      BrLabelFields *row = br_label_fields_new ();

      br_label_fields_set (row, "name", name);
      br_label_fields_set (row, "qty", quantity);
      g_ptr_array_add (rows, row);
    }
  return rows;
}

static BrLabelFields *
make_fields (guint i)
{
  static const char *const fixed[][2] = {
    { "sender_name", "Lotus Tea House" },
    { "sender_phone", "0591 8765 4321" },
    { "sender_address", "No. 12 Tianhu Road, Fuding, Ningde, Fujian" },
    { "carrier", "EXPRESS" },
    { "weight", "1.25 kg" },
    { "pieces", "1 / 1" },
    { "remark", "Fragile. Please call before delivery. 易碎" },
  };
  g_autofree char *tracking = g_strdup_printf ("SF14%011u", i * 7919), *route = g_strdup_printf ("571-A%02u-%02u", i % 100, i % 37);
  g_autofree char *address =
      g_strdup_printf ("Room %u, Building 5, No. %u Gulou West Road, Gulou District, Fuzhou, Fujian 福建省福州市鼓楼区", 100 + i, i % 90);
  g_autofree char *name = g_strdup_printf ("Li Na 李娜 %u", i), *phone = g_strdup_printf ("138 %04u 8000", i);
  BrLabelFields *fields = br_label_fields_new ();

  for (gsize k = 0; k < G_N_ELEMENTS (fixed); k++)
    br_label_fields_set (fields, fixed[k][0], fixed[k][1]);
  br_label_fields_set (fields, "tracking", tracking);
  br_label_fields_set (fields, "route", route);
  br_label_fields_set (fields, "receiver_address", address);
  br_label_fields_set (fields, "receiver_name", name);
  br_label_fields_set (fields, "receiver_phone", phone);
  br_label_fields_set_list (fields, "items", make_lines (i));
  return fields;
}

static gsize
print_waybill (BrLabelRenderer *renderer, const BrLabelTemplate *template, const BrPrintSetup *setup, guint i)
{
  g_autoptr (BrLabelFields) fields = make_fields (i);
  g_autoptr (GByteArray) data = g_byte_array_new (), trigger = g_byte_array_new ();
  BrLabelDraw draw = {
    .template = template, .fields = fields, .head = &setup->head, .now_us = br_clock_now_us (br_clock_system ()), .index = i + 1, .total = WAYBILLS
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelPicture) picture = br_label_draw (renderer, &draw, &error);

  if (picture == NULL || !br_printer_language_get (BR_LANGUAGE_TSPL)->label (setup, picture->bitmap, i == 0, FALSE, data, trigger, &error))
    g_error ("%s", error->message);
  if (br_label_picture_stop (picture) != NULL)
    g_error ("waybill %u: %s", i, br_label_picture_stop (picture)->text);
  return data->len;
}

int
main (int argc, char **argv)
{
  g_autofree char *dir = bench_data_get (10000);
  g_autoptr (BrStore) store = bench_data_open (dir);
  g_autoptr (BrLabelTemplate) template = NULL;
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  g_autoptr (GError) error = NULL;
  BrPrintSetup setup;
  gsize n_bytes = 0;
  gint64 start, first;

  if (!br_store_read (store, find_job, &template, NULL, &error))
    g_error ("%s", error->message);
  setup = (BrPrintSetup) { .head = { 8, 1, 832, 0 },
                           .width = template->media.width,
                           .height = template->media.height,
                           .gap = template->media.gap,
                           .tracking = template->media.tracking,
                           .darkness = -1,
                           .speed = -1 };
  start = g_get_monotonic_time ();
  print_waybill (renderer, template, &setup, WAYBILLS);
  first = g_get_monotonic_time ();
  for (guint i = 0; i < WAYBILLS; i++)
    n_bytes += print_waybill (renderer, template, &setup, i);
  printf ("bytes-each %" G_GSIZE_FORMAT " bytes\nfirst %.2f ms\n", n_bytes / WAYBILLS, (first - start) / 1e3);
  printf ("labels-waybill %.3f ms\n", (g_get_monotonic_time () - first) / 1e3 / WAYBILLS);
  return 0;
}
