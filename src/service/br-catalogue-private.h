/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between the files of the catalogue service: how a use case becomes a store job. */
#pragma once

#include "br-catalogue-service.h"
#include "br-store.h"

G_BEGIN_DECLS

/** BrCatalogueJob: first member of every job's struct: what it gives back. */
typedef struct
{
  gpointer       result;      /* handed to the caller of _finish, or NULL */
  GDestroyNotify free_result; /* or NULL */
} BrCatalogueJob;

BrStore *br_catalogue_service_get_store (BrCatalogueService *self);
/** br_catalogue_service_read: runs `func` on a reader; `job` begins with a BrCatalogueJob and is freed by `free_job`.
 *  Consumes `task`, which returns the job's result. */
void br_catalogue_service_read  (GTask *task, BrReadFunc func, gpointer job, GDestroyNotify free_job);
/** br_catalogue_service_write: the same in a transaction of the writer. */
void br_catalogue_service_write (GTask *task, BrStoreFunc func, gpointer job, GDestroyNotify free_job);
/** br_catalogue_job_clear: frees a result nobody took. */
void br_catalogue_job_clear     (BrCatalogueJob *job);

G_END_DECLS
