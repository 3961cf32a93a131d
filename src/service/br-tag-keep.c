/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-keep.h"

#include "br-tag-event-store.h"
#include "br-tag-picture-store.h"

static gboolean
rows_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_tag_event_prune (tx, data, error);
}

static gboolean
pictures_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_tag_picture_prune (tx, BR_TAG_PICTURE_MOST, data, error);
}

static gboolean
repeat (BrStore *store, BrStoreFunc step, gboolean (*is_called) (gpointer data), gpointer data, GError **error)
{
  gboolean more = TRUE;

  while (more && (is_called == NULL || !is_called (data)))
    if (!br_store_tags_write (store, step, &more, error))
      return FALSE;
  return TRUE;
}

gboolean
br_tag_keep_tidy (BrStore *store, gboolean (*is_called) (gpointer data), gpointer data, GError **error)
{
  /* Rows first: they hold on to pictures. */
  return repeat (store, rows_job, is_called, data, error) && repeat (store, pictures_job, is_called, data, error);
}
