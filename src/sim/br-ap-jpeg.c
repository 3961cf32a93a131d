/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By libjpeg; the station's own decoder knows baseline JPEG only. */
#include "config.h"

#include "br-ap-jpeg.h"

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#define MAX_SIDE 2048

/** Trouble: libjpeg's way out of an error. */
typedef struct
{
  struct jpeg_error_mgr manager;
  jmp_buf out;
} Trouble;

static void
fail_cb (j_common_ptr info)
{
  Trouble *trouble = (Trouble *) info->err;

  longjmp (trouble->out, 1);
}

static void
ignore_cb (j_common_ptr info, int level)
{
  /* Warnings are counted by libjpeg; damaged data is looked at when it ended. */
  if (level < 0)
    info->err->num_warnings++;
}

static gboolean
read_head (struct jpeg_decompress_struct *info, GBytes *jpeg)
{
  gsize n;
  const guint8 *bytes = g_bytes_get_data (jpeg, &n);

  jpeg_mem_src (info, bytes, n);
  return jpeg_read_header (info, TRUE) == JPEG_HEADER_OK && !info->progressive_mode && info->image_width <= MAX_SIDE && info->image_height <= MAX_SIDE;
}

static void
read_rows (struct jpeg_decompress_struct *info, guint8 *pixels)
{
  info->out_color_space = JCS_RGB;
  jpeg_start_decompress (info);
  while (info->output_scanline < info->output_height)
    {
      guint8 *row = pixels + (gsize) info->output_scanline * info->output_width * 3;

      jpeg_read_scanlines (info, &row, 1);
    }
  jpeg_finish_decompress (info);
}

guint8 *
br_ap_jpeg_decode (GBytes *jpeg, guint *width, guint *height)
{
  struct jpeg_decompress_struct info = { 0 };
  Trouble trouble;
  guint8 *volatile pixels = NULL;
  volatile gboolean ok = FALSE;

  info.err = jpeg_std_error (&trouble.manager);
  trouble.manager.error_exit = fail_cb;
  trouble.manager.emit_message = ignore_cb;
  if (setjmp (trouble.out) == 0)
    {
      jpeg_create_decompress (&info);
      if (read_head (&info, jpeg))
        {
          pixels = g_malloc0 ((gsize) info.image_width * info.image_height * 3);
          read_rows (&info, pixels);
          ok = trouble.manager.num_warnings == 0;
        }
    }
  *width = info.image_width;
  *height = info.image_height;
  jpeg_destroy_decompress (&info);
  if (ok)
    return pixels;
  g_free (pixels);
  return NULL;
}
