/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dot is a whole number of the screen's pixels, also where a pixel of the screen is not one of GTK's: what is seen is what is printed. */
#include "config.h"

#include "br-label-view.h"

#include <glib/gi18n.h>
#include <math.h>

#define PAPER 0xff
#define INK 0x00
#define SMALLEST 16 /* a fitted label shrinks to this, pixels of GTK */

struct _BrLabelView
{
  GtkWidget parent_instance;

  GdkTexture *texture; /* NULL = nothing */
  guint zoom;          /* screen pixels a dot, 0 = fit */
  guint most;          /* height it asks for, GTK's pixels, 0 = what it gets */
};

G_DEFINE_FINAL_TYPE (BrLabelView, br_label_view, GTK_TYPE_WIDGET)

GdkTexture *
br_label_texture_new (const BrBitmap *bitmap)
{
  gsize size = (gsize) bitmap->width * bitmap->height;
  guint8 *pixels = g_malloc (size);
  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, size);

  for (guint y = 0; y < bitmap->height; y++)
    for (guint x = 0; x < bitmap->width; x++)
      *pixels++ = (bitmap->rows[(gsize) y * bitmap->stride + x / 8] >> (7 - x % 8)) & 1 ? INK : PAPER;
  return gdk_memory_texture_new ((int) bitmap->width, (int) bitmap->height, GDK_MEMORY_G8, bytes, bitmap->width);
}

/* Pixels of the screen in one of GTK's. */
static double
screen_scale (BrLabelView *self)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  GdkSurface *surface = native != NULL ? gtk_native_get_surface (native) : NULL;

  return surface != NULL ? gdk_surface_get_scale (surface) : 1;
}

/* GTK's pixels a dot in a room of that size. */
static double
dot_size (BrLabelView *self, double width, double height)
{
  double scale = screen_scale (self);
  double fits = scale * MIN (width / gdk_texture_get_width (self->texture), height / gdk_texture_get_height (self->texture));

  if (self->zoom > 0)
    return self->zoom / scale;
  return (fits >= 1 ? floor (fits) : fits) / scale;
}

gboolean
br_label_view_get_area (BrLabelView *self, graphene_rect_t *area)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  double scale = screen_scale (self);
  double dot, label_width, label_height;

  g_return_val_if_fail (BR_IS_LABEL_VIEW (self), FALSE);

  if (self->texture == NULL || width <= 0 || height <= 0)
    return FALSE;
  dot = dot_size (self, width, height);
  label_width = dot * gdk_texture_get_width (self->texture);
  label_height = dot * gdk_texture_get_height (self->texture);
  graphene_rect_init (area, (float) (floor (scale * MAX (0, width - label_width) / 2) / scale),
                      (float) (floor (scale * MAX (0, height - label_height) / 2) / scale), (float) label_width, (float) label_height);
  return TRUE;
}

static void
br_label_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BrLabelView *self = BR_LABEL_VIEW (widget);
  graphene_rect_t area;
  GskRoundedRect outline;
  GdkRGBA line;

  if (!br_label_view_get_area (self, &area))
    return;
  /* A label larger than its room is cut at the room: it must not lie over its neighbours. */
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (-1, -1, gtk_widget_get_width (widget) + 2, gtk_widget_get_height (widget) + 2));
  gtk_snapshot_append_scaled_texture (
      snapshot, self->texture,
      area.size.width * screen_scale (self) < gdk_texture_get_width (self->texture) ? GSK_SCALING_FILTER_TRILINEAR : GSK_SCALING_FILTER_NEAREST, &area);
  gtk_widget_get_color (widget, &line);
  line.alpha *= 0.25f;
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (area.origin.x - 1, area.origin.y - 1, area.size.width + 2, area.size.height + 2), 0);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 }, (GdkRGBA[4]) { line, line, line, line });
  gtk_snapshot_pop (snapshot);
}

/* What a fitted label asks for in `orientation` when it gets `for_size` (-1 = all it likes) across it. */
static int
fitted_size (BrLabelView *self, GtkOrientation orientation, int for_size)
{
  double width = gdk_texture_get_width (self->texture), height = gdk_texture_get_height (self->texture);
  double shown = width / screen_scale (self);

  if (self->most > 0)
    shown = MIN (shown, self->most * width / height);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return (int) ceil (shown);
  if (for_size >= 0)
    shown = MIN (shown, for_size);
  return (int) ceil (shown * height / width);
}

static void
br_label_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  BrLabelView *self = BR_LABEL_VIEW (widget);
  int dots;

  *minimum = *natural = 0;
  if (self->texture == NULL)
    return;
  if (self->zoom > 0)
    {
      dots = orientation == GTK_ORIENTATION_HORIZONTAL ? gdk_texture_get_width (self->texture) : gdk_texture_get_height (self->texture);
      *minimum = *natural = (int) ceil (dots * self->zoom / screen_scale (self));
      return;
    }
  *natural = fitted_size (self, orientation, for_size);
  *minimum = self->most > 0 && orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0 ? *natural : MIN (SMALLEST, *natural);
}

/* Where it does not get its full width it does not need its full height. */
static GtkSizeRequestMode
br_label_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
br_label_view_dispose (GObject *object)
{
  g_clear_object (&BR_LABEL_VIEW (object)->texture);
  G_OBJECT_CLASS (br_label_view_parent_class)->dispose (object);
}

static void
br_label_view_class_init (BrLabelViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_label_view_dispose;
  widget_class->snapshot = br_label_view_snapshot;
  widget_class->measure = br_label_view_measure;
  widget_class->get_request_mode = br_label_view_get_request_mode;
  gtk_widget_class_set_css_name (widget_class, "label-view");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
br_label_view_init (BrLabelView *self)
{
  br_label_view_set_description (self, NULL);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (gtk_widget_queue_resize), NULL);
}

GtkWidget *
br_label_view_new (void)
{
  return g_object_new (BR_TYPE_LABEL_VIEW, NULL);
}

void
br_label_view_set_bitmap (BrLabelView *self, const BrBitmap *bitmap)
{
  g_autoptr (GdkTexture) texture = bitmap != NULL ? br_label_texture_new (bitmap) : NULL;

  br_label_view_set_texture (self, texture);
}

void
br_label_view_set_texture (BrLabelView *self, GdkTexture *texture)
{
  g_return_if_fail (BR_IS_LABEL_VIEW (self));

  g_set_object (&self->texture, texture);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
br_label_view_set_zoom (BrLabelView *self, guint zoom)
{
  g_return_if_fail (BR_IS_LABEL_VIEW (self));

  if (self->zoom == zoom)
    return;
  self->zoom = zoom;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
br_label_view_set_most (BrLabelView *self, guint height)
{
  g_return_if_fail (BR_IS_LABEL_VIEW (self));

  if (self->most == height)
    return;
  self->most = height;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
br_label_view_set_description (BrLabelView *self, const char *text)
{
  g_return_if_fail (BR_IS_LABEL_VIEW (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text != NULL ? text : _("Label"), -1);
}
