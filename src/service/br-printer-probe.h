/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A printer whose language nobody chose yet: asking it, and printing a mark in each language, on a person's order only. Blocking. */
#pragma once

#include "br-printer.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/** BrPrinterProbe: what a printer said. */
typedef struct
{
  BrPrinterLanguageId language; /* the one it answered in; NONE = it said nothing */
  int   dots_per_mm;            /* 0 = not said */
  char *model;                  /* owned, or NULL */
} BrPrinterProbe;
void     br_printer_probe_free (BrPrinterProbe *self);

/** br_printer_probe: asks in each language that has a question, half a second each. Errors: as br_port_open, PROTOCOL (silence). */
BrPrinterProbe *br_printer_probe (const char *key, const char *node, GError **error);
/** br_printer_probe_strip: prints the marks of all languages, one after the other. Errors: as br_port_open, IO. */
gboolean br_printer_probe_strip  (const BrPrinter *printer, const char *node, GError **error);

G_END_DECLS
