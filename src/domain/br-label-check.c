/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a template can be kept and printed: limits, names, boxes on the label, expressions. Messages name the object and its key in the file. */
#include "config.h"

#include <string.h>

#include "br-error.h"
#include "br-label-expr.h"

#define MAX_NAME 200   /* bytes of a name, a title, a font */
#define MAX_SIZE 20000 /* letters of 200 mm */
#define MIN_SIZE 50    /* letters of 0.5 mm */
#define MAX_ACROSS 8
#define MAX_LINES 100
#define MAX_MODULE 100   /* dots */
#define MAX_EXTRA 4     /* nested values in keys this version does not know; what is read must be readable again wherever it is moved to */

/* What is counted over the whole template while it is walked. */
typedef struct
{
  const BrLabelTemplate *template;
  GHashTable *names; /* of objects so far; borrowed */
  guint n_objects;
  gsize n_text, n_image; /* bytes */
  gboolean in_table; /* expressions may name what only a row has */
} Walk;

static gboolean
fail (GError **error, BrError code, const char *where, const char *what)
{
  g_set_error (error, BR_ERROR, code, "%s: %s", where, what);
  return FALSE;
}

static gboolean
check_range (int value, int min, int max, const char *key, GError **error)
{
  if (value >= min && value <= max)
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "%s: not within its limits", key);
  return FALSE;
}

/* UTF-8 without control characters other than line ends and tabs, at most `max` bytes; NULL is fine. */
static gboolean
check_text (Walk *walk, const char *text, gsize max, const char *key, GError **error)
{
  gsize length = text != NULL ? strlen (text) : 0;

  walk->n_text += length;
  if (length > max)
    return fail (error, BR_ERROR_RANGE, key, "too long");
  if (walk->n_text > BR_LABEL_MAX_TEXTS)
    return fail (error, BR_ERROR_RANGE, key, "too much text in this template");
  if (length > 0 && !g_utf8_validate_len (text, length, NULL))
    return fail (error, BR_ERROR_INVALID, key, "not UTF-8");
  for (gsize i = 0; i < length; i++)
    if (((guchar) text[i] < 0x20 && text[i] != '\n' && text[i] != '\t') || text[i] == 0x7f)
      return fail (error, BR_ERROR_INVALID, key, "control character");
  return TRUE;
}

/* JSON of keys kept for others: only how deep it nests matters here. */
static gboolean
check_extra (Walk *walk, const char *extra, GError **error)
{
  int depth = 0;
  gboolean quoted = FALSE;

  for (const char *p = extra; p != NULL && *p != '\0'; p++)
    {
      if (quoted && *p == '\\' && p[1] != '\0')
        p++;
      else if (*p == '"')
        quoted = !quoted;
      else if (!quoted && (*p == '{' || *p == '['))
        depth++;
      else if (!quoted && (*p == '}' || *p == ']'))
        depth--;
      if (depth > MAX_EXTRA)
        return fail (error, BR_ERROR_RANGE, "unknown key", "nested too deeply");
    }
  return check_text (walk, extra, BR_LABEL_MAX_TEXTS, "unknown key", error);
}

static gboolean
is_field_name (const char *name)
{
  if (name == NULL || !g_ascii_islower (name[0]))
    return FALSE;
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && *p != '_')
      return FALSE;
  return strlen (name) <= 64;
}

static gboolean
check_field (Walk *walk, const BrLabelField *field, GHashTable *seen, GError **error)
{
  if (!is_field_name (field->name))
    return fail (error, BR_ERROR_INVALID, "name", "letters a-z, digits and _, beginning with a letter");
  if (!g_hash_table_add (seen, field->name))
    return fail (error, BR_ERROR_INVALID, "name", "there are two of it");
  return check_range (field->type, BR_LABEL_FIELD_TEXT, BR_LABEL_FIELD_LIST, "type", error) && check_text (walk, field->title, MAX_NAME, "title", error)
         && check_text (walk, field->sample, BR_LABEL_MAX_TEXT, "sample", error) && check_extra (walk, field->extra, error);
}

static gboolean
check_fields (Walk *walk, GError **error)
{
  GPtrArray *fields = walk->template->fields;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (fields->len > BR_LABEL_FIELDS_MAX)
    return fail (error, BR_ERROR_RANGE, "fields", "too many");
  for (guint i = 0; i < fields->len; i++)
    if (!check_field (walk, fields->pdata[i], seen, error))
      {
        const BrLabelField *field = fields->pdata[i];

        g_prefix_error (error, "field %u “%s”: ", i + 1, field->name != NULL ? field->name : "");
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_media (const BrLabelTemplate *self, GError **error)
{
  const BrMedia *media = &self->media;

  return check_range (media->width, 1, BR_LABEL_MAX_SIDE, "media w", error) && check_range (media->height, 1, BR_LABEL_MAX_SIDE, "media h", error)
         && check_range (media->gap, 0, BR_LABEL_MAX_SIDE, "media gap", error)
         && check_range (media->tracking, BR_MEDIA_GAP, BR_MEDIA_CONTINUOUS, "media tracking", error)
         && check_range (media->across, 1, MAX_ACROSS, "media across", error) && check_range (media->column_gap, 0, BR_LABEL_MAX_SIDE, "media col_gap", error)
         && check_range (media->corner, 0, MIN (media->width, media->height) / 2, "media corner", error);
}

static gboolean
check_words (const BrLabelObject *object, GError **error)
{
  return check_range (object->size, MIN_SIZE, MAX_SIZE, "size", error) && check_range (object->min_size, 0, object->size, "min", error)
         && check_range (object->weight, 100, 1000, "weight", error) && check_range (object->align, BR_LABEL_LEFT, BR_LABEL_RIGHT, "align", error)
         && check_range (object->valign, BR_LABEL_LEFT, BR_LABEL_RIGHT, "valign", error)
         && check_range (object->fit, BR_FIT_ERROR, BR_FIT_ELLIPSIS, "fit", error) && check_range (object->lines, 0, MAX_LINES, "lines", error);
}

static gboolean
check_code (const BrLabelObject *object, GError **error)
{
  return check_range (object->symbology, BR_CODE_EAN13, BR_N_CODES - 1, "sym", error) && check_range (object->module_dots, 0, MAX_MODULE, "mod", error)
         && check_range (object->hri, BR_HRI_NONE, BR_HRI_ABOVE, "hri", error) && check_range (object->ec_level, 0, 3, "ec", error);
}

static gboolean
check_shape (Walk *walk, const BrLabelObject *object, GError **error)
{
  if (object->image != NULL)
    walk->n_image += g_bytes_get_size (object->image);
  if (walk->n_image > BR_LABEL_MAX_IMAGES)
    return fail (error, BR_ERROR_RANGE, "data", "the pictures of this template are too large");
  return check_range (object->dither, BR_DITHER_THRESHOLD, BR_DITHER_ORDERED, "dither", error) && check_range (object->threshold, 0, 255, "threshold", error)
         && check_range ((int) object->ink, BR_TAG_WHITE, BR_N_TAG_COLOURS - 1, "ink", error)
         && check_range (object->thickness, object->filled ? 0 : 1, BR_LABEL_MAX_SIDE, "th", error)
         && check_range (object->corner, 0, BR_LABEL_MAX_SIDE, "corner", error) && check_range (object->row_height, 1, BR_LABEL_MAX_SIDE, "row", error);
}

/* Whether the object lies within `width` x `height`. Sums are of numbers below 2^18 each once the members are in range. */
static gboolean
check_place (const BrLabelObject *object, int width, int height, GError **error)
{
  int least = object->type == BR_LABEL_OBJECT_LINE ? -BR_LABEL_MAX_SIDE : 1;
  int x, y, w, h;

  if (!check_range (object->x, -BR_LABEL_MAX_SIDE, BR_LABEL_MAX_SIDE, "x", error) || !check_range (object->y, -BR_LABEL_MAX_SIDE, BR_LABEL_MAX_SIDE, "y", error)
      || !check_range (object->width, least, BR_LABEL_MAX_SIDE, "w", error) || !check_range (object->height, least, BR_LABEL_MAX_SIDE, "h", error)
      || !check_range (object->turn, 0, 3, "rotate", error))
    return FALSE;
  if (object->type == BR_LABEL_OBJECT_LINE && object->width == 0 && object->height == 0)
    return fail (error, BR_ERROR_INVALID, "x2", "a line without length");
  br_label_object_bounds (object, &x, &y, &w, &h);
  if (x < 0 || y < 0 || x + w > width || y + h > height)
    return fail (error, BR_ERROR_RANGE, "x", "it does not lie within the label or its group");
  return TRUE;
}

static gboolean
check_name (Walk *walk, const BrLabelObject *object, GError **error)
{
  if (object->name == NULL)
    return TRUE;
  if (!check_text (walk, object->name, MAX_NAME, "name", error))
    return FALSE;
  return g_hash_table_add (walk->names, object->name) || fail (error, BR_ERROR_INVALID, "name", "there are two of it");
}

/* The value of a table is the name of a list. */
static gboolean
check_list (const Walk *walk, const BrLabelObject *object, GError **error)
{
  const BrLabelField *field = object->value != NULL ? br_label_template_find_field (walk->template, object->value) : NULL;

  if (object->type != BR_LABEL_OBJECT_TABLE || (field != NULL && field->type == BR_LABEL_FIELD_LIST))
    return TRUE;
  return fail (error, BR_ERROR_INVALID, "v", "no list of this name among the fields");
}

static gboolean
check_type (const Walk *walk, const BrLabelObject *object, guint depth, GError **error)
{
  gboolean holds = object->type == BR_LABEL_OBJECT_GROUP || object->type == BR_LABEL_OBJECT_TABLE;

  if (!check_range (object->type, BR_LABEL_OBJECT_TEXT, BR_LABEL_OBJECT_TABLE, "t", error))
    return FALSE;
  if (depth > BR_LABEL_MAX_DEPTH)
    return fail (error, BR_ERROR_RANGE, "t", "groups nested too deeply");
  if (walk->in_table && holds)
    return fail (error, BR_ERROR_INVALID, "t", "no groups and tables within a table");
  if (!holds && object->children->len > 0)
    return fail (error, BR_ERROR_INVALID, "t", "only groups and tables hold objects");
  return TRUE;
}

static gboolean
check_names (const Walk *walk, GPtrArray *names, GError **error)
{
  for (guint i = 0; i < names->len && !walk->in_table; i++)
    if (br_label_template_find_field (walk->template, names->pdata[i]) == NULL)
      {
        g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "no field “%s” is declared", (const char *) names->pdata[i]);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_expressions (const Walk *walk, const BrLabelObject *object, GError **error)
{
  gboolean is_read = object->type == BR_LABEL_OBJECT_TEXT || object->type == BR_LABEL_OBJECT_CODE || object->type == BR_LABEL_OBJECT_BOX;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (is_read && object->value != NULL && (!br_label_text_check (object->value, names, error) || !check_names (walk, names, error)))
    {
      g_prefix_error (error, "v: ");
      return FALSE;
    }
  g_ptr_array_set_size (names, 0);
  if (object->when != NULL && (!br_label_when_check (object->when, names, error) || !check_names (walk, names, error)))
    {
      g_prefix_error (error, "when: ");
      return FALSE;
    }
  return TRUE;
}

/* All but where it is and what it holds. */
static gboolean
check_content (Walk *walk, const BrLabelObject *object, GError **error)
{
  return check_text (walk, object->value, BR_LABEL_MAX_TEXT, "v", error) && check_text (walk, object->when, BR_LABEL_MAX_TEXT, "when", error)
         && check_text (walk, object->font, MAX_NAME, "font", error) && check_extra (walk, object->extra, error) && check_words (object, error)
         && check_code (object, error) && check_shape (walk, object, error) && check_list (walk, object, error) && check_expressions (walk, object, error);
}

static gboolean check_objects (Walk *walk, GPtrArray *objects, const BrLabelObject *parent, guint depth, GError **error);

static gboolean
check_object (Walk *walk, const BrLabelObject *object, const BrLabelObject *parent, guint depth, GError **error)
{
  int width, height;

  if (++walk->n_objects > BR_LABEL_MAX_OBJECTS)
    return fail (error, BR_ERROR_RANGE, "objects", "too many");
  br_label_template_get_canvas (walk->template, &width, &height);
  if (parent != NULL)
    {
      width = parent->width;
      height = parent->type == BR_LABEL_OBJECT_TABLE ? parent->row_height : parent->height;
    }
  return check_type (walk, object, depth, error) && check_name (walk, object, error) && check_place (object, width, height, error)
         && check_content (walk, object, error) && check_objects (walk, object->children, object, depth + 1, error);
}

/* `parent` NULL = the label itself. */
static gboolean
check_objects (Walk *walk, GPtrArray *objects, const BrLabelObject *parent, guint depth, GError **error)
{
  gboolean was_in_table = walk->in_table;
  gboolean good = TRUE;

  walk->in_table = was_in_table || (parent != NULL && parent->type == BR_LABEL_OBJECT_TABLE);
  for (guint i = 0; i < objects->len && good; i++)
    {
      const BrLabelObject *object = objects->pdata[i];

      good = check_object (walk, object, parent, depth, error);
      if (!good && object->name != NULL && g_utf8_validate (object->name, -1, NULL))
        g_prefix_error (error, "object %u “%s”: ", i + 1, object->name);
      else if (!good)
        g_prefix_error (error, "object %u: ", i + 1);
    }
  walk->in_table = was_in_table;
  return good;
}

gboolean
br_label_template_check (const BrLabelTemplate *self, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  Walk walk = { .template = self, .names = names };

  if (self->name == NULL || self->name[0] == '\0')
    return fail (error, BR_ERROR_INVALID, "name", "a template needs one");
  return check_text (&walk, self->name, MAX_NAME, "name", error) && check_text (&walk, self->key, MAX_NAME, "key", error)
         && check_range (self->revision, 0, G_MAXINT, "rev", error) && check_range (self->kind, BR_LABEL_SHELF, BR_LABEL_TAG, "kind", error)
         && check_range (self->policy, BR_POLICY_ASK, BR_POLICY_AT_MOST_ONCE, "policy", error) && check_range (self->turn, 0, 3, "rotate", error)
         && check_media (self, error) && check_extra (&walk, self->extra, error) && check_extra (&walk, self->media_extra, error) && check_fields (&walk, error)
         && check_objects (&walk, self->objects, NULL, 0, error);
}
