/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules between records. */
#include "config.h"

#include "br-hq-check.h"

#include <string.h>

#include "br-hq-use.h"
#include "br-life-cycle.h"
#include "br-price.h"

#define MAX_CATEGORY_DEPTH 64

void
br_hq_verdict_clear (BrHqVerdict *self)
{
  self->code = NULL;
  g_clear_pointer (&self->text, g_free);
}

void
br_hq_verdict_set (BrHqVerdict *self, const char *code, const char *text)
{
  if (self->code != NULL)
    return;
  self->code = code;
  self->text = g_strdup (text);
}

gboolean
br_hq_verdict_is_ok (const BrHqVerdict *self)
{
  return self->code == NULL;
}

static gboolean
is_touched (const BrHqChange *change, guint field)
{
  return !change->stored->found || !br_value_equal (&change->stored->record.cells[field], &change->next->cells[field]);
}

static gboolean
check_references (BrSql *sql, const BrHqChange *change, BrHqVerdict *verdict, GError **error)
{
  const BrKindInfo *info = br_schema_get (change->next->kind);
  gboolean revived = change->stored->found && br_record_int (&change->stored->record, BR_FIELD_DELETED) != 0;

  for (guint i = 0; i < info->n_fields && br_hq_verdict_is_ok (verdict); i++)
    {
      const BrId *target = info->fields[i].type == BR_FIELD_REF ? br_record_ref (change->next, i) : NULL;
      gboolean live = TRUE;

      if (target == NULL || (!revived && !is_touched (change, i)))
        continue;
      if (!br_hq_record_is_live (sql, info->fields[i].ref, target, &live, error))
        return FALSE;
      if (!live)
        {
          g_autofree char *text =
              g_strdup_printf ("%s.%s names a %s that HQ does not have", info->name, info->fields[i].name, br_schema_get (info->fields[i].ref)->name);

          br_hq_verdict_set (verdict, "unknown_reference", text);
        }
    }
  return TRUE;
}

/* What live records refer to stays. Of an edit that deletes a product with its SKUs and prices, the prices come first. */
static gboolean
check_unused (BrSql *sql, const BrHqChange *change, BrHqVerdict *verdict, GError **error)
{
  gboolean used = FALSE;

  if (!is_touched (change, BR_FIELD_DELETED))
    return TRUE;
  if (!br_hq_use_find (sql, change->next->kind, &change->next->id, &used, error))
    return FALSE;
  if (used)
    br_hq_verdict_set (verdict, "in_use", "other records refer to it");
  return TRUE;
}

static gboolean
check_key (BrSql *sql, const BrHqChange *change, BrHqVerdict *verdict, GError **error)
{
  const char *key = br_hq_record_key (change->next);
  BrId owner;

  if (key == NULL)
    return TRUE;
  if (!br_hq_record_find_key (sql, change->next->kind, key, &owner, error))
    return FALSE;
  if (!br_id_is_none (&owner) && !br_id_equal (&owner, &change->next->id))
    br_hq_verdict_set (verdict, change->next->kind == BR_KIND_SKU ? "duplicate_sku" : "duplicate_login", "another record has this code already");
  return TRUE;
}

/** Category: what the walk to the root needs of one. */
typedef struct
{
  BrId parent;
  gboolean has_floor;
  gint64 margin_floor_bp;
} Category;

static gboolean
load_category (BrSql *sql, const BrId *id, Category *out, GError **error)
{
  g_auto (BrHqRecord) record = BR_HQ_RECORD_INIT;
  const BrId *parent;

  memset (out, 0, sizeof *out);
  if (!br_hq_record_load (sql, BR_KIND_CATEGORY, id, &record, error))
    return FALSE;
  if (!record.found)
    return TRUE;
  parent = br_record_ref (&record.record, BR_CATEGORY_PARENT);
  if (parent != NULL)
    out->parent = *parent;
  out->has_floor = record.record.cells[BR_CATEGORY_MARGIN_FLOOR].type == BR_VALUE_INT;
  out->margin_floor_bp = br_record_int (&record.record, BR_CATEGORY_MARGIN_FLOOR);
  return TRUE;
}

static gboolean
check_category_tree (BrSql *sql, const BrHqChange *change, BrHqVerdict *verdict, GError **error)
{
  const BrId *parent = change->next->kind == BR_KIND_CATEGORY ? br_record_ref (change->next, BR_CATEGORY_PARENT) : NULL;
  BrId at;

  if (parent == NULL || !is_touched (change, BR_CATEGORY_PARENT))
    return TRUE;
  at = *parent;
  for (int depth = 0; !br_id_is_none (&at); depth++)
    {
      Category category;

      if (depth == MAX_CATEGORY_DEPTH || br_id_equal (&at, &change->next->id))
        {
          br_hq_verdict_set (verdict, "invalid", "a category cannot stand inside itself, or so deep");
          return TRUE;
        }
      if (!load_category (sql, &at, &category, error))
        return FALSE;
      at = category.parent;
    }
  return TRUE;
}

/* The margin floor of a product: its category's, or the nearest one above that has one; 0 when none has. */
static gboolean
find_margin_floor (BrSql *sql, const BrId *product, gint64 *margin_floor_bp, GError **error)
{
  g_auto (BrHqRecord) record = BR_HQ_RECORD_INIT;
  BrId at = { { 0 } };

  *margin_floor_bp = 0;
  if (!br_hq_record_load (sql, BR_KIND_PRODUCT, product, &record, error))
    return FALSE;
  if (record.found && br_record_ref (&record.record, BR_PRODUCT_CATEGORY) != NULL)
    at = *br_record_ref (&record.record, BR_PRODUCT_CATEGORY);
  for (int depth = 0; depth < MAX_CATEGORY_DEPTH && !br_id_is_none (&at); depth++)
    {
      Category category;

      if (!load_category (sql, &at, &category, error))
        return FALSE;
      if (category.has_floor)
        {
          *margin_floor_bp = category.margin_floor_bp;
          return TRUE;
        }
      at = category.parent;
    }
  return TRUE;
}

/* The least amount allowed for the entry's SKU; FALSE in *known when the SKU has no cost. */
static gboolean
find_floor (BrSql *sql, const BrId *sku, gint64 *floor_minor, gboolean *known, GError **error)
{
  g_auto (BrHqRecord) record = BR_HQ_RECORD_INIT;
  gint64 margin_floor_bp = 0;
  const BrId *product;

  *known = FALSE;
  if (!br_hq_record_load (sql, BR_KIND_SKU, sku, &record, error))
    return FALSE;
  if (!record.found || record.record.cells[BR_SKU_COST].type != BR_VALUE_INT)
    return TRUE;
  product = br_record_ref (&record.record, BR_SKU_PRODUCT);
  if (product != NULL && !find_margin_floor (sql, product, &margin_floor_bp, error))
    return FALSE;
  /* A cost so large that no price can carry it has no floor that means anything. */
  *known = br_price_floor (br_record_int (&record.record, BR_SKU_COST), margin_floor_bp, floor_minor, NULL);
  return TRUE;
}

/* Whether the change asks for the price again: then the floor is looked at again too. */
static gboolean
touches_price (const BrHqChange *change)
{
  static const guint fields[] = { BR_FIELD_DELETED, BR_PRICE_SKU, BR_PRICE_AMOUNT, BR_PRICE_KIND, BR_PRICE_APPROVED_BY };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (is_touched (change, fields[i]))
      return TRUE;
  return FALSE;
}

static gboolean
check_floor (BrSql *sql, const BrHqChange *change, BrHqVerdict *verdict, GError **error)
{
  const BrActor *actor = change->actor;
  const BrId *sku, *approver;
  gint64 floor_minor;
  gboolean known = FALSE;

  if (change->next->kind != BR_KIND_PRICE || actor == NULL || !touches_price (change))
    return TRUE;
  approver = br_record_ref (change->next, BR_PRICE_APPROVED_BY);
  if (approver != NULL && is_touched (change, BR_PRICE_APPROVED_BY)
      && (!br_id_equal (approver, &actor->person) || !br_role_has_right (actor->role, BR_RIGHT_APPROVE_BELOW_FLOOR)))
    {
      br_hq_verdict_set (verdict, "refused_role", "only who may approve a price below the floor can say so, and only for themselves");
      return TRUE;
    }
  sku = br_record_ref (change->next, BR_PRICE_SKU);
  if (sku == NULL || !find_floor (sql, sku, &floor_minor, &known, error))
    return sku == NULL;
  if (!known || br_record_int (change->next, BR_PRICE_AMOUNT) >= floor_minor)
    return TRUE;
  if (approver == NULL || !br_id_equal (approver, &actor->person) || !br_role_has_right (actor->role, BR_RIGHT_APPROVE_BELOW_FLOOR))
    {
      g_autofree char *text = g_strdup_printf ("the price is below the floor of %" G_GINT64_FORMAT " and nobody who may has approved it", floor_minor);

      br_hq_verdict_set (verdict, "below_floor", text);
    }
  return TRUE;
}

/* HQ itself is not bound by it: what HQ's own import brings has a life behind it. */
static void
check_life_cycle (const BrHqChange *change, BrHqVerdict *verdict)
{
  const BrRecord *before = change->stored->found ? &change->stored->record : NULL;
  g_autoptr (GError) reason = NULL;

  if (change->actor == NULL)
    return;
  if (change->undo ? br_life_cycle_check_undo (before, change->next, change->actor->role, &reason)
                   : br_life_cycle_check_record (before, change->next, change->actor->role, &reason))
    return;
  br_hq_verdict_set (verdict, "life_cycle", reason->message);
}

gboolean
br_hq_check (BrSql *sql, const BrHqChange *change, BrHqVerdict *verdict, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (br_record_int (change->next, BR_FIELD_DELETED) != 0)
    return check_unused (sql, change, verdict, error);
  if (!br_record_check (change->next, &problem))
    {
      br_hq_verdict_set (verdict, "invalid", problem->message);
      return TRUE;
    }
  check_life_cycle (change, verdict);
  return check_references (sql, change, verdict, error) && check_key (sql, change, verdict, error) && check_category_tree (sql, change, verdict, error)
         && check_floor (sql, change, verdict, error);
}
