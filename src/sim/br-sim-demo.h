/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The demo: an HQ with two zones, two stores, an administrator, a manager, a clerk and a merchandiser, the demo shop's goods, a label
 * printer, and shelf tags.
 *   logins admin, lin (manager of S1), chen (clerk of S1), mei (merchandiser, all stores); the password of all is BR_SIM_PASSWORD
 */
#pragma once

#include "br-ap-stand.h"
#include "br-sim-stand.h"
#include <gio/gio.h>

G_BEGIN_DECLS

#define BR_SIM_PASSWORD "backroom-demo"
#define BR_SIM_LOGIN    "mei"
#define BR_SIM_STORE    "S1"

/** BrSimDemoParams: what to make. */
typedef struct
{
  const char *program; /* backroom-hq */
  const char *folder;  /* where HQ's data goes */
  gsize       n_skus;
  guint64     seed;
} BrSimDemoParams;

/** br_sim_demo_prepare: (transfer full) the path of HQ's database in the folder, made unless it is there. */
char *br_sim_demo_prepare (const BrSimDemoParams *params, GError **error);
/** br_sim_demo_start_printer: a TSPL printer of 8 dots/mm with a roll of 60 × 40 mm, at the port of last time if it is free; its labels are
 *  in the folder "printer". */
BrSimStand *br_sim_demo_start_printer (const BrSimDemoParams *params, GError **error);
/** br_sim_demo_start_tags: shelf tags of mixed types on as many stations as they need, at the ports of last time if those are free. They wake every 20 s, so
 *  that something is seen. */
BrApStand *br_sim_demo_start_tags (const BrSimDemoParams *params, guint n_tags, GError **error);
/** br_sim_demo_list_places: (transfer full) the ids (BrId) of HQ's zones or stores; `what` is "zone" or "store". */
GArray *br_sim_demo_list_places (const char *program, const char *database, const char *what, GError **error);

G_END_DECLS
