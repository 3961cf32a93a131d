/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Access points that mean no good, each on a socket of its own: all answers are as they should be but for those to one path. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HostileSign: how the station is to be found, some time later. */
typedef enum
{
  HOSTILE_ANY = 0,  /* whatever: nothing else depends on it */
  HOSTILE_DOWN,     /* not reached */
  HOSTILE_DAMAGED,  /* and what it answers is called damaged */
} HostileSign;

/** HostileWay: one way of misbehaving. */
typedef struct
{
  const char *name;
  const char *path;   /* requests that begin so are answered by it */
  gboolean    floods; /* it takes all the time of a core that it can get */
  HostileSign sign;
} HostileWay;

/** hostile_ways: all there are, ended by one without name. */
const HostileWay *hostile_ways (void);

typedef struct _HostileStation HostileStation;

HostileStation *hostile_station_new     (const HostileWay *way);
void            hostile_station_free    (HostileStation *self);
/** hostile_station_address: "127.0.0.1:port". */
const char     *hostile_station_address (HostileStation *self);
/** hostile_station_n_met: so often it was asked for the path on which it misbehaves. */
guint           hostile_station_n_met   (HostileStation *self);
/** hostile_station_is_strayed: it was asked for what it only pointed to. */
gboolean        hostile_station_is_strayed (HostileStation *self);

G_END_DECLS
