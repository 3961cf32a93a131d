/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema of the cache: the steps data/sql/cache/NNNN-what.sql, compiled in. Append only. */
#include "config.h"
#include "br-store-private.h"

#include "br-cache-sql.h"

#define PREFIX "/app/backroom/Backroom/sql/cache/"

static const char *const steps[] = {
  PREFIX "0001-cache.sql",
};

gboolean
br_store_migrate (BrDb *db, GError **error)
{
  BrMigration migrations[G_N_ELEMENTS (steps)];
  GBytes *texts[G_N_ELEMENTS (steps)];
  gboolean ok;

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      /* Resource data is followed by a zero byte (GResource, "data is always followed by a zero byte"). */
      texts[i] = g_resource_lookup_data (br_cache_sql_get_resource (), steps[i], G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      g_assert (texts[i] != NULL);
      migrations[i] = (BrMigration) { (int) i + 1, g_bytes_get_data (texts[i], NULL) };
    }
  ok = br_db_migrate (db, migrations, G_N_ELEMENTS (steps), error);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    g_bytes_unref (texts[i]);
  return ok;
}
