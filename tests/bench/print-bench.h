/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store with threads, the printer service, and a simulated printer behind a socket, on the system's clock. */
#pragma once

#include "br-print-person.h"
#include "br-printer-service.h"
#include "br-sim-printer.h"

G_BEGIN_DECLS

/** PrintBench: what a printing bench works with. */
typedef struct
{
  char             *dir;     /* owned */
  BrStore          *store;
  BrSimPrinter     *sim;
  GSocket          *socket;  /* listens */
  GThread          *server;
  GCancellable     *stop;
  char             *key;     /* of the printer, as stored */
  BrPrinterService *service; /* started */
  GPtrArray        *items;   /* of BrPrintItem: shelf labels of different goods */
  BrLabelTemplate  *template; /* shelf-40x30, as it comes with Backroom */
} PrintBench;

/** print_bench_new: a head of 8 dots/mm at `speed_mm_s` on labels of 40 × 30 mm, `n` different goods. Aborts on failure. */
PrintBench *print_bench_new   (BrPrinterLanguageId language, guint speed_mm_s, guint n);
void        print_bench_free  (PrintBench *self);
/** print_bench_order: orders the first `n` of the goods, as the window does: the first part at once, then the rest. Returns after the first part when `first_only`. */
void        print_bench_order (PrintBench *self, guint n, gboolean first_only);
/** print_bench_await: runs the main loop until so many labels came out, at most `us`. */
void        print_bench_await (PrintBench *self, guint n_complete, gint64 us);

G_END_DECLS
