/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Designs on tags: colours where the tag has them, black where not, and never a text nobody can read. */
#include "config.h"

#include "br-error.h"
#include "br-tag-render.h"
#include "br-wire-template.h"
#include "label.h"

/* A design of `width` × `height` pixels; its file says millimetres, five pixels each. */
static BrLabelTemplate *
make_design (guint width, guint height, const char *objects)
{
  g_autofree char *json =
      g_strdup_printf ("{ \"format\": \"label/1\", \"name\": \"test\", \"kind\": \"tag\", \"media\": { \"w\": %g, \"h\": %g }, \"fields\": ["
                       " { \"name\": \"name\", \"type\": \"text\" }, { \"name\": \"price\", \"type\": \"decimal\" },"
                       " { \"name\": \"stock\", \"type\": \"decimal\" } ], \"objects\": [ %s ] }",
                       width / 5.0, height / 5.0, objects);
  g_autoptr (GError) error = NULL;
  BrLabelTemplate *design = br_wire_template_read (json, strlen (json), &error);

  g_assert_no_error (error);
  return design;
}

static BrTagPicture *
draw (guint code, const char *objects, const char *fields)
{
  const BrTagType *type = br_tag_type_find (code);
  g_autoptr (BrLabelTemplate) design = make_design (type->width, type->height, objects);
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  g_autoptr (BrLabelFields) values = br_label_fields_new ();
  g_auto (GStrv) pairs = g_strsplit (fields, ";", -1);
  BrLabelScope scope = { .template = design, .fields = values, .currency = "CNY" };
  g_autoptr (GError) error = NULL;
  BrTagPicture *picture;

  for (guint i = 0; pairs[i] != NULL && strchr (pairs[i], '=') != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (pairs[i], "=", 2);

      br_label_fields_set (values, pair[0], pair[1]);
    }
  picture = br_tag_render (renderer, &scope, type, &error);
  g_assert_no_error (error);
  return picture;
}

static BrTagColour
get_pixel (const BrTagImage *image, guint x, guint y)
{
  return image->type.colours[image->pixels[y * image->type.width + x]];
}

static guint
count_colour (const BrTagImage *image, BrTagColour colour)
{
  int index = br_tag_type_index (&image->type, colour);
  guint n = 0;

  for (guint i = 0; index >= 0 && i < image->type.width * image->type.height; i++)
    n += image->pixels[i] == index ? 1 : 0;
  return n;
}

#define BOX(x, y, w, h, more) "{\"t\":\"box\",\"x\":" #x ",\"y\":" #y ",\"w\":" #w ",\"h\":" #h ",\"filled\":true" more "}"

/* Ten boxes' worth of colour rules: what is drawn later is on top, whatever it is. */
static void
test_inks (void)
{
  static const struct
  {
    guint code;
    const char *objects;
    BrTagColour at[3]; /* of the pixels (10, 10), (30, 10), (50, 10) */
    const char *problems;
  } rows[] = {
    { 0x01, BOX (0, 0, 4, 4, "") "," BOX (4, 0, 4, 4, ",\"ink\":\"red\""), { BR_TAG_BLACK, BR_TAG_RED, BR_TAG_WHITE }, "" },
    { 0x07, BOX (0, 0, 4, 4, ",\"ink\":\"yellow\"") "," BOX (4, 0, 8, 4, ",\"ink\":\"red\""), { BR_TAG_YELLOW, BR_TAG_RED, BR_TAG_RED }, "" },
    /* red over black, black over red, white over both */
    { 0x01, BOX (0, 0, 12, 4, "") "," BOX (4, 0, 4, 4, ",\"ink\":\"red\""), { BR_TAG_BLACK, BR_TAG_RED, BR_TAG_BLACK }, "" },
    { 0x01, BOX (0, 0, 12, 4, ",\"ink\":\"red\"") "," BOX (4, 0, 4, 4, ",\"ink\":\"black\""), { BR_TAG_RED, BR_TAG_BLACK, BR_TAG_RED }, "" },
    { 0x01, BOX (0, 0, 8, 4, ",\"ink\":\"red\"") "," BOX (4, 0, 8, 4, ",\"ink\":\"white\""), { BR_TAG_RED, BR_TAG_WHITE, BR_TAG_WHITE }, "" },
    { 0x07, BOX (0, 0, 12, 4, ",\"ink\":\"red\"") "," BOX (4, 0, 4, 4, ",\"ink\":\"yellow\""), { BR_TAG_RED, BR_TAG_YELLOW, BR_TAG_RED }, "" },
    /* what was covered with white is forgotten */
    { 0x01,
      BOX (0, 0, 8, 4, ",\"ink\":\"red\"") "," BOX (0, 0, 8, 4, ",\"ink\":\"white\"") "," BOX (4, 0, 4, 4, ""),
      { BR_TAG_WHITE, BR_TAG_BLACK, BR_TAG_WHITE },
      "" },
    /* what the tag does not have */
    { 0x27, BOX (0, 0, 4, 4, ",\"ink\":\"red\""), { BR_TAG_BLACK, BR_TAG_WHITE, BR_TAG_WHITE }, "~ink -" },
    { 0x01, BOX (0, 0, 4, 4, ",\"ink\":\"yellow\""), { BR_TAG_BLACK, BR_TAG_WHITE, BR_TAG_WHITE }, "~ink -" },
    /* black has index 0 there, and it is turned */
    { 0xBB, BOX (0, 0, 4, 4, ",\"ink\":\"yellow\"") "," BOX (4, 0, 4, 4, ""), { BR_TAG_YELLOW, BR_TAG_BLACK, BR_TAG_WHITE }, "" },
    /* a share of a box */
    { 0x01, BOX (0, 0, 12, 4, ",\"v\":\"50\",\"ink\":\"red\""), { BR_TAG_RED, BR_TAG_WHITE, BR_TAG_WHITE }, "" },
    { 0x01, BOX (0, 0, 12, 4, ",\"v\":\"{stock}\",\"ink\":\"red\""), { BR_TAG_RED, BR_TAG_RED, BR_TAG_WHITE }, "" },
    { 0x01, BOX (0, 0, 12, 4, ",\"v\":\"{stock * 100}\""), { BR_TAG_BLACK, BR_TAG_BLACK, BR_TAG_BLACK }, "" },
    { 0x01, BOX (0, 0, 12, 4, ",\"v\":\"{0 - stock}\""), { BR_TAG_WHITE, BR_TAG_WHITE, BR_TAG_WHITE }, "" },
    { 0x01, BOX (0, 0, 12, 4, ",\"v\":\"{name}\""), { BR_TAG_WHITE, BR_TAG_WHITE, BR_TAG_WHITE }, "" },
    { 0x01, BOX (0, 0, 12, 4, ",\"v\":\"much\""), { BR_TAG_WHITE, BR_TAG_WHITE, BR_TAG_WHITE }, "expression -" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrTagPicture) picture = draw (rows[i].code, rows[i].objects, "stock=67");
      g_autofree char *problems = label_problems (picture->problems);

      g_test_message ("row %zu", i);
      for (guint at = 0; at < 3; at++)
        g_assert_cmpint (get_pixel (picture->image, 10 + 20 * at, 10), ==, rows[i].at[at]);
      g_assert_cmpstr (problems, ==, rows[i].problems);
      g_assert_cmpint (br_tag_picture_stop (picture) != NULL, ==, rows[i].problems[0] != '\0' && rows[i].problems[0] != '~');
    }
}

#define TEXT(more) "{\"t\":\"text\",\"name\":\"text\",\"x\":2,\"y\":2,\"w\":40,\"h\":12,\"size\":10,\"v\":\"{money(price)}\"" more "}"
#define GROUND(more) BOX (0, 0, 50, 20, more)

/* Letters by what lies behind them: they must differ from it on this very tag. */
static void
test_contrast (void)
{
  static const struct
  {
    guint code;
    const char *objects, *problems;
  } rows[] = {
    { 0x01, TEXT (""), "" },
    { 0x01, GROUND (",\"ink\":\"red\"") "," TEXT (",\"ink\":\"white\""), "" },
    { 0x27, GROUND (",\"ink\":\"red\"") "," TEXT (",\"ink\":\"white\""), "~ink -" },          /* white on black there */
    { 0x07, GROUND (",\"ink\":\"yellow\"") "," TEXT (""), "" },
    { 0x01, GROUND (",\"ink\":\"yellow\"") "," TEXT (""), "~ink -, ink text" },               /* black on black there */
    { 0x01, TEXT (",\"ink\":\"white\""), "ink text" },                                          /* white on white */
    { 0x01, GROUND (",\"ink\":\"red\"") "," TEXT (",\"ink\":\"red\""), "ink text" },
    { 0x01, GROUND (",\"ink\":\"red\"") "," TEXT (""), "" },                                    /* hard to read, but there */
    { 0x01, GROUND ("") "," TEXT (",\"inverted\":true,\"ink\":\"red\""), "" },                  /* has its own ground */
    { 0x27, TEXT (",\"inverted\":true,\"ink\":\"red\""), "~ink text" },
    { 0x01, TEXT (",\"ink\":\"red\",\"struck\":true"), "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrTagPicture) picture = draw (rows[i].code, rows[i].objects, "price=12.50");
      g_autofree char *problems = label_problems (picture->problems);

      g_test_message ("row %zu", i);
      g_assert_cmpstr (problems, ==, rows[i].problems);
    }
}

/* White letters in a red box: red and white, nothing between, and the same letters as black ones on white. */
static void
test_inverted (void)
{
  g_autoptr (BrTagPicture) black = draw (0x01, TEXT (",\"inverted\":true"), "price=0.50"),
                           red = draw (0x01, TEXT (",\"inverted\":true,\"ink\":\"red\""), "price=0.50");
  guint n = 296 * 128;

  g_assert_cmpuint (count_colour (red->image, BR_TAG_BLACK), ==, 0);
  g_assert_cmpuint (count_colour (red->image, BR_TAG_RED), ==, count_colour (black->image, BR_TAG_BLACK));
  g_assert_cmpuint (count_colour (red->image, BR_TAG_WHITE), >, n - 200 * 60 + 200);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (red->image->pixels[i] == 0, ==, black->image->pixels[i] == 0);
}

/* Bars are black whatever the ink: scanners see red as white. They are read back, and their ground is white on any box. */
static void
test_code (void)
{
  static const char objects[] =
      GROUND (",\"ink\":\"red\"") ",{\"t\":\"code\",\"name\":\"ean\",\"x\":1,\"y\":1,\"w\":48,\"h\":16,\"v\":\"{name}\",\"sym\":\"ean13\",\"hri\":\"none\"}";
  g_autoptr (BrTagPicture) good = draw (0x01, objects, "name=6901234567892"), bad = draw (0x01, objects, "name=6901234567893");
  g_autofree char *none = label_problems (good->problems), *some = label_problems (bad->problems);

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpuint (count_colour (good->image, BR_TAG_BLACK), >, 95 * 60 / 3);
  g_assert_cmpstr (some, ==, "code ean");
}

/* The design as it stands on tags of other sizes. */
static void
test_room (void)
{
  static const struct
  {
    guint width, height, code;
    int room;
    guint x, y; /* where the design's black begins */
  } rows[] = {
    { 296, 128, 0x01, 0, 0, 0 },  { 250, 128, 0x54, 6 * 128, 3, 0 }, { 384, 168, 0x6D, 384 * 16, 0, 8 },
    { 300, 128, 0x01, -1, 0, 0 }, { 296, 129, 0x01, -1, 0, 0 },
  };
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const BrTagType *type = br_tag_type_find (rows[i].code);
      g_autoptr (BrLabelTemplate) design = make_design (rows[i].width, rows[i].height, BOX (0, 0, 2, 2, ""));
      g_autoptr (GError) error = NULL;
      g_autoptr (BrTagPicture) picture = br_tag_render (renderer, &(BrLabelScope) { .template = design }, type, &error);

      g_assert_cmpint (br_label_template_tag_room (design, type), ==, rows[i].room);
      if (rows[i].room < 0)
        {
          g_assert_null (picture);
          g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
          continue;
        }
      g_assert_cmpuint (count_colour (picture->image, BR_TAG_BLACK), ==, 100);
      g_assert_cmpint (get_pixel (picture->image, rows[i].x, rows[i].y), ==, BR_TAG_BLACK);
      g_assert_cmpint (get_pixel (picture->image, rows[i].x + 9, rows[i].y + 9), ==, BR_TAG_BLACK);
    }
}

static void
test_refused (void)
{
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  g_autoptr (BrLabelTemplate) design = make_design (296, 128, BOX (0, 0, 2, 2, ""));
  BrLabelScope scope = { .template = design };
  BrTagType unsound = *br_tag_type_find (0x01);
  g_autoptr (GError) error = NULL;

  unsound.n_colours = 1;
  g_assert_null (br_tag_render (renderer, &scope, &unsound, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
  g_clear_error (&error);
  design->kind = BR_LABEL_SHELF;
  g_assert_cmpint (br_label_template_tag_room (design, br_tag_type_find (0x01)), ==, -1);
  g_assert_null (br_tag_render (renderer, &scope, br_tag_type_find (0x01), &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
}

/* A design turned as a whole, with its colours. */
static void
test_turned (void)
{
  g_autoptr (BrLabelRenderer) renderer = br_label_renderer_new ();
  g_autoptr (BrLabelTemplate) design = make_design (296, 128, "");
  g_autoptr (GError) error = NULL;

  for (guint turn = 0; turn < 4; turn++)
    {
      static const guint places[4][2] = { { 1, 1 }, { 294, 1 }, { 294, 126 }, { 1, 126 } };
      BrLabelObject *box = br_label_object_new (BR_LABEL_OBJECT_BOX);
      g_autoptr (BrTagPicture) picture = NULL;

      box->width = box->height = 80, box->filled = TRUE, box->ink = BR_TAG_RED;
      g_ptr_array_set_size (design->objects, 0);
      g_ptr_array_add (design->objects, box);
      design->turn = turn;
      picture = br_tag_render (renderer, &(BrLabelScope) { .template = design }, br_tag_type_find (0x01), &error);
      g_assert_no_error (error);
      g_assert_cmpint (get_pixel (picture->image, places[turn][0], places[turn][1]), ==, BR_TAG_RED);
      g_assert_cmpuint (count_colour (picture->image, BR_TAG_RED), ==, 16);
    }
}

/* The same values give the same pixels; the price on the tag is the price of record. */
static void
test_same (void)
{
  g_autoptr (BrTagPicture)
      a = draw (0x07, TEXT (",\"ink\":\"red\""), "price=12345.00"),
      b = draw (0x07, TEXT (",\"ink\":\"red\""), "price=12345.00"), c = draw (0x07, TEXT (",\"ink\":\"red\""), "price=12345.01"),
      wrong = draw (0x07, "{\"t\":\"text\",\"name\":\"text\",\"x\":2,\"y\":2,\"w\":40,\"h\":12,\"size\":10,\"v\":\"{round(price, 0)}\"}", "price=9.90");
  g_autofree char *problems = label_problems (wrong->problems);

  g_assert_true (br_tag_image_equal (a->image, b->image));
  g_assert_false (br_tag_image_equal (a->image, c->image));
  g_assert_cmpstr (problems, ==, "price text");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/tag-render/inks", test_inks);
  g_test_add_func ("/tag-render/contrast", test_contrast);
  g_test_add_func ("/tag-render/inverted", test_inverted);
  g_test_add_func ("/tag-render/code", test_code);
  g_test_add_func ("/tag-render/room", test_room);
  g_test_add_func ("/tag-render/refused", test_refused);
  g_test_add_func ("/tag-render/turned", test_turned);
  g_test_add_func ("/tag-render/same", test_same);
  return g_test_run ();
}
