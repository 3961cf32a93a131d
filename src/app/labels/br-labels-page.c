/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The views and what their buttons do to an order; an order and a printer are pages pushed over them. */
#include "config.h"

#include "br-labels-page.h"

#include "br-actions.h"
#include "br-damage.h"
#include "br-job-give.h"
#include "br-job-list.h"
#include "br-job-page.h"
#include "br-page.h"
#include "br-print-start.h"
#include "br-print-watch.h"
#include "br-printer-add.h"
#include "br-printer-list.h"
#include "br-printer-page.h"
#include "br-progress-button.h"
#include "br-reprint-dialog.h"
#include "br-stale-list.h"
#include "br-template-gallery.h"
#include "br-uncertain-bar.h"
#include "br-uncertain-dialog.h"
#include "br-undo-toast.h"
#include <glib/gi18n.h>

struct _BrLabelsPage
{
  AdwBin parent_instance;

  BrAppContext *context;

  AdwNavigationView *navigation;
  AdwViewStack *views;
  AdwViewStackPage *stale_view;
  AdwViewStackPage *printers_view;
  AdwBanner *damage_banner;
  BrUncertainBar *uncertain_bar;
  BrJobList *queue;
  BrStaleList *stale;
  BrPrinterList *printers;
  BrTemplateGallery *templates;
  BrJobList *history;
};

static void page_init (BrPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BrLabelsPage, br_labels_page, ADW_TYPE_BIN, G_IMPLEMENT_INTERFACE (BR_TYPE_PAGE, page_init))

static void
open_job_cb (BrLabelsPage *self, BrPrintJobView *job)
{
  adw_navigation_view_push (self->navigation, ADW_NAVIGATION_PAGE (br_job_page_new (self->context, job)));
}

static void
open_printer_cb (BrLabelsPage *self, BrPrinterItem *printer)
{
  adw_navigation_view_push (self->navigation, ADW_NAVIGATION_PAGE (br_printer_page_new (self->context, printer)));
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrLabelsPage) self = BR_LABELS_PAGE (user_data);
  g_autoptr (GError) error = NULL;

  if (!br_label_service_write_finish (BR_LABEL_SERVICE (source), result, &error))
    br_toast_error (GTK_WIDGET (self), error);
}

static const struct
{
  const char *action;
  BrQueueCommand command;
} commands[] = {
  { "labels.pause", BR_QUEUE_PAUSE },
  { "labels.resume", BR_QUEUE_RESUME },
  { "labels.cancel", BR_QUEUE_CANCEL },
  { "labels.print-failed", BR_QUEUE_REPRINT_FAILED },
};

static void
command_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrLabelsPage *self = BR_LABELS_PAGE (widget);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].action, action))
      br_label_service_command_async (br_app_context_get_labels (self->context), g_variant_get_int64 (parameter), commands[i].command, NULL, done_cb,
                                      g_object_ref (self));
}

static void
reprint_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gint64 job, total;

  g_variant_get (parameter, "(xx)", &job, &total);
  br_reprint_dialog_present (widget, BR_LABELS_PAGE (widget)->context, &(BrReprintRange) { job, 1, total, total });
}

static void
give_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gint64 job;
  const char *key;

  g_variant_get (parameter, "(x&s)", &job, &key);
  br_job_give_present (widget, BR_LABELS_PAGE (widget)->context, job, key);
}

static void
settle_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_dialog_present (ADW_DIALOG (br_uncertain_dialog_new (BR_LABELS_PAGE (widget)->context, g_variant_get_string (parameter, NULL))), widget);
}

static void
open_printer_called (BrLabelsPage *self, const char *key)
{
  BrPrinterItem *printer = br_printer_service_find (br_app_context_get_printers (self->context), key);

  if (printer != NULL)
    open_printer_cb (self, printer);
}

static void
open_printer_action_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_printer_called (BR_LABELS_PAGE (widget), g_variant_get_string (parameter, NULL));
}

static void
add_printer_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrPrinterAdd *dialog = br_printer_add_new (BR_LABELS_PAGE (widget)->context);

  g_signal_connect_object (dialog, "added", G_CALLBACK (open_printer_called), widget, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static void
print_file_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_print_file (widget, BR_LABELS_PAGE (widget)->context);
}

/* Back to the views; FALSE when a template being designed would be lost. */
static gboolean
leave_pages (BrLabelsPage *self)
{
  if (br_template_gallery_would_lose (self->templates))
    return FALSE;
  adw_navigation_view_pop_to_tag (self->navigation, "labels");
  return TRUE;
}

static void
show_view_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrLabelsPage *self = BR_LABELS_PAGE (widget);

  if (!leave_pages (self))
    return;
  adw_view_stack_set_visible_child_name (self->views, g_variant_get_string (parameter, NULL));
}

static void
show_damage (BrLabelsPage *self)
{
  const char *aside = br_label_service_get_set_aside (br_app_context_get_labels (self->context));
  char *text =
      g_strdup_printf (_("Products and prices are not touched. Lost are the orders that were waiting, History, the printers’ settings, own templates and "
                          "what is known of the labels on the shelves. The damaged file is kept as “%s” for somebody who can repair it."),
                       aside != NULL ? aside : "");

  br_damage_attach (self->damage_banner, br_app_context_get_settings (self->context), "label-damage-seen", aside, _("The Print Queue Was Damaged"), text);
}

static void
update_badges (BrLabelsPage *self)
{
  const BrPrintWatchCounts *counts = br_print_watch_get (br_app_context_get_print_watch (self->context));

  adw_view_stack_page_set_badge_number (self->stale_view, (guint) MIN (counts->stale, G_MAXINT));
  adw_view_stack_page_set_badge_number (self->printers_view, (guint) counts->stopped);
  adw_view_stack_page_set_needs_attention (self->printers_view, counts->stopped > 0);
}

gint64
br_labels_page_badge (BrAppContext *context)
{
  const BrPrintWatchCounts *counts = br_print_watch_get (br_app_context_get_print_watch (context));

  return counts->stale + counts->uncertain + counts->stopped;
}

static gboolean
scan (BrPage *page, const char *code)
{
  if (br_template_gallery_scan (BR_LABELS_PAGE (page)->templates, code))
    return TRUE; /* a template is being designed: it shows what was scanned */
  br_print_code (GTK_WIDGET (page), BR_LABELS_PAGE (page)->context, code);
  return TRUE;
}

static void
show_filter (BrPage *page, const char *filter)
{
  BrLabelsPage *self = BR_LABELS_PAGE (page);

  if (!leave_pages (self))
    return;
  if (*filter != '\0')
    adw_view_stack_set_visible_child_name (self->views, filter);
}

static void
search (BrPage *page)
{
  BrLabelsPage *self = BR_LABELS_PAGE (page);

  if (!leave_pages (self))
    return;
  if (g_str_equal (adw_view_stack_get_visible_child_name (self->views), "stale"))
    {
      br_stale_list_search (self->stale);
      return;
    }
  adw_view_stack_set_visible_child_name (self->views, "history");
  br_job_list_search (self->history);
}

static gboolean
would_lose (BrPage *page)
{
  return br_template_gallery_would_lose (BR_LABELS_PAGE (page)->templates);
}

static void
page_init (BrPageInterface *iface)
{
  iface->scan = scan;
  iface->would_lose = would_lose;
  iface->show_filter = show_filter;
  iface->search = search;
}

static void
br_labels_page_dispose (GObject *object)
{
  BrLabelsPage *self = BR_LABELS_PAGE (object);

  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_LABELS_PAGE);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_labels_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *klass)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    gtk_widget_class_install_action (klass, commands[i].action, "x", command_cb);
  gtk_widget_class_install_action (klass, "labels.reprint", "(xx)", reprint_cb);
  gtk_widget_class_install_action (klass, "labels.give", "(xs)", give_cb);
  gtk_widget_class_install_action (klass, "labels.settle", "s", settle_cb);
  gtk_widget_class_install_action (klass, "labels.add-printer", NULL, add_printer_cb);
  gtk_widget_class_install_action (klass, "labels.open-printer", "s", open_printer_action_cb);
  gtk_widget_class_install_action (klass, "labels.print-file", NULL, print_file_cb);
  gtk_widget_class_install_action (klass, "labels.show-view", "s", show_view_cb);
}

static void
br_labels_page_class_init (BrLabelsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_labels_page_dispose;
  g_type_ensure (BR_TYPE_JOB_LIST);
  g_type_ensure (BR_TYPE_PRINTER_LIST);
  g_type_ensure (BR_TYPE_PROGRESS_BUTTON);
  g_type_ensure (BR_TYPE_STALE_LIST);
  g_type_ensure (BR_TYPE_TEMPLATE_GALLERY);
  g_type_ensure (BR_TYPE_UNCERTAIN_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BrLabelsPage, navigation);
  gtk_widget_class_bind_template_child (widget_class, BrLabelsPage, views);
  gtk_widget_class_bind_template_child (widget_class, BrLabelsPage, stale_view);
  gtk_widget_class_bind_template_child (widget_class, BrLabelsPage, printers_view);
  gtk_widget_class_bind_template_child (widget_class, BrLabelsPage, damage_banner);
  gtk_widget_class_bind_template_child (widget_class, BrLabelsPage, uncertain_bar);
  gtk_widget_class_bind_template_child (widget_class, BrLabelsPage, queue);
  gtk_widget_class_bind_template_child (widget_class, BrLabelsPage, stale);
  gtk_widget_class_bind_template_child (widget_class, BrLabelsPage, printers);
  gtk_widget_class_bind_template_child (widget_class, BrLabelsPage, templates);
  gtk_widget_class_bind_template_child (widget_class, BrLabelsPage, history);
  gtk_widget_class_bind_template_callback (widget_class, open_job_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_printer_cb);
  install_actions (widget_class);
}

static void
br_labels_page_init (BrLabelsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
br_labels_page_new (BrAppContext *context)
{
  BrLabelsPage *self = g_object_new (BR_TYPE_LABELS_PAGE, NULL);

  self->context = g_object_ref (context);
  br_action_add_keys (GTK_WIDGET (self), br_app_context_get_settings (context), "labels.");
  br_uncertain_bar_set_context (self->uncertain_bar, context);
  br_job_list_set_context (self->queue, context, BR_JOB_LIST_OPEN);
  br_stale_list_set_context (self->stale, context);
  br_printer_list_set_context (self->printers, context);
  br_job_list_set_context (self->history, context, BR_JOB_LIST_DONE);
  g_signal_connect_object (br_app_context_get_print_watch (context), "changed", G_CALLBACK (update_badges), self, G_CONNECT_SWAPPED);
  update_badges (self);
  show_damage (self);
  return GTK_WIDGET (self);
}
