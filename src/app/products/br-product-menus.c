/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The menus of the Products list. */
#include "config.h"

#include "br-product-menus.h"

#include "br-lazy-menu.h"
#include "br-product-text.h"
#include "br-sku-columns.h"
#include <glib/gi18n.h>

struct _BrProductMenus
{
  GObject parent;

  BrAppContext *context;
  GCancellable *cancellable;
  GMenu *doctor;   /* section of the filter menu */
};

G_DEFINE_FINAL_TYPE (BrProductMenus, br_product_menus, G_TYPE_OBJECT)

static void
append_target (GMenu *menu, const char *label, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

/* The doctor: how often each finding is there */

typedef struct
{
  BrProductMenus *self;
  guint bit;
} Count;

static void
set_finding (BrProductMenus *self, guint bit, const char *label)
{
  g_autofree char *term = g_strdup_printf ("doctor:%s", br_finding_name (bit));
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "products.add-filter", "s", term);
  if ((int) bit < g_menu_model_get_n_items (G_MENU_MODEL (self->doctor)))
    g_menu_remove (self->doctor, bit);
  g_menu_insert_item (self->doctor, bit, item);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Count *count = data;
  g_autoptr (BrProductMenus) self = count->self;
  g_autoptr (BrIdList) ids = br_catalogue_service_query_finish (BR_CATALOGUE_SERVICE (source), result, NULL); /* without a count the menu still works */
  g_autofree char *label = NULL;

  if (ids == NULL || self->context == NULL)
    return;
  label = g_strdup_printf (_("%s (%'u)"), br_text_finding (count->bit), (guint) ids->n);
  set_finding (self, count->bit, label);
}

static void
filter_menu_active_cb (GtkMenuButton *button, GParamSpec *pspec, BrProductMenus *self)
{
  if (!gtk_menu_button_get_active (button))
    return;
  for (guint bit = 0; bit < BR_N_FINDINGS; bit++)
    {
      g_autofree char *term = g_strdup_printf ("doctor:%s", br_finding_name (bit));
      g_autoptr (BrSearch) search = br_search_parse (term, br_app_context_get_digits (self->context), NULL, NULL, NULL);
      BrSkuQuery query = { .search = search, .sort = BR_SKU_SORT_CODE };
      Count *count = g_new (Count, 1);

      *count = (Count) { g_object_ref (self), bit };
      br_catalogue_service_query_async (br_app_context_get_catalogue (self->context), &query, NULL, NULL, self->cancellable, counted_cb, count);
    }
}

static GMenu *
new_status_menu (void)
{
  const char *const *choices = br_schema_get (BR_KIND_SKU)->fields[BR_SKU_STATUS].choices;
  GMenu *menu = g_menu_new ();

  for (guint i = 0; choices[i] != NULL; i++)
    {
      g_autofree char *term = g_strdup_printf ("status:%s", choices[i]);

      append_target (menu, br_text_status (i + 1), "products.add-filter", term);
    }
  return menu;
}

static void
fill_filter_menu (BrProductMenus *self, GtkMenuButton *button)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) status = new_status_menu ();
  g_autoptr (GMenu) others = g_menu_new ();

  self->doctor = g_menu_new ();
  for (guint bit = 0; bit < BR_N_FINDINGS; bit++)
    set_finding (self, bit, br_text_finding (bit));
  append_target (others, _("Not yet at HQ"), "products.add-filter", "pending:yes");
  append_target (others, _("Sold in this store"), "products.add-filter", "here:yes");
  g_menu_append_submenu (menu, _("Status"), G_MENU_MODEL (status));
  g_menu_append_submenu (menu, _("Doctor"), G_MENU_MODEL (self->doctor));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));
  br_lazy_menu_set (button, G_MENU_MODEL (menu));
  g_signal_connect_object (button, "notify::active", G_CALLBACK (filter_menu_active_cb), self, 0);
}

/* Columns */

static void
column_toggled_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  BrProductMenus *self = data;
  GSettings *settings = br_app_context_get_settings (self->context);
  g_auto (GStrv) hidden = g_settings_get_strv (settings, "products-hidden-columns");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) now = NULL;

  for (gsize i = 0; hidden[i] != NULL; i++)
    if (g_strcmp0 (hidden[i], g_action_get_name (G_ACTION (action))) != 0)
      g_strv_builder_add (builder, hidden[i]);
  if (!g_variant_get_boolean (state))
    g_strv_builder_add (builder, g_action_get_name (G_ACTION (action)));
  now = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "products-hidden-columns", (const char *const *) now);
  g_simple_action_set_state (action, state);
}

static void
add_column_toggle (BrProductMenus *self, GActionMap *actions, GMenu *menu, const char *id)
{
  g_auto (GStrv) hidden = g_settings_get_strv (br_app_context_get_settings (self->context), "products-hidden-columns");
  gboolean shown = !g_strv_contains ((const char *const *) hidden, id);
  g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (id, NULL, g_variant_new_boolean (shown));
  g_autofree char *name = g_strconcat ("columns.", id, NULL);

  g_signal_connect_object (action, "change-state", G_CALLBACK (column_toggled_cb), self, 0);
  g_action_map_add_action (actions, G_ACTION (action));
  g_menu_append (menu, br_sku_columns_title (id), name);
}

void
br_product_menus_fill_columns (BrProductMenus *self, GtkWidget *widget, GtkColumnView *view, GMenu *menu)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GListModel *columns = gtk_column_view_get_columns (view);

  for (guint i = 1; i < g_list_model_get_n_items (columns); i++) /* the first one, the product, always stays */
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      add_column_toggle (self, G_ACTION_MAP (actions), menu, gtk_column_view_column_get_id (column));
    }
  gtk_widget_insert_action_group (widget, "columns", G_ACTION_GROUP (actions));
}

static void
br_product_menus_dispose (GObject *object)
{
  BrProductMenus *self = BR_PRODUCT_MENUS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_product_menus_parent_class)->dispose (object);
}

static void
br_product_menus_finalize (GObject *object)
{
  BrProductMenus *self = BR_PRODUCT_MENUS (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->doctor);
  G_OBJECT_CLASS (br_product_menus_parent_class)->finalize (object);
}

static void
br_product_menus_class_init (BrProductMenusClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_product_menus_dispose;
  G_OBJECT_CLASS (klass)->finalize = br_product_menus_finalize;
}

static void
br_product_menus_init (BrProductMenus *self)
{
  self->cancellable = g_cancellable_new ();
}

BrProductMenus *
br_product_menus_new (BrAppContext *context, GtkMenuButton *filter_menu)
{
  BrProductMenus *self = g_object_new (BR_TYPE_PRODUCT_MENUS, NULL);

  self->context = g_object_ref (context);
  fill_filter_menu (self, filter_menu);
  return self;
}
