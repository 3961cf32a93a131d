/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine's state, shared by its files: stepping, sending, sessions, proofs, commands. */
#pragma once

#include "br-error.h"
#include "br-print-engine.h"
#include "br-print-page.h"
#include "br-printer-store.h"

G_BEGIN_DECLS

#define BR_PRINT_WINDOW_MAX 8

/** BrPrintUnit: one picture: a label, or several side by side. Owned. */
typedef struct
{
  gint64        job;
  gint64        seq[BR_PRINT_ACROSS_MAX];
  guint         n;          /* labels in it */
  BrPrintPolicy policy;
  BrBitmap     *bitmap;     /* until it is sent */
  BrMedia       media;
  int           length;     /* of paper, gap included, hundredths of a millimetre */
  gboolean      last;       /* no label follows in its job */
  gboolean      recovered;  /* of a session before: only a printer at rest proves it */
  gint64        sent_us;    /* monotonic */
  gint64        end_us;     /* when it should be out, monotonic */
  guint         n_claims;   /* answers in a row that say it is out */
  gint64        claimed_us; /* the question of the first of them */
} BrPrintUnit;

struct _BrPrintEngine
{
  BrPrintEngineParams params;
  const BrClock      *clock;
  BrPrinter          *printer;      /* settings as stored */
  const BrPrinterLanguage *language; /* NULL = not set */
  BrPrintPage        *page;
  gboolean            stale;        /* settings are to be read again */

  /* The session */
  BrPort             *port;         /* NULL = closed */
  gint64              session;
  gboolean            present;      /* worth opening */
  gboolean            on_demand;    /* open only while there is work: others may want it, too */
  gint64              used_us;      /* monotonic: when there was work last */
  gint64              open_due_us;  /* monotonic: not before */
  GError             *trouble;      /* why it could not be opened, or NULL */
  gboolean            answered;     /* it has answered in this session */
  gboolean            spoke;        /* it has answered in any: silence is not its way */
  gboolean            met;          /* it was asked in this session */
  gboolean            reads;        /* answers can come at all */
  BrAnswerParser      parser;
  BrPrinterReport     report;
  BrPrintSetup        setup;        /* what the printer was last told */
  gboolean            has_setup;
  gint64              us_per_mm;    /* of paper, learned in this session; 0 = not yet */
  gint64              busy_since_us;/* since when labels have been in it without a pause */
  gint64              busy_mm;      /* of paper in them */
  gboolean            busy_clean;   /* nothing stopped it since */
  gboolean            held;         /* something stops it */
  gint64              completed_us; /* when it last reported a label done, monotonic */
  guint               completed;    /* of report.completed, already counted */
  gboolean            unsettled;    /* labels of an earlier session may still come out and be reported */
  gint64              settle_us;    /* monotonic: until then reports are of those labels, and nothing is sent */

  /* Questions */
  gboolean            asking;
  gint64              asked_us;     /* monotonic */
  guint               ask_step;
  guint               answers;      /* report.answers when it was asked */
  gint64              ask_due_us;   /* monotonic */
  gint64              working_until_us; /* monotonic: it may still print what it got before it went away */
  gboolean            mute;         /* it used to answer and does not now */
  guint               conditions;   /* BrCondition: in band and by class */
  guint               class_conditions;
  gint64              said_us;      /* wall time of its last word, 0 = never */
  BrStatusSource      source;

  /* Labels */
  GPtrArray          *labels;       /* owned: of BrPrintLabel, next ones of the queue */
  guint               next;         /* in `labels` */
  gboolean            queue_dirty;  /* worth looking for more */
  BrPrintUnit        *ready;        /* drawn, or NULL */
  GPtrArray          *flight;       /* of BrPrintUnit, in the order sent */
  GArray             *moves;        /* of BrPrintMove, to be committed */
  gint64              fed;          /* hundredths of a millimetre since the odometer was stored */
  gint64              retry_us;     /* monotonic: the store failed; nothing is sent before */
  gboolean            no_record;    /* the queue could not be written: nothing is sent before it was */
  GStringChunk       *notes;        /* of `moves` */
  gboolean            job_open;     /* labels of a job were sent, its end was not */
  gboolean            mismatch;     /* a label is HELD for its paper */
  BrPrintNews         told;         /* what news was last called about */
};

void        br_print_unit_free (BrPrintUnit *self);
gint64      br_print_engine_now (BrPrintEngine *self);
/** br_print_engine_tell: calls news if anything a person sees changed. */
void        br_print_engine_tell (BrPrintEngine *self);

/* br-print-engine-send.c */
/** br_print_engine_write: all of it; conditions make it wait. FALSE: the session was lost (and is closed), or the thread ends. */
gboolean    br_print_engine_write   (BrPrintEngine *self, const guint8 *bytes, gsize n);
/** br_print_engine_prepare: draws the next unit, if there is one and none is ready. */
void        br_print_engine_prepare (BrPrintEngine *self);
gboolean    br_print_engine_can_send (BrPrintEngine *self);
void        br_print_engine_send    (BrPrintEngine *self);
void        br_print_engine_end_job (BrPrintEngine *self);
/** br_print_engine_label_us: how long a length of paper takes, hundredths of a millimetre; the best that is known, else at `usual_mm_s`. */
gint64      br_print_engine_label_us (BrPrintEngine *self, gint64 length, int usual_mm_s);
#define BR_PRINT_USUAL_MM_S 75 /* 3 inches a second, of a printer whose speed nobody told */
#define BR_PRINT_FAST_MM_S 200 /* what a head may do whose pace is not known yet */
/** br_print_engine_set_pace: microseconds a millimetre at the speed the printer was told; 0 = it was not. */
gint64      br_print_engine_set_pace (BrPrintEngine *self);
/** br_print_engine_window: labels that may be in the printer at once without proof: enough to keep the head moving. */
guint       br_print_engine_window   (BrPrintEngine *self, const BrPrintUnit *unit);
BrPrintSetup br_print_engine_setup  (BrPrintEngine *self, const BrMedia *media);

/* br-print-engine-session.c */
void        br_print_engine_open    (BrPrintEngine *self);
/** br_print_engine_lose: the session ends: what is in flight becomes UNCERTAIN, and queued again where the policy says so. */
void        br_print_engine_lose    (BrPrintEngine *self, const char *why);
/** br_print_engine_doubt: what is in flight becomes UNCERTAIN; `again`: policy may queue it. */
void        br_print_engine_doubt   (BrPrintEngine *self, const char *why, gboolean again);
/** br_print_engine_resync: makes whatever was cut off harmless. FALSE: the session was lost. */
gboolean    br_print_engine_resync  (BrPrintEngine *self);
/** br_print_engine_move: notes a move of all labels of a unit. */
void        br_print_engine_move    (BrPrintEngine *self, const BrPrintUnit *unit, guint from, BrLabelState to, const char *note);
/** br_print_engine_flush: commits what was noted, and `arm` (or NULL) becomes ARMED in the same transaction; *armed = all its labels did. FALSE: not
 *  committed; to be tried again. */
gboolean    br_print_engine_flush   (BrPrintEngine *self, const BrPrintUnit *arm, gboolean *armed);

/* br-print-engine-proof.c */
/** br_print_engine_listen: takes what the printer says, waiting at most `wait_us` for it. FALSE: the session was lost. */
gboolean    br_print_engine_listen  (BrPrintEngine *self, gint64 wait_us);
/** br_print_engine_prove: confirms what is known to be out. */
void        br_print_engine_prove   (BrPrintEngine *self);
/** br_print_engine_ask: asks, or asks further, when it is time to. */
void        br_print_engine_ask     (BrPrintEngine *self);
gboolean    br_print_engine_look    (BrPrintEngine *self);
/** br_print_engine_stops: whether a condition, or silence where there was an answer, stops it. */
gboolean    br_print_engine_stops   (BrPrintEngine *self);
/** br_print_engine_ask_in_us: until something is to be done about questions. */
gint64      br_print_engine_ask_in_us (BrPrintEngine *self);

G_END_DECLS
