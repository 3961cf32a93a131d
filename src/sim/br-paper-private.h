/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the interpreters only: what they share. */
#pragma once

#include "br-paper.h"

G_BEGIN_DECLS

#define BR_PAPER_MAX_COPIES 999999999
#define BR_PAPER_MAX_LINE   2048 /* bytes; a longer line is passed over */

/** BrPaperLanguage: one interpreter, as a table of functions. Those that are NULL have nothing to do. */
typedef struct
{
  gsize    mind_size;                        /* of its state, which is zeroed at power on */
  void     (*wake)       (BrPaper *self);    /* power came */
  void     (*sleep)      (BrPaper *self);    /* power goes: frees what the mind owns */
  void     (*eat)        (BrPaper *self, guint8 byte);
  gboolean (*is_partial) (const BrPaper *self);
  void     (*begin)      (BrPaper *self);    /* the body began a label */
  void     (*end)        (BrPaper *self);    /* the body finished one */
  void     (*change)     (BrPaper *self);    /* a condition began or ended */
} BrPaperLanguage;

extern const BrPaperLanguage br_paper_tspl, br_paper_zpl, br_paper_epl, br_paper_ql, br_paper_dymo;

/** BrPaperDraw: what becomes of the dots that were there. */
typedef enum { BR_PAPER_OVER = 0, BR_PAPER_OR = 1, BR_PAPER_XOR = 2 } BrPaperDraw;

/** BrPaperRaw: a block of rows of raw bytes that is being read. */
typedef struct
{
  int    x, y;        /* dots, of its top left corner */
  gsize  row_bytes;
  guint64 at, size;   /* bytes read, bytes in all */
  gsize  column, row; /* of the next byte */
  BrPaperDraw draw;
  guint8 flip;        /* FF where 0 is black, else 00 */
  guint8 before;      /* the byte before */
} BrPaperRaw;

struct _BrPaper
{
  BrPaperProfile profile;
  BrPaperBody    body;
  const BrPaperLanguage *language;
  gpointer       mind;          /* the language's state */
  BrBitmap      *canvas;        /* the picture so far; NULL = nothing drawn since it was cleared */
  int            width, height; /* dots, of the canvas to be made */
  gsize          held;
  BrPaperCounts  counts;
};

/** br_paper_dots: hundredths of a millimetre to dots of this head, within what a picture may be. */
int      br_paper_dots     (const BrPaper *self, double length);
/** br_paper_set_size: of the label from now on; what is drawn stays where it is. Beyond the head nothing is burnt. */
void     br_paper_set_size (BrPaper *self, int width, int height);
void     br_paper_clear    (BrPaper *self);
/** br_paper_draw: eight dots, 1 = black, the leftmost at x. */
void     br_paper_draw     (BrPaper *self, int x, int y, guint8 dots, BrPaperDraw how);
/** br_paper_eat_raw: draws the next byte of a block; FALSE: that was the last. */
gboolean br_paper_eat_raw  (BrPaper *self, BrPaperRaw *raw, guint8 byte);
/** br_paper_order: prints the canvas, turned by `quarters`; a canvas with nothing on it is a blank label. */
void     br_paper_order    (BrPaper *self, guint copies, guint quarters);
void     br_paper_order_bitmap (BrPaper *self, BrBitmap *bitmap, guint copies, gboolean spoiled);
void     br_paper_answer   (BrPaper *self, const char *bytes, gssize n);
void     br_paper_sense    (BrPaper *self, BrPaperSense *sense);
void     br_paper_act      (BrPaper *self, BrPaperAct act);
/** br_paper_numbers: whole numbers with commas between, blanks around them allowed; returns how many were read, 0 if anything else stands there. */
guint    br_paper_numbers  (const char *text, int *values, guint max);

G_END_DECLS
