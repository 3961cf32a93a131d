/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Templates: copies are of their own, and a template is refused for the right reason. */
#include "config.h"

#include "br-error.h"
#include "br-label-template.h"

#include <string.h>

static BrLabelObject *
add_object (GPtrArray *objects, BrLabelObjectType type, const char *name)
{
  BrLabelObject *object = br_label_object_new (type);

  object->name = g_strdup (name);
  object->x = 2 * BR_LABEL_MM;
  object->y = 3 * BR_LABEL_MM;
  object->width = 30 * BR_LABEL_MM;
  object->height = 10 * BR_LABEL_MM;
  g_ptr_array_add (objects, object);
  return object;
}

/* One of each, on 60 x 40 mm: text, code, line, group with a box, table with a text. */
static BrLabelTemplate *
make_template (void)
{
  BrLabelTemplate *self = br_label_template_new ();
  BrLabelObject *object;

  self->name = g_strdup ("Shelf");
  self->key = g_strdup ("shelf");
  g_ptr_array_add (self->fields, br_label_field_new ("name", BR_LABEL_FIELD_TEXT));
  g_ptr_array_add (self->fields, br_label_field_new ("items", BR_LABEL_FIELD_LIST));
  add_object (self->objects, BR_LABEL_OBJECT_TEXT, "title")->value = g_strdup ("{name}");
  add_object (self->objects, BR_LABEL_OBJECT_CODE, "code")->value = g_strdup ("6901234567892");
  add_object (self->objects, BR_LABEL_OBJECT_LINE, "rule")->width = -BR_LABEL_MM;
  object = add_object (self->objects, BR_LABEL_OBJECT_GROUP, "group");
  object = add_object (object->children, BR_LABEL_OBJECT_BOX, "box");
  object->x = object->y = 0;
  object = add_object (self->objects, BR_LABEL_OBJECT_TABLE, "table");
  object->value = g_strdup ("items");
  object = add_object (object->children, BR_LABEL_OBJECT_TEXT, "cell");
  object->x = object->y = 0;
  object->height = 4 * BR_LABEL_MM;
  return self;
}

static BrLabelObject *
nth (BrLabelTemplate *self, guint i)
{
  return self->objects->pdata[i];
}

static BrLabelField *
field (BrLabelTemplate *self, guint i)
{
  return self->fields->pdata[i];
}

static void
set_text (char **text, const char *to)
{
  g_free (*text);
  *text = g_strdup (to);
}

static void
no_name (BrLabelTemplate *self)
{
  set_text (&self->name, NULL);
}
static void
empty_name (BrLabelTemplate *self)
{
  set_text (&self->name, "");
}
static void
kind (BrLabelTemplate *self)
{
  self->kind = 99;
}
static void
policy (BrLabelTemplate *self)
{
  self->policy = 0;
}
static void
turn (BrLabelTemplate *self)
{
  self->turn = 4;
}
static void
revision (BrLabelTemplate *self)
{
  self->revision = -1;
}
static void
no_width (BrLabelTemplate *self)
{
  self->media.width = 0;
}
static void
huge_height (BrLabelTemplate *self)
{
  self->media.height = BR_LABEL_MAX_SIDE + 1;
}
static void
across (BrLabelTemplate *self)
{
  self->media.across = 9;
}
static void
corner (BrLabelTemplate *self)
{
  self->media.corner = 2001;
}
static void
turned_paper (BrLabelTemplate *self)
{
  self->media.width = 3100;
  self->media.height = 6000;
  self->turn = 1;
  nth (self, 0)->y = 2100;
}
static void
outside_turned (BrLabelTemplate *self)
{
  self->media.width = 3100;
  self->media.height = 6000;
  self->turn = 1;
  nth (self, 0)->y = 2101;
}
static void
field_name (BrLabelTemplate *self)
{
  set_text (&field (self, 0)->name, "Name");
}
static void
field_digit (BrLabelTemplate *self)
{
  set_text (&field (self, 0)->name, "1a");
}
static void
field_twice (BrLabelTemplate *self)
{
  set_text (&field (self, 0)->name, "items");
}
static void
field_type (BrLabelTemplate *self)
{
  field (self, 0)->type = 0;
}
static void
field_extra (BrLabelTemplate *self)
{
  field (self, 0)->extra = g_strdup ("{\"a\":[[[[0]]]]}");
}
static void
field_extra_good (BrLabelTemplate *self)
{
  field (self, 0)->extra = g_strdup ("{\"a\":[[[0]]],\"b\":\"[[[[[\\\"[[[[\"}");
}
static void
name_twice (BrLabelTemplate *self)
{
  set_text (&nth (self, 0)->name, "cell");
}
static void
two_unnamed (BrLabelTemplate *self)
{
  set_text (&nth (self, 0)->name, NULL);
  set_text (&nth (self, 1)->name, NULL);
}
static void
left (BrLabelTemplate *self)
{
  nth (self, 0)->x = -1;
}
static void
right (BrLabelTemplate *self)
{
  nth (self, 0)->x = 3001;
}
static void
at_the_edge (BrLabelTemplate *self)
{
  nth (self, 0)->x = 3000;
}
static void
far (BrLabelTemplate *self)
{
  nth (self, 0)->x = G_MAXINT;
}
static void
very_wide (BrLabelTemplate *self)
{
  nth (self, 0)->width = G_MAXINT;
}
static void
very_low (BrLabelTemplate *self)
{
  nth (self, 0)->y = G_MININT;
}
static void
flat (BrLabelTemplate *self)
{
  nth (self, 0)->height = 0;
}
static void
turned_box (BrLabelTemplate *self)
{
  nth (self, 0)->turn = 1;
  nth (self, 0)->y = 1000;
}   /* 10 x 30 standing on the label */
static void
turned_out (BrLabelTemplate *self)
{
  nth (self, 0)->turn = 1;
  nth (self, 0)->y = 999;
}
static void
line_point (BrLabelTemplate *self)
{
  nth (self, 2)->width = nth (self, 2)->height = 0;
}
static void
line_out (BrLabelTemplate *self)
{
  nth (self, 2)->width = -201;
}
static void
child_out (BrLabelTemplate *self)
{
  ((BrLabelObject *) nth (self, 3)->children->pdata[0])->x = 1;
}
static void
cell_high (BrLabelTemplate *self)
{
  ((BrLabelObject *) nth (self, 4)->children->pdata[0])->height = 401;
}
static void
cell_group (BrLabelTemplate *self)
{
  ((BrLabelObject *) nth (self, 4)->children->pdata[0])->type = BR_LABEL_OBJECT_GROUP;
}
static void
table_text (BrLabelTemplate *self)
{
  set_text (&nth (self, 4)->value, "name");
}
static void
table_none (BrLabelTemplate *self)
{
  set_text (&nth (self, 4)->value, NULL);
}
static void
text_with_child (BrLabelTemplate *self)
{
  add_object (nth (self, 0)->children, BR_LABEL_OBJECT_TEXT, NULL);
}
static void
type (BrLabelTemplate *self)
{
  nth (self, 0)->type = 77;
}
static void
size (BrLabelTemplate *self)
{
  nth (self, 0)->size = 49;
}
static void
min_size (BrLabelTemplate *self)
{
  nth (self, 0)->min_size = 301;
}
static void
weight (BrLabelTemplate *self)
{
  nth (self, 0)->weight = 1001;
}
static void
symbology (BrLabelTemplate *self)
{
  nth (self, 1)->symbology = BR_N_CODES;
}
static void
module (BrLabelTemplate *self)
{
  nth (self, 1)->module_dots = 1000;
}
static void
threshold (BrLabelTemplate *self)
{
  nth (self, 1)->threshold = 256;
}
static void
no_thickness (BrLabelTemplate *self)
{
  nth (self, 2)->thickness = 0;
}
static void
control (BrLabelTemplate *self)
{
  set_text (&nth (self, 0)->value, "a\x1b!");
}
static void
lines (BrLabelTemplate *self)
{
  set_text (&nth (self, 0)->value, "a\n\tb");
}
static void
not_utf8 (BrLabelTemplate *self)
{
  set_text (&nth (self, 0)->value, "\xff");
}

static void
unknown_field (BrLabelTemplate *self)
{
  set_text (&nth (self, 0)->value, "{name} {price}");
}
static void
bad_expression (BrLabelTemplate *self)
{
  set_text (&nth (self, 0)->value, "{name +}");
}
static void
bad_condition (BrLabelTemplate *self)
{
  set_text (&nth (self, 3)->when, "name =");
}
static void
unknown_condition (BrLabelTemplate *self)
{
  set_text (&nth (self, 3)->when, "price > 1");
}
static void
good_condition (BrLabelTemplate *self)
{
  set_text (&nth (self, 3)->when, "len(name) > 1 and today > '2026-01-01'");
}
static void
cell_of_row (BrLabelTemplate *self)
{
  set_text (&((BrLabelObject *) nth (self, 4)->children->pdata[0])->value, "{qty}");
}

static void
long_value (BrLabelTemplate *self)
{
  g_free (nth (self, 0)->value);
  nth (self, 0)->value = g_strnfill (BR_LABEL_MAX_TEXT + 1, 'a');
}

static void
much_text (BrLabelTemplate *self)
{
  for (guint i = 0; i < 65; i++)
    add_object (self->objects, BR_LABEL_OBJECT_TEXT, NULL)->value = g_strnfill (BR_LABEL_MAX_TEXT, 'a');
}

static void
many_objects (BrLabelTemplate *self)
{
  while (self->objects->len < BR_LABEL_MAX_OBJECTS)
    add_object (self->objects, BR_LABEL_OBJECT_TEXT, NULL);
}

static void
deep (BrLabelTemplate *self)
{
  GPtrArray *objects = nth (self, 3)->children;

  for (guint i = 0; i < BR_LABEL_MAX_DEPTH + 1; i++)
    {
      BrLabelObject *group = add_object (objects, BR_LABEL_OBJECT_GROUP, NULL);

      group->x = group->y = 0;
      objects = group->children;
    }
}

static void
large_image (BrLabelTemplate *self)
{
  add_object (self->objects, BR_LABEL_OBJECT_IMAGE, NULL)->image = g_bytes_new_take (g_malloc0 (BR_LABEL_MAX_IMAGES + 1), BR_LABEL_MAX_IMAGES + 1);
}

static void
ink (BrLabelTemplate *self)
{
  nth (self, 0)->ink = BR_N_TAG_COLOURS;
}

#define ROW(change, code, says) { #change, change, code, says }
static const struct
{
  const char *what;
  void (*change) (BrLabelTemplate *self);
  int code;         /* 0 = still good */
  const char *says; /* the message holds it */
} table[] = {
  ROW (no_name, BR_ERROR_INVALID, "name"),
  ROW (empty_name, BR_ERROR_INVALID, "name"),
  ROW (kind, BR_ERROR_RANGE, "kind"),
  ROW (ink, BR_ERROR_RANGE, "ink"),
  ROW (policy, BR_ERROR_RANGE, "policy"),
  ROW (turn, BR_ERROR_RANGE, "rotate"),
  ROW (revision, BR_ERROR_RANGE, "rev"),
  ROW (no_width, BR_ERROR_RANGE, "media w"),
  ROW (huge_height, BR_ERROR_RANGE, "media h"),
  ROW (across, BR_ERROR_RANGE, "media across"),
  ROW (corner, BR_ERROR_RANGE, "media corner"),
  ROW (turned_paper, 0, NULL),
  ROW (outside_turned, BR_ERROR_RANGE, "object 1 “title”: x"),
  ROW (field_name, BR_ERROR_INVALID, "field 1 “Name”: name"),
  ROW (field_digit, BR_ERROR_INVALID, "field 1"),
  ROW (field_twice, BR_ERROR_INVALID, "two of it"),
  ROW (field_type, BR_ERROR_RANGE, "field 1 “name”: type"),
  ROW (field_extra, BR_ERROR_RANGE, "too deeply"),
  ROW (field_extra_good, 0, NULL),
  ROW (name_twice, BR_ERROR_INVALID, "two of it"),
  ROW (two_unnamed, 0, NULL),
  ROW (left, BR_ERROR_RANGE, "object 1 “title”: x"),
  ROW (right, BR_ERROR_RANGE, "object 1 “title”: x"),
  ROW (at_the_edge, 0, NULL),
  ROW (far, BR_ERROR_RANGE, ": x"),
  ROW (very_wide, BR_ERROR_RANGE, ": w"),
  ROW (very_low, BR_ERROR_RANGE, ": y"),
  ROW (flat, BR_ERROR_RANGE, ": h"),
  ROW (turned_box, 0, NULL),
  ROW (turned_out, BR_ERROR_RANGE, "within the label"),
  ROW (line_point, BR_ERROR_INVALID, "object 3 “rule”: x2"),
  ROW (line_out, BR_ERROR_RANGE, "object 3"),
  ROW (child_out, BR_ERROR_RANGE, "object 4 “group”: object 1 “box”: x"),
  ROW (cell_high, BR_ERROR_RANGE, "object 5 “table”: object 1 “cell”"),
  ROW (cell_group, BR_ERROR_INVALID, "within a table"),
  ROW (table_text, BR_ERROR_INVALID, "object 5 “table”: v"),
  ROW (table_none, BR_ERROR_INVALID, "object 5 “table”: v"),
  ROW (text_with_child, BR_ERROR_INVALID, "only groups"),
  ROW (type, BR_ERROR_RANGE, ": t"),
  ROW (size, BR_ERROR_RANGE, ": size"),
  ROW (min_size, BR_ERROR_RANGE, ": min"),
  ROW (weight, BR_ERROR_RANGE, ": weight"),
  ROW (symbology, BR_ERROR_RANGE, ": sym"),
  ROW (module, BR_ERROR_RANGE, ": mod"),
  ROW (threshold, BR_ERROR_RANGE, ": threshold"),
  ROW (no_thickness, BR_ERROR_RANGE, ": th"),
  ROW (control, BR_ERROR_INVALID, "v: control"),
  ROW (lines, 0, NULL),
  ROW (not_utf8, BR_ERROR_INVALID, "UTF-8"),
  ROW (long_value, BR_ERROR_RANGE, "v: too long"),
  ROW (unknown_field, BR_ERROR_INVALID, "object 1 “title”: v: no field “price”"),
  ROW (bad_expression, BR_ERROR_INVALID, "object 1 “title”: v: at"),
  ROW (bad_condition, BR_ERROR_INVALID, "object 4 “group”: when: at"),
  ROW (unknown_condition, BR_ERROR_INVALID, "when: no field “price”"),
  ROW (good_condition, 0, NULL),
  ROW (cell_of_row, 0, NULL),
  ROW (much_text, BR_ERROR_RANGE, "too much text"),
  ROW (many_objects, BR_ERROR_RANGE, "too many"),
  ROW (deep, BR_ERROR_RANGE, "too deeply"),
  ROW (large_image, BR_ERROR_RANGE, "pictures"),
};

static void
test_check (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (BrLabelTemplate) template = make_template ();
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", table[i].what);
      g_assert_true (br_label_template_check (template, NULL));
      table[i].change (template);
      g_assert_cmpint (br_label_template_check (template, &error), ==, table[i].code == 0);
      g_assert_cmpint (error != NULL ? error->code : 0, ==, table[i].code);
      if (error != NULL && strstr (error->message, table[i].says) == NULL)
        g_error ("%s: “%s” does not say “%s”", table[i].what, error->message, table[i].says);
    }
}

/* A copy shares nothing with its original, and outlives it. */
static void
test_copy (void)
{
  BrLabelTemplate *original = make_template ();
  g_autoptr (BrLabelTemplate) copy = NULL;

  nth (original, 0)->image = g_bytes_new_static ("x", 1);
  copy = br_label_template_copy (original);
  g_assert_true (copy->objects != original->objects && nth (copy, 3)->children != nth (original, 3)->children);
  set_text (&nth (original, 0)->value, "other");
  set_text (&field (original, 0)->name, "other");
  br_label_template_unref (br_label_template_ref (original));
  br_label_template_unref (original);
  g_assert_cmpstr (nth (copy, 0)->value, ==, "{name}");
  g_assert_cmpuint (g_bytes_get_size (nth (copy, 0)->image), ==, 1);
  g_assert_cmpstr (br_label_template_find_field (copy, "name")->name, ==, "name");
  g_assert_null (br_label_template_find_field (copy, "other"));
  g_assert_true (br_label_template_check (copy, NULL));
}

/* A list's sample is a line a row; what is not "name=value" is passed over. */
static void
test_samples (void)
{
  g_autoptr (BrLabelTemplate) template = make_template ();
  g_autoptr (BrLabelFields) fields = NULL;
  GPtrArray *rows;

  field (template, 0)->sample = g_strdup ("Oolong; a=b");
  field (template, 1)->sample = g_strdup ("Tea; qty = 2\n\nname=a=b;half | ");
  fields = br_label_template_samples (template);
  rows = br_label_fields_get_list (fields, "items");
  g_assert_cmpstr (br_label_fields_get (fields, "name"), ==, "Oolong; a=b");
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpstr (br_label_fields_get (rows->pdata[0], "name"), ==, "Tea");
  g_assert_cmpstr (br_label_fields_get (rows->pdata[0], "qty"), ==, "2");
  g_assert_cmpstr (br_label_fields_get (rows->pdata[1], "name"), ==, "a=b");
  g_assert_null (br_label_fields_get (rows->pdata[1], "half"));
}

static void
test_bounds (void)
{
  static const struct
  {
    BrLabelObjectType type;
    guint turn;
    int in[4], out[4];
  } rows[] = {
    { BR_LABEL_OBJECT_BOX, 0, { 10, 20, 30, 40 }, { 10, 20, 30, 40 } }, { BR_LABEL_OBJECT_BOX, 2, { 10, 20, 30, 40 }, { 10, 20, 30, 40 } },
    { BR_LABEL_OBJECT_BOX, 1, { 10, 20, 30, 40 }, { 5, 25, 40, 30 } },  { BR_LABEL_OBJECT_BOX, 3, { 0, 0, 30, 10 }, { 10, -10, 10, 30 } },
    { BR_LABEL_OBJECT_LINE, 0, { 10, 20, -5, 7 }, { 5, 20, 5, 7 } },    { BR_LABEL_OBJECT_LINE, 0, { 10, 20, 5, -7 }, { 10, 13, 5, 7 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrLabelObject *object = br_label_object_new (rows[i].type);
      int out[4];

      object->turn = rows[i].turn;
      object->x = rows[i].in[0];
      object->y = rows[i].in[1];
      object->width = rows[i].in[2];
      object->height = rows[i].in[3];
      br_label_object_bounds (object, &out[0], &out[1], &out[2], &out[3]);
      g_assert_cmpmem (out, sizeof out, rows[i].out, sizeof out);
      br_label_object_free (object);
    }
}

/* Lists as people type them, also when they have not finished. */
static void
test_rows (void)
{
  static const struct
  {
    const char *text;
    guint n_rows;
    const char *name, *qty; /* of the first row */
  } cases[] = {
    { "Tea; qty=2", 1, "Tea", "2" },
    { "name=Tea;qty=2|Rice", 2, "Tea", "2" },
    { " Tea ; qty = 2 \n\n", 1, "Tea", "2" },
    { "", 0, NULL, NULL },
    { "Tea;qty", 1, "Tea", NULL },
    { "=5", 1, NULL, NULL },
    { "Tea; =5; qty=2", 1, "Tea", "2" },
    { ";", 1, "", NULL },
    { "Tea;qty=", 1, "Tea", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) rows = br_label_rows_parse (cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (rows->len, ==, cases[i].n_rows);
      if (rows->len == 0)
        continue;
      g_assert_cmpstr (br_label_fields_get (rows->pdata[0], "name"), ==, cases[i].name);
      g_assert_cmpstr (br_label_fields_get (rows->pdata[0], "qty"), ==, cases[i].qty);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/label-template/check", test_check);
  g_test_add_func ("/label-template/copy", test_copy);
  g_test_add_func ("/label-template/samples", test_samples);
  g_test_add_func ("/label-template/bounds", test_bounds);
  g_test_add_func ("/label-template/rows", test_rows);
  return g_test_run ();
}
