/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cards and dialogs of the Activity page: which buttons a refusal has, what it says, that every template loads and nothing is left over. */
#include "config.h"

#include "fixture.h"

#include "br-activity-item.h"
#include "br-activity-page.h"
#include "br-change-dialog.h"
#include "br-loss-dialog.h"
#include "br-refusal-card.h"
#include "br-refusal-fix.h"
#include "br-refusal-words.h"
#include "br-words.h"

/* A refused renaming of a brand, or a refused new SKU; HQ has `theirs`, or nothing. */
static BrRefusal *
new_refusal (const char *code, BrKind kind, gboolean create, gboolean with_theirs)
{
  static const BrId id = { .bytes = { 1 } };
  BrRefusal *refusal = g_new0 (BrRefusal, 1);
  BrPatch *patch;
  BrValue before = BR_VALUE_INIT, after = BR_VALUE_INIT;
  guint field = kind == BR_KIND_SKU ? BR_SKU_CODE : BR_BRAND_NAME;

  br_value_set_text (&after, "mine");
  if (!create)
    br_value_set_text (&before, "base");
  refusal->edit = br_edit_new (&id, "Edit", BR_EDIT_ATOMIC);
  patch = br_edit_add_patch (refusal->edit, kind, &id, create ? 0 : 1, create);
  br_patch_add_cell (patch, field, &before, &after);
  *refusal = (BrRefusal) { .id = 1,
                           .kind = kind,
                           .uid = id,
                           .name = g_strdup ("Lotus"),
                           .label = g_strdup ("Edit"),
                           .code = g_strdup (code),
                           .edit = refusal->edit,
                           .patch = patch,
                           .names = g_hash_table_new (NULL, NULL) };
  if (with_theirs)
    {
      refusal->theirs = br_record_new (kind, &id);
      br_value_set_text (&refusal->theirs->cells[field], "theirs");
    }
  br_value_clear (&before);
  br_value_clear (&after);
  return refusal;
}

static GPtrArray *
card_of (BrRefusal *refusal)
{
  GPtrArray *refusals = g_ptr_array_new_with_free_func ((GDestroyNotify) br_refusal_free);

  g_ptr_array_add (refusals, refusal);
  return refusals;
}

/* What can be done follows from HQ's reason and from what HQ has. */
static void
test_cards (void)
{
  static const struct
  {
    const char *code;
    BrKind kind;
    gboolean create, with_theirs, deleted;
    const char *keep;
    gboolean apply, fix, show;
  } rows[] = {
    { "conflict", BR_KIND_BRAND, FALSE, TRUE, FALSE, "_Keep HQ’s", TRUE, TRUE, FALSE },
    { "conflict", BR_KIND_SKU, FALSE, TRUE, FALSE, "_Keep HQ’s", TRUE, TRUE, TRUE },
    { "conflict", BR_KIND_SKU, FALSE, TRUE, TRUE, "_Withdraw Mine", FALSE, FALSE, FALSE }, /* deleted there */
    { "duplicate_sku", BR_KIND_SKU, TRUE, FALSE, FALSE, "_Withdraw Mine", FALSE, TRUE, FALSE }, /* the same again would be refused again */
    { "refused_role", BR_KIND_SKU, FALSE, TRUE, FALSE, "_Keep HQ’s", TRUE, FALSE, TRUE },
    { "refused_place", BR_KIND_BRAND, FALSE, TRUE, FALSE, "_Keep HQ’s", FALSE, FALSE, FALSE },
    { "unknown_reference", BR_KIND_SKU, TRUE, FALSE, FALSE, "_Withdraw Mine", TRUE, FALSE, FALSE },
    { "a_code_of_tomorrow", BR_KIND_BRAND, FALSE, TRUE, FALSE, "_Keep HQ’s", TRUE, TRUE, FALSE },
  };
  g_autoptr (BrAppContext) context = fixture_context ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrRefusal *refusal = new_refusal (rows[i].code, rows[i].kind, rows[i].create, rows[i].with_theirs);
      g_autoptr (GPtrArray) refusals = card_of (refusal);
      g_autofree char *reason = NULL;
      GtkWidget *card;

      if (rows[i].deleted)
        br_value_set_int (&refusal->theirs->cells[BR_FIELD_DELETED], 1);
      reason = br_refusal_reason (refusal);
      card = g_object_ref_sink (br_refusal_card_new (context, refusals));
      g_test_message ("%s, kind %d", rows[i].code, rows[i].kind);
      g_assert_true (has_text (card, reason));
      g_assert_true (has_text (card, "mine"));
      g_assert_true (has_text (card, "base") == !rows[i].create);
      g_assert_true (has_text (card, "theirs") == (rows[i].with_theirs && !rows[i].deleted));
      g_assert_nonnull (find_widget (card, GTK_TYPE_BUTTON, rows[i].keep));
      g_assert_true ((find_widget (card, GTK_TYPE_BUTTON, "_Apply Mine Again") != NULL) == rows[i].apply);
      g_assert_true ((find_widget (card, GTK_TYPE_BUTTON, "_Edit and Send Again…") != NULL) == rows[i].fix);
      g_assert_true ((find_widget (card, GTK_TYPE_BUTTON, "_Show Product") != NULL) == rows[i].show);
      br_refusal_card_set_orientation (BR_REFUSAL_CARD (card), GTK_ORIENTATION_VERTICAL);
      g_assert_true (br_refusal_card_is_about (BR_REFUSAL_CARD (card), refusals));
      g_assert_finalize_object (card);
    }
}

/* What a clerk may not see is not on the card. Nobody is signed in here, who may see even less. */
static void
test_cost (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  BrRefusal *refusal = new_refusal ("conflict", BR_KIND_SKU, FALSE, TRUE);
  g_autoptr (GPtrArray) refusals = card_of (refusal);
  BrPatch *patch = &refusal->edit->patches[0];
  BrValue cost = BR_VALUE_INIT;
  GtkWidget *card;

  br_value_set_int (&cost, 12345);
  br_patch_add_cell (patch, BR_SKU_COST, &cost, &cost);
  card = g_object_ref_sink (br_refusal_card_new (context, refusals));
  g_assert_false (has_text (card, "123.45"));
  g_assert_true (has_text (card, "mine"));
  g_object_unref (card);
}

/* What the dialog sent. */
static void
fixed_cb (BrEdit *edited, gpointer user_data)
{
  g_object_set_data_full (user_data, "sent", g_strdup (edited->patches[0].cells[0].after.text), g_free);
}

/* Only what HQ could take can be sent; what was typed is sent. */
static void
test_fix (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autoptr (GPtrArray) refusals = card_of (new_refusal ("duplicate_sku", BR_KIND_SKU, TRUE, FALSE));
  GtkWidget *window = adw_window_new ();
  BrRefusalFix *dialog = br_refusal_fix_new (context, refusals, fixed_cb, G_OBJECT (context));
  GtkWidget *entry, *send;

  gtk_window_set_default_size (GTK_WINDOW (window), 600, 600);
  gtk_window_present (GTK_WINDOW (window));
  adw_dialog_present (ADW_DIALOG (dialog), window);
  settle ();
  entry = find_widget (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, NULL);
  send = find_widget (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "_Send Again");
  g_assert_nonnull (entry);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "mine");
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  g_assert_false (gtk_widget_get_sensitive (send));
  gtk_editable_set_text (GTK_EDITABLE (entry), " other ");
  g_assert_true (gtk_widget_get_sensitive (send));
  g_signal_emit_by_name (send, "clicked");
  settle ();
  g_assert_cmpstr (g_object_get_data (G_OBJECT (context), "sent"), ==, "other");
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

/* The dialog of losses names them all; that of a change nobody knows says so. */
static void
test_dialogs (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autoptr (GPtrArray) losses = g_ptr_array_new_with_free_func ((GDestroyNotify) br_undo_loss_free);
  GtkWidget *window = adw_window_new ();
  BrUndoLoss *loss = g_new0 (BrUndoLoss, 1);
  BrLossDialog *dialog;
  BrChangeDialog *unknown;

  *loss = (BrUndoLoss) { .kind = BR_KIND_BRAND, .field = BR_BRAND_NAME, .name = g_strdup ("Lotus"), .person_name = g_strdup ("Mei"), .at_us = 1, .why = -1 };
  br_value_set_text (&loss->now, "new");
  br_value_set_text (&loss->wanted, "old");
  g_ptr_array_add (losses, loss);
  gtk_window_set_default_size (GTK_WINDOW (window), 600, 600);
  gtk_window_present (GTK_WINDOW (window));
  dialog = br_loss_dialog_new (context, losses, "The rest was undone");
  adw_dialog_present (ADW_DIALOG (dialog), window);
  g_assert_true (has_text (GTK_WIDGET (dialog), "Lotus · Name"));
  unknown = br_change_dialog_new (context, &(BrId) { .bytes = { 9 } }, "What Was Changed");
  adw_dialog_present (ADW_DIALOG (unknown), window);
  settle ();
  g_assert_true (has_text (GTK_WIDGET (unknown), "This Could Not Be Read"));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

/* What a line of the changes is called, and what its button does. */
static void
test_changes (void)
{
  static const struct
  {
    BrChangeSummary change;
    const char *title, *button; /* NULL = no button */
    BrChipState chip;
  } rows[] = {
    { { .label = (char *) "Edit", .n_patches = 1 }, "Edit", "Undo", BR_CHIP_NONE },
    { { .label = (char *) "Undo: Edit", .n_patches = 1, .is_undo = TRUE }, "Undo: Edit", "Redo", BR_CHIP_NONE },
    { { .label = (char *) "Edit", .n_patches = 1, .undone = TRUE }, "Edit", NULL, BR_CHIP_UNDONE },
    { { .label = (char *) "Edit", .n_patches = 1, .undone = TRUE, .withdrawn = TRUE }, "Edit", NULL, BR_CHIP_WITHDRAWN },
    { { .n_patches = 900, .from_hq = TRUE }, "Changes from HQ", NULL, BR_CHIP_FROM_HQ },
    { { .n_patches = 3, .from_hq = TRUE, .kind = BR_KIND_SKU, .name = (char *) "T1", .product_name = (char *) "Tea" },
      "Tea · T1 and 2 more",
      NULL,
      BR_CHIP_FROM_HQ },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrActivityItem) item = br_activity_item_new_change (&rows[i].change, 2);
      const char *label, *action = br_activity_item_get_action (item, &label);

      g_assert_cmpstr (br_activity_item_get_title (item), ==, rows[i].title);
      g_assert_cmpstr (action != NULL ? label : NULL, ==, rows[i].button);
      g_assert_cmpint (br_activity_item_get_state (item), ==, rows[i].chip);
    }
}

/* Lines of the log. */
static void
test_log (void)
{
  static const struct
  {
    const char *what, *detail, *title;
    BrSyncLogLevel level;
    BrChipState chip;
  } rows[] = {
    { "run", "sent=1 received=300", "1 change sent · 300 records received", BR_SYNC_LOG_INFO, BR_CHIP_NONE },
    { "run", "sent=2 refused=1", "2 changes sent · 1 record refused", BR_SYNC_LOG_WARNING, BR_CHIP_WARNING },
    { "offline", "connection refused", "HQ could not be reached", BR_SYNC_LOG_WARNING, BR_CHIP_WARNING },
    { "attention-fork", "fork: …", "This device is a copy or an old backup of another; enrol it again", BR_SYNC_LOG_ERROR, BR_CHIP_ERROR },
    { "of-tomorrow", NULL, "of-tomorrow", BR_SYNC_LOG_INFO, BR_CHIP_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrSyncLogEntry entry = { .at_us = 1, .level = rows[i].level, .what = (char *) rows[i].what, .detail = (char *) rows[i].detail };
      g_autoptr (BrActivityItem) item = br_activity_item_new_log (&entry, 2);

      g_assert_cmpstr (br_activity_item_get_title (item), ==, rows[i].title);
      g_assert_cmpint (br_activity_item_get_state (item), ==, rows[i].chip);
      g_assert_null (br_activity_item_get_change (item));
    }
}

static void
test_words (void)
{
  static const struct
  {
    BrKind kind;
    const char *name, *product_name, *text;
  } rows[] = {
    { BR_KIND_PRODUCT, "Tea", NULL, "Tea" },
    { BR_KIND_SKU, "T1", "Tea", "Tea · T1" },
    { BR_KIND_PRICE, "T1", "Tea", "Tea · T1 · Price" }, /* a code alone would not say that it is a price */
    { BR_KIND_BRAND, NULL, NULL, "Brand" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = br_words_record (rows[i].kind, rows[i].name, rows[i].product_name);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

/* The page over an empty profile comes and goes. */
static void
test_page (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = br_activity_page_new (context);

  gtk_window_set_child (GTK_WINDOW (window), page);
  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  g_assert_true (gtk_widget_activate_action (page, "activity.copy-log", NULL));
  gtk_widget_activate_action (page, "activity.withdraw", "(ss)", "no id", "nothing"); /* does nothing */
  settle ();
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  g_assert_null (page);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/activity/cards", test_cards);
  g_test_add_func ("/app/activity/cost", test_cost);
  g_test_add_func ("/app/activity/fix", test_fix);
  g_test_add_func ("/app/activity/dialogs", test_dialogs);
  g_test_add_func ("/app/activity/changes", test_changes);
  g_test_add_func ("/app/activity/log", test_log);
  g_test_add_func ("/app/activity/words", test_words);
  g_test_add_func ("/app/activity/page", test_page);
  return g_test_run ();
}
