/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of the store that was damaged is spoken of on its page, which works, until somebody has seen it. */
#include "config.h"

#include "fixture.h"

#include "br-labels-page.h"
#include "br-tags-page.h"

#include <string.h>

static const struct
{
  const char *kept, *file, *title, *heading, *works;
  GtkWidget *(*page) (BrAppContext *context);
} cases[] = {
  { "print-damaged-", "print.db", "The print queue was damaged and has been begun anew", "The Print Queue Was Damaged", "Nothing Is Waiting to Be Printed",
    br_labels_page_new },
  { "tags-damaged-", "tags.db", "What was known of the shelf tags was damaged and has been begun anew", "Shelf Tag Data Was Damaged", "No Shelf Tags Yet",
    br_tags_page_new },
};

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  br_app_context_open_finish (BR_APP_CONTEXT (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

/* The page in a window, new. */
static GtkWidget *
present (BrAppContext *context, guint nth)
{
  GtkWidget *window = adw_window_new (), *page = cases[nth].page (context);

  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  adw_window_set_content (ADW_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  g_assert_true (has_text (page, cases[nth].works));
  return window;
}

static void
answer (GtkWidget *window, AdwBanner *banner, guint nth, const char *response)
{
  AdwDialog *dialog;

  g_signal_emit_by_name (banner, "button-clicked");
  settle ();
  dialog = adw_window_get_visible_dialog (ADW_WINDOW (window));
  g_assert_true (ADW_IS_ALERT_DIALOG (dialog));
  g_assert_cmpstr (adw_alert_dialog_get_heading (ADW_ALERT_DIALOG (dialog)), ==, cases[nth].heading);
  g_assert_nonnull (strstr (adw_alert_dialog_get_body (ADW_ALERT_DIALOG (dialog)), cases[nth].kept)); /* the file that was kept */
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), response);
  adw_dialog_force_close (dialog);
  settle ();
}

static void
test_told (gconstpointer data)
{
  guint nth = GPOINTER_TO_UINT (data);
  g_autofree char *dir = g_dir_make_tmp ("backroom-damage-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, cases[nth].file, NULL);
  g_autoptr (BrAppContext) context = br_app_context_new (br_clock_system ());
  GtkWidget *window, *banner;
  gboolean opened = FALSE;

  g_file_set_contents (path, "this has never been a database, and it is longer than the header of one, which has a hundred bytes in all.", -1, NULL);
  br_app_context_open_async (context, dir, opened_cb, &opened);
  wait_for (&opened);
  for (guint i = 0; i < 2; i++)
    {
      window = present (context, nth);
      banner = find_widget (window, ADW_TYPE_BANNER, cases[nth].title);
      g_assert_nonnull (banner);
      g_assert_true (adw_banner_get_revealed (ADW_BANNER (banner)));
      answer (window, ADW_BANNER (banner), nth, i == 0 ? "later" : "seen");
      g_assert_cmpint (adw_banner_get_revealed (ADW_BANNER (banner)), ==, i == 0);
      gtk_window_destroy (GTK_WINDOW (window));
      settle ();
    }
  window = present (context, nth);
  banner = find_widget (window, ADW_TYPE_BANNER, cases[nth].title);
  g_assert_true (banner == NULL || !adw_banner_get_revealed (ADW_BANNER (banner)));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/damage/%s", cases[i].file);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_told);
    }
  return g_test_run ();
}
