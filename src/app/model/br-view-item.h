/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A place in a list for what a service hands out as immutable, counted snapshots; a newer snapshot of the same thing replaces it there. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BR_TYPE_VIEW_ITEM (br_view_item_get_type ())
/** BrViewItem: emits "changed" when its snapshot was replaced. */
G_DECLARE_FINAL_TYPE (BrViewItem, br_view_item, BR, VIEW_ITEM, GObject)

/** BrViewType: how snapshots of one type are kept and told apart. */
typedef struct
{
  gpointer (*ref)     (gpointer view);
  void     (*unref)   (gpointer view);
  gboolean (*is_same) (gconstpointer a, gconstpointer b); /* of one thing, at two times */
  guint32  (*id)      (gconstpointer view);               /* tells things apart in a BrViewModel; NULL where none shows them */
} BrViewType;

/** br_view_item_new: (transfer full) of the thing `id`; `view` NULL = its snapshot is not known yet. */
BrViewItem *br_view_item_new (const BrViewType *type, guint32 id, gpointer view);
/** br_view_item_get_id: as given to new; 0 in the lists below. */
guint32  br_view_item_get_id (BrViewItem *self);
/** br_view_item_set: a newer snapshot. */
void     br_view_item_set    (BrViewItem *self, gpointer view);

/** br_view_item_get: (transfer none) the snapshot; NULL only in a BrViewModel, while it is being read. */
gpointer br_view_item_get    (BrViewItem *self);
/**
 * br_view_list_show: makes `store` (of BrViewItem) show `views`. Items of things that stay where they are stay, with the newer snapshot:
 * selection, focus and scrolling survive.
 */
void     br_view_list_show   (GListStore *store, const BrViewType *type, GPtrArray *views);
/** br_view_list_append: more of them at the end. */
void     br_view_list_append (GListStore *store, const BrViewType *type, GPtrArray *views);

G_END_DECLS
