/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grid of SKUs as text. Barcodes are typed separated by spaces or commas; "6901234567892 x6" is a package of six. */
#include "config.h"

#include "br-sku-grid.h"

#include "br-gtin.h"
#include "br-money.h"
#include "br-paste-text.h"
#include <string.h>

#define MAX_PASTE_ROWS 5000

const char *
br_sku_grid_barcode_kind (const char *code)
{
  if (br_gtin_check (code) != BR_GTIN_OK)
    return "other";
  if (br_gtin_is_in_store (code))
    return "internal";
  return strlen (code) == 12 ? "upc" : strlen (code) == 14 ? "itf" : "ean";
}

static char *
barcodes_text (const BrRecord *sku)
{
  g_autoptr (GPtrArray) barcodes = br_barcodes_parse (br_record_text (sku, BR_SKU_BARCODES), NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; barcodes != NULL && i < barcodes->len; i++)
    {
      const BrBarcode *barcode = barcodes->pdata[i];

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", barcode->code);
      if (barcode->pack_milli != BR_QUANTITY_ONE)
        g_string_append_printf (text, "x%" G_GINT64_FORMAT, barcode->pack_milli / BR_QUANTITY_ONE);
    }
  return g_string_free (text, FALSE);
}

static char *
money_text (BrDraftModel *model, const BrValue *value)
{
  return value->type == BR_VALUE_INT ? br_money_format (value->integer, br_draft_model_get_digits (model)) : g_strdup ("");
}

char *
br_sku_grid_text (BrDraftModel *model, const BrRecord *sku, BrGridColumn column)
{
  const char *unread = br_draft_model_get_unread (model, &sku->id, column);
  const BrRecord *price;

  if (unread != NULL)
    return g_strdup (unread);
  switch (column)
    {
    case BR_GRID_CODE: return g_strdup (br_record_text (sku, BR_SKU_CODE) != NULL ? br_record_text (sku, BR_SKU_CODE) : "");
    case BR_GRID_BARCODES: return barcodes_text (sku);
    case BR_GRID_COST: return money_text (model, &sku->cells[BR_SKU_COST]);
    case BR_GRID_PRICE:
      price = br_draft_model_base_price (model, &sku->id);
      return price != NULL ? money_text (model, &price->cells[BR_PRICE_AMOUNT]) : g_strdup ("");
    case BR_GRID_NOTE: return g_strdup (br_record_text (sku, BR_SKU_STATUS_NOTE) != NULL ? br_record_text (sku, BR_SKU_STATUS_NOTE) : "");
    case BR_N_GRID_COLUMNS:
    default: return g_strdup ("");
    }
}

/* "codexN" is a package of N. A code that ends so by itself is not a number before the x. */
static char *
barcode_line (const char *word)
{
  const char *x = strrchr (word, 'x');
  gint64 pack = 1;
  g_autofree char *code = NULL;

  if (x != NULL && x > word && g_ascii_string_to_unsigned (x + 1, 10, 1, 100000, (guint64 *) &pack, NULL))
    code = g_strndup (word, x - word);
  else
    code = g_strdup (word);
  return g_strdup_printf ("%s\t%s\t%" G_GINT64_FORMAT, code, br_sku_grid_barcode_kind (code), pack * BR_QUANTITY_ONE);
}

static gboolean
set_barcodes (BrDraftModel *model, BrRecord *sku, const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " ,;，；\t\n", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) lines = NULL;
  g_autofree char *cell = NULL;
  BrValue value = BR_VALUE_INIT;
  gboolean ok;

  for (gsize i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_strv_builder_take (builder, barcode_line (words[i]));
  lines = g_strv_builder_end (builder);
  cell = br_lines_join ((const char *const *) lines);
  br_value_set_text (&value, cell);
  ok = br_schema_check_cell (br_schema_get (BR_KIND_SKU), BR_SKU_BARCODES, &value, NULL);
  br_value_clear (&value);
  if (ok)
    br_draft_model_set_text (model, sku, BR_SKU_BARCODES, cell);
  return ok;
}

static gboolean
set_cost (BrDraftModel *model, BrRecord *sku, const char *text)
{
  gint64 cost;

  if (*text == '\0')
    br_draft_model_set_null (model, sku, BR_SKU_COST);
  else if (!br_money_parse (text, br_draft_model_get_digits (model), &cost, NULL) || cost < 0)
    return FALSE;
  else
    br_draft_model_set_int (model, sku, BR_SKU_COST, cost);
  return TRUE;
}

static gboolean
set_price (BrDraftModel *model, BrRecord *sku, const char *text)
{
  BrRecord *price = br_draft_model_base_price (model, &sku->id);
  gint64 amount;

  if (*text == '\0')
    {
      if (price != NULL && g_ptr_array_remove (br_draft_model_get (model)->prices, price))
        br_draft_model_touch (model);
      return TRUE;
    }
  if (!br_money_parse (text, br_draft_model_get_digits (model), &amount, NULL) || amount < 0)
    return FALSE;
  if (price == NULL)
    price = br_draft_model_add_price (model, &sku->id);
  br_draft_model_set_int (model, price, BR_PRICE_AMOUNT, amount);
  return TRUE;
}

gboolean
br_sku_grid_may_set (BrDraftModel *model, const BrRecord *sku, BrGridColumn column)
{
  static const guint fields[] = { BR_SKU_CODE, BR_SKU_BARCODES, BR_SKU_COST, 0, BR_SKU_STATUS_NOTE };
  const BrRecord *price;
  g_autoptr (BrRecord) made = NULL;

  if (column != BR_GRID_PRICE)
    return br_draft_model_may_set (model, sku, fields[column]);
  price = br_draft_model_base_price (model, &sku->id);
  if (price == NULL)
    price = made = br_record_new (BR_KIND_PRICE, &sku->id); /* one that holds everywhere */
  return br_draft_model_may_set (model, price, BR_PRICE_AMOUNT);
}

static gboolean
set_clean (BrDraftModel *model, BrRecord *sku, BrGridColumn column, const char *clean)
{
  switch (column)
    {
    case BR_GRID_CODE: br_draft_model_set_text (model, sku, BR_SKU_CODE, clean); return TRUE;
    case BR_GRID_BARCODES: return set_barcodes (model, sku, clean);
    case BR_GRID_COST: return set_cost (model, sku, clean);
    case BR_GRID_PRICE: return set_price (model, sku, clean);
    case BR_GRID_NOTE: br_draft_model_set_text (model, sku, BR_SKU_STATUS_NOTE, clean); return TRUE;
    case BR_N_GRID_COLUMNS:
    default: return FALSE;
    }
}

gboolean
br_sku_grid_set (BrDraftModel *model, BrRecord *sku, BrGridColumn column, const char *text)
{
  g_autofree char *clean = g_strstrip (g_strdup (text));
  gboolean ok;

  if (!br_sku_grid_may_set (model, sku, column))
    return FALSE;
  ok = set_clean (model, sku, column, clean);
  br_draft_model_set_unread (model, &sku->id, column, ok ? NULL : clean);
  return ok;
}

/* Pasting */

/* One cell that was pasted into. */
typedef struct
{
  BrId sku;
  BrGridColumn column;
  char *before;
  char *after;
} PastedCell;

static void
free_pasted_cell (gpointer data)
{
  PastedCell *cell = data;

  g_free (cell->before);
  g_free (cell->after);
  g_free (cell);
}

void
br_sku_grid_paste_free (BrGridPaste *self)
{
  g_ptr_array_unref (self->cells);
  g_free (self);
}

/* The columns a block fills from `first` on; returns how many. */
static guint
list_columns (BrDraftModel *model, BrGridColumn first, BrGridColumn out[BR_N_GRID_COLUMNS])
{
  const BrActor *actor = br_app_context_get_actor (br_draft_model_get_context (model));
  gboolean sees_cost = actor == NULL || br_role_has_right (actor->role, BR_RIGHT_SEE_COST);
  BrGridColumn last = first == BR_GRID_NOTE ? BR_GRID_NOTE : BR_GRID_PRICE; /* the status stands between */
  guint n = 0;

  for (BrGridColumn column = first; column <= last; column++)
    if (column != BR_GRID_COST || sees_cost)
      out[n++] = column;
  return n;
}

static void
paste_cell (BrDraftModel *model, BrRecord *sku, BrGridColumn column, const char *text, BrGridPaste *paste)
{
  PastedCell *cell = g_new0 (PastedCell, 1);

  *cell = (PastedCell) { .sku = sku->id, .column = column, .before = br_sku_grid_text (model, sku, column) };
  if (br_sku_grid_set (model, sku, column, text))
    paste->n_set++;
  else
    paste->n_bad++;
  cell->after = br_sku_grid_text (model, sku, column);
  g_ptr_array_add (paste->cells, cell);
}

static void
paste_row (BrDraftModel *model, BrRecord *sku, BrGridColumn first, GStrv cells, BrGridPaste *paste)
{
  BrGridColumn columns[BR_N_GRID_COLUMNS];
  guint n_columns = list_columns (model, first, columns);
  guint n_cells = g_strv_length (cells);

  for (guint i = 0; i < MIN (n_cells, n_columns); i++)
    paste_cell (model, sku, columns[i], cells[i], paste);
  if (n_cells > n_columns)
    paste->n_columns_left = MAX (paste->n_columns_left, n_cells - n_columns);
}

BrGridPaste *
br_sku_grid_paste (BrDraftModel *model, guint row, BrGridColumn column, const char *text)
{
  GPtrArray *skus = br_draft_model_get (model)->skus;
  g_autoptr (GPtrArray) rows = br_paste_text_parse (text, MAX_PASTE_ROWS);
  BrGridPaste *paste = g_new0 (BrGridPaste, 1);
  guint n = MIN (rows->len, skus->len - MIN (row, skus->len));

  paste->cells = g_ptr_array_new_with_free_func (free_pasted_cell);
  paste->n_rows_left = rows->len - n;
  br_draft_model_hold (model);
  for (guint i = 0; i < n; i++)
    paste_row (model, skus->pdata[row + i], column, rows->pdata[i], paste);
  br_draft_model_release (model);
  return paste;
}

void
br_sku_grid_unpaste (BrDraftModel *model, const BrGridPaste *paste)
{
  GPtrArray *skus = br_draft_model_get (model)->skus;

  br_draft_model_hold (model);
  for (guint i = 0; i < paste->cells->len; i++)
    {
      const PastedCell *cell = paste->cells->pdata[i];
      BrRecord *sku = br_records_find (skus, &cell->sku);
      g_autofree char *now = sku != NULL ? br_sku_grid_text (model, sku, cell->column) : NULL;

      if (g_strcmp0 (now, cell->after) == 0)
        br_sku_grid_set (model, sku, cell->column, cell->before);
    }
  br_draft_model_release (model);
}
