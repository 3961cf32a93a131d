/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which language does the printer speak? It is shown a mark in each; the one that came out right tells. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_STRIP_DIALOG (br_strip_dialog_get_type ())
/** BrStripDialog: emits "chosen" (int language, BrPrinterLanguageId). */
G_DECLARE_FINAL_TYPE (BrStripDialog, br_strip_dialog, BR, STRIP_DIALOG, AdwDialog)

BrStripDialog *br_strip_dialog_new (BrAppContext *context, const char *printer_key);

G_END_DECLS
