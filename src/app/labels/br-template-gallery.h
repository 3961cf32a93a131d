/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All label templates as cards with what they print; opens the designer on the nearest AdwNavigationView. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_TEMPLATE_GALLERY (br_template_gallery_get_type ())
/** BrTemplateGallery: actions templates.new, open, duplicate, print, import, export, remove. Finds its context by br_app_context_of once it is in a window. */
G_DECLARE_FINAL_TYPE (BrTemplateGallery, br_template_gallery, BR, TEMPLATE_GALLERY, AdwBin)

GtkWidget *br_template_gallery_new        (void);
/** br_template_gallery_would_lose: whether a designer opened from here holds something that is not saved. */
gboolean   br_template_gallery_would_lose (BrTemplateGallery *self);
/** br_template_gallery_scan: gives a code to a designer opened from here; FALSE when there is none. */
gboolean   br_template_gallery_scan       (BrTemplateGallery *self, const char *code);

G_END_DECLS
