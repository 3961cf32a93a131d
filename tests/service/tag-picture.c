/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tag-picture.h"

#define BITS 24

gint64
tag_picture_number (const guint8 *pixels, guint width, guint height)
{
  gint64 number = 0;

  for (guint i = 0; i < BITS; i++)
    number |= pixels[i] != 0 ? G_GINT64_CONSTANT (1) << i : 0;
  for (guint i = BITS; i < width * height; i++)
    if (pixels[i] != 0)
      return -1;
  return number;
}

BrTagImage *
tag_picture_draw (const BrTagType *type, gint64 number)
{
  BrTagImage *image = br_tag_image_new (type, NULL);

  for (guint i = 0; i < BITS; i++)
    image->pixels[i] = (guint8) (number >> i & 1);
  return image;
}
