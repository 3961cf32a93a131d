/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A selection by id. Either `ids` are the selected ones, or, after "select all", all are but `ids`. */
#include "config.h"

#include "br-id-selection.h"

struct _BrIdSelection
{
  GObject parent;

  BrIdModel *model;
  gboolean inverted; /* all but `ids` */
  GtkBitset *ids;
  gboolean shrunk;   /* rows left the list since `ids` was last known to be of the list only */
  guint last;     /* position selected last: a hint */
};

enum
{
  PROP_COUNT = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);
static void selection_model_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BrIdSelection, br_id_selection, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, selection_model_init))

static inline gboolean
is_id_selected (BrIdSelection *self, guint32 id)
{
  return gtk_bitset_contains (self->ids, id) != self->inverted;
}

static void
set_id_selected (BrIdSelection *self, guint32 id, gboolean selected)
{
  if (selected != self->inverted)
    gtk_bitset_add (self->ids, id);
  else
    gtk_bitset_remove (self->ids, id);
}

static void
selection_changed (BrIdSelection *self, guint position, guint n_items)
{
  if (n_items > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), position, n_items);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}

/* List model: the model's own items. */

static GType
get_item_type (GListModel *list)
{
  return g_list_model_get_item_type (G_LIST_MODEL (BR_ID_SELECTION (list)->model));
}

static guint
get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (BR_ID_SELECTION (list)->model));
}

static gpointer
get_item (GListModel *list, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (BR_ID_SELECTION (list)->model), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  BrIdSelection *self = user_data;

  self->shrunk |= removed > 0;
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  if (self->inverted || !gtk_bitset_is_empty (self->ids))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}

/* Selection model */

static gboolean
is_selected (GtkSelectionModel *selection, guint position)
{
  BrIdSelection *self = BR_ID_SELECTION (selection);
  guint32 id;

  return br_id_model_get_id (self->model, position, &id) && is_id_selected (self, id);
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *selection, guint position, guint n_items)
{
  BrIdSelection *self = BR_ID_SELECTION (selection);
  BrIdList *ids = br_id_model_get_ids (self->model);
  GtkBitset *positions = gtk_bitset_new_empty ();

  if (gtk_bitset_is_empty (self->ids) && !self->inverted)
    return positions;
  for (gsize i = position; i < MIN (ids->n, (gsize) position + n_items); i++)
    if (is_id_selected (self, ids->ids[i]))
      gtk_bitset_add (positions, i);
  return positions;
}

static void
clear_all (BrIdSelection *self, gboolean inverted)
{
  self->inverted = inverted;
  gtk_bitset_remove_all (self->ids);
}

static gboolean
select_range (GtkSelectionModel *selection, guint position, guint n_items, gboolean unselect_rest)
{
  BrIdSelection *self = BR_ID_SELECTION (selection);
  BrIdList *ids = br_id_model_get_ids (self->model);

  if (unselect_rest)
    clear_all (self, FALSE);
  for (gsize i = position; i < MIN (ids->n, (gsize) position + n_items); i++)
    set_id_selected (self, ids->ids[i], TRUE);
  if (unselect_rest)
    selection_changed (self, 0, ids->n);
  else
    selection_changed (self, position, n_items);
  return TRUE;
}

static gboolean
select_item (GtkSelectionModel *selection, guint position, gboolean unselect_rest)
{
  BR_ID_SELECTION (selection)->last = position;
  return select_range (selection, position, 1, unselect_rest);
}

static gboolean
unselect_range (GtkSelectionModel *selection, guint position, guint n_items)
{
  BrIdSelection *self = BR_ID_SELECTION (selection);
  BrIdList *ids = br_id_model_get_ids (self->model);

  for (gsize i = position; i < MIN (ids->n, (gsize) position + n_items); i++)
    set_id_selected (self, ids->ids[i], FALSE);
  selection_changed (self, position, n_items);
  return TRUE;
}

static gboolean
unselect_item (GtkSelectionModel *selection, guint position)
{
  return unselect_range (selection, position, 1);
}

static gboolean
select_all (GtkSelectionModel *selection)
{
  BrIdSelection *self = BR_ID_SELECTION (selection);

  clear_all (self, TRUE);
  selection_changed (self, 0, br_id_model_get_ids (self->model)->n);
  return TRUE;
}

static gboolean
unselect_all (GtkSelectionModel *selection)
{
  BrIdSelection *self = BR_ID_SELECTION (selection);

  clear_all (self, FALSE);
  selection_changed (self, 0, br_id_model_get_ids (self->model)->n);
  return TRUE;
}

static gboolean
set_selection (GtkSelectionModel *selection, GtkBitset *selected, GtkBitset *mask)
{
  BrIdSelection *self = BR_ID_SELECTION (selection);
  BrIdList *ids = br_id_model_get_ids (self->model);
  GtkBitsetIter iter;
  guint position;

  if (gtk_bitset_is_empty (mask))
    return TRUE;
  for (gboolean more = gtk_bitset_iter_init_first (&iter, mask, &position); more && position < ids->n; more = gtk_bitset_iter_next (&iter, &position))
    set_id_selected (self, ids->ids[position], gtk_bitset_contains (selected, position));
  selection_changed (self, gtk_bitset_get_minimum (mask), gtk_bitset_get_maximum (mask) - gtk_bitset_get_minimum (mask) + 1);
  return TRUE;
}

static void
selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->select_item = select_item;
  iface->unselect_item = unselect_item;
  iface->select_range = select_range;
  iface->unselect_range = unselect_range;
  iface->select_all = select_all;
  iface->unselect_all = unselect_all;
  iface->set_selection = set_selection;
}

/* Object */

static void
br_id_selection_finalize (GObject *object)
{
  BrIdSelection *self = BR_ID_SELECTION (object);

  g_clear_object (&self->model);
  gtk_bitset_unref (self->ids);
  G_OBJECT_CLASS (br_id_selection_parent_class)->finalize (object);
}

static void
br_id_selection_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_COUNT)
    g_value_set_uint (value, br_id_selection_count (BR_ID_SELECTION (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
br_id_selection_class_init (BrIdSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = br_id_selection_finalize;
  object_class->get_property = br_id_selection_get_property;
  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
br_id_selection_init (BrIdSelection *self)
{
  self->ids = gtk_bitset_new_empty ();
}

BrIdSelection *
br_id_selection_new (BrIdModel *model)
{
  BrIdSelection *self = g_object_new (BR_TYPE_ID_SELECTION, NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
  return self;
}

/* Forgets ids that are not in the list any more. */
static void
forget_gone (BrIdSelection *self)
{
  BrIdList *ids = br_id_model_get_ids (self->model);
  GtkBitset *kept;

  if (!self->shrunk || gtk_bitset_is_empty (self->ids))
    return;
  kept = gtk_bitset_new_empty ();
  for (gsize i = 0; i < ids->n; i++)
    if (gtk_bitset_contains (self->ids, ids->ids[i]))
      gtk_bitset_add (kept, ids->ids[i]);
  gtk_bitset_unref (self->ids);
  self->ids = kept;
  self->shrunk = FALSE;
}

gsize
br_id_selection_count (BrIdSelection *self)
{
  gsize n;

  forget_gone (self);
  n = gtk_bitset_get_size (self->ids);
  return self->inverted ? br_id_model_get_ids (self->model)->n - n : n;
}

BrIdList *
br_id_selection_dup_ids (BrIdSelection *self)
{
  BrIdList *ids = br_id_model_get_ids (self->model);
  guint32 *selected;
  gsize n = 0;

  if (self->inverted && gtk_bitset_is_empty (self->ids))
    return br_id_list_ref (ids);
  selected = g_new (guint32, br_id_selection_count (self) + 1);
  for (gsize i = 0; i < ids->n; i++)
    if (is_id_selected (self, ids->ids[i]))
      selected[n++] = ids->ids[i];
  return br_id_list_new_take (selected, n);
}

guint
br_id_selection_get_only (BrIdSelection *self)
{
  BrIdList *ids = br_id_model_get_ids (self->model);

  if (br_id_selection_count (self) != 1)
    return GTK_INVALID_LIST_POSITION;
  if (self->last < ids->n && is_id_selected (self, ids->ids[self->last]))
    return self->last;
  for (gsize i = 0; i < ids->n; i++)
    if (is_id_selected (self, ids->ids[i]))
      return self->last = i;
  return GTK_INVALID_LIST_POSITION;
}
