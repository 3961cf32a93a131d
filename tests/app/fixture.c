/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fixture.h"

#include "br-edit-store.h"
#include "br-store.h"
#include "br-worker.h"

#include <sodium.h>
#include <string.h>

/* Of settling: pauses of pages before they ask are shorter than the first; the second is for what the answers do to the window. */
#define PAUSE_US (G_USEC_PER_SEC / 5)
#define QUIET_US (G_USEC_PER_SEC / 20)

extern GResource *br_ui_get_resource (void);

static BrAppContext *newest; /* weak; the last one made */

void
fixture_init (int *argc, char ***argv)
{
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_test_init (argc, argv, NULL);
  br_thread_set_main ();
  adw_init ();
  g_resources_register (br_ui_get_resource ());
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  br_app_context_open_finish (BR_APP_CONTEXT (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

BrAppContext *
fixture_context (void)
{
  g_autofree char *dir = g_dir_make_tmp ("backroom-test-XXXXXX", NULL);
  BrAppContext *context = br_app_context_new (br_clock_system ());
  gboolean opened = FALSE;

  br_app_context_open_async (context, dir, opened_cb, &opened);
  wait_for (&opened);
  g_set_weak_pointer (&newest, context);
  return context;
}

static gboolean
put_person (BrStoreTx *tx, gpointer data, GError **error)
{
  BrEditor editor = { .actor = { .role = BR_ROLE_HQ_ADMIN }, .label = "test", .mode = BR_EDIT_ATOMIC };
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  BrId id = br_id_make (tx->clock, tx->random);
  g_autoptr (BrRecord) person = br_record_new (BR_KIND_PERSON, &id);
  char hash[crypto_pwhash_STRBYTES];
  BrId change;

  g_assert_cmpint (crypto_pwhash_str (hash, "secret", 6, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN), ==, 0);
  br_value_set_text (&person->cells[BR_PERSON_NAME], "Mei");
  br_value_set_text (&person->cells[BR_PERSON_LOGIN], "mei");
  br_value_set_text (&person->cells[BR_PERSON_PASSWORD], hash);
  br_value_set_int (&person->cells[BR_PERSON_ROLE], BR_ROLE_HQ_ADMIN);
  br_value_set_int (&person->cells[BR_PERSON_ACTIVE], 1);
  return br_edit_batch_put (batch, NULL, person, error) && br_edit_batch_finish (batch, &change, NULL, error);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  br_session_service_sign_in_finish (BR_SESSION_SERVICE (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

BrAppContext *
fixture_signed_in (void)
{
  BrAppContext *context = fixture_context ();
  gboolean signed_in = FALSE;

  g_assert_true (br_store_write (br_app_context_get_store (context), put_person, NULL, NULL));
  br_session_service_sign_in_async (br_app_context_get_session (context), "mei", "secret", NULL, signed_in_cb, &signed_in);
  wait_for (&signed_in);
  return context;
}

void
wait_for (const gboolean *done)
{
  while (!*done)
    g_main_context_iteration (NULL, TRUE);
}

static void
run_for (gint64 us)
{
  gint64 end = g_get_monotonic_time () + us;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static gboolean
passed_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Answers that wait for main are of this priority, and so come before what is added behind them. */
static void
take_answers (void)
{
  gboolean passed = FALSE;

  g_idle_add_full (G_PRIORITY_DEFAULT, passed_cb, &passed, NULL);
  wait_for (&passed);
}

static gboolean
is_idle (void)
{
  return newest == NULL || br_store_is_idle (br_app_context_get_store (newest));
}

void
settle (void)
{
  gboolean idle;

  run_for (PAUSE_US);
  do
    {
      idle = is_idle ();
      if (!idle)
        g_usleep (1000);
      take_answers (); /* which may ask anew */
    }
  while (!idle || !is_idle ());
  run_for (QUIET_US);
}

gboolean
has_text (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_text (child, text))
      return TRUE;
  return FALSE;
}

/* Whether a property the widget may have, or not, is `text`. */
static gboolean
says (GtkWidget *widget, const char *property, const char *text)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (widget), property);
  g_autofree char *own = NULL;

  if (pspec == NULL || pspec->value_type != G_TYPE_STRING)
    return FALSE;
  g_object_get (widget, property, &own, NULL);
  return g_strcmp0 (own, text) == 0;
}

GtkWidget *
find_widget (GtkWidget *widget, GType type, const char *text)
{
  if (!gtk_widget_get_visible (widget))
    return NULL;
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type)
      && (text == NULL || says (widget, "label", text) || says (widget, "title", text) || says (widget, "tooltip-text", text)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}
