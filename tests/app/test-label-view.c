/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots on the screen: which pixels are black, how large a dot is in which room, that nothing is left over. */
#include "config.h"

#include "br-label-view.h"
#include <adwaita.h>

/* 10 × 3 dots: the first and the last of the first row, all of the second. */
static guint8 rows[] = { 0x80, 0x40, 0xff, 0xc0, 0x00, 0x00 };
static const BrBitmap bitmap = { 10, 3, 2, rows };

static void
test_texture (void)
{
  static const char *const expected[] = { "#........#", "##########", ".........." };
  g_autoptr (GdkTexture) texture = br_label_texture_new (&bitmap);
  guint8 pixels[3][10][4];

  g_assert_cmpint (gdk_texture_get_width (texture), ==, 10);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 3);
  gdk_texture_download (texture, &pixels[0][0][0], sizeof pixels[0]);
  for (guint y = 0; y < 3; y++)
    for (guint x = 0; x < 10; x++)
      g_assert_cmpuint (pixels[y][x][0], ==, expected[y][x] == '#' ? 0 : 255);
}

/* A dot is a whole number of pixels, or the label is made smaller as a whole. */
static void
test_zoom (void)
{
  static const struct
  {
    guint zoom;
    int width, height; /* of the room */
    float x, y, label_width, label_height;
  } cases[] = {
    { 0, 100, 100, 0, 35, 100, 30 }, { 0, 47, 30, 3, 9, 40, 12 }, { 0, 5, 30, 0, 14, 5, 1.5f }, { 2, 100, 100, 40, 47, 20, 6 }, { 3, 30, 9, 0, 0, 30, 9 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *view = g_object_ref_sink (br_label_view_new ());
      graphene_rect_t area;

      g_assert_false (br_label_view_get_area (BR_LABEL_VIEW (view), &area));
      br_label_view_set_bitmap (BR_LABEL_VIEW (view), &bitmap);
      br_label_view_set_zoom (BR_LABEL_VIEW (view), cases[i].zoom);
      gtk_widget_measure (view, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_allocate (view, cases[i].width, cases[i].height, -1, NULL);
      g_assert_true (br_label_view_get_area (BR_LABEL_VIEW (view), &area));
      g_test_message ("case %u", i);
      g_assert_cmpfloat (area.origin.x, ==, cases[i].x);
      g_assert_cmpfloat (area.origin.y, ==, cases[i].y);
      g_assert_cmpfloat (area.size.width, ==, cases[i].label_width);
      g_assert_cmpfloat (area.size.height, ==, cases[i].label_height);
      g_assert_finalize_object (view);
    }
}

static void
test_measure (void)
{
  GtkWidget *view = g_object_ref_sink (br_label_view_new ());
  int minimum, natural;

  gtk_widget_measure (view, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 0);
  br_label_view_set_bitmap (BR_LABEL_VIEW (view), &bitmap);
  br_label_view_set_zoom (BR_LABEL_VIEW (view), 4);
  gtk_widget_measure (view, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 40);
  gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 12);
  br_label_view_set_bitmap (BR_LABEL_VIEW (view), NULL);
  gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 0);
  g_assert_finalize_object (view);
}

/* It asks for the height that its width takes, and for no more: no blank paper around it. */
static void
test_most (void)
{
  static const struct
  {
    guint most;
    int width, minimum, natural; /* heights, when it is so wide; -1 = as wide as it likes */
  } cases[] = {
    { 0, 80, 16, 40 },   { 0, 20, 10, 10 },  { 60, 80, 40, 40 }, { 60, 40, 20, 20 },
    { 60, 200, 40, 40 }, { 20, 80, 20, 20 }, { 20, 20, 10, 10 }, { 20, -1, 16, 20 },
  };
  static const guint8 large_rows[10 * 40];
  const BrBitmap large = { 80, 40, 10, (guint8 *) large_rows };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *view = g_object_ref_sink (br_label_view_new ());
      int minimum, natural, width;

      br_label_view_set_bitmap (BR_LABEL_VIEW (view), &large);
      br_label_view_set_most (BR_LABEL_VIEW (view), cases[i].most);
      gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, cases[i].width, &minimum, &natural, NULL, NULL);
      gtk_widget_measure (view, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
      g_test_message ("case %u", i);
      g_assert_cmpint (natural, ==, cases[i].natural);
      g_assert_cmpint (minimum, ==, cases[i].minimum);
      g_assert_cmpint (width, ==, cases[i].most == 20 ? 40 : 80);
      g_assert_finalize_object (view);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();
  g_test_add_func ("/app/label-view/texture", test_texture);
  g_test_add_func ("/app/label-view/zoom", test_zoom);
  g_test_add_func ("/app/label-view/measure", test_measure);
  g_test_add_func ("/label-view/most", test_most);
  return g_test_run ();
}
