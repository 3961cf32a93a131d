/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking a push (SYNC.md 3.5): dense sequence, effects exactly once, results again for what is repeated. */
#pragma once

#include "br-hq-apply.h"
#include "br-hq-handle.h"

G_BEGIN_DECLS

/**
 * br_hq_push: answers one push of `device`. At most BR_HQ_OPS_PER_COMMIT operations a transaction; an operation, its log row and
 * the device's last sequence are committed together. 409 epoch, 409 fork (another incarnation, a head behind what HQ has, or
 * another operation under a known number), 403 for another device's push. A gap ends the push: acked says how far it got.
 * Errors: of the storage; what earlier transactions of the push took stays taken, and is acknowledged when it is repeated.
 */
gboolean br_hq_push (BrHq *hq, const BrHqDevice *device, GBytes *body, BrHqResponse *response, GError **error);

G_END_DECLS
