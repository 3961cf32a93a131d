/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data of ^GFA: hexadecimal with run lengths, or base64 of bytes or of a zlib stream with a checksum. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_ZPL_MAX_GRAPHIC (32 * 1024 * 1024) /* bytes of a picture */

/** br_zpl_graphic_decode: (transfer full) the `size` bytes of a picture of rows of `row_bytes`; what the data does not reach is 0.
 *  NULL: it is damaged (checksum, base64, zlib) or outside the limits, and nothing of it may be printed. */
guint8 *br_zpl_graphic_decode (const char *data, gsize n, gsize size, gsize row_bytes);
/** br_zpl_crc: CRC-16, polynomial 1021, start 0, not reflected: "123456789" gives 31C3. */
guint16 br_zpl_crc            (const char *data, gsize n);

G_END_DECLS
