/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries that own pending operations touch are taken from their shadow, HQ's version of them (br-shadow.h); one that HQ has not at all is left out. */
#include "config.h"
#include "br-till-price.h"

#include "br-bind.h"
#include "br-record-store.h"
#include "br-settings-store.h"
#include "br-shadow.h"

/* One entry as HQ has it; NULL without error = it has none. */
static gboolean
load_entry (BrDb *db, const BrId *uid, gboolean pending, BrRecord **entry, GError **error)
{
  gboolean found = FALSE;

  *entry = NULL;
  if (pending && !br_shadow_load (db, BR_KIND_PRICE, uid, &found, entry, error))
    return FALSE;
  return found || br_record_store_load (db, BR_KIND_PRICE, uid, entry, error);
}

/* The ids of all entries of a SKU that are there here or may be at HQ, and whether own operations touch each. */
static gboolean
list_entries (BrDb *db, gint64 sku, GArray *uids, GArray *pending, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT uid, pending <> 0 FROM price WHERE sku = ?1 AND (present = 1 OR pending <> 0)", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, sku);
  while (br_db_step (db, statement, &has_row, error))
    {
      BrId uid;
      gboolean waits;

      if (!has_row)
        return TRUE;
      uid = br_column_id (statement, 0);
      waits = sqlite3_column_int (statement, 1);
      g_array_append_val (uids, uid);
      g_array_append_val (pending, waits);
    }
  return FALSE;
}

gboolean
br_till_price_load (BrDb *db, gint64 sku, const BrPriceContext *place, BrTillPrice *out, GError **error)
{
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (BrId)), pending = g_array_new (FALSE, FALSE, sizeof (gboolean));
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) br_record_free);
  BrPriceOutcome outcome;

  *out = (BrTillPrice) { .price_minor = G_MININT64 };
  if (!list_entries (db, sku, uids, pending, error))
    return FALSE;
  for (guint i = 0; i < uids->len; i++)
    {
      gboolean waits = g_array_index (pending, gboolean, i);
      BrRecord *entry;

      if (!load_entry (db, &g_array_index (uids, BrId, i), waits, &entry, error))
        return FALSE;
      out->waits |= waits;
      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }
  outcome = br_price_resolve ((const BrRecord *const *) entries->pdata, entries->len, place, NULL);
  if (outcome.winner >= 0)
    out->price_minor = br_record_int (entries->pdata[outcome.winner], BR_PRICE_AMOUNT);
  return TRUE;
}

gboolean
br_till_price_synced (BrDb *db, gint64 *synced_us, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT max (synced_us) FROM feed_cursor", error);
  gint64 kept_us = 0;
  gboolean has_row;

  *synced_us = 0;
  if (statement == NULL || !br_db_step (db, statement, &has_row, error))
    return FALSE;
  *synced_us = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  if (*synced_us == 0)
    return TRUE;
  if (!br_settings_get_int (db, BR_TILL_SYNCED, 0, &kept_us, error))
    return FALSE;
  *synced_us = MAX (*synced_us, kept_us);
  return TRUE;
}
