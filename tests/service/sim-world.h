/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A small shop world for the simulation: one HQ and four devices on files in a temporary folder, one virtual clock, one seeded
 * source of chance, and a line between them that loses, doubles, delays and cuts what it carries. Devices and HQ are killed at a
 * write chosen by chance: from there on every write fails until the file is opened again, as after kill -9.
 */
#pragma once

#include "br-hq.h"
#include "br-sync-engine.h"

G_BEGIN_DECLS

#define SIM_DEVICES 4

/** SimFaults: chances in a thousand, for each request or step. */
typedef struct
{
  guint lose_request;
  guint lose_response;
  guint twice;
  guint late;        /* the request arrives later, its answer is dropped */
  guint cut;         /* the answer is cut at any byte */
  guint kill_hq;
  guint kill_device;
} SimFaults;

typedef struct _SimWorld SimWorld;

/** SimDevice: one device with its cache and the person at it. */
typedef struct
{
  SimWorld     *world;
  char         *dir;
  BrId          store_id;  /* none = all stores */
  BrActor       actor;
  BrStore      *store;
  BrDevice     *device;
  BrSyncEngine *engine;
  BrTransport   transport;
  BrDbFaults    faults;
  gint64        writes_left; /* until it dies; -1 = it does not */
  gboolean      dead;
  GArray       *changes;   /* of BrId: change-sets made here */
} SimDevice;

struct _SimWorld
{
  char      *dir;
  guint64    seed;
  BrXorshift chance;
  BrXorshift xorshift;     /* what HQ and devices draw from */
  BrRandom   random;
  gint64     now_us;
  BrClock    clock;
  SimFaults  chances;      /* all zero = everything works */
  BrHq      *hq;
  BrDbFaults hq_faults;
  gint64     hq_writes_left;
  gboolean   hq_dead;
  SimDevice  devices[SIM_DEVICES];
  GPtrArray *late;         /* requests that have not arrived yet */
  GArray    *products;     /* of BrId: all ever made, some perhaps refused */
  GArray    *skus;
  GArray    *prices;
  BrId       zones[2], stores[2], people[3], unit;
  guint      n_requests, n_lost, n_kills; /* for the report */
};

/** sim_found: makes HQ with a shop and enrols the devices, in `dir`. Without faults. */
void      sim_found      (const char *dir);
/** sim_open: opens a copy of what sim_found made, in a folder of its own, with this seed. */
SimWorld *sim_open       (const char *founded, guint64 seed);
/** sim_close: closes and removes it. */
void      sim_close      (SimWorld *self);
/** sim_chance: whether something of `per_mille` happens now. */
gboolean  sim_chance     (SimWorld *self, guint per_mille);
guint     sim_below      (SimWorld *self, guint limit);
/** sim_revive: opens again what has died. */
void      sim_revive     (SimWorld *self);
/** sim_step: one engine step of a device, perhaps its last one. Returns whether it ended IDLE. */
gboolean  sim_step       (SimDevice *device);
/** sim_remove: a folder and all in it. */
void      sim_remove     (const char *path);
/** sim_check_unseen: aborts when an accepted change overwrote a value its author had not seen. */
void      sim_check_unseen (SimWorld *self);

G_END_DECLS
