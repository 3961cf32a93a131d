/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: reads the command line, opens the profile, makes windows. */
#include "config.h"

#include "br-application.h"

#include "br-options.h"
#include "br-window.h"
#include <glib/gi18n.h>

struct _BrApplication
{
  AdwApplication parent_instance;

  BrOptions     options;
  BrAppContext *context;
  int           status;
};

G_DEFINE_FINAL_TYPE (BrApplication, br_application, ADW_TYPE_APPLICATION)

static void
open_window (BrApplication *self)
{
  BrWindow *window = br_window_new (ADW_APPLICATION (self), self->context);

  if (self->options.width > 0)
    gtk_window_set_default_size (GTK_WINDOW (window), self->options.width, self->options.height);
  if (self->options.page != NULL)
    br_window_show_page (window, self->options.page);
  gtk_window_present (GTK_WINDOW (window));
}

static void
new_window_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_window (BR_APPLICATION (user_data));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_quit (G_APPLICATION (user_data));
}

static const GActionEntry actions[] = {
  { "new-window", new_window_cb },
  { "quit", quit_cb },
};

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

static void
br_application_startup (GApplication *application)
{
  BrApplication *self = BR_APPLICATION (application);

  G_APPLICATION_CLASS (br_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  if (self->options.dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
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
  if (self->context == NULL)
    self->context = br_app_context_new (br_options_get_clock (&self->options));
  open_window (self);
}

static void
br_application_finalize (GObject *object)
{
  BrApplication *self = BR_APPLICATION (object);

  g_clear_object (&self->context);
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
}

static void
br_application_init (BrApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), br_options_entries ());
}

BrApplication *
br_application_new (void)
{
  return g_object_new (BR_TYPE_APPLICATION, "application-id", BR_APP_ID, "resource-base-path", "/app/backroom/Backroom", NULL);
}

int
br_application_get_status (BrApplication *self)
{
  g_return_val_if_fail (BR_IS_APPLICATION (self), 1);
  return self->status;
}
