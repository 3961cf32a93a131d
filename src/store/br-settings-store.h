/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the cache remembers beside the records: who it is (meta), saved filters, import mappings, the sync log. */
#pragma once

#include "br-store.h"
#include "br-sync-log.h"

G_BEGIN_DECLS

/* Keys of meta. No secret is kept here. */
#define BR_META_PC          "pc"          /* this device's id at HQ */
#define BR_META_INC         "inc"         /* its incarnation */
#define BR_META_EPOCH       "epoch"       /* HQ's epoch it last spoke to */
#define BR_META_HQ_URL      "hq_url"
#define BR_META_STORE       "store"       /* the store it stands in; absent = all stores */
#define BR_META_DEVICE_NAME "device_name" /* for History */
#define BR_META_NEXT_SEQ    "next_seq"    /* sequence number of the next operation, from 1 */
#define BR_META_ACKED_SEQ   "acked_seq"   /* every operation up to here has HQ's answer */
#define BR_META_DURABLE_SEQ "durable_seq" /* every operation up to here is in a backup of HQ */

/** br_settings_get: *value = NULL when the key is not there. Caller frees. */
gboolean br_settings_get     (BrDb *db, const char *key, char **value, GError **error);
/** br_settings_set: NULL value removes the key. */
gboolean br_settings_set     (BrStoreTx *tx, const char *key, const char *value, GError **error);
/** br_settings_get_int: `fallback` when the key is not there. Errors: CORRUPT when it is no number. */
gboolean br_settings_get_int (BrDb *db, const char *key, gint64 fallback, gint64 *value, GError **error);
gboolean br_settings_set_int (BrStoreTx *tx, const char *key, gint64 value, GError **error);

/** BrSavedFilter: a named query of a page. */
typedef struct
{
  char *name;  /* owned, unique in its page */
  char *query; /* owned, in the page's own language */
} BrSavedFilter;
void       br_saved_filter_free     (BrSavedFilter *self);
/** br_saved_filter_list: (transfer full) of BrSavedFilter, by name. */
GPtrArray *br_saved_filter_list     (BrDb *db, const char *page, GError **error);
/** br_saved_filter_put: adds, or replaces the one of that name. */
gboolean   br_saved_filter_put      (BrStoreTx *tx, const char *page, const char *name, const char *query, GError **error);
/** br_saved_filter_remove: none of that name is no error. */
gboolean   br_saved_filter_remove   (BrStoreTx *tx, const char *page, const char *name, GError **error);

/** br_import_mapping_get: the mapping last used for a file of this shape (its header line), or *mapping = NULL. Caller frees. */
gboolean   br_import_mapping_get    (BrDb *db, const char *shape, char **mapping, GError **error);
/** br_import_mapping_put: remembers it; the 200 used last are kept. */
gboolean   br_import_mapping_put    (BrStoreTx *tx, const char *shape, const char *mapping, GError **error);

void       br_sync_log_entry_free   (BrSyncLogEntry *self);
/** br_sync_log_append: adds an entry now; the last 2,000 are kept. */
gboolean   br_sync_log_append       (BrStoreTx *tx, BrSyncLogLevel level, const char *what, const char *detail, GError **error);
/** br_sync_log_list: (transfer full) of BrSyncLogEntry, newest first. */
GPtrArray *br_sync_log_list         (BrDb *db, guint limit, GError **error);

G_END_DECLS
