/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-label-canvas.h"

BrLabelRect
br_label_frame_map (const BrLabelFrame *self, BrLabelRect inside)
{
  int right = self->width - inside.x - inside.width, below = self->height - inside.y - inside.height;

  switch (self->turn)
    {
    case 1: return (BrLabelRect) { self->x + below, self->y + inside.x, inside.height, inside.width };
    case 2: return (BrLabelRect) { self->x + right, self->y + below, inside.width, inside.height };
    case 3: return (BrLabelRect) { self->x + inside.y, self->y + right, inside.height, inside.width };
    default: return (BrLabelRect) { self->x + inside.x, self->y + inside.y, inside.width, inside.height };
    }
}

BrLabelRect
br_label_frame_rect (const BrLabelFrame *self)
{
  gboolean lies = self->turn % 2 == 1;

  return (BrLabelRect) { self->x, self->y, lies ? self->height : self->width, lies ? self->width : self->height };
}

BrLabelFrame
br_label_frame_inside (const BrLabelFrame *self, BrLabelRect box, guint turn)
{
  BrLabelRect turned = box, outside;

  if (turn % 2 == 1)
    turned = (BrLabelRect) { box.x + (box.width - box.height) / 2, box.y + (box.height - box.width) / 2, box.height, box.width };
  outside = br_label_frame_map (self, turned);
  return (BrLabelFrame) { outside.x, outside.y, box.width, box.height, (self->turn + turn) % 4 };
}

BrLabelRect
br_label_rect_common (BrLabelRect a, BrLabelRect b)
{
  int x = MAX (a.x, b.x), y = MAX (a.y, b.y);

  return (BrLabelRect) { x, y, MAX (MIN (a.x + a.width, b.x + b.width) - x, 0), MAX (MIN (a.y + a.height, b.y + b.height) - y, 0) };
}

/* The part of `rect` on the bitmap, and what of that comes to paper. FALSE: all of it. */
static gboolean
find_lost (const BrLabelCanvas *self, BrLabelRect rect, BrLabelRect *drawn, BrLabelRect *kept)
{
  *drawn = br_label_rect_common (rect, (BrLabelRect) { 0, 0, (int) self->bitmap->width, (int) self->bitmap->height });
  *kept = br_label_rect_common (*drawn, self->area);
  return self->lost != NULL && kept->width * kept->height < drawn->width * drawn->height;
}

void
br_label_inks_clear (BrLabelInks *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->planes); i++)
    g_clear_pointer (&self->planes[i], br_bitmap_unref);
}

BrTagColour
br_label_inks_get (const BrLabelInks *self, const BrBitmap *bitmap, int x, int y)
{
  if (!br_bitmap_get (bitmap, x, y))
    return BR_TAG_WHITE;
  for (guint i = 0; i < G_N_ELEMENTS (self->planes); i++)
    if (self->planes[i] != NULL && br_bitmap_get (self->planes[i], x, y))
      return (BrTagColour) i;
  return BR_TAG_BLACK;
}

/* The colour that is drawn in, and the plane of it. */
static BrTagColour
choose_ink (const BrLabelCanvas *self)
{
  BrTagColour ink = self->ink != 0 ? self->ink : BR_TAG_BLACK;

  if (ink == BR_TAG_WHITE)
    return ink;
  if (self->inks == NULL)
    return BR_TAG_BLACK;
  if (ink != BR_TAG_BLACK && self->inks->planes[ink] == NULL)
    self->inks->planes[ink] = br_bitmap_new (self->bitmap->width, self->bitmap->height, NULL); /* of a size that is known to be possible */
  return ink;
}

static void
fill_rect (const BrLabelCanvas *self, BrTagColour ink, BrLabelRect rect)
{
  if (ink == BR_TAG_WHITE)
    br_bitmap_erase (self->bitmap, rect.x, rect.y, rect.width, rect.height);
  else
    br_bitmap_fill (self->bitmap, rect.x, rect.y, rect.width, rect.height);
  for (guint i = 0; self->inks != NULL && i < BR_N_TAG_COLOURS; i++)
    if (self->inks->planes[i] != NULL && i == (guint) ink)
      br_bitmap_fill (self->inks->planes[i], rect.x, rect.y, rect.width, rect.height);
    else if (self->inks->planes[i] != NULL)
      br_bitmap_erase (self->inks->planes[i], rect.x, rect.y, rect.width, rect.height);
}

static void
put_stamp (const BrLabelCanvas *self, BrTagColour ink, const BrBitmap *stamp, int x, int y)
{
  br_bitmap_stamp (self->bitmap, stamp, x, y, ink == BR_TAG_WHITE ? BR_INK_WHITE : BR_INK_BLACK);
  for (guint i = 0; self->inks != NULL && i < BR_N_TAG_COLOURS; i++)
    if (self->inks->planes[i] != NULL)
      br_bitmap_stamp (self->inks->planes[i], stamp, x, y, i == (guint) ink ? BR_INK_BLACK : BR_INK_WHITE);
}

void
br_label_canvas_fill (const BrLabelCanvas *self, BrLabelRect inside)
{
  BrLabelRect rect = br_label_frame_map (&self->frame, inside), drawn, kept;

  fill_rect (self, choose_ink (self), rect);
  if (find_lost (self, rect, &drawn, &kept))
    *self->lost |= BR_LOST_GROUND;
}

static guint
count_in (const BrBitmap *stamp, BrLabelRect place, BrLabelRect part)
{
  return br_bitmap_count (stamp, part.x - place.x, part.y - place.y, part.width, part.height);
}

guint
br_label_canvas_count (const BrLabelCanvas *self, BrLabelRect inside)
{
  BrLabelRect rect = br_label_frame_map (&self->frame, inside);

  return br_bitmap_count (self->bitmap, rect.x, rect.y, rect.width, rect.height);
}

void
br_label_canvas_erase (const BrLabelCanvas *self, BrLabelRect inside)
{
  BrLabelRect rect = br_label_frame_map (&self->frame, inside);

  br_bitmap_erase (self->bitmap, rect.x, rect.y, rect.width, rect.height);
}

void
br_label_canvas_stamp (const BrLabelCanvas *self, const BrBitmap *stamp, int x, int y, BrBitmapInk ink)
{
  BrLabelRect rect = br_label_frame_map (&self->frame, (BrLabelRect) { x, y, (int) stamp->width, (int) stamp->height });
  g_autoptr (BrBitmap) turned = self->frame.turn != 0 ? br_bitmap_turn (stamp, self->frame.turn) : NULL;

  const BrBitmap *upright = turned != NULL ? turned : stamp;
  BrLabelRect drawn, kept;

  put_stamp (self, ink == BR_INK_WHITE ? BR_TAG_WHITE : choose_ink (self), upright, rect.x, rect.y);
  if (find_lost (self, rect, &drawn, &kept) && count_in (upright, rect, drawn) > count_in (upright, rect, kept))
    *self->lost |= BR_LOST_INK;
}

guint
br_label_canvas_hidden (const BrLabelCanvas *self, const BrBitmap *stamp, int x, int y, BrBitmapInk ink)
{
  const BrLabelInks none = { 0 }, *inks = self->inks != NULL ? self->inks : &none;
  BrTagColour colour = ink == BR_INK_WHITE ? BR_TAG_WHITE : choose_ink (self);
  guint n_hidden = 0;

  for (guint row = 0; row < stamp->height; row++)
    for (guint column = 0; column < stamp->width; column++)
      if (br_bitmap_get (stamp, (int) column, (int) row))
        {
          BrLabelRect dot = br_label_frame_map (&self->frame, (BrLabelRect) { x + (int) column, y + (int) row, 1, 1 });

          n_hidden += br_label_inks_get (inks, self->bitmap, dot.x, dot.y) == colour ? 1 : 0;
        }
  return n_hidden;
}
