/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What may stand in a cell. Texts keep the bytes their author gave, so nothing is normalised here; but what people cannot
 * see must not make two texts differ: no control characters, no blank at either end, never an empty text (that is NULL).
 */
#include "br-schema.h"

#include "br-error.h"

#include <string.h>

#define MONEY_MAX G_GINT64_CONSTANT (1000000000000000) /* 10^15 minor units: sums of a million stay in range */
#define QUANTITY_MAX G_GINT64_CONSTANT (1000000000000)
#define RATE_MAX 1000000                              /* 100 times */
#define INT_MAX_MAGNITUDE 1000000000
#define TIME_MAX G_GINT64_CONSTANT (253402300800000000) /* year 10000 */
#define MAX_ITEMS 200 /* of a list */

static gboolean
fail (GError **error, BrError code, const char *message)
{
  g_set_error_literal (error, BR_ERROR, code, message);
  return FALSE;
}

static gboolean
is_control (gunichar c)
{
  /* C0, DEL, C1; and line and paragraph separators, which would break one-line texts. */
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
}

/* Checks `n` bytes of one line. */
static gboolean
check_line (const char *text, gsize n, GError **error)
{
  const char *end = text + n;
  gunichar last = 0;

  if (n == 0)
    return fail (error, BR_ERROR_INVALID, "empty text");
  if (!g_utf8_validate (text, (gssize) n, NULL))
    return fail (error, BR_ERROR_INVALID, "not UTF-8");
  if (g_unichar_isspace (g_utf8_get_char (text)))
    return fail (error, BR_ERROR_INVALID, "blank at the start");
  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      last = g_utf8_get_char (p);
      if (is_control (last))
        return fail (error, BR_ERROR_INVALID, "control character");
    }
  return !g_unichar_isspace (last) || fail (error, BR_ERROR_INVALID, "blank at the end");
}

static gboolean
check_multiline (const char *text, GError **error)
{
  if (*text == '\0')
    return fail (error, BR_ERROR_INVALID, "empty text");
  if (!g_utf8_validate (text, -1, NULL))
    return fail (error, BR_ERROR_INVALID, "not UTF-8");
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_control (c) && c != '\n' && c != '\t')
        return fail (error, BR_ERROR_INVALID, "control character");
    }
  return TRUE;
}

static gboolean
check_picture (char **parts, GError **error)
{
  gboolean good = g_strv_length (parts) == 1 && strlen (parts[0]) == 64;

  for (const char *p = parts[0]; good && *p != '\0'; p++)
    good = g_ascii_isdigit (*p) || (*p >= 'a' && *p <= 'f');
  return good || fail (error, BR_ERROR_INVALID, "not the SHA-256 of a picture");
}

static gboolean
check_barcode (char **parts, GError **error)
{
  static const char *const barcode_kinds[] = { "ean", "upc", "itf", "internal", "other", NULL };
  gint64 pack;

  if (g_strv_length (parts) != 3 || !g_strv_contains (barcode_kinds, parts[1]))
    return fail (error, BR_ERROR_INVALID, "not a barcode, kind and package");
  if (strlen (parts[0]) > 64)
    return fail (error, BR_ERROR_RANGE, "barcode is too long");
  if (parts[2][0] == '0' || !g_ascii_string_to_signed (parts[2], 10, 1, QUANTITY_MAX, &pack, NULL) || parts[2][0] == '+')
    return fail (error, BR_ERROR_INVALID, "bad package quantity");
  return TRUE;
}

/* Fields that hold lists, told apart by name because the same field may be looked at through any kind. */
static gboolean
check_item (const BrField *field, char **parts, GError **error)
{
  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (!check_line (parts[i], strlen (parts[i]), error))
        return FALSE;
    }
  if (g_str_equal (field->name, "pictures"))
    return check_picture (parts, error);
  if (g_str_equal (field->name, "barcodes"))
    return check_barcode (parts, error);
  if (g_strv_length (parts) != (g_str_equal (field->name, "attributes") ? 2 : 1))
    return fail (error, BR_ERROR_INVALID, "wrong number of parts in an item");
  return TRUE;
}

/* Everything but option values is a set: no item twice; attributes stand in the order of their keys. */
static gboolean
check_order (const BrField *field, char **previous, char **parts, GHashTable *seen, GError **error)
{
  if (g_str_equal (field->name, "option_values"))
    return TRUE;
  if (!g_hash_table_add (seen, g_strdup (parts[0])))
    return fail (error, BR_ERROR_INVALID, "an item stands twice in the list");
  if (g_str_equal (field->name, "attributes") && previous != NULL && strcmp (previous[0], parts[0]) > 0)
    return fail (error, BR_ERROR_INVALID, "attributes are not sorted");
  return TRUE;
}

static gboolean
check_lines (const BrField *field, const char *text, GError **error)
{
  g_auto (GStrv) items = g_strsplit (text, "\n", MAX_ITEMS + 1);
  g_auto (GStrv) previous = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (*text == '\0')
    return fail (error, BR_ERROR_INVALID, "empty list");
  if (g_strv_length (items) > MAX_ITEMS)
    return fail (error, BR_ERROR_RANGE, "too many items in the list");
  for (guint i = 0; items[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (items[i], "\t", -1);

      if (parts[0] == NULL)
        return fail (error, BR_ERROR_INVALID, "empty item");
      if (!check_item (field, parts, error) || !check_order (field, previous, parts, seen, error))
        return FALSE;
      g_strfreev (previous);
      previous = g_steal_pointer (&parts);
    }
  return TRUE;
}

static gboolean
check_text (const BrField *field, const char *text, GError **error)
{
  gsize n = strlen (text);

  if (n > field->max_bytes)
    return fail (error, BR_ERROR_RANGE, "text is too long");
  if (field->type == BR_FIELD_LINES)
    return check_lines (field, text, error);
  return field->type == BR_FIELD_MULTILINE ? check_multiline (text, error) : check_line (text, n, error);
}

static gboolean
check_between (gint64 value, gint64 low, gint64 high, GError **error)
{
  return (value >= low && value <= high) || fail (error, BR_ERROR_RANGE, "number is out of range");
}

static gboolean
check_integer (const BrField *field, gint64 value, GError **error)
{
  guint n_choices = 0;

  switch (field->type)
    {
    case BR_FIELD_INT: return check_between (value, -INT_MAX_MAGNITUDE, INT_MAX_MAGNITUDE, error);
    case BR_FIELD_MONEY: return check_between (value, 0, MONEY_MAX, error);
    case BR_FIELD_QUANTITY: return check_between (value, 0, QUANTITY_MAX, error);
    case BR_FIELD_RATE: return check_between (value, 0, RATE_MAX, error);
    case BR_FIELD_TIME: return check_between (value, 0, TIME_MAX, error);
    case BR_FIELD_FLAG: return check_between (value, 0, 1, error);
    case BR_FIELD_ENUM:
      while (field->choices[n_choices] != NULL)
        n_choices++;
      return check_between (value, 1, n_choices, error);
    case BR_FIELD_TEXT:
    case BR_FIELD_MULTILINE:
    case BR_FIELD_LINES:
    case BR_FIELD_REF:
    default: return fail (error, BR_ERROR_INVALID, "a number where none belongs");
    }
}

static gboolean
check_value (const BrField *field, const BrValue *value, GError **error)
{
  gboolean is_text = field->type == BR_FIELD_TEXT || field->type == BR_FIELD_MULTILINE || field->type == BR_FIELD_LINES;

  switch (value->type)
    {
    case BR_VALUE_NULL: return !field->required || fail (error, BR_ERROR_INVALID, "must not be empty");
    case BR_VALUE_TEXT: return is_text ? check_text (field, value->text, error) : fail (error, BR_ERROR_INVALID, "a text where none belongs");
    case BR_VALUE_ID: return field->type == BR_FIELD_REF || fail (error, BR_ERROR_INVALID, "an id where none belongs");
    case BR_VALUE_INT:
    default: return check_integer (field, value->integer, error);
    }
}

gboolean
br_schema_check_cell (const BrKindInfo *info, guint field, const BrValue *value, GError **error)
{
  g_return_val_if_fail (field < info->n_fields, FALSE);

  if (check_value (&info->fields[field], value, error))
    return TRUE;
  g_prefix_error (error, "%s.%s: ", info->name, info->fields[field].name);
  return FALSE;
}
