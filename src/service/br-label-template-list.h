/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The templates of a shop: those that come with Backroom, each replaced by the shop's own of the same key, and the rest of its own. */
#pragma once

#include "br-label-template.h"
#include "br-store.h"

G_BEGIN_DECLS

/** br_label_templates_load: (transfer full) of BrLabelTemplate, by kind, then name; blocks. One of the shop's own that cannot be read is left out, with a
 *  warning in the log: its row stays. Errors: storage. */
GPtrArray       *br_label_templates_load (BrDb *db, GError **error);
/** br_label_templates_find: (transfer full) by key; NULL without error when there is none. */
BrLabelTemplate *br_label_templates_find (BrDb *db, const char *key, GError **error);

G_END_DECLS
