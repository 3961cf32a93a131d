/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of one label as compact JSON: an object of texts, and of arrays of such objects for lists; names sorted. */
#include "config.h"

#include "br-error.h"
#include "br-json-private.h"
#include "br-wire-template.h"

static void
append_fields (GString *out, const BrLabelFields *fields)
{
  g_autoptr (GPtrArray) names = br_label_fields_names (fields);

  g_string_append_c (out, '{');
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = names->pdata[i];
      GPtrArray *rows = br_label_fields_get_list (fields, name);

      if (i > 0)
        g_string_append_c (out, ',');
      br_json_append_text (out, name);
      g_string_append_c (out, ':');
      if (rows == NULL)
        {
          br_json_append_text (out, br_label_fields_get (fields, name));
          continue;
        }
      g_string_append_c (out, '[');
      for (guint row = 0; row < rows->len; row++)
        {
          if (row > 0)
            g_string_append_c (out, ',');
          append_fields (out, rows->pdata[row]);
        }
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, '}');
}

char *
br_wire_fields_write (const BrLabelFields *self)
{
  GString *out = g_string_new (NULL);

  append_fields (out, self);
  return g_string_free_and_steal (out);
}

static BrLabelFields *read_fields (yyjson_val *object, GError **error);

static BrLabelFields *
fail (GError **error, const char *what)
{
  g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "fields of a label: %s", what);
  return NULL;
}

static GPtrArray *
read_rows (yyjson_val *list, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_fields_free);
  yyjson_arr_iter iter = yyjson_arr_iter_with (list);
  yyjson_val *value;

  if (yyjson_arr_size (list) > BR_LABEL_LIST_MAX)
    return (gpointer) fail (error, "a list has too many rows");
  while ((value = yyjson_arr_iter_next (&iter)) != NULL)
    {
      BrLabelFields *row = read_fields (value, error);

      if (row == NULL)
        return NULL;
      g_ptr_array_add (rows, row);
    }
  return g_steal_pointer (&rows);
}

static gboolean
read_value (BrLabelFields *out, const char *name, yyjson_val *value, GError **error)
{
  GPtrArray *rows;
  const char *text;

  if (br_label_fields_get (out, name) != NULL || br_label_fields_get_list (out, name) != NULL)
    return fail (error, "there are two of a name") != NULL;
  if (br_json_as_text (value, &text))
    {
      br_label_fields_set (out, name, text);
      return TRUE;
    }
  if (!yyjson_is_arr (value))
    return fail (error, "a value is neither text nor list") != NULL;
  rows = read_rows (value, error);
  if (rows == NULL)
    return FALSE;
  br_label_fields_set_list (out, name, rows);
  return TRUE;
}

/* The recursion is as deep as the JSON, which br_json_parse limits. */
static BrLabelFields *
read_fields (yyjson_val *object, GError **error)
{
  g_autoptr (BrLabelFields) fields = br_label_fields_new ();
  yyjson_obj_iter iter = yyjson_obj_iter_with (object);
  yyjson_val *key;

  if (!yyjson_is_obj (object) || yyjson_obj_size (object) > BR_LABEL_FIELDS_MAX)
    return fail (error, "not an object of as many values as a label may have");
  while ((key = yyjson_obj_iter_next (&iter)) != NULL)
    {
      const char *name;

      if (!br_json_as_text (key, &name) || *name == '\0')
        return fail (error, "a name is empty or has a zero byte");
      if (!read_value (fields, name, yyjson_obj_iter_get_val (key), error))
        return NULL;
    }
  return g_steal_pointer (&fields);
}

BrLabelFields *
br_wire_fields_read (const char *text, gsize length, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (yyjson_doc) doc = br_json_parse (text, length, BR_WIRE_TEMPLATE_MAX, &local);

  if (doc == NULL)
    return fail (error, local->message);
  return read_fields (yyjson_doc_get_root (doc), error);
}
