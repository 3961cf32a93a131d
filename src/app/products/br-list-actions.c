/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with the selected products. */
#include "config.h"

#include "br-list-actions.h"

#include "br-actions.h"
#include "br-mass-dialog.h"
#include "br-sku-columns.h"
#include "br-window.h"
#include <glib/gi18n.h>
#include <string.h>

#define MAX_COPIED 1000 /* rows on the clipboard; more is for export */
#define COPY_PAGE 250   /* rows read at a time (br_sku_query_rows takes 256) */

void
br_list_actions_update (GtkWidget *widget, const BrActor *actor, gsize n)
{
  gboolean may_edit = actor != NULL && br_role_has_right (actor->role, BR_RIGHT_BULK_EDIT);

  br_action_set_enabled (widget, "products.open", n == 1);
  br_action_set_enabled (widget, "products.copy", n > 0);
  br_action_set_enabled (widget, "products.print-labels", n > 0);
  br_action_set_enabled (widget, "products.mass-edit", n > 0 && may_edit);
  br_action_set_enabled (widget, "products.change-price", n > 0 && may_edit);
  br_action_set_enabled (widget, "products.set-status", n > 0 && may_edit);
}

typedef struct
{
  BrAppContext *context;
  GtkWidget *widget;
  BrIdList *ids;
  gsize done;
  GString *text;
} Copy;

static void
free_copy (Copy *copy)
{
  g_object_unref (copy->context);
  g_object_unref (copy->widget);
  br_id_list_unref (copy->ids);
  g_string_free (copy->text, TRUE);
  g_free (copy);
}

static void copy_next (Copy *copy);

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Copy *copy = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = br_catalogue_service_rows_finish (BR_CATALOGUE_SERVICE (source), result, &error);
  const BrActor *actor = br_app_context_get_actor (copy->context);
  gboolean sees_cost = actor != NULL && br_role_has_right (actor->role, BR_RIGHT_SEE_COST);

  if (rows == NULL)
    {
      g_warning ("copying rows failed: %s", error->message);
      free_copy (copy);
      return;
    }
  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *line = rows->pdata[i] != NULL ? br_sku_columns_to_text (rows->pdata[i], br_app_context_get_digits (copy->context), sees_cost) : NULL;

      if (line != NULL)
        g_string_append_printf (copy->text, "%s\n", line);
    }
  copy->done += rows->len;
  copy_next (copy);
}

static void
copy_next (Copy *copy)
{
  gsize n = MIN (copy->ids->n, MAX_COPIED) - copy->done;
  BrWindow *window = br_window_of (copy->widget);

  if (n > 0)
    {
      br_catalogue_service_rows_async (br_app_context_get_catalogue (copy->context), copy->ids->ids + copy->done, MIN (n, COPY_PAGE), NULL, copied_cb, copy);
      return;
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (copy->widget), copy->text->str);
  if (window != NULL)
    {
      g_autofree char *said = g_strdup_printf (ngettext ("%'u row copied", "%'u rows copied", copy->done), (guint) copy->done);

      br_window_add_toast (window, adw_toast_new (said));
    }
  free_copy (copy);
}

void
br_list_actions_copy (GtkWidget *widget, BrAppContext *context, BrIdList *ids)
{
  Copy *copy = g_new0 (Copy, 1);

  copy->context = g_object_ref (context);
  copy->widget = g_object_ref (widget);
  copy->ids = br_id_list_ref (ids);
  copy->text = g_string_new (NULL);
  copy_next (copy);
}

void
br_list_actions_start_bulk (GtkWidget *widget, BrAppContext *context, const char *action, GVariant *parameter, BrIdList *ids)
{
  BrMassDialog *dialog = br_mass_dialog_new (context, ids);

  if (strcmp (action, "products.change-price") == 0)
    br_mass_dialog_choose (dialog, BR_MASS_PRICE, 0);
  else if (strcmp (action, "products.set-status") == 0)
    br_mass_dialog_choose (dialog, BR_MASS_STATUS, g_variant_get_int32 (parameter));
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}
