/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Settings are stored a moment after they were changed, without a button; what the printer or another window changed meanwhile is shown
 * as soon as nothing typed here waits to be stored. One order at a time is given to the printer; what it says stands above the buttons.
 */
#include "config.h"

#include "br-printer-page.h"

#include "br-actions.h"
#include "br-chip.h"
#include "br-error.h"
#include "br-label-words.h"
#include "br-printer-form.h"
#include "br-printer-report.h"
#include "br-strip-dialog.h"
#include "br-undo-toast.h"
#include <glib/gi18n.h>

#define SAVE_MS 600 /* after the last change */

struct _BrPrinterPage
{
  AdwNavigationPage parent_instance;

  BrAppContext *context;
  BrPrinterItem *item;
  GCancellable *cancellable; /* of the page's life */
  guint save_id;
  gboolean saving; /* on its way to the store */
  gboolean busy;   /* the printer was told to do something */
  BrPrinterCommand told;
  GtkWidget *pressed; /* weak: its button, which loses the focus while it cannot be pressed */
  char *said;      /* what it answered, or NULL */

  AdwActionRow *status_row, *fix_row, *model_row, *connection_row, *odometer_row, *web_row;
  BrChip *chip;
  GtkWidget *use_group, *pause_button, *resume_button, *spinner;
  BrPrinterForm *form;
};

enum
{
  PROP_SAID = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BrPrinterPage, br_printer_page, ADW_TYPE_NAVIGATION_PAGE)

static const struct
{
  const char *action;
  BrPrinterCommand command;
  gboolean needs_language; /* cannot be told to a printer whose language is not known */
} orders[] = {
  { "printer.identify", BR_PRINTER_IDENTIFY, FALSE }, { "printer.calibrate", BR_PRINTER_CALIBRATE, TRUE },
  { "printer.feed", BR_PRINTER_FEED, TRUE },          { "printer.test", BR_PRINTER_TEST_LABEL, TRUE },
  { "printer.apply", BR_PRINTER_APPLY, TRUE },        { "printer.cancel-inside", BR_PRINTER_CANCEL_INSIDE, TRUE },
  { "printer.pause", BR_PRINTER_PAUSE, FALSE },       { "printer.resume", BR_PRINTER_RESUME, FALSE },
  { "printer.new-roll", BR_PRINTER_NEW_ROLL, FALSE },
};

static void
set_said (BrPrinterPage *self, const char *said)
{
  if (g_set_str (&self->said, said))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAID]);
}

static gboolean
is_there (const BrPrinterStatus *status)
{
  return status->state != BR_PRINTER_GONE && status->state != BR_PRINTER_NO_ACCESS;
}

/* An office printer is given pages, and nothing else. */
static gboolean
can_order (const BrPrinter *printer, BrPrinterCommand command, gboolean needs_language)
{
  if (printer->language == BR_LANGUAGE_PDF)
    return command == BR_PRINTER_TEST_LABEL || command == BR_PRINTER_PAUSE || command == BR_PRINTER_RESUME;
  return !needs_language || printer->language != BR_LANGUAGE_NONE;
}

static void
update_actions (BrPrinterPage *self, const BrPrinter *printer, const BrPrinterStatus *status)
{
  GtkWidget *widget = GTK_WIDGET (self);

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      gboolean here = orders[i].command == BR_PRINTER_PAUSE || orders[i].command == BR_PRINTER_RESUME || orders[i].command == BR_PRINTER_NEW_ROLL;

      br_action_set_enabled (widget, orders[i].action,
                             !self->busy && (here || is_there (status)) && can_order (printer, orders[i].command, orders[i].needs_language));
    }
  br_action_set_enabled (widget, "printer.languages", !self->busy && is_there (status) && printer->language != BR_LANGUAGE_PDF);
  br_action_set_enabled (widget, "printer.report", !self->busy);
  br_action_set_enabled (widget, "printer.forget", br_printer_item_is_known (self->item));
  gtk_widget_set_visible (self->use_group, !br_printer_item_is_known (self->item));
  gtk_widget_set_visible (self->pause_button, !printer->paused);
  gtk_widget_set_visible (self->resume_button, printer->paused);
  gtk_widget_set_visible (self->spinner, self->busy);
}

static void
show_property (AdwActionRow *row, const char *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL && *text != '\0');
}

/* The remedy is the last line of what opening it said. */
static const char *
find_fix (const GError *trouble)
{
  const char *colon = g_error_matches (trouble, BR_ERROR, BR_ERROR_REFUSED) ? g_strrstr (trouble->message, ": ") : NULL;

  return colon != NULL ? colon + 2 : NULL;
}

static void
show_status (BrPrinterPage *self, const BrPrinterStatus *status)
{
  const GError *trouble = br_printer_item_get_trouble (self->item);
  g_autofree char *what = trouble != NULL ? br_label_words_trouble (trouble) : br_label_words_printer (status);
  g_autofree char *heard = br_label_words_heard (status, br_app_context_now_us (self->context));

  adw_action_row_set_subtitle (self->status_row, *what != '\0' ? what : heard);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->chip), heard);
  br_chip_set_state (self->chip, br_label_words_printer_chip (status->state));
  show_property (self->fix_row, trouble != NULL ? find_fix (trouble) : NULL);
}

static char *
odometer_text (const BrPrinter *printer)
{
  g_autofree char *used = br_label_words_length (printer->odometer_mm);

  if (printer->roll_mm <= 0 && printer->odometer_mm == 0)
    return g_strdup (_("Nothing was printed on this roll yet"));
  return printer->roll_mm > 0 ? br_label_words_roll (printer) : g_strdup_printf (_("%s printed since the last new roll"), used);
}

static void
update (BrPrinterPage *self)
{
  const BrPrinter *printer = br_printer_item_get_printer (self->item);
  BrPrinterStatus status = br_printer_item_get_status (self->item);
  g_autofree char *connection = br_label_words_connection (printer->key);
  g_autofree char *odometer = odometer_text (printer);

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), printer->name != NULL && *printer->name != '\0' ? printer->name : _("Label printer"));
  show_status (self, &status);
  show_property (self->model_row, printer->model);
  show_property (self->connection_row, connection);
  show_property (self->odometer_row, printer->language != BR_LANGUAGE_PDF ? odometer : NULL);
  show_property (self->web_row, printer->web);
  update_actions (self, printer, &status);
  if (self->save_id == 0 && !self->saving)
    br_printer_form_show (self->form, printer, br_printer_item_is_known (self->item));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrPrinterPage) self = BR_PRINTER_PAGE (user_data);
  g_autoptr (GError) error = NULL;

  self->saving = FALSE;
  if (!br_printer_service_write_finish (BR_PRINTER_SERVICE (source), result, &error))
    br_toast_error (GTK_WIDGET (self), error);
  if (self->form != NULL)
    update (self);
}

/* Also when the page is left before the moment has passed. */
static void
save (BrPrinterPage *self)
{
  g_autoptr (BrPrinter) printer = br_printer_copy (br_printer_item_get_printer (self->item));

  br_printer_form_read (self->form, printer);
  self->saving = TRUE;
  br_printer_service_save_async (br_app_context_get_printers (self->context), printer, NULL, saved_cb, g_object_ref (self));
}

static gboolean
save_cb (gpointer user_data)
{
  BrPrinterPage *self = BR_PRINTER_PAGE (user_data);

  self->save_id = 0;
  save (self);
  return G_SOURCE_REMOVE;
}

static void
edited_cb (BrPrinterPage *self)
{
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add (SAVE_MS, save_cb, self);
}

static void
save_now (BrPrinterPage *self)
{
  if (self->save_id == 0)
    return;
  g_clear_handle_id (&self->save_id, g_source_remove);
  save (self);
}

static void
ordered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrPrinterPage) self = BR_PRINTER_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *sentence = NULL;
  gboolean ok = br_printer_service_command_finish (BR_PRINTER_SERVICE (source), result, &text, &error);

  self->busy = FALSE;
  if (self->form == NULL)
    return;
  if (!ok)
    sentence = br_label_words_trouble (error);
  else if (text != NULL)
    sentence = g_strdup_printf (_("The printer says: %s"), text);
  else
    sentence = g_strdup (self->told == BR_PRINTER_TEST_LABEL ? _("The test label is in the queue; it is printed as soon as the printer can.") : _("Done."));
  set_said (self, sentence);
  update (self);
  if (self->pressed != NULL && gtk_widget_get_root (self->pressed) != NULL && gtk_root_get_focus (gtk_widget_get_root (self->pressed)) == NULL)
    gtk_widget_grab_focus (self->pressed);
}

static void
order (BrPrinterPage *self, BrPrinterCommand command)
{
  if (br_printer_item_is_known (self->item) || command == BR_PRINTER_IDENTIFY)
    save_now (self); /* what it is to do is done with the settings seen */
  else
    save (self); /* who prints with it has set it up */
  g_set_weak_pointer (&self->pressed, gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))));
  self->busy = TRUE;
  self->told = command;
  set_said (self, NULL);
  update (self);
  br_printer_service_command_async (br_app_context_get_printers (self->context), br_printer_item_get_printer (self->item)->key, command, self->cancellable,
                                    ordered_cb, g_object_ref (self));
}

static void
order_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    if (g_str_equal (orders[i].action, action))
      order (BR_PRINTER_PAGE (widget), orders[i].command);
}

static void
use_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_clear_handle_id (&BR_PRINTER_PAGE (widget)->save_id, g_source_remove);
  save (BR_PRINTER_PAGE (widget));
}

static void
chosen_cb (BrPrinterPage *self, int language)
{
  br_printer_form_choose (self->form, (BrPrinterLanguageId) language);
  save_now (self);
}

static void
languages_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrPrinterPage *self = BR_PRINTER_PAGE (widget);
  BrStripDialog *dialog = br_strip_dialog_new (self->context, br_printer_item_get_printer (self->item)->key);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static void
copy_fix_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), adw_action_row_get_subtitle (BR_PRINTER_PAGE (widget)->fix_row));
  br_toast_show (widget, _("Copied"));
}

/* Only pages of the web: the address comes from the printer. */
static void
web_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *address = br_printer_item_get_printer (BR_PRINTER_PAGE (widget)->item)->web;
  g_autoptr (GtkUriLauncher) launcher = NULL;

  if (address == NULL || (!g_str_has_prefix (address, "http://") && !g_str_has_prefix (address, "https://")))
    return;
  launcher = gtk_uri_launcher_new (address);
  gtk_uri_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, NULL, NULL);
}

static void
report_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrPrinterPage *self = BR_PRINTER_PAGE (widget);

  br_printer_report_ask (widget, self->context, self->item);
}

static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrPrinterPage) self = BR_PRINTER_PAGE (user_data);
  g_autoptr (GError) error = NULL;

  if (br_printer_service_write_finish (BR_PRINTER_SERVICE (source), result, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "navigation.pop", NULL);
  else if (g_error_matches (error, BR_ERROR, BR_ERROR_IN_USE))
    br_toast_show (GTK_WIDGET (self), _("Labels still wait for this printer. Cancel them or let them be printed first."));
  else
    br_toast_error (GTK_WIDGET (self), error);
}

static void
forget_response_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrPrinterPage) self = BR_PRINTER_PAGE (user_data);

  if (g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "forget"))
    {
      g_clear_handle_id (&self->save_id, g_source_remove);
      br_printer_service_forget_async (br_app_context_get_printers (self->context), br_printer_item_get_printer (self->item)->key, NULL, forgotten_cb,
                                       g_object_ref (self));
    }
}

static void
forget_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (
      _("Forget This Printer?"),
      _("Its name, language, roll and offsets are lost. What was printed stays in the history. Plugged in again it appears as a new one.")));

  adw_alert_dialog_add_responses (dialog, "cancel", _("_Cancel"), "forget", _("_Forget"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "forget", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_alert_dialog_choose (dialog, widget, NULL, forget_response_cb, g_object_ref (widget));
}

static void
br_printer_page_hiding (AdwNavigationPage *page)
{
  save_now (BR_PRINTER_PAGE (page));
  ADW_NAVIGATION_PAGE_CLASS (br_printer_page_parent_class)->hiding (page);
}

static void
br_printer_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_assert (id == PROP_SAID);
  g_value_set_string (value, BR_PRINTER_PAGE (object)->said);
}

static void
br_printer_page_dispose (GObject *object)
{
  BrPrinterPage *self = BR_PRINTER_PAGE (object);

  g_clear_handle_id (&self->save_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->pressed);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_PRINTER_PAGE);
  g_clear_object (&self->item);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_printer_page_parent_class)->dispose (object);
}

static void
br_printer_page_finalize (GObject *object)
{
  BrPrinterPage *self = BR_PRINTER_PAGE (object);

  g_clear_object (&self->cancellable);
  g_free (self->said);
  G_OBJECT_CLASS (br_printer_page_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *klass)
{
  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    gtk_widget_class_install_action (klass, orders[i].action, NULL, order_cb);
  gtk_widget_class_install_action (klass, "printer.use", NULL, use_cb);
  gtk_widget_class_install_action (klass, "printer.languages", NULL, languages_cb);
  gtk_widget_class_install_action (klass, "printer.copy-fix", NULL, copy_fix_cb);
  gtk_widget_class_install_action (klass, "printer.web", NULL, web_cb);
  gtk_widget_class_install_action (klass, "printer.report", NULL, report_cb);
  gtk_widget_class_install_action (klass, "printer.forget", NULL, forget_cb);
}

static void
br_printer_page_class_init (BrPrinterPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = br_printer_page_get_property;
  object_class->dispose = br_printer_page_dispose;
  object_class->finalize = br_printer_page_finalize;
  ADW_NAVIGATION_PAGE_CLASS (klass)->hiding = br_printer_page_hiding;
  properties[PROP_SAID] = g_param_spec_string ("said", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (BR_TYPE_CHIP);
  g_type_ensure (BR_TYPE_PRINTER_FORM);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-printer.ui");
  gtk_widget_class_bind_template_child (widget_class, BrPrinterPage, status_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterPage, fix_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterPage, model_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterPage, connection_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterPage, odometer_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterPage, web_row);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterPage, chip);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterPage, use_group);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterPage, pause_button);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterPage, resume_button);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterPage, form);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  install_actions (widget_class);
}

static void
br_printer_page_init (BrPrinterPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

BrPrinterPage *
br_printer_page_new (BrAppContext *context, BrPrinterItem *item)
{
  BrPrinterPage *self = g_object_new (BR_TYPE_PRINTER_PAGE, NULL);

  self->context = g_object_ref (context);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
