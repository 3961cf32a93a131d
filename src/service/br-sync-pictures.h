/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures between this device and HQ. A picture that is not settled (br-picture-queue.h) is put to HQ when its file is here, else fetched from
 * HQ; both may be repeated, since a picture is named by its bytes. One that fails is put off and never holds up an operation or a row.
 */
#pragma once

#include "br-sync-engine-private.h"

G_BEGIN_DECLS

/** BrSyncPicturesMode: before the push only what HQ lacks is sent, so that it is there when others read the rows; after the rows both ways. */
typedef enum { BR_SYNC_PICTURES_SEND = 1, BR_SYNC_PICTURES_CARRY } BrSyncPicturesMode;

/**
 * br_sync_pictures: carries the pictures that are due, for about two seconds; *more: time or number ran out before they did. What fails is put
 * off, later each time. Errors: CANCELLED, and those of the cache; sets line.failure.
 */
gboolean br_sync_pictures (BrSyncEngine *self, BrSyncPicturesMode mode, gboolean *more, GCancellable *cancellable, GError **error);

G_END_DECLS
