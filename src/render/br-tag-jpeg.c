/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-jpeg.h"

#include "br-error.h"
#include <turbojpeg.h>

#define QUALITY 92

/* Three bytes a pixel: red, green, blue. */
static guint8 *
make_rgb (const BrTagImage *image)
{
  gsize n = (gsize) image->type.width * image->type.height;
  guint8 *rgb = g_malloc (3 * n);
  guint32 colours[BR_TAG_MAX_COLOURS] = { 0 };

  for (guint i = 0; i < image->type.n_colours; i++)
    colours[i] = br_tag_colour_rgb (image->type.colours[i]);
  for (gsize i = 0; i < n; i++)
    {
      guint32 colour = colours[image->pixels[i]];

      rgb[3 * i] = colour >> 16;
      rgb[3 * i + 1] = colour >> 8;
      rgb[3 * i + 2] = colour;
    }
  return rgb;
}

static void
free_buffer (gpointer data)
{
  tjFree (data);
}

GBytes *
br_tag_jpeg_encode (const BrTagImage *image, GError **error)
{
  g_autofree guint8 *rgb = make_rgb (image);
  tjhandle handle = tjInitCompress ();
  unsigned char *jpeg = NULL;
  unsigned long size = 0;
  GBytes *bytes = NULL;

  if (handle != NULL && tjCompress2 (handle, rgb, (int) image->type.width, 0, (int) image->type.height, TJPF_RGB, &jpeg, &size, TJSAMP_444, QUALITY, 0) == 0)
    bytes = g_bytes_new_with_free_func (jpeg, size, free_buffer, jpeg);
  else
    {
      g_set_error (error, BR_ERROR, BR_ERROR_IO, "a tag's picture could not be encoded: %s", tjGetErrorStr2 (handle));
      tjFree (jpeg);
    }
  if (handle != NULL)
    tjDestroy (handle);
  return bytes;
}
