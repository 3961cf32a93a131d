/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Label templates as files: what is read, what is refused and how it is said, and that nothing is lost on the way out and in again. */
#include "config.h"

#include <string.h>

#include "br-error.h"
#include "br-wire-template.h"
#include "wire-samples.h"

#define HEAD "{\"format\":\"label/1\",\"name\":\"n\",\"kind\":\"shelf\",\"media\":{\"w\":60,\"h\":40}"

/* Format and numbers as the reference writes them (labels.md 8.6). */
static void
test_spec (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("BR_SOURCE_DIR"), "tests/fuzz/corpus/template/spec.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelTemplate) template = NULL;
  const BrLabelObject *object;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, &error));
  template = br_wire_template_read (text, length, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (template->name, ==, "Shelf 60x40");
  g_assert_null (template->key);
  g_assert_cmpint (template->policy, ==, BR_POLICY_AT_LEAST_ONCE);
  g_assert_cmpint (template->media.width, ==, 6000);
  g_assert_cmpint (template->media.corner, ==, 150);
  g_assert_cmpuint (template->fields->len, ==, 5);
  g_assert_true (((BrLabelField *) template->fields->pdata[0])->required);
  g_assert_cmpuint (template->objects->len, ==, 5);
  object = template->objects->pdata[0];
  g_assert_cmpint (object->size, ==, 320);
  g_assert_cmpint (object->min_size, ==, 220);
  g_assert_cmpint (object->fit, ==, BR_FIT_SHRINK_WRAP);
  g_assert_cmpstr (object->font, ==, "sans");
  object = template->objects->pdata[2];
  g_assert_cmpstr (object->when, ==, "qty > 0");
  object = template->objects->pdata[3];
  g_assert_cmpint (object->symbology, ==, BR_CODE_EAN13);
  g_assert_cmpuint (object->module_dots, ==, 3);
  object = template->objects->pdata[4];
  g_assert_cmpint (object->y, ==, 1150);
  g_assert_cmpint (object->width, ==, 5600);
  g_assert_cmpint (object->height, ==, 0);
  g_assert_cmpint (object->thickness, ==, 25);
}

/* Numbers that a double cannot hold, and that read as one would come out different. */
static void
test_decimals (void)
{
  static const struct
  {
    const char *text;
    int value; /* G_MININT = refused */
  } rows[] = {
    { "0.29", 29 },
    { "1.1", 110 },
    { "4.35", 435 },
    { "1.15", 115 },
    { "8.2", 820 },
    { "59.99", 5999 },
    { "0", 0 },
    { "0.00", 0 },
    { "2.50000", 250 },
    { "10", 1000 },
    { "0.005", G_MININT },
    { "1e1", G_MININT },
    { "1E0", G_MININT },
    { "0.001", G_MININT },
    { "99999999999999999999999999", G_MININT },
    { "1e999", G_MININT },
    { "\"1\"", G_MININT },
    { "true", G_MININT },
    { "null", G_MININT },
    { "[]", G_MININT },
    { "-0.01", G_MININT /* a box outside */ },
    { "-0", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf (HEAD ",\"objects\":[{\"t\":\"box\",\"x\":%s,\"y\":0,\"w\":0.01,\"h\":1}]}", rows[i].text);
      g_autoptr (BrLabelTemplate) template = br_wire_template_read (text, strlen (text), NULL);

      g_test_message ("%s", rows[i].text);
      g_assert_true ((template != NULL) == (rows[i].value != G_MININT));
      if (template != NULL)
        g_assert_cmpint (((BrLabelObject *) template->objects->pdata[0])->x, ==, rows[i].value);
    }
}

#define OBJECTS(text) HEAD ",\"objects\":[" text "]}"
static const struct
{
  const char *text;
  int code;
  const char *says;
} refused[] = {
  { "", BR_ERROR_INVALID, "line 1, column 1" },
  { "[]", BR_ERROR_INVALID, "no label template" },
  { "{\"format\":1}", BR_ERROR_INVALID, "no label template" },
  { "{\"format\":\"label/2\"}", BR_ERROR_TOO_NEW, "newer" },
  { "{\"format\":\"label/1\",\n \"name\":NaN}", BR_ERROR_INVALID, "line 2, column 9" },
  { "{\"format\":\"label/1\",\"name\":\"n\",\"kind\":\"shelf\"}", BR_ERROR_INVALID, "media: missing" },
  { "{\"format\":\"label/1\",\"kind\":\"shelf\",\"media\":{\"w\":1,\"h\":1}}", BR_ERROR_INVALID, "name: missing" },
  { "{\"format\":\"label/1\",\"name\":\"\",\"kind\":\"shelf\",\"media\":{\"w\":1,\"h\":1}}", BR_ERROR_INVALID, "name" },
  { "{\"format\":\"label/1\",\"name\":\"n\",\"kind\":\"hat\",\"media\":{\"w\":1,\"h\":1}}", BR_ERROR_INVALID, "kind: one of these is needed: shelf, product" },
  { "{\"format\":\"label/1\",\"name\":\"n\",\"kind\":\"shelf\",\"media\":{\"w\":0,\"h\":1}}", BR_ERROR_RANGE, "media w" },
  { "{\"format\":\"label/1\",\"name\":\"n\",\"kind\":\"shelf\",\"media\":{\"w\":1e9,\"h\":1}}", BR_ERROR_INVALID, "media w" },
  { "{\"format\":\"label/1\",\"name\":\"n\",\"kind\":\"shelf\",\"media\":{\"w\":10000000,\"h\":1}}", BR_ERROR_RANGE, "media w" },
  { HEAD ",\"objects\":[{\"t\":\"box\",\"x\":0,\"y\":0,\"w\":1,\"h\":1,\"ink\":\"pink\"}]}", BR_ERROR_INVALID,
    "ink: one of these is needed: white, black, red" },
  { HEAD ",\"objects\":[{\"t\":\"box\",\"x\":0,\"y\":0,\"w\":1,\"h\":1,\"v\":\"{stock}\"}]}", BR_ERROR_INVALID, "v: no field" },
  { HEAD ",\"rotate\":45}", BR_ERROR_INVALID, "rotate" },
  { HEAD ",\"rev\":-1}", BR_ERROR_RANGE, "rev" },
  { HEAD ",\"name\":\"again\"}", BR_ERROR_INVALID, "name: there are two of it" },
  { HEAD ",\"other\":1,\"other\":1}", BR_ERROR_INVALID, "other: there are two of it" },
  { HEAD ",\"fields\":{}}", BR_ERROR_INVALID, "fields: a list" },
  { HEAD ",\"fields\":[1]}", BR_ERROR_INVALID, "field 1: name" },
  { HEAD ",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}", BR_ERROR_INVALID, "field 1: type" },
  { HEAD ",\"fields\":[{\"name\":\"a\",\"type\":\"text\",\"required\":1}]}", BR_ERROR_INVALID, "field 1: required: true or false" },
  { HEAD ",\"fields\":[{\"name\":\"a\",\"type\":\"text\"},{\"name\":\"a\",\"type\":\"text\"}]}", BR_ERROR_INVALID, "field 2 “a”: name: there are two" },
  { HEAD ",\"objects\":7}", BR_ERROR_INVALID, "objects: a list" },
  { OBJECTS ("{\"x\":1}"), BR_ERROR_INVALID, "object 1: t:" },
  { OBJECTS ("7"), BR_ERROR_INVALID, "object 1: t:" },
  { OBJECTS ("{\"t\":\"text\",\"x\":0,\"y\":0,\"w\":5}"), BR_ERROR_INVALID, "object 1: h: missing" },
  { OBJECTS ("{\"t\":\"text\",\"name\":\"price\",\"x\":0,\"y\":0,\"w\":5,\"h\":5,\"size\":\"big\"}"), BR_ERROR_INVALID, "object 1 “price”: size: a number" },
  { OBJECTS ("{\"t\":\"text\",\"x\":0,\"y\":0,\"w\":5,\"h\":5,\"v\":7}"), BR_ERROR_INVALID, "object 1: v: a text" },
  { OBJECTS ("{\"t\":\"text\",\"x\":0,\"y\":0,\"w\":5,\"h\":5,\"v\":\"a\\u0000b\"}"), BR_ERROR_INVALID, "object 1: v: a text" },
  { OBJECTS ("{\"t\":\"text\",\"x\":0,\"y\":0,\"w\":5,\"h\":5,\"v\":\"\\u001b!\"}"), BR_ERROR_INVALID, "object 1: v: control" },
  { OBJECTS ("{\"t\":\"text\",\"x\":0,\"y\":0,\"w\":5,\"h\":5,\"weight\":400.5}"), BR_ERROR_INVALID, "weight: a whole number" },
  { OBJECTS ("{\"t\":\"text\",\"x\":0,\"y\":0,\"w\":5,\"h\":5,\"lines\":-1}"), BR_ERROR_RANGE, "lines" },
  { OBJECTS ("{\"t\":\"text\",\"x\":56,\"y\":0,\"w\":5,\"h\":5}"), BR_ERROR_RANGE, "object 1: x" },
  { OBJECTS ("{\"t\":\"text\",\"x\":0,\"x\":0,\"y\":0,\"w\":5,\"h\":5}"), BR_ERROR_INVALID, "object 1: x: there are two" },
  { OBJECTS ("{\"t\":\"code\",\"x\":0,\"y\":0,\"w\":5,\"h\":5,\"v\":\"1\"}"), BR_ERROR_INVALID, "sym: missing" },
  { OBJECTS ("{\"t\":\"code\",\"x\":0,\"y\":0,\"w\":5,\"h\":5,\"sym\":\"ean14\"}"), BR_ERROR_INVALID, "sym: one of" },
  { OBJECTS ("{\"t\":\"code\",\"x\":0,\"y\":0,\"w\":5,\"h\":5,\"sym\":\"qr\",\"mod\":\"large\"}"), BR_ERROR_INVALID, "mod" },
  { OBJECTS ("{\"t\":\"code\",\"x\":0,\"y\":0,\"w\":5,\"h\":5,\"sym\":\"qr\",\"mod\":-3}"), BR_ERROR_RANGE, "mod" },
  { OBJECTS ("{\"t\":\"image\",\"x\":0,\"y\":0,\"w\":5,\"h\":5,\"data\":\"????\"}"), BR_ERROR_INVALID, "data: base64" },
  { OBJECTS ("{\"t\":\"image\",\"x\":0,\"y\":0,\"w\":5,\"h\":5,\"data\":\"\"}"), BR_ERROR_INVALID, "data: base64" },
  { OBJECTS ("{\"t\":\"line\",\"x1\":0,\"y1\":0,\"x2\":0,\"y2\":0}"), BR_ERROR_INVALID, "without length" },
  { OBJECTS ("{\"t\":\"line\",\"x1\":-1000000,\"y1\":0,\"x2\":1000000,\"y2\":0}"), BR_ERROR_RANGE, "object 1" },
  { OBJECTS ("{\"t\":\"group\",\"x\":0,\"y\":0,\"w\":5,\"h\":5,\"objects\":[{\"t\":\"box\",\"x\":1,\"y\":0,\"w\":5,\"h\":5}]}"), BR_ERROR_RANGE,
    "object 1: object 1: x" },
  { OBJECTS ("{\"t\":\"table\",\"x\":0,\"y\":0,\"w\":5,\"h\":5,\"row\":5,\"v\":\"rows\"}"), BR_ERROR_INVALID, "object 1: v: no list" },
};

static void
check_refused (const char *text, int code, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelTemplate) template = br_wire_template_read (text, strlen (text), &error);

  g_test_message ("%.300s", text);
  g_assert_null (template);
  g_assert_error (error, BR_ERROR, code);
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” does not say “%s”", error->message, says);
}

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    check_refused (refused[i].text, refused[i].code, refused[i].says);
}

/* Groups in groups: as many as may be, and one more; and nesting that only JSON sees. */
static void
test_depth (void)
{
  for (guint depth = 1; depth <= 6; depth++)
    {
      g_autoptr (GString) text = g_string_new (HEAD ",\"objects\":[");
      g_autoptr (BrLabelTemplate) template = NULL;

      for (guint i = 0; i < depth; i++)
        g_string_append (text, "{\"t\":\"group\",\"x\":0,\"y\":0,\"w\":5,\"h\":5,\"objects\":[");
      for (guint i = 0; i < depth; i++)
        g_string_append (text, "]}");
      g_string_append (text, "]}");
      template = br_wire_template_read (text->str, text->len, NULL);
      g_assert_true ((template != NULL) == (depth <= BR_LABEL_MAX_DEPTH + 1));
    }
  check_refused (HEAD ",\"a\":[[[[[1]]]]]}", BR_ERROR_RANGE, "too deeply");
  check_refused ("[[[[[[[[[[[[[[[[[[[[", BR_ERROR_RANGE, "too deeply");
}

static void
test_size (void)
{
  g_autofree char *text = g_strnfill (BR_WIRE_TEMPLATE_MAX + 1, ' ');

  check_refused (text, BR_ERROR_RANGE, "too large");
}

/* Keys nobody knows are there again, at every level, with their numbers as they were written. */
static void
test_unknown (void)
{
  static const char text[] =
      "\xef\xbb\xbf{\"format\":\"label/1\",\"name\":\"n\",\"kind\":\"other\",\"zoom\":1.50e3,\"media\":{\"w\":60,\"h\":40,\"shape\":{\"a\":[null]}},"
      "\"fields\":[{\"name\":\"a\",\"type\":\"text\",\"unit\":\"“mm”\"}],\"objects\":[{\"t\":\"group\",\"x\":0,\"y\":0,\"w\":9,\"h\":9,\"locked\":true,"
      "\"objects\":[{\"t\":\"text\",\"x\":0,\"y\":0,\"w\":1,\"h\":1,\"mod\":3.100,\"colour\":[]}]}]}";
  static const char *const kept[] = { "\"zoom\":1.50e3", "\"shape\":{\"a\":[null]}", "\"unit\":\"“mm”\"", "\"locked\":true", "\"mod\":3.100", "\"colour\":[]" };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelTemplate) template = br_wire_template_read (text, sizeof text - 1, &error);
  g_autofree char *written = NULL;

  g_assert_no_error (error);
  written = br_wire_template_write (template);
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    if (strstr (written, kept[i]) == NULL)
      g_error ("%s is not in %s", kept[i], written);
}

static int
below (BrXorshift *random, int limit)
{
  return br_xorshift_below (random, limit);
}

static char *
sample_word (BrXorshift *random)
{
  static const char *const pieces[] = { "{today}", "茶", "\"", "\\", "\n", "{{", "é", "🥟", "/", "a", "}}" };
  GString *text = g_string_new (NULL);

  for (int i = below (random, 6); i >= 0; i--)
    g_string_append (text, pieces[below (random, G_N_ELEMENTS (pieces))]);
  return g_string_free_and_steal (text);
}

static BrLabelObject *
sample_object (BrXorshift *random, guint depth, int width, int height)
{
  BrLabelObject *object = br_label_object_new (depth < 2 ? 1 + below (random, 7) : 1 + below (random, 6));

  object->width = 1 + below (random, width);
  object->height = 1 + below (random, height);
  object->x = below (random, width - object->width + 1);
  object->y = below (random, height - object->height + 1);
  object->turn = object->type != BR_LABEL_OBJECT_LINE && below (random, 3) == 0 ? 2 : 0;
  if (below (random, 2))
    object->when = g_strdup ("copy > 1");
  switch (object->type)
    {
    case BR_LABEL_OBJECT_TEXT:
      object->value = sample_word (random);
      object->size = 50 + below (random, 2000);
      object->min_size = below (random, 50);
      object->weight = 100 + below (random, 901);
      object->italic = below (random, 2);
      object->struck = below (random, 2);
      object->inverted = below (random, 2);
      object->align = 1 + below (random, 3);
      object->valign = 1 + below (random, 3);
      object->fit = 1 + below (random, 5);
      object->lines = below (random, 4);
      break;
    case BR_LABEL_OBJECT_CODE:
      object->value = sample_word (random);
      object->font = below (random, 2) ? g_strdup ("Noto Sans CJK SC") : NULL;
      object->symbology = 1 + below (random, BR_N_CODES - 1);
      object->module_dots = below (random, 5);
      object->hri = 1 + below (random, 3);
      object->ec_level = below (random, 4);
      break;
    case BR_LABEL_OBJECT_IMAGE:
      object->image = below (random, 3) ? g_bytes_new (random, 1 + below (random, sizeof *random)) : NULL;
      object->dither = 1 + below (random, 2);
      object->threshold = below (random, 256);
      break;
    case BR_LABEL_OBJECT_LINE:
    case BR_LABEL_OBJECT_BOX:
    case BR_LABEL_OBJECT_ELLIPSE:
      object->thickness = 1 + below (random, 300);
      object->filled = object->type != BR_LABEL_OBJECT_LINE && below (random, 2);
      object->corner = object->type == BR_LABEL_OBJECT_BOX ? below (random, 200) : 0;
      object->ink = 1 + below (random, BR_N_TAG_COLOURS - 1);
      object->value = object->type == BR_LABEL_OBJECT_BOX && below (random, 2) ? g_strdup ("50") : NULL;
      break;
    case BR_LABEL_OBJECT_GROUP:
      for (int i = below (random, 4); i > 0; i--)
        g_ptr_array_add (object->children, sample_object (random, depth + 1, object->width, object->height));
      break;
    case BR_LABEL_OBJECT_TABLE:
    default: g_assert_not_reached ();
    }
  if (below (random, 4) == 0)
    object->extra = g_strdup ("{\"later\":[1.50,{\"a\":null}]}");
  return object;
}

static BrLabelTemplate *
sample_template (BrXorshift *random)
{
  BrLabelTemplate *self = br_label_template_new ();

  self->name = g_strdup ("样品 \"1\"");
  self->key = below (random, 2) ? g_strdup ("shelf") : NULL;
  self->revision = below (random, 1000);
  self->kind = 1 + below (random, BR_LABEL_TAG);
  self->policy = 1 + below (random, 3);
  self->turn = below (random, 4);
  self->media = (BrMedia) { 1000 + below (random, 9000), 1000 + below (random, 9000), below (random, 400), 1 + below (random, 3),
                            1 + below (random, 8),       below (random, 400),         below (random, 500) };
  for (int i = below (random, 4); i > 0; i--)
    {
      g_autofree char *name = g_strdup_printf ("f%d", i);
      BrLabelField *field = br_label_field_new (name, 1 + below (random, 6));

      field->required = below (random, 2);
      field->title = below (random, 2) ? sample_word (random) : NULL;
      field->sample = below (random, 2) ? sample_word (random) : NULL;
      g_ptr_array_add (self->fields, field);
    }
  for (int i = below (random, 8); i > 0; i--)
    g_ptr_array_add (self->objects, sample_object (random, 0, 1000, 1000));
  return self;
}

static void
assert_same_int (const char *member, int a, int b)
{
  if (a != b)
    g_error ("%s: %d became %d", member, a, b);
}

#define SAME(member) assert_same_int (#member, a->member, b->member)
static void
assert_same_objects (GPtrArray *list_a, GPtrArray *list_b)
{
  g_assert_cmpuint (list_a->len, ==, list_b->len);
  for (guint i = 0; i < list_a->len; i++)
    {
      const BrLabelObject *a = list_a->pdata[i], *b = list_b->pdata[i];

      SAME (type), SAME (x), SAME (y), SAME (width), SAME (height), SAME (turn), SAME (size), SAME (min_size), SAME (weight), SAME (italic), SAME (struck);
      SAME (inverted), SAME (align), SAME (valign), SAME (fit), SAME (lines), SAME (symbology), SAME (module_dots), SAME (hri), SAME (ec_level), SAME (dither);
      SAME (threshold), SAME (thickness), SAME (filled), SAME (corner), SAME (row_height), SAME (ink);
      g_assert_cmpstr (a->name, ==, b->name);
      g_assert_cmpstr (a->value, ==, b->value);
      g_assert_cmpstr (a->when, ==, b->when);
      g_assert_cmpstr (a->font, ==, b->font);
      g_assert_cmpstr (a->extra, ==, b->extra);
      g_assert_true (a->image == b->image || g_bytes_equal (a->image, b->image));
      assert_same_objects (a->children, b->children);
    }
}

static void
assert_same (const BrLabelTemplate *a, const BrLabelTemplate *b)
{
  SAME (revision), SAME (kind), SAME (policy), SAME (turn), SAME (media.width), SAME (media.height), SAME (media.gap), SAME (media.tracking),
      SAME (media.across);
  SAME (media.column_gap), SAME (media.corner), SAME (fields->len);
  g_assert_cmpstr (a->key, ==, b->key);
  g_assert_cmpstr (a->name, ==, b->name);
  for (guint i = 0; i < a->fields->len; i++)
    {
      const BrLabelField *left = a->fields->pdata[i], *right = b->fields->pdata[i];

      g_assert_cmpstr (left->name, ==, right->name);
      g_assert_cmpstr (left->title, ==, right->title);
      g_assert_cmpstr (left->sample, ==, right->sample);
      g_assert_cmpint (left->type, ==, right->type);
      g_assert_cmpint (left->required, ==, right->required);
    }
  assert_same_objects (a->objects, b->objects);
}

/* Any good template comes back from its file as it was. */
static void
test_round_trip (void)
{
  BrXorshift random;
  guint n_good = 0;

  br_xorshift_init (&random, sample_seed ());
  for (guint i = 0; i < 500; i++)
    {
      g_autoptr (BrLabelTemplate) template = sample_template (&random);
      g_autofree char *written = br_wire_template_write (template);
      g_autoptr (GError) error = NULL;
      g_autoptr (BrLabelTemplate) again = NULL;
      g_autofree char *twice = NULL;

      if (!br_label_template_check (template, NULL))
        continue; /* two or three of a hundred, by an object turned off its place */
      n_good++;
      again = br_wire_template_read (written, strlen (written), &error);
      g_assert_no_error (error);
      assert_same (template, again);
      twice = br_wire_template_write (again);
      g_assert_cmpstr (written, ==, twice);
    }
  g_assert_cmpuint (n_good, >, 100);
}

static void
test_fields (void)
{
  static const struct
  {
    const char *text;
    gboolean good;
  } rows[] = {
    { "{}", TRUE },
    { "{\"name\":\"茶 \\\"\\u001b\",\"price\":\"12.30\"}", TRUE },
    { "{\"a\":\"\",\"items\":[{\"q\":\"1\"},{}],\"z\":\"1\"}", TRUE },
    { "{\"items\":[]}", TRUE },
    { "", FALSE },
    { "[]", FALSE },
    { "{\"a\":1}", FALSE },
    { "{\"a\":null}", FALSE },
    { "{\"a\":\"1\",\"a\":\"2\"}", FALSE },
    { "{\"a\":[1]}", FALSE },
    { "{\"a\":[\"b\"]}", FALSE },
    { "{\"a\\u0000\":\"1\"}", FALSE },
    { "{\"a\":\"\\u0000\"}", FALSE },
    { "{\"\":\"1\"}", FALSE },
    { "{\"\":[{\"a\":\"1\"}]}", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BrLabelFields) fields = br_wire_fields_read (rows[i].text, strlen (rows[i].text), &error);
      g_autofree char *written = fields != NULL ? br_wire_fields_write (fields) : NULL;

      g_test_message ("%s", rows[i].text);
      g_assert_true ((fields != NULL) == rows[i].good);
      g_assert_true (rows[i].good || g_error_matches (error, BR_ERROR, BR_ERROR_INVALID));
      if (rows[i].good)
        g_assert_cmpstr (written, ==, rows[i].text);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire-template/spec", test_spec);
  g_test_add_func ("/wire-template/decimals", test_decimals);
  g_test_add_func ("/wire-template/refused", test_refused);
  g_test_add_func ("/wire-template/depth", test_depth);
  g_test_add_func ("/wire-template/size", test_size);
  g_test_add_func ("/wire-template/unknown", test_unknown);
  g_test_add_func ("/wire-template/round-trip", test_round_trip);
  g_test_add_func ("/wire-template/fields", test_fields);
  return g_test_run ();
}
