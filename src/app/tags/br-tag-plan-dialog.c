/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Made anew whenever tags changed, and for another deadline. A new look is started from here: for all tags only when all are done before the deadline; else for those that
 * are, for a later deadline, or after a second question.
 */
#include "config.h"

#include "br-tag-plan-dialog.h"

#include "br-actions.h"
#include "br-error.h"
#include "br-tag-curve.h"
#include "br-tag-deeds.h"
#include "br-tag-plan-words.h"
#include "br-tag-rise-row.h"
#include "br-tag-words.h"
#include "br-undo-toast.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define HOUR_US (3600ll * G_USEC_PER_SEC)
#define N_HOURS 24 /* choices of the deadline: the next full hours */
#define STEP_MIN 15 /* of the choice of the opening */

struct _BrTagPlanDialog
{
  AdwDialog parent_instance;

  BrAppContext *context;
  GCancellable *cancellable; /* of the plan being made, or NULL */
  gint64 first_us;           /* the first full hour of the choice */
  gboolean again;            /* something changed since the running one began */
  guint n_held, n_late;      /* of the plan shown */
  gboolean filling;          /* rows are filled in, nobody chose anything */
  char *late_words;          /* what is asked about before it is started all the same */

  GtkLabel *promise_label;
  GtkLabel *caveat_label;
  BrTagCurve *curve;
  GtkLabel *battery_label;
  GtkWidget *look_group;
  GtkLabel *look_label;
  AdwComboRow *deadline_row;
  AdwComboRow *opening_row;
  GtkWidget *stations_group;
  GtkListBox *stations_list;
  BrTagRiseRow *rise_row;
};

G_DEFINE_FINAL_TYPE (BrTagPlanDialog, br_tag_plan_dialog, ADW_TYPE_DIALOG)

static gint64
get_deadline (BrTagPlanDialog *self)
{
  guint chosen = adw_combo_row_get_selected (self->deadline_row);

  return chosen == 0 || chosen > N_HOURS ? 0 : self->first_us + (gint64) (chosen - 1) * HOUR_US;
}

static void
set_optional (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

static void
show_stations (BrTagPlanDialog *self, const BrTagPlanView *plan, gint64 now_us)
{
  gtk_list_box_remove_all (self->stations_list);
  gtk_widget_set_visible (self->stations_group, plan->stations != NULL && plan->stations->len > 0);
  for (guint i = 0; plan->stations != NULL && i < plan->stations->len; i++)
    {
      const BrTagPlanStation *station = plan->stations->pdata[i];
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *text = br_tag_plan_words_station (station, now_us);

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), station->name != NULL ? station->name : "—");
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
      gtk_list_box_append (self->stations_list, row);
    }
}

static void
show_look (BrTagPlanDialog *self, const BrTagPlanView *plan, gint64 now_us)
{
  self->n_held = plan != NULL ? plan->n_held : 0;
  self->n_late = plan != NULL ? plan->n_late : 0;
  g_free (self->late_words);
  self->late_words = plan != NULL ? br_tag_plan_words_look (plan, now_us) : g_strdup ("");
  gtk_label_set_text (self->look_label, self->late_words);
  gtk_widget_set_visible (self->look_group, self->n_held > 0);
  br_action_set_enabled (GTK_WIDGET (self), "plan.start", self->n_held > 0 && self->n_late == 0);
  br_action_set_enabled (GTK_WIDGET (self), "plan.start-in-time", self->n_late > 0 && self->n_late < self->n_held);
  br_action_set_enabled (GTK_WIDGET (self), "plan.start-anyway", self->n_late > 0);
}

void
br_tag_plan_dialog_show_plan (BrTagPlanDialog *self, const BrTagPlanView *plan)
{
  gint64 now_us = br_app_context_now_us (self->context);
  g_autofree char *promise = plan != NULL ? br_tag_plan_words_promise (plan, now_us) : g_strdup (_("The plan could not be made."));
  g_autofree char *caveat = plan != NULL ? br_tag_plan_words_caveat (plan, now_us) : g_strdup ("");
  g_autofree char *battery = plan != NULL && plan->battery_ppm > 0 ? br_tag_plan_words_battery (plan) : g_strdup ("");

  g_return_if_fail (BR_IS_TAG_PLAN_DIALOG (self));

  gtk_label_set_text (self->promise_label, promise);
  set_optional (self->caveat_label, caveat);
  set_optional (self->battery_label, battery);
  br_tag_curve_set_plan (self->curve, plan, now_us);
  show_look (self, plan, now_us);
  if (plan != NULL)
    show_stations (self, plan, now_us);
}

static void start_plan (BrTagPlanDialog *self); /* what changes while it is made is planned after it */

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagPlanDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagPlanView) plan = br_tag_service_plan_finish (BR_TAG_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->promise_label == NULL)
    return;
  g_clear_object (&self->cancellable);
  br_tag_plan_dialog_show_plan (self, plan);
  if (self->again)
    start_plan (self);
}

static void
start_plan (BrTagPlanDialog *self)
{
  self->again = FALSE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  br_tag_service_plan_async (br_app_context_get_tags (self->context), get_deadline (self), self->cancellable, planned_cb, g_object_ref (self));
}

static void
changed (BrTagPlanDialog *self)
{
  if (self->cancellable != NULL)
    self->again = TRUE;
  else
    start_plan (self);
}

static void
deadline_cb (BrTagPlanDialog *self)
{
  if (self->context != NULL && !self->filling)
    start_plan (self);
}

/* Starting */

/* A refusal is in the plan, which is made anew: what was true when it was shown is not any more. */
static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagPlanDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok = br_tag_service_write_finish (BR_TAG_SERVICE (source), result, &error);

  if (self->promise_label == NULL)
    return;
  if (!ok && !g_error_matches (error, BR_ERROR, BR_ERROR_REFUSED))
    br_tag_toast_error (GTK_WIDGET (self), error);
  changed (self);
}

static void
start (BrTagPlanDialog *self, BrTagStartHow how)
{
  BrTagStart what = { get_deadline (self), how, br_tag_deed_person (self->context) };

  br_tag_service_start_look_async (br_app_context_get_tags (self->context), &what, NULL, started_cb, g_object_ref (self));
}

static void
start_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  start (BR_TAG_PLAN_DIALOG (widget), BR_TAG_START_ALL);
}

static void
start_in_time_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  start (BR_TAG_PLAN_DIALOG (widget), BR_TAG_START_IN_TIME);
}

static void
anyway_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagPlanDialog) self = user_data;

  if (g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "start") && self->context != NULL)
    start (self, BR_TAG_START_KNOWINGLY);
}

static void
start_anyway_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrTagPlanDialog *self = BR_TAG_PLAN_DIALOG (widget);
  g_autofree char *body = g_strdup_printf ("%s\n\n%s", self->late_words, _("New prices still go first. The history of each tag says that you started it."));
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Start Though Some Are Late?"), NULL));

  adw_alert_dialog_set_body (dialog, body);
  adw_alert_dialog_add_responses (dialog, "stay", _("_Cancel"), "start", _("_Start All"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "start", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (dialog, "stay");
  adw_alert_dialog_choose (dialog, widget, NULL, anyway_answered_cb, g_object_ref (self));
}

/* The opening */

static void
opening_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagPlanDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!br_tag_service_write_finish (BR_TAG_SERVICE (source), result, &error) && self->promise_label != NULL)
    br_tag_toast_error (GTK_WIDGET (self), error);
}

static void
opening_cb (BrTagPlanDialog *self)
{
  int minute = ((int) adw_combo_row_get_selected (self->opening_row) - 1) * STEP_MIN;

  if (self->context != NULL && !self->filling)
    br_tag_service_set_opening_async (br_app_context_get_tags (self->context), MAX (minute, -1), NULL, opening_set_cb, g_object_ref (self));
}

static void
br_tag_plan_dialog_dispose (GObject *object)
{
  BrTagPlanDialog *self = BR_TAG_PLAN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), BR_TYPE_TAG_PLAN_DIALOG);
  g_clear_pointer (&self->late_words, g_free);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_tag_plan_dialog_parent_class)->dispose (object);
}

static void
br_tag_plan_dialog_class_init (BrTagPlanDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_tag_plan_dialog_dispose;
  g_type_ensure (BR_TYPE_TAG_CURVE);
  g_type_ensure (BR_TYPE_TAG_RISE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/tags-plan.ui");
  gtk_widget_class_bind_template_child (widget_class, BrTagPlanDialog, promise_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagPlanDialog, caveat_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagPlanDialog, curve);
  gtk_widget_class_bind_template_child (widget_class, BrTagPlanDialog, battery_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagPlanDialog, look_group);
  gtk_widget_class_bind_template_child (widget_class, BrTagPlanDialog, look_label);
  gtk_widget_class_bind_template_child (widget_class, BrTagPlanDialog, deadline_row);
  gtk_widget_class_bind_template_child (widget_class, BrTagPlanDialog, opening_row);
  gtk_widget_class_bind_template_child (widget_class, BrTagPlanDialog, stations_group);
  gtk_widget_class_bind_template_child (widget_class, BrTagPlanDialog, stations_list);
  gtk_widget_class_bind_template_child (widget_class, BrTagPlanDialog, rise_row);
  gtk_widget_class_bind_template_callback (widget_class, deadline_cb);
  gtk_widget_class_bind_template_callback (widget_class, opening_cb);
  gtk_widget_class_install_action (widget_class, "plan.start", NULL, start_cb);
  gtk_widget_class_install_action (widget_class, "plan.start-in-time", NULL, start_in_time_cb);
  gtk_widget_class_install_action (widget_class, "plan.start-anyway", NULL, start_anyway_cb);
}

static void
br_tag_plan_dialog_init (BrTagPlanDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fill_deadlines (BrTagPlanDialog *self, gint64 now_us)
{
  g_autoptr (GtkStringList) times = gtk_string_list_new (NULL);

  self->first_us = (now_us / HOUR_US + 1) * HOUR_US;
  gtk_string_list_append (times, _("The next opening, or as soon as possible"));
  for (guint i = 0; i < N_HOURS; i++)
    {
      g_autofree char *time = br_words_clock (self->first_us + (gint64) i * HOUR_US, now_us);

      gtk_string_list_append (times, time);
    }
  adw_combo_row_set_model (self->deadline_row, G_LIST_MODEL (times));
}

static void
fill_openings (BrTagPlanDialog *self)
{
  g_autoptr (GtkStringList) times = gtk_string_list_new (NULL);

  gtk_string_list_append (times, _("Not set"));
  for (int minute = 0; minute < 24 * 60; minute += STEP_MIN)
    {
      g_autofree char *time = g_strdup_printf ("%02d:%02d", minute / 60, minute % 60);

      gtk_string_list_append (times, time);
    }
  adw_combo_row_set_model (self->opening_row, G_LIST_MODEL (times));
}

static void
show_opening (BrTagPlanDialog *self)
{
  int minute = br_tag_service_get_opening (br_app_context_get_tags (self->context));

  self->filling = TRUE;
  adw_combo_row_set_selected (self->opening_row, minute < 0 ? 0 : (guint) (minute / STEP_MIN) + 1);
  self->filling = FALSE;
}

static void
tags_changed_cb (BrTagPlanDialog *self)
{
  show_opening (self);
  changed (self);
}

BrTagPlanDialog *
br_tag_plan_dialog_new (BrAppContext *context)
{
  BrTagPlanDialog *self = g_object_new (BR_TYPE_TAG_PLAN_DIALOG, NULL);

  self->filling = TRUE;
  fill_deadlines (self, br_app_context_now_us (context));
  fill_openings (self);
  self->context = g_object_ref (context);
  br_tag_rise_row_set_service (self->rise_row, br_app_context_get_tags (context));
  show_opening (self);
  show_look (self, NULL, 0);
  g_signal_connect_object (br_app_context_get_tags (context), "tags-changed", G_CALLBACK (tags_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_label_set_text (self->promise_label, _("The plan is being made…"));
  start_plan (self);
  return self;
}
