/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tag-picture.h"

#define BITS 24
#define FULL_COLOURS 3 /* types that have less are not for that */

static gboolean is_full;

void
tag_picture_fill (gboolean full)
{
  is_full = full;
}

/* What is at a pixel that says nothing. */
static guint8
filler (guint pixel, guint n_pixels)
{
  guint32 x = pixel * 2654435761u;

  if (!is_full || pixel >= n_pixels / 4)
    return 0;
  x = (x ^ x >> 15) * 2246822519u;
  return (guint8) ((x ^ x >> 13) % FULL_COLOURS);
}

gint64
tag_picture_number (const guint8 *pixels, guint width, guint height)
{
  gint64 number = 0;

  for (guint i = 0; i < BITS; i++)
    number |= pixels[i] != 0 ? G_GINT64_CONSTANT (1) << i : 0;
  for (guint i = BITS; i < width * height; i++)
    if (pixels[i] != filler (i, width * height))
      return -1;
  return number;
}

BrTagImage *
tag_picture_draw (const BrTagType *type, gint64 number)
{
  BrTagImage *image = br_tag_image_new (type, NULL);

  for (guint i = 0; i < BITS; i++)
    image->pixels[i] = (guint8) (number >> i & 1);
  for (guint i = BITS; i < type->width * type->height; i++)
    image->pixels[i] = filler (i, type->width * type->height);
  return image;
}
