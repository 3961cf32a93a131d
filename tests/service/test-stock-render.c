/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stock templates on paper: with short, long and Chinese values, at each density, nothing is cut off, missing or out of place.
 * With BACKROOM_PICTURES=FOLDER each label is written there as PBM, to be looked at. */
#include "config.h"

#include "br-label-render.h"
#include "br-stock-templates.h"

#include <string.h>

static const BrHead heads[] = { { 8, 1 }, { 1181, 100 }, { 12, 1 }, { 24, 1 } };

/* What goods may bring; NULL = as the sample. */
typedef struct
{
  const char *title;
  const char *values[32]; /* pairs; a field without value is not there */
} Case;

/* No code of an article is longer than these 64 bytes, and none may be cut off: half a code is another article's. */
#define LONGEST_CODE "WWWWWWWW-WWWWWWWW-WWWWWWWW-WWWWWWWW-WWWWWWWW-WWWWWWWW-WWWWWWWWWW"

static const Case cases[] = {
  { "sample", { NULL } },
  { "short", { "name", "Tea",     "price", "1.00",      "sku", "1",    "spec",     NULL,         "origin", NULL, "grade",
               NULL,   "regular", NULL,    "pack_unit", NULL,  "gtin", "96385074", "valid_from", NULL,     NULL } },
  { "long", { "name",      "Organic first flush Darjeeling black tea, hand picked, in a wooden gift box with two cups",
              "price",     "123456.78",
              "regular",   "234567.89",
              "sku",       "TEA-DARJEELING-FF-2026-GIFT-0001",
              "spec",      "2 × 500 g, wooden box, two cups",
              "origin",    "Darjeeling, West Bengal, India",
              "grade",     "Super Fine Tippy Golden Flowery Orange Pekoe 1",
              "pack_size", "1000",
              "unit",      "gift box",
              "gtin",      NULL,
              "barcode",   "LOT20261123A",
              NULL } },
  { "code", { "sku", LONGEST_CODE, NULL } },
  { "zh",
    { "name", "福建福鼎明前特级茉莉花茶 浓香型 五窨一提 传统手工窨制 礼盒装 中秋送礼佳品", "spec", "250克×2罐", "origin", "福建省宁德市福鼎市", "grade", "特级",
      "price", "388.00", "regular", "468.00", "unit", "礼盒", NULL } },
};

static BrLabelFields *
make_fields (const BrLabelTemplate *template, const Case *values)
{
  BrLabelFields *fields = br_label_template_samples (template);

  for (guint i = 0; values->values[i] != NULL; i += 2)
    if (br_label_template_find_field (template, values->values[i]) != NULL)
      br_label_fields_set (fields, values->values[i], values->values[i + 1]);
  return fields;
}

static void
write_picture (const BrBitmap *bitmap, const char *key, const char *title, guint dots)
{
  const char *folder = g_getenv ("BACKROOM_PICTURES");
  g_autofree char *path = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (folder == NULL)
    return;
  path = g_strdup_printf ("%s/%s-%s-%u.pbm", folder, key, title, dots);
  g_string_printf (text, "P4\n%u %u\n", bitmap->width, bitmap->height);
  g_string_append_len (text, (const char *) bitmap->rows, (gssize) bitmap->stride * bitmap->height);
  g_file_set_contents (path, text->str, (gssize) text->len, NULL);
}

/* Whether the outermost millimetre is white: what is there may miss the paper. Banners go to the edge on purpose, not here. */
static gboolean
has_margin (const BrBitmap *bitmap, guint dots)
{
  guint margin = dots / 2;

  for (guint y = 0; y < bitmap->height; y++)
    for (guint x = 0; x < bitmap->width; x++)
      if ((x < margin || y < margin || x + margin >= bitmap->width || y + margin >= bitmap->height) && br_bitmap_get (bitmap, x, y))
        return FALSE;
  return TRUE;
}

/* Warnings (a short barcode on a small label) are allowed; what would stop a label is not. */
static guint
count_problems (const BrLabelPicture *picture, const char *key, const char *title, guint dots)
{
  guint n = 0;

  for (guint i = 0; i < picture->problems->len; i++)
    {
      const BrLabelProblem *problem = picture->problems->pdata[i];

      n += !problem->warning;
      g_test_message ("%s%s, %s, %u dots: %s: %s: %s", problem->warning ? "warning: " : "", key, title, dots, problem->object, problem->what, problem->text);
    }
  return n;
}

static guint
try (BrLabelRenderer *renderer, BrLabelTemplate *template, const Case *values, const BrHead *head)
{
  g_autoptr (BrLabelFields) fields = make_fields (template, values);
  BrLabelScope scope = {
    .template = template, .fields = fields, .now_us = G_GINT64_CONSTANT (1795406400000000), .currency = "CNY", .copy = 1, .copies = 1, .index = 1, .total = 1
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelPicture) picture = br_label_render (renderer, &scope, head, NULL, &error);
  guint dots = head->dots_num / head->dots_den;

  g_assert_no_error (error);
  write_picture (picture->bitmap, template->key, values->title, dots);
  g_assert_true (has_margin (picture->bitmap, dots));
  br_label_preflight (renderer, picture, &scope, head, br_label_fields_get (fields, "price")); /* reads the codes back */
  g_assert_cmpuint (picture->codes->len, >, 0);
  return count_problems (picture, template->key, values->title, dots);
}

static void
test_render (void)
{
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  g_autoptr (GPtrArray) templates = br_stock_templates_load ();
  guint n_problems = 0;

  for (guint i = 0; i < templates->len; i++)
    for (guint j = 0; ((BrLabelTemplate *) templates->pdata[i])->kind != BR_LABEL_TAG && j < G_N_ELEMENTS (cases); j++)
      for (guint k = 0; k < G_N_ELEMENTS (heads); k++)
        n_problems += try (renderer, templates->pdata[i], &cases[j], &heads[k]);
  g_assert_cmpuint (n_problems, ==, 0);
}

static void
test_whole_code (void)
{
  g_autoptr (GPtrArray) templates = br_stock_templates_load ();

  for (guint i = 0; i < templates->len; i++)
    for (guint j = 0; j < ((BrLabelTemplate *) templates->pdata[i])->objects->len; j++)
      {
        const BrLabelObject *object = ((BrLabelTemplate *) templates->pdata[i])->objects->pdata[j];

        if (object->value != NULL && strstr (object->value, "sku") != NULL)
          g_assert_cmpint (object->fit, !=, BR_FIT_ELLIPSIS);
      }
}

/* A code drawn over a text takes letters away: that stops the label, and so does a text drawn over a code. */
static void
test_overprint (void)
{
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();

  for (guint on_top = 0; on_top < 2; on_top++)
    {
      g_autoptr (BrLabelTemplate) stock = br_stock_templates_find ("price-tag-70x40");
      g_autoptr (BrLabelTemplate) template = br_label_template_copy (stock);
      guint index = 0;

      while (g_strcmp0 (((BrLabelObject *) template->objects->pdata[index])->name, "price") != 0)
        index++;
      ((BrLabelObject *) template->objects->pdata[index])->x = 2000;
      if (on_top)
        g_ptr_array_add (template->objects, g_ptr_array_steal_index (template->objects, index));
      g_assert_cmpuint (try (renderer, template, &cases[0], &heads[0]), >, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stock-templates/render", test_render);
  g_test_add_func ("/stock-templates/whole-code", test_whole_code);
  g_test_add_func ("/stock-templates/overprint", test_overprint);
  return g_test_run ();
}
