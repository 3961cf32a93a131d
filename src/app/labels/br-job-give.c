/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cheap printer without a number of its own is another one on another USB port: what waits for it would wait for ever. */
#include "config.h"

#include "br-job-give.h"

#include "br-error.h"
#include "br-undo-toast.h"
#include <glib/gi18n.h>

typedef struct
{
  GtkWidget *widget;
  BrAppContext *context;
  gint64 job;
  GPtrArray *others; /* of BrPrinterItem */
  AdwComboRow *row;  /* borrowed from the dialog */
} Giving;

static void
free_giving (Giving *self)
{
  g_object_unref (self->widget);
  g_object_unref (self->context);
  g_ptr_array_unref (self->others);
  g_free (self);
}

/* (transfer full) printers that are set up, without the one of `key`. */
static GPtrArray *
list_others (BrAppContext *context, const char *key)
{
  GListModel *all = br_printer_service_get_printers (br_app_context_get_printers (context));
  GPtrArray *others = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (BrPrinterItem) item = g_list_model_get_item (all, i);
      const BrPrinter *printer = br_printer_item_get_printer (item);

      if (br_printer_item_is_known (item) && printer->language != BR_LANGUAGE_NONE && !g_str_equal (printer->key, key))
        g_ptr_array_add (others, g_steal_pointer (&item));
    }
  return others;
}

guint
br_job_give_count (BrAppContext *context, const char *key)
{
  g_autoptr (GPtrArray) others = list_others (context, key);

  return others->len;
}

static void
given_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (br_label_service_write_finish (BR_LABEL_SERVICE (source), result, &error))
    return;
  if (g_error_matches (error, BR_ERROR, BR_ERROR_BUSY))
    br_toast_show (widget, _("Labels of it are in its own printer just now. Wait until that printer is done with them, or say what became of them."));
  else
    br_toast_error (widget, error);
}

static void
response_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Giving *self = user_data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);
  guint chosen = adw_combo_row_get_selected (self->row);

  if (g_str_equal (response, "give") && chosen < self->others->len)
    br_label_service_give_async (br_app_context_get_labels (self->context), self->job, br_printer_item_get_printer (self->others->pdata[chosen])->key, given_cb,
                                 g_object_ref (self->widget));
  free_giving (self);
}

static GtkWidget *
make_list (Giving *self)
{
  GtkWidget *list = gtk_list_box_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->others->len; i++)
    {
      const BrPrinter *printer = br_printer_item_get_printer (self->others->pdata[i]);

      gtk_string_list_append (names, printer->name != NULL ? printer->name : printer->key);
    }
  self->row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), _("Printer"));
  adw_combo_row_set_model (self->row, G_LIST_MODEL (names));
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->row));
  return list;
}

void
br_job_give_present (GtkWidget *widget, BrAppContext *context, gint64 job, const char *key)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (
      _("Print on Another Printer?"), _("The labels of this order that were not sent yet are printed there. It needs the same paper.")));
  Giving *self = g_new0 (Giving, 1);

  self->widget = g_object_ref (widget);
  self->context = g_object_ref (context);
  self->job = job;
  self->others = list_others (context, key);
  adw_alert_dialog_set_extra_child (dialog, make_list (self));
  adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"), "give", _("_Print There"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "give", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (dialog, "give");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_alert_dialog_choose (dialog, widget, NULL, response_cb, self);
}
