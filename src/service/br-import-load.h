/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The slow ends of an import for the window: reading a file, writing the fix file. */
#pragma once

#include "br-import.h"

G_BEGIN_DECLS

/** BrImportFile: a file that was read, and its first rows. One owner. */
typedef struct
{
  BrImport  *import; /* owned; its map recalled or guessed */
  GPtrArray *sample; /* owned: of char** */
} BrImportFile;
void          br_import_file_free        (BrImportFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrImportFile, br_import_file_free)

/** br_import_load_async: reads `file` and the map kept for its shape, off main. Errors: INVALID, RANGE, G_IO_ERROR. */
void          br_import_load_async       (BrStore *store, GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrImportFile *br_import_load_finish      (GAsyncResult *result, GError **error);
/** br_import_save_fix_async: writes br_import_dup_fix_file to `file`, off main. Errors: G_IO_ERROR. */
void          br_import_save_fix_async   (BrImport *import, BrImportReport *report, GFile *file, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
gboolean      br_import_save_fix_finish  (GAsyncResult *result, GError **error);

G_END_DECLS
