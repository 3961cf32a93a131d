/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The designs for shelf tags on every kind of tag they suit, with short, long and Chinese goods: nothing is cut off, missing, or of a colour the tag lacks.
 * With BACKROOM_PICTURES=FOLDER each picture is written there as PPM, to be looked at. */
#include "config.h"

#include "br-stock-templates.h"
#include "br-tag-render.h"

#include <string.h>

typedef struct
{
  const char *title;
  const char *values[24]; /* pairs; a field without value is not there */
} Case;

static const Case cases[] = {
  { "sample", { NULL } },
  { "short", { "name", "Tea", "price", "0.50", "regular",  NULL,       "net_content", NULL,    "origin", NULL, "pack_unit",
               NULL,   "sku", "1",     "gtin", "96385074", "valid_to", NULL,          "stock", "3",      NULL } },
  { "long",
    { "name", "Organic first flush Darjeeling black tea, hand picked, in a wooden gift box with two cups", "price", "12345.00", "regular", "23456.00", "sku",
      "TEA-DARJEELING-FF-2026-GIFT-0001", "origin", "Darjeeling, West Bengal, India", "pack_size", "1000", "gtin", NULL, "barcode", "LOT20261123A", NULL } },
  { "zh",
    { "name", "福建福鼎明前特级茉莉花茶 浓香型 五窨一提 传统手工窨制 礼盒装", "net_content", "250克×2罐", "origin", "福建省宁德市福鼎市", "price", "388.00",
      "regular", "468.00", NULL } },
  { "zh-short", { "name", "大白兔奶糖", "price", "9.90", "regular", NULL, "pack_size", "500", "stock", NULL, NULL } },
};

static BrLabelFields *
make_fields (const BrLabelTemplate *design, const Case *values)
{
  BrLabelFields *fields = br_label_template_samples (design);

  for (guint i = 0; values->values[i] != NULL; i += 2)
    if (br_label_template_find_field (design, values->values[i]) != NULL)
      br_label_fields_set (fields, values->values[i], values->values[i + 1]);
  return fields;
}

static void
write_picture (const BrTagImage *image, const char *key, const char *title)
{
  const char *folder = g_getenv ("BACKROOM_PICTURES");
  g_autofree char *path = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (folder == NULL)
    return;
  path = g_strdup_printf ("%s/%s-%02X-%s.ppm", folder, key, image->type.code, title);
  g_string_printf (text, "P6\n%u %u\n255\n", image->type.width, image->type.height);
  for (guint i = 0; i < image->type.width * image->type.height; i++)
    {
      guint32 rgb = br_tag_colour_rgb (image->type.colours[image->pixels[i]]);
      char bytes[3] = { (char) (rgb >> 16), (char) (rgb >> 8), (char) rgb };

      g_string_append_len (text, bytes, sizeof bytes);
    }
  g_file_set_contents (path, text->str, (gssize) text->len, NULL);
}

/* What would stop the picture. A colour the tag lacks is a warning: these designs are meant to be read in black as well. */
static guint
count_stops (const BrTagPicture *picture, const BrLabelTemplate *design, const BrTagType *type, const char *title)
{
  guint n = 0;

  for (guint i = 0; i < picture->problems->len; i++)
    {
      const BrLabelProblem *problem = picture->problems->pdata[i];

      n += problem->warning ? 0 : 1;
      if (!problem->warning || strcmp (problem->what, "ink") != 0)
        g_test_message ("%s on %02X, %s: %s: %s: %s", design->key, type->code, title, problem->object, problem->what, problem->text);
    }
  return n;
}

static guint
try (BrLabelRenderer *renderer, const BrLabelTemplate *design, const BrTagType *type, const Case *values)
{
  g_autoptr (BrLabelFields) fields = make_fields (design, values);
  BrLabelScope scope = { .template = design, .fields = fields, .now_us = G_GINT64_CONSTANT (1795406400000000), .currency = "CNY" };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagPicture) picture = br_tag_render (renderer, &scope, type, &error);

  g_assert_no_error (error);
  write_picture (picture->image, design->key, values->title);
  for (guint i = 0; i < type->width * type->height; i++)
    g_assert_cmpuint (picture->image->pixels[i], <, type->n_colours);
  return count_stops (picture, design, type, values->title);
}

/* Of every palette one kind of tag for each design, which it fits exactly or with the least room. */
static void
test_draw (void)
{
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  g_autoptr (GPtrArray) templates = br_stock_templates_load ();
  guint n_drawn = 0, n_stops = 0;

  for (guint i = 0; i < templates->len; i++)
    {
      const BrLabelTemplate *design = templates->pdata[i];
      guint palettes = 0;

      for (guint t = 0; design->kind == BR_LABEL_TAG && br_tag_type_nth (t) != NULL; t++)
        {
          const BrTagType *type = br_tag_type_nth (t);
          guint palette = 1u << type->n_colours | (br_tag_type_index (type, BR_TAG_RED) >= 0 ? 1u << 16 : 0);

          if (br_label_template_tag_room (design, type) != 0 || (palettes & palette) == palette)
            continue;
          palettes |= palette;
          for (guint j = 0; j < G_N_ELEMENTS (cases); j++, n_drawn++)
            n_stops += try (renderer, design, type, &cases[j]);
        }
    }
  g_assert_cmpuint (n_drawn, >, 100);
  g_assert_cmpuint (n_stops, ==, 0);
}

/* Every tag has a design for a price and one for a promotion, in both of which the price is there, and the blank one. */
static void
test_covered (void)
{
  g_autoptr (GPtrArray) templates = br_stock_templates_load ();

  for (guint t = 0; br_tag_type_nth (t) != NULL; t++)
    {
      guint n_prices = 0, n_promotions = 0;

      for (guint i = 0; i < templates->len; i++)
        if (br_label_template_tag_room (templates->pdata[i], br_tag_type_nth (t)) >= 0)
          {
            const BrLabelTemplate *design = templates->pdata[i];

            n_prices += g_str_has_prefix (design->key, "tag-price-");
            n_promotions += g_str_has_prefix (design->key, "tag-promotion-");
          }
      g_assert_cmpuint (n_prices, >, 0);
      g_assert_cmpuint (n_promotions, ==, n_prices);
    }
}

/* A tag without goods shows its own key, so that it can be bound by what it shows; it fits the smallest. */
static void
test_blank (void)
{
  static const Case bound = { "bound", { "tag", "0000021A4B3C9D10", NULL } }, unknown = { "unknown", { "tag", NULL, NULL } };
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  g_autoptr (BrLabelTemplate) design = br_stock_templates_find (BR_STOCK_TAG_BLANK);

  for (guint t = 0; br_tag_type_nth (t) != NULL; t++)
    {
      g_assert_cmpuint (try (renderer, design, br_tag_type_nth (t), &bound), ==, 0);
      g_assert_cmpuint (try (renderer, design, br_tag_type_nth (t), &unknown), ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stock-tags/draw", test_draw);
  g_test_add_func ("/stock-tags/covered", test_covered);
  g_test_add_func ("/stock-tags/blank", test_blank);
  return g_test_run ();
}
