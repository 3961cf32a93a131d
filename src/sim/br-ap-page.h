/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The web page of emulated shelf tags on 127.0.0.1, with what they show and what can be done to them; it is the control port too. */
#pragma once

#include "br-ap-control.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BrApPage BrApPage;

/** br_ap_page_new: served by the thread's main context; all is borrowed; `title` stands at the top. Port 0 = any free one. Errors: IO. */
BrApPage   *br_ap_page_new     (BrAir *air, BrApControl *control, const char *title, guint16 port, GError **error);
/** br_ap_page_get_url: (transfer none) "http://127.0.0.1:PORT/". */
const char *br_ap_page_get_url (const BrApPage *self);
guint16     br_ap_page_get_port (const BrApPage *self);
void        br_ap_page_free    (BrApPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrApPage, br_ap_page_free)

G_END_DECLS
