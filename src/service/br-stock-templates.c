/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stock templates: read from the program itself, so one that cannot be read is a bug in the build and tests find it. */
#include "config.h"

#include "br-stock-templates.h"

#include <gio/gio.h>
#include <string.h>

#include "br-wire-template.h"

#define FOLDER "/app/backroom/Backroom/labels/"

/* Made from br-stock-labels.gresource.xml. */
extern GResource *br_stock_labels_get_resource (void);

static BrLabelTemplate *
load (const char *file)
{
  g_autofree char *path = g_strconcat (FOLDER, file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resource_lookup_data (br_stock_labels_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  BrLabelTemplate *template;
  gsize length;
  const char *text;

  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &length);
  template = br_wire_template_read (text, length, &error);
  if (template == NULL)
    g_critical ("%s: %s", file, error->message);
  return template;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const BrLabelTemplate *left = a, *right = b;

  return left->kind != right->kind ? (int) left->kind - (int) right->kind : g_strcmp0 (left->key, right->key);
}

GPtrArray *
br_stock_templates_load (void)
{
  GPtrArray *templates = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_template_unref);
  g_auto (GStrv) files = g_resource_enumerate_children (br_stock_labels_get_resource (), FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    {
      BrLabelTemplate *template = load (files[i]);

      if (template != NULL)
        g_ptr_array_add (templates, template);
    }
  g_ptr_array_sort_values (templates, compare);
  return templates;
}

BrLabelTemplate *
br_stock_templates_find (const char *key)
{
  g_autofree char *file = g_strconcat (key, ".json", NULL);

  return strchr (key, '/') == NULL ? load (file) : NULL;
}
