/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Headers to fields. A header is folded (NFKC, lower case, letters and digits only) and looked up among what such columns are
 * called in English and Chinese; an exact match is better than one at the start or inside, and each field is given once.
 */
#include "config.h"
#include "br-import-map.h"

#include "br-error.h"

#include <string.h>

#define MAX_NAME 100 /* bytes of an option's or attribute's name */

static const char *const target_names[BR_IMPORT_N_TARGETS] = {
  "-", "name", "name_alt", "code", "barcode", "category", "brand", "unit", "supplier", "tax_class", "cost", "price", "status", "description", "option", "attr",
};

/* What columns are called, folded as br_import_fold_header does; the first of a row is the field's own name. Order matters only between
 * words inside a header: "cost price" is a cost, so costs come before prices. */
static const struct
{
  BrImportTarget target;
  const char *words[24];
} synonyms[] = {
  { BR_IMPORT_BARCODE,
    { "barcode", "barcodes", "ean", "ean13", "ean8", "upc", "gtin", "条码", "条形码", "商品条码", "商品条形码", "国际条码", "69码", "编号条码" } },
  { BR_IMPORT_CODE, { "code",      "sku", "skucode", "skuid", "itemcode", "itemno",   "itemnumber", "itemid",   "articleno", "articlenumber", "productcode",
                      "stockcode", "plu", "货号",    "编码",  "商品编码", "商品编号", "产品编码",   "商品代码", "sku编码",   "物料编码",      "款号" } },
  { BR_IMPORT_NAME_ALT,
    { "namealt", "secondname", "alternativename", "englishname", "chinesename", "namezh", "nameen", "英文名", "英文名称", "别名", "副名称", "第二名称" } },
  { BR_IMPORT_CATEGORY,
    { "category", "categorypath", "categories", "department", "group", "productgroup", "类别", "分类", "品类", "商品分类", "类目", "商品类别" } },
  { BR_IMPORT_BRAND, { "brand", "brandname", "brands", "manufacturer", "品牌", "商品品牌", "牌子", "厂牌" } },
  { BR_IMPORT_SUPPLIER, { "supplier", "suppliername", "vendor", "vendorname", "供应商", "供货商", "供应商名称", "进货商" } },
  { BR_IMPORT_TAX_CLASS, { "taxclass", "tax", "taxrate", "vat", "vatrate", "税率", "税类", "税种", "增值税率" } },
  { BR_IMPORT_COST, { "cost", "costprice", "unitcost", "purchaseprice", "buyingprice", "wholesaleprice", "成本", "成本价", "进价", "进货价", "采购价" } },
  { BR_IMPORT_PRICE,
    { "price", "retailprice", "sellingprice", "salesprice", "saleprice", "unitprice", "listprice", "rrp", "msrp", "价格", "售价", "零售价", "单价", "销售价",
      "销售价格", "门店价" } },
  { BR_IMPORT_UNIT, { "unit", "uom", "unitofmeasure", "salesunit", "单位", "计量单位", "销售单位", "包装单位" } },
  { BR_IMPORT_STATUS, { "status", "state", "lifecycle", "状态", "商品状态", "上架状态" } },
  { BR_IMPORT_NAME,
    { "name", "productname", "itemname", "title", "producttitle", "goodsname", "product", "item", "名称", "品名", "商品名称", "商品名", "产品名称", "货品名称",
      "标题" } },
  { BR_IMPORT_DESCRIPTION, { "description", "longdescription", "details", "desc", "remarks", "描述", "商品描述", "说明", "详情", "备注" } },
};

/* Columns that make variants of one product. */
static const char *const option_words[] = { "size", "colour", "color", "flavour", "flavor", "尺码", "颜色", "口味", "规格", "尺寸" };

const char *
br_import_target_name (BrImportTarget target)
{
  return target < BR_IMPORT_N_TARGETS ? target_names[target] : NULL;
}

char *
br_import_fold_header (const char *header)
{
  g_autofree char *normal = g_utf8_normalize (header, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *lower = g_utf8_casefold (normal != NULL ? normal : "", -1);
  GString *folded = g_string_new (NULL);

  for (const char *p = lower; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c))
        g_string_append_unichar (folded, c);
      else if (c == '(' || c == '[')
        break; /* "Price (CNY)": what stands in brackets is about the field */
    }
  return g_string_free (folded, FALSE);
}

static gboolean
matches (const char *folded, const char *word, int pass)
{
  if (pass == 0)
    return g_str_equal (folded, word);
  /* Short words are inside too many others: "unit" in "community". */
  return strlen (word) >= 5 && (pass == 1 ? g_str_has_prefix (folded, word) || g_str_has_suffix (folded, word) : strstr (folded, word) != NULL);
}

static BrImportTarget
find_target (const char *folded, int pass)
{
  for (guint i = 0; i < G_N_ELEMENTS (synonyms); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (synonyms[i].words) && synonyms[i].words[j] != NULL; j++)
        {
          if (matches (folded, synonyms[i].words[j], pass))
            return synonyms[i].target;
        }
    }
  return BR_IMPORT_IGNORE;
}

static gboolean
is_option (const char *folded)
{
  for (guint i = 0; i < G_N_ELEMENTS (option_words); i++)
    {
      if (g_str_equal (folded, option_words[i]))
        return TRUE;
    }
  return FALSE;
}

/* Columns that say themselves what they are: "attr.origin", "option.Size", as our own export writes them. */
static gboolean
guess_named (BrImportMap *self, guint index)
{
  const char *header = self->columns[index].header;

  return (g_str_has_prefix (header, "attr.") || g_str_has_prefix (header, "option.")) && br_import_map_set (self, index, header, NULL);
}

static void
guess_pass (BrImportMap *self, int pass)
{
  for (guint i = 0; i < self->n_columns; i++)
    {
      g_autofree char *folded = br_import_fold_header (self->columns[i].header);
      BrImportTarget target;

      if (self->columns[i].target != BR_IMPORT_IGNORE || *folded == '\0')
        continue;
      target = find_target (folded, pass);
      if (target != BR_IMPORT_IGNORE && br_import_map_find (self, target) < 0)
        self->columns[i].target = target;
      else if (pass == 0 && is_option (folded))
        {
          self->columns[i].target = BR_IMPORT_OPTION;
          self->columns[i].name = g_strdup (self->columns[i].header);
        }
    }
}

/* A file that has a description but no name means the name by it, as tills and accounting programs do. */
static void
promote_description (BrImportMap *self)
{
  int description = br_import_map_find (self, BR_IMPORT_DESCRIPTION);

  if (description >= 0 && br_import_map_find (self, BR_IMPORT_NAME) < 0)
    self->columns[description].target = BR_IMPORT_NAME;
}

BrImportMap *
br_import_map_guess (const char *const *headers, guint n_headers)
{
  BrImportMap *self = g_new0 (BrImportMap, 1);

  self->n_columns = n_headers;
  self->columns = g_new0 (BrImportColumn, MAX (n_headers, 1));
  for (guint i = 0; i < n_headers; i++)
    self->columns[i].header = g_strstrip (g_strdup (headers[i] != NULL ? headers[i] : ""));
  for (guint i = 0; i < n_headers; i++)
    guess_named (self, i);
  for (int pass = 0; pass < 3; pass++)
    guess_pass (self, pass);
  promote_description (self);
  return self;
}

BrImportMap *
br_import_map_copy (const BrImportMap *self)
{
  BrImportMap *copy = g_new0 (BrImportMap, 1);

  copy->n_columns = self->n_columns;
  copy->columns = g_new0 (BrImportColumn, MAX (self->n_columns, 1));
  for (guint i = 0; i < self->n_columns; i++)
    copy->columns[i] = (BrImportColumn) { g_strdup (self->columns[i].header), self->columns[i].target, g_strdup (self->columns[i].name) };
  return copy;
}

void
br_import_map_free (BrImportMap *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_columns; i++)
    {
      g_free (self->columns[i].header);
      g_free (self->columns[i].name);
    }
  g_free (self->columns);
  g_free (self);
}

/* "attr.origin" to its target and name. */
static gboolean
read_target (const char *text, BrImportTarget *target, const char **name)
{
  *name = NULL;
  for (int i = 0; i < BR_IMPORT_OPTION; i++)
    {
      if (g_str_equal (text, target_names[i]))
        {
          *target = (BrImportTarget) i;
          return TRUE;
        }
    }
  if (g_str_has_prefix (text, "option."))
    *target = BR_IMPORT_OPTION;
  else if (g_str_has_prefix (text, "attr."))
    *target = BR_IMPORT_ATTRIBUTE;
  else
    return FALSE;
  *name = strchr (text, '.') + 1;
  return **name != '\0' && strlen (*name) <= MAX_NAME && strpbrk (*name, "\t\n\r") == NULL && g_utf8_validate (*name, -1, NULL);
}

gboolean
br_import_map_set (BrImportMap *self, guint index, const char *target_text, GError **error)
{
  BrImportTarget target;
  const char *name;
  int other;

  if (index >= self->n_columns || !read_target (target_text, &target, &name))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "there is no field \"%s\"", target_text);
      return FALSE;
    }
  other = target != BR_IMPORT_IGNORE && target < BR_IMPORT_OPTION ? br_import_map_find (self, target) : -1;
  if (other >= 0)
    self->columns[other].target = BR_IMPORT_IGNORE;
  self->columns[index].target = target;
  g_set_str (&self->columns[index].name, name);
  return TRUE;
}

static int
find_column (const BrImportMap *self, const char *column)
{
  guint64 number;

  for (guint i = 0; i < self->n_columns; i++)
    {
      if (g_str_equal (self->columns[i].header, column))
        return (int) i;
    }
  if (g_ascii_string_to_unsigned (column, 10, 1, self->n_columns, &number, NULL))
    return (int) number - 1;
  return -1;
}

gboolean
br_import_map_assign (BrImportMap *self, const char *assignment, GError **error)
{
  const char *equals = strrchr (assignment, '=');
  g_autofree char *column = equals != NULL ? g_strndup (assignment, equals - assignment) : NULL;
  int index = column != NULL ? find_column (self, column) : -1;

  if (index < 0)
    {
      g_set_error (error, BR_ERROR, column != NULL ? BR_ERROR_NOT_FOUND : BR_ERROR_INVALID,
                   column != NULL ? "the file has no column \"%s\"" : "\"%s\" is not COLUMN=FIELD", column != NULL ? column : assignment);
      return FALSE;
    }
  return br_import_map_set (self, (guint) index, equals + 1, error);
}

char *
br_import_map_dup_target (const BrImportMap *self, guint index)
{
  const BrImportColumn *column = &self->columns[index];

  return column->name != NULL ? g_strconcat (target_names[column->target], ".", column->name, NULL) : g_strdup (target_names[column->target]);
}

int
br_import_map_find (const BrImportMap *self, BrImportTarget target)
{
  for (guint i = 0; i < self->n_columns; i++)
    {
      if (self->columns[i].target == target)
        return (int) i;
    }
  return -1;
}

gboolean
br_import_map_check (const BrImportMap *self, GError **error)
{
  if (br_import_map_find (self, BR_IMPORT_CODE) >= 0 || br_import_map_find (self, BR_IMPORT_BARCODE) >= 0)
    return TRUE;
  g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "no column is the SKU code or the barcode");
  return FALSE;
}

char *
br_import_map_dup_shape (const BrImportMap *self)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < self->n_columns; i++)
    g_checksum_update (sum, (const guchar *) self->columns[i].header, (gssize) strlen (self->columns[i].header) + 1);
  return g_strdup (g_checksum_get_string (sum));
}

char *
br_import_map_write (const BrImportMap *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->n_columns; i++)
    {
      g_autofree char *target = br_import_map_dup_target (self, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", target);
    }
  return g_string_free (text, FALSE);
}

void
br_import_map_read (BrImportMap *self, const char *text)
{
  g_auto (GStrv) targets = g_strsplit (text, "\n", -1);

  if (g_strv_length (targets) != self->n_columns)
    return;
  for (guint i = 0; i < self->n_columns; i++)
    br_import_map_set (self, i, targets[i], NULL); /* a target this version does not know leaves the guess */
}
