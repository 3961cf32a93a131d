/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One hash from (kind, parent, name) to id: a file of 100,000 rows names the same few hundred things again and again. */
#include "config.h"
#include "br-import-refs.h"

#include "br-money.h"
#include "br-record-store.h"

#include <string.h>

#define MAX_CATEGORY_LEVELS 16

struct _BrImportRefs
{
  BrStoreTx *tx;    /* borrowed */
  BrEditBatch *batch; /* borrowed */
  GHashTable *ids;   /* key text -> BrId* */
};

static const struct
{
  BrKind kind;
  guint name;
} named_kinds[] = {
  { BR_KIND_CATEGORY, BR_CATEGORY_NAME },   { BR_KIND_BRAND, BR_BRAND_NAME },       { BR_KIND_UNIT, BR_UNIT_NAME },
  { BR_KIND_TAX_CLASS, BR_TAX_CLASS_NAME }, { BR_KIND_SUPPLIER, BR_SUPPLIER_NAME },
};

static char *
make_key (BrKind kind, const BrId *parent, const char *name)
{
  char text[BR_ID_STRING_LENGTH + 1] = "";

  if (!br_id_is_none (parent))
    br_id_write (parent, text);
  return g_strdup_printf ("%d %s %s", kind, text, name);
}

static gboolean
load_kind (BrImportRefs *self, BrKind kind, guint name_field, GError **error)
{
  g_autoptr (GPtrArray) records = br_record_store_list (self->tx->db, kind, error);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const BrRecord *record = records->pdata[i];
      const char *name = br_record_text (record, name_field);
      const BrId *parent = kind == BR_KIND_CATEGORY ? br_record_ref (record, BR_CATEGORY_PARENT) : NULL;
      g_autofree char *key = name != NULL ? make_key (kind, parent, name) : NULL;

      /* Of two with the same name the first, which is the older, is meant. */
      if (key != NULL && !g_hash_table_contains (self->ids, key))
        g_hash_table_insert (self->ids, g_steal_pointer (&key), g_memdup2 (&record->id, sizeof record->id));
    }
  return records != NULL;
}

BrImportRefs *
br_import_refs_new (BrStoreTx *tx, BrEditBatch *batch, GError **error)
{
  g_autoptr (BrImportRefs) self = g_new0 (BrImportRefs, 1);

  self->tx = tx;
  self->batch = batch;
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (named_kinds); i++)
    {
      if (!load_kind (self, named_kinds[i].kind, named_kinds[i].name, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
br_import_refs_free (BrImportRefs *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->ids);
  g_free (self);
}

/* What only this kind needs: the rate of a tax class is its name, "13%". FALSE when that is no percentage. */
static gboolean
fill_record (BrRecord *record, const BrId *parent, const char *name)
{
  g_autofree char *number = NULL;
  gint64 rate;

  if (record->kind == BR_KIND_CATEGORY)
    br_value_set_id (&record->cells[BR_CATEGORY_PARENT], parent);
  else if (record->kind == BR_KIND_UNIT)
    br_value_set_int (&record->cells[BR_UNIT_DECIMALS], 0);
  else if (record->kind == BR_KIND_TAX_CLASS)
    {
      gsize n = strlen (name);

      if (n < 2 || name[n - 1] != '%')
        return FALSE;
      number = g_strndup (name, n - 1);
      if (!br_money_parse (number, 2, &rate, NULL) || rate < 0 || rate > BR_RATE_ONE)
        return FALSE;
      br_value_set_int (&record->cells[BR_TAX_CLASS_RATE], rate);
    }
  return TRUE;
}

static guint
name_field_of (BrKind kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (named_kinds); i++)
    {
      if (named_kinds[i].kind == kind)
        return named_kinds[i].name;
    }
  g_return_val_if_reached (1);
}

static gboolean
find_one (BrImportRefs *self, BrKind kind, const BrId *parent, const char *name, BrId *id, gboolean *found, GError **error)
{
  g_autofree char *key = make_key (kind, parent, name);
  const BrId *known = g_hash_table_lookup (self->ids, key);
  g_autoptr (BrRecord) record = NULL;

  *found = known != NULL;
  if (known != NULL)
    {
      *id = *known;
      return TRUE;
    }
  *id = br_id_make (self->tx->clock, self->tx->random);
  record = br_record_new (kind, id);
  br_value_set_text (&record->cells[name_field_of (kind)], name);
  *found = fill_record (record, parent, name);
  if (!*found)
    return TRUE;
  g_hash_table_insert (self->ids, g_steal_pointer (&key), g_memdup2 (id, sizeof *id));
  return br_edit_batch_put (self->batch, NULL, record, error);
}

/* "Food / Drinks > Tea": each level below the one before. */
static gboolean
find_path (BrImportRefs *self, const char *path, BrId *id, gboolean *found, GError **error)
{
  g_autofree char *slashed = g_strdelimit (g_strdup (path), ">", '/');
  g_auto (GStrv) levels = g_strsplit (slashed, "/", MAX_CATEGORY_LEVELS);
  BrId parent = { { 0 } };

  *found = FALSE;
  for (guint i = 0; levels[i] != NULL; i++)
    {
      if (*g_strstrip (levels[i]) == '\0')
        continue;
      if (!find_one (self, BR_KIND_CATEGORY, &parent, levels[i], id, found, error))
        return FALSE;
      parent = *id;
    }
  return TRUE;
}

gboolean
br_import_refs_find (BrImportRefs *self, BrKind kind, const char *name, BrId *id, gboolean *found, GError **error)
{
  if (kind == BR_KIND_CATEGORY)
    return find_path (self, name, id, found, error);
  return find_one (self, kind, NULL, name, id, found, error);
}
