/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON objects <-> structs by a table. Numbers are read from their digits (yyjson leaves them as text), never by way of a double. */
#include "config.h"

#include "br-json-members-private.h"

#include <string.h>

#include "br-error.h"

#define MAX_NUMBER 100000000 /* of any member; what each may be is for its own check */
#define MAX_KEY 64        /* bytes of a key shown in a message */
#define PLACES 2         /* of lengths: hundredths */

static gboolean
fail (GError **error, BrError code, const char *key, const char *what)
{
  g_set_error (error, BR_ERROR, code, "%s: %s", strlen (key) <= MAX_KEY ? key : "a key", what);
  return FALSE;
}

/* A plain decimal, times ten to the power of `n_places`; further digits must be 0. */
static gboolean
read_decimal (yyjson_val *value, guint n_places, const char *key, int *out, GError **error)
{
  const char *text = yyjson_is_raw (value) ? yyjson_get_raw (value) : "";
  const char *p = text + (text[0] == '-');
  gint64 number = 0;

  if (!g_ascii_isdigit (*p))
    return fail (error, BR_ERROR_INVALID, key, "a number is needed");
  while (g_ascii_isdigit (*p) && number <= MAX_NUMBER)
    number = number * 10 + (*p++ - '0');
  if (*p == '.')
    p++;
  for (guint i = 0; i < n_places; i++)
    number = number * 10 + (g_ascii_isdigit (*p) ? *p++ - '0' : 0);
  if (number > MAX_NUMBER)
    return fail (error, BR_ERROR_RANGE, key, "too large");
  while (*p == '0')
    p++;
  if (*p != '\0')
    return fail (error, BR_ERROR_INVALID, key, n_places == 0 ? "a whole number is needed" : "a plain number with at most two decimals is needed");
  *out = text[0] == '-' ? -number : number;
  return TRUE;
}

int
br_json_word (yyjson_val *value, const char *const *words, int first)
{
  const char *text;

  if (br_json_as_text (value, &text))
    for (int i = 0; words[i] != NULL; i++)
      if (strcmp (words[i], text) == 0)
        return first + i;
  return first - 1;
}

static gboolean
read_word (const BrMember *member, yyjson_val *value, int *out, GError **error)
{
  g_autofree char *all = NULL;

  *out = br_json_word (value, member->words, member->first);
  if (*out >= member->first)
    return TRUE;
  all = g_strjoinv (", ", (char **) member->words);
  g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "%s: one of these is needed: %s", member->key, all);
  return FALSE;
}

static gboolean
read_turn (yyjson_val *value, const char *key, guint *out, GError **error)
{
  int degrees;

  if (!read_decimal (value, 0, key, &degrees, error))
    return FALSE;
  if (degrees < 0 || degrees > 270 || degrees % 90 != 0)
    return fail (error, BR_ERROR_INVALID, key, "0, 90, 180 or 270 is needed");
  *out = degrees / 90;
  return TRUE;
}

static gboolean
read_module (yyjson_val *value, const char *key, guint *out, GError **error)
{
  const char *text;
  int dots = 0;

  if (!(br_json_as_text (value, &text) && strcmp (text, "auto") == 0) && !read_decimal (value, 0, key, &dots, error))
    return FALSE;
  *out = MAX (dots, 0);
  return dots >= 0 || fail (error, BR_ERROR_RANGE, key, "not within its limits");
}

/* Base64 in its one canonical form, so that what is read is written the same. */
static gboolean
read_bytes (yyjson_val *value, const char *key, GBytes **out, GError **error)
{
  g_autofree guint8 *bytes = NULL;
  g_autofree char *again = NULL;
  const char *text;
  gsize length = 0;

  if (br_json_as_text (value, &text))
    {
      bytes = g_base64_decode (text, &length);
      again = g_base64_encode (bytes, length);
    }
  if (again == NULL || length == 0 || strcmp (again, text) != 0)
    return fail (error, BR_ERROR_INVALID, key, "base64 is needed");
  *out = g_bytes_new_take (g_steal_pointer (&bytes), length);
  return TRUE;
}

static gboolean
read_text (yyjson_val *value, const char *key, char **out, GError **error)
{
  const char *text;

  if (!br_json_as_text (value, &text))
    return fail (error, BR_ERROR_INVALID, key, "a text is needed");
  g_free (*out);
  *out = g_strdup (text);
  return TRUE;
}

static gboolean
read_member (const BrMember *member, yyjson_val *value, gpointer out, GError **error)
{
  gpointer at = (char *) out + member->offset;

  switch (member->type)
    {
    case BR_MEMBER_LENGTH: return read_decimal (value, PLACES, member->key, at, error);
    case BR_MEMBER_INT: return read_decimal (value, 0, member->key, at, error);
    case BR_MEMBER_TEXT: return read_text (value, member->key, at, error);
    case BR_MEMBER_WORD: return read_word (member, value, at, error);
    case BR_MEMBER_TURN: return read_turn (value, member->key, at, error);
    case BR_MEMBER_MODULE: return read_module (value, member->key, at, error);
    case BR_MEMBER_BYTES: return read_bytes (value, member->key, at, error);
    case BR_MEMBER_FLAG:
      *(gboolean *) at = yyjson_get_bool (value);
      return yyjson_is_bool (value) || fail (error, BR_ERROR_INVALID, member->key, "true or false is needed");
    default: g_assert_not_reached ();
    }
}

static const BrMember *
find_member (const BrMembers *self, const char *key)
{
  for (guint i = 0; i < self->n_members; i++)
    if ((self->members[i].uses & self->uses) != 0 && strcmp (self->members[i].key, key) == 0)
      return &self->members[i];
  return NULL;
}

static void
append_extra (GString *out, const char *key, yyjson_val *value)
{
  g_string_append_c (out, out->len == 0 ? '{' : ',');
  br_json_append_text (out, key);
  g_string_append_c (out, ':');
  br_json_append_value (out, value);
}

static gboolean
check_always (const BrMembers *self, GHashTable *seen, GError **error)
{
  for (guint i = 0; i < self->n_members; i++)
    if (self->members[i].always && (self->members[i].uses & self->uses) != 0 && !g_hash_table_contains (seen, self->members[i].key))
      return fail (error, BR_ERROR_INVALID, self->members[i].key, "missing");
  return TRUE;
}

gboolean
br_json_members_read (const BrMembers *self, yyjson_val *object, gpointer out, char **extra, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) unknown = g_string_new (NULL);
  yyjson_obj_iter iter = yyjson_obj_iter_with (object);
  yyjson_val *name;

  while ((name = yyjson_obj_iter_next (&iter)) != NULL)
    {
      yyjson_val *value = yyjson_obj_iter_get_val (name);
      const BrMember *member;
      const char *key;

      if (!br_json_as_text (name, &key))
        return fail (error, BR_ERROR_INVALID, "key", "zero byte");
      if (!g_hash_table_add (seen, (gpointer) key))
        return fail (error, BR_ERROR_INVALID, key, "there are two of it");
      member = find_member (self, key);
      if (member != NULL && !read_member (member, value, out, error))
        return FALSE;
      if (member == NULL && !g_strv_contains (self->others, key))
        append_extra (unknown, key, value);
    }
  if (unknown->len > 0)
    {
      g_string_append_c (unknown, '}');
      *extra = g_string_free_and_steal (g_steal_pointer (&unknown));
    }
  return check_always (self, seen, error);
}

static void
append_length (GString *out, int length)
{
  guint size = ABS ((gint64) length);

  g_string_append_printf (out, "%s%u", length < 0 ? "-" : "", size / 100);
  if (size % 100 != 0)
    g_string_append_printf (out, size % 10 == 0 ? ".%u" : ".%02u", size % 10 == 0 ? size % 100 / 10 : size % 100);
}

static void
append_member (GString *out, const BrMember *member, gconstpointer at)
{
  g_autofree char *base64 = NULL;

  switch (member->type)
    {
    case BR_MEMBER_LENGTH: append_length (out, *(const int *) at); break;
    case BR_MEMBER_INT: br_json_append_int (out, *(const int *) at); break;
    case BR_MEMBER_TEXT: br_json_append_text (out, *(char *const *) at); break;
    case BR_MEMBER_WORD: br_json_append_text (out, member->words[*(const int *) at - member->first]); break;
    case BR_MEMBER_FLAG: g_string_append (out, *(const gboolean *) at ? "true" : "false"); break;
    case BR_MEMBER_TURN: br_json_append_int (out, *(const guint *) at * 90); break;
    case BR_MEMBER_MODULE:
      if (*(const guint *) at == 0)
        g_string_append (out, "\"auto\"");
      else
        br_json_append_int (out, *(const guint *) at);
      break;
    case BR_MEMBER_BYTES:
      base64 = g_base64_encode (g_bytes_get_data (*(GBytes *const *) at, NULL), g_bytes_get_size (*(GBytes *const *) at));
      br_json_append_text (out, base64);
      break;
    default: g_assert_not_reached ();
    }
}

static gboolean
is_default (const BrMember *member, gconstpointer at, gconstpointer by_default)
{
  if (member->type == BR_MEMBER_TEXT)
    return g_strcmp0 (*(char *const *) at, *(char *const *) by_default) == 0;
  if (member->type == BR_MEMBER_BYTES)
    return *(GBytes *const *) at == NULL;
  return *(const int *) at == *(const int *) by_default; /* flags, words, turns and dots are of the size of an int */
}

/* A text that must be there is there, be it empty. */
static gboolean
is_missing_text (const BrMember *member, gconstpointer at)
{
  return member->type == BR_MEMBER_TEXT && *(char *const *) at == NULL;
}

void
br_json_members_write (const BrMembers *self, gconstpointer from, gconstpointer defaults, const char *extra, GString *out)
{
  for (guint i = 0; i < self->n_members; i++)
    {
      const BrMember *member = &self->members[i];
      gconstpointer at = (const char *) from + member->offset;

      if ((member->uses & self->uses) == 0 || is_missing_text (member, at))
        continue;
      if (!member->always && is_default (member, at, (const char *) defaults + member->offset))
        continue;
      g_string_append_printf (out, ", \"%s\": ", member->key);
      append_member (out, member, at);
    }
  if (extra != NULL)
    {
      g_string_append (out, ", ");
      g_string_append_len (out, extra + 1, strlen (extra) - 2); /* without its braces */
    }
}
