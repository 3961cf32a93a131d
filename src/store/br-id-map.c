/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linear probing over slots of (uid, row id). A GHashTable would need an allocation for each of 300,000 keys of a first sync. */
#include "config.h"
#include "br-id-map.h"

#include <string.h>

#define MIN_SLOTS 64

static gsize
home_slot (const BrId *uid, gsize n_slots)
{
  guint64 high, low;

  memcpy (&high, uid->bytes, 8);
  memcpy (&low, uid->bytes + 8, 8);
  return ((high ^ low) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) >> 20) & (n_slots - 1);
}

static BrIdMapEntry *
find_slot (const BrIdMap *self, const BrId *uid)
{
  gsize i = home_slot (uid, self->n_slots);

  while (self->slots[i].id != 0 && memcmp (&self->slots[i].uid, uid, sizeof *uid) != 0)
    i = (i + 1) & (self->n_slots - 1);
  return &self->slots[i];
}

static void
grow (BrIdMap *self)
{
  BrIdMap larger = { .n_slots = MAX (MIN_SLOTS, self->n_slots * 2), .n = self->n };

  larger.slots = g_new0 (BrIdMapEntry, larger.n_slots);
  for (gsize i = 0; i < self->n_slots; i++)
    if (self->slots[i].id != 0)
      *find_slot (&larger, &self->slots[i].uid) = self->slots[i];
  g_free (self->slots);
  *self = larger;
}

gint64
br_id_map_find (const BrIdMap *self, const BrId *uid)
{
  return self->n == 0 ? 0 : find_slot (self, uid)->id;
}

void
br_id_map_put (BrIdMap *self, const BrId *uid, gint64 id)
{
  BrIdMapEntry *slot;

  g_return_if_fail (id > 0);
  if (self->n >= BR_ID_MAP_MAX)
    br_id_map_clear (self);
  if (self->n * 2 >= self->n_slots)
    grow (self);
  slot = find_slot (self, uid);
  self->n += slot->id == 0;
  slot->uid = *uid;
  slot->id = id;
}

void
br_id_map_clear (BrIdMap *self)
{
  g_free (self->slots);
  *self = (BrIdMap) { 0 };
}
