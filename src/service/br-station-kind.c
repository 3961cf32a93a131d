/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-station-kind.h"

#include "br-error.h"
#include "br-exec-driver.h"
#include "br-oepl-driver.h"
#include "br-opticon-driver.h"
#include "br-station-link.h"
#include "br-tag-rows.h"

typedef struct
{
  const char *id;
  BrTagProof best_proof;
  guint capacity;
  BrStationDriver *(*open) (const char *address, const BrClock *clock, GError **error);
} Kind;

static BrStationDriver *
open_oepl (const char *address, const BrClock *clock, GError **error)
{
  BrStationLink *link = br_station_link_http (address, error);

  return link != NULL ? br_oepl_driver_new (link, clock) : NULL;
}

static const Kind kinds[] = {
  { "exec", BR_TAG_PROOF_WEAK, BR_STATION_MAX_CAPACITY, br_exec_driver_new },
  { "oepl", BR_TAG_PROOF_PIXELS, BR_STATION_CAPACITY, open_oepl },
  { "opticon", BR_TAG_PROOF_STATION, BR_STATION_MAX_CAPACITY, br_opticon_driver_new },
  { NULL },
};

static const Kind *
find_kind (const char *id)
{
  for (gsize i = 0; kinds[i].id != NULL; i++)
    if (g_strcmp0 (kinds[i].id, id) == 0)
      return &kinds[i];
  return NULL;
}

BrStationDriver *
br_station_kind_open (const char *kind, const char *address, const BrClock *clock, GError **error)
{
  const Kind *found = find_kind (kind);

  if (found != NULL)
    return found->open (address, clock, error);
  g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "no kind of base station is called %s", kind);
  return NULL;
}

guint
br_station_kind_capacity (const char *kind)
{
  const Kind *found = find_kind (kind);

  return found != NULL ? found->capacity : BR_STATION_CAPACITY;
}

BrTagProof
br_station_kind_best_proof (const char *kind)
{
  const Kind *found = find_kind (kind);

  return found != NULL ? found->best_proof : BR_TAG_PROOF_NONE;
}
