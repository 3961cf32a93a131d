/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-label-draw-private.h"

void
br_label_draw_image (const BrLabelPass *pass, const BrLabelObject *object, const BrLabelCanvas *canvas)
{
  BrLabelImageSpec spec = { object->image, canvas->frame.width, canvas->frame.height, object->dither, object->threshold };
  g_autoptr (GError) error = NULL;
  const BrBitmap *bitmap;

  if (object->image == NULL || spec.width < 1 || spec.height < 1)
    {
      br_label_pass_problem (pass, br_label_problem_new ("image", object->name, TRUE, "there is no picture"));
      return;
    }
  bitmap = br_label_images_get (pass->images, &spec, &error);
  if (bitmap == NULL)
    br_label_pass_problem (pass, br_label_problem_new ("image", object->name, FALSE, "%s", error->message));
  else
    br_label_canvas_stamp (canvas, bitmap, br_label_share_room (spec.width - (int) bitmap->width, object->align),
                           br_label_share_room (spec.height - (int) bitmap->height, object->valign), BR_INK_BLACK);
}
