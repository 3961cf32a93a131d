/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists the commands' table; the row being changed takes the next key press. */
#include "config.h"

#include "br-shortcuts.h"

#include "br-commands.h"
#include <glib/gi18n.h>

struct _BrShortcuts
{
  AdwDialog parent_instance;

  GSettings *settings;
  AdwActionRow *waiting; /* the row that takes the next keys, or NULL */
  AdwPreferencesPage *page;
  GPtrArray *rows;    /* of AdwActionRow, borrowed */
};

G_DEFINE_FINAL_TYPE (BrShortcuts, br_shortcuts, ADW_TYPE_DIALOG)

static const BrCommand *
row_command (AdwActionRow *row)
{
  return g_object_get_data (G_OBJECT (row), "br-command");
}

static void
show_keys (BrShortcuts *self, AdwActionRow *row)
{
  GtkLabel *label = g_object_get_data (G_OBJECT (row), "br-keys");
  g_auto (GStrv) accels = br_commands_dup_accels (self->settings, row_command (row));
  guint key;
  GdkModifierType modifiers;

  if (accels[0] == NULL || !gtk_accelerator_parse (accels[0], &key, &modifiers))
    gtk_label_set_text (label, _("None"));
  else
    {
      g_autofree char *text = gtk_accelerator_get_label (key, modifiers);

      gtk_label_set_text (label, text);
    }
}

static void
show_all_keys (BrShortcuts *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    show_keys (self, self->rows->pdata[i]);
}

static void
activated_cb (AdwActionRow *row, gpointer user_data)
{
  BrShortcuts *self = BR_SHORTCUTS (user_data);

  show_all_keys (self);
  self->waiting = row;
  gtk_label_set_text (g_object_get_data (G_OBJECT (row), "br-keys"), _("Press keys…"));
}

/* Takes the keys for the row that waits; modifiers alone are only the beginning. */
static gboolean
pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, gpointer user_data)
{
  BrShortcuts *self = BR_SHORTCUTS (user_data);
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  g_autofree char *accel = NULL;

  if (self->waiting == NULL)
    return GDK_EVENT_PROPAGATE;
  if (gdk_key_event_is_modifier (event))
    return GDK_EVENT_STOP;
  accel = gtk_accelerator_name (gdk_keyval_to_lower (keyval), modifiers);
  if (keyval == GDK_KEY_BackSpace && modifiers == 0)
    br_commands_set_accel (self->settings, row_command (self->waiting), NULL);
  else if (keyval != GDK_KEY_Escape && gtk_accelerator_valid (keyval, modifiers) && (modifiers != 0 || (keyval >= GDK_KEY_F1 && keyval <= GDK_KEY_F35)))
    br_commands_set_accel (self->settings, row_command (self->waiting), accel);
  self->waiting = NULL;
  show_all_keys (self);
  return GDK_EVENT_STOP;
}

static void
reset_cb (GtkButton *button, gpointer user_data)
{
  AdwActionRow *row = ADW_ACTION_ROW (user_data);
  BrShortcuts *self = BR_SHORTCUTS (gtk_widget_get_ancestor (GTK_WIDGET (row), BR_TYPE_SHORTCUTS));

  br_commands_reset (self->settings, row_command (row));
  self->waiting = NULL;
  show_all_keys (self);
}

static GtkWidget *
create_row (BrShortcuts *self, const BrCommand *command)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *keys = gtk_label_new (NULL);
  GtkWidget *reset = gtk_button_new_from_icon_name ("edit-undo-symbolic");
  g_autofree char *name = g_strdup_printf (_("Usual keys for “%s”"), _(command->title));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(command->title));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_add_css_class (keys, "keycap");
  gtk_widget_set_valign (keys, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (reset, "flat");
  gtk_widget_set_valign (reset, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (reset, _("Usual Keys"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (reset), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), keys);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), reset);
  g_object_set_data (G_OBJECT (row), "br-command", (gpointer) command);
  g_object_set_data (G_OBJECT (row), "br-keys", keys);
  g_signal_connect_object (row, "activated", G_CALLBACK (activated_cb), self, 0);
  g_signal_connect_object (reset, "clicked", G_CALLBACK (reset_cb), row, 0);
  g_ptr_array_add (self->rows, row);
  return row;
}

static void
fill (BrShortcuts *self)
{
  AdwPreferencesGroup *group = NULL;
  guint n;
  const BrCommand *commands = br_commands_get (&n);

  for (guint i = 0; i < n; i++)
    {
      if (group == NULL || !g_str_equal (commands[i].group, commands[i - 1].group))
        {
          group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
          adw_preferences_group_set_title (group, _(commands[i].group));
          adw_preferences_page_add (self->page, group);
        }
      adw_preferences_group_add (group, create_row (self, &commands[i]));
    }
  show_all_keys (self);
}

static void
br_shortcuts_dispose (GObject *object)
{
  BrShortcuts *self = BR_SHORTCUTS (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_SHORTCUTS);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (br_shortcuts_parent_class)->dispose (object);
}

static void
br_shortcuts_class_init (BrShortcutsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_shortcuts_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/shell-shortcuts.ui");
  gtk_widget_class_bind_template_child (widget_class, BrShortcuts, page);
}

static void
br_shortcuts_init (BrShortcuts *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

AdwDialog *
br_shortcuts_new (GSettings *settings)
{
  BrShortcuts *self = g_object_new (BR_TYPE_SHORTCUTS, NULL);

  self->settings = g_object_ref (settings);
  fill (self);
  return ADW_DIALOG (self);
}
