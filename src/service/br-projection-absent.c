/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In the place of the list's projection as long as store/br-projection.c is not in the tree. */
#include "config.h"

#include "br-projection.h"

gboolean
br_projection_refresh (BrStoreTx *tx, const gint64 *skus, gsize n, GError **error)
{
  return TRUE;
}

gboolean
br_projection_touch (BrStoreTx *tx, BrKind kind, gint64 id, const BrRecord *before, const BrRecord *after, GError **error)
{
  return TRUE;
}

gboolean
br_projection_flush (BrStoreTx *tx, GError **error)
{
  return TRUE;
}

gboolean
br_projection_due (BrStoreTx *tx, gint64 *next_us, GError **error)
{
  *next_us = G_MAXINT64;
  return TRUE;
}

gboolean
br_projection_rebuild (BrStoreTx *tx, GError **error)
{
  return TRUE;
}

gboolean
br_projection_get_place (BrDb *db, BrPriceContext *out, GError **error)
{
  *out = (BrPriceContext) { 0 };
  return TRUE;
}

gboolean
br_projection_set_place (BrStoreTx *tx, const BrId *store, GError **error)
{
  return TRUE;
}
