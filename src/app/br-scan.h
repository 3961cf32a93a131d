/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a scan does: the field that expects a code takes it, else the page, else the product opens. */
#pragma once

#include "br-window.h"

G_BEGIN_DECLS

/** br_scan_attach: listens to the window's keys for as long as it lives. */
void br_scan_attach   (BrWindow *window);

G_END_DECLS
