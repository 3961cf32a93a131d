/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawn twice: first to count the pages, then with their number on each. A row is as high as its longest text needs, up to some lines; what is longer still ends in an ellipsis. */
#include "config.h"

#include "br-certificate-pdf.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "br-error.h"

#define WIDTH 841.89 /* points: A4, lying */
#define HEIGHT 595.28
#define MARGIN 36.0
#define TITLE 16.0 /* points: size of letters */
#define TEXT 9.0
#define CELL 7.0
#define MAX_LINES 4 /* of a cell */
#define ROW_GAP 2.5 /* between two rows */
#define GAP 4.0 /* between two columns */

/* The pages being drawn. */
typedef struct
{
  const BrCertificate *certificate;
  cairo_t *cr;
  PangoLayout *layout;
  PangoFontDescription *font;
  double edges[BR_CERTIFICATE_MAX_COLUMNS + 1]; /* left edges of the columns, and the right one of the last */
  guint n_columns;
  double y; /* where the next thing goes */
  guint page; /* the one being drawn, from 1 */
  guint n_pages; /* 0 = not counted yet */
} Pages;

static void
set_font (Pages *self, double size, PangoWeight weight)
{
  pango_font_description_set_absolute_size (self->font, size * PANGO_SCALE);
  pango_font_description_set_weight (self->font, weight);
  pango_layout_set_font_description (self->layout, self->font);
}

/* Its height within a width; it is what the layout holds then. */
static double
lay_out (Pages *self, const char *text, double width)
{
  int height;

  pango_layout_set_width (self->layout, (int) (width * PANGO_SCALE));
  pango_layout_set_text (self->layout, text != NULL ? text : "", -1);
  pango_layout_get_size (self->layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static double
draw_text (Pages *self, const char *text, double x, double width)
{
  double height = lay_out (self, text, width);

  cairo_move_to (self->cr, x, self->y);
  pango_cairo_show_layout (self->cr, self->layout);
  return height;
}

static double
get_width (const Pages *self, guint column)
{
  return self->edges[column + 1] - self->edges[column] - GAP;
}

static double
measure_row (Pages *self, const char *const *cells)
{
  double height = 0;

  for (guint i = 0; i < self->n_columns; i++)
    {
      double needed = lay_out (self, cells[i], get_width (self, i));

      height = MAX (height, needed);
    }
  return height;
}

static void
draw_row (Pages *self, const char *const *cells)
{
  double height = 0;

  for (guint i = 0; i < self->n_columns; i++)
    {
      double drawn = draw_text (self, cells[i], self->edges[i], get_width (self, i)); /* not within MAX, which does it twice */

      height = MAX (height, drawn);
    }
  self->y += height + ROW_GAP;
}

static void
begin_paragraphs (Pages *self)
{
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_NONE);
  pango_layout_set_height (self->layout, -1);
}

static void
begin_table (Pages *self)
{
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_height (self->layout, -MAX_LINES);
}

static void
draw_headings (Pages *self)
{
  set_font (self, CELL, PANGO_WEIGHT_BOLD);
  draw_row (self, self->certificate->headings);
  cairo_set_line_width (self->cr, 0.5);
  cairo_move_to (self->cr, MARGIN, self->y);
  cairo_line_to (self->cr, WIDTH - MARGIN, self->y);
  cairo_stroke (self->cr);
  self->y += 2;
  set_font (self, CELL, PANGO_WEIGHT_NORMAL);
}

static void
end_page (Pages *self)
{
  if (self->n_pages > 0)
    {
      g_autofree char *page = g_strdup_printf ("%u / %u", self->page, self->n_pages);

      self->y = HEIGHT - MARGIN + 4;
      set_font (self, TEXT, PANGO_WEIGHT_NORMAL);
      draw_text (self, page, MARGIN, WIDTH - 2 * MARGIN);
    }
  cairo_show_page (self->cr);
}

static void
draw_head (Pages *self)
{
  begin_paragraphs (self);
  set_font (self, TITLE, PANGO_WEIGHT_BOLD);
  self->y += draw_text (self, self->certificate->title, MARGIN, WIDTH - 2 * MARGIN) + 6;
  set_font (self, TEXT, PANGO_WEIGHT_NORMAL);
  for (guint i = 0; i < self->certificate->lines->len; i++)
    self->y += draw_text (self, self->certificate->lines->pdata[i], MARGIN, WIDTH - 2 * MARGIN) + 2;
  self->y += 6;
}

static void
turn_page (Pages *self)
{
  end_page (self);
  self->page++;
  self->y = MARGIN;
}

/* A paragraph stays on one page. */
static void
draw_notes (Pages *self)
{
  const GPtrArray *notes = self->certificate->notes;

  begin_paragraphs (self);
  set_font (self, TEXT, PANGO_WEIGHT_NORMAL);
  self->y += 8;
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      if (self->y + lay_out (self, notes->pdata[i], WIDTH - 2 * MARGIN) > HEIGHT - MARGIN)
        turn_page (self);
      self->y += draw_text (self, notes->pdata[i], MARGIN, WIDTH - 2 * MARGIN) + 3;
    }
}

/* All of it; `page` is the last page then. */
static void
draw_pages (Pages *self)
{
  self->page = 1;
  self->y = MARGIN;
  draw_head (self);
  begin_table (self);
  draw_headings (self);
  for (guint i = 0; i < self->certificate->rows->len; i++)
    {
      if (self->y + measure_row (self, self->certificate->rows->pdata[i]) > HEIGHT - MARGIN)
        {
          turn_page (self);
          draw_headings (self);
        }
      draw_row (self, self->certificate->rows->pdata[i]);
    }
  draw_notes (self);
  end_page (self);
}

static gboolean
measure_columns (Pages *self, GError **error)
{
  double sum = 0, at = MARGIN;

  while (self->certificate->headings[self->n_columns] != NULL)
    sum += self->certificate->widths[self->n_columns++];
  if (self->n_columns > BR_CERTIFICATE_MAX_COLUMNS)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_RANGE, "too many columns");
      return FALSE;
    }
  for (guint i = 0; i < self->n_columns; i++)
    {
      self->edges[i] = at;
      at += self->certificate->widths[i] * (WIDTH - 2 * MARGIN) / sum;
    }
  self->edges[self->n_columns] = at;
  return TRUE;
}

static cairo_status_t
write_cb (void *data, const unsigned char *bytes, unsigned int n)
{
  g_byte_array_append (data, bytes, n);
  return CAIRO_STATUS_SUCCESS;
}

/* Onto a surface of its own; the pages it takes. */
static guint
draw_file (Pages *self, GByteArray *out, cairo_status_t *status)
{
  g_autoptr (GDateTime) made = g_date_time_new_from_unix_utc (self->certificate->made_us / G_USEC_PER_SEC);
  g_autofree char *date = made != NULL ? g_date_time_format_iso8601 (made) : NULL;
  g_autoptr (PangoFontMap) fonts = pango_cairo_font_map_new (); /* not the thread's, which nobody frees */
  PangoContext *context = pango_font_map_create_context (fonts);
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (write_cb, out, WIDTH, HEIGHT);

  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->certificate->title);
  if (date != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
  self->cr = cairo_create (surface);
  pango_cairo_update_context (self->cr, context);
  self->layout = pango_layout_new (context);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  self->font = pango_font_description_from_string ("sans");
  draw_pages (self);
  pango_font_description_free (self->font);
  g_object_unref (self->layout);
  g_object_unref (context);
  cairo_destroy (self->cr);
  cairo_surface_finish (surface);
  *status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return self->page;
}

GBytes *
br_certificate_pdf (const BrCertificate *certificate, GError **error)
{
  Pages self = { .certificate = certificate };
  g_autoptr (GByteArray) counted = g_byte_array_new (), out = g_byte_array_new ();
  cairo_status_t status;

  if (!measure_columns (&self, error))
    return NULL;
  self.n_pages = draw_file (&self, counted, &status);
  draw_file (&self, out, &status);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_IO, "drawing the pages: %s", cairo_status_to_string (status));
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}
