/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bitmaps of row ids. */
#include "config.h"
#include "br-id-set.h"

BrIdSet *
br_id_set_new (gsize n_bits)
{
  BrIdSet *self = g_new0 (BrIdSet, 1);

  self->n_bits = n_bits;
  self->words = g_new0 (guint64, (n_bits + 63) / 64);
  return self;
}

void
br_id_set_free (BrIdSet *self)
{
  g_free (self->words);
  g_free (self);
}

void
br_id_set_invert (BrIdSet *self)
{
  for (gsize i = 0; i < (self->n_bits + 63) / 64; i++)
    self->words[i] = ~self->words[i];
  if (self->n_bits % 64)
    self->words[self->n_bits / 64] &= (G_GUINT64_CONSTANT (1) << (self->n_bits % 64)) - 1;
  self->n = self->n_bits - self->n;
}
