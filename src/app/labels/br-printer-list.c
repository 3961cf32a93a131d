/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A row for each printer of the service's list; a shop has a handful of them. Office printers do not say that they are there: they are
 * asked for when the list is opened, and now and then while it is seen.
 */
#include "config.h"

#include "br-printer-list.h"

#include "br-printer-row.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define LOOK_S 15

struct _BrPrinterList
{
  AdwBin parent_instance;

  BrAppContext *context;
  guint look_id; /* while it is seen */

  GtkStack *stack;
  AdwStatusPage *error_page;
  AdwBanner *banner;
  GtkListBox *list;
};

enum
{
  SIGNAL_OPEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrPrinterList, br_printer_list, ADW_TYPE_BIN)

static GtkWidget *
create_row_cb (gpointer item, gpointer user_data)
{
  return br_printer_row_new (BR_PRINTER_LIST (user_data)->context, BR_PRINTER_ITEM (item));
}

static BrPrinterService *
get_service (BrPrinterList *self)
{
  return br_app_context_get_printers (self->context);
}

/* What was read once is shown even if it cannot be read again. */
static const char *
find_state (BrPrinterService *service)
{
  if (g_list_model_get_n_items (br_printer_service_get_printers (service)) > 0)
    return "content";
  if (br_printer_service_get_trouble (service) != NULL)
    return "error";
  return br_printer_service_is_read (service) ? "empty" : "loading";
}

static void
update (BrPrinterList *self)
{
  const GError *trouble = br_printer_service_get_trouble (get_service (self));
  g_autofree char *why = br_words_error (trouble);
  /* Translators: the first says what happened, as one or two sentences */
  g_autofree char *text = g_strdup_printf (_("%s Labels that wait are kept and are not printed meanwhile."), why);

  adw_status_page_set_description (self->error_page, text);
  adw_banner_set_revealed (self->banner, trouble != NULL);
  gtk_stack_set_visible_child_name (self->stack, find_state (get_service (self)));
}

static void
refresh_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_printer_service_refresh (get_service (BR_PRINTER_LIST (widget)));
}

static gboolean
look_cb (gpointer user_data)
{
  br_printer_service_refresh (get_service (user_data));
  return G_SOURCE_CONTINUE;
}

static void
br_printer_list_map (GtkWidget *widget)
{
  BrPrinterList *self = BR_PRINTER_LIST (widget);

  GTK_WIDGET_CLASS (br_printer_list_parent_class)->map (widget);
  br_printer_service_refresh (get_service (self));
  self->look_id = g_timeout_add_seconds (LOOK_S, look_cb, self);
}

static void
br_printer_list_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&BR_PRINTER_LIST (widget)->look_id, g_source_remove);
  GTK_WIDGET_CLASS (br_printer_list_parent_class)->unmap (widget);
}

static void
row_cb (BrPrinterList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_OPEN], 0, br_printer_row_get_printer (BR_PRINTER_ROW (row)));
}

static void
br_printer_list_dispose (GObject *object)
{
  BrPrinterList *self = BR_PRINTER_LIST (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_PRINTER_LIST);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_printer_list_parent_class)->dispose (object);
}

static void
br_printer_list_class_init (BrPrinterListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_printer_list_dispose;
  widget_class->map = br_printer_list_map;
  widget_class->unmap = br_printer_list_unmap;
  signals[SIGNAL_OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, BR_TYPE_PRINTER_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-printers.ui");
  gtk_widget_class_bind_template_child (widget_class, BrPrinterList, stack);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterList, error_page);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterList, banner);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterList, list);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
  gtk_widget_class_install_action (widget_class, "printers.refresh", NULL, refresh_cb);
}

static void
br_printer_list_init (BrPrinterList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
br_printer_list_set_context (BrPrinterList *self, BrAppContext *context)
{
  GListModel *printers;

  g_return_if_fail (BR_IS_PRINTER_LIST (self) && self->context == NULL);

  self->context = g_object_ref (context);
  printers = br_printer_service_get_printers (get_service (self));
  gtk_list_box_bind_model (self->list, printers, create_row_cb, self, NULL);
  g_signal_connect_object (printers, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_service (self), "read-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
