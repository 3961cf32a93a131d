/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printed dots at their true place and size; over them a grid, the outlines of objects, the selection with its handles, and guides. */
#include "config.h"

#include "br-designer-canvas.h"

#include "br-designer-drag.h"
#include "br-designer-snap.h"
#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#define MARGIN 32          /* pixels around the label */
#define HANDLE 8           /* pixels, a side of a handle */
#define REACH 6           /* pixels, how near a pointer or an edge must come */
#define FINEST 5           /* pixels between the lines of the grid, at least */

struct _BrDesignerCanvas
{
  GtkWidget parent_instance;

  BrDesignerModel *model;
  GdkTexture *texture; /* or NULL */
  double zoom;         /* pixels a millimetre */
  int grid;            /* hundredths of a millimetre, 0 = none */
  BrDesignerDrag drag;
};

G_DEFINE_FINAL_TYPE (BrDesignerCanvas, br_designer_canvas, GTK_TYPE_WIDGET)

enum
{
  ZOOM,
  OPEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static double
to_pixels (BrDesignerCanvas *self, int length)
{
  return length * self->zoom / BR_LABEL_MM;
}

static int
to_length (BrDesignerCanvas *self, double pixels)
{
  return (int) lround (CLAMP (pixels / self->zoom, -9999, 9999) * BR_LABEL_MM);
}

void
br_designer_canvas_get_origin (BrDesignerCanvas *self, graphene_point_t *origin)
{
  int width, height;

  br_label_template_get_canvas (br_designer_model_get (self->model), &width, &height);
  origin->x = (float) floor ((gtk_widget_get_width (GTK_WIDGET (self)) - to_pixels (self, width)) / 2);
  origin->y = (float) floor ((gtk_widget_get_height (GTK_WIDGET (self)) - to_pixels (self, height)) / 2);
}

static graphene_rect_t
to_rect (BrDesignerCanvas *self, const BrDesignerArea *area)
{
  graphene_point_t origin;

  br_designer_canvas_get_origin (self, &origin);
  return GRAPHENE_RECT_INIT (origin.x + (float) to_pixels (self, area->x), origin.y + (float) to_pixels (self, area->y), (float) to_pixels (self, area->width),
                             (float) to_pixels (self, area->height));
}

/* A rectangle of the list worked on, on the label. */
static graphene_rect_t
inner_rect (BrDesignerCanvas *self, BrDesignerArea inner)
{
  BrDesignerArea area = br_designer_model_get_area (self->model);

  inner.x += area.x;
  inner.y += area.y;
  return to_rect (self, &inner);
}

/* Drawing */

static void
draw_outline (GtkSnapshot *snapshot, const graphene_rect_t *rect, const GdkRGBA *color, float width)
{
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (
      &outline, &GRAPHENE_RECT_INIT (rect->origin.x - width, rect->origin.y - width, rect->size.width + 2 * width, rect->size.height + 2 * width), 0);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { width, width, width, width }, (GdkRGBA[4]) { *color, *color, *color, *color });
}

static void
draw_paper (BrDesignerCanvas *self, GtkSnapshot *snapshot, const graphene_rect_t *paper)
{
  float corner = (float) to_pixels (self, br_designer_model_get (self->model)->media.corner);
  GskRoundedRect shape;

  gsk_rounded_rect_init_from_rect (&shape, paper, corner);
  gtk_snapshot_append_outset_shadow (snapshot, &shape, &(GdkRGBA) { 0, 0, 0, 0.35f }, 0, 1, 1, 5);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { 1, 1, 1, 1 }, paper);
  if (self->texture != NULL)
    gtk_snapshot_append_scaled_texture (
        snapshot, self->texture, paper->size.width < gdk_texture_get_width (self->texture) ? GSK_SCALING_FILTER_TRILINEAR : GSK_SCALING_FILTER_NEAREST, paper);
  gtk_snapshot_pop (snapshot);
}

static void
draw_grid (BrDesignerCanvas *self, GtkSnapshot *snapshot, const graphene_rect_t *paper)
{
  double step = to_pixels (self, self->grid);
  GdkRGBA color = { 0.2f, 0.4f, 0.8f, 0.16f };

  if (self->grid == 0)
    return;
  while (step < FINEST)
    step *= 2;
  for (double x = step; x < paper->size.width; x += step)
    gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (paper->origin.x + floorf ((float) x), paper->origin.y, 1, paper->size.height));
  for (double y = step; y < paper->size.height; y += step)
    gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (paper->origin.x, paper->origin.y + floorf ((float) y), paper->size.width, 1));
}

static void
draw_objects (BrDesignerCanvas *self, GtkSnapshot *snapshot, const GdkRGBA *accent)
{
  GPtrArray *objects = br_designer_model_get_objects (self->model);
  GdkRGBA faint = { accent->red, accent->green, accent->blue, 0.28f };

  for (guint i = 0; i < objects->len; i++)
    {
      gboolean selected = br_designer_model_is_selected (self->model, i);
      BrDesignerArea box;
      graphene_rect_t rect;

      if (!selected && !br_designer_model_is_shown (self->model, objects->pdata[i]))
        continue;
      br_label_object_bounds (objects->pdata[i], &box.x, &box.y, &box.width, &box.height);
      rect = inner_rect (self, box);
      draw_outline (snapshot, &rect, selected ? accent : &faint, selected ? 2 : 1);
    }
}

static void
draw_handles (BrDesignerCanvas *self, GtkSnapshot *snapshot, const GdkRGBA *accent)
{
  const BrLabelObject *object = br_designer_model_get_single (self->model);
  BrDesignerArea at = { 0 };

  for (int i = 0; object != NULL && i < BR_DESIGNER_N_HANDLES; i++)
    {
      graphene_rect_t rect;

      if (!br_designer_handle_place (object, i, &at.x, &at.y))
        continue;
      rect = inner_rect (self, at);
      graphene_rect_init (&rect, rect.origin.x - HANDLE / 2, rect.origin.y - HANDLE / 2, HANDLE, HANDLE);
      gtk_snapshot_append_color (snapshot, &(GdkRGBA) { 1, 1, 1, 1 }, &rect);
      draw_outline (snapshot, &rect, accent, 1.5f);
    }
}

/* While dragging: the lines caught at, or the rubber band. */
static void
draw_drag (BrDesignerCanvas *self, GtkSnapshot *snapshot, const graphene_rect_t *paper, const GdkRGBA *accent)
{
  GdkRGBA guide = { 0.9f, 0.1f, 0.5f, 0.9f }, film = { accent->red, accent->green, accent->blue, 0.15f };
  graphene_rect_t rect;

  if (self->drag.kind == BR_DRAG_NONE)
    return;
  if (self->drag.kind == BR_DRAG_BAND)
    {
      rect = inner_rect (self, self->drag.band);
      gtk_snapshot_append_color (snapshot, &film, &rect);
      draw_outline (snapshot, &rect, accent, 1);
      return;
    }
  if (self->drag.guide_x != BR_DESIGNER_NO_GUIDE)
    {
      rect = inner_rect (self, (BrDesignerArea) { self->drag.guide_x, 0, 0, 0 });
      gtk_snapshot_append_color (snapshot, &guide, &GRAPHENE_RECT_INIT (rect.origin.x, paper->origin.y - MARGIN / 2, 1, paper->size.height + MARGIN));
    }
  if (self->drag.guide_y != BR_DESIGNER_NO_GUIDE)
    {
      rect = inner_rect (self, (BrDesignerArea) { 0, self->drag.guide_y, 0, 0 });
      gtk_snapshot_append_color (snapshot, &guide, &GRAPHENE_RECT_INIT (paper->origin.x - MARGIN / 2, rect.origin.y, paper->size.width + MARGIN, 1));
    }
}

static GdkRGBA
get_accent (BrDesignerCanvas *self)
{
  GdkRGBA color = { 0.2f, 0.5f, 0.9f, 1 };
  g_autoptr (GdkRGBA) found = adw_style_manager_get_accent_color_rgba (adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self))));

  if (found != NULL)
    color = *found;
  return color;
}

static void
br_designer_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BrDesignerCanvas *self = BR_DESIGNER_CANVAS (widget);
  BrDesignerArea label = { 0 }, area;
  GdkRGBA accent = get_accent (self);
  graphene_rect_t paper, inside;

  if (self->model == NULL)
    return;
  br_label_template_get_canvas (br_designer_model_get (self->model), &label.width, &label.height);
  paper = to_rect (self, &label);
  draw_paper (self, snapshot, &paper);
  draw_grid (self, snapshot, &paper);
  area = br_designer_model_get_area (self->model);
  if (area.width != label.width || area.height != label.height)
    {
      inside = to_rect (self, &area);
      gtk_snapshot_append_color (snapshot, &(GdkRGBA) { accent.red, accent.green, accent.blue, 0.08f }, &inside);
      draw_outline (snapshot, &inside, &accent, 1);
    }
  draw_objects (self, snapshot, &accent);
  draw_handles (self, snapshot, &accent);
  draw_drag (self, snapshot, &paper, &accent);
}

static void
br_designer_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                            int *natural_baseline)
{
  BrDesignerCanvas *self = BR_DESIGNER_CANVAS (widget);
  int width = 0, height = 0;

  if (self->model != NULL)
    br_label_template_get_canvas (br_designer_model_get (self->model), &width, &height);
  *minimum = *natural = (int) ceil (to_pixels (self, orientation == GTK_ORIENTATION_HORIZONTAL ? width : height)) + 2 * MARGIN;
}

/* The pointer */

static void
to_area (BrDesignerCanvas *self, double x, double y, int *area_x, int *area_y)
{
  BrDesignerArea area = br_designer_model_get_area (self->model);
  graphene_point_t origin;

  br_designer_canvas_get_origin (self, &origin);
  *area_x = to_length (self, x - origin.x) - area.x;
  *area_y = to_length (self, y - origin.y) - area.y;
}

static BrDesignerDragHow
get_how (BrDesignerCanvas *self, GtkEventController *controller)
{
  GdkModifierType keys = gtk_event_controller_get_current_event_state (controller);

  return (BrDesignerDragHow) { self->grid, to_length (self, REACH), (keys & GDK_ALT_MASK) != 0, (keys & (GDK_SHIFT_MASK | GDK_CONTROL_MASK)) != 0 };
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, BrDesignerCanvas *self)
{
  BrDesignerDragHow how = get_how (self, GTK_EVENT_CONTROLLER (gesture));
  int area_x, area_y;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  to_area (self, x, y, &area_x, &area_y);
  br_designer_drag_begin (&self->drag, self->model, &how, area_x, area_y);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double by_x, double by_y, BrDesignerCanvas *self)
{
  BrDesignerDragHow how = get_how (self, GTK_EVENT_CONTROLLER (gesture));
  double x, y;
  int area_x, area_y;

  if (!gtk_gesture_drag_get_start_point (gesture, &x, &y) || (fabs (by_x) < 3 && fabs (by_y) < 3 && self->drag.band.width == 0))
    return;
  to_area (self, x + by_x, y + by_y, &area_x, &area_y);
  br_designer_drag_update (&self->drag, self->model, &how, area_x, area_y);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_end_cb (GtkGestureDrag *gesture, double by_x, double by_y, BrDesignerCanvas *self)
{
  br_designer_drag_end (&self->drag, self->model);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, BrDesignerCanvas *self)
{
  if (n_press == 2 && br_designer_model_get_single (self->model) != NULL)
    g_signal_emit (self, signals[OPEN], 0);
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, BrDesignerCanvas *self)
{
  static const char *const cursors[BR_DESIGNER_N_HANDLES] = { "nwse-resize", "ns-resize", "nesw-resize", "ew-resize",
                                                              "nwse-resize", "ns-resize", "nesw-resize", "ew-resize" };
  const BrLabelObject *object = br_designer_model_get_single (self->model);
  int area_x, area_y, handle;
  guint index;
  const char *cursor = NULL;

  to_area (self, x, y, &area_x, &area_y);
  handle = br_designer_handle_at (self->model, area_x, area_y, to_length (self, REACH));
  if (handle != BR_DESIGNER_NO_HANDLE)
    cursor = object->type == BR_LABEL_OBJECT_LINE ? "crosshair" : cursors[handle];
  else if (br_designer_model_find_at (self->model, area_x, area_y, to_length (self, REACH) / 2, &index))
    cursor = "move";
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), cursor);
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, BrDesignerCanvas *self)
{
  if ((gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller)) & GDK_CONTROL_MASK) == 0)
    return FALSE;
  g_signal_emit (self, signals[ZOOM], 0, pow (1.15, -dy));
  return TRUE;
}

/* Object */

static void
tell_selection (BrDesignerCanvas *self)
{
  const GArray *selection = br_designer_model_get_selection (self->model);
  g_autofree char *text = g_strdup_printf (ngettext ("%u object selected", "%u objects selected", selection->len), selection->len);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
br_designer_canvas_dispose (GObject *object)
{
  BrDesignerCanvas *self = BR_DESIGNER_CANVAS (object);

  g_clear_object (&self->model);
  g_clear_object (&self->texture);
  G_OBJECT_CLASS (br_designer_canvas_parent_class)->dispose (object);
}

static void
bind_move (GtkWidgetClass *klass, guint key, GdkModifierType keys, int x, int y)
{
  gtk_widget_class_add_binding_action (klass, key, keys, "designer.nudge", "(ii)", x, y);
}

static void
bind_keys (GtkWidgetClass *klass)
{
  static const struct
  {
    guint key, keypad;
    int x, y;
  } arrows[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    {
      int small = BR_LABEL_MM / 10;

      bind_move (klass, arrows[i].key, 0, arrows[i].x * small, arrows[i].y * small);
      bind_move (klass, arrows[i].keypad, 0, arrows[i].x * small, arrows[i].y * small);
      bind_move (klass, arrows[i].key, GDK_SHIFT_MASK, arrows[i].x * BR_LABEL_MM, arrows[i].y * BR_LABEL_MM);
    }
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Delete, 0, "designer.remove", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_BackSpace, 0, "designer.remove", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Page_Down, 0, "designer.select-next", "i", 1);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Page_Up, 0, "designer.select-next", "i", -1);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Return, 0, "designer.open", NULL);
}

static void
br_designer_canvas_class_init (BrDesignerCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_designer_canvas_dispose;
  widget_class->snapshot = br_designer_canvas_snapshot;
  widget_class->measure = br_designer_canvas_measure;
  gtk_widget_class_set_css_name (widget_class, "label-canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_APPLICATION);
  bind_keys (widget_class);
  signals[ZOOM] = g_signal_new ("zoom", BR_TYPE_DESIGNER_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  signals[OPEN] = g_signal_new ("open", BR_TYPE_DESIGNER_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
add_controllers (BrDesignerCanvas *self)
{
  GtkGesture *drag = gtk_gesture_drag_new (), *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self, 0);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (drag_update_cb), self, 0);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (drag_end_cb), self, 0);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, 0);
  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, 0);
  g_signal_connect_object (scroll, "scroll", G_CALLBACK (scroll_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_group (click, drag); /* so that the one does not take the press from the other */
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}

static void
br_designer_canvas_init (BrDesignerCanvas *self)
{
  self->zoom = 8;
  self->grid = BR_LABEL_MM;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Label being designed"), -1);
}

void
br_designer_canvas_set_model (BrDesignerCanvas *self, BrDesignerModel *model)
{
  g_return_if_fail (self->model == NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "selected", G_CALLBACK (tell_selection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "changed", G_CALLBACK (gtk_widget_queue_resize), self, G_CONNECT_SWAPPED);
  add_controllers (self);
}

void
br_designer_canvas_set_picture (BrDesignerCanvas *self, GdkTexture *picture)
{
  g_set_object (&self->texture, picture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
br_designer_canvas_set_zoom (BrDesignerCanvas *self, double zoom)
{
  self->zoom = zoom;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

double
br_designer_canvas_get_zoom (BrDesignerCanvas *self)
{
  return self->zoom;
}

double
br_designer_canvas_get_fit (BrDesignerCanvas *self, int width, int height)
{
  int label_width, label_height;

  br_label_template_get_canvas (br_designer_model_get (self->model), &label_width, &label_height);
  return MIN ((double) MAX (width - 2 * MARGIN, 16) / label_width, (double) MAX (height - 2 * MARGIN, 16) / label_height) * BR_LABEL_MM;
}

void
br_designer_canvas_set_grid (BrDesignerCanvas *self, int grid)
{
  self->grid = grid;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
