/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A check that is not wanted any more is cancelled; what it still says is not listened to. */
#include "config.h"

#include "br-print-check.h"

struct _BrPrintCheck
{
  GObject parent_instance;

  BrAppContext *context;
  GCancellable *running; /* of the check on its way; NULL = none */
  BrLabelPlan *plan;
  gint64 done, total;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrPrintCheck, br_print_check, G_TYPE_OBJECT)

/* One check, told apart from the one that replaced it by its cancellable. */
typedef struct
{
  BrPrintCheck *check; /* owned */
  GCancellable *cancellable;
} Run;

static void
free_run (Run *run)
{
  g_object_unref (run->check);
  g_object_unref (run->cancellable);
  g_free (run);
}

static void
progress_cb (gint64 done, gint64 total, gpointer user_data)
{
  Run *run = user_data;

  if (run->check->running != run->cancellable)
    return;
  run->check->done = done;
  run->check->total = total;
  g_signal_emit (run->check, signals[SIGNAL_CHANGED], 0);
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  BrPrintCheck *self = run->check;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelPlan) plan = br_label_service_plan_finish (BR_LABEL_SERVICE (source), result, &error);

  if (self->running == run->cancellable)
    {
      g_clear_object (&self->running);
      self->plan = g_steal_pointer (&plan);
      if (self->plan == NULL)
        g_warning ("An order for labels could not be checked: %s", error->message);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }
  free_run (run);
}

void
br_print_check_stop (BrPrintCheck *self)
{
  g_return_if_fail (BR_IS_PRINT_CHECK (self));

  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  g_clear_pointer (&self->plan, br_label_plan_free);
  self->done = self->total = 0;
}

void
br_print_check_start (BrPrintCheck *self, BrLabelOrder *order)
{
  Run *run = g_new0 (Run, 1);

  g_return_if_fail (BR_IS_PRINT_CHECK (self));

  br_print_check_stop (self);
  self->running = g_cancellable_new ();
  self->total = order->items->len;
  run->check = g_object_ref (self);
  run->cancellable = g_object_ref (self->running);
  br_label_service_plan_async (br_app_context_get_labels (self->context), order, progress_cb, run, self->running, planned_cb, run);
  br_label_order_free (order);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

const BrLabelPlan *
br_print_check_get_plan (BrPrintCheck *self)
{
  g_return_val_if_fail (BR_IS_PRINT_CHECK (self), NULL);
  return self->plan;
}

gboolean
br_print_check_get_progress (BrPrintCheck *self, gint64 *done, gint64 *total)
{
  g_return_val_if_fail (BR_IS_PRINT_CHECK (self), FALSE);

  *done = self->done;
  *total = self->total;
  return self->running != NULL;
}

static void
br_print_check_finalize (GObject *object)
{
  BrPrintCheck *self = BR_PRINT_CHECK (object);

  br_print_check_stop (self);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_print_check_parent_class)->finalize (object);
}

static void
br_print_check_class_init (BrPrintCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = br_print_check_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
br_print_check_init (BrPrintCheck *self)
{
}

BrPrintCheck *
br_print_check_new (BrAppContext *context)
{
  BrPrintCheck *self = g_object_new (BR_TYPE_PRINT_CHECK, NULL);

  self->context = g_object_ref (context);
  return self;
}
