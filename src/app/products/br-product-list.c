/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Products list. What is shown is the answer of one query: the chips' terms and what is typed. */
#include "config.h"

#include "br-product-list-private.h"

#include "br-actions.h"
#include "br-draft-rules.h"
#include "br-lazy-menu.h"
#include "br-list-actions.h"
#include "br-list-columns.h"
#include "br-list-status.h"
#include "br-product-menus.h"
#include "br-product-pane.h"
#include "br-product-search.h"
#include "br-row-menu.h"
#include "br-shelf-marks.h"
#include "br-sku-columns.h"
#include "br-sort-menu.h"
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
  BrSavedFilters *saved;
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
  GMenu *sort_menu;
  GMenu *steps_menu;
  GtkMenuButton *steps_button;
  GtkWidget *new_button;
  GtkWidget *price_button;
  GtkWidget *edit_button;
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

char *
br_product_list_dup_query (BrProductList *self)
{
  return br_filter_chips_combine (self->filter, br_product_search_get_text (self->search));
}

void
br_product_list_start_query (BrProductList *self)
{
  g_autofree char *text = br_product_list_dup_query (self);
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
  br_product_list_start_query (self);
}

static void
search_changed_cb (BrProductList *self)
{
  filter_changed (self);
}

static void
sort_changed_cb (GtkSorter *sorter, GtkSorterChange change, BrProductList *self)
{
  if (self->model == NULL) /* a view that goes takes its columns' sorters along */
    return;
  br_list_columns_save_sort (self->view, br_app_context_get_settings (self->context));
  br_product_list_start_query (self);
}

/* What is said around the list */

static void
update_status_line (BrProductList *self)
{
  gsize n = br_paged_model_get_ids (self->model)->n;
  g_autofree char *count = NULL;
  g_autofree char *line = NULL;

  if (!is_filtered (self) && !br_paged_model_is_loading (self->model))
    self->total = n;
  count = br_list_status_count (n, self->total);
  line = br_list_status_line (self->context, count);
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

void
br_product_list_open_position (BrProductList *self, guint position)
{
  g_autoptr (BrSkuItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);
  const BrSkuRow *row = item != NULL ? br_sku_item_get_row (item) : NULL;

  if (row != NULL)
    g_signal_emit (self, signals[SIGNAL_OPEN], 0, &row->product_uid);
}

static void
activate_cb (BrProductList *self, guint position)
{
  br_product_list_open_position (self, position);
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
    br_saved_filters_reload (self->saved);
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
  g_auto (GStrv) terms = br_filter_chips_get_terms (filter);

  g_settings_set_strv (br_app_context_get_settings (self->context), "products-filter", (const char *const *) terms);
  br_filter_chips_fill (filter, self->chips);
  filter_changed (self);
}

/* One goes on where one left off. */
static void
start_as_left (BrProductList *self)
{
  g_auto (GStrv) terms = g_settings_get_strv (br_app_context_get_settings (self->context), "products-filter");

  if (terms[0] != NULL)
    br_filter_chips_set_terms (self->filter, (const char *const *) terms);
  else
    br_product_list_start_query (self);
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
  g_clear_object (&self->saved);
  g_clear_object (&self->steps);
  g_clear_object (&self->context);
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_PRODUCT_LIST);
  G_OBJECT_CLASS (br_product_list_parent_class)->dispose (object);
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
  gtk_widget_class_bind_template_child (klass, BrProductList, sort_menu);
  gtk_widget_class_bind_template_child (klass, BrProductList, steps_menu);
  gtk_widget_class_bind_template_child (klass, BrProductList, steps_button);
  gtk_widget_class_bind_template_child (klass, BrProductList, new_button);
  gtk_widget_class_bind_template_child (klass, BrProductList, price_button);
  gtk_widget_class_bind_template_child (klass, BrProductList, edit_button);
  gtk_widget_class_bind_template_callback (klass, search_changed_cb);
  gtk_widget_class_bind_template_callback (klass, activate_cb);
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
  br_product_list_install_actions (widget_class);
}

static void
br_product_list_init (BrProductList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->context_menu), GTK_WIDGET (self->view));
  br_row_menu_attach (self->view, self->context_menu);
}

static void
set_up_model (BrProductList *self)
{
  BrCatalogueService *catalogue = br_app_context_get_catalogue (self->context);

  self->model = br_paged_model_new (br_sku_source_catalogue (), G_OBJECT (catalogue));
  self->selection = br_id_selection_new (BR_ID_MODEL (self->model));
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

  br_sku_columns_add (self->view, br_app_context_get_store (self->context), br_app_context_get_digits (self->context), sees_cost);
  br_shelf_marks_attach (self->view, self->context);
  br_list_columns_remember (self->view, settings);
  update_columns (self);
  br_list_columns_restore_sort (self->view, settings);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (sort_changed_cb), self, 0);
  g_signal_connect_object (settings, "changed::products-hidden-columns", G_CALLBACK (hidden_columns_changed_cb), self, 0);
  g_signal_connect_object (self->split, "notify::show-sidebar", G_CALLBACK (pane_toggled_cb), self, 0);
  g_signal_connect_object (self->split, "notify::collapsed", G_CALLBACK (pane_toggled_cb), self, 0);
  set_compact (self, g_settings_get_enum (settings, "density") != 0);
  br_product_menus_fill_columns (self->menus, GTK_WIDGET (self), self->view, self->columns_menu);
  br_sort_menu_fill (GTK_WIDGET (self), self->view, self->sort_menu);
  g_menu_append_section (self->steps_menu, NULL, br_status_menu_get_model (self->steps));
  br_lazy_menu_set (self->steps_button, br_status_menu_get_model (self->steps));
}

/* What a role may not use is not there. */
static void
show_rights (BrProductList *self)
{
  const BrActor *actor = br_app_context_get_actor (self->context);
  gboolean may_create = br_draft_may_create (actor), may_edit = actor != NULL && br_role_has_right (actor->role, BR_RIGHT_BULK_EDIT);

  br_action_set_enabled (GTK_WIDGET (self), "products.new", may_create);
  gtk_widget_set_visible (self->new_button, may_create);
  gtk_widget_set_visible (self->price_button, may_edit);
  gtk_widget_set_visible (self->edit_button, may_edit);
  gtk_widget_set_visible (GTK_WIDGET (self->steps_button), may_edit);
}

BrProductList *
br_product_list_new (BrAppContext *context)
{
  BrProductList *self = g_object_new (BR_TYPE_PRODUCT_LIST, NULL);

  self->context = g_object_ref (context);
  br_action_add_keys (GTK_WIDGET (self), br_app_context_get_settings (context), "products.");
  self->filter = br_filter_chips_new ();
  self->menus = br_product_menus_new (context, self->filter_menu);
  self->saved = br_saved_filters_new (context, self->saved_menu);
  self->steps = br_status_menu_new (context);
  g_signal_connect_object (self->filter, "changed", G_CALLBACK (filter_terms_changed_cb), self, 0);
  br_product_pane_set_context (self->pane, context);
  br_product_search_set_digits (self->search, br_app_context_get_digits (context));
  set_up_model (self);
  set_up_view (self);
  show_rights (self);
  gtk_stack_set_visible_child_name (self->states, "loading");
  selection_changed_cb (self->selection, NULL, self);
  start_as_left (self);
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

BrAppContext *
br_product_list_get_context (BrProductList *self)
{
  return self->context;
}

BrPagedModel *
br_product_list_get_model (BrProductList *self)
{
  return self->model;
}

BrIdSelection *
br_product_list_get_selection (BrProductList *self)
{
  return self->selection;
}

BrFilterChips *
br_product_list_get_filter (BrProductList *self)
{
  return self->filter;
}

BrSavedFilters *
br_product_list_get_saved (BrProductList *self)
{
  return self->saved;
}
