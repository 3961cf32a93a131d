/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Labels page: what is being printed, what is out of date, printers, templates, what was printed. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_LABELS_PAGE (br_labels_page_get_type ())
/** BrLabelsPage: a BrPage; show_filter takes "queue", "stale", "printers", "templates" or "history". */
G_DECLARE_FINAL_TYPE (BrLabelsPage, br_labels_page, BR, LABELS_PAGE, AdwBin)

GtkWidget *br_labels_page_new   (BrAppContext *context);
/** br_labels_page_badge: what waits for a person: labels out of date, uncertain ones, printers that stopped with work. */
gint64     br_labels_page_badge (BrAppContext *context);

G_END_DECLS
