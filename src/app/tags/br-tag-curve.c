/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line with both axes labelled at their ends; the words around it say the same. */
#include "config.h"

#include "br-tag-curve.h"

#include "br-words.h"
#include <glib/gi18n.h>

#define HEIGHT 120
#define MARGIN 18 /* pixels below for the times, above for the number */

struct _BrTagCurve
{
  GtkWidget parent_instance;

  GArray *points; /* gint64 pairs: time in us, tags done; or NULL */
  gint64 start_us, end_us, deadline_us; /* deadline 0 = none */
  gint64 most;    /* tags */
};

G_DEFINE_FINAL_TYPE (BrTagCurve, br_tag_curve, GTK_TYPE_WIDGET)

static double
x_of (BrTagCurve *self, gint64 at_us, double width)
{
  return width * (double) (CLAMP (at_us, self->start_us, self->end_us) - self->start_us) / (double) (self->end_us - self->start_us);
}

static double
y_of (BrTagCurve *self, gint64 done, double height)
{
  return MARGIN + (height - 2 * MARGIN) * (1 - (double) done / (double) self->most);
}

/* At `x`, but never over the edge. */
static void
draw_text (GtkWidget *widget, cairo_t *cr, const char *text, double x, double y)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoAttrList) small = pango_attr_list_new ();
  int width;

  pango_attr_list_insert (small, pango_attr_scale_new (0.82));
  pango_layout_set_attributes (layout, small);
  pango_layout_get_pixel_size (layout, &width, NULL);
  cairo_move_to (cr, CLAMP (x - width / 2.0, 0, MAX (0, gtk_widget_get_width (widget) - width)), y);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_line (BrTagCurve *self, cairo_t *cr, double width, double height)
{
  double y = y_of (self, 0, height);

  cairo_move_to (cr, 0, y);
  for (guint i = 0; i < self->points->len / 2; i++)
    {
      double x = x_of (self, g_array_index (self->points, gint64, 2 * i), width);

      cairo_line_to (cr, x, y); /* in steps: a tag has it, or not */
      y = y_of (self, g_array_index (self->points, gint64, 2 * i + 1), height);
      cairo_line_to (cr, x, y);
    }
  cairo_line_to (cr, width, y);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

static void
draw_frame (BrTagCurve *self, cairo_t *cr, double width, double height)
{
  g_autofree char *start = br_words_clock (self->start_us, self->start_us);
  g_autofree char *end = br_words_clock (self->end_us, self->start_us);
  g_autofree char *most = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d tag", "%'d tags", (gulong) self->most), (int) self->most);

  draw_text (GTK_WIDGET (self), cr, most, 0, 0);
  draw_text (GTK_WIDGET (self), cr, start, 0, height - MARGIN + 2);
  draw_text (GTK_WIDGET (self), cr, end, width, height - MARGIN + 2);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, 0, height - MARGIN + 0.5);
  cairo_line_to (cr, width, height - MARGIN + 0.5);
  cairo_move_to (cr, 0, MARGIN + 0.5);
  cairo_line_to (cr, width, MARGIN + 0.5);
  cairo_stroke (cr);
}

static void
draw_deadline (BrTagCurve *self, cairo_t *cr, double width, double height)
{
  const double dashes[] = { 4, 4 };
  double x = x_of (self, self->deadline_us, width);

  cairo_save (cr);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, x, MARGIN);
  cairo_line_to (cr, x, height - MARGIN);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
br_tag_curve_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BrTagCurve *self = BR_TAG_CURVE (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr;
  GdkRGBA colour;

  if (self->points == NULL || self->most <= 0 || self->end_us <= self->start_us)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gtk_widget_get_color (widget, &colour);
  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, 0.55);
  draw_frame (self, cr, width, height);
  if (self->deadline_us != 0)
    draw_deadline (self, cr, width, height);
  gdk_cairo_set_source_rgba (cr, &colour);
  draw_line (self, cr, width, height);
  cairo_destroy (cr);
}

static void
br_tag_curve_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 120;
}

static void
br_tag_curve_finalize (GObject *object)
{
  g_clear_pointer (&BR_TAG_CURVE (object)->points, g_array_unref);
  G_OBJECT_CLASS (br_tag_curve_parent_class)->finalize (object);
}

static void
br_tag_curve_class_init (BrTagCurveClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = br_tag_curve_finalize;
  widget_class->snapshot = br_tag_curve_snapshot;
  widget_class->measure = br_tag_curve_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
br_tag_curve_init (BrTagCurve *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Tags done over time"), -1);
}

void
br_tag_curve_set_plan (BrTagCurve *self, const BrTagPlanView *plan, gint64 now_us)
{
  guint n = plan != NULL && plan->curve != NULL ? plan->curve->len / 2 : 0;

  g_return_if_fail (BR_IS_TAG_CURVE (self));

  g_clear_pointer (&self->points, g_array_unref);
  if (n > 0)
    {
      self->points = g_array_ref (plan->curve);
      self->start_us = now_us;
      self->end_us = MAX (g_array_index (plan->curve, gint64, 2 * (n - 1)), plan->deadline_us);
      self->deadline_us = plan->deadline_us;
      self->most = MAX ((gint64) plan->n_changes, g_array_index (plan->curve, gint64, 2 * (n - 1) + 1));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
