/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the history of printing from growing without end. */
#pragma once

#include "br-print.h"
#include "br-store.h"

G_BEGIN_DECLS

/** br_label_history_prune_async: takes out orders that are done and not kept by `keep`, a short transaction at a time; cancelled, it stays where it is. On main. */
void     br_label_history_prune_async  (BrStore *store, const BrPrintKeep *keep, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** br_label_history_prune_finish: Errors: CANCELLED, storage; what was taken out stays out. */
gboolean br_label_history_prune_finish (GAsyncResult *result, GError **error);

/** BrLabelHistory: prunes soon after it was told how long to keep, and then once a day. */
typedef struct _BrLabelHistory BrLabelHistory;
BrLabelHistory *br_label_history_new  (BrStore *store);
/** br_label_history_free: ends what is under way after its present step. */
void            br_label_history_free (BrLabelHistory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrLabelHistory, br_label_history_free)
/** br_label_history_keep: months, 1 or more. */
void            br_label_history_keep (BrLabelHistory *self, int months);

G_END_DECLS
