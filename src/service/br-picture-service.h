/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures for the window: taking a file in, and where a picture lies. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BrStore BrStore;

/** BrPictureCheck: looks closer at bytes that begin like a picture; called on a worker. Errors: CORRUPT. */
typedef gboolean (*BrPictureCheck) (GBytes *bytes, GError **error);
/** br_picture_add_async: keeps a copy of a picture file that `check` (or NULL) lets pass. Errors: INVALID (not a PNG, JPEG or WebP picture),
 *  RANGE (empty, or over 2 MiB), CORRUPT, FULL, IO. */
void  br_picture_add_async  (BrStore *store, GFile *file, BrPictureCheck check, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** br_picture_add_bytes_async: the same for the bytes of a picture file. */
void  br_picture_add_bytes_async (BrStore *store, GBytes *bytes, BrPictureCheck check, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** br_picture_add_finish: its name, as products refer to it, of either. Caller frees. */
char *br_picture_add_finish (GAsyncResult *result, GError **error);
/** br_picture_dup_path: where the picture lies, or will when it has come; NULL for what is no name of a picture. Caller frees. */
char *br_picture_dup_path   (BrStore *store, const char *name);

G_END_DECLS
