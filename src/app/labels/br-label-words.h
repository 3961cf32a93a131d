/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing in words: what a label, an order for labels, a printer or a problem is to a person. Pure, translated. */
#pragma once

#include "br-chip.h"
#include "br-print.h"
#include "br-printer.h"

G_BEGIN_DECLS

/* Labels */
BrChipState br_label_words_chip      (BrLabelState state);
/** br_label_words_proof: how it is known what became of a label, or why it failed. Caller frees. */
char       *br_label_words_proof     (const BrPrintLabelView *label);
/** br_label_words_what: code and price of a label, and which of several that are the same; "" for none of them. Caller frees. */
char       *br_label_words_what      (const BrPrintLabelView *label);
/** br_label_words_problem: what preflight found and what can be done about it. Caller frees. */
char       *br_label_words_problem   (const BrLabelProblem *problem);
/** br_label_words_media: "60 × 40 mm". Caller frees. */
char       *br_label_words_media     (const BrMedia *media);
/** br_label_words_length: a length of paper, "1.4 m". Caller frees. */
char       *br_label_words_length    (gint64 mm);

/* Orders */
/** br_label_words_job_chip: what an order does now; `printer` is where its printer stands, or NULL when that is not known. */
BrChipState br_label_words_job_chip  (const BrPrintJobView *job, const BrPrinterStatus *printer);
/** br_label_words_job_done: labels that are out; what was only sent is not counted. */
gint64      br_label_words_job_done  (const BrPrintJobView *job);
/** br_label_words_job_title: "Lotus tea and 17 more". Caller frees. */
char       *br_label_words_job_title (const BrPrintJobView *job);
/** br_label_words_job_count: "18 of 24 labels", with what failed or is uncertain. Caller frees. */
char       *br_label_words_job_count (const BrPrintJobView *job);
const char *br_label_words_source    (BrPrintSource source);

/** br_label_words_error: why orders cannot be read or changed, what is kept and what to do. Caller frees. */
char       *br_label_words_error     (const GError *error);

/* Printers */
BrChipState br_label_words_printer_chip (BrPrinterState state);
/** br_label_words_printer: what it is about and what to do, one sentence; "" when there is nothing to say. Caller frees. */
char       *br_label_words_printer   (const BrPrinterStatus *status);
/** br_label_words_condition: one condition (a single bit) and what to do. */
const char *br_label_words_condition (guint condition);
/** br_label_words_heard: who said so and when; caller frees. */
char       *br_label_words_heard     (const BrPrinterStatus *status, gint64 now_us);
const char *br_label_words_language  (BrPrinterLanguageId language);
/** br_label_words_connection: how it is connected, from its key. Caller frees. */
char       *br_label_words_connection (const char *key);
/** br_label_words_roll: labels of the roll that are left, "about 12 m of 50 m", or NULL when the length of a new roll was not said. Caller frees. */
char       *br_label_words_roll      (const BrPrinter *printer);
/** br_label_words_trouble: why a printer cannot be used. Caller frees. */
char       *br_label_words_trouble   (const GError *error);

G_END_DECLS
