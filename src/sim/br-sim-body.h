/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The body of a simulated printer: motor, roll, buffer, troubles, log. For br-sim-printer.c only, which has the lock and the cable. */
#pragma once

#include "br-sim-printer.h"

G_BEGIN_DECLS

#define BR_SIM_CUTS_CABLE (1 << BR_SIM_POWER | 1 << BR_SIM_UNPLUG)

/** BrSimBody: read its fields, change them by its functions. Times are the clock's monotonic ones. */
typedef struct
{
  BrSimPrinterParams params;
  BrPaper *paper;
  gint64   at_us;            /* what was due until then has happened */
  GQueue   orders;           /* the first may be in motion */
  guint    n_orders;         /* since it was made */
  gboolean moving;
  gint64   begun_us, end_us; /* of the label in motion, or the one before */
  guint    n_begun;          /* labels since it was made */
  gint64   until_us[BR_SIM_N_TROUBLES]; /* 0 = all is well */
  guint    n_cuts;           /* how often the cable failed */
  GArray  *faults;           /* of BrSimFault, to come */
  GQueue   answers;          /* on their way, in order */
  BrSimAnswers manner;
  BrXorshift random;
  GQueue   sheets;           /* of BrSimSheet */
  guint    n_sheets, n_complete;
  guint64  taken;
  guint    n_events;         /* that happened by themselves */
} BrSimBody;

BrSimBody *br_sim_body_new       (const BrSimPrinterParams *params, gint64 now_us);
void       br_sim_body_free      (BrSimBody *self);
/** br_sim_body_catch_up: lets happen what was due until now. To be called before any other. */
void       br_sim_body_catch_up  (BrSimBody *self, gint64 now_us);
/** br_sim_body_next_us: when something happens by itself, an answer that became due after `since_us` included; G_MAXINT64 = never. */
gint64     br_sim_body_next_us   (const BrSimBody *self, gint64 since_us);
void       br_sim_body_fail      (BrSimBody *self, BrSimTrouble trouble, gint64 for_us);
void       br_sim_body_mend      (BrSimBody *self, BrSimTrouble trouble);
/** br_sim_body_troubles: bits 1 << BrSimTrouble. */
guint      br_sim_body_troubles  (const BrSimBody *self);
gboolean   br_sim_body_is_full   (const BrSimBody *self);
void       br_sim_body_sense     (const BrSimBody *self, BrPaperSense *sensed);
/** br_sim_body_eat: a piece of the stream; returns how much of it before something happened. */
gsize      br_sim_body_eat       (BrSimBody *self, const guint8 *bytes, gsize n);
/** br_sim_body_say: the next answer that is due, or what of it fits. */
gsize      br_sim_body_say       (BrSimBody *self, guint8 *bytes, gsize size);
gboolean   br_sim_body_get_sheet (const BrSimBody *self, guint n, BrSimSheet *sheet);

G_END_DECLS
