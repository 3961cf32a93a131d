/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-label-draw-private.h"

#include "br-label-price-check.h"

static void
report (const BrLabelPass *pass, const BrLabelObject *object, const BrTextRaster *raster)
{
  if (raster->clipped)
    br_label_pass_problem (pass, br_label_problem_new ("clip", object->name, FALSE, "the text does not fit its box"));
  else if (raster->shortened && object->value != NULL && br_label_price_is_read (object->value))
    br_label_pass_problem (pass, br_label_problem_new ("price", object->name, FALSE, "the text is shortened, and a part of the price may be missing"));
  if (raster->missing != NULL)
    br_label_pass_problem (pass, br_label_problem_new ("glyph", object->name, !raster->unreadable, "no font has these letters: %s", raster->missing));
}

/* On a tag, letters on a ground of their own colour (as it is, or as this tag shows it) would leave the shelf without what they say. */
static void
stamp_letters (const BrLabelPass *pass, const BrLabelObject *object, const BrLabelCanvas *canvas, const BrTextRaster *raster, int x)
{
  BrBitmapInk ink = object->inverted ? BR_INK_WHITE : BR_INK_BLACK;

  if (pass->tag != NULL)
    {
      guint n_dots = br_bitmap_count (raster->ink, 0, 0, (int) raster->ink->width, (int) raster->ink->height);

      if (br_label_canvas_hidden (canvas, raster->ink, x, raster->y, ink) * 4 > n_dots)
        br_label_pass_problem (pass, br_label_problem_new ("ink", object->name, FALSE, "the text cannot be read: what lies behind it has the same colour"));
    }
  br_label_canvas_stamp (canvas, raster->ink, x, raster->y, ink);
}

void
br_label_draw_text (const BrLabelPass *pass, const BrLabelObject *object, const char *text, const BrLabelCanvas *canvas)
{
  int min_size = object->min_size > 0 ? object->min_size : object->size * 6 / 10;
  /* White letters that touch the edge of their black box are hard to read. */
  int margin = object->inverted ? MIN (br_head_dots (pass->head, object->size / 8), canvas->frame.width / 4) : 0;
  BrTextSpec spec = {
    .text = text,
    .family = object->font,
    .size = br_head_dots (pass->head, object->size),
    .min_size = MAX (1, br_head_dots (pass->head, min_size)),
    .weight = object->weight > 0 ? object->weight : 400,
    .italic = object->italic,
    .struck = object->struck,
    .coarse = pass->tag != NULL,
    .align = object->align,
    .valign = object->valign,
    .fit = object->fit,
    .lines = object->lines,
    .width = canvas->frame.width - 2 * margin,
    .height = canvas->frame.height,
  };
  const BrTextRaster *raster = br_text_setter_set (pass->setter, &spec);

  if (object->inverted)
    br_label_canvas_fill (canvas, (BrLabelRect) { 0, 0, canvas->frame.width, canvas->frame.height });
  if (raster->ink != NULL)
    stamp_letters (pass, object, canvas, raster, margin + raster->x);
  report (pass, object, raster);
}
