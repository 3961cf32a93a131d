/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the store's tests share. */
#include "config.h"
#include "fixture.h"

#include "br-life-cycle.h"

#include <glib/gstdio.h>

#include "br-record-store.h"

static gint64
now_us (gpointer data)
{
  Fixture *self = data;

  return self->now_us += 1000;
}

static void
sleep_us (gpointer data, gint64 us)
{
  Fixture *self = data;

  self->now_us += us;
}

guint64
fixture_seed (void)
{
  const char *text = g_getenv ("BR_TEST_SEED");
  guint64 seed = text != NULL ? g_ascii_strtoull (text, NULL, 10) : (guint64) g_get_real_time () | 1;

  g_test_message ("BR_TEST_SEED=%" G_GUINT64_FORMAT, seed);
  return seed;
}

Fixture *
fixture_new_closed (guint64 seed)
{
  Fixture *self = g_new0 (Fixture, 1);
  g_autoptr (GError) error = NULL;

  self->dir = g_dir_make_tmp ("br-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->now_us = G_GINT64_CONSTANT (1763800000000000);
  self->clock = (BrClock) { now_us, now_us, sleep_us, self };
  br_xorshift_init (&self->xorshift, seed);
  self->random = br_xorshift_random (&self->xorshift);
  return self;
}

Fixture *
fixture_new (guint64 seed)
{
  Fixture *self = fixture_new_closed (seed);

  fixture_open (self, NULL);
  return self;
}

void
fixture_open (Fixture *self, const BrDbFaults *faults)
{
  BrStoreParams params = { .dir = self->dir, .clock = &self->clock, .random = &self->random, .faults = faults };
  g_autoptr (GError) error = NULL;

  fixture_close (self);
  self->store = br_store_open (&params, &error);
  g_assert_no_error (error);
}

void
fixture_close (Fixture *self)
{
  g_clear_pointer (&self->store, br_store_unref);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
fixture_free (Fixture *self)
{
  fixture_close (self);
  remove_tree (self->dir);
  g_free (self->dir);
  g_free (self);
}

BrId
fixture_id (Fixture *self)
{
  return br_id_make (&self->clock, &self->random);
}

static char *
random_lines (Fixture *self, BrKind kind, guint field)
{
  guint64 n = br_xorshift_next (&self->xorshift);

  if (kind == BR_KIND_SKU && field == BR_SKU_BARCODES)
    return g_strdup_printf ("%08u\tinternal\t1000\n%09u\tother\t6000", (guint) (n % 100000000), (guint) (n % 900000000));
  if (kind == BR_KIND_PRODUCT && field == BR_PRODUCT_ATTRIBUTES)
    return g_strdup_printf ("colour\tblue %u\norigin\t中国", (guint) (n % 1000));
  if (kind == BR_KIND_PRODUCT && field == BR_PRODUCT_PICTURES)
    return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) &n, sizeof n);
  return g_strdup_printf ("Größe %u", (guint) (n % 1000));
}

static gint64
next_status (Fixture *self, BrLifeCycle from)
{
  BrLifeCycle steps[BR_STATUS_RETIRED];
  guint n = br_life_cycle_next (from, BR_ROLE_HQ_ADMIN, steps);

  return n > 0 ? (gint64) steps[br_xorshift_below (&self->xorshift, n)] : (gint64) from;
}

static gint64
random_int (Fixture *self, BrKind kind, guint field, const BrField *info, const BrValue *now)
{
  if (info->type == BR_FIELD_FLAG)
    return (gint64) br_xorshift_below (&self->xorshift, 2);
  if (kind == BR_KIND_SKU && field == BR_SKU_STATUS && now->type == BR_VALUE_INT)
    return next_status (self, (BrLifeCycle) now->integer);
  if (info->type == BR_FIELD_ENUM)
    return 1 + (gint64) br_xorshift_below (&self->xorshift, g_strv_length ((char **) info->choices));
  if (kind == BR_KIND_UNIT && field == BR_UNIT_DECIMALS)
    return (gint64) br_xorshift_below (&self->xorshift, 4);
  if (kind == BR_KIND_PRICE && field == BR_PRICE_VALID_TO)
    return G_GINT64_CONSTANT (2000000000000000) + (gint64) br_xorshift_below (&self->xorshift, 1000);
  return (gint64) br_xorshift_below (&self->xorshift, 10000);
}

void
fixture_randomize (Fixture *self, BrRecord *record, guint field)
{
  const BrField *info = &br_schema_get (record->kind)->fields[field];
  g_autofree char *text = NULL;

  switch (info->type)
    {
    case BR_FIELD_TEXT:
    case BR_FIELD_MULTILINE: text = g_strdup_printf ("%s 蓝色 %u", info->name, (guint) br_xorshift_below (&self->xorshift, 100000)); break;
    case BR_FIELD_LINES: text = random_lines (self, record->kind, field); break;
    case BR_FIELD_REF: return;
    case BR_FIELD_INT:
    case BR_FIELD_MONEY:
    case BR_FIELD_QUANTITY:
    case BR_FIELD_RATE:
    case BR_FIELD_TIME:
    case BR_FIELD_FLAG:
    case BR_FIELD_ENUM:
    default: br_value_set_int (&record->cells[field], random_int (self, record->kind, field, info, &record->cells[field])); return;
    }
  br_value_set_text (&record->cells[field], text);
}

BrRecord *
fixture_record (Fixture *self, BrKind kind)
{
  const BrKindInfo *info = br_schema_get (kind);
  BrId id = fixture_id (self);
  BrRecord *record = br_record_new (kind, &id);

  for (guint i = 1; i < info->n_fields; i++)
    if (info->fields[i].required || i == 1)
      fixture_randomize (self, record, i);
  return record;
}

void
fixture_write (Fixture *self, BrStoreFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  br_store_write (self->store, func, data, &error);
  g_assert_no_error (error);
}

void
fixture_print_write (Fixture *self, BrStoreFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (br_store_print_write (self->store, func, data, &error));
  g_assert_no_error (error);
}

void
fixture_read (Fixture *self, BrReadFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  br_store_read (self->store, func, data, NULL, &error);
  g_assert_no_error (error);
}

/* A load or hash on its way through a read job. */
typedef struct
{
  BrKind kind;
  BrId uid;
  BrRecord *record;
  GString *text;
  const char *sql;
  gint64 number;
} Question;

static gboolean
load_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  return br_record_store_load (db, question->kind, &question->uid, &question->record, error);
}

BrRecord *
fixture_load (Fixture *self, BrKind kind, const BrId *uid)
{
  Question question = { .kind = kind, .uid = *uid };

  fixture_read (self, load_job, &question);
  return question.record;
}

static gboolean
hash_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  for (BrKind kind = 1; kind < BR_N_KINDS; kind++)
    {
      guint8 hash[32];
      gint64 n;

      if (!br_record_store_content_hash (db, kind, hash, &n, error))
        return FALSE;
      g_string_append_printf (question->text, "%d:%" G_GINT64_FORMAT ":", (int) kind, n);
      for (guint i = 0; i < 8; i++)
        g_string_append_printf (question->text, "%02x", hash[i]);
      g_string_append_c (question->text, ' ');
    }
  return TRUE;
}

char *
fixture_hash (Fixture *self)
{
  Question question = { .text = g_string_new (NULL) };

  fixture_read (self, hash_job, &question);
  return g_string_free (question.text, FALSE);
}

static gboolean
int_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  sqlite3_stmt *statement = br_db_statement (db, question->sql, error);
  gboolean has_row;

  if (statement == NULL || !br_db_step (db, statement, &has_row, error))
    return FALSE;
  g_assert_true (has_row);
  question->number = sqlite3_column_int64 (statement, 0);
  return TRUE;
}

gint64
fixture_int (Fixture *self, const char *sql)
{
  Question question = { .sql = sql };

  fixture_read (self, int_job, &question);
  return question.number;
}
