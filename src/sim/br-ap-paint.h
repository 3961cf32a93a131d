/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an uploaded picture to what a tag is sent, and from that to what it shows: by the access point's rules, in code of the emulator's own. */
#pragma once

#include "br-ap-types.h"

G_BEGIN_DECLS

/** BrApPaint: how a picture is made. */
typedef struct
{
  const BrApType *type;
  guint    rotate_buffer; /* of the type, as this station believes */
  guint    rotate;        /* 0..3, of the record */
  gboolean invert;
  guint    dither;        /* 0 none, 1 Burkes, 2 ordered */
  gboolean rgb332;        /* a board without PSRAM: 3, 3 and 2 bits a colour, else 5, 6 and 5 */
  gboolean zip;
  gboolean stamp;         /* a clock is drawn over it */
  gboolean no_memory;     /* for more than two colours */
} BrApPaint;

/** Numbers of what is sent. */
typedef enum { BR_AP_DATA_NONE = 0, BR_AP_DATA_1BPP = 0x20, BR_AP_DATA_2BPP, BR_AP_DATA_3BPP, BR_AP_DATA_4BPP, BR_AP_DATA_ZLIB = 0x30, BR_AP_DATA_COMMAND = 0xAF } BrApData;

/** br_ap_paint_nearest: the index whose colour is nearest. */
guint    br_ap_paint_nearest (const BrApType *type, gboolean invert, int r, int g, int b);
/** br_ap_paint_jpeg: (transfer full) what is sent; NULL: it is no JPEG the station can read. */
GBytes  *br_ap_paint_jpeg    (const BrApPaint *self, GBytes *jpeg, guint8 *data_type);
/** br_ap_paint_indices: (transfer full) the same of finished indices, width * height of the type. */
GBytes  *br_ap_paint_indices (const BrApPaint *self, const guint8 *indices, guint8 *data_type);
/** br_ap_paint_inner: (transfer full) the six bytes before the planes, and the planes. */
GBytes  *br_ap_paint_inner   (const BrApPaint *self, GBytes *planes);
/** br_ap_paint_show: (transfer full) what a tag of the type shows of what it was sent: indices as people see them; NULL: it makes nothing of it. */
guint8  *br_ap_paint_show    (const BrApType *type, guint8 data_type, GBytes *payload);

G_END_DECLS
