/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture as an OpenEPaperLink station keeps it for a tag: its payload, the hash by which the station names it, and a payload read back. Pure. */
#pragma once

#include "br-tag-image.h"

G_BEGIN_DECLS

/** BrOeplDataType: what a payload is, as stations number it. */
typedef enum
{
  BR_OEPL_DATA_1BPP = 0x20, /* the first plane only, or bits of a tag that has but one */
  BR_OEPL_DATA_2BPP = 0x21,
  BR_OEPL_DATA_3BPP = 0x22,
  BR_OEPL_DATA_4BPP = 0x23,
  BR_OEPL_DATA_ZLIB = 0x30,
  BR_OEPL_DATA_G5 = 0x31,
} BrOeplDataType;

/** BrOeplReading: what a payload read back says of the picture it should be. */
typedef enum
{
  BR_OEPL_READING_SAME = 1,   /* our picture, dot for dot */
  BR_OEPL_READING_DIFFERS,    /* another picture */
  BR_OEPL_READING_UNREADABLE, /* compressed in a way Backroom does not read (G5): it proves nothing, either way */
  BR_OEPL_READING_DAMAGED,    /* no picture for this kind of tag at all: cut off, spoilt, or for another kind */
} BrOeplReading;

/** br_oepl_image_encode: (transfer full) the payload a station makes of the picture when it does not compress. @data_type: (out) (optional). */
GBytes *br_oepl_image_encode (const BrTagImage *image, BrOeplDataType *data_type);

/** br_oepl_image_decode: (transfer full) the picture in a payload, compressed by zlib or not. Memory is bounded by the type's size, whatever the payload claims.
 *  Errors: PROTOCOL (compressed in a way that is not read), CORRUPT (no picture for this type), INVALID (the type is not sound). */
BrTagImage *br_oepl_image_decode (const BrTagType *type, GBytes *payload, GError **error);

/** br_oepl_image_compare: whether a payload read back is the picture. */
BrOeplReading br_oepl_image_compare (const BrTagImage *image, GBytes *payload);

#define BR_OEPL_HASH_LENGTH 32
/** br_oepl_payload_hash: as a tag's record shows it: the first 8 bytes of the payload's MD5 in lower-case hex, then 16 zeros. Of a compressed payload only the
 *  station's own bytes give it: nobody else's compressor makes the same. */
void br_oepl_payload_hash (GBytes *payload, char hash[BR_OEPL_HASH_LENGTH + 1]);

G_END_DECLS
