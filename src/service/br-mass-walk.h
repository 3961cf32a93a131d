/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a mass edit makes of one SKU: the record it changes, before and after. Shared by preview and apply, so both do the same. */
#pragma once

#include "br-mass-edit.h"
#include "br-role.h"
#include "br-store.h"

G_BEGIN_DECLS

/** BrMassWalk: state of one pass over SKUs; one thread, valid inside one transaction. */
typedef struct _BrMassWalk BrMassWalk;

/** BrMassStep: what became of one SKU. */
typedef enum { BR_MASS_CHANGED = 1, BR_MASS_UNCHANGED, BR_MASS_IMPOSSIBLE, BR_MASS_GONE } BrMassStep;

/** BrMassItem: the outcome for one SKU; cleared by the caller after each step. */
typedef struct
{
  BrRecord *before;      /* NULL: the record is made (a first price) */
  BrRecord *after;       /* set when CHANGED */
  gboolean  below_floor; /* the new price is under cost × (1 + margin floor) */
  GError   *problem;     /* set when IMPOSSIBLE */
} BrMassItem;

BrMassWalk *br_mass_walk_new   (BrDb *db, const BrClock *clock, const BrRandom *random, const BrMassEdit *edit, GError **error);
void        br_mass_walk_free  (BrMassWalk *self);
/** br_mass_walk_step: fills `item` (zeroed) for the SKU of row id `sku`. FALSE on storage errors only. */
gboolean    br_mass_walk_step  (BrMassWalk *self, gint64 sku, BrMassItem *item, BrMassStep *step, GError **error);
void        br_mass_item_clear (BrMassItem *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrMassWalk, br_mass_walk_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrMassItem, br_mass_item_clear)

G_END_DECLS
