/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A simulated label printer: a mind (br-paper.h) with a receive buffer, a motor, a roll and troubles. What comes onto paper is kept in an
 * append-only log. Time comes from a clock, so hours of printing can pass in a moment: nothing runs on its own, every call first lets
 * happen what was due.
 *
 * A computer is joined to it by br_sim_printer_open_port (in one process), br_sim_printer_serve_fd (any file descriptor) or by TCP
 * (br-sim-printer-net.h). All functions may be called from any thread.
 */
#pragma once

#include "br-clock.h"
#include "br-paper.h"
#include "br-port.h"
#include "br-random.h"

G_BEGIN_DECLS

/** BrSimStatusStyle: what it says of itself. */
typedef enum
{
  BR_SIM_STATUS_FULL = 0,   /* answers in its language, and the USB class status */
  BR_SIM_STATUS_CLASS_ONLY, /* only the class status, as many clones */
  BR_SIM_STATUS_SILENT,     /* nothing at all */
} BrSimStatusStyle;

/** BrSimTrouble: what can happen to it. */
typedef enum
{
  BR_SIM_PAPER_OUT = 0,
  BR_SIM_HEAD_OPEN,
  BR_SIM_RIBBON_OUT,
  BR_SIM_PAUSE,      /* takes effect after the label that is being printed */
  BR_SIM_POWER,      /* off: its memory is lost, the cable sees it vanish */
  BR_SIM_UNPLUG,     /* the cable only: it goes on printing what it has */
  BR_SIM_STALL,      /* takes no byte, though it is there */
  BR_SIM_N_TROUBLES
} BrSimTrouble;

/** BrSimFault: a trouble to come. */
typedef struct
{
  BrSimTrouble trouble;
  gint64 at_byte;   /* when so many bytes were taken since it was made; < 0: by label */
  guint  at_label;  /* while the n-th label, 1.., is printed; each copy and each repetition counts */
  guint  permille;  /* of that label's length */
  gint64 for_us;    /* how long it lasts; < 0: until it is mended */
} BrSimFault;

/** BrSimAnswers: how answers come back. The chances are in 1000. */
typedef struct
{
  gint64 delay_us;
  guint  split;     /* in single bytes, a millisecond apart */
  guint  doubled;
  guint  garbage;   /* up to 8 random bytes before it */
  guint  missing;
} BrSimAnswers;

/** BrSimPrinterParams: how it is built. 0 means the usual for each number. */
typedef struct
{
  BrPaperProfile   paper;
  gsize            buffer_bytes;   /* of labels it holds before it takes no more; 131072 */
  guint            speed_mm_s;     /* 100 */
  guint            link_bytes_s;   /* of the cable; 1000000 */
  gsize            max_take;       /* bytes it takes in one go; 4096 */
  gint64           start_us;       /* from standstill to the first row; 0 */
  BrSimStatusStyle status;
  gboolean         reprint;        /* repeats a label torn by a trouble */
  guint            max_sheets;     /* the log's length; 0 = no end */
  guint64          seed;           /* of what is random in its answers */
} BrSimPrinterParams;

/** BrSimSheet: one thing in the physical log. */
typedef struct
{
  gint64    begun_us, ended_us; /* on the clock's monotonic scale */
  BrBitmap *bitmap;             /* what is on the paper: white below a tear */
  guint     order;              /* 1..: which order of the stream it belongs to; 0: fed by a command or a button */
  guint     copy;               /* 1.. of that order */
  gboolean  complete;
} BrSimSheet;
void br_sim_sheet_clear (BrSimSheet *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrSimSheet, br_sim_sheet_clear)

/** BrSimState: what one would see who stands before it. */
typedef struct
{
  BrPaperSense  sense;
  guint         troubles;    /* bits 1 << BrSimTrouble */
  guint64       taken;       /* bytes since it was made */
  guint         n_sheets;    /* in the log since it was made */
  guint         n_complete;  /* labels ordered by a stream that came out whole, copies counted */
  guint         n_cuts;      /* how often the cable failed since it was made */
  BrPaperCounts counts;
} BrSimState;

typedef struct _BrSimPrinter BrSimPrinter;

/** br_sim_printer_new: NULL for a language without an interpreter. The clock is borrowed. */
BrSimPrinter *br_sim_printer_new  (const BrSimPrinterParams *params, const BrClock *clock);
/** br_sim_printer_free: after all ports and servers of it have ended. */
void          br_sim_printer_free (BrSimPrinter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrSimPrinter, br_sim_printer_free)

/** br_sim_printer_fail: begins a trouble now; br_sim_printer_mend ends it. */
void     br_sim_printer_fail       (BrSimPrinter *self, BrSimTrouble trouble, gint64 for_us);
void     br_sim_printer_mend       (BrSimPrinter *self, BrSimTrouble trouble);
void     br_sim_printer_add_fault  (BrSimPrinter *self, const BrSimFault *fault);
/** br_sim_printer_add_random_fault: one that lies within the first so many labels or bytes, and is mended by itself within ten seconds. */
void     br_sim_printer_add_random_fault (BrSimPrinter *self, BrXorshift *random, guint n_labels, gint64 n_bytes);
void     br_sim_printer_set_answers (BrSimPrinter *self, const BrSimAnswers *answers);
/** br_sim_printer_set_link: speed of the cable from now on, bytes a second; 0 = the usual. */
void     br_sim_printer_set_link   (BrSimPrinter *self, guint bytes_s);

void     br_sim_printer_get_state  (BrSimPrinter *self, BrSimState *state);
/** br_sim_printer_get_sheet: the n-th from 0 since it was made; FALSE: not there yet, or no longer kept. */
gboolean br_sim_printer_get_sheet  (BrSimPrinter *self, guint n, BrSimSheet *sheet);
/** br_sim_printer_run: lets time pass on its clock until it has nothing more to do by itself, at most `us`. */
void     br_sim_printer_run        (BrSimPrinter *self, gint64 us);

/** br_sim_printer_open_port: a port within this process. On a virtual clock a call that waits lets the clock pass. Errors: BUSY (it has one already), OFFLINE (it is away).
 *  What was taken when the cable failed is not told, as on a real one: the bytes of the piece that was on its way count as unknown. */
BrPort  *br_sim_printer_open_port  (BrSimPrinter *self, GError **error);
/** br_sim_printer_serve_fd: is the printer's end of `fd` (socket, pty, gadget node) until the other end closes, the cable fails or it is
 *  cancelled; blocks on its own thread, needs the system's clock, does not close `fd`. Errors: BUSY, OFFLINE, IO. */
gboolean br_sim_printer_serve_fd   (BrSimPrinter *self, int fd, GCancellable *cancellable, GError **error);

/* The cable itself, for the two above. A session is the time between two failures of the cable. */
/** br_sim_printer_join: the session's number. Errors: BUSY, OFFLINE. */
guint    br_sim_printer_join       (BrSimPrinter *self, GError **error);
void     br_sim_printer_leave      (BrSimPrinter *self, guint session);
/** br_sim_printer_take: bytes to the printer, as many as it takes now; FALSE: the session is over. */
gboolean br_sim_printer_take       (BrSimPrinter *self, guint session, const guint8 *bytes, gsize n, gsize *taken);
/** br_sim_printer_give: the bytes it has to say now; FALSE: the session is over. */
gboolean br_sim_printer_give       (BrSimPrinter *self, guint session, guint8 *bytes, gsize size, gsize *given);
/** br_sim_printer_class_bits: FALSE: it has none. */
gboolean br_sim_printer_class_bits (BrSimPrinter *self, guint *bits);
gint64   br_sim_printer_now_us     (BrSimPrinter *self);
/** BrSimMoment: when one looked, so that nothing is missed between looking and waiting. */
typedef struct { gint64 at_us; guint changes; } BrSimMoment;
void     br_sim_printer_note       (BrSimPrinter *self, BrSimMoment *moment);
/** br_sim_printer_next_us: when something will happen by itself, or has since that moment; monotonic, G_MAXINT64 = never. */
gint64   br_sim_printer_next_us    (BrSimPrinter *self, const BrSimMoment *moment);
/** br_sim_printer_wait: until then, until something happens by itself, or until it is changed or nudged; at once, if that was since `moment`. */
void     br_sim_printer_wait       (BrSimPrinter *self, const BrSimMoment *moment, gint64 until_us);
void     br_sim_printer_nudge      (BrSimPrinter *self);
/** br_sim_printer_get_fd: becomes readable (an eventfd) at each change from outside; for who waits with poll. */
int      br_sim_printer_get_fd     (BrSimPrinter *self);

G_END_DECLS
