/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures for the window: taking a file in, and where a picture lies. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BrStore BrStore;

/** br_picture_add_async: keeps a copy of a picture file. Errors: INVALID (not a PNG, JPEG or WebP picture), RANGE (empty, or over 2 MiB), FULL, IO. */
void  br_picture_add_async  (BrStore *store, GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** br_picture_add_finish: its name, as products refer to it. Caller frees. */
char *br_picture_add_finish (GAsyncResult *result, GError **error);
/** br_picture_dup_path: where the picture lies, or will when it has come; NULL for what is no name of a picture. Caller frees. */
char *br_picture_dup_path   (BrStore *store, const char *name);

G_END_DECLS
