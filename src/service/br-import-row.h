/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of a file as goods: cells trimmed, numbers read, codes recognised, everything checked that needs no database. */
#pragma once

#include "br-import.h"
#include "br-record.h"

G_BEGIN_DECLS

/** BrImportRow: what a row says; reused from row to row. NULL text = the file says nothing about it. */
typedef struct
{
  const char *texts[BR_IMPORT_N_TARGETS]; /* trimmed, checked, by target; borrowed from `arena` */
  gint64      cost_minor, price_minor;    /* G_MININT64 = nothing said */
  gint64      status;                     /* BrLifeCycle, or 0 */
  GPtrArray  *barcodes;                   /* of char*, owned */
  GPtrArray  *option_names, *option_values; /* of char*, parallel */
  GPtrArray  *attribute_keys, *attribute_values; /* of char*, parallel */
  GPtrArray  *arena;                      /* of char*, owned: everything above points into it */
  BrImportReason reason;                  /* the first problem; BR_REASON_NONE = none */
  int         column;                     /* of the problem, or -1 */
  gboolean    fatal;                      /* the problem is with what tells rows apart */
} BrImportRow;

/** br_import_trim: a cell without blanks at both ends, also those Unicode has; NULL when nothing is left. Caller frees. */
char *br_import_trim (const char *cell);

void br_import_row_init  (BrImportRow *self);
void br_import_row_clear (BrImportRow *self);
/** br_import_row_read: fills `self` from a row's cells. A bad cell is left out and noted; whether the rest is used is the policy's to say. */
void br_import_row_read  (BrImportRow *self, const BrImportMap *map, const char *const *cells, guint n_cells, guint digits);

G_END_DECLS
