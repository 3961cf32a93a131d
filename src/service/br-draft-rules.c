/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the editor offers, asked of the domain's tables. */
#include "config.h"

#include "br-draft-rules.h"

#include "br-price.h"

#define MAX_CATEGORY_DEPTH 64 /* against a circle of parents */

gboolean
br_draft_may_set (const BrActor *actor, const BrRecord *record, guint field, gboolean is_new)
{
  BrCell cell = { .field = (guint8) field, .before = record->cells[field], .after = record->cells[field] }; /* borrowed */
  BrPatch patch = { .kind = record->kind, .id = record->id, .create = is_new, .n_cells = 1, .cells = &cell };

  return br_role_check_patch (actor, &patch, record, NULL);
}

gboolean
br_draft_may_create (const BrActor *actor)
{
  const BrId none = { { 0 } };
  g_autoptr (BrRecord) product = br_record_new (BR_KIND_PRODUCT, &none);

  return actor != NULL && br_draft_may_set (actor, product, BR_PRODUCT_NAME, TRUE);
}

BrId
br_draft_only_store (const BrActor *actor, const BrRecord *price)
{
  g_autoptr (BrRecord) everywhere = br_record_copy (price);

  br_value_clear (&everywhere->cells[BR_PRICE_STORE]);
  if (actor == NULL || br_draft_may_set (actor, everywhere, BR_PRICE_AMOUNT, TRUE))
    return (BrId) { 0 };
  return actor->store;
}

guint
br_draft_statuses (BrLifeCycle from, BrLifeCycle now, BrRole role, BrLifeCycle out[BR_STATUS_RETIRED])
{
  guint n = 0;

  for (BrLifeCycle to = BR_STATUS_DRAFT; to <= BR_STATUS_RETIRED; to++)
    if (to == from || to == now || br_life_cycle_check (from, to, role, NULL))
      out[n++] = to;
  return n;
}

static gboolean
find_margin_floor (GPtrArray *categories, const BrRecord *product, gint64 *floor_bp)
{
  const BrId *id = br_record_ref (product, BR_PRODUCT_CATEGORY);

  for (guint depth = 0; id != NULL && categories != NULL && depth < MAX_CATEGORY_DEPTH; depth++)
    {
      const BrRecord *category = br_records_find (categories, id);

      if (category == NULL)
        return FALSE;
      if (category->cells[BR_CATEGORY_MARGIN_FLOOR].type == BR_VALUE_INT)
        {
          *floor_bp = br_record_int (category, BR_CATEGORY_MARGIN_FLOOR);
          return TRUE;
        }
      id = br_record_ref (category, BR_CATEGORY_PARENT);
    }
  return FALSE;
}

gboolean
br_draft_floor (GPtrArray *categories, const BrRecord *product, const BrRecord *sku, gint64 *floor_minor)
{
  gint64 floor_bp;

  return sku->cells[BR_SKU_COST].type == BR_VALUE_INT && find_margin_floor (categories, product, &floor_bp)
         && br_price_floor (br_record_int (sku, BR_SKU_COST), floor_bp, floor_minor, NULL);
}
