/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backroom-hq enrol-code, backroom-hq device. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "br-hq-admin.h"
#include "br-hq-auth.h"
#include "br-hq-command.h"

int
br_hq_command_code (int argc, char **argv)
{
  g_autofree char *database = NULL, *store = NULL;
  gboolean all_stores = FALSE;
  const GOptionEntry entries[] = { { "store", 0, 0, G_OPTION_ARG_STRING, &store, "for a device of this store", "CODE" },
                                   { "all-stores", 0, 0, G_OPTION_ARG_NONE, &all_stores, "for a device at HQ, which sees every store", NULL },
                                   G_OPTION_ENTRY_NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrHq) hq = NULL;
  char code[BR_HQ_CODE_LENGTH + 1];
  BrId id = { { 0 } };

  if (!br_hq_command_parse (&argc, &argv, "- a code that enrols one device within 15 minutes", entries, &database))
    return 2;
  if (argc != 1 || all_stores == (store != NULL))
    return br_hq_command_misuse ("enrol-code --store CODE | --all-stores");
  hq = br_hq_command_open (database);
  if (hq == NULL)
    return 1;
  if ((store != NULL && !br_hq_admin_find_place (br_hq_get_sql (hq), BR_KIND_STORE, store, &id, &error)) || !br_hq_auth_make_code (hq, &id, code, &error))
    return br_hq_command_fail (error);
  printf ("%s\n", code);
  return 0;
}

static gboolean
print_devices (BrSql *sql, gpointer data, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "SELECT pc_id, name, store_id, last_seq, seen_us, revoked_us FROM pc ORDER BY enrolled_us");
  gboolean found = FALSE, ok;

  while ((ok = br_sql_next (&query, &found, error)) && found)
    {
      char pc[BR_ID_STRING_LENGTH + 1];
      g_autofree char *store = NULL;
      g_autoptr (GDateTime) seen = g_date_time_new_from_unix_utc_usec (br_sql_int (&query, 4));
      g_autofree char *seen_text = g_date_time_format_iso8601 (seen);
      BrId id;

      br_sql_id (&query, 0, &id);
      br_id_write (&id, pc);
      store = br_sql_id (&query, 2, &id) ? br_hq_admin_dup_place_code (sql, BR_KIND_STORE, &id, NULL) : g_strdup ("all stores");
      printf ("%s\t%s\t%s\t%" G_GINT64_FORMAT " changes\tseen %s\t%s\n", pc, br_sql_text (&query, 1, NULL), store != NULL ? store : "a store that is gone",
              br_sql_int (&query, 3), seen_text, br_sql_int (&query, 5) != 0 ? "revoked" : "enrolled");
    }
  return ok;
}

int
br_hq_command_device (int argc, char **argv)
{
  g_autofree char *database = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrHq) hq = NULL;
  gboolean revoke;
  BrId pc;

  if (!br_hq_command_parse (&argc, &argv, "list | revoke ID - enrolled devices", NULL, &database))
    return 2;
  revoke = argc == 3 && strcmp (argv[1], "revoke") == 0;
  if (!revoke && !(argc == 2 && strcmp (argv[1], "list") == 0))
    return br_hq_command_misuse ("device list | device revoke ID");
  hq = br_hq_command_open (database);
  if (hq == NULL)
    return 1;
  if (revoke && !br_id_parse (argv[2], &pc, NULL))
    return br_hq_command_misuse ("device revoke ID, the ID as \"device list\" prints it");
  if (revoke ? !br_hq_auth_revoke (hq, &pc, &error) : !br_hq_read (hq, print_devices, NULL, &error))
    return br_hq_command_fail (error);
  return 0;
}
