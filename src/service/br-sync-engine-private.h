/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine's state, shared by its three files: going around, push, pull. */
#pragma once

#include "br-error.h"
#include "br-settings-store.h"
#include "br-sync-engine.h"

G_BEGIN_DECLS

struct _BrSyncEngine
{
  BrSyncEngineParams params;
  const BrClock     *clock;
  const BrRandom    *random;
  BrSyncLine         line;
  gboolean           greeted;      /* hello is valid */
  gint64             hello_due_us; /* monotonic */
  BrHello            hello;        /* owned; its feeds' heads are kept up by wait and push answers */
  guint              n_failures;   /* on end */
  BrSyncState        state;        /* last one in the log; 0 = none yet */
  BrSyncRun          run;          /* what this step carried */
  guint              max_ops;      /* operations the next push takes: halved by 413, doubled again by success */
  gint64             stuck_seq;    /* first operation of the last push that failed at HQ */
  guint              n_stuck;      /* how often on end */
  gboolean           recounted;    /* the rows of the cache have been counted anew */
  GHashTable        *read;         /* owned: feeds that were read once by this engine, empty ones too */
  GHashTable        *refetched;    /* owned: feed -> monotonic time (gint64 *) when the self-check last made it be read anew */
};

/** br_sync_push: sends the outbox until it is empty. Sets line.failure. */
gboolean br_sync_push (BrSyncEngine *self, GCancellable *cancellable, GError **error);
/** br_sync_pull: reads every feed that has something new. Sets line.failure. */
gboolean br_sync_pull (BrSyncEngine *self, GCancellable *cancellable, GError **error);

void     br_sync_engine_report      (BrSyncEngine *self, BrSyncState state, gint64 done, gint64 total);
gboolean br_sync_engine_log         (BrSyncEngine *self, BrSyncLogLevel level, const char *what, const char *detail, GError **error);
/** br_sync_engine_need_person: fails with ATTENTION. Returns FALSE. */
gboolean br_sync_engine_need_person (BrSyncEngine *self, BrError code, const char *what, GError **error);
/** br_sync_engine_take_head: a feed's new head; of an unknown feed: hello is due. */
void     br_sync_engine_take_head   (BrSyncEngine *self, const char *feed, gint64 head);

G_END_DECLS
