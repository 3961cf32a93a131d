/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands and their keys. A person's own keys are kept in the setting "shortcuts" by action name. */
#include "config.h"

#include "br-commands.h"

#include <glib/gi18n.h>

static const BrCommand commands[] = {
  { "win.palette", N_("Command palette"), N_("Everywhere"), "<Control>k", FALSE },
  { "win.search", N_("Search in the page"), N_("Everywhere"), "<Control>f", TRUE },
  { "win.create", N_("New"), N_("Everywhere"), "<Control>n", TRUE },
  { "app.sync-now", N_("Sync now"), N_("Everywhere"), "F5", TRUE },
  { "win.shortcuts", N_("Keyboard shortcuts"), N_("Everywhere"), "<Control>question", TRUE },
  { "win.preferences", N_("Preferences"), N_("Everywhere"), "<Control>comma", TRUE },
  { "app.help", N_("Help"), N_("Everywhere"), "F1", TRUE },
  { "win.about", N_("About Backroom"), N_("Everywhere"), NULL, TRUE },
  { "app.new-window", N_("New window"), N_("Windows"), "<Control><Shift>n", TRUE },
  { "window.close", N_("Close the window"), N_("Windows"), "<Control>w", TRUE },
  { "app.sign-out", N_("Switch person"), N_("Windows"), "<Control><Shift>l", TRUE },
  { "app.quit", N_("Quit"), N_("Windows"), "<Control>q", TRUE },
  { "win.show-nth-page(0)", N_("First page"), N_("Pages"), "<Alt>1", FALSE },
  { "win.show-nth-page(1)", N_("Second page"), N_("Pages"), "<Alt>2", FALSE },
  { "win.show-nth-page(2)", N_("Third page"), N_("Pages"), "<Alt>3", FALSE },
  { "win.show-nth-page(3)", N_("Fourth page"), N_("Pages"), "<Alt>4", FALSE },
  { "win.show-nth-page(4)", N_("Fifth page"), N_("Pages"), "<Alt>5", FALSE },
  { "win.show-nth-page(5)", N_("Sixth page"), N_("Pages"), "<Alt>6", FALSE },
  { "win.show-nth-page(6)", N_("Seventh page"), N_("Pages"), "<Alt>7", FALSE },
  { "win.show-nth-page(7)", N_("Eighth page"), N_("Pages"), "<Alt>8", FALSE },
  { "win.show-nth-page(8)", N_("Ninth page"), N_("Pages"), "<Alt>9", FALSE },
};

const BrCommand *
br_commands_get (guint *n_commands)
{
  *n_commands = G_N_ELEMENTS (commands);
  return commands;
}

char **
br_commands_dup_accels (GSettings *settings, const BrCommand *command)
{
  g_autoptr (GVariant) own = g_settings_get_value (settings, "shortcuts");
  char **accels = NULL;

  if (g_variant_lookup (own, command->action, "^as", &accels))
    return accels;
  return g_strsplit (command->accels != NULL ? command->accels : "", " ", -1);
}

/* Keeps only what differs from the usual keys; NULL accels = forget. */
static void
store_accels (GSettings *settings, const BrCommand *command, const char *const *accels)
{
  g_autoptr (GVariant) own = g_settings_get_value (settings, "shortcuts");
  GVariantBuilder builder;
  GVariantIter iter;
  const char *action;
  GVariant *keys;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sas}"));
  g_variant_iter_init (&iter, own);
  while (g_variant_iter_next (&iter, "{&s@as}", &action, &keys))
    {
      if (!g_str_equal (action, command->action))
        g_variant_builder_add (&builder, "{s@as}", action, keys);
      g_variant_unref (keys);
    }
  if (accels != NULL)
    g_variant_builder_add (&builder, "{s^as}", command->action, accels);
  g_settings_set_value (settings, "shortcuts", g_variant_builder_end (&builder));
}

void
br_commands_apply (GtkApplication *application, GSettings *settings)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (GStrv) accels = br_commands_dup_accels (settings, &commands[i]);

      gtk_application_set_accels_for_action (application, commands[i].action, (const char *const *) accels);
    }
}

void
br_commands_set_accel (GSettings *settings, const BrCommand *command, const char *accel)
{
  const char *none[] = { NULL };
  const char *one[] = { accel, NULL };
  const BrCommand *other = accel != NULL ? br_commands_find_accel (settings, accel) : NULL;

  if (other != NULL && other != command)
    store_accels (settings, other, none);
  store_accels (settings, command, accel != NULL ? one : none);
}

void
br_commands_reset (GSettings *settings, const BrCommand *command)
{
  store_accels (settings, command, NULL);
}

const BrCommand *
br_commands_find_accel (GSettings *settings, const char *accel)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (GStrv) accels = br_commands_dup_accels (settings, &commands[i]);

      if (g_strv_contains ((const char *const *) accels, accel))
        return &commands[i];
    }
  return NULL;
}
