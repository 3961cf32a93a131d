/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: reads the command line, opens the profile, makes windows. */
#include "config.h"

#include "br-application.h"

#include "br-commands.h"
#include "br-options.h"
#include "br-shot.h"
#include "br-window.h"
#include "br-words.h"
#include <glib/gi18n.h>

struct _BrApplication
{
  AdwApplication parent_instance;

  BrOptions options;
  BrAppContext *context;
  GFile *file; /* to import in the first window, or NULL */
  int status;
  gboolean is_open;   /* the profile */
  gboolean is_wanted; /* a window was asked for */
  guint inhibit_cookie; /* while labels are being sent; 0 = none */
};

G_DEFINE_FINAL_TYPE (BrApplication, br_application, ADW_TYPE_APPLICATION)

/* How long pictures and checks wait, seconds. */
#define SHOT_TIMEOUT_S 30
#define CHECK_TIMEOUT_S 120

static gboolean
is_content_shown (GtkWindow *window, gpointer user_data)
{
  BrApplication *self = BR_APPLICATION (user_data);

  /* Without a person to sign in, the page before the content is the picture. */
  return (self->options.sign_in == NULL && !self->options.demo) || br_app_context_get_actor (self->context) != NULL;
}

static gboolean
is_synced (GtkWindow *window, gpointer user_data)
{
  BrApplication *self = BR_APPLICATION (user_data);
  const BrSyncStatus *status = br_sync_service_get_status (br_app_context_get_sync (self->context));

  return is_content_shown (window, self) && status->last_synced_us != 0 && (status->state == BR_SYNC_IDLE || status->state == BR_SYNC_ATTENTION);
}

static void
shot_done_cb (const GError *error, gpointer user_data)
{
  BrApplication *self = BR_APPLICATION (user_data);

  if (error != NULL)
    {
      g_printerr ("%s\n", error->message);
      self->status = 1;
    }
  g_application_quit (G_APPLICATION (self));
}

static void
take_pictures (BrApplication *self, GtkWindow *window)
{
  BrShotParams params = { .actions = (const char *const *) self->options.actions, .done = shot_done_cb, .user_data = self };

  if (self->options.headless_check != NULL)
    {
      params.path = self->options.headless_check;
      params.timeout_s = CHECK_TIMEOUT_S;
      params.ready = is_synced;
    }
  else if (self->options.shot != NULL)
    {
      params.path = self->options.shot;
      params.timeout_s = SHOT_TIMEOUT_S;
      params.ready = is_content_shown;
    }
  if (params.path != NULL)
    br_shot_take (window, &params);
}

static BrWindow *
open_window (BrApplication *self)
{
  BrWindow *window = br_window_new (ADW_APPLICATION (self), self->context);

  if (self->options.width > 0)
    gtk_window_set_default_size (GTK_WINDOW (window), self->options.width, self->options.height);
  if (self->options.page != NULL)
    br_window_show_page (window, self->options.page);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
new_window_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_window (BR_APPLICATION (user_data));
}

static void
sync_now_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  br_sync_service_sync_now (br_app_context_get_sync (BR_APPLICATION (user_data)->context));
}

static void
sign_out_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  br_session_service_sign_out (br_app_context_get_session (BR_APPLICATION (user_data)->context));
}

static void
help_shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GApplication) application = user_data;
  g_autoptr (GError) error = NULL;
  AdwDialog *dialog;

  if (gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error))
    return;
  dialog = adw_alert_dialog_new (_("The Help Did Not Open"), _("There seems to be no help viewer on this computer. Install Yelp, then try again."));
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (application))));
}

static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new ("help:backroom");

  gtk_uri_launcher_launch (launcher, gtk_application_get_active_window (GTK_APPLICATION (user_data)), NULL, help_shown_cb, g_object_ref (user_data));
}

/* Windows may ask to stay open, for what is not saved. */
static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (user_data)));

  for (GList *item = windows; item != NULL; item = item->next)
    gtk_window_close (item->data);
  if (gtk_application_get_windows (GTK_APPLICATION (user_data)) == NULL)
    g_application_quit (G_APPLICATION (user_data));
}

static const GActionEntry actions[] = {
  { "new-window", new_window_cb }, { "sync-now", sync_now_cb }, { "sign-out", sign_out_cb }, { "help", help_cb }, { "quit", quit_cb },
};

/* Until the profile is open there is nothing to do these with; an action can be asked for from outside at any time. */
static void
disable_actions (GActionMap *map)
{
  static const char *const names[] = { "new-window", "sync-now", "sign-out" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, names[i])), FALSE);
}

/* What the services allow just now. */
static void
update_actions (BrApplication *self)
{
  GActionMap *map = G_ACTION_MAP (self);
  gboolean signed_in = br_app_context_get_actor (self->context) != NULL;
  BrSyncState state = br_sync_service_get_status (br_app_context_get_sync (self->context))->state;

  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "sign-out")), signed_in);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "sync-now")), state != BR_SYNC_NOT_ENROLLED && state != BR_SYNC_REVOKED);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "new-window")), signed_in);
}

/* The person named on the command line, as soon as HQ has sent the people. */
static void
try_sign_in (BrApplication *self)
{
  const char *password = g_getenv ("BACKROOM_PASSWORD");

  if (self->options.sign_in != NULL && password != NULL && br_app_context_get_actor (self->context) == NULL)
    br_session_service_sign_in_async (br_app_context_get_session (self->context), self->options.sign_in, password, NULL, NULL, NULL);
}

static void
people_changed_cb (BrApplication *self, guint kinds, gboolean outbox)
{
  if ((kinds & (1u << BR_KIND_PERSON)) != 0)
    try_sign_in (self);
}

static void
show_failure (BrApplication *self, const GError *error)
{
  g_autofree char *sentence = br_words_error (error);
  AdwDialog *dialog = adw_alert_dialog_new (_("The Shop’s Data Cannot Be Opened"), sentence);
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (self));

  g_warning ("Cannot open the profile: %s", error->message);
  self->status = 1;
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Quit"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (g_application_quit), self, G_CONNECT_SWAPPED);
  gtk_window_set_default_size (GTK_WINDOW (window), 480, 320);
  gtk_window_present (GTK_WINDOW (window));
  adw_dialog_present (dialog, window);
}

static void
open_first_window (BrApplication *self)
{
  BrWindow *window = open_window (self);

  if (self->file != NULL)
    br_window_open_file (window, self->file);
  if (self->options.demo)
    br_window_enrol_demo (window);
  try_sign_in (self);
  take_pictures (self, GTK_WINDOW (window));
}

/* A machine that goes to sleep leaves labels of which nobody knows whether they came out. */
static void
sending_changed_cb (BrApplication *self)
{
  gboolean sending = br_printer_service_is_sending (br_app_context_get_printers (self->context));

  if (sending && self->inhibit_cookie == 0)
    self->inhibit_cookie = gtk_application_inhibit (GTK_APPLICATION (self), gtk_application_get_active_window (GTK_APPLICATION (self)),
                                                    GTK_APPLICATION_INHIBIT_SUSPEND, _("Labels are being printed"));
  else if (!sending && self->inhibit_cookie != 0)
    {
      gtk_application_uninhibit (GTK_APPLICATION (self), self->inhibit_cookie);
      self->inhibit_cookie = 0;
    }
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrApplication) self = BR_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;

  g_application_release (G_APPLICATION (self));
  if (!br_app_context_open_finish (self->context, result, &error))
    {
      show_failure (self, error);
      return;
    }
  self->is_open = TRUE;
  g_signal_connect_object (self->context, "changed", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (br_app_context_get_profile (self->context), "committed", G_CALLBACK (people_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (br_app_context_get_printers (self->context), "sending-changed", G_CALLBACK (sending_changed_cb), self, G_CONNECT_SWAPPED);
  update_actions (self);
  if (self->is_wanted)
    open_first_window (self);
}

static void
apply_appearance (BrApplication *self)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };
  int appearance = g_settings_get_enum (br_app_context_get_settings (self->context), "appearance");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), self->options.dark ? ADW_COLOR_SCHEME_FORCE_DARK : schemes[CLAMP (appearance, 0, 2)]);
}

static void
apply_shortcuts (BrApplication *self)
{
  br_commands_apply (GTK_APPLICATION (self), br_app_context_get_settings (self->context));
}

static void
follow_settings (BrApplication *self)
{
  GSettings *settings = br_app_context_get_settings (self->context);

  g_signal_connect_object (settings, "changed::appearance", G_CALLBACK (apply_appearance), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::shortcuts", G_CALLBACK (apply_shortcuts), self, G_CONNECT_SWAPPED);
  apply_appearance (self);
  apply_shortcuts (self);
}

/* Needs nothing of GTK, which gets ready meanwhile. */
static void
open_profile (BrApplication *self)
{
  g_autofree char *dir = self->options.profile != NULL ? g_strdup (self->options.profile) : br_profile_default_dir ();

  self->context = br_app_context_new (br_options_get_clock (&self->options));
  g_application_hold (G_APPLICATION (self));
  br_app_context_open_async (self->context, dir, opened_cb, g_object_ref (self));
}

static int
br_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  BrApplication *self = BR_APPLICATION (application);
  g_autoptr (GError) error = NULL;

  if (!br_options_read (&self->options, dict, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (br_options_is_alone (&self->options))
    g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

/* Nothing moves, and the frame that a window gets where nothing composes windows does not cost it pixels. */
static void
prepare_pictures (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  gtk_css_provider_load_from_string (provider, "window.solid-csd { padding: 0; border: none; box-shadow: none; outline: none; }");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider), GTK_STYLE_PROVIDER_PRIORITY_USER);
}

static void
br_application_startup (GApplication *application)
{
  BrApplication *self = BR_APPLICATION (application);

  open_profile (self);
  G_APPLICATION_CLASS (br_application_parent_class)->startup (application);
  follow_settings (self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  disable_actions (G_ACTION_MAP (self));
  if (self->options.shot != NULL || self->options.headless_check != NULL)
    prepare_pictures ();
}

static void
br_application_activate (GApplication *application)
{
  BrApplication *self = BR_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window != NULL)
    {
      gtk_window_present (window);
      return;
    }
  self->is_wanted = TRUE;
  if (self->is_open)
    open_first_window (self);
}

/* A window shows one import: of several files the first is taken. */
static void
br_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  BrApplication *self = BR_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (BR_IS_WINDOW (window))
    br_window_open_file (BR_WINDOW (window), files[0]);
  else
    g_set_object (&self->file, files[0]);
  g_application_activate (application);
}

static void
br_application_finalize (GObject *object)
{
  BrApplication *self = BR_APPLICATION (object);

  g_clear_object (&self->context);
  g_clear_object (&self->file);
  br_options_clear (&self->options);
  G_OBJECT_CLASS (br_application_parent_class)->finalize (object);
}

static void
br_application_class_init (BrApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = br_application_finalize;
  application_class->handle_local_options = br_application_handle_local_options;
  application_class->startup = br_application_startup;
  application_class->activate = br_application_activate;
  application_class->open = br_application_open;
}

static void
br_application_init (BrApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), br_options_entries ());
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[FILE TO IMPORT]"));
}

BrApplication *
br_application_new (void)
{
  return g_object_new (BR_TYPE_APPLICATION, "application-id", BR_APP_ID, "resource-base-path", "/app/backroom/Backroom", "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}

int
br_application_get_status (BrApplication *self)
{
  g_return_val_if_fail (BR_IS_APPLICATION (self), 1);
  return self->status;
}
