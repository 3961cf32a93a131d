/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of the Import page that say what each column of a file is. */
#pragma once

#include "br-import-load.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** br_import_columns_fill: (transfer full) of GtkWidget, borrowed: adds a row for each column (at most 200) to `group`; choosing changes
 *  the file's map. `changed` is called with `data` after each choice. `file` and `data` must outlive the rows. */
GPtrArray *br_import_columns_fill (AdwPreferencesGroup *group, BrImportFile *file, void (*changed) (gpointer data), gpointer data);

G_END_DECLS
