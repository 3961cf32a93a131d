/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture of one bit a dot: what a label is on its way to the print head. 1 = black; the leftmost dot is the highest bit of a
 * row's first byte; rows from top to bottom, each padded with white to a whole byte. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_BITMAP_MAX_SIDE  65535              /* dots; a 2 m label at 24 dots/mm is 48,000 long */
#define BR_BITMAP_MAX_BYTES (32 * 1024 * 1024) /* of all rows together, lying or standing */

/** BrBitmap: atomically reference counted; changed only while one owner holds it, immutable once shared. */
typedef struct
{
  guint   width;  /* dots, 1..BR_BITMAP_MAX_SIDE */
  guint   height; /* dots, 1..BR_BITMAP_MAX_SIDE */
  guint   stride; /* bytes a row: (width + 7) / 8 */
  guint8 *rows;   /* owned, stride * height bytes; pad bits are 0 */
} BrBitmap;

/** br_bitmap_new: all white. Errors: RANGE. */
BrBitmap *br_bitmap_new    (guint width, guint height, GError **error);
BrBitmap *br_bitmap_ref    (BrBitmap *self);
void      br_bitmap_unref  (BrBitmap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrBitmap, br_bitmap_unref)
/** br_bitmap_get: whether the dot is black; outside it is white. */
gboolean  br_bitmap_get    (const BrBitmap *self, int x, int y);
/** br_bitmap_fill: makes the dots of a rectangle black; what lies outside is left out. */
void      br_bitmap_fill   (BrBitmap *self, int x, int y, int width, int height);
/** br_bitmap_erase: makes them white; as br_bitmap_fill. */
void      br_bitmap_erase  (BrBitmap *self, int x, int y, int width, int height);
/** BrBitmapInk: what the black dots of a stamp become. */
typedef enum { BR_INK_BLACK = 1, BR_INK_WHITE } BrBitmapInk;
/** br_bitmap_stamp: the black dots of `stamp`, its upper left corner at x, y, in `ink`; white dots change nothing, what lies outside is left out. */
void      br_bitmap_stamp  (BrBitmap *self, const BrBitmap *stamp, int x, int y, BrBitmapInk ink);
/** br_bitmap_turn: (transfer full) turned clockwise by `quarters` (0..3) of 90 degrees. */
BrBitmap *br_bitmap_turn   (const BrBitmap *self, guint quarters);
/** br_bitmap_dots: the eight dots of row `y`, which must exist, from `x` on, the first the highest bit; those outside are white. */
guint8    br_bitmap_dots   (const BrBitmap *self, int x, int y);
/** br_bitmap_cut: (transfer full) a window of the picture; what lies outside of it is white. NULL: no picture can be of that size. */
BrBitmap *br_bitmap_cut    (const BrBitmap *self, int x, int y, guint width, guint height);
/** br_bitmap_count: black dots of a rectangle; outside there are none. */
guint     br_bitmap_count  (const BrBitmap *self, int x, int y, int width, int height);
/** br_bitmap_is_blank_row: whether all dots of row `y` are white. */
gboolean  br_bitmap_is_blank_row (const BrBitmap *self, guint y);
gboolean  br_bitmap_equal  (const BrBitmap *a, const BrBitmap *b);
/** br_bitmap_hash: SHA-256 over width, height (both 32 bit, little-endian) and rows, lower-case hex. Caller frees. */
char     *br_bitmap_hash   (const BrBitmap *self);

G_END_DECLS
