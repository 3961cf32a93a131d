/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-dither.h"

int
br_dither_luma (int red, int green, int blue)
{
  return (299 * red + 587 * green + 114 * blue) / 1000;
}

/* The order in which dots of an 8 × 8 square become black (Bayer 1973), 0..63: bits of x ^ y and y taken in turns. */
int
br_dither_limit (int x, int y)
{
  int order = 0;

  for (int bit = 0; bit < 3; bit++)
    order |= ((((x ^ y) >> bit) & 1) << (5 - 2 * bit)) | (((y >> bit) & 1) << (4 - 2 * bit));
  return 4 * order + 2;
}
