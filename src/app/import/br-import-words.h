/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import says to people: fields, verdicts, reasons, the sum. */
#pragma once

#include "br-import.h"

G_BEGIN_DECLS

/** br_import_words_target: translated name of a field a column can be. */
const char *br_import_words_target  (BrImportTarget target);
/** br_import_words_verdict: "New", "Changed", "Same", "Rejected". */
const char *br_import_words_verdict (BrImportVerdict verdict);
/** br_import_words_reason: why, as a short sentence; "" for no reason. */
const char *br_import_words_reason  (BrImportReason reason);
/** br_import_words_sum: "1,200 rows: 1,000 new, 150 changed, 40 the same, 10 rejected"; caller frees. */
char       *br_import_words_sum     (const BrImportReport *report);

G_END_DECLS
