/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The local cache, the print queue and what is known of shelf tags: a writing connection for each file and two reading ones, each on its own worker; jobs in, results out. */
#pragma once

#include "br-db.h"
#include "br-role.h"
#include "br-worker.h"

G_BEGIN_DECLS

typedef struct _BrStore BrStore; /* atomically reference counted */

/** BrStoreParams: how to open the cache. */
typedef struct
{
  const char       *dir;     /* profile folder, made if missing (0700): cache.db, print.db, tags.db, pictures/ */
  const BrClock    *clock;
  const BrRandom   *random;
  const BrDbFaults *faults;  /* or NULL */
  gboolean          threads; /* FALSE: jobs run at once on the caller's thread (simulator, command line, tests) */
} BrStoreParams;

/** BrChange: what a committed transaction changed. Immutable, atomically reference counted. */
typedef struct
{
  guint32  kinds;        /* bit (1 << BrKind) for each kind touched */
  gboolean all;          /* too many to list: everything may have changed */
  GArray  *skus;         /* gint64 sku ids whose list row changed, when not `all` */
  gboolean outbox;       /* outbox or refusals changed */
  gboolean settings;     /* meta, saved filters, sync state */
  gboolean printing;     /* in print.db: queue, printers, what hangs on the shelves */
  gboolean templates;    /* in print.db: the shop's own label templates */
  gboolean tags;         /* in tags.db: tags, stations, what is bound, wanted, on its way and shown */
  gboolean driven;       /* of `tags`: by the engine of a station, of its own tags alone: no other engine has anything to do with it */
  gboolean bindings;     /* in tags.db: which article a tag stands before, or which design articles get: what is wanted may be another now */
} BrChange;
BrChange *br_change_ref   (BrChange *self);
void      br_change_unref (BrChange *self);
/** br_change_spares_cache: nothing in the cache changed, only the print queue or shelf tags: what comes several times a second while they are at work. */
gboolean  br_change_spares_cache (const BrChange *self);

/** BrStoreTx: what a writing job works with; valid inside the job. */
typedef struct
{
  BrDb           *db;
  const BrClock  *clock;
  const BrRandom *random;
  BrChange       *change;  /* the job notes here what it changed (br_store_tx_note_*) */
  struct _BrTxCache *cache; /* private to the store (br-tx-cache.h): row ids, collected SKUs; NULL in a job beside the cache */
} BrStoreTx;
typedef gboolean (*BrStoreFunc) (BrStoreTx *tx, gpointer data, GError **error);
typedef gboolean (*BrReadFunc)  (BrDb *db, gpointer data, GCancellable *cancellable, GError **error);

/** br_store_open: makes the folder, migrates. A crash leaves nothing to repair: what was not committed is not there. Errors: as br_db_open, TOO_NEW. */
BrStore *br_store_open   (const BrStoreParams *params, GError **error);
BrStore *br_store_ref    (BrStore *self);
void     br_store_unref  (BrStore *self); /* the last one stops the workers */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrStore, br_store_unref)
const char     *br_store_get_dir    (BrStore *self);
/** br_store_get_print_aside: (transfer none) name in that folder of the print queue's file that was set aside last because it was damaged; NULL = none ever was. */
const char   *br_store_get_print_aside (BrStore *self);
/** br_store_get_tags_aside: the same of tags.db. */
const char   *br_store_get_tags_aside (BrStore *self);
/** br_store_distrust_print: something in the print queue could not be read: it is set aside at the next opening. Any thread. */
void          br_store_distrust_print  (BrStore *self);
const BrClock  *br_store_get_clock  (BrStore *self);
const BrRandom *br_store_get_random (BrStore *self);

/** br_store_write: one transaction on the writer; blocks. After commit the change is announced (see listen). */
gboolean br_store_write        (BrStore *self, BrStoreFunc func, gpointer data, GError **error);
/** br_store_write_dry: the same transaction, rolled back. */
gboolean br_store_write_dry    (BrStore *self, BrStoreFunc func, gpointer data, GError **error);
void     br_store_write_async  (BrStore *self, BrStoreFunc func, gpointer data, GDestroyNotify free_func, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean br_store_write_finish (BrStore *self, GAsyncResult *result, gpointer *data, GError **error); /* *data (transfer none, or NULL): the job's data */
/** br_store_print_write: one transaction on print.db, by a connection and a worker of its own: it never waits for br_store_write. Its tables
 *  have no prefix there; readers see them as print.job_template, print.print_job, … beside those of the cache. The change says `printing` or `templates`. */
gboolean br_store_print_write       (BrStore *self, BrStoreFunc func, gpointer data, GError **error);
void     br_store_print_write_async (BrStore *self, BrStoreFunc func, gpointer data, GDestroyNotify free_func, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean br_store_print_write_finish (BrStore *self, GAsyncResult *result, gpointer *data, GError **error);
/** br_store_tags_write: the same on tags.db, seen by readers as tags.tag, tags.tag_job, … The change says `tags`. */
gboolean br_store_tags_write        (BrStore *self, BrStoreFunc func, gpointer data, GError **error);
void     br_store_tags_write_async  (BrStore *self, BrStoreFunc func, gpointer data, GDestroyNotify free_func, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean br_store_tags_write_finish (BrStore *self, GAsyncResult *result, gpointer *data, GError **error);
/** br_store_claim_printing: from any thread: whether this program is the one that drives the printers of this profile. Two would print each label twice. It
 *  stays so until the store is closed or the program ends, however it ends, or somebody deleted the lock and another program was faster: ask again now and then.
 *  Errors: BUSY (another program does), IO. */
gboolean br_store_claim_printing     (BrStore *self, GError **error);
/** br_store_claim_tags: the same for the stations of its shelf tags. Asked before each write of an engine, none of which sends without one: two never send, whatever becomes of the lock. */
gboolean br_store_claim_tags         (BrStore *self, GError **error);
/** br_store_read: one snapshot of all files on a reader; blocks. */
gboolean br_store_read         (BrStore *self, BrReadFunc func, gpointer data, GCancellable *cancellable, GError **error);
void     br_store_read_async   (BrStore *self, int priority, BrReadFunc func, gpointer data, GDestroyNotify free_func, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean br_store_read_finish  (BrStore *self, GAsyncResult *result, gpointer *data, GError **error);
/** br_store_is_idle: whether no job waits or runs just now. */
gboolean br_store_is_idle      (BrStore *self);

/** BrStoreListener: called after each commit on that writer's thread (or the caller's without threads), never twice at once. Must not block. */
typedef void (*BrStoreListener) (BrChange *change, gpointer data);
guint    br_store_listen   (BrStore *self, BrStoreListener func, gpointer data);
void     br_store_unlisten (BrStore *self, guint id);

void br_store_tx_note_kind (BrStoreTx *tx, BrKind kind);
void br_store_tx_note_sku  (BrStoreTx *tx, gint64 sku);
void br_store_tx_note_all  (BrStoreTx *tx);
void br_store_tx_note_outbox   (BrStoreTx *tx);
void br_store_tx_note_settings (BrStoreTx *tx);
void br_store_tx_note_printing (BrStoreTx *tx);
void br_store_tx_note_templates (BrStoreTx *tx);
void br_store_tx_note_tags     (BrStoreTx *tx);
void br_store_tx_note_driven   (BrStoreTx *tx);
void br_store_tx_note_bindings (BrStoreTx *tx);

G_END_DECLS
