/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences dialog. */
#include "config.h"

#include "br-preferences.h"

#include "br-words.h"
#include <glib/gi18n.h>

struct _BrPreferences
{
  AdwPreferencesDialog parent_instance;

  BrAppContext *context;
  GCancellable *cancellable;
  GPtrArray *stores; /* of BrRecord, parallel to the rows after "All stores"; NULL until read */

  AdwToggleGroup *appearance;
  AdwToggleGroup *density;
  GtkWidget *place_group;
  AdwComboRow *place_row;
  AdwSpinRow *history_months;
  AdwSpinRow *min_length;
  AdwSpinRow *max_interval;
};

G_DEFINE_FINAL_TYPE (BrPreferences, br_preferences, ADW_TYPE_PREFERENCES_DIALOG)

static void
place_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrPreferences) self = BR_PREFERENCES (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (br_profile_set_place_finish (BR_PROFILE (source), result, &error) || g_cancellable_is_cancelled (self->cancellable))
    return;
  sentence = br_words_error (error);
  adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (self), adw_toast_new (sentence));
}

static void
place_cb (BrPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->place_row);
  BrProfile *profile = br_app_context_get_profile (self->context);
  BrId place = { 0 };

  if (self->stores == NULL || selected > self->stores->len)
    return;
  if (selected > 0)
    place = ((BrRecord *) self->stores->pdata[selected - 1])->id;
  if (!br_id_equal (&place, &br_profile_get_info (profile)->place))
    br_profile_set_place_async (profile, &place, place_set_cb, g_object_ref (self));
}

static void
show_stores (BrPreferences *self, GPtrArray *stores)
{
  const BrId *place = &br_profile_get_info (br_app_context_get_profile (self->context))->place;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  gtk_string_list_append (names, _("All stores (HQ’s prices)"));
  for (guint i = 0; i < stores->len; i++)
    {
      const BrRecord *store = stores->pdata[i];

      gtk_string_list_append (names, br_record_text (store, BR_STORE_NAME));
      if (br_id_equal (&store->id, place))
        selected = i + 1;
    }
  adw_combo_row_set_model (self->place_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->place_row, selected);
  self->stores = g_ptr_array_ref (stores); /* from here on a change is the person's */
}

static void
stores_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrPreferences) self = BR_PREFERENCES (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stores = br_profile_stores_finish (BR_PROFILE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (stores != NULL)
    show_stores (self, stores);
  else
    g_warning ("Cannot read the stores: %s", error->message);
}

static void
br_preferences_dispose (GObject *object)
{
  BrPreferences *self = BR_PREFERENCES (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_PREFERENCES);
  g_clear_object (&self->context);
  g_clear_pointer (&self->stores, g_ptr_array_unref);
  G_OBJECT_CLASS (br_preferences_parent_class)->dispose (object);
}

static void
br_preferences_finalize (GObject *object)
{
  g_clear_object (&BR_PREFERENCES (object)->cancellable);
  G_OBJECT_CLASS (br_preferences_parent_class)->finalize (object);
}

static void
br_preferences_class_init (BrPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_preferences_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_preferences_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/shell-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, BrPreferences, appearance);
  gtk_widget_class_bind_template_child (widget_class, BrPreferences, density);
  gtk_widget_class_bind_template_child (widget_class, BrPreferences, place_group);
  gtk_widget_class_bind_template_child (widget_class, BrPreferences, place_row);
  gtk_widget_class_bind_template_child (widget_class, BrPreferences, history_months);
  gtk_widget_class_bind_template_child (widget_class, BrPreferences, min_length);
  gtk_widget_class_bind_template_child (widget_class, BrPreferences, max_interval);
  gtk_widget_class_bind_template_callback (widget_class, place_cb);
}

static void
br_preferences_init (BrPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

AdwDialog *
br_preferences_new (BrAppContext *context)
{
  BrPreferences *self = g_object_new (BR_TYPE_PREFERENCES, NULL);
  GSettings *settings = br_app_context_get_settings (context);
  BrProfile *profile = br_app_context_get_profile (context);

  self->context = g_object_ref (context);
  g_settings_bind (settings, "appearance", self->appearance, "active-name", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "density", self->density, "active-name", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "label-history-months", self->history_months, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "scanner-min-length", self->min_length, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "scanner-max-interval", self->max_interval, "value", G_SETTINGS_BIND_DEFAULT);
  if (br_id_is_none (&br_profile_get_info (profile)->home))
    {
      gtk_widget_set_visible (self->place_group, TRUE);
      br_profile_stores_async (profile, self->cancellable, stores_read_cb, g_object_ref (self));
    }
  return ADW_DIALOG (self);
}
