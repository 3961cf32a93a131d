/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures, setups and ways to look at bytes, for the tests of the printer languages. */
#pragma once

#include "br-printer-language.h"
#include "br-random.h"

G_BEGIN_DECLS

/** br_sample_setup: 60 × 40 mm with gaps on a head of 832 dots, 8 a millimetre; the printer knows its paper. br_sample_ql: 62 × 29 mm on a QL. */
extern const BrPrintSetup br_sample_setup, br_sample_ql;
/** br_sample_setup_of: one of the two, that suits the language. */
const BrPrintSetup *br_sample_setup_of (BrPrinterLanguageId id);

BrBitmap *br_sample_bitmap (guint width, guint height, const char *bytes);
/** br_sample_golden: labels.md 2.0: 16 × 3 dots, rows F00F 0000 0001. */
BrBitmap *br_sample_golden (void);
/** br_sample_random: one byte in `sparse` is random, the others white. */
BrBitmap *br_sample_random (BrXorshift *random, guint width, guint height, guint sparse);
/** br_sample_show: bytes as text: what is not printable ASCII, and the backslash, as \XX. Caller frees. */
char     *br_sample_show   (const GByteArray *bytes);
/** br_sample_assert: as br_sample_show would show them; empties the array. */
void      br_sample_assert (GByteArray *bytes, const char *expected);
/** br_sample_send: a label that is the first and last of its job. */
void      br_sample_send   (const BrPrinterLanguage *language, const BrPrintSetup *setup, const BrBitmap *bitmap, GByteArray *data, GByteArray *trigger);

G_END_DECLS
