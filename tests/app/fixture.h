/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of pages share: the toolkit made ready, an application over an empty profile, waiting, and looking for what is shown. */
#pragma once

#include "br-app-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/** fixture_init: g_test_init, and all that a widget of ours needs; settings are kept in memory. Folders stay the system's: icons are found there. */
void          fixture_init    (int *argc, char ***argv);
/** fixture_context: (transfer full) the context of an application over an empty profile in a folder of its own, opened. */
BrAppContext *fixture_context (void);
/** fixture_signed_in: the same, and an HQ admin is signed in. */
BrAppContext *fixture_signed_in (void);

/** wait_for: runs the main loop until an answer sets `done`. */
void          wait_for        (const gboolean *done);
/** settle: runs the main loop for a quarter of a second, and on until the newest context's cache has answered all that it was asked. */
void          settle          (void);

/** has_text: whether a label below `widget` (itself included) holds `text`. */
gboolean      has_text        (GtkWidget *widget, const char *text);
/** find_widget: the first visible widget below `widget` (itself included) of a type; with `text`, the first whose label, title or tooltip that is; or NULL. */
GtkWidget    *find_widget     (GtkWidget *widget, GType type, const char *text);

G_END_DECLS
