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
br_label_canvas_fill (const BrLabelCanvas *self, BrLabelRect inside)
{
  BrLabelRect rect = br_label_frame_map (&self->frame, inside), drawn, kept;

  br_bitmap_fill (self->bitmap, rect.x, rect.y, rect.width, rect.height);
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

  br_bitmap_stamp (self->bitmap, upright, rect.x, rect.y, ink);
  if (find_lost (self, rect, &drawn, &kept) && count_in (upright, rect, drawn) > count_in (upright, rect, kept))
    *self->lost |= BR_LOST_INK;
}
