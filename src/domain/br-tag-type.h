/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a kind of tag is: size, colours, how its picture lies in memory. Those Backroom knows are the table in br-tag-type.c; a station may know better. */
#pragma once

#include "br-tag.h"

G_BEGIN_DECLS

#define BR_TAG_MAX_COLOURS 8
#define BR_TAG_MAX_SIDE    2048 /* pixels */

/** br_tag_colour_rgb: 0xRRGGBB, as pictures for stations and previews have it. */
guint32 br_tag_colour_rgb (BrTagColour colour);

/** BrTagType: plain data, copied by value. */
typedef struct
{
  guint code;           /* the maker's number: of OpenEPaperLink "hwType" */
  char  name[48];       /* for people, "M2 2.9\"" */
  guint width, height;  /* pixels, as people see it */
  guint rotate_buffer;  /* 0..3: how the picture is turned in the tag's memory */
  guint bits;           /* a pixel has in it: 1, 2, 3, 4 */
  gboolean packed;      /* TRUE: whole indices one after the other; FALSE (1 and 2 bits): a plane of all first bits, then one of all second bits if any is set */
  guint n_colours;      /* 2..BR_TAG_MAX_COLOURS */
  BrTagColour colours[BR_TAG_MAX_COLOURS]; /* by their index */
  guint short_lut;      /* 0 always full refresh, 1 short for black and white, 2 short */
  guint zlib_from, g5_from; /* lowest firmware that is sent compressed pictures, 0 = none */
  gboolean has_led, has_button;
} BrTagType;

/** br_tag_type_set_depth: bits and packed by OpenEPaperLink's "bpp" (5 = two bits, packed). FALSE = none of those that can be worked with. */
gboolean         br_tag_type_set_depth (BrTagType *self, guint bpp);
/** br_tag_type_get_depth: the "bpp" of bits and packed, by which both are kept. */
guint            br_tag_type_get_depth (const BrTagType *self);
/** br_tag_type_stored: how the picture lies in the tag's memory: turned by rotate_buffer. */
void             br_tag_type_stored (const BrTagType *self, guint *width, guint *height);
/** br_tag_type_find: (transfer none) of OpenEPaperLink, by its number, or NULL. */
const BrTagType *br_tag_type_find   (guint code);
/** br_tag_type_nth: (transfer none) all of them, for tables and tests; NULL after the last. */
const BrTagType *br_tag_type_nth    (guint n);
/** br_tag_type_plain: of a maker who says no more than its size (as people see it) and its colours, white and black among them: pixels without an order in memory that
 *  matters. Its code follows from those, and is none of OpenEPaperLink's. FALSE when it is not sound. */
gboolean         br_tag_type_plain (guint width, guint height, const BrTagColour *colours, guint n_colours, BrTagType *out);
/** br_tag_type_is_sound: sizes, bits and colours can be worked with (what a station tells may not be): white and black are among them, none
 *  twice, as many as the bits can tell apart, and rows of planes end on whole bytes, as of every tag known. */
gboolean         br_tag_type_is_sound (const BrTagType *self);
/** br_tag_type_index: the index of a colour, or -1. */
int              br_tag_type_index  (const BrTagType *self, BrTagColour colour);
/** br_tag_type_equal: whether a picture for one is a picture for the other. */
gboolean         br_tag_type_equal  (const BrTagType *self, const BrTagType *other);

G_END_DECLS
