/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Idle: how much of the time from the second label on a head of 8 inches a second, on labels of 40 × 30 mm, stands still for want of data; by the printer's
 * own log, on the system's clock, with drawing, reading back, encoding and all commits. */
#include "config.h"

#include "print-bench.h"

#define N_LABELS 300
#define SPEED_MM_S 203

static double
measure (BrPrinterLanguageId language)
{
  PrintBench *bench = print_bench_new (language, SPEED_MM_S, N_LABELS);
  gint64 idle = 0, began = 0, ended = 0;

  print_bench_order (bench, N_LABELS, FALSE);
  print_bench_await (bench, N_LABELS, 120 * G_USEC_PER_SEC);
  for (guint i = 1; i < N_LABELS; i++)
    {
      g_auto (BrSimSheet) sheet = { 0 };

      if (!br_sim_printer_get_sheet (bench->sim, i, &sheet))
        g_error ("label %u is not in the log", i);
      if (i == 1)
        began = sheet.begun_us;
      else
        idle += sheet.begun_us - ended;
      ended = sheet.ended_us;
    }
  print_bench_free (bench);
  return 100.0 * (double) idle / (double) (ended - began);
}

int
main (void)
{
  double zpl = measure (BR_LANGUAGE_ZPL), tspl = measure (BR_LANGUAGE_TSPL);

  g_print ("idle-zpl %.2f %%\n", zpl);
  g_print ("idle-tspl %.2f %%\n", tspl);
  g_print ("print-idle %.2f %%\n", MAX (zpl, tspl));
  return 0;
}
