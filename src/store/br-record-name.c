/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people call a record, and the product it belongs to. */
#include "config.h"
#include "br-record-store.h"

#include "br-bind.h"
#include "br-record-sql.h"

gboolean
br_record_store_dup_name (BrDb *db, BrKind kind, const BrId *uid, char **name, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, br_record_sql_get (kind)->name, error);
  gboolean has_row;

  *name = NULL;
  if (statement == NULL)
    return FALSE;
  br_bind_id (statement, 1, uid);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      *name = g_strdup (br_column_text (statement, 0));
      sqlite3_reset (statement);
    }
  return TRUE;
}

static const char *
product_sql (BrKind kind)
{
  switch ((int) kind)
    {
    case BR_KIND_PRODUCT: return "SELECT uid, name FROM product WHERE uid = ?1";
    case BR_KIND_SKU: return "SELECT p.uid, p.name FROM sku s JOIN product p ON p.id = s.product WHERE s.uid = ?1";
    case BR_KIND_PRICE: return "SELECT p.uid, p.name FROM price t JOIN sku s ON s.id = t.sku JOIN product p ON p.id = s.product WHERE t.uid = ?1";
    case BR_KIND_ASSORTMENT: return "SELECT p.uid, p.name FROM assortment t JOIN sku s ON s.id = t.sku JOIN product p ON p.id = s.product WHERE t.uid = ?1";
    default: return NULL;
    }
}

gboolean
br_record_store_find_product (BrDb *db, BrKind kind, const BrId *uid, BrId *product, char **name, GError **error)
{
  const char *sql = product_sql (kind);
  sqlite3_stmt *statement;
  gboolean has_row;

  *product = (BrId) { 0 };
  if (name != NULL)
    *name = NULL;
  if (sql == NULL)
    return TRUE;
  statement = br_db_statement (db, sql, error);
  if (statement == NULL)
    return FALSE;
  br_bind_id (statement, 1, uid);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  *product = br_column_id (statement, 0);
  if (name != NULL)
    *name = g_strdup (br_column_text (statement, 1));
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
br_record_store_dup_value_name (BrDb *db, BrKind kind, guint field, const BrValue *value, char **name, GError **error)
{
  const BrField *info = &br_schema_get (kind)->fields[field];

  *name = NULL;
  return info->type != BR_FIELD_REF || value->type != BR_VALUE_ID || br_record_store_dup_name (db, info->ref, &value->id, name, error);
}

/* A record that was never to be has no name in the tables, only in the change that would have made it. */
static char *
dup_name_in_patch (const BrPatch *patch)
{
  const BrKindInfo *info = br_schema_get (patch->kind);

  for (guint i = 0; i < patch->n_cells; i++)
    {
      const BrCell *cell = &patch->cells[i];
      const char *field = info->fields[cell->field].name;

      if (cell->after.type == BR_VALUE_TEXT && (g_str_equal (field, "name") || g_str_equal (field, "code")))
        return g_strdup (cell->after.text);
    }
  return NULL;
}

/* The product or SKU above a record, as the patch says; NULL when it does not. */
static const BrId *
find_parent_in_patch (const BrPatch *patch, BrKind *kind)
{
  const BrKindInfo *info = br_schema_get (patch->kind);

  for (guint i = 0; i < patch->n_cells; i++)
    {
      const BrCell *cell = &patch->cells[i];

      *kind = info->fields[cell->field].ref;
      if (cell->after.type == BR_VALUE_ID && (*kind == BR_KIND_PRODUCT || *kind == BR_KIND_SKU))
        return &cell->after.id;
    }
  return NULL;
}

static const BrPatch *
find_patch (const BrEdit *edit, BrKind kind, const BrId *uid)
{
  for (guint i = 0; i < edit->n_patches; i++)
    if (edit->patches[i].kind == kind && br_id_equal (&edit->patches[i].id, uid))
      return &edit->patches[i];
  return NULL;
}

gboolean
br_record_store_dup_name_in (BrDb *db, const BrEdit *edit, BrKind kind, const BrId *uid, char **name, GError **error)
{
  const BrPatch *patch;

  if (!br_record_store_dup_name (db, kind, uid, name, error))
    return FALSE;
  patch = *name == NULL ? find_patch (edit, kind, uid) : NULL;
  if (patch != NULL)
    *name = dup_name_in_patch (patch);
  return TRUE;
}

/* The same for the product of a SKU. */
static gboolean
dup_product_in (BrDb *db, const BrEdit *edit, const BrId *sku, char **name, GError **error)
{
  const BrPatch *patch;
  const BrId *product;
  BrKind kind;
  BrId known;

  if (!br_record_store_find_product (db, BR_KIND_SKU, sku, &known, name, error))
    return FALSE;
  patch = *name == NULL ? find_patch (edit, BR_KIND_SKU, sku) : NULL;
  product = patch != NULL ? find_parent_in_patch (patch, &kind) : NULL;
  return product == NULL || br_record_store_dup_name_in (db, edit, BR_KIND_PRODUCT, product, name, error);
}

gboolean
br_record_store_name_patch (BrDb *db, const BrEdit *edit, const BrPatch *patch, char **name, char **product_name, GError **error)
{
  const BrId *parent;
  BrKind parent_kind;
  BrId product;

  *product_name = NULL;
  if (!br_record_store_dup_name_in (db, edit, patch->kind, &patch->id, name, error))
    return FALSE;
  if (patch->kind == BR_KIND_PRODUCT)
    return TRUE;
  if (!br_record_store_find_product (db, patch->kind, &patch->id, &product, product_name, error))
    return FALSE;
  parent = find_parent_in_patch (patch, &parent_kind);
  if (*product_name != NULL || parent == NULL)
    return TRUE;
  if (parent_kind == BR_KIND_PRODUCT)
    return br_record_store_dup_name_in (db, edit, parent_kind, parent, product_name, error);
  return (*name != NULL || br_record_store_dup_name_in (db, edit, parent_kind, parent, name, error)) && dup_product_in (db, edit, parent, product_name, error);
}
