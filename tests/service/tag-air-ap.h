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
  guint lan;            /* stations of one LAN tell each other of their tags, which can be carried from one to another; 0 = alone */
} TagAirApKind;
/** tag_air_ap_set_kind: of those added from now on. */
void   tag_air_ap_set_kind (gpointer air, const TagAirApKind *kind);
gboolean tag_air_ap_has_lan (gpointer air);
BrAp  *tag_air_ap_station (gpointer air, guint n);
BrAir *tag_air_ap_get     (gpointer air);

G_END_DECLS
