/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a station tells: of a tag, and of itself. */
#pragma once

#include "br-tag-type.h"

G_BEGIN_DECLS

/** BrTagSighting: what a station says of a tag now. Texts are valid UTF-8, cut to size. */
typedef struct
{
  char    tag[BR_TAG_KEY_MAX + 1];
  char    alias[64];
  BrTagType type;        /* code 0 and n_colours 0 = the station does not know it, or has none */
  guint   type_code;     /* as told, also of a type nobody knows */
  gint64  heard_us;      /* by our clock: when this was told anew; 0 = the record is old, nobody knows how old */
  gint64  spoke_us;      /* by our clock: when it said what is told here, at the latest; 0 = as heard_us */
  gint64  next_us;       /* expected check-in by our clock; 0 = not known, G_MAXINT64 = it sleeps until it is woken by hand */
  int     battery_mv;    /* 0 = not known */
  gboolean battery_or_more; /* "2.6 V or more" */
  int     rssi;          /* dBm, 0 = not known */
  int     lqi;           /* 0..255, 0 = not known */
  int     temperature;   /* degrees Celsius, G_MININT = not known */
  guint   firmware;
  guint   wake;          /* BrTagWake */
  gboolean elsewhere;    /* another station has it now */
  char    where[64];     /* that one's address, or "" */
  gboolean is_station;   /* the station's own record: never a tag */
  gboolean lost_picture; /* it says that it shows nothing we know of any more (it was reset) */
  gboolean foreign;      /* somebody else gave it something to show */
  gboolean unsure;       /* it did something for its station that nobody heard it come for: what it said then, as that it was reset, is lost */
  gboolean unconfirmed;  /* what it is said to show is not what we confirmed (`hash` changed); it must be read back */
  char    hash[33];      /* what the station says it shows, for diagnosis; "" = not known */
} BrTagSighting;

typedef enum { BR_TAG_WAKE_TIMER = 0, BR_TAG_WAKE_BOOT, BR_TAG_WAKE_BUTTON, BR_TAG_WAKE_FIRST_BOOT, BR_TAG_WAKE_OTHER } BrTagWake;

/** BrStationHealth: how it is. */
typedef struct
{
  char    name[64], firmware[64];
  guint   troubles;      /* BrStationTrouble */
  gboolean ready;        /* it takes pictures now */
  gint64  free_bytes;    /* of its storage, -1 = not known */
  gint64  free_memory;   /* -1 = not known */
  gint64  uptime_s;      /* -1 = not known */
  int     rssi;          /* of its own network, dBm, 0 = not known */
  guint   n_tags;        /* it serves itself */
  guint   channel;       /* 0 = not known */
  guint   max_in_flight; /* pictures it may hold at once now; 0 = none */
  gboolean nightly_soon; /* it is about to restart by itself: nothing is sent */
} BrStationHealth;

G_END_DECLS
