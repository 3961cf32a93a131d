/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor on a real cache: others change the same product meanwhile, and a long history. */
#include "config.h"

#include "fixture.h"

#include "br-actions.h"
#include "br-chip.h"
#include "br-editor-history.h"
#include "br-editor-shelf.h"
#include "br-page.h"
#include "br-product-editor.h"
#include "br-product-list.h"
#include "br-products-page.h"
#include "br-tag-row.h"

/** Fixture: a product "Tea" with the SKU "T1", open in an editor in a window. */
typedef struct
{
  BrAppContext *context;
  BrProductDetail *stored;
  GtkWidget *window;
  BrProductEditor *editor;
} Fixture;

/* What somebody else saves: the product as stored, with another text in a field. */
static void
save_text (Fixture *fixture, guint field, const char *text)
{
  BrProductDetail *after = br_product_detail_copy (fixture->stored);
  BrActor actor = { .role = BR_ROLE_HQ_ADMIN };
  g_autoptr (GError) error = NULL;
  BrId change;

  br_value_set_text (&after->product->cells[field], text);
  br_catalogue_save_product (br_app_context_get_store (fixture->context), &actor, "Edit", fixture->stored, after, &change, &error);
  g_assert_no_error (error);
  br_product_detail_free (fixture->stored);
  fixture->stored = after;
}

static BrProductDetail *
make_product (Fixture *fixture)
{
  BrProductDetail *detail = br_product_detail_new ();
  BrId product = br_id_make (br_clock_system (), br_random_system ()), sku_id = br_id_make (br_clock_system (), br_random_system ());
  BrRecord *sku = br_record_new (BR_KIND_SKU, &sku_id);
  BrActor actor = { .role = BR_ROLE_HQ_ADMIN };
  g_autoptr (GError) error = NULL;
  BrId change;

  detail->product = br_record_new (BR_KIND_PRODUCT, &product);
  br_value_set_text (&detail->product->cells[BR_PRODUCT_NAME], "Tea");
  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &product);
  br_value_set_text (&sku->cells[BR_SKU_CODE], "T1");
  br_value_set_int (&sku->cells[BR_SKU_STATUS], BR_STATUS_LISTED);
  g_ptr_array_add (detail->skus, sku);
  br_catalogue_save_product (br_app_context_get_store (fixture->context), &actor, "New", NULL, detail, &change, &error);
  g_assert_no_error (error);
  return detail;
}

static void
open_editor (Fixture *fixture)
{
  fixture->window = adw_window_new ();
  fixture->editor = br_product_editor_new (fixture->context, &fixture->stored->product->id, NULL);
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->editor));
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->context = fixture_context ();
  fixture->stored = make_product (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  br_product_detail_free (fixture->stored);
  g_object_unref (fixture->context);
}

/* The text of the row of the editor with this title. */
static const char *
row_text (Fixture *fixture, const char *title)
{
  return gtk_editable_get_text (GTK_EDITABLE (find_widget (GTK_WIDGET (fixture->editor), ADW_TYPE_ENTRY_ROW, title)));
}

static void
type_row (Fixture *fixture, const char *title, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find_widget (GTK_WIDGET (fixture->editor), ADW_TYPE_ENTRY_ROW, title)), text);
}

/* What only others changed comes in by itself; what both changed is asked about, with all three values, and mine stays until then. */
static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  open_editor (fixture);
  type_row (fixture, "Name", "My tea");
  save_text (fixture, BR_PRODUCT_NAME_ALT, "Second");
  settle ();
  g_assert_cmpstr (row_text (fixture, "Name in the second language"), ==, "Second");
  g_assert_cmpstr (row_text (fixture, "Name"), ==, "My tea");
  g_assert_null (find_widget (fixture->window, ADW_TYPE_ALERT_DIALOG, NULL));
  save_text (fixture, BR_PRODUCT_NAME, "Their tea");
  settle ();
  dialog = find_widget (fixture->window, ADW_TYPE_ALERT_DIALOG, NULL);
  g_assert_nonnull (dialog);
  g_assert_nonnull (find_widget (dialog, GTK_TYPE_LABEL, "Before: Tea"));
  g_assert_nonnull (find_widget (dialog, ADW_TYPE_ACTION_ROW, "My tea"));
  g_assert_cmpstr (row_text (fixture, "Name"), ==, "My tea");
  gtk_widget_activate (find_widget (dialog, ADW_TYPE_ACTION_ROW, "Their tea"));
  g_signal_emit_by_name (dialog, "response::use", "use");
  settle ();
  g_assert_cmpstr (row_text (fixture, "Name"), ==, "Their tea");
}

/* A new product with a scanned code is nothing to lose until something is typed; then leaving asks. */
static void
test_leave_new (Fixture *fixture, gconstpointer data)
{
  fixture->window = adw_window_new ();
  fixture->editor = br_product_editor_new (fixture->context, NULL, "6901234567892");
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->editor));
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
  g_assert_true (adw_navigation_page_get_can_pop (ADW_NAVIGATION_PAGE (fixture->editor)));
  type_row (fixture, "Name in the second language", "Thé");
  settle ();
  g_assert_false (adw_navigation_page_get_can_pop (ADW_NAVIGATION_PAGE (fixture->editor)));
  gtk_widget_activate_action (GTK_WIDGET (fixture->editor), "editor.close", NULL);
  settle ();
  g_assert_nonnull (find_widget (fixture->window, ADW_TYPE_ALERT_DIALOG, NULL));
  adw_dialog_force_close (adw_window_get_visible_dialog (ADW_WINDOW (fixture->window)));
}

/* The page says when closing its window would lose something. */
static void
test_would_lose (Fixture *fixture, gconstpointer data)
{
  BrPage *page = BR_PAGE (br_products_page_new (fixture->context));

  fixture->window = adw_window_new ();
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (page));
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
  g_assert_false (br_page_would_lose (page));
  br_page_open_record (page, BR_KIND_PRODUCT, &fixture->stored->product->id);
  settle ();
  settle ();
  fixture->editor = BR_PRODUCT_EDITOR (find_widget (GTK_WIDGET (page), BR_TYPE_PRODUCT_EDITOR, NULL));
  g_assert_false (br_page_would_lose (page));
  type_row (fixture, "Name", "My tea");
  g_assert_true (br_page_would_lose (page));
  type_row (fixture, "Name", "Tea");
  g_assert_false (br_page_would_lose (page)); /* as it was */
}

/* Keeping mine leaves the draft as it is, over what is stored now. */
static void
test_keep_mine (Fixture *fixture, gconstpointer data)
{
  open_editor (fixture);
  type_row (fixture, "Name", "My tea");
  save_text (fixture, BR_PRODUCT_NAME, "Their tea");
  settle ();
  g_signal_emit_by_name (find_widget (fixture->window, ADW_TYPE_ALERT_DIALOG, NULL), "response::keep", "keep");
  settle ();
  g_assert_cmpstr (row_text (fixture, "Name"), ==, "My tea");
}

/* Six hundred changes: not all at once, but all of them. */
static void
test_history (Fixture *fixture, gconstpointer data)
{
  GtkWidget *history, *more;
  guint first;

  for (guint i = 0; i < 600; i++)
    {
      g_autofree char *name = g_strdup_printf ("Tea %u", i);

      save_text (fixture, BR_PRODUCT_NAME, name);
    }
  open_editor (fixture);
  settle ();
  history = find_widget (GTK_WIDGET (fixture->editor), BR_TYPE_EDITOR_HISTORY, NULL);
  more = find_widget (history, GTK_TYPE_BUTTON, "Show Earlier Changes");
  first = br_editor_history_count (BR_EDITOR_HISTORY (history));
  g_assert_cmpuint (first, >, 100);
  g_assert_cmpuint (first, <, 601);
  g_assert_true (gtk_widget_get_visible (more));
  g_signal_emit_by_name (more, "clicked");
  settle ();
  settle ();
  g_assert_cmpuint (br_editor_history_count (BR_EDITOR_HISTORY (history)), ==, 601);
  g_assert_false (gtk_widget_get_visible (more));
}

static BrTagView *
new_tag (const BrSkuRow *article, BrTagShows shows)
{
  BrTagView *tag = br_tag_view_new ();

  tag->row = 1;
  tag->key = g_strdup ("0A3F67CF91000001");
  tag->name = g_strdup (article->name);
  tag->place = g_strdup ("Aisle 3");
  tag->sku = article->uid;
  tag->type = *br_tag_type_find (1);
  tag->shows = shows;
  tag->proof = BR_TAG_PROOF_PIXELS;
  tag->wanted_minor = 450;
  tag->shown_minor = 390;
  tag->shown_us = G_USEC_PER_SEC;
  return tag;
}

static BrShelfTruth *
new_truth (const BrSkuRow *article)
{
  BrShelfTruth *truth = br_shelf_truth_new ();

  truth->sku = article->uid;
  truth->name = g_strdup (article->name);
  truth->record_minor = 450;
  truth->tag_minor = 390;
  truth->paper_minor = truth->till_minor = G_MININT64;
  truth->differs = BR_SHELF_TAG_DIFFERS;
  return truth;
}

/* What the cache has of the product's shelf: one article, without tag or label; then what a tag of it would say; then it is unbound. */
static void
test_shelf (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrProductShelf) shelf = g_new0 (BrProductShelf, 1);
  BrSkuRow *article = br_sku_row_new ();
  GtkWidget *page;

  open_editor (fixture);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->editor), "editor.show-group", "s", "shelf"));
  settle ();
  page = find_widget (GTK_WIDGET (fixture->editor), BR_TYPE_EDITOR_SHELF, NULL);
  g_assert_nonnull (page);
  g_assert_true (has_text (page, "Tea · T1"));
  g_assert_true (has_text (page, "Neither a shelf tag nor a paper label"));
  g_assert_null (find_widget (page, BR_TYPE_TAG_ROW, NULL));

  article->name = g_strdup ("Tea");
  article->code = g_strdup ("T1");
  article->uid = ((BrRecord *) fixture->stored->skus->pdata[0])->id;
  shelf->articles = g_ptr_array_new_with_free_func ((GDestroyNotify) br_sku_row_unref);
  shelf->truths = g_ptr_array_new_with_free_func ((GDestroyNotify) br_shelf_truth_unref);
  shelf->tags = g_ptr_array_new_with_free_func ((GDestroyNotify) br_tag_view_unref);
  g_ptr_array_add (shelf->articles, article);
  g_ptr_array_add (shelf->truths, new_truth (article));
  g_ptr_array_add (shelf->tags, new_tag (article, BR_TAG_SHOWS_WAITING));
  br_editor_shelf_show (BR_EDITOR_SHELF (page), shelf);
  g_assert_true (has_text (page, "Record 4.50, tag 3.90"));
  g_assert_true (has_text (page, "Differs"));
  g_assert_true (has_text (page, "Aisle 3"));
  g_assert_nonnull (find_widget (page, GTK_TYPE_LABEL, "Should show"));
  g_assert_nonnull (br_action_find (find_widget (page, BR_TYPE_TAG_ROW, NULL), "tags.unbind"));
  ((BrTagView *) shelf->tags->pdata[0])->shows = BR_TAG_SHOWS_WANTED;
  br_editor_shelf_show (BR_EDITOR_SHELF (page), shelf);
  g_assert_null (find_widget (page, GTK_TYPE_LABEL, "Should show")); /* one picture is enough */
  g_ptr_array_set_size (shelf->tags, 0);
  br_editor_shelf_show (BR_EDITOR_SHELF (page), shelf);
  g_assert_null (find_widget (page, BR_TYPE_TAG_ROW, NULL));
}

/* The list of goods asks for what it shows; an article without tag and label is known to have none. */
static void
test_shelf_column (Fixture *fixture, gconstpointer data)
{
  BrProductList *list = br_product_list_new (fixture->context);
  GtkWidget *navigation = adw_navigation_view_new (), *chip;

  adw_navigation_view_push (ADW_NAVIGATION_VIEW (navigation), ADW_NAVIGATION_PAGE (list));
  fixture->window = adw_window_new ();
  adw_window_set_content (ADW_WINDOW (fixture->window), navigation);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1200, 600);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
  chip = find_widget (GTK_WIDGET (list), BR_TYPE_CHIP, NULL);
  g_assert_nonnull (chip);
  g_assert_true (has_text (chip, "—"));
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add ("/product-editor/conflict", Fixture, NULL, set_up, test_conflict, tear_down);
  g_test_add ("/product-editor/leave-new", Fixture, NULL, set_up, test_leave_new, tear_down);
  g_test_add ("/product-editor/would-lose", Fixture, NULL, set_up, test_would_lose, tear_down);
  g_test_add ("/product-editor/keep-mine", Fixture, NULL, set_up, test_keep_mine, tear_down);
  g_test_add ("/product-editor/history", Fixture, NULL, set_up, test_history, tear_down);
  g_test_add ("/product-editor/shelf", Fixture, NULL, set_up, test_shelf, tear_down);
  g_test_add ("/product-editor/shelf-column", Fixture, NULL, set_up, test_shelf_column, tear_down);
  return g_test_run ();
}
