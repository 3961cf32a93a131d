/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The emulated access points of a TagWorld made with tag_air_ap. */
#pragma once

#include "br-ap.h"

G_BEGIN_DECLS

BrAp  *tag_air_ap_station (gpointer air, guint n);
BrAir *tag_air_ap_get     (gpointer air);
/** tag_air_ap_expect_foreign: somebody else gives tags something to show, too, from now on. */
void   tag_air_ap_expect_foreign (gpointer air);

G_END_DECLS
