/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One position of the Products list. The row is an immutable snapshot; a change replaces it and notifies. */
#include "config.h"

#include "br-sku-item.h"

struct _BrSkuItem
{
  GObject parent;

  guint32 id;
  BrSkuRow *row; /* or NULL */
};

enum
{
  PROP_ROW = 1,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BrSkuItem, br_sku_item, G_TYPE_OBJECT)

static void
br_sku_item_finalize (GObject *object)
{
  BrSkuItem *self = BR_SKU_ITEM (object);

  g_clear_pointer (&self->row, br_sku_row_unref);
  G_OBJECT_CLASS (br_sku_item_parent_class)->finalize (object);
}

static void
br_sku_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BrSkuItem *self = BR_SKU_ITEM (object);

  if (prop_id == PROP_ROW)
    g_value_set_pointer (value, self->row);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
br_sku_item_class_init (BrSkuItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = br_sku_item_finalize;
  object_class->get_property = br_sku_item_get_property;
  properties[PROP_ROW] = g_param_spec_pointer ("row", NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
br_sku_item_init (BrSkuItem *self)
{
}

BrSkuItem *
br_sku_item_new (guint32 id, BrSkuRow *row)
{
  BrSkuItem *self = g_object_new (BR_TYPE_SKU_ITEM, NULL);

  self->id = id;
  self->row = row != NULL ? br_sku_row_ref (row) : NULL;
  return self;
}

guint32
br_sku_item_get_id (BrSkuItem *self)
{
  return self->id;
}

const BrSkuRow *
br_sku_item_get_row (BrSkuItem *self)
{
  return self->row;
}

void
br_sku_item_set_row (BrSkuItem *self, BrSkuRow *row)
{
  if (self->row == row)
    return;
  g_clear_pointer (&self->row, br_sku_row_unref);
  self->row = row != NULL ? br_sku_row_ref (row) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROW]);
}
