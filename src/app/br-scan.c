/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scans in their order of arrival: each is looked up by itself, the last one found is what is shown. */
#include "config.h"

#include "br-scan.h"

#include "br-scan-controller.h"
#include "br-sku-row.h"
#include <glib/gi18n.h>

#define DECLINED_S 10

/* What a window knows of its scans. */
typedef struct
{
  BrScanController *controller; /* owned */
  guint n_scans;    /* looked up so far */
  guint shown;      /* the latest of them that was found; those before it come too late */
  AdwDialog *unknown;    /* weak: the dialog that offers an unknown code */
} Desk;

typedef struct
{
  BrWindow *window; /* owned */
  char *code;
  guint number; /* 1 = the window's first */
} Scan;

static void
free_scan (Scan *scan)
{
  g_object_unref (scan->window);
  g_free (scan->code);
  g_free (scan);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scan, free_scan)

static void
free_desk (gpointer data)
{
  Desk *desk = data;

  g_clear_weak_pointer (&desk->unknown);
  g_object_unref (desk->controller);
  g_free (desk);
}

static Desk *
get_desk (BrWindow *window)
{
  return g_object_get_data (G_OBJECT (window), "br-scan-desk");
}

static void
unknown_response_cb (AdwAlertDialog *dialog, const char *response, gpointer user_data)
{
  BrWindow *window = BR_WINDOW (user_data);
  const char *code = g_object_get_data (G_OBJECT (dialog), "br-code");
  GtkWidget *page;

  if (g_str_equal (response, "close"))
    return;
  page = br_window_show_page (window, "products");
  if (!BR_IS_PAGE (page))
    return;
  if (g_str_equal (response, "search"))
    br_page_show_filter (BR_PAGE (page), code);
  else
    br_page_create_for_code (BR_PAGE (page), code);
}

/* The dialog of the scan before gives way to the next scan. */
static void
close_unknown (Desk *desk)
{
  if (desk->unknown != NULL)
    adw_dialog_force_close (desk->unknown);
  g_clear_weak_pointer (&desk->unknown);
}

static void
offer_unknown (BrWindow *window, const char *code)
{
  Desk *desk = get_desk (window);
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Nothing Has This Code"), NULL));

  gtk_widget_error_bell (GTK_WIDGET (window));
  adw_alert_dialog_format_body (dialog, _("No product here carries “%s”."), code);
  adw_alert_dialog_add_responses (dialog, "close", _("_Close"), "search", _("_Search"), "create", _("_New Product"), NULL);
  adw_alert_dialog_set_default_response (dialog, "close");
  adw_alert_dialog_set_close_response (dialog, "close");
  g_object_set_data_full (G_OBJECT (dialog), "br-code", g_strdup (code), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (unknown_response_cb), window, 0);
  close_unknown (desk);
  g_set_weak_pointer (&desk->unknown, ADW_DIALOG (dialog));
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (window));
}

static void
open_rows (BrWindow *window, GPtrArray *rows, const char *code)
{
  GtkWidget *page = br_window_show_page (window, "products");

  if (!BR_IS_PAGE (page))
    return;
  if (rows->len == 1)
    br_page_open_record (BR_PAGE (page), BR_KIND_PRODUCT, &((BrSkuRow *) rows->pdata[0])->product_uid);
  else
    br_page_show_filter (BR_PAGE (page), code); /* several carry it: let the person choose */
}

static void
code_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Scan) scan = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = br_catalogue_service_find_code_finish (BR_CATALOGUE_SERVICE (source), result, &error);
  Desk *desk = get_desk (scan->window);

  if (rows == NULL)
    {
      g_warning ("Cannot look up a code: %s", error->message);
      return;
    }
  g_debug ("scan %u: %u found", scan->number, rows->len);
  if (scan->number < desk->shown)
    return; /* several readers look: an earlier scan may be found later */
  desk->shown = scan->number;
  if (rows->len == 0)
    {
      offer_unknown (scan->window, scan->code);
      return;
    }
  close_unknown (desk);
  open_rows (scan->window, rows, scan->code);
}

/* Behind a dialog nothing may change; the person is told that the scan was not used, for long enough to be seen after the dialog. */
static void
decline (BrWindow *window, const char *code)
{
  g_autofree char *text = g_strdup_printf (_("The scan of “%s” was not used: close the dialog first, then scan again."), code);
  AdwToast *toast = adw_toast_new (text);

  g_debug ("scan declined: a dialog is open");
  gtk_widget_error_bell (GTK_WIDGET (window));
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_timeout (toast, DECLINED_S);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  br_window_add_toast (window, toast);
}

static gboolean
is_blocked (BrWindow *window)
{
  AdwDialog *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));

  return dialog != NULL && dialog != get_desk (window)->unknown;
}

/* A menu that is open gives way. */
static void
close_popover (BrWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  GtkWidget *popover = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) : NULL;

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
scanned_cb (BrWindow *window, const char *code)
{
  BrAppContext *context = br_window_get_context (window);
  BrPage *page = br_window_get_page (window);
  Scan *scan;

  if (br_app_context_get_actor (context) == NULL || br_widget_offer_code (gtk_window_get_focus (GTK_WINDOW (window)), code))
    return;
  if (is_blocked (window))
    {
      decline (window, code);
      return;
    }
  close_popover (window);
  if (page != NULL && br_page_scan (page, code))
    return;
  scan = g_new0 (Scan, 1);
  *scan = (Scan) { g_object_ref (window), g_strdup (code), ++get_desk (window)->n_scans };
  br_catalogue_service_find_code_async (br_app_context_get_catalogue (context), code, NULL, code_found_cb, scan);
}

/* A badge may type a password: before somebody is signed in, keys are keys. */
static void
actor_changed_cb (BrWindow *window)
{
  br_scan_controller_set_active (get_desk (window)->controller, br_app_context_get_actor (br_window_get_context (window)) != NULL);
}

void
br_scan_attach (BrWindow *window)
{
  BrAppContext *context = br_window_get_context (window);
  Desk *desk = g_new0 (Desk, 1);

  desk->controller = br_scan_controller_new (GTK_WINDOW (window), br_app_context_get_settings (context));
  g_signal_connect_object (desk->controller, "scanned", G_CALLBACK (scanned_cb), window, G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (window), "br-scan-desk", desk, free_desk);
  g_signal_connect_object (context, "changed", G_CALLBACK (actor_changed_cb), window, G_CONNECT_SWAPPED);
  actor_changed_cb (window);
}
