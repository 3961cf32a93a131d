/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All edits of one drag are one step; each is worked out from where the drag began, so what is caught on the way is let go again. */
#include "config.h"

#include "br-designer-drag.h"

#include <stdlib.h>

#include "br-designer-edit.h"
#include "br-designer-snap.h"

#define SERIES "drag"

/* Which edges a handle moves: -1 the left or upper one, 1 the other, 0 neither. */
static const struct
{
  int x, y;
} handles[BR_DESIGNER_N_HANDLES] = { { -1, -1 }, { 0, -1 }, { 1, -1 }, { 1, 0 }, { 1, 1 }, { 0, 1 }, { -1, 1 }, { -1, 0 } };

static BrDesignerArea
bounds_of (const BrLabelObject *object)
{
  BrDesignerArea box;

  br_label_object_bounds (object, &box.x, &box.y, &box.width, &box.height);
  return box;
}

gboolean
br_designer_handle_place (const BrLabelObject *object, int handle, int *x, int *y)
{
  BrDesignerArea box = bounds_of (object);

  if (object->type == BR_LABEL_OBJECT_LINE)
    {
      *x = object->x + (handle == 1 ? object->width : 0);
      *y = object->y + (handle == 1 ? object->height : 0);
      return handle < 2;
    }
  *x = box.x + box.width * (handles[handle].x + 1) / 2;
  *y = box.y + box.height * (handles[handle].y + 1) / 2;
  return TRUE;
}

int
br_designer_handle_at (BrDesignerModel *model, int x, int y, int reach)
{
  const BrLabelObject *object = br_designer_model_get_single (model);
  int handle_x, handle_y;

  for (int i = 0; object != NULL && i < BR_DESIGNER_N_HANDLES; i++)
    if (br_designer_handle_place (object, i, &handle_x, &handle_y) && abs (x - handle_x) <= reach && abs (y - handle_y) <= reach)
      return i;
  return BR_DESIGNER_NO_HANDLE;
}

/* The object at the pointer becomes selected; FALSE when there is none. */
static gboolean
take_hold (BrDesignerModel *model, const BrDesignerDragHow *how, int x, int y)
{
  guint index;

  if (!br_designer_model_find_at (model, x, y, how->reach / 2, &index))
    return FALSE;
  if (how->add)
    br_designer_model_toggle (model, index);
  else if (!br_designer_model_is_selected (model, index))
    br_designer_model_select (model, &index, 1);
  return TRUE;
}

void
br_designer_drag_begin (BrDesignerDrag *self, BrDesignerModel *model, const BrDesignerDragHow *how, int x, int y)
{
  *self = (BrDesignerDrag) { .from_x = x, .from_y = y, .band = { x, y, 0, 0 }, .guide_x = BR_DESIGNER_NO_GUIDE, .guide_y = BR_DESIGNER_NO_GUIDE };
  br_designer_model_end_series (model);
  self->handle = br_designer_handle_at (model, x, y, how->reach);
  if (self->handle != BR_DESIGNER_NO_HANDLE)
    self->kind = BR_DRAG_RESIZE;
  else if (take_hold (model, how, x, y))
    self->kind = BR_DRAG_MOVE;
  else
    {
      self->kind = BR_DRAG_BAND;
      if (!how->add)
        br_designer_model_select (model, NULL, 0);
    }
  br_designer_model_get_bounds (model, &self->start);
}

/* The boxes one may catch at: of all that stays. */
static BrDesignerArea *
others (BrDesignerModel *model, gsize *n)
{
  GPtrArray *objects = br_designer_model_get_objects (model);
  BrDesignerArea *boxes = g_new (BrDesignerArea, objects->len + 1);

  *n = 0;
  for (guint i = 0; i < objects->len; i++)
    if (!br_designer_model_is_selected (model, i))
      boxes[(*n)++] = bounds_of (objects->pdata[i]);
  return boxes;
}

static void
move_to (BrDesignerDrag *self, BrDesignerModel *model, const BrDesignerSnap *snap, int dx, int dy)
{
  BrDesignerArea to = self->start, now;

  to.x += dx;
  to.y += dy;
  br_designer_snap_move (snap, &to, &self->guide_x, &self->guide_y);
  br_designer_model_get_bounds (model, &now);
  br_designer_move (model, SERIES, to.x - now.x, to.y - now.y);
}

/* The unturned box of an object that lies in `bounds` once turned. */
static BrDesignerArea
unturn (const BrLabelObject *object, BrDesignerArea bounds)
{
  if (object->turn % 2 == 0)
    return bounds;
  return (BrDesignerArea) { bounds.x + (bounds.width - bounds.height) / 2, bounds.y + (bounds.height - bounds.width) / 2, bounds.height, bounds.width };
}

static void
drag_line (BrDesignerModel *model, const BrLabelObject *line, int handle, int x, int y)
{
  BrDesignerArea way = { line->x, line->y, x - line->x, y - line->y };

  if (handle == 0)
    way = (BrDesignerArea) { x, y, line->x + line->width - x, line->y + line->height - y };
  br_designer_place (model, SERIES, &way);
}

static void
drag_edges (const BrDesignerDrag *self, BrDesignerModel *model, const BrLabelObject *object, int x, int y)
{
  BrDesignerArea box = self->start, place;
  int right = box.x + box.width, bottom = box.y + box.height;

  if (handles[self->handle].x < 0)
    box.x = MIN (x, right);
  if (handles[self->handle].x > 0)
    right = MAX (x, box.x);
  if (handles[self->handle].y < 0)
    box.y = MIN (y, bottom);
  if (handles[self->handle].y > 0)
    bottom = MAX (y, box.y);
  box.width = right - box.x;
  box.height = bottom - box.y;
  place = unturn (object, box);
  br_designer_place (model, SERIES, &place);
}

static void
resize_to (BrDesignerDrag *self, BrDesignerModel *model, const BrDesignerSnap *snap, int x, int y)
{
  const BrLabelObject *object = br_designer_model_get_single (model);

  if (object == NULL)
    return;
  x = CLAMP (x, 0, snap->width);
  y = CLAMP (y, 0, snap->height);
  br_designer_snap_point (snap, &x, &y, &self->guide_x, &self->guide_y);
  if (object->type == BR_LABEL_OBJECT_LINE)
    {
      drag_line (model, object, self->handle, x, y);
      return;
    }
  if (handles[self->handle].x == 0)
    self->guide_x = BR_DESIGNER_NO_GUIDE;
  if (handles[self->handle].y == 0)
    self->guide_y = BR_DESIGNER_NO_GUIDE;
  drag_edges (self, model, object, x, y);
}

void
br_designer_drag_update (BrDesignerDrag *self, BrDesignerModel *model, const BrDesignerDragHow *how, int x, int y)
{
  BrDesignerArea area = br_designer_model_get_area (model);
  gsize n_others = 0;
  g_autofree BrDesignerArea *boxes = how->free ? NULL : others (model, &n_others);
  BrDesignerSnap snap = { boxes, n_others, area.width, area.height, how->free ? 0 : how->grid, how->free ? 0 : how->reach };

  if (self->kind == BR_DRAG_MOVE)
    move_to (self, model, &snap, x - self->from_x, y - self->from_y);
  else if (self->kind == BR_DRAG_RESIZE)
    resize_to (self, model, &snap, x, y);
  else if (self->kind == BR_DRAG_BAND)
    {
      self->band = (BrDesignerArea) { MIN (x, self->from_x), MIN (y, self->from_y), abs (x - self->from_x), abs (y - self->from_y) };
      br_designer_model_select_area (model, &self->band);
    }
}

void
br_designer_drag_end (BrDesignerDrag *self, BrDesignerModel *model)
{
  self->kind = BR_DRAG_NONE;
  br_designer_model_end_series (model);
}
