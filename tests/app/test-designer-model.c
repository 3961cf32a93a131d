/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The designer without its widgets: every operation, that none leaves a bad template behind, and that all of it can be taken back. */
#include "config.h"

#include "br-designer-edit.h"
#include "br-designer-snap.h"
#include "br-random.h"
#include "br-wire-template.h"

#define MM BR_LABEL_MM

static BrLabelObject *
add_box (BrLabelTemplate *self, const char *name, int x, int y, int width, int height)
{
  BrLabelObject *object = br_label_object_new (BR_LABEL_OBJECT_BOX);

  object->name = g_strdup (name);
  object->x = x * MM;
  object->y = y * MM;
  object->width = width * MM;
  object->height = height * MM;
  g_ptr_array_add (self->objects, object);
  return object;
}

/* Three boxes on 60 x 40 mm. */
static BrDesignerModel *
make_model (void)
{
  g_autoptr (BrLabelTemplate) template = br_label_template_new ();

  template->name = g_strdup ("Test");
  template->revision = 7;
  add_box (template, "a", 1, 1, 10, 10);
  add_box (template, "b", 20, 5, 10, 5);
  add_box (template, "c", 45, 30, 10, 10);
  return br_designer_model_new (template);
}

static BrLabelObject *
nth (BrDesignerModel *model, guint i)
{
  return br_designer_model_get_objects (model)->pdata[i];
}

static void
select_all_but (BrDesignerModel *model, guint without)
{
  br_designer_model_select_all (model);
  br_designer_model_toggle (model, without);
}

static void
assert_names (BrDesignerModel *model, const char *names)
{
  g_autoptr (GString) all = g_string_new (NULL);
  GPtrArray *objects = br_designer_model_get_objects (model);

  for (guint i = 0; i < objects->len; i++)
    g_string_append (all, ((BrLabelObject *) objects->pdata[i])->name != NULL ? ((BrLabelObject *) objects->pdata[i])->name : "-");
  g_assert_cmpstr (all->str, ==, names);
}

static void
assert_box (const BrLabelObject *object, int x, int y, int width, int height)
{
  int is[] = { object->x, object->y, object->width, object->height }, wanted[] = { x, y, width, height };

  g_assert_cmpmem (is, sizeof is, wanted, sizeof wanted);
}

static void
test_select (void)
{
  g_autoptr (BrDesignerModel) model = make_model ();
  BrDesignerArea all;
  guint index = 9;

  g_assert_false (br_designer_model_get_bounds (model, &all));
  g_assert_cmpmem (&all, sizeof all, &(BrDesignerArea) { 0 }, sizeof all);
  g_assert_true (br_designer_model_find_at (model, 25 * MM, 7 * MM, 0, &index));
  g_assert_cmpuint (index, ==, 1);
  g_assert_false (br_designer_model_find_at (model, 19 * MM, 7 * MM, 50, &index));
  g_assert_true (br_designer_model_find_at (model, 19 * MM, 7 * MM, MM, &index));
  br_designer_model_select (model, (guint[]) { 2, 0, 2, 77 }, 4);
  g_assert_cmpuint (br_designer_model_get_selection (model)->len, ==, 2);
  g_assert_null (br_designer_model_get_single (model));
  g_assert_true (br_designer_model_get_bounds (model, &all));
  g_assert_cmpint (all.x, ==, MM);
  g_assert_cmpint (all.width, ==, 54 * MM);
  br_designer_model_select_area (model, &(BrDesignerArea) { 0, 0, 21 * MM, 20 * MM });
  g_assert_true (br_designer_model_is_selected (model, 0) && br_designer_model_is_selected (model, 1) && !br_designer_model_is_selected (model, 2));
  br_designer_model_select (model, NULL, 0);
  br_designer_model_select_next (model, -1);
  g_assert_true (br_designer_model_get_single (model) == nth (model, 2));
  br_designer_model_select_next (model, 1);
  g_assert_true (br_designer_model_get_single (model) == nth (model, 0));
  g_assert_false (br_designer_model_is_changed (model)); /* selecting is no edit */
}

/* What is not on the label now does not lie before what is; alone, it can be taken hold of. */
static void
test_hidden (void)
{
  g_autoptr (BrDesignerModel) model = make_model ();
  g_autoptr (BrLabelFields) values = br_label_fields_new ();
  guint index;

  nth (model, 1)->x = nth (model, 1)->y = 2 * MM; /* over a */
  nth (model, 1)->when = g_strdup ("has(regular)");
  nth (model, 2)->when = g_strdup ("has(regular)");
  g_assert_true (br_designer_model_find_at (model, 3 * MM, 3 * MM, 0, &index));
  g_assert_cmpuint (index, ==, 1); /* no values are said: all is there */
  br_designer_model_set_values (model, values, 0);
  g_assert_false (br_designer_model_is_shown (model, nth (model, 1)));
  g_assert_true (br_designer_model_find_at (model, 3 * MM, 3 * MM, 0, &index));
  g_assert_cmpuint (index, ==, 0);
  g_assert_true (br_designer_model_find_at (model, 50 * MM, 35 * MM, 0, &index));
  g_assert_cmpuint (index, ==, 2);
  g_assert_false (br_designer_model_find_at (model, 40 * MM, 2 * MM, 0, &index));
  br_label_fields_set (values, "regular", "2.00");
  br_designer_model_set_values (model, values, 0);
  g_assert_true (br_designer_model_find_at (model, 3 * MM, 3 * MM, 0, &index));
  g_assert_cmpuint (index, ==, 1);
}

static void
test_move (void)
{
  g_autoptr (BrDesignerModel) model = make_model ();

  g_assert_false (br_designer_move (model, NULL, MM, MM)); /* nothing is selected */
  select_all_but (model, 2);
  g_assert_true (br_designer_move (model, NULL, -5 * MM, 0)); /* as far as the edge */
  assert_box (nth (model, 0), 0, MM, 10 * MM, 10 * MM);
  assert_box (nth (model, 1), 19 * MM, 5 * MM, 10 * MM, 5 * MM);
  g_assert_false (br_designer_move (model, NULL, -1, 0));
  br_designer_model_select (model, (guint[]) { 0 }, 1);
  g_assert_true (br_designer_place (model, NULL, &(BrDesignerArea) { 2 * MM, 2 * MM, 500 * MM, 0 }));
  assert_box (nth (model, 0), 0, 2 * MM, 60 * MM, MM / 2);
}

static void
test_align (void)
{
  static const struct
  {
    BrDesignerAlign how;
    int a, b; /* left or upper edge then, in tenths of a millimetre */
  } rows[] = {
    { BR_DESIGNER_LEFT, 10, 10 }, { BR_DESIGNER_CENTRE, 105, 105 }, { BR_DESIGNER_RIGHT, 200, 200 },
    { BR_DESIGNER_TOP, 10, 10 },  { BR_DESIGNER_MIDDLE, 10, 35 },   { BR_DESIGNER_BOTTOM, 10, 60 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrDesignerModel) model = make_model ();
      gboolean upright = rows[i].how >= BR_DESIGNER_TOP;

      select_all_but (model, 2);
      g_assert_true (br_designer_align (model, rows[i].how));
      g_assert_cmpint (upright ? nth (model, 0)->y : nth (model, 0)->x, ==, rows[i].a * MM / 10);
      g_assert_cmpint (upright ? nth (model, 1)->y : nth (model, 1)->x, ==, rows[i].b * MM / 10);
      g_assert_false (br_designer_align (model, rows[i].how)); /* it is already */
    }
}

static void
test_distribute (void)
{
  g_autoptr (BrDesignerModel) model = make_model ();

  select_all_but (model, 1);
  g_assert_false (br_designer_distribute (model, FALSE));
  br_designer_model_select_all (model);
  g_assert_true (br_designer_distribute (model, FALSE));
  g_assert_cmpint (nth (model, 1)->x, ==, 23 * MM); /* 1-11, 23-33, 45-55 */
  g_assert_true (br_designer_distribute (model, TRUE));
  g_assert_cmpint (nth (model, 1)->y, ==, 18 * MM); /* 1-11, 18-23, 30-40 */
}

static void
test_order (void)
{
  g_autoptr (BrDesignerModel) model = make_model ();

  br_designer_model_select (model, (guint[]) { 0, 1 }, 2);
  g_assert_true (br_designer_order (model, BR_DESIGNER_FORWARD));
  assert_names (model, "cab");
  g_assert_false (br_designer_order (model, BR_DESIGNER_TO_FRONT));
  g_assert_true (br_designer_model_is_selected (model, 1) && br_designer_model_is_selected (model, 2));
  br_designer_model_select (model, (guint[]) { 2 }, 1);
  g_assert_true (br_designer_order (model, BR_DESIGNER_TO_BACK));
  assert_names (model, "bca");
  g_assert_true (br_designer_model_is_selected (model, 0));
  g_assert_false (br_designer_order (model, BR_DESIGNER_BACKWARD));
}

static void
test_copies (void)
{
  g_autoptr (BrDesignerModel) model = make_model ();
  g_autoptr (GPtrArray) copies = NULL;

  br_designer_model_select (model, (guint[]) { 0, 2 }, 2);
  g_assert_true (br_designer_duplicate (model));
  assert_names (model, "abca 2c 2");
  assert_box (nth (model, 3), 3 * MM, 3 * MM, 10 * MM, 10 * MM);
  assert_box (nth (model, 4), 47 * MM, 30 * MM, 10 * MM, 10 * MM); /* it was at the lower edge */
  copies = br_designer_copy (model);
  g_assert_true (br_designer_remove (model));
  assert_names (model, "abc");
  g_assert_true (br_designer_paste (model, copies));
  assert_names (model, "abca 2c 2");
  g_assert_false (br_designer_paste (model, NULL));
}

static void
test_groups (void)
{
  g_autoptr (BrDesignerModel) model = make_model ();
  BrDesignerArea area;

  br_designer_model_select (model, (guint[]) { 0 }, 1);
  g_assert_false (br_designer_group (model));
  g_assert_false (br_designer_model_enter (model, 0));
  br_designer_model_select (model, (guint[]) { 0, 1 }, 2);
  g_assert_true (br_designer_group (model));
  assert_names (model, "c-");
  assert_box (nth (model, 1), MM, MM, 29 * MM, 10 * MM);
  g_assert_true (br_designer_model_enter (model, 1));
  assert_names (model, "ab");
  area = br_designer_model_get_area (model);
  g_assert_cmpint (area.x, ==, MM);
  g_assert_cmpint (area.width, ==, 29 * MM);
  assert_box (nth (model, 1), 19 * MM, 4 * MM, 10 * MM, 5 * MM);
  br_designer_model_select (model, (guint[]) { 1 }, 1);
  g_assert_false (br_designer_move (model, NULL, MM, 0)); /* the group ends here */
  g_assert_true (br_designer_move (model, NULL, -MM, 0));
  g_assert_true (br_designer_model_leave (model));
  g_assert_false (br_designer_model_leave (model));
  g_assert_true (br_designer_model_is_selected (model, 1));
  g_assert_false (br_designer_place (model, NULL, &(BrDesignerArea) { 0, 0, MM, MM })); /* smaller than what is in it */
  g_assert_true (br_designer_ungroup (model));
  assert_names (model, "cab");
  assert_box (nth (model, 2), 19 * MM, 5 * MM, 10 * MM, 5 * MM);
}

static gboolean
rename_template (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  g_set_str (&draft->name, data);
  return TRUE;
}

/* Edits of one series are one step; saving ends it, and the way back goes past the save. */
static void
test_steps (void)
{
  g_autoptr (BrDesignerModel) model = make_model ();

  g_assert_cmpint (br_designer_model_get_base (model), ==, 7);
  br_designer_model_edit (model, "name", rename_template, (gpointer) "A");
  br_designer_model_edit (model, "name", rename_template, (gpointer) "AB");
  br_designer_model_mark_saved (model, br_designer_model_get (model), 8);
  g_assert_false (br_designer_model_is_changed (model));
  br_designer_model_edit (model, "name", rename_template, (gpointer) "ABC");
  br_designer_model_edit (model, "name", rename_template, (gpointer) "ABCD");
  br_designer_model_end_series (model);
  br_designer_model_edit (model, "name", rename_template, (gpointer) "E");
  br_designer_model_undo (model);
  g_assert_cmpstr (br_designer_model_get (model)->name, ==, "ABCD");
  br_designer_model_undo (model);
  g_assert_cmpstr (br_designer_model_get (model)->name, ==, "AB");
  g_assert_false (br_designer_model_is_changed (model));
  br_designer_model_undo (model);
  g_assert_cmpstr (br_designer_model_get (model)->name, ==, "Test");
  g_assert_true (br_designer_model_is_changed (model));
  g_assert_false (br_designer_model_can_undo (model));
  br_designer_model_undo (model);
  br_designer_model_redo (model);
  g_assert_cmpstr (br_designer_model_get (model)->name, ==, "AB");
  br_designer_model_edit (model, NULL, rename_template, (gpointer) "other");
  g_assert_false (br_designer_model_can_redo (model));
  g_assert_cmpint (br_designer_model_get_base (model), ==, 8);
}

/* Objects come onto a smaller paper; a group that cannot refuses it. */
static void
test_paper (void)
{
  g_autoptr (BrDesignerModel) model = make_model ();
  BrMedia media = br_designer_model_get (model)->media;

  g_assert_false (br_designer_set_paper (model, &media, 0));
  media.width = 30 * MM;
  media.height = 20 * MM;
  media.corner = 99 * MM;
  g_assert_true (br_designer_set_paper (model, &media, 1));
  g_assert_cmpint (br_designer_model_get (model)->media.corner, ==, 10 * MM);
  assert_box (nth (model, 2), 10 * MM, 20 * MM, 10 * MM, 10 * MM); /* on 20 x 30 */
  g_assert_true (br_label_template_check (br_designer_model_get (model), NULL));
  br_designer_model_select (model, (guint[]) { 0, 2 }, 2);
  g_assert_true (br_designer_group (model));
  media.width = 5 * MM;
  g_assert_false (br_designer_set_paper (model, &media, 1));
}

static void
test_snap (void)
{
  static const BrDesignerArea others[] = { { 1000, 1000, 500, 500 } };
  static const struct
  {
    BrDesignerArea box;
    int x, y, guide_x, guide_y;
  } rows[] = {
    { { 1020, 3000, 300, 300 }, 1000, 3000, 1000, BR_DESIGNER_NO_GUIDE },                   /* left edge to left edge */
    { { 1190, 985, 300, 300 }, 1200, 1000, 1500, 1000 },                                    /* right to right, top to top */
    { { 30, 4020 - 300, 300, 300 }, 0, 3700, 0, 4000 },                                     /* the label's edges */
    { { 2860, 2300, 300, 300 }, 2850, 2300, 3000, BR_DESIGNER_NO_GUIDE },                   /* its middle */
    { { 2230, 2312, 301, 301 }, 2200, 2300, BR_DESIGNER_NO_GUIDE, BR_DESIGNER_NO_GUIDE },   /* the grid */
    { { 2240, 2350, 301, 301 }, 2240, 2350, BR_DESIGNER_NO_GUIDE, BR_DESIGNER_NO_GUIDE },   /* nothing in reach */
  };
  BrDesignerSnap snap = { others, G_N_ELEMENTS (others), 6000, 4000, 100, 30 };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrDesignerArea box = rows[i].box;
      int guide_x, guide_y;

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      br_designer_snap_move (&snap, &box, &guide_x, &guide_y);
      g_assert_cmpint (box.x, ==, rows[i].x);
      g_assert_cmpint (box.y, ==, rows[i].y);
      g_assert_cmpint (guide_x, ==, rows[i].guide_x);
      g_assert_cmpint (guide_y, ==, rows[i].guide_y);
    }
}

/* One random operation; most do something. */
static void
do_something (BrDesignerModel *model, BrXorshift *random)
{
  int dx = (int) br_xorshift_below (random, 4001) - 2000, dy = (int) br_xorshift_below (random, 4001) - 2000;
  guint n = br_designer_model_get_objects (model)->len;
  guint some[] = { br_xorshift_below (random, n + 1), br_xorshift_below (random, n + 1) };
  BrMedia media = br_designer_model_get (model)->media;

  guint what = br_xorshift_below (random, 17);

  g_test_message ("%u: %d %d", what, dx, dy);
  switch (what)
    {
    case 0:
    case 1: br_designer_move (model, br_xorshift_below (random, 2) ? "drag" : NULL, dx, dy); break;
    case 2: br_designer_place (model, NULL, &(BrDesignerArea) { dx, dy, dy + 1000, dx + 500 }); break;
    case 3: br_designer_align (model, 1 + br_xorshift_below (random, 6)); break;
    case 4: br_designer_distribute (model, br_xorshift_below (random, 2)); break;
    case 5: br_designer_order (model, 1 + br_xorshift_below (random, 4)); break;
    case 6: br_designer_turn (model); break;
    case 7: br_designer_add (model, 1 + br_xorshift_below (random, 8)); break;
    case 8: br_designer_remove (model); break;
    case 9: br_designer_duplicate (model); break;
    case 10: br_designer_group (model); break;
    case 11: br_designer_ungroup (model); break;
    case 12: br_designer_model_enter (model, some[0]); break;
    case 13: br_designer_model_leave (model); break;
    case 14: br_designer_model_select_all (model); break;
    case 15:
      media.width = 2000 + br_xorshift_below (random, 6000);
      media.height = 2000 + br_xorshift_below (random, 6000);
      br_designer_set_paper (model, &media, br_xorshift_below (random, 4));
      break;
    default: br_designer_model_select (model, some, 1 + br_xorshift_below (random, 2)); break;
    }
}

/* Whatever is done, the template stays good; all of it taken back is the original, and done again is the end. */
static void
test_random (void)
{
  const char *given = g_getenv ("BACKROOM_SEED");
  guint64 seed = given != NULL ? g_ascii_strtoull (given, NULL, 0) : br_random_u64 (br_random_system ());
  BrXorshift random;

  g_test_message ("BACKROOM_SEED=%" G_GUINT64_FORMAT, seed);
  br_xorshift_init (&random, seed);
  for (guint round = 0; round < 20; round++)
    {
      g_autoptr (BrDesignerModel) model = make_model ();
      g_autofree char *begin = br_wire_template_write (br_designer_model_get (model));
      g_autofree char *end = NULL, *back = NULL, *forth = NULL;

      for (guint i = 0; i < 150; i++)
        {
          g_autoptr (GError) error = NULL;

          do_something (model, &random);
          br_label_template_check (br_designer_model_get (model), &error);
          g_assert_no_error (error);
        }
      end = br_wire_template_write (br_designer_model_get (model));
      while (br_designer_model_can_undo (model))
        br_designer_model_undo (model);
      back = br_wire_template_write (br_designer_model_get (model));
      g_assert_cmpstr (back, ==, begin);
      g_assert_false (br_designer_model_is_changed (model));
      while (br_designer_model_can_redo (model))
        br_designer_model_redo (model);
      forth = br_wire_template_write (br_designer_model_get (model));
      g_assert_cmpstr (forth, ==, end);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/designer-model/select", test_select);
  g_test_add_func ("/designer-model/hidden", test_hidden);
  g_test_add_func ("/designer-model/move", test_move);
  g_test_add_func ("/designer-model/align", test_align);
  g_test_add_func ("/designer-model/distribute", test_distribute);
  g_test_add_func ("/designer-model/order", test_order);
  g_test_add_func ("/designer-model/copies", test_copies);
  g_test_add_func ("/designer-model/groups", test_groups);
  g_test_add_func ("/designer-model/steps", test_steps);
  g_test_add_func ("/designer-model/paper", test_paper);
  g_test_add_func ("/designer-model/snap", test_snap);
  g_test_add_func ("/designer-model/random", test_random);
  return g_test_run ();
}
