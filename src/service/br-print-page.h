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
/** br_print_page_end: the picture is whole, or made harmless. */
void         br_print_page_end     (BrPrintPage *self);
/** br_print_page_missing: the most bytes the printer may still wait for; 0 = no picture was cut off. */
gsize        br_print_page_missing (BrPrintPage *self);
/** br_print_page_label: the label whose picture was begun last. */
void         br_print_page_label   (BrPrintPage *self, gint64 *job, gint64 *seq);

G_END_DECLS
