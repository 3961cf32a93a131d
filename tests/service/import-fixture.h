/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the import tests share: a cache in a temporary folder, and an import of a text or a file. */
#pragma once

#include "br-error.h"
#include "br-import.h"
#include "br-store.h"

static inline BrStore *
open_store (const char *name)
{
  g_autofree char *dir = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autoptr (GError) error = NULL;
  BrStore *store = br_store_open (&(BrStoreParams) { .dir = dir, .clock = br_clock_system (), .random = br_random_system () }, &error);

  g_assert_no_error (error);
  return store;
}

static inline BrImport *
read_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  BrImport *import = br_import_new (bytes, "test.csv", &error);

  g_assert_no_error (error);
  return import;
}

static inline BrImportOptions
make_options (BrImportPolicy policy)
{
  return (BrImportOptions) { .actor = { .role = BR_ROLE_HQ_ADMIN }, .label = "Import test.csv", .policy = policy, .digits = 2 };
}

static inline BrImportReport *
run_import (BrImport *import, BrStore *store, BrImportPolicy policy)
{
  BrImportOptions options = make_options (policy);
  g_autoptr (GError) error = NULL;
  BrImportReport *report = br_import_run (import, store, &options, NULL, NULL, &error);

  g_assert_no_error (error);
  return report;
}

static inline BrImportReport *
run_text (const char *text, BrStore *store, BrImportPolicy policy)
{
  g_autoptr (BrImport) import = read_text (text);

  return run_import (import, store, policy);
}

#define assert_counts(report, rows, created, updated, unchanged, rejected) \
  G_STMT_START { \
    g_assert_cmpint ((report)->n_rows, ==, rows); \
    g_assert_cmpint ((report)->n_created, ==, created); \
    g_assert_cmpint ((report)->n_updated, ==, updated); \
    g_assert_cmpint ((report)->n_unchanged, ==, unchanged); \
    g_assert_cmpint ((report)->n_rejected, ==, rejected); \
  } G_STMT_END
