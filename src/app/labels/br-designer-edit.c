/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each operation is an edit of a copied draft; see br-designer-model.h. */
#include "config.h"

#include "br-designer-edit.h"

#define LEAST (BR_LABEL_MM / 2) /* no box gets smaller by dragging */

/* What the edits below get; each uses what it needs. */
typedef struct
{
  BrDesignerArea area;   /* worked on; only its size counts */
  BrDesignerArea bounds; /* of what is selected */
  BrDesignerArea box;
  int what;
  GPtrArray *objects;
} Arguments;

static gboolean
run (BrDesignerModel *self, const char *series, BrDesignerEdit edit, Arguments *arguments)
{
  arguments->area = br_designer_model_get_area (self);
  br_designer_model_get_bounds (self, &arguments->bounds);
  return br_designer_model_edit (self, series, edit, arguments);
}

static BrLabelObject *
selected (GPtrArray *objects, GArray *selection, guint i)
{
  return objects->pdata[g_array_index (selection, guint, i)];
}

static BrDesignerArea
bounds_of (const BrLabelObject *object)
{
  BrDesignerArea box;

  br_label_object_bounds (object, &box.x, &box.y, &box.width, &box.height);
  return box;
}

void
br_designer_fit_object (BrLabelObject *object, int width, int height)
{
  BrDesignerArea box;

  if (object->type == BR_LABEL_OBJECT_LINE)
    {
      object->width = CLAMP (object->width, -width, width);
      object->height = CLAMP (object->height, -height, height);
    }
  else
    {
      object->width = MIN (object->width, object->turn % 2 == 0 ? width : height);
      object->height = MIN (object->height, object->turn % 2 == 0 ? height : width);
    }
  box = bounds_of (object);
  object->x += CLAMP (box.x, 0, MAX (width - box.width, 0)) - box.x;
  object->y += CLAMP (box.y, 0, MAX (height - box.height, 0)) - box.y;
}

/* Move and resize */

static gboolean
move (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  const Arguments *arguments = data;
  const BrDesignerArea *bounds = &arguments->bounds;
  int dx = CLAMP (arguments->box.x, -bounds->x, arguments->area.width - bounds->x - bounds->width);
  int dy = CLAMP (arguments->box.y, -bounds->y, arguments->area.height - bounds->y - bounds->height);

  for (guint i = 0; i < selection->len; i++)
    {
      selected (objects, selection, i)->x += dx;
      selected (objects, selection, i)->y += dy;
    }
  return selection->len > 0 && (dx != 0 || dy != 0);
}

gboolean
br_designer_move (BrDesignerModel *self, const char *series, int dx, int dy)
{
  Arguments arguments = { .box = { dx, dy } };

  return run (self, series, move, &arguments);
}

gboolean
br_designer_has_room (const BrLabelObject *object)
{
  int height = object->type == BR_LABEL_OBJECT_TABLE ? object->row_height : object->height;

  for (guint i = 0; i < object->children->len; i++)
    {
      BrDesignerArea box = bounds_of (object->children->pdata[i]);

      if (box.x + box.width > object->width || box.y + box.height > height)
        return FALSE;
    }
  return TRUE;
}

static gboolean
place (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  const Arguments *arguments = data;
  BrLabelObject *object = selection->len == 1 ? selected (objects, selection, 0) : NULL;
  BrLabelObject before;

  if (object == NULL)
    return FALSE;
  before = *object;
  object->x = arguments->box.x;
  object->y = arguments->box.y;
  object->width = object->type == BR_LABEL_OBJECT_LINE ? arguments->box.width : MAX (arguments->box.width, LEAST);
  object->height = object->type == BR_LABEL_OBJECT_LINE ? arguments->box.height : MAX (arguments->box.height, LEAST);
  if (object->type == BR_LABEL_OBJECT_LINE && object->width == 0 && object->height == 0)
    object->width = LEAST;
  br_designer_fit_object (object, arguments->area.width, arguments->area.height);
  return br_designer_has_room (object) && (object->x != before.x || object->y != before.y || object->width != before.width || object->height != before.height);
}

gboolean
br_designer_place (BrDesignerModel *self, const char *series, const BrDesignerArea *box)
{
  Arguments arguments = { .box = *box };

  return run (self, series, place, &arguments);
}

/* Align, distribute, turn */

static gboolean
align (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  const Arguments *arguments = data;
  BrDesignerArea to = selection->len > 1 ? arguments->bounds : (BrDesignerArea) { 0, 0, arguments->area.width, arguments->area.height };
  gboolean moved = FALSE;

  for (guint i = 0; i < selection->len; i++)
    {
      BrLabelObject *object = selected (objects, selection, i);
      BrDesignerArea box = bounds_of (object), was = box;

      switch ((BrDesignerAlign) arguments->what)
        {
        case BR_DESIGNER_LEFT: box.x = to.x; break;
        case BR_DESIGNER_CENTRE: box.x = to.x + (to.width - box.width) / 2; break;
        case BR_DESIGNER_RIGHT: box.x = to.x + to.width - box.width; break;
        case BR_DESIGNER_TOP: box.y = to.y; break;
        case BR_DESIGNER_MIDDLE: box.y = to.y + (to.height - box.height) / 2; break;
        case BR_DESIGNER_BOTTOM: box.y = to.y + to.height - box.height; break;
        default: g_assert_not_reached ();
        }
      object->x += box.x - was.x;
      object->y += box.y - was.y;
      moved = moved || box.x != was.x || box.y != was.y;
    }
  return moved;
}

gboolean
br_designer_align (BrDesignerModel *self, BrDesignerAlign how)
{
  Arguments arguments = { .what = how };

  return run (self, NULL, align, &arguments);
}

static int
compare_x (gconstpointer a, gconstpointer b)
{
  BrDesignerArea left = bounds_of (a), right = bounds_of (b);

  return 2 * left.x + left.width - 2 * right.x - right.width;
}

static int
compare_y (gconstpointer a, gconstpointer b)
{
  BrDesignerArea left = bounds_of (a), right = bounds_of (b);

  return 2 * left.y + left.height - 2 * right.y - right.height;
}

/* The gaps share what the box around all has left. That may be less than nothing: then objects overlap, but stay within the box. */
static gboolean
distribute (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  const Arguments *arguments = data;
  gboolean vertically = arguments->what;
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  int all = vertically ? arguments->bounds.height : arguments->bounds.width;
  int room = all;
  int from = vertically ? arguments->bounds.y : arguments->bounds.x;
  int taken = 0;
  gboolean moved = FALSE;

  for (guint i = 0; i < selection->len; i++)
    {
      BrDesignerArea box = bounds_of (selected (objects, selection, i));

      room -= vertically ? box.height : box.width;
      g_ptr_array_add (sorted, selected (objects, selection, i));
    }
  g_ptr_array_sort_values (sorted, vertically ? compare_y : compare_x);
  for (guint i = 0; i < sorted->len && sorted->len > 2; i++)
    {
      BrLabelObject *object = sorted->pdata[i];
      BrDesignerArea box = bounds_of (object);
      int length = vertically ? box.height : box.width;
      int to = CLAMP (from + taken + room * (int) i / (int) (sorted->len - 1), from, from + all - length);
      int by = to - (vertically ? box.y : box.x);

      *(vertically ? &object->y : &object->x) += by;
      taken += length;
      moved = moved || by != 0;
    }
  return moved;
}

gboolean
br_designer_distribute (BrDesignerModel *self, gboolean vertically)
{
  Arguments arguments = { .what = vertically };

  return run (self, NULL, distribute, &arguments);
}

static gboolean
turn (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  const Arguments *arguments = data;
  gboolean turned = FALSE;

  for (guint i = 0; i < selection->len; i++)
    {
      BrLabelObject *object = selected (objects, selection, i);

      if (object->type == BR_LABEL_OBJECT_LINE || MAX (object->width, object->height) > MIN (arguments->area.width, arguments->area.height))
        continue;
      object->turn = (object->turn + 1) % 4;
      br_designer_fit_object (object, arguments->area.width, arguments->area.height);
      turned = TRUE;
    }
  return turned;
}

gboolean
br_designer_turn (BrDesignerModel *self)
{
  Arguments arguments = { 0 };

  return run (self, NULL, turn, &arguments);
}

/* Order */

static gboolean
is_selected (GArray *selection, guint index)
{
  for (guint i = 0; i < selection->len; i++)
    if (g_array_index (selection, guint, i) == index)
      return TRUE;
  return FALSE;
}

static void
swap (GPtrArray *objects, GArray *selection, guint at, guint with)
{
  gpointer object = objects->pdata[at];

  objects->pdata[at] = objects->pdata[with];
  objects->pdata[with] = object;
  for (guint i = 0; i < selection->len; i++)
    if (g_array_index (selection, guint, i) == at)
      g_array_index (selection, guint, i) = with;
}

/* One place up, or down, for each selected object that has an unselected one there. */
static gboolean
order_once (GPtrArray *objects, GArray *selection, gboolean up)
{
  gboolean moved = FALSE;

  for (guint n = 1; n < objects->len; n++)
    {
      guint at = up ? objects->len - 1 - n : n;
      guint with = up ? at + 1 : at - 1;

      if (!is_selected (selection, at) || is_selected (selection, with))
        continue;
      swap (objects, selection, at, with);
      moved = TRUE;
    }
  return moved;
}

static gboolean
order (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  const Arguments *arguments = data;
  gboolean up = arguments->what == BR_DESIGNER_TO_FRONT || arguments->what == BR_DESIGNER_FORWARD;
  gboolean all_the_way = arguments->what == BR_DESIGNER_TO_FRONT || arguments->what == BR_DESIGNER_TO_BACK;
  gboolean moved = order_once (objects, selection, up);

  while (moved && all_the_way && order_once (objects, selection, up))
    ;
  return moved;
}

gboolean
br_designer_order (BrDesignerModel *self, BrDesignerOrder how)
{
  Arguments arguments = { .what = how };

  return run (self, NULL, order, &arguments);
}

/* The paper */

typedef struct
{
  BrMedia media;
  guint turn;
} Paper;

static gboolean
set_paper (BrLabelTemplate *draft, GPtrArray *objects, GArray *selection, gpointer data)
{
  const Paper *paper = data;
  const BrMedia *was = &draft->media, *is = &paper->media;
  int width, height;

  if (draft->turn == paper->turn && was->width == is->width && was->height == is->height && was->gap == is->gap && was->tracking == is->tracking
      && was->across == is->across && was->column_gap == is->column_gap && was->corner == is->corner)
    return FALSE;
  draft->media = paper->media;
  draft->media.corner = MIN (is->corner, MIN (is->width, is->height) / 2);
  draft->turn = paper->turn;
  br_label_template_get_canvas (draft, &width, &height);
  for (guint i = 0; i < draft->objects->len; i++)
    br_designer_fit_object (draft->objects->pdata[i], width, height);
  for (guint i = 0; i < draft->objects->len; i++)
    if (!br_designer_has_room (draft->objects->pdata[i]))
      return FALSE; /* a group cannot get smaller than what is in it */
  return TRUE;
}

gboolean
br_designer_set_paper (BrDesignerModel *self, const BrMedia *media, guint how)
{
  Paper paper = { *media, how };

  return br_designer_model_edit (self, "paper", set_paper, &paper);
}
