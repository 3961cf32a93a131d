/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dots of a label on the screen: the same dots that go to the print head. */
#pragma once

#include "br-bitmap.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** br_label_texture_new: (transfer full) black dots on white paper, one pixel a dot. */
GdkTexture *br_label_texture_new (const BrBitmap *bitmap);

#define BR_TYPE_LABEL_VIEW (br_label_view_get_type ())
G_DECLARE_FINAL_TYPE (BrLabelView, br_label_view, BR, LABEL_VIEW, GtkWidget)

/** br_label_view_new: shows nothing yet and fits what it will show into the room it gets. */
GtkWidget *br_label_view_new             (void);
/** br_label_view_set_bitmap: reads `bitmap` at once and keeps nothing of it; NULL = nothing. */
void       br_label_view_set_bitmap      (BrLabelView *self, const BrBitmap *bitmap);
/** br_label_view_set_texture: the same of dots in colour, one pixel a dot. */
void       br_label_view_set_texture     (BrLabelView *self, GdkTexture *texture);
/**
 * br_label_view_set_zoom: pixels of the screen a dot, each dot a sharp square; the widget is as large as that takes. 0 = fit: the largest
 * whole number that the room allows, and less than a pixel a dot where it does not allow even one.
 */
void       br_label_view_set_zoom        (BrLabelView *self, guint zoom);
/** br_label_view_set_most: a fitted label asks for the height its width takes, no less, and at most `height` (GTK's pixels). 0 = it is as high as it is made. */
void       br_label_view_set_most        (BrLabelView *self, guint height);
/** br_label_view_set_description: what a person who does not see it is told, translated; NULL = "Label". */
void       br_label_view_set_description (BrLabelView *self, const char *text);
/** br_label_view_get_area: where the dots are, in the widget's coordinates; FALSE while nothing is shown. Width over the bitmap's width is the size of a dot. */
gboolean   br_label_view_get_area        (BrLabelView *self, graphene_rect_t *area);

G_END_DECLS
