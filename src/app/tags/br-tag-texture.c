/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-texture.h"

/* As the ink is named, not as it looks on the shelf: which pixel is which must be plain on any screen. */
static const guint8 inks[BR_N_TAG_COLOURS][3] = {
  [BR_TAG_WHITE] = { 0xff, 0xff, 0xff }, [BR_TAG_BLACK] = { 0x00, 0x00, 0x00 }, [BR_TAG_RED] = { 0xd4, 0x00, 0x00 },    [BR_TAG_YELLOW] = { 0xf5, 0xd0, 0x00 },
  [BR_TAG_GREEN] = { 0x00, 0x8a, 0x3c }, [BR_TAG_BLUE] = { 0x1a, 0x4f, 0xd0 },  [BR_TAG_ORANGE] = { 0xff, 0x80, 0x00 },
};

GdkTexture *
br_tag_texture_new (const BrTagImage *image)
{
  gsize n = (gsize) image->type.width * image->type.height;
  guint8 *rgb = g_malloc (n * 3);
  g_autoptr (GBytes) bytes = g_bytes_new_take (rgb, n * 3);

  for (gsize i = 0; i < n; i++, rgb += 3)
    {
      const guint8 *ink = inks[image->type.colours[image->pixels[i]]];

      rgb[0] = ink[0];
      rgb[1] = ink[1];
      rgb[2] = ink[2];
    }
  return gdk_memory_texture_new ((int) image->type.width, (int) image->type.height, GDK_MEMORY_R8G8B8, bytes, (gsize) image->type.width * 3);
}
