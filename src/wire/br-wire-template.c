/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Label templates as files. UTF-8 JSON without numbers in exponent form; lengths in millimetres with at most two decimals.
 *
 *   { "format": "label/1", "key": stable name (left out: new), "rev": saved changes, "name", "kind", "policy", "rotate": 0|90|180|270,
 *     "media": { "w", "h", "gap", "tracking", "across", "col_gap", "corner" },
 *     "fields": [ { "name", "type", "required", "title", "sample" } ... ],
 *     "objects": [ { "t": type, "name", "x", "y", "w", "h", "rotate", "when", ... } ... ] }
 *
 *   text     v, font, size, min, weight, italic, struck, inverted, align, valign, fit, lines
 *   code     v, sym, mod (dots or "auto"), hri, ec, font, size, weight, align, valign
 *   image    data (base64 of PNG or JPEG), dither, threshold, align, valign
 *   line     x1, y1, x2, y2, th instead of x, y, w, h
 *   box      th, filled, corner, v (how much of it, per cent)
 *   ellipse  th, filled
 *   group    objects (places relative to the group and within it)
 *   table    v (name of a list field), row (height of a row), cells (objects of one row)
 *
 *   All of these but code also have ink, a colour of shelf tags (left out: black).
 *
 * Words are in the tables below. What is left out has the defaults of br_label_object_new and br_label_template_new. Keys that are
 * not known, here or for this type, are kept and written again after the known ones. A format "label/2" is TOO_NEW.
 */
#include "config.h"

#include "br-wire-template.h"

#include <string.h>

#include "br-error.h"
#include "br-json-members-private.h"

#define BIT(type) (1u << (type))
#define TEXT BIT (BR_LABEL_OBJECT_TEXT)
#define CODE BIT (BR_LABEL_OBJECT_CODE)
#define IMAGE BIT (BR_LABEL_OBJECT_IMAGE)
#define LINE BIT (BR_LABEL_OBJECT_LINE)
#define BOX BIT (BR_LABEL_OBJECT_BOX)
#define ELLIPSE BIT (BR_LABEL_OBJECT_ELLIPSE)
#define TABLE BIT (BR_LABEL_OBJECT_TABLE)
#define ALL (~0u)
#define FORMAT "label/"
#define MAX_NAME 200 /* bytes of an object's name shown in a message */

static const char *const type_words[] = { "text", "code", "image", "line", "box", "ellipse", "group", "table", NULL };
static const char *const kind_words[] = { "shelf", "product", "promotion", "clearance", "waybill", "member", "other", "tag", NULL };
static const char *const policy_words[] = { "ask", "at_least_once", "at_most_once", NULL };
static const char *const tracking_words[] = { "gap", "mark", "continuous", NULL };
static const char *const field_words[] = { "text", "decimal", "date", "flag", "gtin", "list", NULL };
static const char *const align_words[] = { "left", "center", "right", NULL };
static const char *const valign_words[] = { "top", "middle", "bottom", NULL };
static const char *const fit_words[] = { "clip-error", "shrink", "wrap", "shrink-wrap", "ellipsis", NULL };
static const char *const symbology_words[] = { "ean13", "ean8",       "upca",           "code128", "gs1-128",          "itf14",
                                               "qr",    "datamatrix", "gs1-datamatrix", "databar", "databar-expanded", NULL };
static const char *const hri_words[] = { "none", "below", "above", NULL };
static const char *const ec_words[] = { "L", "M", "Q", "H", NULL };
static const char *const ink_words[] = { "white", "black", "red", "yellow", "green", "blue", "orange", NULL };
static const char *const dither_words[] = { "threshold", "ordered", NULL };

#define OBJECT(member) G_STRUCT_OFFSET (BrLabelObject, member)
static const BrMember object_members[] = {
  { "name", BR_MEMBER_TEXT, OBJECT (name), ALL },
  { "x", BR_MEMBER_LENGTH, OBJECT (x), ALL & ~LINE, TRUE },
  { "y", BR_MEMBER_LENGTH, OBJECT (y), ALL & ~LINE, TRUE },
  { "w", BR_MEMBER_LENGTH, OBJECT (width), ALL & ~LINE, TRUE },
  { "h", BR_MEMBER_LENGTH, OBJECT (height), ALL & ~LINE, TRUE },
  { "x1", BR_MEMBER_LENGTH, OBJECT (x), LINE, TRUE },
  { "y1", BR_MEMBER_LENGTH, OBJECT (y), LINE, TRUE },
  { "x2", BR_MEMBER_LENGTH, OBJECT (width), LINE, TRUE }, /* as the way there, once read */
  { "y2", BR_MEMBER_LENGTH, OBJECT (height), LINE, TRUE },
  { "rotate", BR_MEMBER_TURN, OBJECT (turn), ALL & ~LINE },
  { "v", BR_MEMBER_TEXT, OBJECT (value), TEXT | CODE | BOX | TABLE },
  { "when", BR_MEMBER_TEXT, OBJECT (when), ALL },
  { "ink", BR_MEMBER_WORD, OBJECT (ink), TEXT | IMAGE | LINE | BOX | ELLIPSE, FALSE, ink_words, BR_TAG_WHITE },
  { "sym", BR_MEMBER_WORD, OBJECT (symbology), CODE, TRUE, symbology_words, BR_CODE_EAN13 },
  { "mod", BR_MEMBER_MODULE, OBJECT (module_dots), CODE },
  { "hri", BR_MEMBER_WORD, OBJECT (hri), CODE, FALSE, hri_words, BR_HRI_NONE },
  { "ec", BR_MEMBER_WORD, OBJECT (ec_level), CODE, FALSE, ec_words, 0 },
  { "font", BR_MEMBER_TEXT, OBJECT (font), TEXT | CODE },
  { "size", BR_MEMBER_LENGTH, OBJECT (size), TEXT | CODE },
  { "min", BR_MEMBER_LENGTH, OBJECT (min_size), TEXT },
  { "weight", BR_MEMBER_INT, OBJECT (weight), TEXT | CODE },
  { "italic", BR_MEMBER_FLAG, OBJECT (italic), TEXT },
  { "struck", BR_MEMBER_FLAG, OBJECT (struck), TEXT },
  { "inverted", BR_MEMBER_FLAG, OBJECT (inverted), TEXT },
  { "align", BR_MEMBER_WORD, OBJECT (align), TEXT | CODE | IMAGE, FALSE, align_words, BR_LABEL_LEFT },
  { "valign", BR_MEMBER_WORD, OBJECT (valign), TEXT | CODE | IMAGE, FALSE, valign_words, BR_LABEL_LEFT },
  { "fit", BR_MEMBER_WORD, OBJECT (fit), TEXT, FALSE, fit_words, BR_FIT_ERROR },
  { "lines", BR_MEMBER_INT, OBJECT (lines), TEXT },
  { "dither", BR_MEMBER_WORD, OBJECT (dither), IMAGE, FALSE, dither_words, BR_DITHER_THRESHOLD },
  { "threshold", BR_MEMBER_INT, OBJECT (threshold), IMAGE },
  { "data", BR_MEMBER_BYTES, OBJECT (image), IMAGE },
  { "th", BR_MEMBER_LENGTH, OBJECT (thickness), LINE | BOX | ELLIPSE },
  { "filled", BR_MEMBER_FLAG, OBJECT (filled), BOX | ELLIPSE },
  { "corner", BR_MEMBER_LENGTH, OBJECT (corner), BOX },
  { "row", BR_MEMBER_LENGTH, OBJECT (row_height), TABLE, TRUE },
};
static const char *const plain_others[] = { "t", NULL };
static const char *const group_others[] = { "t", "objects", NULL };
static const char *const table_others[] = { "t", "cells", NULL };

static const BrMember field_members[] = {
  { "name", BR_MEMBER_TEXT, G_STRUCT_OFFSET (BrLabelField, name), ALL, TRUE },
  { "type", BR_MEMBER_WORD, G_STRUCT_OFFSET (BrLabelField, type), ALL, TRUE, field_words, BR_LABEL_FIELD_TEXT },
  { "required", BR_MEMBER_FLAG, G_STRUCT_OFFSET (BrLabelField, required), ALL },
  { "title", BR_MEMBER_TEXT, G_STRUCT_OFFSET (BrLabelField, title), ALL },
  { "sample", BR_MEMBER_TEXT, G_STRUCT_OFFSET (BrLabelField, sample), ALL },
};
static const char *const no_others[] = { NULL };
static const BrMembers field_table = { field_members, G_N_ELEMENTS (field_members), ALL, no_others };

#define MEDIA(member) G_STRUCT_OFFSET (BrMedia, member)
static const BrMember media_members[] = {
  { "w", BR_MEMBER_LENGTH, MEDIA (width), ALL, TRUE }, { "h", BR_MEMBER_LENGTH, MEDIA (height), ALL, TRUE },
  { "gap", BR_MEMBER_LENGTH, MEDIA (gap), ALL },       { "tracking", BR_MEMBER_WORD, MEDIA (tracking), ALL, FALSE, tracking_words, BR_MEDIA_GAP },
  { "across", BR_MEMBER_INT, MEDIA (across), ALL },    { "col_gap", BR_MEMBER_LENGTH, MEDIA (column_gap), ALL },
  { "corner", BR_MEMBER_LENGTH, MEDIA (corner), ALL },
};
static const BrMembers media_table = { media_members, G_N_ELEMENTS (media_members), ALL, no_others };

#define TEMPLATE(member) G_STRUCT_OFFSET (BrLabelTemplate, member)
static const BrMember template_members[] = {
  { "key", BR_MEMBER_TEXT, TEMPLATE (key), ALL },
  { "rev", BR_MEMBER_INT, TEMPLATE (revision), ALL },
  { "name", BR_MEMBER_TEXT, TEMPLATE (name), ALL, TRUE },
  { "kind", BR_MEMBER_WORD, TEMPLATE (kind), ALL, TRUE, kind_words, BR_LABEL_SHELF },
  { "policy", BR_MEMBER_WORD, TEMPLATE (policy), ALL, FALSE, policy_words, BR_POLICY_ASK },
  { "rotate", BR_MEMBER_TURN, TEMPLATE (turn), ALL },
};
static const char *const template_others[] = { "format", "media", "fields", "objects", NULL };
static const BrMembers template_table = { template_members, G_N_ELEMENTS (template_members), ALL, template_others };

/* What an object of this type has in a file, and the key of what it holds (or NULL). */
static BrMembers
get_table (BrLabelObjectType type, const char **children)
{
  BrMembers table = { object_members, G_N_ELEMENTS (object_members), BIT (type), plain_others };

  *children = type == BR_LABEL_OBJECT_GROUP ? "objects" : type == BR_LABEL_OBJECT_TABLE ? "cells" : NULL;
  if (*children != NULL)
    table.others = type == BR_LABEL_OBJECT_GROUP ? group_others : table_others;
  return table;
}

static gboolean
fail (GError **error, BrError code, const char *what)
{
  g_set_error_literal (error, BR_ERROR, code, what);
  return FALSE;
}

/* The array `key` of an object, or NULL with success when there is none. */
static gboolean
get_list (yyjson_val *object, const char *key, guint max, yyjson_val **out, GError **error)
{
  *out = yyjson_obj_get (object, key);
  if (*out != NULL && (!yyjson_is_arr (*out) || yyjson_arr_size (*out) > max))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "%s: a list of at most %u is needed", key, max);
      return FALSE;
    }
  return TRUE;
}

static gboolean read_objects (yyjson_val *parent, const char *key, guint depth, GPtrArray *out, GError **error);

static gboolean
read_object (yyjson_val *value, guint depth, BrLabelObject **out, GError **error)
{
  int type = br_json_word (yyjson_obj_get (value, "t"), type_words, BR_LABEL_OBJECT_TEXT);
  const char *children;
  BrMembers table;

  if (type < BR_LABEL_OBJECT_TEXT)
    return fail (error, BR_ERROR_INVALID, "t: text, code, image, line, box, ellipse, group or table is needed");
  if (depth > BR_LABEL_MAX_DEPTH)
    return fail (error, BR_ERROR_RANGE, "t: groups nested too deeply");
  *out = br_label_object_new (type);
  table = get_table (type, &children);
  if (!br_json_members_read (&table, value, *out, &(*out)->extra, error))
    return FALSE;
  if (type == BR_LABEL_OBJECT_LINE)
    {
      (*out)->width -= (*out)->x;
      (*out)->height -= (*out)->y;
    }
  return children == NULL || read_objects (value, children, depth + 1, (*out)->children, error);
}

static gboolean
read_objects (yyjson_val *parent, const char *key, guint depth, GPtrArray *out, GError **error)
{
  yyjson_val *list, *value;
  yyjson_arr_iter iter;

  if (!get_list (parent, key, BR_LABEL_MAX_OBJECTS, &list, error))
    return FALSE;
  yyjson_arr_iter_init (list, &iter);
  while ((value = yyjson_arr_iter_next (&iter)) != NULL)
    {
      BrLabelObject *object = NULL;
      gboolean good = read_object (value, depth, &object, error);

      if (object != NULL)
        g_ptr_array_add (out, object);
      if (!good && object != NULL && object->name != NULL && strlen (object->name) <= MAX_NAME)
        g_prefix_error (error, "object %u “%s”: ", (guint) iter.idx, object->name);
      else if (!good)
        g_prefix_error (error, "object %u: ", (guint) iter.idx);
      if (!good)
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_fields (yyjson_val *root, BrLabelTemplate *out, GError **error)
{
  yyjson_val *list, *value;
  yyjson_arr_iter iter;

  if (!get_list (root, "fields", BR_LABEL_FIELDS_MAX, &list, error))
    return FALSE;
  yyjson_arr_iter_init (list, &iter);
  while ((value = yyjson_arr_iter_next (&iter)) != NULL)
    {
      BrLabelField *field = br_label_field_new (NULL, BR_LABEL_FIELD_TEXT);

      g_ptr_array_add (out->fields, field);
      if (br_json_members_read (&field_table, value, field, &field->extra, error))
        continue;
      g_prefix_error (error, "field %u: ", (guint) iter.idx);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_media (yyjson_val *root, BrLabelTemplate *out, GError **error)
{
  yyjson_val *media = yyjson_obj_get (root, "media");

  if (!yyjson_is_obj (media))
    return fail (error, BR_ERROR_INVALID, "media: missing");
  if (br_json_members_read (&media_table, media, &out->media, &out->media_extra, error))
    return TRUE;
  g_prefix_error (error, "media ");
  return FALSE;
}

static gboolean
check_format (yyjson_val *root, GError **error)
{
  const char *format;

  if (!br_json_as_text (yyjson_obj_get (root, "format"), &format) || !g_str_has_prefix (format, FORMAT))
    return fail (error, BR_ERROR_INVALID, "format: this is no label template");
  if (strcmp (format, FORMAT "1") == 0)
    return TRUE;
  return fail (error, BR_ERROR_TOO_NEW, "format: from a newer Backroom");
}

/* Line and column of a byte, from 1. */
static void
locate (const char *text, gsize position, guint *line, guint *column)
{
  *line = *column = 1;
  for (gsize i = 0; i < position; i++)
    {
      gboolean ends = text[i] == '\n';

      *line += ends;
      *column = ends ? 1 : *column + 1;
    }
}

static yyjson_doc *
parse (const char *text, gsize length, GError **error)
{
  yyjson_read_err why;
  yyjson_doc *doc;
  guint line, column;

  if (length > BR_WIRE_TEMPLATE_MAX || !br_json_is_shallow (text, length))
    {
      fail (error, BR_ERROR_RANGE, length > BR_WIRE_TEMPLATE_MAX ? "the file is too large for a template" : "nested too deeply");
      return NULL;
    }
  doc = yyjson_read_opts ((char *) text, length, YYJSON_READ_NUMBER_AS_RAW, NULL, &why);
  if (doc == NULL)
    {
      locate (text, MIN (why.pos, length), &line, &column);
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "line %u, column %u: %s", line, column, why.msg);
    }
  return doc;
}

BrLabelTemplate *
br_wire_template_read (const char *text, gsize length, GError **error)
{
  gboolean has_mark = length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0; /* some editors begin UTF-8 with a byte order mark */
  g_autoptr (yyjson_doc) doc = parse (text + (has_mark ? 3 : 0), length - (has_mark ? 3 : 0), error);
  g_autoptr (BrLabelTemplate) template = br_label_template_new ();
  yyjson_val *root = yyjson_doc_get_root (doc);

  if (doc == NULL)
    return NULL;
  if (!check_format (root, error) || !br_json_members_read (&template_table, root, template, &template->extra, error) || !read_media (root, template, error)
      || !read_fields (root, template, error) || !read_objects (root, "objects", 0, template->objects, error) || !br_label_template_check (template, error))
    return NULL;
  return g_steal_pointer (&template);
}

static void write_objects (GPtrArray *objects, const char *key, guint indent, GString *out);

static void
write_object (const BrLabelObject *object, guint indent, GString *out)
{
  BrLabelObject *defaults = br_label_object_new (object->type);
  BrLabelObject shown = *object; /* a shallow copy: only its numbers are changed */
  const char *children;
  BrMembers table = get_table (object->type, &children);

  if (object->type == BR_LABEL_OBJECT_LINE)
    {
      shown.width += object->x;
      shown.height += object->y;
    }
  g_string_append_printf (out, "{ \"t\": \"%s\"", type_words[object->type - 1]);
  br_json_members_write (&table, &shown, defaults, object->extra, out);
  if (children != NULL)
    {
      g_string_append (out, ", ");
      write_objects (object->children, children, indent + 2, out);
    }
  g_string_append (out, " }");
  br_label_object_free (defaults);
}

static void
write_objects (GPtrArray *objects, const char *key, guint indent, GString *out)
{
  g_string_append_printf (out, "\"%s\": [", key);
  for (guint i = 0; i < objects->len; i++)
    {
      g_string_append_printf (out, "%s\n%*s", i > 0 ? "," : "", indent + 2, "");
      write_object (objects->pdata[i], indent + 2, out);
    }
  if (objects->len > 0)
    g_string_append_printf (out, "\n%*s", indent, "");
  g_string_append_c (out, ']');
}

static void
write_fields (GPtrArray *fields, GString *out)
{
  const BrLabelField defaults = { 0 };

  g_string_append (out, "\"fields\": [");
  for (guint i = 0; i < fields->len; i++)
    {
      const BrLabelField *field = fields->pdata[i];
      g_autoptr (GString) members = g_string_new (NULL);

      br_json_members_write (&field_table, field, &defaults, field->extra, members);
      g_string_append_printf (out, "%s\n    { %s }", i > 0 ? "," : "", members->str + 2);
    }
  g_string_append (out, fields->len > 0 ? "\n  ]" : "]");
}

char *
br_wire_template_write (const BrLabelTemplate *self)
{
  g_autoptr (BrLabelTemplate) defaults = br_label_template_new ();
  g_autoptr (GString) media = g_string_new (NULL);
  GString *out = g_string_new ("{\n  \"format\": \"" FORMAT "1\"");

  br_json_members_write (&template_table, self, defaults, self->extra, out);
  br_json_members_write (&media_table, &self->media, &defaults->media, self->media_extra, media);
  g_string_append_printf (out, ",\n  \"media\": { %s },\n  ", media->str + 2);
  write_fields (self->fields, out);
  g_string_append (out, ",\n  ");
  write_objects (self->objects, "objects", 2, out);
  g_string_append (out, "\n}\n");
  return g_string_free_and_steal (out);
}
