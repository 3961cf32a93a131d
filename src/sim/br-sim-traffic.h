/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Traffic: price changes that arrive from HQ while one looks. They are loaded by `backroom-hq import`, as HQ's own changes. */
#pragma once

#include "br-sim-demo.h"

G_BEGIN_DECLS

typedef struct _BrSimTraffic BrSimTraffic;

/** br_sim_traffic_new: over the base prices of the shop `params` made; `database` is HQ's. */
BrSimTraffic *br_sim_traffic_new  (const BrSimDemoParams *params, const char *database, GError **error);
void          br_sim_traffic_free (BrSimTraffic *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrSimTraffic, br_sim_traffic_free)
/** br_sim_traffic_step: changes one to three prices by up to 5 %. */
gboolean      br_sim_traffic_step (BrSimTraffic *self, GError **error);

G_END_DECLS
