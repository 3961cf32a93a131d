/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-render.h"

#include "br-error.h"
#include "br-label-draw-private.h"

const BrHead br_tag_head = { .dots_num = BR_LABEL_MM / BR_LABEL_TAG_PIXEL, .dots_den = 1 };

void
br_tag_picture_free (BrTagPicture *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->image, br_tag_image_unref);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

/* The dots of `plane` that are also in `drawn` get the index. */
static void
paint (BrTagImage *image, const BrBitmap *plane, const BrBitmap *drawn, guint8 index)
{
  guint left = (image->type.width - drawn->width) / 2, top = (image->type.height - drawn->height) / 2;

  for (guint y = 0; y < drawn->height; y++)
    {
      const guint8 *dots = plane->rows + (gsize) y * plane->stride, *mask = drawn->rows + (gsize) y * drawn->stride;
      guint8 *pixels = image->pixels + (gsize) (top + y) * image->type.width + left;

      for (guint byte = 0; byte < drawn->stride; byte++)
        for (guint bits = dots[byte] & mask[byte], x = 8 * byte; bits != 0; bits = bits << 1 & 0xFF, x++)
          if (bits & 0x80)
            pixels[x] = index;
    }
}

static BrTagImage *
make_image (const BrLabelPicture *picture, const BrTagType *type, GError **error)
{
  BrTagImage *image = br_tag_image_new (type, error);

  if (image == NULL)
    return NULL;
  paint (image, picture->bitmap, picture->bitmap, (guint8) br_tag_type_index (type, BR_TAG_BLACK));
  for (guint i = 0; i < type->n_colours; i++)
    if (picture->inks.planes[type->colours[i]] != NULL)
      paint (image, picture->inks.planes[type->colours[i]], picture->bitmap, (guint8) i);
  return image;
}

static gboolean
check_room (const BrLabelTemplate *template, const BrTagType *type, GError **error)
{
  if (template->kind != BR_LABEL_TAG || !br_tag_type_is_sound (type))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "“%s” cannot be drawn for tags of type %02X", template->name, type->code);
      return FALSE;
    }
  if (br_label_template_tag_room (template, type) >= 0)
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "“%s” is larger than the %u × %u pixels of the tag", template->name, type->width, type->height);
  return FALSE;
}

BrTagPicture *
br_tag_render (BrLabelRenderer *renderer, const BrLabelScope *scope, const BrTagType *type, GError **error)
{
  const char *price = scope->fields != NULL ? br_label_fields_get (scope->fields, "price") : NULL;
  g_autoptr (BrLabelPicture) picture = NULL;
  g_autoptr (BrTagImage) image = NULL;
  BrTagPicture *self;

  if (!check_room (scope->template, type, error))
    return NULL;
  picture = br_label_render_for (renderer, scope, &(BrLabelTarget) { .head = &br_tag_head, .tag = type }, error);
  if (picture == NULL)
    return NULL;
  br_label_preflight (renderer, picture, scope, &br_tag_head, price);
  image = make_image (picture, type, error);
  if (image == NULL)
    return NULL;
  self = g_new (BrTagPicture, 1);
  *self = (BrTagPicture) { g_steal_pointer (&image), g_ptr_array_ref (picture->problems) };
  return self;
}

void
br_tag_type_for_design (const BrLabelTemplate *design, BrTagType *out)
{
  *out = (BrTagType) {
    .width = (guint) (design->media.width + BR_LABEL_TAG_PIXEL - 1) / BR_LABEL_TAG_PIXEL,
    .height = (guint) (design->media.height + BR_LABEL_TAG_PIXEL - 1) / BR_LABEL_TAG_PIXEL,
    .bits = 3,
    .packed = TRUE,
    .n_colours = BR_N_TAG_COLOURS - 1,
    .colours = { BR_TAG_WHITE, BR_TAG_BLACK, BR_TAG_RED, BR_TAG_YELLOW, BR_TAG_GREEN, BR_TAG_BLUE, BR_TAG_ORANGE },
  };
}

const BrLabelProblem *
br_tag_picture_stop (const BrTagPicture *self)
{
  for (guint i = 0; i < self->problems->len; i++)
    {
      const BrLabelProblem *problem = self->problems->pdata[i];

      if (!problem->warning)
        return problem;
    }
  return NULL;
}
