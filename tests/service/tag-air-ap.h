/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The emulated access points of a TagWorld made with tag_air_ap. */
#pragma once

#include "br-ap.h"

G_BEGIN_DECLS

/** TagAirApKind: what stations and tags are like; 0 = as usual. */
typedef struct
{
  guint hw_type;
  guint loss_per_mille; /* of packets, each way */
  guint flash_bytes;    /* of a station */
} TagAirApKind;
/** tag_air_ap_set_kind: of those added from now on. */
void   tag_air_ap_set_kind (gpointer air, const TagAirApKind *kind);
BrAp  *tag_air_ap_station (gpointer air, guint n);
BrAir *tag_air_ap_get     (gpointer air);
/** tag_air_ap_expect_foreign: somebody else gives tags something to show, too, from now on. */
void   tag_air_ap_expect_foreign (gpointer air);

G_END_DECLS
