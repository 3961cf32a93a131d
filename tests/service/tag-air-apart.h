/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Emulated access points out of each other's sight, for very many of them: each has an air of its own that runs by its station's own clock, so that one that answers
 * late does not hold up the others, as it would not with a thread each.
 */
#pragma once

#include "br-ap.h"
#include "tag-world.h"

G_BEGIN_DECLS

extern const TagAirOps tag_air_apart;

/** TagApartKind: what stations and tags are like; 0 = as usual. */
typedef struct
{
  guint hw_type;
  guint flash_bytes; /* of a station */
} TagApartKind;
/** tag_air_apart_set_kind: of those added from now on. */
void     tag_air_apart_set_kind (gpointer air, const TagApartKind *kind);
BrAp    *tag_air_apart_station  (gpointer air, guint n);
BrAir   *tag_air_apart_get      (gpointer air, guint n);
BrApTag *tag_air_apart_tag      (gpointer air, const char *key);

G_END_DECLS
