/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both ways are the same thing along one line: lines to catch at, and edges that may catch. Objects go before the grid. */
#include "config.h"

#include "br-designer-snap.h"

#include <stdlib.h>

typedef struct
{
  int best;  /* distance so far, signed */
  int line;  /* caught at, or BR_DESIGNER_NO_GUIDE */
  int reach;
} Catch;

static void
try_line (Catch *self, int line, const int *edges, guint n_edges)
{
  for (guint i = 0; i < n_edges; i++)
    if (abs (line - edges[i]) <= self->reach && (self->line == BR_DESIGNER_NO_GUIDE || abs (line - edges[i]) < abs (self->best)))
      {
        self->best = line - edges[i];
        self->line = line;
      }
}

/* How far to go along one direction, so that an edge lies on a line. */
static int
find (const BrDesignerSnap *self, gboolean vertical, const int *edges, guint n_edges, int *guide)
{
  int size = vertical ? self->height : self->width;
  Catch caught = { 0, BR_DESIGNER_NO_GUIDE, self->reach };

  try_line (&caught, 0, edges, n_edges);
  try_line (&caught, size / 2, edges, n_edges);
  try_line (&caught, size, edges, n_edges);
  for (gsize i = 0; i < self->n_others; i++)
    {
      int from = vertical ? self->others[i].y : self->others[i].x;
      int length = vertical ? self->others[i].height : self->others[i].width;

      try_line (&caught, from, edges, n_edges);
      try_line (&caught, from + length / 2, edges, n_edges);
      try_line (&caught, from + length, edges, n_edges);
    }
  *guide = caught.line;
  if (caught.line != BR_DESIGNER_NO_GUIDE || self->grid == 0)
    return caught.best;
  caught.reach = MIN (self->reach, self->grid / 2);
  try_line (&caught, (edges[0] + self->grid / 2) / self->grid * self->grid, edges, 1);
  return caught.best;
}

void
br_designer_snap_move (const BrDesignerSnap *self, BrDesignerArea *box, int *guide_x, int *guide_y)
{
  int x[] = { box->x, box->x + box->width, box->x + box->width / 2 };
  int y[] = { box->y, box->y + box->height, box->y + box->height / 2 };

  box->x += find (self, FALSE, x, G_N_ELEMENTS (x), guide_x);
  box->y += find (self, TRUE, y, G_N_ELEMENTS (y), guide_y);
}

void
br_designer_snap_point (const BrDesignerSnap *self, int *x, int *y, int *guide_x, int *guide_y)
{
  int at_x = *x, at_y = *y;

  *x += find (self, FALSE, &at_x, 1, guide_x);
  *y += find (self, TRUE, &at_y, 1, guide_y);
}
