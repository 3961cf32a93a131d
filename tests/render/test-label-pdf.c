/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels as PDF, read back by poppler (pdftoppm): the dots on the pages are the dots of the pictures. */
#include "config.h"

#include "br-error.h"
#include "br-label-pdf.h"
#include "br-random.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

static const BrHead head_8 = { 8, 1, 0, 0 };
static const BrSheet single = { 0 };
/* 2 × 3 cells of 60 × 40 mm on 150 × 140 mm. */
static const BrSheet sheet = { .page_width = 15000, .page_height = 14000, .left = 1000, .top = 500, .columns = 2, .rows = 3, .pitch_x = 6500, .pitch_y = 4500 };

static BrBitmap *
make_picture (guint width, guint height, guint64 seed)
{
  BrBitmap *bitmap = br_bitmap_new (width, height, NULL);
  BrXorshift random;

  br_xorshift_init (&random, seed);
  br_bitmap_fill (bitmap, 0, 0, 1, 1);
  br_bitmap_fill (bitmap, (int) width - 1, (int) height - 1, 1, 1);
  for (guint i = 0; i < 200; i++)
    br_bitmap_fill (bitmap, (int) br_xorshift_below (&random, width), (int) br_xorshift_below (&random, height), (int) br_xorshift_below (&random, 9) + 1,
                    (int) br_xorshift_below (&random, 9) + 1);
  return bitmap;
}

/* Reads a binary PBM, in which 1 is black too. */
static BrBitmap *
read_pbm (const char *path)
{
  g_autofree char *bytes = NULL;
  BrBitmap *bitmap;
  guint width, height;
  gsize n;
  int begin = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  g_assert_cmpint (sscanf (bytes, "P4 %u %u%n", &width, &height, &begin), ==, 2);
  bitmap = br_bitmap_new (width, height, NULL);
  g_assert_cmpuint (n - (gsize) begin - 1, ==, (gsize) bitmap->stride * height);
  memcpy (bitmap->rows, bytes + begin + 1, (gsize) bitmap->stride * height);
  return bitmap;
}

static char *
make_folder (void)
{
  return g_dir_make_tmp ("backroom-pdf-XXXXXX", NULL);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

/* The pages of a PDF at `dpi`, of BrBitmap; NULL when there is no pdftoppm. */
static GPtrArray *
read_pages (const char *folder, const char *pdf, const char *dpi)
{
  g_autofree char *program = g_find_program_in_path ("pdftoppm");
  g_autofree char *prefix = g_build_filename (folder, "page", NULL);
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify) br_bitmap_unref);
  const char *argv[] = { program, "-mono", "-aa", "no", "-aaVector", "no", "-r", dpi, "-sep", "", pdf, prefix, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *complaints = NULL;
  int status;

  if (program == NULL)
    return NULL;
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, &complaints, &status, &error));
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_assert_cmpstr (complaints, ==, "");
  for (guint i = 1;; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s%u.pbm", prefix, i);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        break;
      g_ptr_array_add (pages, read_pbm (path));
    }
  return g_steal_pointer (&pages);
}

/* The dots of a label on a page, and white around it. */
static void
assert_at (const BrBitmap *page, int x, int y, const BrBitmap *picture)
{
  for (int row = -2; row < (int) picture->height + 2; row++)
    for (int column = -2; column < (int) picture->width + 2; column++)
      g_assert_cmpint (br_bitmap_get (page, x + column, y + row), ==, br_bitmap_get (picture, column, row));
}

static void
test_single (void)
{
  static const struct
  {
    BrHead head;
    const char *dpi;
    guint width, height;
  } rows[] = {
    { { 8, 1, 0, 0 }, "203.2", 480, 320 },
    { { 12, 1, 0, 0 }, "304.8", 721, 301 },
    { { 1181, 100, 0, 0 }, "299.974", 696, 300 },
    { { 24, 1, 0, 0 }, "609.6", 333, 77 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *folder = make_folder (), *path = g_build_filename (folder, "labels.pdf", NULL);
      g_autoptr (BrBitmap) first = make_picture (rows[i].width, rows[i].height, 1), second = make_picture (rows[i].height, rows[i].width, 2);
      g_autoptr (GError) error = NULL;
      g_autoptr (BrLabelPdf) pdf = br_label_pdf_new (path, &single, 0, &rows[i].head, &error);
      g_autoptr (GPtrArray) pages = NULL;

      g_assert_no_error (error);
      g_assert_true (br_label_pdf_add (pdf, first, &error));
      g_assert_true (br_label_pdf_add (pdf, first, &error));
      g_assert_true (br_label_pdf_add (pdf, second, &error));
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS)); /* not before it is whole */
      g_assert_true (br_label_pdf_finish (g_steal_pointer (&pdf), &error));
      pages = read_pages (folder, path, rows[i].dpi);
      if (pages != NULL)
        {
          g_assert_cmpuint (pages->len, ==, 3);
          g_assert_true (br_bitmap_equal (pages->pdata[0], first));
          g_assert_true (br_bitmap_equal (pages->pdata[1], first));
          g_assert_true (br_bitmap_equal (pages->pdata[2], second));
        }
      remove_folder (folder);
      if (pages == NULL)
        g_test_skip ("there is no pdftoppm");
    }
}

/* Eight labels on sheets of six, from the fifth cell: two on the first, six on the second; each in the middle of its cell of 65 × 40 mm. */
static void
test_sheet (void)
{
  g_autofree char *folder = make_folder (), *path = g_build_filename (folder, "labels.pdf", NULL);
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) br_bitmap_unref);
  g_autoptr (GPtrArray) pages = NULL;
  BrLabelPdf *pdf = br_label_pdf_new (path, &sheet, 4, &head_8, NULL);

  for (guint i = 0; i < 8; i++)
    {
      g_ptr_array_add (pictures, make_picture (480, 320, i + 1));
      g_assert_true (br_label_pdf_add (pdf, pictures->pdata[i], NULL));
    }
  g_assert_true (br_label_pdf_finish (pdf, NULL));
  pages = read_pages (folder, path, "203.2");
  remove_folder (folder);
  if (pages == NULL)
    {
      g_test_skip ("there is no pdftoppm");
      return;
    }
  g_assert_cmpuint (pages->len, ==, 2);
  for (guint i = 0; i < 8; i++)
    {
      guint cell = (i + 4) % 6;
      const BrBitmap *page = pages->pdata[(i + 4) / 6];

      g_assert_cmpuint (page->width, ==, 1200);
      g_assert_cmpuint (page->height, ==, 1120);
      assert_at (page, (int) (80 + 20 + cell % 2 * 520), (int) (40 + cell / 2 * 360), pictures->pdata[i]);
    }
  g_assert_false (br_bitmap_get (pages->pdata[0], 100, 40)); /* a cell already used stays white */
}

static void
test_refused (void)
{
  g_autofree char *folder = make_folder (), *path = g_build_filename (folder, "labels.pdf", NULL);
  g_autoptr (BrBitmap) large = br_bitmap_new (600, 320, NULL);
  g_autoptr (GError) error = NULL;
  BrSheet wrong[] = { sheet, sheet, sheet, sheet };
  BrLabelPdf *pdf;

  wrong[0].rows = 0;
  wrong[1].pitch_x = 20000; /* the second column beside the page */
  wrong[2].page_width = 0;
  wrong[3].top = -1;
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_null (br_label_pdf_new (path, &wrong[i], 0, &head_8, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
      g_clear_error (&error);
    }
  g_assert_null (br_label_pdf_new (path, &sheet, 6, &head_8, &error)); /* cells 0..5 */
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
  g_clear_error (&error);
  g_assert_null (br_label_pdf_new ("/nonexistent/x.pdf", &sheet, 0, &head_8, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_IO);
  g_clear_error (&error);

  pdf = br_label_pdf_new (path, &sheet, 0, &head_8, NULL);
  g_assert_false (br_label_pdf_add (pdf, large, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
  g_clear_error (&error);
  g_assert_false (br_label_pdf_finish (pdf, &error)); /* nothing in it */
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
  g_assert_cmpint (g_rmdir (folder), ==, 0); /* and nothing left behind */
}

/* What is given up leaves the file that was there. */
static void
test_abandoned (void)
{
  g_autofree char *folder = make_folder (), *path = g_build_filename (folder, "labels.pdf", NULL), *text = NULL;
  g_autoptr (BrBitmap) picture = make_picture (480, 320, 3);
  BrLabelPdf *pdf;

  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  pdf = br_label_pdf_new (path, &single, 0, &head_8, NULL);
  g_assert_true (br_label_pdf_add (pdf, picture, NULL));
  br_label_pdf_free (pdf);
  br_label_pdf_free (NULL);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "before");
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/label-pdf/single", test_single);
  g_test_add_func ("/label-pdf/sheet", test_sheet);
  g_test_add_func ("/label-pdf/refused", test_refused);
  g_test_add_func ("/label-pdf/abandoned", test_abandoned);
  return g_test_run ();
}
