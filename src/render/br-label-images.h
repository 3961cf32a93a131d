/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures on labels as dots: PNG and JPEG, scaled to their box and made black and white. The last ones are kept. */
#pragma once

#include "br-bitmap.h"
#include "br-label-template.h"

G_BEGIN_DECLS

#define BR_LABEL_IMAGE_MAX_SIDE 10000              /* dots of the file's picture */
#define BR_LABEL_IMAGE_MAX_DOTS (16 * 1024 * 1024) /* of it altogether: a small file can claim to be huge */

/** BrLabelImageSpec: what picture, for which box. */
typedef struct
{
  GBytes       *bytes;         /* of the file; held while it is kept */
  int           width, height; /* of the box, dots */
  BrLabelDither dither;
  int           threshold;     /* 0..255, for BR_DITHER_THRESHOLD */
} BrLabelImageSpec;

/** BrLabelImages: the last 16. Belongs to one thread. */
typedef struct _BrLabelImages BrLabelImages;
BrLabelImages  *br_label_images_new  (void);
void            br_label_images_free (BrLabelImages *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrLabelImages, br_label_images_free)
/** br_label_images_get: (transfer none) as large as fits the box in its own proportions; good until the next call. Errors: INVALID, RANGE. */
const BrBitmap *br_label_images_get  (BrLabelImages *self, const BrLabelImageSpec *spec, GError **error);

G_END_DECLS
