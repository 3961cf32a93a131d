/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a file of quantities that were left out, each with the reason; to be read, or copied to whoever made the file. */
#pragma once

#include "br-label-service.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_FILE_REPORT (br_file_report_get_type ())
G_DECLARE_FINAL_TYPE (BrFileReport, br_file_report, BR, FILE_REPORT, AdwDialog)

/** br_file_report_new: `words` says what became of the file as a whole; `problems` of BrLabelProblem, as BrLabelFile has them. */
BrFileReport *br_file_report_new      (const char *name, const char *words, GPtrArray *problems);
/** br_file_report_dup_text: what is copied: a line for each, with tabs, as a spreadsheet takes it. Caller frees. */
char         *br_file_report_dup_text (BrFileReport *self);

G_END_DECLS
