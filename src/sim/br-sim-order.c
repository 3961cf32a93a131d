/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done to a simulated printer, in words. */
#include "config.h"

#include "br-sim-order.h"

#define LATE_US (5 * G_USEC_PER_SEC)

static const BrSimOrder orders[] = {
  { "paper-out", "Take the paper out", BR_SIM_PAPER_OUT, FALSE },
  { "paper-in", "Put paper in", BR_SIM_PAPER_OUT, TRUE },
  { "head-open", "Open the head", BR_SIM_HEAD_OPEN, FALSE },
  { "head-close", "Close the head", BR_SIM_HEAD_OPEN, TRUE },
  { "ribbon-out", "Take the ribbon out", BR_SIM_RIBBON_OUT, FALSE },
  { "ribbon-in", "Put a ribbon in", BR_SIM_RIBBON_OUT, TRUE },
  { "pause", "Pause", BR_SIM_PAUSE, FALSE },
  { "resume", "Resume", BR_SIM_PAUSE, TRUE },
  { "power-off", "Switch off", BR_SIM_POWER, FALSE },
  { "power-on", "Switch on", BR_SIM_POWER, TRUE },
  { "unplug", "Unplug the cable", BR_SIM_UNPLUG, FALSE },
  { "plug", "Plug the cable in", BR_SIM_UNPLUG, TRUE },
  { "stall", "Take no bytes", BR_SIM_STALL, FALSE },
  { "go-on", "Take bytes again", BR_SIM_STALL, TRUE },
  { "answer-late", "Answer 5 seconds late", -1, FALSE },
  { "answer-never", "Never answer", -1, FALSE },
  { "answer", "Answer at once", -1, FALSE },
};

#define N_TROUBLES 14 /* the first orders; the others are manners */

static const BrSimAnswers manners[] = { { .delay_us = LATE_US }, { .missing = 1000 }, { 0 } };

const BrSimOrder *
br_sim_orders (guint *n)
{
  *n = G_N_ELEMENTS (orders);
  return orders;
}

gboolean
br_sim_order_obey (BrSimPrinter *printer, const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      if (!g_str_equal (orders[i].word, word))
        continue;
      if (orders[i].trouble < 0)
        br_sim_printer_set_answers (printer, &manners[i - N_TROUBLES]);
      else if (orders[i].mends)
        br_sim_printer_mend (printer, (BrSimTrouble) orders[i].trouble);
      else
        br_sim_printer_fail (printer, (BrSimTrouble) orders[i].trouble, -1);
      return TRUE;
    }
  return FALSE;
}

char *
br_sim_state_text (const BrSimState *state)
{
  static const char *const words[BR_SIM_N_TROUBLES] = {
    [BR_SIM_PAPER_OUT] = "no paper", [BR_SIM_HEAD_OPEN] = "head open", [BR_SIM_RIBBON_OUT] = "no ribbon", [BR_SIM_PAUSE] = "paused",
    [BR_SIM_POWER] = "switched off", [BR_SIM_UNPLUG] = "unplugged",    [BR_SIM_STALL] = "takes no bytes",
  };
  GString *text = g_string_new (NULL);

  for (int i = 0; i < BR_SIM_N_TROUBLES; i++)
    if (state->troubles & 1u << i)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", words[i]);
  if (text->len == 0)
    g_string_append (text, state->sense.printing ? "printing" : "ready");
  g_string_append_printf (text, " · %u label%s came out · %u wait · %" G_GUINT64_FORMAT " bytes received", state->n_complete, state->n_complete == 1 ? "" : "s",
                          state->sense.waiting + (state->sense.batch_left > 0 ? state->sense.batch_left - (state->sense.printing ? 1 : 0) : 0), state->taken);
  if (state->counts.ignored > 0)
    g_string_append_printf (text, " · %" G_GUINT64_FORMAT " commands not understood", state->counts.ignored);
  return g_string_free (text, FALSE);
}
