/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The typed search language, parsed to a tree. Grammar (UTF-8, <= 1,000 bytes, depth <= 16, <= 64 terms):
 *   query  = or ; or = and { ("or" | "或" | "|") and } ; and = { unary } ; unary = ["-"] primary
 *   primary = "(" or ")" | field ":" value | value
 *   value  = word | quoted | number | "<" n | "<=" n | ">" n | ">=" n | [a] ".." [b]
 *   A full-width colon, parentheses and digits count as their ASCII forms.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** BrSearchField: what a term looks at. Names: see br_search_field_names. */
typedef enum
{
  BR_SEARCH_ANY = 0,                     /* name, SKU, barcode, brand, pinyin initials */
  BR_SEARCH_NAME, BR_SEARCH_SKU, BR_SEARCH_BARCODE, BR_SEARCH_CATEGORY /* cat: category and all below it */, BR_SEARCH_BRAND, BR_SEARCH_SUPPLIER,
  BR_SEARCH_STATUS, BR_SEARCH_PRICE, BR_SEARCH_COST, BR_SEARCH_MARGIN /* per cent */,
  BR_SEARCH_HAS /* picture, barcode, brand, category, price, cost */, BR_SEARCH_DOCTOR /* a finding's name, or "any" */,
  BR_SEARCH_PENDING /* yes/no: changes not yet at HQ */, BR_SEARCH_LISTED_HERE /* here: yes/no, the store's assortment */,
  BR_SEARCH_CHANGED /* days: changed:<7 */, BR_SEARCH_ATTRIBUTE /* attr.<key>:value */,
} BrSearchField;

typedef enum { BR_SEARCH_AND = 1, BR_SEARCH_OR, BR_SEARCH_NOT, BR_SEARCH_TERM } BrSearchOp;

/** BrSearchNode: a node. Immutable, atomically reference counted as a tree by its root. */
typedef struct _BrSearchNode BrSearchNode;
struct _BrSearchNode
{
  BrSearchOp    op;
  GPtrArray    *children;  /* AND, OR, NOT(1): of BrSearchNode, owned */
  BrSearchField field;     /* TERM */
  char         *key;       /* attribute key, or NULL */
  char         *text;      /* TERM with text: as written, NFKC, lower case; NULL for ranges */
  gboolean      quoted;    /* text was in quotes: exact substring, no pinyin */
  gint64        low;       /* ranges, inclusive, in the field's unit (minor units for money, basis points for margin); G_MININT64 = open */
  gint64        high;      /* inclusive; G_MAXINT64 = open */
};

/** BrSearch: a parsed query; NULL root = everything. */
typedef struct
{
  BrSearchNode *root;
} BrSearch;

/** br_search_parse: (transfer full) parses `text`; money with `digits` decimals. On failure *error_offset is the byte
 *  offset and *error_length the byte length of the offending text. Errors: INVALID, RANGE. */
BrSearch   *br_search_parse       (const char *text, guint digits, gsize *error_offset, gsize *error_length, GError **error);
BrSearch   *br_search_ref         (BrSearch *self);
void        br_search_unref       (BrSearch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrSearch, br_search_unref)
/** br_search_complete: (transfer full) field names and enum values that continue the word at `offset`, NULL-terminated, for completion. */
char      **br_search_complete    (const char *text, gsize offset);

G_END_DECLS
