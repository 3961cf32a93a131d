/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list model whose things are told apart by numbers, all known at once: what a selection by id stands on. */
#pragma once

#include "br-sku-row.h"
#include <gio/gio.h>

G_BEGIN_DECLS

#define BR_TYPE_ID_MODEL (br_id_model_get_type ())
G_DECLARE_INTERFACE (BrIdModel, br_id_model, BR, ID_MODEL, GListModel)

struct _BrIdModelInterface
{
  GTypeInterface parent;

  BrIdList *(*get_ids) (BrIdModel *self);
  gboolean (*get_id)   (BrIdModel *self, guint position, guint32 *id);
};

/** br_id_model_get_ids: (transfer none) all of the list, in its order. */
BrIdList *br_id_model_get_ids (BrIdModel *self);
/** br_id_model_get_id: the one at `position`, also while a difference is being announced; FALSE beyond the end. */
gboolean  br_id_model_get_id  (BrIdModel *self, guint position, guint32 *id);

G_END_DECLS
