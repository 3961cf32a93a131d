/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Activity page: four lists, read again whenever the cache changes while the page can be seen. */
#include "config.h"

#include "br-activity-page.h"

#include "br-activity-list.h"
#include "br-page.h"
#include "br-progress-button.h"
#include "br-refusal-card.h"
#include "br-window.h"
#include "br-words.h"
#include <glib/gi18n.h>

/* Commits come in bursts while HQ sends; the lists are read at most this often. */
#define REFRESH_MS 300

struct _BrActivityPage
{
  AdwBin parent_instance;

  BrAppContext *context;
  GCancellable *cancellable;
  guint refresh_id;

  AdwViewStack *views;
  AdwViewStackPage *refused_view;
  BrActivityList *waiting;
  BrActivityList *changes;
  BrActivityList *log;
  GtkStack *refused_stack;
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
show_refusals (BrActivityPage *self, GPtrArray *refusals)
{
  GtkWidget *card;

  while ((card = gtk_widget_get_first_child (GTK_WIDGET (self->cards))) != NULL)
    gtk_box_remove (self->cards, card);
  for (guint i = 0; i < refusals->len; i++)
    gtk_box_append (self->cards, br_refusal_card_new (self->context, refusals->pdata[i]));
  gtk_stack_set_visible_child_name (self->refused_stack, refusals->len > 0 ? "content" : "empty");
  adw_view_stack_page_set_badge_number (self->refused_view, refusals->len);
  adw_view_stack_page_set_needs_attention (self->refused_view, refusals->len > 0);
}

static void
refusals_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrActivityPage) self = BR_ACTIVITY_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) refusals = br_activity_service_list_finish (BR_ACTIVITY_SERVICE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (refusals != NULL)
    show_refusals (self, refusals);
  else
    g_warning ("Cannot read the refusals: %s", error->message);
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

static void
toast (BrActivityPage *self, const char *text)
{
  BrWindow *window = br_window_of (GTK_WIDGET (self));

  if (window != NULL)
    br_window_toast (window, text);
}

static void
toast_error (BrActivityPage *self, const GError *error)
{
  g_autofree char *sentence = br_words_error (error);

  toast (self, sentence);
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrActivityPage) self = BR_ACTIVITY_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n;

  if (!br_activity_service_withdraw_finish (BR_ACTIVITY_SERVICE (source), result, &n, &error))
    {
      toast_error (self, error);
      return;
    }
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d change withdrawn", "%d changes withdrawn", n), (int) n);
  toast (self, text);
}

static void
withdraw_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrActivityPage *self = BR_ACTIVITY_PAGE (widget);
  BrId change;

  if (br_id_parse (g_variant_get_string (parameter, NULL), &change, NULL))
    br_activity_service_withdraw_async (br_app_context_get_activity (self->context), &change, NULL, withdrawn_cb, g_object_ref (self));
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrActivityPage) self = BR_ACTIVITY_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) losses = NULL;
  g_autofree char *text = NULL;
  BrId undo;

  if (!br_catalogue_service_undo_finish (BR_CATALOGUE_SERVICE (source), result, &undo, &losses, &error))
    {
      toast_error (self, error);
      return;
    }
  if (losses == NULL || losses->len == 0)
    text = g_strdup (_("Undone"));
  else
    text = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "Undone, except %d value somebody changed since", "Undone, except %d values somebody changed since", losses->len),
        (int) losses->len);
  toast (self, text);
}

static void
undo_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrActivityPage *self = BR_ACTIVITY_PAGE (widget);
  const BrActor *actor = br_app_context_get_actor (self->context);
  BrId change;

  if (actor != NULL && br_id_parse (g_variant_get_string (parameter, NULL), &change, NULL))
    br_catalogue_service_undo_async (br_app_context_get_catalogue (self->context), actor,
                                     br_session_service_get_person_name (br_app_context_get_session (self->context)), _("Undo a change"), &change, NULL,
                                     undone_cb, g_object_ref (self));
}

static void
present_preview (BrActivityPage *self, const char *text)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = gtk_text_view_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *toolbar = adw_toolbar_view_new ();

  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What would be sent"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (toolbar), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (toolbar), scrolled);
  adw_dialog_set_title (dialog, _("What Would Be Sent"));
  adw_dialog_set_content_width (dialog, 640);
  adw_dialog_set_content_height (dialog, 520);
  adw_dialog_set_child (dialog, toolbar);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
preview_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrActivityPage) self = BR_ACTIVITY_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = br_activity_service_preview_finish (BR_ACTIVITY_SERVICE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (text != NULL)
    present_preview (self, text);
  else
    toast_error (self, error);
}

static void
show_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrActivityPage *self = BR_ACTIVITY_PAGE (widget);
  BrId change;

  if (br_id_parse (g_variant_get_string (parameter, NULL), &change, NULL))
    br_activity_service_preview_async (br_app_context_get_activity (self->context), &change, self->cancellable, preview_read_cb, g_object_ref (self));
}

static void
br_activity_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (br_activity_page_parent_class)->map (widget);
  refresh (BR_ACTIVITY_PAGE (widget));
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
  if (*filter != '\0')
    adw_view_stack_set_visible_child_name (BR_ACTIVITY_PAGE (page)->views, filter);
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
  gtk_widget_class_bind_template_child (widget_class, BrActivityPage, cards);
  gtk_widget_class_install_action (widget_class, "activity.withdraw", "s", withdraw_cb);
  gtk_widget_class_install_action (widget_class, "activity.undo", "s", undo_cb);
  gtk_widget_class_install_action (widget_class, "activity.show", "s", show_cb);
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
