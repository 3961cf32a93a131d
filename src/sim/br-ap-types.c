/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Kinds of tags. A station's file of one is JSON: name, width, height, rotatebuffer, bpp, colortable (name: [r, g, b], in the order of the
 * indices), shortlut, options, and the lowest firmware that is sent compressed pictures, as hexadecimal text.
 */
#include "config.h"

#include "br-ap-types.h"

#include <string.h>

/* code, name, width, height, rotate_buffer, bpp, colours, short_lut, zlib_from, g5_from, options; by code */
static const BrApType types[] = {
  { 0x00, "SoluM M2 1.54\"", 152, 152, 0, 2, "WBR", 2, 0, 0x29, "b" },
  { 0x01, "M2 2.9\"", 296, 128, 1, 2, "WBR", 2, 0, 0x29, "b" },
  { 0x02, "M2 4.2\"", 400, 300, 0, 2, "WBR", 1, 0, 0x29, "b" },
  { 0x03, "M2 2.2\"", 212, 104, 1, 2, "WBR", 2, 0, 0x29, "b" },
  { 0x04, "M2 2.6\"", 296, 152, 1, 2, "WBR", 2, 0, 0x29, "b" },
  { 0x05, "M2 7.4\"", 640, 384, 0, 2, "WBR", 1, 0x27, 0, "" },
  { 0x06, "Opticon 2.2\"", 250, 128, 3, 2, "WBRY", 0, 0, 0x29, "L" },
  { 0x07, "Opticon 2.9\"", 296, 128, 3, 2, "WBRY", 2, 0, 0x29, "L" },
  { 0x08, "Opticon 4.2\"", 400, 300, 2, 2, "WBR", 1, 0, 0x29, "" },
  { 0x09, "Opticon 7.5\"", 640, 384, 2, 2, "WBR", 1, 0, 0x29, "" },
  { 0x11, "M2 2.9\" (UC8151)", 296, 128, 1, 2, "WBR", 0, 0, 0x29, "b" },
  { 0x12, "M2 4.2\" UC", 400, 300, 0, 2, "WBR", 1, 0, 0x29, "b" },
  { 0x21, "GM29XXF 2.9\" freezer", 296, 128, 1, 1, "WB", 0, 0, 0, "b" },
  { 0x22, "M2 2.7\"", 264, 176, 1, 2, "WBR", 0, 0, 0x29, "b" },
  { 0x26, "M2 7.5\" BW", 640, 384, 0, 1, "WB", 1, 0x27, 0, "" },
  { 0x27, "GM29MT1 2.9\" BW", 296, 128, 1, 1, "WB", 0, 0, 0x29, "b" },
  { 0x28, "M3 1.6\"", 168, 168, 0, 2, "WBRY", 2, 0x27, 0, "L" },
  { 0x29, "M3 2.4\"", 296, 168, 3, 2, "WBRY", 2, 0x27, 0, "L" },
  { 0x2A, "M3 3.0\"", 400, 168, 3, 2, "WBRY", 2, 0x27, 0, "L" },
  { 0x2B, "M3 2.9\"", 384, 168, 3, 2, "WBRY", 0, 0x27, 0, "L" },
  { 0x2C, "M3 4.3\"", 522, 152, 3, 2, "WBRY", 0, 0x27, 0, "L" },
  { 0x2D, "M3 12.2\"", 960, 768, 2, 2, "WBR", 0, 0x27, 0, "b" },
  { 0x2E, "M3 9.7\"", 960, 672, 2, 2, "WBR", 0, 0x27, 0, "b" },
  { 0x2F, "M3 4.3\"", 522, 152, 3, 2, "WBR", 0, 0x27, 0, "Lb" },
  { 0x30, "M3 1.6\"", 200, 200, 0, 2, "WBR", 0, 0x27, 0, "b" },
  { 0x31, "M3 2.2\"", 296, 160, 3, 2, "WBR", 0, 0x27, 0, "Lb" },
  { 0x32, "M3 2.6\"", 360, 184, 3, 2, "WBR", 0, 0x27, 0, "" },
  { 0x33, "M3 2.9\"", 384, 168, 3, 2, "WBR", 0, 0x27, 0, "Lb" },
  { 0x34, "M3 4.2\"", 400, 300, 0, 2, "WBR", 0, 0x27, 0, "Lb" },
  { 0x35, "M3 6.0\"", 600, 448, 0, 2, "WBR", 0, 0x27, 0, "Lb" },
  { 0x36, "M3 7.5\"", 800, 480, 0, 2, "WBR", 0, 0x27, 0, "Lb" },
  { 0x37, "M3 11.6\"", 960, 640, 2, 2, "WBR", 0, 0x27, 0, "b" },
  { 0x38, "M3 8.2\"", 1024, 576, 2, 2, "WBRY", 0, 0x27, 0, "Lb" },
  { 0x3C, "M3 4.2\" BWY", 400, 300, 0, 2, "WBY", 0, 0x27, 0, "Lb" },
  { 0x40, "M3 2.9\" BW", 384, 168, 3, 1, "WB", 0, 0x27, 0, "Lb" },
  { 0x41, "M3 5.85\" BWR", 792, 272, 0, 2, "WBR", 0, 0x27, 0, "" },
  { 0x42, "M3 5.85\" BW", 792, 272, 0, 1, "WB", 0, 0x27, 0, "" },
  { 0x43, "M3 1.3\" peghook", 144, 200, 0, 2, "WBR", 0, 0x27, 0, "b" },
  { 0x44, "M3 5.81\" BW", 720, 256, 1, 1, "WB", 0, 0x27, 0, "" },
  { 0x45, "M3 2.2 Lite", 250, 128, 3, 2, "WBR", 0, 0x27, 0, "L" },
  { 0x46, "M3 2.2\" BW", 296, 160, 3, 2, "WB", 0, 0x27, 0, "Lb" },
  { 0x47, "M3 2.7\"", 300, 200, 3, 2, "WBR", 0, 0x27, 0, "b" },
  { 0x48, "M3 5.81\" BWR", 720, 256, 1, 2, "WBR", 0, 0x27, 0, "" },
  { 0x49, "M3 5.81\" V2", 720, 256, 0, 2, "WBR", 0, 0x27, 0, "" },
  { 0x4A, "M3 1.6\" 200 px", 200, 200, 0, 2, "WBRY", 0, 0x27, 0, "L" },
  { 0x4B, "M3 2.2\"", 296, 160, 3, 2, "WBRY", 0, 0x27, 0, "L" },
  { 0x4C, "M3 7.5\"", 800, 480, 0, 2, "WBRY", 0, 0x27, 0, "L" },
  { 0x4D, "M3 11.6\"", 960, 640, 0, 2, "WBRY", 0, 0x27, 0, "L" },
  { 0x4E, "M3 2.6\" BW", 360, 184, 3, 1, "WB", 0, 0x27, 0, "Lb" },
  { 0x4F, "M3 2.6\" BWRY", 360, 184, 3, 2, "WBRY", 0, 0x27, 0, "Lb" },
  { 0x50, "HD150 5.83\"", 648, 480, 0, 2, "WBR", 0, 0x02, 0, "" },
  { 0x53, "M3 3.5\" RTL", 480, 224, 3, 2, "WBRY", 0, 0x27, 0, "Lb" },
  { 0x54, "Hanshow 2.13\" BW", 256, 128, 1, 1, "WB", 0, 0x27, 0, "L" },
  { 0x55, "Hanshow 2.13\" BWR", 256, 128, 1, 2, "WBR", 0, 0x27, 0, "L" },
  { 0x56, "Hanshow 2.66\"", 296, 152, 1, 2, "WBR", 0, 0x27, 0, "L" },
  { 0x57, "TLSR 1.54\"", 200, 200, 1, 2, "WBR", 2, 0x27, 0, "b" },
  { 0x5A, "Hanshow 2.13\" low-res", 212, 104, 1, 1, "WB", 0, 0x27, 0, "L" },
  { 0x60, "Hanshow 3.5\" BWY", 384, 184, 1, 2, "WBY", 0, 0x27, 0, "L" },
  { 0x61, "Hanshow 3.5\" BWR", 384, 184, 1, 2, "WBR", 0, 0x27, 0, "L" },
  { 0x62, "Hanshow 3.5\" BW", 384, 184, 1, 1, "WB", 0, 0x27, 0, "L" },
  { 0x63, "TLSR 4.2\"", 400, 300, 0, 2, "WBR", 0, 0x27, 0, "L" },
  { 0x66, "Hanshow 7.5\" BWY", 800, 480, 2, 2, "WBY", 0, 0x27, 0, "Lb" },
  { 0x67, "Hanshow 2.0\" BWY", 152, 200, 1, 2, "WBY", 2, 0x27, 0, "b" },
  { 0x68, "Hanshow 3.46\"", 480, 176, 1, 2, "WBY", 0, 0x27, 0, "L" },
  { 0x6A, "Hanshow 5.83\"", 648, 480, 0, 2, "WBR", 0, 0x27, 0, "Lb" },
  { 0x6B, "Hanshow 7.5\" BWRY", 800, 480, 2, 2, "WBRY", 0, 0x27, 0, "Lb" },
  { 0x6C, "Hanshow 2.0\" BWRY", 152, 200, 1, 2, "WBRY", 0, 0x27, 0, "Lb" },
  { 0x6D, "Hanshow 3.5\"", 384, 184, 1, 2, "WBRY", 0, 0x27, 0, "Lb" },
  { 0x6E, "Hanshow 2.9\"", 296, 128, 1, 2, "WBRY", 0, 0x27, 0, "Lb" },
  { 0x6F, "Hanshow 2.6\"", 296, 152, 1, 2, "WBRY", 0, 0x27, 0, "Lb" },
  { 0x70, "Hanshow 2.9\" high-res", 384, 168, 1, 2, "WBR", 0, 0x27, 0, "Lb" },
  { 0x71, "Hanshow 2.13\" high-res", 296, 144, 1, 2, "WBR", 2, 0x27, 0, "b" },
  { 0x80, "Displaydata Chroma 7.4\"", 640, 384, 0, 2, "WBR", 1, 0, 0, "" },
  { 0x81, "Chroma Aeon 7.4\"", 800, 480, 0, 2, "WBR", 0, 0x03, 0, "" },
  { 0x82, "Chroma 2.9\"", 296, 128, 1, 2, "WBR", 0, 0, 0, "" },
  { 0x83, "Chroma 4.2\"", 400, 300, 0, 2, "WBR", 0, 0, 0, "" },
  { 0x90, "M3 4.2\"", 400, 300, 0, 2, "WBRY", 0, 0x27, 0, "Lb" },
  { 0x91, "M3 1.6\" 200 px", 200, 200, 3, 2, "WBRY", 0, 0, 0, "Lb" },
  { 0xB0, "Gicisky BLE 2.13\" BW", 250, 128, 3, 1, "WB", 0, 0, 0, "" },
  { 0xB1, "Gicisky BLE 2.13\" BWR", 250, 128, 3, 2, "WBR", 0, 0, 0, "" },
  { 0xB2, "Gicisky BLE 2.9\" BW", 296, 128, 1, 1, "WB", 0, 0, 0, "" },
  { 0xB3, "Gicisky BLE 2.9\" BWR", 296, 128, 1, 2, "WBR", 0, 0, 0, "" },
  { 0xB5, "Gicisky BLE 4.2\"", 400, 300, 0, 2, "WBR", 0, 0, 0, "" },
  { 0xBB, "Gicisky BLE 2.9\" BWRY", 296, 128, 1, 5, "BWYR", 0, 0, 0, "" },
  { 0xC1, "ACeP 4.01\"", 640, 400, 0, 3, "BWGURYO", 0, 0, 0, "" },
  { 0xC2, "Spectra 7.3\"", 800, 480, 0, 4, "BWYROUG", 0, 0, 0, "" },
};

/** Colour: of a palette. */
static const struct
{
  char letter;
  const char *name;
  guint32 rgb;
} colours[] = {
  { 'W', "white", 0xFFFFFF }, { 'B', "black", 0x000000 }, { 'R', "red", 0xFF0000 },    { 'Y', "yellow", 0xFFFF00 },
  { 'G', "green", 0x00FF00 }, { 'U', "blue", 0x0000FF },  { 'O', "orange", 0xFF8000 },
};

const BrApType *
br_ap_type_find (guint code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].code == code)
      return &types[i];
  return NULL;
}

const BrApType *
br_ap_type_nth (guint n)
{
  return n < G_N_ELEMENTS (types) ? &types[n] : NULL;
}

gboolean
br_ap_type_has (const BrApType *self, char option)
{
  return strchr (self->options, option) != NULL;
}

static gsize
find_colour (char letter)
{
  gsize i = 0;

  while (i + 1 < G_N_ELEMENTS (colours) && colours[i].letter != letter)
    i++;
  return i;
}

guint32
br_ap_colour_rgb (char letter)
{
  return colours[find_colour (letter)].rgb;
}

char *
br_ap_type_json (const BrApType *self)
{
  GString *text = g_string_new ("{\"version\":1,\"name\":\"");

  for (const char *c = self->name; *c != '\0'; c++)
    g_string_append_printf (text, *c == '"' ? "\\%c" : "%c", *c);
  g_string_append_printf (text, "\",\"width\":%u,\"height\":%u,\"rotatebuffer\":%u,\"bpp\":%u,\"colortable\":{", self->width, self->height, self->rotate_buffer,
                          self->bpp);
  for (const char *c = self->colours; *c != '\0'; c++)
    {
      guint32 rgb = br_ap_colour_rgb (*c);

      g_string_append_printf (text, "%s\"%s\":[%u,%u,%u]", c == self->colours ? "" : ",", colours[find_colour (*c)].name, rgb >> 16, rgb >> 8 & 0xFF,
                              rgb & 0xFF);
    }
  g_string_append_printf (text, "},\"shortlut\":%u", self->short_lut);
  if (self->zlib_from != 0)
    g_string_append_printf (text, ",\"zlib_compression\":\"%02X\"", self->zlib_from);
  if (self->g5_from != 0)
    g_string_append_printf (text, ",\"g5_compression\":\"%02X\"", self->g5_from);
  g_string_append (text, ",\"options\":[");
  if (br_ap_type_has (self, 'b'))
    g_string_append (text, "\"button\"");
  if (br_ap_type_has (self, 'L'))
    g_string_append (text, br_ap_type_has (self, 'b') ? ",\"led\"" : "\"led\"");
  g_string_append (text, "]}");
  return g_string_free (text, FALSE);
}
