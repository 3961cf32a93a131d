/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made anew whenever tags changed, and for another deadline. */
#include "config.h"

#include "br-tag-plan-dialog.h"

#include "br-tag-curve.h"
#include "br-tag-plan-words.h"
#include "br-tag-rise-row.h"
#include "br-tag-words.h"
#include "br-words.h"
#include <glib/gi18n.h>

#define HOUR_US (3600ll * G_USEC_PER_SEC)
#define N_HOURS 24 /* choices of the deadline: the next full hours */

struct _BrTagPlanDialog
{
  AdwDialog parent_instance;

  BrAppContext *context;
  GCancellable *cancellable; /* of the plan being made, or NULL */
  gint64 first_us;           /* the first full hour of the choice */
  gboolean again;            /* something changed since the running one began */

  GtkLabel *promise_label;
  GtkLabel *caveat_label;
  BrTagCurve *curve;
  GtkLabel *battery_label;
  AdwComboRow *deadline_row;
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

void
br_tag_plan_dialog_show_plan (BrTagPlanDialog *self, const BrTagPlanView *plan)
{
  gint64 now_us = br_app_context_now_us (self->context);
  g_autofree char *promise = plan != NULL ? br_tag_plan_words_promise (plan, now_us) : g_strdup (_("The plan could not be made."));
  g_autofree char *caveat = plan != NULL ? br_tag_plan_words_caveat (plan, now_us) : g_strdup ("");
  g_autofree char *battery = plan != NULL && plan->n_changes > 0 ? br_tag_plan_words_battery (plan) : g_strdup ("");

  g_return_if_fail (BR_IS_TAG_PLAN_DIALOG (self));

  gtk_label_set_text (self->promise_label, promise);
  set_optional (self->caveat_label, caveat);
  set_optional (self->battery_label, battery);
  br_tag_curve_set_plan (self->curve, plan, now_us);
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
  if (self->context != NULL)
    start_plan (self);
}

static void
br_tag_plan_dialog_dispose (GObject *object)
{
  BrTagPlanDialog *self = BR_TAG_PLAN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), BR_TYPE_TAG_PLAN_DIALOG);
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
  gtk_widget_class_bind_template_child (widget_class, BrTagPlanDialog, deadline_row);
  gtk_widget_class_bind_template_child (widget_class, BrTagPlanDialog, stations_group);
  gtk_widget_class_bind_template_child (widget_class, BrTagPlanDialog, stations_list);
  gtk_widget_class_bind_template_child (widget_class, BrTagPlanDialog, rise_row);
  gtk_widget_class_bind_template_callback (widget_class, deadline_cb);
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
  gtk_string_list_append (times, _("As soon as possible"));
  for (guint i = 0; i < N_HOURS; i++)
    {
      g_autofree char *time = br_words_clock (self->first_us + (gint64) i * HOUR_US, now_us);

      gtk_string_list_append (times, time);
    }
  adw_combo_row_set_model (self->deadline_row, G_LIST_MODEL (times));
}

BrTagPlanDialog *
br_tag_plan_dialog_new (BrAppContext *context)
{
  BrTagPlanDialog *self = g_object_new (BR_TYPE_TAG_PLAN_DIALOG, NULL);

  fill_deadlines (self, br_app_context_now_us (context));
  self->context = g_object_ref (context);
  br_tag_rise_row_set_service (self->rise_row, br_app_context_get_tags (context));
  g_signal_connect_object (br_app_context_get_tags (context), "tags-changed", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
  gtk_label_set_text (self->promise_label, _("The plan is being made…"));
  start_plan (self);
  return self;
}
