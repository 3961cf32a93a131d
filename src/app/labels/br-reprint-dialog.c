/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From label a to label b, counted as the list of the order counts them. */
#include "config.h"

#include "br-reprint-dialog.h"

#include "br-undo-toast.h"
#include <glib/gi18n.h>

typedef struct
{
  GtkWidget *widget; /* owned: over which it stands */
  BrAppContext *context;
  gint64 job;
  AdwSpinRow *from, *to; /* borrowed from the dialog */
} Reprint;

static void
free_reprint (Reprint *self)
{
  g_object_unref (self->widget);
  g_object_unref (self->context);
  g_free (self);
}

static void
ordered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;
  gint64 job;

  if (br_label_service_reprint_finish (BR_LABEL_SERVICE (source), result, &job, &error))
    br_toast_show (widget, _("Ordered again, with the values of then"));
  else
    br_toast_error (widget, error);
}

static void
response_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Reprint *self = user_data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);
  gint64 from = (gint64) adw_spin_row_get_value (self->from), to = (gint64) adw_spin_row_get_value (self->to);

  if (g_str_equal (response, "print"))
    br_label_service_reprint_async (br_app_context_get_labels (self->context), self->job, MIN (from, to), MAX (from, to),
                                    br_session_service_get_person_name (br_app_context_get_session (self->context)), ordered_cb, g_object_ref (self->widget));
  free_reprint (self);
}

static AdwSpinRow *
add_row (GtkListBox *list, const char *title, gint64 value, gint64 total)
{
  GtkWidget *row = adw_spin_row_new_with_range (1, (double) total, 1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_spin_row_set_value (ADW_SPIN_ROW (row), (double) value);
  gtk_list_box_append (list, row);
  return ADW_SPIN_ROW (row);
}

void
br_reprint_dialog_present (GtkWidget *widget, BrAppContext *context, const BrReprintRange *range)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (
      adw_alert_dialog_new (_("Print These Labels Again?"), _("They get the values they had then. For prices of today, print the products anew.")));
  GtkWidget *list = gtk_list_box_new ();
  Reprint *self = g_new0 (Reprint, 1);

  self->widget = g_object_ref (widget);
  self->context = g_object_ref (context);
  self->job = range->job;
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  self->from = add_row (GTK_LIST_BOX (list), _("From label"), range->from, range->total);
  self->to = add_row (GTK_LIST_BOX (list), _("To label"), range->to, range->total);
  adw_alert_dialog_set_extra_child (dialog, list);
  adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"), "print", _("_Print Again"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "print", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (dialog, "print");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_alert_dialog_choose (dialog, widget, NULL, response_cb, self);
}
