/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Doubt: a station that contradicts itself, or whose answers are none, again and again. Once is no lie: flash wears out, records are copied while they
 * change, somebody deletes a tag and lets it join anew. So both are counted over a time, and forgotten again when it behaves. Called damage or doubt are, each
 * with a test that begins with "lies", "lying", "wrong", "misbehaving" or is named after it (test-oepl-*, test-hostile):
 *
 *   - answers and streams that are no HTTP, no WebSocket, no JSON, too long, or of a status that cannot be;
 *   - records that leave out what matters, or of another tag than the one asked for;
 *   - transfers counted backwards without a restart; a picture's file named after another tag, or the one of two pictures ago;
 *   - another picture waiting under our file's name, or kept under our picture's hash.
 *
 * No lie, but no proof either: a tag said to have all without asking for a block (WEAK). A wrong clock is a trouble of its own; types that are not as
 * Backroom knows them are taken as the station has them, and said to differ.
 */
#include "config.h"

#include "br-oepl-driver-private.h"

#define DOUBT_US (G_TIME_SPAN_HOUR)        /* BR_OEPL_N_DOUBTS contradictions within it */
#define DAMAGE_US (10 * G_TIME_SPAN_MINUTE) /* BR_OEPL_N_DAMAGES answers that were none within it, */
#define DAMAGE_TOLD 100 /* and while no more requests were answered or broke off: one that is asked a thousand times may break off now and then */

void
br_oepl_driver_doubt (BrOeplDriver *self, const char *tag, const char *what)
{
  g_info ("a station contradicts itself about %s: %s", tag, what);
  self->doubts[self->n_doubts++ % BR_OEPL_N_DOUBTS] = br_oepl_driver_mono (self);
}

void
br_oepl_driver_damage (BrOeplDriver *self, const char *what)
{
  g_info ("a station's answer is none: %s", what);
  self->damaged_told[self->n_damages % BR_OEPL_N_DAMAGES] = self->n_told;
  self->damages[self->n_damages++ % BR_OEPL_N_DAMAGES] = br_oepl_driver_mono (self);
}

/* The oldest of the latest `size` ones is the next to be overwritten. */
static gboolean
is_crowded (const gint64 *ring, guint size, guint n, gint64 since)
{
  return n >= size && ring[n % size] >= since;
}

gboolean
br_oepl_driver_is_doubted (BrOeplDriver *self)
{
  gint64 now = br_oepl_driver_mono (self);
  guint64 oldest_told = self->damaged_told[self->n_damages % BR_OEPL_N_DAMAGES];

  return is_crowded (self->doubts, BR_OEPL_N_DOUBTS, self->n_doubts, now - DOUBT_US)
         || (is_crowded (self->damages, BR_OEPL_N_DAMAGES, self->n_damages, now - DAMAGE_US) && self->n_told - oldest_told <= DAMAGE_TOLD);
}
