/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values a template shows when there are no goods, and lists as people type them. */
#include "config.h"

#include <string.h>

#include "br-label-fields.h"
#include "br-label-template.h"

static BrLabelFields *
read_row (const char *line)
{
  BrLabelFields *row = br_label_fields_new ();
  g_auto (GStrv) cells = g_strsplit (line, ";", BR_LABEL_FIELDS_MAX);

  for (guint i = 0; cells[i] != NULL; i++)
    {
      char *value = strchr (cells[i], '=');

      if (value != NULL)
        *value++ = '\0';
      g_strstrip (cells[i]);
      if (value != NULL && *cells[i] != '\0')
        br_label_fields_set (row, cells[i], g_strstrip (value));
      else if (value == NULL && i == 0)
        br_label_fields_set (row, "name", cells[i]);
      /* what is left has no name, or no value yet: a person is still typing it */
    }
  return row;
}

GPtrArray *
br_label_rows_parse (const char *text)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_fields_free);
  g_auto (GStrv) lines = g_strsplit_set (text, "\n|", BR_LABEL_LIST_MAX);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0')
      g_ptr_array_add (rows, read_row (lines[i]));
  return rows;
}

BrLabelFields *
br_label_template_samples (const BrLabelTemplate *self)
{
  BrLabelFields *fields = br_label_fields_new ();

  for (guint i = 0; i < self->fields->len; i++)
    {
      const BrLabelField *field = self->fields->pdata[i];

      if (field->sample == NULL)
        continue;
      if (field->type == BR_LABEL_FIELD_LIST)
        br_label_fields_set_list (fields, field->name, br_label_rows_parse (field->sample));
      else
        br_label_fields_set (fields, field->name, field->sample);
    }
  return fields;
}
