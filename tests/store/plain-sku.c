/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "plain-sku.h"

#include <string.h>

#include "br-bind.h"
#include "br-sku-row.h"
#include "br-text-fold.h"

static char *
fold_column (sqlite3_stmt *statement, int column)
{
  return br_text_fold (br_column_text (statement, column));
}

static gint64
column_or_none (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL ? G_MININT64 : sqlite3_column_int64 (statement, column);
}

static void
read_texts (PlainSku *plain, sqlite3_stmt *statement)
{
  g_autofree char *shown = br_text_shown_name (br_column_text (statement, 1), br_column_text (statement, 3));
  g_autofree char *alt = fold_column (statement, 2);

  plain->name = br_text_fold (shown);
  plain->both = g_strconcat (plain->name, "\n", alt, NULL);
  plain->initials = br_text_initials (plain->name);
  plain->code = fold_column (statement, 4);
  plain->barcodes = fold_column (statement, 5);
  plain->brand = fold_column (statement, 6);
  plain->brand_initials = br_text_initials (plain->brand);
  plain->category = fold_column (statement, 7);
  plain->supplier = fold_column (statement, 8);
  plain->attributes = fold_column (statement, 9);
}

static void
clear_plain (gpointer data)
{
  PlainSku *plain = data;

  g_free (plain->name);
  g_free (plain->both);
  g_free (plain->initials);
  g_free (plain->code);
  g_free (plain->barcodes);
  g_free (plain->brand);
  g_free (plain->brand_initials);
  g_free (plain->category);
  g_free (plain->supplier);
  g_free (plain->attributes);
}

GArray *
plain_sku_load_all (BrDb *db, GError **error)
{
  static const char sql[] =
      "SELECT s.id, p.name, p.name_alt, s.option_values, s.code, (SELECT group_concat (code, char (10)) FROM barcode WHERE sku = s.id), b.name,"
      " coalesce (c.name || ' ' || c.name_alt, '') || ' ' || coalesce (d.name || ' ' || d.name_alt, ''), u.name || ' ' || u.code, p.attributes,"
      " l.status, l.price, l.cost, l.margin_bp, l.findings, l.pending, l.listed_here, p.brand, p.category"
      " FROM sku s JOIN sku_list l ON l.id = s.id JOIN product p ON p.id = s.product LEFT JOIN brand b ON b.id = p.brand"
      " LEFT JOIN category c ON c.id = p.category LEFT JOIN category d ON d.id = c.parent LEFT JOIN supplier u ON u.id = p.supplier ORDER BY s.id";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  GArray *skus = g_array_new (FALSE, FALSE, sizeof (PlainSku));
  gboolean has_row;

  g_array_set_clear_func (skus, clear_plain);
  while (br_db_step (db, statement, &has_row, error) && has_row)
    {
      PlainSku plain = { .id = (guint32) sqlite3_column_int64 (statement, 0) };

      read_texts (&plain, statement);
      plain.status = sqlite3_column_int64 (statement, 10);
      plain.price = column_or_none (statement, 11);
      plain.cost = column_or_none (statement, 12);
      plain.margin_bp = column_or_none (statement, 13);
      plain.findings = sqlite3_column_int64 (statement, 14);
      plain.pending = sqlite3_column_int64 (statement, 15);
      plain.here = sqlite3_column_int64 (statement, 16);
      plain.has_brand = sqlite3_column_type (statement, 17) != SQLITE_NULL;
      plain.has_category = sqlite3_column_type (statement, 18) != SQLITE_NULL;
      plain.has_barcode = *plain.barcodes != '\0';
      g_array_append_val (skus, plain);
    }
  return skus;
}

/* A word of `text` that is no run of Han begins with `start`. */
static gboolean
has_word_beginning (const char *text, const char *start)
{
  gboolean inside = FALSE;

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean is_word = g_unichar_isalnum (c) && !br_text_is_han (c);

      if (is_word && !inside && g_str_has_prefix (p, start))
        return TRUE;
      inside = is_word;
    }
  return FALSE;
}

static gboolean
name_has (const PlainSku *plain, const BrSearchNode *node)
{
  gboolean is_short = g_utf8_strlen (node->text, -1) < 3;

  if (!is_short)
    return strstr (plain->both, node->text) || (!node->quoted && strstr (plain->initials, node->text));
  if (br_text_is_han (g_utf8_get_char (node->text)) || br_text_is_han (g_utf8_get_char (g_utf8_prev_char (strchr (node->text, '\0')))))
    return strstr (plain->both, node->text) != NULL;
  return has_word_beginning (plain->both, node->text) || (!node->quoted && g_str_has_prefix (plain->initials, node->text));
}

static gboolean
reference_has (const char *name, const char *initials, const BrSearchNode *node)
{
  if (strstr (name, node->text))
    return TRUE;
  return !node->quoted && initials && (g_str_has_prefix (initials, node->text) || (strlen (node->text) >= 3 && strstr (initials, node->text)));
}

static gboolean
is_number (const char *text)
{
  gsize n = strspn (text, "0123456789");

  return n >= 8 && text[n] == '\0';
}

static gboolean
barcode_has (const PlainSku *plain, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (plain->barcodes, "\n", -1);

  if (g_utf8_strlen (text, -1) >= 3 && !is_number (text))
    return strstr (plain->barcodes, text) != NULL;
  for (guint i = 0; lines[i]; i++)
    if (g_str_has_prefix (lines[i], text))
      return TRUE;
  return FALSE;
}

static gboolean
text_matches (const PlainSku *plain, const BrSearchNode *node)
{
  gboolean is_short = g_utf8_strlen (node->text, -1) < 3;
  gboolean in_code = is_short ? g_str_has_prefix (plain->code, node->text) : strstr (plain->code, node->text) != NULL;

  switch ((int) node->field)
    {
    case BR_SEARCH_NAME: return name_has (plain, node);
    case BR_SEARCH_SKU: return in_code;
    case BR_SEARCH_BARCODE: return barcode_has (plain, node->text);
    case BR_SEARCH_BRAND: return plain->has_brand && reference_has (plain->brand, plain->brand_initials, node);
    default:
      if (is_number (node->text))
        return g_str_has_prefix (plain->code, node->text) || barcode_has (plain, node->text);
      return name_has (plain, node) || in_code || (!is_short && strstr (plain->barcodes, node->text))
             || (plain->has_brand && reference_has (plain->brand, plain->brand_initials, node));
    }
}

static gboolean
has (const PlainSku *plain, const char *what)
{
  return g_str_equal (what, "picture")    ? (plain->findings & BR_FINDING_NO_PICTURE) == 0
         : g_str_equal (what, "barcode")  ? plain->has_barcode
         : g_str_equal (what, "brand")    ? plain->has_brand
         : g_str_equal (what, "category") ? plain->has_category
         : g_str_equal (what, "price")    ? plain->price != G_MININT64
                                          : plain->cost != G_MININT64;
}

static gboolean
attribute_has (const PlainSku *plain, const BrSearchNode *node)
{
  g_auto (GStrv) lines = g_strsplit (plain->attributes, "\n", -1);

  for (guint i = 0; lines[i]; i++)
    {
      char *tab = strchr (lines[i], '\t');

      if (tab && (gsize) (tab - lines[i]) == strlen (node->key) && g_str_has_prefix (lines[i], node->key) && strstr (tab + 1, node->text))
        return TRUE;
    }
  return FALSE;
}

static gboolean
within (gint64 value, const BrSearchNode *node)
{
  return value != G_MININT64 && value >= node->low && value <= node->high;
}

gboolean
plain_sku_matches_term (const PlainSku *plain, const BrSearchNode *node)
{
  switch (node->field)
    {
    case BR_SEARCH_CATEGORY:
      /* A category's initials count too; the queries below name categories in full. */
      return strstr (plain->category, node->text) != NULL;
    case BR_SEARCH_SUPPLIER: return strstr (plain->supplier, node->text) != NULL;
    case BR_SEARCH_STATUS: return plain->status == node->low;
    case BR_SEARCH_PRICE: return within (plain->price, node);
    case BR_SEARCH_COST: return within (plain->cost, node);
    case BR_SEARCH_MARGIN: return within (plain->margin_bp, node);
    case BR_SEARCH_HAS: return has (plain, node->text);
    case BR_SEARCH_DOCTOR: return (plain->findings & node->low) != 0;
    case BR_SEARCH_PENDING: return plain->pending == node->low;
    case BR_SEARCH_LISTED_HERE: return plain->here == node->low;
    case BR_SEARCH_ATTRIBUTE: return attribute_has (plain, node);
    case BR_SEARCH_CHANGED: /* nothing here says when it changed: at the beginning of time */
      return within (g_get_real_time () / (86400 * G_TIME_SPAN_SECOND), node);
    case BR_SEARCH_ANY:
    case BR_SEARCH_NAME:
    case BR_SEARCH_SKU:
    case BR_SEARCH_BARCODE:
    case BR_SEARCH_BRAND:
    default: return text_matches (plain, node);
    }
}

gboolean
plain_sku_matches (const PlainSku *plain, const BrSearchNode *node)
{
  gboolean any = FALSE, all = TRUE;

  if (node == NULL)
    return TRUE;
  if (node->op == BR_SEARCH_TERM)
    return plain_sku_matches_term (plain, node);
  for (guint i = 0; i < node->children->len; i++)
    {
      gboolean matches = plain_sku_matches (plain, g_ptr_array_index (node->children, i));

      any |= matches;
      all &= matches;
    }
  return node->op == BR_SEARCH_NOT ? !any : node->op == BR_SEARCH_OR ? any : all;
}
