/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is sent to an OpenEPaperLink station, letter for letter. */
#include "config.h"

#include "br-oepl-request.h"

#define MAC "00007E1F25A4B2C6"

static void
assert_request (const BrOeplRequest *request, const char *expected)
{
  g_autoptr (GString) text = g_string_new (request->method);

  g_string_append_printf (text, " %s", request->path);
  for (guint i = 0; i < request->n_fields; i++)
    g_string_append_printf (text, " %s=%s", request->fields[i].name, request->fields[i].value);
  g_string_append (text, request->file_name != NULL ? " +file" : "");
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_upload (void)
{
  BrOeplRequest request;

  br_oepl_request_upload (&request, MAC, "Green tea 100 g");
  assert_request (&request, "POST /imgupload mac=" MAC " dither=0 contentmode=24 ttl=0 lut=0 rotate=0 invert=0 alias=Green tea 100 g +file");
  br_oepl_request_upload (&request, MAC, " 绿茶 A ");
  assert_request (&request, "POST /imgupload mac=" MAC " dither=0 contentmode=24 ttl=0 lut=0 rotate=0 invert=0 alias=A +file");
  br_oepl_request_upload (&request, MAC, "绿茶");
  assert_request (&request, "POST /imgupload mac=" MAC " dither=0 contentmode=24 ttl=0 lut=0 rotate=0 invert=0 +file");
  br_oepl_request_upload (&request, MAC, "12345678901234567890123456789012345");
  g_assert_cmpstr (request.fields[7].value, ==, "1234567890123456789012345678901");
}

static void
test_reads (void)
{
  BrOeplRequest request;

  br_oepl_request_tag (&request, MAC);
  assert_request (&request, "GET /get_db?mac=" MAC);
  br_oepl_request_page (&request, 0);
  assert_request (&request, "GET /get_db?pos=0");
  br_oepl_request_page (&request, 255);
  assert_request (&request, "GET /get_db?pos=255");
  br_oepl_request_backup (&request);
  assert_request (&request, "GET /backup_db");
  br_oepl_request_info (&request);
  assert_request (&request, "GET /sysinfo");
  br_oepl_request_config (&request);
  assert_request (&request, "GET /get_ap_config");
  br_oepl_request_type (&request, 0x4b);
  assert_request (&request, "GET /tagtypes/4B.json");
  br_oepl_request_shown (&request, MAC, G_GINT64_CONSTANT (1795422600123456));
  assert_request (&request, "GET /current/" MAC ".raw?t=1795422600");
}

/* The bytes of the version are sent in the other order (esl.md 2.10). */
static void
test_queued (void)
{
  BrOeplRequest request;

  br_oepl_request_queued (&request, MAC, NULL);
  assert_request (&request, "GET /getdata?mac=" MAC "&md5=0000000000000000");
  br_oepl_request_queued (&request, MAC, "1cacfe3322587a280000000000000000");
  assert_request (&request, "GET /getdata?mac=" MAC "&md5=287A582233FEAC1C");
}

static void
test_commands (void)
{
  BrOeplRequest request;

  br_oepl_request_command (&request, MAC, BR_OEPL_COMMAND_CLEAR);
  assert_request (&request, "POST /tag_cmd mac=" MAC " cmd=clear");
  br_oepl_request_command (&request, MAC, BR_OEPL_COMMAND_REFRESH);
  assert_request (&request, "POST /tag_cmd mac=" MAC " cmd=refresh");
  br_oepl_request_command (&request, MAC, BR_OEPL_COMMAND_REBOOT);
  assert_request (&request, "POST /tag_cmd mac=" MAC " cmd=reboot");
  br_oepl_request_command (&request, MAC, BR_OEPL_COMMAND_DELETE);
  assert_request (&request, "POST /tag_cmd mac=" MAC " cmd=del");
  br_oepl_request_time (&request, G_GINT64_CONSTANT (1795422600999999));
  assert_request (&request, "POST /set_time epoch=1795422600");
}

static void
test_settings (void)
{
  BrOeplRequest request;

  br_oepl_request_setting (&request, BR_OEPL_SET_STOP_SLEEP, 0);
  assert_request (&request, "POST /save_apcfg stopsleep=0");
  br_oepl_request_setting (&request, BR_OEPL_SET_SHOW_TIMESTAMP, 0);
  assert_request (&request, "POST /save_apcfg showtimestamp=0");
  br_oepl_request_setting (&request, BR_OEPL_SET_PREVIEW, 1);
  assert_request (&request, "POST /save_apcfg preview=1");
  br_oepl_request_setting (&request, BR_OEPL_SET_LOCK, 1);
  assert_request (&request, "POST /save_apcfg lock=1");
  br_oepl_request_setting (&request, BR_OEPL_SET_MAX_SLEEP, 10);
  assert_request (&request, "POST /save_apcfg maxsleep=10");
}

/* The built-ins of esl.md 2.13. */
static void
test_led (void)
{
  BrOeplRequest request;

  br_oepl_request_led (&request, MAC, BR_TAG_LED_SHORT);
  assert_request (&request, "GET /led_flash?mac=" MAC "&pattern=813C130AE4530A03A30A0200");
  br_oepl_request_led (&request, MAC, BR_TAG_LED_LONG);
  assert_request (&request, "GET /led_flash?mac=" MAC "&pattern=11E433320000000000003C00");
  br_oepl_request_led (&request, MAC, BR_TAG_LED_STOP);
  assert_request (&request, "GET /led_flash?mac=" MAC "&pattern=000000000000000000000000");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/wire/oepl/request/upload", test_upload);
  g_test_add_func ("/wire/oepl/request/reads", test_reads);
  g_test_add_func ("/wire/oepl/request/queued", test_queued);
  g_test_add_func ("/wire/oepl/request/commands", test_commands);
  g_test_add_func ("/wire/oepl/request/settings", test_settings);
  g_test_add_func ("/wire/oepl/request/led", test_led);
  return g_test_run ();
}
