/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an OpenEPaperLink station answers and says, and a program that drives tags: any bytes are refused with a reason, or give structs within their documented ranges. */
#include "config.h"

#include <string.h>

#include "br-oepl-message.h"
#include "br-oepl-record.h"
#include "br-tag-exec.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

#define CHECK_TEXT(text) check_text (text, sizeof (text))

static void
check_text (const char *text, gsize room)
{
  const char *end = memchr (text, '\0', room);

  g_assert_true (end != NULL && g_utf8_validate (text, end - text, NULL));
}

static void
check_hex (const char *text, gsize length)
{
  g_assert_true (strlen (text) == length && strspn (text, "0123456789abcdefABCDEF") == length);
}

static void
check_record (const BrOeplRecord *record)
{
  check_hex (record->mac, 16);
  check_hex (record->hash, record->hash[0] == '\0' ? 0 : 32);
  CHECK_TEXT (record->alias);
  CHECK_TEXT (record->station);
  CHECK_TEXT (record->file_name);
  g_assert_true (record->last_seen_s >= -1 && record->next_update_s >= -1 && record->next_checkin_s >= -1 && record->pending >= -1);
  g_assert_true (record->type_code >= -1 && record->type_code <= 255 && record->rotate >= -1 && record->rotate <= 3);
  g_assert_true (record->rssi <= 0 && record->rssi >= -127 && record->battery_mv >= 0 && record->battery_mv != 1337);
  br_oepl_record_wake (record);
}

static void
check_records (const GArray *records)
{
  for (guint i = 0; records != NULL && i < records->len; i++)
    check_record (&g_array_index (records, BrOeplRecord, i));
}

static void
read_pages (GBytes *json)
{
  g_auto (BrOeplPage) page = { 0 }, backup = { 0 };
  g_autoptr (GError) error = NULL, backup_error = NULL;

  g_assert_true (br_oepl_page_read (json, &page, &error) == (error == NULL));
  g_assert_true (br_oepl_backup_read (json, &backup, &backup_error) == (backup_error == NULL));
  g_assert_true ((page.records == NULL) == (error != NULL));
  check_records (page.records);
  check_records (backup.records);
}

static void
read_station (GBytes *json)
{
  g_autoptr (GError) error = NULL;
  BrOeplInfo info;
  BrOeplConfig config;
  BrTagType type;

  if (br_oepl_info_read (json, &info, NULL))
    {
      CHECK_TEXT (info.alias);
      CHECK_TEXT (info.board);
      CHECK_TEXT (info.build_version);
    }
  if (br_oepl_config_read (json, &config, NULL))
    {
      CHECK_TEXT (config.alias);
      CHECK_TEXT (config.time_zone);
      g_assert_true (config.stop_sleep >= -1 && config.stop_sleep <= 1);
    }
  if (br_oepl_tag_type_read (json, 0x33, &type, &error))
    g_assert_true (br_tag_type_is_sound (&type));
  else
    g_assert_true (error != NULL);
}

static void
read_program (GBytes *json)
{
  g_autoptr (GArray) tags = br_tag_exec_tags_read (json, NULL);
  BrTagExecPicture pictures[] = { { .key = "shelf-1" }, { .key = "" } };

  for (guint i = 0; tags != NULL && i < tags->len; i++)
    {
      const BrTagExecTag *tag = &g_array_index (tags, BrTagExecTag, i);

      CHECK_TEXT (tag->key);
      g_assert_true (tag->type.n_colours == 0 || br_tag_type_is_sound (&tag->type));
    }
  br_tag_exec_sent_read (json, pictures, G_N_ELEMENTS (pictures));
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    g_assert_true (pictures[i].status >= BR_TAG_EXEC_NOT_KNOWN && pictures[i].status <= BR_TAG_EXEC_TIMEOUT);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) json = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_auto (BrOeplMessage) message = { 0 };

  read_pages (json);
  read_station (json);
  read_program (json);
  g_assert_true (br_oepl_message_read (g_bytes_get_data (json, NULL), size, &message, &error) == (error == NULL));
  check_records (message.records);
  CHECK_TEXT (message.file_name);
  CHECK_TEXT (message.peer.address);
  CHECK_TEXT (message.peer.alias);
  check_hex (message.mac, message.mac[0] == '\0' ? 0 : 16);
  return 0;
}
