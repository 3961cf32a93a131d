/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counters of label templates: which a label uses, and values reserved for it once and for ever. */
#pragma once

#include "br-label-expr.h"
#include "br-print-queue.h"

G_BEGIN_DECLS

/** br_print_has_sequence: whether any text of the template may call seq(): then each of its labels is looked at when ordered. */
gboolean br_print_has_sequence     (const BrLabelTemplate *template);
/** br_print_reserve_sequences: works out the texts of a label; the counters they ask for are advanced. *json (caller frees): object name -> value, NULL = none.
 *  What else is wrong with a text is not said here: preflight says it. Errors: as the database. */
gboolean br_print_reserve_sequences (BrStoreTx *tx, const BrLabelScope *scope, char **json, GError **error);

G_END_DECLS
