/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Server rows + replay (CONTRIBUTING.md). A record has a `shadow` row, HQ's version of it, exactly as long as it has `replay` rows, the
 * own operations HQ has not settled; what its entity row shows is the shadow with those operations applied in order.
 */
#pragma once

#include "br-store.h"

G_BEGIN_DECLS

/** br_shadow_keep: before the first own change of a record: `server` is HQ's version, NULL when HQ has none. Does nothing when there is a shadow. */
gboolean br_shadow_keep      (BrStoreTx *tx, BrKind kind, const BrId *uid, const BrRecord *server, GError **error);
/** br_shadow_load: (transfer full) HQ's version; *found = FALSE when there is no shadow; *server = NULL when HQ has no such record. */
gboolean br_shadow_load      (BrDb *db, BrKind kind, const BrId *uid, gboolean *found, BrRecord **server, GError **error);
/** br_shadow_replace: HQ sent a newer version. */
gboolean br_shadow_replace   (BrStoreTx *tx, const BrRecord *server, GError **error);
/** br_shadow_lower_base: a new change of the cells in `mask` stands on own operations under way that touch them: *base_rev becomes the oldest revision one
 *  of those was made from. Only then does HQ notice that somebody else's change, hidden under them, was not seen. */
gboolean br_shadow_lower_base (BrStoreTx *tx, BrKind kind, const BrId *uid, guint32 mask, gint64 *base_rev, GError **error);
/** br_shadow_recompute: writes what is shown from shadow and replay; drops the shadow when nothing is left to replay. */
gboolean br_shadow_recompute (BrStoreTx *tx, BrKind kind, const BrId *uid, GError **error);
/** br_shadow_drop_replay: the operations `seqs` (gint64) are settled: recomputes every record they touch. */
gboolean br_shadow_drop_replay (BrStoreTx *tx, GArray *seqs, GError **error);
/** br_shadow_drop_patch: one record's part of an operation is settled (it was refused); recompute afterwards. */
gboolean br_shadow_drop_patch (BrStoreTx *tx, gint64 seq, BrKind kind, const BrId *uid, GError **error);

G_END_DECLS
