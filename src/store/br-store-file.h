/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file beside the cache with a writing connection of its own (print.db, tags.db): opened, set aside when it is damaged, and claimed by the one program that acts on it. */
#pragma once

#include "br-db.h"
#include "br-worker.h"

G_BEGIN_DECLS

/** BrStoreLane: a connection and the thread that owns it (NULL: the caller's). */
typedef struct
{
  BrDb     *db;
  BrWorker *worker;
} BrStoreLane;

/** br_store_lane_open: `worker`: the thread's name, NULL = none. Errors: as br_db_open. */
gboolean br_store_lane_open    (BrStoreLane *self, const BrDbParams *params, const char *worker, GError **error);
void     br_store_lane_close   (BrStoreLane *self);
gboolean br_store_lane_is_idle (const BrStoreLane *self);

/** BrStoreFileKind: what such a file is. */
typedef struct
{
  const char *stem;   /* its name without ".db"; readers have it attached by this name */
  const char *worker; /* name of its writer's thread */
  const char *busy;   /* the message when another program acts on it */
  gboolean  (*migrate) (BrDb *db, GError **error);
} BrStoreFileKind;

/** BrStoreFile: zeroed but for `kind`, `dir` and `lock` -1 before it is opened. */
typedef struct
{
  const BrStoreFileKind *kind;
  const char *dir;   /* borrowed */
  BrStoreLane lane;  /* of the writer */
  char *aside;       /* name of the file that was set aside last, or NULL; owned */
  int   lock;        /* descriptor of the locked file STEM.lock, -1 = another program may have it */
} BrStoreFile;

/** br_store_file_open: one that is damaged, or was found to be last time, is set aside, and a new one begun; but not while another program acts on it, which would go on
 *  writing into the file that was set aside. `faults` or NULL; `threads`: with a worker; now_us: names what is set aside. Errors: as br_db_open and br_db_migrate; BUSY. */
gboolean br_store_file_open   (BrStoreFile *self, const BrDbFaults *faults, gboolean threads, gint64 now_us, GError **error);
/** br_store_file_claim: not from two threads at once. A claim is lost when somebody deleted its lock and another program was faster to claim anew. Errors: BUSY, IO. */
gboolean br_store_file_claim  (BrStoreFile *self, GError **error);
/** br_store_file_is_there: on the thread of the lane, before a write. One that was moved or deleted is put back with all that was ever committed, for the next start;
 *  another file in its place is left alone. Nothing more is written by this program either way. Errors: IO. */
gboolean br_store_file_is_there (BrStoreFile *self, GError **error);
/** br_store_file_attach: to a reader, by its stem. */
gboolean br_store_file_attach (const BrStoreFile *self, BrDb *reader, GError **error);
void     br_store_file_close  (BrStoreFile *self);

G_END_DECLS
