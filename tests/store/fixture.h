/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cache in a folder of its own, with a virtual clock and seeded randomness, and records to put into it. */
#pragma once

#include "br-edit-store.h"
#include "br-store.h"

G_BEGIN_DECLS

/** Fixture: one cache. The clock goes on by a millisecond each time it is read. */
typedef struct
{
  char       *dir;      /* owned */
  gint64      now_us;
  BrClock     clock;
  BrXorshift  xorshift;
  BrRandom    random;
  BrStore    *store;    /* owned, or NULL while closed */
} Fixture;

Fixture *fixture_new      (guint64 seed);
/** fixture_new_closed: the folder, still empty. */
Fixture *fixture_new_closed (guint64 seed);
/** fixture_open: opens the store (again); `faults` may be NULL. */
void     fixture_open     (Fixture *self, const BrDbFaults *faults);
void     fixture_close    (Fixture *self);
/** fixture_free: closes, and removes the folder. */
void     fixture_free     (Fixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

/** fixture_seed: the seed of this run: BR_TEST_SEED, or by the clock; printed. */
guint64  fixture_seed     (void);
BrId     fixture_id       (Fixture *self);
/** fixture_record: a new record of any kind whose first and required fields are filled; references are left for the caller. */
BrRecord *fixture_record  (Fixture *self, BrKind kind);
/** fixture_randomize: gives a field another valid value (never of a REF, never "deleted"). */
void     fixture_randomize (Fixture *self, BrRecord *record, guint field);

/** fixture_write, fixture_read: jobs that must succeed. */
void     fixture_write    (Fixture *self, BrStoreFunc func, gpointer data);
void     fixture_read     (Fixture *self, BrReadFunc func, gpointer data);
/** fixture_print_write: the same in print.db. */
void     fixture_print_write (Fixture *self, BrStoreFunc func, gpointer data);
/** fixture_editor: an HQ admin without a person record. */
BrEditor fixture_editor   (const char *label, BrEditMode mode);
/** fixture_put: one change-set of one record, which must succeed; its id. */
BrId     fixture_put      (Fixture *self, const BrRecord *before, const BrRecord *after);
/** fixture_rename: the same of a stored record's name (the field after "deleted"). */
BrId     fixture_rename   (Fixture *self, BrKind kind, const BrId *uid, const char *name);
/** fixture_delete: the same for deleting a record; no id when others refer to it and it stays. */
BrId     fixture_delete   (Fixture *self, const BrRecord *before);
/** fixture_undo: undoes a change-set, which must succeed; the undo's id. */
BrId     fixture_undo     (Fixture *self, const BrId *change);
/** fixture_enrol: makes the cache a device that may push. */
void     fixture_enrol    (Fixture *self);
/** fixture_load: (transfer full) the record as shown, or NULL. */
BrRecord *fixture_load    (Fixture *self, BrKind kind, const BrId *uid);
/** fixture_hash: hex of the content of all kinds. */
char    *fixture_hash     (Fixture *self);
/** fixture_int: the one number that `sql` gives. */
gint64   fixture_int      (Fixture *self, const char *sql);

G_END_DECLS
