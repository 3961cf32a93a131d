/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Owns the services of one profile. Windows hold a reference; the last one closes the cache. */
#include "config.h"

#include "br-app-context.h"

/* Ended work stays in the list until as many newer pieces have come. */
#define MAX_TASKS 20

struct _BrAppContext
{
  GObject parent_instance;

  const BrClock      *clock; /* borrowed */
  GSettings          *settings;
  BrStore            *store;
  BrCatalogueService *catalogue;
  BrSessionService   *session;
  BrSyncService      *sync;
  GListStore         *tasks;
};

G_DEFINE_FINAL_TYPE (BrAppContext, br_app_context, G_TYPE_OBJECT)

static GQuark
context_quark (void)
{
  return g_quark_from_static_string ("br-app-context");
}

static void
br_app_context_dispose (GObject *object)
{
  BrAppContext *self = BR_APP_CONTEXT (object);

  g_clear_object (&self->catalogue);
  g_clear_object (&self->session);
  g_clear_object (&self->sync);
  g_clear_object (&self->tasks);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (br_app_context_parent_class)->dispose (object);
}

static void
br_app_context_class_init (BrAppContextClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_app_context_dispose;
}

static void
br_app_context_init (BrAppContext *self)
{
  self->tasks = g_list_store_new (BR_TYPE_TASK);
}

BrAppContext *
br_app_context_new (const BrClock *clock)
{
  BrAppContext *self = g_object_new (BR_TYPE_APP_CONTEXT, NULL);

  self->clock = clock;
  self->settings = g_settings_new (BR_APP_ID);
  return self;
}

const BrClock *
br_app_context_get_clock (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);
  return self->clock;
}

GSettings *
br_app_context_get_settings (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);
  return self->settings;
}

BrCatalogueService *
br_app_context_get_catalogue (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);
  return self->catalogue;
}

BrSessionService *
br_app_context_get_session (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);
  return self->session;
}

BrSyncService *
br_app_context_get_sync (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);
  return self->sync;
}

BrStore *
br_app_context_get_store (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);
  return self->store;
}

const BrActor *
br_app_context_get_actor (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);
  return NULL;
}

GListModel *
br_app_context_get_tasks (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);
  return G_LIST_MODEL (self->tasks);
}

BrTask *
br_app_context_add_task (BrAppContext *self, const char *title, GCancellable *cancellable)
{
  g_autoptr (BrTask) task = NULL;
  guint n;

  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);

  task = br_task_new (title, cancellable, self->clock->monotonic_us (self->clock->data));
  g_list_store_insert (self->tasks, 0, task);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->tasks));
  for (guint i = n; i > MAX_TASKS; i--)
    {
      g_autoptr (BrTask) old = g_list_model_get_item (G_LIST_MODEL (self->tasks), i - 1);

      if (br_task_is_finished (old))
        g_list_store_remove (self->tasks, i - 1);
    }
  return task; /* the list holds it */
}

void
br_app_context_task_progress (BrAppContext *self, BrTask *task, gint64 done, gint64 total)
{
  g_return_if_fail (BR_IS_APP_CONTEXT (self));

  br_task_set_progress (task, done, total, self->clock->monotonic_us (self->clock->data));
}

BrAppContext *
br_app_context_of (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return root == NULL ? NULL : g_object_get_qdata (G_OBJECT (root), context_quark ());
}

void
br_app_context_attach (BrAppContext *self, GtkWindow *window)
{
  g_return_if_fail (BR_IS_APP_CONTEXT (self));

  g_object_set_qdata_full (G_OBJECT (window), context_quark (), g_object_ref (self), g_object_unref);
}
