/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-id-model.h"

G_DEFINE_INTERFACE (BrIdModel, br_id_model, G_TYPE_LIST_MODEL)

static void
br_id_model_default_init (BrIdModelInterface *iface)
{
}

BrIdList *
br_id_model_get_ids (BrIdModel *self)
{
  return BR_ID_MODEL_GET_IFACE (self)->get_ids (self);
}

gboolean
br_id_model_get_id (BrIdModel *self, guint position, guint32 *id)
{
  return BR_ID_MODEL_GET_IFACE (self)->get_id (self, position, id);
}
