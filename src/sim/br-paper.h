/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A label printer's mind: it reads a stream in one printer language and says what comes onto paper and what it answers. Written from the
 * makers' descriptions alone, knowing nothing of Backroom's encoders, so that the two check each other.
 *
 * It reads byte by byte: any split of a stream gives the same result. It is as forgiving as firmware: what it does not know is passed
 * over and counted. Speed, paper and faults are the body's (br-sim-printer.h). No thread of its own, no lock.
 */
#pragma once

#include "br-bitmap.h"
#include "br-printer.h"

G_BEGIN_DECLS

/** BrPaperProfile: what is built in, and the roll that is loaded. */
typedef struct
{
  BrPrinterLanguageId language;
  BrHead head;
  int    width, height, gap; /* of a label on the roll, hundredths of a millimetre; height 0: a continuous roll */
  gboolean quiet; /* newer Zebra: ~HS is not answered while paper or ribbon is out, the head open or hot */
} BrPaperProfile;

/** BrPaperOrder: one picture to be printed. */
typedef struct
{
  BrBitmap *bitmap;  /* as it lies on the label, what is read first on top; take a reference to keep it */
  guint     copies;  /* 1..999,999,999 */
  gsize     bytes;   /* of the stream since the order before */
  gboolean  spoiled; /* cut off on a head that burns while bytes come: on paper, but not a label */
} BrPaperOrder;

/** BrPaperSense: what the body knows of itself now. */
typedef struct
{
  guint    conditions; /* BrCondition */
  gboolean printing;
  gboolean full;       /* it takes no more bytes */
  guint    waiting;    /* labels in memory not begun */
  guint    batch_left; /* copies left of the one begun, itself included */
} BrPaperSense;

/** BrPaperAct: what a stream can ask of the body besides printing. */
typedef enum
{
  BR_PAPER_CANCEL,      /* drop everything in memory */
  BR_PAPER_PAUSE,
  BR_PAPER_RESUME,
  BR_PAPER_RESET,       /* as if switched off and on, without the cable noticing */
  BR_PAPER_FEED,        /* one blank label */
  BR_PAPER_CALIBRATE,   /* feeds two labels to learn the paper */
  BR_PAPER_REPRINT,     /* repeat a label torn by a fault */
  BR_PAPER_NO_REPRINT,
} BrPaperAct;

/** BrPaperBody: the printer around the mind. The functions may not call back into it, but for br_paper_begin in `print` and `act`. */
typedef struct
{
  void (*print)  (gpointer data, const BrPaperOrder *order);
  void (*answer) (gpointer data, const guint8 *bytes, gsize n);
  void (*sense)  (gpointer data, BrPaperSense *sense);
  void (*act)    (gpointer data, BrPaperAct act);
  gpointer data; /* borrowed, given to each */
} BrPaperBody;

/** BrPaperCounts: what was odd, since it was made. */
typedef struct
{
  guint64 eaten;     /* bytes */
  guint64 ignored;   /* commands, lines or stray bytes it does not know */
  guint64 damaged;   /* pictures that came broken and were dropped */
  guint64 misplaced; /* questions where none may be asked: within a picture, or while it prints if the language forbids that */
} BrPaperCounts;

typedef struct _BrPaper BrPaper;

/** br_paper_new: NULL for a language without an interpreter. */
BrPaper *br_paper_new        (const BrPaperProfile *profile, const BrPaperBody *body);
void     br_paper_free       (BrPaper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrPaper, br_paper_free)

void     br_paper_eat        (BrPaper *self, const guint8 *bytes, gsize n);
/** br_paper_lose_power: everything in memory is gone; on a streaming head what was burnt is ordered as spoiled first. */
void     br_paper_lose_power (BrPaper *self);
/** br_paper_begin, br_paper_end: the body began or finished printing a label; some languages report that unasked. */
void     br_paper_begin      (BrPaper *self);
void     br_paper_end        (BrPaper *self);
/** br_paper_change: a condition of the body began or ended. */
void     br_paper_change     (BrPaper *self);
/** br_paper_is_partial: the beginning of a label or a command was read, its end not. */
gboolean br_paper_is_partial (const BrPaper *self);
/** br_paper_held: bytes eaten since the last order. */
gsize    br_paper_held       (const BrPaper *self);
const BrPaperCounts *br_paper_counts (const BrPaper *self);

G_END_DECLS
