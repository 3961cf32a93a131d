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
/** waiting: change-sets HQ has not acknowledged, or not yet in a backup, newest first, of BrOutboxEntry. */
void               br_activity_service_waiting_async  (BrActivityService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** refusals: open ones, oldest first, of BrRefusal; those of one ATOMIC operation are one card (br_activity_group_refusals). */
void               br_activity_service_refusals_async (BrActivityService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** changes: the audit trail, newest first, of BrChangeSummary. */
void               br_activity_service_changes_async  (BrActivityService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** change: what one change-set did, of BrHistoryEntry, its first BR_ACTIVITY_LIMIT cells. Errors: NOT_FOUND. */
void               br_activity_service_change_async   (BrActivityService *self, const BrId *change, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** log: the sync log, newest first, of BrSyncLogEntry. */
void               br_activity_service_log_async      (BrActivityService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** br_activity_log_text: the entries (of BrSyncLogEntry) for support: a line each, newest first, UTC, English, no personal data. Caller frees. */
char              *br_activity_log_text               (GPtrArray *entries);
/** list_finish: (transfer full) of any of the five. */
GPtrArray         *br_activity_service_list_finish    (BrActivityService *self, GAsyncResult *result, GError **error);
/** br_activity_group_refusals: (transfer full) cards: of arrays of BrRefusal, in order; what HQ refused as one thing is one card. Takes `refusals`. */
GPtrArray         *br_activity_group_refusals         (GPtrArray *refusals);
/** preview: what would be sent for a change-set, as the wire has it, indented. Errors: NOT_FOUND. */
void               br_activity_service_preview_async  (BrActivityService *self, const BrId *change, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char              *br_activity_service_preview_finish (BrActivityService *self, GAsyncResult *result, GError **error);

/** withdraw: takes back an unsent change-set. Errors: NOT_FOUND, CONFLICT (perhaps sent), IN_USE (ALONE, and others build on it). */
void               br_activity_service_withdraw_async (BrActivityService *self, const BrId *change, BrWithdraw how, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** withdraw_finish: *changes (transfer full, or NULL): of BrId, what was, or after IN_USE would be, taken back, as it was made. */
gboolean           br_activity_service_withdraw_finish (BrActivityService *self, GAsyncResult *result, GArray **changes, GError **error);

/** BrActivityPerson: who decides. */
typedef struct
{
  BrActor     actor;
  const char *name;  /* or NULL */
  const char *label; /* of the new change-set, in their language */
} BrActivityPerson;
/** put_back: makes withdrawn change-sets (of BrId) again, as one new one. Errors: as br_outbox_store_put_back. */
void               br_activity_service_put_back_async (BrActivityService *self, const BrActivityPerson *person, GArray *changes, GAsyncReadyCallback callback, gpointer user_data);
/** settle: what a person decided about a card. Errors: as br_outbox_store_close_refusal. */
void               br_activity_service_settle_async   (BrActivityService *self, const BrActivityPerson *person, const BrDecision *decision, GAsyncReadyCallback callback, gpointer user_data);
/** settle_all: the same decision about every open card. */
void               br_activity_service_settle_all_async (BrActivityService *self, const BrActivityPerson *person, BrSettle how, GAsyncReadyCallback callback, gpointer user_data);
/** settle_all_finish: *n_closed (or NULL): records; those that cannot be applied any more stay open. */
gboolean           br_activity_service_settle_all_finish (BrActivityService *self, GAsyncResult *result, gint64 *n_closed, GError **error);
/** reopen: the card of which HQ's was kept comes back. */
void               br_activity_service_reopen_async   (BrActivityService *self, gint64 refusal, GAsyncReadyCallback callback, gpointer user_data);
/** write_finish: of put_back, settle and reopen. */
gboolean           br_activity_service_write_finish   (BrActivityService *self, GAsyncResult *result, GError **error);

G_END_DECLS
