/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The import for scripts and tests: the same BrImport as in the window, without threads, a JSON report at the end. */
#include "config.h"
#include "br-import-command.h"

#include "br-error.h"
#include "br-import.h"
#include "br-money.h"
#include "br-profile.h"
#include "br-record-store.h"
#include "br-session-service.h"
#include "br-settings-store.h"
#include "br-store.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <yyjson.h>

#define STATUS_FAILED 1
#define STATUS_USAGE 2
#define STATUS_REJECTED 3

typedef struct
{
  char *profile;  /* folder, or NULL for the person's own */
  char *login;    /* or NULL */
  char **maps;     /* or NULL */
  char *policy;   /* or NULL */
  char *fix_file; /* or NULL */
  gboolean dry_run;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->profile);
  g_free (self->login);
  g_strfreev (self->maps);
  g_free (self->policy);
  g_free (self->fix_file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
parse_arguments (Arguments *self, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &self->profile, N_("Folder of the shop’s data"), N_("DIR") },
    { "sign-in", 0, 0, G_OPTION_ARG_STRING, &self->login, N_("Who imports; the password in BACKROOM_PASSWORD"), N_("LOGIN") },
    { "map", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->maps, N_("Which field a column is"), N_("COLUMN=FIELD") },
    { "policy", 0, 0, G_OPTION_ARG_STRING, &self->policy, N_("What bad rows mean: reject-all, skip-rows or keep-valid"), N_("POLICY") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &self->dry_run, N_("Try it, change nothing"), NULL },
    { "fix-file", 0, 0, G_OPTION_ARG_FILENAME, &self->fix_file, N_("Write the rejected rows there"), N_("FILE") },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_("FILE — import goods from a CSV or XLSX file"));

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc == 2)
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _("Name one file to import"));
  return FALSE;
}

static gboolean
read_policy (const char *name, BrImportPolicy *policy, GError **error)
{
  static const char *const names[] = { "reject-all", "skip-rows", "keep-valid" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (name == NULL || g_str_equal (name, names[i]))
        {
          *policy = (BrImportPolicy) (BR_IMPORT_REJECT_ALL + i);
          return TRUE;
        }
    }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“%s” is no policy"), name);
  return FALSE;
}

typedef struct
{
  BrSessionService *session;
  gboolean done;
  GError *error;
} SignIn;

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SignIn *sign_in = user_data;

  br_session_service_sign_in_finish (BR_SESSION_SERVICE (source), result, &sign_in->error);
  sign_in->done = TRUE;
}

/* What the cache says about the shop. */
typedef struct
{
  guint n_people;
  guint digits; /* decimals of its currency */
} Shop;

/* The store this device stands in; one that stands in none sees the base prices, which are in the currency all stores have. */
static gboolean
is_here (const BrRecord *store, const char *here)
{
  char id[BR_ID_STRING_LENGTH + 1];

  br_id_write (&store->id, id);
  return here == NULL || g_ascii_strcasecmp (id, here) == 0;
}

static gboolean
read_shop (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Shop *shop = data;
  g_autoptr (GPtrArray) people = br_record_store_list (db, BR_KIND_PERSON, error);
  g_autoptr (GPtrArray) stores = people != NULL ? br_record_store_list (db, BR_KIND_STORE, error) : NULL;
  g_autofree char *here = NULL;

  if (stores == NULL || !br_settings_get (db, BR_META_STORE, &here, error))
    return FALSE;
  *shop = (Shop) { people->len, br_money_digits (NULL) };
  for (guint i = 0; i < stores->len; i++)
    {
      if (is_here (stores->pdata[i], here))
        shop->digits = br_money_digits (br_record_text (stores->pdata[i], BR_STORE_CURRENCY));
    }
  return TRUE;
}

/* A cache that knows nobody belongs to whoever has its files; any other asks who it is. */
static gboolean
find_actor (const Shop *shop, BrSessionService *session, const char *login, BrActor *actor, GError **error)
{
  SignIn sign_in = { .session = session };
  const char *password = g_getenv ("BACKROOM_PASSWORD");

  *actor = (BrActor) { .role = BR_ROLE_HQ_ADMIN };
  if (shop->n_people == 0)
    return TRUE;
  if (login == NULL || password == NULL)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_AUTH, _("Say who imports by --sign-in LOGIN, with the password in BACKROOM_PASSWORD"));
      return FALSE;
    }
  br_session_service_sign_in_async (session, login, password, NULL, signed_in_cb, &sign_in);
  while (!sign_in.done)
    g_main_context_iteration (NULL, TRUE);
  if (sign_in.error != NULL)
    {
      g_propagate_error (error, sign_in.error);
      return FALSE;
    }
  *actor = *br_session_service_get_actor (session);
  return TRUE;
}

static yyjson_mut_val *
write_problem (yyjson_mut_doc *json, BrImport *import, const BrImportLine *line)
{
  const BrImportMap *map = br_import_get_map (import);
  yyjson_mut_val *problem = yyjson_mut_obj (json);

  yyjson_mut_obj_add_uint (json, problem, "line", line->line);
  yyjson_mut_obj_add_bool (json, problem, "rejected", line->verdict == BR_VERDICT_REJECTED);
  yyjson_mut_obj_add_str (json, problem, "reason", br_import_reason_name (line->reason));
  if (line->column >= 0 && line->column < (int) map->n_columns)
    yyjson_mut_obj_add_str (json, problem, "column", map->columns[line->column].header);
  return problem;
}

static void
write_counts (yyjson_mut_doc *json, yyjson_mut_val *root, const BrImportReport *report)
{
  yyjson_mut_val *reasons;

  yyjson_mut_obj_add_bool (json, root, "committed", report->committed);
  yyjson_mut_obj_add_sint (json, root, "rows", report->n_rows);
  yyjson_mut_obj_add_sint (json, root, "created", report->n_created);
  yyjson_mut_obj_add_sint (json, root, "updated", report->n_updated);
  yyjson_mut_obj_add_sint (json, root, "unchanged", report->n_unchanged);
  yyjson_mut_obj_add_sint (json, root, "rejected", report->n_rejected);
  yyjson_mut_obj_add_sint (json, root, "partial", report->n_partial);
  reasons = yyjson_mut_obj_add_obj (json, root, "reasons");
  for (int i = 1; i < BR_N_REASONS; i++)
    {
      if (report->reasons[i] > 0)
        yyjson_mut_obj_add_sint (json, reasons, br_import_reason_name ((BrImportReason) i), report->reasons[i]);
    }
}

static void
print_report (BrImport *import, const BrImportReport *report, const Arguments *arguments, gint64 elapsed_us)
{
  yyjson_mut_doc *json = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (json);
  yyjson_mut_val *problems;
  char change[BR_ID_STRING_LENGTH + 1];
  char *text;

  yyjson_mut_doc_set_root (json, root);
  yyjson_mut_obj_add_str (json, root, "file", br_import_get_name (import));
  yyjson_mut_obj_add_bool (json, root, "dry_run", arguments->dry_run);
  write_counts (json, root, report);
  if (report->committed)
    {
      br_id_write (&report->change_id, change);
      yyjson_mut_obj_add_str (json, root, "change", change);
    }
  yyjson_mut_obj_add_real (json, root, "seconds", (double) (elapsed_us / 1000) / 1000.0);
  problems = yyjson_mut_obj_add_arr (json, root, "problems");
  for (guint i = 0; i < report->lines->len; i++)
    {
      const BrImportLine *line = &g_array_index (report->lines, BrImportLine, i);

      if (line->reason != BR_REASON_NONE)
        yyjson_mut_arr_append (problems, write_problem (json, import, line));
    }
  text = yyjson_mut_write (json, YYJSON_WRITE_PRETTY_TWO_SPACES, NULL);
  puts (text != NULL ? text : "{}");
  free (text);
  yyjson_mut_doc_free (json);
}

static BrImport *
read_file (const char *path, char **maps, BrStore *store, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, error);
  g_autoptr (BrImport) import = bytes != NULL ? br_import_new (bytes, name, error) : NULL;

  if (import == NULL || !br_import_recall_map (import, store, error))
    return NULL;
  for (guint i = 0; maps != NULL && maps[i] != NULL; i++)
    {
      if (!br_import_map_assign (br_import_get_map (import), maps[i], error))
        return NULL;
    }
  return g_steal_pointer (&import);
}

static gboolean
write_fix_file (BrImport *import, const BrImportReport *report, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = path != NULL ? br_import_dup_fix_file (import, report, error) : NULL;

  if (path == NULL)
    return TRUE;
  return bytes != NULL && g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), error);
}

static int
run (const Arguments *arguments, const char *path, BrImportPolicy policy, GError **error)
{
  g_autofree char *own_dir = br_profile_default_dir ();
  g_autoptr (BrStore) store = NULL;
  g_autoptr (BrSessionService) session = NULL;
  g_autoptr (BrImport) import = NULL;
  g_autoptr (BrImportReport) report = NULL;
  g_autofree char *label = NULL;
  BrImportOptions options = { .policy = policy, .dry_run = arguments->dry_run };
  Shop shop;
  gint64 started = g_get_monotonic_time ();

  store = br_store_open (
      &(BrStoreParams) { .dir = arguments->profile != NULL ? arguments->profile : own_dir, .clock = br_clock_system (), .random = br_random_system () }, error);
  if (store == NULL)
    return STATUS_FAILED;
  session = br_session_service_new (store);
  import = read_file (path, arguments->maps, store, error);
  if (import == NULL || !br_store_read (store, read_shop, &shop, NULL, error) || !find_actor (&shop, session, arguments->login, &options.actor, error))
    return STATUS_FAILED;
  options.digits = shop.digits;
  label = g_strdup_printf (_("Import %s"), br_import_get_name (import));
  options.label = label;
  options.person_name = br_session_service_get_person_name (session);
  report = br_import_run (import, store, &options, NULL, NULL, error);
  if (report == NULL || !write_fix_file (import, report, arguments->fix_file, error))
    return STATUS_FAILED;
  print_report (import, report, arguments, g_get_monotonic_time () - started);
  return policy == BR_IMPORT_REJECT_ALL && report->n_rejected > 0 ? STATUS_REJECTED : 0;
}

int
br_import_command (int argc, char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  g_autoptr (GError) error = NULL;
  BrImportPolicy policy;
  int status = STATUS_USAGE;

  if (parse_arguments (&arguments, &argc, &argv, &error) && read_policy (arguments.policy, &policy, &error))
    status = run (&arguments, argv[1], policy, &error);
  if (error != NULL)
    fprintf (stderr, "backroom import: %s\n", error->message);
  return status;
}
