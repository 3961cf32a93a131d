/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * 1,000 tag pictures of 296 × 128 in four colours, each of another article with a Chinese or an English name, price, promotion, unit price and barcode: drawn by
 * the promotion design that comes with Backroom, barcode and price read back, and encoded as what a station takes. On one thread, after a first one that finds the fonts.
 */
#include "config.h"

#include <stdio.h>

#include "br-gtin.h"
#include "br-stock-templates.h"
#include "br-tag-jpeg.h"
#include "br-tag-render.h"

#define TAGS 1000

static void
set_decimal (BrLabelFields *fields, const char *name, guint cents)
{
  g_autofree char *text = g_strdup_printf ("%u.%02u", cents / 100, cents % 100);

  br_label_fields_set (fields, name, text);
}

static BrLabelFields *
make_goods (guint i)
{
  static const char *const first[] = { "茉莉花茶", "Jasmine tea", "福鼎白茶", "Darjeeling", "大红袍", "Oolong", "龙井", "Assam" };
  static const char *const then[] = { "特级 礼盒装", "of the first harvest, hand picked", "浓香型 五窨一提", "in a wooden box", "经典", "organic" };
  BrLabelFields *fields = br_label_fields_new ();
  g_autofree char *name = g_strdup_printf ("%s %s %u g", first[i % G_N_ELEMENTS (first)], then[i % G_N_ELEMENTS (then)], 50 + i);
  g_autofree char *sku = g_strdup_printf ("TEA-%04u", i), *size = g_strdup_printf ("%u", 50 + i);
  g_autofree char *body = g_strdup_printf ("69012%07u", i * 7919), *gtin = g_strdup_printf ("%s%c", body, br_gtin_check_digit (body));
  guint cents = 50 + i * 1234;

  br_label_fields_set (fields, "name", name);
  br_label_fields_set (fields, "sku", sku);
  br_label_fields_set (fields, "gtin", gtin);
  br_label_fields_set (fields, "pack_size", size);
  br_label_fields_set (fields, "pack_unit", "g");
  br_label_fields_set (fields, "valid_to", "2026-11-30");
  set_decimal (fields, "price", cents);
  set_decimal (fields, "regular", cents + 100 + i);
  return fields;
}

static gsize
draw_one (BrLabelRenderer *renderer, const BrLabelTemplate *design, guint i)
{
  g_autoptr (BrLabelFields) fields = make_goods (i);
  BrLabelScope scope = { .template = design, .fields = fields, .currency = "CNY" };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagPicture) picture = br_tag_render (renderer, &scope, br_tag_type_find (0x07), &error);
  g_autoptr (GBytes) jpeg = picture != NULL ? br_tag_jpeg_encode (picture->image, &error) : NULL;

  if (jpeg == NULL)
    g_error ("%s", error->message);
  if (br_tag_picture_stop (picture) != NULL)
    g_error ("%s", br_tag_picture_stop (picture)->text);
  return g_bytes_get_size (jpeg);
}

int
main (void)
{
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  g_autoptr (BrLabelTemplate) design = br_stock_templates_find ("tag-promotion-296x128");
  gsize bytes = 0;
  gint64 begin_us;

  draw_one (renderer, design, TAGS);
  begin_us = g_get_monotonic_time ();
  for (guint i = 0; i < TAGS; i++)
    bytes += draw_one (renderer, design, i);
  printf ("tags-render-bytes %" G_GSIZE_FORMAT " bytes a picture\n", bytes / TAGS);
  printf ("tags-render %.3f s\n", (double) (g_get_monotonic_time () - begin_us) / G_USEC_PER_SEC);
  return 0;
}
