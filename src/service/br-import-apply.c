/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One row becomes a product, a SKU and its regular base price. The key is the SKU code, else the barcode; a new SKU without a code
 * gets its barcode as code. A key that stands twice in the file is used once. Rows with option values and the same name are
 * variants of one product. Barcodes and attributes are added to those there are; what the file says nothing about stays.
 */
#include "config.h"
#include "br-import-apply.h"

#include "br-import-refs.h"
#include "br-import-store.h"
#include "br-life-cycle.h"
#include "br-record-store.h"

#include <string.h>

typedef struct
{
  BrId record;
  guint row;
} PutBy;

struct _BrImportApply
{
  BrStoreTx *tx;       /* borrowed */
  BrEditBatch *batch;    /* borrowed */
  BrImportRefs *refs;     /* owned */
  GHashTable *keys;     /* codes and barcodes the file has named so far; owned texts */
  GHashTable *families; /* name of a product with options -> BrId* */
  GArray *put_by;   /* of PutBy */
};

/* What one row is about: as it was, and as it should become. */
typedef struct
{
  BrRecord *product, *sku, *price;             /* stored; NULL = new, or (price) none */
  BrRecord *new_product, *new_sku, *new_price; /* NULL = not touched */
} Goods;

static void
goods_clear (Goods *self)
{
  br_record_free (self->product);
  br_record_free (self->sku);
  br_record_free (self->price);
  br_record_free (self->new_product);
  br_record_free (self->new_sku);
  br_record_free (self->new_price);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Goods, goods_clear)

BrImportApply *
br_import_apply_new (BrStoreTx *tx, BrEditBatch *batch, GError **error)
{
  g_autoptr (BrImportApply) self = g_new0 (BrImportApply, 1);

  self->tx = tx;
  self->batch = batch;
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->families = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->put_by = g_array_new (FALSE, FALSE, sizeof (PutBy));
  self->refs = br_import_refs_new (tx, batch, error);
  return self->refs != NULL ? g_steal_pointer (&self) : NULL;
}

void
br_import_apply_free (BrImportApply *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->refs, br_import_refs_free);
  g_hash_table_unref (self->keys);
  g_hash_table_unref (self->families);
  g_array_unref (self->put_by);
  g_free (self);
}

static void
reject (BrImportRow *row, BrImportReason reason)
{
  row->reason = reason;
  row->column = -1;
  row->fatal = TRUE;
}

/*
 * Notes the row's key; FALSE when an earlier row had it. A row without a code stands for the SKU whose code is its barcode, so it
 * claims that too; a row with both claims its barcodes, by which a later row without a code would mean it.
 */
static gboolean
claim_key (BrImportApply *self, BrImportRow *row)
{
  const char *code = row->texts[BR_IMPORT_CODE];
  gboolean is_new;

  if (code == NULL)
    {
      const char *barcode = row->barcodes->pdata[0];

      is_new = g_hash_table_add (self->keys, g_strconcat ("b", barcode, NULL));
      return g_hash_table_add (self->keys, g_strconcat ("c", barcode, NULL)) && is_new;
    }
  is_new = g_hash_table_add (self->keys, g_strconcat ("c", code, NULL));
  for (guint i = 0; is_new && i < row->barcodes->len; i++)
    g_hash_table_add (self->keys, g_strconcat ("b", (char *) row->barcodes->pdata[i], NULL));
  return is_new;
}

/* Finds the SKU the row means; *sku = 0 when it is new. A code that equals the barcode of a row without code is what the import itself made. */
static gboolean
find_sku (BrImportApply *self, BrImportRow *row, gint64 *sku, GError **error)
{
  const char *code = row->texts[BR_IMPORT_CODE];
  BrFoundSkus found;

  if (!br_import_store_find_by_code (self->tx->db, code != NULL ? code : row->barcodes->pdata[0], &found, error))
    return FALSE;
  if (found.n == 0 && code == NULL && !br_import_store_find_by_barcode (self->tx->db, row->barcodes->pdata[0], &found, error))
    return FALSE;
  *sku = found.n == 1 ? found.ids[0] : 0;
  if (found.n > 1)
    reject (row, BR_REASON_AMBIGUOUS);
  return TRUE;
}

static gboolean
load_goods (BrImportApply *self, gint64 sku, Goods *goods, GError **error)
{
  const BrId *product;
  gint64 price;

  if (!br_record_store_load_by_row (self->tx->db, BR_KIND_SKU, sku, &goods->sku, error) || !br_import_store_find_price (self->tx->db, sku, &price, error)
      || (price != 0 && !br_record_store_load_by_row (self->tx->db, BR_KIND_PRICE, price, &goods->price, error)))
    return FALSE;
  product = goods->sku != NULL ? br_record_ref (goods->sku, BR_SKU_PRODUCT) : NULL;
  return product == NULL || br_record_store_load (self->tx->db, BR_KIND_PRODUCT, product, &goods->product, error);
}

/* A reference by name; what the file does not say stays. */
static gboolean
set_ref (BrImportApply *self, BrImportRow *row, BrImportTarget target, BrKind kind, BrValue *cell, GError **error)
{
  const char *name = row->texts[target];
  BrId id;
  gboolean found;

  if (name == NULL)
    return TRUE;
  if (!br_import_refs_find (self->refs, kind, name, &id, &found, error))
    return FALSE;
  if (found)
    br_value_set_id (cell, &id);
  else if (row->reason == BR_REASON_NONE)
    row->reason = kind == BR_KIND_TAX_CLASS ? BR_REASON_BAD_TAX_CLASS : BR_REASON_BAD_TEXT;
  return TRUE;
}

static void
set_text (BrValue *cell, const char *text)
{
  if (text != NULL)
    br_value_set_text (cell, text);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Adds the row's attributes to the product's, replacing those of the same key. */
static void
set_attributes (BrImportRow *row, BrValue *cell)
{
  g_auto (GStrv) old = br_lines_split (cell->type == BR_VALUE_TEXT ? cell->text : NULL);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;

  if (row->attribute_keys->len == 0)
    return;
  for (guint i = 0; old[i] != NULL; i++)
    {
      g_autofree char *key = g_strndup (old[i], strcspn (old[i], "\t"));

      if (!g_ptr_array_find_with_equal_func (row->attribute_keys, key, g_str_equal, NULL))
        g_ptr_array_add (lines, g_strdup (old[i]));
    }
  for (guint i = 0; i < row->attribute_keys->len; i++)
    g_ptr_array_add (lines, g_strdup_printf ("%s\t%s", (char *) row->attribute_keys->pdata[i], (char *) row->attribute_values->pdata[i]));
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  joined = br_lines_join ((const char *const *) lines->pdata);
  br_value_set_text (cell, joined);
}

static const char *
barcode_kind (const char *code)
{
  gsize n = strlen (code);

  if (strspn (code, "0123456789") != n)
    return "other";
  return n == 8 || n == 13 ? "ean" : n == 12 ? "upc" : n == 14 ? "itf" : "internal";
}

static void
set_barcodes (BrImportRow *row, BrValue *cell)
{
  g_autoptr (GString) lines = g_string_new (cell->type == BR_VALUE_TEXT ? cell->text : "");
  g_auto (GStrv) old = br_lines_split (lines->str);

  for (guint i = 0; i < row->barcodes->len; i++)
    {
      const char *code = row->barcodes->pdata[i];
      gsize n = strlen (code);
      gboolean known = FALSE;

      for (guint j = 0; old[j] != NULL && !known; j++)
        known = strncmp (old[j], code, n) == 0 && old[j][n] == '\t';
      if (!known)
        g_string_append_printf (lines, "%s%s\t%s\t1000", lines->len > 0 ? "\n" : "", code, barcode_kind (code));
    }
  br_value_set_text (cell, lines->len > 0 ? lines->str : NULL);
}

static gboolean
fill_product (BrImportApply *self, BrImportRow *row, BrRecord *product, GError **error)
{
  set_text (&product->cells[BR_PRODUCT_NAME], row->texts[BR_IMPORT_NAME]);
  set_text (&product->cells[BR_PRODUCT_NAME_ALT], row->texts[BR_IMPORT_NAME_ALT]);
  set_text (&product->cells[BR_PRODUCT_DESCRIPTION], row->texts[BR_IMPORT_DESCRIPTION]);
  set_attributes (row, &product->cells[BR_PRODUCT_ATTRIBUTES]);
  return set_ref (self, row, BR_IMPORT_CATEGORY, BR_KIND_CATEGORY, &product->cells[BR_PRODUCT_CATEGORY], error)
         && set_ref (self, row, BR_IMPORT_BRAND, BR_KIND_BRAND, &product->cells[BR_PRODUCT_BRAND], error)
         && set_ref (self, row, BR_IMPORT_UNIT, BR_KIND_UNIT, &product->cells[BR_PRODUCT_UNIT], error)
         && set_ref (self, row, BR_IMPORT_TAX_CLASS, BR_KIND_TAX_CLASS, &product->cells[BR_PRODUCT_TAX_CLASS], error)
         && set_ref (self, row, BR_IMPORT_SUPPLIER, BR_KIND_SUPPLIER, &product->cells[BR_PRODUCT_SUPPLIER], error);
}

static char *
join_array (GPtrArray *items)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (char *) items->pdata[i]);
  return g_string_free (text, items->len == 0);
}

/* Option values need the product to have just these options; a product without options takes them. */
static void
set_options (BrImportRow *row, BrRecord *product, BrRecord *sku)
{
  g_autofree char *names = join_array (row->option_names);
  g_autofree char *values = join_array (row->option_values);
  const char *have = br_record_text (product, BR_PRODUCT_OPTIONS);

  if (names == NULL)
    return;
  if (have != NULL && !g_str_equal (have, names))
    {
      if (row->reason == BR_REASON_NONE)
        row->reason = BR_REASON_BAD_OPTIONS;
      return;
    }
  br_value_set_text (&product->cells[BR_PRODUCT_OPTIONS], names);
  br_value_set_text (&sku->cells[BR_SKU_OPTION_VALUES], values);
}

static gboolean
is_step (const BrValue *now, BrLifeCycle to)
{
  return now->type != BR_VALUE_INT || now->integer == (gint64) to || br_life_cycle_allows ((BrLifeCycle) now->integer, to);
}

static void
fill_sku (BrImportRow *row, BrRecord *sku)
{
  const char *code = row->texts[BR_IMPORT_CODE];

  if (br_record_text (sku, BR_SKU_CODE) == NULL)
    br_value_set_text (&sku->cells[BR_SKU_CODE], code != NULL ? code : row->barcodes->pdata[0]);
  set_barcodes (row, &sku->cells[BR_SKU_BARCODES]);
  if (row->cost_minor != G_MININT64)
    br_value_set_int (&sku->cells[BR_SKU_COST], row->cost_minor);
  if (row->status != 0 && is_step (&sku->cells[BR_SKU_STATUS], row->status))
    br_value_set_int (&sku->cells[BR_SKU_STATUS], row->status);
  else if (row->status != 0 && row->reason == BR_REASON_NONE)
    row->reason = BR_REASON_BAD_STEP;
  else if (sku->cells[BR_SKU_STATUS].type == BR_VALUE_NULL)
    br_value_set_int (&sku->cells[BR_SKU_STATUS], BR_STATUS_LISTED); /* what a shop has in its files, it sells */
}

static BrRecord *
copy_or_new (BrImportApply *self, const BrRecord *stored, BrKind kind)
{
  BrId id;

  if (stored != NULL)
    return br_record_copy (stored);
  id = br_id_make (self->tx->clock, self->tx->random);
  return br_record_new (kind, &id);
}

static void
make_price (BrImportApply *self, BrImportRow *row, Goods *goods)
{
  if (row->price_minor == G_MININT64)
    return;
  goods->new_price = copy_or_new (self, goods->price, BR_KIND_PRICE);
  br_value_set_id (&goods->new_price->cells[BR_PRICE_SKU], &goods->new_sku->id);
  br_value_set_int (&goods->new_price->cells[BR_PRICE_KIND], BR_PRICE_REGULAR);
  br_value_set_int (&goods->new_price->cells[BR_PRICE_PRIORITY], br_record_int (goods->new_price, BR_PRICE_PRIORITY));
  br_value_set_int (&goods->new_price->cells[BR_PRICE_AMOUNT], row->price_minor);
}

/* The product of a new variant is the one an earlier row of the same name made or meant. */
static gboolean
join_family (BrImportApply *self, BrImportRow *row, Goods *goods, GError **error)
{
  const char *name = row->texts[BR_IMPORT_NAME];
  const BrId *known = row->option_names->len > 0 && name != NULL ? g_hash_table_lookup (self->families, name) : NULL;

  return goods->product != NULL || known == NULL || br_record_store_load (self->tx->db, BR_KIND_PRODUCT, known, &goods->product, error);
}

static gboolean
make_goods (BrImportApply *self, BrImportRow *row, Goods *goods, GError **error)
{
  if (!join_family (self, row, goods, error))
    return FALSE;
  goods->new_product = copy_or_new (self, goods->product, BR_KIND_PRODUCT);
  goods->new_sku = copy_or_new (self, goods->sku, BR_KIND_SKU);
  br_value_set_id (&goods->new_sku->cells[BR_SKU_PRODUCT], &goods->new_product->id);
  fill_sku (row, goods->new_sku);
  set_options (row, goods->new_product, goods->new_sku);
  make_price (self, row, goods);
  return fill_product (self, row, goods->new_product, error);
}

static gboolean
is_changed (const BrRecord *before, const BrRecord *after)
{
  for (guint i = 0; before != NULL && i < BR_MAX_FIELDS; i++)
    {
      if (!br_value_equal (&before->cells[i], &after->cells[i]))
        return TRUE;
    }
  return before == NULL;
}

/* Puts what differs; FALSE in *changed when nothing does. */
static gboolean
put (BrImportApply *self, guint index, const BrRecord *before, const BrRecord *after, gboolean *changed, GError **error)
{
  if (after == NULL || !is_changed (before, after))
    return TRUE;
  *changed = TRUE;
  g_array_append_val (self->put_by, ((PutBy) { after->id, index }));
  return br_edit_batch_put (self->batch, before, after, error);
}

static gboolean
put_goods (BrImportApply *self, BrImportRow *row, guint index, const Goods *goods, BrImportVerdict *verdict, GError **error)
{
  const char *name = row->texts[BR_IMPORT_NAME];
  gboolean changed = FALSE;

  if (!put (self, index, goods->product, goods->new_product, &changed, error) || !put (self, index, goods->sku, goods->new_sku, &changed, error)
      || !put (self, index, goods->price, goods->new_price, &changed, error))
    return FALSE;
  if (row->option_names->len > 0 && name != NULL)
    g_hash_table_replace (self->families, g_strdup (name), g_memdup2 (&goods->new_product->id, sizeof (BrId)));
  *verdict = goods->sku == NULL ? BR_VERDICT_CREATED : changed ? BR_VERDICT_UPDATED : BR_VERDICT_UNCHANGED;
  return TRUE;
}

static gboolean
has_content (const BrRecord *record)
{
  for (guint i = 0; i < BR_MAX_FIELDS; i++)
    {
      if (record->cells[i].type != BR_VALUE_NULL)
        return TRUE;
    }
  return FALSE;
}

/* Rules of the records that reading cells could not see: the product's lists too long, too many barcodes. */
static void
check_goods (BrImportRow *row, const Goods *goods)
{
  if (!has_content (goods->new_product))
    reject (row, BR_REASON_NO_NAME);
  else if (!br_record_check (goods->new_product, NULL) || !br_record_check (goods->new_sku, NULL)
           || (goods->new_price != NULL && !br_record_check (goods->new_price, NULL)))
    reject (row, BR_REASON_INVALID);
}

static gboolean
is_rejected (const BrImportRow *row, BrImportPolicy policy)
{
  return row->fatal || (row->reason != BR_REASON_NONE && policy != BR_IMPORT_KEEP_VALID);
}

gboolean
br_import_apply_row (BrImportApply *self, BrImportRow *row, guint index, BrImportPolicy policy, BrImportVerdict *verdict, GError **error)
{
  g_auto (Goods) goods = { 0 };
  gint64 sku = 0;

  *verdict = BR_VERDICT_REJECTED;
  if (is_rejected (row, policy))
    return TRUE;
  if (!claim_key (self, row))
    reject (row, BR_REASON_REPEATED);
  else if (!find_sku (self, row, &sku, error))
    return FALSE;
  if (is_rejected (row, policy))
    return TRUE;
  if ((sku != 0 && !load_goods (self, sku, &goods, error)) || !make_goods (self, row, &goods, error))
    return FALSE;
  check_goods (row, &goods);
  return is_rejected (row, policy) || put_goods (self, row, index, &goods, verdict, error);
}

int
br_import_apply_find_row (BrImportApply *self, const BrId *record)
{
  for (guint i = 0; i < self->put_by->len; i++)
    {
      const PutBy *put_by = &g_array_index (self->put_by, PutBy, i);

      if (br_id_equal (&put_by->record, record))
        return (int) put_by->row;
    }
  return -1;
}
