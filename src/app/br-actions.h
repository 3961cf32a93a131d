/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Actions of pages ("products.export"), reached from outside the page: by the palette, by keys that can be changed, for pictures. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** br_action_set_enabled: as gtk_widget_action_set_enabled, and br_action_find knows it. */
void       br_action_set_enabled (GtkWidget *widget, const char *action, gboolean enabled);
/** br_action_find: (transfer none) the outermost widget shown at or below `root` that has `action` (its bare name) enabled; NULL when none. */
GtkWidget *br_action_find        (GtkWidget *root, const char *action);
/** br_action_activate: starts a detailed action ("products.set-status(2)") of a widget at or below `root`; FALSE when none has it now. */
gboolean   br_action_activate    (GtkWidget *root, const char *action);
/**
 * br_action_add_keys: gives `page` the keys of all commands whose actions begin with `prefix` ("products."), wherever below it the
 * focus is, and changes them with the person's settings.
 */
void       br_action_add_keys    (GtkWidget *page, GSettings *settings, const char *prefix);

G_END_DECLS
