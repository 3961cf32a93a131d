/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table tag: what stations say of each, and what it shows. The kinds stations told are kept beside it: they may know better than Backroom does. */
#include "config.h"
#include "br-tag-store.h"

#include <string.h>

#include "br-bind.h"
#include "br-error.h"
#include "br-tag-calls.h"
#include "br-tag-event-store.h"
#include "br-tag-sql.h"

#define BATTERY_LOW_MV 2400 /* esl.md 5.6: low, and as good as empty */
#define BATTERY_OUT_MV 2250
#define LOW_READINGS 3
#define LOW_US (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)
#define SIGNAL_WEAK (-85)
#define MAX_INTERVAL_US (G_GINT64_CONSTANT (7) * 24 * 3600 * G_USEC_PER_SEC)

#define COLUMNS                                                                                                                                                \
  "SELECT t.id, t.driver, t.key, t.station, t.type, t.alias, t.first_us, t.heard_us, t.next_us, t.interval_us, t.battery_mv, t.battery_or_more, t.rssi,"       \
  " t.lqi, t.temperature, t.firmware, t.wake, t.hash, t.attention, t.wanted_gen, t.shown_gen, t.shown_digest, t.shown_proof, t.shown_us, t.sequence,"          \
  " t.deaf_us, o.heard_us,"                                                                                                                                    \
  " y.name, y.width, y.height, y.rotate_buffer, y.bits, y.colours, y.short_lut, y.zlib_from, y.g5_from, y.has_led, y.has_button"                               \
  " FROM tag t LEFT JOIN station o ON o.id = t.station LEFT JOIN tag_type y ON y.station = t.station AND y.code = t.type"
#define FIRST_OF_TYPE 27

/* The kind of tag, from column `first` on. */
static BrTagType
read_type (sqlite3_stmt *row, int first, guint code)
{
  BrTagType type = { .code = code };
  const guint8 *colours = sqlite3_column_blob (row, first + 5);

  g_strlcpy (type.name, br_column_text (row, first), sizeof type.name);
  type.width = (guint) sqlite3_column_int (row, first + 1);
  type.height = (guint) sqlite3_column_int (row, first + 2);
  type.rotate_buffer = (guint) sqlite3_column_int (row, first + 3);
  br_tag_type_set_depth (&type, (guint) sqlite3_column_int (row, first + 4));
  type.n_colours = MIN ((guint) sqlite3_column_bytes (row, first + 5), BR_TAG_MAX_COLOURS);
  for (guint i = 0; i < type.n_colours; i++)
    type.colours[i] = (BrTagColour) colours[i];
  type.short_lut = (guint) sqlite3_column_int (row, first + 6);
  type.zlib_from = (guint) sqlite3_column_int64 (row, first + 7);
  type.g5_from = (guint) sqlite3_column_int64 (row, first + 8);
  type.has_led = sqlite3_column_int (row, first + 9);
  type.has_button = sqlite3_column_int (row, first + 10);
  return type;
}

/* What its station told, else what Backroom knows, else only the number. */
static BrTagType
resolve_type (sqlite3_stmt *row, guint code)
{
  const BrTagType *known;

  if (sqlite3_column_type (row, FIRST_OF_TYPE) != SQLITE_NULL)
    return read_type (row, FIRST_OF_TYPE, code);
  known = br_tag_type_find (code);
  return known != NULL ? *known : (BrTagType) { .code = code };
}

static BrTag *
read_row (sqlite3_stmt *row)
{
  BrTag *self = br_tag_new ();

  self->id = sqlite3_column_int64 (row, 0);
  self->driver = g_strdup (br_column_text (row, 1));
  self->key = g_strdup (br_column_text (row, 2));
  self->station = sqlite3_column_int64 (row, 3);
  self->type = resolve_type (row, (guint) sqlite3_column_int64 (row, 4));
  self->alias = g_strdup (br_column_text (row, 5));
  self->first_us = sqlite3_column_int64 (row, 6);
  self->heard_us = sqlite3_column_int64 (row, 7);
  self->next_us = sqlite3_column_int64 (row, 8);
  self->interval_us = sqlite3_column_int64 (row, 9);
  self->battery_mv = sqlite3_column_int (row, 10);
  self->battery_or_more = sqlite3_column_int (row, 11);
  self->rssi = sqlite3_column_int (row, 12);
  self->lqi = sqlite3_column_int (row, 13);
  if (sqlite3_column_type (row, 14) != SQLITE_NULL)
    self->temperature = sqlite3_column_int (row, 14);
  self->firmware = (guint) sqlite3_column_int64 (row, 15);
  self->wake = (guint) sqlite3_column_int64 (row, 16);
  self->hash = g_strdup (br_column_text (row, 17));
  self->attention = (guint) sqlite3_column_int64 (row, 18);
  self->wanted_gen = sqlite3_column_int64 (row, 19);
  self->shown_gen = sqlite3_column_int64 (row, 20);
  self->shown_digest = g_strdup (br_column_text (row, 21));
  self->shown_proof = (BrTagProof) sqlite3_column_int (row, 22);
  self->shown_us = sqlite3_column_int64 (row, 23);
  self->sequence = (guint) sqlite3_column_int64 (row, 24);
  self->deaf_us = sqlite3_column_int64 (row, 25);
  if (sqlite3_column_type (row, 26) != SQLITE_NULL)
    self->listened_us = sqlite3_column_int64 (row, 26);
  return self;
}

static BrTag *
read_one (BrDb *db, sqlite3_stmt *statement, GError **error)
{
  BrTag *tag = NULL;
  gboolean has_row;

  if (!br_db_step (db, statement, &has_row, error))
    return NULL;
  if (has_row)
    tag = read_row (statement);
  sqlite3_reset (statement);
  return tag;
}

BrTag *
br_tag_store_load (BrDb *db, gint64 id, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, COLUMNS " WHERE t.id = ?1", error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, id);
  return read_one (db, statement, error);
}

BrTag *
br_tag_store_find (BrDb *db, const char *driver, const char *key, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, COLUMNS " WHERE t.driver = ?1 AND t.key = ?2", error);

  if (statement == NULL)
    return NULL;
  br_bind_text (statement, 1, driver);
  br_bind_text (statement, 2, key);
  return read_one (db, statement, error);
}

GPtrArray *
br_tag_store_of_station (BrDb *db, gint64 station, GError **error)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func ((GDestroyNotify) br_tag_unref);
  sqlite3_stmt *statement = br_db_statement (db, COLUMNS " WHERE t.station = ?1 ORDER BY t.key", error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, station);
  while (TRUE)
    {
      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&tags);
      g_ptr_array_add (tags, read_row (statement));
    }
}

/* What is kept of a tag and not part of BrTag: who else hears it, and how long its battery has been low. */
typedef struct
{
  gint64 station, rival;
  int n_rival, n_low;
  gint64 low_us, rival_us;
  guint attention;
  gint64 interval_us, next_us;
  BrTagCalls calls;
  gboolean fresh, moved, mine; /* told anew; it goes over to this station; what is told of it counts */
  gboolean set_back;           /* it was heard last in what is the future by now */
} Hearing;

static gboolean
load_hearing (BrDb *db, gint64 tag, Hearing *out, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (
      db, "SELECT station, rival, n_rival, n_low, low_us, attention, interval_us, rival_us, next_us, n_calls, n_lost FROM tag WHERE id = ?1", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, tag);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  g_assert (has_row);
  *out = (Hearing) { .station = sqlite3_column_int64 (statement, 0),
                     .rival = sqlite3_column_int64 (statement, 1),
                     .n_rival = sqlite3_column_int (statement, 2),
                     .n_low = sqlite3_column_int (statement, 3),
                     .low_us = sqlite3_column_int64 (statement, 4),
                     .attention = (guint) sqlite3_column_int64 (statement, 5),
                     .interval_us = sqlite3_column_int64 (statement, 6),
                     .rival_us = sqlite3_column_int64 (statement, 7),
                     .next_us = sqlite3_column_int64 (statement, 8),
                     .calls = { (guint) sqlite3_column_int (statement, 9), (guint) sqlite3_column_int (statement, 10) } };
  sqlite3_reset (statement);
  return TRUE;
}

/* Whose tag it is after this was heard (esl.md 5.5: two check-ins in a row elsewhere). */
static void
decide_station (Hearing *hearing, gint64 station, const BrTagSighting *sighting)
{
  if (sighting->elsewhere)
    return;
  if (hearing->station == 0)
    hearing->station = station;
  if (hearing->station == station)
    {
      hearing->mine = TRUE;
      if (hearing->fresh)
        hearing->rival = hearing->n_rival = 0;
      return;
    }
  if (!hearing->fresh || sighting->heard_us <= hearing->rival_us)
    return;
  hearing->n_rival = hearing->rival == station ? hearing->n_rival + 1 : 1;
  hearing->rival = station;
  hearing->rival_us = sighting->heard_us;
  hearing->moved = hearing->n_rival >= BR_TAG_MOVE_TIMES;
  if (hearing->moved)
    {
      hearing->station = station;
      hearing->rival = hearing->n_rival = 0;
      hearing->mine = TRUE;
    }
}

static void
set_bit (guint *bits, guint bit, gboolean on)
{
  *bits = on ? *bits | bit : *bits & ~bit;
}

/* One low reading says nothing: transmitting pulls the voltage down. */
static void
judge_battery (Hearing *hearing, const BrTagSighting *sighting)
{
  gboolean low = sighting->battery_mv < BATTERY_LOW_MV && !sighting->battery_or_more, sure;

  if (sighting->battery_mv <= 0 || !hearing->fresh)
    return;
  if (!low)
    hearing->n_low = 0;
  else if (hearing->n_low++ == 0)
    hearing->low_us = sighting->heard_us;
  sure = low && hearing->n_low >= LOW_READINGS && sighting->heard_us - hearing->low_us >= LOW_US;
  if (!low || sure)
    {
      set_bit (&hearing->attention, BR_TAG_ATTENTION_BATTERY, sure);
      set_bit (&hearing->attention, BR_TAG_ATTENTION_BATTERY_OUT, sure && sighting->battery_mv < BATTERY_OUT_MV);
    }
}

static void
judge (Hearing *hearing, const BrTagSighting *sighting)
{
  gint64 interval = sighting->next_us != G_MAXINT64 ? sighting->next_us - sighting->heard_us : 0;

  judge_battery (hearing, sighting);
  if (sighting->rssi != 0)
    set_bit (&hearing->attention, BR_TAG_ATTENTION_SIGNAL, sighting->rssi < SIGNAL_WEAK);
  set_bit (&hearing->attention, BR_TAG_ATTENTION_TYPE, sighting->type.n_colours == 0 && br_tag_type_find (sighting->type_code) == NULL);
  if (sighting->heard_us > 0 && interval > 0 && interval <= MAX_INTERVAL_US)
    hearing->interval_us = interval;
}

static gboolean
write_owner (BrStoreTx *tx, gint64 tag, const Hearing *hearing, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "UPDATE tag SET station = ?2, rival = ?3, n_rival = ?4, rival_us = ?5 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, tag);
  br_tag_sql_bind_row (statement, 2, hearing->station);
  br_tag_sql_bind_row (statement, 3, hearing->rival);
  sqlite3_bind_int (statement, 4, hearing->n_rival);
  sqlite3_bind_int64 (statement, 5, hearing->rival_us);
  return br_db_run (tx->db, statement, error);
}

/* What is not told this time stays as it was. */
static gboolean
write_heard (BrStoreTx *tx, gint64 tag, const Hearing *hearing, const BrTagSighting *sighting, GError **error)
{
  static const char sql[] =
      "UPDATE tag SET type = ?2, alias = coalesce (NULLIF (?3, ''), alias), heard_us = CASE WHEN ?18 THEN ?4 ELSE max (heard_us, ?4) END,"
      " deaf_us = CASE WHEN ?18 OR ?4 > heard_us THEN 0 ELSE deaf_us END, next_us = CASE WHEN ?5 = 0 THEN next_us ELSE ?5 END,"
      " interval_us = ?6, battery_mv = CASE WHEN ?7 = 0 THEN battery_mv ELSE ?7 END, battery_or_more = CASE WHEN ?7 = 0 THEN battery_or_more ELSE ?8 END,"
      " rssi = CASE WHEN ?9 = 0 THEN rssi ELSE ?9 END, lqi = CASE WHEN ?10 = 0 THEN lqi ELSE ?10 END, temperature = coalesce (?11, temperature), firmware = ?12,"
      " wake = ?13, hash = coalesce (NULLIF (?14, ''), hash), low_us = ?15, n_low = ?16, attention = ?17,"
      " n_calls = ?19, n_lost = ?20 WHERE id = ?1";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, tag);
  sqlite3_bind_int64 (statement, 2, sighting->type_code);
  br_bind_text (statement, 3, sighting->alias);
  sqlite3_bind_int64 (statement, 4, sighting->heard_us);
  sqlite3_bind_int64 (statement, 5, sighting->next_us);
  sqlite3_bind_int64 (statement, 6, hearing->interval_us);
  sqlite3_bind_int (statement, 7, sighting->battery_mv);
  sqlite3_bind_int (statement, 8, sighting->battery_or_more != FALSE);
  sqlite3_bind_int (statement, 9, sighting->rssi);
  sqlite3_bind_int (statement, 10, sighting->lqi);
  if (sighting->temperature != G_MININT)
    sqlite3_bind_int (statement, 11, sighting->temperature);
  sqlite3_bind_int64 (statement, 12, sighting->firmware);
  sqlite3_bind_int64 (statement, 13, sighting->wake);
  br_bind_text (statement, 14, sighting->hash);
  sqlite3_bind_int64 (statement, 15, hearing->low_us);
  sqlite3_bind_int (statement, 16, hearing->n_low);
  sqlite3_bind_int64 (statement, 17, hearing->attention);
  sqlite3_bind_int (statement, 18, hearing->set_back != FALSE);
  sqlite3_bind_int64 (statement, 19, hearing->calls.n);
  sqlite3_bind_int64 (statement, 20, hearing->calls.n_lost);
  return br_db_run (tx->db, statement, error);
}

/* What the station tells of a kind of tag; nothing when it tells nothing, or what cannot be. */
static gboolean
write_type (BrStoreTx *tx, gint64 station, const BrTagType *type, GError **error)
{
  static const char sql[] =
      "INSERT INTO tag_type (station, code, name, width, height, rotate_buffer, bits, colours, short_lut, zlib_from, g5_from, has_led, has_button)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT (station, code) DO UPDATE SET name = ?3, width = ?4, height = ?5,"
      " rotate_buffer = ?6, bits = ?7, colours = ?8, short_lut = ?9, zlib_from = ?10, g5_from = ?11, has_led = ?12, has_button = ?13";
  sqlite3_stmt *statement;
  guint8 colours[BR_TAG_MAX_COLOURS];

  if (type->n_colours == 0 || !br_tag_type_is_sound (type))
    return TRUE;
  statement = br_db_statement (tx->db, sql, error);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < type->n_colours; i++)
    colours[i] = (guint8) type->colours[i];
  sqlite3_bind_int64 (statement, 1, station);
  sqlite3_bind_int64 (statement, 2, type->code);
  br_bind_text (statement, 3, type->name);
  sqlite3_bind_int64 (statement, 4, type->width);
  sqlite3_bind_int64 (statement, 5, type->height);
  sqlite3_bind_int64 (statement, 6, type->rotate_buffer);
  sqlite3_bind_int64 (statement, 7, br_tag_type_get_depth (type));
  sqlite3_bind_blob (statement, 8, colours, (int) type->n_colours, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 9, type->short_lut);
  sqlite3_bind_int64 (statement, 10, type->zlib_from);
  sqlite3_bind_int64 (statement, 11, type->g5_from);
  sqlite3_bind_int (statement, 12, type->has_led != FALSE);
  sqlite3_bind_int (statement, 13, type->has_button != FALSE);
  return br_db_run (tx->db, statement, error);
}

/* The row of a tag, made when it was never heard of, 0 when no more are kept; *heard_us: when it was heard last. */
static gboolean
find_or_make (BrStoreTx *tx, const char *driver, const char *key, gint64 *tag, gint64 *heard_us, GError **error)
{
  static const char insert[] = "INSERT INTO tag (driver, key, first_us) VALUES (?1, ?2, ?3)";
  sqlite3_stmt *statement = br_db_statement (tx->db, "SELECT id, heard_us FROM tag WHERE driver = ?1 AND key = ?2", error);
  gboolean has_row;
  gint64 n;

  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, driver);
  br_bind_text (statement, 2, key);
  if (!br_db_step (tx->db, statement, &has_row, error))
    return FALSE;
  *tag = has_row ? sqlite3_column_int64 (statement, 0) : 0;
  *heard_us = has_row ? sqlite3_column_int64 (statement, 1) : 0;
  sqlite3_reset (statement);
  if (has_row)
    return TRUE;
  if (!br_tag_sql_number (tx->db, "SELECT count (*) FROM tag", 0, 0, &n, error))
    return FALSE;
  if (n >= BR_TAG_MAX)
    return TRUE;
  statement = br_db_statement (tx->db, insert, error);
  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, driver);
  br_bind_text (statement, 2, key);
  sqlite3_bind_int64 (statement, 3, br_clock_now_us (tx->clock));
  if (!br_db_run (tx->db, statement, error))
    return FALSE;
  *tag = sqlite3_last_insert_rowid (br_db_handle (tx->db));
  return TRUE;
}

static gboolean
note_moved (BrStoreTx *tx, gint64 tag, gint64 station, GError **error)
{
  BrTagEvent event = { .tag = tag, .station = station, .kind = BR_TAG_EVENT_MOVED };

  return br_tag_event_note (tx, &event, error);
}

/* What was heard later than now was heard before the clock was set back: it would keep for as long from being heard what is heard now. */
static void
forget_future (BrStoreTx *tx, const BrTagSighting *sighting, Hearing *hearing, gint64 *heard_us)
{
  gint64 latest_us = br_clock_now_us (tx->clock) + BR_TAG_CLOCK_SLACK_US;

  hearing->set_back = *heard_us > latest_us && sighting->heard_us > 0 && sighting->heard_us <= latest_us;
  if (hearing->set_back)
    *heard_us = 0;
  if (hearing->rival_us > latest_us)
    hearing->rival_us = 0;
}

static gboolean
hear_one (BrStoreTx *tx, const char *driver, gint64 station, const BrTagSighting *sighting, GError **error)
{
  Hearing hearing;
  gint64 tag, heard_us;

  if (sighting->is_station || sighting->tag[0] == '\0')
    return TRUE;
  if (!find_or_make (tx, driver, sighting->tag, &tag, &heard_us, error))
    return FALSE;
  if (tag == 0)
    return TRUE; /* what it makes up must not keep the others from being heard */
  if (!load_hearing (tx->db, tag, &hearing, error))
    return FALSE;
  forget_future (tx, sighting, &hearing, &heard_us);
  hearing.fresh = sighting->heard_us > heard_us;
  decide_station (&hearing, station, sighting);
  if (!write_owner (tx, tag, &hearing, error) || (hearing.moved && !note_moved (tx, tag, station, error)))
    return FALSE;
  if (!hearing.mine)
    return TRUE;
  if (hearing.fresh && !hearing.moved && sighting->wake == BR_TAG_WAKE_TIMER)
    br_tag_calls_note (&hearing.calls, heard_us, hearing.next_us, sighting->heard_us);
  judge (&hearing, sighting);
  return write_type (tx, station, &sighting->type, error) && write_heard (tx, tag, &hearing, sighting, error);
}

/* The driver of a station, *driver, caller frees; NULL = there is no such station. */
static gboolean
load_driver (BrDb *db, gint64 station, char **driver, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT driver FROM station WHERE id = ?1", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, station);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  *driver = has_row ? g_strdup (br_column_text (statement, 0)) : NULL;
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
br_tag_store_hear (BrStoreTx *tx, gint64 station, const BrTagSighting *sightings, guint n, GError **error)
{
  g_autofree char *driver = NULL;

  if (!load_driver (tx->db, station, &driver, error))
    return FALSE;
  if (driver == NULL)
    return TRUE; /* it was forgotten meanwhile */
  for (guint i = 0; i < n; i++)
    if (!hear_one (tx, driver, station, &sightings[i], error))
      return FALSE;
  if (n > 0)
    br_store_tx_note_tags (tx);
  return TRUE;
}

gboolean
br_tag_store_attend (BrStoreTx *tx, gint64 tag, guint on, guint off, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "UPDATE tag SET attention = (attention & ~?3) | ?2 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, tag);
  sqlite3_bind_int64 (statement, 2, on);
  sqlite3_bind_int64 (statement, 3, off);
  br_store_tx_note_tags (tx);
  return br_db_run (tx->db, statement, error);
}

/* Once may be an accident; twice within a day is somebody. */
static gboolean
note_foreign (BrStoreTx *tx, gint64 tag, const char *note, GError **error)
{
  static const char sql[] = "SELECT count (*) FROM tag_event WHERE tag = ?1 AND kind = 7 AND at_us > ?2";
  gint64 n;

  if (!br_tag_sql_number (tx->db, sql, tag, br_clock_now_us (tx->clock) - LOW_US, &n, error) || !br_tag_sql_note (tx, BR_TAG_EVENT_FOREIGN, tag, note, error))
    return FALSE;
  return n == 0 || br_tag_store_attend (tx, tag, BR_TAG_ATTENTION_FOREIGN, 0, error);
}

gboolean
br_tag_store_lose (BrStoreTx *tx, gint64 tag, gboolean foreign, const char *note, GError **error)
{
  gboolean noted = foreign ? note_foreign (tx, tag, note, error) : br_tag_sql_note (tx, BR_TAG_EVENT_LOST, tag, note, error);

  return noted && br_tag_show_nothing (tx, tag, error) && br_tag_job_ensure (tx, tag, -1, error);
}

gboolean
br_tag_store_prove (BrStoreTx *tx, gint64 tag, BrTagProof proof, const char *note, GError **error)
{
  BrTagEvent event = { .tag = tag, .kind = BR_TAG_EVENT_PROOF, .to = (int) proof, .note = (char *) note };
  g_autoptr (BrTag) row = NULL;

  if (proof == BR_TAG_PROOF_NONE)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "a tag that shows something shows it by some proof");
      return FALSE;
    }
  row = br_tag_store_load (tx->db, tag, error);
  if (row == NULL)
    return error == NULL || *error == NULL;
  if (row->shown_digest == NULL || row->shown_proof == proof)
    return TRUE;
  event.from = (int) row->shown_proof;
  return br_tag_show (tx, tag, row->shown_gen, row->shown_digest, proof, error) && br_tag_event_note (tx, &event, error);
}

static gboolean
set_forgotten (BrStoreTx *tx, gint64 tag, gint64 at_us, GError **error)
{
  if (!br_tag_sql_run (tx->db, "UPDATE tag SET forgotten_us = ?2 WHERE id = ?1", tag, at_us, error))
    return FALSE;
  if (sqlite3_changes (br_db_handle (tx->db)) == 0)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "no such tag");
      return FALSE;
    }
  br_store_tx_note_tags (tx);
  return TRUE;
}

gboolean
br_tag_store_forget (BrStoreTx *tx, gint64 tag, GError **error)
{
  gint64 bound;

  if (!br_tag_sql_number (tx->db, "SELECT count (*) FROM tag_binding WHERE tag = ?1", tag, 0, &bound, error))
    return FALSE;
  if (bound > 0)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_IN_USE, "the tag is bound to an article");
      return FALSE;
    }
  return set_forgotten (tx, tag, br_clock_now_us (tx->clock), error);
}

gboolean
br_tag_store_unforget (BrStoreTx *tx, gint64 tag, GError **error)
{
  return set_forgotten (tx, tag, 0, error);
}

gboolean
br_tag_store_delete (BrStoreTx *tx, gint64 tag, GError **error)
{
  static const char *const steps[] = { "DELETE FROM tag_shown WHERE tag = ?1", "DELETE FROM tag_job WHERE tag = ?1",   "DELETE FROM tag_next WHERE tag = ?1",
                                       "DELETE FROM tag_want WHERE tag = ?1",  "DELETE FROM tag_event WHERE tag = ?1", "DELETE FROM tag WHERE id = ?1" };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (!br_tag_sql_run (tx->db, steps[i], tag, 0, error))
      return FALSE;
  br_store_tx_note_tags (tx);
  return TRUE;
}
