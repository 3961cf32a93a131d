/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "br-raster-private.h"

G_BEGIN_DECLS

/** br_zpl_parse: BrPrinterLanguage.parse: answers to ~HS, ~HQES and ~HI. */
void br_zpl_parse (BrAnswerParser *parser, const guint8 *bytes, gsize n, BrPrinterReport *report);

G_END_DECLS
