/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was tried is what is added: after any change it is tried again. */
#include "config.h"

#include "br-station-add.h"

#include "br-tag-words.h"
#include <glib/gi18n.h>
#include <string.h>

#define HTTP_PORT 80
#define MAX_ADDRESS 1024 /* bytes of a path; a name in the network has at most 255 (RFC 1035 section 2.3.4) */
#define MAX_HOST 255

static const struct
{
  const char *id, *address_title;
  const char *needs; /* what has to be there before it can be added, or what has to be known */
  const char *help;  /* page that says more, and how it is called */
  const char *help_label;
} drivers[] = {
  { "oepl", N_("Address, such as 192.168.1.60"),
    N_("OpenEPaperLink is a project of its own. Its firmware on stations and tags has a licence that forbids commercial use (CC BY-NC-SA 4.0): have it cleared "
        "before a shop uses it."),
    "help:backroom/tags", N_("Which Hardware, and Which Licence") },
  { "opticon", N_("Folder the ESL Server watches, with its whole path"),
    N_("In this folder there has to be a list of the labels, backroom-labels.csv. A file backroom-station.ini beside it is only needed when the server’s folders "
        "have other names, or to read its database."),
    "help:backroom/tags-opticon", N_("What to Write into These Files") },
  { "exec", N_("Program, with its whole path"),
    N_("Somebody who knows the tags writes this program; Backroom brings none along. It needs no other file: Backroom runs it without arguments and asks it, in "
        "JSON, which tags there are. It has to be executable for the user who runs Backroom."),
    "help:backroom/tags-program", N_("What the Program Is Asked, With an Example") },
};

struct _BrStationAdd
{
  AdwDialog parent_instance;

  BrAppContext *context;
  GCancellable *cancellable; /* of the trial under way, or NULL */
  char *tried;               /* address that answered, or NULL */

  AdwComboRow *driver_row;
  AdwEntryRow *address_row;
  AdwEntryRow *name_row;
  GtkLabel *result_label;
  GtkLabel *needs_label;
  GtkLinkButton *help_button;
  GtkWidget *add_button;
  GtkWidget *try_button;
};

enum
{
  SIGNAL_ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrStationAdd, br_station_add, ADW_TYPE_DIALOG)

static gboolean
is_host (const char *host)
{
  for (const char *p = host; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr (".-_:", *p) == NULL)
      return FALSE;
  return *host != '\0' && strlen (host) <= MAX_HOST;
}

static char *
host_address (const char *typed)
{
  const char *bare = g_str_has_prefix (typed, "http://") ? typed + strlen ("http://") : typed;
  g_autofree char *host = g_strndup (bare, strcspn (bare, "/"));
  g_autoptr (GNetworkAddress) address = NULL;
  const char *name;

  address = *host != '\0' ? G_NETWORK_ADDRESS (g_network_address_parse (host, HTTP_PORT, NULL)) : NULL;
  name = address != NULL ? g_network_address_get_hostname (address) : "";
  if (!is_host (name) || g_network_address_get_port (address) == 0)
    return NULL;
  if (g_network_address_get_port (address) == HTTP_PORT)
    return strchr (name, ':') != NULL ? g_strdup_printf ("[%s]", name) : g_strdup (name);
  return g_strdup_printf (strchr (name, ':') != NULL ? "[%s]:%u" : "%s:%u", name, g_network_address_get_port (address));
}

char *
br_station_address (const char *driver, const char *typed)
{
  g_autofree char *text = g_strstrip (g_strdup (typed));

  if (strlen (text) > MAX_ADDRESS)
    return NULL;
  if (g_str_equal (driver, "oepl"))
    return host_address (text);
  return g_path_is_absolute (text) ? g_steal_pointer (&text) : NULL;
}

static const char *
get_driver (BrStationAdd *self)
{
  guint chosen = adw_combo_row_get_selected (self->driver_row);

  return drivers[chosen < G_N_ELEMENTS (drivers) ? chosen : 0].id;
}

static char *
dup_address (BrStationAdd *self)
{
  return br_station_address (get_driver (self), gtk_editable_get_text (GTK_EDITABLE (self->address_row)));
}

/* Borrowed texts: of the dialog and `address`. */
static BrStationSettings
make_settings (BrStationAdd *self, const char *address)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));

  return (BrStationSettings) { .driver = (char *) get_driver (self), .name = (char *) (*name != '\0' ? name : address), .address = (char *) address };
}

static void
update (BrStationAdd *self)
{
  g_autofree char *address = dup_address (self);
  gboolean tried = self->tried != NULL && g_strcmp0 (self->tried, address) == 0;

  gtk_widget_set_visible (self->add_button, tried);
  gtk_widget_set_visible (self->try_button, !tried);
  gtk_widget_set_sensitive (self->try_button, address != NULL && self->cancellable == NULL);
  adw_dialog_set_default_widget (ADW_DIALOG (self), tried ? self->add_button : self->try_button);
}

static void
show_result (BrStationAdd *self, const char *text, gboolean is_error)
{
  gtk_label_set_text (self->result_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->result_label), text != NULL);
  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (self->result_label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->result_label), "error");
}

static void
stop_trial (BrStationAdd *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
changed_cb (BrStationAdd *self)
{
  stop_trial (self);
  g_clear_pointer (&self->tried, g_free);
  show_result (self, NULL, FALSE);
  update (self);
}

static void
driver_cb (BrStationAdd *self)
{
  guint chosen = MIN (adw_combo_row_get_selected (self->driver_row), G_N_ELEMENTS (drivers) - 1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->address_row), _(drivers[chosen].address_title));
  gtk_label_set_text (self->needs_label, _(drivers[chosen].needs));
  gtk_link_button_set_uri (self->help_button, drivers[chosen].help);
  gtk_button_set_label (GTK_BUTTON (self->help_button), _(drivers[chosen].help_label));
  changed_cb (self);
}

static void
cancel_cb (BrStationAdd *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

/* What it says of itself, what it can prove, and what is wrong with it. */
static char *
describe (const BrStationView *station)
{
  g_autofree char *troubles = br_tag_words_station (&(BrStationView) { .state = BR_STATION_UP, .troubles = station->troubles });
  g_autofree char *tags = br_tag_words_load (&(BrStationView) { .n_tags = station->n_tags });
  GString *text = g_string_new (NULL);

  /* Translators: name or firmware of a station that answered, then how many tags it has */
  g_string_append_printf (text, _("It answers: %s, %s."), station->firmware != NULL ? station->firmware : br_tag_words_driver (station->driver), tags);
  g_string_append_printf (text, " %s", br_tag_words_best (station->best_proof));
  if (*troubles != '\0')
    g_string_append_printf (text, "\n%s", troubles);
  return g_string_free (text, FALSE);
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrStationAdd) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrStationView) station = br_tag_service_try_station_finish (BR_TAG_SERVICE (source), result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->context == NULL)
    return;
  g_clear_object (&self->cancellable);
  text = station != NULL ? describe (station) : br_tag_words_station_error (error);
  self->tried = station != NULL ? dup_address (self) : NULL;
  show_result (self, text, station == NULL);
  update (self);
}

static void
try_cb (BrStationAdd *self)
{
  g_autofree char *address = dup_address (self);
  BrStationSettings settings = make_settings (self, address);

  if (address == NULL)
    return;
  stop_trial (self);
  self->cancellable = g_cancellable_new ();
  show_result (self, _("It is being asked…"), FALSE);
  update (self);
  br_tag_service_try_station_async (br_app_context_get_tags (self->context), &settings, self->cancellable, tried_cb, g_object_ref (self));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrStationAdd) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (self->context == NULL)
    return;
  if (br_tag_service_write_finish (BR_TAG_SERVICE (source), result, &error))
    {
      g_signal_emit (self, signals[SIGNAL_ADDED], 0);
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }
  sentence = br_tag_words_station_error (error);
  show_result (self, sentence, TRUE);
  gtk_widget_set_sensitive (self->add_button, TRUE);
}

static void
add_cb (BrStationAdd *self)
{
  BrStationSettings settings = make_settings (self, self->tried);

  gtk_widget_set_sensitive (self->add_button, FALSE);
  br_tag_service_save_station_async (br_app_context_get_tags (self->context), &settings, NULL, saved_cb, g_object_ref (self));
}

static void
br_station_add_dispose (GObject *object)
{
  BrStationAdd *self = BR_STATION_ADD (object);

  stop_trial (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), BR_TYPE_STATION_ADD);
  g_clear_object (&self->context);
  g_clear_pointer (&self->tried, g_free);
  G_OBJECT_CLASS (br_station_add_parent_class)->dispose (object);
}

static void
br_station_add_class_init (BrStationAddClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_station_add_dispose;
  signals[SIGNAL_ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/tags-station-add.ui");
  gtk_widget_class_bind_template_child (widget_class, BrStationAdd, driver_row);
  gtk_widget_class_bind_template_child (widget_class, BrStationAdd, address_row);
  gtk_widget_class_bind_template_child (widget_class, BrStationAdd, name_row);
  gtk_widget_class_bind_template_child (widget_class, BrStationAdd, result_label);
  gtk_widget_class_bind_template_child (widget_class, BrStationAdd, needs_label);
  gtk_widget_class_bind_template_child (widget_class, BrStationAdd, help_button);
  gtk_widget_class_bind_template_child (widget_class, BrStationAdd, add_button);
  gtk_widget_class_bind_template_child (widget_class, BrStationAdd, try_button);
  gtk_widget_class_bind_template_callback (widget_class, driver_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
br_station_add_init (BrStationAdd *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (drivers); i++)
    gtk_string_list_append (names, br_tag_words_driver (drivers[i].id));
  adw_combo_row_set_model (self->driver_row, G_LIST_MODEL (names));
  driver_cb (self);
}

BrStationAdd *
br_station_add_new (BrAppContext *context)
{
  BrStationAdd *self = g_object_new (BR_TYPE_STATION_ADD, NULL);

  self->context = g_object_ref (context);
  return self;
}
