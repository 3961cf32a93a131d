/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The actions of the Products list. What may be done now is said by br_list_actions_update. */
#include "config.h"

#include "br-product-list-private.h"

#include "br-export-dialog.h"
#include "br-list-actions.h"
#include "br-list-columns.h"
#include "br-print-dialog.h"
#include "br-undo-toast.h"

static void
new_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit_by_name (widget, "new");
}

static void
clear_filter_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_product_list_show_filter (BR_PRODUCT_LIST (widget), "");
}

static void
add_filter_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_filter_chips_add (br_product_list_get_filter (BR_PRODUCT_LIST (widget)), g_variant_get_string (parameter, NULL));
}

static void
remove_filter_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_filter_chips_remove (br_product_list_get_filter (BR_PRODUCT_LIST (widget)), g_variant_get_string (parameter, NULL));
}

static void
use_filter_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_product_list_show_filter (BR_PRODUCT_LIST (widget), g_variant_get_string (parameter, NULL));
}

static void
save_filter_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrProductList *self = BR_PRODUCT_LIST (widget);
  g_autofree char *text = br_product_list_dup_query (self);

  br_saved_filters_ask (br_product_list_get_saved (self), widget, text);
}

static void
retry_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_product_list_start_query (BR_PRODUCT_LIST (widget));
}

static void
open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrProductList *self = BR_PRODUCT_LIST (widget);

  br_product_list_open_position (self, br_id_selection_get_only (br_product_list_get_selection (self)));
}

static void
select_all_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (br_product_list_get_selection (BR_PRODUCT_LIST (widget))));
}

static void
unselect_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (br_product_list_get_selection (BR_PRODUCT_LIST (widget))));
}

static void
undo_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_undo_last (widget, br_product_list_get_context (BR_PRODUCT_LIST (widget)));
}

static void
copy_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrProductList *self = BR_PRODUCT_LIST (widget);
  g_autoptr (BrIdList) ids = br_id_selection_dup_ids (br_product_list_get_selection (self));

  br_list_actions_copy (widget, br_product_list_get_context (self), ids);
}

static void
export_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrProductList *self = BR_PRODUCT_LIST (widget);
  g_autoptr (BrIdList) selected = br_id_selection_dup_ids (br_product_list_get_selection (self));
  g_auto (GStrv) columns = br_list_columns_get_shown (GTK_COLUMN_VIEW (br_product_list_get_view (self)));
  BrExportOffer offer = { selected, br_paged_model_get_ids (br_product_list_get_model (self)), (const char *const *) columns };

  adw_dialog_present (ADW_DIALOG (br_export_dialog_new (br_product_list_get_context (self), &offer)), widget);
}

static void
bulk_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrProductList *self = BR_PRODUCT_LIST (widget);
  g_autoptr (BrIdList) ids = br_id_selection_dup_ids (br_product_list_get_selection (self));

  br_list_actions_start_bulk (widget, br_product_list_get_context (self), action, parameter, ids);
}

static void
print_labels_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrProductList *self = BR_PRODUCT_LIST (widget);
  g_autoptr (BrIdList) ids = br_id_selection_dup_ids (br_product_list_get_selection (self));

  br_print_dialog_present (widget, br_product_list_get_context (self), BR_PRINT_SELECTION, ids);
}

void
br_product_list_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "products.new", NULL, new_cb);
  gtk_widget_class_install_action (klass, "products.clear-filter", NULL, clear_filter_cb);
  gtk_widget_class_install_action (klass, "products.add-filter", "s", add_filter_cb);
  gtk_widget_class_install_action (klass, "products.remove-filter", "s", remove_filter_cb);
  gtk_widget_class_install_action (klass, "products.use-filter", "s", use_filter_cb);
  gtk_widget_class_install_action (klass, "products.save-filter", NULL, save_filter_cb);
  gtk_widget_class_install_action (klass, "products.retry", NULL, retry_cb);
  gtk_widget_class_install_action (klass, "products.open", NULL, open_cb);
  gtk_widget_class_install_action (klass, "products.select-all", NULL, select_all_cb);
  gtk_widget_class_install_action (klass, "products.unselect", NULL, unselect_cb);
  gtk_widget_class_install_action (klass, "products.undo", NULL, undo_cb);
  gtk_widget_class_install_action (klass, "products.copy", NULL, copy_cb);
  gtk_widget_class_install_action (klass, "products.export", NULL, export_cb);
  gtk_widget_class_install_action (klass, "products.mass-edit", NULL, bulk_cb);
  gtk_widget_class_install_action (klass, "products.change-price", NULL, bulk_cb);
  gtk_widget_class_install_action (klass, "products.set-status", "i", bulk_cb);
  gtk_widget_class_install_action (klass, "products.print-labels", NULL, print_labels_cb);
  gtk_widget_class_install_property_action (klass, "products.compact", "compact");
}
