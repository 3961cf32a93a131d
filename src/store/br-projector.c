/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list row of a SKU follows from its record, its product, its price entries and the assortment of the place. What has
 * not changed is not written: a price change leaves the name's columns, their indexes and the search tables alone.
 */
#include "config.h"
#include "br-projector.h"

#include <string.h>

#include "br-bind.h"
#include "br-gtin.h"
#include "br-projection-text.h"
#include "br-sku-row.h"
#include "br-sku-twins.h"
#include "br-text-fold.h"

#define NONE G_MININT64 /* SQL NULL in the integers of a row */

/* A row of sku_list. */
typedef struct
{
  gint64 product;
  guint8 name_key[BR_NAME_KEY_MAX];
  gsize name_key_length;
  char *code;
  char *barcode;
  gint64 category, brand, supplier, status;
  gint64 price, price_entry, price_until_us, cost, margin_bp, pending, listed_here, findings, changed_us;
} Row;

/* What the SKU and its product say. Texts are owned. */
typedef struct
{
  gint64 product;
  char *code;
  char *name;
  char *name_alt;
  GPtrArray *barcodes;
  gint64 cost, status, pending, changed_us;
  gint64 category, brand, supplier;
  gboolean has_unit, has_picture;
} Source;

static void
row_clear (Row *row)
{
  g_free (row->code);
  g_free (row->barcode);
}

static void
source_clear (Source *source)
{
  g_free (source->code);
  g_free (source->name);
  g_free (source->name_alt);
  g_clear_pointer (&source->barcodes, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)

static gint64
column_or_none (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL ? NONE : sqlite3_column_int64 (statement, column);
}

static void
bind_or_null (sqlite3_stmt *statement, int parameter, gint64 value)
{
  if (value != NONE)
    sqlite3_bind_int64 (statement, parameter, value);
}

gboolean
br_projector_init (BrProjector *self, BrStoreTx *tx, GError **error)
{
  *self = (BrProjector) { .tx = tx };
  br_price_rows_init (&self->rows);
  self->twins = g_array_new (FALSE, FALSE, sizeof (gint64));
  return br_price_place_load (&self->place, tx->db, br_clock_now_us (tx->clock), error);
}

void
br_projector_clear (BrProjector *self)
{
  br_price_rows_clear (&self->rows);
  g_array_unref (self->twins);
}

static gboolean
load_source (BrDb *db, gint64 sku, Source *out, gboolean *found, GError **error)
{
  static const char sql[] = "SELECT s.product, s.code, s.option_values, s.barcodes, s.cost, s.status, s.pending + coalesce (p.pending, 0),"
                            " max (s.at_us, coalesce (p.at_us, 0)), p.name, p.name_alt, p.category, p.brand, p.supplier, p.unit, p.pictures"
                            " FROM sku s LEFT JOIN product p ON p.id = s.product AND p.present = 1 WHERE s.id = ?1 AND s.present = 1";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, sku);
  if (!br_db_step (db, statement, found, error))
    return FALSE;
  if (!*found)
    return TRUE;
  out->product = sqlite3_column_int64 (statement, 0);
  out->code = g_strdup (br_column_text (statement, 1));
  out->name = br_text_shown_name (br_column_text (statement, 8), br_column_text (statement, 2));
  out->name_alt = g_strdup (br_column_text (statement, 9));
  out->barcodes = br_barcodes_parse (br_column_text (statement, 3), error);
  out->cost = column_or_none (statement, 4);
  out->status = MAX (sqlite3_column_int64 (statement, 5), BR_STATUS_DRAFT);
  out->pending = sqlite3_column_int64 (statement, 6);
  out->changed_us = sqlite3_column_int64 (statement, 7);
  out->category = column_or_none (statement, 10);
  out->brand = column_or_none (statement, 11);
  out->supplier = column_or_none (statement, 12);
  out->has_unit = sqlite3_column_type (statement, 13) != SQLITE_NULL;
  out->has_picture = sqlite3_column_bytes (statement, 14) > 0;
  sqlite3_reset (statement);
  return out->barcodes != NULL;
}

static gboolean
load_row (BrDb *db, gint64 sku, Row *out, gboolean *found, GError **error)
{
  static const char sql[] = "SELECT product, name_key, code, barcode, category, brand, supplier, status, price, price_entry, price_until_us, cost, margin_bp,"
                            " pending, listed_here, findings, changed_us FROM sku_list WHERE id = ?1";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, sku);
  if (!br_db_step (db, statement, found, error))
    return FALSE;
  if (!*found)
    return TRUE;
  out->product = sqlite3_column_int64 (statement, 0);
  out->name_key_length = MIN (sqlite3_column_bytes (statement, 1), BR_NAME_KEY_MAX);
  memcpy (out->name_key, sqlite3_column_blob (statement, 1), out->name_key_length);
  out->code = g_strdup (br_column_text (statement, 2));
  out->barcode = g_strdup (br_column_text (statement, 3));
  out->category = column_or_none (statement, 4);
  out->brand = column_or_none (statement, 5);
  out->supplier = column_or_none (statement, 6);
  out->status = sqlite3_column_int64 (statement, 7);
  out->price = column_or_none (statement, 8);
  out->price_entry = column_or_none (statement, 9);
  out->price_until_us = sqlite3_column_int64 (statement, 10);
  out->cost = column_or_none (statement, 11);
  out->margin_bp = column_or_none (statement, 12);
  out->pending = sqlite3_column_int64 (statement, 13);
  out->listed_here = sqlite3_column_int64 (statement, 14);
  out->findings = sqlite3_column_int64 (statement, 15);
  out->changed_us = sqlite3_column_int64 (statement, 16);
  sqlite3_reset (statement);
  return TRUE;
}

/* Resolves the price; pending and the time of the last change are added to the row. */
static gboolean
resolve_price (BrProjector *self, gint64 sku, Row *row, GError **error)
{
  const BrRecord *winner;
  BrPriceOutcome outcome;

  if (!br_price_rows_load (&self->rows, self->tx->db, sku, error))
    return FALSE;
  row->pending += self->rows.pending;
  row->changed_us = MAX (row->changed_us, self->rows.changed_us);
  outcome = br_price_rows_resolve (&self->rows, &self->place, &winner);
  row->price_until_us = outcome.until_us;
  row->price = winner ? br_record_int (winner, BR_PRICE_AMOUNT) : NONE;
  row->price_entry = winner ? winner->rev : NONE;
  return TRUE;
}

/* The place's assortment names exceptions: a SKU it does not mention is listed. */
static gboolean
read_assortment (BrProjector *self, gint64 sku, Row *row, GError **error)
{
  static const char sql[] = "SELECT listed, pending FROM assortment WHERE sku = ?1 AND store = ?2 AND present = 1 ORDER BY at_us DESC, id DESC LIMIT 1";
  sqlite3_stmt *statement;
  gboolean has_row;

  row->listed_here = 1;
  if (self->place.store == 0)
    return TRUE;
  statement = br_db_statement (self->tx->db, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, sku);
  sqlite3_bind_int64 (statement, 2, self->place.store);
  if (!br_db_step (self->tx->db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      row->listed_here = sqlite3_column_int64 (statement, 0) != 0;
      row->pending += sqlite3_column_int64 (statement, 1);
      sqlite3_reset (statement);
    }
  return TRUE;
}

static gint64
find_money_findings (const Row *row)
{
  gboolean is_sold = row->status == BR_STATUS_LISTED || row->status == BR_STATUS_CLEARANCE;

  if (row->price == NONE)
    return is_sold ? BR_FINDING_NO_PRICE : 0;
  return row->cost != NONE && row->price < row->cost ? BR_FINDING_BELOW_COST : 0;
}

static gint64
find_own_findings (const Source *source)
{
  gint64 findings = 0;

  if (*source->name == '\0')
    findings |= BR_FINDING_NO_NAME;
  if (!source->has_unit)
    findings |= BR_FINDING_NO_UNIT;
  if (!source->has_picture)
    findings |= BR_FINDING_NO_PICTURE;
  if (source->category == NONE)
    findings |= BR_FINDING_NO_CATEGORY;
  for (guint i = 0; i < source->barcodes->len; i++)
    {
      const BrBarcode *barcode = g_ptr_array_index (source->barcodes, i);

      if (!g_str_equal (barcode->kind, "other") && br_gtin_check (barcode->code) == BR_GTIN_BAD_CHECK)
        findings |= BR_FINDING_BAD_CHECK_DIGIT;
    }
  return findings;
}

static void
set_margin (Row *row)
{
  if (row->price == NONE || row->cost == NONE || !br_price_margin_bp (row->price, row->cost, &row->margin_bp))
    row->margin_bp = NONE;
}

static gboolean
fill_row (BrProjector *self, gint64 sku, const Source *source, const Row *old, Row *row, GError **error)
{
  const BrBarcode *first = source->barcodes->len > 0 ? g_ptr_array_index (source->barcodes, 0) : NULL;

  row->product = source->product;
  row->name_key_length = br_text_sort_key (source->name, row->name_key);
  row->code = g_strdup (source->code ? source->code : "");
  row->barcode = g_strdup (first ? first->code : NULL);
  row->category = source->category;
  row->brand = source->brand;
  row->supplier = source->supplier;
  row->status = source->status;
  row->cost = source->cost;
  row->pending = source->pending;
  row->changed_us = source->changed_us;
  if (!resolve_price (self, sku, row, error) || !read_assortment (self, sku, row, error))
    return FALSE;
  row->pending = row->pending != 0;
  set_margin (row);
  row->findings = find_own_findings (source) | find_money_findings (row) | (old ? old->findings & BR_SKU_TWINS_FINDINGS : 0);
  return TRUE;
}

static void
bind_what (sqlite3_stmt *statement, int first, const Row *row)
{
  sqlite3_bind_int64 (statement, first, row->product);
  sqlite3_bind_blob (statement, first + 1, row->name_key, (int) row->name_key_length, SQLITE_STATIC);
  br_bind_text (statement, first + 2, row->code);
  br_bind_text (statement, first + 3, row->barcode);
  bind_or_null (statement, first + 4, row->category);
  bind_or_null (statement, first + 5, row->brand);
  bind_or_null (statement, first + 6, row->supplier);
  sqlite3_bind_int64 (statement, first + 7, row->status);
}

static void
bind_money (sqlite3_stmt *statement, int first, const Row *row)
{
  bind_or_null (statement, first, row->price);
  bind_or_null (statement, first + 1, row->price_entry);
  sqlite3_bind_int64 (statement, first + 2, row->price_until_us);
  bind_or_null (statement, first + 3, row->cost);
  bind_or_null (statement, first + 4, row->margin_bp);
  sqlite3_bind_int64 (statement, first + 5, row->pending);
  sqlite3_bind_int64 (statement, first + 6, row->listed_here);
  sqlite3_bind_int64 (statement, first + 7, row->findings);
  sqlite3_bind_int64 (statement, first + 8, row->changed_us);
}

static gboolean
insert_row (BrDb *db, gint64 sku, const Row *row, GError **error)
{
  static const char sql[] = "INSERT INTO sku_list (id, product, name_key, code, barcode, category, brand, supplier, status, price, price_entry, price_until_us,"
                            " cost, margin_bp, pending, listed_here, findings, changed_us)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, sku);
  bind_what (statement, 2, row);
  bind_money (statement, 10, row);
  return br_db_run (db, statement, error);
}

static gboolean
update_what (BrDb *db, gint64 sku, const Row *row, GError **error)
{
  static const char sql[] = "UPDATE sku_list SET product = ?2, name_key = ?3, code = ?4, barcode = ?5, category = ?6, brand = ?7, supplier = ?8, status = ?9"
                            " WHERE id = ?1";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, sku);
  bind_what (statement, 2, row);
  return br_db_run (db, statement, error);
}

static gboolean
update_money (BrDb *db, gint64 sku, const Row *row, GError **error)
{
  static const char sql[] = "UPDATE sku_list SET price = ?2, price_entry = ?3, price_until_us = ?4, cost = ?5, margin_bp = ?6, pending = ?7, listed_here = ?8,"
                            " findings = ?9, changed_us = ?10 WHERE id = ?1";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, sku);
  bind_money (statement, 2, row);
  return br_db_run (db, statement, error);
}

/* Which orders the difference moves the SKU in, in its name's half and its money's half of the row. */
static guint32
compare_what (const Row *a, const Row *b)
{
  guint32 dirty = 0;

  if (a->name_key_length != b->name_key_length || memcmp (a->name_key, b->name_key, a->name_key_length) != 0)
    dirty |= 1u << BR_SKU_SORT_NAME;
  if (g_strcmp0 (a->code, b->code) != 0)
    dirty |= 1u << BR_SKU_SORT_CODE;
  if (g_strcmp0 (a->barcode, b->barcode) != 0)
    dirty |= 1u << BR_SKU_SORT_BARCODE;
  if (a->category != b->category)
    dirty |= 1u << BR_SKU_SORT_CATEGORY;
  if (a->brand != b->brand)
    dirty |= 1u << BR_SKU_SORT_BRAND;
  if (a->status != b->status)
    dirty |= 1u << BR_SKU_SORT_STATUS;
  return dirty;
}

static guint32
compare_money (const Row *a, const Row *b)
{
  guint32 dirty = 0;

  if (a->price != b->price)
    dirty |= 1u << BR_SKU_SORT_PRICE;
  if (a->cost != b->cost)
    dirty |= 1u << BR_SKU_SORT_COST;
  if (a->margin_bp != b->margin_bp)
    dirty |= 1u << BR_SKU_SORT_MARGIN;
  if (a->changed_us != b->changed_us)
    dirty |= 1u << BR_SKU_SORT_CHANGED;
  return dirty;
}

static gboolean
write_difference (BrProjector *self, gint64 sku, const Row *old, const Row *row, GError **error)
{
  guint32 what = compare_what (old, row);
  guint32 money = compare_money (old, row);
  gboolean other = old->price_entry != row->price_entry || old->price_until_us != row->price_until_us || old->pending != row->pending
                   || old->listed_here != row->listed_here || old->findings != row->findings;

  if ((what || old->supplier != row->supplier || old->product != row->product) && !update_what (self->tx->db, sku, row, error))
    return FALSE;
  if ((money || other) && !update_money (self->tx->db, sku, row, error))
    return FALSE;
  self->dirty |= what | money;
  return TRUE;
}

/* The price half alone, for a SKU that has a row: the product is not read. */
static gboolean
refresh_money (BrProjector *self, gint64 sku, const Row *old, GError **error)
{
  static const char sql[] = "SELECT s.pending + coalesce (p.pending, 0), max (s.at_us, coalesce (p.at_us, 0)), s.cost"
                            " FROM sku s LEFT JOIN product p ON p.id = s.product AND p.present = 1 WHERE s.id = ?1";
  sqlite3_stmt *statement = br_db_statement (self->tx->db, sql, error);
  Row row = *old; /* its texts are borrowed */
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, sku);
  if (!br_db_step (self->tx->db, statement, &has_row, error))
    return FALSE;
  row.pending = has_row ? sqlite3_column_int64 (statement, 0) : 0;
  row.changed_us = has_row ? sqlite3_column_int64 (statement, 1) : 0;
  row.cost = has_row ? column_or_none (statement, 2) : NONE;
  sqlite3_reset (statement);
  if (!resolve_price (self, sku, &row, error) || !read_assortment (self, sku, &row, error))
    return FALSE;
  row.pending = row.pending != 0;
  set_margin (&row);
  row.findings = (old->findings & ~(BR_FINDING_NO_PRICE | BR_FINDING_BELOW_COST)) | find_money_findings (&row);
  return write_difference (self, sku, old, &row, error);
}

/* A SKU without the finding has no twins that its leaving could free. */
static gboolean
note_old_twins (BrProjector *self, gint64 sku, const Row *old, GError **error)
{
  return (old->findings & BR_SKU_TWINS_FINDINGS) == 0 || br_sku_twins_note (self->tx->db, sku, old->code, self->twins, error);
}

static gboolean
remove_sku (BrProjector *self, gint64 sku, const Row *old, GError **error)
{
  sqlite3_stmt *statement;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  if (!note_old_twins (self, sku, old, error) || !br_projection_barcodes_write (self->tx, sku, none, TRUE, error)
      || !br_projection_text_remove (self->tx, sku, error))
    return FALSE;
  self->dirty = G_MAXUINT32;
  statement = br_db_statement (self->tx->db, "DELETE FROM sku_list WHERE id = ?1", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, sku);
  return br_db_run (self->tx->db, statement, error);
}

static gboolean
write_texts (BrProjector *self, gint64 sku, const Source *source, const Row *old, GError **error)
{
  BrSearchTexts texts = { source->name, source->name_alt, source->code, source->barcodes };

  return (old == NULL || note_old_twins (self, sku, old, error)) && br_projection_barcodes_write (self->tx, sku, source->barcodes, old != NULL, error)
         && br_projection_text_write (self->tx, sku, &texts, old != NULL, error)
         && (self->fresh || br_sku_twins_note_new (self->tx->db, sku, source->code, self->twins, error));
}

static gboolean
refresh_whole (BrProjector *self, gint64 sku, guint parts, const Row *old, GError **error)
{
  g_auto (Source) source = { 0 };
  g_auto (Row) row = { 0 };
  gboolean found;

  if (!load_source (self->tx->db, sku, &source, &found, error))
    return FALSE;
  if (!found)
    return old == NULL || remove_sku (self, sku, old, error);
  if (!fill_row (self, sku, &source, old, &row, error))
    return FALSE;
  if (old == NULL)
    {
      self->dirty = G_MAXUINT32;
      if (!insert_row (self->tx->db, sku, &row, error))
        return FALSE;
    }
  else if (!write_difference (self, sku, old, &row, error))
    return FALSE;
  return (old != NULL && (parts & BR_PART_TEXT) == 0) || write_texts (self, sku, &source, old, error);
}

gboolean
br_projector_refresh (BrProjector *self, gint64 sku, guint parts, GError **error)
{
  g_auto (Row) old = { 0 };
  gboolean has_old = FALSE;

  if (!self->fresh && !load_row (self->tx->db, sku, &old, &has_old, error))
    return FALSE;
  if (has_old && (parts & ~BR_PART_MONEY) == 0)
    return refresh_money (self, sku, &old, error);
  return refresh_whole (self, sku, parts, has_old ? &old : NULL, error);
}

gboolean
br_projector_finish (BrProjector *self, GError **error)
{
  static const char sql[] = "UPDATE list_version SET n = n + 1 WHERE (?1 >> sort) & 1";
  const guint32 on_name = 1u << BR_SKU_SORT_CATEGORY | 1u << BR_SKU_SORT_BRAND | 1u << BR_SKU_SORT_STATUS;
  sqlite3_stmt *statement;

  if (!(self->fresh ? br_sku_twins_find_all (self->tx->db, error) : br_sku_twins_find (self->tx, self->twins, error)))
    return FALSE;
  if (self->dirty == 0)
    return TRUE;
  /* Within one category, brand or status the order is by name. */
  if (self->dirty & 1u << BR_SKU_SORT_NAME)
    self->dirty |= on_name;
  statement = br_db_statement (self->tx->db, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, self->dirty);
  return br_db_run (self->tx->db, statement, error);
}
