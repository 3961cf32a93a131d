/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A selection by id over a BrIdModel: survives changes of order, and "all" means all that match, loaded or not. */
#pragma once

#include "br-id-model.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BR_TYPE_ID_SELECTION (br_id_selection_get_type ())
/** BrIdSelection: a GtkSelectionModel. Selecting costs the length of what is selected, never the length of the list. */
G_DECLARE_FINAL_TYPE (BrIdSelection, br_id_selection, BR, ID_SELECTION, GObject)

BrIdSelection *br_id_selection_new      (BrIdModel *model);
/** br_id_selection_count: how many of the list are selected. */
gsize          br_id_selection_count    (BrIdSelection *self);
/** br_id_selection_dup_ids: (transfer full) the selected ids in the order of the list. */
BrIdList      *br_id_selection_dup_ids  (BrIdSelection *self);
/** br_id_selection_get_only: position of the one selected row, or GTK_INVALID_LIST_POSITION when none or several are. */
guint          br_id_selection_get_only (BrIdSelection *self);

G_END_DECLS
