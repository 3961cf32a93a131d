/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell: words of the sync line, commands and their keys, cards, chips, the window over an empty profile. */
#include "config.h"

#include "fixture.h"

#include "br-chip.h"
#include "br-commands.h"
#include "br-error.h"
#include "br-page-table.h"
#include "br-task.h"
#include "br-today-cards.h"
#include "br-window.h"
#include "br-words.h"

#define MINUTE_US (60ll * G_USEC_PER_SEC)

static void
test_sync_line (void)
{
  static const struct
  {
    BrSyncStatus status;
    const char *text;
    const char *style;
  } cases[] = {
    { { .state = BR_SYNC_NOT_ENROLLED }, "Not connected to an HQ", "dimmed" },
    { { .state = BR_SYNC_CONNECTING }, "Connecting…", "dimmed" },
    { { .state = BR_SYNC_WORKING, .progress = 25, .total = 100 }, "Syncing, 25 %", "accent" },
    { { .state = BR_SYNC_WORKING }, "Syncing…", "accent" },
    { { .state = BR_SYNC_IDLE }, "Not synced yet", "success" },
    { { .state = BR_SYNC_IDLE, .last_synced_us = 100 * MINUTE_US }, "Synced just now", "success" },
    { { .state = BR_SYNC_IDLE, .last_synced_us = 98 * MINUTE_US }, "Synced 2 min ago", "success" },
    { { .state = BR_SYNC_IDLE, .last_synced_us = 100 * MINUTE_US, .refused = 2 }, "Attention: 2", "warning" },
    { { .state = BR_SYNC_ATTENTION, .refused = 1 }, "Attention: 2", "warning" },
    { { .state = BR_SYNC_OFFLINE, .waiting_changes = 1 }, "Offline · 1 change waiting", "warning" },
    { { .state = BR_SYNC_OFFLINE, .waiting_changes = 12, .refused = 3 }, "Offline · 12 changes waiting", "warning" }, /* offline first */
    { { .state = BR_SYNC_REVOKED, .waiting_changes = 1 }, "HQ has locked this device out", "error" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BrSyncWords words;

      br_words_sync (&cases[i].status, 100 * MINUTE_US, &words);
      g_assert_cmpstr (words.text, ==, cases[i].text);
      g_assert_cmpstr (words.style, ==, cases[i].style);
      br_sync_words_clear (&words);
    }
}

/* Every field of the schema has a word, every error a sentence. */
static void
test_words_complete (void)
{
  for (int kind = 1; kind < BR_N_KINDS; kind++)
    {
      const BrKindInfo *info = br_schema_get (kind);

      g_assert_cmpstr (br_words_kind (kind), !=, "");
      for (guint field = 0; field < info->n_fields; field++)
        g_assert_cmpstr (br_words_field (kind, field), !=, "");
    }
  for (int code = BR_ERROR_INVALID; code <= BR_ERROR_CANCELLED_BY_USER; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (BR_ERROR, code, "x");
      g_autoptr (GError) unknown = g_error_new_literal (BR_ERROR, 9999, "x");
      g_autofree char *sentence = br_words_error (error);
      g_autofree char *fallback = br_words_error (unknown);

      g_assert_cmpstr (sentence, !=, fallback);
    }
}

/* What GIO says of files has words, too. */
static void
test_file_errors (void)
{
  static const struct
  {
    GQuark (*domain) (void);
    int code;
    const char *begins;
  } cases[] = {
    { g_io_error_quark, G_IO_ERROR_NOT_FOUND, "The file is not there." },    { g_io_error_quark, G_IO_ERROR_PERMISSION_DENIED, "This file may not be opened" },
    { g_io_error_quark, G_IO_ERROR_NO_SPACE, "The disk is full." },          { g_io_error_quark, G_IO_ERROR_IS_DIRECTORY, "A file could not be read" },
    { g_markup_error_quark, G_MARKUP_ERROR_PARSE, "Something went wrong." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (cases[i].domain (), cases[i].code, "x");
      g_autofree char *sentence = br_words_error (error);

      g_assert_true (g_str_has_prefix (sentence, cases[i].begins));
    }
}

static void
test_values (void)
{
  static const struct
  {
    BrKind kind;
    guint field;
    gint64 value;
    const char *text;
  } cases[] = {
    { BR_KIND_PRICE, BR_PRICE_AMOUNT, 1290, "12.90" },          { BR_KIND_PRICE, BR_PRICE_KIND, BR_PRICE_PROMOTIONAL, "Promotional" },
    { BR_KIND_SKU, BR_SKU_STATUS, BR_STATUS_LISTED, "Listed" }, { BR_KIND_SKU, BR_SKU_STATUS, 99, "—" }, /* from a newer Backroom */
    { BR_KIND_TAX_CLASS, BR_TAX_CLASS_RATE, 1300, "13.00 %" },  { BR_KIND_PERSON, BR_PERSON_ACTIVE, 0, "No" },
  };
  BrValue none = BR_VALUE_INIT;
  g_autofree char *nothing = br_words_value (BR_KIND_SKU, BR_SKU_COST, &none, 2);

  g_assert_cmpstr (nothing, ==, "—");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BrValue value = BR_VALUE_INIT;
      g_autofree char *text = NULL;

      br_value_set_int (&value, cases[i].value);
      text = br_words_value (cases[i].kind, cases[i].field, &value, 2);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* All actions parse, no key is used twice, and a person's own key takes it from its old owner. */
static const BrCommand *
find_command (const char *action)
{
  guint n;
  const BrCommand *commands = br_commands_get (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (commands[i].action, action))
      return &commands[i];
  g_assert_not_reached ();
}

/* A key taken for something everywhere leaves no page that uses it for something else. */
static void
test_key_of_every_page (GSettings *settings)
{
  const BrCommand *open = find_command ("products.open"), *choose = find_command ("import.choose"), *palette = find_command ("win.palette");

  g_assert_null (br_commands_find_accel (settings, open, "<Control>o"));
  br_commands_set_accel (settings, palette, "<Control>o");
  g_assert_true (br_commands_find_accel (settings, open, "<Control>o") == palette);
  g_assert_true (br_commands_find_accel (settings, choose, "<Control>o") == palette);
  br_commands_reset (settings, palette);
  br_commands_reset (settings, open);
  br_commands_reset (settings, choose);
  g_assert_null (br_commands_find_accel (settings, open, "<Control>o"));
}

static void
test_commands (void)
{
  g_autoptr (GSettings) settings = g_settings_new (BR_APP_ID);
  guint n;
  const BrCommand *commands = br_commands_get (&n);

  g_settings_reset (settings, "shortcuts");
  for (guint i = 0; i < n; i++)
    {
      g_auto (GStrv) accels = br_commands_dup_accels (settings, &commands[i]);
      g_autofree char *name = NULL;
      g_autoptr (GVariant) target = NULL;

      g_assert_true (g_action_parse_detailed_name (commands[i].action, &name, &target, NULL));
      for (char **accel = accels; *accel != NULL; accel++)
        {
          g_assert_true (gtk_accelerator_parse (*accel, NULL, NULL));
          g_assert_null (br_commands_find_accel (settings, &commands[i], *accel));
        }
    }
  g_assert_true (br_commands_find_accel (settings, &commands[0], "<Control>f") == &commands[1]);
  br_commands_set_accel (settings, &commands[2], "<Control>f");
  g_assert_true (br_commands_find_accel (settings, &commands[0], "<Control>f") == &commands[2]);
  br_commands_reset (settings, &commands[2]);
  br_commands_reset (settings, &commands[1]);
  g_assert_true (br_commands_find_accel (settings, &commands[0], "<Control>f") == &commands[1]);
  test_key_of_every_page (settings);
}

/* Cards lead to pages that exist, their searches are understood, titles carry the count. */
static void
test_cards (void)
{
  guint n;
  const BrTodayCard *cards = br_today_cards_get (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = br_today_card_title (&cards[i], 7);
      gsize offset, length;

      g_assert_nonnull (br_page_table_find (cards[i].page));
      g_assert_true ((cards[i].count == NULL) != (cards[i].search == NULL));
      g_assert_null (strstr (title, "{n}"));
      if (cards[i].search != NULL)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (BrSearch) search = br_search_parse (cards[i].search, 2, &offset, &length, &error);

          g_assert_no_error (error);
          g_assert_nonnull (strstr (title, "7"));
        }
    }
}

static void
test_task (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (BrTask) task = br_task_new ("Import", cancellable, 0);

  br_task_set_progress (task, 250, 1000, 10 * G_USEC_PER_SEC);
  g_assert_cmpfloat (br_task_get_fraction (task), ==, 0.25);
  g_assert_cmpstr (br_task_get_detail (task), ==, "250 of 1000 · 25 a second · 30 seconds left");
  br_task_set_progress (task, 5, 0, 10 * G_USEC_PER_SEC); /* unknown total */
  g_assert_cmpfloat (br_task_get_fraction (task), <, 0);
  br_task_cancel (task);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  br_task_finish (task, "Stopped");
  br_task_set_progress (task, 6, 10, 11 * G_USEC_PER_SEC); /* too late: changes nothing */
  g_assert_cmpstr (br_task_get_detail (task), ==, "Stopped");
  g_assert_false (br_task_can_cancel (task));
}

static void
test_chips (void)
{
  GtkWidget *chip = g_object_ref_sink (br_chip_new ());

  g_assert_false (gtk_widget_get_visible (chip));
  for (int state = BR_CHIP_NONE + 1; state < BR_N_CHIPS; state++)
    {
      br_chip_set_state (BR_CHIP (chip), state);
      g_assert_true (gtk_widget_get_visible (chip));
      g_assert_cmpstr (br_chip_state_get_word (state), !=, "");
    }
  g_assert_finalize_object (chip);
}

/* A window over an empty profile: first run, nothing of the pages reachable; it goes away whole. */
static void
test_window (void)
{
  g_autoptr (AdwApplication) application = ADW_APPLICATION (adw_application_new ("app.backroom.Test", G_APPLICATION_NON_UNIQUE));
  BrAppContext *context = fixture_context ();
  BrWindow *window;
  gpointer gone;

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  window = br_window_new (application, context);
  g_assert_null (br_window_get_page (window));
  g_assert_null (br_window_show_page (window, "today"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.palette", NULL); /* nobody is signed in: it is off */
  g_assert_null (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
  g_assert_true (br_app_context_of (GTK_WIDGET (window)) == context);
  gone = window;
  g_object_add_weak_pointer (G_OBJECT (window), &gone);
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (gone);
  g_object_unref (context);
}

/* Who signs out leaves nothing open: what is over the pages goes with them. */
static void
test_sign_out (void)
{
  g_autoptr (AdwApplication) application = ADW_APPLICATION (adw_application_new ("app.backroom.TestSignOut", G_APPLICATION_NON_UNIQUE));
  g_autoptr (BrAppContext) context = fixture_signed_in ();
  BrWindow *window;

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  window = br_window_new (application, context);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_nonnull (br_window_get_page_id (window));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.palette", NULL);
  br_window_toast (window, "Print…");
  settle ();
  g_assert_nonnull (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
  br_session_service_sign_out (br_app_context_get_session (context));
  settle ();
  g_assert_null (br_window_get_page_id (window));
  g_assert_null (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
  g_assert_null (find_widget (GTK_WIDGET (window), GTK_TYPE_LABEL, "Print…"));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/shell/sync-line", test_sync_line);
  g_test_add_func ("/shell/words-complete", test_words_complete);
  g_test_add_func ("/shell/file-errors", test_file_errors);
  g_test_add_func ("/shell/values", test_values);
  g_test_add_func ("/shell/commands", test_commands);
  g_test_add_func ("/shell/cards", test_cards);
  g_test_add_func ("/shell/task", test_task);
  g_test_add_func ("/shell/chips", test_chips);
  g_test_add_func ("/shell/window", test_window);
  g_test_add_func ("/shell/sign-out", test_sign_out);
  return g_test_run ();
}
