/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Templates in words: names of those that come with Backroom, of their fields, and of what objects can be. Translated. */
#pragma once

#include "br-label-template.h"

G_BEGIN_DECLS

/** br_template_words_name: a stock template in the person's language, unless the shop has named it; else its own name. */
const char *br_template_words_name   (const char *key, const char *name);
/** br_template_words_find: keys of the stock templates whose translated name contains `text`, in any case, each between two newlines; "" for none. */
void        br_template_words_find   (const char *text, char *keys, gsize size);
/** br_template_words_is_stock: whether a template with this key comes with Backroom, changed or not. */
gboolean    br_template_words_is_stock (const char *key);
/** br_template_words_field: what a person is asked for; caller does not free. */
const char *br_template_words_field  (const BrLabelField *field);
/** br_template_words_title: "Text “price”", or with the beginning of its value when it has no name. Caller frees. */
char       *br_template_words_title  (const BrLabelObject *object);

/* Words for choices, in the order of their enums, NULL-terminated, not yet translated. */
extern const char *const br_template_kinds[], *const br_template_policies[], *const br_template_trackings[], *const br_template_field_types[], *const br_template_aligns[],
    *const br_template_valigns[], *const br_template_fits[], *const br_template_symbologies[], *const br_template_hris[], *const br_template_ecs[], *const br_template_dithers[],
    *const br_template_turns[], *const br_template_inks[];

/** BrTemplateGoodsField: a field that goods give. */
typedef struct
{
  const char      *name;
  BrLabelFieldType type;
  const char      *title;  /* not yet translated */
} BrTemplateGoodsField;
/** br_template_goods_fields: all of them. */
const BrTemplateGoodsField *br_template_goods_fields (guint *n_fields);
/** br_template_goods_give: whether the field is one of them; others are asked for when printing. */
gboolean                    br_template_goods_give   (const char *field);
/** br_template_declare: declares the fields that goods give and `text` (with {…}) or `condition` reads; each may be NULL. */
void        br_template_declare      (BrLabelTemplate *draft, const char *text, const char *condition);

G_END_DECLS
