/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Today page: counts every card of the table, shows those that count something. */
#include "config.h"

#include "br-today-page.h"

#include "br-page-table.h"
#include "br-progress-button.h"
#include "br-today-cards.h"
#include "br-window.h"
#include "br-words.h"
#include <glib/gi18n.h>
#include <string.h>

/* Commits come in bursts; cards are counted at most this often. */
#define REFRESH_MS 500
#define MAX_CARDS 64

struct _BrTodayPage
{
  AdwBin parent_instance;

  BrAppContext *context;
  GCancellable *cancellable; /* of the page's life */
  guint refresh_id;
  guint n_pending;   /* searches on their way */
  gboolean again;    /* something changed meanwhile */
  gint64 counts[MAX_CARDS];
  gint64 shown_counts[MAX_CARDS]; /* of the cards in the list */
  gboolean shown;

  AdwWindowTitle *window_title;
  GtkStack *stack;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (BrTodayPage, br_today_page, ADW_TYPE_BIN)

/* One search on its way. */
typedef struct
{
  BrTodayPage *page; /* owned */
  guint card;
} Count;

static void queue_refresh (BrTodayPage *self); /* counting ends in counting again when something changed meanwhile */

static GtkWidget *
create_row (const BrTodayCard *card, gint64 count)
{
  g_autofree char *title = br_today_card_title (card, count);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *chip = br_chip_new ();

  br_chip_set_state (BR_CHIP (chip), card->urgency);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _(card->detail));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (card->icon));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), chip);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "br-card", (gpointer) card);
  return row;
}

static void
show_cards (BrTodayPage *self)
{
  guint n;
  const BrTodayCard *cards = br_today_cards_get (&n);
  gboolean any = FALSE;

  if (self->shown && memcmp (self->counts, self->shown_counts, sizeof self->counts) == 0)
    return; /* the cache changes all the time: the focus stays where it is */
  memcpy (self->shown_counts, self->counts, sizeof self->counts);
  self->shown = TRUE;
  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < n; i++)
    if (self->counts[i] > 0 && br_page_table_find (cards[i].page) != NULL)
      {
        gtk_list_box_append (self->list, create_row (&cards[i], self->counts[i]));
        any = TRUE;
      }
  gtk_stack_set_visible_child_name (self->stack, any ? "content" : "empty");
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Count *count = user_data;
  g_autoptr (BrTodayPage) self = count->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrIdList) ids = br_catalogue_service_query_finish (BR_CATALOGUE_SERVICE (source), result, &error);
  guint card = count->card;

  g_free (count);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (ids != NULL)
    self->counts[card] = (gint64) ids->n;
  else
    g_warning ("Cannot count a card: %s", error->message);
  if (--self->n_pending > 0)
    return;
  show_cards (self);
  if (self->again)
    queue_refresh (self);
}

static void
count_search (BrTodayPage *self, guint card, const char *text)
{
  g_autoptr (GError) error = NULL;
  gsize offset, length;
  g_autoptr (BrSearch) search = br_search_parse (text, br_app_context_get_digits (self->context), &offset, &length, &error);
  BrSkuQuery query = { .search = search, .sort = BR_SKU_SORT_NAME };
  Count *count;

  if (search == NULL)
    {
      g_warning ("A card's search is wrong: %s", error->message);
      return;
    }
  count = g_new (Count, 1);
  *count = (Count) { g_object_ref (self), card };
  self->n_pending++;
  br_catalogue_service_query_async (br_app_context_get_catalogue (self->context), &query, NULL, NULL, self->cancellable, counted_cb, count);
}

static void
refresh (BrTodayPage *self)
{
  g_autofree char *day = br_words_day (br_app_context_now_us (self->context));
  guint n;
  const BrTodayCard *cards = br_today_cards_get (&n);

  g_assert (n <= MAX_CARDS);
  adw_window_title_set_subtitle (self->window_title, day);
  self->again = self->n_pending > 0;
  if (self->again)
    return;
  for (guint i = 0; i < n; i++)
    {
      if (cards[i].tells_cost && !br_app_context_sees_field (self->context, BR_KIND_SKU, BR_SKU_COST))
        self->counts[i] = 0;
      else if (cards[i].count != NULL)
        self->counts[i] = cards[i].count (self->context);
      else
        count_search (self, i, cards[i].search);
    }
  if (self->n_pending == 0)
    show_cards (self);
}

static gboolean
refresh_cb (gpointer user_data)
{
  BrTodayPage *self = BR_TODAY_PAGE (user_data);

  self->refresh_id = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

static void
queue_refresh (BrTodayPage *self)
{
  if (self->refresh_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->refresh_id = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

static void
open_page (BrTodayPage *self, const char *page_id, const char *filter)
{
  BrWindow *window = br_window_of (GTK_WIDGET (self));
  GtkWidget *page = window != NULL ? br_window_show_page (window, page_id) : NULL;

  if (BR_IS_PAGE (page))
    br_page_show_filter (BR_PAGE (page), filter);
}

static void
card_activated_cb (BrTodayPage *self, GtkListBoxRow *row)
{
  const BrTodayCard *card = g_object_get_data (G_OBJECT (row), "br-card");

  open_page (self, card->page, card->filter);
}

static void
products_cb (BrTodayPage *self)
{
  open_page (self, "products", "");
}

static void
br_today_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (br_today_page_parent_class)->map (widget);
  refresh (BR_TODAY_PAGE (widget));
}

static void
br_today_page_dispose (GObject *object)
{
  BrTodayPage *self = BR_TODAY_PAGE (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_TODAY_PAGE);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_today_page_parent_class)->dispose (object);
}

static void
br_today_page_finalize (GObject *object)
{
  g_clear_object (&BR_TODAY_PAGE (object)->cancellable);
  G_OBJECT_CLASS (br_today_page_parent_class)->finalize (object);
}

static void
br_today_page_class_init (BrTodayPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_today_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_today_page_finalize;
  widget_class->map = br_today_page_map;
  g_type_ensure (BR_TYPE_PROGRESS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/today-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BrTodayPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, BrTodayPage, stack);
  gtk_widget_class_bind_template_child (widget_class, BrTodayPage, list);
  gtk_widget_class_bind_template_callback (widget_class, card_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, products_cb);
}

static void
br_today_page_init (BrTodayPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
br_today_page_new (BrAppContext *context)
{
  BrTodayPage *self = g_object_new (BR_TYPE_TODAY_PAGE, NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (br_app_context_get_profile (context), "committed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "changed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
