/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A simulated printer's own web page on 127.0.0.1: its paper, its state, and what can be done to it. */
#pragma once

#include "br-sim-printer.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BrSimPage BrSimPage;

/** br_sim_page_new: served by the thread's main context; `title` stands at the top. Port 0 = any free one. Errors: IO. */
BrSimPage  *br_sim_page_new      (BrSimPrinter *printer, const BrHead *head, const char *title, guint16 port, GError **error);
/** br_sim_page_get_url: (transfer none) "http://127.0.0.1:PORT/". */
const char *br_sim_page_get_url  (const BrSimPage *self);
guint16     br_sim_page_get_port (const BrSimPage *self);
void        br_sim_page_free     (BrSimPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrSimPage, br_sim_page_free)

G_END_DECLS
