/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person changes is kept while the station goes on speaking: only what is not touched follows it. */
#include "config.h"

#include "br-station-page.h"

#include "br-actions.h"
#include "br-chip.h"
#include "br-station-add.h"
#include "br-tag-words.h"
#include "br-undo-toast.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define STEP_MIN 30 /* of the choice of quiet hours */
#define TAKE_IN_MIN 10

struct _BrStationPage
{
  AdwNavigationPage parent_instance;

  BrAppContext *context;
  gint64 id;
  BrStationView *station; /* as last known */
  gboolean is_touched;    /* a person changed something that is not saved */
  gboolean showing;       /* the fields are being filled */

  BrChip *chip;
  GtkLabel *what_label;
  GtkLabel *load_label;
  GtkButton *pause_button;
  GtkWidget *open_button;
  GtkWidget *close_button;
  AdwEntryRow *name_row;
  AdwEntryRow *address_row;
  AdwExpanderRow *quiet_row;
  AdwComboRow *from_row;
  AdwComboRow *to_row;
  AdwActionRow *kind_row;
  AdwActionRow *proof_row;
  AdwActionRow *firmware_row;
  AdwActionRow *radio_row;
  AdwActionRow *storage_row;
  AdwActionRow *uptime_row;
};

G_DEFINE_FINAL_TYPE (BrStationPage, br_station_page, ADW_TYPE_NAVIGATION_PAGE)

static BrTagService *
get_tags (BrStationPage *self)
{
  return br_app_context_get_tags (self->context);
}

/* (transfer full) the address as it would be kept, or NULL. */
static char *
dup_address (BrStationPage *self)
{
  return br_station_address (self->station->driver, gtk_editable_get_text (GTK_EDITABLE (self->address_row)));
}

static void
update_actions (BrStationPage *self)
{
  g_autofree char *address = dup_address (self);
  gboolean named = *gtk_editable_get_text (GTK_EDITABLE (self->name_row)) != '\0';

  br_action_set_enabled (GTK_WIDGET (self), "station.save", self->is_touched && address != NULL && named);
  br_action_set_enabled (GTK_WIDGET (self), "station.take-in", !self->station->taking_in && self->station->state != BR_STATION_DOWN);
  br_action_set_enabled (GTK_WIDGET (self), "station.close-in", self->station->taking_in);
  gtk_widget_set_visible (self->open_button, !self->station->taking_in);
  gtk_widget_set_visible (self->close_button, self->station->taking_in);
  if (address == NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->address_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->address_row), "error");
}

static void
changed_cb (BrStationPage *self)
{
  if (self->showing || self->station == NULL)
    return;
  self->is_touched = TRUE;
  update_actions (self);
}

/* Showing */

static void
show_settings (BrStationPage *self, const BrStationView *station)
{
  self->showing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), station->name);
  gtk_editable_set_text (GTK_EDITABLE (self->address_row), station->address);
  adw_expander_row_set_enable_expansion (self->quiet_row, station->quiet_from_min != station->quiet_to_min);
  adw_combo_row_set_selected (self->from_row, (guint) station->quiet_from_min / STEP_MIN);
  adw_combo_row_set_selected (self->to_row, (guint) station->quiet_to_min / STEP_MIN);
  self->showing = FALSE;
}

static void
set_row (AdwActionRow *row, const char *text)
{
  adw_action_row_set_subtitle (row, text);
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL && *text != '\0');
}

static char *
radio_text (const BrStationView *station)
{
  if (station->channel != 0 && station->rssi != 0)
    return g_strdup_printf (_("Channel %u, network signal %d dBm"), station->channel, station->rssi);
  return station->channel != 0 ? g_strdup_printf (_("Channel %u"), station->channel) : NULL;
}

static void
show_facts (BrStationPage *self, const BrStationView *station)
{
  gint64 now_us = br_app_context_now_us (self->context);
  g_autofree char *radio = radio_text (station);
  g_autofree char *free_text = station->free_bytes >= 0 ? g_format_size ((guint64) station->free_bytes) : NULL;
  g_autofree char *since = station->uptime_s >= 0 ? br_words_ago (now_us - station->uptime_s * G_USEC_PER_SEC, now_us) : NULL;

  set_row (self->kind_row, br_tag_words_driver (station->driver));
  set_row (self->proof_row, br_tag_words_best (station->best_proof));
  set_row (self->firmware_row, station->firmware);
  set_row (self->radio_row, radio);
  set_row (self->storage_row, free_text);
  set_row (self->uptime_row, since);
}

static void
show_station (BrStationPage *self, const BrStationView *station)
{
  g_autofree char *what = br_tag_words_station (station);
  g_autofree char *load = br_tag_words_load (station);

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), station->name);
  br_chip_set_state (self->chip, br_tag_words_station_chip (station));
  gtk_label_set_text (self->what_label, what);
  gtk_widget_set_visible (GTK_WIDGET (self->what_label), *what != '\0');
  gtk_label_set_text (self->load_label, load);
  gtk_button_set_label (self->pause_button, station->paused ? _("_Resume") : _("_Pause"));
  show_facts (self, station);
  if (!self->is_touched)
    show_settings (self, station);
  update_actions (self);
}

static void
leave (BrStationPage *self)
{
  GtkWidget *navigation = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);

  if (navigation != NULL)
    adw_navigation_view_pop_to_tag (ADW_NAVIGATION_VIEW (navigation), "tags");
}

static void
update (BrStationPage *self)
{
  g_autoptr (GPtrArray) stations = br_tag_service_get_stations (get_tags (self));

  for (guint i = 0; i < stations->len; i++)
    if (((const BrStationView *) stations->pdata[i])->id == self->id)
      {
        g_clear_pointer (&self->station, br_station_view_unref);
        self->station = br_station_view_ref (stations->pdata[i]);
        show_station (self, self->station);
        return;
      }
  leave (self); /* it was forgotten, here or in another window */
}

/* Doing */

static void
toast_error (BrStationPage *self, const GError *error)
{
  g_autofree char *sentence = br_tag_words_station_error (error);

  br_toast_show (GTK_WIDGET (self), sentence);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrStationPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!br_tag_service_write_finish (BR_TAG_SERVICE (source), result, &error) && self->context != NULL)
    toast_error (self, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrStationPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok = br_tag_service_write_finish (BR_TAG_SERVICE (source), result, &error);

  if (self->context == NULL)
    return;
  if (!ok)
    {
      self->is_touched = TRUE;
      update_actions (self);
      toast_error (self, error);
      return;
    }
  br_toast_show (GTK_WIDGET (self), _("Saved"));
}

/* As the station is now, but for `paused`. Borrowed texts. */
static BrStationSettings
settings_now (BrStationPage *self)
{
  const BrStationView *station = self->station;

  return (BrStationSettings) { station->id, station->driver, station->name, station->address, station->paused, station->quiet_from_min, station->quiet_to_min };
}

static void
save_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrStationPage *self = BR_STATION_PAGE (widget);
  g_autofree char *address = dup_address (self);
  BrStationSettings settings = settings_now (self);
  gboolean quiet = adw_expander_row_get_enable_expansion (self->quiet_row);

  settings.name = (char *) gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  settings.address = address;
  settings.quiet_from_min = quiet ? (int) adw_combo_row_get_selected (self->from_row) * STEP_MIN : 0;
  settings.quiet_to_min = quiet ? (int) adw_combo_row_get_selected (self->to_row) * STEP_MIN : 0;
  self->is_touched = FALSE;
  update_actions (self);
  br_tag_service_save_station_async (get_tags (self), &settings, NULL, saved_cb, g_object_ref (self));
}

static void
pause_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrStationPage *self = BR_STATION_PAGE (widget);
  BrStationSettings settings = settings_now (self);

  settings.paused = !settings.paused;
  br_tag_service_save_station_async (get_tags (self), &settings, NULL, done_cb, g_object_ref (self));
}

static void
take_in_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrStationPage *self = BR_STATION_PAGE (widget);
  guint minutes = g_str_equal (action, "station.take-in") ? TAKE_IN_MIN : 0;

  br_tag_service_take_in_async (get_tags (self), self->id, minutes, NULL, done_cb, g_object_ref (self));
}

static void
forget_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrStationPage) self = user_data;

  if (g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "forget") && self->context != NULL)
    br_tag_service_forget_station_async (get_tags (self), self->id, NULL, done_cb, g_object_ref (self));
}

static void
forget_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (
      adw_alert_dialog_new (_("Forget This Station?"), _("Backroom sends nothing through it any more. The station itself and its tags stay as they are.")));

  adw_alert_dialog_add_responses (dialog, "stay", _("_Cancel"), "forget", _("_Forget"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "forget", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (dialog, "stay");
  adw_alert_dialog_choose (dialog, widget, NULL, forget_answered_cb, g_object_ref (widget));
}

static void
show_tags_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrStationPage *self = BR_STATION_PAGE (widget);
  g_autofree char *filter = g_strdup_printf ("station:%" G_GINT64_FORMAT, self->id);

  gtk_widget_activate_action (widget, "shelf.show-filter", "s", filter);
}

/* Object */

static void
br_station_page_dispose (GObject *object)
{
  BrStationPage *self = BR_STATION_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_STATION_PAGE);
  g_clear_pointer (&self->station, br_station_view_unref);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_station_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, BrStationPage, chip);
  gtk_widget_class_bind_template_child (klass, BrStationPage, what_label);
  gtk_widget_class_bind_template_child (klass, BrStationPage, load_label);
  gtk_widget_class_bind_template_child (klass, BrStationPage, pause_button);
  gtk_widget_class_bind_template_child (klass, BrStationPage, open_button);
  gtk_widget_class_bind_template_child (klass, BrStationPage, close_button);
  gtk_widget_class_bind_template_child (klass, BrStationPage, name_row);
  gtk_widget_class_bind_template_child (klass, BrStationPage, address_row);
  gtk_widget_class_bind_template_child (klass, BrStationPage, quiet_row);
  gtk_widget_class_bind_template_child (klass, BrStationPage, from_row);
  gtk_widget_class_bind_template_child (klass, BrStationPage, to_row);
  gtk_widget_class_bind_template_child (klass, BrStationPage, kind_row);
  gtk_widget_class_bind_template_child (klass, BrStationPage, proof_row);
  gtk_widget_class_bind_template_child (klass, BrStationPage, firmware_row);
  gtk_widget_class_bind_template_child (klass, BrStationPage, radio_row);
  gtk_widget_class_bind_template_child (klass, BrStationPage, storage_row);
  gtk_widget_class_bind_template_child (klass, BrStationPage, uptime_row);
  gtk_widget_class_bind_template_callback (klass, changed_cb);
}

static void
br_station_page_class_init (BrStationPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_station_page_dispose;
  g_type_ensure (BR_TYPE_CHIP);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/tags-station.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "station.save", NULL, save_cb);
  gtk_widget_class_install_action (widget_class, "station.pause", NULL, pause_cb);
  gtk_widget_class_install_action (widget_class, "station.take-in", NULL, take_in_cb);
  gtk_widget_class_install_action (widget_class, "station.close-in", NULL, take_in_cb);
  gtk_widget_class_install_action (widget_class, "station.forget", NULL, forget_cb);
  gtk_widget_class_install_action (widget_class, "station.show-tags", NULL, show_tags_cb);
}

static void
br_station_page_init (BrStationPage *self)
{
  g_autoptr (GtkStringList) times = gtk_string_list_new (NULL);

  for (int minute = 0; minute < 24 * 60; minute += STEP_MIN)
    {
      g_autofree char *time = g_strdup_printf ("%02d:%02d", minute / 60, minute % 60);

      gtk_string_list_append (times, time);
    }
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_combo_row_set_model (self->from_row, G_LIST_MODEL (times));
  adw_combo_row_set_model (self->to_row, G_LIST_MODEL (times));
}

GtkWidget *
br_station_page_new (BrAppContext *context, gint64 station)
{
  BrStationPage *self = g_object_new (BR_TYPE_STATION_PAGE, NULL);

  self->context = g_object_ref (context);
  self->id = station;
  br_action_add_keys (GTK_WIDGET (self), br_app_context_get_settings (context), "station.");
  g_signal_connect_object (get_tags (self), "stations-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
