/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-rise-row.h"

#include "br-tag-deeds.h"

#include <glib/gi18n.h>

static const guint choices[] = { 0, 15, 30, 60 }; /* minutes */

struct _BrTagRiseRow
{
  AdwComboRow parent_instance;

  BrTagService *service; /* or NULL */
  gboolean filling;      /* nobody chose anything */
};

G_DEFINE_FINAL_TYPE (BrTagRiseRow, br_tag_rise_row, ADW_TYPE_COMBO_ROW)

/* What is set may be none of the choices: the next shorter one is shown, and nothing is changed by that. */
static void
show (BrTagRiseRow *self)
{
  guint minutes = br_tag_service_get_rise_lead (self->service), chosen = 0;

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (choices[i] <= minutes)
      chosen = i;
  self->filling = TRUE;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), chosen);
  self->filling = FALSE;
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagRiseRow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (br_tag_service_write_finish (BR_TAG_SERVICE (source), result, &error) || self->service == NULL)
    return;
  show (self);
  br_tag_toast_error (GTK_WIDGET (self), error);
}

static void
chosen_cb (BrTagRiseRow *self)
{
  guint chosen = adw_combo_row_get_selected (ADW_COMBO_ROW (self));

  if (self->service != NULL && !self->filling && chosen < G_N_ELEMENTS (choices))
    br_tag_service_set_rise_lead_async (self->service, choices[chosen], NULL, set_cb, g_object_ref (self));
}

static void
br_tag_rise_row_dispose (GObject *object)
{
  g_clear_object (&BR_TAG_RISE_ROW (object)->service);
  G_OBJECT_CLASS (br_tag_rise_row_parent_class)->dispose (object);
}

static void
br_tag_rise_row_class_init (BrTagRiseRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_tag_rise_row_dispose;
}

static void
br_tag_rise_row_init (BrTagRiseRow *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new ((const char *const[]) { _("When it begins"), NULL });

  for (guint i = 1; i < G_N_ELEMENTS (choices); i++)
    {
      g_autofree char *name = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u minute before", "%u minutes before", choices[i]), choices[i]);

      gtk_string_list_append (names, name);
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _("Shelves show a price rise"));
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (names));
  g_signal_connect (self, "notify::selected", G_CALLBACK (chosen_cb), NULL);
}

void
br_tag_rise_row_set_service (BrTagRiseRow *self, BrTagService *service)
{
  g_return_if_fail (BR_IS_TAG_RISE_ROW (self) && self->service == NULL);

  self->service = g_object_ref (service);
  show (self);
  g_signal_connect_object (service, "tags-changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
}
