/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Progress of long work in words. The rate is the mean since the start: steady, and honest about pauses. */
#include "config.h"

#include "br-task.h"

#include <glib/gi18n.h>

/* Below this there is no rate worth showing. */
#define MIN_MEASURED_US (G_USEC_PER_SEC)

struct _BrTask
{
  GObject parent_instance;

  char *title;
  char *detail;
  GCancellable *cancellable;
  gint64 started_us; /* monotonic */
  double fraction;   /* 0..1, negative = unknown */
  gboolean finished;
};

enum
{
  PROP_TITLE = 1,
  PROP_DETAIL,
  PROP_FRACTION,
  PROP_FINISHED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BrTask, br_task, G_TYPE_OBJECT)

static char *
format_remaining (gint64 seconds)
{
  if (seconds < 60)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d second left", "%d seconds left", (gulong) seconds), (int) seconds);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d minute left", "%d minutes left", (gulong) (seconds / 60)), (int) (seconds / 60));
}

static char *
format_progress (gint64 done, gint64 total, gint64 elapsed_us)
{
  g_autofree char *amount = NULL;
  g_autofree char *remaining = NULL;
  gint64 rate;

  if (total > 0)
    amount = g_strdup_printf (_("%'lld of %'lld"), (long long) done, (long long) total);
  else
    amount = g_strdup_printf ("%'" G_GINT64_FORMAT, done);
  if (elapsed_us < MIN_MEASURED_US || done <= 0)
    return g_steal_pointer (&amount);
  rate = MAX (1, (gint64) ((double) done * G_USEC_PER_SEC / elapsed_us));
  if (total <= 0)
    return g_strdup_printf (_("%s · %'lld a second"), amount, (long long) rate);
  remaining = format_remaining (MAX (0, total - done) / rate);
  return g_strdup_printf (_("%s · %'lld a second · %s"), amount, (long long) rate, remaining);
}

static void
set_detail (BrTask *self, char *detail)
{
  g_free (self->detail);
  self->detail = detail;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DETAIL]);
}

static void
br_task_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  BrTask *self = BR_TASK (object);

  switch (prop_id)
    {
    case PROP_TITLE: g_value_set_string (value, self->title); break;
    case PROP_DETAIL: g_value_set_string (value, self->detail); break;
    case PROP_FRACTION: g_value_set_double (value, self->fraction); break;
    case PROP_FINISHED: g_value_set_boolean (value, self->finished); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
br_task_finalize (GObject *object)
{
  BrTask *self = BR_TASK (object);

  g_free (self->title);
  g_free (self->detail);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (br_task_parent_class)->finalize (object);
}

static void
br_task_class_init (BrTaskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = br_task_get_property;
  object_class->finalize = br_task_finalize;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1, flags);
  properties[PROP_FINISHED] = g_param_spec_boolean ("finished", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
br_task_init (BrTask *self)
{
  self->fraction = -1;
}

BrTask *
br_task_new (const char *title, GCancellable *cancellable, gint64 now_us)
{
  BrTask *self = g_object_new (BR_TYPE_TASK, NULL);

  self->title = g_strdup (title);
  self->detail = g_strdup ("");
  self->started_us = now_us;
  g_set_object (&self->cancellable, cancellable);
  return self;
}

void
br_task_set_progress (BrTask *self, gint64 done, gint64 total, gint64 now_us)
{
  g_return_if_fail (BR_IS_TASK (self));

  if (self->finished)
    return;
  self->fraction = total > 0 ? CLAMP ((double) done / total, 0, 1) : -1;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  set_detail (self, format_progress (done, total, now_us - self->started_us));
}

void
br_task_finish (BrTask *self, const char *outcome)
{
  g_return_if_fail (BR_IS_TASK (self));

  if (self->finished)
    return;
  self->finished = TRUE;
  self->fraction = 1;
  set_detail (self, g_strdup (outcome != NULL ? outcome : ""));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FINISHED]);
}

const char *
br_task_get_title (BrTask *self)
{
  g_return_val_if_fail (BR_IS_TASK (self), NULL);
  return self->title;
}

const char *
br_task_get_detail (BrTask *self)
{
  g_return_val_if_fail (BR_IS_TASK (self), NULL);
  return self->detail;
}

double
br_task_get_fraction (BrTask *self)
{
  g_return_val_if_fail (BR_IS_TASK (self), -1);
  return self->fraction;
}

gboolean
br_task_is_finished (BrTask *self)
{
  g_return_val_if_fail (BR_IS_TASK (self), TRUE);
  return self->finished;
}

void
br_task_cancel (BrTask *self)
{
  g_return_if_fail (BR_IS_TASK (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

gboolean
br_task_can_cancel (BrTask *self)
{
  g_return_val_if_fail (BR_IS_TASK (self), FALSE);
  return self->cancellable != NULL && !self->finished;
}
