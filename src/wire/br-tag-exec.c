/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-exec.h"

#include <string.h>

#include "br-oepl-json-private.h"

#define MIN_SIGNAL -127 /* dBm */

GBytes *
br_tag_exec_list (void)
{
  static const char text[] = "{\"backroom\":1,\"list\":true}\n";

  return g_bytes_new_static (text, sizeof text - 1);
}

static void
append_picture (GString *out, const BrTagExecPicture *picture)
{
  g_autofree char *bitmap = g_base64_encode (g_bytes_get_data (picture->png, NULL), g_bytes_get_size (picture->png));

  br_json_append_text (out, picture->key);
  g_string_append (out, ":{\"bitmap\":\"");
  g_string_append (out, bitmap);
  g_string_append_c (out, '"');
  if (picture->title != NULL)
    {
      g_string_append (out, ",\"title\":");
      br_json_append_text (out, picture->title);
    }
  g_string_append_c (out, '}');
}

GBytes *
br_tag_exec_send (const BrTagExecPicture *pictures, guint n)
{
  GString *out = g_string_new ("{\"backroom\":1,\"send\":{");

  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_picture (out, &pictures[i]);
    }
  g_string_append (out, "}}\n");
  return g_string_free_to_bytes (out);
}

static BrTagColour
read_colour (yyjson_val *value)
{
  static const char *const names[] = { "white", "black", "red", "yellow", "green", "blue", "orange" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (yyjson_equals_str (value, names[i]))
      return BR_TAG_WHITE + i;
  return 0;
}

/* A colour Backroom does not have makes the tag one it cannot draw for: what the program would make of the others is not known. */
static void
read_type (yyjson_val *value, BrTagType *out)
{
  yyjson_val *colours = yyjson_obj_get (value, "colours"), *name;
  guint width = (guint) br_oepl_json_int (yyjson_obj_get (value, "width"), 1, BR_TAG_MAX_SIDE, 0);
  guint height = (guint) br_oepl_json_int (yyjson_obj_get (value, "height"), 1, BR_TAG_MAX_SIDE, 0);
  BrTagColour known[BR_TAG_MAX_COLOURS];
  guint n = 0;
  size_t i, max;

  yyjson_arr_foreach (colours, i, max, name)
  {
    BrTagColour colour = read_colour (name);

    if (colour == 0 || n == BR_TAG_MAX_COLOURS)
      {
        n = 0;
        break;
      }
    known[n++] = colour;
  }
  if (!br_tag_type_plain (width, height, known, n, out))
    *out = (BrTagType) { 0 };
}

static gboolean
read_tag (yyjson_val *key, yyjson_val *value, BrTagExecTag *out)
{
  const char *text;

  memset (out, 0, sizeof *out);
  if (!br_json_as_text (key, &text) || *text == '\0' || strlen (text) > BR_TAG_KEY_MAX || !g_utf8_validate (text, -1, NULL) || !yyjson_is_obj (value))
    return FALSE;
  g_strlcpy (out->key, text, sizeof out->key);
  read_type (value, &out->type);
  out->signal = (int) br_oepl_json_int (yyjson_obj_get (value, "signal"), MIN_SIGNAL, -1, 0);
  return TRUE;
}

GArray *
br_tag_exec_tags_read (GBytes *answer, GError **error)
{
  g_autoptr (yyjson_doc) doc = br_oepl_json_object (answer, BR_TAG_EXEC_MAX_ANSWER, error);
  yyjson_val *tags = doc != NULL ? yyjson_obj_get (yyjson_doc_get_root (doc), "tags") : NULL, *key, *value;
  GArray *out;
  size_t i, n;

  if (doc == NULL)
    return NULL;
  if (!yyjson_is_obj (tags) || yyjson_obj_size (tags) > BR_TAG_EXEC_MAX_TAGS)
    {
      br_json_fail (error, "tags");
      return NULL;
    }
  out = g_array_new (FALSE, FALSE, sizeof (BrTagExecTag));
  yyjson_obj_foreach (tags, i, n, key, value)
  {
    BrTagExecTag tag;

    if (read_tag (key, value, &tag))
      g_array_append_val (out, tag);
  }
  return out;
}

static BrTagExecStatus
read_status (yyjson_val *sent, const char *key)
{
  yyjson_val *status = yyjson_obj_get (yyjson_obj_get (sent, key), "status");

  if (yyjson_equals_str (status, "OK"))
    return BR_TAG_EXEC_OK;
  return yyjson_equals_str (status, "TIMEOUT") ? BR_TAG_EXEC_TIMEOUT : BR_TAG_EXEC_NOT_KNOWN;
}

void
br_tag_exec_sent_read (GBytes *answer, BrTagExecPicture *pictures, guint n)
{
  g_autoptr (yyjson_doc) doc = br_oepl_json_object (answer, BR_TAG_EXEC_MAX_ANSWER, NULL);
  yyjson_val *sent = doc != NULL ? yyjson_obj_get (yyjson_doc_get_root (doc), "sent") : NULL;

  for (guint i = 0; i < n; i++)
    pictures[i].status = read_status (sent, pictures[i].key);
}
