/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Randomness, as a table of functions: getrandom(2) in production, seeded xorshift in the simulator and in tests. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** BrRandom: where random bytes come from. */
typedef struct
{
  void (*fill) (gpointer data, guint8 *bytes, gsize n_bytes); /* fills the buffer */
  gpointer data;                                              /* borrowed, passed to fill */
} BrRandom;

/** BrXorshift: state of the seeded generator (xorshift64*, Vigna 2016); one owner, one thread. */
typedef struct
{
  guint64 state; /* never 0 */
} BrXorshift;

const BrRandom *br_random_system   (void);
void            br_xorshift_init   (BrXorshift *self, guint64 seed);
/** br_xorshift_next: the next 64 bits. */
guint64         br_xorshift_next   (BrXorshift *self);
/** br_xorshift_below: uniform in [0, limit); limit > 0. */
guint64         br_xorshift_below  (BrXorshift *self, guint64 limit);
/** br_xorshift_random: a BrRandom over `self`, which must outlive it. */
BrRandom        br_xorshift_random (BrXorshift *self);
/** br_random_u64: 64 bits from any source. */
guint64         br_random_u64      (const BrRandom *random);

G_END_DECLS
