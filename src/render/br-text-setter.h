/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text as dots: a text is set into a box and comes back as a small picture of its ink. No grey: letters are hinted to the dots and
 * drawn black or white. Lines have a pitch of their own (1.2 of the size of the letters), whatever fonts their letters come from,
 * so that one Chinese letter does not move the lines of a label.
 */
#pragma once

#include "br-bitmap.h"
#include "br-label-template.h"

G_BEGIN_DECLS

#define BR_TEXT_MIN_SIZE 2    /* dots: nobody reads a letter of one, and pango 1.56 never frees a font of that size once a line separator was set with it */
#define BR_TEXT_MAX_SIZE 2400 /* dots: 100 mm at 24 a millimetre; larger letters are drawn in this size */

/** BrTextSpec: a text and its box. Lengths in dots. */
typedef struct
{
  const char  *text;     /* UTF-8, "\n" is a new line; what cannot be printed is left out */
  const char  *family;   /* or NULL = sans */
  int          size, min_size;
  int          weight;   /* 100..1000 */
  gboolean     italic, struck;
  gboolean     coarse;    /* for the glass of a tag, whose pixels are larger than dots of a head: one is enough to cross a small text out, two would hide it */
  BrLabelAlign align, valign;
  BrLabelFit   fit;
  guint        lines;    /* at most, 0 = what the box holds */
  int          width, height;
} BrTextSpec;

/** BrTextRaster: the text as set. Immutable. */
typedef struct
{
  BrBitmap *ink;      /* or NULL: there is nothing to see */
  int       x, y;     /* of `ink` in the box; it does not leave the box */
  int       size;     /* of the letters, after shrinking */
  guint     n_lines;
  gboolean  clipped;  /* the text does not fit and is cut off at the box */
  gboolean  shortened; /* an ellipsis stands for its end, as it was asked for */
  char     *missing;  /* the letters no font has, or NULL */
  gboolean  unreadable; /* one of them is a letter, digit or currency sign: without it the text says something else */
} BrTextRaster;

/** BrTextSetter: fonts, and what was set lately (at most 8 MiB). Belongs to one thread. */
typedef struct _BrTextSetter BrTextSetter;
/** br_text_setter_new: finds the fonts, which takes some ten milliseconds. */
BrTextSetter       *br_text_setter_new  (void);
void                br_text_setter_free (BrTextSetter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrTextSetter, br_text_setter_free)
/** br_text_setter_set: (transfer none) good until the next call. */
const BrTextRaster *br_text_setter_set  (BrTextSetter *self, const BrTextSpec *spec);

G_END_DECLS
