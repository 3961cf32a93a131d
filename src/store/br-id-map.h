/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A map from uid to row id, 24 bytes an entry: row ids never change once committed, so the writer remembers them. */
#pragma once

#include "br-id.h"

G_BEGIN_DECLS

#define BR_ID_MAP_MAX (1 << 18) /* entries; a full map is emptied, it is only a cache */

/** BrIdMapEntry: one slot. */
typedef struct
{
  BrId   uid;
  gint64 id; /* row id; 0 = the slot is empty */
} BrIdMapEntry;

/** BrIdMap: open addressing, a power of two of slots, at most half full. All zero = empty. */
typedef struct
{
  BrIdMapEntry *slots;   /* owned, or NULL */
  gsize         n_slots; /* 0, or a power of two */
  gsize         n;       /* entries */
} BrIdMap;

/** br_id_map_find: the row id, or 0. */
gint64 br_id_map_find  (const BrIdMap *self, const BrId *uid);
/** br_id_map_put: remembers; `id` > 0. */
void   br_id_map_put   (BrIdMap *self, const BrId *uid, gint64 id);
/** br_id_map_clear: forgets everything and gives the memory back. */
void   br_id_map_clear (BrIdMap *self);

G_END_DECLS
