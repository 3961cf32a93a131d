/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One changed cell in the preview of a mass edit, and the list that shows them. */
#pragma once

#include "br-view.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BR_TYPE_MASS_ROW (br_mass_row_get_type ())
G_DECLARE_FINAL_TYPE (BrMassRow, br_mass_row, BR, MASS_ROW, GObject)

/** br_mass_row_new: copies what it shows; `choices` (of BrRecord, or NULL) name references. */
BrMassRow *br_mass_row_new         (const BrMassChange *change, GPtrArray *choices, guint digits);
/** br_mass_row_set_up_view: makes `view` show `rows`. */
void       br_mass_row_set_up_view (GtkListView *view, GListModel *rows);

G_END_DECLS
