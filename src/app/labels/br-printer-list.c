/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row for each printer of the service's list; a shop has a handful of them. */
#include "config.h"

#include "br-printer-list.h"

#include "br-printer-row.h"

struct _BrPrinterList
{
  AdwBin parent_instance;

  BrAppContext *context;

  GtkStack *stack;
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

static void
items_changed_cb (BrPrinterList *self)
{
  GListModel *printers = br_printer_service_get_printers (br_app_context_get_printers (self->context));

  gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (printers) > 0 ? "content" : "empty");
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
  signals[SIGNAL_OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, BR_TYPE_PRINTER_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/labels-printers.ui");
  gtk_widget_class_bind_template_child (widget_class, BrPrinterList, stack);
  gtk_widget_class_bind_template_child (widget_class, BrPrinterList, list);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
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
  printers = br_printer_service_get_printers (br_app_context_get_printers (context));
  gtk_list_box_bind_model (self->list, printers, create_row_cb, self, NULL);
  g_signal_connect_object (printers, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  items_changed_cb (self);
}
