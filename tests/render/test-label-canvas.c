/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turned boxes: every quarter is the same as turning the finished picture. */
#include "config.h"

#include "br-label-canvas.h"
#include "paper.h"

/* In a box of 7 × 5 dots: an L, and a hole in it. */
static void
draw (const BrLabelCanvas *canvas)
{
  g_autoptr (BrBitmap) stamp = paper_from_text ("##./.#./.##");

  br_label_canvas_fill (canvas, (BrLabelRect) { 0, 0, 2, 5 });
  br_label_canvas_fill (canvas, (BrLabelRect) { 0, 4, 6, 1 });
  br_label_canvas_erase (canvas, (BrLabelRect) { 1, 2, 1, 2 });
  br_label_canvas_stamp (canvas, stamp, 3, 0, BR_INK_BLACK);
}

static void
test_turns (void)
{
  g_autoptr (BrBitmap) upright = br_bitmap_new (7, 5, NULL);
  g_autofree char *drawn = NULL;

  draw (&(BrLabelCanvas) { upright, { 0, 0, 7, 5, 0 } });
  drawn = paper_to_text (upright);
  g_assert_cmpstr (drawn, ==, "##.##../##..#../#...##./#....../######.");
  for (guint turn = 1; turn < 4; turn++)
    {
      g_autoptr (BrBitmap) expected = br_bitmap_turn (upright, turn);
      g_autoptr (BrBitmap) bitmap = br_bitmap_new (expected->width, expected->height, NULL);

      draw (&(BrLabelCanvas) { bitmap, { 0, 0, 7, 5, turn } });
      g_assert_true (br_bitmap_equal (bitmap, expected));
    }
}

static void
assert_rect (BrLabelRect rect, int x, int y, int width, int height)
{
  g_assert_cmpint (rect.x, ==, x);
  g_assert_cmpint (rect.y, ==, y);
  g_assert_cmpint (rect.width, ==, width);
  g_assert_cmpint (rect.height, ==, height);
}

static void
test_inside (void)
{
  BrLabelFrame label = { .width = 100, .height = 60 };
  BrLabelFrame lying = br_label_frame_inside (&label, (BrLabelRect) { 10, 10, 40, 20 }, 1), child;

  /* About its middle, 30, 20. */
  assert_rect (br_label_frame_rect (&lying), 20, 0, 20, 40);
  g_assert_cmpint (lying.width, ==, 40);
  /* Its upper left corner is now its upper right one. */
  assert_rect (br_label_frame_map (&lying, (BrLabelRect) { 0, 0, 4, 2 }), 38, 0, 2, 4);
  /* Turned back inside a turned group it stands upright. */
  child = br_label_frame_inside (&lying, (BrLabelRect) { 0, 0, 20, 20 }, 3);
  g_assert_cmpint (child.turn, ==, 0);
  assert_rect (br_label_frame_rect (&child), 20, 0, 20, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/label-canvas/turns", test_turns);
  g_test_add_func ("/render/label-canvas/inside", test_inside);
  return g_test_run ();
}
