/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done to a simulated printer, in words. */
#include "config.h"

#include "br-sim-order.h"

#define LATE_US (5 * G_USEC_PER_SEC)

static const BrSimOrder orders[] = {
  { "paper-out", "Take the paper out" },
  { "paper-in", "Put paper in" },
  { "head-open", "Open the head" },
  { "head-close", "Close the head" },
  { "ribbon-out", "Take the ribbon out" },
  { "ribbon-in", "Put a ribbon in" },
  { "pause", "Pause" },
  { "resume", "Resume" },
  { "power-off", "Switch off" },
  { "power-on", "Switch on" },
  { "unplug", "Unplug the cable" },
  { "plug", "Plug the cable in" },
  { "stall", "Take no bytes" },
  { "go-on", "Take bytes again" },
  { "answer-late", "Answer 5 seconds late" },
  { "answer-never", "Never answer" },
  { "answer", "Answer at once" },
};

/* The first fourteen begin and end a trouble each, in turn. */
static const BrSimTrouble troubles[] = { BR_SIM_PAPER_OUT, BR_SIM_HEAD_OPEN, BR_SIM_RIBBON_OUT, BR_SIM_PAUSE, BR_SIM_POWER, BR_SIM_UNPLUG, BR_SIM_STALL };

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
      if (i >= 2 * G_N_ELEMENTS (troubles))
        br_sim_printer_set_answers (printer, &manners[i - 2 * G_N_ELEMENTS (troubles)]);
      else if (i % 2 == 0)
        br_sim_printer_fail (printer, troubles[i / 2], -1);
      else
        br_sim_printer_mend (printer, troubles[i / 2]);
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
  g_string_append_printf (text, " · %u labels came out · %u wait · %" G_GUINT64_FORMAT " bytes received", state->n_complete,
                          state->sense.waiting + (state->sense.batch_left > 0 ? state->sense.batch_left - (state->sense.printing ? 1 : 0) : 0), state->taken);
  if (state->counts.ignored > 0)
    g_string_append_printf (text, " · %" G_GUINT64_FORMAT " commands not understood", state->counts.ignored);
  return g_string_free (text, FALSE);
}
