/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backroom-hq zone, backroom-hq store: add and list. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "br-hq-admin.h"
#include "br-hq-command.h"

/* What a list prints from. */
typedef struct
{
  BrSql *sql;
  gboolean with_ids; /* a last column, for programs */
} PlaceList;

static void
end_line (const PlaceList *list, const BrRecord *record)
{
  char id[BR_ID_STRING_LENGTH + 1];

  br_id_write (&record->id, id);
  printf ("%s%s\n", list->with_ids ? "\t" : "", list->with_ids ? id : "");
}

static gboolean
print_zone (const BrRecord *record, gpointer data, GError **error)
{
  printf ("%s\t%s", br_record_text (record, BR_ZONE_CODE), br_record_text (record, BR_ZONE_NAME));
  end_line (data, record);
  return TRUE;
}

static gboolean
print_store (const BrRecord *record, gpointer data, GError **error)
{
  const PlaceList *list = data;
  const BrId *zone_id = br_record_ref (record, BR_STORE_ZONE);
  g_autofree char *zone = zone_id != NULL ? br_hq_admin_dup_place_code (list->sql, BR_KIND_ZONE, zone_id, error) : g_strdup ("no zone");

  if (zone == NULL)
    return FALSE;
  printf ("%s\t%s\t%s\t%s\t%s", br_record_text (record, BR_STORE_CODE), br_record_text (record, BR_STORE_NAME), zone,
          br_record_text (record, BR_STORE_TIME_ZONE), br_record_text (record, BR_STORE_CURRENCY));
  end_line (list, record);
  return TRUE;
}

static int
list_places (BrHq *hq, BrKind kind, gboolean with_ids)
{
  g_autoptr (GError) error = NULL;
  PlaceList list = { br_hq_get_sql (hq), with_ids };

  return br_hq_record_each (list.sql, kind, kind == BR_KIND_ZONE ? print_zone : print_store, &list, &error) ? 0 : br_hq_command_fail (error);
}

int
br_hq_command_zone (int argc, char **argv)
{
  static const char usage[] = "zone add CODE NAME | zone list [--ids]";
  g_autofree char *database = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrHq) hq = NULL;
  gboolean add, with_ids = FALSE;
  const GOptionEntry entries[] = { { "ids", 0, 0, G_OPTION_ARG_NONE, &with_ids, "list their ids, too", NULL }, G_OPTION_ENTRY_NULL };

  if (!br_hq_command_parse (&argc, &argv, "add CODE NAME | list - price zones", entries, &database))
    return 2;
  add = argc == 4 && strcmp (argv[1], "add") == 0;
  if (!add && !(argc == 2 && strcmp (argv[1], "list") == 0))
    return br_hq_command_misuse (usage);
  hq = br_hq_command_open (database);
  if (hq == NULL)
    return 1;
  if (!add)
    return list_places (hq, BR_KIND_ZONE, with_ids);
  return br_hq_admin_add_zone (hq, argv[2], argv[3], &error) ? 0 : br_hq_command_fail (error);
}

int
br_hq_command_store (int argc, char **argv)
{
  static const char usage[] = "store add CODE NAME [--zone CODE] [--time-zone ZONE] [--currency CODE] | store list [--ids]";
  g_autofree char *database = NULL, *zone = NULL, *time_zone = NULL, *currency = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrHq) hq = NULL;
  gboolean add, with_ids = FALSE;
  const GOptionEntry entries[] = { { "zone", 0, 0, G_OPTION_ARG_STRING, &zone, "code of the price zone it is in", "CODE" },
                                   { "time-zone", 0, 0, G_OPTION_ARG_STRING, &time_zone, "its time zone (Asia/Shanghai)", "ZONE" },
                                   { "currency", 0, 0, G_OPTION_ARG_STRING, &currency, "its currency (CNY)", "CODE" },
                                   { "ids", 0, 0, G_OPTION_ARG_NONE, &with_ids, "list their ids, too", NULL },
                                   G_OPTION_ENTRY_NULL };
  BrHqStore store;

  if (!br_hq_command_parse (&argc, &argv, "add CODE NAME | list - stores", entries, &database))
    return 2;
  add = argc == 4 && strcmp (argv[1], "add") == 0;
  if (!add && !(argc == 2 && strcmp (argv[1], "list") == 0))
    return br_hq_command_misuse (usage);
  hq = br_hq_command_open (database);
  if (hq == NULL)
    return 1;
  if (!add)
    return list_places (hq, BR_KIND_STORE, with_ids);
  store = (BrHqStore) { .code = argv[2],
                        .name = argv[3],
                        .zone = zone,
                        .time_zone = time_zone != NULL ? time_zone : "Asia/Shanghai",
                        .currency = currency != NULL ? currency : "CNY" };
  return br_hq_admin_add_store (hq, &store, &error) ? 0 : br_hq_command_fail (error);
}
