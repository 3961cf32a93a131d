/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of kinds and fields. Append only: HQ, caches and old outboxes know these names and numbers. */
#include "br-schema.h"

#define NAME_BYTES 500
#define CODE_BYTES 64
#define LIST_BYTES 4096
#define LONG_BYTES 16384

#define DELETED { "deleted", BR_FIELD_FLAG }
#define TEXT(name, max) { name, BR_FIELD_TEXT, .max_bytes = max }
#define NEEDED_TEXT(name, max) { name, BR_FIELD_TEXT, .required = TRUE, .max_bytes = max }
#define LINES(name, max) { name, BR_FIELD_LINES, .max_bytes = max }
#define REF(name, kind) { name, BR_FIELD_REF, .ref = kind }
#define WEAK_REF(name, kind) { name, BR_FIELD_REF, .ref = kind, .weak = TRUE, .required = TRUE }
#define NEEDED_REF(name, kind) { name, BR_FIELD_REF, .ref = kind, .required = TRUE }

static const char *const statuses[] = { "draft", "submitted", "listed", "clearance", "delisted", "retired", NULL };
static const char *const price_kinds[] = { "regular", "promotional", "clearance", NULL };
static const char *const roles[] = { "manager", "clerk", "merchandiser", "hq_admin", NULL };

static const BrField category_fields[] = {
  DELETED,
  [BR_CATEGORY_NAME] = NEEDED_TEXT ("name", NAME_BYTES),
  [BR_CATEGORY_NAME_ALT] = TEXT ("name_alt", NAME_BYTES),
  [BR_CATEGORY_PARENT] = REF ("parent", BR_KIND_CATEGORY),
  [BR_CATEGORY_MARGIN_FLOOR] = { "margin_floor", BR_FIELD_RATE },
};

static const BrField brand_fields[] = { DELETED, [BR_BRAND_NAME] = NEEDED_TEXT ("name", NAME_BYTES) };

static const BrField unit_fields[] = {
  DELETED,
  [BR_UNIT_NAME] = NEEDED_TEXT ("name", CODE_BYTES),
  [BR_UNIT_DECIMALS] = { "decimals", BR_FIELD_INT, .required = TRUE },
};

static const BrField tax_class_fields[] = {
  DELETED,
  [BR_TAX_CLASS_NAME] = NEEDED_TEXT ("name", NAME_BYTES),
  [BR_TAX_CLASS_RATE] = { "rate", BR_FIELD_RATE, .required = TRUE },
};

static const BrField supplier_fields[] = {
  DELETED,
  [BR_SUPPLIER_NAME] = NEEDED_TEXT ("name", NAME_BYTES),
  [BR_SUPPLIER_CODE] = TEXT ("code", CODE_BYTES),
};

static const BrField product_fields[] = {
  DELETED,
  [BR_PRODUCT_NAME] = TEXT ("name", NAME_BYTES), /* a product without a name is a finding, not an error */
  [BR_PRODUCT_NAME_ALT] = TEXT ("name_alt", NAME_BYTES),
  [BR_PRODUCT_CATEGORY] = REF ("category", BR_KIND_CATEGORY),
  [BR_PRODUCT_BRAND] = REF ("brand", BR_KIND_BRAND),
  [BR_PRODUCT_UNIT] = REF ("unit", BR_KIND_UNIT),
  [BR_PRODUCT_TAX_CLASS] = REF ("tax_class", BR_KIND_TAX_CLASS),
  [BR_PRODUCT_SUPPLIER] = REF ("supplier", BR_KIND_SUPPLIER),
  [BR_PRODUCT_DESCRIPTION] = { "description", BR_FIELD_MULTILINE, .max_bytes = LONG_BYTES },
  [BR_PRODUCT_OPTIONS] = LINES ("options", 500),
  [BR_PRODUCT_PICTURES] = LINES ("pictures", LIST_BYTES),
  [BR_PRODUCT_ATTRIBUTES] = LINES ("attributes", LONG_BYTES),
};

static const BrField sku_fields[] = {
  DELETED,
  [BR_SKU_PRODUCT] = NEEDED_REF ("product", BR_KIND_PRODUCT),
  [BR_SKU_CODE] = NEEDED_TEXT ("code", CODE_BYTES),
  [BR_SKU_OPTION_VALUES] = LINES ("option_values", 1000),
  [BR_SKU_BARCODES] = LINES ("barcodes", LIST_BYTES),
  [BR_SKU_COST] = { "cost", BR_FIELD_MONEY },
  [BR_SKU_STATUS] = { "status", BR_FIELD_ENUM, .group = 1, .required = TRUE, .choices = statuses },
  [BR_SKU_STATUS_NOTE] = { "status_note", BR_FIELD_TEXT, .group = 1, .max_bytes = NAME_BYTES },
};

static const BrField price_fields[] = {
  DELETED,
  [BR_PRICE_SKU] = NEEDED_REF ("sku", BR_KIND_SKU),
  [BR_PRICE_ZONE] = REF ("zone", BR_KIND_ZONE),
  [BR_PRICE_STORE] = REF ("store", BR_KIND_STORE),
  [BR_PRICE_CHANNEL] = TEXT ("channel", CODE_BYTES),
  [BR_PRICE_TIER] = TEXT ("tier", CODE_BYTES),
  [BR_PRICE_KIND] = { "kind", BR_FIELD_ENUM, .required = TRUE, .choices = price_kinds },
  [BR_PRICE_PRIORITY] = { "priority", BR_FIELD_INT, .required = TRUE },
  [BR_PRICE_AMOUNT] = { "amount", BR_FIELD_MONEY, .group = 1, .required = TRUE },
  [BR_PRICE_VALID_FROM] = { "valid_from", BR_FIELD_TIME, .group = 2 },
  [BR_PRICE_VALID_TO] = { "valid_to", BR_FIELD_TIME, .group = 2 },
  [BR_PRICE_TIME_RULE] = { "time_rule", BR_FIELD_TEXT, .group = 2, .max_bytes = 200 },
  [BR_PRICE_APPROVED_BY] = { "approved_by", BR_FIELD_REF, .ref = BR_KIND_PERSON, .weak = TRUE, .group = 1 },
};

/* What a store lists goes with the store and the SKU; it does not hold them. */
static const BrField assortment_fields[] = {
  DELETED,
  [BR_ASSORTMENT_STORE] = WEAK_REF ("store", BR_KIND_STORE),
  [BR_ASSORTMENT_SKU] = WEAK_REF ("sku", BR_KIND_SKU),
  [BR_ASSORTMENT_LISTED] = { "listed", BR_FIELD_FLAG, .required = TRUE },
};

static const BrField zone_fields[] = {
  DELETED,
  [BR_ZONE_NAME] = NEEDED_TEXT ("name", NAME_BYTES),
  [BR_ZONE_CODE] = NEEDED_TEXT ("code", CODE_BYTES),
};

static const BrField store_fields[] = {
  DELETED,
  [BR_STORE_NAME] = NEEDED_TEXT ("name", NAME_BYTES),
  [BR_STORE_CODE] = NEEDED_TEXT ("code", CODE_BYTES),
  [BR_STORE_ZONE] = REF ("zone", BR_KIND_ZONE),
  [BR_STORE_TIME_ZONE] = NEEDED_TEXT ("time_zone", CODE_BYTES),
  [BR_STORE_CURRENCY] = NEEDED_TEXT ("currency", CODE_BYTES),
};

static const BrField person_fields[] = {
  DELETED,
  [BR_PERSON_NAME] = NEEDED_TEXT ("name", NAME_BYTES),
  [BR_PERSON_LOGIN] = NEEDED_TEXT ("login", CODE_BYTES),
  [BR_PERSON_ROLE] = { "role", BR_FIELD_ENUM, .group = 1, .required = TRUE, .choices = roles },
  [BR_PERSON_STORE] = { "store", BR_FIELD_REF, .ref = BR_KIND_STORE, .group = 1 },
  [BR_PERSON_PASSWORD] = TEXT ("password", 200),
  [BR_PERSON_ACTIVE] = { "active", BR_FIELD_FLAG, .required = TRUE },
};

#define KIND(kind, name, feed, fields) [kind] = { kind, name, feed, fields, G_N_ELEMENTS (fields) }

static const BrKindInfo kinds[BR_N_KINDS] = {
  KIND (BR_KIND_CATEGORY, "category", BR_FEED_CAT, category_fields),
  KIND (BR_KIND_BRAND, "brand", BR_FEED_CAT, brand_fields),
  KIND (BR_KIND_UNIT, "unit", BR_FEED_CAT, unit_fields),
  KIND (BR_KIND_TAX_CLASS, "tax_class", BR_FEED_CAT, tax_class_fields),
  KIND (BR_KIND_SUPPLIER, "supplier", BR_FEED_CAT, supplier_fields),
  KIND (BR_KIND_PRODUCT, "product", BR_FEED_CAT, product_fields),
  KIND (BR_KIND_SKU, "sku", BR_FEED_CAT, sku_fields),
  KIND (BR_KIND_PRICE, "price", BR_FEED_PRICE, price_fields),
  KIND (BR_KIND_ASSORTMENT, "assortment", BR_FEED_ASSORTMENT, assortment_fields),
  KIND (BR_KIND_ZONE, "zone", BR_FEED_STORE, zone_fields),
  KIND (BR_KIND_STORE, "store", BR_FEED_STORE, store_fields),
  KIND (BR_KIND_PERSON, "person", BR_FEED_STORE, person_fields),
};

G_STATIC_ASSERT (G_N_ELEMENTS (price_fields) <= BR_MAX_FIELDS);
G_STATIC_ASSERT (G_N_ELEMENTS (product_fields) <= BR_MAX_FIELDS);

const BrKindInfo *
br_schema_get (BrKind kind)
{
  return kind > BR_KIND_NONE && kind < BR_N_KINDS ? &kinds[kind] : NULL;
}

const BrKindInfo *
br_schema_find (const char *name)
{
  for (int kind = 1; kind < BR_N_KINDS; kind++)
    {
      if (g_str_equal (kinds[kind].name, name))
        return &kinds[kind];
    }
  return NULL;
}

int
br_schema_find_field (const BrKindInfo *info, const char *name)
{
  for (guint i = 0; i < info->n_fields; i++)
    {
      if (g_str_equal (info->fields[i].name, name))
        return (int) i;
    }
  return -1;
}
