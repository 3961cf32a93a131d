/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows are there at once as ids; names and values follow in parts of PART. How many labels there are is kept as a sum, so that an order
 * of 10,000 costs as little as one of ten when a number is changed.
 */
#include "config.h"

#include "br-print-rows.h"

#define PART 250 /* rows read at a time: the first are there soon */

struct _BrPrintRow
{
  GObject parent_instance;

  guint32 id;
  BrPrintItem *item; /* NULL = not read yet, or taken */
  guint copies;
};

enum
{
  PROP_COPIES = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BrPrintRow, br_print_row, G_TYPE_OBJECT)

static void
br_print_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_assert (id == PROP_COPIES);
  g_value_set_uint (value, BR_PRINT_ROW (object)->copies);
}

static void
br_print_row_finalize (GObject *object)
{
  BrPrintRow *self = BR_PRINT_ROW (object);

  g_clear_pointer (&self->item, br_print_item_free);
  G_OBJECT_CLASS (br_print_row_parent_class)->finalize (object);
}

static void
br_print_row_class_init (BrPrintRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = br_print_row_get_property;
  object_class->finalize = br_print_row_finalize;
  properties[PROP_COPIES] =
      g_param_spec_uint ("copies", NULL, NULL, 0, BR_PRINT_MAX_COPIES, 1, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
br_print_row_init (BrPrintRow *self)
{
  self->copies = 1;
}

const char *
br_print_row_get_name (BrPrintRow *self)
{
  g_return_val_if_fail (BR_IS_PRINT_ROW (self), NULL);
  return self->item != NULL ? br_label_fields_get (self->item->fields, "name") : NULL;
}

const char *
br_print_row_get_code (BrPrintRow *self)
{
  g_return_val_if_fail (BR_IS_PRINT_ROW (self), NULL);
  return self->item != NULL ? br_label_fields_get (self->item->fields, "sku") : NULL;
}

const BrLabelFields *
br_print_row_get_fields (BrPrintRow *self)
{
  g_return_val_if_fail (BR_IS_PRINT_ROW (self), NULL);
  return self->item != NULL ? self->item->fields : NULL;
}

guint
br_print_row_get_copies (BrPrintRow *self)
{
  g_return_val_if_fail (BR_IS_PRINT_ROW (self), 0);
  return self->copies;
}

struct _BrPrintRows
{
  GObject parent_instance;

  BrAppContext *context;
  GCancellable *cancellable;
  GPtrArray *rows;   /* of BrPrintRow */
  guint n_read;      /* from the beginning */
  gint64 n_labels;
};

enum
{
  SIGNAL_READ,
  SIGNAL_COUNTED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BrPrintRows, br_print_rows, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return BR_TYPE_PRINT_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return BR_PRINT_ROWS (model)->rows->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  BrPrintRows *self = BR_PRINT_ROWS (model);

  return position < self->rows->len ? g_object_ref (self->rows->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
br_print_rows_dispose (GObject *object)
{
  BrPrintRows *self = BR_PRINT_ROWS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_print_rows_parent_class)->dispose (object);
}

static void
br_print_rows_finalize (GObject *object)
{
  BrPrintRows *self = BR_PRINT_ROWS (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (br_print_rows_parent_class)->finalize (object);
}

static void
br_print_rows_class_init (BrPrintRowsClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_print_rows_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_print_rows_finalize;
  signals[SIGNAL_READ] = g_signal_new ("read", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_COUNTED] = g_signal_new ("counted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
br_print_rows_init (BrPrintRows *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
}

static void read_part (BrPrintRows *self);

/* Rows of goods that are gone meanwhile leave the list. */
static guint
remove_gone (BrPrintRows *self, guint from, guint n)
{
  for (guint i = from + n; i > from; i--)
    {
      BrPrintRow *row = self->rows->pdata[i - 1];

      if (row->item != NULL)
        continue;
      self->n_labels -= row->copies;
      g_ptr_array_remove_index (self->rows, i - 1);
      g_list_model_items_changed (G_LIST_MODEL (self), i - 1, 1, 0);
      n--;
    }
  return n;
}

static void
items_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrPrintRows) self = BR_PRINT_ROWS (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = br_label_service_items_finish (BR_LABEL_SERVICE (source), result, &error);
  g_autofree gpointer *taken = NULL;
  gsize n;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (items == NULL)
    {
      g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
      return;
    }
  taken = g_ptr_array_steal (items, &n);
  for (gsize i = 0; i < n; i++)
    {
      BrPrintRow *row = self->rows->pdata[self->n_read + i];

      g_clear_pointer (&row->item, br_print_item_free);
      row->item = taken[i];
      g_object_notify_by_pspec (G_OBJECT (row), properties[PROP_COPIES]); /* it has a name now */
    }
  self->n_read += remove_gone (self, self->n_read, (guint) n);
  g_signal_emit (self, signals[SIGNAL_READ], 0);
  read_part (self);
}

static void
read_part (BrPrintRows *self)
{
  guint n = MIN (PART, self->rows->len - self->n_read);
  guint32 *ids;
  g_autoptr (BrIdList) list = NULL;

  if (n == 0)
    return;
  ids = g_new (guint32, n);
  for (guint i = 0; i < n; i++)
    ids[i] = ((BrPrintRow *) self->rows->pdata[self->n_read + i])->id;
  list = br_id_list_new_take (ids, n);
  br_label_service_items_async (br_app_context_get_labels (self->context), list, self->cancellable, items_read_cb, g_object_ref (self));
}

BrPrintRows *
br_print_rows_new (BrAppContext *context, BrIdList *ids)
{
  BrPrintRows *self = g_object_new (BR_TYPE_PRINT_ROWS, NULL);

  self->context = g_object_ref (context);
  for (gsize i = 0; i < ids->n; i++)
    {
      BrPrintRow *row = g_object_new (BR_TYPE_PRINT_ROW, NULL);

      row->id = ids->ids[i];
      g_ptr_array_add (self->rows, row);
    }
  self->n_labels = (gint64) ids->n;
  read_part (self);
  return self;
}

gboolean
br_print_rows_is_complete (BrPrintRows *self)
{
  g_return_val_if_fail (BR_IS_PRINT_ROWS (self), FALSE);
  return self->n_read == self->rows->len;
}

gint64
br_print_rows_count_labels (BrPrintRows *self)
{
  g_return_val_if_fail (BR_IS_PRINT_ROWS (self), 0);
  return self->n_labels;
}

static void
set_copies (BrPrintRows *self, BrPrintRow *row, guint copies)
{
  copies = MIN (copies, BR_PRINT_MAX_COPIES);
  if (row->copies == copies)
    return;
  self->n_labels += (gint64) copies - row->copies;
  row->copies = copies;
  g_object_notify_by_pspec (G_OBJECT (row), properties[PROP_COPIES]);
}

void
br_print_rows_set_copies (BrPrintRows *self, BrPrintRow *row, guint copies)
{
  g_return_if_fail (BR_IS_PRINT_ROWS (self) && BR_IS_PRINT_ROW (row));

  set_copies (self, row, copies);
  g_signal_emit (self, signals[SIGNAL_COUNTED], 0);
}

void
br_print_rows_set_all (BrPrintRows *self, guint copies)
{
  g_return_if_fail (BR_IS_PRINT_ROWS (self));

  for (guint i = 0; i < self->rows->len; i++)
    set_copies (self, self->rows->pdata[i], copies);
  g_signal_emit (self, signals[SIGNAL_COUNTED], 0);
}

BrPrintMatch
br_print_rows_set_quantities (BrPrintRows *self, const BrLabelFile *file)
{
  g_autoptr (GHashTable) quantities = g_hash_table_new (NULL, NULL);
  BrPrintMatch match = { 0 };

  g_return_val_if_fail (BR_IS_PRINT_ROWS (self), match);

  for (guint i = 0; i < file->lines->len; i++)
    {
      const BrLabelFileLine *line = &g_array_index (file->lines, BrLabelFileLine, i);

      g_hash_table_insert (quantities, GUINT_TO_POINTER (line->sku), GUINT_TO_POINTER ((guint) CLAMP (line->quantity, 0, BR_PRINT_MAX_COPIES)));
      match.n_elsewhere += line->quantity > 0 ? 1 : 0;
    }
  for (guint i = 0; i < self->rows->len; i++)
    {
      BrPrintRow *row = self->rows->pdata[i];
      gpointer copies = NULL;

      *(g_hash_table_lookup_extended (quantities, GUINT_TO_POINTER (row->id), NULL, &copies) ? &match.n_named : &match.n_unnamed) += 1;
      match.n_elsewhere -= GPOINTER_TO_UINT (copies) > 0 ? 1 : 0;
      set_copies (self, row, GPOINTER_TO_UINT (copies));
    }
  g_signal_emit (self, signals[SIGNAL_COUNTED], 0);
  return match;
}

static void
free_item (gpointer data)
{
  br_print_item_free (data);
}

GPtrArray *
br_print_rows_take_items (BrPrintRows *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (free_item);

  g_return_val_if_fail (BR_IS_PRINT_ROWS (self), items);

  for (guint i = 0; i < self->rows->len; i++)
    {
      BrPrintRow *row = self->rows->pdata[i];

      if (row->copies == 0 || row->item == NULL)
        continue;
      row->item->copies = row->copies;
      g_ptr_array_add (items, g_steal_pointer (&row->item));
    }
  return items;
}

GPtrArray *
br_print_rows_list_items (BrPrintRows *self)
{
  GPtrArray *items = g_ptr_array_new ();

  g_return_val_if_fail (BR_IS_PRINT_ROWS (self), items);

  for (guint i = 0; i < self->rows->len; i++)
    if (((BrPrintRow *) self->rows->pdata[i])->item != NULL)
      g_ptr_array_add (items, ((BrPrintRow *) self->rows->pdata[i])->item);
  return items;
}

GPtrArray *
br_print_rows_dup_items (BrPrintRows *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (free_item);

  g_return_val_if_fail (BR_IS_PRINT_ROWS (self), items);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const BrPrintRow *row = self->rows->pdata[i];
      BrPrintItem *item;

      if (row->copies == 0 || row->item == NULL)
        continue;
      item = g_new0 (BrPrintItem, 1);
      *item = (BrPrintItem) { .fields = br_label_fields_copy (row->item->fields), .sku = row->item->sku, .copies = row->copies };
      g_ptr_array_add (items, item);
    }
  return items;
}

void
br_print_rows_reload (BrPrintRows *self)
{
  g_return_if_fail (BR_IS_PRINT_ROWS (self) && br_print_rows_is_complete (self));

  self->n_read = 0;
  read_part (self);
}
