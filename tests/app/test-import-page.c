/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Import page from file to undo, as a signed-in person goes through it; and a model of the rows. */
#include "config.h"

#include "fixture.h"

#include "br-import-lines.h"
#include "br-import-page.h"
#include "br-record-store.h"
#include "br-store.h"

static gboolean
count_skus (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  guint8 hash[32];

  return br_record_store_content_hash (db, BR_KIND_SKU, hash, data, error);
}

static gint64
n_skus (BrAppContext *context)
{
  gint64 n = -1;

  g_assert_true (br_store_read (br_app_context_get_store (context), count_skus, &n, NULL, NULL));
  return n;
}

static GtkStack *
find_stack (GtkWidget *widget)
{
  if (GTK_IS_STACK (widget) && gtk_stack_get_child_by_name (GTK_STACK (widget), "verdicts") != NULL)
    return GTK_STACK (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkStack *stack = find_stack (child);

      if (stack != NULL)
        return stack;
    }
  return NULL;
}

/* Waits until the page is at `step`; an error page ends the test. */
static void
wait_for_step (GtkWidget *page, const char *step)
{
  GtkStack *steps = find_stack (page);

  while (g_strcmp0 (gtk_stack_get_visible_child_name (steps), step) != 0)
    {
      g_assert_cmpstr (gtk_stack_get_visible_child_name (steps), !=, g_str_equal (step, "error") ? "verdicts" : "error");
      g_main_context_iteration (NULL, TRUE);
    }
}

static GFile *
write_file (const char *text)
{
  g_autofree char *dir = g_dir_make_tmp ("backroom-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "goods.csv", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return g_file_new_for_path (path);
}

static void
test_whole_way (void)
{
  g_autoptr (BrAppContext) context = fixture_signed_in ();
  g_autoptr (GFile) file = write_file ("code,name,price\nA,Tea,5\nB,Coffee,lots\n");
  GtkWidget *page = br_import_page_new (context);
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  br_import_page_open (BR_IMPORT_PAGE (page), file);
  wait_for_step (page, "columns");
  g_assert_true (gtk_widget_activate_action (page, "import.check", NULL));
  wait_for_step (page, "verdicts");
  g_assert_cmpint (n_skus (context), ==, 0); /* a check changes nothing */
  g_assert_true (gtk_widget_activate_action (page, "import.run", NULL));
  wait_for_step (page, "done");
  g_assert_cmpint (n_skus (context), ==, 1);
  g_assert_true (gtk_widget_activate_action (page, "import.undo", NULL));
  wait_for_step (page, "file");
  g_assert_cmpint (n_skus (context), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A file of shared/data, or NULL where that is not there. */
static GFile *
find_real_file (const char *folder, const char *name)
{
  const char *data = g_getenv ("BACKROOM_TEST_DATA");
  g_autofree char *beside = g_build_filename (g_getenv ("BR_SOURCE_DIR"), "..", "shared", "data", NULL);
  g_autofree char *path = g_build_filename (data != NULL ? data : beside, folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_file_new_for_path (path) : NULL;
}

/* Real goods through the page: the numbers are those of the import below it (tests/service/test-real-input.c). */
static void
test_real_input (void)
{
  static const struct
  {
    const char *folder, *name;
    gint64 n_skus; /* after it */
  } files[] = { { "online_retail", "products.csv", 3958 }, { "off_ean", "ean_names_1.csv", 3958 + 29996 }, { "off_ean", "ean_names_2.csv", 3958 + 59994 } };
  g_autoptr (BrAppContext) context = fixture_signed_in ();
  GtkWidget *page = br_import_page_new (context);
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GFile) file = find_real_file (files[i].folder, files[i].name);

      if (file == NULL)
        {
          g_test_skip ("no test data");
          break;
        }
      br_import_page_open (BR_IMPORT_PAGE (page), file);
      wait_for_step (page, "columns");
      g_assert_true (gtk_widget_activate_action (page, "import.check", NULL));
      wait_for_step (page, "verdicts");
      g_assert_true (gtk_widget_activate_action (page, "import.run", NULL));
      wait_for_step (page, "done");
      g_assert_cmpint (n_skus (context), ==, files[i].n_skus);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_not_a_table (void)
{
  g_autoptr (BrAppContext) context = fixture_signed_in ();
  g_autoptr (GFile) file = write_file ("");
  GtkWidget *page = g_object_ref_sink (br_import_page_new (context));

  br_import_page_open (BR_IMPORT_PAGE (page), file);
  wait_for_step (page, "error");
  g_assert_true (gtk_widget_activate_action (page, "import.back", NULL));
  wait_for_step (page, "file");
  g_assert_finalize_object (page);
}

static void
test_lines (void)
{
  const char *const headers[] = { "code", "price" };
  const char *text = "code,price\nA,lots\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (BrAppContext) context = fixture_signed_in ();
  g_autoptr (BrImport) import = br_import_new (bytes, "test.csv", NULL);
  BrImportOptions options = { .actor = { .role = BR_ROLE_HQ_ADMIN }, .label = "test", .policy = BR_IMPORT_SKIP_ROWS, .digits = 2 };
  g_autoptr (BrImportReport) report = br_import_run (import, br_app_context_get_store (context), &options, NULL, NULL, NULL);
  g_autoptr (BrImportMap) map = br_import_map_guess (headers, 2);
  g_autoptr (BrImportLines) lines = br_import_lines_new (report, map, BR_IMPORT_SHOW_PROBLEMS);
  g_autoptr (BrImportLines) fresh = br_import_lines_new (report, map, BR_IMPORT_SHOW_NEW);
  g_autoptr (BrImportLineItem) item = g_list_model_get_item (G_LIST_MODEL (lines), 0);
  g_autofree char *line = NULL;
  g_autofree char *reason = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (lines)), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fresh)), ==, 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fresh), 0));
  g_object_get (item, "line", &line, "reason", &reason, NULL);
  g_assert_cmpstr (line, ==, "2");
  g_assert_true (g_str_has_prefix (reason, "price: "));
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/import-page/whole-way", test_whole_way);
  g_test_add_func ("/import-page/real-input", test_real_input);
  g_test_add_func ("/import-page/not-a-table", test_not_a_table);
  g_test_add_func ("/import-page/lines", test_lines);
  return g_test_run ();
}
