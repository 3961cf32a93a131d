/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Done" with an Undo button. */
#include "config.h"

#include "br-undo-toast.h"

#include "br-loss-dialog.h"
#include "br-print-start.h"
#include "br-window.h"
#include "br-words.h"
#include <glib/gi18n.h>

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

/* What could not be restored, kept for the button of the toast. */
typedef struct
{
  GWeakRef window;
  GPtrArray *losses;
} Losses;

static void
free_losses (gpointer data, GClosure *closure)
{
  Losses *self = data;

  g_weak_ref_clear (&self->window);
  g_ptr_array_unref (self->losses);
  g_free (self);
}

static void
present_losses (BrWindow *window, GPtrArray *losses, const char *intro)
{
  adw_dialog_present (ADW_DIALOG (br_loss_dialog_new (br_window_get_context (window), losses, intro)), GTK_WIDGET (window));
}

static void
details_cb (AdwToast *toast, Losses *self)
{
  g_autoptr (BrWindow) window = g_weak_ref_get (&self->window);

  if (window != NULL)
    present_losses (window, self->losses, _("Everything else was undone. These were left as they are:"));
}

/* It stays until it is read: nobody should have to be quick to learn what was not undone. */
static void
toast_losses (BrWindow *window, GPtrArray *losses)
{
  g_autofree char *text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Undone, except %u value changed since", "Undone, except %u values changed since", losses->len), losses->len);
  AdwToast *toast = adw_toast_new (text);
  Losses *self = g_new0 (Losses, 1);

  g_weak_ref_init (&self->window, window);
  self->losses = g_ptr_array_ref (losses);
  adw_toast_set_timeout (toast, 0);
  adw_toast_set_button_label (toast, _("Details"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (details_cb), self, free_losses, 0);
  br_window_add_toast (window, toast);
}

static void start_undo (Undo *undo, const char *label); /* undoing an undo starts another */

static void
clicked_cb (AdwToast *toast, Undo *undo)
{
  g_autoptr (BrWindow) window = g_weak_ref_get (&undo->window);

  start_undo (new_undo (window, undo->context, &undo->change), _("Undo"));
}

static void
free_undo_closure (gpointer data, GClosure *closure)
{
  free_undo (data);
}

/* A toast whose button takes `change` back. */
static void
toast_with_button (BrWindow *window, BrAppContext *context, const char *title, const char *button, const BrId *change)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  AdwToast *toast = adw_toast_new (escaped);

  if (!br_id_is_none (change))
    {
      adw_toast_set_button_label (toast, button);
      g_signal_connect_data (toast, "button-clicked", G_CALLBACK (clicked_cb), new_undo (window, context, change), free_undo_closure, 0);
    }
  br_window_add_toast (window, toast);
}

/* What Ctrl+Z takes back: the window's last change, until it is undone. */
static void
remember (BrWindow *window, const char *title, const BrId *change)
{
  g_object_set_data_full (G_OBJECT (window), "br-last-change", change != NULL ? g_memdup2 (change, sizeof *change) : NULL, g_free);
  g_object_set_data_full (G_OBJECT (window), "br-last-title", g_strdup (title), g_free);
}

static void
forget (BrWindow *window, const BrId *change)
{
  const BrId *last = g_object_get_data (G_OBJECT (window), "br-last-change");

  if (last != NULL && br_id_equal (last, change))
    remember (window, NULL, NULL);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Undo *undo = data;
  g_autoptr (BrWindow) window = g_weak_ref_get (&undo->window);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) losses = NULL;
  BrId made;
  gboolean ok = br_catalogue_service_undo_finish (BR_CATALOGUE_SERVICE (source), result, &made, &losses, &error);

  if (window != NULL && ok)
    forget (window, &undo->change);
  if (window != NULL && !ok)
    br_toast_error (GTK_WIDGET (window), error);
  else if (window != NULL && losses != NULL && losses->len > 0 && br_id_is_none (&made))
    present_losses (window, losses, _("Nothing was undone. Everything in it was changed since:"));
  else if (window != NULL && losses != NULL && losses->len > 0)
    toast_losses (window, losses);
  else if (window != NULL)
    toast_with_button (window, undo->context, _("Undone"), _("Redo"), &made);
  free_undo (undo);
}

static void
start_undo (Undo *undo, const char *label)
{
  const BrActor *actor = br_app_context_get_actor (undo->context);

  if (actor == NULL)
    {
      free_undo (undo);
      return;
    }
  br_catalogue_service_undo_async (br_app_context_get_catalogue (undo->context), actor,
                                   br_session_service_get_person_name (br_app_context_get_session (undo->context)), label, &undo->change, NULL, undone_cb,
                                   undo);
}

void
br_undo_start (GtkWidget *widget, BrAppContext *context, const BrId *change, const char *what)
{
  g_autofree char *label = g_strdup_printf (_("Undo: %s"), what);

  start_undo (new_undo (br_window_of (widget), context, change), label);
}

void
br_undo_toast_show (GtkWidget *widget, BrAppContext *context, const char *title, const BrId *change)
{
  BrWindow *window = br_window_of (widget);

  if (window == NULL)
    return;
  toast_with_button (window, context, title, _("Undo"), change);
  if (!br_id_is_none (change))
    remember (window, title, change);
  br_print_offer_change (widget, context, change);
}

void
br_undo_last (GtkWidget *widget, BrAppContext *context)
{
  BrWindow *window = br_window_of (widget);
  const BrId *last = window != NULL ? g_object_get_data (G_OBJECT (window), "br-last-change") : NULL;

  if (last != NULL)
    br_undo_start (widget, context, last, g_object_get_data (G_OBJECT (window), "br-last-title"));
  else
    br_toast_show (widget, _("Nothing to undo in this window. Earlier changes are under Activity."));
}

/* A dialog lies over the toasts of its window: one that is a place for them itself shows them. */
static AdwToastOverlay *
find_overlay (GtkWidget *widget)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (widget, ADW_TYPE_DIALOG);
  GtkWidget *child = dialog != NULL ? adw_dialog_get_child (ADW_DIALOG (dialog)) : NULL;

  return ADW_IS_TOAST_OVERLAY (child) ? ADW_TOAST_OVERLAY (child) : NULL;
}

void
br_toast_show (GtkWidget *widget, const char *title)
{
  BrWindow *window = br_window_of (widget);
  AdwToastOverlay *overlay = find_overlay (widget);
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (overlay, adw_toast_new (escaped));
  else if (window != NULL)
    br_window_add_toast (window, adw_toast_new (escaped));
}

void
br_toast_error (GtkWidget *widget, const GError *error)
{
  g_autofree char *sentence = br_words_error (error);

  br_toast_show (widget, sentence);
}
