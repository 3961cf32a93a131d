/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the air and the drivers of fake stations share. */
#pragma once

#include "fake-station.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean down;
  GQueue news; /* of BrStationEvent, owned */
  FakeCounts counts;
  gint64 sent_us;
} FakeStation;

struct _FakeAir
{
  const BrClock *clock;
  BrXorshift xorshift;
  FakeFaults faults;
  GPtrArray *stations, *tags;
  GHashTable *by_key;
  guint n_files;
};

/** fake_air_happens: by chance. */
gboolean fake_air_happens (FakeAir *self, guint per_mille);

G_END_DECLS
