/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headings of a GtkColumnView over amounts. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** BrIsNumberTitle: whether the column with this heading, translated, has amounts. */
typedef gboolean (*BrIsNumberTitle) (const char *title, gpointer data);
/** br_column_titles_align: GTK begins all headings at the left; those over amounts end where the amounts end. Of the columns shown now. */
void br_column_titles_align (GtkColumnView *view, BrIsNumberTitle is_number, gpointer data);

G_END_DECLS
