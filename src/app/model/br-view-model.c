/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Items in use are known by id; nothing is made for the others. While a difference is announced the part behind it is still the old list,
 * as list models must be after each step.
 */
#include "config.h"

#include "br-view-model.h"

#include "br-id-diff.h"
#include "br-id-model.h"

#define MAX_WANTED 8  /* pages; more than a list view looks at: older wishes are of rows that went by */
#define MAX_KEPT 4096 /* snapshots filled in, kept for scrolling back */

/* One state of the list. */
typedef struct
{
  BrIdList *ids;
  GPtrArray *views; /* parallel, or NULL */
} Content;

struct _BrViewModel
{
  GObject parent;

  const BrViewType *type;
  Content now;
  Content before;   /* while a difference is announced: the list is now[0, new_end) + before[old_start, …); else empty */
  gsize new_end;
  gsize old_start;
  GHashTable *items; /* id -> BrViewItem in use, not owned */
  GHashTable *kept;  /* id -> snapshot filled in, owned */
  GQueue wanted;     /* page numbers + 1, newest first */
  guint wanted_id;   /* idle source */
};

enum
{
  SIGNAL_WANTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);
static void id_model_init (BrIdModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BrViewModel, br_view_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init) G_IMPLEMENT_INTERFACE (BR_TYPE_ID_MODEL, id_model_init))

static void
clear_content (Content *content)
{
  g_clear_pointer (&content->ids, br_id_list_unref);
  g_clear_pointer (&content->views, g_ptr_array_unref);
}

static void
item_gone_cb (gpointer data, GObject *where_the_object_was)
{
  BrViewModel *self = data;

  g_hash_table_remove (self->items, GUINT_TO_POINTER (br_view_item_get_id ((BrViewItem *) where_the_object_was)));
}

static BrViewItem *
find_item (BrViewModel *self, guint32 id)
{
  return g_hash_table_lookup (self->items, GUINT_TO_POINTER (id));
}

/* Whether somebody looks at something of the page that has no snapshot of this list. */
static gboolean
page_is_needed (BrViewModel *self, gsize start, gsize n)
{
  for (gsize i = start; i < start + n; i++)
    if (find_item (self, self->now.ids->ids[i]) != NULL && !g_hash_table_contains (self->kept, GUINT_TO_POINTER (self->now.ids->ids[i])))
      return TRUE;
  return FALSE;
}

static gboolean
ask_cb (gpointer data)
{
  BrViewModel *self = data;
  gpointer page;

  self->wanted_id = 0;
  while ((page = g_queue_pop_head (&self->wanted)) != NULL)
    {
      gsize start = (gsize) (GPOINTER_TO_UINT (page) - 1) * BR_VIEW_MODEL_PAGE;
      gsize n = start < self->now.ids->n ? MIN (BR_VIEW_MODEL_PAGE, self->now.ids->n - start) : 0;

      if (n > 0 && page_is_needed (self, start, n))
        g_signal_emit (self, signals[SIGNAL_WANTED], 0, (guint) start, (guint) n);
    }
  return G_SOURCE_REMOVE;
}

/* One source collects what a frame asks for. */
static void
want_page (BrViewModel *self, gsize position)
{
  gpointer page = GUINT_TO_POINTER (position / BR_VIEW_MODEL_PAGE + 1);

  if (self->wanted_id == 0)
    self->wanted_id = g_idle_add_full (G_PRIORITY_DEFAULT, ask_cb, self, NULL);
  g_queue_remove (&self->wanted, page);
  g_queue_push_head (&self->wanted, page);
  if (self->wanted.length > MAX_WANTED)
    g_queue_pop_tail (&self->wanted);
}

/* List model */

static GType
get_item_type (GListModel *model)
{
  return BR_TYPE_VIEW_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  BrViewModel *self = BR_VIEW_MODEL (model);

  return self->before.ids == NULL ? self->now.ids->n : self->new_end + self->before.ids->n - self->old_start;
}

/* Where the thing at `position` is found: in which of the two lists, and where; FALSE beyond the end. */
static gboolean
find_place (BrViewModel *self, guint position, const Content **content, gsize *at)
{
  gboolean is_old = self->before.ids != NULL && position >= self->new_end;

  *content = is_old ? &self->before : &self->now;
  *at = is_old ? self->old_start + position - self->new_end : position;
  return *at < (*content)->ids->n;
}

static gboolean
get_id (BrIdModel *model, guint position, guint32 *id)
{
  const Content *content;
  gsize at;

  if (!find_place (BR_VIEW_MODEL (model), position, &content, &at))
    return FALSE;
  *id = content->ids->ids[at];
  return TRUE;
}

static gpointer
get_item (GListModel *model, guint position)
{
  BrViewModel *self = BR_VIEW_MODEL (model);
  const Content *content;
  gpointer view;
  BrViewItem *item;
  guint32 id;
  gsize at;

  if (!find_place (self, position, &content, &at))
    return NULL;
  id = content->ids->ids[at];
  item = find_item (self, id);
  if (item != NULL)
    return g_object_ref (item);
  view = content->views != NULL ? content->views->pdata[at] : g_hash_table_lookup (self->kept, GUINT_TO_POINTER (id));
  item = br_view_item_new (self->type, id, view);
  g_object_weak_ref (G_OBJECT (item), item_gone_cb, self);
  g_hash_table_insert (self->items, GUINT_TO_POINTER (id), item);
  if (view == NULL)
    want_page (self, at);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static BrIdList *
get_ids (BrIdModel *model)
{
  return BR_VIEW_MODEL (model)->now.ids;
}

static void
id_model_init (BrIdModelInterface *iface)
{
  iface->get_ids = get_ids;
  iface->get_id = get_id;
}

/* Object */

static void
br_view_model_dispose (GObject *object)
{
  BrViewModel *self = BR_VIEW_MODEL (object);
  GHashTableIter iter;
  gpointer item;

  g_clear_handle_id (&self->wanted_id, g_source_remove);
  g_queue_clear (&self->wanted);
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    g_object_weak_unref (item, item_gone_cb, self);
  g_hash_table_remove_all (self->items);
  G_OBJECT_CLASS (br_view_model_parent_class)->dispose (object);
}

static void
br_view_model_finalize (GObject *object)
{
  BrViewModel *self = BR_VIEW_MODEL (object);

  clear_content (&self->now);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->kept);
  G_OBJECT_CLASS (br_view_model_parent_class)->finalize (object);
}

static void
br_view_model_class_init (BrViewModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_view_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_view_model_finalize;
  signals[SIGNAL_WANTED] = g_signal_new ("wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
br_view_model_init (BrViewModel *self)
{
  self->now.ids = br_id_list_new_take (NULL, 0);
  self->items = g_hash_table_new (NULL, NULL);
  g_queue_init (&self->wanted);
}

BrViewModel *
br_view_model_new (const BrViewType *type)
{
  BrViewModel *self = g_object_new (BR_TYPE_VIEW_MODEL, NULL);

  self->type = type;
  self->kept = g_hash_table_new_full (NULL, NULL, NULL, type->unref);
  return self;
}

static void
announce (BrViewModel *self)
{
  g_autoptr (GArray) hunks = br_id_diff (self->before.ids, self->now.ids);

  for (guint i = 0; i < hunks->len; i++)
    {
      const BrIdHunk *hunk = &g_array_index (hunks, BrIdHunk, i);

      self->new_end = hunk->new_start + hunk->added;
      self->old_start = hunk->old_start + hunk->removed;
      g_list_model_items_changed (G_LIST_MODEL (self), (guint) hunk->new_start, (guint) hunk->removed, (guint) hunk->added);
    }
}

/* Items in use get their newer snapshots, or these are asked for. */
static void
renew_items (BrViewModel *self)
{
  for (gsize i = 0; i < self->now.ids->n && g_hash_table_size (self->items) > 0; i++)
    {
      BrViewItem *item = find_item (self, self->now.ids->ids[i]);

      if (item != NULL && self->now.views != NULL)
        br_view_item_set (item, self->now.views->pdata[i]);
      else if (item != NULL)
        want_page (self, i);
    }
}

static void
take_content (BrViewModel *self, BrIdList *ids, GPtrArray *views)
{
  self->before = self->now;
  self->now = (Content) { br_id_list_ref (ids), views != NULL ? g_ptr_array_ref (views) : NULL };
  g_queue_clear (&self->wanted);
  g_hash_table_remove_all (self->kept);
  renew_items (self);
}

void
br_view_model_show (BrViewModel *self, BrIdList *ids, GPtrArray *views)
{
  g_return_if_fail (BR_IS_VIEW_MODEL (self));
  g_return_if_fail (views == NULL || views->len == ids->n);

  take_content (self, ids, views);
  announce (self);
  clear_content (&self->before);
}

void
br_view_model_replace (BrViewModel *self, BrIdList *ids)
{
  g_return_if_fail (BR_IS_VIEW_MODEL (self));

  take_content (self, ids, NULL);
  self->new_end = ids->n;
  self->old_start = self->before.ids->n;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, (guint) self->before.ids->n, (guint) ids->n);
  clear_content (&self->before);
}

void
br_view_model_fill (BrViewModel *self, GPtrArray *views)
{
  g_return_if_fail (BR_IS_VIEW_MODEL (self));

  if (g_hash_table_size (self->kept) > MAX_KEPT)
    g_hash_table_remove_all (self->kept);
  for (guint i = 0; i < views->len; i++)
    {
      guint32 id = self->type->id (views->pdata[i]);
      BrViewItem *item = find_item (self, id);

      g_hash_table_replace (self->kept, GUINT_TO_POINTER (id), self->type->ref (views->pdata[i]));
      if (item != NULL)
        br_view_item_set (item, views->pdata[i]);
    }
}
