/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Products list as a GListModel. A query gives an immutable array of ids; get_item makes an item of the id at once and
 * asks for the page of 64 rows around it. Items in use are known by id, so a changed row reaches its item without an
 * items-changed, and a new answer of the query is shown as the smallest difference.
 */
#include "config.h"

#include "br-id-diff.h"
#include "br-id-model.h"
#include "br-paged-model.h"
#include "br-row-cache.h"

#define PAGE_ROWS 64
#define MAX_BATCHES 32        /* 2,048 rows kept */
#define MAX_IN_FLIGHT 2       /* one read for each reader of the store */
#define MAX_WANTED 32         /* pages; older wishes are dropped, what is still looked at is asked for again */
#define MIN_REQUERY_MS 150    /* pause after a change before the order is asked for again */
#define REQUERY_LOAD 4        /* a list that takes long to answer is asked again this many times more rarely */

struct _BrPagedModel
{
  GObject parent;

  const BrSkuSource *source;
  GObject *source_data;
  BrSkuQuery query;      /* search owned */
  gboolean has_query;
  BrIdList *ids;
  BrIdList *old_ids;    /* while a difference is being announced: the list is ids[0, new_end) + old_ids[old_start, …); else NULL */
  gsize new_end;
  gsize old_start;
  BrRowCache *rows;
  GHashTable *items;      /* id -> BrSkuItem in use, not owned */

  GQueue wanted;     /* page numbers, newest first */
  guint in_flight;
  GCancellable *rows_cancellable;

  GCancellable *query_cancellable; /* NULL = none running */
  gboolean replacing;  /* the running query is a new one, not the same again */
  gboolean stale;      /* something changed since the running query began */
  gint64 query_began_us;
  guint query_took_ms;
  guint requery_id; /* timeout */
};

enum
{
  PROP_LOADING = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];
enum
{
  SIGNAL_LOADED,
  SIGNAL_FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void br_paged_model_list_model_init (GListModelInterface *iface);
static void br_paged_model_id_model_init (BrIdModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BrPagedModel, br_paged_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, br_paged_model_list_model_init)
                                   G_IMPLEMENT_INTERFACE (BR_TYPE_ID_MODEL, br_paged_model_id_model_init))

/* Rows */

static void request_rows (BrPagedModel *self);

static void
item_gone_cb (gpointer data, GObject *where_the_object_was)
{
  BrPagedModel *self = data;

  g_hash_table_remove (self->items, GUINT_TO_POINTER (br_sku_item_get_id ((BrSkuItem *) where_the_object_was)));
}

static void
show_rows (BrPagedModel *self, GPtrArray *rows)
{
  br_row_cache_add (self->rows, rows);
  for (guint i = 0; i < rows->len; i++)
    {
      BrSkuRow *row = rows->pdata[i];
      BrSkuItem *item = row != NULL ? g_hash_table_lookup (self->items, GUINT_TO_POINTER (row->id)) : NULL;

      if (item != NULL)
        br_sku_item_set_row (item, row);
    }
}

static void
rows_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrPagedModel) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = self->source->rows_finish (self->source_data, result, &error);

  self->in_flight--;
  if (rows != NULL)
    show_rows (self, rows);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
  request_rows (self);
}

static void
read_rows (BrPagedModel *self, const guint32 *ids, gsize n)
{
  self->in_flight++;
  self->source->rows_async (self->source_data, ids, n, self->rows_cancellable, rows_cb, g_object_ref (self));
}

/* The ids of a page somebody still looks at and that have no row yet: a page nobody looks at any more is not read. */
static gboolean
page_is_needed (BrPagedModel *self, guint page, gsize *start, gsize *n)
{
  *start = (gsize) page * PAGE_ROWS;
  if (*start >= self->ids->n)
    return FALSE;
  *n = MIN (PAGE_ROWS, self->ids->n - *start);
  for (gsize i = *start; i < *start + *n; i++)
    {
      BrSkuItem *item = g_hash_table_lookup (self->items, GUINT_TO_POINTER (self->ids->ids[i]));

      if (item != NULL && br_sku_item_get_row (item) == NULL)
        return TRUE;
    }
  return FALSE;
}

static void
request_rows (BrPagedModel *self)
{
  while (self->in_flight < MAX_IN_FLIGHT && self->wanted.length > 0)
    {
      guint page = GPOINTER_TO_UINT (g_queue_pop_head (&self->wanted)) - 1;
      gsize start, n;

      if (page_is_needed (self, page, &start, &n))
        read_rows (self, self->ids->ids + start, n);
    }
}

static gboolean
request_rows_cb (gpointer data)
{
  request_rows (data);
  return G_SOURCE_REMOVE;
}

/* One source collects what a frame asks for. */
static void
want_page (BrPagedModel *self, gsize position)
{
  gpointer page = GUINT_TO_POINTER (position / PAGE_ROWS + 1);

  if (self->wanted.head != NULL && self->wanted.head->data == page)
    return;
  if (self->wanted.length == 0)
    g_idle_add_full (G_PRIORITY_DEFAULT, request_rows_cb, g_object_ref (self), g_object_unref);
  g_queue_remove (&self->wanted, page);
  g_queue_push_head (&self->wanted, page);
  if (self->wanted.length > MAX_WANTED)
    g_queue_pop_tail (&self->wanted);
}

/* List model */

static GType
br_paged_model_get_item_type (GListModel *model)
{
  return BR_TYPE_SKU_ITEM;
}

static guint
br_paged_model_get_n_items (GListModel *model)
{
  BrPagedModel *self = BR_PAGED_MODEL (model);

  return self->old_ids == NULL ? self->ids->n : self->new_end + self->old_ids->n - self->old_start;
}

/* During the announcement of a difference the part behind it is still the old one, as list models must be after each step. */
static gboolean
get_id (BrIdModel *model, guint position, guint32 *id)
{
  BrPagedModel *self = BR_PAGED_MODEL (model);

  if (position >= br_paged_model_get_n_items (G_LIST_MODEL (self)))
    return FALSE;
  if (self->old_ids == NULL || position < self->new_end)
    *id = self->ids->ids[position];
  else
    *id = self->old_ids->ids[self->old_start + position - self->new_end];
  return TRUE;
}

static gpointer
br_paged_model_get_item (GListModel *model, guint position)
{
  BrPagedModel *self = BR_PAGED_MODEL (model);
  BrSkuItem *item;
  guint32 id;

  if (!get_id (BR_ID_MODEL (self), position, &id))
    return NULL;
  item = g_hash_table_lookup (self->items, GUINT_TO_POINTER (id));
  if (item == NULL)
    {
      item = br_sku_item_new (id, br_row_cache_find (self->rows, id));
      g_object_weak_ref (G_OBJECT (item), item_gone_cb, self);
      g_hash_table_insert (self->items, GUINT_TO_POINTER (id), item);
    }
  else
    g_object_ref (item);
  if (br_sku_item_get_row (item) == NULL)
    want_page (self, position);
  return item;
}

static void
br_paged_model_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = br_paged_model_get_item_type;
  iface->get_n_items = br_paged_model_get_n_items;
  iface->get_item = br_paged_model_get_item;
}

static BrIdList *
get_ids (BrIdModel *model)
{
  return BR_PAGED_MODEL (model)->ids;
}

static void
br_paged_model_id_model_init (BrIdModelInterface *iface)
{
  iface->get_ids = get_ids;
  iface->get_id = get_id;
}

/* Answers of queries */

/* Reads the rows of all items in use again; few, since only what is near the view is in use. */
static void
reload_items (BrPagedModel *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      guint32 value = GPOINTER_TO_UINT (id);

      g_array_append_val (ids, value);
    }
  for (guint i = 0; i < ids->len; i += PAGE_ROWS)
    read_rows (self, &g_array_index (ids, guint32, i), MIN (PAGE_ROWS, ids->len - i));
}

/* Placeholders in use whose pages were wished for by their old positions. */
static void
rewant_pages (BrPagedModel *self)
{
  GHashTableIter iter;
  gpointer item;
  guint n_placeholders = 0;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    n_placeholders += br_sku_item_get_row (item) == NULL;
  if (n_placeholders > 0)
    reload_items (self);
}

static void
show_ids (BrPagedModel *self, BrIdList *ids)
{
  g_autoptr (BrIdList) old = g_steal_pointer (&self->ids);
  g_autoptr (GArray) hunks = br_id_diff (old, ids);

  self->ids = br_id_list_ref (ids);
  g_queue_clear (&self->wanted);
  self->old_ids = old;
  for (guint i = 0; i < hunks->len; i++)
    {
      const BrIdHunk *hunk = &g_array_index (hunks, BrIdHunk, i);

      self->new_end = hunk->new_start + hunk->added;
      self->old_start = hunk->old_start + hunk->removed;
      g_list_model_items_changed (G_LIST_MODEL (self), hunk->new_start, hunk->removed, hunk->added);
    }
  self->old_ids = NULL;
  rewant_pages (self);
}

/* Rows that may be older than a change already told are read again. */
static void
first_rows_cb (BrIdList *first, GPtrArray *rows, gpointer user_data)
{
  BrPagedModel *self = user_data;

  if (!self->stale)
    show_rows (self, rows);
  show_ids (self, first);
}

static void start_query (BrPagedModel *self, gboolean replacing);

static gboolean
requery_cb (gpointer data)
{
  BrPagedModel *self = data;

  self->requery_id = 0;
  start_query (self, FALSE);
  return G_SOURCE_REMOVE;
}

static void
requery_later (BrPagedModel *self)
{
  if (self->query_cancellable != NULL)
    self->stale = TRUE;
  else if (self->requery_id == 0 && self->has_query)
    self->requery_id = g_timeout_add (MAX (MIN_REQUERY_MS, self->query_took_ms * REQUERY_LOAD), requery_cb, self);
}

static void
end_query (BrPagedModel *self)
{
  g_clear_object (&self->query_cancellable);
  self->query_took_ms = (g_get_monotonic_time () - self->query_began_us) / 1000;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
  if (self->stale)
    requery_later (self);
  self->stale = FALSE;
}

static void
query_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrPagedModel) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrIdList) ids = self->source->query_finish (self->source_data, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* a younger query runs, or the model goes */
  if (ids != NULL)
    show_ids (self, ids);
  end_query (self);
  if (ids != NULL)
    g_signal_emit (self, signals[SIGNAL_LOADED], 0);
  else
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static void
start_query (BrPagedModel *self, gboolean replacing)
{
  /* The same query asked again keeps what a cancelled newer one promised: its first rows. */
  replacing |= self->query_cancellable != NULL && self->replacing;
  g_clear_handle_id (&self->requery_id, g_source_remove);
  g_cancellable_cancel (self->query_cancellable);
  g_clear_object (&self->query_cancellable);
  self->query_cancellable = g_cancellable_new ();
  self->replacing = replacing;
  self->stale = FALSE;
  self->query_began_us = g_get_monotonic_time ();
  self->source->query_async (self->source_data, &self->query, replacing ? first_rows_cb : NULL, self, self->query_cancellable, query_cb, g_object_ref (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

/* Changes */

static void
reload_changed (BrPagedModel *self, const BrViewChange *change)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (gsize i = 0; i < change->n_skus; i++)
    {
      br_row_cache_drop (self->rows, change->skus[i]);
      if (g_hash_table_contains (self->items, GUINT_TO_POINTER (change->skus[i])))
        g_array_append_val (ids, change->skus[i]);
    }
  for (guint i = 0; i < ids->len; i += PAGE_ROWS)
    read_rows (self, &g_array_index (ids, guint32, i), MIN (PAGE_ROWS, ids->len - i));
}

/* What was read before a change may arrive after what is read now. */
static void
forget_reads (BrPagedModel *self)
{
  g_cancellable_cancel (self->rows_cancellable);
  g_clear_object (&self->rows_cancellable);
  self->rows_cancellable = g_cancellable_new ();
}

void
br_paged_model_apply_change (BrPagedModel *self, const BrViewChange *change)
{
  gboolean was_reading = self->in_flight > 0;

  if (!change->all && change->n_skus == 0)
    return;
  forget_reads (self);
  if (change->all)
    br_row_cache_clear (self->rows);
  if (change->all || was_reading)
    reload_items (self);
  else
    reload_changed (self, change);
  requery_later (self);
}

/* Object */

static void
br_paged_model_dispose (GObject *object)
{
  BrPagedModel *self = BR_PAGED_MODEL (object);
  GHashTableIter iter;
  gpointer item;

  g_clear_handle_id (&self->requery_id, g_source_remove);
  g_cancellable_cancel (self->query_cancellable);
  g_clear_object (&self->query_cancellable);
  g_cancellable_cancel (self->rows_cancellable);
  g_queue_clear (&self->wanted);
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    g_object_weak_unref (item, item_gone_cb, self);
  g_hash_table_remove_all (self->items);
  G_OBJECT_CLASS (br_paged_model_parent_class)->dispose (object);
}

static void
br_paged_model_finalize (GObject *object)
{
  BrPagedModel *self = BR_PAGED_MODEL (object);

  g_clear_pointer (&self->query.search, br_search_unref);
  g_clear_object (&self->rows_cancellable);
  g_clear_object (&self->source_data);
  br_id_list_unref (self->ids);
  br_row_cache_free (self->rows);
  g_hash_table_unref (self->items);
  G_OBJECT_CLASS (br_paged_model_parent_class)->finalize (object);
}

static void
br_paged_model_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_LOADING)
    g_value_set_boolean (value, br_paged_model_is_loading (BR_PAGED_MODEL (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
br_paged_model_class_init (BrPagedModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = br_paged_model_dispose;
  object_class->finalize = br_paged_model_finalize;
  object_class->get_property = br_paged_model_get_property;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_LOADED] = g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
br_paged_model_init (BrPagedModel *self)
{
  self->ids = br_id_list_new_take (NULL, 0);
  self->rows = br_row_cache_new (MAX_BATCHES);
  self->items = g_hash_table_new (NULL, NULL);
  self->rows_cancellable = g_cancellable_new ();
  g_queue_init (&self->wanted);
}

BrPagedModel *
br_paged_model_new (const BrSkuSource *source, GObject *data)
{
  BrPagedModel *self = g_object_new (BR_TYPE_PAGED_MODEL, NULL);

  self->source = source;
  self->source_data = g_object_ref (data);
  return self;
}

void
br_paged_model_set_query (BrPagedModel *self, const BrSkuQuery *query)
{
  BrSearch *search = query->search != NULL ? br_search_ref (query->search) : NULL;

  g_clear_pointer (&self->query.search, br_search_unref);
  self->query = *query;
  self->query.search = search;
  self->has_query = TRUE;
  start_query (self, TRUE);
}

void
br_paged_model_reload (BrPagedModel *self)
{
  if (self->has_query)
    start_query (self, FALSE);
}

BrIdList *
br_paged_model_get_ids (BrPagedModel *self)
{
  return self->ids;
}

gboolean
br_paged_model_is_loading (BrPagedModel *self)
{
  return self->query_cancellable != NULL;
}

guint
br_paged_model_get_n_kept (BrPagedModel *self)
{
  return br_row_cache_get_n_rows (self->rows);
}
