/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an OpenEPaperLink station says of itself: /sysinfo, /get_ap_config, and of a type of tag: /tagtypes/HH.json. */
#include "config.h"

#include "br-oepl-json-private.h"

#include <stdlib.h>
#include <string.h>

#include "br-error.h"

#define MAX_DOCUMENT (64 * 1024) /* bytes */
#define MAX_SIZE (1 << 30)   /* bytes of a chip's memory */

#define NUMBER(type, name, member, high) { name, BR_OEPL_INT, G_STRUCT_OFFSET (type, member), 0, high, -1 }
#define BIG(type, name, member) { name, BR_OEPL_BIG, G_STRUCT_OFFSET (type, member), 0, MAX_SIZE, -1 }
#define TEXT(type, name, member) { name, BR_OEPL_TEXT, G_STRUCT_OFFSET (type, member), 0, sizeof ((type *) 0)->member, 0 }

gboolean
br_oepl_info_read (GBytes *json, BrOeplInfo *out, GError **error)
{
  static const BrOeplMember INFO[] = {
    TEXT (BrOeplInfo, "alias", alias),
    TEXT (BrOeplInfo, "env", board),
    TEXT (BrOeplInfo, "buildversion", build_version),
    NUMBER (BrOeplInfo, "ap_version", radio_version, G_MAXUINT16),
    BIG (BrOeplInfo, "psramsize", psram_bytes),
    BIG (BrOeplInfo, "flashsize", flash_bytes),
  };
  g_autoptr (yyjson_doc) doc = br_oepl_json_object (json, MAX_DOCUMENT, error);

  if (doc == NULL)
    return FALSE;
  memset (out, 0, sizeof *out);
  br_oepl_members_read (INFO, G_N_ELEMENTS (INFO), yyjson_doc_get_root (doc), out);
  return TRUE;
}

gboolean
br_oepl_config_read (GBytes *json, BrOeplConfig *out, GError **error)
{
  static const BrOeplMember CONFIG[] = {
    TEXT (BrOeplConfig, "alias", alias),
    TEXT (BrOeplConfig, "timezone", time_zone),
    NUMBER (BrOeplConfig, "apstate", state, 7),
    NUMBER (BrOeplConfig, "savespace", save_space, 1),
    NUMBER (BrOeplConfig, "hasBLE", has_ble, 1),
    NUMBER (BrOeplConfig, "hasSubGhz", has_sub_ghz, 1),
    NUMBER (BrOeplConfig, "channel", channel, G_MAXUINT8),
    NUMBER (BrOeplConfig, "maxsleep", max_sleep, G_MAXUINT8),
    NUMBER (BrOeplConfig, "stopsleep", stop_sleep, 1),
    NUMBER (BrOeplConfig, "preview", preview, 1),
    NUMBER (BrOeplConfig, "nightlyreboot", nightly_reboot, 1),
    NUMBER (BrOeplConfig, "lock", lock, 2),
    NUMBER (BrOeplConfig, "sleeptime1", sleep_from, 23),
    NUMBER (BrOeplConfig, "sleeptime2", sleep_to, 23),
    NUMBER (BrOeplConfig, "showtimestamp", show_timestamp, G_MAXUINT8),
  };
  g_autoptr (yyjson_doc) doc = br_oepl_json_object (json, MAX_DOCUMENT, error);

  if (doc == NULL)
    return FALSE;
  memset (out, 0, sizeof *out);
  br_oepl_members_read (CONFIG, G_N_ELEMENTS (CONFIG), yyjson_doc_get_root (doc), out);
  return TRUE;
}

/* The colour of a name or, before that, of exactly its red, green and blue; 0 = Backroom has no such colour. */
static BrTagColour
read_colour (const char *name, yyjson_val *rgb)
{
  static const struct
  {
    BrTagColour colour;
    guint rgb;
    const char *name;
  } COLOURS[] = {
    { BR_TAG_WHITE, 0xffffff, "white" }, { BR_TAG_BLACK, 0x000000, "black" }, { BR_TAG_RED, 0xff0000, "red" },       { BR_TAG_YELLOW, 0xffff00, "yellow" },
    { BR_TAG_GREEN, 0x00ff00, "green" }, { BR_TAG_BLUE, 0x0000ff, "blue" },   { BR_TAG_ORANGE, 0xff8000, "orange" },
  };
  guint value = 0;

  if (yyjson_arr_size (rgb) != 3)
    return 0;
  for (size_t i = 0; i < 3; i++)
    {
      gint64 part = br_oepl_json_int (yyjson_arr_get (rgb, i), 0, G_MAXUINT8, -1);

      if (part < 0)
        return 0;
      value = value << 8 | (guint) part;
    }
  for (size_t i = 0; i < G_N_ELEMENTS (COLOURS); i++)
    if (COLOURS[i].rgb == value)
      return COLOURS[i].colour;
  for (size_t i = 0; i < G_N_ELEMENTS (COLOURS); i++)
    if (strcmp (COLOURS[i].name, name) == 0)
      return COLOURS[i].colour;
  return 0;
}

/* In the order of the document, which is the order of the palette. A colour that is not had keeps its index, so those after it cannot be used either. */
static void
read_colours (yyjson_val *table, BrTagType *out)
{
  guint most = out->bits == 1 ? 2 : out->bits == 2 ? 4 : BR_TAG_MAX_COLOURS;
  yyjson_val *key, *rgb;
  size_t i, n;

  yyjson_obj_foreach (table, i, n, key, rgb)
  {
    BrTagColour colour = read_colour (yyjson_get_str (key), rgb);

    if (colour == 0 || out->n_colours == most || br_tag_type_index (out, colour) >= 0)
      return;
    out->colours[out->n_colours++] = colour;
  }
}

static void
read_options (yyjson_val *options, BrTagType *out)
{
  yyjson_val *option;
  size_t i, n;

  yyjson_arr_foreach (options, i, n, option)
  {
    out->has_led |= yyjson_equals_str (option, "led");
    out->has_button |= yyjson_equals_str (option, "button");
  }
}

/* A lowest firmware, hexadecimal digits in a string (or digits alone as a number, read the same); 0 = none. */
static guint
read_firmware (yyjson_val *value)
{
  char digits[8];

  if (yyjson_is_uint (value) && yyjson_get_uint (value) <= 9999)
    g_snprintf (digits, sizeof digits, "%u", (guint) yyjson_get_uint (value));
  else
    br_oepl_json_name (value, digits, sizeof digits);
  return (guint) strtoul (strspn (digits, "0123456789abcdefABCDEF") == strlen (digits) ? digits : "0", NULL, 16);
}

gboolean
br_oepl_tag_type_read (GBytes *json, guint code, BrTagType *out, GError **error)
{
  g_autoptr (yyjson_doc) doc = br_oepl_json_object (json, MAX_DOCUMENT, error);
  yyjson_val *root;

  if (doc == NULL)
    return FALSE;
  root = yyjson_doc_get_root (doc);
  *out = (BrTagType) { .code = code };
  br_oepl_json_text (yyjson_obj_get (root, "name"), out->name, sizeof out->name);
  out->width = (guint) br_oepl_json_int (yyjson_obj_get (root, "width"), 1, BR_TAG_MAX_SIDE, 0);
  out->height = (guint) br_oepl_json_int (yyjson_obj_get (root, "height"), 1, BR_TAG_MAX_SIDE, 0);
  out->rotate_buffer = (guint) br_oepl_json_int (yyjson_obj_get (root, "rotatebuffer"), 0, 3, G_MAXUINT);
  br_tag_type_set_depth (out, (guint) br_oepl_json_int (yyjson_obj_get (root, "bpp"), 1, 16, 0)); /* one it does not know stays 0 and is not sound */
  out->short_lut = (guint) br_oepl_json_int (yyjson_obj_get (root, "shortlut"), 0, 2, 0);
  out->zlib_from = read_firmware (yyjson_obj_get (root, "zlib_compression"));
  out->g5_from = read_firmware (yyjson_obj_get (root, "g5_compression"));
  read_colours (yyjson_obj_get (root, "colortable"), out);
  read_options (yyjson_obj_get (root, "options"), out);
  if (br_tag_type_is_sound (out))
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "no picture can be drawn for tags of type %02X: %ux%u, %u bits, %u colours", code, out->width, out->height,
               out->bits, out->n_colours);
  return FALSE;
}
