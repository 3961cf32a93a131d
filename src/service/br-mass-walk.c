/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a mass edit makes of one SKU. A change of a product's field meets the product once, however many of its SKUs are in
 * the list. The price of a SKU is its regular base entry; where there is none, setting a price makes one.
 */
#include "config.h"

#include "br-mass-walk.h"
#include "br-price.h"
#include "br-record-store.h"

#define MAX_CATEGORY_DEPTH 16

struct _BrMassWalk
{
  BrDb *db;
  const BrClock *clock;
  const BrRandom *random;
  const BrMassEdit *edit;
  BrKind kind;      /* of the record that changes */
  guint field;
  GHashTable *products;  /* BrId of products met; NULL unless kind is PRODUCT */
  GPtrArray *categories; /* for the margin floors; NULL unless a price changes */
  gint64 highest_floor_bp; /* of any category */
};

void
br_mass_item_clear (BrMassItem *item)
{
  g_clear_pointer (&item->before, br_record_free);
  g_clear_pointer (&item->after, br_record_free);
  g_clear_error (&item->problem);
}

static gboolean
load_floors (BrMassWalk *self, GError **error)
{
  self->categories = br_record_store_list (self->db, BR_KIND_CATEGORY, error);
  if (self->categories == NULL)
    return FALSE;
  for (guint i = 0; i < self->categories->len; i++)
    self->highest_floor_bp = MAX (self->highest_floor_bp, br_record_int (self->categories->pdata[i], BR_CATEGORY_MARGIN_FLOOR));
  return TRUE;
}

BrMassWalk *
br_mass_walk_new (BrDb *db, const BrClock *clock, const BrRandom *random, const BrMassEdit *edit, GError **error)
{
  g_autoptr (BrMassWalk) self = g_new0 (BrMassWalk, 1);

  self->db = db;
  self->clock = clock;
  self->random = random;
  self->edit = edit;
  br_mass_edit_target (edit, &self->kind, &self->field);
  if (!br_mass_edit_check (edit, error))
    return NULL;
  if (self->kind == BR_KIND_PRODUCT)
    self->products = g_hash_table_new_full ((GHashFunc) br_id_hash, (GEqualFunc) br_id_equal, g_free, NULL);
  if (self->kind == BR_KIND_PRICE && !load_floors (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
br_mass_walk_free (BrMassWalk *self)
{
  g_clear_pointer (&self->products, g_hash_table_unref);
  g_clear_pointer (&self->categories, g_ptr_array_unref);
  g_free (self);
}

static const BrRecord *
find_category (BrMassWalk *self, const BrId *id)
{
  for (guint i = 0; i < self->categories->len; i++)
    {
      const BrRecord *category = self->categories->pdata[i];

      if (br_id_equal (&category->id, id))
        return category;
    }
  return NULL;
}

/* The floor of a product: its category's, or of the nearest one above that has one. */
static gint64
category_floor (BrMassWalk *self, const BrRecord *product)
{
  const BrId *id = br_record_ref (product, BR_PRODUCT_CATEGORY);

  for (guint depth = 0; id != NULL && depth < MAX_CATEGORY_DEPTH; depth++)
    {
      const BrRecord *category = find_category (self, id);

      if (category == NULL)
        return 0;
      if (category->cells[BR_CATEGORY_MARGIN_FLOOR].type == BR_VALUE_INT)
        return br_record_int (category, BR_CATEGORY_MARGIN_FLOOR);
      id = br_record_ref (category, BR_CATEGORY_PARENT);
    }
  return 0;
}

static gboolean
is_below (gint64 price, gint64 cost, gint64 floor_bp)
{
  gint64 least;

  return br_price_floor (cost, floor_bp, &least, NULL) && price < least; /* beyond the range of money there is no floor */
}

/* The product is read only when some category's floor would forbid the price. */
static gboolean
check_floor (BrMassWalk *self, const BrRecord *sku, gint64 price, gboolean *below, GError **error)
{
  gint64 cost = br_record_int (sku, BR_SKU_COST);
  const BrId *product_id = br_record_ref (sku, BR_SKU_PRODUCT);
  g_autoptr (BrRecord) product = NULL;

  *below = FALSE;
  if (sku->cells[BR_SKU_COST].type != BR_VALUE_INT || product_id == NULL || !is_below (price, cost, self->highest_floor_bp))
    return TRUE;
  if (!br_record_store_load (self->db, BR_KIND_PRODUCT, product_id, &product, error))
    return FALSE;
  *below = product != NULL && is_below (price, cost, category_floor (self, product));
  return TRUE;
}

static gboolean
is_base_entry (const BrRecord *price)
{
  static const guint8 scopes[] = { BR_PRICE_ZONE, BR_PRICE_STORE, BR_PRICE_CHANNEL, BR_PRICE_TIER, BR_PRICE_VALID_TO };

  for (gsize i = 0; i < G_N_ELEMENTS (scopes); i++)
    if (price->cells[scopes[i]].type != BR_VALUE_NULL)
      return FALSE;
  return br_record_int (price, BR_PRICE_KIND) == BR_PRICE_REGULAR;
}

/* The regular base entry of a SKU: of several, the one of highest priority, then the youngest. */
static gboolean
load_base_price (BrMassWalk *self, const BrRecord *sku, BrRecord **out, GError **error)
{
  g_autoptr (GPtrArray) prices = br_record_store_list_children (self->db, BR_KIND_PRICE, BR_PRICE_SKU, &sku->id, error);
  const BrRecord *best = NULL;

  if (prices == NULL)
    return FALSE;
  for (guint i = 0; i < prices->len; i++)
    {
      const BrRecord *price = prices->pdata[i];

      if (is_base_entry (price) && (best == NULL || br_record_int (price, BR_PRICE_PRIORITY) >= br_record_int (best, BR_PRICE_PRIORITY)))
        best = price;
    }
  *out = best != NULL ? br_record_copy (best) : NULL;
  return TRUE;
}

static BrRecord *
new_base_price (BrMassWalk *self, const BrRecord *sku)
{
  BrId id = br_id_make (self->clock, self->random);
  BrRecord *price = br_record_new (BR_KIND_PRICE, &id);

  br_value_set_id (&price->cells[BR_PRICE_SKU], &sku->id);
  br_value_set_int (&price->cells[BR_PRICE_KIND], BR_PRICE_REGULAR);
  br_value_set_int (&price->cells[BR_PRICE_PRIORITY], 0);
  return price;
}

/* The record that holds the value; *before stays NULL where it is to be made, or where it was met already (*met). */
static gboolean
load_target (BrMassWalk *self, BrRecord **sku, BrRecord **before, gboolean *met, GError **error)
{
  const BrId *product = br_record_ref (*sku, BR_SKU_PRODUCT);

  *met = FALSE;
  if (self->kind == BR_KIND_SKU)
    {
      *before = br_record_copy (*sku);
      return TRUE;
    }
  if (self->kind == BR_KIND_PRICE)
    return load_base_price (self, *sku, before, error);
  *met = product == NULL || !g_hash_table_add (self->products, g_memdup2 (product, sizeof *product));
  return *met || br_record_store_load (self->db, BR_KIND_PRODUCT, product, before, error);
}

static BrMassStep
change_record (BrMassWalk *self, const BrRecord *sku, BrMassItem *item)
{
  BrRecord *after = item->before != NULL ? br_record_copy (item->before) : new_base_price (self, sku);
  BrValue value = BR_VALUE_INIT;
  BrMassStep step = BR_MASS_CHANGED;

  if (!br_mass_edit_apply (self->edit, &after->cells[self->field], &value, &item->problem))
    step = BR_MASS_IMPOSSIBLE;
  else if (br_value_equal (&value, &after->cells[self->field]))
    step = BR_MASS_UNCHANGED;
  if (step == BR_MASS_CHANGED)
    {
      br_value_copy (&after->cells[self->field], &value);
      if (self->edit->field == BR_MASS_STATUS)
        br_value_set_text (&after->cells[BR_SKU_STATUS_NOTE], self->edit->note); /* the last step's note is not this one's */
      item->after = g_steal_pointer (&after);
    }
  br_value_clear (&value);
  g_clear_pointer (&after, br_record_free);
  return step;
}

gboolean
br_mass_walk_step (BrMassWalk *self, gint64 sku_row, BrMassItem *item, BrMassStep *step, GError **error)
{
  g_autoptr (BrRecord) sku = NULL;
  gboolean met;

  *step = BR_MASS_GONE;
  if (!br_record_store_load_by_row (self->db, BR_KIND_SKU, sku_row, &sku, error))
    return FALSE;
  if (sku == NULL)
    return TRUE;
  if (!load_target (self, &sku, &item->before, &met, error))
    return FALSE;
  if (met || (item->before == NULL && self->kind != BR_KIND_PRICE))
    {
      *step = BR_MASS_UNCHANGED;
      return TRUE;
    }
  *step = change_record (self, sku, item);
  if (*step == BR_MASS_CHANGED && self->kind == BR_KIND_PRICE && item->after->cells[self->field].type == BR_VALUE_INT)
    return check_floor (self, sku, br_record_int (item->after, self->field), &item->below_floor, error);
  return TRUE;
}
