/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-label-images.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "br-dither.h"
#include "br-error.h"

enum
{
  MAX_KEPT = 16,
  CHUNK = 16 * 1024
};

typedef struct
{
  BrLabelImageSpec spec;
  BrBitmap *bitmap; /* or NULL with `error` */
  GError *error;
} Kept;

struct _BrLabelImages
{
  GPtrArray *kept; /* of Kept, the oldest first */
};

static void
free_kept (gpointer data)
{
  Kept *kept = data;

  g_bytes_unref (kept->spec.bytes);
  g_clear_pointer (&kept->bitmap, br_bitmap_unref);
  g_clear_error (&kept->error);
  g_free (kept);
}

BrLabelImages *
br_label_images_new (void)
{
  BrLabelImages *self = g_new0 (BrLabelImages, 1);

  self->kept = g_ptr_array_new_with_free_func (free_kept);
  return self;
}

void
br_label_images_free (BrLabelImages *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->kept);
  g_free (self);
}

/* Before there is memory for its dots. A size of 0 makes the loader give up. */
static void
size_cb (GdkPixbufLoader *loader, int width, int height, gpointer data)
{
  gboolean *too_large = data;

  *too_large = width > BR_LABEL_IMAGE_MAX_SIDE || height > BR_LABEL_IMAGE_MAX_SIDE || (gint64) width * height > BR_LABEL_IMAGE_MAX_DOTS;
  if (*too_large)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
}

/* The two formats a template holds, by their first bytes; no other loader is asked. */
static const char *
format_of (GBytes *bytes)
{
  gsize n;
  const guint8 *data = g_bytes_get_data (bytes, &n);

  if (n > 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "png";
  return n > 3 && memcmp (data, "\xff\xd8\xff", 3) == 0 ? "jpeg" : NULL;
}

static gboolean
feed (GdkPixbufLoader *loader, GBytes *bytes, const gboolean *too_large, GError **error)
{
  gsize n;
  const guint8 *data = g_bytes_get_data (bytes, &n);
  gboolean ok = TRUE;

  for (gsize at = 0; ok && at < n && !*too_large; at += CHUNK)
    ok = gdk_pixbuf_loader_write (loader, data + at, MIN (CHUNK, n - at), error);
  if (ok && !*too_large)
    return gdk_pixbuf_loader_close (loader, error);
  gdk_pixbuf_loader_close (loader, NULL); /* it has failed already */
  return FALSE;
}

static GdkPixbuf *
decode (GBytes *bytes, GError **error)
{
  g_autoptr (GError) local = NULL;
  const char *format = format_of (bytes);
  g_autoptr (GdkPixbufLoader) loader = format != NULL ? gdk_pixbuf_loader_new_with_type (format, &local) : NULL;
  gboolean too_large = FALSE;

  if (loader != NULL)
    {
      g_signal_connect (loader, "size-prepared", G_CALLBACK (size_cb), &too_large);
      if (feed (loader, bytes, &too_large, &local) && gdk_pixbuf_loader_get_pixbuf (loader) != NULL)
        return g_object_ref (gdk_pixbuf_loader_get_pixbuf (loader));
    }
  if (too_large)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_RANGE, "the picture has too many dots");
  else
    g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "the picture cannot be read: %s", local != NULL ? local->message : "it is neither PNG nor JPEG");
  return NULL;
}

/* 0 = black..255 = white, on white paper. */
static int
grey_at (const GdkPixbuf *pixbuf, const guint8 *dot)
{
  int alpha = gdk_pixbuf_get_has_alpha (pixbuf) ? dot[3] : 255;
  int luma = br_dither_luma (dot[0], dot[1], dot[2]);

  return (luma * alpha + 255 * (255 - alpha)) / 255;
}

static BrBitmap *
to_dots (const GdkPixbuf *pixbuf, const BrLabelImageSpec *spec, GError **error)
{
  int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf), step = gdk_pixbuf_get_n_channels (pixbuf);
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  BrBitmap *bitmap = br_bitmap_new ((guint) width, (guint) height, error);

  for (int y = 0; bitmap != NULL && y < height; y++)
    for (int x = 0; x < width; x++)
      {
        int grey = grey_at (pixbuf, pixels + (gsize) y * (gsize) gdk_pixbuf_get_rowstride (pixbuf) + (gsize) x * (gsize) step);
        int limit = spec->dither == BR_DITHER_ORDERED ? br_dither_limit (x, y) : spec->threshold;

        if (grey < limit)
          bitmap->rows[(gsize) y * bitmap->stride + (gsize) x / 8] |= 0x80 >> (x % 8);
      }
  return bitmap;
}

static BrBitmap *
make (const BrLabelImageSpec *spec, GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = decode (spec->bytes, error);
  g_autoptr (GdkPixbuf) scaled = NULL;
  int width, height;

  if (pixbuf == NULL)
    return NULL;
  width = gdk_pixbuf_get_width (pixbuf);
  height = gdk_pixbuf_get_height (pixbuf);
  if ((gint64) spec->width * height < (gint64) spec->height * width)
    {
      height = MAX (1, (int) ((gint64) height * spec->width / width));
      width = spec->width;
    }
  else
    {
      width = MAX (1, (int) ((gint64) width * spec->height / height));
      height = spec->height;
    }
  if ((gint64) width * height <= BR_LABEL_IMAGE_MAX_DOTS)
    scaled = gdk_pixbuf_scale_simple (pixbuf, width, height, GDK_INTERP_BILINEAR);
  if (scaled != NULL)
    return to_dots (scaled, spec, error);
  g_set_error_literal (error, BR_ERROR, BR_ERROR_RANGE, "the picture has too many dots in its box");
  return NULL;
}

/* By the identity of the bytes: a template holds its own, and to compare or hash them for each label would cost more than drawing it. */
static Kept *
find (BrLabelImages *self, const BrLabelImageSpec *spec)
{
  for (guint i = 0; i < self->kept->len; i++)
    {
      Kept *kept = self->kept->pdata[i];

      if (kept->spec.bytes == spec->bytes && kept->spec.width == spec->width && kept->spec.height == spec->height && kept->spec.dither == spec->dither
          && kept->spec.threshold == spec->threshold)
        return kept;
    }
  return NULL;
}

const BrBitmap *
br_label_images_get (BrLabelImages *self, const BrLabelImageSpec *spec, GError **error)
{
  Kept *kept = find (self, spec);

  if (kept == NULL)
    {
      kept = g_new0 (Kept, 1);
      kept->spec = *spec;
      g_bytes_ref (kept->spec.bytes);
      kept->bitmap = make (spec, &kept->error);
      if (self->kept->len == MAX_KEPT)
        g_ptr_array_remove_index (self->kept, 0);
      g_ptr_array_add (self->kept, kept);
    }
  if (kept->bitmap == NULL)
    g_propagate_error (error, g_error_copy (kept->error));
  return kept->bitmap;
}
