/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the process gives memory back. By itself the GNU allocator raises its threshold after the first large free, and from then
 * on arrays of a million ids leave holes in the heap of every thread (mallopt(3)); a fixed threshold and two heaps keep the
 * window on a million SKUs a tenth smaller.
 */
#include "config.h"

#include "br-memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#define LARGE_BYTES (128 * 1024)
#define N_HEAPS 2

void
br_memory_set_up (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, LARGE_BYTES);
  mallopt (M_TRIM_THRESHOLD, LARGE_BYTES);
  mallopt (M_ARENA_MAX, N_HEAPS);
#endif
}
