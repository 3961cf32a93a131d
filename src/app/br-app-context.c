/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Owns the services of one profile. Windows hold a reference; the last one closes the cache. */
#include "config.h"

#include "br-app-context.h"

#include "br-money.h"

/* Ended work stays in the list until as many newer pieces have come. */
#define MAX_TASKS 20

struct _BrAppContext
{
  GObject parent_instance;

  const BrClock *clock; /* borrowed */
  GSettings *settings;
  BrProfile *profile;
  BrActivityService *activity;
  BrCatalogueService *catalogue;
  BrLabelService *labels;
  BrPrinterService *printers;
  BrPrintWatch *print_watch;
  BrSessionService *session;
  BrSyncService *sync;
  BrTagService *tags;
  BrShelfWatch *tag_watch;
  GListStore *tasks;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

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

  g_clear_object (&self->activity);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->print_watch);
  if (self->printers != NULL)
    br_printer_service_stop (self->printers);
  g_clear_object (&self->printers);
  g_clear_object (&self->tag_watch);
  if (self->tags != NULL)
    br_tag_service_stop (self->tags);
  g_clear_object (&self->tags);
  g_clear_object (&self->labels);
  g_clear_object (&self->session);
  if (self->sync != NULL)
    br_sync_service_stop (self->sync);
  g_clear_object (&self->sync);
  g_clear_object (&self->profile);
  g_clear_object (&self->tasks);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (br_app_context_parent_class)->dispose (object);
}

static void
br_app_context_class_init (BrAppContextClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_app_context_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
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

static void
emit_changed (BrAppContext *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
committed_cb (BrAppContext *self, guint kinds, gboolean outbox)
{
  if ((kinds & (1u << BR_KIND_PERSON)) != 0)
    br_session_service_refresh (self->session);
}

static void
keep_history (BrAppContext *self)
{
  br_label_service_keep_history (self->labels, g_settings_get_int (self->settings, "label-history-months"));
}

static void
make_services (BrAppContext *self)
{
  BrStore *store = br_profile_get_store (self->profile);

  self->activity = br_activity_service_new (store);
  self->catalogue = br_catalogue_service_new (store);
  self->labels = br_label_service_new (store);
  self->printers = br_printer_service_new (store);
  self->print_watch = br_print_watch_new (self->labels, self->printers);
  self->session = br_session_service_new (store);
  self->sync = br_sync_service_new (store);
  self->tags = br_tag_service_new (store);
  self->tag_watch = br_shelf_watch_new (self->tags);
  g_signal_connect_object (self->profile, "changed", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->profile, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "changed", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sync, "changed", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->print_watch, "changed", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tag_watch, "changed", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::label-history-months", G_CALLBACK (keep_history), self, G_CONNECT_SWAPPED);
  keep_history (self);
  br_sync_service_start (self->sync);
  br_printer_service_start (self->printers);
  br_tag_service_start (self->tags);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BrAppContext *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->profile = br_profile_open_finish (result, &error);
  if (self->profile == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  make_services (self);
  g_task_return_boolean (task, TRUE);
}

void
br_app_context_open_async (BrAppContext *self, const char *dir, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_return_if_fail (BR_IS_APP_CONTEXT (self) && self->profile == NULL);

  g_task_set_source_tag (task, br_app_context_open_async);
  br_profile_open_async (dir, self->clock, NULL, opened_cb, task);
}

gboolean
br_app_context_open_finish (BrAppContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

BrProfile *
br_app_context_get_profile (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);
  return self->profile;
}

gint64
br_app_context_now_us (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), 0);
  return br_clock_now_us (self->clock);
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

BrActivityService *
br_app_context_get_activity (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);
  return self->activity;
}

BrCatalogueService *
br_app_context_get_catalogue (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);
  return self->catalogue;
}

BrLabelService *
br_app_context_get_labels (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);
  return self->labels;
}

BrPrinterService *
br_app_context_get_printers (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);
  return self->printers;
}

BrPrintWatch *
br_app_context_get_print_watch (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);
  return self->print_watch;
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

BrTagService *
br_app_context_get_tags (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);
  return self->tags;
}

BrShelfWatch *
br_app_context_get_tag_watch (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);
  return self->tag_watch;
}

BrStore *
br_app_context_get_store (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);
  return self->profile != NULL ? br_profile_get_store (self->profile) : NULL;
}

const BrActor *
br_app_context_get_actor (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), NULL);
  return self->session != NULL ? br_session_service_get_actor (self->session) : NULL;
}

guint
br_app_context_get_digits (BrAppContext *self)
{
  g_return_val_if_fail (BR_IS_APP_CONTEXT (self), 2);

  return br_money_digits (self->profile != NULL ? br_profile_get_info (self->profile)->currency : NULL);
}

gboolean
br_app_context_sees_field (BrAppContext *self, BrKind kind, guint field)
{
  const BrActor *actor = br_app_context_get_actor (self);

  return br_role_sees_field (actor != NULL ? actor->role : 0, kind, field);
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
