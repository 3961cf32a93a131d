/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of shelf tags in a real window: tags that are gone are put away from the list, only they, several at once, and Undo has them back; keys. */
#include "config.h"

#include "fixture.h"

#include "br-actions.h"
#include "br-station-row.h"
#include "br-station-store.h"
#include "br-tag-binding-store.h"
#include "br-tag-pane.h"
#include "br-tag-store.h"
#include "br-window.h"

#define DAY (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)

/* Two dead tags, a dead one that is bound, and one that was just heard; their station is paused, so that nobody looks for it. */
static gboolean
fill_job (BrStoreTx *tx, gpointer data, GError **error)
{
  static const struct
  {
    const char *key;
    gint64 ago_us;
  } tags[] = { { "DEAD-1", 3 * DAY }, { "DEAD-2", 2 * DAY }, { "BOUND", 2 * DAY }, { "ALIVE", 0 } };
  g_autoptr (BrStation) station = br_station_new ();
  BrTagSighting sightings[G_N_ELEMENTS (tags)] = { 0 };
  BrTagBinding binding = { .sku = { { 1 } } };
  g_autoptr (BrTag) bound = NULL;
  gint64 id;

  station->driver = g_strdup ("oepl");
  station->name = g_strdup ("Hall");
  station->address = g_strdup ("127.0.0.1:9");
  station->paused = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_strlcpy (sightings[i].tag, tags[i].key, sizeof sightings[i].tag);
      sightings[i].type_code = 1;
      sightings[i].heard_us = br_clock_now_us (tx->clock) - tags[i].ago_us;
      sightings[i].temperature = G_MININT;
    }
  if (!br_station_store_put (tx, station, &id, error) || !br_tag_store_hear (tx, id, sightings, G_N_ELEMENTS (sightings), error))
    return FALSE;
  bound = br_tag_store_find (tx->db, "oepl", "BOUND", error);
  g_assert_nonnull (bound);
  binding.tag = bound->id;
  return br_tag_bind (tx, &binding, error);
}

static void
wait_for_text (GtkWidget *root, const char *text)
{
  while (!has_text (root, text))
    g_main_context_iteration (NULL, TRUE);
}

static BrWindow *
open_window (AdwApplication *application, BrAppContext *context)
{
  g_autoptr (GError) error = NULL;
  BrWindow *window;

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  br_store_tags_write (br_app_context_get_store (context), fill_job, NULL, &error);
  g_assert_no_error (error);
  window = br_window_new (application, context);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_nonnull (br_window_show_page (window, "tags"));
  wait_for_text (GTK_WIDGET (window), "4 tags");
  wait_for_text (GTK_WIDGET (window), "DEAD-1");
  return window;
}

static void
test_forget (void)
{
  g_autoptr (AdwApplication) application = ADW_APPLICATION (adw_application_new ("app.backroom.TestTagForget", G_APPLICATION_NON_UNIQUE));
  g_autoptr (BrAppContext) context = fixture_signed_in ();
  BrWindow *window = open_window (application, context);
  GtkWidget *root = GTK_WIDGET (window), *undo;

  g_assert_null (br_action_find (root, "tags.forget")); /* of none */
  g_assert_true (br_action_activate (root, "tags.select-all"));
  g_assert_true (br_action_activate (root, "tags.forget"));
  wait_for_text (root, "2 forgotten");
  wait_for_text (root, "2 tags");
  g_assert_false (has_text (root, "DEAD-1"));
  g_assert_true (has_text (root, "BOUND"));
  g_assert_true (has_text (root, "ALIVE"));
  undo = find_widget (root, GTK_TYPE_BUTTON, "Undo");
  g_assert_nonnull (undo);
  g_signal_emit_by_name (undo, "clicked");
  wait_for_text (root, "4 tags");
  wait_for_text (root, "DEAD-1");
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

/* Where there is nothing to forget it is said what can be. */
static void
test_alive (void)
{
  g_autoptr (AdwApplication) application = ADW_APPLICATION (adw_application_new ("app.backroom.TestTagAlive", G_APPLICATION_NON_UNIQUE));
  g_autoptr (BrAppContext) context = fixture_signed_in ();
  BrWindow *window = open_window (application, context);
  GtkWidget *root = GTK_WIDGET (window), *page;

  page = br_window_show_page (window, "tags");
  gtk_widget_activate_action (page, "shelf.search", "s", "ALIVE");
  wait_for_text (root, "1 of 4");
  g_assert_true (br_action_activate (root, "tags.select-all"));
  settle ();
  g_assert_null (find_widget (find_widget (root, BR_TYPE_TAG_PANE, NULL), GTK_TYPE_BUTTON, "For_get")); /* not offered */
  g_assert_true (br_action_activate (root, "tags.forget"));
  wait_for_text (root, "can be forgotten");
  gtk_widget_activate_action (page, "shelf.search", "s", "DEAD-1");
  wait_for_text (root, "DEAD-1");
  settle ();
  g_assert_true (br_action_activate (root, "tags.select-all"));
  wait_for_text (root, "If it is gone, forget it");
  g_assert_nonnull (find_widget (find_widget (root, BR_TYPE_TAG_PANE, NULL), GTK_TYPE_BUTTON, "For_get"));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

/* Who comes to a view by a key is in it. */
static void
test_focus (void)
{
  g_autoptr (AdwApplication) application = ADW_APPLICATION (adw_application_new ("app.backroom.TestTagFocus", G_APPLICATION_NON_UNIQUE));
  g_autoptr (BrAppContext) context = fixture_signed_in ();
  BrWindow *window = open_window (application, context);
  GtkWidget *page = br_window_show_page (window, "tags");

  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  gtk_widget_activate_action (page, "shelf.show-view", "s", "stations");
  settle ();
  g_assert_true (BR_IS_STATION_ROW (gtk_window_get_focus (GTK_WINDOW (window))));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/tag-forget/forget", test_forget);
  g_test_add_func ("/tag-forget/alive", test_alive);
  g_test_add_func ("/tag-forget/focus", test_focus);
  return g_test_run ();
}
