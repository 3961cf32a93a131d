/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of entity tables are never deleted and never renumbered, so a row id once committed holds for ever. */
#include "config.h"
#include "br-tx-cache.h"

#include "br-pending-op.h"

BrTxCache *
br_tx_cache_new (void)
{
  BrTxCache *self = g_new0 (BrTxCache, 1);

  self->ops = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) br_pending_op_free);
  return self;
}

void
br_tx_cache_end (BrTxCache *self)
{
  g_hash_table_remove_all (self->ops);
  if (self->projection != NULL && self->projection_free != NULL)
    self->projection_free (self->projection);
  self->projection = NULL;
}

void
br_tx_cache_forget (BrTxCache *self)
{
  for (guint kind = 0; kind < BR_N_KINDS; kind++)
    br_id_map_clear (&self->ids[kind]);
}

void
br_tx_cache_free (BrTxCache *self)
{
  br_tx_cache_end (self);
  br_tx_cache_forget (self);
  g_hash_table_unref (self->ops);
  g_free (self);
}
