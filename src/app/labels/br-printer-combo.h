/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which printer: those that are set up, each with how it is; the list follows what is plugged in and set up meanwhile. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_PRINTER_COMBO (br_printer_combo_get_type ())
/** BrPrinterCombo: emits "chosen" when another printer is chosen, by a person or because the list changed. Properties, for a row below it: "what", what
 *  stops the printer and what to do, and "has-what". */
G_DECLARE_FINAL_TYPE (BrPrinterCombo, br_printer_combo, BR, PRINTER_COMBO, AdwComboRow)

/** br_printer_combo_set_context: once. */
void           br_printer_combo_set_context (BrPrinterCombo *self, BrAppContext *context);
/** br_printer_combo_get_printer: (transfer none) the chosen one, or NULL when none is set up. */
BrPrinterItem *br_printer_combo_get_printer (BrPrinterCombo *self);
/** br_printer_combo_get_head: of the chosen one; the usual one while there is none. */
BrHead         br_printer_combo_get_head    (BrPrinterCombo *self);
/** br_printer_combo_choose: the one used last for `template`, else one with its paper; otherwise the choice stays. Without "chosen". */
void           br_printer_combo_choose      (BrPrinterCombo *self, const BrLabelTemplate *template);
/** br_printer_combo_has_paper: whether one of them has the paper of `template`. */
gboolean       br_printer_combo_has_paper   (BrPrinterCombo *self, const BrLabelTemplate *template);

G_END_DECLS
