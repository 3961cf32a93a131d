/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Done" with an Undo button. */
#include "config.h"

#include "br-undo-toast.h"

#include "br-window.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define MAX_LISTED 12 /* losses named one by one */

typedef struct
{
  GWeakRef window;
  BrAppContext *context;
  BrId change;
} Undo;

static Undo *
new_undo (BrWindow *window, BrAppContext *context, const BrId *change)
{
  Undo *undo = g_new0 (Undo, 1);

  g_weak_ref_init (&undo->window, window);
  undo->context = g_object_ref (context);
  undo->change = *change;
  return undo;
}

static void
free_undo (Undo *undo)
{
  g_weak_ref_clear (&undo->window);
  g_object_unref (undo->context);
  g_free (undo);
}

static void
show_losses (BrWindow *window, GPtrArray *losses)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("Undone, Except What Was Changed Since"), NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (losses->len, MAX_LISTED); i++)
    {
      const BrUndoLoss *loss = losses->pdata[i];

      g_string_append_printf (text, "%s%s: %s", i > 0 ? "\n" : "", loss->name != NULL ? loss->name : br_words_kind (loss->kind),
                              br_words_field (loss->kind, loss->field));
    }
  if (losses->len > MAX_LISTED)
    g_string_append_printf (text, ngettext ("\nand %d more", "\nand %d more", losses->len - MAX_LISTED), (int) losses->len - MAX_LISTED);
  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (dialog), text->str);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (window));
  g_string_free (text, TRUE);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Undo *undo = data;
  g_autoptr (BrWindow) window = g_weak_ref_get (&undo->window);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) losses = NULL;
  gboolean ok = br_catalogue_service_undo_finish (BR_CATALOGUE_SERVICE (source), result, NULL, &losses, &error);

  if (window != NULL && !ok)
    br_toast_error (GTK_WIDGET (window), error);
  else if (window != NULL && losses != NULL && losses->len > 0)
    show_losses (window, losses);
  else if (window != NULL)
    br_window_add_toast (window, adw_toast_new (_("Undone")));
  free_undo (undo);
}

static void
start_undo (Undo *undo)
{
  const BrActor *actor = br_app_context_get_actor (undo->context);

  if (actor == NULL)
    {
      free_undo (undo);
      return;
    }
  br_catalogue_service_undo_async (br_app_context_get_catalogue (undo->context), actor,
                                   br_session_service_get_person_name (br_app_context_get_session (undo->context)), _("Undo"), &undo->change, NULL, undone_cb,
                                   undo);
}

void
br_undo_start (GtkWidget *widget, BrAppContext *context, const BrId *change)
{
  start_undo (new_undo (br_window_of (widget), context, change));
}

static void
clicked_cb (AdwToast *toast, Undo *undo)
{
  g_autoptr (BrWindow) window = g_weak_ref_get (&undo->window);

  start_undo (new_undo (window, undo->context, &undo->change));
}

static void
free_undo_closure (gpointer data, GClosure *closure)
{
  free_undo (data);
}

void
br_undo_toast_show (GtkWidget *widget, BrAppContext *context, const char *title, const BrId *change)
{
  BrWindow *window = br_window_of (widget);
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  AdwToast *toast;

  if (window == NULL)
    return;
  toast = adw_toast_new (escaped);
  if (!br_id_is_none (change))
    {
      adw_toast_set_button_label (toast, _("Undo"));
      g_signal_connect_data (toast, "button-clicked", G_CALLBACK (clicked_cb), new_undo (window, context, change), free_undo_closure, 0);
    }
  br_window_add_toast (window, toast);
}

void
br_toast_show (GtkWidget *widget, const char *title)
{
  BrWindow *window = br_window_of (widget);
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  if (window != NULL)
    br_window_add_toast (window, adw_toast_new (escaped));
}

void
br_toast_error (GtkWidget *widget, const GError *error)
{
  g_autofree char *sentence = br_words_error (error);

  br_toast_show (widget, sentence);
}
