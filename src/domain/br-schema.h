/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one table of what a catalogue is made of: kinds and their fields. Storage, wire, HQ, audit, undo, import and mass
 * edit all read it, so a new field is one row here, one column in a migration, and its place in the editor.
 * Field indexes and enum values are stored and sent by NAME (wire) or as given here (SQLite): append, never renumber.
 */
#pragma once

#include "br-value.h"

G_BEGIN_DECLS

/** BrKind: the kinds of record; the number is stored. */
typedef enum
{
  BR_KIND_NONE = 0,
  BR_KIND_CATEGORY = 1, BR_KIND_BRAND = 2, BR_KIND_UNIT = 3, BR_KIND_TAX_CLASS = 4, BR_KIND_SUPPLIER = 5,
  BR_KIND_PRODUCT = 6, BR_KIND_SKU = 7, BR_KIND_PRICE = 8, BR_KIND_ASSORTMENT = 9,
  BR_KIND_ZONE = 10, BR_KIND_STORE = 11, BR_KIND_PERSON = 12,
  BR_N_KINDS
} BrKind;

/** BrFieldType: what a cell of the field holds. */
typedef enum
{
  BR_FIELD_TEXT = 1,   /* one line, trimmed, no control characters */
  BR_FIELD_MULTILINE,  /* text with line breaks */
  BR_FIELD_LINES,      /* a list: items separated by \n, their parts by \t (see below), canonical order kept */
  BR_FIELD_INT,
  BR_FIELD_MONEY,      /* minor units */
  BR_FIELD_QUANTITY,   /* thousandths */
  BR_FIELD_RATE,       /* basis points */
  BR_FIELD_TIME,       /* microseconds UTC */
  BR_FIELD_FLAG,       /* 0 or 1 */
  BR_FIELD_ENUM,       /* one of `choices` by index+1; sent by name */
  BR_FIELD_REF,        /* the id of a record of kind `ref` */
} BrFieldType;

/** BrFeedClass: which family of feeds carries the kind (SYNC.md 3.3). */
typedef enum { BR_FEED_CAT = 1, BR_FEED_PRICE, BR_FEED_STORE, BR_FEED_ASSORTMENT } BrFeedClass;

/** BrField: one field of a kind. */
typedef struct
{
  const char        *name;     /* column, wire and import name: lower case, a-z and _ */
  BrFieldType        type;
  BrKind             ref;      /* for REF, else NONE */
  gboolean           weak;     /* for REF: does not keep the record it names from being deleted */
  guint8             group;    /* fields of one kind with the same non-zero group conflict together; 0 = alone */
  gboolean           required; /* may not be NULL in a live record */
  gsize              max_bytes;/* for texts: limit in bytes */
  const char *const *choices;  /* for ENUM: names, NULL-terminated */
} BrField;

/** BrKindInfo: one kind. Field 0 of every kind is "deleted" (FLAG). */
typedef struct
{
  BrKind         kind;
  const char    *name;     /* table and wire name */
  BrFeedClass    feed;
  const BrField *fields;
  guint          n_fields; /* <= BR_MAX_FIELDS */
} BrKindInfo;

#define BR_MAX_FIELDS 24
#define BR_FIELD_DELETED 0 /* index of "deleted" in every kind */

/* Field indexes. */
enum { BR_CATEGORY_NAME = 1, BR_CATEGORY_NAME_ALT, BR_CATEGORY_PARENT, BR_CATEGORY_MARGIN_FLOOR };
enum { BR_BRAND_NAME = 1 };
enum { BR_UNIT_NAME = 1, BR_UNIT_DECIMALS /* 0..3, of the quantity */ };
enum { BR_TAX_CLASS_NAME = 1, BR_TAX_CLASS_RATE };
enum { BR_SUPPLIER_NAME = 1, BR_SUPPLIER_CODE };
enum
{
  BR_PRODUCT_NAME = 1, BR_PRODUCT_NAME_ALT /* in the shop's second language */, BR_PRODUCT_CATEGORY, BR_PRODUCT_BRAND, BR_PRODUCT_UNIT,
  BR_PRODUCT_TAX_CLASS, BR_PRODUCT_SUPPLIER, BR_PRODUCT_DESCRIPTION,
  BR_PRODUCT_OPTIONS    /* LINES: option names, "Size" */,
  BR_PRODUCT_PICTURES   /* LINES: SHA-256 hex of each picture file, first is the main one */,
  BR_PRODUCT_ATTRIBUTES /* LINES: "key\tvalue", sorted by key; custom fields live here */
};
enum
{
  BR_SKU_PRODUCT = 1, BR_SKU_CODE /* unique among live SKUs, exact bytes */,
  BR_SKU_OPTION_VALUES  /* LINES, parallel to the product's options */,
  BR_SKU_BARCODES       /* LINES: "code\tkind\tpack": kind ean|upc|itf|internal|other, pack = quantity in the package, thousandths */,
  BR_SKU_COST           /* MONEY, per unit */, BR_SKU_STATUS /* ENUM life cycle */, BR_SKU_STATUS_NOTE
};
enum
{
  BR_PRICE_SKU = 1, BR_PRICE_ZONE /* or NULL */, BR_PRICE_STORE /* or NULL */, BR_PRICE_CHANNEL /* or NULL: TEXT */, BR_PRICE_TIER /* or NULL: TEXT */,
  BR_PRICE_KIND /* ENUM */, BR_PRICE_PRIORITY, BR_PRICE_AMOUNT, BR_PRICE_VALID_FROM /* inclusive, NULL = always */, BR_PRICE_VALID_TO /* exclusive */,
  BR_PRICE_TIME_RULE /* the local rule: "2026-11-22T08:00/2026-11-29T08:00 Asia/Shanghai" or NULL */, BR_PRICE_APPROVED_BY /* person who approved a price below the floor */
};
enum { BR_ASSORTMENT_STORE = 1, BR_ASSORTMENT_SKU, BR_ASSORTMENT_LISTED };
enum { BR_ZONE_NAME = 1, BR_ZONE_CODE };
enum { BR_STORE_NAME = 1, BR_STORE_CODE, BR_STORE_ZONE, BR_STORE_TIME_ZONE, BR_STORE_CURRENCY };
enum { BR_PERSON_NAME = 1, BR_PERSON_LOGIN, BR_PERSON_ROLE, BR_PERSON_STORE /* NULL = all */, BR_PERSON_PASSWORD /* Argon2id string */, BR_PERSON_ACTIVE };

/** BrLifeCycle: BR_SKU_STATUS. */
typedef enum { BR_STATUS_DRAFT = 1, BR_STATUS_SUBMITTED, BR_STATUS_LISTED, BR_STATUS_CLEARANCE, BR_STATUS_DELISTED, BR_STATUS_RETIRED } BrLifeCycle;
/** BrPriceKind: BR_PRICE_KIND. */
typedef enum { BR_PRICE_REGULAR = 1, BR_PRICE_PROMOTIONAL, BR_PRICE_CLEARANCE } BrPriceKind;
/** BrRole: BR_PERSON_ROLE. */
typedef enum { BR_ROLE_MANAGER = 1, BR_ROLE_CLERK, BR_ROLE_MERCHANDISER, BR_ROLE_HQ_ADMIN } BrRole;

/** br_schema_get: (transfer none) the kind's description; NULL for a number that is no kind. */
const BrKindInfo *br_schema_get        (BrKind kind);
/** br_schema_find: by wire name; NULL if there is none. */
const BrKindInfo *br_schema_find       (const char *name);
/** br_schema_find_field: index of a field by name, or -1. */
int               br_schema_find_field (const BrKindInfo *info, const char *name);

/**
 * br_schema_check_cell: whether `value` may stand in the field: type, length, control characters, enum range, LINES
 * syntax, canonical form. NULL is allowed unless required. Errors: INVALID, RANGE; the message names kind and field.
 */
gboolean          br_schema_check_cell (const BrKindInfo *info, guint field, const BrValue *value, GError **error);

G_END_DECLS
