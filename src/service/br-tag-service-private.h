/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the tag service share. */
#pragma once

#include "br-store.h"
#include "br-tag-draw.h"
#include "br-tag-service.h"
#include "br-tag-stations.h"
#include "br-worker.h"

G_BEGIN_DECLS

/** The least proof that a tag shows its picture: it was seen to fetch it and said it has all of it. */
#define BR_TAG_PROOF_ACCEPTED BR_TAG_PROOF_TAG

/** br_tag_service_new_with: its stations are driven by drivers that `open` makes. */
BrTagService  *br_tag_service_new_with   (BrStore *store, BrStationOpen open);
BrStore       *br_tag_service_get_store  (BrTagService *self);
/** get_desk: (transfer none) the thread that draws, plans and writes certificates. */
BrWorker      *br_tag_service_get_desk   (BrTagService *self);
/** get_probe: (transfer none) the thread that asks stations nobody drives yet. */
BrWorker      *br_tag_service_get_probe  (BrTagService *self);
/** get_draw: (transfer none) what the desk draws with; on the desk. */
BrTagDraw     *br_tag_service_get_draw   (BrTagService *self);
/** get_base: (transfer none) the stations and their threads. */
BrTagStations *br_tag_service_get_base   (BrTagService *self);

/** br_tag_task_new: a task whose data is `job`; the store stays open for as long as it runs. */
GTask   *br_tag_task_new    (BrTagService *self, gpointer job, GDestroyNotify free_job, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** br_tag_task_write: one transaction on tags.db; takes `task`. _write_cache: on the cache. _read: one read. _work: on a worker. `func` gets the task's job. */
void     br_tag_task_write  (GTask *task, BrStoreFunc func);
void     br_tag_task_write_cache (GTask *task, BrStoreFunc func);
void     br_tag_task_read   (GTask *task, BrReadFunc func);
void     br_tag_task_work   (GTask *task, BrWorker *worker, BrWorkerFunc func);
/** br_tag_task_wait: on a thread of its own: for what mostly waits, and must not hold up the workers meanwhile. */
void     br_tag_task_wait   (GTask *task, BrWorkerFunc func);
/** br_tag_task_finish: (transfer none) the job, or NULL. */
gpointer br_tag_task_finish (GAsyncResult *result, GError **error);

G_END_DECLS
