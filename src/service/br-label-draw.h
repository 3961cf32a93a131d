/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One label as it will be on paper, read back as paper is read: the one way for preview, queue, PDF and picture of what was printed. */
#pragma once

#include "br-label-render.h"
#include "br-print-queue.h"

G_BEGIN_DECLS

/** BrLabelDraw: what is drawn. Borrowed. */
typedef struct
{
  const BrLabelTemplate *template;
  const BrLabelFields   *fields;   /* NULL = the samples of the template */
  const BrHead          *head;
  const BrPrinter       *printer;  /* whose edges count, with its paper the template's; NULL = all of the label comes to paper */
  gint64                 now_us;   /* when it was ordered, so that it is always drawn alike */
  const char            *currency; /* ISO 4217, or NULL */
  const char            *zone;     /* IANA name, or NULL = UTC */
  gint64                 index, total, copy, copies; /* from 1; 0 counts as 1 */
  BrLabelSequence        sequence; /* gives what was reserved when it was ordered; NULL = where counters begin */
  gpointer               sequence_data;
} BrLabelDraw;

/** br_label_draw: draws and checks (br_label_preflight). Problems are in the picture. Errors: RANGE. */
BrLabelPicture       *br_label_draw            (BrLabelRenderer *renderer, const BrLabelDraw *draw, GError **error);
/** br_label_draw_ordered: a label of the queue, as it was ordered, for `printer`. `template` is the one kept with its job. Errors: as above, CORRUPT. */
BrLabelPicture       *br_label_draw_ordered    (BrLabelRenderer *renderer, const BrLabelTemplate *template, const BrPrintLabel *label, const BrPrinter *printer, GError **error);
/** br_label_picture_stop: (transfer none) the first problem that keeps the label from being printed, or NULL. */
const BrLabelProblem *br_label_picture_stop    (const BrLabelPicture *picture);

G_END_DECLS
