/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The values of one label, sorted by name: a label has some twenty, and each is looked up about once, so a search by halves in one
 * small array beats a hash table that would have to be built for every label.
 */
#include "config.h"

#include "br-label-fields.h"

#include <string.h>

typedef struct
{
  char *name;
  char *value;     /* or NULL: a list */
  GPtrArray *rows; /* of BrLabelFields, or NULL */
} Field;

struct _BrLabelFields
{
  GArray *fields; /* of Field, sorted by name */
};

static void
clear_field (gpointer data)
{
  Field *field = data;

  g_free (field->name);
  g_free (field->value);
  g_clear_pointer (&field->rows, g_ptr_array_unref);
}

/* Where `name` is, or where it belongs. */
static gboolean
find_field (const BrLabelFields *self, const char *name, guint *index)
{
  guint low = 0, high = self->fields->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      int order = strcmp (g_array_index (self->fields, Field, middle).name, name);

      if (order == 0)
        {
          *index = middle;
          return TRUE;
        }
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }
  *index = low;
  return FALSE;
}

/* Puts a field in place of the one of that name; takes `value` and `rows`, both NULL removes. */
static void
put_field (BrLabelFields *self, const char *name, char *value, GPtrArray *rows)
{
  Field field = { NULL, value, rows };
  guint index;
  gboolean found = find_field (self, name, &index);

  if (found)
    g_array_remove_index (self->fields, index);
  if (value == NULL && rows == NULL)
    return;
  if (self->fields->len == BR_LABEL_FIELDS_MAX)
    {
      clear_field (&field);
      return;
    }
  field.name = g_strdup (name);
  g_array_insert_val (self->fields, index, field);
}

BrLabelFields *
br_label_fields_new (void)
{
  BrLabelFields *self = g_new0 (BrLabelFields, 1);

  self->fields = g_array_new (FALSE, FALSE, sizeof (Field));
  g_array_set_clear_func (self->fields, clear_field);
  return self;
}

static GPtrArray *
copy_rows (GPtrArray *rows)
{
  GPtrArray *copy = g_ptr_array_new_full (rows->len, (GDestroyNotify) br_label_fields_free);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (copy, br_label_fields_copy (rows->pdata[i]));
  return copy;
}

BrLabelFields *
br_label_fields_copy (const BrLabelFields *self)
{
  BrLabelFields *copy;

  if (self == NULL)
    return NULL;
  copy = br_label_fields_new ();
  for (guint i = 0; i < self->fields->len; i++)
    {
      const Field *from = &g_array_index (self->fields, Field, i);
      Field to = { g_strdup (from->name), g_strdup (from->value), from->rows != NULL ? copy_rows (from->rows) : NULL };

      g_array_append_val (copy->fields, to);
    }
  return copy;
}

void
br_label_fields_free (BrLabelFields *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->fields);
  g_free (self);
}

void
br_label_fields_set (BrLabelFields *self, const char *name, const char *value)
{
  g_return_if_fail (name != NULL && *name != '\0');

  put_field (self, name, value != NULL ? g_utf8_make_valid (value, -1) : NULL, NULL);
}

const char *
br_label_fields_get (const BrLabelFields *self, const char *name)
{
  guint index;

  return find_field (self, name, &index) ? g_array_index (self->fields, Field, index).value : NULL;
}

void
br_label_fields_set_list (BrLabelFields *self, const char *name, GPtrArray *rows)
{
  g_return_if_fail (name != NULL && *name != '\0');

  if (rows != NULL && rows->len > BR_LABEL_LIST_MAX)
    g_ptr_array_set_size (rows, BR_LABEL_LIST_MAX);
  put_field (self, name, NULL, rows);
}

GPtrArray *
br_label_fields_get_list (const BrLabelFields *self, const char *name)
{
  guint index;

  return find_field (self, name, &index) ? g_array_index (self->fields, Field, index).rows : NULL;
}

GPtrArray *
br_label_fields_names (const BrLabelFields *self)
{
  GPtrArray *names = g_ptr_array_sized_new (self->fields->len);

  for (guint i = 0; i < self->fields->len; i++)
    g_ptr_array_add (names, g_array_index (self->fields, Field, i).name);
  return names;
}
