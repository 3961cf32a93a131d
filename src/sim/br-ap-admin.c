/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The emulated access point's other endpoints: commands, settings, the station itself, and what nobody may touch. */
#include "config.h"

#include "br-ap-private.h"

#include <string.h>

#define MIN_EPOCH 1600000000
#define LED_BYTES 12

typedef void (*Handler) (BrAp *self, const BrApForm *form, ApAnswer *answer);

/** Command: of /tag_cmd that is sent to the tag. */
typedef struct
{
  const char *name;
  guint8 argument;
  const char *pattern; /* hexadecimal */
} Command;

static const Command commands[] = {
  { "reboot", 0, "0000000000000000" },
  { "scan", 1, "0000000000000000" },
  { "reset", 2, "0000000000000000" },
  { "deepsleep", 3, "0000000000000000" },
  { "ledflash", 4, "813C130AE4530A03A30A0200" },
  { "ledflash_long", 4, "11E433320000000000003C00" },
  { "ledflash_stop", 4, "000000000000000000000000" },
};

static gsize
read_hex (const char *text, guint8 *bytes, gsize room)
{
  gsize n = strlen (text);

  if (n % 2 != 0 || n / 2 > room)
    return 0;
  for (gsize i = 0; i < n; i += 2)
    {
      int high = g_ascii_xdigit_value (text[i]), low = g_ascii_xdigit_value (text[i + 1]);

      if (high < 0 || low < 0)
        return 0;
      bytes[i / 2] = (guint8) (high << 4 | low);
    }
  return n / 2;
}

static void
send_command (BrAp *self, ApEntry *entry, const Command *command)
{
  guint8 bytes[LED_BYTES];
  gsize n = read_hex (command->pattern, bytes, sizeof bytes);

  ap_queue_command (self, entry, command->argument, bytes, n);
}

static void
purge (BrAp *self)
{
  for (guint i = self->entries->len; i > 0; i--)
    {
      ApEntry *entry = g_ptr_array_index (self->entries, i - 1);
      gint64 late_s = ap_epoch (self) - entry->record.next_check_in;

      if (entry->record.mac != self->mac && (ap_epoch (self) - entry->record.last_seen > 24 * 3600 || late_s > 600 || entry->record.next_check_in >= AP_NEVER))
        ap_entry_remove (self, entry);
    }
}

/* What the station does by itself; FALSE: it is something for the tag. */
static gboolean
do_own (BrAp *self, ApEntry *entry, const char *command)
{
  if (g_str_equal (command, "del"))
    ap_entry_remove (self, entry);
  else if (g_str_equal (command, "purge"))
    {
      self->counts.n_forbidden++;
      purge (self);
    }
  else if (g_str_equal (command, "clear"))
    {
      ap_queue_clear (self, entry);
      ap_stream_tags (self, entry);
      ap_schedule (self, entry);
    }
  else if (g_str_equal (command, "refresh"))
    {
      memset (entry->record.hash, 0, sizeof entry->record.hash);
      entry->record.next_update = 0;
      ap_stream_tags (self, entry);
      ap_schedule (self, entry);
    }
  else
    return FALSE;
  return TRUE;
}

static void
tag_cmd (BrAp *self, const BrApForm *form, ApAnswer *answer)
{
  const char *command = br_ap_form_get (form, "cmd");
  guint64 mac;
  gboolean is_there;
  ApEntry *entry = br_ap_form_get_mac (form, &mac, &is_there) ? ap_entry_find (self, mac) : NULL;

  if (command == NULL || !is_there)
    {
      ap_answer_set (answer, 500, "param error");
      return;
    }
  if (entry == NULL)
    {
      ap_answer_set (answer, 400, "Error: mac not found");
      return;
    }
  ap_answer_set (answer, 200, "Ok, done");
  if (do_own (self, entry, command))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, command))
      send_command (self, entry, &commands[i]);
}

static void
led_flash (BrAp *self, const BrApForm *form, ApAnswer *answer)
{
  const char *pattern = br_ap_form_get (form, "pattern");
  guint64 mac;
  gboolean is_there;
  ApEntry *entry = br_ap_form_get_mac (form, &mac, &is_there) ? ap_entry_find (self, mac) : NULL;
  guint8 bytes[LED_BYTES] = { 0 };

  if (entry == NULL)
    ap_answer_set (answer, 400, "parameters are missing");
  else if (pattern != NULL && read_hex (pattern, bytes, sizeof bytes) != LED_BYTES)
    ap_answer_set (answer, 400, "Error: expects 12 hex bytes in pattern");
  else
    {
      ap_queue_command (self, entry, 4, bytes, sizeof bytes);
      ap_answer_set (answer, 200, "ok, request transmitted");
    }
}

static void
json_upload (BrAp *self, const BrApForm *form, ApAnswer *answer)
{
  const char *json = br_ap_form_get (form, "json");
  guint64 mac;
  gboolean is_there;
  ApEntry *entry = br_ap_form_get_mac (form, &mac, &is_there) ? ap_entry_find (self, mac) : NULL;
  g_autofree char *path = NULL;
  g_autoptr (GBytes) file = NULL;

  if (json == NULL || entry == NULL)
    {
      ap_answer_set (answer, 400, json == NULL || !is_there ? "Missing parameters" : "mac not found in tagDB");
      return;
    }
  if (self->run_state != AP_RUN)
    {
      ap_answer_set (answer, 409, "come back later");
      return;
    }
  path = g_strdup_printf ("/current/%016" G_GINT64_MODIFIER "X.json", mac);
  file = g_bytes_new (json, strlen (json));
  if (!ap_flash_write (self, path, file))
    {
      ap_answer_set (answer, 400, "Failed to create file");
      return;
    }
  g_snprintf (entry->record.config, sizeof entry->record.config, "{\"filename\":\"%s\"}", path);
  entry->record.content_mode = 19;
  entry->record.next_update = 0;
  ap_stream_tags (self, entry);
  ap_schedule (self, entry);
  ap_answer_set (answer, 200, "Ok, saved");
}

static void
save_cfg (BrAp *self, const BrApForm *form, ApAnswer *answer)
{
  const char *alias = br_ap_form_get (form, "alias"), *config = br_ap_form_get (form, "modecfgjson");
  guint64 mac;
  gboolean is_there;
  ApEntry *entry = br_ap_form_get_mac (form, &mac, &is_there) ? ap_entry_find (self, mac) : NULL;

  ap_answer_set (answer, 200, "Ok, saved");
  if (entry == NULL)
    return;
  if (alias != NULL)
    g_strlcpy (entry->record.alias, alias, sizeof entry->record.alias);
  if (config != NULL)
    g_strlcpy (entry->record.config, config, sizeof entry->record.config);
  entry->record.content_mode = (guint) br_ap_form_get_int (form, "contentmode", (int) entry->record.content_mode);
  entry->record.rotate = (guint) br_ap_form_get_int (form, "rotate", (int) entry->record.rotate);
  entry->record.lut = (guint) br_ap_form_get_int (form, "lut", (int) entry->record.lut);
  entry->record.invert = (guint) br_ap_form_get_int (form, "invert", (int) entry->record.invert);
  entry->record.next_update = 0;
  ap_stream_tags (self, entry);
  ap_schedule (self, entry);
}

static void
get_config (BrAp *self, const BrApForm *form, ApAnswer *answer)
{
  GString *json = g_string_new ("{\"C6\":\"1\",\"H2\":\"0\",\"TLSR\":\"0\",\"savespace\":\"0\",\"hasFlasher\":\"0\",\"hasBLE\":\"1\",\"hasSubGhz\":\"0\"");
  GPtrArray *aps = ap_air_aps (self->air);

  g_string_append_printf (json, ",\"apstate\":\"%u\"", ap_apstate (self));
  ap_config_json (self, json);
  g_string_append (json, ",\"alias\":");
  ap_json_text (json, self->name);
  g_string_append (json, ",\"timezone\":\"CET-1CEST,M3.5.0,M10.5.0/3\"}");
  ap_answer_set (answer, 200, NULL);
  answer->text = g_string_free (json, FALSE);
  answer->type = "application/json";
  answer->is_json = TRUE;
  for (guint i = 0; self->params.lan != 0 && i < aps->len; i++)
    {
      const BrAp *peer = g_ptr_array_index (aps, i);

      if (peer != self && peer->params.lan == self->params.lan && ap_is_running (peer))
        ap_stream_peer (self, peer);
    }
}

static void
save_config (BrAp *self, const BrApForm *form, ApAnswer *answer)
{
  const ApSetting *setting;
  gboolean whole_night = br_ap_form_get (form, "sleeptime1") != NULL && br_ap_form_get (form, "sleeptime2") != NULL;

  for (guint i = 0; (setting = ap_setting_nth (i)) != NULL; i++)
    {
      const char *value = br_ap_form_get (form, setting->name);

      if (value != NULL && (whole_night || !g_str_has_prefix (setting->name, "sleeptime")))
        br_ap_set_config (self, setting->name, br_ap_form_get_int (form, setting->name, 0));
    }
  ap_answer_set (answer, 200, "Ok, saved");
}

static void
sys_info (BrAp *self, const BrApForm *form, ApAnswer *answer)
{
  GString *json = g_string_new ("{\"alias\":");

  ap_json_text (json, self->name);
  g_string_append_printf (
      json,
      ",\"env\":\"ESP32_S3_16_8_YELLOW_AP\",\"buildtime\":\"1783400000\",\"buildversion\":\"%s\",\"sha\":\"0\",\"psramsize\":%d,\"flashsize\":16777216,"
      "\"rollback\":false,\"ap_version\":\"26\",\"hasC6\":1,\"hasH2\":0,\"hasTslr\":0,\"hasFlasher\":0}",
      self->params.profile == BR_AP_MODERN ? "2.91" : "2.70", self->params.no_psram ? 0 : 8388608);
  ap_answer_set (answer, 200, NULL);
  answer->text = g_string_free (json, FALSE);
  answer->type = "application/json";
  answer->is_json = TRUE;
}

static void
set_time (BrAp *self, const BrApForm *form, ApAnswer *answer)
{
  const char *text = br_ap_form_get (form, "epoch");
  gint64 epoch = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;

  if (epoch <= MIN_EPOCH)
    {
      ap_answer_set (answer, 400, "Invalid time");
      return;
    }
  br_ap_shift_clock (self, epoch * SECOND - ap_air_now (self->air) - self->shift_us);
  ap_answer_set (answer, 200, "ok");
}

static void
set_var (BrAp *self, const BrApForm *form, ApAnswer *answer)
{
  ap_answer_set (answer, 200, "Ok, saved");
}

static void
reboot (BrAp *self, const BrApForm *form, ApAnswer *answer)
{
  ap_answer_set (answer, 200, "OK Reboot");
  br_ap_restart (self);
}

static void
check_file (BrAp *self, const BrApForm *form, ApAnswer *answer)
{
  const char *path = br_ap_form_get (form, "path");
  GBytes *file = path != NULL ? br_ap_flash_read (self->flash, path) : NULL;
  g_autofree char *md5 = file != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_MD5, file) : g_strdup ("");
  g_autofree char *json = g_strdup_printf ("{\"filesize\":%" G_GSIZE_FORMAT ",\"md5\":\"%s\"}", file != NULL ? g_bytes_get_size (file) : 0, md5);

  ap_answer_set (answer, 200, json);
  answer->type = "application/json";
  answer->is_json = TRUE;
}

static void
forbid (BrAp *self, const BrApForm *form, ApAnswer *answer)
{
  self->counts.n_forbidden++;
  ap_answer_set (answer, 500, "");
}

void
ap_http_admin (BrAp *self, const char *path, const BrApForm *form, ApAnswer *answer)
{
  static const struct
  {
    const char *path;
    Handler handler;
  } handlers[] = {
    { "/tag_cmd", tag_cmd },
    { "/led_flash", led_flash },
    { "/jsonupload", json_upload },
    { "/save_cfg", save_cfg },
    { "/get_ap_config", get_config },
    { "/save_apcfg", save_config },
    { "/sysinfo", sys_info },
    { "/set_time", set_time },
    { "/set_var", set_var },
    { "/set_vars", set_var },
    { "/reboot", reboot },
    { "/check_file", check_file },
    { "/restore_db", forbid },
    { "/littlefs_put", forbid },
    { "/edit", forbid },
    { "/get_wifi_config", forbid },
    { "/get_ssid_list", forbid },
    { "/save_wifi_config", forbid },
    { "/setup", forbid },
    { "/rollback", forbid },
    { "/update_c6", forbid },
    { "/update_ota", forbid },
    { "/update_actions", forbid },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    if (g_str_equal (handlers[i].path, path))
      {
        handlers[i].handler (self, form, answer);
        return;
      }
  ap_answer_set (answer, 404, "");
}
