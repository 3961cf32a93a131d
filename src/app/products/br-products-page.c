/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Products page: what the window asks of it, and the way from the list to the editor and back. */
#include "config.h"

#include "br-products-page.h"

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

static void
push_editor (BrProductsPage *self, const BrId *product, const char *code)
{
  BrProductEditor *editor = br_product_editor_new (self->context, product, code);

  adw_navigation_view_push (self->navigation, ADW_NAVIGATION_PAGE (editor));
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

typedef struct
{
  BrProductsPage *self;
  char *code;
} CodeSearch;

static void
offer_new_cb (AdwAlertDialog *dialog, const char *response, CodeSearch *search)
{
  if (g_strcmp0 (response, "new") == 0)
    push_editor (search->self, NULL, search->code);
}

static void
free_code_search (gpointer data, GClosure *closure)
{
  CodeSearch *search = data;

  g_object_unref (search->self);
  g_free (search->code);
  g_free (search);
}

static void
offer_new (CodeSearch *search)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("Unknown Code"), NULL);

  gtk_widget_error_bell (GTK_WIDGET (search->self));
  adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog), _("No product has the code %s."), search->code);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "close", _("_Close"), "new", _("_New Product"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "new", ADW_RESPONSE_SUGGESTED);
  g_signal_connect_data (dialog, "response", G_CALLBACK (offer_new_cb), search, free_code_search, 0);
  adw_dialog_present (dialog, GTK_WIDGET (search->self));
}

static void
code_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CodeSearch *search = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = br_catalogue_service_find_code_finish (BR_CATALOGUE_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      free_code_search (search, NULL);
      return;
    }
  if (rows != NULL && rows->len == 0)
    {
      offer_new (search);
      return;
    }
  if (rows == NULL)
    br_toast_error (GTK_WIDGET (search->self), error);
  else if (rows->len == 1 && rows->pdata[0] != NULL)
    push_editor (search->self, &((BrSkuRow *) rows->pdata[0])->product_uid, NULL);
  else
    br_product_list_show_filter (search->self->list, search->code);
  free_code_search (search, NULL);
}

static gboolean
scan (BrPage *page, const char *code)
{
  BrProductsPage *self = BR_PRODUCTS_PAGE (page);
  CodeSearch *search = g_new0 (CodeSearch, 1);

  search->self = g_object_ref (self);
  search->code = g_strdup (code);
  br_catalogue_service_find_code_async (br_app_context_get_catalogue (self->context), code, self->cancellable, code_found_cb, search);
  return TRUE;
}

static void
search (BrPage *page)
{
  BrProductsPage *self = BR_PRODUCTS_PAGE (page);

  if (is_list_shown (self))
    br_product_list_focus_search (self->list);
}

static void
create (BrPage *page)
{
  push_editor (BR_PRODUCTS_PAGE (page), NULL, NULL);
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

static void
page_init (BrPageInterface *iface)
{
  iface->scan = scan;
  iface->search = search;
  iface->create = create;
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

static void
br_products_page_class_init (BrProductsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_products_page_dispose;
}

static void
br_products_page_init (BrProductsPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->navigation = ADW_NAVIGATION_VIEW (adw_navigation_view_new ());
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
