/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests to an OpenEPaperLink station. Every value is made here or checked to be hexadecimal, so that nothing needs escaping in a path. */
#include "config.h"

#include "br-oepl-request.h"

#include <stdio.h>
#include <string.h>

#define LED_GROUPS 3
#define LED_BYTES 12

static void
begin (BrOeplRequest *out, const char *method)
{
  out->method = method;
  out->path[0] = '\0';
  out->n_fields = 0;
  out->text_used = 0;
  out->file_name = NULL;
}

G_GNUC_PRINTF (2, 3) static void get (BrOeplRequest *out, const char *format, ...)
{
  va_list args;

  begin (out, "GET");
  va_start (args, format);
  g_vsnprintf (out->path, sizeof out->path, format, args);
  va_end (args);
}

static void
post (BrOeplRequest *out, const char *path)
{
  begin (out, "POST");
  g_strlcpy (out->path, path, sizeof out->path);
}

static void
add (BrOeplRequest *out, const char *name, const char *value)
{
  gsize size = strlen (value) + 1;

  g_assert (out->n_fields < BR_OEPL_MAX_FIELDS && out->text_used + size <= sizeof out->text);
  memcpy (out->text + out->text_used, value, size);
  out->fields[out->n_fields++] = (BrOeplField) { .name = name, .value = out->text + out->text_used };
  out->text_used += size;
}

static void
add_number (BrOeplRequest *out, const char *name, gint64 value)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
  add (out, name, text);
}

/* The station keeps 31 bytes and shows ASCII only. */
static void
add_alias (BrOeplRequest *out, const char *title)
{
  char alias[BR_OEPL_MAX_ALIAS + 1];
  gsize length = 0;

  for (const char *p = title != NULL ? title : ""; *p != '\0' && length < BR_OEPL_MAX_ALIAS; p++)
    if (g_ascii_isprint (*p) && !(length == 0 && *p == ' '))
      alias[length++] = *p;
  while (length > 0 && alias[length - 1] == ' ')
    length--;
  alias[length] = '\0';
  if (length > 0)
    add (out, "alias", alias);
}

void
br_oepl_request_upload (BrOeplRequest *out, const char *mac, const char *title)
{
  post (out, "/imgupload");
  add (out, "mac", mac);
  add (out, "dither", "0"); /* the station's default would spoil the picture */
  add_number (out, "contentmode", BR_OEPL_MODE_IMAGE);
  add (out, "ttl", "0");
  add (out, "lut", "0");
  add (out, "rotate", "0"); /* 1 and 3 would spoil it, and what was set before stays set */
  add (out, "invert", "0");
  add_alias (out, title);
  out->file_name = "image.jpg";
}

void
br_oepl_request_tag (BrOeplRequest *out, const char *mac)
{
  get (out, "/get_db?mac=%s", mac);
}

void
br_oepl_request_page (BrOeplRequest *out, guint pos)
{
  get (out, "/get_db?pos=%u", pos);
}

void
br_oepl_request_backup (BrOeplRequest *out)
{
  get (out, "/backup_db");
}

void
br_oepl_request_info (BrOeplRequest *out)
{
  get (out, "/sysinfo");
}

void
br_oepl_request_config (BrOeplRequest *out)
{
  get (out, "/get_ap_config");
}

void
br_oepl_request_type (BrOeplRequest *out, guint code)
{
  get (out, "/tagtypes/%02X.json", code & 0xff);
}

void
br_oepl_request_queued (BrOeplRequest *out, const char *mac, const char *hash)
{
  char version[17] = "0000000000000000";

  g_assert (hash == NULL || strlen (hash) >= 16);
  for (gsize i = 0; hash != NULL && i < 8; i++)
    for (gsize j = 0; j < 2; j++)
      version[2 * i + j] = g_ascii_toupper (hash[2 * (7 - i) + j]);
  get (out, "/getdata?mac=%s&md5=%s", mac, version);
}

void
br_oepl_request_shown (BrOeplRequest *out, const char *mac, gint64 now_us)
{
  get (out, "/current/%s.raw?t=%" G_GINT64_FORMAT, mac, now_us / G_USEC_PER_SEC);
}

void
br_oepl_request_command (BrOeplRequest *out, const char *mac, BrOeplCommand command)
{
  static const char *const WORDS[] = {
    [BR_OEPL_COMMAND_CLEAR] = "clear", [BR_OEPL_COMMAND_REFRESH] = "refresh", [BR_OEPL_COMMAND_REBOOT] = "reboot", [BR_OEPL_COMMAND_DELETE] = "del"
  };

  post (out, "/tag_cmd");
  add (out, "mac", mac);
  add (out, "cmd", WORDS[command]);
}

void
br_oepl_request_led (BrOeplRequest *out, const char *mac, BrTagLed led)
{
  char pattern[2 * LED_BYTES + 1];

  br_oepl_led_hex (led, pattern);
  get (out, "/led_flash?mac=%s&pattern=%s", mac, pattern);
}

void
br_oepl_request_setting (BrOeplRequest *out, BrOeplSetting setting, guint value)
{
  static const char *const NAMES[] = {
    [BR_OEPL_SET_STOP_SLEEP] = "stopsleep", [BR_OEPL_SET_SHOW_TIMESTAMP] = "showtimestamp", [BR_OEPL_SET_PREVIEW] = "preview", [BR_OEPL_SET_LOCK] = "lock",
    [BR_OEPL_SET_MAX_SLEEP] = "maxsleep",
  };

  post (out, "/save_apcfg");
  add_number (out, NAMES[setting], value);
}

void
br_oepl_request_time (BrOeplRequest *out, gint64 now_us)
{
  post (out, "/set_time");
  add_number (out, "epoch", now_us / G_USEC_PER_SEC);
}

/** LedGroup: some flashes of one colour. */
typedef struct
{
  guint8 colour; /* red, green, blue: 3, 3, 2 bits */
  guint count;  /* 0..15 */
  guint speed;  /* 0..15, tenths of a second */
  guint8 delay;  /* after them, tenths of a second */
} LedGroup;

/** LedPattern: how a tag blinks. */
typedef struct
{
  gboolean on;
  guint length;  /* 0..15, of a flash; 15 drains the battery */
  LedGroup groups[LED_GROUPS];
  guint8 repeats; /* one more than this */
} LedPattern;

void
br_oepl_led_hex (BrTagLed led, char *out)
{
  static const LedPattern PATTERNS[] = {
    [BR_TAG_LED_SHORT] = { TRUE, 8, { { 0x3c, 3, 1, 10 }, { 0xe4, 3, 5, 10 }, { 0x03, 3, 10, 10 } }, 2 },
    [BR_TAG_LED_LONG] = { TRUE, 1, { { 0xe4, 3, 3, 50 } }, 60 },
    [BR_TAG_LED_STOP] = { 0 },
  };
  const LedPattern *pattern = &PATTERNS[led];
  guint8 bytes[LED_BYTES] = { (guint8) (pattern->length << 4 | (pattern->on ? 1 : 0)) };

  for (gsize i = 0; i < LED_GROUPS; i++)
    {
      const LedGroup *group = &pattern->groups[i];

      bytes[1 + 3 * i] = group->colour;
      bytes[2 + 3 * i] = (guint8) (group->speed << 4 | group->count);
      bytes[3 + 3 * i] = group->delay;
    }
  bytes[1 + 3 * LED_GROUPS] = pattern->repeats;
  for (gsize i = 0; i < LED_BYTES; i++)
    g_snprintf (out + 2 * i, 3, "%02X", bytes[i]);
}
