/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Products page: what the window asks of it, and the way from the list to the editor and back. */
#include "config.h"

#include "br-products-page.h"

#include "br-draft-rules.h"
#include "br-page.h"
#include "br-product-editor.h"
#include "br-product-list.h"
#include "br-undo-toast.h"
#include <glib/gi18n.h>

struct _BrProductsPage
{
  AdwBin parent_instance;

  BrAppContext *context;
  GCancellable *cancellable;
  AdwNavigationView *navigation;
  BrProductList *list;
};

static void page_init (BrPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BrProductsPage, br_products_page, ADW_TYPE_BIN, G_IMPLEMENT_INTERFACE (BR_TYPE_PAGE, page_init))

/* An editor in which nothing was changed gives way, or every scan would leave one behind; one with changes stays below. */
static void
push_editor (BrProductsPage *self, const BrId *product, const char *code)
{
  BrProductEditor *editor = br_product_editor_new (self->context, product, code);
  AdwNavigationPage *shown = adw_navigation_view_get_visible_page (self->navigation);

  if (BR_IS_PRODUCT_EDITOR (shown) && adw_navigation_page_get_can_pop (shown))
    adw_navigation_view_pop (self->navigation);
  adw_navigation_view_push (self->navigation, ADW_NAVIGATION_PAGE (editor));
  gtk_widget_child_focus (GTK_WIDGET (editor), GTK_DIR_TAB_FORWARD); /* wherever it was: Esc leads back from here */
}

static void
open_cb (BrProductList *list, const BrId *product, BrProductsPage *self)
{
  push_editor (self, product, NULL);
}

static void
new_cb (BrProductList *list, BrProductsPage *self)
{
  push_editor (self, NULL, NULL);
}

/* Page */

static gboolean
is_list_shown (BrProductsPage *self)
{
  return adw_navigation_view_get_visible_page (self->navigation) == ADW_NAVIGATION_PAGE (self->list);
}

/* The row one came from has the focus again. */
static void
popped_cb (BrProductsPage *self)
{
  if (is_list_shown (self))
    gtk_widget_grab_focus (br_product_list_get_view (self->list));
}

static void
search (BrPage *page)
{
  BrProductsPage *self = BR_PRODUCTS_PAGE (page);

  if (is_list_shown (self))
    br_product_list_focus_search (self->list);
}

/* A key or a scan may ask for it where no button does. */
static void
push_new (BrProductsPage *self, const char *code)
{
  if (br_draft_may_create (br_app_context_get_actor (self->context)))
    push_editor (self, NULL, code);
  else
    br_toast_show (GTK_WIDGET (self), _("Your role may not make new products."));
}

static void
create (BrPage *page)
{
  push_new (BR_PRODUCTS_PAGE (page), NULL);
}

static void
create_for_code (BrPage *page, const char *code)
{
  push_new (BR_PRODUCTS_PAGE (page), code);
}

static void
show_filter (BrPage *page, const char *filter)
{
  BrProductsPage *self = BR_PRODUCTS_PAGE (page);

  adw_navigation_view_pop_to_tag (self->navigation, "products-list");
  br_product_list_show_filter (self->list, filter);
}

static void
sku_product_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BrProductsPage) self = data;
  g_autoptr (GError) error = NULL;
  BrId product;

  if (br_catalogue_service_find_product_finish (BR_CATALOGUE_SERVICE (source), result, &product, &error))
    push_editor (self, &product, NULL);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    br_toast_error (GTK_WIDGET (self), error);
}

static void
open_record (BrPage *page, BrKind kind, const BrId *id)
{
  BrProductsPage *self = BR_PRODUCTS_PAGE (page);

  if (kind == BR_KIND_PRODUCT)
    push_editor (self, id, NULL);
  else if (kind == BR_KIND_SKU || kind == BR_KIND_PRICE)
    br_catalogue_service_find_product_async (br_app_context_get_catalogue (self->context), kind, id, self->cancellable, sku_product_cb, g_object_ref (self));
}

/* Editors with changes lie one over the other. */
static gboolean
would_lose (BrPage *page)
{
  g_autoptr (GListModel) shown = adw_navigation_view_get_navigation_stack (BR_PRODUCTS_PAGE (page)->navigation);
  gboolean lose = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (shown); i++)
    {
      g_autoptr (AdwNavigationPage) one = g_list_model_get_item (shown, i);

      lose |= BR_IS_PRODUCT_EDITOR (one) && !adw_navigation_page_get_can_pop (one);
    }
  return lose;
}

static void
page_init (BrPageInterface *iface)
{
  iface->would_lose = would_lose;
  iface->search = search;
  iface->create = create;
  iface->create_for_code = create_for_code;
  iface->show_filter = show_filter;
  iface->open_record = open_record;
}

static void
br_products_page_dispose (GObject *object)
{
  BrProductsPage *self = BR_PRODUCTS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_products_page_parent_class)->dispose (object);
}

/* The products themselves come before the buttons around them. */
static gboolean
br_products_page_grab_focus (GtkWidget *widget)
{
  BrProductsPage *self = BR_PRODUCTS_PAGE (widget);

  return (is_list_shown (self) && gtk_widget_grab_focus (br_product_list_get_view (self->list)))
         || GTK_WIDGET_CLASS (br_products_page_parent_class)->grab_focus (widget);
}

static void
br_products_page_class_init (BrProductsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_products_page_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = br_products_page_grab_focus;
}

static void
br_products_page_init (BrProductsPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->navigation = ADW_NAVIGATION_VIEW (adw_navigation_view_new ());
  g_signal_connect_object (self->navigation, "popped", G_CALLBACK (popped_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->navigation));
}

GtkWidget *
br_products_page_new (BrAppContext *context)
{
  BrProductsPage *self = g_object_new (BR_TYPE_PRODUCTS_PAGE, NULL);

  self->context = g_object_ref (context);
  self->list = br_product_list_new (context);
  g_signal_connect_object (self->list, "open", G_CALLBACK (open_cb), self, 0);
  g_signal_connect_object (self->list, "new", G_CALLBACK (new_cb), self, 0);
  adw_navigation_view_add (self->navigation, ADW_NAVIGATION_PAGE (self->list));
  return GTK_WIDGET (self);
}
