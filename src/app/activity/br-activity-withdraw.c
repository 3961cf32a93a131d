/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Withdraw, ask when it takes more than was clicked, put back. One struct goes through all of it. */
#include "config.h"

#include "br-activity-withdraw.h"

#include "br-error.h"
#include "br-window.h"
#include "br-words.h"
#include <glib/gi18n.h>

/* Shared by a dialog, a toast and the calls under way: atomic rc box. */
typedef struct
{
  BrWindow *window;      /* owned */
  BrAppContext *context; /* owned */
  BrId change;
  char *what;
  GArray *changes; /* of BrId: what was withdrawn; or NULL */
} Withdrawal;

static void
clear_withdrawal (gpointer data)
{
  Withdrawal *self = data;

  g_object_unref (self->window);
  g_object_unref (self->context);
  g_free (self->what);
  g_clear_pointer (&self->changes, g_array_unref);
}

static void
unref_withdrawal (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_withdrawal);
}

static void
unref_closure (gpointer data, GClosure *closure)
{
  unref_withdrawal (data);
}

static void
toast_error (Withdrawal *self, const GError *error)
{
  g_autofree char *sentence = br_words_error (error);

  br_window_toast (self->window, sentence);
}

static void
put_back_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Withdrawal *self = data;
  g_autoptr (GError) error = NULL;

  if (br_activity_service_write_finish (BR_ACTIVITY_SERVICE (source), result, &error))
    br_window_toast (self->window, _("Put back; it waits for HQ again"));
  else
    toast_error (self, error);
  unref_withdrawal (self);
}

static void
put_back_clicked_cb (AdwToast *toast, Withdrawal *self)
{
  const BrActor *actor = br_app_context_get_actor (self->context);
  BrActivityPerson person = { .name = br_session_service_get_person_name (br_app_context_get_session (self->context)), .label = self->what };

  if (actor == NULL)
    return;
  person.actor = *actor;
  br_activity_service_put_back_async (br_app_context_get_activity (self->context), &person, self->changes, put_back_cb, g_atomic_rc_box_acquire (self));
}

static void
toast_withdrawn (Withdrawal *self)
{
  guint n = self->changes->len;
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change withdrawn", "%u changes withdrawn", n), n);
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_button_label (toast, _("Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (put_back_clicked_cb), g_atomic_rc_box_acquire (self), unref_closure, 0);
  br_window_add_toast (self->window, toast);
}

static void start (Withdrawal *self, BrWithdraw how); /* asking ends in another try */

static void
answered_cb (AdwAlertDialog *dialog, const char *response, Withdrawal *self)
{
  if (g_strcmp0 (response, "withdraw") == 0)
    start (self, BR_WITHDRAW_WITH_LATER);
}

/* `n_later`: changes that would go with it. */
static void
ask (Withdrawal *self, guint n_later)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("Withdraw Later Changes Too?"), NULL);
  g_autofree char *body = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u later change builds on “%s” and would be withdrawn with it.",
                                                        "%u later changes build on “%s” and would be withdrawn with it.", n_later),
                                           n_later, self->what);

  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (dialog), body);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "withdraw", _("_Withdraw All"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "withdraw", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), g_atomic_rc_box_acquire (self), unref_closure, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self->window));
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Withdrawal *self = data;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->changes, g_array_unref);
  if (br_activity_service_withdraw_finish (BR_ACTIVITY_SERVICE (source), result, &self->changes, &error))
    toast_withdrawn (self);
  else if (g_error_matches (error, BR_ERROR, BR_ERROR_IN_USE))
    ask (self, self->changes->len - 1);
  else if (g_error_matches (error, BR_ERROR, BR_ERROR_CONFLICT))
    br_window_toast (self->window, _("It is on its way to HQ already; undo it instead"));
  else
    toast_error (self, error);
  unref_withdrawal (self);
}

static void
start (Withdrawal *self, BrWithdraw how)
{
  br_activity_service_withdraw_async (br_app_context_get_activity (self->context), &self->change, how, NULL, withdrawn_cb, g_atomic_rc_box_acquire (self));
}

void
br_activity_withdraw (GtkWidget *widget, BrAppContext *context, const BrId *change, const char *what)
{
  BrWindow *window = br_window_of (widget);
  Withdrawal *self;

  if (window == NULL)
    return;
  self = g_atomic_rc_box_new0 (Withdrawal);
  self->window = g_object_ref (window);
  self->context = g_object_ref (context);
  self->change = *change;
  self->what = g_strdup (what);
  start (self, BR_WITHDRAW_ALONE);
  unref_withdrawal (self);
}
