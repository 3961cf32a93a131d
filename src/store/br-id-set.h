/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A set of row ids as a bitmap: 125 KB for a million, and or of two is one pass. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** BrIdSet: one owner. */
typedef struct
{
  gsize    n_bits; /* ids are below this */
  gsize    n;      /* members */
  guint64 *words;  /* owned */
} BrIdSet;

BrIdSet *br_id_set_new      (gsize n_bits);
void     br_id_set_free     (BrIdSet *self);
/** br_id_set_invert: members become others and the other way round. */
void     br_id_set_invert   (BrIdSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrIdSet, br_id_set_free)

/** br_id_set_contains: FALSE for ids beyond the set. */
static inline gboolean
br_id_set_contains (const BrIdSet *self, guint64 id)
{
  return id < self->n_bits && (self->words[id / 64] >> (id % 64) & 1);
}

/** br_id_set_add: ids beyond the set are left out; whether it was new. */
static inline gboolean
br_id_set_add (BrIdSet *self, guint64 id)
{
  guint64 bit = G_GUINT64_CONSTANT (1) << (id % 64);

  if (id >= self->n_bits || self->words[id / 64] & bit)
    return FALSE;
  self->words[id / 64] |= bit;
  self->n++;
  return TRUE;
}

G_END_DECLS
