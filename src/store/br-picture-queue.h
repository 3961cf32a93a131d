/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which pictures HQ or this device still lacks: the table `picture`. Every picture that a product comes to refer to is added where
 * products are written, whoever changed the product, in the same transaction; so nothing has to be remembered and a crash forgets nothing.
 */
#pragma once

#include "br-picture-store.h"
#include "br-store.h"

G_BEGIN_DECLS

/** BrPictureTask: a picture that is to be carried. */
typedef struct
{
  gint64 id;
  char   name[BR_PICTURE_NAME_LENGTH + 1];
  guint  n_tries; /* that failed */
} BrPictureTask;

/** BrPictureResult: how carrying one ended. */
typedef struct
{
  gint64   id;
  gboolean settled; /* both have it now; never asked for again */
  gint64   due_us;  /* else: when it is tried again */
} BrPictureResult;

/** br_picture_queue_add: what a product refers to now: names, one a line; NULL = none. One that is on the way is tried again at once. */
gboolean br_picture_queue_add    (BrStoreTx *tx, const char *names, GError **error);
/** br_picture_queue_list: (transfer full) of BrPictureTask due by now: the least tried first, then the newest. */
GArray  *br_picture_queue_list   (BrDb *db, gint64 now_us, guint limit, GError **error);
/** br_picture_queue_finish: keeps the results (of BrPictureResult). */
gboolean br_picture_queue_finish (BrStoreTx *tx, const GArray *results, GError **error);

G_END_DECLS
