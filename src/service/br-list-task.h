/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a list off main: the shape of most small use cases. */
#pragma once

#include "br-store.h"

G_BEGIN_DECLS

/** BrListFunc: (transfer full) the list, or NULL with `error`; on a reader. */
typedef GPtrArray *(*BrListFunc) (BrDb *db, gconstpointer argument, GError **error);

/** br_list_task_run: calls back with `source` as the source object. `argument` (or NULL) is freed by g_free. */
void       br_list_task_run    (GObject *source, BrStore *store, BrListFunc func, gpointer argument, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
/** br_list_task_finish: (transfer full) the list. */
GPtrArray *br_list_task_finish (GAsyncResult *result, GError **error);

G_END_DECLS
