/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GTK tells nobody whether a widget's action is enabled: those that are not are kept with the widget. */
#include "config.h"

#include "br-actions.h"

#include "br-commands.h"

#define DISABLED_KEY "br-disabled-actions"

void
br_action_set_enabled (GtkWidget *widget, const char *action, gboolean enabled)
{
  GHashTable *disabled = g_object_get_data (G_OBJECT (widget), DISABLED_KEY);

  if (disabled == NULL)
    {
      disabled = g_hash_table_new (g_str_hash, g_str_equal);
      g_object_set_data_full (G_OBJECT (widget), DISABLED_KEY, disabled, (GDestroyNotify) g_hash_table_unref);
    }
  if (enabled)
    g_hash_table_remove (disabled, action);
  else
    g_hash_table_add (disabled, (gpointer) g_intern_string (action));
  gtk_widget_action_set_enabled (widget, action, enabled);
}

static gboolean
has_enabled (GtkWidget *widget, const char *action)
{
  GHashTable *disabled = g_object_get_data (G_OBJECT (widget), DISABLED_KEY);
  const GVariantType *type;
  const char *name, *property;
  GType owner;

  for (guint i = 0; gtk_widget_class_query_action (GTK_WIDGET_GET_CLASS (widget), i, &owner, &name, &type, &property); i++)
    if (g_str_equal (name, action))
      return disabled == NULL || !g_hash_table_contains (disabled, action);
  return FALSE;
}

GtkWidget *
br_action_find (GtkWidget *root, const char *action)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (has_enabled (root, action))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = br_action_find (child, action);
  return found;
}

gboolean
br_action_activate (GtkWidget *root, const char *action)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  GtkWidget *widget;

  if (!g_action_parse_detailed_name (action, &name, &target, NULL))
    return FALSE;
  widget = br_action_find (root, name);
  /* What no widget has may be the application's. */
  return gtk_widget_activate_action_variant (widget != NULL ? widget : root, name, target);
}

typedef struct
{
  GtkEventController *controller; /* owned by the page */
  const char *prefix;
} Keys;

static void
settings_changed_cb (GSettings *settings, const char *key, GtkWidget *page)
{
  Keys *keys = g_object_get_data (G_OBJECT (page), "br-action-keys");
  guint n;
  const BrCommand *commands = br_commands_get (&n);

  if (keys->controller != NULL)
    gtk_widget_remove_controller (page, keys->controller);
  keys->controller = gtk_shortcut_controller_new ();
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys->controller), GTK_SHORTCUT_SCOPE_MANAGED);
  for (guint i = 0; i < n; i++)
    {
      g_auto (GStrv) accels = br_commands_dup_accels (settings, &commands[i]);
      g_autofree char *name = NULL;
      g_autoptr (GVariant) target = NULL;

      if (!g_str_has_prefix (commands[i].action, keys->prefix) || !g_action_parse_detailed_name (commands[i].action, &name, &target, NULL))
        continue;
      for (char **accel = accels; *accel != NULL; accel++)
        {
          GtkShortcut *shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (*accel), gtk_named_action_new (name));

          gtk_shortcut_set_arguments (shortcut, target);
          gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys->controller), shortcut);
        }
    }
  gtk_widget_add_controller (page, keys->controller);
}

void
br_action_add_keys (GtkWidget *page, GSettings *settings, const char *prefix)
{
  Keys *keys = g_new0 (Keys, 1);

  keys->prefix = g_intern_string (prefix);
  g_object_set_data_full (G_OBJECT (page), "br-action-keys", keys, g_free);
  g_signal_connect_object (settings, "changed::shortcuts", G_CALLBACK (settings_changed_cb), page, 0);
  settings_changed_cb (settings, "shortcuts", page);
}
