/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A station link straight onto an emulated access point, for tests on a virtual clock: what waits moves the clock by its sleep_us, and the
 * world runs with it. Forms are put together by libsoup, as in production.
 */
#pragma once

#include "br-ap.h"
#include "br-station-link.h"

G_BEGIN_DECLS

/** BrApLinkGate: asked before each request, for tests that kill or cut at that moment; FALSE: it is not sent (OFFLINE, NOT_SENT). */
typedef gboolean (*BrApLinkGate) (const BrLinkRequest *request, gpointer data);

/** br_ap_link_new: (transfer full) all of it is borrowed and outlives the link. Its `wake` counts only for the next receive. */
BrStationLink *br_ap_link_new      (BrAir *air, BrAp *ap, const BrClock *clock);
/** br_ap_link_set_cut: TRUE: nobody is reached any more, and the stream ends; as if the cable was out. */
void           br_ap_link_set_cut  (BrStationLink *self, gboolean cut);
void           br_ap_link_set_gate (BrStationLink *self, BrApLinkGate gate, gpointer data);
/** br_ap_link_has_news: receiving would not wait: a message is there, or there is no stream. */
gboolean       br_ap_link_has_news (BrStationLink *self);

G_END_DECLS
