/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Price entries name zones and stores by row id; a row id is written into a BrId, so that br_price_resolve can compare them. */
#include "config.h"
#include "br-price-rows.h"

#include "br-bind.h"
#include "br-settings-store.h"

static BrId
row_to_id (gint64 row)
{
  BrId id = { { 1 } };

  if (row == 0)
    return (BrId) { 0 };
  for (guint i = 0; i < 8; i++)
    id.bytes[8 + i] = (guint64) row >> (56 - 8 * i);
  return id;
}

gboolean
br_price_place_load (BrPricePlace *self, BrDb *db, gint64 at_us, GError **error)
{
  static const char sql[] = "SELECT id, zone FROM store WHERE uid = ?1";
  sqlite3_stmt *statement;
  g_autofree char *text = NULL;
  BrId uid;
  gboolean has_row;

  *self = (BrPricePlace) { .context.at_us = at_us };
  if (!br_settings_get (db, BR_META_STORE, &text, error))
    return FALSE;
  if (text == NULL || *text == '\0')
    return TRUE;
  statement = br_db_statement (db, sql, error);
  if (statement == NULL || !br_id_parse (text, &uid, error))
    return FALSE;
  br_bind_id (statement, 1, &uid);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      self->store = sqlite3_column_int64 (statement, 0);
      self->context.store = row_to_id (self->store);
      self->context.zone = row_to_id (sqlite3_column_int64 (statement, 1));
      sqlite3_reset (statement);
    }
  return TRUE;
}

static void
clear_entry (gpointer data)
{
  br_record_clear (data);
}

void
br_price_rows_init (BrPriceRows *self)
{
  *self = (BrPriceRows) { .entries = g_array_new (FALSE, TRUE, sizeof (BrRecord)) };
  g_array_set_clear_func (self->entries, clear_entry);
}

void
br_price_rows_clear (BrPriceRows *self)
{
  g_clear_pointer (&self->entries, g_array_unref);
}

static void
set_ref_cell (BrValue *cell, sqlite3_stmt *statement, int column)
{
  BrId id = row_to_id (sqlite3_column_int64 (statement, column));

  br_value_set_id (cell, &id);
}

static void
set_int_cell (BrValue *cell, sqlite3_stmt *statement, int column)
{
  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    br_value_clear (cell);
  else
    br_value_set_int (cell, sqlite3_column_int64 (statement, column));
}

static void
read_entry (BrRecord *entry, sqlite3_stmt *statement)
{
  entry->kind = BR_KIND_PRICE;
  entry->rev = sqlite3_column_int64 (statement, 0);
  entry->id = br_column_id (statement, 1);
  set_ref_cell (&entry->cells[BR_PRICE_ZONE], statement, 2);
  set_ref_cell (&entry->cells[BR_PRICE_STORE], statement, 3);
  br_value_set_text (&entry->cells[BR_PRICE_CHANNEL], br_column_text (statement, 4));
  br_value_set_text (&entry->cells[BR_PRICE_TIER], br_column_text (statement, 5));
  set_int_cell (&entry->cells[BR_PRICE_KIND], statement, 6);
  set_int_cell (&entry->cells[BR_PRICE_PRIORITY], statement, 7);
  set_int_cell (&entry->cells[BR_PRICE_AMOUNT], statement, 8);
  set_int_cell (&entry->cells[BR_PRICE_VALID_FROM], statement, 9);
  set_int_cell (&entry->cells[BR_PRICE_VALID_TO], statement, 10);
}

gboolean
br_price_rows_load (BrPriceRows *self, BrDb *db, gint64 sku, GError **error)
{
  static const char sql[] = "SELECT id, uid, zone, store, channel, tier, kind, priority, amount, valid_from, valid_to, pending, at_us"
                            " FROM price WHERE sku = ?1 AND present = 1";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  self->n = 0;
  self->pending = self->changed_us = 0;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, sku);
  while (TRUE)
    {
      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (self->n >= self->entries->len)
        g_array_set_size (self->entries, self->n + 1);
      read_entry (&g_array_index (self->entries, BrRecord, self->n++), statement);
      self->pending += sqlite3_column_int64 (statement, 11);
      self->changed_us = MAX (self->changed_us, sqlite3_column_int64 (statement, 12));
    }
}

BrPriceOutcome
br_price_rows_resolve (BrPriceRows *self, const BrPricePlace *place, const BrRecord **winner)
{
  g_autofree const BrRecord **entries = g_new (const BrRecord *, self->n + 1);
  BrPriceOutcome outcome;

  for (guint i = 0; i < self->n; i++)
    entries[i] = &g_array_index (self->entries, BrRecord, i);
  outcome = br_price_resolve (entries, self->n, &place->context, NULL);
  *winner = outcome.winner >= 0 ? entries[outcome.winner] : NULL;
  return outcome;
}

void
br_price_rows_keep_kind (BrPriceRows *self, BrPriceKind kind)
{
  guint n = 0;

  for (guint i = 0; i < self->n; i++)
    {
      BrRecord *entry = &g_array_index (self->entries, BrRecord, i);
      BrRecord swap = g_array_index (self->entries, BrRecord, n);

      if (br_record_int (entry, BR_PRICE_KIND) != (gint64) kind)
        continue;
      g_array_index (self->entries, BrRecord, n++) = *entry;
      *entry = swap;
    }
  self->n = n;
}
