/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bind by Scan: works wholly by scanner, or wholly by keyboard, and says loudly what came of each scan. */
#pragma once

#include "br-app-context.h"
#include "br-tag-view.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_TAG_BIND_DIALOG (br_tag_bind_dialog_get_type ())
/** BrTagBindDialog: takes every scan while it is open. Actions bind.agree, bind.learn, bind.restart, bind.undo. */
G_DECLARE_FINAL_TYPE (BrTagBindDialog, br_tag_bind_dialog, BR, TAG_BIND_DIALOG, AdwDialog)

BrTagBindDialog *br_tag_bind_dialog_new             (BrAppContext *context);
/** br_tag_bind_dialog_present: a new one over `widget`; `code`: scanned already, or NULL. */
void             br_tag_bind_dialog_present         (GtkWidget *widget, BrAppContext *context, const char *code);
/** br_tag_bind_dialog_present_replace: the tag scanned takes the place of `broken`. */
void             br_tag_bind_dialog_present_replace (GtkWidget *widget, BrAppContext *context, const BrTagView *broken);
/** br_tag_bind_dialog_scan: as if it were scanned. */
void             br_tag_bind_dialog_scan            (BrTagBindDialog *self, const char *code);

G_END_DECLS
