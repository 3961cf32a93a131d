/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What two people changed differently: base, mine, theirs for each field, and a choice. */
#pragma once

#include "br-draft-model.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** BrConflictsSettled: (transfer full) the draft as chosen. */
typedef void (*BrConflictsSettled) (BrProductDetail *draft, gpointer user_data);

/** br_conflict_dialog_present: of BrDraftConflict; mine stays chosen where nothing else is. `user_data` is a GObject, kept while the dialog is open. */
void br_conflict_dialog_present (GtkWidget *parent, BrDraftModel *model, GPtrArray *conflicts, BrConflictsSettled func, gpointer user_data);

G_END_DECLS
