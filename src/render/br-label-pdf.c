/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PDF 1.4 (ISO 32000-1), written front to back: each picture is an image of one bit a dot, compressed by zlib, drawn at the size its dots have
 * on the head, without interpolation. A page is written when it is full; what is kept of it is the place of its objects, some bytes a
 * label. Equal pictures that follow each other (copies) share one image.
 *
 *   1 catalog · 2 page tree · then, in the order they come, images, and of each page its content and the page itself · xref · trailer
 *
 * The file appears under its name when it is finished, and not before.
 */
#include "config.h"

#include "br-label-pdf.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "br-error.h"
#include "br-label-template.h"

#define CATALOG 1
#define PAGES 2

struct _BrLabelPdf
{
  char *path;             /* where it goes when finished */
  char *partial;          /* where it is until then, beside it */
  FILE *out;              /* NULL once closed */
  gint64 position;        /* bytes written */
  BrSheet sheet;
  BrHead head;
  guint cell;             /* the next one, from 0 */
  GArray *offsets;        /* of gint64: where object i + 1 begins, 0 = not yet */
  GArray *pages;          /* of guint: objects */
  GString *content;       /* of the page being filled */
  GString *images;        /* its resources: "/I5 5 0 R " */
  BrBitmap *last;         /* the picture drawn last, and its object */
  guint last_image;
};

static gboolean
fail_range (GError **error, const char *message)
{
  g_set_error_literal (error, BR_ERROR, BR_ERROR_RANGE, message);
  return FALSE;
}

static gboolean
fail_io (GError **error, int number)
{
  g_set_error (error, BR_ERROR, number == ENOSPC || number == EDQUOT ? BR_ERROR_FULL : BR_ERROR_IO, "writing the PDF: %s", g_strerror (number));
  return FALSE;
}

static gboolean
write_bytes (BrLabelPdf *self, const void *bytes, gsize n, GError **error)
{
  self->position += (gint64) n;
  return fwrite (bytes, 1, n, self->out) == n || fail_io (error, errno);
}

static gboolean G_GNUC_PRINTF (3, 4) write_text (BrLabelPdf *self, GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  return write_bytes (self, text, strlen (text), error);
}

static guint
add_object (BrLabelPdf *self)
{
  gint64 none = 0;

  g_array_append_val (self->offsets, none);
  return self->offsets->len;
}

static void
begin_object (BrLabelPdf *self, guint object)
{
  g_array_index (self->offsets, gint64, object - 1) = self->position;
}

/* Points, as text without a locale, rounded down: a page a hair larger than its dots would get a row and a column more from those who count
 * them. */
static char *
points (double value, char buffer[G_ASCII_DTOSTR_BUF_SIZE])
{
  return g_ascii_formatd (buffer, G_ASCII_DTOSTR_BUF_SIZE, "%.4f", floor (value * 1e4 + 1e-6) / 1e4);
}

/* A picture lies a hair inside its place (0.1 µm), or one that ends exactly at a dot would touch the next. */
#define HAIR 0.0002

static double
points_of_length (int length)
{
  return length * 72.0 / 2540.0;
}

static double
points_of_dots (const BrHead *head, guint dots)
{
  return dots * 72.0 / 25.4 * head->dots_den / head->dots_num;
}

static gboolean
is_side (int length)
{
  return length >= 1 && length <= BR_LABEL_MAX_SIDE;
}

/* `n` cells from `from` on, `pitch` apart, begin on a page of this `length`. */
static gboolean
are_on_page (int from, int pitch, guint n, int length)
{
  return from >= 0 && pitch >= 1 && from + (gint64) (n - 1) * pitch < length;
}

static gboolean
check_sheet (const BrSheet *sheet, guint start_cell, GError **error)
{
  if (sheet->columns == 0)
    return TRUE;
  if (!is_side (sheet->page_width) || !is_side (sheet->page_height) || sheet->rows == 0 || sheet->columns > 100 || sheet->rows > 200)
    return fail_range (error, "the sheet has no cells, or too many");
  if (!are_on_page (sheet->left, sheet->pitch_x, sheet->columns, sheet->page_width)
      || !are_on_page (sheet->top, sheet->pitch_y, sheet->rows, sheet->page_height))
    return fail_range (error, "the cells of the sheet lie beside the page");
  return start_cell < sheet->columns * sheet->rows || fail_range (error, "the sheet has not so many cells");
}

BrLabelPdf *
br_label_pdf_new (const char *path, const BrSheet *sheet, guint start_cell, const BrHead *head, GError **error)
{
  static const char header[] = "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n";
  g_autoptr (BrLabelPdf) self = NULL;
  int fd;

  if (!check_sheet (sheet, start_cell, error))
    return NULL;
  self = g_new0 (BrLabelPdf, 1);
  self->sheet = *sheet;
  self->head = *head;
  self->cell = sheet->columns > 0 ? start_cell : 0;
  self->offsets = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->pages = g_array_new (FALSE, FALSE, sizeof (guint));
  self->content = g_string_new (NULL);
  self->images = g_string_new (NULL);
  self->path = g_strdup (path);
  self->partial = g_strconcat (path, ".XXXXXX", NULL);
  fd = g_mkstemp_full (self->partial, O_WRONLY | O_CLOEXEC, 0666);
  self->out = fd >= 0 ? fdopen (fd, "wb") : NULL;
  if (self->out == NULL)
    {
      fail_io (error, errno);
      return NULL;
    }
  add_object (self);
  add_object (self);
  return write_bytes (self, header, sizeof header - 1, error) ? g_steal_pointer (&self) : NULL;
}

static gboolean
write_stream (BrLabelPdf *self, guint object, const char *dictionary, const guint8 *bytes, gsize n, GError **error)
{
  uLongf size = compressBound (n);
  g_autofree guint8 *packed = g_malloc (size);

  if (compress2 (packed, &size, bytes, n, 1) != Z_OK)
    return fail_range (error, "the picture cannot be compressed");
  begin_object (self, object);
  return write_text (self, error, "%u 0 obj\n<< %s/Filter /FlateDecode /Length %lu >>\nstream\n", object, dictionary, size)
         && write_bytes (self, packed, size, error) && write_text (self, error, "\nendstream\nendobj\n");
}

static gboolean
write_image (BrLabelPdf *self, const BrBitmap *bitmap, GError **error)
{
  g_autofree char *dictionary = g_strdup_printf ("/Type /XObject /Subtype /Image /Width %u /Height %u /ColorSpace /DeviceGray /BitsPerComponent 1 "
                                                 "/Decode [1 0] /Interpolate false ",
                                                 bitmap->width, bitmap->height);

  if (self->last != NULL && br_bitmap_equal (self->last, bitmap))
    return TRUE;
  g_clear_pointer (&self->last, br_bitmap_unref);
  self->last = br_bitmap_ref ((BrBitmap *) bitmap);
  self->last_image = add_object (self);
  return write_stream (self, self->last_image, dictionary, bitmap->rows, (gsize) bitmap->stride * bitmap->height, error);
}

static gboolean
end_page (BrLabelPdf *self, double width, double height, GError **error)
{
  guint content = add_object (self), page = add_object (self);
  char width_text[G_ASCII_DTOSTR_BUF_SIZE], height_text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!write_stream (self, content, "", (const guint8 *) self->content->str, self->content->len, error))
    return FALSE;
  begin_object (self, page);
  if (!write_text (self, error, "%u 0 obj\n<< /Type /Page /Parent %u 0 R /MediaBox [0 0 %s %s] /Contents %u 0 R /Resources << /XObject << %s>> >> >>\nendobj\n",
                   page, (guint) PAGES, points (width, width_text), points (height, height_text), content, self->images->str))
    return FALSE;
  g_array_append_val (self->pages, page);
  g_string_truncate (self->content, 0);
  g_string_truncate (self->images, 0);
  return TRUE;
}

/* Places the image drawn last with its upper left corner at x, y (points from the upper left of a page `page_height` high). */
static void
place_image (BrLabelPdf *self, double x, double y, double page_height)
{
  double width = points_of_dots (&self->head, self->last->width), height = points_of_dots (&self->head, self->last->height);
  g_autofree char *name = g_strdup_printf ("/I%u %u 0 R ", self->last_image, self->last_image);
  char numbers[4][G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (self->content, "q %s 0 0 %s %s %s cm /I%u Do Q\n", points (width - HAIR, numbers[0]), points (height - HAIR, numbers[1]),
                          points (x + HAIR / 2, numbers[2]), points (page_height - y - height + HAIR / 2, numbers[3]), self->last_image);
  if (strstr (self->images->str, name) == NULL)
    g_string_append (self->images, name);
}

/* A label smaller than its cell stands in its middle, on whole dots. How large the cell is follows from the sheet: its margins are the same on both sides. */
static double
centre (const BrLabelPdf *self, int cell, guint dots)
{
  int room = br_head_dots (&self->head, cell) - (int) dots;

  return room > 0 ? points_of_dots (&self->head, (guint) room / 2) : 0;
}

static double
place_across (const BrLabelPdf *self, guint column)
{
  const BrSheet *sheet = &self->sheet;
  int cell = MIN (sheet->page_width - 2 * sheet->left - ((int) sheet->columns - 1) * sheet->pitch_x, sheet->columns > 1 ? sheet->pitch_x : sheet->page_width);

  return points_of_length (sheet->left + (int) column * sheet->pitch_x) + centre (self, cell, self->last->width);
}

static double
place_down (const BrLabelPdf *self, guint row)
{
  const BrSheet *sheet = &self->sheet;
  int cell = MIN (sheet->page_height - 2 * sheet->top - ((int) sheet->rows - 1) * sheet->pitch_y, sheet->rows > 1 ? sheet->pitch_y : sheet->page_height);

  return points_of_length (sheet->top + (int) row * sheet->pitch_y) + centre (self, cell, self->last->height);
}

static gboolean
add_to_sheet (BrLabelPdf *self, GError **error)
{
  const BrSheet *sheet = &self->sheet;
  double width = points_of_length (sheet->page_width), height = points_of_length (sheet->page_height);
  guint column = self->cell % sheet->columns, row = self->cell / sheet->columns;

  place_image (self, place_across (self, column), place_down (self, row), height);
  self->cell = (self->cell + 1) % (sheet->columns * sheet->rows);
  return self->cell != 0 || end_page (self, width, height, error);
}

/* A label may be a little larger than its cell, by what dots are rounded, and no more. */
static gboolean
check_cell (const BrLabelPdf *self, const BrBitmap *bitmap, GError **error)
{
  const BrSheet *sheet = &self->sheet;
  double tolerance = points_of_length (BR_LABEL_MM / 2);

  if (points_of_dots (&self->head, bitmap->width) <= points_of_length (sheet->columns > 1 ? sheet->pitch_x : sheet->page_width) + tolerance
      && points_of_dots (&self->head, bitmap->height) <= points_of_length (sheet->rows > 1 ? sheet->pitch_y : sheet->page_height) + tolerance)
    return TRUE;
  return fail_range (error, "the label is larger than a cell of the sheet");
}

gboolean
br_label_pdf_add (BrLabelPdf *self, const BrBitmap *bitmap, GError **error)
{
  double width = points_of_dots (&self->head, bitmap->width), height = points_of_dots (&self->head, bitmap->height);

  if (self->sheet.columns > 0 && !check_cell (self, bitmap, error))
    return FALSE;
  if (!write_image (self, bitmap, error))
    return FALSE;
  if (self->sheet.columns > 0)
    return add_to_sheet (self, error);
  place_image (self, 0, 0, height);
  return end_page (self, width, height, error);
}

static gboolean
write_page_tree (BrLabelPdf *self, GError **error)
{
  begin_object (self, PAGES);
  if (!write_text (self, error, "%u 0 obj\n<< /Type /Pages /Count %u /Kids [\n", (guint) PAGES, self->pages->len))
    return FALSE;
  for (guint i = 0; i < self->pages->len; i++)
    {
      if (!write_text (self, error, "%u 0 R\n", g_array_index (self->pages, guint, i)))
        return FALSE;
    }
  if (!write_text (self, error, "] >>\nendobj\n"))
    return FALSE;
  begin_object (self, CATALOG);
  return write_text (self, error, "%u 0 obj\n<< /Type /Catalog /Pages %u 0 R /ViewerPreferences << /PrintScaling /None >> >>\nendobj\n", (guint) CATALOG,
                     (guint) PAGES);
}

static gboolean
write_trailer (BrLabelPdf *self, GError **error)
{
  gint64 start = self->position;

  if (!write_text (self, error, "xref\n0 %u\n0000000000 65535 f \n", self->offsets->len + 1))
    return FALSE;
  for (guint i = 0; i < self->offsets->len; i++)
    {
      if (!write_text (self, error, "%010" G_GINT64_FORMAT " 00000 n \n", g_array_index (self->offsets, gint64, i)))
        return FALSE;
    }
  return write_text (self, error, "trailer\n<< /Size %u /Root %u 0 R >>\nstartxref\n%" G_GINT64_FORMAT "\n%%%%EOF\n", self->offsets->len + 1, (guint) CATALOG,
                     start);
}

gboolean
br_label_pdf_finish (BrLabelPdf *self, GError **error)
{
  g_autoptr (BrLabelPdf) owned = self;

  if (self->content->len > 0 && !end_page (self, points_of_length (self->sheet.page_width), points_of_length (self->sheet.page_height), error))
    return FALSE;
  if (self->pages->len == 0)
    return fail_range (error, "there is no label to write");
  if (!write_page_tree (self, error) || !write_trailer (self, error))
    return FALSE;
  /* Late errors of the disk come out when closing. */
  if (fclose (g_steal_pointer (&self->out)) != 0 || g_rename (self->partial, self->path) != 0)
    return fail_io (error, errno);
  g_clear_pointer (&self->partial, g_free);
  return TRUE;
}

void
br_label_pdf_free (BrLabelPdf *self)
{
  if (self == NULL)
    return;
  if (self->out != NULL)
    fclose (self->out);
  if (self->partial != NULL)
    g_unlink (self->partial);
  g_free (self->path);
  g_free (self->partial);
  g_array_unref (self->offsets);
  g_array_unref (self->pages);
  g_string_free (self->content, TRUE);
  g_string_free (self->images, TRUE);
  g_clear_pointer (&self->last, br_bitmap_unref);
  g_free (self);
}
