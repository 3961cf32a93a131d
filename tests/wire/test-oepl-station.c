/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an OpenEPaperLink station says of itself and of types of tags, and its stream. */
#include "config.h"

#include <string.h>

#include "br-error.h"
#include "br-oepl-message.h"
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
test_info (void)
{
  g_autoptr (GBytes) json = load_sample ("sysinfo.json"), nothing = g_bytes_new_static ("{}", 2), wrong = g_bytes_new_static ("[]", 2);
  g_autoptr (GError) error = NULL;
  BrOeplInfo info;

  g_assert_true (br_oepl_info_read (json, &info, NULL));
  g_assert_cmpstr (info.alias, ==, "Shop floor");
  g_assert_cmpstr (info.board, ==, "ESP32_S3_16_8_YELLOW_AP");
  g_assert_cmpstr (info.build_version, ==, "2.91");
  g_assert_cmpint (info.radio_version, ==, 26);
  g_assert_cmpint (info.psram_bytes, ==, 8386295);
  g_assert_cmpint (info.flash_bytes, ==, 16777216);
  g_assert_true (br_oepl_info_read (nothing, &info, NULL));
  g_assert_true (info.alias[0] == '\0' && info.radio_version == -1 && info.psram_bytes == -1);
  g_assert_false (br_oepl_info_read (wrong, &info, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_PROTOCOL);
}

static void
test_config (void)
{
  g_autoptr (GBytes) json = load_sample ("config.json"), odd = NULL;
  static const char text[] = "{\"stopsleep\":2,\"lock\":\"1\",\"apstate\":\"9\",\"preview\":true}";
  BrOeplConfig config;

  odd = g_bytes_new_static (text, sizeof text - 1);
  g_assert_true (br_oepl_config_read (json, &config, NULL));
  g_assert_cmpstr (config.alias, ==, "Shop floor");
  g_assert_cmpstr (config.time_zone, ==, "CST-8");
  g_assert_true (config.state == 1 && config.has_ble == 1 && config.has_sub_ghz == 0 && config.save_space == 0);
  g_assert_true (config.channel == 15 && config.max_sleep == 10 && config.stop_sleep == 1 && config.preview == 1);
  g_assert_true (config.nightly_reboot == 1 && config.lock == 0 && config.show_timestamp == 0 && config.sleep_from == 0 && config.sleep_to == 0);
  g_assert_true (br_oepl_config_read (odd, &config, NULL));
  g_assert_true (config.stop_sleep == -1 && config.lock == 1 && config.state == -1 && config.preview == -1);
}

static void
test_type (void)
{
  g_autoptr (GBytes) json = load_sample ("type.json");
  BrTagType type;

  g_assert_true (br_oepl_tag_type_read (json, 0x01, &type, NULL));
  g_assert_cmpuint (type.code, ==, 1);
  g_assert_cmpstr (type.name, ==, "M2 2.9\"");
  g_assert_true (type.width == 296 && type.height == 128 && type.rotate_buffer == 1 && type.bits == 2 && type.short_lut == 2);
  g_assert_true (type.n_colours == 3 && type.colours[0] == BR_TAG_WHITE && type.colours[1] == BR_TAG_BLACK && type.colours[2] == BR_TAG_RED);
  g_assert_true (type.zlib_from == 0x27 && type.g5_from == 0x29 && type.has_led && type.has_button);
}

#define SIZE "\"width\":400,\"height\":300,\"rotatebuffer\":0"
#define WB "\"white\":[255,255,255],\"black\":[0,0,0]"

static void
test_type_palettes (void)
{
  static const struct
  {
    const char *json;
    guint n_colours; /* 0 = refused */
  } rows[] = {
    { "{" SIZE ",\"bpp\":1,\"colortable\":{" WB ",\"red\":[255,0,0]}}", 2 },                                /* the bits say two */
    { "{" SIZE ",\"bpp\":2,\"colortable\":{" WB ",\"gray\":[128,128,128],\"red\":[255,0,0]}}", 2 },         /* red is behind one not had */
    { "{" SIZE ",\"bpp\":2,\"colortable\":{" WB ",\"red\":[255,0,0],\"gray\":[128,128,128]}}", 3 },         /* and here before it */
    { "{" SIZE ",\"bpp\":2,\"colortable\":{" WB ",\"yellow\":[250,220,10]}}", 3 },                          /* nearly, and called so */
    { "{" SIZE ",\"bpp\":2,\"colortable\":{" WB ",\"white\":[255,255,255]}}", 2 },                          /* twice the same */
    { "{" SIZE ",\"bpp\":2,\"colortable\":{" WB ",\"red\":[255,0]}}", 2 },
    { "{" SIZE ",\"bpp\":2,\"colortable\":{\"white\":[255,255,255]}}", 0 },
    { "{" SIZE ",\"bpp\":16,\"colortable\":{" WB "}}", 0 },
    { "{" SIZE ",\"colortable\":{" WB "}}", 0 },
    { "{\"width\":0,\"height\":0,\"rotatebuffer\":0,\"bpp\":1,\"colortable\":{" WB "}}", 0 },               /* segments */
    { "{\"width\":400,\"height\":99999,\"rotatebuffer\":0,\"bpp\":1,\"colortable\":{" WB "}}", 0 },
    { "{\"width\":400,\"height\":300,\"rotatebuffer\":7,\"bpp\":1,\"colortable\":{" WB "}}", 0 },
    { "{" SIZE ",\"bpp\":1,\"colortable\":[]}", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) json = g_bytes_new (rows[i].json, strlen (rows[i].json));
      g_autoptr (GError) error = NULL;
      BrTagType type;

      g_assert_true (br_oepl_tag_type_read (json, 0x77, &type, &error) == (rows[i].n_colours > 0));
      if (rows[i].n_colours > 0)
        g_assert_cmpuint (type.n_colours, ==, rows[i].n_colours);
      else
        g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
    }
}

static void
test_lines (void)
{
#define MAC "00007E1F25A4B2C6"
  static const struct
  {
    const char *json;
    BrOeplMessageKind kind;
    const char *mac, *file;
    int block;
  } rows[] = {
    { "{\"logMsg\":\"" MAC " block request /current/" MAC "_81240.pending block 2, len 1280 checksum 4711\"}", BR_OEPL_SAYS_BLOCK, MAC,
      "/current/" MAC "_81240.pending", 2 },
    { "{\"logMsg\":\"" MAC " block request /current/" MAC "_81240.pending block x\"}", BR_OEPL_SAYS_OTHER, "", "", 0 },
    { "{\"logMsg\":\"" MAC " reports xfer complete\\r\\n\"}", BR_OEPL_SAYS_COMPLETE, MAC, "", 0 },
    { "{\"logMsg\":\"Updating 00007e1f25a4b2c6\"}", BR_OEPL_SAYS_UPDATING, MAC, "", 0 },
    { "{\"logMsg\":\"new image: /current/" MAC "_81240.pending\"}", BR_OEPL_SAYS_READY, MAC, "/current/" MAC "_81240.pending", 0 },
    { "{\"logMsg\":\"new image is the same as current image. not updating tag.\"}", BR_OEPL_SAYS_SAME, "", "", 0 },
    { "{\"logMsg\":\"moved AP from local to external " MAC "\"}", BR_OEPL_SAYS_MOVED, MAC, "", 0 },
    { "{\"logMsg\":\"moved AP from local to external 0011\"}", BR_OEPL_SAYS_OTHER, "", "", 0 },
    { "{\"logMsg\":\"" MAC "AA reports xfer complete\"}", BR_OEPL_SAYS_OTHER, "", "", 0 },
    { "{\"logMsg\":\"REBOOTING\"}", BR_OEPL_SAYS_OTHER, "", "", 0 }, /* an error only */
    { "{\"errMsg\":\"REBOOTING\"}", BR_OEPL_SAYS_REBOOTING, "", "", 0 },
    { "{\"errMsg\":\"< " MAC " xfer timeout\\r\\n\"}", BR_OEPL_SAYS_TIMEOUT, MAC, "", 0 },
    { "{\"errMsg\":\"Not found: /temp/" MAC "_7.jpg\"}", BR_OEPL_SAYS_FILE_MISSING, MAC, "/temp/" MAC "_7.jpg", 0 },
    { "{\"errMsg\":\"Not found: /temp/x\"}", BR_OEPL_SAYS_FILE_MISSING, "", "/temp/x", 0 },
    { "{\"errMsg\":\"File not found. \"}", BR_OEPL_SAYS_FILE_MISSING, "", "", 0 },
    { "{\"errMsg\":\"File has size 0. /current/" MAC ".raw\"}", BR_OEPL_SAYS_FILE_MISSING, MAC, "/current/" MAC ".raw", 0 },
    { "{\"errMsg\":\"invalid jpg\"}", BR_OEPL_SAYS_BAD_JPEG, "", "", 0 },
    { "{\"errMsg\":\"low on memory. Fallback to 1bpp\"}", BR_OEPL_SAYS_LOW_MEMORY, "", "", 0 },
    { "{\"errMsg\":7}", BR_OEPL_SAYS_OTHER, "", "", 0 },
    { "{\"logMsg\":\"100% %s %n\"}", BR_OEPL_SAYS_OTHER, "", "", 0 },
    { "{\"console\":\"x\",\"color\":\"red\"}", BR_OEPL_SAYS_OTHER, "", "", 0 },
    { "{\"upload\":{\"src\":\"" MAC "\",\"current\":1,\"total\":3}}", BR_OEPL_SAYS_PROGRESS, MAC, "", 1 },
    { "{\"upload\":{\"src\":\"" MAC "\",\"current\":-1}}", BR_OEPL_SAYS_OTHER, MAC, "", -1 },
    { "{\"sys\":7,\"tags\":{}}", BR_OEPL_SAYS_OTHER, "", "", 0 },
    { "{\"tags\":[]}", BR_OEPL_SAYS_OTHER, "", "", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (BrOeplMessage) message = { 0 };

      g_test_message ("%s", rows[i].json);
      g_assert_true (br_oepl_message_read (rows[i].json, strlen (rows[i].json), &message, NULL));
      g_assert_cmpint (message.kind, ==, rows[i].kind);
      g_assert_cmpstr (message.mac, ==, rows[i].mac);
      g_assert_cmpstr (message.file_name, ==, rows[i].file);
      g_assert_cmpint (message.block, ==, rows[i].block);
    }
}

static void
read_sample (const char *name, BrOeplMessage *message)
{
  g_autoptr (GBytes) json = load_sample (name);

  g_assert_true (br_oepl_message_read (g_bytes_get_data (json, NULL), g_bytes_get_size (json), message, NULL));
}

static void
test_messages (void)
{
  g_auto (BrOeplMessage) tags = { 0 }, sys = { 0 }, peer = { 0 };

  read_sample ("record.json", &tags);
  g_assert_cmpint (tags.kind, ==, BR_OEPL_SAYS_TAGS);
  g_assert_cmpstr (g_array_index (tags.records, BrOeplRecord, 0).alias, ==, "茉莉花茶");
  read_sample ("sys.json", &sys);
  g_assert_cmpint (sys.kind, ==, BR_OEPL_SAYS_SYS);
  g_assert_true (sys.sys.now_s == 1795422600 && sys.sys.free_memory == 152000 && sys.sys.free_bytes == 4100000 && sys.sys.free_psram == 7900000);
  g_assert_true (sys.sys.uptime_s == 86000 && sys.sys.n_records == 42 && sys.sys.state == BR_OEPL_STATE_ONLINE && sys.sys.run == BR_OEPL_RUN_RUN);
  g_assert_true (sys.sys.rssi == -48 && sys.sys.n_low_battery == 2 && sys.sys.n_timeout == 1);
  read_sample ("peer.json", &peer);
  g_assert_cmpint (peer.kind, ==, BR_OEPL_SAYS_PEER);
  g_assert_cmpstr (peer.peer.address, ==, "192.168.3.8");
  g_assert_cmpstr (peer.peer.alias, ==, "Cellar");
  g_assert_true (peer.peer.n_tags == 33 && peer.peer.channel == 20 && peer.peer.version == 26);
}

static void
test_no_message (void)
{
  static const char *const rows[] = { "", "7", "[]", "{\"sys\":", "{\"logMsg\":\"\\ud800\"}" };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      BrOeplMessage message;

      g_assert_false (br_oepl_message_read (rows[i], strlen (rows[i]), &message, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_PROTOCOL);
      g_assert_null (message.records);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/wire/oepl/station/info", test_info);
  g_test_add_func ("/wire/oepl/station/config", test_config);
  g_test_add_func ("/wire/oepl/station/type", test_type);
  g_test_add_func ("/wire/oepl/station/type-palettes", test_type_palettes);
  g_test_add_func ("/wire/oepl/message/lines", test_lines);
  g_test_add_func ("/wire/oepl/message/all", test_messages);
  g_test_add_func ("/wire/oepl/message/none", test_no_message);
  return g_test_run ();
}
