/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The emulated access point's pictures against vectors that were worked out apart from it and from Backroom. */
#include "config.h"

#include <string.h>

#include "ap-world.h"
#include "br-ap-jpeg.h"
#include "br-ap-paint.h"

/* code, length, MD5 of the planes, MD5 with the header before them */
static const struct
{
  guint code;
  gsize length;
  const char *planes, *inner;
} golden[] = {
  { 0x00, 5776, "0247d7e33835438e16f8a1ff947839c9", "39fec768b0d46a10f14d29cfd35998c4" },
  { 0x01, 9472, "5b419071a32625b58ed232dab2ebfcd8", "893fa26dbf7b3d2964f937360d2410e6" },
  { 0x02, 30000, "abddccf79b70e7fae34766fa0cbaaa8a", "28ca2770f40cf5a66fbdd3ebe1686aa3" },
  { 0x34, 30000, "abddccf79b70e7fae34766fa0cbaaa8a", "28ca2770f40cf5a66fbdd3ebe1686aa3" },
  { 0x3C, 30000, "abddccf79b70e7fae34766fa0cbaaa8a", "28ca2770f40cf5a66fbdd3ebe1686aa3" },
  { 0x03, 5512, "dbc7f5d04b54acaeed1718df846a9238", "789fa4aea7e1f10a2a73819b007adbc8" },
  { 0x06, 8000, "9434652f54eb6c47c81f0c74e025245c", "d12a0b116ee8a5c0d16d95eb5ef3dc83" },
  { 0x07, 9472, "7bbd2aa52e9fa91d95bdc29c1dfd9d95", "e43d903b7191f12cdce81f7da1742cfe" },
  { 0x08, 30000, "4c20e4b2b3b1a0b27372ce2fc17a31c0", "44aea62557f8bff1f7a987f509ad2d97" },
  { 0x27, 4736, "456b4eb03d175cf761313c74e3aa1144", "46550d2a765d4d6e844f612a0ea2c755" },
  { 0x33, 16128, "4a67067b261153d8453917af0f4776fe", "3aa915d484a047e3b7de6635a86a7c61" },
  { 0x36, 96000, "ca6b7b8bdf49e8274f8b4b9c37ec9924", "be1e5ed9a7c245935cf358a60ac8c4b7" },
  { 0x4B, 11840, "92db034caab4aeee6c6d1855d37a8bfa", "9267602816b1c6714c4632bdc65ed117" },
  { 0x54, 4096, "f93e4daa3619891b30d5401bd502f4fb", "25b9194592dea4327ae2ae67bf167dfa" },
};

static BrApPaint
paint_of (const BrApType *type)
{
  return (BrApPaint) { .type = type, .rotate_buffer = type->rotate_buffer };
}

static void
test_golden (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (golden); i++)
    {
      const BrApType *type = br_ap_type_find (golden[i].code);
      BrApPaint paint = paint_of (type);
      g_autofree guint8 *indices = ap_pattern (type, 0);
      g_autoptr (GBytes) jpeg = ap_jpeg (type, indices, FALSE);
      guint8 data_type = 0;
      g_autoptr (GBytes) planes = br_ap_paint_jpeg (&paint, jpeg, &data_type);
      g_autoptr (GBytes) inner = br_ap_paint_inner (&paint, planes);
      g_autofree char *md5 = g_compute_checksum_for_bytes (G_CHECKSUM_MD5, planes), *md5_inner = g_compute_checksum_for_bytes (G_CHECKSUM_MD5, inner);

      g_assert_cmpuint (g_bytes_get_size (planes), ==, golden[i].length);
      g_assert_cmpstr (md5, ==, golden[i].planes);
      g_assert_cmpstr (md5_inner, ==, golden[i].inner);
      g_assert_cmpuint (data_type, ==, strlen (type->colours) > 2 ? BR_AP_DATA_2BPP : BR_AP_DATA_1BPP);
    }
}

/* What was packed for a tag is what it shows, on every type, raw and compressed, with and without the memory for 16 bits a pixel. */
static void
test_show (void)
{
  const BrApType *type;

  for (guint n = 0; (type = br_ap_type_nth (n)) != NULL; n++)
    for (guint way = n % 5 == 0 ? 0 : 2; way < 3; way++)
      {
        BrApPaint paint = paint_of (type);
        g_autofree guint8 *indices = ap_pattern (type, way);
        g_autoptr (GBytes) jpeg = ap_jpeg (type, indices, FALSE);
        guint8 data_type = 0;
        g_autoptr (GBytes) payload = NULL;
        g_autofree guint8 *shown = NULL;

        paint.zip = way == 1;
        paint.rgb332 = way == 2;
        payload = br_ap_paint_jpeg (&paint, jpeg, &data_type);
        shown = br_ap_paint_show (type, data_type, payload);
        g_assert_cmpmem (shown, (gsize) type->width * type->height, indices, (gsize) type->width * type->height);
      }
}

/* The greys and colours of the station's rule. */
static void
test_colours (void)
{
  static const struct
  {
    guint code;
    int r, g, b;
    char is;
  } rows[] = {
    { 0x01, 128, 128, 128, 'W' }, { 0x01, 127, 127, 127, 'B' }, { 0x01, 128, 0, 0, 'R' }, { 0x01, 120, 0, 0, 'B' },   { 0x01, 255, 128, 0, 'R' },
    { 0x07, 255, 128, 0, 'Y' },   { 0x01, 255, 255, 0, 'W' },   { 0x01, 0, 255, 0, 'W' }, { 0x07, 255, 255, 0, 'Y' }, { 0xC2, 0, 0, 255, 'U' },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const BrApType *type = br_ap_type_find (rows[i].code);

      g_assert_cmpint (type->colours[br_ap_paint_nearest (type, FALSE, rows[i].r, rows[i].g, rows[i].b)], ==, rows[i].is);
    }
  g_assert_cmpuint (br_ap_paint_nearest (br_ap_type_find (0x01), TRUE, 255, 255, 255), ==, 1);
}

static void
test_white (void)
{
  const BrApType *type = br_ap_type_find (0x00);
  BrApPaint paint = paint_of (type);
  g_autofree guint8 *white = g_malloc0 (152 * 152);
  guint8 data_type = 0;
  g_autoptr (GBytes) planes = br_ap_paint_indices (&paint, white, &data_type);
  g_autofree char *md5 = g_compute_checksum_for_bytes (G_CHECKSUM_MD5, planes);
  g_autoptr (GBytes) zipped = NULL;
  const guint8 *bytes;

  g_assert_cmpstr (md5, ==, "1cacfe3322587a288b1a51c65ea44a5b");
  g_assert_cmpuint (data_type, ==, BR_AP_DATA_1BPP);
  paint.zip = TRUE;
  zipped = br_ap_paint_indices (&paint, white, &data_type);
  bytes = g_bytes_get_data (zipped, NULL);
  g_assert_cmpmem (bytes + 4, 2, "\x48\xC7", 2);
  g_assert_cmpuint (bytes[0] | bytes[1] << 8, ==, 2888 + 6);
  g_assert_cmpuint (data_type, ==, BR_AP_DATA_ZLIB);
}

static void
test_bad_jpeg (void)
{
  const BrApType *type = br_ap_type_find (0x01);
  g_autofree guint8 *indices = ap_pattern (type, 0);
  g_autoptr (GBytes) progressive = ap_jpeg (type, indices, TRUE), whole = ap_jpeg (type, indices, FALSE);
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2), text = g_bytes_new_static ("hello", 5);
  GBytes *const bad[] = { progressive, half, text };
  guint width, height;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (br_ap_jpeg_decode (bad[i], &width, &height));
}

/* A dithered grey is neither all black nor all white; without dithering it is one colour. */
static void
test_dither (void)
{
  const BrApType *type = br_ap_type_find (0x27);
  g_autofree guint8 *indices = ap_pattern (type, 0);
  g_autoptr (GBytes) jpeg = NULL;

  /* A picture for a tag of three colours: red becomes a mixture. */
  indices[0] = 2;
  for (guint i = 0; i < 296 * 128; i++)
    indices[i] = 2;
  jpeg = ap_jpeg (br_ap_type_find (0x01), indices, FALSE);
  for (guint dither = 0; dither < 3; dither++)
    {
      BrApPaint paint = paint_of (type);
      guint8 data_type = 0;
      g_autoptr (GBytes) planes = NULL;
      const guint8 *bytes;
      guint n_black = 0;

      paint.dither = dither;
      planes = br_ap_paint_jpeg (&paint, jpeg, &data_type);
      bytes = g_bytes_get_data (planes, NULL);
      for (gsize i = 0; i < g_bytes_get_size (planes); i++)
        n_black += (guint) __builtin_popcount (bytes[i]);
      if (dither == 0)
        g_assert_true (n_black == 0 || n_black == 296 * 128);
      else
        g_assert_true (n_black > 0 && n_black < 296 * 128);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ap-paint/golden", test_golden);
  g_test_add_func ("/ap-paint/show", test_show);
  g_test_add_func ("/ap-paint/colours", test_colours);
  g_test_add_func ("/ap-paint/white", test_white);
  g_test_add_func ("/ap-paint/bad-jpeg", test_bad_jpeg);
  g_test_add_func ("/ap-paint/dither", test_dither);
  return g_test_run ();
}
