/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backroom-hq user: add, list, password, role, deactivate. */
#include "config.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "br-hq-admin.h"
#include "br-hq-command.h"

static const char usage[] =
    "user add LOGIN --role ROLE [--name NAME] [--store CODE] | user list | user password LOGIN | user role LOGIN --role ROLE | user deactivate LOGIN";

static gboolean
find_role (const char *name, BrRole *out)
{
  const BrField *field = &br_schema_get (BR_KIND_PERSON)->fields[BR_PERSON_ROLE];

  for (int i = 0; name != NULL && field->choices[i] != NULL; i++)
    if (strcmp (field->choices[i], name) == 0)
      {
        *out = (BrRole) (i + 1);
        return TRUE;
      }
  fprintf (stderr, "backroom-hq: --role is one of manager, clerk, merchandiser, hq_admin\n");
  return FALSE;
}

static gboolean
print_person (const BrRecord *record, gpointer data, GError **error)
{
  const BrField *role = &br_schema_get (BR_KIND_PERSON)->fields[BR_PERSON_ROLE];
  const BrId *store_id = br_record_ref (record, BR_PERSON_STORE);
  g_autofree char *store = store_id != NULL ? br_hq_admin_dup_place_code (data, BR_KIND_STORE, store_id, error) : g_strdup ("all stores");

  if (store == NULL)
    return FALSE;
  printf ("%s\t%s\t%s\t%s\t%s\n", br_record_text (record, BR_PERSON_LOGIN), br_record_text (record, BR_PERSON_NAME),
          role->choices[br_record_int (record, BR_PERSON_ROLE) - 1], store, br_record_int (record, BR_PERSON_ACTIVE) != 0 ? "active" : "deactivated");
  return TRUE;
}

static int
add_person (BrHq *hq, const char *login, const char *name, const char *role_name, const char *store)
{
  BrHqPerson person = { .login = login, .name = name != NULL ? name : login, .store = store };
  g_autofree char *password = NULL;
  g_autoptr (GError) error = NULL;

  if (!find_role (role_name, &person.role))
    return 2;
  password = br_hq_command_read_password (login);
  if (password == NULL)
    return 1;
  person.password = password;
  return br_hq_admin_add_person (hq, &person, &error) ? 0 : br_hq_command_fail (error);
}

static int
change_password (BrHq *hq, const char *login)
{
  g_autofree char *password = br_hq_command_read_password (login);
  g_autoptr (GError) error = NULL;

  if (password == NULL)
    return 1;
  return br_hq_admin_set_password (hq, login, password, &error) ? 0 : br_hq_command_fail (error);
}

static int
change_role (BrHq *hq, const char *login, const char *role_name)
{
  g_autoptr (GError) error = NULL;
  BrRole role;

  if (!find_role (role_name, &role))
    return 2;
  return br_hq_admin_set_role (hq, login, role, &error) ? 0 : br_hq_command_fail (error);
}

static int
list_people (BrHq *hq)
{
  g_autoptr (GError) error = NULL;
  BrSql *sql = br_hq_get_sql (hq);

  return br_hq_record_each (sql, BR_KIND_PERSON, print_person, sql, &error) ? 0 : br_hq_command_fail (error);
}

int
br_hq_command_user (int argc, char **argv)
{
  g_autofree char *database = NULL, *name = NULL, *role = NULL, *store = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrHq) hq = NULL;
  const GOptionEntry entries[] = { { "name", 0, 0, G_OPTION_ARG_STRING, &name, "the person's name (the login)", "NAME" },
                                   { "role", 0, 0, G_OPTION_ARG_STRING, &role, "manager, clerk, merchandiser or hq_admin", "ROLE" },
                                   { "store", 0, 0, G_OPTION_ARG_STRING, &store, "code of the one store the person works in (all)", "CODE" },
                                   G_OPTION_ENTRY_NULL };
  const char *verb;

  if (!br_hq_command_parse (&argc, &argv, "add | list | password | role | deactivate - people; passwords come from the terminal or the standard input", entries,
                            &database))
    return 2;
  verb = argc > 1 ? argv[1] : "";
  if (argc != (strcmp (verb, "list") == 0 ? 2 : 3))
    return br_hq_command_misuse (usage);
  hq = br_hq_command_open (database);
  if (hq == NULL)
    return 1;
  if (strcmp (verb, "list") == 0)
    return list_people (hq);
  if (strcmp (verb, "add") == 0)
    return add_person (hq, argv[2], name, role, store);
  if (strcmp (verb, "password") == 0)
    return change_password (hq, argv[2]);
  if (strcmp (verb, "role") == 0)
    return change_role (hq, argv[2], role);
  if (strcmp (verb, "deactivate") == 0)
    return br_hq_admin_deactivate (hq, argv[2], &error) ? 0 : br_hq_command_fail (error);
  return br_hq_command_misuse (usage);
}
