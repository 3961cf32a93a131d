/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One printer's queue, put on paper: a linear, blocking machine that the printer's thread steps. Everything it touches comes by tables
 * of functions, so that the same code runs on a virtual clock without threads.
 *
 * A label goes in two phases. Its picture is sent, which puts nothing on paper; ARMED is committed; then the few bytes that order the print
 * are sent, a write of their own. So a cut in the first phase is always safe, and of what is ARMED or SENT at most a window of labels is
 * ever unknown. Those become UNCERTAIN, and the template's policy or a person says what of it. While a condition stops the printer
 * nothing is sent and nothing repeated: it keeps its memory.
 */
#pragma once

#include "br-port.h"
#include "br-print-queue.h"
#include "br-printer-language.h"
#include "br-printer-service.h"

G_BEGIN_DECLS

typedef struct _BrPrintEngine BrPrintEngine;

/** BrPrintEngineParams: what it works with. All functions are called on the thread that steps it. Borrowed; must outlive it. */
typedef struct
{
  BrStore       *store;
  const BrClock *clock;
  const char    *key;       /* of the printer */
  const char    *page_path; /* file of its BrPrintPage */
  /** open: (transfer full) the printer's port. *identity (caller frees): tells one power-up from the next, NULL = cannot be told. Errors: as br_port_open. */
  BrPort   *(*open) (gpointer data, char **identity, GError **error);
  /** draw: (transfer full) a label's dots and the paper it is for, or NULL with *problem (caller frees; why it cannot be printed). Errors: as the store;
   *  the label then stays queued. */
  BrBitmap *(*draw) (gpointer data, const BrPrintLabel *label, const BrPrinter *printer, BrMedia *media, char **problem, GError **error);
  /** wait: while there is no port to wait at. Ends early when the engine is woken. */
  void      (*wait) (gpointer data, gint64 us);
  /** is_ending: the thread is to end: no more waiting for a printer that takes nothing. */
  gboolean  (*is_ending) (gpointer data);
  /** news: status, progress or settings changed. */
  void      (*news) (gpointer data);
  gpointer   data;
} BrPrintEngineParams;

/** br_print_engine_new: reads its settings. Errors: NOT_FOUND (printer), as the store, IO and FULL (page). */
BrPrintEngine *br_print_engine_new  (const BrPrintEngineParams *params, GError **error);
/** br_print_engine_free: closes the port. What is in flight stays ARMED or SENT: the next start finds out. */
void           br_print_engine_free (BrPrintEngine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrPrintEngine, br_print_engine_free)

/** br_print_engine_step: one step: sends a label, asks, listens, or waits, at most `wait_us`. */
void     br_print_engine_step      (BrPrintEngine *self, gint64 wait_us);
/** br_print_engine_is_quiet: nothing to send, nothing in flight, nothing to commit: only something from outside changes that. */
gboolean br_print_engine_is_quiet  (BrPrintEngine *self);
/** br_print_engine_refresh: the queue or the settings may have changed. */
void     br_print_engine_refresh   (BrPrintEngine *self);
/** br_print_engine_set_present: FALSE: the printer was taken away: its session ends now. TRUE: it is worth trying at once. */
void     br_print_engine_set_present (BrPrintEngine *self, gboolean present);

/** BrPrintNews: what a person is told. */
typedef struct
{
  BrPrinterStatus status;
  gboolean        sending;     /* labels are in flight or about to be */
  int             error_code;  /* of the last failure to open, 0 = none */
  char           *error_text;  /* owned, or NULL */
} BrPrintNews;
void     br_print_news_clear       (BrPrintNews *self);
void     br_print_engine_get_news  (BrPrintEngine *self, BrPrintNews *news);
/** br_print_engine_command: what a person orders outside the queue; the queue commands (PAUSE, RESUME, NEW_ROLL, TEST_LABEL) are the service's. *text (caller
 *  frees, or NULL): what the printer said. Errors: OFFLINE, BUSY (a label is in flight), PROTOCOL (silence), INVALID (its language has no such command). */
gboolean br_print_engine_command   (BrPrintEngine *self, BrPrinterCommand command, char **text, GError **error);

G_END_DECLS
