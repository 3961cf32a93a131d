/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of data/labels/ are English; here they are msgids. */
#include "config.h"

#include "br-template-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "br-label-expr.h"

#define MAX_TITLE 40 /* characters of a value in the title of an object */

const char *const br_template_kinds[] = { N_("Shelf label"), N_("Product sticker"), N_("Promotion"),
                                          N_("Clearance"),   N_("Waybill"),         N_("Member card"),
                                          N_("Other"),       N_("Shelf tag"),       NULL };
const char *const br_template_policies[] = { N_("Ask"), N_("Print again"), N_("Never print again"), NULL };
const char *const br_template_trackings[] = { N_("Gap between labels"), N_("Black mark"), N_("Continuous"), NULL };
const char *const br_template_field_types[] = { N_("Text"), N_("Number"), N_("Date"), N_("Yes or no"), N_("Barcode"), N_("List"), NULL };
const char *const br_template_aligns[] = { NC_("align", "Left"), NC_("align", "Centre"), NC_("align", "Right"), NULL };
const char *const br_template_valigns[] = { NC_("align", "Top"), NC_("align", "Middle"), NC_("align", "Bottom"), NULL };
const char *const br_template_fits[] = { N_("Report it"), N_("Make letters smaller"), N_("Wrap"), N_("Wrap, then smaller"), N_("End with …"), NULL };
const char *const br_template_symbologies[] = {
  "EAN-13", "EAN-8", "UPC-A", "Code 128", "GS1-128", "ITF-14", "QR", "Data Matrix", "GS1 DataMatrix", "GS1 DataBar", "GS1 DataBar Expanded", NULL,
};
const char *const br_template_hris[] = { NC_("digits", "None"), NC_("digits", "Below"), NC_("digits", "Above"), NULL };
const char *const br_template_ecs[] = { "L (7 %)", "M (15 %)", "Q (25 %)", "H (30 %)", NULL };
/* By BrTagColour. */
const char *const br_template_inks[] = { NC_("ink", "White"), NC_("ink", "Black"), NC_("ink", "Red"),    NC_("ink", "Yellow"),
                                         NC_("ink", "Green"), NC_("ink", "Blue"),  NC_("ink", "Orange"), NULL };
const char *const br_template_dithers[] = { N_("Black or white"), N_("Shades as dots"), NULL };
const char *const br_template_turns[] = { N_("Not turned"), N_("A quarter clockwise"), N_("Upside down"), N_("A quarter anticlockwise"), NULL };

/* Texts from the files of data/labels. */
static const struct
{
  const char *key, *name;
} stock[] = {
  { "shelf-60x40", N_("Shelf label 60 × 40") },
  { "shelf-40x30", N_("Shelf label 40 × 30") },
  { "price-tag-70x40", N_("Chinese price tag 70 × 40") },
  { "product-40x30", N_("Product sticker 40 × 30") },
  { "promotion-60x40", N_("Promotion 60 × 40") },
  { "clearance-60x40", N_("Clearance 60 × 40") },
  { "waybill-100x150", N_("Waybill 100 × 150") },
  { "waybill-76x130", N_("Waybill 76 × 130") },
  { "member-86x54", N_("Member card 86 × 54") },
  { "tag-price-144x200", N_("Shelf tag 144 × 200") },
  { "tag-price-152x152", N_("Shelf tag 152 × 152") },
  { "tag-price-200x200", N_("Shelf tag 200 × 200") },
  { "tag-price-212x104", N_("Shelf tag 212 × 104") },
  { "tag-price-250x128", N_("Shelf tag 250 × 128") },
  { "tag-price-296x128", N_("Shelf tag 296 × 128") },
  { "tag-price-296x152", N_("Shelf tag 296 × 152") },
  { "tag-price-384x168", N_("Shelf tag 384 × 168") },
  { "tag-price-400x300", N_("Shelf tag 400 × 300") },
  { "tag-price-640x384", N_("Shelf tag 640 × 384") },
  { "tag-price-800x480", N_("Shelf tag 800 × 480") },
  { "tag-promotion-144x200", N_("Shelf tag, promotion 144 × 200") },
  { "tag-promotion-152x152", N_("Shelf tag, promotion 152 × 152") },
  { "tag-promotion-200x200", N_("Shelf tag, promotion 200 × 200") },
  { "tag-promotion-212x104", N_("Shelf tag, promotion 212 × 104") },
  { "tag-promotion-250x128", N_("Shelf tag, promotion 250 × 128") },
  { "tag-promotion-296x128", N_("Shelf tag, promotion 296 × 128") },
  { "tag-promotion-296x152", N_("Shelf tag, promotion 296 × 152") },
  { "tag-promotion-384x168", N_("Shelf tag, promotion 384 × 168") },
  { "tag-promotion-400x300", N_("Shelf tag, promotion 400 × 300") },
  { "tag-promotion-640x384", N_("Shelf tag, promotion 640 × 384") },
  { "tag-promotion-800x480", N_("Shelf tag, promotion 800 × 480") },
  { "tag-blank", N_("Shelf tag without goods") },
};

static const BrTemplateGoodsField goods[] = {
  { "name", BR_LABEL_FIELD_TEXT, N_("Name") },
  { "name_alt", BR_LABEL_FIELD_TEXT, N_("Second name") },
  { "spec", BR_LABEL_FIELD_TEXT, N_("Specification") },
  { "brand", BR_LABEL_FIELD_TEXT, N_("Brand") },
  { "category", BR_LABEL_FIELD_TEXT, N_("Category") },
  { "unit", BR_LABEL_FIELD_TEXT, N_("Unit") },
  { "origin", BR_LABEL_FIELD_TEXT, N_("Origin") },
  { "grade", BR_LABEL_FIELD_TEXT, N_("Grade") },
  { "net_content", BR_LABEL_FIELD_TEXT, N_("Net content") },
  { "shelf_life", BR_LABEL_FIELD_TEXT, N_("Shelf life") },
  { "ingredients", BR_LABEL_FIELD_TEXT, N_("Ingredients") },
  { "pack_size", BR_LABEL_FIELD_DECIMAL, N_("Amount in the package") },
  { "pack_unit", BR_LABEL_FIELD_TEXT, N_("Unit of that amount") },
  { "sku", BR_LABEL_FIELD_TEXT, N_("SKU") },
  { "gtin", BR_LABEL_FIELD_GTIN, N_("GTIN") },
  { "barcode", BR_LABEL_FIELD_TEXT, N_("Barcode") },
  { "price", BR_LABEL_FIELD_DECIMAL, N_("Price") },
  { "regular", BR_LABEL_FIELD_DECIMAL, N_("Regular price") },
  { "valid_from", BR_LABEL_FIELD_DATE, N_("Price valid from") },
  { "valid_to", BR_LABEL_FIELD_DATE, N_("Price valid until") },
  { "currency", BR_LABEL_FIELD_TEXT, N_("Currency") },
  { "tax", BR_LABEL_FIELD_DECIMAL, N_("Tax rate") },
  { "store", BR_LABEL_FIELD_TEXT, N_("Store") },
  { "store_code", BR_LABEL_FIELD_TEXT, N_("Store code") },
  { "supplier", BR_LABEL_FIELD_TEXT, N_("Supplier") },
  { "status", BR_LABEL_FIELD_TEXT, N_("Status") },
};

/* Fields of the stock templates that goods do not give. */
static const struct
{
  const char *name, *title;
} asked[] = {
  { "receiver_name", N_("Receiver") },
  { "receiver_phone", N_("Receiver’s phone") },
  { "receiver_address", N_("Receiver’s address") },
  { "sender_name", N_("Sender") },
  { "sender_phone", N_("Sender’s phone") },
  { "sender_address", N_("Sender’s address") },
  { "carrier", N_("Carrier") },
  { "route", N_("Sorting code") },
  { "tracking", N_("Tracking number") },
  { "weight", N_("Weight") },
  { "pieces", N_("Pieces") },
  { "remark", N_("Remark") },
  { "items", N_("Items: Tea; qty=2 | Cup; qty=1") },
  { "member_name", N_("Member") },
  { "shop", N_("Shop") },
  { "member_no", N_("Member number") },
  { "member_level", N_("Member tier") },
  { "member_until", N_("Member until") },
};

const char *
br_template_words_name (const char *key, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (stock); i++)
    if (g_strcmp0 (stock[i].key, key) == 0 && g_strcmp0 (stock[i].name, name) == 0)
      return _(stock[i].name);
  return name;
}

void
br_template_words_find (const char *text, char *keys, gsize size)
{
  g_autofree char *needle = g_utf8_casefold (text, -1);

  g_strlcpy (keys, "", size);
  for (guint i = 0; i < G_N_ELEMENTS (stock); i++)
    {
      g_autofree char *name = g_utf8_casefold (_(stock[i].name), -1);

      if (strstr (name, needle) == NULL)
        continue;
      g_strlcat (keys, *keys == '\0' ? "\n" : "", size);
      g_strlcat (keys, stock[i].key, size);
      g_strlcat (keys, "\n", size);
    }
}

gboolean
br_template_words_is_stock (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (stock); i++)
    if (g_strcmp0 (stock[i].key, key) == 0)
      return TRUE;
  return FALSE;
}

gboolean
br_template_goods_give (const char *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (goods); i++)
    if (g_strcmp0 (goods[i].name, field) == 0)
      return TRUE;
  return FALSE;
}

const char *
br_template_words_field (const BrLabelField *field)
{
  if (field->title != NULL)
    return field->title;
  for (guint i = 0; i < G_N_ELEMENTS (goods); i++)
    if (strcmp (goods[i].name, field->name) == 0)
      return _(goods[i].title);
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    if (strcmp (asked[i].name, field->name) == 0)
      return _(asked[i].title);
  return field->name;
}

static const char *
type_words (BrLabelObjectType type)
{
  switch (type)
    {
    case BR_LABEL_OBJECT_TEXT: return _("Text");
    case BR_LABEL_OBJECT_CODE: return _("Barcode");
    case BR_LABEL_OBJECT_IMAGE: return _("Picture");
    case BR_LABEL_OBJECT_LINE: return _("Line");
    case BR_LABEL_OBJECT_BOX: return _("Box");
    case BR_LABEL_OBJECT_ELLIPSE: return _("Ellipse");
    case BR_LABEL_OBJECT_GROUP: return _("Group");
    case BR_LABEL_OBJECT_TABLE: return _("Table");
    default: g_assert_not_reached ();
    }
}

char *
br_template_words_title (const BrLabelObject *object)
{
  const char *type = type_words (object->type);
  g_autofree char *start = NULL;

  if (object->name != NULL)
    start = g_strdup (object->name);
  else if (object->value != NULL && g_utf8_validate (object->value, -1, NULL))
    start = g_utf8_substring (object->value, 0, MIN (g_utf8_strlen (object->value, -1), MAX_TITLE));
  if (start == NULL)
    return g_strdup (type);
  g_strdelimit (start, "\n\t", ' ');
  /* Translators: an object on a label: what it is, and how it is called. */
  return g_strdup_printf (C_("object", "%s “%s”"), type, start);
}

const BrTemplateGoodsField *
br_template_goods_fields (guint *n_fields)
{
  *n_fields = G_N_ELEMENTS (goods);
  return goods;
}

static void
declare (BrLabelTemplate *draft, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (goods); i++)
    if (strcmp (goods[i].name, name) == 0 && br_label_template_find_field (draft, name) == NULL && draft->fields->len < BR_LABEL_FIELDS_MAX)
      g_ptr_array_add (draft->fields, br_label_field_new (name, goods[i].type));
}

void
br_template_declare (BrLabelTemplate *draft, const char *text, const char *condition)
{
  g_autoptr (GPtrArray) read = g_ptr_array_new_with_free_func (g_free), asked_for = g_ptr_array_new_with_free_func (g_free);

  /* What does not parse is still being typed; it is shown as a problem. */
  if (text != NULL && br_label_text_check (text, read, NULL))
    for (guint i = 0; i < read->len; i++)
      declare (draft, read->pdata[i]);
  if (condition != NULL && br_label_when_check (condition, asked_for, NULL))
    for (guint i = 0; i < asked_for->len; i++)
      declare (draft, asked_for->pdata[i]);
}
