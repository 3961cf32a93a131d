/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One change-set on its way into the tables: patches are gathered into parts; a part of ours is an operation in the outbox. */
#pragma once

#include "br-store.h"

G_BEGIN_DECLS

/** BrChangeOrigin: who made a change-set; stored. */
typedef enum { BR_ORIGIN_HERE = 1, BR_ORIGIN_HQ = 2 } BrChangeOrigin;

/** BrChangeHead: what a change-set says of itself. */
typedef struct
{
  const char    *label;       /* borrowed */
  BrId           person;      /* none = not known here */
  const char    *person_name; /* borrowed, or NULL */
  const char    *device;      /* borrowed, or NULL */
  gint64         at_us;
  BrChangeOrigin origin;
  BrEditMode     mode;
  gint64         undo_of;     /* row id of the change-set it undoes; 0 = none */
} BrChangeHead;

/** BrChangeWriter: lives on the stack, or in its owner, for one change-set. */
typedef struct
{
  BrStoreTx   *tx;
  BrChangeHead head;
  BrId         uid;       /* of the change-set */
  gint64       row;       /* its row; 0 = no part written yet */
  gint64       n_patches; /* written and gathered */
  BrEdit      *edit;      /* the part being gathered, or NULL */
  GArray      *rows;      /* gint64: row id of each patch's record */
  GHashTable  *in_part;   /* records of the part: one patch for each, for replay is by record and operation */
  gsize        n_bytes;   /* estimate of the part's body */
} BrChangeWriter;

void     br_change_writer_init   (BrChangeWriter *self, BrStoreTx *tx, const BrChangeHead *head);
void     br_change_writer_clear  (BrChangeWriter *self);
/** br_change_writer_add: the cells of `mask` of one record, `before` (NULL = empty cells) -> `after`, whose row is `row`. Errors: RANGE, storage. */
gboolean br_change_writer_add    (BrChangeWriter *self, const BrRecord *before, const BrRecord *after, guint32 mask, gboolean create, gint64 row, GError **error);
/** br_change_writer_finish: writes the last part; a change-set without patches is not stored. */
gboolean br_change_writer_finish (BrChangeWriter *self, GError **error);
/** br_change_find_row: row id of a change-set, 0 when there is none. */
gboolean br_change_find_row     (BrDb *db, const BrId *uid, gint64 *row, GError **error);

G_END_DECLS
