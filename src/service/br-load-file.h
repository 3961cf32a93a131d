/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a whole file that a person chose. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** br_load_file: (transfer full) its bytes; blocks, never on main. Errors: RANGE (more than `max_bytes`: looked at before reading), G_IO_ERROR. */
GBytes *br_load_file (GFile *file, gint64 max_bytes, GCancellable *cancellable, GError **error);

G_END_DECLS
