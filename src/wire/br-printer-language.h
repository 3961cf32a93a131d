/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The languages of label printers: pictures to bytes, answers to facts. Pure; what talks to the device is in device/ and the queue.
 *
 * A label is sent in two phases: `data` puts the picture into the printer's memory and nothing on paper (on page printers), then
 * `trigger`, at most 16 bytes, orders the print. A stream cut within `data` is made harmless by `resync`.
 * No text of a person ever enters a stream: pictures only.
 */
#pragma once

#include "br-bitmap.h"
#include "br-label-template.h"
#include "br-printer.h"

G_BEGIN_DECLS

/** BrPrintSetup: what a job needs to know of printer and paper; lengths in hundredths of a millimetre. */
typedef struct
{
  BrHead          head;      /* its dots a millimetre must be known */
  int             width, height, gap; /* of a label */
  BrMediaTracking tracking;
  gboolean        own_media; /* TRUE: the printer knows its paper (calibrated); send no media commands but what a picture needs */
  int             darkness;  /* 0..100 %, -1 = leave */
  int             speed;     /* tenths of inches a second, -1 = leave */
  int             offset_x, offset_y;
  gboolean        cut;       /* after the last label */
  gboolean        plain;     /* TRUE: old firmware or a clone: pictures are not sent deflated */
} BrPrintSetup;

/** BrAckLevel: how far a printer's answers prove that a label came out. */
typedef enum { BR_ACK_NONE = 0, BR_ACK_IDLE, BR_ACK_COUNTER, BR_ACK_LABEL } BrAckLevel;

/** BrPrinterReport: what answers have said since it was last reset. */
typedef struct
{
  guint    answers;        /* complete answers parsed */
  guint    garbage;        /* bytes that were part of none */
  guint    conditions;     /* BrCondition, of the last complete answer */
  gboolean idle;           /* it says nothing is printing or waiting */
  gboolean printing;
  int      formats_waiting;/* whole labels in its memory not begun, -1 = not said */
  int      batch_left;     /* labels left of the one printing, -1 = not said */
  gboolean partial;        /* it holds the beginning of a label (~HS field h) */
  guint    completed;      /* labels it reported as done, one by one */
  int      media_width_mm, media_height_mm; /* 0 = not said */
  int      dots_per_mm;    /* 0 = not said */
  char     model[64];      /* "" = not said; printable ASCII only */
} BrPrinterReport;

#define BR_ANSWER_MAX 512
/** BrAnswerParser: what was asked and the bytes of an answer that is not complete yet. Zero it to begin, and when the printer is opened anew. */
typedef struct
{
  guint8 bytes[BR_ANSWER_MAX];
  guint  n;
  guint  part;             /* the language's own: which answer is awaited, or how much of it has come */
  guint  awaited;          /* answers asked for and not seen; where one byte is an answer, others are garbage */
  BrPrinterReport pending; /* of an answer of several lines */
} BrAnswerParser;

/** BrPrinterLanguage: one language, as a table of functions. Functions that are NULL have nothing to do. */
typedef struct
{
  BrPrinterLanguageId id;
  const char *name;        /* stable word: "tspl", "zpl", … */
  const char *title;       /* as its makers write it: "TSPL", "ZPL II" */
  BrAckLevel  ack;         /* the best it can do */
  gboolean    streaming;   /* paper may move while `data` is sent */
  gboolean    query_while_printing; /* the status may be asked between labels of a running job */

  /** begin: what comes once before the labels of a job (also after a resync). */
  void (*begin)   (const BrPrintSetup *setup, GByteArray *out);
  /** area: which dots of a picture of that size come to paper; it may go beyond the picture. Errors: RANGE (there is no such paper for it). */
  gboolean (*area) (const BrPrintSetup *setup, guint width, guint height, BrPrintArea *out, GError **error);
  /** label: one picture; dots outside of its area are left out, which preflight has said. `last`: no label follows in this job. Errors: as area. */
  gboolean (*label) (const BrPrintSetup *setup, const BrBitmap *bitmap, gboolean first, gboolean last, GByteArray *data, GByteArray *trigger, GError **error);
  void (*end)     (const BrPrintSetup *setup, GByteArray *out);
  /** resync: makes whatever was cut off harmless; `missing`: the most bytes a picture in memory may still wait for, 0 when none was begun. */
  void (*resync)  (const BrPrintSetup *setup, gsize missing, GByteArray *out);
  /** query: asks for the status. `step` 0, 1, …: further questions when the first went unanswered; FALSE = there is no such step. */
  gboolean (*query) (BrAnswerParser *parser, guint step, GByteArray *out);
  /** identify: asks model and dots, only after a person asked for it. */
  void (*identify) (BrAnswerParser *parser, GByteArray *out);
  /** parse: eats `n` bytes of answers, split anywhere, into `report`. */
  void (*parse)   (BrAnswerParser *parser, const guint8 *bytes, gsize n, BrPrinterReport *report);
  void (*cancel)  (GByteArray *out);    /* drops what is in its memory */
  void (*calibrate) (const BrPrintSetup *setup, GByteArray *out); /* learns the paper */
  void (*feed)    (GByteArray *out);    /* one blank label */
  /** apply: writes settings into the printer's memory for good (darkness, speed, media), on a person's order. */
  void (*apply)   (const BrPrintSetup *setup, GByteArray *out);
} BrPrinterLanguage;

/** br_printer_language_get: (transfer none) NULL for NONE and PDF. */
const BrPrinterLanguage *br_printer_language_get  (BrPrinterLanguageId id);
/** br_printer_language_find: by name; NULL if there is none. */
const BrPrinterLanguage *br_printer_language_find (const char *name);
/** br_print_setup_init: as the printer is set, for labels of that paper; cleared as a whole, so that two can be compared by their bytes. */
void br_print_setup_init (BrPrintSetup *self, const BrPrinter *printer, const BrMedia *media);
/** br_printer_print_area: the dots of a label's picture that come to paper wherever it stands among those side by side. Errors: RANGE (there is no such paper for the printer). */
gboolean br_printer_print_area (const BrPrinter *printer, const BrMedia *media, BrPrintArea *out, GError **error);
void br_printer_report_init (BrPrinterReport *report);
/** br_printer_media_conditions: MEDIA_MISMATCH when the printer says what paper it holds and the job is for another, else 0. */
guint br_printer_media_conditions (const BrPrintSetup *setup, const BrPrinterReport *report);

/**
 * br_printer_language_strip: a whole job in the language that prints as many black squares in a row as its number in
 * BrPrinterLanguageId says (TSPL 1, ZPL 2, …), on a strip as wide as the paper of `setup` and 8 mm high: "how many squares came out?"
 * FALSE for NONE and PDF, or where it does not fit the head.
 */
gboolean br_printer_language_strip (BrPrinterLanguageId id, const BrPrintSetup *setup, GByteArray *out);

G_END_DECLS
