/* SPDX-License-Identifier: GPL-3.0-or-later */
/* getrandom(2), and the xorshift64* generator (Vigna 2016, "An experimental exploration of Marsaglia's xorshift generators"). */
#include "br-random.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#define XORSHIFT_FALLBACK_SEED G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) /* for seed 0, which the generator cannot leave */

static void
system_fill (gpointer data, guint8 *bytes, gsize n_bytes)
{
  while (n_bytes > 0)
    {
      ssize_t got = getrandom (bytes, n_bytes, 0);

      /* getrandom only fails for a signal, or on a kernel older than any we run on. */
      if (got < 0 && errno != EINTR)
        g_error ("getrandom failed: %s", g_strerror (errno));
      if (got > 0)
        {
          bytes += got;
          n_bytes -= (gsize) got;
        }
    }
}

const BrRandom *
br_random_system (void)
{
  static const BrRandom random = { .fill = system_fill };

  return &random;
}

void
br_xorshift_init (BrXorshift *self, guint64 seed)
{
  self->state = seed != 0 ? seed : XORSHIFT_FALLBACK_SEED;
}

guint64
br_xorshift_next (BrXorshift *self)
{
  self->state ^= self->state >> 12;
  self->state ^= self->state << 25;
  self->state ^= self->state >> 27;
  return self->state * G_GUINT64_CONSTANT (2685821657736338717);
}

guint64
br_xorshift_below (BrXorshift *self, guint64 limit)
{
  guint64 biased, value;

  g_assert (limit > 0);
  /* Values under 2^64 mod limit would make the low results more likely. */
  biased = (0 - limit) % limit;
  do
    value = br_xorshift_next (self);
  while (value < biased);
  return value % limit;
}

static void
xorshift_fill (gpointer data, guint8 *bytes, gsize n_bytes)
{
  while (n_bytes > 0)
    {
      guint64 word = GUINT64_TO_LE (br_xorshift_next (data));
      gsize n = MIN (n_bytes, sizeof word);

      memcpy (bytes, &word, n);
      bytes += n;
      n_bytes -= n;
    }
}

BrRandom
br_xorshift_random (BrXorshift *self)
{
  return (BrRandom) { .fill = xorshift_fill, .data = self };
}

guint64
br_random_u64 (const BrRandom *random)
{
  guint64 word;

  random->fill (random->data, (guint8 *) &word, sizeof word);
  return word;
}
