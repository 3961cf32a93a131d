/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of shelf tags: every template loads, actions are enabled as stated, views are shown as they are, nothing is left over. */
#include "config.h"

#include "fixture.h"

#include "br-actions.h"
#include "br-certificate.h"
#include "br-list-reader.h"
#include "br-page.h"
#include "br-station-add.h"
#include "br-station-row.h"
#include "br-tag-bind-dialog.h"
#include "br-tag-columns.h"
#include "br-tag-design-card.h"
#include "br-tag-pane.h"
#include "br-tag-rows.h"
#include "br-tag-thumbs.h"
#include "br-tags-page.h"
#include "br-truth-columns.h"
#include "br-view-model.h"
#include <string.h>

#define MINUTE (60ll * G_USEC_PER_SEC)

/* A bound tag, as the store would give it. */
static BrTagView *
new_tag (guint32 row, const char *name)
{
  BrTagView *tag = br_tag_view_new ();

  tag->row = row;
  tag->key = g_strdup_printf ("0A3F67CF9100%04X", row);
  tag->name = g_strdup (name);
  tag->place = g_strdup ("Aisle 3");
  tag->sku.bytes[0] = 1;
  tag->type = *br_tag_type_find (1);
  tag->shows = BR_TAG_SHOWS_WANTED;
  tag->proof = BR_TAG_PROOF_PIXELS;
  tag->wanted_minor = tag->shown_minor = 390;
  tag->shown_us = tag->heard_us = MINUTE;
  tag->attention = BR_TAG_ATTENTION_BATTERY;
  tag->battery_mv = 2380;
  return tag;
}

static void
test_page (void)
{
  static const char *const views[] = { "mismatch", "stations", "designs", "failed", "tags" };
  g_autoptr (BrAppContext) context = fixture_context ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = br_tags_page_new (context);

  gtk_window_set_child (GTK_WINDOW (window), page);
  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      br_page_show_filter (BR_PAGE (page), views[i]);
      settle ();
    }
  g_assert_true (has_text (page, "Nothing Matches")); /* of "failed" */
  br_page_show_filter (BR_PAGE (page), "all");
  settle ();
  g_assert_true (has_text (page, "No Shelf Tags Yet"));
  g_assert_true (has_text (page, "No Station Yet"));
  g_assert_true (has_text (page, "No Product Has a Tag Yet"));
  g_assert_null (br_action_find (page, "tags.unbind"));
  g_assert_null (br_action_find (page, "tags.find"));
  g_assert_nonnull (br_action_find (page, "shelf.bind"));
  g_assert_cmpint (br_tags_page_badge (context), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  g_assert_null (page);
}

/* A code that nothing has is said to be unknown, and can be learnt; nothing is bound. */
static void
test_bind_dialog (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  GtkWidget *window = adw_window_new (), *row;
  BrTagBindDialog *dialog = br_tag_bind_dialog_new (context);

  gtk_window_present (GTK_WINDOW (window));
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  adw_dialog_present (ADW_DIALOG (dialog), window);
  g_assert_true (has_text (GTK_WIDGET (dialog), "Scan a Tag or a Product"));
  g_assert_null (br_action_find (GTK_WIDGET (dialog), "bind.learn"));
  g_assert_true (br_widget_offer_code (find_widget (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "Scan a Tag or a Product"), "STICKER-7"));
  settle ();
  g_assert_true (has_text (GTK_WIDGET (dialog), "Nothing Has This Code"));
  g_assert_nonnull (br_action_find (GTK_WIDGET (dialog), "bind.learn"));
  g_assert_null (br_action_find (GTK_WIDGET (dialog), "bind.agree"));
  g_assert_null (br_action_find (GTK_WIDGET (dialog), "bind.undo"));
  row = find_widget (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, "Code, by hand");
  br_tag_bind_dialog_scan (dialog, "STICKER-8");
  g_signal_emit_by_name (row, "entry-activated"); /* Enter, nothing typed, but meanwhile something was scanned */
  g_assert_false (has_text (GTK_WIDGET (dialog), "Press the Button"));
  settle ();
  g_usleep (700 * 1000); /* as long as it takes to read the question */
  g_signal_emit_by_name (row, "entry-activated");
  g_assert_true (has_text (GTK_WIDGET (dialog), "Press the Button"));
  g_assert_true (br_action_activate (GTK_WIDGET (dialog), "bind.restart"));
  g_assert_true (has_text (GTK_WIDGET (dialog), "Scan a Tag or a Product"));
  adw_dialog_force_close (ADW_DIALOG (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  while (dialog != NULL) /* until who looked for the button has heard that nobody does any more */
    g_main_context_iteration (NULL, TRUE);
}

/* What is known stands there in full: both prices, the proof, what to do. */
static void
test_pane (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autoptr (BrTagView) tag = new_tag (7, "Milk 1 l");
  g_autoptr (BrViewItem) item = br_view_item_new (&br_view_type_tag, 7, tag);
  g_autoptr (BrTagImage) image = br_tag_image_new (&tag->type, NULL);
  g_autoptr (GPtrArray) events = g_ptr_array_new ();
  BrTagPictures pictures = { .wanted = image };
  BrTagEventView event = { .at_us = MINUTE, .tag = 7, .code = BR_TAG_EVENT_BOUND, .name = (char *) "by Mei" };
  GtkWidget *window = gtk_window_new (), *pane = g_object_new (BR_TYPE_TAG_PANE, NULL);

  gtk_window_set_child (GTK_WINDOW (window), pane);
  g_object_add_weak_pointer (G_OBJECT (pane), (gpointer *) &pane);
  br_tag_pane_set_context (BR_TAG_PANE (pane), context);
  gtk_window_present (GTK_WINDOW (window));
  br_tag_pane_set_item (BR_TAG_PANE (pane), item);
  settle (); /* the cache knows no such tag: nothing comes */
  g_ptr_array_add (events, &event);
  br_tag_pane_show_pictures (BR_TAG_PANE (pane), &pictures);
  br_tag_pane_show_events (BR_TAG_PANE (pane), events);
  g_assert_true (has_text (pane, "Milk 1 l"));
  g_assert_true (has_text (pane, "Aisle 3"));
  g_assert_true (has_text (pane, "pixels verified"));
  g_assert_true (has_text (pane, "Have a battery"));
  g_assert_true (has_text (pane, "by Mei"));
  br_tag_pane_set_item (BR_TAG_PANE (pane), NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  g_assert_null (pane);
}

static guint n_reads;

static void
count_read (GtkWidget *widget, GCancellable *cancellable)
{
  n_reads++;
}

/* One read at a time: what changes while it runs, however often, is read once after it; of a list that cannot be seen nothing is. */
static void
test_reader (void)
{
  GtkWidget *window = gtk_window_new (), *list = gtk_label_new ("list");
  g_autoptr (BrListReader) reader = NULL;

  n_reads = 0;
  gtk_window_set_child (GTK_WINDOW (window), g_object_ref_sink (list));
  reader = br_list_reader_new (list, 10, count_read);
  br_list_reader_changed (reader);
  settle ();
  g_assert_cmpuint (n_reads, ==, 0);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  g_assert_cmpuint (n_reads, ==, 1);
  br_list_reader_changed (reader);
  br_list_reader_changed (reader);
  settle ();
  g_assert_cmpuint (n_reads, ==, 1); /* the first has not come yet */
  br_list_reader_ended (reader);
  settle ();
  g_assert_cmpuint (n_reads, ==, 2);
  br_list_reader_ended (reader);
  settle ();
  g_assert_cmpuint (n_reads, ==, 2);
  br_list_reader_start (reader);
  br_list_reader_start (reader); /* another question: at once */
  g_assert_cmpuint (n_reads, ==, 4);
  g_clear_pointer (&reader, br_list_reader_free);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (list);
}

static GtkWidget *
present_columns (BrAppContext *context, const BrViewTable *table, GListModel *items, GObject *data)
{
  GtkWidget *window = gtk_window_new (), *scroller = gtk_scrolled_window_new (), *view = gtk_column_view_new (NULL);
  g_autoptr (GtkSelectionModel) selection = GTK_SELECTION_MODEL (gtk_single_selection_new (g_object_ref (items)));

  br_view_columns_add (GTK_COLUMN_VIEW (view), table, context, data);
  gtk_column_view_set_model (GTK_COLUMN_VIEW (view), selection);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 400);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  return window;
}

/* 5,000 tags: items only for what is seen; a tag that changes is shown anew. */
static void
test_columns (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autoptr (BrTagThumbs) thumbs = br_tag_thumbs_new (context);
  g_autoptr (BrViewModel) model = br_view_model_new (&br_view_type_tag);
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func ((GDestroyNotify) br_tag_view_unref);
  g_autoptr (BrTagView) changed = new_tag (1, "Milk 1 l");
  guint32 *rows = g_new (guint32, 5000);
  g_autoptr (BrIdList) ids = br_id_list_new_take (rows, 5000);
  GtkWidget *window;
  BrViewItem *first;

  for (guint32 i = 0; i < 5000; i++)
    {
      rows[i] = i + 1;
      g_ptr_array_add (tags, new_tag (i + 1, "Milk 1 l"));
    }
  br_view_model_show (model, ids, tags);
  window = present_columns (context, &br_tag_columns, G_LIST_MODEL (model), G_OBJECT (thumbs));
  g_assert_true (has_text (window, "3.90"));
  g_assert_true (has_text (window, "Pixels verified"));
  g_assert_true (has_text (window, "2.38 V"));
  changed->shows = BR_TAG_SHOWS_FAILED;
  changed->wanted_minor = 590;
  first = g_list_model_get_item (G_LIST_MODEL (model), 0);
  br_view_item_set (first, changed);
  g_object_unref (first);
  g_assert_true (has_text (window, "5.90"));
  g_assert_true (has_text (window, "Needs you"));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

static void
test_truths (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autoptr (GListStore) items = g_list_store_new (BR_TYPE_VIEW_ITEM);
  g_autoptr (GPtrArray) truths = g_ptr_array_new_with_free_func ((GDestroyNotify) br_shelf_truth_unref);
  BrShelfTruth *truth = br_shelf_truth_new ();
  GtkWidget *window;

  truth->sku.bytes[0] = 1;
  truth->name = g_strdup ("Milk 1 l");
  truth->record_minor = 390;
  truth->tag_minor = 490;
  truth->paper_minor = truth->till_minor = G_MININT64;
  truth->tag_row = 7;
  truth->tag_key = g_strdup ("0000021A4B3C9D10");
  truth->n_tags = 1;
  truth->tag_proof = BR_TAG_PROOF_TAG;
  truth->differs = BR_SHELF_TAG_DIFFERS;
  g_ptr_array_add (truths, truth);
  br_view_list_show (items, &br_view_type_truth, truths);
  window = present_columns (context, &br_truth_columns, G_LIST_MODEL (items), NULL);
  g_assert_true (has_text (window, "3.90"));
  g_assert_true (has_text (window, "4.90"));
  g_assert_true (has_text (window, "Differs"));
  g_assert_true (has_text (window, "Tag 021A4B3C9D10"));
  g_assert_true (has_text (window, "Tag downloaded it"));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

static void
test_station (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  BrStationView *station = br_station_view_new ();
  g_autoptr (BrViewItem) item = NULL;
  GtkWidget *row;

  station->id = 3;
  station->driver = g_strdup ("oepl");
  station->name = g_strdup ("Aisles 1–4");
  station->address = g_strdup ("192.168.1.60");
  station->state = BR_STATION_UP;
  station->troubles = BR_STATION_TROUBLE_RADIO;
  item = br_view_item_new (&br_view_type_station, 0, station);
  br_station_view_unref (station);
  row = g_object_ref_sink (br_station_row_new (context, item));
  g_assert_true (has_text (row, "Aisles 1–4"));
  g_assert_true (has_text (row, "Works in part"));
  g_assert_true (has_text (row, "no tag hears it"));
  g_assert_cmpint (br_station_row_get_id (BR_STATION_ROW (row)), ==, 3);
  g_assert_finalize_object (row);
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *driver, *typed, *kept;
  } cases[] = {
    { "oepl", "192.168.1.60", "192.168.1.60" },
    { "oepl", " http://tags.shop/index.html ", "tags.shop" },
    { "oepl", "tags.shop:8080", "tags.shop:8080" },
    { "oepl", "[fe80::1]:81", "[fe80::1]:81" },
    { "oepl", "a b", NULL },
    { "oepl", "", NULL },
    { "oepl", "tags.shop:0", NULL },
    { "opticon", "/srv/esl", "/srv/esl" },
    { "opticon", "esl", NULL },
    { "exec", "/usr/bin/tags", "/usr/bin/tags" },
    { "exec", "rm -rf", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *kept = br_station_address (cases[i].driver, cases[i].typed);

      g_test_message ("%s: %s", cases[i].driver, cases[i].typed);
      g_assert_cmpstr (kept, ==, cases[i].kept);
    }
}

/* A kind of station that cannot be what was typed cannot even be tried. */
static void
test_station_add (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  GtkWidget *window = adw_window_new ();
  BrStationAdd *dialog = br_station_add_new (context);
  GtkWidget *address, *try_button;

  gtk_window_present (GTK_WINDOW (window));
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  adw_dialog_present (ADW_DIALOG (dialog), window);
  settle ();
  address = find_widget (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, "Address, such as 192.168.1.60");
  try_button = find_widget (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "_Try");
  g_assert_true (has_text (GTK_WIDGET (dialog), "forbids commercial use"));
  g_assert_false (gtk_widget_get_sensitive (try_button));
  gtk_editable_set_text (GTK_EDITABLE (address), "no address");
  g_assert_false (gtk_widget_get_sensitive (try_button));
  gtk_editable_set_text (GTK_EDITABLE (address), "127.0.0.1:1");
  g_assert_true (gtk_widget_get_sensitive (try_button));
  g_assert_null (find_widget (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "_Add")); /* not before it answered */
  adw_dialog_force_close (ADW_DIALOG (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  g_assert_null (dialog);
}

static void
test_moments (void)
{
  static const struct
  {
    const char *day, *time, *at; /* NULL = none */
  } cases[] = {
    { "2026-11-22", "14:02", "2026-11-22 14:02" },
    { " 2026-11-22 ", " 4:02 ", "2026-11-22 04:02" },
    { "2026-02-30", "14:02", NULL },
    { "2026-11-22", "24:00", NULL },
    { "2026-11-22x", "14:02", NULL },
    { "yesterday", "14:02", NULL },
    { "2026-11-22", "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 at_us = br_certificate_moment (cases[i].day, cases[i].time);
      g_autoptr (GDateTime) at = at_us != 0 ? g_date_time_new_from_unix_local_usec (at_us) : NULL;
      g_autofree char *text = at != NULL ? g_date_time_format (at, "%Y-%m-%d %H:%M") : NULL;

      g_assert_cmpstr (text, ==, cases[i].at);
    }
}

/* The till is only in a certificate of now: that is what is offered; another moment has to be one, and not yet to come. */
static void
test_certificate (void)
{
  static const struct
  {
    const char *day, *time;
    gboolean can_save;
  } cases[] = { { "2025-11-22", "14:02", TRUE }, { "2025-11-31", "14:02", FALSE }, { "2025-11-22", "", FALSE }, { "9999-11-22", "14:02", FALSE } };
  g_autoptr (BrAppContext) context = fixture_context ();
  GtkWidget *window = adw_window_new (), *dialog, *now, *day, *time;

  gtk_window_present (GTK_WINDOW (window));
  br_certificate_present (window, context);
  settle ();
  dialog = GTK_WIDGET (adw_window_get_visible_dialog (ADW_WINDOW (window)));
  now = find_widget (dialog, ADW_TYPE_SWITCH_ROW, NULL);
  g_assert_true (adw_switch_row_get_active (ADW_SWITCH_ROW (now)));
  g_assert_null (find_widget (dialog, ADW_TYPE_ENTRY_ROW, NULL)); /* not seen */
  g_assert_nonnull (br_action_find (dialog, "certificate.save"));
  adw_switch_row_set_active (ADW_SWITCH_ROW (now), FALSE);
  day = find_widget (dialog, ADW_TYPE_ENTRY_ROW, "Day, such as 2026-11-22");
  time = find_widget (dialog, ADW_TYPE_ENTRY_ROW, "Time, such as 14:02");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (day), cases[i].day);
      gtk_editable_set_text (GTK_EDITABLE (time), cases[i].time);
      g_assert_true ((br_action_find (dialog, "certificate.save") != NULL) == cases[i].can_save);
    }
  adw_switch_row_set_active (ADW_SWITCH_ROW (now), TRUE);
  g_assert_nonnull (br_action_find (dialog, "certificate.save"));
  adw_dialog_force_close (ADW_DIALOG (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

/* A design is drawn for a tag of just its size, in as many colours as there are. */
static void
test_design_type (void)
{
  g_autoptr (BrLabelTemplate) design = br_label_template_new ();
  g_autofree char *plain = NULL, *coloured = NULL;
  BrLabelObject *object = br_label_object_new (BR_LABEL_OBJECT_TEXT);

  design->media.width = 296 * BR_LABEL_TAG_PIXEL;
  design->media.height = 128 * BR_LABEL_TAG_PIXEL;
  g_assert_nonnull (br_tag_design_type (design));
  g_assert_cmpuint (br_tag_design_type (design)->width, ==, 296);
  g_assert_cmpuint (br_tag_design_type (design)->n_colours, ==, 4);
  g_ptr_array_add (design->objects, object);
  plain = br_tag_design_words (design);
  g_assert_cmpstr (plain, ==, "296 × 128 · white, black");
  object->ink = BR_TAG_YELLOW;
  coloured = br_tag_design_words (design); /* the other of two designs of that size */
  g_assert_cmpstr (coloured, ==, "296 × 128 · white, yellow");
  design->media.width = 17 * BR_LABEL_TAG_PIXEL;
  g_assert_null (br_tag_design_type (design));
}

/* Pixels of the columns that are left where there is less room, or of all. */
static int
sum_widths (const BrViewTable *table, gboolean all)
{
  int sum = 0;

  for (gsize i = 0; i < table->n_columns; i++)
    sum += all || !table->columns[i].in_pane ? table->columns[i].width : 0;
  return sum;
}

/* Columns have room where they are shown: list.blp and truths.blp say from what width on. */
static void
test_widths (void)
{
  static const struct
  {
    const BrViewTable *table;
    int few_px, all_px;
  } cases[] = { { &br_tag_columns, 640, 1000 }, { &br_truth_columns, 700, 1024 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (sum_widths (cases[i].table, FALSE), <=, cases[i].few_px);
      g_assert_cmpint (sum_widths (cases[i].table, TRUE), <=, cases[i].all_px);
    }
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/tags-page/page", test_page);
  g_test_add_func ("/tags-page/bind-dialog", test_bind_dialog);
  g_test_add_func ("/tags-page/pane", test_pane);
  g_test_add_func ("/tags-page/reader", test_reader);
  g_test_add_func ("/tags-page/columns", test_columns);
  g_test_add_func ("/tags-page/widths", test_widths);
  g_test_add_func ("/tags-page/truths", test_truths);
  g_test_add_func ("/tags-page/station", test_station);
  g_test_add_func ("/tags-page/addresses", test_addresses);
  g_test_add_func ("/tags-page/station-add", test_station_add);
  g_test_add_func ("/tags-page/moments", test_moments);
  g_test_add_func ("/tags-page/certificate", test_certificate);
  g_test_add_func ("/tags-page/design-type", test_design_type);
  return g_test_run ();
}
