/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * zpl-samples FOLDER       draws random pictures into the folder as NAME.pbm, and writes beside each picture that is there its label in
 *                          ZPL: NAME.z64.zpl and NAME.acs.zpl
 * zpl-samples --crc TEXT   prints the CRC of the text as a picture's is
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "br-random.h"
#include "br-raster-private.h"

static void
write_pbm (const char *path, const BrBitmap *bitmap)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_string_printf (text, "P4\n%u %u\n", bitmap->width, bitmap->height);
  g_string_append_len (text, (const char *) bitmap->rows, (gssize) bitmap->stride * bitmap->height);
  if (!g_file_set_contents (path, text->str, (gssize) text->len, &error))
    g_error ("%s", error->message);
}

/* As write_pbm wrote it; its rows are ours. */
static BrBitmap *
read_pbm (const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  guint width, height;
  BrBitmap *bitmap;
  gsize length;
  int begin = 0;

  if (!g_file_get_contents (path, &text, &length, &error))
    g_error ("%s", error->message);
  if (sscanf (text, "P4 %u %u%n", &width, &height, &begin) != 2)
    g_error ("%s is no picture", path);
  bitmap = br_bitmap_new (width, height, NULL);
  g_assert_cmpuint (length, ==, (gsize) begin + 1 + (gsize) bitmap->stride * height);
  memcpy (bitmap->rows, text + begin + 1, (gsize) bitmap->stride * height);
  return bitmap;
}

static BrBitmap *
draw (BrXorshift *random, guint width, guint height, guint density)
{
  BrBitmap *bitmap = br_bitmap_new (width, height, NULL);

  for (guint i = 0; i < density; i++)
    br_bitmap_fill (bitmap, (int) br_xorshift_below (random, width), (int) br_xorshift_below (random, height), 1 + (int) br_xorshift_below (random, 60),
                    1 + (int) br_xorshift_below (random, 9));
  for (gsize i = 0; density == 0 && i < (gsize) bitmap->stride * height; i++)
    bitmap->rows[i] = (guint8) br_xorshift_next (random);
  for (guint y = 0; y < height && width % 8 != 0; y++)
    bitmap->rows[(gsize) (y + 1) * bitmap->stride - 1] &= (guint8) (0xFF << (8 - width % 8));
  return bitmap;
}

static void
draw_all (const char *folder)
{
  static const guint sizes[][3] = { /* width, height, bars; no bars: noise */
                                    { 480, 320, 0 }, { 480, 320, 90 }, { 800, 1200, 0 }, { 800, 1200, 400 }, { 16, 3, 1 },
                                    { 1, 1, 1 },     { 813, 300, 60 }, { 13, 200, 0 },   { 479, 41, 8 },     { 832, 2400, 900 }
  };
  BrXorshift random;

  br_xorshift_init (&random, 20261123);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (BrBitmap) bitmap = draw (&random, sizes[i][0], sizes[i][1], sizes[i][2]);
      g_autofree char *path = g_strdup_printf ("%s/random-%zu.pbm", folder, i);

      write_pbm (path, bitmap);
    }
}

static void
write_label (const char *picture, gboolean plain)
{
  const BrPrintSetup setup = { .head = { 8, 1 }, .tracking = BR_MEDIA_GAP, .own_media = TRUE, .darkness = -1, .speed = -1, .plain = plain };
  g_autoptr (BrBitmap) bitmap = read_pbm (picture);
  g_autoptr (GByteArray) data = g_byte_array_new (), trigger = g_byte_array_new ();
  g_autofree char *name = g_strndup (picture, strlen (picture) - strlen (".pbm"));
  g_autofree char *path = g_strconcat (name, plain ? ".acs.zpl" : ".z64.zpl", NULL);
  g_autoptr (GError) error = NULL;

  if (!br_language_zpl.label (&setup, bitmap, TRUE, TRUE, data, trigger, &error))
    g_error ("%s", error->message);
  g_byte_array_append (data, trigger->data, trigger->len);
  if (!g_file_set_contents (path, (const char *) data->data, (gssize) data->len, &error))
    g_error ("%s", error->message);
}

static int
write_all (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  if (dir == NULL)
    g_error ("%s", error->message);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".pbm"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        write_label (path, FALSE);
        write_label (path, TRUE);
      }
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--crc"))
    {
      printf ("%04x\n", br_raster_crc16 ((const guint8 *) argv[2], strlen (argv[2])));
      return 0;
    }
  if (argc != 2)
    return 2;
  draw_all (argv[1]);
  return write_all (argv[1]);
}
