/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog wants row ids of the list; here they are found for what the caller has. */
#include "config.h"

#include "br-print-start.h"

#include "br-file-report.h"
#include "br-print-dialog.h"
#include "br-print-file.h"
#include "br-print-words.h"
#include "br-undo-toast.h"
#include "br-window.h"
#include "br-words.h"
#include <glib/gi18n.h>

/* Codes still to be looked up, and what was found. */
typedef struct
{
  GtkWidget *widget;
  BrAppContext *context;
  GPtrArray *codes; /* of char * */
  GPtrArray *uids;  /* of BrId beside them; NULL = whatever has the code */
  guint next;
  GArray *found;    /* of guint32 */
} Search;

static Search *
new_search (GtkWidget *widget, BrAppContext *context)
{
  Search *self = g_new0 (Search, 1);

  self->widget = g_object_ref (widget);
  self->context = g_object_ref (context);
  self->codes = g_ptr_array_new_with_free_func (g_free);
  self->uids = g_ptr_array_new_with_free_func (g_free);
  self->found = g_array_new (FALSE, FALSE, sizeof (guint32));
  return self;
}

static void
free_search (Search *self)
{
  g_object_unref (self->widget);
  g_object_unref (self->context);
  g_ptr_array_unref (self->codes);
  g_ptr_array_unref (self->uids);
  g_array_unref (self->found);
  g_free (self);
}

static void
finish (Search *self)
{
  gsize n = self->found->len;
  g_autoptr (BrIdList) ids = br_id_list_new_take (g_memdup2 (self->found->data, n * sizeof (guint32)), n);
  g_autofree char *text = NULL;

  if (n == 0)
    {
      text = g_strdup_printf (_("No product has the code “%s”"), self->codes->len > 0 ? (const char *) self->codes->pdata[0] : "");
      br_toast_show (self->widget, text);
    }
  else if (gtk_widget_get_root (self->widget) != NULL)
    br_print_dialog_present (self->widget, self->context, BR_PRINT_SELECTION, ids);
  free_search (self);
}

static void search_next (Search *self);

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Search *self = user_data;
  g_autoptr (GPtrArray) rows = br_catalogue_service_find_code_finish (BR_CATALOGUE_SERVICE (source), result, NULL); /* what is not found is said at the end */
  const BrId *uid = self->uids->pdata[self->next];

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const BrSkuRow *row = rows->pdata[i];

      if (uid == NULL || br_id_equal (uid, &row->uid))
        g_array_append_val (self->found, row->id);
    }
  self->next++;
  search_next (self);
}

static void
search_next (Search *self)
{
  if (self->next < self->codes->len)
    br_catalogue_service_find_code_async (br_app_context_get_catalogue (self->context), self->codes->pdata[self->next], NULL, found_cb, self);
  else
    finish (self);
}

void
br_print_product (GtkWidget *widget, BrAppContext *context, GPtrArray *skus)
{
  Search *self = new_search (widget, context);

  for (guint i = 0; i < skus->len; i++)
    {
      const BrRecord *sku = skus->pdata[i];
      const char *code = br_record_text (sku, BR_SKU_CODE);

      if (code == NULL)
        continue;
      g_ptr_array_add (self->codes, g_strdup (code));
      g_ptr_array_add (self->uids, g_memdup2 (&sku->id, sizeof sku->id));
    }
  search_next (self);
}

void
br_print_code (GtkWidget *widget, BrAppContext *context, const char *code)
{
  Search *self = new_search (widget, context);

  g_ptr_array_add (self->codes, g_strdup (code));
  g_ptr_array_add (self->uids, NULL);
  search_next (self);
}

/* The offer outlives the page it came from: it belongs to the window. */
typedef struct
{
  GWeakRef window;
  BrAppContext *context;
  BrIdList *ids;
} Offer;

static void
free_offer (Offer *offer)
{
  g_weak_ref_clear (&offer->window);
  g_object_unref (offer->context);
  g_clear_pointer (&offer->ids, br_id_list_unref);
  g_free (offer);
}

static void
free_offer_closure (gpointer data, GClosure *closure)
{
  free_offer (data);
}

static void
print_cb (AdwToast *toast, Offer *offer)
{
  g_autoptr (GtkWidget) window = g_weak_ref_get (&offer->window);

  if (window != NULL)
    br_print_dialog_present (window, offer->context, BR_PRINT_CHANGE, offer->ids);
}

static void
changed_by_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Offer *offer = user_data;
  g_autoptr (GtkWidget) window = g_weak_ref_get (&offer->window);
  g_autofree char *text = NULL;
  AdwToast *toast;

  offer->ids = br_label_service_changed_by_finish (BR_LABEL_SERVICE (source), result, NULL); /* the list of what is out of date has them anyway */
  if (window == NULL || offer->ids == NULL || offer->ids->n == 0)
    {
      free_offer (offer);
      return;
    }
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u shelf label is out of date", "%'u shelf labels are out of date", offer->ids->n),
                          (guint) offer->ids->n);
  toast = adw_toast_new (text);
  adw_toast_set_button_label (toast, _("Print…"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (print_cb), offer, free_offer_closure, 0);
  br_window_add_toast (BR_WINDOW (window), toast);
}

void
br_print_offer_change (GtkWidget *widget, BrAppContext *context, const BrId *change)
{
  BrWindow *window = br_window_of (widget);
  Offer *offer;

  if (window == NULL || br_id_is_none (change))
    return;
  offer = g_new0 (Offer, 1);
  g_weak_ref_init (&offer->window, window);
  offer->context = g_object_ref (context);
  br_label_service_changed_by_async (br_app_context_get_labels (context), change, NULL, changed_by_cb, offer);
}

/* What gets no label is not among the goods of the dialog; how many those are is told. */
static BrIdList *
list_wanted (const BrLabelFile *file)
{
  guint32 *rows = g_new (guint32, MAX (file->lines->len, 1));
  gsize n = 0;

  for (guint i = 0; i < file->lines->len; i++)
    {
      const BrLabelFileLine *line = &g_array_index (file->lines, BrLabelFileLine, i);

      if (line->quantity > 0)
        rows[n++] = line->sku;
    }
  return br_id_list_new_take (rows, n);
}

static void
file_read_cb (GtkWidget *widget, const BrLabelFile *file, gpointer user_data)
{
  g_autoptr (BrIdList) ids = list_wanted (file);
  g_autofree char *words = NULL;
  BrPrintDialog *dialog;

  if (ids->n > 0)
    {
      dialog = br_print_dialog_new (user_data, BR_PRINT_RECEIPT, ids);
      adw_dialog_present (ADW_DIALOG (dialog), widget);
      br_print_dialog_set_quantities (dialog, file);
      return;
    }
  words = br_print_words_file (file, NULL);
  adw_dialog_present (ADW_DIALOG (br_file_report_new (file->name, words, file->problems)), widget);
}

void
br_print_file (GtkWidget *widget, BrAppContext *context)
{
  br_print_file_ask (widget, context, file_read_cb, context);
}

void
br_print_close (AdwDialog *dialog, gint64 taken, const GError *error)
{
  BrWindow *window = br_window_of (GTK_WIDGET (dialog));
  g_autofree char *sentence = br_words_error (error);
  g_autofree char *body = NULL;
  AdwDialog *report;

  adw_dialog_force_close (dialog);
  if (error == NULL || window == NULL)
    return;
  body = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The first %'d label was taken and is in the queue. Order only the others again. %s",
                                       "The first %'d labels were taken and are in the queue. Order only the others again. %s", (gulong) taken),
                          (int) taken, sentence);
  report = adw_alert_dialog_new (_("Only a Part Was Ordered"), body);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (report), "close", _("_Close"));
  adw_dialog_present (report, GTK_WIDGET (window));
}
