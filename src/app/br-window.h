/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window: sidebar and pages over one shared context. */
#pragma once

#include "br-app-context.h"
#include "br-page.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_WINDOW (br_window_get_type ())
G_DECLARE_FINAL_TYPE (BrWindow, br_window, BR, WINDOW, AdwApplicationWindow)

BrWindow     *br_window_new         (AdwApplication *application, BrAppContext *context);
/** br_window_show_page: by id; an unknown or forbidden one changes nothing. Returns the page's widget, or NULL. */
GtkWidget    *br_window_show_page   (BrWindow *self, const char *page_id);
/** br_window_open_file: shows the Import page with `file`, as soon as somebody is signed in. */
void          br_window_open_file   (BrWindow *self, GFile *file);
/** br_window_get_page: (transfer none) the page shown when it implements BrPage; else NULL. */
BrPage       *br_window_get_page    (BrWindow *self);
const char   *br_window_get_page_id (BrWindow *self);
/** br_window_add_toast: (transfer full) shows a toast over the page. */
void          br_window_add_toast   (BrWindow *self, AdwToast *toast);
/** br_window_toast: a toast with one translated sentence. */
void          br_window_toast       (BrWindow *self, const char *text);
/** br_window_enrol_demo: enrols at the demo shop, when the first-run page is shown. */
void          br_window_enrol_demo  (BrWindow *self);
/** br_window_of: (transfer none) the window `widget` is in, or NULL. */
BrWindow     *br_window_of          (GtkWidget *widget);
BrAppContext *br_window_get_context (BrWindow *self);

G_END_DECLS
