/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the printer languages share: placing a picture on the head, writing commands, and reading answers out of a stream. */
#pragma once

#include "br-printer-language.h"

G_BEGIN_DECLS

extern const BrPrinterLanguage br_language_tspl, br_language_zpl, br_language_epl, br_language_brother_ql, br_language_dymo;

/** br_bytes_add: bytes or text; br_bytes_add_format: a command as by printf; its arguments are numbers and words of this program, never texts of people. */
void      br_bytes_add        (GByteArray *out, const void *bytes, gsize n);
void      br_bytes_add_text   (GByteArray *out, const char *text);
void      br_bytes_add_format (GByteArray *out, const char *format, ...) G_GNUC_PRINTF (2, 3);
void      br_bytes_add_fill   (GByteArray *out, guint8 byte, gsize n);
/** br_bytes_add_hundredths: hundredths, as "60", "60.5" or "60.25". */
void      br_bytes_add_hundredths (GByteArray *out, int hundredths);

/** br_raster_area: BrPrinterLanguage.area of a head whose first dot is the first of the label: what its offsets and its width leave. Never fails. */
gboolean  br_raster_area      (const BrPrintSetup *setup, guint width, guint height, BrPrintArea *out, GError **error);
/** br_raster_place: (transfer full) the picture moved by the offsets of `setup`, no wider than the head; what is outside of its area is lost. */
BrBitmap *br_raster_place     (const BrPrintSetup *setup, const BrBitmap *bitmap);
/** br_raster_invert: (transfer full) black and white exchanged, the padding of the rows too. */
BrBitmap *br_raster_invert    (const BrBitmap *bitmap);
/** br_raster_offset: an offset in dots, within what a picture can be. */
int       br_raster_offset    (const BrHead *head, int length);
/** br_raster_crc16: CRC-16 of polynomial 1021, begun with 0, not reflected (labels.md 2.0: "123456789" gives 31C3). */
guint16   br_raster_crc16     (const guint8 *bytes, gsize n);

/** BrAnswerIsPrefix: whether bytes can be the beginning of an answer. */
typedef gboolean (*BrAnswerIsPrefix) (const guint8 *bytes, guint n);
/** br_answer_add: one more byte; from the front is dropped, as garbage, what cannot be the beginning of an answer. */
void      br_answer_add       (BrAnswerParser *parser, guint8 byte, BrAnswerIsPrefix is_prefix, BrPrinterReport *report);
/** br_answer_await: one more answer of kind `part` is asked for; what was awaited of another kind will not be understood any more. */
void      br_answer_await     (BrAnswerParser *parser, guint part);
/** br_answer_begin: clears what the last complete answer said and counts this one. */
void      br_answer_begin     (BrPrinterReport *report);

G_END_DECLS
