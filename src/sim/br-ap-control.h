/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can be done to emulated access points and tags, by name: POST /__emu/WORD?name=value… of the control port.
 *   of a station, `ap` = its number from 0 (default 0): restart · crash · power?on=0|1 · clock?seconds=N · config?name=N&value=N · calm ·
 *     fault?name=NAME&per-mille=N&seconds=N&count=N&amount=N (0 per mille ends it)
 *   of a tag, `mac` = its digits: press · reset · tag-power?on=0|1 · move?place=N · tag-fault?name=…
 */
#pragma once

#include "br-ap.h"

G_BEGIN_DECLS

typedef struct _BrApControl BrApControl;

/** br_ap_control_new: of these stations; all is borrowed. */
BrApControl *br_ap_control_new  (BrAir *air, BrAp *const *aps, guint n_aps);
void         br_ap_control_free (BrApControl *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrApControl, br_ap_control_free)
/** br_ap_control_obey: `word` is what follows /__emu/; FALSE: there is no such, or a name in the query is none. */
gboolean     br_ap_control_obey (BrApControl *self, const char *word, GHashTable *query);
/** br_ap_control_counts: (transfer full) ground truth of a station as JSON, or NULL. */
char        *br_ap_control_counts (BrApControl *self, guint ap);

G_END_DECLS
