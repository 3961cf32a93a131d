/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ask, settle, say how it went. */
#include "config.h"

#include "br-refusal-all.h"

#include "br-window.h"
#include "br-words.h"
#include <glib/gi18n.h>

/* What a decision needs until it is done. */
typedef struct
{
  BrWindow *window;      /* owned */
  BrAppContext *context; /* owned */
  BrSettle how;
} Decision;

static void
free_decision (Decision *self)
{
  g_object_unref (self->window);
  g_object_unref (self->context);
  g_free (self);
}

static void
free_closure (gpointer data, GClosure *closure)
{
  free_decision (data);
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Decision *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gint64 n;

  if (!br_activity_service_settle_all_finish (BR_ACTIVITY_SERVICE (source), result, &n, &error))
    text = br_words_error (error);
  else if (self->how == BR_SETTLE_KEEP_HQ)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d change dropped", "%d changes dropped", (gulong) n), (int) n);
  else
    text =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d change is on its way to HQ again", "%d changes are on their way to HQ again", (gulong) n), (int) n);
  br_window_toast (self->window, text);
  free_decision (self);
}

static void
start (BrWindow *window, BrAppContext *context, BrSettle how)
{
  const BrActor *actor = br_app_context_get_actor (context);
  BrActivityPerson person = { .name = br_session_service_get_person_name (br_app_context_get_session (context)), .label = _("Apply refused changes again") };
  Decision *decision;

  if (actor == NULL)
    return;
  person.actor = *actor;
  decision = g_new0 (Decision, 1);
  *decision = (Decision) { g_object_ref (window), g_object_ref (context), how };
  br_activity_service_settle_all_async (br_app_context_get_activity (context), &person, how, settled_cb, decision);
}

static void
answered_cb (AdwAlertDialog *dialog, const char *response, Decision *self)
{
  if (g_strcmp0 (response, "drop") == 0)
    start (self->window, self->context, BR_SETTLE_KEEP_HQ);
}

static void
ask (BrWindow *window, BrAppContext *context, guint n)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("Keep HQ’s for All?"), NULL);
  Decision *decision = g_new0 (Decision, 1);
  g_autofree char *body = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u refused change would be dropped. What was wanted stays readable under Changes.",
                                                        "%u refused changes would be dropped. What was wanted stays readable under Changes.", n),
                                           n);

  *decision = (Decision) { g_object_ref (window), g_object_ref (context), BR_SETTLE_KEEP_HQ };
  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (dialog), body);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "drop", _("_Drop Mine"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "drop", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), decision, free_closure, 0);
  adw_dialog_present (dialog, GTK_WIDGET (window));
}

void
br_refusal_all_settle (GtkWidget *widget, BrAppContext *context, BrSettle how, guint n)
{
  BrWindow *window = br_window_of (widget);

  if (window == NULL)
    return;
  if (how == BR_SETTLE_KEEP_HQ)
    ask (window, context, n);
  else
    start (window, context, how);
}
