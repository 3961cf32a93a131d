/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done to a simulated printer, in words: lines on the standard input, buttons on its page. */
#pragma once

#include "br-sim-printer.h"

G_BEGIN_DECLS

/** BrSimOrder: one of them. */
typedef struct
{
  const char *word;  /* "paper-out" */
  const char *title; /* "Take the paper out" */
  int trouble;       /* the BrSimTrouble it begins or ends; -1 = none */
  gboolean mends;    /* it ends it */
} BrSimOrder;

/** br_sim_orders: (transfer none) all of them, in the order they are offered. */
const BrSimOrder *br_sim_orders   (guint *n);
/** br_sim_order_obey: FALSE: there is no such word. */
gboolean          br_sim_order_obey (BrSimPrinter *printer, const char *word);
/** br_sim_state_text: (transfer full) the state in words, plain text. */
char             *br_sim_state_text (const BrSimState *state);

G_END_DECLS
