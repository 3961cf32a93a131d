/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of one label: a snapshot taken when it was ordered, so that what is printed is what was asked for. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_LABEL_FIELDS_MAX   200 /* of one label */
#define BR_LABEL_LIST_MAX     500 /* rows of a list field */

/** BrLabelFields: name -> text, or -> list of BrLabelFields. Decimals are plain ("12.30", locale-free), dates "2026-11-23", flags "1" and "0". One owner. */
typedef struct _BrLabelFields BrLabelFields;
BrLabelFields *br_label_fields_new  (void);
BrLabelFields *br_label_fields_copy (const BrLabelFields *self);
void           br_label_fields_free (BrLabelFields *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrLabelFields, br_label_fields_free)
/** br_label_fields_set: copies, damaged UTF-8 repaired; a NULL value removes the field. Beyond BR_LABEL_FIELDS_MAX a new field is left out. */
void           br_label_fields_set  (BrLabelFields *self, const char *name, const char *value);
/** br_label_fields_get: (transfer none) or NULL. */
const char    *br_label_fields_get  (const BrLabelFields *self, const char *name);
/** br_label_fields_set_list: takes `rows` (of BrLabelFields, with its free function); rows beyond BR_LABEL_LIST_MAX are dropped. */
void           br_label_fields_set_list (BrLabelFields *self, const char *name, GPtrArray *rows);
/** br_label_fields_get_list: (transfer none) of BrLabelFields, or NULL. */
GPtrArray     *br_label_fields_get_list (const BrLabelFields *self, const char *name);
/** br_label_fields_names: (transfer container) sorted, lists included. */
GPtrArray     *br_label_fields_names (const BrLabelFields *self);

/*
 * Names of the fields goods give (store/br-label-source.c fills them; templates declare those they read):
 *   sku, name (the product's and the option values), name_alt, spec (the option values), brand, category, unit, supplier, status, tax (per cent);
 *   of the product's attributes, under their usual names in English or Chinese: origin 产地, grade 等级, net_content 净含量, shelf_life 保质期, ingredients 配料;
 *   pack_size, pack_unit (amount in the package and its unit, g kg ml l: br-net-content.h); gtin (of a single piece), barcode (the first of any kind);
 *   price (what holds now), regular (without promotions, only when that is another), valid_from, valid_to (first and last day of the price);
 *   currency, store, store_code.
 */
G_END_DECLS
