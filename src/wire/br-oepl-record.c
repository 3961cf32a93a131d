/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tag records of OpenEPaperLink, and the documents they come in: /get_db gives {"tags":[RECORD...],"continu":N}, /backup_db [[RECORD],[RECORD]...]. */
#include "config.h"

#include "br-oepl-json-private.h"

#include <string.h>

#include "br-error.h"

#define MAX_PAGE (64 * 1024)       /* bytes */
#define MAX_BACKUP (8 * 1024 * 1024) /* bytes */
#define MAX_MODE (4 * 1024)        /* bytes of modecfgjson */
#define HASH_LENGTH 32
#define WAKE_GPIO 2
#define WAKE_NFC 3
#define WAKE_FIRST_BUTTON 4
#define WAKE_RADIO 0x0f
#define WAKE_LOST 0xe0
#define WAKE_FIRST_BOOT 0xfc
#define WAKE_SCAN 0xfd
#define BATTERY_NOT_KNOWN 1337
#define BATTERY_TOP 2600
#define RSSI_STATION 100

#define NUMBER(name, member, low, high, none) { name, BR_OEPL_INT, G_STRUCT_OFFSET (BrOeplRecord, member), low, high, none }
#define TIME(name, member) { name, BR_OEPL_BIG, G_STRUCT_OFFSET (BrOeplRecord, member), 0, G_MAXUINT32, -1 }

static const BrOeplMember RECORD[] = {
  TIME ("lastseen", last_seen_s),
  TIME ("nextupdate", next_update_s),
  TIME ("nextcheckin", next_checkin_s),
  TIME ("updatelast", update_last_s),
  TIME ("updatecount", update_count),
  NUMBER ("pending", pending, 0, G_MAXUINT16, -1),
  NUMBER ("contentMode", content_mode, 0, G_MAXUINT8, -1),
  NUMBER ("LQI", lqi, 0, G_MAXUINT8, 0),
  NUMBER ("RSSI", rssi, -127, RSSI_STATION, 0),
  NUMBER ("temperature", temperature, -60, 100, G_MININT),
  NUMBER ("batteryMv", battery_mv, 0, G_MAXUINT16, 0),
  NUMBER ("hwType", type_code, 0, G_MAXUINT8, -1),
  NUMBER ("wakeupReason", wakeup, 0, G_MAXUINT8, -1),
  NUMBER ("capabilities", capabilities, 0, G_MAXUINT16, 0),
  NUMBER ("rotate", rotate, 0, 3, -1),
  NUMBER ("lut", lut, 0, G_MAXUINT8, -1),
  NUMBER ("invert", invert, 0, 1, -1),
  NUMBER ("ch", channel, 0, G_MAXUINT8, -1),
  NUMBER ("ver", firmware, 0, G_MAXUINT16, -1),
  { "isexternal", BR_OEPL_FLAG, G_STRUCT_OFFSET (BrOeplRecord, is_external), 0, 0, 0 },
  { "alias", BR_OEPL_TEXT, G_STRUCT_OFFSET (BrOeplRecord, alias), 0, sizeof ((BrOeplRecord *) 0)->alias, 0 },
  { "apip", BR_OEPL_TEXT, G_STRUCT_OFFSET (BrOeplRecord, station), 0, sizeof ((BrOeplRecord *) 0)->station, 0 },
};

gboolean
br_oepl_mac_read (const char *text, char *out)
{
  gsize length = strlen (text);

  if ((length != 12 && length != 16) || strspn (text, "0123456789abcdefABCDEF") != length)
    return FALSE;
  memcpy (out, "0000", 4);
  for (gsize i = 0; i < length; i++)
    out[16 - length + i] = g_ascii_toupper (text[i]);
  out[16] = '\0';
  return TRUE;
}

static void
read_hash (yyjson_val *value, char *out)
{
  const char *text = yyjson_get_str (value);

  out[0] = '\0';
  if (text == NULL || yyjson_get_len (value) != HASH_LENGTH || strspn (text, "0123456789abcdefABCDEF") != HASH_LENGTH)
    return;
  for (gsize i = 0; i <= HASH_LENGTH; i++)
    out[i] = g_ascii_tolower (text[i]);
}

/* modecfgjson is JSON inside a string, and whatever another program wrote there. */
static void
read_file_name (yyjson_val *value, BrOeplRecord *out)
{
  g_autoptr (yyjson_doc) doc = NULL;

  out->file_name[0] = '\0';
  if (!yyjson_is_str (value))
    return;
  doc = br_oepl_json_parse (yyjson_get_str (value), yyjson_get_len (value), MAX_MODE, NULL);
  if (doc != NULL)
    br_oepl_json_name (yyjson_obj_get (yyjson_doc_get_root (doc), "filename"), out->file_name, sizeof out->file_name);
}

/* M2 tags cannot measure above 2.6 V. */
static gboolean
is_m2 (int type_code)
{
  return (type_code >= 0 && type_code <= 0x05) || (type_code >= 0x11 && type_code <= 0x27);
}

static void
resolve_sentinels (BrOeplRecord *self)
{
  self->is_station = self->content_mode == BR_OEPL_MODE_STATION || self->rssi == RSSI_STATION;
  if (self->rssi > 0)
    self->rssi = 0;
  if (self->battery_mv == BATTERY_NOT_KNOWN)
    self->battery_mv = 0;
  self->battery_or_more = self->battery_mv == BATTERY_TOP && is_m2 (self->type_code);
  self->is_ble = (self->capabilities & BR_OEPL_IS_BLE) != 0 || g_str_has_prefix (self->mac, "1337");
}

gboolean
br_oepl_record_read (yyjson_val *value, BrOeplRecord *out)
{
  const char *mac;

  memset (out, 0, sizeof *out);
  if (!br_json_as_text (yyjson_obj_get (value, "mac"), &mac) || !br_oepl_mac_read (mac, out->mac))
    return FALSE;
  br_oepl_members_read (RECORD, G_N_ELEMENTS (RECORD), value, out);
  read_hash (yyjson_obj_get (value, "hash"), out->hash);
  read_file_name (yyjson_obj_get (value, "modecfgjson"), out);
  resolve_sentinels (out);
  return TRUE;
}

BrOeplWake
br_oepl_record_wake (const BrOeplRecord *self)
{
  switch (self->wakeup)
    {
    case -1: return BR_OEPL_WAKE_OTHER;
    case 0: return BR_OEPL_WAKE_TIMER;
    case 1: return BR_OEPL_WAKE_BOOT;
    case WAKE_GPIO: return BR_OEPL_WAKE_BUTTON;
    case WAKE_NFC: return BR_OEPL_WAKE_OTHER;
    case WAKE_FIRST_BOOT: return BR_OEPL_WAKE_FIRST_BOOT;
    case WAKE_SCAN: return BR_OEPL_WAKE_OTHER;
    default: break;
    }
  if (self->wakeup >= WAKE_LOST)
    return BR_OEPL_WAKE_LOST;
  return self->wakeup >= WAKE_FIRST_BUTTON && self->wakeup < WAKE_RADIO ? BR_OEPL_WAKE_BUTTON : BR_OEPL_WAKE_OTHER;
}

gboolean
br_oepl_records_read (yyjson_val *array, GArray *records, guint *n_bad, GError **error)
{
  yyjson_val *value;
  size_t i, n;

  yyjson_arr_foreach (array, i, n, value)
  {
    BrOeplRecord record;

    if (!br_oepl_record_read (value, &record))
      ++*n_bad;
    else if (records->len == BR_OEPL_MAX_RECORDS)
      return br_json_fail (error, "no more tags than a station can have");
    else
      g_array_append_val (records, record);
  }
  return TRUE;
}

void
br_oepl_page_clear (BrOeplPage *self)
{
  g_clear_pointer (&self->records, g_array_unref);
  *self = (BrOeplPage) { 0 };
}

static gboolean
read_page (yyjson_val *root, BrOeplPage *out, GError **error)
{
  yyjson_val *tags = yyjson_obj_get (root, "tags");

  if (!yyjson_is_arr (tags) && yyjson_obj_get (root, "error") != NULL)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "the station says that it was asked wrongly");
      return FALSE;
    }
  if (!yyjson_is_arr (tags))
    return br_json_fail (error, "tags");
  out->next_pos = (int) br_oepl_json_int (yyjson_obj_get (root, "continu"), 0, G_MAXUINT16, 0);
  return br_oepl_records_read (tags, out->records, &out->n_bad, error);
}

typedef gboolean (*ReadFunc) (yyjson_val *root, BrOeplPage *out, GError **error);

static gboolean
read_document (yyjson_doc *doc, ReadFunc read, BrOeplPage *out, GError **error)
{
  *out = (BrOeplPage) { 0 };
  if (doc == NULL)
    return FALSE;
  out->records = g_array_new (FALSE, FALSE, sizeof (BrOeplRecord));
  if (read (yyjson_doc_get_root (doc), out, error))
    return TRUE;
  br_oepl_page_clear (out);
  return FALSE;
}

gboolean
br_oepl_page_read (GBytes *json, BrOeplPage *out, GError **error)
{
  g_autoptr (yyjson_doc) doc = br_oepl_json_object (json, MAX_PAGE, error);

  return read_document (doc, read_page, out, error);
}

/* Before the first record there can be nothing but brackets: a comma there is one too many. */
static char *
dup_without_stray_comma (const char *json, gsize length)
{
  char *text = g_memdup2 (json, length);

  for (gsize i = 0; i < length && text[i] != '{'; i++)
    if (text[i] == ',')
      text[i] = ' ';
  return text;
}

static gboolean
read_backup (yyjson_val *root, BrOeplPage *out, GError **error)
{
  yyjson_val *entry;
  size_t i, n;

  if (!yyjson_is_arr (root))
    return br_json_fail (error, "an array");
  yyjson_arr_foreach (root, i, n, entry)
  {
    if (!yyjson_is_arr (entry))
      out->n_bad++;
    else if (!br_oepl_records_read (entry, out->records, &out->n_bad, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
br_oepl_backup_read (GBytes *json, BrOeplPage *out, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (json, &length);
  g_autofree char *text = length <= MAX_BACKUP ? dup_without_stray_comma (data, length) : NULL;
  g_autoptr (yyjson_doc) doc = br_oepl_json_parse (text != NULL ? text : "", text != NULL ? length : 0, MAX_BACKUP, error);

  return read_document (doc, read_backup, out, error);
}
