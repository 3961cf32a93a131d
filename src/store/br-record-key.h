/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which record: kind and uid, for hash tables and lists. */
#pragma once

#include "br-schema.h"

G_BEGIN_DECLS

/** BrRecordKey: names a record. */
typedef struct
{
  BrKind kind;
  BrId   uid;
} BrRecordKey;

static inline guint
br_record_key_hash (gconstpointer key)
{
  const BrRecordKey *self = key;

  return br_id_hash (&self->uid) ^ (guint) self->kind;
}

static inline gboolean
br_record_key_equal (gconstpointer a, gconstpointer b)
{
  const BrRecordKey *x = a, *y = b;

  return x->kind == y->kind && br_id_equal (&x->uid, &y->uid);
}

/** br_record_set_new: (transfer full) a set of BrRecordKey. */
static inline GHashTable *
br_record_set_new (void)
{
  return g_hash_table_new_full (br_record_key_hash, br_record_key_equal, g_free, NULL);
}

static inline void
br_record_set_add (GHashTable *set, BrKind kind, const BrId *uid)
{
  BrRecordKey key = { kind, *uid };

  g_hash_table_add (set, g_memdup2 (&key, sizeof key));
}

static inline gboolean
br_record_set_has (GHashTable *set, BrKind kind, const BrId *uid)
{
  BrRecordKey key = { kind, *uid };

  return g_hash_table_contains (set, &key);
}

G_END_DECLS
