/* SPDX-License-Identifier: GPL-3.0-or-later */
/* BrChange: what a committed transaction changed, collected while it runs. */
#include "config.h"
#include "br-store.h"
#include "br-store-private.h"

/* More than this and a list had better look at everything again. */
#define MAX_SKUS 20000

BrChange *
br_change_new (void)
{
  BrChange *self = g_atomic_rc_box_new0 (BrChange);

  self->skus = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

BrChange *
br_change_ref (BrChange *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_change (gpointer data)
{
  BrChange *self = data;

  g_array_unref (self->skus);
}

void
br_change_unref (BrChange *self)
{
  g_atomic_rc_box_release_full (self, clear_change);
}

static gboolean
is_cache_untouched (const BrChange *self)
{
  return self->kinds == 0 && !self->all && self->skus->len == 0 && !self->outbox && !self->settings;
}

static gboolean
is_rest_untouched (const BrChange *self)
{
  return !self->printing && !self->templates && !self->tags && !self->bindings;
}

gboolean
br_change_is_empty (const BrChange *self)
{
  return is_cache_untouched (self) && is_rest_untouched (self);
}

gboolean
br_change_spares_cache (const BrChange *self)
{
  return is_cache_untouched (self) && !is_rest_untouched (self);
}

void
br_store_tx_note_kind (BrStoreTx *tx, BrKind kind)
{
  tx->change->kinds |= 1u << kind;
}

void
br_store_tx_note_sku (BrStoreTx *tx, gint64 sku)
{
  if (tx->change->all)
    return;
  if (tx->change->skus->len >= MAX_SKUS)
    br_store_tx_note_all (tx);
  else
    g_array_append_val (tx->change->skus, sku);
}

void
br_store_tx_note_all (BrStoreTx *tx)
{
  tx->change->all = TRUE;
  g_array_set_size (tx->change->skus, 0);
}

void
br_store_tx_note_outbox (BrStoreTx *tx)
{
  tx->change->outbox = TRUE;
}

void
br_store_tx_note_settings (BrStoreTx *tx)
{
  tx->change->settings = TRUE;
}

void
br_store_tx_note_printing (BrStoreTx *tx)
{
  tx->change->printing = TRUE;
}

void
br_store_tx_note_templates (BrStoreTx *tx)
{
  tx->change->templates = TRUE;
}

void
br_store_tx_note_tags (BrStoreTx *tx)
{
  tx->change->tags = TRUE;
}

void
br_store_tx_note_driven (BrStoreTx *tx)
{
  tx->change->driven = TRUE;
}

void
br_store_tx_note_bindings (BrStoreTx *tx)
{
  tx->change->tags = tx->change->bindings = TRUE;
}
