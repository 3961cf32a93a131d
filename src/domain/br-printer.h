/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of a label printer: its settings, and what it last said. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_PRINTER_KEY_MAX 512 /* bytes of a printer's key */

/** BrPrinterLanguageId: stored; append only. PDF: pages for an office printer by CUPS. */
typedef enum
{
  BR_LANGUAGE_NONE = 0, BR_LANGUAGE_TSPL = 1, BR_LANGUAGE_ZPL, BR_LANGUAGE_EPL, BR_LANGUAGE_BROTHER_QL, BR_LANGUAGE_DYMO_4XX, BR_LANGUAGE_PDF,
  BR_N_LANGUAGES
} BrPrinterLanguageId;

/** BrHead: the dot grid. dots per millimetre = dots_num / dots_den: 8/1, 12/1, 1181/100 (300 dpi true is 300/25.4), 24/1. */
typedef struct
{
  guint dots_num, dots_den;
  guint width_dots;     /* of the head, 0 = unknown */
  guint bar_reduction;  /* dots each bar is drawn narrower, 0 or 1 (calibration against ink spread) */
} BrHead;
/** br_head_dots: hundredths of a millimetre to dots, rounded half up. */
int br_head_dots (const BrHead *head, int length);

/** BrPrintArea: the dots of a picture that come to paper; the printer cannot reach the others. */
typedef struct { int x, y, width, height; } BrPrintArea;

/** BrSheet: where the labels are on the pages of an office printer; hundredths of a millimetre. columns 0 = one label a page of its own size. */
typedef struct
{
  int   page_width, page_height;
  int   left, top;        /* of the first label */
  guint columns, rows;
  int   pitch_x, pitch_y; /* from one label to the next */
} BrSheet;

/** BrCondition: bits; what keeps a printer from printing, or will soon. */
typedef enum
{
  BR_COND_PAPER_OUT = 1 << 0, BR_COND_PAPER_LOW = 1 << 1, BR_COND_HEAD_OPEN = 1 << 2, BR_COND_COVER_OPEN = 1 << 3, BR_COND_RIBBON_OUT = 1 << 4, BR_COND_JAM = 1 << 5,
  BR_COND_CUTTER = 1 << 6, BR_COND_PAUSED = 1 << 7, BR_COND_HOT = 1 << 8, BR_COND_COLD = 1 << 9, BR_COND_WAIT_TAKE = 1 << 10, BR_COND_MEDIA_MISMATCH = 1 << 11,
  BR_COND_MEDIA_REFUSED = 1 << 12, BR_COND_OFFLINE = 1 << 13, BR_COND_OTHER = 1 << 14,
} BrCondition;
#define BR_COND_STOPS (~(guint) BR_COND_PAPER_LOW) /* the rest stop the paper */

/** BrPrinterState: what a person is told. READY only when the printer said so. */
typedef enum
{
  BR_PRINTER_UNKNOWN = 0, /* it has said nothing */
  BR_PRINTER_READY, BR_PRINTER_PRINTING, BR_PRINTER_ATTENTION /* a condition stops it */, BR_PRINTER_PAUSED_HERE /* a person paused its queue */,
  BR_PRINTER_GONE /* unplugged or unreachable */, BR_PRINTER_NO_ACCESS /* there, but may not be opened */, BR_PRINTER_UNSET /* language or paper not chosen yet */,
  BR_PRINTER_NO_RECORD /* the queue cannot be written: nothing is sent */,
  BR_PRINTER_LEFT /* nothing waits for it: it is closed, so that others can print */
} BrPrinterState;
/** BrStatusSource: who says so. */
typedef enum { BR_SOURCE_NONE = 0, BR_SOURCE_IN_BAND /* its own language */, BR_SOURCE_CLASS /* USB class status byte */, BR_SOURCE_TRANSPORT /* the cable */ } BrStatusSource;

/** BrPrinterStatus: the last word of a printer. A small value, copied. */
typedef struct
{
  BrPrinterState state;
  guint          conditions;  /* BrCondition */
  BrStatusSource source;
  gint64         at_us;       /* when it was said; 0 = never */
  int            media_width_mm, media_height_mm; /* of the loaded roll when the printer tells, 0 = unknown (height 0 with width: continuous) */
} BrPrinterStatus;

/** BrPrinter: a printer as this shop uses it. Stored under `key`. */
typedef struct
{
  char *key;      /* "usb:1203:0230:SERIAL", "usb:1203:0230@ID_PATH", "tcp:10.0.0.7:9100", "file:/path", "cups:queue" */
  char *name;     /* as people call it */
  char *model;    /* as it calls itself, or NULL */
  char *web;      /* address of its own page, or NULL */
  BrPrinterLanguageId language;
  BrHead head;
  int   media_width, media_height, media_gap; /* loaded roll, hundredths of a millimetre; 0 = not said */
  int   tracking;         /* BrMediaTracking; 0 = the printer's own setting */
  int   darkness;         /* 0..100 %, -1 = the printer's own */
  int   speed;            /* tenths of inches a second, -1 = the printer's own */
  int   offset_x, offset_y; /* hundredths of a millimetre */
  int   silent;           /* 1: it never answered; its status is not asked for */
  gboolean cut;           /* after each job */
  gboolean paused;        /* by a person */
  gint64 odometer_mm;     /* paper fed since the roll was put in */
  gint64 roll_mm;         /* length of a new roll, 0 = not said */
  BrSheet sheet;          /* of an office printer (BR_LANGUAGE_PDF) */
} BrPrinter;
BrPrinter *br_printer_new  (const char *key);
BrPrinter *br_printer_copy (const BrPrinter *self);
void       br_printer_free (BrPrinter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrPrinter, br_printer_free)

G_END_DECLS
