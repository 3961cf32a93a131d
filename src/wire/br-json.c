/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON helpers of the wire: RFC 8259, UTF-8 checked by yyjson, depth and size limited, integers within int64. */
#include "config.h"

#include "br-json-private.h"

#include <string.h>

#include "br-error.h"

gboolean
br_json_is_shallow (const char *json, gsize length)
{
  int depth = 0;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      char c = json[i];

      if (in_string)
        {
          if (c == '\\')
            i++;
          else if (c == '"')
            in_string = FALSE;
        }
      else if (c == '"')
        in_string = TRUE;
      else if ((c == '[' || c == '{') && ++depth > BR_JSON_MAX_DEPTH)
        return FALSE;
      else if (c == ']' || c == '}')
        depth--;
    }
  return TRUE;
}

gboolean
br_json_fail (GError **error, const char *what)
{
  g_set_error (error, BR_ERROR, BR_ERROR_PROTOCOL, "wrong or missing: %s", what);
  return FALSE;
}

yyjson_doc *
br_json_parse (const char *json, gsize length, gsize max_bytes, GError **error)
{
  yyjson_read_err why;
  yyjson_doc *doc;

  if (length > max_bytes)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "%" G_GSIZE_FORMAT " bytes of JSON, at most %" G_GSIZE_FORMAT " are read", length, max_bytes);
      return NULL;
    }
  if (!br_json_is_shallow (json, length))
    {
      br_json_fail (error, "JSON nested too deeply");
      return NULL;
    }
  /* Without the in-situ flag yyjson copies the text and does not write to it. */
  doc = yyjson_read_opts ((char *) json, length, YYJSON_READ_NOFLAG, NULL, &why);
  if (doc == NULL)
    g_set_error (error, BR_ERROR, BR_ERROR_PROTOCOL, "not JSON at byte %" G_GSIZE_FORMAT ": %s", why.pos, why.msg);
  return doc;
}

gboolean
br_json_as_int (yyjson_val *value, gint64 *out)
{
  if (!yyjson_is_int (value) || (yyjson_is_uint (value) && yyjson_get_uint (value) > G_MAXINT64))
    return FALSE;
  *out = yyjson_get_sint (value);
  return TRUE;
}

gboolean
br_json_as_text (yyjson_val *value, const char **out)
{
  const char *text = yyjson_get_str (value);

  if (text == NULL || memchr (text, 0, yyjson_get_len (value)) != NULL)
    return FALSE;
  *out = text;
  return TRUE;
}

/* Value of a hexadecimal digit, or a number above 15. */
static guint
hex_digit (char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  return 16;
}

static gboolean
read_hex (const char *text, guint8 *out, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    {
      guint high = hex_digit (text[2 * i]);
      guint low = high < 16 ? hex_digit (text[2 * i + 1]) : 16;

      if (low > 15)
        return FALSE;
      out[i] = high << 4 | low;
    }
  return TRUE;
}

/* Read here and not by br_id_parse: feeds have half a dozen ids in each row. */
gboolean
br_json_as_id (yyjson_val *value, BrId *out)
{
  const char *text = yyjson_get_str (value);

  if (text == NULL || yyjson_get_len (value) != BR_ID_STRING_LENGTH)
    return FALSE;
  if (text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-')
    return FALSE;
  return read_hex (text, out->bytes, 4) && read_hex (text + 9, out->bytes + 4, 2) && read_hex (text + 14, out->bytes + 6, 2)
         && read_hex (text + 19, out->bytes + 8, 2) && read_hex (text + 24, out->bytes + 10, 6);
}

gboolean
br_json_get_text (yyjson_val *object, const char *name, gsize max_bytes, const char **out, GError **error)
{
  yyjson_val *value = yyjson_obj_get (object, name);

  if (!br_json_as_text (value, out) || yyjson_get_len (value) > max_bytes)
    return br_json_fail (error, name);
  return TRUE;
}

gboolean
br_json_dup_text (yyjson_val *object, const char *name, gsize max_bytes, char **out, GError **error)
{
  const char *text;

  if (!br_json_get_text (object, name, max_bytes, &text, error))
    return FALSE;
  *out = g_strdup (text);
  return TRUE;
}

gboolean
br_json_get_int (yyjson_val *object, const char *name, gint64 min, gint64 max, gint64 *out, GError **error)
{
  gint64 value;

  if (!br_json_as_int (yyjson_obj_get (object, name), &value) || value < min || value > max)
    return br_json_fail (error, name);
  *out = value;
  return TRUE;
}

gboolean
br_json_get_id (yyjson_val *object, const char *name, BrId *out, GError **error)
{
  return br_json_as_id (yyjson_obj_get (object, name), out) || br_json_fail (error, name);
}

gboolean
br_json_get_id_or_none (yyjson_val *object, const char *name, BrId *out, GError **error)
{
  yyjson_val *value = yyjson_obj_get (object, name);

  if (yyjson_is_null (value))
    {
      *out = (BrId) { 0 };
      return TRUE;
    }
  return br_json_as_id (value, out) || br_json_fail (error, name);
}

gboolean
br_json_get_bytes (yyjson_val *object, const char *name, guint8 *out, gsize n_bytes, GError **error)
{
  yyjson_val *value = yyjson_obj_get (object, name);

  if (!yyjson_is_str (value) || yyjson_get_len (value) != 2 * n_bytes || !read_hex (yyjson_get_str (value), out, n_bytes))
    return br_json_fail (error, name);
  return TRUE;
}

gboolean
br_json_get_array (yyjson_val *object, const char *name, gsize max_items, yyjson_val **out, GError **error)
{
  yyjson_val *value = yyjson_obj_get (object, name);

  if (!yyjson_is_arr (value) || yyjson_arr_size (value) > max_items)
    return br_json_fail (error, name);
  *out = value;
  return TRUE;
}

void
br_json_append_text (GString *out, const char *text)
{
  const char *run = text;

  if (text == NULL)
    {
      g_string_append (out, "null");
      return;
    }
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if ((guchar) *p >= 0x20 && *p != '"' && *p != '\\')
        continue;
      g_string_append_len (out, run, p - run);
      if (*p == '"' || *p == '\\')
        g_string_append_printf (out, "\\%c", *p);
      else if (*p == '\n')
        g_string_append (out, "\\n");
      else if (*p == '\t')
        g_string_append (out, "\\t");
      else
        g_string_append_printf (out, "\\u%04x", *p);
      run = p + 1;
    }
  g_string_append (out, run);
  g_string_append_c (out, '"');
}

void
br_json_append_int (GString *out, gint64 value)
{
  char digits[24];
  gsize at = sizeof digits;
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;

  do
    digits[--at] = '0' + rest % 10;
  while ((rest /= 10) > 0);
  if (value < 0)
    digits[--at] = '-';
  g_string_append_len (out, digits + at, sizeof digits - at);
}

void
br_json_append_id (GString *out, const BrId *id)
{
  char text[BR_ID_STRING_LENGTH + 1];

  if (br_id_is_none (id))
    {
      g_string_append (out, "null");
      return;
    }
  br_id_write (id, text);
  g_string_append_c (out, '"');
  g_string_append_len (out, text, BR_ID_STRING_LENGTH);
  g_string_append_c (out, '"');
}

void
br_json_append_bytes (GString *out, const guint8 *bytes, gsize n_bytes)
{
  g_string_append_c (out, '"');
  for (gsize i = 0; i < n_bytes; i++)
    g_string_append_printf (out, "%02x", bytes[i]);
  g_string_append_c (out, '"');
}

void
br_json_append_value (GString *out, yyjson_val *value)
{
  gsize length = 0;
  char *text = yyjson_val_write (value, YYJSON_WRITE_NOFLAG, &length);

  g_assert (text != NULL); /* a value that was read can be written; only memory could lack */
  g_string_append_len (out, text, length);
  free (text); /* yyjson's default allocator is malloc */
}
