/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An emulated access point with its tags ready for use: on the network, with its web page. In real time, on the thread with the main loop. */
#pragma once

#include "br-ap.h"
#include <gio/gio.h>

G_BEGIN_DECLS

#define BR_AP_STAND_TAGS     80  /* of one station, while there are stations left */
#define BR_AP_STAND_MAX_TAGS 120 /* of one station: its radio has room for 128 */
#define BR_AP_STAND_MAX_STATIONS 5 /* as many as there are channels */

/** BrApStandParams: how it stands there. */
typedef struct
{
  guint       n_tags;         /* of mixed types, in turn on as many stations as they need */
  guint16     ports[BR_AP_STAND_MAX_STATIONS], web_port; /* of this computer, 0 = any free one */
  guint       wakes_s;        /* tags check in at least so often; 0 = as real ones */
  guint64     seed;
  BrApProfile profile;
} BrApStandParams;

typedef struct _BrApStand BrApStand;

/** br_ap_stand_new: Errors: IO (a port is taken). */
BrApStand  *br_ap_stand_new         (const BrApStandParams *params, GError **error);
/** br_ap_stand_new_steady: as br_ap_stand_new, with the ports of last time as noted in the file, so that others know it again; other ones if those are taken. */
BrApStand  *br_ap_stand_new_steady  (const BrApStandParams *params, const char *ports_file, GError **error);
/** br_ap_stand_print: "station HOST:PORT" for each and "tags-web URL", to the standard output. */
void        br_ap_stand_print       (const BrApStand *self);
guint       br_ap_stand_get_n       (const BrApStand *self);
guint16     br_ap_stand_get_port    (const BrApStand *self, guint n);
const char *br_ap_stand_get_url     (const BrApStand *self);
/** br_ap_stand_get_air: (transfer none) */
BrAir      *br_ap_stand_get_air     (BrApStand *self);
void        br_ap_stand_free        (BrApStand *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrApStand, br_ap_stand_free)

G_END_DECLS
