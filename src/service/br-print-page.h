/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a printer is in a label right now, in a mapped file: it outlives this process however it ends, and costs no write to the disk. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BrPrintPage BrPrintPage;

/** br_print_page_open: makes the file if it is missing; one that makes no sense counts as empty. Errors: IO, FULL. */
BrPrintPage *br_print_page_open    (const char *path, GError **error);
void         br_print_page_free    (BrPrintPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrPrintPage, br_print_page_free)
/** br_print_page_begin: a picture of `n_bytes` begins to be sent. From here on the printer may wait for the rest of it. */
void         br_print_page_begin   (BrPrintPage *self, gint64 job, gint64 seq, gsize n_bytes);
/** br_print_page_sent: the picture, or what makes it harmless, was taken whole. It may still be lost on its way: what a network holds, when this process
 *  or the connection ends. */
void         br_print_page_sent    (BrPrintPage *self);
/** br_print_page_arrived: all that was sent is known to be out. */
void         br_print_page_arrived (BrPrintPage *self);
/** br_print_page_missing: the most bytes of a picture the printer may still wait for. */
gsize        br_print_page_missing (BrPrintPage *self);
/** br_print_page_cut: whether a picture was begun and not sent whole, and of which label. */
gboolean     br_print_page_cut     (BrPrintPage *self, gint64 *job, gint64 *seq);

G_END_DECLS
