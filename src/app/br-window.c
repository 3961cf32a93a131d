/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window: which page is shown. Pages are made when first shown and kept. */
#include "config.h"

#include "br-window.h"

#include "br-actions.h"
#include "br-first-run.h"
#include "br-page-table.h"
#include "br-palette.h"
#include "br-preferences.h"
#include "br-scan.h"
#include "br-shortcuts.h"
#include "br-sidebar.h"
#include "br-sign-in.h"
#include <glib/gi18n.h>

struct _BrWindow
{
  AdwApplicationWindow parent_instance;

  BrAppContext *context;

  AdwToastOverlay *toasts;
  AdwNavigationSplitView *split;
  AdwNavigationPage *content_page;
  GtkStack *pages;
  GtkStack *gate;
  BrSidebar *sidebar;
  gboolean discards;      /* a person said to close in spite of what is not saved */
  const char *shown_gate; /* "first-run", "sign-in", "main"; NULL before the first */
  BrFirstRun *first_run;  /* made when it is needed, as the next */
  BrSignIn *sign_in;
  char *wanted_page; /* to show once somebody is signed in, or NULL */
  GFile *wanted_file; /* to import then, or NULL */
};

G_DEFINE_FINAL_TYPE (BrWindow, br_window, ADW_TYPE_APPLICATION_WINDOW)

static void
page_activated_cb (BrWindow *self, const char *page_id)
{
  br_window_show_page (self, page_id);
}

static void
show_nth_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrWindow *self = BR_WINDOW (widget);
  const char *id = br_sidebar_get_nth (self->sidebar, (guint) g_variant_get_int32 (parameter));

  GtkWidget *page = id != NULL ? br_window_show_page (self, id) : NULL;

  if (page != NULL)
    gtk_widget_grab_focus (page);
}

static void
search_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrPage *page = br_window_get_page (BR_WINDOW (widget));

  if (page != NULL)
    br_page_search (page);
}

static void
create_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrPage *page = br_window_get_page (BR_WINDOW (widget));

  if (page != NULL)
    br_page_create (page);
}

static gboolean
is_signed_in (BrWindow *self)
{
  return self->context != NULL && br_app_context_get_actor (self->context) != NULL;
}

static void
palette_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (widget)) == NULL)
    adw_dialog_present (br_palette_new (BR_WINDOW (widget)), widget);
}

static void
preferences_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_dialog_present (br_preferences_new (BR_WINDOW (widget)->context), widget);
}

static void
shortcuts_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_dialog_present (br_shortcuts_new (br_app_context_get_settings (BR_WINDOW (widget)->context)), widget);
}

static void
about_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_show_about_dialog (widget, "application-name", _("Backroom"), "application-icon", BR_APP_ID, "version", BR_VERSION, "developer-name",
                         _("The Backroom developers"), "comments", _("The back office of a shop"), "license-type", GTK_LICENSE_GPL_3_0, "translator-credits",
                         _("translator-credits"), NULL);
}

static gboolean
may_show (BrWindow *self, const BrPageInfo *info)
{
  return is_signed_in (self) && info != NULL && (info->roles & BR_ROLE_BIT (br_app_context_get_actor (self->context)->role)) != 0;
}

static void
update_actions (BrWindow *self)
{
  BrPage *page = br_window_get_page (self);

  br_action_set_enabled (GTK_WIDGET (self), "win.search", page != NULL && br_page_can_search (page));
  br_action_set_enabled (GTK_WIDGET (self), "win.create", page != NULL && br_page_can_create (page));
  br_action_set_enabled (GTK_WIDGET (self), "win.palette", is_signed_in (self));
  br_action_set_enabled (GTK_WIDGET (self), "win.show-nth-page", is_signed_in (self));
}

/* Pages are made for the person signed in; another person gets new ones. What one person opened over them, or was offered, is not the next one's. */
static void
forget_pages (BrWindow *self)
{
  g_autoptr (GListModel) dialogs = adw_application_window_get_dialogs (ADW_APPLICATION_WINDOW (self));
  GtkWidget *page;

  for (guint i = g_list_model_get_n_items (dialogs); i > 0; i--)
    {
      g_autoptr (AdwDialog) dialog = g_list_model_get_item (dialogs, i - 1);

      adw_dialog_force_close (dialog);
    }
  adw_toast_overlay_dismiss_all (self->toasts);
  while ((page = gtk_widget_get_first_child (GTK_WIDGET (self->pages))) != NULL)
    gtk_stack_remove (self->pages, page);
  update_actions (self);
}

static void
show_first_page (BrWindow *self)
{
  g_autoptr (GFile) file = g_steal_pointer (&self->wanted_file);

  GtkWidget *page = self->wanted_page != NULL ? br_window_show_page (self, self->wanted_page) : NULL;

  if (page == NULL)
    page = br_window_show_page (self, br_sidebar_get_nth (self->sidebar, 0));
  gtk_widget_grab_focus (page);
  if (file != NULL)
    br_window_open_file (self, file);
}

static const char *
choose_gate (BrWindow *self)
{
  const BrSyncStatus *status = br_sync_service_get_status (br_app_context_get_sync (self->context));

  if (br_app_context_get_actor (self->context) != NULL)
    return "main";
  return status->state == BR_SYNC_NOT_ENROLLED ? "first-run" : "sign-in";
}

/* Few start with the first run, nobody twice: its widgets are made when it is shown, and so are those of signing in. */
static void
make_gate (BrWindow *self, const char *gate)
{
  if (g_str_equal (gate, "first-run") && self->first_run == NULL)
    {
      self->first_run = g_object_new (BR_TYPE_FIRST_RUN, NULL);
      br_first_run_set_context (self->first_run, self->context);
      gtk_stack_add_named (self->gate, GTK_WIDGET (self->first_run), gate);
    }
  else if (g_str_equal (gate, "sign-in") && self->sign_in == NULL)
    {
      self->sign_in = g_object_new (BR_TYPE_SIGN_IN, NULL);
      br_sign_in_set_context (self->sign_in, self->context);
      gtk_stack_add_named (self->gate, GTK_WIDGET (self->sign_in), gate);
    }
}

static void
update_gate (BrWindow *self)
{
  const char *before = self->shown_gate;
  const char *gate = choose_gate (self);

  br_sidebar_update (self->sidebar);
  if (g_strcmp0 (before, gate) == 0)
    return;
  if (g_strcmp0 (before, "main") == 0)
    {
      g_set_str (&self->wanted_page, br_window_get_page_id (self));
      forget_pages (self);
      if (self->sign_in != NULL)
        br_sign_in_reset (self->sign_in);
    }
  gtk_window_set_focus (GTK_WINDOW (self), NULL); /* a field that goes away must be told first */
  self->shown_gate = gate;
  make_gate (self, gate);
  gtk_stack_set_visible_child_name (self->gate, gate);
  update_actions (self);
  if (g_str_equal (gate, "main"))
    show_first_page (self);
  else if (g_str_equal (gate, "sign-in"))
    br_sign_in_take_focus (self->sign_in);
}

static void
save_state (BrWindow *self)
{
  GSettings *settings = br_app_context_get_settings (self->context);
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set (settings, "window-size", "(ii)", width, height);
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  if (br_window_get_page_id (self) != NULL)
    g_settings_set_string (settings, "page", br_window_get_page_id (self));
}

static gboolean
would_lose (BrWindow *self)
{
  for (GtkWidget *page = self->pages != NULL ? gtk_widget_get_first_child (GTK_WIDGET (self->pages)) : NULL; page != NULL;
       page = gtk_widget_get_next_sibling (page))
    if (BR_IS_PAGE (page) && br_page_would_lose (BR_PAGE (page)))
      return TRUE;
  return FALSE;
}

static void
discard_cb (BrWindow *self)
{
  self->discards = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
ask_to_discard (BrWindow *self)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("Close and Discard Changes?"), _("Something you typed in this window is not saved."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "stay", _("_Keep Editing"), "discard", _("_Discard"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "stay");
  g_signal_connect_object (dialog, "response::discard", G_CALLBACK (discard_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static gboolean
br_window_close_request (GtkWindow *window)
{
  BrWindow *self = BR_WINDOW (window);

  if (!self->discards && would_lose (self))
    {
      ask_to_discard (self);
      return TRUE; /* it stays open */
    }
  save_state (self);
  return GTK_WINDOW_CLASS (br_window_parent_class)->close_request (window);
}

static void
br_window_dispose (GObject *object)
{
  BrWindow *self = BR_WINDOW (object);

  gtk_window_set_focus (GTK_WINDOW (self), NULL); /* a field must be told before it goes away */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_WINDOW);
  g_clear_object (&self->context);
  g_clear_pointer (&self->wanted_page, g_free);
  g_clear_object (&self->wanted_file);
  G_OBJECT_CLASS (br_window_parent_class)->dispose (object);
}

static void
br_window_class_init (BrWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = br_window_close_request;
  g_type_ensure (BR_TYPE_SIDEBAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/shell-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BrWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, BrWindow, split);
  gtk_widget_class_bind_template_child (widget_class, BrWindow, content_page);
  gtk_widget_class_bind_template_child (widget_class, BrWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, BrWindow, gate);
  gtk_widget_class_bind_template_child (widget_class, BrWindow, sidebar);
  gtk_widget_class_bind_template_callback (widget_class, page_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.show-nth-page", "i", show_nth_cb);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_cb);
  gtk_widget_class_install_action (widget_class, "win.palette", NULL, palette_cb);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, preferences_cb);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, shortcuts_cb);
  gtk_widget_class_install_action (widget_class, "win.about", NULL, about_cb);
  gtk_widget_class_install_action (widget_class, "win.create", NULL, create_cb);
}

static void
br_window_init (BrWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}

static void
restore_state (BrWindow *self, GSettings *settings)
{
  int width, height;

  g_settings_get (settings, "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  self->wanted_page = g_settings_get_string (settings, "page");
}

BrWindow *
br_window_new (AdwApplication *application, BrAppContext *context)
{
  BrWindow *self = g_object_new (BR_TYPE_WINDOW, "application", application, NULL);

  self->context = g_object_ref (context);
  br_app_context_attach (context, GTK_WINDOW (self));
  restore_state (self, br_app_context_get_settings (context));
  br_sidebar_set_context (self->sidebar, context);
  br_scan_attach (self);
  g_signal_connect_object (context, "changed", G_CALLBACK (update_gate), self, G_CONNECT_SWAPPED);
  update_gate (self);
  return self;
}

GtkWidget *
br_window_show_page (BrWindow *self, const char *page_id)
{
  const BrPageInfo *info = br_page_table_find (page_id);
  GtkWidget *page;

  g_return_val_if_fail (BR_IS_WINDOW (self), NULL);

  if (info != NULL && !is_signed_in (self))
    g_set_str (&self->wanted_page, page_id);
  if (!may_show (self, info))
    return NULL;
  page = gtk_stack_get_child_by_name (self->pages, page_id);
  if (page == NULL)
    {
      page = info->create (self->context);
      gtk_stack_add_named (self->pages, page, page_id);
    }
  gtk_stack_set_visible_child (self->pages, page);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
  adw_navigation_page_set_title (self->content_page, _(info->title));
  br_sidebar_select (self->sidebar, page_id);
  update_actions (self);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
  return page;
}

void
br_window_open_file (BrWindow *self, GFile *file)
{
  GtkWidget *page;

  g_return_if_fail (BR_IS_WINDOW (self));

  page = br_window_show_page (self, "import");
  if (page != NULL)
    br_page_open_file (BR_PAGE (page), file);
  else if (!is_signed_in (self))
    g_set_object (&self->wanted_file, file);
}

BrPage *
br_window_get_page (BrWindow *self)
{
  GtkWidget *page;

  g_return_val_if_fail (BR_IS_WINDOW (self), NULL);

  page = gtk_stack_get_visible_child (self->pages);
  return BR_IS_PAGE (page) ? BR_PAGE (page) : NULL;
}

const char *
br_window_get_page_id (BrWindow *self)
{
  g_return_val_if_fail (BR_IS_WINDOW (self), NULL);
  return gtk_stack_get_visible_child_name (self->pages);
}

void
br_window_add_toast (BrWindow *self, AdwToast *toast)
{
  g_return_if_fail (BR_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
br_window_toast (BrWindow *self, const char *text)
{
  br_window_add_toast (self, adw_toast_new (text));
}

void
br_window_enrol_demo (BrWindow *self)
{
  g_return_if_fail (BR_IS_WINDOW (self));

  if (g_strcmp0 (self->shown_gate, "first-run") == 0)
    br_first_run_enrol_demo (self->first_run);
}

BrWindow *
br_window_of (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return BR_IS_WINDOW (root) ? BR_WINDOW (root) : NULL;
}

BrAppContext *
br_window_get_context (BrWindow *self)
{
  g_return_val_if_fail (BR_IS_WINDOW (self), NULL);
  return self->context;
}
