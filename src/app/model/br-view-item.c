/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What begins and what ends equally in both lists stays; only the middle is exchanged. */
#include "config.h"

#include "br-view-item.h"

struct _BrViewItem
{
  GObject parent_instance;

  guint32 id;
  gpointer view; /* or NULL */
  const BrViewType *type;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrViewItem, br_view_item, G_TYPE_OBJECT)

static void
br_view_item_finalize (GObject *object)
{
  BrViewItem *self = BR_VIEW_ITEM (object);

  if (self->view != NULL)
    self->type->unref (self->view);
  G_OBJECT_CLASS (br_view_item_parent_class)->finalize (object);
}

static void
br_view_item_class_init (BrViewItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = br_view_item_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
br_view_item_init (BrViewItem *self)
{
}

BrViewItem *
br_view_item_new (const BrViewType *type, guint32 id, gpointer view)
{
  BrViewItem *self = g_object_new (BR_TYPE_VIEW_ITEM, NULL);

  self->type = type;
  self->id = id;
  self->view = view != NULL ? type->ref (view) : NULL;
  return self;
}

guint32
br_view_item_get_id (BrViewItem *self)
{
  return self->id;
}

void
br_view_item_set (BrViewItem *self, gpointer view)
{
  gpointer old = self->view;

  if (old == view)
    return;
  self->view = self->type->ref (view);
  if (old != NULL)
    self->type->unref (old);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

gpointer
br_view_item_get (BrViewItem *self)
{
  g_return_val_if_fail (BR_IS_VIEW_ITEM (self), NULL);
  return self->view;
}

/* Whether position `at` of the list is the thing `view`; if so it gets the newer snapshot. */
static gboolean
takes_over (GListStore *store, guint at, const BrViewType *type, gpointer view)
{
  g_autoptr (BrViewItem) item = g_list_model_get_item (G_LIST_MODEL (store), at);

  if (item == NULL || !type->is_same (item->view, view))
    return FALSE;
  br_view_item_set (item, view);
  return TRUE;
}

/* (transfer full) new items for views[from..to). */
static GPtrArray *
new_items (const BrViewType *type, GPtrArray *views, guint from, guint to)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = from; i < to; i++)
    g_ptr_array_add (items, br_view_item_new (type, 0, views->pdata[i]));
  return items;
}

void
br_view_list_show (GListStore *store, const BrViewType *type, GPtrArray *views)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (store));
  guint head = 0, tail = 0;
  g_autoptr (GPtrArray) added = NULL;

  while (head < MIN (n, views->len) && takes_over (store, head, type, views->pdata[head]))
    head++;
  while (tail < MIN (n, views->len) - head && takes_over (store, n - 1 - tail, type, views->pdata[views->len - 1 - tail]))
    tail++;
  added = new_items (type, views, head, views->len - tail);
  if (added->len > 0 || head + tail < n)
    g_list_store_splice (store, head, n - head - tail, added->pdata, added->len);
}

void
br_view_list_append (GListStore *store, const BrViewType *type, GPtrArray *views)
{
  g_autoptr (GPtrArray) added = new_items (type, views, 0, views->len);

  g_list_store_splice (store, g_list_model_get_n_items (G_LIST_MODEL (store)), 0, added->pdata, added->len);
}
