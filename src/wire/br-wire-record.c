/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records and edits as JSON; the format is in the header. Written canonically: fields in schema order, no spaces. */
#include "config.h"

#include "br-wire-record.h"

#include <string.h>

#include "br-error.h"
#include "br-json-private.h"

#define MAX_EDIT_BYTES (256 * 1024) /* SYNC.md 3.10: one operation */
#define MAX_LABEL_BYTES 1024
#define BODY_HEAD 3            /* rev, by, at_us stand before the cells */

void
br_wire_cell_append (GString *out, const BrField *field, const BrValue *value)
{
  switch (value->type)
    {
    case BR_VALUE_NULL: g_string_append (out, "null"); break;
    case BR_VALUE_INT:
      if (field->type == BR_FIELD_ENUM)
        br_json_append_text (out, field->choices[value->integer - 1]);
      else
        br_json_append_int (out, value->integer);
      break;
    case BR_VALUE_TEXT: br_json_append_text (out, value->text); break;
    case BR_VALUE_ID: br_json_append_id (out, &value->id); break;
    default: g_assert_not_reached ();
    }
}

static gboolean
read_choice (const BrField *field, const char *name, BrValue *out)
{
  for (guint i = 0; field->choices[i] != NULL; i++)
    if (strcmp (field->choices[i], name) == 0)
      {
        br_value_set_int (out, i + 1);
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_ref (yyjson_val *value, BrValue *out)
{
  BrId id;

  if (!br_json_as_id (value, &id) || br_id_is_none (&id))
    return FALSE;
  br_value_set_id (out, &id);
  return TRUE;
}

static gboolean
read_integer (const BrField *field, yyjson_val *value, BrValue *out)
{
  gint64 integer;

  if (!br_json_as_int (value, &integer))
    return FALSE;
  if (field->type == BR_FIELD_FLAG && integer != 0 && integer != 1)
    return FALSE;
  br_value_set_int (out, integer);
  return TRUE;
}

gboolean
br_wire_cell_read (const BrField *field, yyjson_val *value, BrValue *out)
{
  const char *text;

  if (yyjson_is_null (value))
    return TRUE;
  switch (field->type)
    {
    case BR_FIELD_TEXT:
    case BR_FIELD_MULTILINE:
    case BR_FIELD_LINES:
      if (!br_json_as_text (value, &text) || (field->max_bytes > 0 && yyjson_get_len (value) > field->max_bytes))
        return FALSE;
      br_value_set_text (out, text);
      return TRUE;
    case BR_FIELD_ENUM: return br_json_as_text (value, &text) && read_choice (field, text, out);
    case BR_FIELD_REF: return read_ref (value, out);
    case BR_FIELD_INT:
    case BR_FIELD_MONEY:
    case BR_FIELD_QUANTITY:
    case BR_FIELD_RATE:
    case BR_FIELD_TIME:
    case BR_FIELD_FLAG: return read_integer (field, value, out);
    default: return FALSE;
    }
}

void
br_wire_record_write (const BrRecord *record, GString *out)
{
  const BrKindInfo *info = br_schema_get (record->kind);

  g_string_append_c (out, '[');
  br_json_append_int (out, record->rev);
  g_string_append_c (out, ',');
  br_json_append_text (out, record->by);
  g_string_append_c (out, ',');
  br_json_append_int (out, record->at_us);
  for (guint i = 0; i < info->n_fields; i++)
    {
      g_string_append_c (out, ',');
      br_wire_cell_append (out, &info->fields[i], &record->cells[i]);
    }
  g_string_append_c (out, ']');
}

static gboolean
fail_record (GError **error, const BrKindInfo *info, const char *what)
{
  g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "%s body: wrong or missing: %s", info->name, what);
  return FALSE;
}

/* rev, by and at_us. */
static gboolean
read_record_head (yyjson_val *body, const BrKindInfo *info, BrRecord *out, GError **error)
{
  const char *by = NULL;
  yyjson_val *by_value = yyjson_arr_get (body, 1);

  if (!br_json_as_int (yyjson_arr_get (body, 0), &out->rev) || out->rev < 0)
    return fail_record (error, info, "rev");
  if (!yyjson_is_null (by_value) && !br_json_as_text (by_value, &by))
    return fail_record (error, info, "by");
  if (!br_json_as_int (yyjson_arr_get (body, 2), &out->at_us))
    return fail_record (error, info, "at");
  out->by = by != NULL ? g_ref_string_new (by) : NULL;
  return TRUE;
}

static gboolean
read_record_body (yyjson_val *body, const BrKindInfo *info, BrRecord *out, GError **error)
{
  yyjson_arr_iter iter;
  yyjson_val *value;

  if (!yyjson_is_arr (body) || yyjson_arr_size (body) > BODY_HEAD + info->n_fields)
    return fail_record (error, info, "array");
  if (!read_record_head (body, info, out, error))
    return FALSE;
  yyjson_arr_iter_init (body, &iter);
  for (guint i = 0; (value = yyjson_arr_iter_next (&iter)) != NULL; i++)
    if (i >= BODY_HEAD && !br_wire_cell_read (&info->fields[i - BODY_HEAD], value, &out->cells[i - BODY_HEAD]))
      return fail_record (error, info, info->fields[i - BODY_HEAD].name);
  return TRUE;
}

/* A body of an older schema is shorter: its missing cells are NULL. */
gboolean
br_wire_record_read (const char *json, gsize length, BrKind kind, const BrId *id, BrRecord *out, GError **error)
{
  const BrKindInfo *info = br_schema_get (kind);
  g_autoptr (yyjson_doc) doc = NULL;

  g_return_val_if_fail (info != NULL, FALSE);
  *out = (BrRecord) { .kind = kind, .id = *id };
  doc = yyjson_read_opts ((char *) json, length, YYJSON_READ_NOFLAG, NULL, NULL);
  if (doc == NULL)
    return fail_record (error, info, "JSON");
  if (read_record_body (yyjson_doc_get_root (doc), info, out, error))
    return TRUE;
  br_record_clear (out);
  return FALSE;
}

static void
append_patch (GString *out, const BrPatch *patch)
{
  const BrKindInfo *info = br_schema_get (patch->kind);

  g_string_append (out, "[\"");
  g_string_append (out, info->name);
  g_string_append (out, "\",");
  br_json_append_id (out, &patch->id);
  g_string_append_c (out, ',');
  br_json_append_int (out, patch->base_rev);
  g_string_append (out, patch->create ? ",1,{" : ",0,{");
  for (guint i = 0; i < patch->n_cells; i++)
    {
      const BrCell *cell = &patch->cells[i];
      const BrField *field = &info->fields[cell->field];

      g_string_append (out, i > 0 ? ",\"" : "\"");
      g_string_append (out, field->name);
      g_string_append (out, "\":[");
      br_wire_cell_append (out, field, &cell->before);
      g_string_append_c (out, ',');
      br_wire_cell_append (out, field, &cell->after);
      g_string_append_c (out, ']');
    }
  g_string_append (out, "}]");
}

GBytes *
br_wire_edit_write (const BrEdit *edit, GError **error)
{
  g_autoptr (GString) out = g_string_sized_new (512);

  g_string_append (out, "{\"cs\":");
  br_json_append_id (out, &edit->change_id);
  g_string_append (out, ",\"label\":");
  br_json_append_text (out, edit->label);
  g_string_append (out, edit->mode == BR_EDIT_EACH ? ",\"each\":1" : ",\"each\":0");
  g_string_append (out, edit->undo ? ",\"undo\":1,\"p\":[" : ",\"p\":[");
  for (guint i = 0; i < edit->n_patches; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_patch (out, &edit->patches[i]);
    }
  g_string_append (out, "]}");
  if (out->len > MAX_EDIT_BYTES)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "an edit of %" G_GSIZE_FORMAT " bytes, at most %d are sent", out->len, MAX_EDIT_BYTES);
      return NULL;
    }
  return g_string_free_to_bytes (g_steal_pointer (&out));
}

/* Index of the member's field, or -1. Fields ascend, so none can come twice. */
static int
find_cell_field (const BrPatch *patch, const BrKindInfo *info, yyjson_val *key)
{
  const char *name;
  int field;

  if (!br_json_as_text (key, &name))
    return -1;
  field = br_schema_find_field (info, name);
  return patch->n_cells > 0 && field <= patch->cells[patch->n_cells - 1].field ? -1 : field;
}

/* One "field":[old,new] member. */
static gboolean
read_cell (BrPatch *patch, const BrKindInfo *info, yyjson_val *key, yyjson_val *pair, GError **error)
{
  BrValue before = BR_VALUE_INIT, after = BR_VALUE_INIT;
  int field = find_cell_field (patch, info, key);
  gboolean good;

  if (field < 0)
    return br_json_fail (error, "field (unknown, twice, or out of order)");
  if (yyjson_arr_size (pair) != 2)
    return br_json_fail (error, info->fields[field].name);
  if (br_wire_cell_read (&info->fields[field], yyjson_arr_get_first (pair), &before)
      && br_wire_cell_read (&info->fields[field], yyjson_arr_get_last (pair), &after))
    good = br_schema_check_cell (info, field, &after, error);
  else
    good = br_json_fail (error, info->fields[field].name);
  if (good)
    br_patch_add_cell (patch, field, &before, &after);
  br_value_clear (&before);
  br_value_clear (&after);
  return good;
}

/* ["<kind>","<uuid>",base_rev,create,{…}] */
static gboolean
read_patch (BrEdit *edit, yyjson_val *item, GError **error)
{
  const char *kind_name;
  const BrKindInfo *info;
  BrId id;
  gint64 base_rev, create;
  yyjson_obj_iter iter;
  yyjson_val *key, *cells = yyjson_arr_get (item, 4);
  BrPatch *patch;

  if (yyjson_arr_size (item) != 5 || !br_json_as_text (yyjson_arr_get (item, 0), &kind_name))
    return br_json_fail (error, "patch");
  info = br_schema_find (kind_name);
  if (info == NULL)
    return br_json_fail (error, "kind");
  if (!br_json_as_id (yyjson_arr_get (item, 1), &id) || br_id_is_none (&id))
    return br_json_fail (error, "id");
  if (!br_json_as_int (yyjson_arr_get (item, 2), &base_rev) || base_rev < 0)
    return br_json_fail (error, "base_rev");
  if (!br_json_as_int (yyjson_arr_get (item, 3), &create) || create < 0 || create > 1)
    return br_json_fail (error, "create");
  if (!yyjson_is_obj (cells) || yyjson_obj_size (cells) == 0)
    return br_json_fail (error, "cells");
  patch = br_edit_add_patch (edit, info->kind, &id, base_rev, create == 1);
  yyjson_obj_iter_init (cells, &iter);
  while ((key = yyjson_obj_iter_next (&iter)) != NULL)
    if (!read_cell (patch, info, key, yyjson_obj_iter_get_val (key), error))
      return FALSE;
  return TRUE;
}

static BrEdit *
read_edit (yyjson_val *root, GError **error)
{
  g_autoptr (BrEdit) edit = NULL;
  const char *label;
  BrId change_id;
  gint64 each, undo = 0;
  gboolean says_undo = yyjson_obj_get (root, "undo") != NULL;
  yyjson_val *patches, *item;
  yyjson_arr_iter iter;

  if (!yyjson_is_obj (root) || yyjson_obj_size (root) != (says_undo ? 5 : 4))
    {
      br_json_fail (error, "members cs, label, each, undo, p");
      return NULL;
    }
  if (!br_json_get_id (root, "cs", &change_id, error) || !br_json_get_text (root, "label", MAX_LABEL_BYTES, &label, error)
      || !br_json_get_int (root, "each", 0, 1, &each, error) || (says_undo && !br_json_get_int (root, "undo", 1, 1, &undo, error))
      || !br_json_get_array (root, "p", BR_EDIT_MAX_PATCHES, &patches, error))
    return NULL;
  edit = br_edit_new (&change_id, label, each ? BR_EDIT_EACH : BR_EDIT_ATOMIC);
  edit->undo = says_undo;
  yyjson_arr_iter_init (patches, &iter);
  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
    if (!read_patch (edit, item, error))
      return NULL;
  return g_steal_pointer (&edit);
}

/* To whoever gave the edit, wrong JSON and a wrong value are the same: INVALID. */
BrEdit *
br_wire_edit_read (GBytes *body, GError **error)
{
  gsize length;
  const char *json = g_bytes_get_data (body, &length);
  g_autoptr (GError) local = NULL;
  g_autoptr (yyjson_doc) doc = br_json_parse (json, length, MAX_EDIT_BYTES, &local);
  BrEdit *edit = doc != NULL ? read_edit (yyjson_doc_get_root (doc), &local) : NULL;

  if (edit != NULL)
    return edit;
  if (local->code == BR_ERROR_PROTOCOL)
    local->code = BR_ERROR_INVALID;
  g_propagate_prefixed_error (error, g_steal_pointer (&local), "edit: ");
  return NULL;
}
