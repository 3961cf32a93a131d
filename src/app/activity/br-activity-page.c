/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Activity page: four lists, read again whenever the cache changes while the page can be seen. */
#include "config.h"

#include "br-activity-page.h"

#include "br-activity-list.h"
#include "br-activity-withdraw.h"
#include "br-change-dialog.h"
#include "br-page.h"
#include "br-progress-button.h"
#include "br-refusal-all.h"
#include "br-refusal-card.h"
#include "br-undo-toast.h"
#include "br-words.h"
#include <glib/gi18n.h>

/* Commits come in bursts while HQ sends; the lists are read at most this often. */
#define REFRESH_MS 300
#define MANY_CARDS 3 /* from here on one decision about all is offered */

struct _BrActivityPage
{
  AdwBin parent_instance;

  BrAppContext *context;
  GCancellable *cancellable;
  guint refresh_id;
  gboolean was_shown;         /* a view was chosen for the person once */
  GtkOrientation orientation; /* of the cards' values */

  AdwViewStack *views;
  AdwViewStackPage *refused_view;
  BrActivityList *waiting;
  BrActivityList *changes;
  BrActivityList *log;
  GtkStack *refused_stack;
  AdwStatusPage *refused_error;
  GtkWidget *all_bar; /* decides about all cards at once */
  GtkBox *cards;
};

static void page_init (BrPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BrActivityPage, br_activity_page, ADW_TYPE_BIN, G_IMPLEMENT_INTERFACE (BR_TYPE_PAGE, page_init))

static GPtrArray *
new_items (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

/* The entries of a finished read, or NULL after showing the error; *self is NULL when the page is gone. */
static GPtrArray *
finish_read (GObject *source, GAsyncResult *result, BrActivityPage *self, BrActivityList *list)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = br_activity_service_list_finish (BR_ACTIVITY_SERVICE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_pointer (&entries, g_ptr_array_unref);
      return NULL;
    }
  if (entries == NULL)
    br_activity_list_show_error (list, error);
  return entries;
}

static void
waiting_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrActivityPage) self = BR_ACTIVITY_PAGE (user_data);
  g_autoptr (GPtrArray) entries = finish_read (source, result, self, self->waiting);
  g_autoptr (GPtrArray) items = new_items ();

  if (entries == NULL)
    return;
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (items, br_activity_item_new_waiting (entries->pdata[i], br_app_context_now_us (self->context)));
  br_activity_list_show_items (self->waiting, items);
}

static void
changes_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrActivityPage) self = BR_ACTIVITY_PAGE (user_data);
  g_autoptr (GPtrArray) entries = finish_read (source, result, self, self->changes);
  g_autoptr (GPtrArray) items = new_items ();

  if (entries == NULL)
    return;
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (items, br_activity_item_new_change (entries->pdata[i], br_app_context_now_us (self->context)));
  br_activity_list_show_items (self->changes, items);
}

static void
log_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrActivityPage) self = BR_ACTIVITY_PAGE (user_data);
  g_autoptr (GPtrArray) entries = finish_read (source, result, self, self->log);
  g_autoptr (GPtrArray) items = new_items ();

  if (entries == NULL)
    return;
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (items, br_activity_item_new_log (entries->pdata[i], br_app_context_now_us (self->context)));
  br_activity_list_show_items (self->log, items);
}

static void
set_orientation (BrActivityPage *self, GtkOrientation orientation)
{
  self->orientation = orientation;
  for (GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->cards)); card != NULL; card = gtk_widget_get_next_sibling (card))
    br_refusal_card_set_orientation (BR_REFUSAL_CARD (card), orientation);
}

/* The cache changes all the time; cards that stay right stay, with the focus and what is open over them. */
static gboolean
is_shown (BrActivityPage *self, GPtrArray *groups)
{
  GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->cards));

  for (guint i = 0; i < groups->len; i++)
    {
      if (card == NULL || !br_refusal_card_is_about (BR_REFUSAL_CARD (card), g_ptr_array_index (groups, i)))
        return FALSE;
      card = gtk_widget_get_next_sibling (card);
    }
  return card == NULL;
}

/* Records, as the sidebar and Today count; a card may be about several. */
static guint
count_refusals (GPtrArray *groups)
{
  guint n = 0;

  for (guint i = 0; i < groups->len; i++)
    n += ((GPtrArray *) g_ptr_array_index (groups, i))->len;
  return n;
}

static void
show_refusals (BrActivityPage *self, GPtrArray *groups)
{
  GtkWidget *card;

  gtk_widget_set_visible (self->all_bar, groups->len >= MANY_CARDS);
  gtk_stack_set_visible_child_name (self->refused_stack, groups->len > 0 ? "content" : "empty");
  if (is_shown (self, groups))
    return;
  while ((card = gtk_widget_get_first_child (GTK_WIDGET (self->cards))) != NULL)
    gtk_box_remove (self->cards, card);
  for (guint i = 0; i < groups->len; i++)
    gtk_box_append (self->cards, br_refusal_card_new (self->context, g_ptr_array_index (groups, i)));
  set_orientation (self, self->orientation);
  adw_view_stack_page_set_badge_number (self->refused_view, count_refusals (groups));
  adw_view_stack_page_set_needs_attention (self->refused_view, groups->len > 0);
}

static void
refusals_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrActivityPage) self = BR_ACTIVITY_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  GPtrArray *refusals = br_activity_service_list_finish (BR_ACTIVITY_SERVICE (source), result, &error);
  g_autoptr (GPtrArray) groups = refusals != NULL ? br_activity_group_refusals (refusals) : NULL;
  g_autofree char *sentence = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (groups != NULL)
    {
      show_refusals (self, groups);
      return;
    }
  sentence = br_words_error (error);
  adw_status_page_set_description (self->refused_error, sentence);
  gtk_stack_set_visible_child_name (self->refused_stack, "error");
}

static void
refresh (BrActivityPage *self)
{
  BrActivityService *service = br_app_context_get_activity (self->context);

  br_activity_service_waiting_async (service, self->cancellable, waiting_read_cb, g_object_ref (self));
  br_activity_service_refusals_async (service, self->cancellable, refusals_read_cb, g_object_ref (self));
  br_activity_service_changes_async (service, self->cancellable, changes_read_cb, g_object_ref (self));
  br_activity_service_log_async (service, self->cancellable, log_read_cb, g_object_ref (self));
}

static gboolean
refresh_cb (gpointer user_data)
{
  BrActivityPage *self = BR_ACTIVITY_PAGE (user_data);

  self->refresh_id = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

static void
queue_refresh (BrActivityPage *self)
{
  if (self->refresh_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->refresh_id = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

/* What the actions are about: a change-set and what it is called. */
static gboolean
read_target (GVariant *parameter, BrId *change, const char **what)
{
  const char *text;

  g_variant_get (parameter, "(&s&s)", &text, what);
  return br_id_parse (text, change, NULL);
}

static void
withdraw_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrId change;
  const char *what;

  if (read_target (parameter, &change, &what))
    br_activity_withdraw (widget, BR_ACTIVITY_PAGE (widget)->context, &change, what);
}

static void
undo_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrId change;
  const char *what;

  if (read_target (parameter, &change, &what))
    br_undo_start (widget, BR_ACTIVITY_PAGE (widget)->context, &change, what);
}

/* "waits": what would be sent; else what was done. */
static void
show_change (GtkWidget *widget, GVariant *parameter, const char *title)
{
  BrId change;
  const char *what;

  if (read_target (parameter, &change, &what))
    adw_dialog_present (ADW_DIALOG (br_change_dialog_new (BR_ACTIVITY_PAGE (widget)->context, &change, title)), widget);
}

static void
show_waiting_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_change (widget, parameter, _("What Would Be Sent"));
}

static void
show_done_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_change (widget, parameter, _("What Was Changed"));
}

static void
log_copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrActivityPage) self = BR_ACTIVITY_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = br_activity_service_list_finish (BR_ACTIVITY_SERVICE (source), result, &error);
  g_autofree char *text = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (entries == NULL)
    {
      br_toast_error (GTK_WIDGET (self), error);
      return;
    }
  text = br_activity_log_text (entries);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  br_toast_show (GTK_WIDGET (self), _("Sync log copied"));
}

static void
copy_log_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrActivityPage *self = BR_ACTIVITY_PAGE (widget);

  br_activity_service_log_async (br_app_context_get_activity (self->context), self->cancellable, log_copied_cb, g_object_ref (self));
}

static gboolean
is_log (BrActivityPage *self, const char *view)
{
  return g_strcmp0 (view, "log") == 0;
}

static void
keep_all_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrActivityPage *self = BR_ACTIVITY_PAGE (widget);

  br_refusal_all_settle (widget, self->context, BR_SETTLE_KEEP_HQ, (guint) br_activity_page_badge (self->context));
}

static void
apply_all_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrActivityPage *self = BR_ACTIVITY_PAGE (widget);

  br_refusal_all_settle (widget, self->context, BR_SETTLE_APPLY_AGAIN, 0);
}

static void
narrow_cb (BrActivityPage *self)
{
  set_orientation (self, GTK_ORIENTATION_VERTICAL);
}

static void
wide_cb (BrActivityPage *self)
{
  set_orientation (self, GTK_ORIENTATION_HORIZONTAL);
}

static void
br_activity_page_map (GtkWidget *widget)
{
  BrActivityPage *self = BR_ACTIVITY_PAGE (widget);

  GTK_WIDGET_CLASS (br_activity_page_parent_class)->map (widget);
  if (!self->was_shown && br_activity_page_badge (self->context) > 0)
    adw_view_stack_set_visible_child_name (self->views, "refused"); /* what the badge beside the page's name is about */
  self->was_shown = TRUE;
  refresh (self);
}

static void
br_activity_page_dispose (GObject *object)
{
  BrActivityPage *self = BR_ACTIVITY_PAGE (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_ACTIVITY_PAGE);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_activity_page_parent_class)->dispose (object);
}

static void
br_activity_page_finalize (GObject *object)
{
  g_clear_object (&BR_ACTIVITY_PAGE (object)->cancellable);
  G_OBJECT_CLASS (br_activity_page_parent_class)->finalize (object);
}

static void
show_filter (BrPage *page, const char *filter)
{
  BrActivityPage *self = BR_ACTIVITY_PAGE (page);

  if (*filter == '\0')
    return;
  self->was_shown = TRUE;
  adw_view_stack_set_visible_child_name (self->views, filter);
}

static void
page_init (BrPageInterface *iface)
{
  iface->show_filter = show_filter;
}

static void
br_activity_page_class_init (BrActivityPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_activity_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_activity_page_finalize;
  widget_class->map = br_activity_page_map;
  g_type_ensure (BR_TYPE_ACTIVITY_LIST);
  g_type_ensure (BR_TYPE_PROGRESS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/activity-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BrActivityPage, views);
  gtk_widget_class_bind_template_child (widget_class, BrActivityPage, refused_view);
  gtk_widget_class_bind_template_child (widget_class, BrActivityPage, waiting);
  gtk_widget_class_bind_template_child (widget_class, BrActivityPage, changes);
  gtk_widget_class_bind_template_child (widget_class, BrActivityPage, log);
  gtk_widget_class_bind_template_child (widget_class, BrActivityPage, refused_stack);
  gtk_widget_class_bind_template_child (widget_class, BrActivityPage, refused_error);
  gtk_widget_class_bind_template_child (widget_class, BrActivityPage, all_bar);
  gtk_widget_class_bind_template_child (widget_class, BrActivityPage, cards);
  gtk_widget_class_bind_template_callback (widget_class, narrow_cb);
  gtk_widget_class_bind_template_callback (widget_class, wide_cb);
  gtk_widget_class_bind_template_callback (widget_class, is_log);
  gtk_widget_class_install_action (widget_class, "activity.withdraw", "(ss)", withdraw_cb);
  gtk_widget_class_install_action (widget_class, "activity.undo", "(ss)", undo_cb);
  gtk_widget_class_install_action (widget_class, "activity.keep-all", NULL, keep_all_cb);
  gtk_widget_class_install_action (widget_class, "activity.apply-all", NULL, apply_all_cb);
  gtk_widget_class_install_action (widget_class, "activity.copy-log", NULL, copy_log_cb);
  gtk_widget_class_install_action (widget_class, "activity.show-waiting", "(ss)", show_waiting_cb);
  gtk_widget_class_install_action (widget_class, "activity.show-done", "(ss)", show_done_cb);
}

static void
br_activity_page_init (BrActivityPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  br_activity_list_set_empty (self->waiting, _("Changes waiting for HQ"), "object-select-symbolic", _("Everything Is at HQ"),
                              _("Changes made here wait in this list until HQ has them, also for days without a line."));
  br_activity_list_set_empty (self->changes, _("Changes"), "document-open-recent-symbolic", _("No Changes Yet"),
                              _("Every change is kept here, with who made it and when, and can be undone."));
  br_activity_list_set_empty (self->log, _("Sync log"), "network-server-symbolic", _("Nothing Was Synced Yet"),
                              _("What was sent to HQ and read from it is noted here."));
}

GtkWidget *
br_activity_page_new (BrAppContext *context)
{
  BrActivityPage *self = g_object_new (BR_TYPE_ACTIVITY_PAGE, NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (br_app_context_get_profile (context), "committed", G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

gint64
br_activity_page_badge (BrAppContext *context)
{
  return br_sync_service_get_status (br_app_context_get_sync (context))->refused;
}
