/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Products list. What is shown is the answer of one query: the chips' terms and what is typed. */
#include "config.h"

#include "br-product-list.h"

#include "br-actions.h"
#include "br-export-dialog.h"
#include "br-filter-chips.h"
#include "br-id-selection.h"
#include "br-list-actions.h"
#include "br-list-columns.h"
#include "br-product-menus.h"
#include "br-product-pane.h"
#include "br-product-search.h"
#include "br-product-text.h"
#include "br-sku-columns.h"
#include "br-status-menu.h"
#include "br-words.h"
#include <glib/gi18n.h>

struct _BrProductList
{
  AdwNavigationPage parent_instance;

  BrAppContext *context;
  BrPagedModel *model;
  BrIdSelection *selection;
  BrFilterChips *filter;      /* the chips' terms */
  BrProductMenus *menus;
  BrStatusMenu *steps;
  gsize total;       /* products in the catalogue, as last known */
  gboolean narrow;      /* one column */
  gboolean compact;

  AdwWindowTitle *title_widget;
  BrProductSearch *search;
  AdwWrapBox *chips;
  GtkMenuButton *filter_menu;
  GtkMenuButton *saved_menu;
  AdwOverlaySplitView *split;
  GtkStack *states;
  AdwStatusPage *error_page;
  GtkColumnView *view;
  BrProductPane *pane;
  GtkActionBar *action_bar;
  GtkLabel *selected_label;
  GtkLabel *status_line;
  GtkPopover *context_menu;
  GMenu *columns_menu;
  GMenu *steps_menu;
  GtkMenuButton *steps_button;
};

enum
{
  PROP_NARROW = 1,
  PROP_COMPACT,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];
enum
{
  SIGNAL_OPEN,
  SIGNAL_NEW,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrProductList, br_product_list, ADW_TYPE_NAVIGATION_PAGE)

/* Query */

static gboolean
is_filtered (BrProductList *self)
{
  return !br_filter_chips_is_empty (self->filter) || *br_product_search_get_text (self->search) != '\0';
}

static void
start_query (BrProductList *self)
{
  g_autofree char *text = br_filter_chips_combine (self->filter, br_product_search_get_text (self->search));
  g_autoptr (BrSearch) search = br_search_parse (text, br_app_context_get_digits (self->context), NULL, NULL, NULL); /* each part was parsed when it came in */
  BrSkuQuery query = { .search = search, .sort = BR_SKU_SORT_NAME };

  br_sku_columns_get_sort (self->view, &query.sort, &query.descending);
  br_paged_model_set_query (self->model, &query);
}

/* What one filtered for is gone: so is what one selected in it. */
static void
filter_changed (BrProductList *self)
{
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  start_query (self);
}

static void
search_changed_cb (BrProductList *self)
{
  filter_changed (self);
}

static void
sort_changed_cb (GtkSorter *sorter, GtkSorterChange change, BrProductList *self)
{
  if (self->model != NULL) /* a view that goes takes its columns' sorters along */
    start_query (self);
}

/* What is said around the list */

static char *
describe_age (BrProductList *self)
{
  BrSyncService *sync = br_app_context_get_sync (self->context);
  const BrSyncStatus *status = sync != NULL ? br_sync_service_get_status (sync) : NULL;
  g_autofree char *age = NULL;

  if (status == NULL || status->last_synced_us == 0)
    return NULL;
  age = br_words_clock (status->last_synced_us, br_app_context_now_us (self->context));
  if (status->waiting_changes == 0)
    return g_strdup_printf (_("as of %s"), age);
  return g_strdup_printf (ngettext ("as of %s + %d local change", "as of %s + %d local changes", status->waiting_changes), age, (int) status->waiting_changes);
}

static void
update_status_line (BrProductList *self)
{
  gsize n = br_paged_model_get_ids (self->model)->n;
  g_autofree char *age = describe_age (self);
  g_autofree char *count = NULL;
  g_autofree char *line = NULL;

  if (!is_filtered (self) && !br_paged_model_is_loading (self->model))
    self->total = n;
  if (n < self->total)
    count = g_strdup_printf (_("%'u of %'u"), (guint) n, (guint) self->total);
  else
    count = g_strdup_printf (ngettext ("%'u SKU", "%'u SKUs", n), (guint) n);
  line = age != NULL ? g_strdup_printf ("%s · %s", count, age) : g_strdup (count);
  gtk_label_set_text (self->status_line, line);
  adw_window_title_set_subtitle (self->title_widget, count);
}

static void
update_state (BrProductList *self)
{
  const char *state = "content";

  if (br_paged_model_get_ids (self->model)->n == 0)
    state = br_paged_model_is_loading (self->model) ? "loading" : is_filtered (self) ? "none" : "empty";
  gtk_stack_set_visible_child_name (self->states, state);
  update_status_line (self);
}

static void
model_loaded_cb (BrPagedModel *model, BrProductList *self)
{
  update_state (self);
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, BrProductList *self)
{
  if (added > 0 && g_strcmp0 (gtk_stack_get_visible_child_name (self->states), "content") != 0)
    gtk_stack_set_visible_child_name (self->states, "content");
}

static void
model_failed_cb (BrPagedModel *model, const GError *error, BrProductList *self)
{
  g_autofree char *sentence = br_words_error (error);

  adw_status_page_set_description (self->error_page, sentence);
  gtk_stack_set_visible_child_name (self->states, "error");
}

/* Selection */

static void
update_pane (BrProductList *self)
{
  guint position = br_id_selection_get_only (self->selection);
  g_autoptr (BrSkuItem) item = position != GTK_INVALID_LIST_POSITION ? g_list_model_get_item (G_LIST_MODEL (self->model), position) : NULL;

  br_product_pane_set_item (self->pane, item);
}

static void
update_steps (BrProductList *self)
{
  g_autoptr (BrIdList) ids = br_id_selection_dup_ids (self->selection);

  br_status_menu_update (self->steps, ids);
}

static void
selection_changed_cb (BrIdSelection *selection, GParamSpec *pspec, BrProductList *self)
{
  gsize n = br_id_selection_count (selection);
  g_autofree char *text = g_strdup_printf (ngettext ("%'u selected", "%'u selected", n), (guint) n);

  gtk_label_set_text (self->selected_label, text);
  gtk_action_bar_set_revealed (self->action_bar, n > 0);
  br_list_actions_update (GTK_WIDGET (self), br_app_context_get_actor (self->context), n);
  update_steps (self);
  update_pane (self);
}

static void
open_position (BrProductList *self, guint position)
{
  g_autoptr (BrSkuItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);
  const BrSkuRow *row = item != NULL ? br_sku_item_get_row (item) : NULL;

  if (row != NULL)
    g_signal_emit (self, signals[SIGNAL_OPEN], 0, &row->product_uid);
}

static void
activate_cb (BrProductList *self, guint position)
{
  open_position (self, position);
}

/* Columns */

static void
update_columns (BrProductList *self)
{
  gboolean pane_beside = adw_overlay_split_view_get_show_sidebar (self->split) && !adw_overlay_split_view_get_collapsed (self->split);
  BrListWidth width = self->narrow ? BR_LIST_NARROW : pane_beside ? BR_LIST_BESIDE_PANE : BR_LIST_WIDE;

  br_list_columns_update (self->view, br_app_context_get_settings (self->context), width);
}

static void
hidden_columns_changed_cb (GSettings *settings, const char *key, BrProductList *self)
{
  update_columns (self);
}

static void
pane_toggled_cb (AdwOverlaySplitView *split, GParamSpec *pspec, BrProductList *self)
{
  if (self->context != NULL)
    update_columns (self);
}

static void
set_compact (BrProductList *self, gboolean compact)
{
  if (self->compact == compact)
    return;
  self->compact = compact;
  if (compact)
    gtk_widget_add_css_class (GTK_WIDGET (self->view), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->view), "compact");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

/* Changes of the catalogue */

static void
catalogue_changed_cb (BrCatalogueService *catalogue, BrViewChange *change, BrProductList *self)
{
  br_paged_model_apply_change (self->model, change);
  if (change->settings)
    br_product_menus_reload (self->menus);
  update_steps (self);
  update_status_line (self);
}

static void
context_changed_cb (BrAppContext *context, BrProductList *self)
{
  update_status_line (self);
}

static void
filter_terms_changed_cb (BrFilterChips *filter, BrProductList *self)
{
  br_filter_chips_fill (filter, self->chips);
  filter_changed (self);
}

/* Actions */

static void
new_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_NEW], 0);
}

static void
clear_filter_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_product_list_show_filter (BR_PRODUCT_LIST (widget), "");
}

static void
add_filter_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_filter_chips_add (BR_PRODUCT_LIST (widget)->filter, g_variant_get_string (parameter, NULL));
}

static void
remove_filter_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  br_filter_chips_remove (BR_PRODUCT_LIST (widget)->filter, g_variant_get_string (parameter, NULL));
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
  g_autofree char *text = br_filter_chips_combine (self->filter, br_product_search_get_text (self->search));

  br_product_menus_ask_name (self->menus, widget, text);
}

static void
retry_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  start_query (BR_PRODUCT_LIST (widget));
}

static void
open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrProductList *self = BR_PRODUCT_LIST (widget);

  open_position (self, br_id_selection_get_only (self->selection));
}

static void
select_all_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (BR_PRODUCT_LIST (widget)->selection));
}

static void
unselect_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (BR_PRODUCT_LIST (widget)->selection));
}

static void
copy_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrProductList *self = BR_PRODUCT_LIST (widget);
  g_autoptr (BrIdList) ids = br_id_selection_dup_ids (self->selection);

  br_list_actions_copy (widget, self->context, ids);
}

static void
export_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrProductList *self = BR_PRODUCT_LIST (widget);
  g_autoptr (BrIdList) selected = br_id_selection_dup_ids (self->selection);
  g_auto (GStrv) columns = br_list_columns_get_shown (self->view);
  BrExportOffer offer = { selected, br_paged_model_get_ids (self->model), (const char *const *) columns };

  adw_dialog_present (ADW_DIALOG (br_export_dialog_new (self->context, &offer)), widget);
}

static void
bulk_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrProductList *self = BR_PRODUCT_LIST (widget);
  g_autoptr (BrIdList) ids = br_id_selection_dup_ids (self->selection);

  br_list_actions_start_bulk (widget, self->context, action, parameter, ids);
}

static void
right_click_cb (BrProductList *self, int n_press, double x, double y)
{
  gtk_popover_set_pointing_to (self->context_menu, &(GdkRectangle) { x, y, 1, 1 });
  gtk_popover_popup (self->context_menu);
}

/* Object */

static void
br_product_list_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  BrProductList *self = BR_PRODUCT_LIST (object);

  switch (prop_id)
    {
    case PROP_NARROW:
      if (self->narrow == g_value_get_boolean (value))
        return;
      self->narrow = g_value_get_boolean (value);
      if (self->context != NULL)
        update_columns (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_COMPACT: set_compact (self, g_value_get_boolean (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
br_product_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BrProductList *self = BR_PRODUCT_LIST (object);

  if (prop_id == PROP_NARROW || prop_id == PROP_COMPACT)
    g_value_set_boolean (value, prop_id == PROP_NARROW ? self->narrow : self->compact);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
br_product_list_dispose (GObject *object)
{
  BrProductList *self = BR_PRODUCT_LIST (object);

  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  if (self->context_menu != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->context_menu));
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->filter);
  g_clear_object (&self->menus);
  g_clear_object (&self->steps);
  g_clear_object (&self->context);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_PRODUCT_LIST);
  G_OBJECT_CLASS (br_product_list_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *klass)
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
  gtk_widget_class_install_action (klass, "products.copy", NULL, copy_cb);
  gtk_widget_class_install_action (klass, "products.export", NULL, export_cb);
  gtk_widget_class_install_action (klass, "products.mass-edit", NULL, bulk_cb);
  gtk_widget_class_install_action (klass, "products.change-price", NULL, bulk_cb);
  gtk_widget_class_install_action (klass, "products.set-status", "i", bulk_cb);
  gtk_widget_class_install_property_action (klass, "products.compact", "compact");
}

static void
bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, BrProductList, title_widget);
  gtk_widget_class_bind_template_child (klass, BrProductList, search);
  gtk_widget_class_bind_template_child (klass, BrProductList, chips);
  gtk_widget_class_bind_template_child (klass, BrProductList, filter_menu);
  gtk_widget_class_bind_template_child (klass, BrProductList, saved_menu);
  gtk_widget_class_bind_template_child (klass, BrProductList, split);
  gtk_widget_class_bind_template_child (klass, BrProductList, states);
  gtk_widget_class_bind_template_child (klass, BrProductList, error_page);
  gtk_widget_class_bind_template_child (klass, BrProductList, view);
  gtk_widget_class_bind_template_child (klass, BrProductList, pane);
  gtk_widget_class_bind_template_child (klass, BrProductList, action_bar);
  gtk_widget_class_bind_template_child (klass, BrProductList, selected_label);
  gtk_widget_class_bind_template_child (klass, BrProductList, status_line);
  gtk_widget_class_bind_template_child (klass, BrProductList, context_menu);
  gtk_widget_class_bind_template_child (klass, BrProductList, columns_menu);
  gtk_widget_class_bind_template_child (klass, BrProductList, steps_menu);
  gtk_widget_class_bind_template_child (klass, BrProductList, steps_button);
  gtk_widget_class_bind_template_callback (klass, search_changed_cb);
  gtk_widget_class_bind_template_callback (klass, activate_cb);
  gtk_widget_class_bind_template_callback (klass, right_click_cb);
}

static void
br_product_list_class_init (BrProductListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = br_product_list_dispose;
  object_class->get_property = br_product_list_get_property;
  object_class->set_property = br_product_list_set_property;
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_NEW] = g_signal_new ("new", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (BR_TYPE_PRODUCT_SEARCH);
  g_type_ensure (BR_TYPE_PRODUCT_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/products-list.ui");
  bind_children (widget_class);
  install_actions (widget_class);
}

static void
br_product_list_init (BrProductList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->context_menu), GTK_WIDGET (self->view));
}

static void
set_up_model (BrProductList *self)
{
  BrCatalogueService *catalogue = br_app_context_get_catalogue (self->context);

  self->model = br_paged_model_new (br_sku_source_catalogue (), G_OBJECT (catalogue));
  self->selection = br_id_selection_new (self->model);
  g_signal_connect_object (self->model, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
  g_signal_connect_object (self->model, "loaded", G_CALLBACK (model_loaded_cb), self, 0);
  g_signal_connect_object (self->model, "failed", G_CALLBACK (model_failed_cb), self, 0);
  g_signal_connect_object (self->selection, "notify::count", G_CALLBACK (selection_changed_cb), self, 0);
  g_signal_connect_object (catalogue, "changed", G_CALLBACK (catalogue_changed_cb), self, 0);
  g_signal_connect_object (self->context, "changed", G_CALLBACK (context_changed_cb), self, 0);
}

static void
set_up_view (BrProductList *self)
{
  const BrActor *actor = br_app_context_get_actor (self->context);
  GSettings *settings = br_app_context_get_settings (self->context);
  gboolean sees_cost = actor != NULL && br_role_has_right (actor->role, BR_RIGHT_SEE_COST);
  g_autoptr (GtkColumnViewColumn) first = NULL;

  br_sku_columns_add (self->view, br_app_context_get_store (self->context), br_app_context_get_digits (self->context), sees_cost);
  br_list_columns_remember (self->view, settings);
  update_columns (self);
  first = g_list_model_get_item (gtk_column_view_get_columns (self->view), 0);
  gtk_column_view_sort_by_column (self->view, first, GTK_SORT_ASCENDING);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (sort_changed_cb), self, 0);
  g_signal_connect_object (settings, "changed::products-hidden-columns", G_CALLBACK (hidden_columns_changed_cb), self, 0);
  g_signal_connect_object (self->split, "notify::show-sidebar", G_CALLBACK (pane_toggled_cb), self, 0);
  g_signal_connect_object (self->split, "notify::collapsed", G_CALLBACK (pane_toggled_cb), self, 0);
  set_compact (self, g_settings_get_enum (settings, "density") != 0);
  br_product_menus_fill_columns (self->menus, GTK_WIDGET (self), self->view, self->columns_menu);
  g_menu_append_section (self->steps_menu, NULL, br_status_menu_get_model (self->steps));
  gtk_menu_button_set_menu_model (self->steps_button, br_status_menu_get_model (self->steps));
}

BrProductList *
br_product_list_new (BrAppContext *context)
{
  BrProductList *self = g_object_new (BR_TYPE_PRODUCT_LIST, NULL);

  self->context = g_object_ref (context);
  br_action_add_keys (GTK_WIDGET (self), br_app_context_get_settings (context), "products.");
  self->filter = br_filter_chips_new ();
  self->menus = br_product_menus_new (context, self->filter_menu, self->saved_menu);
  self->steps = br_status_menu_new (context);
  g_signal_connect_object (self->filter, "changed", G_CALLBACK (filter_terms_changed_cb), self, 0);
  br_product_pane_set_context (self->pane, context);
  br_product_search_set_digits (self->search, br_app_context_get_digits (context));
  set_up_model (self);
  set_up_view (self);
  gtk_stack_set_visible_child_name (self->states, "loading");
  selection_changed_cb (self->selection, NULL, self);
  start_query (self);
  return self;
}

void
br_product_list_show_filter (BrProductList *self, const char *filter)
{
  br_product_search_set_text (self->search, "");
  br_filter_chips_set (self->filter, filter);
}

void
br_product_list_focus_search (BrProductList *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

GtkWidget *
br_product_list_get_view (BrProductList *self)
{
  return GTK_WIDGET (self->view);
}
