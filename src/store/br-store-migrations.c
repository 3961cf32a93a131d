/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schemas of the store's files: the steps data/sql/{cache,print,tags}/NNNN-what.sql, compiled in. Append only. */
#include "config.h"
#include "br-store-private.h"

#include "br-cache-sql.h"
#include "br-print-sql.h"
#include "br-tags-sql.h"

#define PREFIX "/app/backroom/Backroom/sql/"
#define MAX_STEPS 100

static const char *const cache_steps[] = {
  PREFIX "cache/0001-cache.sql",
};

static const char *const print_steps[] = {
  PREFIX "print/0001-print.sql",
};

static const char *const tags_steps[] = {
  PREFIX "tags/0001-tags.sql",
};

static gboolean
migrate (BrDb *db, GResource *resource, const char *const *steps, gsize n_steps, GError **error)
{
  BrMigration migrations[MAX_STEPS];
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  g_assert (n_steps <= MAX_STEPS);
  for (gsize i = 0; i < n_steps; i++)
    {
      /* Resource data is followed by a zero byte (GResource, "data is always followed by a zero byte"). */
      GBytes *text = g_resource_lookup_data (resource, steps[i], G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      g_assert (text != NULL);
      g_ptr_array_add (texts, text);
      migrations[i] = (BrMigration) { (int) i + 1, g_bytes_get_data (text, NULL) };
    }
  return br_db_migrate (db, migrations, n_steps, error);
}

gboolean
br_store_migrate (BrDb *db, GError **error)
{
  return migrate (db, br_cache_sql_get_resource (), cache_steps, G_N_ELEMENTS (cache_steps), error);
}

gboolean
br_store_migrate_print (BrDb *db, GError **error)
{
  return migrate (db, br_print_sql_get_resource (), print_steps, G_N_ELEMENTS (print_steps), error);
}

gboolean
br_store_migrate_tags (BrDb *db, GError **error)
{
  return migrate (db, br_tags_sql_get_resource (), tags_steps, G_N_ELEMENTS (tags_steps), error);
}
