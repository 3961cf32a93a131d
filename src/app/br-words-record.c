/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds, fields and cells in words: one table for History, cards, the audit trail and import. */
#include "config.h"

#include "br-words.h"

#include "br-money.h"
#include "br-record.h"
#include <glib/gi18n.h>

/* Field names by kind, in the order of br-schema.h; "deleted" is the first of each. */
static const char *const kind_names[BR_N_KINDS] = {
  [BR_KIND_CATEGORY] = N_("Category"),     [BR_KIND_BRAND] = N_("Brand"),     [BR_KIND_UNIT] = N_("Unit"),   [BR_KIND_TAX_CLASS] = N_("Tax class"),
  [BR_KIND_SUPPLIER] = N_("Supplier"),     [BR_KIND_PRODUCT] = N_("Product"), [BR_KIND_SKU] = N_("SKU"),     [BR_KIND_PRICE] = N_("Price"),
  [BR_KIND_ASSORTMENT] = N_("Assortment"), [BR_KIND_ZONE] = N_("Price zone"), [BR_KIND_STORE] = N_("Store"), [BR_KIND_PERSON] = N_("Person"),
};

static const char *const field_names[BR_N_KINDS][BR_MAX_FIELDS] = {
  [BR_KIND_CATEGORY] = { N_("Deleted"), N_("Name"), N_("Second name"), N_("Parent category"), N_("Margin floor") },
  [BR_KIND_BRAND] = { N_("Deleted"), N_("Name") },
  [BR_KIND_UNIT] = { N_("Deleted"), N_("Name"), N_("Decimals") },
  [BR_KIND_TAX_CLASS] = { N_("Deleted"), N_("Name"), N_("Rate") },
  [BR_KIND_SUPPLIER] = { N_("Deleted"), N_("Name"), N_("Code") },
  [BR_KIND_PRODUCT] = { N_("Deleted"), N_("Name"), N_("Second name"), N_("Category"), N_("Brand"), N_("Unit"), N_("Tax class"), N_("Supplier"),
                        N_("Description"), N_("Options"), N_("Pictures"), N_("Attributes") },
  [BR_KIND_SKU] = { N_("Deleted"), N_("Product"), N_("SKU code"), N_("Option values"), N_("Barcodes"), N_("Cost"), N_("Status"), N_("Status note") },
  [BR_KIND_PRICE] = { N_("Deleted"), N_("SKU"), N_("Price zone"), N_("Store"), N_("Channel"), N_("Member tier"), N_("Kind of price"), N_("Priority"),
                      N_("Price"), N_("Valid from"), N_("Valid until"), N_("Local time rule"), N_("Approved by") },
  [BR_KIND_ASSORTMENT] = { N_("Deleted"), N_("Store"), N_("SKU"), N_("Listed") },
  [BR_KIND_ZONE] = { N_("Deleted"), N_("Name"), N_("Code") },
  [BR_KIND_STORE] = { N_("Deleted"), N_("Name"), N_("Code"), N_("Price zone"), N_("Time zone"), N_("Currency") },
  [BR_KIND_PERSON] = { N_("Deleted"), N_("Name"), N_("Login"), N_("Role"), N_("Store"), N_("Password"), N_("Active") },
};

/* Words of the enum choices, by their names in the schema. */
static const struct
{
  const char *name;
  const char *word;
} choice_words[] = {
  { "draft", N_("Draft") },           { "submitted", N_("Submitted") },       { "listed", N_("Listed") },
  { "clearance", N_("Clearance") },   { "delisted", N_("Delisted") },         { "retired", N_("Retired") },
  { "regular", N_("Regular") },       { "promotional", N_("Promotional") },   { "manager", N_("Store manager") },
  { "clerk", N_("Warehouse clerk") }, { "merchandiser", N_("Merchandiser") }, { "hq_admin", N_("HQ administrator") },
};

const char *
br_words_kind (BrKind kind)
{
  return kind > BR_KIND_NONE && kind < BR_N_KINDS ? _(kind_names[kind]) : "";
}

const char *
br_words_field (BrKind kind, guint field)
{
  if (kind <= BR_KIND_NONE || kind >= BR_N_KINDS || field >= BR_MAX_FIELDS || field_names[kind][field] == NULL)
    return "";
  return _(field_names[kind][field]);
}

char *
br_words_record (BrKind kind, const char *name, const char *product_name)
{
  gboolean says_what = kind != BR_KIND_PRICE && kind != BR_KIND_ASSORTMENT && (name != NULL || product_name != NULL);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  if (product_name != NULL)
    g_ptr_array_add (parts, (gpointer) product_name);
  if (name != NULL)
    g_ptr_array_add (parts, (gpointer) name);
  if (!says_what)
    g_ptr_array_add (parts, (gpointer) br_words_kind (kind));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

static const char *
choice_word (const BrField *field, gint64 value)
{
  guint n = field->choices != NULL ? g_strv_length ((char **) field->choices) : 0;

  if (value < 1 || value > n)
    return "—";
  for (guint i = 0; i < G_N_ELEMENTS (choice_words); i++)
    if (g_str_equal (choice_words[i].name, field->choices[value - 1]))
      return _(choice_words[i].word);
  return field->choices[value - 1];
}

static char *
format_scaled (gint64 value, guint digits, const char *suffix)
{
  g_autofree char *text = br_money_format (value, digits);

  return g_strconcat (text, suffix, NULL);
}

static char *
lines_text (const char *lines)
{
  g_autofree char *text = g_strdup (lines);
  g_auto (GStrv) items = NULL;

  g_strdelimit (text, "\t", ' ');
  items = g_strsplit (text, "\n", -1);
  return g_strjoinv (", ", items);
}

/* The codes alone; a code for a package says how many are in it. */
static char *
barcodes_text (const char *lines)
{
  g_autoptr (GPtrArray) barcodes = br_barcodes_parse (lines, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  if (barcodes == NULL)
    return lines_text (lines); /* better as it is than not at all */
  for (guint i = 0; i < barcodes->len; i++)
    {
      const BrBarcode *barcode = g_ptr_array_index (barcodes, i);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", barcode->code);
      if (barcode->pack_milli != BR_QUANTITY_ONE)
        {
          g_autofree char *pack = br_money_format (barcode->pack_milli / BR_QUANTITY_ONE, 0);

          g_string_append_printf (text, " ×%s", pack);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Pictures are kept under names that say nothing. */
static char *
pictures_text (const char *lines)
{
  g_auto (GStrv) pictures = br_lines_split (lines);
  guint n = g_strv_length (pictures);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u picture", "%u pictures", n), n);
}

static char *
text_text (BrKind kind, guint field, const char *text)
{
  if (kind == BR_KIND_SKU && field == BR_SKU_BARCODES)
    return barcodes_text (text);
  if (kind == BR_KIND_PRODUCT && field == BR_PRODUCT_PICTURES)
    return pictures_text (text);
  return br_schema_get (kind)->fields[field].type == BR_FIELD_LINES ? lines_text (text) : g_strdup (text);
}

static char *
integer_text (const BrField *field, gint64 value, guint digits)
{
  switch (field->type)
    {
    case BR_FIELD_MONEY: return br_money_format (value, digits);
    case BR_FIELD_QUANTITY: return format_scaled (value, 3, "");
    case BR_FIELD_RATE: return format_scaled (value, 2, " %");
    case BR_FIELD_TIME: return br_words_instant (value);
    case BR_FIELD_FLAG: return g_strdup (value != 0 ? _("Yes") : _("No"));
    case BR_FIELD_ENUM: return g_strdup (choice_word (field, value));
    case BR_FIELD_INT:
    case BR_FIELD_TEXT:
    case BR_FIELD_MULTILINE:
    case BR_FIELD_LINES:
    case BR_FIELD_REF:
    default: return g_strdup_printf ("%" G_GINT64_FORMAT, value);
    }
}

char *
br_words_value (BrKind kind, guint field, const BrValue *value, guint digits)
{
  const BrKindInfo *info = br_schema_get (kind);

  if (info == NULL || field >= info->n_fields)
    return g_strdup ("—");
  switch (value->type)
    {
    case BR_VALUE_TEXT: return text_text (kind, field, value->text);
    case BR_VALUE_INT: return integer_text (&info->fields[field], value->integer, digits);
    case BR_VALUE_ID: return g_strdup (br_words_kind (info->fields[field].ref));
    case BR_VALUE_NULL:
    default: return g_strdup ("—");
    }
}
