/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forgiving reading of a station's JSON. What a station means is told from what it says only where that is certain. */
#include "config.h"

#include "br-oepl-json-private.h"

#include <string.h>

#include "br-error.h"

#define MAX_DIGITS 18 /* of a number in a string: fits gint64 */

yyjson_doc *
br_oepl_json_parse (const char *json, gsize length, gsize max_bytes, GError **error)
{
  yyjson_read_err why;
  yyjson_doc *doc;

  if (length > max_bytes || !br_json_is_shallow (json, length))
    {
      br_json_fail (error, "JSON of a sensible size");
      return NULL;
    }
  /* Without the in-situ flag yyjson copies the text and does not write to it. */
  doc = yyjson_read_opts ((char *) json, length, YYJSON_READ_ALLOW_INVALID_UNICODE | YYJSON_READ_ALLOW_INF_AND_NAN, NULL, &why);
  if (doc == NULL)
    g_set_error (error, BR_ERROR, BR_ERROR_PROTOCOL, "not JSON at byte %" G_GSIZE_FORMAT ": %s", why.pos, why.msg);
  return doc;
}

yyjson_doc *
br_oepl_json_object (GBytes *json, gsize max_bytes, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (json, &length);
  g_autoptr (yyjson_doc) doc = br_oepl_json_parse (text, length, max_bytes, error);

  if (doc == NULL)
    return NULL;
  if (!yyjson_is_obj (yyjson_doc_get_root (doc)))
    {
      br_json_fail (error, "an object");
      return NULL;
    }
  return g_steal_pointer (&doc);
}

static gboolean
read_digits (yyjson_val *value, gint64 *out)
{
  const char *text = yyjson_get_str (value);
  gsize length = yyjson_get_len (value);

  if (text == NULL || length == 0 || length > MAX_DIGITS || strspn (text, "0123456789") != length)
    return FALSE;
  *out = g_ascii_strtoll (text, NULL, 10);
  return TRUE;
}

gint64
br_oepl_json_int (yyjson_val *value, gint64 min, gint64 max, gint64 missing)
{
  gint64 number;

  if (!br_json_as_int (value, &number) && !read_digits (value, &number))
    return missing;
  return number >= min && number <= max ? number : missing;
}

void
br_oepl_json_text (yyjson_val *value, char *out, gsize room)
{
  g_autofree char *valid = NULL;
  const char *text = yyjson_get_str (value);

  out[0] = '\0';
  if (text == NULL)
    return;
  /* What is beyond `room` is not looked at: a byte that is made valid takes three, never less than it had. */
  valid = g_utf8_make_valid (text, strnlen (text, room));
  if (strlen (valid) >= room)
    *g_utf8_find_prev_char (valid, valid + room) = '\0';
  g_strlcpy (out, valid, room);
}

void
br_oepl_json_name (yyjson_val *value, char *out, gsize room)
{
  if (yyjson_get_len (value) < room)
    br_oepl_json_text (value, out, room);
  else
    out[0] = '\0';
}

static gboolean
read_flag (yyjson_val *value)
{
  gint64 number;

  return yyjson_is_true (value) || (br_json_as_int (value, &number) && number == 1);
}

void
br_oepl_members_read (const BrOeplMember *members, gsize n_members, yyjson_val *object, gpointer out)
{
  for (gsize i = 0; i < n_members; i++)
    {
      const BrOeplMember *member = &members[i];
      yyjson_val *value = yyjson_obj_get (object, member->key);
      gpointer to = (char *) out + member->offset;

      switch (member->type)
        {
        case BR_OEPL_INT: *(int *) to = (int) br_oepl_json_int (value, member->min, member->max, member->missing); break;
        case BR_OEPL_BIG: *(gint64 *) to = br_oepl_json_int (value, member->min, member->max, member->missing); break;
        case BR_OEPL_TEXT: br_oepl_json_text (value, to, (gsize) member->max); break;
        case BR_OEPL_FLAG: *(gboolean *) to = read_flag (value); break;
        default: g_assert_not_reached ();
        }
    }
}
