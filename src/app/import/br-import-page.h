/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Import page: choose a file, say what its columns are, see what would happen, import, undo. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_IMPORT_PAGE (br_import_page_get_type ())
/** BrImportPage: actions import.choose, check, run, back, cancel, undo, save-fix, restart. */
G_DECLARE_FINAL_TYPE (BrImportPage, br_import_page, BR, IMPORT_PAGE, AdwBin)

GtkWidget *br_import_page_new  (BrAppContext *context);
/** br_import_page_open: reads `file` and shows its columns, as choosing it does. */
void       br_import_page_open (BrImportPage *self, GFile *file);

G_END_DECLS
