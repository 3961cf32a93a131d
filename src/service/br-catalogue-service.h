/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue for the window: lists, records, saving, undo, history, bulk changes, saved filters. No SQL, no GTK.
 * Each use case is a blocking function on the store (tests, command line) with an async pair for main. */
#pragma once

#include "br-history.h"
#include "br-price.h"
#include "br-role.h"
#include "br-sku-row.h"
#include "br-view.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BrStore BrStore;

#define BR_TYPE_CATALOGUE_SERVICE (br_catalogue_service_get_type ())
/** BrCatalogueService: emits on main
 *  "changed" (BrViewChange *change): the cache changed (own edit or HQ). */
G_DECLARE_FINAL_TYPE (BrCatalogueService, br_catalogue_service, BR, CATALOGUE_SERVICE, GObject)

BrCatalogueService *br_catalogue_service_new (BrStore *store);

/* Lists */
/** BrFirstRowsFunc: what a screen shows of the answer: ids and their rows (of BrSkuRow or NULL), of one moment. On main, at most once, before the callback. */
typedef void (*BrFirstRowsFunc) (BrIdList *first, GPtrArray *rows, gpointer user_data);
void       br_catalogue_service_query_async  (BrCatalogueService *self, const BrSkuQuery *query, BrFirstRowsFunc first, gpointer first_data, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrIdList  *br_catalogue_service_query_finish (BrCatalogueService *self, GAsyncResult *result, GError **error);
void       br_catalogue_service_rows_async   (BrCatalogueService *self, const guint32 *ids, gsize n, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *br_catalogue_service_rows_finish  (BrCatalogueService *self, GAsyncResult *result, GError **error); /* of BrSkuRow or NULL */
void       br_catalogue_service_find_code_async  (BrCatalogueService *self, const char *code, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *br_catalogue_service_find_code_finish (BrCatalogueService *self, GAsyncResult *result, GError **error); /* of BrSkuRow */

/* One product, whole: BrProductDetail in br-view.h */
void             br_catalogue_service_load_product_async  (BrCatalogueService *self, const BrId *product, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrProductDetail *br_catalogue_service_load_product_finish (BrCatalogueService *self, GAsyncResult *result, GError **error);
/** save: the difference between `before` (NULL = new) and `after`, as one ATOMIC change-set. Errors: INVALID, CONFLICT (another window or HQ changed the same cell: message names it), REFUSED, FULL. */
void             br_catalogue_service_save_product_async  (BrCatalogueService *self, const BrActor *actor, const char *person_name, const char *label, const BrProductDetail *before, const BrProductDetail *after, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean         br_catalogue_service_save_product_finish (BrCatalogueService *self, GAsyncResult *result, BrId *change_id, GError **error);

/** find_product: the product of a SKU or of a price entry. Errors: NOT_FOUND. */
void             br_catalogue_service_find_product_async  (BrCatalogueService *self, BrKind kind, const BrId *id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean         br_catalogue_service_find_product_finish (BrCatalogueService *self, GAsyncResult *result, BrId *product, GError **error);

/* Choices: categories, brands, units, … as array of BrRecord */
void       br_catalogue_service_choices_async  (BrCatalogueService *self, BrKind kind, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *br_catalogue_service_choices_finish (BrCatalogueService *self, GAsyncResult *result, GError **error);

/** statuses: how many of `skus` stand in each status: an array of BR_STATUS_RETIRED + 1 by BrLifeCycle. Caller frees. */
void       br_catalogue_service_statuses_async  (BrCatalogueService *self, BrIdList *skus, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
guint     *br_catalogue_service_statuses_finish (BrCatalogueService *self, GAsyncResult *result, GError **error);

/* Bulk: br-mass-edit.h in domain says what; preview gives every changed cell. */
typedef struct _BrMassEdit BrMassEdit;
void       br_catalogue_service_preview_async  (BrCatalogueService *self, const BrMassEdit *edit, BrIdList *skus, gsize limit, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrMassPreview *br_catalogue_service_preview_finish (BrCatalogueService *self, GAsyncResult *result, GError **error);
void       br_catalogue_service_apply_async    (BrCatalogueService *self, const BrActor *actor, const char *person_name, const char *label, const BrMassEdit *edit, BrIdList *skus, BrProgressFunc progress, gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean   br_catalogue_service_apply_finish   (BrCatalogueService *self, GAsyncResult *result, BrId *change_id, GPtrArray **problems, GError **error);

/* Undo and history */
void       br_catalogue_service_undo_async     (BrCatalogueService *self, const BrActor *actor, const char *person_name, const char *label, const BrId *change, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean   br_catalogue_service_undo_finish    (BrCatalogueService *self, GAsyncResult *result, BrId *undo_id, GPtrArray **losses /* of BrUndoLoss */, GError **error);
void       br_catalogue_service_history_async  (BrCatalogueService *self, const BrId *product, guint limit /* cells */, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *br_catalogue_service_history_finish (BrCatalogueService *self, GAsyncResult *result, GError **error); /* of BrHistoryEntry, newest first */

/* Saved filters of a page ("products"); a NULL query removes the filter. */
void       br_catalogue_service_filters_async     (BrCatalogueService *self, const char *page, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *br_catalogue_service_filters_finish    (BrCatalogueService *self, GAsyncResult *result, GError **error); /* of BrNamedFilter, by name */
void       br_catalogue_service_put_filter_async  (BrCatalogueService *self, const char *page, const char *name, const char *query, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean   br_catalogue_service_put_filter_finish (BrCatalogueService *self, GAsyncResult *result, GError **error);

/* The same, blocking, on the store: for tests and the command line. */
gboolean   br_catalogue_query        (BrStore *store, const BrSkuQuery *query, BrIdList **out, GError **error);
gboolean   br_catalogue_load_product (BrStore *store, const BrId *product, BrProductDetail **out, GError **error);
gboolean   br_catalogue_save_product (BrStore *store, const BrActor *actor, const char *label, const BrProductDetail *before, const BrProductDetail *after, BrId *change_id, GError **error);
gboolean   br_catalogue_undo         (BrStore *store, const BrActor *actor, const char *label, const BrId *change, BrId *undo_id, GPtrArray **losses, GError **error);
gboolean   br_catalogue_preview      (BrStore *store, const BrMassEdit *edit, BrIdList *skus, gsize limit, BrMassPreview **out, GError **error);
gboolean   br_catalogue_apply        (BrStore *store, const BrActor *actor, const char *label, const BrMassEdit *edit, BrIdList *skus, BrId *change_id, GPtrArray **problems, GError **error);

G_END_DECLS
