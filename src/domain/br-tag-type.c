/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of tags of OpenEPaperLink, by their number; facts as other programs need them, written down here in Backroom's own words. */
#include "config.h"

#include "br-tag-type.h"

#include <stdlib.h>
#include <string.h>

/* Colours by their index, with how many they are. */
#define WB                                                                                                                                                     \
  2,                                                                                                                                                           \
  {                                                                                                                                                            \
    BR_TAG_WHITE, BR_TAG_BLACK                                                                                                                                 \
  }
#define WBR                                                                                                                                                    \
  3,                                                                                                                                                           \
  {                                                                                                                                                            \
    BR_TAG_WHITE, BR_TAG_BLACK, BR_TAG_RED                                                                                                                     \
  }
#define WBY                                                                                                                                                    \
  3,                                                                                                                                                           \
  {                                                                                                                                                            \
    BR_TAG_WHITE, BR_TAG_BLACK, BR_TAG_YELLOW                                                                                                                  \
  }
#define WBRY                                                                                                                                                   \
  4,                                                                                                                                                           \
  {                                                                                                                                                            \
    BR_TAG_WHITE, BR_TAG_BLACK, BR_TAG_RED, BR_TAG_YELLOW                                                                                                      \
  }
#define BWYR                                                                                                                                                   \
  4,                                                                                                                                                           \
  {                                                                                                                                                            \
    BR_TAG_BLACK, BR_TAG_WHITE, BR_TAG_YELLOW, BR_TAG_RED                                                                                                      \
  }
#define BWGBRYO                                                                                                                                                \
  7,                                                                                                                                                           \
  {                                                                                                                                                            \
    BR_TAG_BLACK, BR_TAG_WHITE, BR_TAG_GREEN, BR_TAG_BLUE, BR_TAG_RED, BR_TAG_YELLOW, BR_TAG_ORANGE                                                            \
  }
#define BWYROBG                                                                                                                                                \
  7,                                                                                                                                                           \
  {                                                                                                                                                            \
    BR_TAG_BLACK, BR_TAG_WHITE, BR_TAG_YELLOW, BR_TAG_RED, BR_TAG_ORANGE, BR_TAG_BLUE, BR_TAG_GREEN                                                            \
  }

/* By code, ascending. Code, name, width, height, rotate_buffer, bits, packed, colours, short_lut, zlib_from, g5_from, LED, button. */
static const BrTagType TYPES[] = {
  { 0x00, "SoluM M2 1.54\"", 152, 152, 0, 2, FALSE, WBR, 2, 0, 0x29, FALSE, TRUE },
  { 0x01, "SoluM M2 2.9\"", 296, 128, 1, 2, FALSE, WBR, 2, 0, 0x29, FALSE, TRUE },
  { 0x02, "SoluM M2 4.2\"", 400, 300, 0, 2, FALSE, WBR, 1, 0, 0x29, FALSE, TRUE },
  { 0x03, "SoluM M2 2.2\"", 212, 104, 1, 2, FALSE, WBR, 2, 0, 0x29, FALSE, TRUE },
  { 0x04, "SoluM M2 2.6\"", 296, 152, 1, 2, FALSE, WBR, 2, 0, 0x29, FALSE, TRUE },
  { 0x05, "SoluM M2 7.4\"", 640, 384, 0, 2, FALSE, WBR, 1, 0x27, 0, FALSE, FALSE },
  { 0x06, "Opticon 2.2\"", 250, 128, 3, 2, FALSE, WBRY, 0, 0, 0x29, TRUE, FALSE },
  { 0x07, "Opticon 2.9\"", 296, 128, 3, 2, FALSE, WBRY, 2, 0, 0x29, TRUE, FALSE },
  { 0x08, "Opticon 4.2\"", 400, 300, 2, 2, FALSE, WBR, 1, 0, 0x29, FALSE, FALSE },
  { 0x09, "Opticon 7.5\"", 640, 384, 2, 2, FALSE, WBR, 1, 0, 0x29, FALSE, FALSE },
  { 0x11, "SoluM M2 2.9\" (UC8151)", 296, 128, 1, 2, FALSE, WBR, 0, 0, 0x29, FALSE, TRUE },
  { 0x12, "SoluM M2 4.2\" UC", 400, 300, 0, 2, FALSE, WBR, 1, 0, 0x29, FALSE, TRUE },
  { 0x21, "GM29XXF 2.9\" freezer", 296, 128, 1, 1, FALSE, WB, 0, 0, 0, FALSE, TRUE },
  { 0x22, "SoluM M2 2.7\"", 264, 176, 1, 2, FALSE, WBR, 0, 0, 0x29, FALSE, TRUE },
  { 0x26, "SoluM M2 7.5\" BW", 640, 384, 0, 1, FALSE, WB, 1, 0x27, 0, FALSE, FALSE },
  { 0x27, "GM29MT1 2.9\" BW", 296, 128, 1, 1, FALSE, WB, 0, 0, 0x29, FALSE, TRUE },
  { 0x28, "SoluM M3 1.6\"", 168, 168, 0, 2, FALSE, WBRY, 2, 0x27, 0, TRUE, FALSE },
  { 0x29, "SoluM M3 2.4\"", 296, 168, 3, 2, FALSE, WBRY, 2, 0x27, 0, TRUE, FALSE },
  { 0x2A, "SoluM M3 3.0\"", 400, 168, 3, 2, FALSE, WBRY, 2, 0x27, 0, TRUE, FALSE },
  { 0x2B, "SoluM M3 2.9\"", 384, 168, 3, 2, FALSE, WBRY, 0, 0x27, 0, TRUE, FALSE },
  { 0x2C, "SoluM M3 4.3\"", 522, 152, 3, 2, FALSE, WBRY, 0, 0x27, 0, TRUE, FALSE },
  { 0x2D, "SoluM M3 12.2\"", 960, 768, 2, 2, FALSE, WBR, 0, 0x27, 0, FALSE, TRUE },
  { 0x2E, "SoluM M3 9.7\"", 960, 672, 2, 2, FALSE, WBR, 0, 0x27, 0, FALSE, TRUE },
  { 0x2F, "SoluM M3 4.3\"", 522, 152, 3, 2, FALSE, WBR, 0, 0x27, 0, TRUE, TRUE },
  { 0x30, "SoluM M3 1.6\"", 200, 200, 0, 2, FALSE, WBR, 0, 0x27, 0, FALSE, TRUE },
  { 0x31, "SoluM M3 2.2\"", 296, 160, 3, 2, FALSE, WBR, 0, 0x27, 0, TRUE, TRUE },
  { 0x32, "SoluM M3 2.6\"", 360, 184, 3, 2, FALSE, WBR, 0, 0x27, 0, FALSE, FALSE },
  { 0x33, "SoluM M3 2.9\"", 384, 168, 3, 2, FALSE, WBR, 0, 0x27, 0, TRUE, TRUE },
  { 0x34, "SoluM M3 4.2\"", 400, 300, 0, 2, FALSE, WBR, 0, 0x27, 0, TRUE, TRUE },
  { 0x35, "SoluM M3 6.0\"", 600, 448, 0, 2, FALSE, WBR, 0, 0x27, 0, TRUE, TRUE },
  { 0x36, "SoluM M3 7.5\"", 800, 480, 0, 2, FALSE, WBR, 0, 0x27, 0, TRUE, TRUE },
  { 0x37, "SoluM M3 11.6\"", 960, 640, 2, 2, FALSE, WBR, 0, 0x27, 0, FALSE, TRUE },
  { 0x38, "SoluM M3 8.2\"", 1024, 576, 2, 2, FALSE, WBRY, 0, 0x27, 0, TRUE, TRUE },
  { 0x3C, "SoluM M3 4.2\" BWY", 400, 300, 0, 2, FALSE, WBY, 0, 0x27, 0, TRUE, TRUE },
  { 0x40, "SoluM M3 2.9\" BW", 384, 168, 3, 1, FALSE, WB, 0, 0x27, 0, TRUE, TRUE },
  { 0x41, "SoluM M3 5.85\"", 792, 272, 0, 2, FALSE, WBR, 0, 0x27, 0, FALSE, FALSE },
  { 0x42, "SoluM M3 5.85\" BW", 792, 272, 0, 1, FALSE, WB, 0, 0x27, 0, FALSE, FALSE },
  { 0x43, "SoluM M3 1.3\" peghook", 144, 200, 0, 2, FALSE, WBR, 0, 0x27, 0, FALSE, TRUE },
  { 0x44, "SoluM M3 5.81\" BW", 720, 256, 1, 1, FALSE, WB, 0, 0x27, 0, FALSE, FALSE },
  { 0x45, "SoluM M3 2.2 Lite", 250, 128, 3, 2, FALSE, WBR, 0, 0x27, 0, TRUE, FALSE },
  { 0x46, "SoluM M3 2.2\" BW", 296, 160, 3, 2, FALSE, WB, 0, 0x27, 0, TRUE, TRUE },
  { 0x47, "SoluM M3 2.7\"", 300, 200, 3, 2, FALSE, WBR, 0, 0x27, 0, FALSE, TRUE },
  { 0x48, "SoluM M3 5.81\"", 720, 256, 1, 2, FALSE, WBR, 0, 0x27, 0, FALSE, FALSE },
  { 0x49, "SoluM M3 5.81\" V2", 720, 256, 0, 2, FALSE, WBR, 0, 0x27, 0, FALSE, FALSE },
  { 0x4A, "SoluM M3 1.6\" 200 px", 200, 200, 0, 2, FALSE, WBRY, 0, 0x27, 0, TRUE, FALSE },
  { 0x4B, "SoluM M3 2.2\"", 296, 160, 3, 2, FALSE, WBRY, 0, 0x27, 0, TRUE, FALSE },
  { 0x4C, "SoluM M3 7.5\"", 800, 480, 0, 2, FALSE, WBRY, 0, 0x27, 0, TRUE, FALSE },
  { 0x4D, "SoluM M3 11.6\"", 960, 640, 0, 2, FALSE, WBRY, 0, 0x27, 0, TRUE, FALSE },
  { 0x4E, "SoluM M3 2.6\" BW", 360, 184, 3, 1, FALSE, WB, 0, 0x27, 0, TRUE, TRUE },
  { 0x4F, "SoluM M3 2.6\" BWRY", 360, 184, 3, 2, FALSE, WBRY, 0, 0x27, 0, TRUE, TRUE },
  { 0x50, "HD150 5.83\"", 648, 480, 0, 2, FALSE, WBR, 0, 0x02, 0, FALSE, FALSE },
  { 0x53, "SoluM M3 3.5\" RTL", 480, 224, 3, 2, FALSE, WBRY, 0, 0x27, 0, TRUE, TRUE },
  { 0x54, "Hanshow 2.13\" BW", 256, 128, 1, 1, FALSE, WB, 0, 0x27, 0, TRUE, FALSE },
  { 0x55, "Hanshow 2.13\"", 256, 128, 1, 2, FALSE, WBR, 0, 0x27, 0, TRUE, FALSE },
  { 0x56, "Hanshow 2.66\"", 296, 152, 1, 2, FALSE, WBR, 0, 0x27, 0, TRUE, FALSE },
  { 0x57, "TLSR 1.54\"", 200, 200, 1, 2, FALSE, WBR, 2, 0x27, 0, FALSE, TRUE },
  { 0x5A, "Hanshow 2.13\" low-res", 212, 104, 1, 1, FALSE, WB, 0, 0x27, 0, TRUE, FALSE },
  { 0x60, "Hanshow 3.5\" BWY", 384, 184, 1, 2, FALSE, WBY, 0, 0x27, 0, TRUE, FALSE },
  { 0x61, "Hanshow 3.5\"", 384, 184, 1, 2, FALSE, WBR, 0, 0x27, 0, TRUE, FALSE },
  { 0x62, "Hanshow 3.5\" BW", 384, 184, 1, 1, FALSE, WB, 0, 0x27, 0, TRUE, FALSE },
  { 0x63, "TLSR 4.2\"", 400, 300, 0, 2, FALSE, WBR, 0, 0x27, 0, TRUE, FALSE },
  { 0x66, "Hanshow 7.5\" BWY", 800, 480, 2, 2, FALSE, WBY, 0, 0x27, 0, TRUE, TRUE },
  { 0x67, "Hanshow 2.0\" BWY", 152, 200, 1, 2, FALSE, WBY, 2, 0x27, 0, FALSE, TRUE },
  { 0x68, "Hanshow 3.46\" BWY", 480, 176, 1, 2, FALSE, WBY, 0, 0x27, 0, TRUE, FALSE },
  { 0x6A, "Hanshow 5.83\"", 648, 480, 0, 2, FALSE, WBR, 0, 0x27, 0, TRUE, TRUE },
  { 0x6B, "Hanshow 7.5\" BWRY", 800, 480, 2, 2, FALSE, WBRY, 0, 0x27, 0, TRUE, TRUE },
  { 0x6C, "Hanshow 2.0\" BWRY", 152, 200, 1, 2, FALSE, WBRY, 0, 0x27, 0, TRUE, TRUE },
  { 0x6D, "Hanshow 3.5\" BWRY", 384, 184, 1, 2, FALSE, WBRY, 0, 0x27, 0, TRUE, TRUE },
  { 0x6E, "Hanshow 2.9\" BWRY", 296, 128, 1, 2, FALSE, WBRY, 0, 0x27, 0, TRUE, TRUE },
  { 0x6F, "Hanshow 2.6\" BWRY", 296, 152, 1, 2, FALSE, WBRY, 0, 0x27, 0, TRUE, TRUE },
  { 0x70, "Hanshow 2.9\"", 384, 168, 1, 2, FALSE, WBR, 0, 0x27, 0, TRUE, TRUE },
  { 0x71, "Hanshow 2.13\" high-res", 296, 144, 1, 2, FALSE, WBR, 2, 0x27, 0, FALSE, TRUE },
  { 0x80, "Displaydata Chroma 7.4\"", 640, 384, 0, 2, FALSE, WBR, 1, 0, 0, FALSE, FALSE },
  { 0x81, "Chroma Aeon 7.4\"", 800, 480, 0, 2, FALSE, WBR, 0, 0x03, 0, FALSE, FALSE },
  { 0x82, "Chroma 2.9\"", 296, 128, 1, 2, FALSE, WBR, 0, 0, 0, FALSE, FALSE },
  { 0x83, "Chroma 4.2\"", 400, 300, 0, 2, FALSE, WBR, 0, 0, 0, FALSE, FALSE },
  { 0x90, "SoluM M3 4.2\"", 400, 300, 0, 2, FALSE, WBRY, 0, 0x27, 0, TRUE, TRUE },
  { 0x91, "SoluM M3 1.6\" 200 px", 200, 200, 3, 2, FALSE, WBRY, 0, 0, 0, TRUE, TRUE },
  { 0xB0, "Gicisky BLE 2.13\" BW", 250, 128, 3, 1, FALSE, WB, 0, 0, 0, FALSE, FALSE },
  { 0xB1, "Gicisky BLE 2.13\"", 250, 128, 3, 2, FALSE, WBR, 0, 0, 0, FALSE, FALSE },
  { 0xB2, "Gicisky BLE 2.9\" BW", 296, 128, 1, 1, FALSE, WB, 0, 0, 0, FALSE, FALSE },
  { 0xB3, "Gicisky BLE 2.9\"", 296, 128, 1, 2, FALSE, WBR, 0, 0, 0, FALSE, FALSE },
  { 0xB5, "Gicisky BLE 4.2\"", 400, 300, 0, 2, FALSE, WBR, 0, 0, 0, FALSE, FALSE },
  { 0xBB, "Gicisky BLE 2.9\" BWRY", 296, 128, 1, 2, TRUE, BWYR, 0, 0, 0, FALSE, FALSE },
  { 0xC1, "ACeP 4.01\"", 640, 400, 0, 3, TRUE, BWGBRYO, 0, 0, 0, FALSE, FALSE },
  { 0xC2, "Spectra 7.3\"", 800, 480, 0, 4, TRUE, BWYROBG, 0, 0, 0, FALSE, FALSE },
};

guint32
br_tag_colour_rgb (BrTagColour colour)
{
  static const guint32 rgb[BR_N_TAG_COLOURS] = {
    [BR_TAG_WHITE] = 0xFFFFFF, [BR_TAG_BLACK] = 0x000000, [BR_TAG_RED] = 0xFF0000,    [BR_TAG_YELLOW] = 0xFFFF00,
    [BR_TAG_GREEN] = 0x00FF00, [BR_TAG_BLUE] = 0x0000FF,  [BR_TAG_ORANGE] = 0xFF8000,
  };

  return colour >= BR_TAG_WHITE && colour < BR_N_TAG_COLOURS ? rgb[colour] : rgb[BR_TAG_WHITE];
}

gboolean
br_tag_type_set_depth (BrTagType *self, guint bpp)
{
  if (bpp < 1 || bpp > 5)
    return FALSE;
  self->bits = bpp == 5 ? 2 : bpp;
  self->packed = bpp > 2;
  return TRUE;
}

guint
br_tag_type_get_depth (const BrTagType *self)
{
  return self->packed && self->bits == 2 ? 5 : self->bits;
}

void
br_tag_type_stored (const BrTagType *self, guint *width, guint *height)
{
  gboolean turned = self->rotate_buffer % 2 == 1;

  *width = turned ? self->height : self->width;
  *height = turned ? self->width : self->height;
}

static int
compare_code (const void *key, const void *member)
{
  guint code = *(const guint *) key;
  const BrTagType *type = member;

  return (code > type->code) - (code < type->code);
}

const BrTagType *
br_tag_type_find (guint code)
{
  return bsearch (&code, TYPES, G_N_ELEMENTS (TYPES), sizeof TYPES[0], compare_code);
}

const BrTagType *
br_tag_type_nth (guint n)
{
  return n < G_N_ELEMENTS (TYPES) ? &TYPES[n] : NULL;
}

static gboolean
colours_are_sound (const BrTagType *self)
{
  if (self->n_colours < 2 || self->n_colours > BR_TAG_MAX_COLOURS || self->n_colours > 1u << self->bits)
    return FALSE;
  for (guint i = 0; i < self->n_colours; i++)
    if (self->colours[i] < BR_TAG_WHITE || self->colours[i] >= BR_N_TAG_COLOURS || br_tag_type_index (self, self->colours[i]) != (int) i)
      return FALSE;
  return br_tag_type_index (self, BR_TAG_WHITE) >= 0 && br_tag_type_index (self, BR_TAG_BLACK) >= 0;
}

gboolean
br_tag_type_is_sound (const BrTagType *self)
{
  guint width, height;

  if (self->width < 1 || self->height < 1 || self->width > BR_TAG_MAX_SIDE || self->height > BR_TAG_MAX_SIDE || self->rotate_buffer > 3)
    return FALSE;
  if (self->bits < 1 || self->bits > 4 || (self->bits > 2 && !self->packed))
    return FALSE;
  br_tag_type_stored (self, &width, &height);
  return (self->packed || width % 8 == 0) && colours_are_sound (self);
}

gboolean
br_tag_type_plain (guint width, guint height, const BrTagColour *colours, guint n_colours, BrTagType *out)
{
  guint set = 0;

  *out = (BrTagType) { .width = width, .height = height };
  for (guint i = 0; i < n_colours; i++)
    if (colours[i] >= BR_TAG_WHITE && colours[i] < BR_N_TAG_COLOURS)
      set |= 1u << colours[i];
  for (guint colour = BR_TAG_WHITE; colour < BR_N_TAG_COLOURS; colour++)
    if ((set & 1u << colour) != 0)
      out->colours[out->n_colours++] = colour;
  br_tag_type_set_depth (out, out->n_colours <= 2 ? 1 : out->n_colours <= 4 ? 2 : 3);
  out->rotate_buffer = width % 8 != 0 ? 1 : 0;
  out->code = set << 23 | width << 12 | height; /* colours from bit 24 on */
  g_snprintf (out->name, sizeof out->name, "%u × %u", width, height);
  return br_tag_type_is_sound (out);
}

int
br_tag_type_index (const BrTagType *self, BrTagColour colour)
{
  for (guint i = 0; i < MIN (self->n_colours, BR_TAG_MAX_COLOURS); i++)
    if (self->colours[i] == colour)
      return (int) i;
  return -1;
}

gboolean
br_tag_type_equal (const BrTagType *self, const BrTagType *other)
{
  return self->code == other->code && self->width == other->width && self->height == other->height && self->rotate_buffer == other->rotate_buffer
         && self->bits == other->bits && !self->packed == !other->packed && self->n_colours == other->n_colours
         && memcmp (self->colours, other->colours, MIN (self->n_colours, BR_TAG_MAX_COLOURS) * sizeof self->colours[0]) == 0;
}
