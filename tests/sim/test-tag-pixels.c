/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Backroom's side and the emulated station's, which share no code: of every kind of tag six pictures, encoded by the one, read, reduced, kept and shown by the
 * other. Not one pixel may differ, the payload worked out beforehand must be the one the station makes, and what is read back must be known as ours.
 */
#include "config.h"

#include "br-ap-paint.h"
#include "br-oepl-image.h"
#include "br-stock-templates.h"
#include "br-tag-jpeg.h"
#include "br-tag-render.h"

#include <string.h>

typedef guint (*Pattern) (const BrTagType *type, guint x, guint y);

static guint
stripes (const BrTagType *type, guint x, guint y)
{
  if (x >= 1 && x <= 8 && y >= 1 && y <= 8)
    return type->n_colours - 1;
  if (x == 0 || y == 0 || x == type->width - 1 || y == type->height - 1)
    return 1;
  return (x / 3 + 2 * (y / 5)) % type->n_colours;
}

static guint
white (const BrTagType *type, guint x, guint y)
{
  return (guint) br_tag_type_index (type, BR_TAG_WHITE);
}

static guint
black (const BrTagType *type, guint x, guint y)
{
  return (guint) br_tag_type_index (type, BR_TAG_BLACK);
}

static guint
corners (const BrTagType *type, guint x, guint y)
{
  return (x == 0 || x == type->width - 1) && (y == 0 || y == type->height - 1) ? black (type, x, y) : white (type, x, y);
}

static guint
checkers (const BrTagType *type, guint x, guint y)
{
  return (x + y) % 2 == 0 ? type->n_colours - 1 : black (type, x, y);
}

static BrTagImage *
make_image (const BrTagType *type, Pattern pattern)
{
  BrTagImage *image = br_tag_image_new (type, NULL);

  for (guint y = 0; y < type->height; y++)
    for (guint x = 0; x < type->width; x++)
      image->pixels[y * type->width + x] = pattern (type, x, y);
  return image;
}

/* A promotion in Chinese by the design that suits best. */
static BrTagImage *
make_label (BrLabelRenderer *renderer, const GPtrArray *designs, const BrTagType *type)
{
  const BrLabelTemplate *best = NULL;
  g_autoptr (BrLabelFields) fields = NULL;
  g_autoptr (BrTagPicture) picture = NULL;

  for (guint i = 0; i < designs->len; i++)
    {
      const BrLabelTemplate *design = designs->pdata[i];
      int room = br_label_template_tag_room (design, type);

      if (g_str_has_prefix (design->key, "tag-promotion-") && room >= 0 && (best == NULL || room < br_label_template_tag_room (best, type)))
        best = design;
    }
  g_assert_nonnull (best);
  fields = br_label_template_samples (best);
  br_label_fields_set (fields, "name", "福建福鼎明前特级茉莉花茶 浓香型 五窨一提 礼盒装");
  picture = br_tag_render (renderer, &(BrLabelScope) { .template = best, .fields = fields, .currency = "CNY" }, type, NULL);
  g_assert_null (br_tag_picture_stop (picture));
  return br_tag_image_ref (picture->image);
}

/* Sampling factors of the three components in the frame's header. */
static void
check_sampling (GBytes *jpeg)
{
  const guint8 *bytes = g_bytes_get_data (jpeg, NULL);
  gsize at = 2;

  while (bytes[at + 1] != 0xC0)
    at += 2 + (bytes[at + 2] << 8 | bytes[at + 3]);
  g_assert_cmpuint (bytes[at + 9], ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmphex (bytes[at + 11 + 3 * i], ==, 0x11);
}

static void
check_shown (const BrApType *station, guint8 data_type, GBytes *payload, const BrTagImage *image)
{
  g_autofree guint8 *shown = br_ap_paint_show (station, data_type, payload);
  gsize n = (gsize) image->type.width * image->type.height;

  g_assert_nonnull (shown);
  g_assert_cmpmem (shown, n, image->pixels, n);
}

static void
check_image (const BrTagImage *image, gboolean also_small_board)
{
  const BrApType *station = br_ap_type_find (image->type.code);
  BrApPaint paint = { .type = station, .rotate_buffer = station->rotate_buffer };
  BrOeplDataType expected_type;
  guint8 data_type, zip_type;
  g_autoptr (GBytes) jpeg = br_tag_jpeg_encode (image, NULL), expected = br_oepl_image_encode (image, &expected_type);
  g_autoptr (GBytes) payload = br_ap_paint_jpeg (&paint, jpeg, &data_type);

  check_sampling (jpeg);
  g_assert_nonnull (payload);
  g_assert_true (g_bytes_equal (payload, expected));
  g_assert_cmpuint (data_type, ==, expected_type);
  g_assert_cmpint (br_oepl_image_compare (image, payload), ==, BR_OEPL_READING_SAME);
  check_shown (station, data_type, payload, image);
  if (also_small_board)
    {
      g_autoptr (GBytes) small = NULL;

      paint.rgb332 = TRUE;
      small = br_ap_paint_jpeg (&paint, jpeg, &data_type);
      g_assert_true (g_bytes_equal (small, expected));
      paint.rgb332 = FALSE;
    }
  if (!image->type.packed)
    {
      g_autoptr (GBytes) zipped = NULL;

      paint.zip = TRUE;
      zipped = br_ap_paint_indices (&paint, image->pixels, &zip_type);
      g_assert_cmpuint (zip_type, ==, BR_AP_DATA_ZLIB);
      g_assert_cmpint (br_oepl_image_compare (image, zipped), ==, BR_OEPL_READING_SAME);
      check_shown (station, zip_type, zipped, image);
    }
}

static void
test_pixels (void)
{
  static const Pattern patterns[] = { stripes, white, black, corners, checkers };
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  g_autoptr (GPtrArray) designs = br_stock_templates_load ();

  for (guint i = 0; br_tag_type_nth (i) != NULL; i++)
    {
      const BrTagType *type = br_tag_type_nth (i);
      g_autoptr (BrTagImage) label = make_label (renderer, designs, type);

      g_test_message ("%02X %s", type->code, type->name);
      for (gsize p = 0; p < G_N_ELEMENTS (patterns); p++)
        {
          g_autoptr (BrTagImage) image = make_image (type, patterns[p]);

          check_image (image, p == 0 && br_tag_type_index (type, BR_TAG_ORANGE) < 0);
        }
      check_image (label, FALSE);
    }
}

/* The two tables were typed by two people. */
static void
test_tables (void)
{
  static const char letters[BR_N_TAG_COLOURS + 1] = "?WBRYGUO";
  guint n = 0;

  for (; br_tag_type_nth (n) != NULL; n++)
    {
      const BrTagType *ours = br_tag_type_nth (n);
      const BrApType *theirs = br_ap_type_find (ours->code);
      BrTagType depth = { 0 };

      g_test_message ("%02X", ours->code);
      g_assert_nonnull (theirs);
      g_assert_cmpuint (ours->width, ==, theirs->width);
      g_assert_cmpuint (ours->height, ==, theirs->height);
      g_assert_cmpuint (ours->rotate_buffer, ==, theirs->rotate_buffer);
      g_assert_true (br_tag_type_set_depth (&depth, theirs->bpp));
      g_assert_cmpuint (ours->bits, ==, depth.bits);
      g_assert_cmpint (ours->packed, ==, depth.packed);
      g_assert_cmpuint (ours->n_colours, ==, strlen (theirs->colours));
      for (guint i = 0; i < ours->n_colours; i++)
        {
          g_assert_cmpint (letters[ours->colours[i]], ==, theirs->colours[i]);
          g_assert_cmphex (br_tag_colour_rgb (ours->colours[i]), ==, br_ap_colour_rgb (theirs->colours[i]));
        }
      g_assert_cmpuint (ours->short_lut, ==, theirs->short_lut);
      g_assert_cmpuint (ours->zlib_from, ==, theirs->zlib_from);
      g_assert_cmpuint (ours->g5_from, ==, theirs->g5_from);
      g_assert_cmpint (ours->has_led, ==, br_ap_type_has (theirs, 'L'));
      g_assert_cmpint (ours->has_button, ==, br_ap_type_has (theirs, 'b'));
    }
  for (guint i = 0; br_ap_type_nth (i) != NULL; i++)
    g_assert_true (br_tag_type_find (br_ap_type_nth (i)->code) != NULL || br_ap_type_nth (i)->code == 0xF0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/tag-pixels/tables", test_tables);
  g_test_add_func ("/tag-pixels/pixels", test_pixels);
  return g_test_run ();
}
