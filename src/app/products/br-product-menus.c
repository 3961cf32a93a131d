/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The menus of the Products list. */
#include "config.h"

#include "br-product-menus.h"

#include "br-filter-chips.h"
#include "br-product-text.h"
#include "br-sku-columns.h"
#include <glib/gi18n.h>

#define PAGE "products" /* whose saved filters */

struct _BrProductMenus
{
  GObject parent;

  BrAppContext *context;
  GCancellable *cancellable;
  GMenu *doctor;   /* section of the filter menu */
  GMenu *saved;    /* section of the saved menu */
  GMenu *removal;  /* submenu of the saved menu */
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

/* The widgets of a menu are made when it opens for the first time: three menus would be an eighth of the page's first frame. */
static void
create_popup_cb (GtkMenuButton *button, gpointer data)
{
  if (gtk_menu_button_get_menu_model (button) == NULL)
    gtk_menu_button_set_menu_model (button, data);
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
  gtk_menu_button_set_create_popup_func (button, create_popup_cb, g_steal_pointer (&menu), g_object_unref);
  g_signal_connect_object (button, "notify::active", G_CALLBACK (filter_menu_active_cb), self, 0);
}

/* Saved filters */

static void
filters_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrProductMenus) self = data;
  g_autoptr (GPtrArray) filters = br_catalogue_service_filters_finish (BR_CATALOGUE_SERVICE (source), result, NULL); /* none are shown then */

  if (filters == NULL || self->context == NULL)
    return;
  g_menu_remove_all (self->saved);
  g_menu_remove_all (self->removal);
  for (guint i = 0; i < filters->len; i++)
    {
      const BrNamedFilter *filter = filters->pdata[i];

      append_target (self->saved, filter->name, "products.use-filter", filter->query);
      append_target (self->removal, filter->name, "saved.remove", filter->name);
    }
}

void
br_product_menus_reload (BrProductMenus *self)
{
  br_catalogue_service_filters_async (br_app_context_get_catalogue (self->context), PAGE, self->cancellable, filters_cb, g_object_ref (self));
}

static void
put_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrProductMenus) self = data;
  g_autoptr (GError) error = NULL;

  if (!br_catalogue_service_put_filter_finish (BR_CATALOGUE_SERVICE (source), result, &error) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("saving a filter failed: %s", error->message);
  if (self->context != NULL)
    br_product_menus_reload (self);
}

static void
put_filter (BrProductMenus *self, const char *name, const char *query)
{
  br_catalogue_service_put_filter_async (br_app_context_get_catalogue (self->context), PAGE, name, query, self->cancellable, put_cb, g_object_ref (self));
}

static void
remove_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  put_filter (data, g_variant_get_string (parameter, NULL), NULL);
}

static void
fill_saved_menu (BrProductMenus *self, GtkMenuButton *button)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) tools = g_menu_new ();
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) remove = g_simple_action_new ("remove", G_VARIANT_TYPE_STRING);

  self->saved = g_menu_new ();
  self->removal = g_menu_new ();
  g_menu_append (tools, _("Save This Filter…"), "products.save-filter");
  g_menu_append_submenu (tools, _("Remove"), G_MENU_MODEL (self->removal));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (self->saved));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (tools));
  g_signal_connect_object (remove, "activate", G_CALLBACK (remove_cb), self, 0);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (remove));
  gtk_widget_insert_action_group (GTK_WIDGET (button), "saved", G_ACTION_GROUP (actions));
  gtk_menu_button_set_create_popup_func (button, create_popup_cb, g_steal_pointer (&menu), g_object_unref);
}

typedef struct
{
  BrProductMenus *self;
  char *query;
} NameQuestion;

static void
free_question (gpointer data, GClosure *closure)
{
  NameQuestion *question = data;

  g_object_unref (question->self);
  g_free (question->query);
  g_free (question);
}

static void
named_cb (AdwAlertDialog *dialog, const char *response, NameQuestion *question)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (adw_alert_dialog_get_extra_child (dialog)));

  if (g_strcmp0 (response, "save") == 0 && *name != '\0' && question->self->context != NULL)
    put_filter (question->self, name, question->query);
}

static void
name_typed_cb (GtkEditable *entry, AdwAlertDialog *dialog)
{
  adw_alert_dialog_set_response_enabled (dialog, "save", *gtk_editable_get_text (entry) != '\0');
}

void
br_product_menus_ask_name (BrProductMenus *self, GtkWidget *parent, const char *query)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("Save This Filter"), NULL);
  GtkWidget *entry = gtk_entry_new ();
  NameQuestion *question = g_new0 (NameQuestion, 1);

  question->self = g_object_ref (self);
  question->query = g_strdup (query);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("Name of the filter"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name of the filter"), -1);
  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (dialog), *query != '\0' ? query : _("All products"));
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), entry);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "save", _("_Save"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "save");
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (dialog), "save", FALSE);
  g_signal_connect_object (entry, "changed", G_CALLBACK (name_typed_cb), dialog, 0);
  g_signal_connect_data (dialog, "response", G_CALLBACK (named_cb), question, free_question, 0);
  adw_dialog_present (dialog, parent);
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
  g_clear_object (&self->saved);
  g_clear_object (&self->removal);
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
br_product_menus_new (BrAppContext *context, GtkMenuButton *filter_menu, GtkMenuButton *saved_menu)
{
  BrProductMenus *self = g_object_new (BR_TYPE_PRODUCT_MENUS, NULL);

  self->context = g_object_ref (context);
  fill_filter_menu (self, filter_menu);
  fill_saved_menu (self, saved_menu);
  br_product_menus_reload (self);
  return self;
}
