/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backroom-hq init, import, status. */
#include "config.h"

#include <stdio.h>
#include <yyjson.h>

#include "br-hq-admin.h"
#include "br-hq-command.h"
#include "br-hq-import.h"

int
br_hq_command_init (int argc, char **argv)
{
  g_autofree char *database = NULL, *name = NULL, *admin = NULL, *admin_name = NULL, *password = NULL;
  const GOptionEntry entries[] = { { "name", 0, 0, G_OPTION_ARG_STRING, &name, "what HQ calls itself (Headquarters)", "NAME" },
                                   { "admin", 0, 0, G_OPTION_ARG_STRING, &admin, "login of the first administrator (admin)", "LOGIN" },
                                   { "admin-name", 0, 0, G_OPTION_ARG_STRING, &admin_name, "the administrator's name (the login)", "NAME" },
                                   G_OPTION_ENTRY_NULL };
  BrHqPerson person = { .role = BR_ROLE_HQ_ADMIN };
  BrHqParams params = { .mode = BR_DB_WRITER };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrHq) hq = NULL;

  if (!br_hq_command_parse (&argc, &argv, "- make a new HQ; the administrator's password comes from the terminal or the standard input", entries, &database))
    return 2;
  if (argc != 1)
    return br_hq_command_misuse ("init [--database FILE] [--name NAME] [--admin LOGIN] [--admin-name NAME]");
  person.login = admin != NULL ? admin : "admin";
  person.name = admin_name != NULL ? admin_name : person.login;
  password = br_hq_command_read_password (person.login);
  if (password == NULL)
    return 1;
  person.password = password;
  params.database = database;
  hq = br_hq_create (&params, name != NULL ? name : "Headquarters", &error);
  if (hq == NULL || !br_hq_admin_add_person (hq, &person, &error))
    return br_hq_command_fail (error);
  return 0;
}

static void
print_json (yyjson_mut_doc *doc)
{
  char *text = yyjson_mut_write (doc, YYJSON_WRITE_PRETTY_TWO_SPACES, NULL);

  printf ("%s\n", text);
  free (text);
}

static void
print_report (const BrHqImportReport *report)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc), *reasons = yyjson_mut_arr (doc);

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_int (doc, root, "rows", report->rows);
  yyjson_mut_obj_add_int (doc, root, "created", report->created);
  yyjson_mut_obj_add_int (doc, root, "updated", report->updated);
  yyjson_mut_obj_add_int (doc, root, "unchanged", report->unchanged);
  yyjson_mut_obj_add_int (doc, root, "rejected", report->rejected);
  for (guint i = 0; i < report->reasons->len; i++)
    yyjson_mut_arr_add_strcpy (doc, reasons, g_ptr_array_index (report->reasons, i));
  yyjson_mut_obj_add_val (doc, root, "reasons", reasons);
  print_json (doc);
  yyjson_mut_doc_free (doc);
}

int
br_hq_command_import (int argc, char **argv)
{
  g_autofree char *database = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrHq) hq = NULL;
  BrHqImportReport report = { 0 };
  int status = 0;

  if (!br_hq_command_parse (&argc, &argv, "FILE - load a catalogue; prints a report in JSON", NULL, &database))
    return 2;
  if (argc != 2)
    return br_hq_command_misuse ("import FILE");
  hq = br_hq_command_open (database);
  if (hq == NULL)
    return 1;
  if (!br_hq_import (hq, argv[1], &report, &error))
    status = br_hq_command_fail (error);
  else if (report.rejected > 0)
    status = 1;
  print_report (&report);
  br_hq_import_report_clear (&report);
  return status;
}

/** Status: what is being written. */
typedef struct
{
  yyjson_mut_doc *doc;
  yyjson_mut_val *root;
} Status;

static gboolean
add_counts (BrSql *sql, Status *status, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "SELECT kind, COUNT (*) FROM record WHERE deleted = 0 GROUP BY kind ORDER BY kind");
  yyjson_mut_val *counts = yyjson_mut_obj (status->doc);
  gboolean found = FALSE, ok;

  while ((ok = br_sql_next (&query, &found, error)) && found)
    {
      const BrKindInfo *info = br_schema_get ((BrKind) br_sql_int (&query, 0));

      if (info != NULL)
        yyjson_mut_obj_add_int (status->doc, counts, info->name, br_sql_int (&query, 1));
    }
  yyjson_mut_obj_add_val (status->doc, status->root, "records", counts);
  return ok;
}

static gboolean
add_feeds (BrSql *sql, Status *status, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "SELECT feed_id, head, n FROM feed ORDER BY feed_id");
  yyjson_mut_val *feeds = yyjson_mut_obj (status->doc);
  gboolean found = FALSE, ok;

  while ((ok = br_sql_next (&query, &found, error)) && found)
    {
      yyjson_mut_val *feed = yyjson_mut_obj (status->doc);

      yyjson_mut_obj_add_int (status->doc, feed, "head", br_sql_int (&query, 1));
      yyjson_mut_obj_add_int (status->doc, feed, "rows", br_sql_int (&query, 2));
      yyjson_mut_obj_add (feeds, yyjson_mut_strcpy (status->doc, br_sql_text (&query, 0, NULL)), feed);
    }
  yyjson_mut_obj_add_val (status->doc, status->root, "feeds", feeds);
  return ok;
}

static gboolean
add_devices (BrSql *sql, Status *status, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "SELECT COUNT (*), COALESCE (SUM (CASE WHEN revoked_us IS NULL THEN 0 ELSE 1 END), 0),"
                                        " COALESCE (SUM (last_seq), 0) FROM pc");
  gboolean found = FALSE;

  if (!br_sql_next (&query, &found, error))
    return FALSE;
  yyjson_mut_obj_add_int (status->doc, status->root, "devices", br_sql_int (&query, 0));
  yyjson_mut_obj_add_int (status->doc, status->root, "devices_revoked", br_sql_int (&query, 1));
  yyjson_mut_obj_add_int (status->doc, status->root, "changes_taken", br_sql_int (&query, 2));
  br_sql_end (&query);
  return TRUE;
}

static gboolean
read_status (BrSql *sql, gpointer data, GError **error)
{
  return add_counts (sql, data, error) && add_feeds (sql, data, error) && add_devices (sql, data, error);
}

int
br_hq_command_status (int argc, char **argv)
{
  g_autofree char *database = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrHq) hq = NULL;
  Status status;
  int result = 0;

  if (!br_hq_command_parse (&argc, &argv, "- what HQ holds, in JSON", NULL, &database))
    return 2;
  if (argc != 1)
    return br_hq_command_misuse ("status");
  hq = br_hq_command_open (database);
  if (hq == NULL)
    return 1;
  status.doc = yyjson_mut_doc_new (NULL);
  status.root = yyjson_mut_obj (status.doc);
  yyjson_mut_doc_set_root (status.doc, status.root);
  yyjson_mut_obj_add_strcpy (status.doc, status.root, "name", br_hq_get_name (hq));
  yyjson_mut_obj_add_strcpy (status.doc, status.root, "epoch", br_hq_get_epoch (hq));
  if (br_hq_read (hq, read_status, &status, &error))
    print_json (status.doc);
  else
    result = br_hq_command_fail (error);
  yyjson_mut_doc_free (status.doc);
  return result;
}
