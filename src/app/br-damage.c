/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-damage.h"

#include <glib/gi18n.h>

#define DATA "br-damage"

typedef struct
{
  GSettings *settings; /* owned */
  char *seen, *aside, *heading, *text;
} Damage;

static void
free_damage (gpointer data)
{
  Damage *self = data;

  g_clear_object (&self->settings);
  g_free (self->seen);
  g_free (self->aside);
  g_free (self->heading);
  g_free (self->text);
  g_free (self);
}

static void
told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AdwBanner) banner = user_data;
  const Damage *self = g_object_get_data (G_OBJECT (banner), DATA);

  if (!g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "seen"))
    return;
  g_settings_set_string (self->settings, self->seen, self->aside);
  adw_banner_set_revealed (banner, FALSE);
}

static void
clicked_cb (AdwBanner *banner, gpointer user_data)
{
  const Damage *self = g_object_get_data (G_OBJECT (banner), DATA);
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (self->heading, self->text));

  adw_alert_dialog_add_responses (dialog, "later", _("_Later"), "seen", _("_Do Not Show Again"), NULL);
  adw_alert_dialog_set_close_response (dialog, "later");
  adw_alert_dialog_choose (dialog, GTK_WIDGET (banner), NULL, told_cb, g_object_ref (banner));
}

void
br_damage_attach (AdwBanner *banner, GSettings *settings, const char *seen, const char *aside, const char *heading, char *text)
{
  g_autofree char *before = g_settings_get_string (settings, seen);
  Damage *self = g_new0 (Damage, 1);

  *self = (Damage) { g_object_ref (settings), g_strdup (seen), g_strdup (aside), g_strdup (heading), text };
  g_object_set_data_full (G_OBJECT (banner), DATA, self, free_damage);
  g_signal_connect (banner, "button-clicked", G_CALLBACK (clicked_cb), NULL);
  adw_banner_set_revealed (banner, aside != NULL && !g_str_equal (aside, before));
}
