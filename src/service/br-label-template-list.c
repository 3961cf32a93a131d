/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-label-template-list.h"

#include "br-template-store.h"
#include "br-stock-templates.h"
#include "br-wire-template.h"

static BrLabelTemplate *
find_key (GPtrArray *templates, const char *key, guint *index)
{
  for (*index = 0; *index < templates->len; (*index)++)
    if (g_strcmp0 (((BrLabelTemplate *) g_ptr_array_index (templates, *index))->key, key) == 0)
      return g_ptr_array_index (templates, *index);
  return NULL;
}

static void
put_own (GPtrArray *templates, const BrTemplateRow *row)
{
  g_autoptr (GError) error = NULL;
  BrLabelTemplate *own = br_wire_template_read (row->json, strlen (row->json), &error);
  guint index;

  if (own == NULL)
    {
      g_warning ("The label template %s is left out: %s", row->key, error->message);
      return;
    }
  own->revision = row->revision;
  g_free (own->key);
  own->key = g_strdup (row->key);
  if (find_key (templates, row->key, &index) != NULL)
    g_ptr_array_remove_index (templates, index);
  g_ptr_array_add (templates, own);
}

static int
compare_templates (gconstpointer a, gconstpointer b)
{
  const BrLabelTemplate *one = *(BrLabelTemplate *const *) a, *other = *(BrLabelTemplate *const *) b;

  return one->kind != other->kind ? (int) one->kind - (int) other->kind : g_utf8_collate (one->name, other->name);
}

GPtrArray *
br_label_templates_load (BrDb *db, GError **error)
{
  g_autoptr (GPtrArray) rows = br_template_store_list (db, error);
  g_autoptr (GPtrArray) templates = rows != NULL ? br_stock_templates_load () : NULL;

  if (templates == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    put_own (templates, g_ptr_array_index (rows, i));
  g_ptr_array_sort (templates, compare_templates);
  return g_steal_pointer (&templates);
}

BrLabelTemplate *
br_label_templates_find (BrDb *db, const char *key, GError **error)
{
  g_autoptr (GPtrArray) templates = br_label_templates_load (db, error);
  guint index;
  BrLabelTemplate *found = templates != NULL ? find_key (templates, key, &index) : NULL;

  return found != NULL ? br_label_template_ref (found) : NULL;
}
