/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures damaged on purpose: each finding is found, and a sound picture has none. */
#include "config.h"

#include "br-label-price-check.h"
#include "br-label-render.h"

static const BrHead head_8 = { 8, 1, 0, 0 };

typedef struct
{
  BrLabelTemplate *template;
  BrLabelFields *fields;
  BrLabelRenderer *renderer;
  BrLabelScope scope;
  BrLabelPicture *picture;
} Fixture;

static BrLabelObject *
add_object (Fixture *fixture, BrLabelObjectType type, const char *value, const int box[4])
{
  BrLabelObject *object = br_label_object_new (type);

  g_free (object->value);
  object->value = g_strdup (value);
  object->x = box[0];
  object->y = box[1];
  object->width = box[2];
  object->height = box[3];
  g_ptr_array_add (fixture->template->objects, object);
  return object;
}

/* A label of 80 × 80 mm with one code in its middle. */
static void
fixture_init (Fixture *self, BrLabelSymbology symbology, const char *value, guint turn)
{
  BrLabelObject *object;

  *self = (Fixture) { .template = br_label_template_new (), .fields = br_label_fields_new (), .renderer = br_label_renderer_new () };
  self->template->kind = BR_LABEL_PRODUCT;
  self->template->media.width = self->template->media.height = 8000;
  object = add_object (self, BR_LABEL_OBJECT_CODE, value, (const int[4]) { 100, 500, 7800, 7000 });
  object->symbology = symbology;
  object->turn = turn;
  object->hri = BR_HRI_NONE;
  object->module_dots = 3;
  self->scope = (BrLabelScope) { .template = self->template, .fields = self->fields, .copy = 1, .copies = 1, .index = 1, .total = 1, .currency = "CNY" };
}

static void
fixture_draw (Fixture *self, const BrHead *head)
{
  g_autoptr (GError) error = NULL;

  self->picture = br_label_render (self->renderer, &self->scope, head, NULL, &error);
  g_assert_no_error (error);
}

static void
fixture_clear (Fixture *self)
{
  br_label_picture_free (self->picture);
  br_label_renderer_free (self->renderer);
  br_label_fields_free (self->fields);
  br_label_template_unref (self->template);
}

/* The words of all problems, warnings in brackets. Caller frees. */
static char *
find_problems (Fixture *self, const BrHead *head, const char *price)
{
  GString *words = g_string_new (NULL);

  br_label_preflight (self->renderer, self->picture, &self->scope, head, price);
  for (guint i = 0; i < self->picture->problems->len; i++)
    {
      const BrLabelProblem *problem = self->picture->problems->pdata[i];

      g_test_message ("%s: %s", problem->what, problem->text);
      g_string_append_printf (words, problem->warning ? "%s[%s]" : "%s%s", i > 0 ? " " : "", problem->what);
    }
  return g_string_free (words, FALSE);
}

static void
assert_problems (Fixture *self, const char *expected)
{
  g_autofree char *words = find_problems (self, &head_8, NULL);

  g_assert_cmpstr (words, ==, expected);
}

/* White dots in a rectangle. */
static void
erase (BrBitmap *bitmap, int x, int y, int width, int height)
{
  for (int row = y; row < y + height; row++)
    for (int i = x; i < x + width; i++)
      bitmap->rows[(gsize) row * bitmap->stride + (gsize) i / 8] &= (guint8) ~(0x80 >> i % 8);
}

static const struct
{
  BrLabelSymbology symbology;
  const char *value;
} codes[] = {
  { BR_CODE_EAN13, "6901234567892" },
  { BR_CODE_EAN8, "96385074" },
  { BR_CODE_UPCA, "036000291452" },
  { BR_CODE_CODE128, "Shelf 12-B" },
  { BR_CODE_GS1_128, "(01)06901234567892(10)A1" },
  { BR_CODE_ITF14, "16901234567899" },
  { BR_CODE_QR, "https://example.org/茶" },
  { BR_CODE_QR, "牛奶 250 毫升" }, /* bytes that might be Shift-JIS too */
  { BR_CODE_DATAMATRIX, "HELLO" },
  { BR_CODE_GS1_DATAMATRIX, "(01)06901234567892(10)A(21)7" },
  { BR_CODE_DATABAR, "(01)06901234567892" },
  { BR_CODE_DATABAR_EXPANDED, "(01)90012345678908(3103)001750" },
  { BR_CODE_DATABAR_EXPANDED, "(01)90012345678908(10)ABCDEFGHIJ12345678(21)1234567" }, /* in several rows: one does not fit */
};

/* Each symbology, upright and turned, with and without narrower bars: nothing to say. */
static void
test_sound (void)
{
  const BrHead narrow = { 8, 1, 0, 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      for (guint turn = 0; turn < 4; turn++)
        {
          Fixture fixture;
          g_autofree char *words = NULL;
          const BrHead *head = i % 2 == 0 ? &head_8 : &narrow;

          g_test_message ("symbology %d turn %u", codes[i].symbology, turn);
          fixture_init (&fixture, codes[i].symbology, codes[i].value, turn);
          fixture.template->turn = (turn + 1) % 4;
          fixture_draw (&fixture, head);
          g_assert_cmpuint (fixture.picture->codes->len, ==, 1);
          words = find_problems (&fixture, head, NULL);
          g_assert_cmpstr (words, ==, "");
          fixture_clear (&fixture);
        }
    }
}

/* A module made white or black all the way through: no linear symbology lets it pass; those of two dimensions repair it. */
static void
test_module_flipped (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      Fixture fixture;
      BrLabelCode *code;
      int y;

      gboolean repairs = codes[i].symbology == BR_CODE_DATAMATRIX || codes[i].symbology == BR_CODE_GS1_DATAMATRIX;

      g_test_message ("symbology %d", codes[i].symbology);
      fixture_init (&fixture, codes[i].symbology, codes[i].value, 0);
      fixture_draw (&fixture, &head_8);
      code = fixture.picture->codes->pdata[0];
      y = code->y + (code->height / 2 / 3) * 3;
      for (int x = code->x + code->width / 2; x < code->x + code->width / 2 + 12; x += 3)
        {
          gboolean black = br_bitmap_get (fixture.picture->bitmap, x, y);
          int top = code->quiet[1] == 0 ? code->y : y, height = code->quiet[1] == 0 ? code->height : 3;

          if (black)
            erase (fixture.picture->bitmap, x, top, 3, height);
          else
            br_bitmap_fill (fixture.picture->bitmap, x, top, 3, height);
        }
      assert_problems (&fixture, repairs ? "[decode]" : codes[i].symbology == BR_CODE_QR ? "" : "decode");
      fixture_clear (&fixture);
    }
}

static void
test_quiet (void)
{
  for (guint side = 0; side < 3; side += 2)
    {
      Fixture fixture;
      BrLabelCode *code;

      fixture_init (&fixture, BR_CODE_EAN13, "6901234567892", 0);
      fixture_draw (&fixture, &head_8);
      code = fixture.picture->codes->pdata[0];
      g_assert_cmpint (code->quiet[side], >, 0);
      /* One dot is enough, at the far end of the zone. */
      br_bitmap_fill (fixture.picture->bitmap, side == 0 ? code->x - code->quiet[0] : code->x + code->width + code->quiet[2] - 1, code->y + 7, 1, 1);
      assert_problems (&fixture, "quiet-zone");
      fixture_clear (&fixture);
    }
}

static void
test_quiet_beside_label (void)
{
  Fixture fixture;
  BrLabelCode *code;

  fixture_init (&fixture, BR_CODE_QR, "HELLO", 0);
  fixture_draw (&fixture, &head_8);
  code = fixture.picture->codes->pdata[0];
  code->quiet[0] = code->x + 1;
  assert_problems (&fixture, "quiet-zone");
  fixture_clear (&fixture);
}

static void
test_clip (void)
{
  Fixture fixture;
  BrLabelCode *code;

  fixture_init (&fixture, BR_CODE_EAN13, "6901234567892", 0);
  fixture_draw (&fixture, &head_8);
  code = fixture.picture->codes->pdata[0];
  code->x = -1;
  assert_problems (&fixture, "clip");
  fixture_clear (&fixture);
}

/* A line through the bars: a few rows are a warning, most of them are not. */
static void
test_covered (void)
{
  for (guint part = 0; part < 2; part++)
    {
      Fixture fixture;
      BrLabelCode *code;

      fixture_init (&fixture, BR_CODE_CODE128, "A1", 0);
      fixture_draw (&fixture, &head_8);
      code = fixture.picture->codes->pdata[0];
      br_bitmap_fill (fixture.picture->bitmap, code->x, code->y, code->width, part == 0 ? 4 : code->height * 4 / 5);
      assert_problems (&fixture, part == 0 ? "[decode]" : "decode");
      fixture_clear (&fixture);
    }
}

/* A sound barcode of another number. */
static void
test_other_number (void)
{
  Fixture fixture;
  BrLabelCode *code;

  fixture_init (&fixture, BR_CODE_EAN13, "6901234567892", 0);
  fixture_draw (&fixture, &head_8);
  code = fixture.picture->codes->pdata[0];
  g_free (code->text);
  code->text = g_strdup ("6901234567908");
  assert_problems (&fixture, "decode");
  fixture_clear (&fixture);
}

static void
test_modules (void)
{
  static const struct
  {
    BrLabelSymbology symbology;
    const char *value;
    guint module;
    int height;
    BrLabelKind kind;
    const char *problems;
  } rows[] = {
    { BR_CODE_EAN13, "6901234567892", 2, 3000, BR_LABEL_PRODUCT, "" },          /* 0.25 mm: allowed to thermal printers when it is high enough */
    { BR_CODE_EAN13, "6901234567892", 2, 1000, BR_LABEL_PRODUCT, "[module]" },
    { BR_CODE_EAN13, "6901234567892", 2, 1000, BR_LABEL_SHELF, "" },            /* read by hand */
    { BR_CODE_EAN13, "6901234567892", 3, 1000, BR_LABEL_PRODUCT, "" },
    { BR_CODE_EAN8, "96385074", 1, 3000, BR_LABEL_PRODUCT, "[module]" },        /* 0.125 mm */
    { BR_CODE_EAN8, "96385074", 6, 3000, BR_LABEL_PRODUCT, "[module]" },        /* 0.75 mm */
    { BR_CODE_GS1_128, "(10)A1", 2, 3300, BR_LABEL_PRODUCT, "" },
    { BR_CODE_GS1_128, "(10)A1", 2, 3300, BR_LABEL_WAYBILL, "[module]" },       /* 0.495 mm on the way of goods */
    { BR_CODE_GS1_128, "(10)A1", 4, 3300, BR_LABEL_WAYBILL, "" },
    { BR_CODE_GS1_128, "(10)A1", 4, 3000, BR_LABEL_WAYBILL, "[module]" },       /* 31.75 mm high */
    { BR_CODE_GS1_DATAMATRIX, "(10)A1", 2, 3000, BR_LABEL_PRODUCT, "[module]" },
    { BR_CODE_CODE128, "A1", 1, 3000, BR_LABEL_PRODUCT, "" },                   /* not of GS1 */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fixture fixture;
      BrLabelObject *object;

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      fixture_init (&fixture, rows[i].symbology, rows[i].value, 0);
      object = fixture.template->objects->pdata[0];
      object->module_dots = rows[i].module;
      object->height = rows[i].height;
      fixture.template->kind = rows[i].kind;
      fixture_draw (&fixture, &head_8);
      assert_problems (&fixture, rows[i].problems);
      fixture_clear (&fixture);
    }
}

static void
test_price (void)
{
  static const struct
  {
    const char *texts[2];
    const char *price;
    const char *problems;
  } rows[] = {
    { { "{money(price)}" }, "12.30", "" },
    { { "{money(price)}" }, "12.31", "price" },
    { { "{price}" }, "12.3", "" },
    { { "¥{price}/kg" }, "12.30", "" },
    { { "{num(price, '0')}" }, "12.30", "price" },                    /* a price without its fen */
    { { "{num(price * 100, '#,##0')}" }, "1230", "" },
    { { "{unit_price(price, 500, 'g', 'kg')}" }, "12.30", "price" },  /* only the price a kilogram */
    { { "{unit_price(price, 500, 'g', 'kg')}", "{money(price)}" }, "12.30", "" },
    { { "{round(price, 0, 'down')}", "{right(money(price), 2)}" }, "12.30", "price" }, /* round() alone says another price */
    { { "{left(price, 2)}", "{right(money(price), 2)}" }, "12.30", "" }, /* yuan large, fen small */
    { { "{left(price, 2)}", "{right(money(price), 2)}" }, "12.40", "price" },
    { { "{name}" }, "12.30", "" },                                    /* a label without a price */
    { { "{money(price)}" }, "x", "price" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fixture fixture;
      g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_problem_free);

      g_test_message ("%s", rows[i].texts[0]);
      fixture_init (&fixture, BR_CODE_EAN8, "96385074", 0);
      br_label_fields_set (fixture.fields, "price", "12.30");
      for (guint k = 0; k < 2 && rows[i].texts[k] != NULL; k++)
        add_object (&fixture, BR_LABEL_OBJECT_TEXT, rows[i].texts[k], (const int[4]) { 0, 0, 100, 100 });
      br_label_price_check (&fixture.scope, rows[i].price, problems);
      g_assert_cmpuint (problems->len, ==, *rows[i].problems != '\0' ? 1 : 0);
      if (problems->len > 0)
        g_assert_cmpstr (((BrLabelProblem *) problems->pdata[0])->what, ==, rows[i].problems);
      fixture_clear (&fixture);
    }
}

/* Bars of 0.25 mm need as much white beside them as those of 0.264 mm have. */
static void
test_white (void)
{
  static const struct
  {
    BrLabelSymbology symbology;
    const char *value;
    guint module;
    int width; /* of the label, the code in its middle */
    guint turn;
    BrLabelKind kind;
    const char *problems;
  } rows[] = {
    { BR_CODE_EAN13, "6901234567892", 2, 2900, 0, BR_LABEL_PRODUCT, "[module]" },
    { BR_CODE_EAN13, "6901234567892", 2, 3200, 0, BR_LABEL_PRODUCT, "" },
    { BR_CODE_EAN13, "6901234567892", 2, 2900, 1, BR_LABEL_PRODUCT, "[module]" },
    { BR_CODE_EAN13, "6901234567892", 2, 3200, 2, BR_LABEL_PRODUCT, "" },
    { BR_CODE_EAN13, "6901234567892", 2, 3200, 3, BR_LABEL_PRODUCT, "" },
    { BR_CODE_EAN13, "6901234567892", 2, 2900, 0, BR_LABEL_SHELF, "" }, /* read by hand */
    { BR_CODE_UPCA, "036000291452", 2, 2900, 0, BR_LABEL_PRODUCT, "[module]" },
    { BR_CODE_EAN8, "96385074", 2, 2100, 0, BR_LABEL_PRODUCT, "[module]" },
    { BR_CODE_EAN8, "96385074", 2, 2200, 0, BR_LABEL_PRODUCT, "" },
    { BR_CODE_EAN8, "96385074", 3, 3100, 0, BR_LABEL_PRODUCT, "" }, /* 0.375 mm: as wide as it is */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fixture fixture;
      BrLabelObject *object;

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      fixture_init (&fixture, rows[i].symbology, rows[i].value, 0);
      fixture.template->kind = rows[i].kind;
      fixture.template->turn = rows[i].turn;
      *(rows[i].turn % 2 == 1 ? &fixture.template->media.height : &fixture.template->media.width) = rows[i].width;
      object = fixture.template->objects->pdata[0];
      object->x = 0;
      object->width = rows[i].width;
      object->module_dots = rows[i].module;
      object->align = BR_LABEL_CENTRE;
      fixture_draw (&fixture, &head_8);
      assert_problems (&fixture, rows[i].problems);
      fixture_clear (&fixture);
    }
}

/* A text may end in an ellipsis, but not one with the price in it. */
static void
test_price_shortened (void)
{
  static const struct
  {
    const char *value;
    int width;
    const char *problems;
  } rows[] = { { "{money(price)}", 1000, "price" }, { "{name}", 1000, "" }, { "{money(price)}", 7000, "" } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fixture fixture;
      BrLabelObject *text;
      g_autofree char *words = NULL;

      fixture_init (&fixture, BR_CODE_EAN8, "96385074", 0);
      br_label_fields_set (fixture.fields, "price", "1234567.30");
      br_label_fields_set (fixture.fields, "name", "A name of many letters");
      text = add_object (&fixture, BR_LABEL_OBJECT_TEXT, rows[i].value, (const int[4]) { 0, 0, rows[i].width, 450 });
      text->fit = BR_FIT_ELLIPSIS;
      fixture_draw (&fixture, &head_8);
      words = find_problems (&fixture, &head_8, "1234567.30");
      g_assert_cmpstr (words, ==, rows[i].problems);
      fixture_clear (&fixture);
    }
}

/* A price that is hidden is not on the label; one in a group is. */
static void
test_price_hidden (void)
{
  Fixture fixture;
  BrLabelObject *text, *group;
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_problem_free);

  fixture_init (&fixture, BR_CODE_EAN8, "96385074", 0);
  br_label_fields_set (fixture.fields, "price", "12.30");
  text = add_object (&fixture, BR_LABEL_OBJECT_TEXT, "{money(price)}", (const int[4]) { 0, 0, 100, 100 });
  text->when = g_strdup ("price > 100");
  br_label_price_check (&fixture.scope, "1", problems);
  g_assert_cmpuint (problems->len, ==, 0);

  group = add_object (&fixture, BR_LABEL_OBJECT_GROUP, NULL, (const int[4]) { 0, 0, 100, 100 });
  text = br_label_object_new (BR_LABEL_OBJECT_TEXT);
  text->value = g_strdup ("{money(price)}");
  if (group->children == NULL)
    group->children = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_object_free);
  g_ptr_array_add (group->children, text);
  br_label_price_check (&fixture.scope, "1", problems);
  g_assert_cmpuint (problems->len, ==, 1);
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/label-preflight/sound", test_sound);
  g_test_add_func ("/label-preflight/module-flipped", test_module_flipped);
  g_test_add_func ("/label-preflight/quiet", test_quiet);
  g_test_add_func ("/label-preflight/quiet-beside-label", test_quiet_beside_label);
  g_test_add_func ("/label-preflight/clip", test_clip);
  g_test_add_func ("/label-preflight/covered", test_covered);
  g_test_add_func ("/label-preflight/other-number", test_other_number);
  g_test_add_func ("/label-preflight/modules", test_modules);
  g_test_add_func ("/label-preflight/white", test_white);
  g_test_add_func ("/label-preflight/price", test_price);
  g_test_add_func ("/label-preflight/price-shortened", test_price_shortened);
  g_test_add_func ("/label-preflight/price-hidden", test_price_hidden);
  return g_test_run ();
}
