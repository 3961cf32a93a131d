/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HQ asks the same again and decides; asking here gives the person an answer at once, also without a line to HQ. */
#include "config.h"
#include "br-edit-check.h"

#include "br-bind.h"
#include "br-error.h"
#include "br-life-cycle.h"
#include "br-price.h"
#include "br-record-store-private.h"

#define MAX_CATEGORY_DEPTH 32 /* ends the walk up a tree that somebody has made a ring */
#define NO_FLOOR G_MININT64

void
br_edit_rules_init (BrEditRules *self, BrStoreTx *tx, const BrActor *actor)
{
  *self = (BrEditRules) { .tx = tx, .actor = actor };
  self->floors = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

void
br_edit_rules_clear (BrEditRules *self)
{
  g_clear_pointer (&self->floors, g_hash_table_unref);
}

static gboolean
check_references (BrEditRules *self, const BrRecord *shown, guint32 mask, GError **error)
{
  const BrKindInfo *info = br_schema_get (shown->kind);

  for (guint i = 0; i < info->n_fields; i++)
    {
      const BrId *target = (mask & (1u << i)) ? br_record_ref (shown, i) : NULL;
      gboolean present;

      if (target == NULL)
        continue;
      if (!br_record_store_is_present (self->tx, info->fields[i].ref, target, &present, error))
        return FALSE;
      if (!present)
        {
          g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "%s.%s refers to a record that does not exist", info->name, info->fields[i].name);
          return FALSE;
        }
    }
  return TRUE;
}

/* Deleting what others refer to. They may go in the same change-set, before it. */
static gboolean
check_unused (BrEditRules *self, const BrRecord *shown, guint32 mask, GError **error)
{
  gboolean used = FALSE;

  if (!(mask & (1u << BR_FIELD_DELETED)))
    return TRUE;
  if (!br_record_store_is_used (self->tx, shown->kind, &shown->id, &used, error))
    return FALSE;
  if (used)
    g_set_error (error, BR_ERROR, BR_ERROR_IN_USE, "other records refer to this %s", br_schema_get (shown->kind)->name);
  return !used;
}

/* The role table asks about a patch; only its kind, fields and `create` matter to it. */
static gboolean
check_role (BrEditRules *self, const BrRecord *before, const BrRecord *shown, guint32 mask, GError **error)
{
  BrCell cells[BR_MAX_FIELDS];
  BrPatch patch = { .kind = shown->kind, .id = shown->id, .base_rev = shown->rev, .create = before == NULL, .cells = cells };

  for (guint i = 0; i < BR_MAX_FIELDS; i++)
    if (mask & (1u << i))
      {
        BrCell *cell = &cells[patch.n_cells++];

        *cell = (BrCell) { .field = (guint8) i, .after = shown->cells[i] }; /* borrowed */
        if (before != NULL)
          cell->before = before->cells[i];
      }
  return br_role_check_patch (self->actor, &patch, shown, error);
}

/* The margin floor of the nearest of the category and its ancestors that has one. */
static gboolean
find_category_floor (BrEditRules *self, gint64 category, gint64 *floor_bp, GError **error)
{
  gint64 id = category;

  *floor_bp = NO_FLOOR;
  for (guint depth = 0; id != 0 && *floor_bp == NO_FLOOR && depth < MAX_CATEGORY_DEPTH; depth++)
    {
      sqlite3_stmt *statement = br_db_statement (self->tx->db, "SELECT margin_floor, parent FROM category WHERE id = ?1", error);
      gboolean has_row;

      if (statement == NULL)
        return FALSE;
      sqlite3_bind_int64 (statement, 1, id);
      if (!br_db_step (self->tx->db, statement, &has_row, error))
        return FALSE;
      if (has_row && sqlite3_column_type (statement, 0) != SQLITE_NULL)
        *floor_bp = sqlite3_column_int64 (statement, 0);
      id = has_row ? sqlite3_column_int64 (statement, 1) : 0;
      sqlite3_reset (statement);
    }
  return TRUE;
}

static gboolean
get_category_floor (BrEditRules *self, gint64 category, gint64 *floor_bp, GError **error)
{
  const gint64 *known = g_hash_table_lookup (self->floors, &category);

  if (known != NULL)
    *floor_bp = *known;
  else if (!find_category_floor (self, category, floor_bp, error))
    return FALSE;
  else
    g_hash_table_insert (self->floors, g_memdup2 (&category, sizeof category), g_memdup2 (floor_bp, sizeof *floor_bp));
  return TRUE;
}

/* The least amount the SKU of a price entry may cost without approval; NO_FLOOR when its cost or floor is not known. */
static gboolean
find_price_floor (BrEditRules *self, const BrId *sku, gint64 *floor_minor, GError **error)
{
  static const char sql[] = "SELECT s.cost, p.category FROM sku s JOIN product p ON p.id = s.product WHERE s.uid = ?1 AND s.cost IS NOT NULL";
  sqlite3_stmt *statement = br_db_statement (self->tx->db, sql, error);
  gint64 cost, category, floor_bp;
  gboolean has_row;

  *floor_minor = NO_FLOOR;
  if (statement == NULL)
    return FALSE;
  br_bind_id (statement, 1, sku);
  if (!br_db_step (self->tx->db, statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  cost = sqlite3_column_int64 (statement, 0);
  category = sqlite3_column_int64 (statement, 1);
  sqlite3_reset (statement);
  if (!get_category_floor (self, category, &floor_bp, error))
    return FALSE;
  return floor_bp == NO_FLOOR || br_price_floor (cost, floor_bp, floor_minor, error);
}

static gboolean
is_below_floor (BrEditRules *self, const BrRecord *price, gboolean *below, GError **error)
{
  const BrId *sku = br_record_ref (price, BR_PRICE_SKU);
  gint64 floor_minor = NO_FLOOR;

  if (sku != NULL && !find_price_floor (self, sku, &floor_minor, error))
    return FALSE;
  *below = floor_minor != NO_FLOOR && br_record_int (price, BR_PRICE_AMOUNT) < floor_minor;
  return TRUE;
}

static gboolean
check_floor (BrEditRules *self, BrRecord *price, guint32 *mask, GError **error)
{
  const guint32 asks = 1u << BR_PRICE_AMOUNT | 1u << BR_PRICE_SKU | 1u << BR_PRICE_APPROVED_BY | 1u << BR_FIELD_DELETED;
  gboolean may_approve = br_role_has_right (self->actor->role, BR_RIGHT_APPROVE_BELOW_FLOOR);
  const BrId *approver = br_record_ref (price, BR_PRICE_APPROVED_BY);
  gboolean names_approver = (*mask & (1u << BR_PRICE_APPROVED_BY)) != 0;
  gboolean below = FALSE;

  if (!(*mask & asks))
    return TRUE;
  if (!is_below_floor (self, price, &below, error))
    return FALSE;
  if (!may_approve && (below || (names_approver && approver != NULL)))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_REFUSED, below ? "the price is below the floor and needs approval" : "approving a price needs the right to");
      return FALSE;
    }
  if (below && !br_id_is_none (&self->actor->person) && (approver == NULL || !names_approver))
    {
      br_value_set_id (&price->cells[BR_PRICE_APPROVED_BY], &self->actor->person);
      *mask |= 1u << BR_PRICE_APPROVED_BY;
    }
  return TRUE;
}

static gboolean
check_life_cycle (BrEditRules *self, const BrRecord *before, const BrRecord *shown, GError **error)
{
  if (self->undo)
    return br_life_cycle_check_undo (before, shown, self->actor->role, error);
  return br_life_cycle_check_record (before, shown, self->actor->role, error);
}

gboolean
br_edit_rules_check (BrEditRules *self, const BrRecord *before, BrRecord *shown, guint32 *mask, GError **error)
{
  gboolean deleted = br_record_is_deleted (shown);

  if (shown->kind == BR_KIND_CATEGORY)
    g_hash_table_remove_all (self->floors);
  if (!deleted && (!br_record_check (shown, error) || !check_references (self, shown, *mask, error)))
    return FALSE;
  if (!deleted && shown->kind == BR_KIND_PRICE && !check_floor (self, shown, mask, error))
    return FALSE;
  if (deleted && !check_unused (self, shown, *mask, error))
    return FALSE;
  if (!deleted && !check_life_cycle (self, before, shown, error))
    return FALSE;
  return check_role (self, before, shown, *mask, error);
}
