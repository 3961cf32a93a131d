/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of tags the emulated access point knows: a table of its own, so that a mistake in Backroom's is seen. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_AP_MAX_COLOURS 7

/** BrApType: a kind of tag, as the station's /tagtypes file of it says. */
typedef struct
{
  guint8      code;
  const char *name;
  guint16     width, height; /* as people see it */
  guint8      rotate_buffer; /* 0..3 */
  guint8      bpp;           /* 1..5 */
  const char *colours;       /* by index: W B R Y G O and U for blue */
  guint8      short_lut;
  guint8      zlib_from, g5_from; /* 0 = never */
  const char *options;       /* L: LED, b: button */
} BrApType;

/** br_ap_type_find: NULL: there is none. */
const BrApType *br_ap_type_find   (guint code);
/** br_ap_type_nth: NULL after the last. */
const BrApType *br_ap_type_nth    (guint n);
/** br_ap_type_has: an option, 'L' or 'b'. */
gboolean        br_ap_type_has    (const BrApType *self, char option);
/** br_ap_colour_rgb: 0xRRGGBB of a letter. */
guint32         br_ap_colour_rgb  (char letter);
/** br_ap_type_json: (transfer full) the file. */
char           *br_ap_type_json   (const BrApType *self);

G_END_DECLS
