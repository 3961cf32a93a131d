/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tag records and the documents of an OpenEPaperLink station: what is told, what a wrong member becomes, what is no document at all. */
#include "config.h"

#include <string.h>

#include "br-error.h"
#include "br-oepl-record.h"

static GBytes *
load_sample (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("BR_SOURCE_DIR"), "tests/fuzz/corpus/oepl", name, NULL);
  char *text = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  return g_bytes_new_take (text, length);
}

static void
read_page (const char *text, BrOeplPage *page)
{
  g_autoptr (GBytes) json = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  br_oepl_page_read (json, page, &error);
  g_assert_no_error (error);
}

/* One record of these members beside its MAC. */
static BrOeplRecord
read_record (const char *members)
{
  g_autofree char *text = g_strdup_printf ("{\"tags\":[{\"mac\":\"00007E1F25A4B2C6\"%s%s}]}", members[0] != '\0' ? "," : "", members);
  g_auto (BrOeplPage) page = { 0 };

  read_page (text, &page);
  g_assert_cmpuint (page.records->len, ==, 1);
  return g_array_index (page.records, BrOeplRecord, 0);
}

static void
test_record (void)
{
  g_autoptr (GBytes) json = load_sample ("record.json");
  g_auto (BrOeplPage) page = { 0 };
  const BrOeplRecord *record;

  g_assert_true (br_oepl_page_read (json, &page, NULL));
  g_assert_cmpuint (page.records->len, ==, 1);
  g_assert_cmpint (page.next_pos, ==, 8);
  record = &g_array_index (page.records, BrOeplRecord, 0);
  g_assert_cmpstr (record->mac, ==, "00007E1F25A4B2C6");
  g_assert_cmpstr (record->hash, ==, "1cacfe3322587a280000000000000000");
  g_assert_cmpint (record->last_seen_s, ==, 1795422600);
  g_assert_cmpint (record->next_update_s, ==, BR_OEPL_NEVER);
  g_assert_cmpint (record->next_checkin_s, ==, 1795423200);
  g_assert_cmpint (record->pending, ==, 1);
  g_assert_cmpstr (record->alias, ==, "茉莉花茶");
  g_assert_cmpint (record->content_mode, ==, BR_OEPL_MODE_IMAGE);
  g_assert_cmpint (record->lqi, ==, 220);
  g_assert_cmpint (record->rssi, ==, -61);
  g_assert_cmpint (record->temperature, ==, 21);
  g_assert_cmpint (record->battery_mv, ==, 2600);
  g_assert_true (record->battery_or_more);
  g_assert_cmpint (record->type_code, ==, 1);
  g_assert_cmpint (record->wakeup, ==, 0);
  g_assert_cmpuint (record->capabilities, ==, BR_OEPL_CAN_COMPRESSION | BR_OEPL_HAS_BUTTON);
  g_assert_cmpstr (record->file_name, ==, "/temp/00007E1F25A4B2C6_81234.jpg");
  g_assert_false (record->is_external || record->is_station || record->is_ble);
  g_assert_cmpstr (record->station, ==, "0.0.0.0");
  g_assert_cmpint (record->rotate + record->lut + record->invert, ==, 0);
  g_assert_cmpint (record->update_count, ==, 17);
  g_assert_cmpint (record->update_last_s, ==, 1795420000);
  g_assert_cmpint (record->channel, ==, 15);
  g_assert_cmpint (record->firmware, ==, 41);
}

static void
test_nothing_told (void)
{
  const BrOeplRecord record = read_record ("");

  g_assert_cmpstr (record.hash, ==, "");
  g_assert_cmpstr (record.file_name, ==, "");
  g_assert_true (record.last_seen_s == -1 && record.next_update_s == -1 && record.next_checkin_s == -1 && record.update_count == -1);
  g_assert_true (record.pending == -1 && record.type_code == -1 && record.wakeup == -1 && record.firmware == -1 && record.content_mode == -1);
  g_assert_true (record.rssi == 0 && record.lqi == 0 && record.battery_mv == 0 && record.temperature == G_MININT);
  g_assert_false (record.is_external || record.is_station || record.battery_or_more || record.is_ble);
  g_assert_cmpint (br_oepl_record_wake (&record), ==, BR_OEPL_WAKE_OTHER);
}

/* A wrong member is not told; what stands beside it is. */
static void
test_wrong_members (void)
{
  static const char *const wrong[] = {
    "null",
    "true",
    "{}",
    "[7]",
    "\"\"",
    "\"seven\"",
    "\"-7\"",
    "NaN",
    "-Infinity",
    "1e999",
    "7.5",
    "-70000",
    "99999999999999999999",
    "\"99999999999999999999\"",
    "18446744073709551615",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *members = g_strdup_printf ("\"pending\":%s,\"lastseen\":%s,\"hwType\":%s,\"temperature\":%s,\"hash\":%s,\"modecfgjson\":%s,\"ver\":41",
                                                  wrong[i], wrong[i], wrong[i], wrong[i], wrong[i], wrong[i]);
      const BrOeplRecord record = read_record (members);

      g_assert_true (record.pending == -1 && record.last_seen_s == -1 && record.type_code == -1 && record.temperature == G_MININT);
      g_assert_true (record.hash[0] == '\0' && record.file_name[0] == '\0' && record.firmware == 41);
    }
}

static void
test_sentinels (void)
{
  static const struct
  {
    const char *members;
    int rssi, battery_mv;
    gboolean or_more, station, ble;
  } rows[] = {
    { "\"RSSI\":0,\"batteryMv\":0", 0, 0, FALSE, FALSE, FALSE },                   /* never heard, never measured */
    { "\"RSSI\":100", 0, 0, FALSE, TRUE, FALSE },                                  /* the station itself */
    { "\"RSSI\":-70,\"contentMode\":21", -70, 0, FALSE, TRUE, FALSE },             /* and so */
    { "\"RSSI\":5", 0, 0, FALSE, FALSE, FALSE },                                   /* nothing is received so well */
    { "\"batteryMv\":1337,\"hwType\":1", 0, 0, FALSE, FALSE, FALSE },              /* not known */
    { "\"batteryMv\":2600,\"hwType\":17", 0, 2600, TRUE, FALSE, FALSE },           /* M2 cannot say more */
    { "\"batteryMv\":2600,\"hwType\":51", 0, 2600, FALSE, FALSE, FALSE },          /* M3 can */
    { "\"batteryMv\":2600", 0, 2600, FALSE, FALSE, FALSE },                        /* type not told */
    { "\"capabilities\":256", 0, 0, FALSE, FALSE, TRUE },                          /* Bluetooth */
    { "\"batteryMv\":\"2930\",\"RSSI\":-127", -127, 2930, FALSE, FALSE, FALSE },   /* digits are a number */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const BrOeplRecord record = read_record (rows[i].members);

      g_assert_cmpint (record.rssi, ==, rows[i].rssi);
      g_assert_cmpint (record.battery_mv, ==, rows[i].battery_mv);
      g_assert_cmpint (record.battery_or_more, ==, rows[i].or_more);
      g_assert_cmpint (record.is_station, ==, rows[i].station);
      g_assert_cmpint (record.is_ble, ==, rows[i].ble);
    }
}

static void
test_wake (void)
{
  static const struct
  {
    int code;
    BrOeplWake wake;
  } rows[] = {
    { -1, BR_OEPL_WAKE_OTHER },  { 0, BR_OEPL_WAKE_TIMER },         { 1, BR_OEPL_WAKE_BOOT },     { 2, BR_OEPL_WAKE_BUTTON },   { 3, BR_OEPL_WAKE_OTHER },
    { 4, BR_OEPL_WAKE_BUTTON },  { 9, BR_OEPL_WAKE_BUTTON },        { 15, BR_OEPL_WAKE_OTHER },   { 0x10, BR_OEPL_WAKE_OTHER }, { 0xdf, BR_OEPL_WAKE_OTHER },
    { 0xe0, BR_OEPL_WAKE_LOST }, { 0xfc, BR_OEPL_WAKE_FIRST_BOOT }, { 0xfd, BR_OEPL_WAKE_OTHER }, { 0xfe, BR_OEPL_WAKE_LOST },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (br_oepl_record_wake (&(BrOeplRecord) { .wakeup = rows[i].code }), ==, rows[i].wake);
}

/* A text is cut between characters, bytes that are none are replaced, a name that does not fit is none. */
static void
test_texts (void)
{
  g_autofree char *much = g_strnfill (300, 'x'), *tea = NULL, *members = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  BrOeplRecord record;

  for (guint i = 0; i < 30; i++)
    g_string_append (text, "茶");
  tea = g_strdup_printf ("\"alias\":\"a%s\",\"apip\":\"%s\"", text->str, much);
  record = read_record (tea);
  g_assert_cmpuint (strlen (record.alias), ==, 61); /* 1 + 20 * 3; the next would need 64 and an end */
  g_assert_cmpuint (strlen (record.station), ==, 63);
  record = read_record ("\"alias\":\"\xff tea \xe8\x8c\"");
  g_assert_true (g_utf8_validate (record.alias, -1, NULL));
  g_assert_nonnull (strstr (record.alias, " tea "));
  members = g_strdup_printf ("\"modecfgjson\":\"{\\\"filename\\\":\\\"/%s\\\"}\"", much);
  record = read_record (members);
  g_assert_cmpstr (record.file_name, ==, "");
  record = read_record ("\"hash\":\"1CACFE3322587A280000000000000000\",\"modecfgjson\":\"[1\"");
  g_assert_cmpstr (record.hash, ==, "1cacfe3322587a280000000000000000");
}

static void
test_mac (void)
{
  static const struct
  {
    const char *text, *mac;
  } rows[] = {
    { "00007e1f25a4b2c6", "00007E1F25A4B2C6" },
    { "7E1f25A4b2C6", "00007E1F25A4B2C6" },
    { "1337A1B2C3D4E5F6", "1337A1B2C3D4E5F6" },
    { "", NULL },
    { "7E1F25A4B2C", NULL },
    { "7E1F25A4B2C6F", NULL },
    { "00007E1F25A4B2CG", NULL },
    { "7E:1F:25:A4:B2", NULL },
    { "00007E1F25A4B2C61", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      char mac[17] = "";

      g_assert_true (br_oepl_mac_read (rows[i].text, mac) == (rows[i].mac != NULL));
      if (rows[i].mac != NULL)
        g_assert_cmpstr (mac, ==, rows[i].mac);
    }
}

static void
test_page (void)
{
  g_autoptr (GBytes) json = load_sample ("page.json"), empty = g_bytes_new_static ("{\"tags\":[]}", 11);
  g_auto (BrOeplPage) page = { 0 }, none = { 0 };
  const BrOeplRecord *record;

  g_assert_true (br_oepl_page_read (json, &page, NULL));
  g_assert_cmpuint (page.records->len, ==, 2);
  g_assert_cmpuint (page.n_bad, ==, 2);
  g_assert_cmpint (page.next_pos, ==, 0);
  record = &g_array_index (page.records, BrOeplRecord, 0);
  g_assert_true (record->is_station);
  g_assert_cmpint (record->next_checkin_s, ==, BR_OEPL_NEVER);
  g_assert_cmpstr (record->hash, ==, BR_OEPL_ZERO_HASH);
  record = &g_array_index (page.records, BrOeplRecord, 1);
  g_assert_true (record->is_external && record->is_ble);
  g_assert_cmpstr (record->station, ==, "192.168.3.7");
  g_assert_true (record->hash[0] == '\0' && record->last_seen_s == -1 && record->battery_mv == 0 && record->alias[0] == '\0');
  g_assert_cmpint (br_oepl_record_wake (record), ==, BR_OEPL_WAKE_FIRST_BOOT);
  g_assert_true (br_oepl_page_read (empty, &none, NULL));
  g_assert_cmpuint (none.records->len, ==, 0);
}

static void
test_backup (void)
{
  static const char *const rows[] = { "[,[{\"mac\":\"00007E1F25A4B2C6\"}],[{\"mac\":\"00007E1F25A4B2C7\"}]]",
                                      ",[[{\"mac\":\"00007E1F25A4B2C6\"}],[{\"mac\":\"00007E1F25A4B2C7\"}]]",
                                      "[[{\"mac\":\"00007E1F25A4B2C6\"}],[{\"mac\":\"00007E1F25A4B2C7\"}]]\n" };
  g_autoptr (GBytes) sample = load_sample ("backup.json");
  g_auto (BrOeplPage) page = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) json = g_bytes_new (rows[i], strlen (rows[i]));
      g_auto (BrOeplPage) two = { 0 };

      g_assert_true (br_oepl_backup_read (json, &two, NULL));
      g_assert_cmpuint (two.records->len, ==, 2);
      g_assert_cmpstr (g_array_index (two.records, BrOeplRecord, 1).mac, ==, "00007E1F25A4B2C7");
    }
  g_assert_true (br_oepl_backup_read (sample, &page, NULL));
  g_assert_cmpuint (page.records->len, ==, 2);
  g_assert_cmpint (g_array_index (page.records, BrOeplRecord, 0).type_code, ==, 51);
}

static void
test_no_document (void)
{
  static const struct
  {
    const char *text;
    BrError code;
  } rows[] = {
    { "", BR_ERROR_PROTOCOL },
    { "{", BR_ERROR_PROTOCOL },
    { "{\"tags\":[{\"mac\":\"00007E1F25A4B2C6\"}", BR_ERROR_PROTOCOL }, /* broken off */
    { "[]", BR_ERROR_PROTOCOL },
    { "{}", BR_ERROR_PROTOCOL },
    { "{\"tags\":{}}", BR_ERROR_PROTOCOL },
    { "<html>", BR_ERROR_PROTOCOL },
    { "{\"error\":\"malformatted parameter\"}", BR_ERROR_INVALID },
    { "{\"tags\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]}", BR_ERROR_PROTOCOL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) json = g_bytes_new (rows[i].text, strlen (rows[i].text));
      g_autoptr (GError) error = NULL, backup_error = NULL;
      BrOeplPage page;

      g_assert_false (br_oepl_page_read (json, &page, &error));
      g_assert_error (error, BR_ERROR, (int) rows[i].code);
      g_assert_null (page.records);
      if (strcmp (rows[i].text, "[]") != 0)
        {
          g_assert_false (br_oepl_backup_read (json, &page, &backup_error));
          g_assert_error (backup_error, BR_ERROR, BR_ERROR_PROTOCOL);
        }
    }
}

/* Entries cost memory out of proportion to their bytes: there is a limit, here and one more. */
static void
test_too_many (void)
{
  g_autoptr (GString) text = g_string_new ("[");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) most = NULL, more = NULL;
  g_auto (BrOeplPage) page = { 0 }, none = { 0 };

  for (guint i = 0; i < BR_OEPL_MAX_RECORDS; i++)
    g_string_append_printf (text, "%s[{\"mac\":\"%016X\"}]", i > 0 ? "," : "", i);
  g_string_append_c (text, ']');
  most = g_bytes_new (text->str, text->len);
  g_assert_true (br_oepl_backup_read (most, &page, NULL));
  g_assert_cmpuint (page.records->len, ==, BR_OEPL_MAX_RECORDS);
  g_string_truncate (text, text->len - 1);
  g_string_append (text, ",[{\"mac\":\"FFFFFFFFFFFFFFFF\"}]]");
  more = g_bytes_new (text->str, text->len);
  g_assert_false (br_oepl_backup_read (more, &none, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_PROTOCOL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/wire/oepl/record/all", test_record);
  g_test_add_func ("/wire/oepl/record/nothing-told", test_nothing_told);
  g_test_add_func ("/wire/oepl/record/wrong-members", test_wrong_members);
  g_test_add_func ("/wire/oepl/record/sentinels", test_sentinels);
  g_test_add_func ("/wire/oepl/record/wake", test_wake);
  g_test_add_func ("/wire/oepl/record/texts", test_texts);
  g_test_add_func ("/wire/oepl/record/mac", test_mac);
  g_test_add_func ("/wire/oepl/record/page", test_page);
  g_test_add_func ("/wire/oepl/record/backup", test_backup);
  g_test_add_func ("/wire/oepl/record/no-document", test_no_document);
  g_test_add_func ("/wire/oepl/record/too-many", test_too_many);
  return g_test_run ();
}
