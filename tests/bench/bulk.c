/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything is real: threads, files, audit, outbox, undo, projection, search tables. */
#include "config.h"
#include "bulk.h"

#include <glib/gstdio.h>

#include "br-edit-store.h"
#include "br-projection.h"
#include "br-record-store.h"
#include "br-sim-shop.h"

static void
check (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

gsize
bulk_size (void)
{
  const char *text = g_getenv ("BR_BENCH_SIZE");

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : 100000;
}

/* Filling, on its way through a write job. */
typedef struct
{
  Bulk *bulk;
  BrStoreTx *tx;
  gsize n_skus;   /* to be edited; a few more are made, for some have no base price */
  BrId last_sku; /* whose price has been noted */
} Fill;

static gboolean
is_base_price (const BrRecord *record)
{
  return record->kind == BR_KIND_PRICE && br_record_int (record, BR_PRICE_KIND) == BR_PRICE_REGULAR && br_record_ref (record, BR_PRICE_ZONE) == NULL
         && br_record_ref (record, BR_PRICE_STORE) == NULL;
}

static gboolean
take_record (const BrRecord *record, gpointer data, GError **error)
{
  Fill *fill = data;

  if (fill->bulk->prices->len < fill->n_skus && is_base_price (record) && !br_id_equal (&fill->last_sku, br_record_ref (record, BR_PRICE_SKU)))
    {
      fill->last_sku = *br_record_ref (record, BR_PRICE_SKU);
      g_array_append_val (fill->bulk->prices, record->id);
    }
  return br_record_store_put (fill->tx, record, 0, NULL, error);
}

static gboolean
fill_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Fill *fill = data;
  BrSimShopParams params = { .seed = 1, .n_skus = fill->n_skus + fill->n_skus / 20, .at_us = br_clock_now_us (tx->clock) };

  fill->tx = tx;
  return br_sim_shop_generate (&params, take_record, fill, error) && br_projection_rebuild (tx, error);
}

void
bulk_open (Bulk *self, gsize n_skus)
{
  g_autoptr (GError) error = NULL;
  Fill fill = { .bulk = self, .n_skus = n_skus };

  self->dir = g_dir_make_tmp ("br-bulk-XXXXXX", &error);
  check (error);
  self->prices = g_array_new (FALSE, FALSE, sizeof (BrId));
  self->store = br_store_open (&(BrStoreParams) { .dir = self->dir, .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE }, &error);
  check (error);
  br_store_write (self->store, fill_job, &fill, &error);
  check (error);
}

void
bulk_close (Bulk *self)
{
  g_autoptr (GDir) listing = NULL;
  const char *name;

  g_clear_pointer (&self->store, br_store_unref);
  listing = g_dir_open (self->dir, 0, NULL);
  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->dir, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->dir);
  g_array_unref (self->prices);
  g_free (self->dir);
}

/* An edit or undo on its way through a write job. */
typedef struct
{
  Bulk *bulk;
  BrId change;
  BrId undo;
  guint n_losses;
} Work;

static BrEditor
make_editor (const char *label)
{
  return (BrEditor) { .actor = { .role = BR_ROLE_HQ_ADMIN }, .person_name = "Ada", .label = label, .mode = BR_EDIT_EACH };
}

static gboolean
raise_price (BrStoreTx *tx, BrEditBatch *batch, const BrId *price, GError **error)
{
  g_autoptr (BrRecord) before = NULL;
  g_autoptr (BrRecord) after = NULL;

  if (!br_record_store_load (tx->db, BR_KIND_PRICE, price, &before, error))
    return FALSE;
  after = br_record_copy (before);
  br_value_set_int (&after->cells[BR_PRICE_AMOUNT], br_record_int (before, BR_PRICE_AMOUNT) + 10);
  return br_edit_batch_put (batch, before, after, error);
}

static gboolean
edit_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Work *work = data;
  BrEditor editor = make_editor ("Raise every price by 0.10");
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);

  for (guint i = 0; i < work->bulk->prices->len; i++)
    if (!raise_price (tx, batch, &g_array_index (work->bulk->prices, BrId, i), error))
      return FALSE;
  return br_edit_batch_finish (batch, &work->change, NULL, error);
}

static gboolean
undo_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Work *work = data;
  BrEditor editor = make_editor ("Undo");
  g_autoptr (GPtrArray) losses = NULL;

  if (!br_undo_apply (tx, &editor, &work->change, &work->undo, &losses, error))
    return FALSE;
  work->n_losses = losses->len;
  return TRUE;
}

static double
run (Bulk *self, BrStoreFunc func, Work *work)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  br_store_write (self->store, func, work, &error);
  check (error);
  return (double) (g_get_monotonic_time () - start) / 1e6;
}

double
bulk_edit (Bulk *self, BrId *change)
{
  Work work = { .bulk = self };
  double seconds = run (self, edit_job, &work);

  *change = work.change;
  return seconds;
}

double
bulk_undo (Bulk *self, const BrId *change)
{
  Work work = { .bulk = self, .change = *change };
  double seconds = run (self, undo_job, &work);

  if (work.n_losses != 0)
    g_error ("%u cells were not restored", work.n_losses);
  return seconds;
}

gboolean
bulk_find_skus (const Bulk *self, BrDb *db, BrId *skus, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (BrRecord) price = NULL;

      if (!br_record_store_load (db, BR_KIND_PRICE, &g_array_index (self->prices, BrId, i * (gsize) self->prices->len / n), &price, error))
        return FALSE;
      skus[i] = *br_record_ref (price, BR_PRICE_SKU);
    }
  return TRUE;
}
