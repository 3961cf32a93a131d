/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shop's own label templates, as stored in print.db. */
#pragma once

#include "br-label-template.h"
#include "br-store.h"

G_BEGIN_DECLS

/** BrTemplateRow: one of the shop's own templates. Owned. */
typedef struct { char *key; int revision; char *json; } BrTemplateRow;
void           br_template_row_free    (BrTemplateRow *self);
/** br_template_store_list: (transfer full) of BrTemplateRow, by name. */
GPtrArray     *br_template_store_list   (BrDb *db, GError **error);
/** br_template_store_put: writes the template as revision `base_revision` + 1. Errors: CONFLICT (its revision is another by now), FULL. */
gboolean       br_template_store_put    (BrStoreTx *tx, const BrLabelTemplate *template, int base_revision, GError **error);
gboolean       br_template_store_delete (BrStoreTx *tx, const char *key, GError **error);

G_END_DECLS
