/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-designer-ruler.h"

#include <math.h>

#define THICKNESS 20 /* pixels */
#define APART 5  /* pixels between two marks, at least */

struct _BrDesignerRuler
{
  GtkWidget parent_instance;

  BrDesignerCanvas *canvas; /* borrowed: a sibling in the same template */
  GtkOrientation orientation;
};

G_DEFINE_FINAL_TYPE (BrDesignerRuler, br_designer_ruler, GTK_TYPE_WIDGET)

static void
draw_mark (BrDesignerRuler *self, GtkSnapshot *snapshot, const GdkRGBA *color, float at, float length)
{
  if (self->orientation == GTK_ORIENTATION_HORIZONTAL)
    gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT (at, THICKNESS - length, 1, length));
  else
    gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT (THICKNESS - length, at, length, 1));
}

static void
draw_number (BrDesignerRuler *self, GtkSnapshot *snapshot, const GdkRGBA *color, float at, int mm)
{
  g_autofree char *text = g_strdup_printf ("%d", mm);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);

  gtk_snapshot_save (snapshot);
  if (self->orientation == GTK_ORIENTATION_HORIZONTAL)
    gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (at + 3, 0));
  else
    {
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, at - 2));
      gtk_snapshot_rotate (snapshot, -90);
    }
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/* Millimetres between two marks, and between two numbers. */
static void
choose_steps (double zoom, int *mark, int *number)
{
  static const int steps[][2] = { { 1, 5 }, { 1, 10 }, { 5, 10 }, { 5, 20 }, { 10, 50 }, { 50, 100 } };
  guint i = 0;

  while (i + 1 < G_N_ELEMENTS (steps) && (steps[i][0] * zoom < APART || steps[i][1] * zoom < 36))
    i++;
  *mark = steps[i][0];
  *number = steps[i][1];
}

static void
br_designer_ruler_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BrDesignerRuler *self = BR_DESIGNER_RULER (widget);
  gboolean lies = self->orientation == GTK_ORIENTATION_HORIZONTAL;
  int size = lies ? gtk_widget_get_width (widget) : gtk_widget_get_height (widget);
  graphene_point_t origin, here;
  GdkRGBA color;
  double zoom;
  int mark, number;

  if (self->canvas == NULL)
    return;
  br_designer_canvas_get_origin (self->canvas, &origin);
  if (!gtk_widget_compute_point (GTK_WIDGET (self->canvas), widget, &origin, &here))
    return;
  gtk_widget_get_color (widget, &color);
  color.alpha *= 0.6f;
  zoom = br_designer_canvas_get_zoom (self->canvas);
  choose_steps (zoom, &mark, &number);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget)));
  for (int mm = (int) floor (-(lies ? here.x : here.y) / zoom / mark) * mark; mm * zoom + (lies ? here.x : here.y) < size; mm += mark)
    {
      float at = floorf ((float) (mm * zoom) + (lies ? here.x : here.y));

      draw_mark (self, snapshot, &color, at, mm % number == 0 ? THICKNESS : 5);
      if (mm % number == 0)
        draw_number (self, snapshot, &color, at, mm);
    }
  gtk_snapshot_pop (snapshot);
}

static void
br_designer_ruler_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = *natural = orientation == BR_DESIGNER_RULER (widget)->orientation ? 0 : THICKNESS;
}

static void
br_designer_ruler_class_init (BrDesignerRulerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = br_designer_ruler_snapshot;
  widget_class->measure = br_designer_ruler_measure;
  gtk_widget_class_set_css_name (widget_class, "label-ruler");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
br_designer_ruler_init (BrDesignerRuler *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "caption");
}

void
br_designer_ruler_set_canvas (BrDesignerRuler *self, BrDesignerCanvas *canvas, GtkOrientation orientation)
{
  self->canvas = canvas;
  self->orientation = orientation;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
