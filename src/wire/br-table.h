/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of texts, read row by row, whichever file it came from. */
#pragma once

#include "br-csv.h"
#include "br-xlsx.h"

G_BEGIN_DECLS

typedef struct _BrTable BrTable;

/** br_table_new: (transfer full) by content: a ZIP container is read as XLSX, all else as CSV. Errors: as br_csv_reader_new, br_xlsx_reader_new. */
BrTable *br_table_new      (GBytes *bytes, GError **error);
void     br_table_free     (BrTable *self);
gboolean br_table_next     (BrTable *self, GPtrArray **cells, GError **error);
guint    br_table_get_line (BrTable *self);
gboolean br_table_rewind   (BrTable *self, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrTable, br_table_free)

G_END_DECLS
