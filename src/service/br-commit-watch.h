/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store tells of commits on the writer's thread; services hear of them here, on main and in order. */
#pragma once

#include "br-store.h"
#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _BrCommitWatch BrCommitWatch;

/** BrCommitFunc: on main, for each commit; never once `object` is gone. */
typedef void (*BrCommitFunc) (gpointer object, const BrChange *change);

/** br_commit_watch_new: watches until freed. `object` is held weakly. */
BrCommitWatch *br_commit_watch_new  (BrStore *store, GObject *object, BrCommitFunc func);
/** br_commit_watch_free: ends it; on main. A commit already told of to main is dropped. */
void           br_commit_watch_free (BrCommitWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrCommitWatch, br_commit_watch_free)

G_END_DECLS
