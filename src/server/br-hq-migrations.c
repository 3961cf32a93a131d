/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of HQ's schema are compiled in as resources. */
#include "config.h"

#include "br-hq-migrations.h"

#include "br-hq-sql.h"

#define PREFIX "/app/backroom/Backroom/sql/hq/"

static const char *const steps[] = { PREFIX "0001-hq.sql" };

gboolean
br_hq_migrate (BrSql *sql, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  BrMigration migrations[G_N_ELEMENTS (steps)];

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GBytes) bytes = g_resource_lookup_data (br_hq_sql_get_resource (), steps[i], G_RESOURCE_LOOKUP_FLAGS_NONE, error);
      char *text;

      if (bytes == NULL)
        return FALSE;
      text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_ptr_array_add (texts, text);
      migrations[i] = (BrMigration) { .version = (int) i + 1, .sql = text };
    }
  return br_sql_migrate (sql, migrations, G_N_ELEMENTS (steps), error);
}
