/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file both import benches read: 100,000 goods as a wholesaler's list has them. */
#pragma once

#include "br-gtin.h"
#include "br-import.h"
#include "br-store.h"

#include <stdio.h>

#define N_ROWS 100000

static inline GBytes *
make_goods (void)
{
  static const char *const words[] = { "Green tea", "绿茶", "Soap", "洗衣液", "Noodles", "方便面", "Battery AA", "电池", "Biscuits", "饼干" };
  GString *text = g_string_new ("code,barcode,name,name_alt,category,brand,unit,supplier,tax_class,cost,price,status\r\n");

  for (int i = 0; i < N_ROWS; i++)
    {
      g_autofree char *body = g_strdup_printf ("690%09d", i);

      g_string_append_printf (text, "SKU%06d,%s%c,%s %d g,%s %d克,Area %d/Shelf %d,Brand %d,%s,Supplier %d,13%%,%d.%02d,%d.90,listed\r\n",
                              i, body, br_gtin_check_digit (body), words[i % 10], i, words[(i + 1) % 10], i, i % 12, i % 180, i % 800,
                              i % 3 == 0 ? "件" : "kg", i % 90, 1 + i % 50, i % 100, 60 + i % 50);
    }
  return g_string_free_to_bytes (text);
}

/* Imports the goods once into a fresh cache in a temporary folder; returns the seconds it took. */
static inline double
measure_import (gboolean dry_run)
{
  g_autofree char *dir = g_dir_make_tmp ("backroom-bench-XXXXXX", NULL);
  g_autoptr (GBytes) bytes = make_goods ();
  g_autoptr (GError) error = NULL;
  g_autoptr (BrStore) store = br_store_open (&(BrStoreParams) { .dir = dir, .clock = br_clock_system (), .random = br_random_system () }, &error);
  g_autoptr (BrImport) import = br_import_new (bytes, "goods.csv", &error);
  BrImportOptions options = { .actor = { .role = BR_ROLE_HQ_ADMIN }, .label = "Import goods.csv", .policy = BR_IMPORT_SKIP_ROWS, .dry_run = dry_run, .digits = 2 };
  g_autoptr (BrImportReport) report = NULL;
  gint64 started = g_get_monotonic_time ();

  report = br_import_run (import, store, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (report->n_created, ==, N_ROWS);
  printf ("rows %d rows\n", N_ROWS);
  return (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;
}
