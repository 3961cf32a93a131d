/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block of cells as spreadsheets put it on the clipboard. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** br_paste_text_parse: (transfer full) of GStrv, a row each: at most `max_rows`. */
GPtrArray *br_paste_text_parse    (const char *text, guint max_rows);
/** br_paste_text_is_block: whether it is more than one cell. */
gboolean   br_paste_text_is_block (const char *text);

G_END_DECLS
