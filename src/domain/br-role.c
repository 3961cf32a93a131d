/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who may do what (PRODUCT.md, "Who uses it"), as two tables: rights by role, and for each role and kind how far edits go.
 */
#include "config.h"

#include "br-role.h"

#include "br-error.h"

/* How far a role's edits of a kind go. */
typedef enum
{
  REACH_NONE = 0,
  REACH_ALL,
  REACH_OWN_STORE, /* the record must belong to the actor's store, before and after */
  REACH_FIELDS,    /* only the fields named below, of records that exist */
} Reach;

static const Reach reaches[BR_ROLE_HQ_ADMIN + 1][BR_N_KINDS] = {
  [BR_ROLE_MANAGER] = {
    [BR_KIND_BRAND] = REACH_ALL, [BR_KIND_SUPPLIER] = REACH_ALL, [BR_KIND_PRODUCT] = REACH_ALL, [BR_KIND_SKU] = REACH_ALL,
    [BR_KIND_PRICE] = REACH_OWN_STORE, [BR_KIND_ASSORTMENT] = REACH_OWN_STORE,
  },
  [BR_ROLE_CLERK] = {
    [BR_KIND_PRODUCT] = REACH_FIELDS, [BR_KIND_SKU] = REACH_FIELDS,
  },
  [BR_ROLE_MERCHANDISER] = {
    [BR_KIND_CATEGORY] = REACH_ALL, [BR_KIND_BRAND] = REACH_ALL, [BR_KIND_UNIT] = REACH_ALL, [BR_KIND_TAX_CLASS] = REACH_ALL,
    [BR_KIND_SUPPLIER] = REACH_ALL, [BR_KIND_PRODUCT] = REACH_ALL, [BR_KIND_SKU] = REACH_ALL, [BR_KIND_PRICE] = REACH_ALL,
    [BR_KIND_ASSORTMENT] = REACH_ALL,
  },
  [BR_ROLE_HQ_ADMIN] = {
    [BR_KIND_CATEGORY] = REACH_ALL, [BR_KIND_BRAND] = REACH_ALL, [BR_KIND_UNIT] = REACH_ALL, [BR_KIND_TAX_CLASS] = REACH_ALL,
    [BR_KIND_SUPPLIER] = REACH_ALL, [BR_KIND_PRODUCT] = REACH_ALL, [BR_KIND_SKU] = REACH_ALL, [BR_KIND_PRICE] = REACH_ALL,
    [BR_KIND_ASSORTMENT] = REACH_ALL, [BR_KIND_ZONE] = REACH_ALL, [BR_KIND_STORE] = REACH_ALL, [BR_KIND_PERSON] = REACH_ALL,
  },
};

static const guint32 rights[BR_ROLE_HQ_ADMIN + 1] = {
  [BR_ROLE_MANAGER] = 1u << BR_RIGHT_SEE_COST | 1u << BR_RIGHT_APPROVE_BELOW_FLOOR | 1u << BR_RIGHT_IMPORT | 1u << BR_RIGHT_BULK_EDIT,
  [BR_ROLE_CLERK] = 0,
  [BR_ROLE_MERCHANDISER] = 1u << BR_RIGHT_SEE_COST | 1u << BR_RIGHT_IMPORT | 1u << BR_RIGHT_BULK_EDIT,
  [BR_ROLE_HQ_ADMIN] =
      1u << BR_RIGHT_SEE_COST | 1u << BR_RIGHT_APPROVE_BELOW_FLOOR | 1u << BR_RIGHT_IMPORT | 1u << BR_RIGHT_BULK_EDIT | 1u << BR_RIGHT_MANAGE_PEOPLE,
};

static gboolean
is_role (BrRole role)
{
  return role >= BR_ROLE_MANAGER && role <= BR_ROLE_HQ_ADMIN;
}

gboolean
br_role_has_right (BrRole role, BrRight right)
{
  return is_role (role) && (rights[role] & 1u << right) != 0;
}

gboolean
br_role_sees_field (BrRole role, BrKind kind, guint field)
{
  gboolean tells_cost = (kind == BR_KIND_SKU && field == BR_SKU_COST) || (kind == BR_KIND_CATEGORY && field == BR_CATEGORY_MARGIN_FLOOR);

  return !tells_cost || br_role_has_right (role, BR_RIGHT_SEE_COST);
}

static gboolean
refuse (GError **error, const BrKindInfo *info, const char *why)
{
  g_set_error (error, BR_ERROR, BR_ERROR_REFUSED, "%s: %s", info->name, why);
  return FALSE;
}

/* The field of a kind that says which store the record belongs to. */
static guint
store_field (BrKind kind)
{
  return kind == BR_KIND_PRICE ? BR_PRICE_STORE : BR_ASSORTMENT_STORE;
}

static gboolean
is_own_store (const BrActor *actor, const BrValue *store)
{
  return store->type == BR_VALUE_ID && br_id_equal (&store->id, &actor->store);
}

/* The store a record belonged to counts as much as the one it goes to: nobody moves another store's price to their own. */
static gboolean
check_own_store (const BrActor *actor, const BrPatch *patch, const BrRecord *record, GError **error)
{
  const BrKindInfo *info = br_schema_get (patch->kind);
  guint field = store_field (patch->kind);

  if (br_id_is_none (&actor->store) || !is_own_store (actor, &record->cells[field]))
    return refuse (error, info, "only for one's own store");
  for (guint i = 0; i < patch->n_cells; i++)
    if (patch->cells[i].field == field && !patch->create && !is_own_store (actor, &patch->cells[i].before))
      return refuse (error, info, "it belongs to another store");
  return TRUE;
}

static gboolean
check_fields (const BrPatch *patch, GError **error)
{
  const BrKindInfo *info = br_schema_get (patch->kind);
  guint allowed = patch->kind == BR_KIND_SKU ? BR_SKU_BARCODES : BR_PRODUCT_PICTURES;

  if (patch->create)
    return refuse (error, info, "this role may not create it");
  for (guint i = 0; i < patch->n_cells; i++)
    if (patch->cells[i].field != allowed)
      {
        g_set_error (error, BR_ERROR, BR_ERROR_REFUSED, "%s: this role may not change %s", info->name, info->fields[patch->cells[i].field].name);
        return FALSE;
      }
  return TRUE;
}

gboolean
br_role_check_patch (const BrActor *actor, const BrPatch *patch, const BrRecord *record, GError **error)
{
  const BrKindInfo *info = br_schema_get (patch->kind);

  if (info == NULL || !is_role (actor->role))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_REFUSED, "nobody is signed in, or the kind is unknown");
      return FALSE;
    }
  switch (reaches[actor->role][patch->kind])
    {
    case REACH_ALL: return TRUE;
    case REACH_OWN_STORE: return check_own_store (actor, patch, record, error);
    case REACH_FIELDS: return check_fields (patch, error);
    case REACH_NONE:
    default: return refuse (error, info, "this role may not change it");
    }
}
