/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A label that shows what a printer and its paper can do: rulers, grey steps, barcodes of each module width. */
#pragma once

#include "br-label-template.h"
#include "br-printer.h"

G_BEGIN_DECLS

/** br_printer_test_label: (transfer full) for the printer's paper, or 40 × 30 mm when it is not said. */
BrLabelTemplate *br_printer_test_label (const BrPrinter *printer);

G_END_DECLS
