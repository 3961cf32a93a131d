/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all windows of one profile share: the services over one cache, the settings, the clock, long work. */
#pragma once

#include "br-activity-service.h"
#include "br-catalogue-service.h"
#include "br-clock.h"
#include "br-label-service.h"
#include "br-print-watch.h"
#include "br-printer-service.h"
#include "br-profile.h"
#include "br-session-service.h"
#include "br-sync-service.h"
#include "br-tag-service.h"
#include "br-shelf-watch.h"
#include "br-task.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BR_TYPE_APP_CONTEXT (br_app_context_get_type ())
/** BrAppContext: emits "changed" when who is signed in, where the profile stands, or the line to HQ has changed. */
G_DECLARE_FINAL_TYPE (BrAppContext, br_app_context, BR, APP_CONTEXT, GObject)

/** br_app_context_new: not open yet: services are NULL until it is. `clock` must outlive it. */
BrAppContext       *br_app_context_new           (const BrClock *clock);
/** br_app_context_open_async: opens the profile in `dir` and makes the services. Errors: as br_profile_open_async. */
void                br_app_context_open_async    (BrAppContext *self, const char *dir, GAsyncReadyCallback callback, gpointer user_data);
gboolean            br_app_context_open_finish   (BrAppContext *self, GAsyncResult *result, GError **error);
BrProfile          *br_app_context_get_profile   (BrAppContext *self);
const BrClock      *br_app_context_get_clock     (BrAppContext *self);
/** br_app_context_now_us: wall time, microseconds UTC. */
gint64              br_app_context_now_us        (BrAppContext *self);
/** br_app_context_get_settings: the program's GSettings, schema app.backroom.Backroom. */
GSettings          *br_app_context_get_settings  (BrAppContext *self);
BrActivityService  *br_app_context_get_activity  (BrAppContext *self);
BrCatalogueService *br_app_context_get_catalogue (BrAppContext *self);
BrLabelService     *br_app_context_get_labels    (BrAppContext *self);
BrPrinterService   *br_app_context_get_printers  (BrAppContext *self);
/** br_app_context_get_print_watch: what of printing waits for a person. */
BrPrintWatch       *br_app_context_get_print_watch (BrAppContext *self);
BrSessionService   *br_app_context_get_session   (BrAppContext *self);
BrSyncService      *br_app_context_get_sync      (BrAppContext *self);
BrTagService       *br_app_context_get_tags      (BrAppContext *self);
/** br_app_context_get_tag_watch: what of shelf tags waits for a person. */
BrShelfWatch         *br_app_context_get_tag_watch (BrAppContext *self);
/** br_app_context_get_store: the opaque handle other services are made with. */
BrStore            *br_app_context_get_store     (BrAppContext *self);
/** br_app_context_get_digits: decimals of the currency of the place shown. */
guint               br_app_context_get_digits    (BrAppContext *self);
/** br_app_context_get_actor: who is signed in, or NULL. */
const BrActor      *br_app_context_get_actor     (BrAppContext *self);

/** br_app_context_sees_field: whether who is signed in may be shown a field; nobody sees nothing that is not for everybody. */
gboolean            br_app_context_sees_field    (BrAppContext *self, BrKind kind, guint field);

/** br_app_context_get_tasks: (transfer none) long work, newest first, of BrTask. */
GListModel         *br_app_context_get_tasks     (BrAppContext *self);
/**
 * br_app_context_add_task: (transfer none) shows a piece of long work in the header of every page. Feed it with
 * br_app_context_task_progress, end it with br_task_finish. `cancellable` (or NULL) is cancelled by the row's button.
 */
BrTask             *br_app_context_add_task      (BrAppContext *self, const char *title, GCancellable *cancellable);
/** br_app_context_task_progress: progress at the context's clock. */
void                br_app_context_task_progress (BrAppContext *self, BrTask *task, gint64 done, gint64 total);

/** br_app_context_of: (transfer none) the context of the window `widget` is in; NULL while it is in none. */
BrAppContext       *br_app_context_of            (GtkWidget *widget);
/** br_app_context_attach: makes `context` the answer of br_app_context_of for everything inside `window`. */
void                br_app_context_attach        (BrAppContext *self, GtkWindow *window);

G_END_DECLS
