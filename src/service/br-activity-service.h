/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened and what waits: the outbox, refusals, the audit trail, the sync log. */
#pragma once

#include "br-history.h"
#include "br-outbox.h"
#include "br-role.h"
#include "br-sync-log.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BrStore BrStore;

#define BR_TYPE_ACTIVITY_SERVICE (br_activity_service_get_type ())
G_DECLARE_FINAL_TYPE (BrActivityService, br_activity_service, BR, ACTIVITY_SERVICE, GObject)

#define BR_ACTIVITY_LIMIT 200 /* entries of one list that are read */

BrActivityService *br_activity_service_new            (BrStore *store);
/** waiting: change-sets HQ has not acknowledged, newest first, of BrOutboxEntry. */
void               br_activity_service_waiting_async  (BrActivityService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** refusals: open ones, oldest first, of BrRefusal. */
void               br_activity_service_refusals_async (BrActivityService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** changes: the audit trail, newest first, of BrChangeSummary. */
void               br_activity_service_changes_async  (BrActivityService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** log: the sync log, newest first, of BrSyncLogEntry. */
void               br_activity_service_log_async      (BrActivityService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** list_finish: (transfer full) of any of the four. */
GPtrArray         *br_activity_service_list_finish    (BrActivityService *self, GAsyncResult *result, GError **error);
/** preview: what would be sent for a change-set, for reading. Errors: NOT_FOUND. */
void               br_activity_service_preview_async  (BrActivityService *self, const BrId *change, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char              *br_activity_service_preview_finish (BrActivityService *self, GAsyncResult *result, GError **error);
/** withdraw: takes back an unsent change-set and those that build on it. Errors: NOT_FOUND, CONFLICT (perhaps sent). */
void               br_activity_service_withdraw_async (BrActivityService *self, const BrId *change, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** withdraw_finish: *n_withdrawn (or NULL): how many change-sets. */
gboolean           br_activity_service_withdraw_finish (BrActivityService *self, GAsyncResult *result, guint *n_withdrawn, GError **error);
/** settle: what a person decided about a refusal; `label` names the new change-set. Errors: as br_outbox_store_close_refusal. */
void               br_activity_service_settle_async   (BrActivityService *self, const BrActor *actor, const char *person_name, const char *label,
                                                       gint64 refusal, BrSettle how, GAsyncReadyCallback callback, gpointer user_data);
gboolean           br_activity_service_settle_finish  (BrActivityService *self, GAsyncResult *result, GError **error);

G_END_DECLS
