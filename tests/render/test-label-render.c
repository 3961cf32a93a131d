/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole labels: shapes against golden pictures, places, conditions, tables, turns, problems, and what no name may do. */
#include "config.h"

#include "label.h"
#include "paper.h"

#include <cairo.h>

/* Shapes have no fonts in them: their dots are the same everywhere and for ever. BR_GOLDEN_WRITE=1 writes them anew. */
static const struct
{
  const char *name;
  double width, height;
  const char *objects;
} goldens[] = {
  { "lines", 12, 8,
    "{\"t\":\"line\",\"x1\":1,\"y1\":1,\"x2\":11,\"y2\":1,\"th\":0.25},{\"t\":\"line\",\"x1\":1,\"y1\":2,\"x2\":1,\"y2\":7,\"th\":0.5},"
    "{\"t\":\"line\",\"x1\":2,\"y1\":7,\"x2\":11,\"y2\":2,\"th\":0.4},{\"t\":\"line\",\"x1\":11,\"y1\":7,\"x2\":8,\"y2\":2,\"th\":0.13}" },
  { "boxes", 12, 8,
    "{\"t\":\"box\",\"x\":0.5,\"y\":0.5,\"w\":5,\"h\":3,\"th\":0.25},{\"t\":\"box\",\"x\":6.5,\"y\":0.5,\"w\":5,\"h\":3,\"th\":0.5,\"corner\":1},"
    "{\"t\":\"box\",\"x\":0.5,\"y\":4.5,\"w\":5,\"h\":3,\"filled\":true,\"corner\":1.5},{\"t\":\"box\",\"x\":6.5,\"y\":4.5,\"w\":5,\"h\":0.1,\"th\":0.3}" },
  { "ellipses", 12, 8,
    "{\"t\":\"ellipse\",\"x\":0.5,\"y\":0.5,\"w\":5,\"h\":3,\"th\":0.25},{\"t\":\"ellipse\",\"x\":6.5,\"y\":0.5,\"w\":3,\"h\":3,\"filled\":true},"
    "{\"t\":\"ellipse\",\"x\":0.5,\"y\":4.5,\"w\":2,\"h\":3,\"th\":0.8}" },
  { "turned", 12, 8,
    "{\"t\":\"group\",\"x\":1,\"y\":1,\"w\":6,\"h\":4,\"rotate\":90,\"objects\":[{\"t\":\"box\",\"x\":0,\"y\":0,\"w\":6,\"h\":4,\"th\":0.25},"
    "{\"t\":\"line\",\"x1\":0,\"y1\":0,\"x2\":6,\"y2\":2,\"th\":0.25},{\"t\":\"box\",\"x\":4,\"y\":2.5,\"w\":1.5,\"h\":1,\"filled\":true,\"rotate\":90}]}" },
  { "ean13", 32, 14, "{\"t\":\"code\",\"x\":1,\"y\":1,\"w\":30,\"h\":12,\"v\":\"6901234567892\",\"sym\":\"ean13\",\"hri\":\"none\"}" },
};

static char *
golden_path (const char *name)
{
  return g_strdup_printf ("%s/tests/render/golden/%s.png", g_getenv ("BR_SOURCE_DIR"), name);
}

static BrBitmap *
read_png (const char *path)
{
  cairo_surface_t *surface = cairo_image_surface_create_from_png (path);
  int width = cairo_image_surface_get_width (surface), height = cairo_image_surface_get_height (surface);
  BrBitmap *bitmap;

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  bitmap = br_bitmap_new ((guint) width, (guint) height, NULL);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      if ((((const guint32 *) (cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface)))[x] & 0xFF) == 0)
        br_bitmap_fill (bitmap, x, y, 1, 1);
  cairo_surface_destroy (surface);
  return bitmap;
}

static void
test_golden (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (goldens); i++)
    {
      g_autoptr (BrLabelTemplate) template = label_template (goldens[i].width, goldens[i].height, goldens[i].objects);
      g_autoptr (BrLabelPicture) picture = label_draw (template, NULL, &head_203);
      g_autofree char *path = golden_path (goldens[i].name), *problems = label_problems (picture->problems);
      g_autoptr (BrBitmap) expected = NULL;

      g_assert_cmpstr (problems, ==, "");
      if (g_getenv ("BR_GOLDEN_WRITE") != NULL)
        paper_write_png (picture->bitmap, 0, path);
      expected = read_png (path);
      g_test_message ("%s", goldens[i].name);
      g_assert_true (br_bitmap_equal (picture->bitmap, expected));
    }
}

static void
test_problems (void)
{
  static const struct
  {
    const char *objects;
    const char *problems;
  } rows[] = {
    { "{\"t\":\"text\",\"x\":1,\"y\":1,\"w\":20,\"h\":5,\"v\":\"abc\"}", "" },
    { "{\"t\":\"text\",\"name\":\"long\",\"x\":1,\"y\":1,\"w\":5,\"h\":5,\"v\":\"abcdefghijklmnopq\",\"fit\":\"clip-error\"}", "clip long" },
    { "{\"t\":\"text\",\"name\":\"tofu\",\"x\":1,\"y\":1,\"w\":20,\"h\":5,\"v\":\"\\ue123\"}", "~glyph tofu" },
    { "{\"t\":\"code\",\"name\":\"ean\",\"x\":1,\"y\":1,\"w\":30,\"h\":10,\"v\":\"6901234567891\",\"sym\":\"ean13\"}", "code ean" },
    { "{\"t\":\"code\",\"name\":\"none\",\"x\":1,\"y\":1,\"w\":30,\"h\":10,\"v\":\"\",\"sym\":\"qr\"}", "code none" },
    { "{\"t\":\"code\",\"name\":\"narrow\",\"x\":1,\"y\":1,\"w\":28.1,\"h\":10,\"v\":\"6901234567892\",\"sym\":\"ean13\",\"mod\":2}", "clip narrow" },
    { "{\"t\":\"code\",\"name\":\"fits\",\"x\":1,\"y\":1,\"w\":28.25,\"h\":10,\"v\":\"6901234567892\",\"sym\":\"ean13\",\"mod\":2}", "" },
    { "{\"t\":\"code\",\"name\":\"tiny\",\"x\":1,\"y\":1,\"w\":14,\"h\":10,\"v\":\"6901234567892\",\"sym\":\"ean13\"}", "clip tiny" },
    { "{\"t\":\"code\",\"name\":\"flat\",\"x\":1,\"y\":1,\"w\":30,\"h\":2,\"v\":\"6901234567892\",\"sym\":\"ean13\"}", "clip flat" },
    { "{\"t\":\"code\",\"name\":\"square\",\"x\":1,\"y\":1,\"w\":30,\"h\":2,\"v\":\"abc\",\"sym\":\"qr\"}", "clip square" },
    { "{\"t\":\"image\",\"name\":\"logo\",\"x\":1,\"y\":1,\"w\":5,\"h\":5}", "~image logo" },
    { "{\"t\":\"image\",\"name\":\"logo\",\"x\":1,\"y\":1,\"w\":5,\"h\":5,\"data\":\"iVBORw0KGgo=\"}", "image logo" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrLabelTemplate) template = label_template (40, 20, rows[i].objects);
      g_autoptr (BrLabelPicture) picture = label_draw (template, NULL, &head_203);
      g_autofree char *problems = label_problems (picture->problems);

      g_test_message ("%s", rows[i].objects);
      g_assert_cmpstr (problems, ==, rows[i].problems);
    }
}

/* The widest modules that fit, quiet zones and all; as they are said to lie they are black and white. */
static void
test_code_place (void)
{
  for (guint turn = 0; turn < 4; turn++)
    {
      g_autoptr (BrLabelTemplate) template = label_template (
          60, 60, "{\"t\":\"code\",\"x\":8,\"y\":20,\"w\":43,\"h\":14,\"v\":\"6901234567892\",\"sym\":\"ean13\",\"hri\":\"none\",\"align\":\"center\"}");
      g_autoptr (BrLabelPicture) picture = NULL;
      const BrLabelCode *code;
      int box[4];

      template->turn = turn;
      picture = label_draw (template, NULL, &head_203);
      g_assert_cmpuint (picture->codes->len, ==, 1);
      code = picture->codes->pdata[0];
      g_assert_cmpuint (code->module_dots, ==, 3);
      g_assert_cmpuint (code->turn, ==, turn);
      g_assert_cmpint (turn % 2 == 0 ? code->width : code->height, ==, 95 * 3);
      g_assert_cmpint (code->quiet[turn], ==, 33);
      g_assert_cmpint (code->quiet[(turn + 2) % 4], ==, 21);
      g_assert_true (paper_ink_box (picture->bitmap, box));
      g_assert_cmpint (box[0], ==, code->x);
      g_assert_cmpint (box[1], ==, code->y);
      g_assert_cmpint (box[2], ==, code->width);
      g_assert_cmpint (box[3], ==, code->height);
    }
}

/* A code on black keeps its quiet zones white. */
static void
test_quiet (void)
{
  g_autoptr (BrLabelTemplate) template = label_template (
      50, 20,
      "{\"t\":\"box\",\"x\":0,\"y\":0,\"w\":50,\"h\":20,\"filled\":true},{\"t\":\"code\",\"x\":2,\"y\":2,\"w\":46,\"h\":16,\"v\":\"6901234567892\",\"sym\":\"ean13\"}");
  g_autoptr (BrLabelPicture) picture = label_draw (template, NULL, &head_203);
  const BrLabelCode *code = picture->codes->pdata[0];

  for (int y = code->y; y < code->y + code->height; y++)
    {
      for (int x = code->x - code->quiet[0]; x < code->x; x++)
        g_assert_false (br_bitmap_get (picture->bitmap, x, y));
      for (int x = code->x + code->width; x < code->x + code->width + code->quiet[2]; x++)
        g_assert_false (br_bitmap_get (picture->bitmap, x, y));
    }
  g_assert_true (br_bitmap_get (picture->bitmap, code->x, code->y));
}

/* A bar less wide by a dot, a gap wider by a dot; the first bar begins where it did. */
static void
test_reduction (void)
{
  BrHead head = head_203;
  g_autoptr (BrLabelTemplate) template =
      label_template (50, 20, "{\"t\":\"code\",\"x\":2,\"y\":2,\"w\":46,\"h\":16,\"v\":\"6901234567892\",\"sym\":\"ean13\",\"mod\":3,\"hri\":\"none\"}");
  g_autoptr (BrLabelPicture) plain = label_draw (template, NULL, &head);
  g_autoptr (BrLabelPicture) reduced = NULL;
  const BrLabelCode *code = plain->codes->pdata[0];
  int y = code->y, n_bars = 0;

  head.bar_reduction = 1;
  reduced = label_draw (template, NULL, &head);
  for (int x = code->x; x < code->x + code->width; x++)
    {
      gboolean last = br_bitmap_get (plain->bitmap, x, y) && !br_bitmap_get (plain->bitmap, x + 1, y);

      n_bars += last;
      g_assert_cmpint (br_bitmap_get (reduced->bitmap, x, y), ==, br_bitmap_get (plain->bitmap, x, y) && !last);
    }
  g_assert_cmpint (n_bars, ==, 30);
}

static void
test_when (void)
{
  g_autoptr (BrLabelTemplate) template = label_template (
      20, 10,
      "{\"t\":\"box\",\"x\":0,\"y\":0,\"w\":5,\"h\":5,\"filled\":true,\"when\":\"name = 'a'\"},{\"t\":\"box\",\"x\":10,\"y\":0,\"w\":5,\"h\":5,\"filled\":true,\"when\":\"name = 'b'\"}");
  g_autoptr (BrLabelFields) fields = br_label_fields_new ();
  g_autoptr (BrLabelPicture) picture = NULL;

  br_label_fields_set (fields, "name", "b");
  picture = label_draw (template, fields, &head_203);
  g_assert_false (br_bitmap_get (picture->bitmap, 4, 4));
  g_assert_true (br_bitmap_get (picture->bitmap, 84, 4));
}

static BrLabelFields *
make_rows (guint n)
{
  BrLabelFields *fields = br_label_fields_new ();
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_fields_free);

  for (guint i = 0; i < n; i++)
    {
      BrLabelFields *row = br_label_fields_new ();

      br_label_fields_set (row, "item", i % 2 == 0 ? "x" : "");
      g_ptr_array_add (rows, row);
    }
  br_label_fields_set_list (fields, "rows", rows);
  return fields;
}

/* Every row is drawn in its place with its own values; those there is no room for are told. */
static void
test_table (void)
{
  for (guint n = 0; n < 7; n++)
    {
      g_autoptr (BrLabelTemplate) template =
          label_template (20, 20,
                          "{\"t\":\"table\",\"name\":\"items\",\"x\":2,\"y\":1,\"w\":16,\"h\":16,\"v\":\"rows\",\"row\":4,\"cells\":["
                          "{\"t\":\"box\",\"x\":1,\"y\":1,\"w\":2,\"h\":2,\"filled\":true,\"when\":\"item = 'x'\"}]}");
      g_autoptr (BrLabelFields) fields = make_rows (n);
      g_autoptr (BrLabelPicture) picture = label_draw (template, fields, &head_203);
      g_autofree char *problems = label_problems (picture->problems);

      for (guint i = 0; i < 6; i++)
        g_assert_cmpint (br_bitmap_get (picture->bitmap, 3 * 8, 8 + (int) i * 32 + 8), ==, i < MIN (n, 4) && i % 2 == 0);
      g_assert_cmpstr (problems, ==, n > 4 ? "clip items" : "");
    }
}

static void
test_required (void)
{
  g_autoptr (BrLabelTemplate) template = label_template (20, 10, "");
  g_autoptr (BrLabelFields) fields = br_label_fields_new ();
  g_autoptr (BrLabelPicture) empty = NULL, full = NULL, sample = NULL;
  g_autofree char *problems = NULL;

  ((BrLabelField *) template->fields->pdata[0])->required = TRUE;
  empty = label_draw (template, fields, &head_203);
  problems = label_problems (empty->problems);
  g_assert_cmpstr (problems, ==, "field name");
  br_label_fields_set (fields, "name", "x");
  full = label_draw (template, fields, &head_203);
  g_assert_cmpuint (full->problems->len, ==, 0);
  sample = label_draw (template, NULL, &head_203);
  g_assert_cmpuint (sample->problems->len, ==, 0);
}

/* Text stays in its box, in every fit, place and turn. */
static void
test_text_inside (void)
{
  static const char *const fits[] = { "clip-error", "shrink", "wrap", "shrink-wrap", "ellipsis" };

  for (gsize i = 0; i < G_N_ELEMENTS (fits) * 4; i++)
    {
      g_autofree char *object = g_strdup_printf (
          "{\"t\":\"text\",\"x\":20,\"y\":20,\"w\":21,\"h\":7,\"rotate\":%d,\"v\":\"Gjýpq 茉莉花茶 fÅf 38.80 g\",\"size\":4,\"italic\":true,\"fit\":\"%s\","
          "\"align\":\"right\",\"valign\":\"bottom\"}",
          (int) (i / G_N_ELEMENTS (fits)) * 90, fits[i % G_N_ELEMENTS (fits)]);
      g_autoptr (BrLabelTemplate) template = label_template (60, 60, object);
      g_autoptr (BrLabelPicture) picture = label_draw (template, NULL, &head_300);
      g_autoptr (GArray) bounds = br_label_render_bounds (template, &head_300);
      const int *bound = (const int *) (const void *) bounds->data;
      int ink[4];

      g_assert_true (paper_ink_box (picture->bitmap, ink));
      g_assert_cmpint (ink[0], >=, bound[0]);
      g_assert_cmpint (ink[1], >=, bound[1]);
      g_assert_cmpint (ink[0] + ink[2], <=, bound[0] + bound[2]);
      g_assert_cmpint (ink[1] + ink[3], <=, bound[1] + bound[3]);
    }
}

/* A turned text has the dots of the upright one. */
static void
test_turned_text (void)
{
  g_autoptr (BrLabelTemplate) template = label_template (30, 30, "{\"t\":\"text\",\"x\":5,\"y\":5,\"w\":20,\"h\":20,\"v\":\"茶 Tea\",\"size\":5}");
  g_autoptr (BrLabelPicture) upright = label_draw (template, NULL, &head_203);
  BrLabelObject *object = template->objects->pdata[0];

  for (guint turn = 1; turn < 4; turn++)
    {
      g_autoptr (BrBitmap) expected = br_bitmap_turn (upright->bitmap, turn);
      g_autoptr (BrLabelPicture) by_object = NULL, by_template = NULL;

      object->turn = turn;
      by_object = label_draw (template, NULL, &head_203);
      object->turn = 0;
      template->turn = turn;
      by_template = label_draw (template, NULL, &head_203);
      template->turn = 0;
      g_assert_true (br_bitmap_equal (by_object->bitmap, expected));
      g_assert_true (br_bitmap_equal (by_template->bitmap, expected));
    }
}

static void
test_inverted (void)
{
  g_autoptr (BrLabelTemplate) template =
      label_template (20, 10, "{\"t\":\"text\",\"x\":2,\"y\":2,\"w\":16,\"h\":6,\"v\":\"-20%\",\"size\":4,\"align\":\"center\"}");
  g_autoptr (BrLabelPicture) plain = label_draw (template, NULL, &head_203);
  g_autoptr (BrLabelPicture) inverted = NULL;

  ((BrLabelObject *) template->objects->pdata[0])->inverted = TRUE;
  inverted = label_draw (template, NULL, &head_203);
  for (int y = 0; y < 80; y++)
    for (int x = 0; x < 160; x++)
      {
        gboolean inside = x >= 16 && x < 144 && y >= 16 && y < 64;

        g_assert_cmpint (br_bitmap_get (inverted->bitmap, x, y), ==, inside && !br_bitmap_get (plain->bitmap, x, y));
      }
}

static void
test_sizes (void)
{
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  g_autoptr (BrLabelTemplate) tape = label_template (100, 2000, "{\"t\":\"line\",\"x1\":0,\"y1\":0,\"x2\":100,\"y2\":2000,\"th\":1}");
  g_autoptr (BrLabelTemplate) sheet = label_template (2000, 2000, "{\"t\":\"line\",\"x1\":0,\"y1\":0,\"x2\":2000,\"y2\":2000,\"th\":1}");
  BrLabelScope scope = { .template = tape };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelPicture) picture = br_label_render (renderer, &scope, &head_600, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (picture->bitmap->width, ==, 2400);
  g_assert_cmpuint (picture->bitmap->height, ==, 48000);
  scope.template = sheet;
  g_assert_null (br_label_render (renderer, &scope, &head_600, NULL, &error));
  g_assert_nonnull (error);
}

static char *
random_text (GRand *rand)
{
  static const char *const pieces[] = { "^XZ", "~JA", "\"", "'",    "\\",    "\n", "\r\n",   "\t",     "\x01", "\x1b",  "\x7f",
                                        "{{",  "}}",  "茶", "שלום", "مرحبا", "🥛", "\uE000", "\u202E", "a",    "Word ", "12.30" };
  GString *text = g_string_new (NULL);
  int n = g_rand_int_range (rand, 0, g_rand_int_range (rand, 0, 20) == 0 ? 800 : 12);

  for (int i = 0; i < n; i++)
    g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  return g_string_free_and_steal (text);
}

/* Mostly about as large as the label, sometimes nothing, sometimes as large as can be. */
static int
random_length (GRand *rand)
{
  int kind = g_rand_int_range (rand, 0, 12);

  return kind < 3 ? 0 : kind == 3 ? BR_LABEL_MAX_SIDE : g_rand_int_range (rand, 0, 4000);
}

static BrLabelObject *
random_object (GRand *rand, int depth)
{
  static const char *const fonts[] = { NULL, NULL, "", "monospace", "No such face", ",,", "宋体, serif", "Sans Bold 12" };
  BrLabelObject *object =
      br_label_object_new ((BrLabelObjectType) g_rand_int_range (rand, BR_LABEL_OBJECT_TEXT, depth < 3 ? BR_LABEL_OBJECT_TABLE + 1 : BR_LABEL_OBJECT_GROUP));

  object->x = g_rand_int_range (rand, -500, 4500);
  object->y = g_rand_int_range (rand, -500, 3500);
  object->width = random_length (rand);
  object->height = random_length (rand);
  if (object->type == BR_LABEL_OBJECT_LINE)
    object->width -= 2000;
  object->turn = (guint) g_rand_int_range (rand, 0, 4);
  object->value = object->type == BR_LABEL_OBJECT_TABLE ? g_strdup ("rows") : random_text (rand);
  object->row_height = random_length (rand);
  if (object->type >= BR_LABEL_OBJECT_GROUP)
    for (int i = g_rand_int_range (rand, 0, 4); i > 0; i--)
      g_ptr_array_add (object->children, random_object (rand, depth + 1));
  object->font = g_strdup (fonts[g_rand_int_range (rand, 0, G_N_ELEMENTS (fonts))]);
  object->size = g_rand_int_range (rand, 0, 3000);
  object->min_size = g_rand_int_range (rand, 0, 3000);
  object->weight = g_rand_int_range (rand, 0, 1100);
  object->inverted = g_rand_boolean (rand);
  object->struck = g_rand_boolean (rand);
  object->align = (BrLabelAlign) g_rand_int_range (rand, 1, 4);
  object->valign = (BrLabelAlign) g_rand_int_range (rand, 1, 4);
  object->fit = (BrLabelFit) g_rand_int_range (rand, BR_FIT_ERROR, BR_FIT_ELLIPSIS + 1);
  object->lines = (guint) g_rand_int_range (rand, 0, 4);
  object->symbology = (BrLabelSymbology) g_rand_int_range (rand, BR_CODE_EAN13, BR_N_CODES);
  object->module_dots = (guint) g_rand_int_range (rand, 0, 5);
  object->hri = (BrLabelHri) g_rand_int_range (rand, BR_HRI_NONE, BR_HRI_ABOVE + 1);
  object->thickness = g_rand_int_range (rand, 0, 500);
  object->corner = g_rand_int_range (rand, 0, 2000);
  object->filled = g_rand_boolean (rand);
  return object;
}

/* Whatever is on a label, and beyond its edges: a picture of its size with white pad, the same each time. */
static void
test_random (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();

  g_test_message ("seed %u", seed);
  for (int i = 0; i < 150; i++)
    {
      g_autoptr (BrLabelTemplate) template = label_template (40.1, 30, "");
      g_autoptr (BrLabelFields) fields = make_rows (5);
      BrLabelScope scope = { .template = template, .fields = fields };
      g_autoptr (BrLabelPicture) one = NULL, other = NULL;

      for (int k = 0; k < 6; k++)
        g_ptr_array_add (template->objects, random_object (rand, 0));
      one = br_label_render (renderer, &scope, &head_203, NULL, NULL);
      other = br_label_render (renderer, &scope, &head_203, NULL, NULL);
      g_assert_cmpuint (one->bitmap->width, ==, 321);
      g_assert_cmpuint (one->bitmap->height, ==, 240);
      for (guint y = 0; y < one->bitmap->height; y++)
        g_assert_cmpint (one->bitmap->rows[y * one->bitmap->stride + one->bitmap->stride - 1] & 0x7F, ==, 0);
      g_assert_true (br_bitmap_equal (one->bitmap, other->bitmap));
    }
}

static const char *const threaded = "{\"t\":\"text\",\"x\":1,\"y\":1,\"w\":38,\"h\":9,\"v\":\"{name}\",\"size\":4,\"weight\":700,\"fit\":\"shrink-wrap\"},"
                                    "{\"t\":\"code\",\"x\":1,\"y\":11,\"w\":38,\"h\":12,\"v\":\"{name}\",\"sym\":\"qr\"}";

/* The hashes of fifty labels, one after the other. */
static gpointer
draw_fifty (gpointer data)
{
  g_autoptr (BrLabelTemplate) template = label_template (40, 24, threaded);
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  g_autoptr (BrLabelFields) fields = br_label_fields_new ();
  BrLabelScope scope = { .template = template, .fields = fields };
  GString *hashes = g_string_new (NULL);

  for (int i = 0; i < 50; i++)
    {
      g_autofree char *name = g_strdup_printf ("第 %d 号 label “%c” Ж", i * 7919, 'A' + i % 26);
      g_autofree char *hash = NULL;
      g_autoptr (BrLabelPicture) picture = NULL;

      br_label_fields_set (fields, "name", name);
      picture = br_label_render (renderer, &scope, data, NULL, NULL);
      hash = br_bitmap_hash (picture->bitmap);
      g_string_append (hashes, hash);
    }
  return g_string_free_and_steal (hashes);
}

/* A renderer a thread: printers draw at the same time, and the same. */
static void
test_threads (void)
{
  g_autofree char *expected = draw_fifty ((gpointer) &head_203);
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("drawer", draw_fifty, (gpointer) &head_203);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autofree char *hashes = g_thread_join (threads[i]);

      g_assert_cmpstr (hashes, ==, expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/label/golden", test_golden);
  g_test_add_func ("/render/label/problems", test_problems);
  g_test_add_func ("/render/label/code-place", test_code_place);
  g_test_add_func ("/render/label/quiet", test_quiet);
  g_test_add_func ("/render/label/reduction", test_reduction);
  g_test_add_func ("/render/label/when", test_when);
  g_test_add_func ("/render/label/table", test_table);
  g_test_add_func ("/render/label/required", test_required);
  g_test_add_func ("/render/label/text-inside", test_text_inside);
  g_test_add_func ("/render/label/turned-text", test_turned_text);
  g_test_add_func ("/render/label/inverted", test_inverted);
  g_test_add_func ("/render/label/sizes", test_sizes);
  g_test_add_func ("/render/label/random", test_random);
  g_test_add_func ("/render/label/threads", test_threads);
  return g_test_run ();
}
