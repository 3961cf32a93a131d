/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Learning a sticker in the dialog, over a real store: it is the sticker somebody still waits for that is learned, and no other. */
#include "config.h"

#include "fixture.h"

#include "br-actions.h"
#include "br-station-store.h"
#include "br-tag-bind-dialog.h"
#include "br-tag-binding-store.h"
#include "br-tag-store.h"

#define KEY "0A3F67CF91000001"

/* What a station, that is paused so that nobody looks for it, says of its tag. */
static gboolean
hear_job (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (BrStation) station = br_station_new ();
  BrTagSighting sighting = { .tag = KEY, .type_code = 1, .temperature = G_MININT, .wake = BR_TAG_WAKE_BUTTON, .heard_us = br_clock_now_us (tx->clock) };
  gint64 *id = data;

  station->driver = g_strdup ("oepl");
  station->name = g_strdup ("Hall");
  station->address = g_strdup ("127.0.0.1:9");
  station->paused = TRUE;
  if (*id == 0 && !br_station_store_put (tx, station, id, error))
    return FALSE;
  return br_tag_store_hear (tx, *id, &sighting, 1, error);
}

/* Somebody presses the button of the only tag. `station`: its id; 0 = it is new. */
static void
press (BrAppContext *context, gint64 *station)
{
  g_autoptr (GError) error = NULL;

  br_store_tags_write (br_app_context_get_store (context), hear_job, station, &error);
  g_assert_no_error (error);
}

typedef struct
{
  const char *code;
  gint64 tag; /* 0 = it means none */
} Sticker;

static gboolean
find_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Sticker *sticker = data;

  return br_tag_code_find (db, sticker->code, &sticker->tag, error);
}

static gboolean
is_learned (BrAppContext *context, const char *code)
{
  Sticker sticker = { code, 0 };
  g_autoptr (GError) error = NULL;

  br_store_read (br_app_context_get_store (context), find_job, &sticker, NULL, &error);
  g_assert_no_error (error);
  return sticker.tag != 0;
}

static void
wait_for_text (GtkWidget *root, const char *text)
{
  while (!has_text (root, text))
    g_main_context_iteration (NULL, TRUE);
}

/* It is scanned, and its tag's button is waited for. */
static void
begin_to_learn (BrTagBindDialog *dialog, const char *code)
{
  br_tag_bind_dialog_scan (dialog, code);
  wait_for_text (GTK_WIDGET (dialog), "Nothing Has This Code");
  g_assert_true (br_action_activate (GTK_WIDGET (dialog), "bind.learn"));
  g_assert_true (has_text (GTK_WIDGET (dialog), "Press the Button"));
}

static BrTagBindDialog *
open_dialog (BrAppContext *context, GtkWidget **window)
{
  BrTagBindDialog *dialog = br_tag_bind_dialog_new (context);

  *window = adw_window_new ();
  gtk_window_present (GTK_WINDOW (*window));
  adw_dialog_present (ADW_DIALOG (dialog), *window);
  return dialog;
}

static void
close_dialog (BrTagBindDialog *dialog, GtkWidget *window)
{
  adw_dialog_force_close (ADW_DIALOG (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
wait_until_gone (BrTagBindDialog **dialog)
{
  while (*dialog != NULL) /* what is under way holds it */
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

/* A sticker that was given up is not learned when the button is pressed for the next. */
static void
test_start_again (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  BrTagBindDialog *dialog;
  GtkWidget *window;
  gint64 station = 0;

  press (context, &station);
  dialog = open_dialog (context, &window);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  begin_to_learn (dialog, "STICKER-7");
  g_assert_true (br_action_activate (GTK_WIDGET (dialog), "bind.restart"));
  begin_to_learn (dialog, "STICKER-8");
  begin_to_learn (dialog, "STICKER-9"); /* scanned in its place */
  press (context, &station);
  wait_for_text (GTK_WIDGET (dialog), "Now Scan the Product");
  close_dialog (dialog, window);
  wait_until_gone (&dialog);
  g_assert_true (is_learned (context, "STICKER-9"));
  g_assert_false (is_learned (context, "STICKER-8"));
  g_assert_false (is_learned (context, "STICKER-7"));
}

/* Who closes the dialog has given up: a button that is pressed later teaches nothing. */
static void
test_close (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  BrTagBindDialog *dialog;
  GtkWidget *window;
  gint64 station = 0;

  press (context, &station);
  dialog = open_dialog (context, &window);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  begin_to_learn (dialog, "STICKER-7");
  close_dialog (dialog, window);
  press (context, &station);
  wait_until_gone (&dialog);
  g_assert_false (is_learned (context, "STICKER-7"));
}

static GtkWidget *
find_entry (GtkWidget *root)
{
  GtkWidget *found = ADW_IS_ENTRY_ROW (root) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_entry (child);
  return found;
}

/* An Enter that comes with the code does not answer what the code has just asked; a person's does. */
static void
test_enter (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  BrTagBindDialog *dialog;
  GtkWidget *window, *code_row;

  dialog = open_dialog (context, &window);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  code_row = find_entry (GTK_WIDGET (dialog)); /* the first */
  br_tag_bind_dialog_scan (dialog, "STICKER-7");
  wait_for_text (GTK_WIDGET (dialog), "Nothing Has This Code");
  g_signal_emit_by_name (code_row, "entry-activated");
  g_assert_true (has_text (GTK_WIDGET (dialog), "Nothing Has This Code"));
  g_usleep (700 * 1000);
  g_signal_emit_by_name (code_row, "entry-activated");
  g_assert_true (has_text (GTK_WIDGET (dialog), "Press the Button"));
  close_dialog (dialog, window);
  wait_until_gone (&dialog);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/tag-learn/start-again", test_start_again);
  g_test_add_func ("/tag-learn/close", test_close);
  g_test_add_func ("/tag-learn/enter", test_enter);
  return g_test_run ();
}
