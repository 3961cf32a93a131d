/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A damaged print.db or tags.db must not keep the shop from its products: it is set aside as print-damaged-TIME.db, for somebody who can repair it, and a new
 * one begun. That is done when it cannot be opened, and at the next opening after something in it could not be read (mark). `stem`: the file's name before ".db".
 */
#pragma once

#include "br-error.h"
#include <glib.h>

G_BEGIN_DECLS

/** br_file_aside_mark: at the next opening it is set aside. Any thread; a folder that cannot be written is no error: it is tried again. */
void     br_file_aside_mark      (const char *dir, const char *stem);
/** br_file_aside_is_marked: whether that was said since. */
gboolean br_file_aside_is_marked (const char *dir, const char *stem);
/** br_file_aside_move: sets it aside, while nobody has it open. now_us: for its name. Errors: IO. */
gboolean br_file_aside_move      (const char *dir, const char *stem, gint64 now_us, GError **error);
/** br_file_aside_find: name of the file set aside last, in `dir`; NULL = none ever was. Caller frees. */
char    *br_file_aside_find      (const char *dir, const char *stem);

G_END_DECLS
