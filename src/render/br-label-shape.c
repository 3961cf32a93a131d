/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines, boxes and ellipses: a dot has their ink when its middle is inside. */
#include "config.h"

#include "br-label-draw-private.h"

#include <math.h>

/* How far the outline is from the left edge at the height of a dot's middle, `y` dots below the upper edge. */
static double
inset_at (double y, double height, double rx, double ry)
{
  double into = MAX (ry - y, y - (height - ry)); /* how deep in a corner */
  double part;

  if (into <= 0 || ry <= 0)
    return 0;
  part = MIN (into / ry, 1);
  return rx * (1 - sqrt (1 - part * part));
}

/* The dots of row `y` (of `rect`) inside a round box that is `inset` dots smaller on each side. FALSE: none. */
static gboolean
span_at (const BrLabelRound *round, int inset, int y, int span[2])
{
  double width = round->rect.width - 2 * inset, height = round->rect.height - 2 * inset;
  double middle = y + 0.5 - inset, from;

  if (width <= 0 || middle < 0 || middle > height)
    return FALSE;
  from = inset + inset_at (middle, height, MIN (MAX (round->rx - inset, 0), width / 2), MIN (MAX (round->ry - inset, 0), height / 2));
  span[0] = (int) ceil (from - 0.5);
  span[1] = round->rect.width - span[0];
  return span[1] > span[0];
}

void
br_label_draw_round (const BrLabelCanvas *whole, const BrLabelRound *round)
{
  const BrLabelRect *rect = &round->rect;
  int top = MAX (0, -rect->y), bottom = MIN (rect->height, (int) whole->bitmap->height - rect->y);

  for (int y = top; y < bottom; y++)
    {
      int outer[2], inner[2];

      if (!span_at (round, 0, y, outer))
        continue;
      if (round->thickness == 0 || !span_at (round, round->thickness, y, inner))
        inner[0] = inner[1] = outer[1];
      br_label_canvas_fill (whole, (BrLabelRect) { rect->x + outer[0], rect->y + y, inner[0] - outer[0], 1 });
      br_label_canvas_fill (whole, (BrLabelRect) { rect->x + inner[1], rect->y + y, outer[1] - inner[1], 1 });
    }
}

/* The dots of row `y` inside the convex outline of four corners. */
static gboolean
slice_at (const double corners[4][2], double y, int span[2])
{
  double left = INFINITY, right = -INFINITY;

  for (int i = 0; i < 4; i++)
    {
      const double *a = corners[i], *b = corners[(i + 1) % 4];
      double x;

      if ((a[1] <= y) == (b[1] <= y))
        continue;
      x = a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]);
      left = MIN (left, x);
      right = MAX (right, x);
    }
  if (left > right)
    return FALSE;
  span[0] = (int) ceil (left - 0.5);
  span[1] = MAX ((int) ceil (right - 0.5), span[0] + 1);
  return TRUE;
}

static void
draw_slanting (const BrLabelCanvas *whole, const int from[2], const int to[2], int thickness)
{
  double dx = to[0] - from[0], dy = to[1] - from[1], half = thickness / 2.0 / hypot (dx, dy);
  double sx = -dy * half, sy = dx * half; /* to the side */
  double corners[4][2] = { { from[0] + sx, from[1] + sy }, { to[0] + sx, to[1] + sy }, { to[0] - sx, to[1] - sy }, { from[0] - sx, from[1] - sy } };
  int top = (int) floor (MIN (MIN (corners[0][1], corners[1][1]), MIN (corners[2][1], corners[3][1])));
  int bottom = (int) ceil (MAX (MAX (corners[0][1], corners[1][1]), MAX (corners[2][1], corners[3][1])));

  for (int y = MAX (top, 0); y < MIN (bottom, (int) whole->bitmap->height); y++)
    {
      int span[2];

      if (slice_at (corners, y + 0.5, span))
        br_label_canvas_fill (whole, (BrLabelRect) { span[0], y, span[1] - span[0], 1 });
    }
}

void
br_label_draw_line (const BrLabelCanvas *whole, const int from[2], const int to[2], int thickness)
{
  int x = MIN (from[0], to[0]), y = MIN (from[1], to[1]), width = ABS (to[0] - from[0]), height = ABS (to[1] - from[1]);

  if (height == 0)
    br_label_canvas_fill (whole, (BrLabelRect) { x, y - thickness / 2, width, thickness });
  else if (width == 0)
    br_label_canvas_fill (whole, (BrLabelRect) { x - thickness / 2, y, thickness, height });
  else
    draw_slanting (whole, from, to, thickness);
}
