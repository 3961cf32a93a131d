/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table station: what a person set up, and how each was found last. */
#include "config.h"
#include "br-station-store.h"

#include "br-bind.h"
#include "br-error.h"
#include "br-tag-event-store.h"
#include "br-tag-sql.h"

#define COLUMNS                                                                                                                                                \
  "id, driver, name, address, settings, paused, capacity, quiet_from, quiet_to, take_in_until_us, state, state_us, troubles, note, firmware,"                  \
  " free_bytes, free_memory, boot_us, rssi, n_tags, channel, heard_us"

static BrStation *
read_row (sqlite3_stmt *row)
{
  BrStation *self = br_station_new ();

  self->id = sqlite3_column_int64 (row, 0);
  self->driver = g_strdup (br_column_text (row, 1));
  self->name = g_strdup (br_column_text (row, 2));
  self->address = g_strdup (br_column_text (row, 3));
  self->settings = g_strdup (br_column_text (row, 4));
  self->paused = sqlite3_column_int (row, 5);
  self->capacity = (guint) sqlite3_column_int64 (row, 6);
  self->quiet_from = sqlite3_column_int (row, 7);
  self->quiet_to = sqlite3_column_int (row, 8);
  self->take_in_until_us = sqlite3_column_int64 (row, 9);
  self->state = (BrStationState) sqlite3_column_int (row, 10);
  self->state_us = sqlite3_column_int64 (row, 11);
  self->troubles = (guint) sqlite3_column_int64 (row, 12);
  self->note = g_strdup (br_column_text (row, 13));
  self->firmware = g_strdup (br_column_text (row, 14));
  self->free_bytes = sqlite3_column_int64 (row, 15);
  self->free_memory = sqlite3_column_int64 (row, 16);
  self->boot_us = sqlite3_column_int64 (row, 17);
  self->rssi = sqlite3_column_int (row, 18);
  self->n_tags = (guint) sqlite3_column_int64 (row, 19);
  self->channel = (guint) sqlite3_column_int64 (row, 20);
  self->heard_us = sqlite3_column_int64 (row, 21);
  return self;
}

GPtrArray *
br_station_store_list (BrDb *db, GError **error)
{
  g_autoptr (GPtrArray) stations = g_ptr_array_new_with_free_func ((GDestroyNotify) br_station_unref);
  sqlite3_stmt *statement = br_db_statement (db, "SELECT " COLUMNS " FROM station ORDER BY name, id", error);
  gboolean has_row;

  while (statement != NULL)
    {
      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&stations);
      g_ptr_array_add (stations, read_row (statement));
    }
  return NULL;
}

BrStation *
br_station_store_find (BrDb *db, gint64 id, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT " COLUMNS " FROM station WHERE id = ?1", error);
  BrStation *station = NULL;
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, id);
  if (!br_db_step (db, statement, &has_row, error))
    return NULL;
  if (has_row)
    station = read_row (statement);
  sqlite3_reset (statement);
  return station;
}

static gboolean
is_minute (int minute)
{
  return minute >= -1 && minute < 24 * 60;
}

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

static gboolean
check (BrDb *db, const BrStation *station, GError **error)
{
  gint64 others;

  if (is_empty (station->driver) || is_empty (station->name) || is_empty (station->address))
    g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "the station has no driver, name or address");
  else if (station->capacity == 0 || station->capacity > BR_STATION_MAX_CAPACITY || !is_minute (station->quiet_from) || !is_minute (station->quiet_to))
    g_set_error_literal (error, BR_ERROR, BR_ERROR_RANGE, "capacity or quiet hours are out of range");
  else if (!br_tag_sql_number (db, "SELECT count (*) FROM station WHERE id <> ?1", station->id, 0, &others, error))
    return FALSE;
  else if (others >= BR_STATION_MAX)
    g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "at most %d stations are kept", BR_STATION_MAX);
  else
    return TRUE;
  return FALSE;
}

/* The row that has this address already, or 0. */
static gboolean
find_twin (BrDb *db, const BrStation *station, gint64 *twin, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT id FROM station WHERE driver = ?1 AND address = ?2 AND id <> ?3", error);
  gboolean has_row;

  *twin = 0;
  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, station->driver);
  br_bind_text (statement, 2, station->address);
  sqlite3_bind_int64 (statement, 3, station->id);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *twin = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

static void
bind_settings (sqlite3_stmt *statement, const BrStation *station)
{
  br_tag_sql_bind_row (statement, 1, station->id);
  br_bind_text (statement, 2, station->driver);
  br_bind_text (statement, 3, station->name);
  br_bind_text (statement, 4, station->address);
  br_bind_text (statement, 5, station->settings);
  sqlite3_bind_int (statement, 6, station->paused != FALSE);
  sqlite3_bind_int64 (statement, 7, station->capacity);
  sqlite3_bind_int (statement, 8, station->quiet_from);
  sqlite3_bind_int (statement, 9, station->quiet_to);
}

gboolean
br_station_store_put (BrStoreTx *tx, const BrStation *station, gint64 *id, GError **error)
{
  static const char insert[] = "INSERT INTO station (id, driver, name, address, settings, paused, capacity, quiet_from, quiet_to)"
                               " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
  static const char update[] =
      "UPDATE station SET driver = ?2, name = ?3, address = ?4, settings = ?5, paused = ?6, capacity = ?7, quiet_from = ?8, quiet_to = ?9"
      " WHERE id = ?1";
  sqlite3_stmt *statement;
  gint64 twin;

  if (!check (tx->db, station, error) || !find_twin (tx->db, station, &twin, error))
    return FALSE;
  if (twin != 0)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_EXISTS, "another station has this address");
      return FALSE;
    }
  statement = br_db_statement (tx->db, station->id == 0 ? insert : update, error);
  if (statement == NULL)
    return FALSE;
  bind_settings (statement, station);
  if (!br_db_run (tx->db, statement, error))
    return FALSE;
  if (sqlite3_changes (br_db_handle (tx->db)) == 0)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "no such station");
      return FALSE;
    }
  *id = station->id != 0 ? station->id : sqlite3_last_insert_rowid (br_db_handle (tx->db));
  br_store_tx_note_tags (tx);
  return TRUE;
}

gboolean
br_station_store_forget (BrStoreTx *tx, gint64 id, GError **error)
{
  br_store_tx_note_tags (tx);
  return br_tag_sql_run (tx->db, "DELETE FROM station WHERE id = ?1", id, 0, error);
}

gboolean
br_station_store_admits (BrDb *db, gint64 id, guint n_more, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (BrStation) station = id != 0 ? br_station_store_find (db, id, &failure) : NULL;

  if (failure == NULL && station != NULL && station->n_tags + n_more > br_station_most (station))
    failure = g_error_new (BR_ERROR, BR_ERROR_CROWDED, "the base station has %u tags, and can serve %u", station->n_tags, br_station_most (station));
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
br_station_store_take_in (BrStoreTx *tx, gint64 id, gint64 until_us, GError **error)
{
  if (until_us != 0 && !br_station_store_admits (tx->db, id, 1, error))
    return FALSE;
  br_store_tx_note_tags (tx);
  return br_tag_sql_run (tx->db, "UPDATE station SET take_in_until_us = ?2 WHERE id = ?1", id, until_us, error);
}

static gboolean
write_health (BrStoreTx *tx, const BrStation *station, gint64 now_us, GError **error)
{
  static const char sql[] = "UPDATE station SET state_us = CASE WHEN state = ?2 THEN state_us ELSE ?3 END, state = ?2, troubles = ?4, note = ?5, firmware = ?6,"
                            " free_bytes = ?7, free_memory = ?8, boot_us = ?9, rssi = ?10, n_tags = ?11, channel = ?12, heard_us = ?13 WHERE id = ?1";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, station->id);
  sqlite3_bind_int (statement, 2, (int) station->state);
  sqlite3_bind_int64 (statement, 3, now_us);
  sqlite3_bind_int64 (statement, 4, station->troubles);
  br_bind_text (statement, 5, station->note);
  br_bind_text (statement, 6, station->firmware);
  sqlite3_bind_int64 (statement, 7, station->free_bytes);
  sqlite3_bind_int64 (statement, 8, station->free_memory);
  sqlite3_bind_int64 (statement, 9, station->boot_us);
  sqlite3_bind_int (statement, 10, station->rssi);
  sqlite3_bind_int64 (statement, 11, station->n_tags);
  sqlite3_bind_int64 (statement, 12, station->channel);
  sqlite3_bind_int64 (statement, 13, station->heard_us);
  return br_db_run (tx->db, statement, error);
}

/* Nobody listened to it for a while: no tag is to blame for that time. */
static gboolean
excuse_tags (BrStoreTx *tx, const BrStation *before, gint64 heard_us, GError **error)
{
  static const char sql[] = "UPDATE tag SET deaf_us = deaf_us + ?3 - max (heard_us, ?2) WHERE station = ?1 AND heard_us > 0 AND heard_us < ?3";
  sqlite3_stmt *statement;

  if (!br_station_was_deaf (before, heard_us))
    return TRUE;
  statement = br_db_statement (tx->db, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, before->id);
  sqlite3_bind_int64 (statement, 2, before->heard_us);
  sqlite3_bind_int64 (statement, 3, heard_us);
  return br_db_run (tx->db, statement, error);
}

gboolean
br_station_store_note (BrStoreTx *tx, const BrStation *station, GError **error)
{
  g_autoptr (BrStation) before = br_station_store_find (tx->db, station->id, error);
  BrTagEvent event = { .station = station->id, .kind = BR_TAG_EVENT_STATION, .to = (int) station->state, .note = station->note };
  BrTagEvent trouble = { .station = station->id, .kind = BR_TAG_EVENT_TROUBLE, .to = (int) station->troubles };

  if (before == NULL)
    return error == NULL || *error == NULL; /* it was forgotten meanwhile */
  event.from = (int) before->state;
  trouble.from = (int) before->troubles;
  br_store_tx_note_tags (tx);
  return excuse_tags (tx, before, station->heard_us, error) && write_health (tx, station, br_clock_now_us (tx->clock), error)
         && (before->state == station->state || br_tag_event_note (tx, &event, error))
         && ((station->troubles & ~before->troubles) == 0 || br_tag_event_note (tx, &trouble, error));
}

gboolean
br_station_store_calls (BrDb *db, gint64 id, BrTagCalls *out, GError **error)
{
  gint64 n, n_lost;

  if (!br_tag_sql_number (db, "SELECT coalesce (sum (n_calls), 0) FROM tag WHERE station = ?1", id, 0, &n, error)
      || !br_tag_sql_number (db, "SELECT coalesce (sum (n_lost), 0) FROM tag WHERE station = ?1", id, 0, &n_lost, error))
    return FALSE;
  *out = (BrTagCalls) { (guint) n, (guint) n_lost };
  return TRUE;
}
