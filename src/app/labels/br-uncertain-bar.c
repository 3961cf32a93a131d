/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One banner a printer, made anew when printers come or go, hidden while there is nothing to say. */
#include "config.h"

#include "br-uncertain-bar.h"

#include <glib/gi18n.h>

struct _BrUncertainBar
{
  GtkBox parent_instance;

  GListModel *printers; /* of BrPrinterItem */
};

G_DEFINE_FINAL_TYPE (BrUncertainBar, br_uncertain_bar, GTK_TYPE_BOX)

static void
update_banner (AdwBanner *banner, BrPrinterItem *printer)
{
  guint n = br_printer_item_get_uncertain (printer);
  g_autofree char *text =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u label of “%s” may or may not have come out", "%u labels of “%s” may or may not have come out", n), n,
                       br_printer_item_get_printer (printer)->name);

  adw_banner_set_use_markup (banner, FALSE);
  adw_banner_set_title (banner, text);
  adw_banner_set_revealed (banner, n > 0);
}

static void
changed_cb (BrPrinterItem *printer, AdwBanner *banner)
{
  update_banner (banner, printer);
}

static void
fill (BrUncertainBar *self)
{
  GtkWidget *old;

  while ((old = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), old);
  for (guint i = 0; i < g_list_model_get_n_items (self->printers); i++)
    {
      g_autoptr (BrPrinterItem) printer = g_list_model_get_item (self->printers, i);
      GtkWidget *banner = adw_banner_new ("");

      adw_banner_set_button_label (ADW_BANNER (banner), _("_Say Which…"));
      gtk_actionable_set_action_target (GTK_ACTIONABLE (banner), "s", br_printer_item_get_printer (printer)->key);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (banner), "labels.settle");
      gtk_box_append (GTK_BOX (self), banner);
      g_signal_connect_object (printer, "changed", G_CALLBACK (changed_cb), banner, 0);
      update_banner (ADW_BANNER (banner), printer);
    }
}

static void
br_uncertain_bar_dispose (GObject *object)
{
  g_clear_object (&BR_UNCERTAIN_BAR (object)->printers);
  G_OBJECT_CLASS (br_uncertain_bar_parent_class)->dispose (object);
}

static void
br_uncertain_bar_class_init (BrUncertainBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_uncertain_bar_dispose;
}

static void
br_uncertain_bar_init (BrUncertainBar *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
}

void
br_uncertain_bar_set_context (BrUncertainBar *self, BrAppContext *context)
{
  g_return_if_fail (BR_IS_UNCERTAIN_BAR (self) && self->printers == NULL);

  self->printers = g_object_ref (br_printer_service_get_printers (br_app_context_get_printers (context)));
  g_signal_connect_object (self->printers, "items-changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  fill (self);
}
